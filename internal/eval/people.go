package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/record"
)

// desk is a story with the persons that its news desk filed it under, by surname:
// "nakasone", "james-baker".
type desk struct {
	input
	People []string `json:"people"`
}

// People measures who is who across stories against the persons that a news desk
// filed them under. An item is a label of a story; its actor is the one most
// spoken of there whose name has the label's last word. The figures are how many
// items have one, and B-cubed over those that do: of the items with the same
// actor, how many have the same label, and the other way round; the baseline
// takes the coder's names for actors.
func (b *Bench) People(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[desk](path, 0)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r desk) bool { return len(r.People) == 0 })
	if b.Limit > 0 {
		rows = rows[:min(b.Limit, len(rows))]
	}
	in := make([]input, len(rows))
	for i, r := range rows {
		in[i] = input{ID: r.ID, Title: r.Title, Published: r.Published, Publisher: r.Publisher, Text: r.Text}
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	r, err := b.identity()
	if err != nil {
		return nil, err
	}
	g := identity.NewRegister(r)
	rep := &Report{Set: "people", File: filepath.Base(path), Unit: "labels of stories"}
	var items, plain []grouped
	var sizes []int // of candidates, for each mention of somebody
	for i := range rows {
		if out[i] == nil {
			continue
		}
		byActor, byName := map[*identity.Actor]int{}, map[string]int{}
		for k := range out[i].Records {
			p := record.Report{Record: &out[i].Records[k], Known: known(rows[i].Published)}
			for _, m := range identity.Observe(&p) {
				if keys := r.Lookup(&m.Observation); len(keys) > 0 {
					sizes = append(sizes, len(g.Candidates(keys)))
				}
			}
			of := g.Read(&p)
			for j, m := range identity.Observe(&p) {
				if a := of[j]; a != nil && a.Kind == record.Person {
					byActor[a]++
					byName[m.Name]++
				}
			}
		}
		for _, l := range rows[i].People {
			rep.Items++
			a, ok := most(byActor, func(a *identity.Actor) bool {
				return slices.ContainsFunc(a.Forms, func(f identity.Count) bool { return hasWord(r, f.Value, l) })
			}, func(a *identity.Actor) string { return a.Slug })
			if !ok {
				rep.Worst = append(rep.Worst, fmt.Sprintf("%s: %s not found", in[i].ID, l))
				continue
			}
			items = append(items, grouped{l, a.Slug})
			name, _ := most(byName, func(n string) bool { return hasWord(r, n, l) }, func(n string) string { return n })
			plain = append(plain, grouped{l, name})
		}
	}
	if slices.Sort(sizes); len(sizes) > 0 {
		sum := 0
		for _, n := range sizes {
			sum += n
		}
		rep.Add("candidates a mention, mean", ratio(sum, len(sizes)))
		rep.Add("candidates a mention, of one in a hundred at least", float64(sizes[len(sizes)*99/100]))
	}
	rep.Add("labels with an actor", ratio(len(items), rep.Items))
	for _, m := range []struct {
		name  string
		items []grouped
	}{{"the coder's names", plain}, {"who is who", items}} {
		p, c := bCubed(m.items)
		rep.Add(m.name+", B-cubed precision", p)
		rep.Add(m.name+", B-cubed recall", c)
		rep.Add(m.name+", B-cubed F1", 2*p*c/max(p+c, 1e-9))
	}
	return rep, nil
}

func known(published string) day.Day {
	s, _ := day.Range(published)
	return s.From
}

// hasWord reports whether a name has the last word of a desk's label.
func hasWord(r *identity.Resolver, name, label string) bool {
	last := label[strings.LastIndexByte(label, '-')+1:]
	return slices.Contains(strings.Fields(r.Fold(name)), last)
}

// most is the key counted most among those that fit, of equals the first by name.
func most[K comparable](counts map[K]int, fits func(K) bool, name func(K) string) (best K, ok bool) {
	n := 0
	for k, c := range counts {
		if fits(k) && (c > n || c == n && name(k) < name(best)) {
			best, n, ok = k, c, true
		}
	}
	return best, ok
}

// grouped is an item with the group that it is in and the one it was put in.
type grouped struct{ gold, system string }

// bCubed is precision and recall after Bagga and Baldwin (1998), every item of
// the same weight.
func bCubed(items []grouped) (precision, recall float64) {
	gold, system, both := map[string]int{}, map[string]int{}, map[grouped]int{}
	for _, x := range items {
		gold[x.gold]++
		system[x.system]++
		both[x]++
	}
	for _, x := range items {
		precision += ratio(both[x], system[x.system])
		recall += ratio(both[x], gold[x.gold])
	}
	n := float64(max(len(items), 1))
	return precision / n, recall / n
}
