package actor

import "strings"

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
		p.code, p.basis, p.also = pa.codes[n-1], pa.codeBy, pa.also
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
	if e := s.lex.endings[d.Form(pa.nameLast-1)]; pa.title == nil && pa.nameLast-pa.nameFirst > 1 && len(e) > 0 && e[0] == "BUS" && s.entityType(p.sem) != "PER" {
		// "the miner Norex Corp"
		p.form, p.sectors, p.plural = formOrg, e, false
		p.name = d.Slice(d.TokenSpan(pa.nameFirst, pa.nameLast))
		s.keys(p, pa.nameFirst, pa.nameLast)
		p.surname, p.org, p.basis = "", p.name, join(p.basis, "firm by its name")
		return true
	}
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
		p.home = pa.title.code
		p.basis = join(p.basis, "title "+pa.title.name)
	} else {
		p.basis = join(p.basis, "name")
	}
	if pa.orgs != nil {
		s.ofOrganisation(p, pa, pa.orgs)
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
	if t := pa.roleFirst - 1; pa.house == nil && presides(x) && t >= 0 && s.entityType(t) == "ORG" && s.matchOf(t).sense(org|role|state|demo) == nil {
		pa.house = &s.d.Entities[s.entAt[t]-1] // "Norex Corp president"
	}
	switch {
	case pa.house != nil && p.org == "" && (presides(x) || x.inherit):
		p.org = s.d.Slice(s.d.TokenSpan(pa.house.First, pa.house.Last))
		p.sectors, p.inherit = s.lex.endings[s.d.Form(pa.house.Last-1)], false
	case len(pa.quals) == 0:
	case x.inherit:
		p.sectors = pa.quals
		p.inherit = false
	default:
		p.sectors = union(x.sectors, pa.quals)
	}
	if pa.shadow && x.kind == office {
		p.sectors, p.org, p.inherit = []string{"OPP"}, "", false
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

func (s *story) ofOrganisation(p *phrase, pa *parts, o *sense) {
	p.org = o.name
	if p.code == "" {
		p.code, p.also = o.code, o.also // "the US envoy to the UN" stays the envoy of the US
	}
	if len(o.sectors) > 0 && (p.inherit || presides(pa.role) && o.sectors[0] == "BUS" && o.code != "IGO") {
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
	if first := s.nameStart(pa.orgFirst); isParty(o) && (first < pa.orgFirst || p.code != "" && code != "" && code != p.code) {
		// "the Reunification Democratic Party", "the Norwegian Labour Party"
		if m := s.matchOf(first - 1); m.sense(demo) != nil && m.last == first {
			first = m.first
		}
		p.name = s.d.Slice(s.d.TokenSpan(first, pa.orgLast))
		p.nameKey, p.org, p.sectors = p.name, p.name, o.sectors
		p.basis = join(p.basis, "named like "+o.name)
		return true
	}
	p.also = o.also
	if p.code == "" || code != "" {
		if p.code != "" && code != p.code {
			p.basis = ""
		}
		p.code = code
	}
	p.sectors = o.sectors
	p.basis = join(p.basis, "organisation "+o.name)
	p.fixed = p.code != "" && len(o.also) == 0
	return true
}

// nameStart is where the name begins that an organisation of the lexicon at t is
// the end of: at the capitalised words before it that mean nothing else and that
// the recogniser takes for one name with it.
func (s *story) nameStart(t int) int {
	for t > 0 && s.entAt[t] != 0 && s.entAt[t-1] == s.entAt[t] && s.d.Tokens[t-1].UPOS == "PROPN" && startsUpper(s.d.Form(t-1)) && s.matchOf(t-1) == nil {
		t--
	}
	return t
}

// presides: the office is one of states and of firms alike, and a firm's governs
// nothing.
func presides(x *sense) bool {
	return x != nil && x.kind == office && (x.name == "president" || x.name == "vice president")
}

func isParty(o *sense) bool { return len(o.sectors) > 0 && o.sectors[0] == "PTY" }

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
	if w := d.Form(first); (w == "House" || w == "Senate") && (pa.role.name == "committee" || pa.role.name == "subcommittee" || pa.role.name == "panel") {
		p.sectors, p.home = []string{"LEG"}, "USA" // "the House Fisheries Committee"
	}
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
	if abstract(x.name) && p.complement >= 0 && s.caseOf(p.complement) != "for" && p.name == "" && pa.orgs == nil && !startsUpper(d.Form(p.sem)) {
		return false // "the movement of goods", "the body of a man"
	}
	p.plural = p.plural || x.plural
	p.role = officeName(pa)
	if p.sex == 0 {
		p.sex = sexOf(p.noun)
	}
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
		s.ofOrganisation(p, pa, pa.orgs)
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

// abstract lists bodies that are as often things.
func abstract(noun string) bool {
	switch noun {
	case "movement", "body", "foundation", "network", "forum", "convention", "institution", "society", "association", "resistance", "source":
		return true
	}
	return false
}

// nationals reads "Iranians", "the French", "a Somali".
func (s *story) nationals(p *phrase, pa *parts) bool {
	x := pa.demo
	if x.kind == adjective && s.d.Tokens[p.sem].UPOS == "PROPN" && !p.cameFromMod && !p.definite {
		p.plural = true
	}
	p.code, p.nameKey, p.also = x.code, "", x.also
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
	if p.definite && p.plural && p.number == 0 && p.possessor < 0 && p.complement < 0 && len(pa.quals) == 0 && s.d.Tokens[max(0, p.sem-1)].UPOS == "DET" {
		// "the Iranians have withdrawn" speaks of the state
		p.form, p.name, p.nameKey, p.sectors = formState, s.lex.names[x.code], x.code, x.sectors
		if x.kind == regional {
			p.name, p.nameKey, p.sub = x.name, x.name, "region"
		}
		p.basis = "nationals for their state: " + s.d.Form(p.sem)
		return true
	}
	p.form, p.sectors, p.noun = formGroup, []string{"CVL"}, "national"
	if !p.plural && x.kind != adjective {
		p.form = formRole
	}
	p.name = s.d.Slice(s.d.TokenSpan(p.sem, p.sem+1))
	p.basis = "nationals " + s.d.Form(p.sem)
	if pa.ethnic {
		p.code, p.also = "", nil
	}
	return true
}
