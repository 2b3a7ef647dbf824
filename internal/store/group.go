package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/day"
)

// Group is a line of a table of counts.
type Group struct {
	Keys  []string // one for each dimension, in their order; "" unknown
	N     int      // happenings
	Score float64  // mean of their scores
}

// Dimensions that counts can be grouped by.
var Dimensions = []string{"year", "month", "type", "quad", "mode", "cameo", "status", "actor", "recipient", "pair", "country"}

// Groups counts the happenings of a filter by dimensions. Kept says that the
// counts were kept ready and nothing was scanned.
func (s *Store) Groups(ctx context.Context, f Filter, by []string) (groups []Group, kept bool, err error) {
	for _, d := range by {
		if !slices.Contains(Dimensions, d) {
			return nil, false, fmt.Errorf("there is no dimension %q; there are %s", d, strings.Join(Dimensions, ", "))
		}
	}
	if slices.Contains(by, "pair") && (slices.Contains(by, "actor") || slices.Contains(by, "recipient")) {
		return nil, false, errors.New("pair goes with neither actor nor recipient")
	}
	t := tally{}
	if kept = f.keptBy(by); kept {
		err = s.panel(ctx, f, by, t)
	} else {
		err = s.count(ctx, f, by, t)
	}
	return t.groups(), kept, err
}

// tally adds up by keys joined with NUL.
type tally map[string]*Group

func (t tally) add(keys []string, n int, score float64) {
	k := strings.Join(keys, "\x00")
	g := t[k]
	if g == nil {
		g = &Group{Keys: slices.Clone(keys)}
		t[k] = g
	}
	g.N += n
	g.Score += score
}

