package timex

import (
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/lexicon"
)

func tagger(t testing.TB) *Tagger {
	t.Helper()
	tg, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return tg
}

// plain is a document of text alone: no tokens, no tree.
func plain(text, anchor string) *doc.Document {
	return &doc.Document{Text: text, Published: anchor, Lang: "en"}
}

func TestExamplesOfTheRules(t *testing.T) {
	nlp, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	analyze := func(text, anchor string) *doc.Document {
		d := plain(text, anchor)
		nlp.Analyze(d)
		return d
	}
	for _, p := range tagger(t).Lint(analyze) {
		t.Error(p)
	}
}
