package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"chancery/internal/record"
)

// tolled is a short story with the numbers of people that it gives for its
// events.
type tolled struct {
	input
	Toll []record.Toll `json:"toll"`
}

// Tolls measures the numbers of people that events did something to.
func (b *Bench) Tolls(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[tolled](path, b.Limit)
	if err != nil {
		return nil, err
	}
	in := make([]input, len(rows))
	for i := range rows {
		in[i] = rows[i].input
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "tolls", File: filepath.Base(path), Unit: "numbers"}
	all := Row{Name: "kind and number"}
	uncoded := 0
	for i := range rows {
		gold, system := map[string]bool{}, map[string]bool{}
		for k := range rows[i].Toll {
			gold[rows[i].Toll[k].Kind+" "+rows[i].Toll[k].Count()] = true
		}
		events := eventsOf(out[i])
		for _, r := range events {
			for k := range r.Event.Toll {
				system[r.Event.Toll[k].Kind+" "+r.Event.Toll[k].Count()] = true
			}
		}
		if len(events) == 0 && len(gold) > 0 {
			uncoded += len(gold)
		}
		count(&all, gold, system)
		if !same(gold, system) {
			rep.Worst = append(rep.Worst, fmt.Sprintf("%s: want %v, found %v: %s", rows[i].ID, keys(gold), keys(system), rows[i].Text))
		}
	}
	rep.Items = all.Gold
	rep.Rows = []Row{all}
	rep.Add("numbers of stories without an event", float64(uncoded))
	rep.Add("F1", all.F1())
	return rep, nil
}

func same(a, b map[string]bool) bool { return slices.Equal(keys(a), keys(b)) }

func keys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
