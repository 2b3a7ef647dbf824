package record

import (
	"fmt"
	"strings"
	"testing"
)

func event(id, typ string, start, end int) Record {
	return Record{Kind: KindEvent, ID: id, Doc: &Source{ID: "a"}, Event: &Event{Type: typ, Trigger: Span{Start: start, End: end}}}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		what     string
		old, now []Record
		want     string
	}{
		{"nothing changed", []Record{event("1", "CONSULT", 0, 3)}, []Record{event("1", "CONSULT", 0, 3)}, ""},
		{"an event added", nil, []Record{event("1", "CONSULT", 0, 3)}, "+1"},
		{"an event lost", []Record{event("1", "CONSULT", 0, 3)}, nil, "-1"},
		{"another type at the same words", []Record{event("1", "CONSULT", 0, 3)}, []Record{event("2", "AGREE", 0, 3)}, "1>2 type"},
		{"two events, one moved", []Record{event("1", "CONSULT", 0, 3), event("2", "AID", 9, 12)},
			[]Record{event("1", "CONSULT", 0, 3), event("3", "AID", 9, 17)}, "2>3 trigger"},
		{"the nearest is taken", []Record{event("1", "AID", 0, 10), event("2", "AID", 8, 20)}, []Record{event("3", "AID", 8, 19)}, "2>3 trigger -1"},
	} {
		var got []string
		for _, x := range Compare(c.old, c.now) {
			switch {
			case x.Old == nil:
				got = append(got, "+"+x.New.ID)
			case x.New == nil:
				got = append(got, "-"+x.Old.ID)
			default:
				got = append(got, fmt.Sprintf("%s>%s %s", x.Old.ID, x.New.ID, strings.Join(x.Fields, ",")))
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %q, want %q", c.what, g, c.want)
		}
	}
}
