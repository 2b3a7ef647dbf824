package eval

import (
	"strings"
	"testing"
)

func TestPlacesOfEventsAreComparedWithVerdicts(t *testing.T) {
	r := run(t, "eventplaces", write(t, "own.jsonl", strings.Join([]string{
		// the place itself, and a place around it
		`{"id":"1","published":"2020-06-10","text":"Peru and Chile [met] in Lima on Monday. Kenyan police [arrested] six Kenyan lawyers.","at":[["Lima, PER"],["Nairobi, KEN"]]}`,
		// elsewhere; where the text does not tell, no answer is right
		`{"id":"2","published":"2020-06-10","text":"Peru and Chile [met] in Quito on Monday.","at":[["Lima, PER"]]}`,
		`{"id":"3","published":"2020-06-10","text":"Peru and Chile [met] in Quito on Monday.","at":[["?"]]}`,
		// allowed where the text does not tell: for neither
		`{"id":"4","published":"2020-06-10","text":"Peru and Chile [met] in Quito on Monday.","at":[["?","Quito, ECU"]]}`,
		// no such event
		`{"id":"5","published":"2020-06-10","text":"Peru and Chile [met] in Quito on Monday.","at":[[]]}`,
		// nothing given where something could be
		`{"id":"6","published":"2020-06-10","text":"Norway [condemned] Iran on Monday.","at":[["Oslo, NOR"]]}`,
	}, "\n")))
	if len(r.Rows) != 2 {
		t.Fatalf("rows %v, want places and pins of one half", r.Rows)
	}
	if all := r.Rows[0]; all.Right != 2 || all.System != 5 || all.Gold != 4 {
		t.Errorf("places: %d right of %d given and %d to find, want 2, 5, 4; %v", all.Right, all.System, all.Gold, r.Worst)
	}
	if pins := r.Rows[1]; pins.Right != 1 || pins.System != 4 || pins.Gold != 4 {
		t.Errorf("pins: %d right of %d given and %d to find, want 1, 4, 4", pins.Right, pins.System, pins.Gold)
	}
	causes := map[string]int{}
	for _, c := range r.Confusion {
		causes[c.Gold] += c.Count
	}
	for _, c := range []string{"elsewhere", "the text does not tell", noEvent} {
		if causes[c] != 1 {
			t.Errorf("%d places are wrong because %q, want 1: %v", causes[c], c, r.Confusion)
		}
	}
	if got := figure(t, r, "right ones at the best precision"); got != 0.5 {
		t.Errorf("%.2f of the right ones are the best answer, want the town and not the country", got)
	}
}

func TestEveryVerdictNamesAPlace(t *testing.T) {
	b, err := bench()
	if err != nil {
		t.Fatal(err)
	}
	articles, err := lines[judgedArticle]("testdata/judgedplaces.jsonl", 0)
	if err != nil {
		t.Fatal(err)
	}
	l := locating{places: b.Pipeline.Places}
	halves := map[bool]int{}
	for _, a := range articles {
		halves[a.Held]++
		for _, v := range a.Events {
			if _, err := l.golds(v.At); err != nil {
				t.Errorf("%s at %d: %v", a.ID, v.Start, err)
			}
		}
	}
	if halves[true] < 60 || halves[false] < 60 {
		t.Errorf("halves of %d and %d articles", halves[false], halves[true])
	}
}

func TestOwnStoriesAreOnTheMap(t *testing.T) {
	r := run(t, "eventplaces", "testdata/eventplaces.jsonl")
	if p := r.Rows[0].P(); p < 0.9 {
		t.Errorf("%.2f of the places are right, want 0.9; %q", p, r.Worst)
	}
	if rec := r.Rows[0].R(); rec < 0.8 {
		t.Errorf("%.2f of the places are found, want 0.8; %q", rec, r.Worst)
	}
}
