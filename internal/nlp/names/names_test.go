package names_test

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/names"
)

// split makes a document of one sentence whose tokens are the words of text.
func split(text string) *doc.Document {
	d := &doc.Document{Text: text}
	at := 0
	for _, w := range strings.Fields(text) {
		at += strings.Index(text[at:], w)
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(w)}})
		at += len(w)
	}
	return d
}

func TestFind(t *testing.T) {
	l := &names.List{}
	for _, n := range [][2]string{
		{"GPE", "Peru"}, {"GPE", "Ivory Coast"}, {"ORG", "Bank of Peru"}, {"GPE", "New York"}, {"ORG", "New York Stock Exchange"}, {"ORG", "al - Shabaab"}, {"LOC", "Ivory Coast"},
	} {
		l.Add(n[0], strings.Fields(n[1]))
	}
	for text, want := range map[string]string{
		"Peru and IVORY COAST sued the Bank of Peru": "GPE Peru, GPE IVORY COAST, ORG Bank of Peru",
		"the New York Stock market , New York":       "GPE New York, GPE New York",
		"New York Stock Exchange":                    "ORG New York Stock Exchange",
		"an ivory coast and peru":                    "",
		"fighters of al - Shabaab fled":              "ORG al - Shabaab",
		"Bank of":                                    "",
	} {
		d := split(text)
		var got []string
		for _, m := range l.Find(nil, d, 0, len(d.Tokens)) {
			got = append(got, fmt.Sprintf("%s %s", l.Kinds()[m.Kind], d.Slice(d.TokenSpan(m.First, m.Last))))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: found %q, want %q", text, s, want)
		}
	}
	if k := l.Kind("ivory", "coast"); k != "GPE" {
		t.Errorf("a name of two kinds is %q, want the first", k)
	}
}
