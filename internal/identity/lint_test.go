package identity

import (
	"testing"

	"chancery/lexicon"
)

func TestLexiconExamplesHold(t *testing.T) {
	for _, p := range Lint(lexicon.Embedded()) {
		t.Error(p.Error())
	}
}
