package identity

import (
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Register is a who-is-who in memory: what a store does with a Resolver, for
// those who need none, and for tests.
type Register struct {
	Actors   []*Actor // by ID, the first at 0; nil where merged into another
	Evidence []Evidence

	r  *Resolver
	by map[string][]*Actor
}

// NewRegister is an empty register.
func NewRegister(r *Resolver) *Register {
	return &Register{r: r, by: map[string][]*Actor{}}
}

// Candidates are the actors filed under any of the keys, in the order of their IDs.
func (g *Register) Candidates(keys []string) []*Actor {
	var out []*Actor
	for _, k := range keys {
		out = append(out, g.by[k]...)
	}
	slices.SortFunc(out, func(a, b *Actor) int { return int(a.ID - b.ID) })
	return slices.Compact(out)
}

// Add resolves an observation and learns from it. The actor is nil where the
// observation names nobody.
func (g *Register) Add(o *Observation) (*Actor, Decision) {
	keys := g.r.Lookup(o)
	if len(keys) == 0 {
		return nil, Decision{}
	}
	d := g.r.Resolve(o, g.Candidates(keys))
	a := d.Actor
	if a != nil {
		if !g.r.Learn(a, o) {
			return a, d
		}
	} else {
		a = g.r.Introduce(o, func(slug string) bool { return len(g.by["slug:"+slug]) > 0 })
		if other := g.by["slug:"+g.r.Merged(a.Slug)]; len(other) > 0 {
			g.r.Merge(other[0], a)
			a = other[0]
		} else {
			a.ID = int64(len(g.Actors))
			g.Actors = append(g.Actors, a)
		}
	}
	g.file(a)
	return a, d
}

// file adds the keys that an actor has gained.
func (g *Register) file(a *Actor) {
	for _, k := range g.r.Index(a) {
		if list := g.by[k]; !slices.Contains(list, a) {
			g.by[k] = append(list, a)
		}
	}
}

// Plant adds a seed.
func (g *Register) Plant(s *Seed, known day.Day) *Actor {
	a, fresh := g.r.Plant(s, known, g.Candidates, func(slug string) bool { return len(g.by["slug:"+slug]) > 0 })
	if a == nil {
		return nil
	}
	if fresh {
		a.ID = int64(len(g.Actors))
		g.Actors = append(g.Actors, a)
	}
	g.Evidence = append(g.Evidence, s.Evidence(a, known)...)
	g.file(a)
	return a
}

// Read takes in the mentions of a report and what they say of offices.
func (g *Register) Read(p *record.Report) []*Actor {
	var out []*Actor
	for _, m := range Observe(p) {
		a, _ := g.Add(&m.Observation)
		out = append(out, a)
		switch {
		case a == nil:
		case m.Side == OfficeHolder:
			for _, e := range g.r.OfOffice(a, p) {
				if e.Says == Died {
					a.Dead(e.When)
				}
				g.Evidence = append(g.Evidence, e)
			}
		default:
			g.Evidence = append(g.Evidence, g.r.Evidence(a, &m.Observation)...)
		}
	}
	return out
}

// Holder lists who held an office on a day, the surest first.
func (g *Register) Holder(o Office, on day.Day) []Holder {
	var of []Evidence
	in := map[int64]bool{}
	for _, e := range g.Evidence {
		if e.Says != Died && e.Office.Key() == o.Key() {
			of = append(of, e)
			in[e.Person] = true
		}
	}
	for _, e := range g.Evidence {
		if e.Says == Died && in[e.Person] {
			of = append(of, e)
		}
	}
	for _, a := range g.Actors {
		for _, e := range g.r.Rulings(a) {
			if e.Office.Key() == o.Key() {
				of = append(of, e)
			}
		}
	}
	return On(Assemble(of), of, on)
}
