package coder

import (
	"fmt"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// Lint runs the examples of every rule. analyze must give a document with all
// the layers that Code uses. A "+" example must yield an event of the type that
// stands after "=>", with each code named there on the country or sector of a
// participant; a "-" example must yield no event by the rule it stands under.
func (c *Coder) Lint(analyze func(text string) *doc.Document) []lexicon.Problem {
	var out []lexicon.Problem
	seen := map[string]*Rule{}
	for i := range c.voc.rules {
		r := &c.voc.rules[i]
		if first := seen[r.Name]; first != nil {
			out = append(out, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("rule %s stands already at %s:%d", r.Name, first.File, first.Line)})
		}
		seen[r.Name] = r
		for _, ex := range r.Examples {
			d := analyze(ex.Text)
			if msg := checkExample(r, &ex, c.Code(d)); msg != "" {
				out = append(out, lexicon.Problem{File: r.File, Line: ex.Line, Msg: msg})
			}
		}
	}
	return append(out, c.lintTolls(analyze)...)
}

func checkExample(r *Rule, ex *lexicon.Example, res *Result) string {
	if !ex.Positive {
		for i := range res.Events {
			if e := &res.Events[i]; e.Rule == r.Name && e.Status == Actual {
				return fmt.Sprintf("rule %s must not code this, but gave %s", r.Name, e.Type)
			}
		}
		return ""
	}
	want := strings.Fields(ex.Want)
	if len(want) == 0 {
		return "a + example says after => what it must code: TYPE [mode] CODES"
	}
	found := "nothing"
	for i := range res.Events {
		e := &res.Events[i]
		if meets(e, want) {
			return ""
		}
		found = describe(e)
	}
	return fmt.Sprintf("want %s, found %s", ex.Want, found)
}

func meets(e *Event, want []string) bool {
	if e.Type != want[0] {
		return false
	}
	for _, w := range want[1:] {
		if w == e.Mode || w == string(e.Status) {
			continue
		}
		if !hasCode(e.Actors, w) && !hasCode(e.Recipients, w) {
			return false
		}
	}
	return true
}

func hasCode(as []doc.Actor, code string) bool {
	for i := range as {
		if as[i].Country == code || as[i].Sector == code {
			return true
		}
	}
	return false
}

func describe(e *Event) string {
	var b strings.Builder
	b.WriteString(e.Type)
	if e.Mode != "" {
		b.WriteString(" " + e.Mode)
	}
	for k, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		if k == 1 {
			b.WriteString(" >")
		}
		for i := range side {
			fmt.Fprintf(&b, " %s/%s", side[i].Country, side[i].Sector)
		}
	}
	return b.String()
}
