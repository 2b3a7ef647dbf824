package chronicle_test

import (
	"testing"
	"unicode"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// Whatever an article says and wherever a record points, a chronicle comes out,
// one safe line an entry.
func FuzzLine(f *testing.F) {
	f.Add("Peru closed its embassy and expelled two diplomats of Chile on Tuesday.", "expelled", "Peru", 0, 4, uint8(0))
	f.Add("\"We reject it,\" they said, who was [sic] <b>there</b>", "reject", "they", 16, 20, uint8(3))
	f.Add("He \u202e said\x1b[31m; \xff and, if", "said", "He", -7, 99999, uint8(255))
	c := chronicletest.Chronicler(f)
	f.Fuzz(func(t *testing.T, text, trigger, who string, start, end int, how uint8) {
		statuses := []string{"actual", "planned", "negated", "hypothetical", "requested", "?"}
		r := &record.Record{
			Kind: record.KindEvent, ID: "x", Doc: &record.Source{ID: "d", Published: "2014-03-05", Publisher: who},
			Evidence: record.Span{Start: 10, End: 10 + len(text), Text: text}, Quoted: how&8 != 0,
			Event: &record.Event{
				Type: "SANCTION", Status: statuses[int(how)%len(statuses)], Trigger: record.Span{Start: start, End: end, Text: trigger},
				Actors: []record.Actor{{Text: who, Name: trigger, Start: start, End: end, Kind: record.Person}},
			},
		}
		if how&16 != 0 {
			r.AttributedTo = r.Event.Actors
		}
		h := &happening.Happening{ID: "x", Type: "SANCTION", Status: r.Event.Status, Date: "2014-03-04", When: day.Span{From: day.Date(2014, 3, 4), To: day.Date(2014, 3, 4)},
			Reports: []record.Report{{Record: r, Withdrawn: day.Latest}}}
		for s, err := range c.Sections(t.Context(), chronicletest.Each([]*happening.Happening{h}), chronicle.Options{Unrealised: true}, nil) {
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range s.Entries[0].Sentence {
				if unicode.IsControl(x) || x >= 0x202a && x <= 0x202e {
					t.Fatalf("%q keeps %q", s.Entries[0].Sentence, x)
				}
			}
		}
	})
}
