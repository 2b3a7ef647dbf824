package identity

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Correction is what a person has ruled about the who-is-who. Actors are named by
// their slug or by a form of their name, and articles by their id, so that
// corrections hold when everything derived is built again.
type Correction struct {
	Kind   Ruling
	Actor  string // slug or name
	Other  string // RuledSame, RuledDistinct: slug or name of the other
	Value  string // RuledName: the name; RuledCountry: the code; RuledOffice: the office as one states it
	Doc    string // RuledNot: the article in which the name means somebody else
	Of     string // RuledOffice: the country; "" is the actor's
	Body   string // RuledOffice: the organisation; "" is the country's
	From   string // RuledOffice: ISO 8601 at any precision; "" open
	To     string
	Reason string // for those who read it later
}

// Ruling is what kind of correction it is.
type Ruling string

// The kinds of corrections.
const (
	RuledSame     Ruling = "same"     // two actors, or an actor and a name, are one
	RuledDistinct Ruling = "distinct" // they are not
	RuledName     Ruling = "name"     // the name to show
	RuledCountry  Ruling = "country"
	RuledOffice   Ruling = "office" // held from From to To
	RuledNot      Ruling = "not"    // in one article, the name does not mean this actor
)

// Check says what is wrong with a correction, or nil.
func (c *Correction) Check() error {
	need := func(v, what string) error {
		if v == "" {
			return fmt.Errorf("correction %q of %q: %s is missing", c.Kind, c.Actor, what)
		}
		return nil
	}
	if err := need(c.Actor, "the actor"); err != nil {
		return err
	}
	switch c.Kind {
	case RuledSame, RuledDistinct:
		return need(c.Other, "the other")
	case RuledName:
		return need(c.Value, "the name")
	case RuledCountry:
		if err := need(c.Value, "the country"); err != nil {
			return err
		}
		if len(c.Value) != 3 || strings.ToUpper(c.Value) != c.Value {
			return fmt.Errorf("correction of %q: %q is no country code like CUB", c.Actor, c.Value)
		}
		return nil
	case RuledOffice:
		if _, err := c.span(); err != nil {
			return err
		}
		return need(c.Value, "the office")
	case RuledNot:
		return need(c.Doc, "the article")
	}
	return fmt.Errorf("correction of %q: kind is same, distinct, name, country, office or not, not %q", c.Actor, c.Kind)
}

// span is the days of an office; open ends are the calendar's.
func (c *Correction) span() (day.Span, error) {
	s := day.Always
	for _, v := range []struct {
		text string
		set  func(day.Span)
	}{{c.From, func(d day.Span) { s.From = d.From }}, {c.To, func(d day.Span) { s.To = d.To }}} {
		if v.text == "" {
			continue
		}
		d, ok := day.Range(v.text)
		if !ok {
			return s, fmt.Errorf("correction of %q: %q is no date like 2025-04-02, 2025-04 or 2025", c.Actor, v.text)
		}
		v.set(d)
	}
	if s.From > s.To {
		return s, fmt.Errorf("correction of %q: %s to %s is no period", c.Actor, c.From, c.To)
	}
	return s, nil
}

// With is the resolver that honours corrections too, the later where two
// contradict each other.
func (r *Resolver) With(list []Correction) (*Resolver, error) {
	l := &rulings{list: slices.Clone(list), by: map[string][]int{}}
	out := *r
	out.rules = l
	for i := range l.list {
		x := &l.list[i]
		if err := x.Check(); err != nil {
			return nil, err
		}
		refs := []string{x.Actor}
		switch x.Kind {
		case RuledSame, RuledDistinct:
			refs = append(refs, x.Other)
		case RuledNot:
			refs = []string{x.Doc}
		}
		flat := [2]string{r.flat(x.Actor), r.flat(x.Other)}
		l.folded = append(l.folded, flat)
		if x.Kind != RuledNot {
			refs = append(refs, flat[0], flat[1])
		}
		for _, ref := range refs {
			if ref != "" && !slices.Contains(l.by[ref], i) {
				l.by[ref] = append(l.by[ref], i)
			}
		}
	}
	return &out, nil
}

// flat is a name in the form in which names are compared.
func (r *Resolver) flat(name string) string {
	p := r.names.personal(name)
	return p.text
}

// rulings are the corrections of a resolver, in the order given.
type rulings struct {
	list   []Correction
	folded [][2]string      // of Actor and Other
	by     map[string][]int // slug, name, folded name, article → those that have to do with it
}

