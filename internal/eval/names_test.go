package eval

import (
	"math"
	"strings"
	"testing"
)

func TestNamePairsAreCounted(t *testing.T) {
	r := run(t, "names", write(t, "names.txt", `
same | person | | Ana Ruiz | Ana Ruíz
same | person | | Ana Ruiz | Eva Sol
other | person | | Ana Ruiz | Eva Ruiz
other | organisation | PER | Foreign Ministry | Finance Ministry
`))
	right, system, gold := 0, 0, 0
	for _, row := range r.Rows {
		if strings.HasPrefix(row.Name, "Chancery") {
			right, system, gold = right+row.Right, system+row.System, gold+row.Gold
		}
	}
	if r.Items != 4 || gold != 2 || system != 1 || right != 1 {
		t.Errorf("%d pairs, %d same, %d told so, %d rightly", r.Items, gold, system, right)
	}
	if got := figure(t, r, "same pairs that share a key"); got != 0.5 {
		t.Errorf("%.2f share a key, want the one of two", got)
	}
	b, err := bench()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Names(t.Context(), write(t, "bad.txt", "perhaps | person | | A | B\n")); err == nil || !strings.Contains(err.Error(), ":1: want same or other") {
		t.Errorf("a line that is neither: %v", err)
	}
}

// Winkler's own examples, of 1990.
func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"martha", "marhta", 0.961}, {"dwayne", "duane", 0.84}, {"dixon", "dicksonx", 0.813}, {"", "a", 0}, {"a", "b", 0}, {"ana", "ana", 1}} {
		if got := jaroWinkler(c.a, c.b); math.Abs(got-c.want) > 0.001 {
			t.Errorf("%q and %q: %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func TestPeopleAreTheSameAcrossStories(t *testing.T) {
	r := run(t, "people", write(t, "people.jsonl", `
{"id":"1","published":"2011-06-15","people":["ruiz"],"text":"LIMA - Foreign Minister Bruno Ruiz of Peru said on Wednesday that he would visit Chile."}
{"id":"2","published":"2011-06-16","people":["ruiz","sol"],"text":"LIMA - Peruvian Foreign Minister Bruno Ruiz Paz said on Thursday that Chile had agreed."}
`))
	if r.Items != 3 {
		t.Errorf("%d labels", r.Items)
	}
	if got := figure(t, r, "labels with an actor"); got < 0.66 || got > 0.67 {
		t.Errorf("%.2f of the labels have an actor, want two of three; %v", got, r.Worst)
	}
	if got := figure(t, r, "who is who, B-cubed F1"); got != 1 {
		t.Errorf("B-cubed F1 %.2f", got)
	}
	if got := figure(t, r, "the coder's names, B-cubed recall"); got != 0.5 {
		t.Errorf("the coder's names have a recall of %.2f", got)
	}
}

func TestBCubed(t *testing.T) {
	// Bagga and Baldwin's measure: two of a, one of b, all put together.
	p, r := bCubed([]grouped{{"a", "x"}, {"a", "x"}, {"b", "x"}})
	if math.Abs(p-(2./3+2./3+1./3)/3) > 1e-9 || r != 1 {
		t.Errorf("precision %.3f, recall %.3f", p, r)
	}
}
