package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// parts is what the words of one phrase say, before they are put together.
type parts struct {
	codes      []string // countries in front, text order
	codeBy     string   // how the country was told
	also       []string // other states it may be
	orgs       *sense   // last organisation before the head
	org        *sense   // organisation that is the head
	orgFirst   int
	orgLast    int
	house      *doc.Entity // a body named after a country, which the lexicon does not know
	state      *sense
	demo       *sense
	role       *sense
	roleFirst  int
	roleLast   int
	quals      []string // sectors told by words in front
	ranks      []string // "deputy"
	past, then bool
	ethnic     bool // "ethnic Albanians" are those of some other state
	next       bool
	shadow     bool // "shadow home secretary"
	title      *sense
	leader     *sense
	nameFirst  int // run of name tokens
	nameLast   int
	sex        byte
	generic    *sense
}

// read puts the words of tokens [l, r) together and fills p. It reports whether
// the phrase can be an actor.
func (s *story) read(p *phrase, l, r int) bool {
	d := s.d
	pa := parts{nameFirst: -1, roleFirst: -1}
	possL, possR := -1, -1
	for t := l; t < r; t++ {
		if t != p.head && (s.unitAt(t) == nil || s.unitOf[t] != s.unitOf[p.head]) {
			continue
		}
		s.around(p, t, &possL, &possR)
	}
	s.determiners(p, l)
	if strings.Contains(d.Tokens[p.sem].Feats, "Number=Plur") {
		p.plural = true
	}
	for i := l; i < r; {
		if i >= possL && i < possR {
			i = possR
			continue
		}
		if u := s.unitAt(i); u != nil && u.charge == i && d.Form(i) != "of" {
			i = u.name // whom an ambassador is sent to is not who he is
			continue
		}
		i = s.word(p, &pa, i, r)
	}
	return s.compose(p, &pa, l, r)
}

// around notes the possessor, the of-phrase and the determiners of token t.
func (s *story) around(p *phrase, t int, possL, possR *int) {
	d := s.d
	for _, k32 := range d.Children(t) {
		k := int(k32)
		if d.Tokens[k].Deprel == "nmod:poss" && k < t {
			p.possessor = k
			*possL, *possR = d.Subtree(k)
		}
		if base(d.Tokens[k].Deprel) == "nmod" && k > t && p.complement < 0 {
			switch s.caseOf(k) {
			case "of", "for", "from", "in", "at", "within", "inside":
				p.complement = k
			}
		}
		if d.Tokens[k].Deprel == "nummod" && k < t {
			p.number = numeral(d.Form(k))
		}
	}
}

// determiners reads "the", "both", "these two" before the noun from the surface,
// for parsers hang them in many ways.
func (s *story) determiners(p *phrase, l int) {
	d := s.d
	p.definite = p.definite || p.possessor >= 0
	for t := max(l-1, d.Sentences[d.SentenceOf(l)].First); t < p.sem; t++ {
		switch d.Form(t) {
		case "the", "The", "this", "This", "these", "These", "those", "Those", "that", "THE":
			p.definite = true
		case "both", "Both":
			p.definite, p.number = true, 2
		case "two", "Two":
			p.number = 2
		}
	}
}

