package coder_test

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/lexicon"
)

// told is an event in a line: "ASSAULT actual REB > MIL 2020-06-08 @Gao".
func told(e *coder.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Type, e.Status)
	for side, as := range [][]doc.Actor{e.Actors, e.Recipients} {
		if side == 1 {
			b.WriteString(" >")
		}
		for i := range as {
			code := as[i].Country
			if as[i].Sector != "" && as[i].Sector != "GOV" {
				code += as[i].Sector
			}
			b.WriteString(" " + code)
		}
	}
	b.WriteString(" " + e.Date.Value)
	if e.Place != nil {
		b.WriteString(" @" + e.Place.Name)
	}
	if e.Background {
		b.WriteString(" history")
	}
	return b.String()
}

// The day of the stories is Wednesday 10 June 2020.
func TestSentencesAreCoded(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ text, want string }{
		{"Chad did not withdraw its troops from Niger.", "RETREAT negated TCD > NER 2020-06-10"},
		{"The president of Kenya will visit Uganda on Friday.", "AGREE actual KEN > UGA 2020-06-12"},
		{"If Chad withdraws its troops from Niger, talks will follow.", "RETREAT hypothetical TCD > NER 2020-06-10"},
		{"Ghana urged Togo to release two detained fishermen.", "REQUEST actual GHA > TGO 2020-06-10"},
		{"Ghana urged Togo to release two detained fishermen.", "RETREAT requested TGO >"},
		{"Iraq refused to release the Kuwaiti prisoners.", "REJECT actual IRQ > KWTCVL 2020-06-10"},
		{"Sudan threatened to expel the French ambassador.", "THREATEN actual SDN > FRA 2020-06-10"},
		{"The president of Kenya condemned the sanctions of the United States against Kenya.", "ACCUSE actual KEN > USA"},
		{"The Kenyan president condemned the attack against Togo.", "ACCUSE actual KEN >"},
		{"The Kenyan president defended the sanctions against Togo.", "SUPPORT actual KEN >"},
		{"The Kenyan president filed a complaint against Togo.", "ACCUSE actual KEN > TGO"},
		{"The Kenyan president made the offer after talks with Ugandan officials on Monday.", "CONSULT actual KEN UGA >"},
		{"Ghana accused Togo of breaching the 1976 Accra agreement.", "ACCUSE actual GHA > TGO 2020-06-10"},
		{"Ghana rejected the demand that Togo release two fishermen.", "RETREAT requested TGO >"},
		{"Peru and Chile signed a treaty in Quito on Monday.", "SUPPORT actual PER CHL > 2020-06-08"},
		{"Libya invaded Chad in 1980.", "ASSAULT actual LBY > TCD 1980 @Chad history"},
		{"Four Kenyan engineers were kidnapped by Somali gunmen on Monday.", "ASSAULT actual SOMUAF > KENLAB 2020-06-08"},
		{"Kenya condemned the attack, which Somali militants carried out on Monday.", "ACCUSE actual KEN >"},
		{"Troops who had crossed into Benin shelled a village on Tuesday.", "ASSAULT actual"},
		{"Peru and Chile held talks in Lima on Monday.", "CONSULT actual PER CHL > 2020-06-08 @Lima"},
		{"Ugandan President Ann Ota left Kampala on Monday after talks with her ministers ahead of her visit to Kenya.", "CONSULT planned UGA > KEN  @Kenya"},
		{"The planned visit of the Kenyan president to Ghana worries nobody.", "CONSULT planned KEN > GHA 2020-06-10"},
	} {
		d := analyze(tc.text)
		var got []string
		found := false
		for _, e := range c.Code(d).Events {
			s := told(&e)
			got = append(got, s)
			found = found || strings.HasPrefix(s, tc.want)
		}
		if !found {
			t.Errorf("%s\n\twant %s\n\tgot  %s", tc.text, tc.want, strings.Join(got, "\n\t     "))
		}
	}
}

