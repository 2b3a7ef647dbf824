package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/ledger"
	"chancery/internal/store"
)

// filterFlags choose happenings of the record.
type filterFlags struct {
	About      []string `placeholder:"A,B" help:"States or bodies that all take part, on whichever side: codes or names."`
	Actor      []string `placeholder:"A,…" help:"One of these acts."`
	Recipient  []string `placeholder:"A,…" help:"One of these is acted on."`
	Who        []string `placeholder:"ID,…" help:"One of these persons or bodies takes part, by its id in the who-is-who (chancery actors)."`
	Type       []string `placeholder:"T,…" help:"PLOVER types: CONSULT, ASSAULT, …"`
	Mode       []string `placeholder:"M,…" help:"PLOVER modes: visit, …"`
	Context    []string `placeholder:"C,…" help:"PLOVER contexts: diplomatic, …"`
	Cameo      []string `placeholder:"N,…" help:"CAMEO codes, or the first digits of codes."`
	Quad       []int    `placeholder:"N,…" help:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."`
	Status     []string `default:"actual" help:"actual, planned, hypothetical, negated, requested; or all."`
	From       string   `placeholder:"DATE" help:"What happened on this day or later; a month or a year is its first day."`
	Reported   string   `placeholder:"DATE" help:"What was first reported on this day, in this month or year."`
	News       bool     `help:"Without what was told as history."`
	Country    []string `placeholder:"A,…" help:"Where it happened."`
	Place      []string `placeholder:"NAME,…" help:"Town or province where it happened."`
	Publisher  []string `placeholder:"NAME,…" help:"One of these reports it."`
	Text       string   `placeholder:"WORDS" help:"An article that reports it holds these words; \"a phrase\" in quotation marks."`
	Confidence *float64 `placeholder:"0..1" help:"At least so sure; for the chronicle 0.25, where nothing else is said, for the others 0."`
	Sources    int      `placeholder:"N" help:"At least so many independent publishers."`
}

// filter reads names and dates; until is the last date, whose flag commands name
// differently. Errors are of type usage.
func (f *filterFlags) filter(lexicon fs.FS, until string) (store.Filter, error) {
	out := store.Filter{
		Who: f.Who, Modes: f.Mode, Contexts: f.Context, Cameo: f.Cameo, Quads: f.Quad, News: f.News,
		Places: f.Place, Publishers: f.Publisher, Text: f.Text, Outlets: f.Sources, When: day.Always,
	}
	if f.Confidence != nil {
		out.Confidence = *f.Confidence
	}
	for _, t := range f.Type {
		out.Types = append(out.Types, strings.ToUpper(t))
	}
	if !slices.Contains(f.Status, "all") {
		out.Statuses = f.Status
	}
	names, err := ledger.ReadNames(lexicon)
	if err != nil {
		return out, err
	}
	for _, x := range []struct {
		flag string
		from []string
		to   *[]string
	}{{"about", f.About, &out.About}, {"actor", f.Actor, &out.Actors}, {"recipient", f.Recipient, &out.Recipients}, {"country", f.Country, &out.Countries}} {
		for _, name := range x.from {
			key, err := names.Resolve(name)
			if err != nil {
				return out, usage{fmt.Errorf("--%s: %w", x.flag, err)}
			}
			*x.to = append(*x.to, key)
		}
	}
	for _, x := range []struct {
		flag, value string
		set         func(day.Span)
	}{
		{"from", f.From, func(s day.Span) { out.When.From = s.From }},
		{"to", until, func(s day.Span) { out.When.To = s.To }},
		{"reported", f.Reported, func(s day.Span) { out.Reported = s }},
	} {
		if x.value == "" {
			continue
		}
		s, ok := day.Range(x.value)
		if !ok {
			return out, usage{fmt.Errorf("--%s: %q is not a date like 2025-04-02, 2025-04 or 2025", x.flag, x.value)}
		}
		x.set(s)
	}
	return out, nil
}

// words says what was chosen, for the codebook of an export.
func (f *filterFlags) words(until string) []string {
	var out []string
	add := func(what string, values ...string) {
		if v := strings.Join(values, ", "); v != "" {
			out = append(out, what+" "+v)
		}
	}
	add("all of these take part:", f.About...)
	add("one of these acts:", f.Actor...)
	add("one of these is acted on:", f.Recipient...)
	add("one of these takes part:", f.Who...)
	add("type", f.Type...)
	add("mode", f.Mode...)
	add("context", f.Context...)
	add("CAMEO", f.Cameo...)
	for _, q := range f.Quad {
		add("quad class", strconv.Itoa(q))
	}
	add("status", f.Status...)
	add("from", f.From)
	add("to", until)
	add("first reported", f.Reported)
	if f.News {
		out = append(out, "without what was told as history")
	}
	add("in", f.Country...)
	add("at", f.Place...)
	add("reported by", f.Publisher...)
	add("in articles with the words", f.Text)
	if c := f.Confidence; c != nil && *c > 0 {
		add("confidence at least", strconv.FormatFloat(*c, 'g', -1, 64))
	}
	if f.Sources > 0 {
		add("independent publishers at least", strconv.Itoa(f.Sources))
	}
	return out
}