// word takes in the match or token at i and returns where to go on.
func (s *story) word(p *phrase, pa *parts, i, r int) int {
	m := s.matchOf(i)
	form := s.d.Form(i)
	if m == nil || m.first < i && m.last <= i {
		s.unmatched(p, pa, i, form)
		return i + 1
	}
	next := max(m.last, i+1)
	isHead := p.sem >= i && p.sem < next
	if e := s.namedAfter(i, p.sem); e != nil {
		pa.house = e
		return e.Last // "American Motors president": what the firm is called
	}
	if m.partial && m.sense(state|demo|org) != nil && next == i+1 && !isHead && !m.past {
		return next // "pro-Russian": about the state, not of it
	}
	if !isHead && next < len(s.d.Tokens) && m.sense(state|demo|org) != nil && s.related(next) {
		return next
	}
	if s.nameGoesOn(p, pa, m, i) {
		s.unmatched(p, pa, i, form)
		return i + 1
	}
	if e := s.namedBefore(m); isHead && e != nil {
		s.name(pa, e.First, e.Last)
		p.first = min(p.first, e.First)
		return next
	}
	after := pa.role != nil || pa.title != nil
	switch {
	case isHead && m.sense(org) != nil && !(pa.nameFirst >= 0 && s.entityType(i) == "PER"):
		pa.org, pa.orgFirst, pa.orgLast = m.sense(org), i, next
	case m.sense(country|region) != nil && (isHead || m.sense(demo) == nil):
		x := m.sense(country | region)
		if isHead {
			pa.state = x
		} else {
			pa.code(x, "modifier "+x.name)
		}
	case isHead && m.sense(capital) != nil:
		pa.state = m.sense(capital)
	case m.sense(demo) != nil:
		pa.past = pa.past || m.past
		x := m.sense(demo)
		ethnic := i > 0 && strings.EqualFold(s.d.Form(i-1), "ethnic")
		if isHead {
			if n := m.sense(national | regional); n != nil {
				x = n
			}
			pa.demo, pa.ethnic = x, ethnic
			if x.plural {
				p.plural = true
			}
		} else if !ethnic {
			pa.code(x, "demonym "+s.d.Slice(s.d.TokenSpan(m.first, m.last)))
			s.based(p, m)
		}
	case m.sense(org) != nil:
		if isPress(m.sense(org)) && governs(s.officeAt(next)) {
			break // "told Reuters Finance Secretary Ann Weller"
		}
		pa.orgs = m.sense(org)
	case m.sense(capital) != nil:
		x := m.sense(capital)
		pa.code(x, "capital "+x.name)
		s.based(p, m)
	case m.sense(prefix) != nil && !isHead && !(m.sense(role) != nil && s.beforeName(next)):
		s.prefixed(p, pa, m.sense(prefix), i)
	case m.sense(title) != nil && !isHead && (i+1 < r):
		pa.title = m.sense(title)
		if pa.title.sex != 0 {
			pa.sex = pa.title.sex
		}
	case isHead && m.sense(generic) != nil && s.pointsBack(p, m):
		pa.generic = m.sense(generic)
		if x := m.sense(role); x != nil {
			s.take(pa, x, m.first, next)
		}
	case m.sense(role) != nil && (isHead || next <= p.sem || pa.nameFirst < 0) && m.sense(given) == nil:
		x := m.sense(role)
		if !isHead && m.sense(qualifier) != nil && x.kind != office {
			pa.quals = append(pa.quals, m.sense(qualifier).sectors...)
			break
		}
		if pa.role != nil && !after {
			break
		}
		if pa.role != nil && pa.role.kind != office && len(pa.role.sectors) > 0 && pa.role.sectors[0] != "CVL" {
			pa.quals = append(pa.quals, pa.role.sectors...)
			if pa.role.org != "" {
				p.org = pa.role.org
			}
		}
		if pa.role != nil && pa.role.kind == office && x.inherit && x.kind != body {
			pa.quals = append(pa.quals, pa.role.sectors...)
		}
		s.take(pa, x, m.first, next)
	case m.sense(leader) != nil:
		pa.leader = m.sense(leader)
		s.name(pa, i, next)
	case m.sense(given) != nil:
		g := m.sense(given)
		if pa.sex == 0 {
			pa.sex = g.sex
		}
		s.name(pa, i, next)
	case m.sense(qualifier) != nil && !isHead:
		pa.quals = append(pa.quals, m.sense(qualifier).sectors...)
	default:
		s.unmatched(p, pa, i, form)
	}
	return next
}

