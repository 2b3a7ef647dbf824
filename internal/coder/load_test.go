package coder

import (
	"testing"

	"chancery/lexicon"
)

func TestEmbeddedLexiconLoads(t *testing.T) {
	if _, err := New(lexicon.Embedded()); err != nil {
		t.Fatal(err)
	}
}