// about lists the corrections that have to do with any of the references.
func (l *rulings) about(refs ...string) []int {
	var out []int
	if len(l.list) == 0 {
		return nil
	}
	for _, ref := range refs {
		out = append(out, l.by[ref]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

type verdict uint8

const (
	undecided verdict = iota
	same
	distinct
)

// means reports whether a reference is to the actor: by slug, alias or form.
func (l *rulings) means(r *Resolver, ref, flat string, a *Actor) bool {
	if ref == a.Slug || slices.Contains(a.Aliases, ref) {
		return true
	}
	for i := range a.Forms {
		if a.Forms[i].Value == ref {
			return true
		}
	}
	if a.Kind == record.Person && flat != "" {
		for _, p := range r.prepare(a) {
			if p.person.text == flat {
				return true
			}
		}
	}
	return false
}

// judge is what corrections say of an observation, by its form, and a candidate.
func (l *rulings) judge(r *Resolver, o *Observation, form, text string, c *Actor) verdict {
	v := undecided
	names := func(ref, flat string) bool { return ref == form || flat == text && text != "" }
	for _, i := range l.about(form, text, o.Doc) {
		x, flat := &l.list[i], l.folded[i]
		switch x.Kind {
		case RuledSame, RuledDistinct:
			if l.means(r, x.Actor, flat[0], c) && names(x.Other, flat[1]) || l.means(r, x.Other, flat[1], c) && names(x.Actor, flat[0]) {
				if v = same; x.Kind == RuledDistinct {
					v = distinct
				}
			}
		case RuledNot:
			if x.Doc == o.Doc && l.means(r, x.Actor, flat[0], c) && (x.Value == "" || x.Value == form || r.flat(x.Value) == text) {
				v = distinct
			}
		}
	}
	return v
}

// lookup adds the keys of actors that corrections say the form is a name of.
func (l *rulings) lookup(r *Resolver, keys []string, form string) []string {
	if len(l.list) == 0 {
		return keys
	}
	text := r.flat(form)
	for _, i := range l.about(form, text) {
		x := &l.list[i]
		other := x.Actor
		if x.Actor == form || l.folded[i][0] == text {
			other = x.Other
		}
		if x.Kind == RuledSame {
			keys = put(keys, "slug:"+other)
			p := r.names.personal(other)
			keys = r.personKeys(keys, &p, "", false)
		}
	}
	return keys
}

// Merged is the slug of the actor that the one with this slug is, by a
// correction; "" where there is none. Of two that are the same, each is the
// other: the store merges whichever it meets second into the first.
func (r *Resolver) Merged(slug string) string {
	found := ""
	for _, i := range r.rules.about(slug) {
		x := &r.rules.list[i]
		other := x.Actor
		if x.Actor == slug {
			other = x.Other
		}
		switch {
		case x.Kind == RuledSame:
			found = other
		case x.Kind == RuledDistinct && other == found:
			found = ""
		}
	}
	return found
}

// refs are what corrections may call an actor by.
func (r *Resolver) refs(a *Actor) []string {
	out := append([]string{a.Slug}, a.Aliases...)
	forms := r.prepare(a)
	for i := range a.Forms {
		out = append(out, a.Forms[i].Value)
		if t := forms[i].person.text; t != "" {
			out = append(out, t)
		}
	}
	return out
}

// settle applies corrections of name and country.
func (l *rulings) settle(r *Resolver, a *Actor) {
	if len(l.list) == 0 {
		return
	}
	for _, i := range l.about(r.refs(a)...) {
		switch x := &l.list[i]; {
		case !l.means(r, x.Actor, l.folded[i][0], a):
		case x.Kind == RuledName:
			a.Name = x.Value
		case x.Kind == RuledCountry:
			a.Country = x.Value
		}
	}
}

// Rulings is the evidence that corrections give of the offices of an actor.
func (r *Resolver) Rulings(a *Actor) []Evidence {
	if len(r.rules.list) == 0 {
		return nil
	}
	var out []Evidence
	for _, i := range r.rules.about(r.refs(a)...) {
		x := &r.rules.list[i]
		if x.Kind != RuledOffice || !r.rules.means(r, x.Actor, r.rules.folded[i][0], a) {
			continue
		}
		when, err := x.span()
		if err != nil {
			continue // With has checked it
		}
		country := x.Of
		if country == "" {
			country = a.Country
		}
		out = append(out, Evidence{
			Person: a.ID, Office: r.words.Office(x.Value, country, x.Body).Office,
			Says: Ruled, When: when, Known: day.Earliest, Doc: "correction",
		})
	}
	return out
}
