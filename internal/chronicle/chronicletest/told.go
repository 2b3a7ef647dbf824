package chronicletest

import (
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// Told is a report written by hand: what an article of one sentence says of an
// event. Of participants and dates only what is set is checked against the
// sentence: their Text must stand in it.
type Told struct {
	Doc, Outlet, Published string
	URL, Title, Text       string
	Trigger                string
	Actors, Recipients, By []record.Actor
	DateText               string
	Copy                   string
	Withdrawn              string
	Background, Lead       bool
}

// Of makes a happening of reports of one event; what h leaves open of the
// reports is filled in.
func Of(t testing.TB, h happening.Happening, told ...Told) *happening.Happening {
	t.Helper()
	if h.Status == "" {
		h.Status = "actual"
	}
	h.When = day.Always
	if s, ok := day.Range(h.Date); ok {
		h.When = s
	}
	outlets := map[string]bool{}
	for i := range told {
		r := told[i].report(t, &h)
		h.Reports = append(h.Reports, r)
		outlets[r.Outlet()] = true
		if i == 0 {
			h.First, h.Last = r.Known, r.Known
			if h.ID == "" {
				h.ID = r.ID
			}
			if h.Actors == nil && h.Recipients == nil {
				h.Actors, h.Recipients = parties(r.Event.Actors), parties(r.Event.Recipients)
			}
		}
		h.First, h.Last = min(h.First, r.Known), max(h.Last, r.Known)
	}
	h.Publishers = len(outlets)
	if h.Confidence == 0 {
		h.Confidence = 0.8
	}
	return &h
}

func (x *Told) report(t testing.TB, h *happening.Happening) record.Report {
	t.Helper()
	known, err := day.Parse(x.Published)
	if err != nil {
		t.Fatal(err)
	}
	r := &record.Record{
		Kind: record.KindEvent, ID: "ev-" + x.Doc + "-" + strings.ToLower(h.Type),
		Doc:        &record.Source{ID: x.Doc, URL: x.URL, Title: x.Title, Published: x.Published, Publisher: x.Outlet, Lang: "en"},
		Evidence:   record.Span{Start: 100, End: 100 + len(x.Text), Text: x.Text},
		Background: x.Background, Confidence: 0.8, Rule: "by-hand",
	}
	at := func(text string) (start, end int) {
		i := strings.Index(x.Text, text)
		if i < 0 {
			t.Fatalf("%q does not stand in %q", text, x.Text)
		}
		return 100 + i, 100 + i + len(text)
	}
	place := func(as []record.Actor) []record.Actor {
		as = append([]record.Actor(nil), as...)
		for i := range as {
			if as[i].Text != "" {
				as[i].Start, as[i].End = at(as[i].Text)
			}
		}
		return as
	}
	e := &record.Event{Type: h.Type, Mode: h.Mode, Cameo: h.Cameo, Score: h.Score, Status: h.Status,
		Actors: place(x.Actors), Recipients: place(x.Recipients), Place: h.Place}
	if x.Trigger != "" {
		e.Trigger.Text = x.Trigger
		e.Trigger.Start, e.Trigger.End = at(x.Trigger)
	}
	e.Date = &record.Date{Value: h.Date, Basis: "published"}
	if x.DateText != "" {
		e.Date.Text, e.Date.Basis = x.DateText, "expression"
		e.Date.Start, e.Date.End = at(x.DateText)
	}
	r.Event = e
	r.AttributedTo = place(x.By)
	out := record.Report{Record: r, Known: known, Withdrawn: day.Latest, Copy: x.Copy}
	if x.Lead {
		out.Line = x.Text
	}
	if x.Withdrawn != "" {
		if out.Withdrawn, err = day.Parse(x.Withdrawn); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
