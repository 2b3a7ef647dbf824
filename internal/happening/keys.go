package happening

import (
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Two reports of one happening share who took part, two participants or one
// and something rare (a name, a place, a word), and about when it was. A key is
// a hash of such a pair within a stretch of days, so that a store finds the few
// happenings that a report may belong to without looking at the others: at a
// million events a key holds some tens.

// block is how many days a key of a dated event covers.
const block = 3

// slack is how many days two dates of one happening may lie apart: what is told
// on Wednesday happened on Tuesday, and is told once more on Thursday.
const slack = 2

// long is the number of days beyond which a date is no day of its own but a
// month, a season, a year.
const long = 10

// Bounds on the parts that keys are made of.
const (
	keyParties = 4
	keyWords   = 3
)

// Keys are what a happening is to be found by that holds a report with trace t.
// A happening has the keys of all its reports.
func (m *Matcher) Keys(t *Trace) []int64 { return m.keys(t, 0) }

// Probes are the keys under which the happenings stand that t may be a report
// of: those of Keys, and of the days around.
func (m *Matcher) Probes(t *Trace) []int64 {
	if lasting(t) {
		return m.keys(t, 2*slack)
	}
	return m.keys(t, slack)
}

func (m *Matcher) keys(t *Trace, slack day.Day) []int64 {
	family := add(add(offset64, m.familyOf(t.Type)), "\x00")
	var whole, coarse []uint64 // without their days
	crowd, named := m.atoms(t)
	for i, a := range crowd {
		for _, b := range crowd[i+1:] {
			h := mix(mix(family, min(a, b)), max(a, b))
			whole = append(whole, h)
			coarse = append(coarse, mix(h, uint64(t.Rule)))
		}
	}
	for _, n := range named {
		h := mix(family, n)
		whole = append(whole, h)
		coarse = append(coarse, mix(h, uint64(t.Rule)))
	}
	if len(crowd) == 0 { // nobody is named: "the flight"
		h := mix(family, uint64(t.Rule))
		whole, coarse = append(whole, h), append(coarse, h)
	}
	rare := m.rare(t)
	for _, a := range crowd[:min(len(crowd), 2)] {
		for _, w := range rare {
			whole = append(whole, mix(mix(family, a), w))
		}
	}

	out := make([]int64, 0, 2*len(whole)+2*len(coarse)+1)
	put := func(h uint64, span string, n int) { out = append(out, int64(mix(add(h, span), uint64(n)))) }
	switch {
	case t.When == day.Always:
		// what is told without a date is told again in the days after
		for b := floor(t.Known - slack); b <= floor(t.Known+slack); b++ {
			for _, h := range whole {
				put(h, "day", b)
			}
		}
	case t.When.Days() <= long:
		for b := floor(t.When.From - slack); b <= floor(t.When.To+slack); b++ {
			for _, h := range whole {
				put(h, "day", b)
			}
		}
	}
	if t.When != day.Always && t.When.Days() <= 10*366 {
		from, to := t.When.From.Time(), t.When.To.Time()
		if t.When.Days() <= 100 {
			for n := from.Year()*12 + int(from.Month()); n <= to.Year()*12+int(to.Month()); n++ {
				for _, h := range coarse {
					put(h, "month", n)
				}
			}
		}
		for y := from.Year(); y <= to.Year(); y++ {
			for _, h := range coarse {
				put(h, "year", y)
			}
		}
	}
	if t.Copy != 0 {
		put(mix(family, t.Copy), "copy", 0)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// floor is the block that a day stands in.
func floor(d day.Day) int {
	n := int(d)
	if n < 0 {
		n -= block - 1
	}
	return n / block
}

// atoms are the participants in two lists of hashes: for each what it is at
// large, mostly its country, and for those that have one the name by which it
// is told from others of the same country.
func (m *Matcher) atoms(t *Trace) (crowd, named []uint64) {
	for _, side := range [...][]Who{t.Actors, t.Recipients} {
		for i := range side {
			w := &side[i]
			if h := w.crowd(); h != 0 && len(crowd) < keyParties && !slices.Contains(crowd, h) {
				crowd = append(crowd, h)
			}
			if h := w.own(); h != 0 && len(named) < keyParties && !slices.Contains(named, h) {
				named = append(named, h)
			}
		}
	}
	return crowd, named
}

// crowd is what a participant has in common with others: its country, else its
// organisation, else its name, else its sector.
func (w *Who) crowd() uint64 {
	switch {
	case w.Country != "" && !classes[w.Country]:
		return add(offset64, w.Country)
	case w.Organisation != 0:
		return mix(1, uint64(w.Organisation))
	case w.Kind == record.Person && w.Last != 0:
		return mix(2, uint64(w.Last))
	case w.Sector != "":
		return mix(add(offset64, w.Sector), 3)
	case w.Name != 0:
		return mix(4, uint64(w.Name))
	}
	return 0
}

// own is the name of a person or of a body within its country.
func (w *Who) own() uint64 {
	switch {
	case w.Kind == record.Person && w.Last != 0:
		return mix(2, uint64(w.Last))
	case w.Kind == record.Organisation && w.Organisation != 0:
		return mix(1, uint64(w.Organisation))
	}
	return 0
}

// classes are the codes of PLOVER that stand where a country does and name none.
var classes = map[string]bool{"IGO": true, "NGO": true, "ISM": true, "IMG": true, "MNC": true}

// rare are the things of a report that few others have: its place and its
// heaviest words, those of the title after those of the evidence.
func (m *Matcher) rare(t *Trace) []uint64 {
	out := make([]uint64, 0, 2*keyWords+1)
	if p := &t.Place; p.ID != 0 && p.Size == Town {
		out = append(out, mix(5, uint64(p.ID)))
	}
	for _, ws := range [...][]Word{t.Words, t.Title} {
		n := 0
		for w := maxWeight; w >= 3; w-- {
			for _, x := range ws {
				if x.Weight() == w && n < keyWords {
					out = append(out, mix(6, uint64(x>>2)))
					n++
				}
			}
		}
	}
	return out
}

// mix stirs a number into a hash (the finaliser of SplitMix64).
func mix(h, v uint64) uint64 {
	h = (h ^ v) + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
