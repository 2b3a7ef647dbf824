package happening

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/day"
	"chancery/internal/place"
	"chancery/internal/record"
)

// Trace is what is compared of a report of an event: no words of the article,
// only hashes of them, so that a store that may not keep text can keep it.
type Trace struct {
	Event   uint64 // hashes: of the record's id,
	Article uint64 // of the article's,
	Copy    uint64 // of Report.Copy; 0 when that is unknown
	Said    uint64 // of the words of the evidence, as long as they are in the same order

	Type       string
	Mode       string
	Cameo      string
	Status     string
	Background bool

	When  day.Span // the days that the date covers; day.Always when unknown
	Basis Basis
	Known day.Day

	Place      Spot
	Actors     []Who
	Recipients []Who

	Rule    uint32 // hash of the lexicon's rule
	Trigger uint32 // of the stem of the words that name the event
	Words   []Word // of the evidence without participants and trigger, ascending
	Title   []Word // of the article's title, ascending
}

// Basis is how the date of an event is known.
type Basis uint8

// The bases, the surest first.
const (
	Stated  Basis = iota // an expression of the text: "on Tuesday"
	Told                 // the day it was said, for want of its own
	Dated                // the dateline
	Issued               // the day of publication
	Carried              // the narrative's
	Undated
)

var bases = map[string]Basis{
	"expression": Stated, "report": Told, "dateline": Dated, "publication": Issued, "narrative": Carried, "none": Undated,
}

// Spot is where an event happened; the zero Spot is nowhere known.
type Spot struct {
	Name    uint32 // hash
	Country string
	ID      int // of GeoNames; 0 unknown
	Located bool
	Lat     float32 // degrees, meaningful only when Located
	Lon     float32
	Size    Size
}

// Size is how large the place is.
type Size uint8

// The sizes of places.
const (
	Unsized Size = iota
	Town         // or a smaller place
	Province
	Country // or a larger one
)

var sizes = map[string]Size{
	"point": Town, "city": Town, "district": Town, "province": Province, "country": Country, "region": Country,
}

// Who is a participant in hashes. A hash is 0 where nothing is known.
type Who struct {
	ID           uint32 // of the identity in the record's who-is-who
	Name         uint32 // of the whole name
	Last         uint32 // of its last word, where that is a proper name
	Given        uint32 // the initials of the words before it: bit 0 is a
	Role         uint32
	Organisation uint32
	Country      string
	Sector       string
	Kind         string
}

// Word is the hash of a stem, with its weight in the lowest two bits.
type Word uint32

// Weight is 1 to 4: how much it says that two reports share the word.
func (w Word) Weight() int { return int(w&3) + 1 }

// wordBits is how much of a hash a Word keeps. Two sentences of thirty words
// share one of a million by chance once in a thousand.
const wordBits = 20

// Bounds on what a trace holds: what a long list of signatories or a sentence
// of a hundred words adds costs more than it tells.
const (
	maxParties = 8
	maxWords   = 24
	maxTitle   = 10
)

// Identify is the identity of a record's actor in the who-is-who, "" where it
// has none.
type Identify func(r *record.Record, a *record.Actor) string

// Trace takes what is compared from a report of an event. who may be nil.
func (m *Matcher) Trace(r *record.Report, who Identify) Trace {
	e := r.Event
	t := Trace{
		Event: hash(r.ID), Article: hash(r.Doc.ID), Copy: hash(r.Copy),
		Type: e.Type, Mode: e.Mode, Cameo: e.Cameo, Status: e.Status, Background: r.Background,
		When: day.Always, Basis: Undated, Known: r.Known,
		Rule: short(r.Rule),
	}
	if e.Date != nil {
		if s, ok := day.Range(e.Date.Value); ok {
			t.When, t.Basis = s, Carried
			if b, ok := bases[e.Date.Basis]; ok {
				t.Basis = b
			}
		}
	}
	if p := e.Place; p != nil {
		t.Place = Spot{Name: short(fold(cmp.Or(p.Name, p.Text))), Country: p.Country, ID: p.GeoNamesID, Size: sizes[p.Precision]}
		if p.Located {
			t.Place.Located, t.Place.Lat, t.Place.Lon = true, float32(p.Lat), float32(p.Lon)
		}
	}
	t.Actors = parties(r.Record, e.Actors, who)
	t.Recipients = parties(r.Record, e.Recipients, who)

	// Who took part and what was done are compared by themselves.
	skip := []record.Span{e.Trigger}
	for _, as := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range as {
			skip = append(skip, record.Span{Start: as[i].Start, End: as[i].End})
		}
	}
	from := r.Evidence.Start
	t.Words = m.words(r.Evidence.Text, maxWords, func(at int) bool {
		return slices.ContainsFunc(skip, func(s record.Span) bool { return s.Start <= from+at && from+at < s.End })
	})
	t.Title = m.words(r.Doc.Title, maxTitle, nil)
	t.Said = said(r.Evidence.Text)
	trigger := ""
	eachWord(e.Trigger.Text, func(form string, _ int) {
		if s := stem(form); trigger == "" || m.weigh(form, s) > 0 {
			trigger = s // of "held talks" the noun, of "call off" the verb
		}
	})
	t.Trigger = short(trigger)
	return t
}

