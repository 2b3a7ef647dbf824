package ledger

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/day"
)

// visitDays is how far reports of one visit may lie apart: a report of a visit
// under way often carries its own day.
const visitDays = 3

// foldVisits gathers the reports of each visit: the same guest with the same
// host in days that fit.
func (v *View) foldVisits(cs []*claim) []*Entry {
	slices.SortStableFunc(cs, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(stay(a).Days(), stay(b).Days()), cmp.Compare(stay(a).From, stay(b).From), cmp.Compare(a.report, b.report))
	})
	var groups []*group
	for _, c := range cs {
		var best *group
		for _, g := range groups {
			if g.claims[0].By == c.By && g.core.Gap(stay(c)) <= visitDays && sameGuest(g.claims[0], c) &&
				(best == nil || c.Date.Value == "" && g.core.From > best.core.From) {
				best = g
			}
		}
		if best == nil {
			groups = append(groups, &group{stay(c), []*claim{c}})
			continue
		}
		best.claims = append(best.claims, c)
		if s := stay(c); s.Days() < 31 {
			best.core = day.Span{From: min(best.core.From, s.From), To: max(best.core.To, s.To)}
		}
	}
	out := make([]*Entry, len(groups))
	for i, g := range groups {
		out[i] = v.visitEntry(g)
	}
	return out
}

// stay is the days of a visit; day.Always where none is told.
func stay(c *claim) day.Span {
	if c.Date.Value == "" {
		return day.Always
	}
	if c.To.Value != "" && c.To.Span.To >= c.Date.Span.From {
		return day.Span{From: c.Date.Span.From, To: c.To.Span.To}
	}
	return c.Date.Span
}

// sameGuest: the who-is-who says so; or their names are written alike; or one
// report names only the office.
func sameGuest(a, b *claim) bool {
	if a.Person != "" && b.Person != "" {
		return a.Person == b.Person
	}
	if a.Visitor == "" || b.Visitor == "" {
		return a.Role == b.Role || a.Role == "" || b.Role == ""
	}
	return a.heard == b.heard
}

var spellings = strings.NewReplacer("kh", "h", "ph", "f", "ck", "k", "ou", "u", "q", "k", "w", "v")

// sound is the last name as it is heard, so that transliterations meet: Raisi,
// Raisí and Raeisi; Khatibzadeh and Jatibzadeh. It is loose, which is safe for
// guests of one country with one host on the same days.
func sound(name string) string {
	f := fold(name)
	f = f[strings.LastIndexByte(f, ' ')+1:]
	f = spellings.Replace(f)
	if strings.HasPrefix(f, "j") {
		f = "h" + f[1:]
	}
	var b []byte
	for i := range len(f) {
		c := f[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			c = 'a'
		}
		if n := len(b); n == 0 || b[n-1] != c {
			b = append(b, c)
		}
	}
	return strings.TrimSuffix(string(b), "a")
}

func (v *View) visitEntry(g *group) *Entry {
	slices.SortStableFunc(g.claims, func(a, b *claim) int { return cmp.Compare(a.report, b.report) })
	e := g.claims[0].Entry
	believed := g.claims
	for _, c := range g.claims {
		for _, f := range []struct{ to, from *string }{
			{&e.Visitor, &c.Visitor}, {&e.Person, &c.Person}, {&e.Role, &c.Role}, {&e.Host, &c.Host}, {&e.Place, &c.Place},
		} {
			if *f.to == "" {
				*f.to = *f.from
			}
		}
	}
	if opts := dateOptions(g.claims, func(c *claim) Date { return c.Date }); len(opts) > 0 {
		best, d := v.decide("date", opts)
		e.Date, e.To = Date{best.value, best.span}, Date{best.value, best.span}
		for _, c := range best.claims {
			if c.Date.Value == best.value && c.To.Value != "" && c.To.Span.To > e.To.Span.To {
				e.To = c.To
			}
		}
		if d != nil && !within(opts, e) {
			e.Disputes = append(e.Disputes, *d)
			believed = best.claims
		}
	}
	v.support(&e, g.claims, believed)
	e.effective = day.Span{From: e.Date.Span.From, To: max(e.Date.Span.To, e.To.Span.To)}
	return &e
}

// within: every date that reports give lies in the stay; they tell of its days.
func within(opts []*option, e Entry) bool {
	for _, o := range opts {
		if o.span.From < e.Date.Span.From-sameDays || o.span.To > e.To.Span.To+sameDays {
			return false
		}
	}
	return true
}
