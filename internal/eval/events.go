package eval

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"chancery/internal/pipeline"
	"chancery/internal/record"
)

// pair is one line of the pair-matched event set: who does something to whom,
// and what. Target is nil where the sentence names none.
type pair struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	Published string    `json:"published"`
	Source    *pairSpan `json:"source"`
	Target    *pairSpan `json:"target"`
	Type      string    `json:"type"`
}

type pairSpan struct{ Start, End int }

// none is the answer where no event matches the pair.
const none = "NONE"

// Pairs measures the root type given to a marked source and target in a
// sentence (the PLV benchmark). An event matches the pair when one of its
// actors overlaps the source and another participant the target, either way
// round if none matches as marked; of several the most confident counts. The
// main figure is the mean F1 over the types ("pair-matched macro-F1").
func (b *Bench) Pairs(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[pair](path, b.Limit)
	if err != nil {
		return nil, err
	}
	in := make([]input, len(rows))
	for i, r := range rows {
		if r.Source == nil {
			return nil, fmt.Errorf("eval: %s:%d: no source", path, i+1)
		}
		in[i] = input{ID: r.ID, Published: cmp.Or(r.Published, "2010-01-01"), Text: r.Text}
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "events", File: filepath.Base(path), Items: len(rows), Unit: "pairs"}
	var gold, strict, loose []string
	uncoded, dyads := 0, 0
	var sure calibration
	var heldGold, heldPred []string
	for i := range rows {
		evs := eventsOf(out[i])
		hit := matching(&rows[i], evs)
		s := best(hit)
		if len(hit) > 0 {
			dyads++
		} else {
			hit = evs
		}
		l := best(hit)
		if l == none {
			uncoded++
		}
		if s != rows[i].Type {
			rep.Worst = append(rep.Worst, fmt.Sprintf("%s: want %s, found %s (any event: %s): %s", rows[i].ID, rows[i].Type, s, l, rows[i].Text))
		}
		if leftOut(rows[i].ID) {
			sure.judge(&rows[i], evs)
			heldGold, heldPred = append(heldGold, rows[i].Type), append(heldPred, s)
		}
		gold, strict, loose = append(gold, rows[i].Type), append(strict, s), append(loose, l)
	}
	rep.Rows = typeRows(gold, strict)
	rep.Confusion = confusions(gold, strict)
	rep.Add("uncoded", ratio(uncoded, len(rows)))
	rep.Add("pairs matched by an event", ratio(dyads, len(rows)))
	rep.Add("calibration error, rows left out", sure.error())
	rep.Add("macro-F1, rows left out", macro(typeRows(heldGold, heldPred)))
	rep.Add("any-event macro-F1", macro(typeRows(gold, loose)))
	rep.Add("pair-matched accuracy", accuracy(gold, strict))
	rep.Add("pair-matched macro-F1", macro(rep.Rows))
	return rep, nil
}

func eventsOf(c *pipeline.Coded) []*record.Record {
	var out []*record.Record
	if c == nil {
		return nil
	}
	for i := range c.Records {
		if c.Records[i].Event != nil {
			out = append(out, &c.Records[i])
		}
	}
	return out
}

// matching are the events about the pair: actor over source and participant
// over target; where none is, the other way round.
func matching(p *pair, evs []*record.Record) []*record.Record {
	over := func(s *pairSpan, lists ...[]record.Actor) bool {
		return slices.ContainsFunc(lists, s.over)
	}
	keep := func(f func(e *record.Event) bool) []*record.Record {
		var out []*record.Record
		for _, r := range evs {
			if f(r.Event) {
				out = append(out, r)
			}
		}
		return out
	}
	if p.Target == nil {
		return keep(func(e *record.Event) bool { return over(p.Source, e.Actors) })
	}
	hit := keep(func(e *record.Event) bool { return over(p.Source, e.Actors) && over(p.Target, e.Actors, e.Recipients) })
	if len(hit) == 0 {
		hit = keep(func(e *record.Event) bool { return over(p.Target, e.Actors) && over(p.Source, e.Actors, e.Recipients) })
	}
	return hit
}

// best is the type of the most confident event, the first of equals, under the
// benchmark's label: it has YIELD for both CONCEDE and RETREAT.
func best(evs []*record.Record) string {
	if len(evs) == 0 {
		return none
	}
	top := evs[0]
	for _, e := range evs[1:] {
		if e.Confidence > top.Confidence {
			top = e
		}
	}
	switch t := top.Event.Type; t {
	case "CONCEDE", "RETREAT":
		return "YIELD"
	default:
		return t
	}
}

