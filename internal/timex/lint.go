package timex

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// exampleAnchor is the day on which the examples of the rules are told, a
// Wednesday.
const exampleAnchor = "2011-06-15"

// Lint runs the examples of every rule. An example that starts with "+" must
// be matched by its rule; after "=>" it may state "expression = value", one or
// several with ";" between, or values alone. One that starts with "-" must not
// be matched by its rule. analyze turns a sentence and the day it is told on
// into a document with tokens, before this stage.
func (t *Tagger) Lint(analyze func(text, anchor string) *doc.Document) []lexicon.Problem {
	var out []lexicon.Problem
	langs := make([]string, 0, len(t.grammars))
	for l := range t.grammars {
		langs = append(langs, l)
	}
	sort.Strings(langs)
	for _, l := range langs {
		for _, r := range t.grammars[l].rules {
			if !slices.ContainsFunc(r.block.Examples, func(e lexicon.Example) bool { return e.Positive }) {
				out = append(out, lexicon.Problem{File: r.block.File, Line: r.block.Line, Msg: r.name + ": no example"})
			}
			for _, e := range r.block.Examples {
				d := analyze(e.Text, exampleAnchor)
				t.Annotate(d)
				if msg := check(d, r, e); msg != "" {
					out = append(out, lexicon.Problem{File: r.block.File, Line: e.Line, Msg: r.name + ": " + msg})
				}
			}
		}
	}
	return out
}

// check says what is wrong with an example, or nothing.
func check(d *doc.Document, r *rule, e lexicon.Example) string {
	var got []doc.Timex
	for _, tx := range d.Times {
		if tx.Rule == r.name {
			got = append(got, tx)
		}
	}
	if !e.Positive {
		if len(got) > 0 {
			return fmt.Sprintf("must not match, but found %q", describe(d, &got[0]))
		}
		return ""
	}
	if len(got) == 0 {
		all := make([]string, len(d.Times))
		for i := range d.Times {
			all[i] = d.Times[i].Rule + ": " + describe(d, &d.Times[i])
		}
		return fmt.Sprintf("does not match %q (found: %s)", e.Text, strings.Join(all, "; "))
	}
	if e.Want == "" {
		return ""
	}
	wants := strings.Split(e.Want, ";")
	if len(wants) != len(got) {
		return fmt.Sprintf("found %d expressions, the example states %d", len(got), len(wants))
	}
	for i, w := range wants {
		text, val, stated := strings.Cut(w, "=")
		if !stated {
			text, val = d.Slice(got[i].Span), w
		}
		text, val = strings.TrimSpace(text), strings.TrimSpace(val)
		have := got[i].Value
		if strings.Contains(val, " ") {
			have += " " + got[i].Mod
		}
		if text != d.Slice(got[i].Span) || val != have {
			return fmt.Sprintf("found %q, the example states %q", describe(d, &got[i]), strings.TrimSpace(w))
		}
	}
	return ""
}
