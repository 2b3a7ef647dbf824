package actor

import "strings"

// unit is a run of tokens that names one thing whatever the tree says: a title
// with the name after it, a person's name, a phrase of the lexicon. Parsers
// often hang the parts of such runs on different words; here the run is taken
// from the surface, and the tree only tells which token governs it.
type unit struct {
	first, last int // tokens [first, last)
	head        int // token that hangs on something outside the run
	name        int // first token of a personal name, -1 when there is none
	noun        int // head of the common noun in "Israeli military", -1
	charge      int // preposition between an office and the name: "ambassador to Lebanon John Kelly"; -1 when there is none
	org         bool
	surname     bool // told to be a person's name, whatever else its words may mean
}

func (s *story) units() {
	d := s.d
	s.unitOf = make([]int32, len(d.Tokens))
	for i := range s.matches {
		m := &s.matches[i]
		if m.last-m.first > 1 && m.sense(proud|demo|role|generic) != nil {
			s.addUnit(m.first, m.last, -1)
		}
	}
	for t := 3; t+1 < len(d.Tokens); t++ {
		if d.Form(t-1) == "(" && d.Form(t+1) == ")" && isAcronym(d.Form(t)) {
			s.defined(t)
		}
	}
	for i := range s.matches {
		s.national(i)
	}
	for i := range d.Entities {
		e := &d.Entities[i]
		if e.Type == "PER" && e.Last <= len(d.Tokens) {
			s.personUnit(e.First, e.Last)
		}
	}
	for t := 0; t < len(d.Tokens); t++ {
		m := s.matchOf(t)
		if m == nil || m.first != t || m.sense(office|person|title) == nil {
			continue
		}
		if t > 0 && m.sense(office) != nil && d.SentenceOf(t-1) == d.SentenceOf(t) {
			if b := s.matchOf(t - 1); b != nil && b.last == t && b.sense(prefix) != nil {
				s.addUnit(b.first, m.last, -1)
			}
		}
		if u := s.unitAt(t); u != nil && u.name >= 0 {
			continue
		}
		s.titled(m)
	}
	s.surnames()
}

// national makes a unit of a state or nationality and the participant after it:
// "Israeli military", "US special forces".
func (s *story) national(i int) {
	m := &s.matches[i]
	if m.sense(demo|state) == nil || m.partial || s.unitAt(m.first) != nil && s.unitAt(m.first).org {
		return
	}
	d := s.d
	for j := i + 1; j < len(s.matches) && j < i+4; j++ {
		n := &s.matches[j]
		if n.first != s.matches[j-1].last || d.SentenceOf(n.first) != d.SentenceOf(m.first) || n.partial {
			return
		}
		if x := n.sense(role); x != nil && d.Tokens[n.first].UPOS != "VERB" && d.Tokens[n.last-1].UPOS != "VERB" {
			if j+1 < len(s.matches) && s.matches[j+1].first == n.last && s.matches[j+1].sense(role) != nil {
				continue
			}
			if m.sense(state) != nil && m.sense(demo) == nil && s.governsItself(m) {
				return
			}
			noun := n.last - 1
			for t := n.first + 1; t < n.last; t++ {
				if d.Form(t) == "of" || d.Form(t) == "for" {
					noun = t - 1
					break
				}
			}
			if n.last < len(d.Tokens) && d.Tokens[n.last].UPOS == "NOUN" && d.Tokens[noun].Head == n.last && d.Tokens[noun].Deprel == "compound" {
				return // "Israeli army radio": the noun is still to come
			}
			s.addUnit(m.first, n.last, -1)
			s.unitList[len(s.unitList)-1].noun = noun
			return
		}
		if n.sense(qualifier|prefix) == nil {
			return
		}
	}
}

// defined makes a unit of the name whose initials stand in brackets at token t:
// "Front of National Unity (FNU)". The order of the letters may differ, as it
// does in translated names.
func (s *story) defined(t int) {
	d := s.d
	var want, have [26]int
	letters := 0
	for _, r := range d.Form(t) {
		if r >= 'A' && r <= 'Z' {
			want[r-'A']++
			letters++
		}
	}
	first := d.Sentences[d.SentenceOf(t)].First
	caps := 0
	for i := t - 2; i >= first && i > t-14; i-- {
		w := d.Form(i)
		switch {
		case w[0] >= 'A' && w[0] <= 'Z':
			have[w[0]-'A']++
			if caps++; caps > letters {
				return
			}
			if caps == letters && have == want {
				if u := s.unitAt(i); u != nil && u.last >= t-1 {
					return // a phrase of the lexicon already
				}
				s.addUnit(i, t-1, -1)
				s.unitList[len(s.unitList)-1].org = true
				return
			}
		case w == "of" || w == "for" || w == "and" || w == "the" || w == "in" || w == "'s" || w == "’s" || w == "'" || w == "-" || w == "de" || w == "la" || w == "to" || w == "on":
		default:
			return
		}
	}
}

