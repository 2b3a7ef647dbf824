package chronicle

import (
	"strings"
	"testing"

	"chancery/internal/record"
)

func TestLongSentencesAreQuotedInPart(t *testing.T) {
	long := "Market talk - " + strings.Repeat("Thailand exported rice in the week, ", 12) + "down from the week before... " +
		"Pakistan has offered 50,000 tonnes of rice as emergency aid, officials told reporters; " + strings.Repeat("Honduras will tender for wheat on Monday, ", 8) + "an agent said."
	for _, c := range []struct{ text, trigger, want string }{
		{"They condemned it at once and for all.", "condemned", "They condemned it at once and for all."},
		{long, "offered", "… Pakistan has offered 50,000 tonnes of rice as emergency aid, officials told reporters; …"},
		{long, "said", "… Honduras will tender for wheat on Monday, Honduras will tender for wheat on Monday, an agent said."},
		{long, "Market", "Market talk - Thailand exported rice in the week, Thailand exported rice in the week, Thailand exported …"},
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
