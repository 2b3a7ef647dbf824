package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chancery/internal/day"
)

// countOutlets numbers the reports of the view by independence: those of one
// outlet and the copies of one wire text share a number.
func (v *View) countOutlets() {
	v.outlet = make([]int, len(v.Reports))
	parent := make([]int, len(v.Reports))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{}
	join := func(name string, i int) {
		if j, ok := first[name]; ok {
			a, b := root(i), root(j)
			parent[max(a, b)] = min(a, b)
		} else {
			first[name] = i
		}
	}
	for i, r := range v.Reports {
		parent[i] = i
		join("outlet "+r.Outlet(), i)
		if r.Copy != "" {
			join("copy "+r.Copy, i)
		}
	}
	for i := range parent {
		v.outlet[i] = root(i)
	}
}

// outlets is how many independent outlets the reports are of.
func (v *View) outlets(reports []int) int {
	seen := make(map[int]bool, min(len(reports), 16))
	for _, i := range reports {
		seen[v.outlet[i]] = true
	}
	return len(seen)
}

// option is a value that a field may have, and the claims for it.
type option struct {
	value  string
	span   day.Span
	claims []*claim
	votes  int  // independent outlets that still hold to it
	heard  bool // an outlet gave up another value for it
	told   bool // in a report's own voice
	exact  bool // told as a date, not taken from that of the article
	first  day.Day
}

// decide weighs the values that claims give a field: the number of independent
// outlets that hold to a value counts first, an outlet's later report taking the
// place of its earlier one; then that an outlet turned to it; then its
// precision; then that a report says it in its own voice; then that it was told
// first, so that beliefs do not sway. The dispute is nil where there is but one
// value.
func (v *View) decide(field string, options []*option) (*option, *Dispute) {
	latest := map[string]day.Day{} // by outlet
	for _, o := range options {
		for _, c := range o.claims {
			name := v.Reports[c.report].Outlet()
			if at, ok := latest[name]; !ok || c.First > at {
				latest[name] = c.First
			}
		}
	}
	for _, o := range options {
		var stand []int
		o.first = day.Latest
		for _, c := range o.claims {
			r := v.Reports[c.report]
			if c.First == latest[r.Outlet()] || v.keeps(o, r.Outlet(), latest[r.Outlet()]) {
				stand = append(stand, c.report)
			}
			o.told = o.told || len(r.AttributedTo) == 0
			o.first = min(o.first, c.First)
			o.heard = o.heard || c.First == latest[r.Outlet()] && v.turned(options, o, r.Outlet(), c.First)
		}
		o.votes = v.outlets(stand)
	}
	truth := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	ranks := func(o *option) []int64 {
		return []int64{int64(o.votes), int64(truth(o.heard)), -o.span.Days(), int64(truth(o.told)), -int64(o.first)}
	}
	slices.SortStableFunc(options, func(a, b *option) int {
		return cmp.Or(slices.Compare(ranks(b), ranks(a)), cmp.Compare(a.value, b.value))
	})
	best := options[0]
	if len(options) == 1 {
		return best, nil
	}
	d := &Dispute{Field: field, Why: v.why(best, options[1])}
	for _, o := range options {
		c := Claim{Value: o.value, Outlets: o.votes}
		for _, x := range o.claims {
			c.Reports = append(c.Reports, x.report)
		}
		slices.Sort(c.Reports)
		c.Reports = slices.Compact(c.Reports)
		d.Claims = append(d.Claims, c)
	}
	return best, d
}

// keeps reports whether the outlet's report of that day is for o as well.
func (v *View) keeps(o *option, outlet string, on day.Day) bool {
	return slices.ContainsFunc(o.claims, func(c *claim) bool { return c.First == on && v.Reports[c.report].Outlet() == outlet })
}

// turned reports whether the outlet told another value than o before that day
// and o no sooner.
func (v *View) turned(options []*option, o *option, outlet string, on day.Day) bool {
	for _, x := range options {
		if x == o {
			continue
		}
		for _, c := range x.claims {
			if c.First < on && v.Reports[c.report].Outlet() == outlet && !v.keeps(o, outlet, c.First) {
				return true
			}
		}
	}
	return false
}

func (v *View) why(best, next *option) string {
	switch {
	case best.votes > next.votes && next.votes == 0:
		return "corrected by " + v.corrector(best, next)
	case best.votes > next.votes:
		return fmt.Sprintf("%s against %d", count(best.votes, "independent outlet"), next.votes)
	case best.heard && !next.heard:
		return "corrected by " + v.corrector(best, next)
	case best.span.Days() < next.span.Days():
		return "more precise"
	case best.told && !next.told:
		return "told by the report itself, not by somebody whom it cites"
	}
	return "told first, and nothing else speaks for either"
}