func (s *story) addUnit(first, last, name int) {
	s.unitList = append(s.unitList, unit{first: first, last: last, head: s.governed(first, last), name: name, noun: -1, charge: -1})
	for t := first; t < last; t++ {
		s.unitOf[t] = int32(len(s.unitList))
	}
}

func (s *story) unitAt(t int) *unit {
	if t < 0 || t >= len(s.unitOf) || s.unitOf[t] == 0 {
		return nil
	}
	return &s.unitList[s.unitOf[t]-1]
}

// governed is the token of [first, last) that hangs on a word outside; of
// several, the one with the most nominal relation, else the last one, or the
// first in an of-phrase.
func (s *story) governed(first, last int) int {
	best, rank, of := -1, -1, false
	for t := first; t < last; t++ {
		of = of || strings.EqualFold(s.d.Form(t), "of")
		h := s.d.Tokens[t].Head
		if h >= first && h < last {
			continue
		}
		r := 1
		switch base(s.d.Tokens[t].Deprel) {
		case "nsubj", "obj", "iobj":
			r = 5
		case "obl", "nmod", "root":
			r = 4
		case "conj", "appos", "xcomp", "ccomp", "parataxis":
			r = 3
		case "compound", "amod", "flat":
			r = 2
		}
		if s.d.Tokens[t].Deprel == "nmod:desc" {
			r = 2 // a title, whatever name the tree gives it to
		}
		if r > rank || r == rank && !of {
			best, rank = t, r
		}
	}
	if best < 0 {
		return last - 1
	}
	return best
}

// personUnit makes a unit of a person's name with the titles before it.
func (s *story) personUnit(first, last int) {
	name := first
	for name < last {
		m := s.matchOf(name)
		if m == nil || m.first != name || m.sense(office|title|demo|prefix) == nil || m.sense(given) != nil || m.last >= last {
			break
		}
		name = m.last
	}
	for last > name && isTime(s.d.Form(last-1)) && !(s.d.Form(last-1) == "May" && last-1 > first && s.matchOf(last-2).sense(given|title) != nil) {
		last--
	}
	if m := s.matchOf(last - 1); m != nil && m.last == last && m.first > name && m.sense(body) != nil && m.sense(given) == nil {
		last = m.first // "Clinton Administration"
	}
	if name == last || !startsUpper(s.d.Form(name)) {
		return
	}
	for t := name + 1; t < last; t++ {
		if w := s.d.Form(t); w == "," || w == "(" {
			last = t // "Ann Weller, R-Ohio"
		}
	}
	for last > name+1 && joining(s.d.Form(last-1)) {
		last-- // headlines capitalise every word
	}
	last = s.nameEnd(name, last)
	if name > 0 {
		if m := s.matchOf(name - 1); m != nil && m.last == name && m.sense(office|person|title) != nil && m.sense(given) == nil {
			s.addUnit(min(first, s.leftOf(m.first)), last, name)
			s.unitList[len(s.unitList)-1].surname = m.courtesy()
			return
		}
	}
	if at, charge, begins := s.chargedWith(name, last); charge >= 0 {
		s.addUnit(s.leftOf(at), last, begins)
		s.unitList[len(s.unitList)-1].charge = charge
		return
	}
	s.addUnit(first, last, name)
}

// chargedWith finds the office that is parted from the name [name, last) by what
// it is held over: "ambassador to the United Nations Ann Weller". It is the
// office's first token, the preposition, -1 where there is none, and where the
// name begins, for recognisers take the end of the charge into the name.
func (s *story) chargedWith(name, last int) (at, charge, begins int) {
	d := s.d
	for t := name; t < last-1; t++ {
		if s.matchOf(t).sense(given) != nil {
			name = t // "Affairs Richard Solomon"
			break
		}
	}
	first := max(d.Sentences[d.SentenceOf(name)].First, name-8)
	for t := name - 1; t > first; t-- {
		switch w := d.Form(t); w {
		case "to", "for", "of":
			if m := s.matchOf(t - 1); t < name-1 && m != nil && m.last == t && m.sense(office) != nil && m.sense(office).titular && startsUpper(d.Form(name-1)) {
				return m.first, t, name
			}
		case "and", "the":
		default:
			if !startsUpper(w) || d.Tokens[t].UPOS == "PUNCT" {
				return 0, -1, name
			}
		}
	}
	return 0, -1, name
}

