package eval

import (
	"testing"

	"chancery/internal/record"
)

func coded(typ, status string, confidence float64, actor, recipient record.Actor) record.Record {
	return record.Record{
		Kind: record.KindEvent, Confidence: confidence,
		Event: &record.Event{
			Type: typ, Status: status, Trigger: record.Span{Start: 10, End: 15},
			Actors: []record.Actor{actor}, Recipients: []record.Actor{recipient},
		},
	}
}

func TestAnOpinionStandsWhileTheEventIsCodedAlike(t *testing.T) {
	peru, chile := record.Actor{Name: "Peru", Country: "PER"}, record.Actor{Name: "Chile", Country: "CHL"}
	yes, no := true, false
	r := coded("ACCUSE", "actual", 0.8, peru, chile)
	a := readArticle{Held: true, Events: []opinion{
		{Start: 10, Type: "ACCUSE", Who: sides(r.Event), Right: &yes},
		{Start: 10, Type: "REJECT", Who: sides(r.Event), Right: &no},
	}}
	var p precision
	p.article(&a, []record.Record{
		r,
		coded("REJECT", "actual", 0.3, peru, chile),
		coded("ACCUSE", "planned", 0.8, peru, chile), // another status
		coded("ACCUSE", "actual", 0.8, chile, peru),  // the sides exchanged
	})
	if p.unjudged != 2 {
		t.Errorf("%d events are not judged, want those coded otherwise, 2", p.unjudged)
	}
	if all := p.rows[1][0]; all.Right != 1 || all.System != 2 {
		t.Errorf("%d of %d right, want 1 of 2", all.Right, all.System)
	}
	if sure := p.rows[1][3]; sure.Right != 1 || sure.System != 1 {
		t.Errorf("%d of %d right from %.2f, want 1 of 1", sure.Right, sure.System, bands[3])
	}
	if p.lands[1].System != 2 {
		t.Errorf("%d events between countries, want 2", p.lands[1].System)
	}
}

func TestEveryEventIsJudgedOnce(t *testing.T) {
	articles, err := lines[readArticle]("testdata/judgedevents.jsonl", 0)
	if err != nil {
		t.Fatal(err)
	}
	halves, seen := map[bool]int{}, map[string]bool{}
	for _, a := range articles {
		if seen[a.ID] {
			t.Errorf("article %s stands twice", a.ID)
		}
		seen[a.ID] = true
		for _, o := range a.Events {
			halves[a.Held]++
			if o.Right == nil {
				t.Errorf("%s at %d: no verdict", a.ID, o.Start)
			}
		}
	}
	if halves[true] < 90 || halves[false] < 200 {
		t.Errorf("%d events are held out and %d worked on, which is too few to tell", halves[true], halves[false])
	}
}
