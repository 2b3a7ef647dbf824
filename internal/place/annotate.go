package place

import (
	"fmt"
	"sort"
	"strings"

	"chancery/internal/doc"
)

// Annotate finds and resolves the toponyms of d.
func (t *Tagger) Annotate(d *doc.Document) {
	r := t.read(d)
	s := r.resolve()
	if s.reconsider() {
		s = r.resolve()
	}
	at := make([]int, len(r.names))
	for i := range at {
		at[i] = -1
	}
	for g := range s.groups {
		for _, i := range s.groups[g].names {
			at[i] = g
		}
	}
	d.Places = nil
	for i := range r.names {
		if at[i] >= 0 {
			d.Places = append(d.Places, s.toponym(i, &s.groups[at[i]]))
		}
	}
	found, focus := d.Places, s.focus()
	for i := range d.Entities {
		n := r.unknown(&d.Entities[i], found)
		if n.Len() == 0 {
			continue
		}
		next := sort.Search(len(found), func(k int) bool { return found[k].Start >= n.End })
		d.Places = append(d.Places, s.unresolved(n, found[next:], focus))
	}
	sort.SliceStable(d.Places, func(i, j int) bool { return d.Places[i].Start < d.Places[j].Start })
}

// unresolved is a toponym that the gazetteer lacks. It has no point, only the
// country of the place that the text puts it in, else the country that the whole
// story keeps to. What is found after it in the text is given.
func (s *story) unresolved(n name, after []doc.Toponym, focus string) doc.Toponym {
	t := doc.Toponym{Span: n.Span, First: n.first, Last: n.last, Name: s.r.d.Slice(n.Span), Why: "not in the gazetteer"}
	if len(after) > 0 && after[0].Start-n.End <= 48 {
		switch gap := strings.TrimSpace(s.r.d.Text[n.End:after[0].Start]); {
		case gap == "," || gap == "in" || strings.HasPrefix(gap, "in ") && s.r.onlyDirections(gap[3:]):
			t.Country, t.Admin1 = after[0].Country, after[0].Admin1
			t.Why += "; the text puts it in " + after[0].Name
			return t
		case s.r.beside(gap) && after[0].Precision != "country":
			t.Country = after[0].Country
			t.Why += "; the text puts it near " + after[0].Name
			return t
		}
	}
	if focus != "" {
		t.Country = focus
		t.Why += "; the story keeps to " + focus
	}
	return t
}

// focus is the country that at least two thirds of the story's places are in,
// or the publisher's own where it has two fifths of them, or "".
func (s *story) focus() string {
	mass, total := map[string]float64{}, 0.0
	for i := range s.groups {
		g := &s.groups[i]
		for k, p := range g.p {
			if c := g.candidates[k].Country; c != "" {
				mass[c] += p * g.weight
				total += p * g.weight
			}
		}
	}
	if s.home != nil {
		mass[s.home.Country]++
		total++
	}
	mass["USA"] += s.local
	total += s.local
	if s.home != nil && mass[s.home.Country] >= 0.4*total {
		return s.home.Country
	}
	for c, m := range mass {
		if m >= 0.66*total {
			return c
		}
	}
	return ""
}

func (s *story) toponym(i int, g *group) doc.Toponym {
	n := &s.r.names[i]
	best := 0
	for k := range g.score {
		if g.score[k] > g.score[best] {
			best = k
		}
	}
	c := &g.candidates[best]
	t := doc.Toponym{Span: n.Span, First: n.first, Last: n.last, Name: c.Name, Country: c.Country, GeoNamesID: c.ID,
		Lat: c.Lat, Lon: c.Lon, Resolved: true, Precision: Precision(c.Feature), Feature: c.Feature, Population: c.Population}
	t.Admin1 = s.r.t.Division(c)
	t.Why = s.why(n, g)
	return t
}

// Division is the first-level division that holds a place, by name; "" where
// none does.
func (t *Tagger) Division(c *Candidate) string {
	if c.class == isAdmin1 {
		return c.Name
	}
	if c.admin1 < 0 {
		return ""
	}
	if p, ok := t.moved[int(c.admin1)]; ok {
		return p.Name
	}
	return t.gaz.name(u24(t.gaz.places, int(c.admin1)*placeLen))
}

// why says in one line what spoke for the name and for its candidates.
func (s *story) why(n *name, g *group) string {
	var b strings.Builder
	fmt.Fprintf(&b, "toponym %+.1f (%s)", n.score, strings.Join(n.why, ", "))
	order := make([]int, len(g.score))
	for k := range order {
		order[k] = k
	}
	sort.SliceStable(order, func(i, j int) bool { return g.score[order[i]] > g.score[order[j]] })
	for k, c := range order {
		if k == 3 {
			break
		}
		p := &g.candidates[c]
		fmt.Fprintf(&b, "; %s %s %s p=%.2f", p.Name, p.Feature, p.Country, g.p[c])
		if d := s.r.t.Division(p); d != "" {
			fmt.Fprintf(&b, " in %s", d)
		}
	}
	if len(order) > 3 {
		fmt.Fprintf(&b, "; %d more", len(order)-3)
	}
	return b.String()
}

// ResolveAt resolves the names that stand at the spans, which are taken to be
// toponyms, and nothing else: for measuring resolution apart from recognition,
// and for callers with an annotation of their own. A demonym is resolved to its
// country. Spans without a known name yield a toponym that is not Resolved.
func (t *Tagger) ResolveAt(d *doc.Document, spans []doc.Span) []doc.Toponym {
	r := t.read(d)
	found := r.names
	r.names = nil
	for _, s := range spans {
		n := name{Span: s, inside: -1, score: 8}
		n.first = sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > s.Start })
		for n.last = n.first; n.last < len(d.Tokens) && d.Tokens[n.last].Start < s.End; n.last++ {
		}
		text := d.Slice(s)
		n.hash = r.hash(text)
		if k, ok := t.demonym(text); ok {
			n.candidates = []Candidate{t.candidate(k, Primary)}
		} else {
			n.candidates = bySpelling(text, t.lookup(n.hash))
		}
		r.names = append(r.names, n)
	}
	given := len(r.names)
	for _, n := range found {
		own := false
		for i := range r.names[:given] {
			own = own || r.names[i].Overlaps(n.Span)
		}
		if !own {
			r.names = append(r.names, n)
		}
	}
	sort.SliceStable(r.names, func(i, j int) bool { return r.names[i].Start < r.names[j].Start })
	r.relate()
	for i := range r.names {
		n := &r.names[i]
		if n.inside >= 0 && !r.mayHold(&r.names[n.inside], n) {
			n.inside = -1
		}
		n.holds = i > 0 && r.names[i-1].inside == i
	}
	s := r.resolve()
	out := make([]doc.Toponym, len(spans))
	for g := range s.groups {
		for _, i := range s.groups[g].names {
			for k, span := range spans {
				if r.names[i].Span == span {
					out[k] = s.toponym(i, &s.groups[g])
				}
			}
		}
	}
	focus := s.focus()
	for k, span := range spans {
		if out[k].Resolved {
			continue
		}
		next := k + 1
		for next < len(spans) && (spans[next].Start < span.End || !out[next].Resolved) {
			next++
		}
		out[k] = s.unresolved(name{Span: span}, out[next:], focus)
	}
	return out
}