// typeRows counts each label that occurs in gold.
func typeRows(gold, pred []string) []Row {
	rows := map[string]*Row{}
	for _, g := range gold {
		if rows[g] == nil {
			rows[g] = &Row{Name: g}
		}
		rows[g].Gold++
	}
	for i, p := range pred {
		if r := rows[p]; r != nil {
			r.System++
			if gold[i] == p {
				r.Right++
			}
		}
	}
	var out []Row
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		out = append(out, *rows[k])
	}
	return out
}

func macro(rows []Row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += r.F1()
	}
	return sum / max(float64(len(rows)), 1)
}

func accuracy(gold, pred []string) float64 {
	n := 0
	for i := range gold {
		if gold[i] == pred[i] {
			n++
		}
	}
	return ratio(n, len(gold))
}

// confusions are the wrong answers, most frequent first.
func confusions(gold, pred []string) []Confusion {
	n := map[Confusion]int{}
	for i := range gold {
		if gold[i] != pred[i] {
			n[Confusion{Gold: gold[i], System: pred[i]}]++
		}
	}
	var out []Confusion
	for c, k := range n {
		c.Count = k
		out = append(out, c)
	}
	sortConfusions(out)
	return out
}

func sortConfusions(cs []Confusion) {
	slices.SortFunc(cs, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.System, b.System))
	})
}

// dyadic is one line of a set that states CAMEO events between countries.
type dyadic struct {
	ID     string `json:"id"`
	Date   string `json:"date"`
	Text   string `json:"text"`
	Events []struct {
		Source, Target, Cameo string
	} `json:"events"`
}

// dyad is a directed pair of countries, and the CAMEO root of what passed.
type dyad struct{ source, target, root string }

// Dyads measures events between countries against sentences whose CAMEO events
// are stated (PETRARCH's validation set). A record's lists are laid out as
// dyads: each actor with each recipient, and where there is no recipient each
// actor with every other. "dyad" counts the pairs of countries, "all right"
// those that also have the stated CAMEO root (its first two digits).
func (b *Bench) Dyads(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[dyadic](path, b.Limit)
	if err != nil {
		return nil, err
	}
	in := make([]input, len(rows))
	for i, r := range rows {
		day := ""
		if len(r.Date) == 8 {
			day = r.Date[:4] + "-" + r.Date[4:6] + "-" + r.Date[6:]
		}
		in[i] = input{ID: r.ID, Published: day, Text: r.Text}
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "events", File: filepath.Base(path), Items: len(rows), Unit: "sentences"}
	pairs, all := Row{Name: "dyad"}, Row{Name: "all right"}
	for i := range rows {
		gold := map[dyad]bool{}
		for _, e := range rows[i].Events {
			gold[dyad{country(e.Source), country(e.Target), e.Cameo[:min(2, len(e.Cameo))]}] = true
		}
		sys := map[dyad]bool{}
		for _, r := range eventsOf(out[i]) {
			spread(r.Event, sys)
		}
		right := all.Right
		count(&all, gold, sys)
		count(&pairs, rootless(gold), rootless(sys))
		if all.Right-right < len(gold) {
			rep.Worst = append(rep.Worst, fmt.Sprintf("%s: want %v, found %v: %s", rows[i].ID, listed(gold), listed(sys), rows[i].Text))
		}
	}
	rep.Rows = []Row{pairs, all}
	rep.Add("dyad F1", pairs.F1())
	rep.Add("all right F1", all.F1())
	return rep, nil
}

// country is the first part of a CAMEO actor code ("USAGOV").
func country(code string) string { return code[:min(3, len(code))] }

func spread(e *record.Event, into map[dyad]bool) {
	to := e.Recipients
	if len(to) == 0 {
		to = e.Actors
	}
	root := e.Cameo[:min(2, len(e.Cameo))]
	for i := range e.Actors {
		for k := range to {
			if a, t := e.Actors[i].Country, to[k].Country; a != "" && t != "" && a != t {
				into[dyad{a, t, root}] = true
			}
		}
	}
}

func rootless(in map[dyad]bool) map[dyad]bool {
	out := map[dyad]bool{}
	for d := range in {
		out[dyad{d.source, d.target, ""}] = true
	}
	return out
}

func count[K comparable](r *Row, gold, sys map[K]bool) {
	r.Gold += len(gold)
	r.System += len(sys)
	for k := range sys {
		if gold[k] {
			r.Right++
		}
	}
}

func listed(in map[dyad]bool) []string {
	var out []string
	for d := range in {
		out = append(out, d.source+"→"+d.target+" "+d.root)
	}
	slices.Sort(out)
	return out
}
