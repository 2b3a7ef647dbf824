package actor_test

import (
	"os"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/lexicon"
)

func TestShow(t *testing.T) {
	text := os.Getenv("ACTOR_TEXT")
	if text == "" {
		t.Skip("set ACTOR_TEXT to see the actors of a text")
	}
	a, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	r, err := actor.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d := &doc.Document{Text: text}
	a.Analyze(d)
	r.Annotate(d)
	t.Log("\n" + show2(d))
}
