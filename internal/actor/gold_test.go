package actor_test

import (
	"os"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/nlp/conllu"
	"chancery/lexicon"
)

func TestGold(t *testing.T) {
	path := os.Getenv("ACTOR_CONLLU")
	if path == "" {
		t.Skip()
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := conllu.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := actor.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d := c.Document("x")
	d.Link()
	r.Annotate(d)
	os.WriteFile("/tmp/gold.txt", []byte(show2(d)), 0o644)
}
