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
	keyParties = 3
	keyWords   = 3
	keyTitle   = 2
)

// Keys are what a happening is to be found by that holds a report with trace t.
// A happening has the keys of all its reports.
func (m *Matcher) Keys(t *Trace) []int64 {
	whole, coarse := m.parts(t)
	var k keys
	k.days(t, 0, whole)
	if t.wide() {
		k.years(t, "wide", coarse)
	} else {
		k.years(t, "any", coarse)
	}
	k.copies(m, t)
	return k.set()
}

// Probes are the keys under which the happenings stand that t may be a report
// of: dated ones of the days around, and where either has no day of its own
// those of the year.
func (m *Matcher) Probes(t *Trace) []int64 {
	whole, coarse := m.parts(t)
	var k keys
	if lasting(t) {
		k.days(t, 2*slack, whole)
	} else {
		k.days(t, slack, whole)
	}
	k.years(t, "wide", coarse)
	if t.wide() {
		k.years(t, "any", coarse)
	}
	k.copies(m, t)
	return k.set()
}

// wide reports whether the date is no day: a month, a season, a year.
func (t *Trace) wide() bool { return t.When != day.Always && t.When.Days() > long }

// parts are what keys are made of, without their days: for dates that are days,
// and for others, of which a key covers a year and says more of what was done.
func (m *Matcher) parts(t *Trace) (whole, coarse []uint64) {
	family := add(add(offset64, m.familyOf(t.Type)), "\x00")
	crowd, named := m.atoms(t)
	for i, a := range crowd {
		for _, b := range crowd[i+1:] {
			whole = append(whole, mix(mix(family, min(a, b)), max(a, b)))
		}
	}
	for _, n := range named {
		whole = append(whole, mix(family, n))
	}
	if len(crowd) == 0 { // nobody is named: "the flight"
		whole = append(whole, mix(family, uint64(t.Rule)))
	}
	for _, h := range whole[:min(len(whole), 2*keyParties)] {
		coarse = append(coarse, mix(h, uint64(t.Rule)))
	}
	rare := m.rare(t)
	for _, a := range crowd[:min(len(crowd), 2)] {
		for _, w := range rare {
			whole = append(whole, mix(mix(family, a), w))
		}
	}
	return whole, coarse
}

// keys collects keys.
type keys []int64

func (k *keys) put(h uint64, what string, n int) {
	*k = append(*k, int64(mix(add(h, what), uint64(n))))
}

// days adds keys for the days of a date and so many around. What is told without
// a date is told again in the days after.
func (k *keys) days(t *Trace, around day.Day, parts []uint64) {
	from, to := t.When.From, t.When.To
	switch {
	case t.When == day.Always:
		from, to = t.Known, t.Known
	case t.wide():
		return
	}
	for b := floor(from - around); b <= floor(to+around); b++ {
		for _, h := range parts {
			k.put(h, "day", b)
		}
	}
}

// centuries is the number of years beyond which a date is none.
const centuries = 100

func (k *keys) years(t *Trace, what string, parts []uint64) {
	if t.When == day.Always || t.When.Days() > centuries*366 {
		return
	}
	for y := t.When.From.Time().Year(); y <= t.When.To.Time().Year(); y++ {
		for _, h := range parts {
			k.put(h, what, y)
		}
	}
}

func (k *keys) copies(m *Matcher, t *Trace) {
	if t.Copy != 0 {
		k.put(mix(add(offset64, m.familyOf(t.Type)), t.Copy), "copy", 0)
	}
}

// set is the keys in order, each once.
func (k *keys) set() []int64 {
	slices.Sort(*k)
	return slices.Compact(*k)
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
	out := make([]uint64, 0, keyWords+keyTitle+1)
	if p := &t.Place; p.ID != 0 && p.Size == Town {
		out = append(out, mix(5, uint64(p.ID)))
	}
	out = heaviest(out, t.Words, keyWords)
	return heaviest(out, t.Title, keyTitle)
}

// mix stirs a number into a hash (the finaliser of SplitMix64).
func mix(h, v uint64) uint64 {
	h = (h ^ v) + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// heaviest appends the hashes of the n heaviest words that say much.
func heaviest(out []uint64, ws []Word, n int) []uint64 {
	for w := maxWeight; w >= 3; w-- {
		for _, x := range ws {
			if x.Weight() == w && n > 0 {
				out = append(out, mix(6, uint64(x>>2)))
				n--
			}
		}
	}
	return out
}