// corrector is the outlet that went from the second value to the first.
func (v *View) corrector(best, next *option) string {
	for _, c := range best.claims {
		name := v.Reports[c.report].Outlet()
		for _, o := range next.claims {
			if v.Reports[o.report].Outlet() == name && o.First < c.First {
				return v.outletName(c.report) + " on " + dayWords(c.First)
			}
		}
	}
	return "a later report"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// dateOptions are the dates that claims give: the most precise ones that do not
// agree with each other, each with the claims that agree with it.
func dateOptions(cs []*claim, of func(*claim) Date) []*option {
	var all []*option
next:
	for _, c := range cs {
		d := of(c)
		if d.Value == "" {
			continue
		}
		for _, o := range all {
			if o.value == d.Value {
				o.claims = append(o.claims, c)
				o.exact = o.exact || c.told
				continue next
			}
		}
		all = append(all, &option{value: d.Value, span: d.Span, claims: []*claim{c}, exact: c.told})
	}
	slices.SortStableFunc(all, func(a, b *option) int {
		exact := 0 // of two days that are one happening, that which was told leads
		if a.exact != b.exact && a.span.Days() == b.span.Days() {
			exact = 1
			if a.exact {
				exact = -1
			}
		}
		return cmp.Or(cmp.Compare(a.span.Days(), b.span.Days()), exact, cmp.Compare(a.span.From, b.span.From))
	})
	var out []*option
	for _, o := range all {
		agrees := false
		for _, x := range out {
			if x.span.Overlaps(o.span) || !(x.exact && o.exact) && x.span.Days() < 8 && o.span.Days() < 8 && x.span.Gap(o.span) <= sameDays {
				x.claims = append(x.claims, o.claims...)
				agrees = true
			}
		}
		if !agrees {
			out = append(out, o)
		}
	}
	return out
}

// wordOptions are the values that claims give a field of words.
func wordOptions(cs []*claim, of func(*claim) string) []*option {
	var out []*option
next:
	for _, c := range cs {
		w := of(c)
		if w == "" {
			continue
		}
		for _, o := range out {
			if o.value == w {
				o.claims = append(o.claims, c)
				continue next
			}
		}
		out = append(out, &option{value: w, claims: []*claim{c}})
	}
	return out
}

// entry is what the claims of a group say together.
func (v *View) entry(g *group) *Entry {
	slices.SortStableFunc(g.claims, func(a, b *claim) int { return cmp.Compare(a.report, b.report) })
	e := g.claims[0].Entry
	believed := g.claims
	if opts := dateOptions(g.claims, func(c *claim) Date { return c.Date }); len(opts) > 0 {
		best, d := v.decide("date", opts)
		e.Date = Date{best.value, best.span}
		if d != nil {
			e.Disputes = append(e.Disputes, *d)
			believed = best.claims
		}
	}
	if opts := wordOptions(g.claims, func(c *claim) string { return c.What }); len(opts) > 1 {
		best, d := v.decide("what", opts)
		e.called(best.value)
		e.Disputes = append(e.Disputes, *d)
	}
	if opts := wordOptions(g.claims, func(c *claim) string { return c.By }); len(opts) > 1 {
		e.By, e.Of = "", "" // both did
	} else if len(opts) == 1 {
		e.By, e.Of = opts[0].value, v.other(opts[0].value)
		if e.Kind == Membership {
			e.Of = opts[0].claims[0].Of
		}
	}
	for _, c := range g.claims {
		if e.Until.Value == "" || c.Until.Span.From > e.Until.Span.From && c.Until.Value != "" {
			e.Until = c.Until
		}
		if e.Measure == "" {
			e.Measure = c.Measure
		}
	}
	v.support(&e, g.claims, believed)
	e.effective = e.Date.Span
	if e.effective.From <= e.First && !e.Holds { // what is told as done was done by then
		e.effective.To = min(e.effective.To, e.First+1)
	}
	return &e
}

// support fills what the reports of an entry say of its worth. Believed are the
// claims that agree with it.
func (v *View) support(e *Entry, all, believed []*claim) {
	e.Reports = make([]int, len(all))
	for i, c := range all {
		e.Reports[i] = c.report
	}
	slices.Sort(e.Reports)
	e.Reports = slices.Compact(e.Reports)
	e.ID = v.Reports[e.Reports[0]].ID
	e.First, e.Last = v.Reports[e.Reports[0]].Known, v.Reports[e.Reports[len(e.Reports)-1]].Known
	e.Outlets = v.outlets(e.Reports)
	best := map[int]float64{}
	for _, c := range believed {
		best[v.outlet[c.report]] = max(best[v.outlet[c.report]], c.weight)
	}
	doubt := 1.0
	for _, w := range sortedValues(best) {
		doubt *= 1 - w
	}
	e.Confidence = math.Round(min(0.99, 1-doubt)*float64(len(best))/float64(e.Outlets)*1000) / 1000
}

// sortedValues are the values of m in the order of their keys: products of
// floats depend on their order.
func sortedValues(m map[int]float64) []float64 {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]float64, len(keys))
	for i, k := range keys {
		out[i] = m[k]
	}
	return out
}