func parties(r *record.Record, as []record.Actor, who Identify) []Who {
	out := make([]Who, 0, min(len(as), maxParties))
	for i := range as {
		a := &as[i]
		if len(out) == maxParties || a.Country+a.Sector+a.Organisation+a.Kind == "" {
			continue // nobody that could be found again: "that bill"
		}
		w := Who{
			Name: short(fold(a.Name)), Role: short(fold(a.Role)),
			Organisation: short(fold(a.Organisation)), Country: a.Country, Sector: a.Sector, Kind: a.Kind,
		}
		last := a.Name[strings.LastIndexByte(a.Name, ' ')+1:]
		if r, _ := utf8.DecodeRuneInString(last); unicode.IsUpper(r) { // not "a Foreign Ministry spokesman"
			w.Last, w.Given = short(fold(last)), given(a.Name)
		}
		if who != nil {
			w.ID = short(who(r, a))
		}
		out = append(out, w)
	}
	return out
}

// given is the initials of what stands before the last word of a name, a bit
// for each letter.
func given(name string) uint32 {
	words := strings.Fields(fold(name))
	var bits uint32
	for _, w := range words[:max(len(words)-1, 0)] {
		if c := w[0]; 'a' <= c && c <= 'z' {
			bits |= 1 << (c - 'a')
		}
	}
	return bits
}

// oneGiven reports whether given names do not tell two persons of one surname
// apart.
func oneGiven(a, b uint32) bool { return a == 0 || b == 0 || a&b != 0 }

// words are the heaviest words of a text, at most n of them.
func (m *Matcher) words(text string, n int, skip func(at int) bool) []Word {
	type weighed struct {
		w  Word
		at int
	}
	var all []weighed
	seen := map[uint32]bool{}
	eachWord(text, func(form string, at int) {
		if skip != nil && skip(at) {
			return
		}
		s := stem(form)
		if form[0] >= '0' && form[0] <= '9' {
			s = number(form)
		}
		k := m.weigh(form, s)
		h := short(s) & (1<<wordBits - 1)
		if k == 0 || seen[h] {
			return
		}
		seen[h] = true
		all = append(all, weighed{Word(h<<2 | uint32(k-1)), at})
	})
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.w.Weight(), a.w.Weight()) })
	out := make([]Word, 0, min(n, len(all)))
	for _, w := range all[:min(n, len(all))] {
		out = append(out, w.w)
	}
	slices.Sort(out)
	return out
}

// said is a hash of the words of a sentence in their order, whatever stands
// between them; 0 for a sentence too short to be known by.
func said(text string) uint64 {
	h, n := uint64(offset64), 0
	eachWord(text, func(form string, _ int) {
		h = add(h, strings.ToLower(form))
		h = add(h, " ")
		n++
	})
	if n < 4 {
		return 0
	}
	return h
}

func fold(name string) string { return string(place.Fold(nil, name)) }

// FNV-1a, 64 bits: the same on every machine and in every version, which what
// a store keeps must be.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func add(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime64
	}
	return h
}

// hash is 0 for "" and never else.
func hash(s string) uint64 {
	if s == "" {
		return 0
	}
	return max(add(offset64, s), 1)
}

func short(s string) uint32 {
	h := hash(s)
	if h == 0 {
		return 0
	}
	return max(uint32(h^h>>32), 1)
}
