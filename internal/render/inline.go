package render

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"chancery/internal/doc"
	"chancery/internal/record"
)

// annotation is a span with a label.
type annotation struct {
	start, end int
	label      string
}

// Inline is the article's own text with what was coded marked in it: each
// trigger as [words|E1 TYPE mode], each participant as [words|E1 actor CUB GOV].
// A span that several events share carries all their labels. The legend at the
// end says what each number is.
func Inline(d *doc.Document, rs []record.Record) []byte {
	var marks []annotation
	var legend bytes.Buffer
	n := 0
	for i := range rs {
		e := rs[i].Event
		if e == nil {
			if line := Summary(&rs[i]); line != "" {
				fmt.Fprintf(&legend, "%-4s %-10s %d-%d  %s\n", "", rs[i].Kind, rs[i].Evidence.Start, rs[i].Evidence.End, line)
			}
			continue
		}
		n++
		what := e.Type
		if e.Mode != "" {
			what += " " + e.Mode
		}
		for _, m := range e.Mentions {
			marks = append(marks, annotation{m.Start, m.End, fmt.Sprintf("E%d %s", n, what)})
		}
		side := func(role string, as []record.Actor) {
			for k := range as {
				marks = append(marks, annotation{as[k].Start, as[k].End, fmt.Sprintf("E%d %s %s", n, role, code(&as[k]))})
			}
		}
		side("actor", e.Actors)
		side("recipient", e.Recipients)
		if e.Date != nil && e.Date.End > e.Date.Start {
			marks = append(marks, annotation{e.Date.Start, e.Date.End, fmt.Sprintf("E%d %s", n, e.Date.Value)})
		}
		if e.Place != nil {
			marks = append(marks, annotation{e.Place.Start, e.Place.End, fmt.Sprintf("E%d at %s", n, dash(e.Place.Name))})
		}
		fmt.Fprintf(&legend, "E%-3d %-10s %d-%d  %s%s\n", n, "event", e.Trigger.Start, e.Trigger.End, sentence(&rs[i]), because(&rs[i]))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "== %s\n", d.ID)
	weave(&b, d.Text, marks)
	fmt.Fprintf(&b, "\n--\n%s\n", legend.Bytes())
	return b.Bytes()
}

func code(a *record.Actor) string {
	switch {
	case a.Country != "" && a.Sector != "":
		return a.Country + " " + a.Sector
	case a.Country != "":
		return a.Country
	}
	return dash(a.Sector)
}

// weave writes text with brackets around the marked spans. Spans that cross are
// cut where they cross, so that brackets always nest.
func weave(b *bytes.Buffer, text string, marks []annotation) {
	marks = nest(marks)
	at := 0
	var open []annotation
	closeTo := func(pos int) {
		for len(open) > 0 && open[len(open)-1].end <= pos {
			top := open[len(open)-1]
			open = open[:len(open)-1]
			b.WriteString(text[at:top.end])
			at = top.end
			fmt.Fprintf(b, "|%s]", top.label)
		}
	}
	for _, m := range marks {
		closeTo(m.start)
		b.WriteString(text[at:m.start])
		at = m.start
		b.WriteByte('[')
		open = append(open, m)
	}
	closeTo(len(text))
	b.WriteString(text[at:])
}

// nest orders annotations outermost first, joins the labels of equal spans and
// shortens a span that would cross the one it starts in.
func nest(marks []annotation) []annotation {
	slices.SortStableFunc(marks, func(a, b annotation) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var out, open []annotation
	for _, m := range marks {
		for len(open) > 0 && open[len(open)-1].end <= m.start {
			open = open[:len(open)-1]
		}
		if len(open) > 0 && m.end > open[len(open)-1].end {
			m.end = open[len(open)-1].end
		}
		if m.end <= m.start {
			continue
		}
		if k := len(out) - 1; k >= 0 && out[k].start == m.start && out[k].end == m.end {
			out[k].label += ", " + m.label
			continue
		}
		out = append(out, m)
		open = append(open, m)
	}
	return out
}

// sentence is an event in one line.
func sentence(r *record.Record) string {
	e := r.Event
	s := joined(e.Actors, person) + " → " + e.Type
	if e.Mode != "" {
		s += " " + e.Mode
	}
	if len(e.Recipients) > 0 {
		s += " → " + joined(e.Recipients, person)
	}
	if e.Date != nil {
		s += "  " + e.Date.Value
	}
	if e.Place != nil {
		s += "  " + dash(e.Place.Name)
	}
	return s
}

// because adds what a reader must know before believing an event.
func because(r *record.Record) string {
	s := ""
	if r.Event.Status != "actual" {
		s += "  " + r.Event.Status
	}
	if r.Background {
		s += "  history"
	}
	if len(r.AttributedTo) > 0 {
		s += "  according to " + joined(r.AttributedTo, person)
	}
	return s
}