// outletName is who published report i, as a person would call it.
func (v *View) outletName(i int) string {
	d := v.Reports[i].Doc
	for _, s := range []string{d.Publisher, d.Agency, d.Title} {
		if s != "" {
			return oneLine(s)
		}
	}
	return "article " + d.ID
}

// order puts the changes of a track in the order in which they happened. Where
// the days that two may have happened on overlap, that comes first which the
// state before allows: relations are broken before they are resumed.
func (v *View) order(moves []*Entry) []*Entry {
	left := slices.Clone(moves)
	slices.SortStableFunc(left, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.effective.To, b.effective.To), cmp.Compare(a.effective.From, b.effective.From), -cmp.Compare(a.moves.way, b.moves.way), cmp.Compare(a.ID, b.ID))
	})
	out := make([]*Entry, 0, len(left))
	way := 0
	for len(left) > 0 {
		pick := 0
		for i, e := range left {
			if e.effective.From > left[0].effective.To {
				continue // all that come before left[0] ends are candidates
			}
			if m := e.moves; m.way == 0 || m.way != way && (m.way == 1 || way != 0 || !opens(left, e)) {
				pick = i
				break
			}
		}
		e := left[pick]
		left = slices.Delete(left, pick, pick+1)
		if n := len(out); n > 0 && out[n-1].effective.From > e.effective.From && e.effective.To >= out[n-1].effective.From {
			e.effective.From = out[n-1].effective.From
		}
		out = append(out, e)
		if m := e.moves; m.way != 0 {
			way = m.way
		}
	}
	for i := len(out) - 2; i >= 0; i-- {
		if to := out[i+1].effective.To; to < out[i].effective.To && to >= out[i].effective.From {
			out[i].effective.To = to
		}
	}
	return out
}

// opens reports whether an opening change may lie before e: then a track does
// not begin with its end.
func opens(left []*Entry, e *Entry) bool {
	return slices.ContainsFunc(left, func(x *Entry) bool {
		return x.moves.way == 1 && x.moves.shows == none && x.effective.From <= e.effective.To
	})
}

// foldHolds joins reports of what held on days: one entry until something
// changes or until nothing is told of it for long.
func (v *View) foldHolds(t *track, cs []*claim) []*Entry {
	slices.SortStableFunc(cs, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Date.Span.From, b.Date.Span.From), cmp.Compare(a.report, b.report))
	})
	var out []*Entry
	for i := 0; i < len(cs); {
		j := i + 1
		for j < len(cs) && cs[j].What == cs[i].What && cs[j-1].Date.Span.Gap(cs[j].Date.Span) <= lullDays && !t.changed(cs[j-1].Date.Span, cs[j].Date.Span) {
			j++
		}
		e := v.entry(&group{claims: slices.Clone(cs[i:j])})
		e.Date, e.To = cs[i].Date, cs[j-1].Date
		e.Disputes = nil
		e.effective = day.Span{From: e.Date.Span.From, To: e.To.Span.To}
		v.support(e, cs[i:j], cs[i:j])
		out = append(out, e)
		i = j
	}
	slices.SortStableFunc(out, func(a, b *Entry) int { return cmp.Compare(a.effective.From, b.effective.From) })
	return out
}

// changed reports whether the state of the track changed between two days.
func (t *track) changed(a, b day.Span) bool {
	return slices.ContainsFunc(t.moves, func(e *Entry) bool {
		return e.moves.way != 0 && e.effective.From > a.To && e.effective.To < b.From
	})
}