// nameGoesOn reports whether a lexicon word at i is only a part of a personal
// name: "Jordan" in "Mr Karim Jordan", "Bishop" in "Julie Bishop".
func (s *story) nameGoesOn(p *phrase, pa *parts, m *match, i int) bool {
	if m.sense(leader) != nil && m.last > i+1 {
		return false
	}
	if !startsUpper(s.d.Form(i)) {
		return false
	}
	if u := s.unitAt(i); u != nil && u.name >= 0 && i >= u.name && i < u.last && (u.surname && m.last == i+1 || s.placeForename(u, m, i)) {
		return true
	}
	if m.sense(demo) != nil && m.last == i+1 && s.afterOffice(i) {
		return true
	}
	if s.entityType(i) == "PER" && pa.nameFirst >= 0 && pa.nameLast == i && s.entAt[i] == s.entAt[i-1] {
		return true
	}
	if pa.nameLast == i && pa.nameFirst >= 0 && s.d.Tokens[i].Deprel == "flat" && m.sense(org|office|person|body) == nil && m.last == i+1 {
		return true
	}
	// a given name directly in front makes a surname of a place name
	return pa.nameLast == i && pa.nameFirst == i-1 && pa.sex != 0 && m.last == i+1 && m.sense(state|demo|office|qualifier) != nil && i == p.sem && s.d.Tokens[i].UPOS == "PROPN"
}

// namedAfter is the body that a country's word at i begins the name of, where the
// lexicon does not know the name and the head of the phrase stands outside it:
// "Japan Air Lines president", or nil.
func (s *story) namedAfter(i, head int) *doc.Entity {
	if s.matchOf(i).sense(state|demo) == nil {
		return nil
	}
	e := s.bodyFrom(i)
	if e == nil || e.Last < i+2 || e.Last > head && e.First <= head {
		return nil
	}
	for t := i + 1; t < e.Last; t++ {
		m := s.matchOf(t)
		if s.d.Tokens[t].UPOS != "PROPN" || m != nil && (s.lex.endings[s.d.Form(t)] == nil || m.last > e.Last) {
			return nil
		}
	}
	return e
}

// namedBefore is the body whose name a country's word ends, where the lexicon does
// not know the name: "Gulf Canada", "Air Jamaica"; or nil.
func (s *story) namedBefore(m *match) *doc.Entity {
	if m.sense(country) == nil || m.partial || s.entAt[m.first] == 0 {
		return nil
	}
	e := &s.d.Entities[s.entAt[m.first]-1]
	if e.Type != "ORG" || e.First >= m.first || e.Last != m.last {
		return nil
	}
	for t := e.First; t < m.first; t++ {
		if s.d.Tokens[t].UPOS != "PROPN" || s.matchOf(t) != nil {
			return nil
		}
	}
	return e
}

// bodyFrom is the organisation whose name the recogniser begins at token i, or nil.
func (s *story) bodyFrom(i int) *doc.Entity {
	for k := int(s.entAt[i]) - 1; k >= 0 && s.d.Entities[k].First == i; k-- {
		if e := &s.d.Entities[k]; e.Type == "ORG" {
			return e
		}
	}
	return nil
}

// afterOffice reports whether the adjective of a country at i stands between an
// office and a name, where it is a forename: "Minister German Orlov".
func (s *story) afterOffice(i int) bool {
	d := s.d
	if i == 0 || i+1 >= len(d.Tokens) || d.SentenceOf(i-1) != d.SentenceOf(i+1) {
		return false
	}
	before := s.matchOf(i - 1)
	return before != nil && before.last == i && before.sense(office|title) != nil &&
		s.matchOf(i+1) == nil && d.Tokens[i+1].UPOS == "PROPN" && startsUpper(d.Form(i+1))
}

// based notes that the country is only a seat: "a London-based group".
func (s *story) based(p *phrase, m *match) {
	i := m.last
	if i+1 < len(s.d.Tokens) && s.d.Form(i) == "-" {
		p.seat = strings.EqualFold(s.d.Form(i+1), "based")
	}
}

func (s *story) take(pa *parts, x *sense, first, last int) {
	pa.role, pa.roleFirst, pa.roleLast = x, first, last
}

func (s *story) name(pa *parts, first, last int) {
	if pa.nameFirst < 0 || pa.nameLast != first && !(pa.nameLast == first-1 && s.d.Form(first-1) == "-") {
		pa.nameFirst = first
	}
	pa.nameLast = last
}