// titled makes a unit of an office or title and the name that follows it.
func (s *story) titled(m *match) {
	d := s.d
	name := m.last
	if name+3 < len(d.Tokens) && d.Form(name) == "(" && d.Form(name+2) == ")" && s.matchOf(name+1).sense(given) != nil {
		name += 3 // "Prime Minister (Brian) Mulroney": an editor adds the forename
	}
	if name >= len(d.Tokens) || d.SentenceOf(name) != d.SentenceOf(m.first) || s.loud[d.SentenceOf(name)] {
		return
	}
	if !startsUpper(d.Form(name)) || d.Tokens[name].UPOS == "PRON" || d.Tokens[name].UPOS == "DET" || d.Tokens[name].UPOS == "AUX" || isTime(d.Form(name)) {
		return
	}
	sure := m.courtesy() && s.ordinary(name)
	if n := s.matchOf(name); n != nil && n.sense(given|leader|title) == nil && !sure {
		if n.sense(office|title) != nil {
			return // "President General X" is found from its last title
		}
		if n.sense(proud|demo|body|qualifier|prefix) != nil && s.entityType(name) != "PER" {
			return
		}
	}
	x := m.sense(office | person | title)
	if x.kind == person && s.matchOf(name).sense(given|leader) == nil || !x.titular && s.matchOf(name).sense(given|leader) == nil {
		return
	}
	last := s.nameEnd(name, name+1)
	if last == name+1 && !startsUpper(d.Form(m.first)) && s.matchOf(name).sense(given) == nil && s.entityType(name) == "ORG" {
		return
	}
	s.addUnit(s.leftOf(m.first), last, name)
	s.unitList[len(s.unitList)-1].surname = sure
}

// nameEnd extends a name from its first token as far as its words go.
func (s *story) nameEnd(name, last int) int {
	d := s.d
	t := last
	for t < len(d.Tokens) && d.SentenceOf(t) == d.SentenceOf(name) {
		w := d.Form(t)
		switch {
		case startsUpper(w) && !isTime(w) && !joining(w) && d.Tokens[t].UPOS != "PRON" && d.Tokens[t].UPOS != "DET" && d.Tokens[t].UPOS != "AUX" && d.Tokens[t].UPOS != "VERB":
			if m := s.matchOf(t); m != nil && m.sense(proud|demo|role|prefix|title) != nil && m.sense(given|leader) == nil && s.entityType(t) != "PER" && d.Tokens[t].Deprel != "flat" {
				return last
			}
			t++
			last = t
		case w == "-" && t+1 < len(d.Tokens) && d.Tokens[t].Start == d.Tokens[t-1].End && d.Tokens[t+1].Start == d.Tokens[t].End && d.Tokens[t+1].UPOS != "VERB" && t > name:
			t += 2
			last = t
		case (particle(w) || w == "-") && t+1 < len(d.Tokens) && startsUpper(d.Form(t+1)) && (d.Form(t + 1)[0] != 'A' || len(d.Form(t+1)) > 1):
			if w == "-" && d.Tokens[t].Start != d.Tokens[t-1].End {
				return last
			}
			t++
		default:
			return last
		}
	}
	return last
}

func particle(w string) bool {
	switch w {
	case "de", "da", "dos", "do", "von", "van", "der", "den", "bin", "ibn", "bint", "al", "el", "la", "le", "du", "della", "ben", "ul", "arap", "ould", "y", "e", "zu", "ter":
		return true
	}
	return false
}

// leftOf extends a title to the left over the words that belong to it:
// nationality, rank, organisation.
func (s *story) leftOf(first int) int {
	d := s.d
	for first > 0 && d.SentenceOf(first-1) == d.SentenceOf(first) {
		p := first - 1
		m := s.matchOf(p)
		switch {
		case m != nil && m.last == first && m.sense(prefix) != nil:
			first = m.first
		case m != nil && m.last == first && m.sense(demo|state|org|prefix|qualifier|office|title|body) != nil && d.Tokens[p].UPOS != "VERB" && d.Tokens[p].UPOS != "ADP":
			if m.sense(state|org|office|body) != nil && s.governsItself(m) {
				return first
			}
			first = m.first
		case (d.Tokens[p].UPOS == "ADJ" && d.Tokens[p].Deprel == "amod" || (d.Tokens[p].UPOS == "PROPN" || d.Tokens[p].UPOS == "NOUN") && d.Tokens[p].Deprel == "compound") && d.Tokens[p].Head >= first && m == nil:
			first = p
		default:
			return first
		}
	}
	return first
}

// isPress: the organisation reports news.
func isPress(o *sense) bool { return len(o.sectors) > 0 && o.sectors[0] == "JRN" }

// officeAt is the sector of the office whose words begin at token t, "" for none.
func (s *story) officeAt(t int) string {
	if x := s.matchOf(t).sense(office); x != nil && len(x.sectors) > 0 {
		return x.sectors[0]
	}
	return ""
}

// governsItself reports whether a name before a title has a place of its own in
// the sentence: "In Peru President Paz said".
func (s *story) governsItself(m *match) bool {
	d := s.d
	for t := m.first; t < m.last; t++ {
		switch base(d.Tokens[t].Deprel) {
		case "obl", "obj", "nsubj", "iobj":
			return s.hasCase(t) || d.Tokens[t].Head < m.first
		}
	}
	return false
}
