package actor_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/actor"
	"chancery/lexicon"
)

func TestLintEmbedded(t *testing.T) {
	for _, p := range actor.Lint(lexicon.Embedded()) {
		t.Error(p)
	}
}

func TestLintFinds(t *testing.T) {
	files := fstest.MapFS{
		"en/actors/countries.txt":     {Data: []byte("PER | Peru\nXX | Nowhere\nPER | Peru")},
		"en/actors/regions.txt":       {Data: []byte("ZZZ | Nowhere")},
		"en/actors/armed.txt":         {Data: []byte("Front of Nowhere | PER | RBE")},
		"en/actors/roles.txt":         {Data: []byte("mayor | GOV | offices\nmayor | GOV | office | x")},
		"en/actors/leaders.txt":       {Data: []byte("Ana Paz | PER | president | 2000 | 1990")},
		"en/actors/prefixes.txt":      {Data: []byte("deputy | rang")},
		"en/actors/generics.txt":      {Data: []byte("side | sides")},
		"en/actors/givennames.txt":    {Data: []byte("x | Ana")},
		"en/actors/international.txt": {Data: []byte("lonely")},
	}
	var got []string
	for _, p := range actor.Lint(files) {
		got = append(got, p.Error())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		`"XX"`, "PER is listed twice", `unknown country or code "ZZZ"`, `unknown sector "RBE"`, `not "offices"`,
		`flags are + and t, not "x"`, `"mayor" is listed already on line 1`, "is no period", `not "rang"`, `not "sides"`, `sex is m or f`, "want at least 3 columns",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no complaint with %s in\n%s", want, all)
		}
	}
}