func (t tally) groups() []Group {
	out := make([]Group, 0, len(t))
	for _, g := range t {
		if g.N > 0 {
			g.Score /= float64(g.N)
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(a, b Group) int { return slices.Compare(a.Keys, b.Keys) })
	return out
}

// keptBy reports whether the panel has what the filter and the dimensions ask
// for.
func (f *Filter) keptBy(by []string) bool {
	rest := *f
	rest.Types, rest.Limit, rest.Newest = nil, 0, false
	if !slices.Equal(rest.Statuses, []string{"actual"}) {
		return false
	}
	rest.Statuses = nil
	if w := rest.When; w != (day.Span{}) && w != day.Always {
		// A month is counted whole or not at all.
		if w.From != day.Earliest && w.From.Time().Day() != 1 || w.To != day.Latest && (w.To+1).Time().Day() != 1 {
			return false
		}
		years := w.From == day.Earliest || w.From.Time().Month() == 1
		years = years && (w.To == day.Latest || w.To.Time().Month() == 12)
		if !years && !slices.Contains(by, "month") {
			return false // what is known by its year alone would be in question
		}
	}
	rest.When = day.Span{}
	sides := 0
	for _, d := range by {
		switch d {
		case "year", "month", "type":
		case "actor", "recipient":
			sides |= 1
		case "pair":
			sides |= 2
		default:
			return false
		}
	}
	if len(rest.Actors)+len(rest.Recipients) > 0 {
		sides |= 1
	}
	if len(rest.About) > 0 {
		sides |= 2
	}
	if sides == 3 || len(rest.Actors) > 1 || len(rest.Recipients) > 1 || len(rest.About) > 2 {
		return false // a happening with several of them would count several times
	}
	rest.Actors, rest.Recipients, rest.About = nil, nil, nil
	return rest.empty()
}

// empty reports whether the filter chooses all.
func (f *Filter) empty() bool {
	g := *f
	g.Withdrawn = true
	return len(g.clause(&Store{sql: sqlite{}}).where) == 0
}

// panel answers from the counts that are kept.
func (s *Store) panel(ctx context.Context, f Filter, by []string, t tally) error {
	side, a, b := directed, everyone, everyone
	var open []string // conditions on sides that a dimension spreads out
	spread := func(column string) { open = append(open, column+" <> '*'") }
	switch {
	case len(f.About) > 0 || slices.Contains(by, "pair"):
		side = undirected
		pair := slices.Clone(f.About)
		slices.Sort(pair)
		switch len(pair) {
		case 2:
			a, b = pair[0], pair[1]
		case 1:
			a = pair[0]
		}
	default:
		if len(f.Actors) == 1 {
			a = f.Actors[0]
		}
		if len(f.Recipients) == 1 {
			b = f.Recipients[0]
		}
	}
	c := &clause{from: "panel"}
	c.add("side = ?", side)
	switch {
	case slices.Contains(by, "pair") && len(f.About) == 1: // the pairs of one party
		c.add("a = ?", a)
		spread("b")
	case slices.Contains(by, "pair") && len(f.About) == 0:
		spread("b")
		open = append(open, "a < b")
	default:
		if slices.Contains(by, "actor") && a == everyone {
			spread("a")
		} else {
			c.add("a = ?", a)
		}
		if slices.Contains(by, "recipient") && b == everyone {
			spread("b")
		} else {
			c.add("b = ?", b)
		}
	}
	c.where = append(c.where, open...)
	timed := slices.Contains(by, "year") || slices.Contains(by, "month") || f.When != (day.Span{}) && f.When != day.Always
	switch {
	case len(f.Types) > 0:
		in(c, "type", f.Types)
	case !timed && !slices.Contains(by, "type"):
		c.add("type = ?", everyone)
	default:
		c.add("type <> ?", everyone)
	}
	switch w := f.When; {
	case w == (day.Span{}) || w == day.Always:
		if slices.Contains(by, "year") || slices.Contains(by, "month") {
			c.add("period <> ?", allTime)
		} else {
			c.add("period = ?", allTime)
		}
	default:
		from, to := 1, 1<<30
		if w.From != day.Earliest {
			d := w.From.Time()
			if from = d.Year() * monthsAYear; d.Month() > 1 {
				from += int(d.Month())
			}
		}
		if w.To != day.Latest {
			to = period(day.Span{From: w.To, To: w.To})
		}
		c.add("period BETWEEN ? AND ?", from, to)
	}
	return s.each(ctx, func(r *sql.Rows) error {
		var a, b, typ string
		var p, n int
		var score float64
		if err := r.Scan(&a, &b, &typ, &p, &n, &score); err != nil {
			return err
		}
		keys := make([]string, len(by))
		for i, d := range by {
			switch d {
			case "type":
				keys[i] = typ
			case "actor":
				keys[i] = a
			case "recipient":
				keys[i] = b
			case "pair":
				keys[i] = min(a, b) + "-" + max(a, b)
			case "year":
				keys[i] = yearOf(p)
			case "month":
				keys[i] = monthOf(p)
			}
		}
		t.add(keys, n, score)
		return nil
	}, c.sql("a, b, type, period, n, score"), c.args...)
}

// yearOf is the year of a period, "" where it has none.
func yearOf(p int) string {
	if p <= 0 {
		return ""
	}
	return fmt.Sprintf("%04d", p/monthsAYear)
}

// monthOf is the month of a period, "" where it has none.
func monthOf(p int) string {
	if p <= 0 || p%monthsAYear == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", p/monthsAYear, p%monthsAYear)
}

// count answers by reading every happening of the filter.
func (s *Store) count(ctx context.Context, f Filter, by []string, t tally) error {
	c := f.clause(s)
	type row struct {
		id    int64
		score float64
		keys  []string
	}
	sided := slices.ContainsFunc(by, func(d string) bool { return d == "actor" || d == "recipient" || d == "pair" })
	var rows []row // of one round, where sides must be looked up
	flush := func() error {
		defer func() { rows = rows[:0] }()
		ids := make([]int64, len(rows))
		for i := range rows {
			ids[i] = rows[i].id
		}
		sides, err := s.sidesOf(ctx, ids)
		if err != nil {
			return err
		}
		for _, r := range rows {
			sides[r.id].ways(by, r.keys, func() { t.add(r.keys, 1, r.score) })
		}
		return nil
	}
	last := int64(-1)
	err := s.each(ctx, func(r *sql.Rows) error {
		var x row
		var typ, mode, cameo, status, country string
		var quad int
		var when day.Span
		if err := r.Scan(&x.id, &typ, &mode, &cameo, &status, &country, &quad, &x.score, &when.From, &when.To); err != nil {
			return err
		}
		if x.id == last {
			return nil
		}
		last = x.id
		x.keys = make([]string, len(by))
		p := period(when)
		for i, d := range by {
			switch d {
			case "type":
				x.keys[i] = typ
			case "mode":
				x.keys[i] = mode
			case "cameo":
				x.keys[i] = cameo
			case "status":
				x.keys[i] = status
			case "country":
				x.keys[i] = country
			case "quad":
				x.keys[i] = fmt.Sprint(quad)
			case "year":
				x.keys[i] = yearOf(p)
			case "month":
				x.keys[i] = monthOf(p)
			}
		}
		if !sided {
			t.add(x.keys, 1, x.score)
			return nil
		}
		if rows = append(rows, x); len(rows) == 4096 {
			return flush()
		}
		return nil
	}, c.sql("h.id, h.type, h.mode, h.cameo, h.status, h.country, h.quad, h.score, h.day_from, h.day_to")+" ORDER BY "+c.order+", h.id", c.args...)
	if err != nil {
		return err
	}
	return flush()
}

// sides are the countries that act and are acted on in a happening.
type sides struct{ actors, recipients []string }

// sidesOf loads the sides of happenings.
func (s *Store) sidesOf(ctx context.Context, ids []int64) (map[int64]*sides, error) {
	out := make(map[int64]*sides, len(ids))
	err := lookup(ctx, s, func(r *sql.Rows) error {
		var id int64
		var side int
		var country string
		if err := r.Scan(&id, &side, &country); err != nil {
			return err
		}
		x := out[id]
		if x == nil {
			x = &sides{}
			out[id] = x
		}
		if side == 0 {
			x.actors = append(x.actors, country)
		} else {
			x.recipients = append(x.recipients, country)
		}
		return nil
	}, "SELECT happening, side, key FROM party WHERE key <> '' AND happening IN (%s)", ids)
	for _, x := range out {
		x.actors, x.recipients = union(x.actors, nil), union(x.recipients, nil)
	}
	return out, err
}

// ways calls each for every way to fill the dimensions that name sides, as the
// panel counts them.
func (x *sides) ways(by, keys []string, each func()) {
	if x == nil {
		return
	}
	recipients := x.recipients
	if len(recipients) == 0 && len(x.actors) > 1 {
		recipients = x.actors
	}
	fill := func(dimension, value string) {
		for i, d := range by {
			if d == dimension {
				keys[i] = value
			}
		}
	}
	actor, recipient := slices.Contains(by, "actor"), slices.Contains(by, "recipient")
	switch {
	case slices.Contains(by, "pair"):
		all := union(x.actors, x.recipients)
		for i, a := range all {
			for _, b := range all[i+1:] {
				fill("pair", a+"-"+b)
				each()
			}
		}
	case actor && recipient:
		for _, a := range x.actors {
			for _, b := range recipients {
				if a != b {
					fill("actor", a)
					fill("recipient", b)
					each()
				}
			}
		}
	case actor:
		for _, a := range x.actors {
			fill("actor", a)
			each()
		}
	default:
		for _, b := range recipients {
			fill("recipient", b)
			each()
		}
	}
}
