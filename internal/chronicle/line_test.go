package chronicle

import (
	"strings"
	"testing"

	"chancery/internal/record"
)

func TestLongSentencesAreQuotedInPart(t *testing.T) {
	long := "Notes of the day - " + strings.Repeat("Ruritania sold some salt again, ", 14) + "less than it used to... " +
		"Peru has promised Chile forty ships, envoys told a newspaper; " + strings.Repeat("Freedonia wants to buy more ink, ", 10) + "a clerk said."
	for _, c := range []struct{ text, trigger, want string }{
		{"They condemned it at once and for all.", "condemned", "They condemned it at once and for all."},
		{long, "promised", "… Peru has promised Chile forty ships, envoys told a newspaper; …"},
		{long, "said", "… more ink, Freedonia wants to buy more ink, Freedonia wants to buy more ink, a clerk said."},
		{long, "Notes", "Notes of the day - Ruritania sold some salt again, Ruritania sold some salt again, Ruritania sold …"},
		{"“We go,” he said.", "go", ""},
	} {
		i := strings.Index(c.text, c.trigger)
		r := &record.Report{Record: &record.Record{
			Evidence: record.Span{Start: 7, End: 7 + len(c.text), Text: c.text},
			Event:    &record.Event{Trigger: record.Span{Start: 7 + i, End: 7 + i + len(c.trigger), Text: c.trigger}},
		}}
		if got := extract(r); got != c.want {
			t.Errorf("around %q\n\t%s\nwant\n\t%s", c.trigger, got, c.want)
		}
	}
}