func TestAVisitToATownIsThatToItsCountry(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	visits := 0
	for _, e := range c.Code(analyze("Kenyan Foreign Minister Ann Ota arrived in Alexandria on Monday for a visit to Egypt.")).Events {
		if e.Mode == "visit" {
			visits++
		}
	}
	if visits != 1 {
		t.Errorf("%d visits, want 1", visits)
	}
}

func TestOneHappeningToldThriceIsOneEvent(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d := analyze("Peruvian Foreign Minister Ana Ruiz met Chilean President Luis Soto in Lima on Tuesday. " +
		"Ruiz met Soto at the palace. During the meeting, they spoke about fish.")
	n := 0
	for _, e := range c.Code(d).Events {
		if e.Type == "CONSULT" {
			n++
			if len(e.Mentions) < 3 {
				t.Errorf("%d mentions, want 3", len(e.Mentions))
			}
		}
	}
	if n != 1 {
		t.Errorf("%d meetings, want 1", n)
	}
}

func TestAClaimIsItsSpeakers(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d := analyze("Kenya said Somali rebels had attacked a border post on Monday.")
	for _, e := range c.Code(d).Events {
		if e.Type == "ASSAULT" {
			if len(e.Attributed) != 1 || e.Attributed[0].Country != "KEN" {
				t.Errorf("claim of %v, want Kenya", e.Attributed)
			}
			return
		}
	}
	t.Error("no attack found")
}

// Trees are guesses: whatever heads and labels come, coding ends and its spans
// lie in the text.
func FuzzCode(f *testing.F) {
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Rebels attacked a post and agreed to hold talks with Peru", []byte{1, 1, 3, 1, 1, 1, 5, 6, 10, 8})
	f.Fuzz(func(t *testing.T, text string, heads []byte) {
		d := &doc.Document{Text: text, Published: "2020-06-10", Blocks: []doc.Block{{Span: doc.Span{End: len(text)}}}}
		at := 0
		for _, w := range strings.Fields(text) {
			at += strings.Index(text[at:], w)
			d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(w)}, Lemma: strings.ToLower(w), UPOS: "NOUN", Head: -1, Deprel: "root"})
			at += len(w)
		}
		n := len(d.Tokens)
		if n == 0 {
			return
		}
		pos := []string{"VERB", "NOUN", "PROPN", "ADJ", "ADP", "PRON"}
		rel := []string{"nsubj", "obj", "obl", "nmod", "xcomp", "conj", "acl:relcl", "case", "advcl", "ccomp"}
		for i, h := range heads[:min(n, len(heads))] {
			d.Tokens[i].UPOS = pos[int(h)%len(pos)]
			if k := int(h) % n; k != i {
				d.Tokens[i].Head, d.Tokens[i].Deprel = k, rel[int(h)%len(rel)]
			}
		}
		breakCycles(d.Tokens)
		d.Sentences = []doc.Sentence{{Span: d.Blocks[0].Span, First: 0, Last: n}}
		d.Link()
		for i := range d.Tokens {
			if d.Tokens[i].UPOS == "PROPN" {
				s := d.Tokens[i].Span
				d.Mentions = append(d.Mentions, doc.Mention{Span: s, Head: i, Actors: []doc.Actor{{Span: s, Head: i, Name: "x", Country: "PER", Entity: i}}})
			}
		}
		d.LinkMentions()
		for _, e := range c.Code(d).Events {
			for _, s := range append(e.Mentions, e.Trigger) {
				if s.Start < 0 || s.End > len(text) || s.Start > s.End {
					t.Fatalf("span %v outside a text of %d bytes", s, len(text))
				}
			}
		}
	})
}

// breakCycles cuts heads that lead round in a ring, as no parser gives them.
func breakCycles(ts []doc.Token) {
	for i := range ts {
		for n, k := 0, i; ts[k].Head >= 0; n, k = n+1, ts[k].Head {
			if n > len(ts) {
				ts[i].Head, ts[i].Deprel = -1, "root"
				break
			}
		}
	}
}