func (s *story) unmatched(p *phrase, pa *parts, i int, form string) {
	if isTime(form) {
		return
	}
	if u := s.unitAt(i); u != nil && u.name >= 0 {
		switch {
		case i >= u.name && i < u.last:
			s.name(pa, i, i+1)
		case startsUpper(form) && s.d.Tokens[i].UPOS == "PROPN":
			p.modName = i // "Norex chairman Ana Paz"
		}
		return
	}
	switch s.d.Tokens[i].UPOS {
	case "PROPN", "X", "NOUN", "ADJ", "DET", "ADP", "VERB", "NUM", "PART", "CCONJ", "ADV":
	default:
		return
	}
	if s.d.Tokens[i].UPOS == "NOUN" && s.entAt[i] == 0 && !s.definedAs(form) && !(pa.nameFirst >= 0 && pa.nameLast == i) &&
		!(i < p.sem && i+1 < len(s.d.Tokens) && s.d.Tokens[i+1].UPOS == "PROPN" && startsUpper(s.d.Form(i+1)) && s.at[i+1] == 0) {
		return // "Details", "Exports" at the head of a sentence
	}
	if startsUpper(form) && s.d.Tokens[i].UPOS != "ADJ" && s.d.Tokens[i].UPOS != "ADV" && s.d.Tokens[i].UPOS != "DET" && !(s.d.Tokens[i].UPOS == "NOUN" && s.loud[s.d.SentenceOf(i)]) {
		s.name(pa, i, i+1)
		return
	}
	if startsUpper(form) && s.entityType(i) == "PER" {
		s.name(pa, i, i+1)
		return
	}
	if particle(form) || form == "-" {
		if pa.nameFirst >= 0 && pa.nameLast == i || s.entityType(i) == "PER" {
			s.name(pa, i, i+1)
		}
	}
}

func (s *story) prefixed(p *phrase, pa *parts, x *sense, i int) {
	switch x.sub {
	case "rank":
		switch x.name {
		case "deputy", "vice", "assistant", "under", "associate", "junior", "acting", "interim", "caretaker":
			pa.ranks = append(pa.ranks, strings.ToLower(s.d.Form(i)))
		}
	case "past":
		pa.past = true
	case "time":
		pa.then = true
	case "next":
		pa.next = true
	case "shadow":
		pa.shadow = true
		pa.ranks = append(pa.ranks, x.name)
	case "abroad":
		p.abroad = p.abroad || s.entityType(i) != "ORG" // not "Foreign Trade Council"
	}
}

func (pa *parts) code(x *sense, by string) {
	for _, c := range pa.codes {
		if c == x.code {
			return
		}
	}
	pa.codes = append(pa.codes, x.code)
	pa.codeBy, pa.also = by, x.also
}

// related reports whether the token at i makes a country word before it a mere
// relation: "US-backed", "Russian-speaking". "-based" and "-born" do not.
func (s *story) related(i int) bool {
	d := s.d
	if i >= len(d.Tokens) {
		return false
	}
	if d.Form(i) == "-" && i+1 < len(d.Tokens) {
		i++
	} else if d.Tokens[i].Start != d.Tokens[i-1].End {
		return false
	}
	switch strings.ToLower(d.Form(i)) {
	case "backed", "led", "occupied", "held", "controlled", "linked", "allied", "supported", "sponsored", "funded", "trained",
		"affiliated", "aligned", "brokered", "mediated", "speaking", "inspired", "style", "made", "friendly", "armed", "supplied", "dominated":
		return true
	}
	return false
}

// ledBy reports whether the token at i is the "led" of "US-led", which names
// the one that acts.
func (s *story) ledBy(i int) bool {
	if s.d.Form(i) == "-" {
		i++
	}
	return i < len(s.d.Tokens) && strings.EqualFold(s.d.Form(i), "led")
}

// pointsBack reports whether a word that may point to earlier actors does so
// here: it needs "both", "two", "these", "its" or the definite article.
func (s *story) pointsBack(p *phrase, m *match) bool {
	g := m.sense(generic)
	switch g.sub {
	case "country", "people":
		return true
	}
	if m.sense(role) == nil {
		return true
	}
	return p.number >= 2 && p.definite
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " + " + b
}

func startsUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func isTime(w string) bool {
	switch w {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November", "December", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.":
		return true
	}
	return false
}

func numeral(w string) int {
	switch strings.ToLower(w) {
	case "two", "2":
		return 2
	case "three", "3":
		return 3
	case "four", "4":
		return 4
	case "five", "5":
		return 5
	}
	return 1
}
