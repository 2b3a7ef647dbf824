package actor_test

import (
	"strings"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/doc"
	"chancery/lexicon"
)

// FuzzTree annotates sentences of known words under trees and entities no
// parser would give, and wants mentions that lie inside the text.
func FuzzTree(f *testing.F) {
	f.Add([]byte{1, 3, 0, 2, 4, 9, 7, 200, 31, 17, 5, 5, 5, 90, 12, 66, 8, 1, 0, 3, 250, 41, 13, 2})
	f.Add([]byte("Peru and Chile, they said; both countries (NLF) of the front"))
	r, err := actor.New(lexicon.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in []byte) { oddTree(t, r, in) })
}

// oddTree spends the bytes of in on words, tags, heads and entities.
func oddTree(t *testing.T, r *actor.Resolver, in []byte) {
	words := strings.Fields("the Iran 's foreign minister , Lucia Quispe said they both countries ( NLF ) US - backed rebels in Moscow and Chad troops of from his counterpart former President it who Northern Front hundreds \" we two leaders . King May al Bush")
	tags := strings.Fields("NOUN PROPN VERB ADJ DET PRON NUM ADP PUNCT AUX X SCONJ")
	rels := strings.Fields("nsubj obj obl nmod nmod:poss nmod:desc amod compound flat appos conj case det nummod acl:relcl punct root cc advcl xcomp")
	ents := strings.Fields("PER ORG GPE LOC NORP MISC")
	d := &doc.Document{}
	var text strings.Builder
	next := func(n int) int {
		if len(in) == 0 {
			return 0
		}
		b := int(in[0])
		in = in[1:]
		return b % n
	}
	for len(in) > 0 && len(d.Tokens) < 200 {
		w := words[next(len(words))]
		if text.Len() > 0 && next(4) > 0 {
			text.WriteByte(' ')
		}
		i := len(d.Tokens)
		tok := doc.Token{Span: doc.Span{Start: text.Len(), End: text.Len() + len(w)}, Lemma: w, UPOS: tags[next(len(tags))], Deprel: rels[next(len(rels))], Head: -1}
		if i > 0 {
			tok.Head = next(i) // earlier tokens only, so that there are no cycles
		}
		text.WriteString(w)
		d.Tokens = append(d.Tokens, tok)
		if next(5) == 0 {
			first := max(0, i-next(3))
			d.Entities = append(d.Entities, doc.Entity{First: first, Last: i + 1, Type: ents[next(len(ents))], Span: doc.Span{Start: d.Tokens[first].Start, End: tok.End}})
		}
	}
	if len(d.Tokens) == 0 {
		return
	}
	d.Text = text.String()
	half := len(d.Tokens) / 2
	for _, b := range [][2]int{{0, half}, {half, len(d.Tokens)}} {
		if b[0] == b[1] {
			continue
		}
		for i := b[0]; i < b[1]; i++ {
			if d.Tokens[i].Head < b[0] {
				d.Tokens[i].Head = -1
			}
		}
		d.Sentences = append(d.Sentences, doc.Sentence{Span: d.TokenSpan(b[0], b[1]), First: b[0], Last: b[1]})
	}
	d.Link()
	r.Annotate(d)
	for _, m := range d.Mentions {
		if m.Start < 0 || m.End > len(d.Text) || m.Start >= m.End || m.Head < 0 || m.Head >= len(d.Tokens) || len(m.Actors) == 0 {
			t.Errorf("bad mention %+v", m)
		}
	}
}
