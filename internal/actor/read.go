package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// parts is what the words of one phrase say, before they are put together.
type parts struct {
	codes      []string // countries in front, text order
	codeBy     string   // how the country was told
	orgs       *sense   // last organisation before the head
	org        *sense   // organisation that is the head
	state      *sense
	demo       *sense
	role       *sense
	roleFirst  int
	roleLast   int
	quals      []string // sectors told by words in front
	ranks      []string // "deputy"
	past, then bool
	next       bool
	title      *sense
	leader     *sense
	nameFirst  int // run of name tokens
	nameLast   int
	sex        byte
	generic    *sense
	related    bool // country word inside "US-backed"
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
	after := pa.role != nil || pa.title != nil
	switch {
	case isHead && m.sense(org) != nil && !(pa.nameFirst >= 0 && s.entityType(i) == "PER"):
		pa.org = m.sense(org)
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
		if isHead {
			if n := m.sense(national | regional); n != nil {
				x = n
			}
			pa.demo = x
			if x.plural {
				p.plural = true
			}
		} else {
			pa.code(x, "demonym "+s.d.Slice(s.d.TokenSpan(m.first, m.last)))
			s.based(p, m)
		}
	case m.sense(org) != nil:
		pa.orgs = m.sense(org)
	case m.sense(capital) != nil:
		x := m.sense(capital)
		pa.code(x, "capital "+x.name)
		s.based(p, m)
	case m.sense(prefix) != nil && !isHead:
		s.prefixed(pa, m.sense(prefix), i)
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
	if s.entityType(i) == "PER" && pa.nameFirst >= 0 && pa.nameLast == i && s.entAt[i] == s.entAt[i-1] {
		return true
	}
	if pa.nameLast == i && pa.nameFirst >= 0 && s.d.Tokens[i].Deprel == "flat" && m.sense(org|office|person|body) == nil && m.last == i+1 {
		return true
	}
	// a given name directly in front makes a surname of a place name
	return pa.nameLast == i && pa.nameFirst == i-1 && pa.sex != 0 && m.last == i+1 && m.sense(state|demo|office|qualifier) != nil && i == p.sem && s.d.Tokens[i].UPOS == "PROPN"
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
		if i >= u.name && i < u.last {
			s.name(pa, i, i+1)
		}
		return
	}
	switch s.d.Tokens[i].UPOS {
	case "PROPN", "X", "NOUN", "ADJ", "DET", "ADP", "VERB", "NUM", "PART", "CCONJ", "ADV":
	default:
		return
	}
	if s.d.Tokens[i].UPOS == "NOUN" && s.entAt[i] == 0 && !(pa.nameFirst >= 0 && pa.nameLast == i) &&
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

func (s *story) prefixed(pa *parts, x *sense, i int) {
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
	}
}

