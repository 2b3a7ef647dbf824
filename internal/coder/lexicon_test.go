package coder_test

import (
	"testing"

	"chancery/internal/actor"
	"chancery/internal/article"
	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/internal/place"
	"chancery/internal/quote"
	"chancery/internal/timex"
	"chancery/lexicon"
)

// annotator is a stage above the language.
type annotator interface{ Annotate(*doc.Document) }

// analyzer gives the layers that the coder reads, from the embedded lexicon.
func analyzer(t *testing.T) func(text string) *doc.Document {
	t.Helper()
	fsys := lexicon.Embedded()
	language, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	var layers []annotator
	add := func(a annotator, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, a)
	}
	times, err := timex.New(fsys)
	add(times, err)
	places, err := place.New(fsys)
	add(places, err)
	quotes, err := quote.New(fsys)
	add(quotes, err)
	actors, err := actor.New(fsys)
	add(actors, err)
	reader, err := article.New(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) *doc.Document {
		d, err := reader.Text(text, article.Meta{ID: "example", Lang: "en", Published: "2020-06-10"})
		if err != nil {
			t.Fatal(err)
		}
		language.Analyze(d)
		for _, l := range layers {
			l.Annotate(d)
		}
		return d
	}
}

func TestEveryRuleDoesWhatItsExamplesSay(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Lint(analyze) {
		t.Error(p)
	}
}
