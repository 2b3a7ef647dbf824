package coder

import (
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// words is a sentence of blank-separated tokens, without a tree.
func words(text string) *doc.Document {
	d := &doc.Document{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}}}}
	at := 0
	for _, w := range strings.Fields(text) {
		at += strings.Index(text[at:], w)
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(w)}, Lemma: strings.ToLower(w), UPOS: "X", Head: -1, Deprel: "dep"})
		at += len(w)
	}
	d.Sentences = []doc.Sentence{{Span: doc.Span{End: len(text)}, Last: len(d.Tokens)}}
	d.Link()
	return d
}

func TestNumbers(t *testing.T) {
	v, err := loadTolls(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"twelve people", "12 of twelve"},
		{"1,200 people", "1200 of 1,200"},
		{"1,20 people", "none"},
		{"twenty-five people", "25 of twenty-five"},
		{"two hundred people", "200 of two hundred"},
		{"forty two people", "42 of forty two"},
		{"three dozen people", "36 of three dozen"},
		{"two thousand five hundred people", "2500 of two thousand five hundred"},
		{"at least 12 people", "at least 12 of at least 12"},
		{"more than 12 people", "at least 12 of more than 12"},
		{"no more than 12 people", "1 to 12 of no more than 12"},
		{"up to 20 people", "1 to 20 of up to 20"},
		{"about 30 people", "30 of about 30"},
		{"10 to 15 people", "10 to 15 of 10 to 15"},
		{"between 10 and 15 people", "10 to 15 of 10 and 15"},
		{"five or six people", "5 to 6 of five or six"},
		{"dozens of people", "at least 24 of dozens"},
		{"tens of thousands of people", "at least 20000 of tens of thousands"},
		{"no people", "0 of no"},
		{"no one", "0 of no"},
		{"people", "none"},
		{"999999999999 people", "none"},
	} {
		d := words(c.text)
		r := &reader{framer: newFramer(d, nil, nil)}
		got := "none"
		for i := range d.Tokens {
			if n, ok := r.number(v, i); ok {
				got = n.Count() + " of " + d.Slice(n.Span)
				break
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}