func (pa *parts) code(x *sense, by string) {
	for _, c := range pa.codes {
		if c == x.code {
			return
		}
	}
	pa.codes = append(pa.codes, x.code)
	pa.codeBy = by
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

// compose decides what the phrase is.
func (s *story) compose(p *phrase, pa *parts, l, r int) bool {
	d := s.d
	p.sex = pa.sex
	p.past = pa.past
	if m := s.matchOf(p.sem); m != nil && m.past {
		p.past, pa.past = true, true
	}
	p.code, p.basis = "", ""
	if n := len(pa.codes); n > 0 {
		p.code, p.basis = pa.codes[n-1], pa.codeBy
		if n > 1 {
			p.codes = pa.codes
		}
	}
	hasName := pa.nameFirst >= 0
	switch u := s.unitAt(p.head); {
	case u != nil && u.org:
		return s.definedName(p, pa, u)
	case p.complement >= 0 && pa.org == nil && s.caseOf(p.complement) == "of" && (pa.role == nil || s.plainPlural(p.complement)) && quantity(strings.ToLower(d.Form(p.sem))):
		return s.bareNoun(p, pa)
	case pa.org != nil:
		return s.organisation(p, pa, l, r)
	case pa.state != nil && !(hasName && pa.title != nil):
		return s.state(p, pa, l, r)
	case hasName && (pa.role != nil || pa.title != nil || pa.leader != nil) && s.personal(p, pa):
		return s.person(p, pa)
	case pa.generic != nil:
		p.form, p.noun, p.sub = formGeneric, pa.generic.name, pa.generic.sub
		p.plural = p.plural || pa.generic.plural
		if pa.role != nil {
			s.sectorsOf(p, pa)
			p.role = officeName(pa)
		}
		return true
	case pa.role != nil && pa.role.kind == body && (hasName || s.capitalised(pa, l)):
		return s.properBody(p, pa, l, r)
	case pa.role != nil && pa.roleLast > p.sem && pa.roleFirst <= p.sem:
		return s.common(p, pa, l, r)
	case pa.role != nil && hasName:
		return s.person(p, pa)
	case pa.role != nil:
		if p.sem >= pa.roleLast && d.Tokens[p.sem].UPOS != "PROPN" {
			return false // "police chase", "rebel stronghold"
		}
		return s.common(p, pa, l, r)
	case pa.demo != nil:
		return s.nationals(p, pa)
	case hasName:
		return s.unknownName(p, pa, l, r)
	case pa.orgs != nil && d.Tokens[p.sem].UPOS == "PROPN":
		pa.org = pa.orgs
		return s.organisation(p, pa, l, r)
	}
	return s.bareNoun(p, pa)
}

// personal reports whether the name in the phrase is a person's, given a role
// or a title beside it.
func (s *story) personal(p *phrase, pa *parts) bool {
	if pa.title != nil || pa.leader != nil && pa.role == nil {
		return true
	}
	if pa.role != nil && pa.role.kind != office && pa.role.kind != person {
		return false
	}
	if pa.role != nil && pa.nameFirst < pa.roleFirst {
		// "the Karimi spokesman": the name modifies, unless the head is in the name
		if p.sem >= pa.roleFirst {
			p.modName = pa.nameLast - 1
			return false
		}
	}
	return true
}

func (s *story) person(p *phrase, pa *parts) bool {
	d := s.d
	p.form = formPerson
	p.name = strings.TrimSuffix(d.Slice(d.TokenSpan(pa.nameFirst, pa.nameLast)), "'s")
	s.keys(p, pa.nameFirst, pa.nameLast)
	if pa.role != nil {
		s.sectorsOf(p, pa)
		p.role = officeName(pa)
		p.basis = join(p.basis, "role "+pa.role.name)
		p.inherit = pa.role.inherit
		p.manyOffice = pa.role.plural
	} else if pa.title != nil {
		p.sectors = pa.title.sectors
		p.role = pa.title.sub
		p.basis = join(p.basis, "title "+pa.title.name)
	} else {
		p.basis = join(p.basis, "name")
	}
	if pa.orgs != nil {
		s.ofOrganisation(p, pa.orgs)
	}
	p.plural = false
	return true
}

// keys sets the folded forms of a personal name.
func (s *story) keys(p *phrase, first, last int) {
	a, z := s.atomOf[first], s.atomOf[last]
	if a == z {
		return
	}
	p.nameKey = string(s.buf[s.atoms[a].start:s.atoms[z-1].end])
	k := z - 1
	for k > a && (string(s.buf[s.atoms[k].start:s.atoms[k].end]) == "s" || string(s.buf[s.atoms[k].start:s.atoms[k].end]) == "jr") {
		k--
	}
	p.surname = string(s.buf[s.atoms[k].start:s.atoms[k].end])
	if p.nameKey != "" && k < z-1 {
		p.nameKey = string(s.buf[s.atoms[a].start:s.atoms[k].end])
	}
}

func officeName(pa *parts) string {
	if pa.role == nil || pa.role.kind != office {
		return ""
	}
	name := strings.ToLower(pa.role.name)
	if len(pa.ranks) > 0 {
		name = strings.Join(pa.ranks, " ") + " " + name
	}
	if pa.past {
		name = "former " + name
	}
	return name
}

// sectorsOf works out the sectors of a role with the words before it.
func (s *story) sectorsOf(p *phrase, pa *parts) {
	x := pa.role
	p.noun = strings.ToLower(x.name)
	p.inherit = x.inherit
	p.office = x.kind == office
	if p.code == "" {
		p.code = x.code
	}
	p.sectors = x.sectors
	if x.org != "" {
		p.org = x.org
	}
	switch {
	case len(pa.quals) == 0:
	case x.inherit:
		p.sectors = pa.quals
		p.inherit = false
	default:
		p.sectors = union(x.sectors, pa.quals)
	}
	if pa.past && (x.kind == office || x.kind == person) && len(p.sectors) > 0 && governs(p.sectors[0]) {
		p.sectors = []string{"ELI"}
		p.past = true
	}
}

// union appends the sectors of b that a lacks, in a list of its own.
func union(a, b []string) []string {
	out := append([]string(nil), a...)
	for _, x := range b {
		known := false
		for _, y := range out {
			known = known || x == y
		}
		if !known {
			out = append(out, x)
		}
	}
	return out
}

// governs tells sectors whose former holders count as elites.
func governs(sector string) bool {
	switch sector {
	case "GOV", "LEG", "MIL", "JUD", "COP", "SPY", "PTY":
		return true
	}
	return false
}

func (s *story) ofOrganisation(p *phrase, o *sense) {
	p.org = o.name
	if p.code == "" {
		p.code = o.code // "the US envoy to the UN" stays the envoy of the US
	}
	if len(o.sectors) > 0 && p.inherit {
		p.sectors = o.sectors
		p.inherit = false
	}
	p.basis = join(p.basis, "of "+o.name)
}

// organisation reads a phrase whose head is a known organisation.
func (s *story) organisation(p *phrase, pa *parts, l, r int) bool {
	o := pa.org
	if pa.nameFirst >= 0 && pa.title != nil {
		return s.person(p, pa)
	}
	p.form, p.name, p.org = formOrg, o.name, o.name
	p.nameKey = o.name
	code := o.code
	if p.code == "" || code != "" {
		if p.code != "" && code != p.code {
			p.basis = ""
		}
		p.code = code
	}
	p.sectors = o.sectors
	p.basis = join(p.basis, "organisation "+o.name)
	p.fixed = p.code != ""
	return true
}

func (s *story) state(p *phrase, pa *parts, l, r int) bool {
	x := pa.state
	if pa.role != nil && pa.roleFirst < p.sem && (pa.role.titular && pa.role.kind == office) && s.entityType(p.sem) == "PER" {
		s.name(pa, p.sem, p.sem+1)
		return s.person(p, pa)
	}
	p.form, p.code, p.codes = formState, x.code, nil
	p.name, p.sectors = x.name, x.sectors
	p.nameKey = x.code
	switch x.kind {
	case country:
		p.basis = "country " + x.name
	case capital:
		p.basis, p.sub, p.name = "capital "+x.name, "capital", s.lex.names[x.code]
		p.nameKey = x.code
	default:
		p.basis, p.sub, p.nameKey = "region "+x.name, "region", x.name
	}
	p.fixed = true
	return true
}

// capitalised reports whether a body's noun and a word before it are written
// as a name: "the Northern Front".
func (s *story) capitalised(pa *parts, l int) bool {
	if pa.role.org != "" || !startsUpper(s.d.Form(pa.roleFirst)) || s.loud[s.d.SentenceOf(l)] {
		return false
	}
	for t := l; t < pa.roleFirst; t++ {
		if startsUpper(s.d.Form(t)) && s.d.Tokens[t].UPOS != "DET" && s.matchOf(t).sense(demo|state|prefix) == nil && t > s.d.Sentences[s.d.SentenceOf(l)].First {
			return true
		}
	}
	return false
}

// definedName reads a name that an acronym in brackets marks as one.
func (s *story) definedName(p *phrase, pa *parts, u *unit) bool {
	if pa.org != nil {
		return s.organisation(p, pa, u.first, u.last)
	}
	if pa.role != nil && pa.role.kind == body {
		s.sectorsOf(p, pa)
	}
	p.form, p.complement = formOrg, -1
	p.name = s.d.Slice(s.d.TokenSpan(u.first, u.last))
	p.org = p.name
	s.keys(p, u.first, u.last)
	p.surname = ""
	p.basis = join(p.basis, "name with acronym")
	if p.code == "" {
		if c, by := s.countryIn(u.first, u.last); c != "" {
			p.code, p.basis = c, join(p.basis, by)
		}
	}
	return true
}

// properBody reads an institution with a name of its own that the lexicon does
// not list: "Cardona Regional Court", "the Lakeside Workers' Union".
func (s *story) properBody(p *phrase, pa *parts, l, r int) bool {
	d := s.d
	if pa.nameFirst >= 0 && (p.sem < pa.roleFirst || p.sem >= pa.roleLast) {
		// the head is in the name
		if s.entityType(p.sem) == "PER" && pa.nameFirst >= pa.roleLast {
			return s.person(p, pa)
		}
	}
	if pa.nameFirst >= 0 && pa.nameLast <= pa.roleFirst {
		if t := s.entityType(pa.nameFirst); t == "PER" || pa.leader != nil {
			p.modName = pa.nameLast - 1
			return s.common(p, pa, l, r)
		}
		if !startsUpper(d.Form(pa.roleFirst)) {
			p.modName = pa.nameLast - 1
			return s.common(p, pa, l, r)
		}
	}
	s.sectorsOf(p, pa)
	p.form = formOrg
	first := l
	for t := first; t < p.sem; t++ {
		if d.Tokens[t].UPOS == "NUM" && d.Tokens[t].Head == p.sem {
			first = t + 1 // "at least 20 soldiers"
		}
	}
	first = min(first, max(l, pa.roleFirst)) // "the prime minister's office"
	for first < p.sem && (d.Tokens[first].UPOS == "DET" || !startsUpper(d.Form(first)) && d.Tokens[first].UPOS != "ADP") {
		first++
	}
	if pa.nameFirst >= pa.roleLast && !startsUpper(d.Form(pa.roleFirst)) {
		first, r = pa.nameFirst, pa.nameLast // "the mining group Norex"
	}
	p.name = d.Slice(d.TokenSpan(first, r))
	s.keys(p, first, r)
	p.surname = ""
	p.org = p.name
	p.basis = join(p.basis, "named "+pa.role.name)
	if p.code == "" && pa.orgs != nil {
		p.code = pa.orgs.code
	}
	if p.code == "" {
		if c, by := s.countryIn(first, r); c != "" {
			p.code, p.basis = c, join(p.basis, by)
		}
	}
	return true
}

// common reads a phrase headed by a common noun for a participant.
func (s *story) common(p *phrase, pa *parts, l, r int) bool {
	d := s.d
	s.sectorsOf(p, pa)
	x := pa.role
	p.plural = p.plural || x.plural
	p.role = officeName(pa)
	switch {
	case x.kind == body:
		p.form = formBody
	case p.plural || x.plural:
		p.form = formGroup
		p.role = ""
	default:
		p.form = formRole
	}
	if x.kind == force {
		p.form = formGroup
	}
	if pa.orgs != nil {
		s.ofOrganisation(p, pa.orgs)
	}
	p.basis = join(p.basis, "role "+x.name)
	first := l
	if p.possessor >= 0 && p.possessor < p.sem {
		_, z := d.Subtree(p.possessor)
		first = min(max(first, z), p.sem)
	}
	for t := first; t < p.sem; t++ {
		if d.Tokens[t].UPOS == "NUM" && d.Tokens[t].Head == p.sem {
			first = t + 1 // "at least 20 soldiers"
		}
	}
	first = min(first, max(l, pa.roleFirst)) // "the prime minister's office"
	for first < p.sem && (d.Tokens[first].UPOS == "DET" || d.Tokens[first].UPOS == "NUM" || d.Tokens[first].UPOS == "PUNCT" || d.Tokens[first].UPOS == "PART" || d.Tokens[first].UPOS == "PRON") {
		first++
	}
	p.name = d.Slice(d.TokenSpan(first, r))
	if x.kind == body && x.org != "" {
		p.name = x.org
	}
	p.plainName = x.org != "" || p.name == s.d.Slice(s.d.TokenSpan(pa.roleFirst, pa.roleLast))
	return true
}

// nationals reads "Iranians", "the French", "a Somali".
func (s *story) nationals(p *phrase, pa *parts) bool {
	x := pa.demo
	if x.kind == adjective && s.d.Tokens[p.sem].UPOS == "PROPN" && !p.cameFromMod && !p.definite {
		p.plural = true
	}
	p.code, p.nameKey = x.code, ""
	if p.cameFromMod {
		p.form, p.name, p.nameKey = formState, s.lex.names[x.code], x.code
		if x.kind == regional {
			p.name, p.nameKey, p.sub = x.name, x.name, "region"
		}
		p.basis, p.fixed, p.sectors = "demonym "+s.d.Form(p.sem), true, x.sectors
		return true
	}
	if x.kind == adjective && !p.definite && s.d.Tokens[p.sem].UPOS == "ADJ" {
		return false
	}
	p.form, p.sectors, p.noun = formGroup, []string{"CVL"}, "national"
	if !p.plural && x.kind != adjective {
		p.form = formRole
	}
	p.name = s.d.Slice(s.d.TokenSpan(p.sem, p.sem+1))
	p.basis = "nationals " + s.d.Form(p.sem)
	return true
}

// unknownName reads a name that no list knows, by its entity type and shape.
func (s *story) unknownName(p *phrase, pa *parts, l, r int) bool {
	d := s.d
	if p.sem < pa.nameFirst || p.sem >= pa.nameLast {
		return s.bareNoun(p, pa)
	}
	first, last := pa.nameFirst, pa.nameLast
	p.name = d.Slice(d.TokenSpan(first, last))
	s.keys(p, first, last)
	typ := s.entityType(p.sem)
	switch {
	case typ == "MISC" || typ == "EVENT" || typ == "LAW" || isTime(d.Form(p.sem)) || happening(d.Form(p.sem)):
		return false
	case typ == "PER" || (pa.sex != 0 && typ != "ORG") || pa.title != nil:
		p.form, p.basis = formPerson, join(p.basis, "name")
		p.plural = false
	case typ == "GPE" || typ == "LOC":
		if e := &d.Entities[s.entAt[p.sem]-1]; e.First >= l && e.Last <= r {
			first, last = e.First, e.Last
			p.name = d.Slice(d.TokenSpan(first, last))
			s.keys(p, first, last)
		}
		c, by := s.countryIn(first, last)
		p.form, p.basis = formPlace, "place "+p.name
		p.surname = ""
		if c != "" {
			p.code, p.basis = c, by
		}
	case typ == "ORG":
		if e := &d.Entities[s.entAt[p.sem]-1]; e.First >= l && e.First <= first && e.Last >= last && (e.First < first || e.Last > last) && s.matchOf(e.First).sense(demo|state) == nil && !strings.EqualFold(d.Form(e.First), "the") {
			p.name = d.Slice(d.TokenSpan(e.First, e.Last)) // "Bank of Lakeland"
			s.keys(p, e.First, e.Last)
		}
		p.form, p.surname, p.org = formOrg, "", p.name
		p.basis = join(p.basis, "organisation name")
		if pa.orgs != nil {
			s.ofOrganisation(p, pa.orgs)
		}
	case typ == "NORP":
		p.form, p.sectors, p.surname = formGroup, []string{"CVL"}, ""
		p.basis = join(p.basis, "group name")
	default:
		if c, by := s.countryIn(first, last); c != "" && last-first == 1 {
			p.form, p.code, p.basis, p.surname = formPlace, c, by, ""
			break
		}
		p.form, p.code, p.basis = formName, "", join(p.basis, "unlisted name")
	}
	if p.form == formName && last-first > 1 && s.lex.endings[d.Form(last-1)] != nil {
		p.form, p.surname, p.org = formOrg, "", p.name // "Norex Holdings"
	}
	if p.form == formOrg {
		s.ending(p, pa)
	}
	return true
}

// plainPlural reports whether token t is a plural word for people, so that
// "a group of ecologists" is the ecologists.
func (s *story) plainPlural(t int) bool {
	x := s.matchOf(t).sense(role)
	return x != nil && x.kind == person && x.plural
}

// quantity lists nouns that count what follows: "hundreds of soldiers".
func quantity(w string) bool {
	switch w {
	case "hundreds", "thousands", "dozens", "scores", "tens", "millions", "number", "majority", "total", "handful", "series", "rest", "lot", "lots",
		"most", "many", "some", "several", "few", "one", "two", "three", "half", "group", "crowd", "remainder", "bulk", "all", "both", "none", "each":
		return true
	}
	return false
}

// happening lists capitalised nouns that end names of events and papers, which
// entity recognisers often take for organisations or places.
func happening(w string) bool {
	switch strings.ToLower(w) {
	case "games", "olympics", "cup", "championship", "championships", "summit", "conference", "war", "treaty", "agreement", "accord", "accords",
		"act", "day", "week", "revolution", "plan", "protocol", "convention", "resolution", "declaration", "pact", "deal", "bill", "law", "constitution",
		"festival", "prize", "award", "ramadan", "christmas", "easter", "operation", "initiative", "crisis", "uprising", "spring", "holocaust", "intifada",
		"evidence", "brexit", "dollar", "dollars", "dlrs", "dlr", "mln", "bln", "pct", "stg", "yen", "franc", "francs", "mark", "marks", "ecu", "ecus", "euro", "euros",
		"details", "figures", "exports", "imports", "prices", "covid", "street", "avenue", "road", "airport", "river", "sea", "ocean", "gulf", "lake", "mountain", "mountains", "bridge",
		"square", "internet", "islam", "christianity", "english", "god":
		return true
	}
	return false
}

// ending tells the sector of a named organisation from the last word of its
// name, else from the words before it.
func (s *story) ending(p *phrase, pa *parts) {
	if len(p.sectors) > 0 {
		return
	}
	w := p.name
	if i := strings.LastIndexByte(w, ' '); i >= 0 {
		w = w[i+1:]
		p.sectors = s.lex.endings[w]
	}
	if len(p.sectors) == 0 {
		p.sectors = pa.quals
	}
}

// bareNoun accepts the few unlisted common nouns that are surely people.
func (s *story) bareNoun(p *phrase, pa *parts) bool {
	w := strings.ToLower(s.d.Form(p.sem))
	if p.complement >= 0 && quantity(w) && s.caseOf(p.complement) == "of" {
		p.form, p.sub, p.plural = formGeneric, "quantity", true
		return true
	}
	if len(w) > 5 && (strings.HasSuffix(w, "men") || strings.HasSuffix(w, "man") || strings.HasSuffix(w, "women")) && s.d.Tokens[p.sem].UPOS == "NOUN" && w != "specimen" && w != "regimen" && w != "talisman" {
		p.form, p.noun = formGroup, w
		if strings.HasSuffix(w, "man") {
			p.form = formRole
		}
		p.sectors, p.name = []string{"CVL"}, w
		p.basis = join(p.basis, "people by suffix")
		return true
	}
	return false
}

// countryIn finds the country of a place named inside tokens [first, last).
func (s *story) countryIn(first, last int) (code, basis string) {
	for i := range s.d.Places {
		pl := &s.d.Places[i]
		if pl.First >= last {
			break
		}
		if pl.First >= first && pl.Last <= last && pl.Country != "" && pl.Last > pl.First {
			return pl.Country, "place " + pl.Name
		}
	}
	for t := first; t < last; t++ {
		if m := s.matchOf(t); m != nil && m.first >= first {
			if x := m.sense(state | demo); x != nil && !m.partial {
				return x.code, "word " + s.d.Slice(s.d.TokenSpan(m.first, m.last))
			}
		}
	}
	return "", ""
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
