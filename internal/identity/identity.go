// Package identity says who is who across articles: which mentions speak of one
// person, organisation or state, whatever the spelling, and who held an office
// on a day, as far as the articles tell.
//
// It keeps nothing. A store calls Lookup for an observation, loads the actors
// that share a key with it, and asks Resolve which of them it is; Introduce makes
// the actor where it is none of them, and Learn adds what the observation tells.
// The outcome depends on nothing but the order of the observations, so a record
// built again from the same articles has the same actors with the same slugs.
//
// Offices are not decided while reading. Evidence is what one article says of
// who held what and when; Assemble makes tenures of all of it, when asked, so
// that what is learned later helps what was read before.
package identity

import (
	"io/fs"
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Observation is one mention of an actor.
type Observation struct {
	Name, Text   string // the name as the coder knows it, and the words that stand there
	Country      string // ISO 3166-1 alpha-3 or PLOVER code; "" unknown, as all below
	Sector       string
	Role         string
	Organisation string
	Kind         string   // one of record's kinds of actors
	When         day.Span // the days spoken of; day.Always unknown
	Known        day.Day
	Doc          string
	Copy         string // the same for copies of one wire text
	History      bool   // told as background: the role need not be of those days
}

// Resolver tells actors apart. It is read-only after New and safe for concurrent
// use; the actors given to it are not.
type Resolver struct {
	names *names
	words *vocabulary
	rules *rulings
}

// New reads identity/ and en/identity/ of a lexicon, and the countries and roles
// of its actors.
func New(fsys fs.FS) (*Resolver, error) {
	n, err := loadNames(fsys)
	if err != nil {
		return nil, err
	}
	v, err := loadVocabulary(fsys, n.letters)
	if err != nil {
		return nil, err
	}
	for w := range v.field {
		n.titles[w] = 2 // "Agriculture Under-Secretary Ana Ruiz"
	}
	for w := range v.nouns {
		n.titles[w] = 1
	}
	for w := range v.prefix {
		n.titles[w] = 1
	}
	return &Resolver{names: n, words: v, rules: &rulings{}}, nil
}

// Office reads an office as an article states it, of a country and of an
// organisation where those are known; its Title is "" where stated is empty.
func (r *Resolver) Office(stated, country, organisation string) Stated {
	return r.words.Office(stated, country, organisation)
}

// Same reports whether two names may be one's by their letters alone, and how
// sure that is, 0 to 1. kind is record.Person or record.Organisation; country is
// where both are from, "" unknown.
func (r *Resolver) Same(a, b, kind, country string) (bool, float64) {
	if kind == record.Organisation {
		x, y := r.words.organisation(a, country), r.words.organisation(b, country)
		s := r.sameBody(&x, &y)
		return s >= worthAcronym, s
	}
	x, y := r.names.personal(a), r.names.personal(b)
	l := r.names.compare(&x, &y, r.names.home(country, country))
	s := 0.0
	switch l.level {
	case exact, full:
		if l.slip {
			break
		}
		s = fullName(l)
	case abridged:
		s = 0.62 - worthStrain*l.strain()
	case bare:
		if x.content == 1 && y.content == 1 && !l.slip {
			s = 0.75 - worthStrain*l.strain()
		}
	}
	return s >= accept, s
}

// Fold writes s in the letters a to z without case, marks and full stops, words
// divided by one blank.
func (r *Resolver) Fold(s string) string { return r.words.letters.fold(s) }

// Found reports whether a mention by the name a looks up an actor known as b.
func (r *Resolver) Found(a, b, kind, country string) bool {
	actor := r.Introduce(&Observation{Name: b, Kind: kind, Country: country}, func(string) bool { return false })
	if actor == nil {
		return false
	}
	filed := r.Index(actor)
	return slices.ContainsFunc(r.Lookup(&Observation{Name: a, Kind: kind, Country: country}), func(k string) bool { return slices.Contains(filed, k) })
}

// State is the name of the state with a code; false where no state has it.
func (r *Resolver) State(code string) (string, bool) {
	name := r.words.state[code]
	return name, name != ""
}
