package place

import (
	"testing"

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

func TestNewReadsTheLexicon(t *testing.T) { tagger(t) }
