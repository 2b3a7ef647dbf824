package store

import (
	"cmp"
	"context"
	"slices"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// Sides of the panel.
const (
	directed   = 0
	undirected = 1
)

// everyone stands for all parties in the panel, and for all types.
const everyone = "*"

// monthsAYear of a period: the twelve, and 0 for the year as a whole.
const monthsAYear = 13

// Periods that are no year or month: all of time, and what lies in no one year.
const (
	allTime = 0
	undated = -1
)

// period is the month that a span of days lies in, else the year.
func period(s day.Span) int {
	if s == day.Always {
		return undated
	}
	a, z := s.From.Time(), s.To.Time()
	switch {
	case a.Year() != z.Year():
		return undated
	case a.Month() != z.Month():
		return a.Year() * monthsAYear
	}
	return a.Year()*monthsAYear + int(a.Month())
}

// cell is a place of the panel.
type cell struct {
	side   int
	a, b   string
	typ    string
	period int
}

func (c cell) compare(o cell) int {
	return cmp.Or(cmp.Compare(c.side, o.side), cmp.Compare(c.a, o.a), cmp.Compare(c.b, o.b), cmp.Compare(c.typ, o.typ), cmp.Compare(c.period, o.period))
}

// cells are where a happening counts, each once. Where nobody is acted on, those
// who act do so with each other.
func cells(h *happening.Happening) []cell {
	if h.Status != "actual" || h.Standing == 0 {
		return nil
	}
	out := cellsOf(h, everyone, allTime)
	out = append(out, cellsOf(h, h.Type, allTime)...)
	return append(out, cellsOf(h, h.Type, period(h.When))...)
}

// cellsOf are the cells of one type and period.
func cellsOf(h *happening.Happening, typ string, p int) []cell {
	actors, recipients := keysOf(h.Actors), keysOf(h.Recipients)
	all := union(actors, recipients)
	if len(recipients) == 0 {
		recipients = actors
	}
	at := func(side int, a, b string) cell { return cell{side, a, b, typ, p} }
	out := []cell{at(directed, everyone, everyone)}
	for _, a := range actors {
		out = append(out, at(directed, a, everyone))
		for _, b := range recipients {
			if a != b {
				out = append(out, at(directed, a, b))
			}
		}
	}
	for _, b := range recipients {
		if len(h.Recipients) > 0 || len(actors) > 1 {
			out = append(out, at(directed, everyone, b))
		}
	}
	for _, a := range all {
		out = append(out, at(undirected, a, everyone))
		for _, b := range all {
			if a != b {
				out = append(out, at(undirected, a, b))
			}
		}
	}
	return out
}

// shared are PLOVER's codes that stand for many parties, which are told apart by
// their names.
var shared = map[string]bool{"IGO": true, "NGO": true, "MNC": true, "ISM": true, "IMG": true}

// keyOf is what a party is counted and looked for by: its country or, of a body
// without a code of its own, its name; "" where neither is known.
func keyOf(p *happening.Party) string {
	if !shared[p.Country] {
		return p.Country
	}
	return cmp.Or(p.Organisation, p.Name, p.Country)
}

// keysOf are the keys of parties, sorted, each once.
func keysOf(ps []happening.Party) []string {
	var out []string
	for i := range ps {
		if k := keyOf(&ps[i]); k != "" {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// counts are changes of the panel.
type counts map[cell]struct {
	n     int
	score float64
}

// put adds a happening's cells n times: 1 counts it, -1 takes it back.
func (c counts) put(h *happening.Happening, n int) {
	for _, k := range cells(h) {
		v := c[k]
		v.n += n
		v.score += float64(n) * h.Score
		c[k] = v
	}
}

// flush writes the changes, in a fixed order, and empties the panel of cells
// that count nothing.
func (c counts) flush(ctx context.Context, w *writer) error {
	keys := make([]cell, 0, len(c))
	for k, v := range c {
		if v.n != 0 || v.score != 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, cell.compare)
	rows := make([][]any, len(keys))
	for i, k := range keys {
		rows[i] = []any{k.side, k.a, k.b, k.typ, k.period, c[k].n, c[k].score}
	}
	err := w.write(ctx, "INSERT INTO panel (side, a, b, type, period, n, score) VALUES ",
		" ON CONFLICT (side, a, b, type, period) DO UPDATE SET n = panel.n + excluded.n, score = panel.score + excluded.score", rows)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if c[k].n < 0 {
			if err := w.exec(ctx, "DELETE FROM panel WHERE side = ? AND a = ? AND b = ? AND type = ? AND period = ? AND n = 0", k.side, k.a, k.b, k.typ, k.period); err != nil {
				return err
			}
		}
	}
	return nil
}
