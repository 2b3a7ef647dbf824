package identity

import (
	"strings"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Seed is an actor known from elsewhere than articles: a dictionary.
type Seed struct {
	Kind     string // as in record.Actor; "" where the dictionary does not tell
	Country  string
	Forms    []string // the first is its name
	Services []Service
	Doc      string // stands for the article: the file and the line
}

// Service is a time for which an actor is said to be of a country and a sector.
// The office is not told.
type Service struct {
	Country, Sector string
	When            day.Span
}

// observation is a seed under one of its names.
func (s *Seed) observation(form string, known day.Day) Observation {
	return Observation{Name: form, Text: form, Country: s.Country, Kind: s.Kind, When: day.Always, Known: known, Doc: s.Doc, History: true}
}

// Plant finds the actor that a seed is, under any of its names, or makes it, and
// adds what the seed tells. candidates are the actors filed under any of the
// keys; taken is as for Introduce; known is the day on which the seed was read.
// The actor is nil where no form names anybody; fresh says that it is new.
func (r *Resolver) Plant(s *Seed, known day.Day, candidates func(keys []string) []*Actor, taken func(slug string) bool) (a *Actor, fresh bool) {
	if s.Kind == "" {
		x := *s
		x.Kind = r.kindOf(s)
		s = &x
	}
	best := 0.0
	var first *Observation
	for _, f := range s.Forms {
		o := s.observation(f, known)
		keys := r.Lookup(&o)
		if len(keys) == 0 {
			continue
		}
		if first == nil {
			first = &o
		}
		if d := r.Resolve(&o, candidates(keys)); d.Actor != nil && d.Score > best {
			a, best = d.Actor, d.Score
		}
	}
	if first == nil {
		return nil, false
	}
	if fresh = a == nil; fresh {
		a = r.Introduce(first, taken)
		a.First, a.Last = day.Latest, day.Earliest
	}
	from, to := a.First, a.Last // the day of reading says nothing of the actor's own
	for i, f := range s.Forms {
		if i == 0 && fresh {
			continue
		}
		if o := s.observation(f, known); len(r.Lookup(&o)) > 0 {
			r.Learn(a, &o)
		}
	}
	for _, p := range s.Services {
		a.Countries = add(a.Countries, p.Country, mostCountries)
		a.Sectors = add(a.Sectors, p.Sector, mostCountries)
		if p.When.From > day.Earliest {
			from, to = min(from, p.When.From), max(to, p.When.From)
		}
		if p.When.To < day.Latest {
			from, to = min(from, p.When.To), max(to, p.When.To)
		}
	}
	a.First, a.Last = from, to
	r.settle(a)
	return a, fresh
}

// kindOf tells persons from organisations by their names and sectors, where a
// dictionary does not.
func (r *Resolver) kindOf(s *Seed) string {
	words := strings.Fields(r.words.letters.fold(s.Forms[0]))
	_, proper, common := r.words.kinds(words)
	if common == 0 && proper == len(words) && proper > 1 && proper < 5 {
		for _, p := range s.Services {
			switch p.Sector {
			case "GOV", "ELI", "LEG", "JUD", "OPP", "MIL":
				return record.Person
			}
		}
	}
	return record.Organisation
}

// Evidence is what a seed says of its actor's time in government, in an office
// that has no name but its sector: "GOV|PER|" for those of Peru's.
func (s *Seed) Evidence(a *Actor, known day.Day) []Evidence {
	var out []Evidence
	for _, p := range s.Services {
		if p.When == day.Always || p.Sector == "" {
			continue
		}
		e := Evidence{Person: a.ID, Office: Office{Title: p.Sector, Country: p.Country}, Known: known, Doc: s.Doc}
		if p.When.From > day.Earliest {
			e.Says, e.When = Began, day.Span{From: p.When.From, To: p.When.From}
			out = append(out, e)
		}
		if p.When.To < day.Latest {
			e.Says, e.When = Ended, day.Span{From: p.When.To, To: p.When.To}
			out = append(out, e)
		}
	}
	return out
}
