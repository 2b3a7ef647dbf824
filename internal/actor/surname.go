package actor

import "strings"

// courtesy reports whether a match is a title that only persons bear, so that
// the word after it is a surname even where it is also the name of a country,
// a firm or a trade: "Mr Holland", "Dr Shell", "Mrs Baker".
func (m *match) courtesy() bool {
	x := m.sense(title)
	return x != nil && m.sense(office|person) == nil && (len(x.sectors) == 0 && x.name != "Don" || strings.HasSuffix(x.name, "."))
}

// ordinary reports whether the word at t may be a surname after a title, rather
// than an office spoken to ("Mr President") or the head of a longer title ("Mr
// Justice").
func (s *story) ordinary(t int) bool {
	m := s.matchOf(t)
	if m == nil {
		return true
	}
	if m.last > t+1 || m.first < t || m.sense(prefix|title) != nil {
		return false
	}
	switch strings.ToLower(s.d.Form(t)) {
	case "president", "speaker", "chairman", "chairwoman", "chair", "minister", "ambassador", "secretary", "chancellor", "justice", "general",
		"commissioner", "mayor", "senator", "governor", "premier", "colonel", "inspector", "professor", "congressman", "sheriff", "commander", "leader":
		return false
	}
	return true
}

// joining lists words that never end a name, though headlines give them a
// capital.
func joining(w string) bool {
	switch w {
	case "On", "In", "At", "For", "With", "Over", "As", "And", "After", "Before", "By", "From", "Of", "Against", "About", "Amid", "But", "Or", "If", "That", "Not", "Into":
		return true
	}
	return false
}

// placeForename reports whether the name of a place at i is a forename: the
// first of two words the recogniser takes for one person, the second of which
// means nothing else ("Chad Osgood").
func (s *story) placeForename(u *unit, m *match, i int) bool {
	if i != u.name || u.last != i+2 || m.last != i+1 || m.sense(state|demo) == nil || s.entAt[i] == 0 || s.matchOf(i+1) != nil {
		return false
	}
	e := &s.d.Entities[s.entAt[i]-1]
	return e.Type == "PER" && e.First == u.name && e.Last == u.last
}

// surnames marks the words that repeat the surname of somebody the story names
// in full, so that "Jordan" after "Congressman Tim Jordan" is the man.
func (s *story) surnames() {
	d := s.d
	var known []string
	for i := range s.unitList {
		u := &s.unitList[i]
		if u.name < 0 || u.last-u.name < 2 || !u.surname && u.first == u.name && s.matchOf(u.name).sense(given) == nil && !(s.matchOf(u.name) == nil && s.entityType(u.name) == "PER" && s.entAt[u.name] == s.entAt[u.last-1]) {
			continue
		}
		if m := s.matchOf(u.last - 1); m != nil && m.first == u.last-1 && m.last == u.last && !m.partial && m.sense(proud|demo|role|qualifier) != nil {
			known = append(known, s.folded(u.last-1))
		}
	}
	if len(known) == 0 {
		return
	}
	for i := range s.matches {
		m := &s.matches[i]
		t := m.first
		if m.last != t+1 || m.partial || s.unitAt(t) != nil && (s.unitAt(t).first != t || s.unitAt(t).last != t+1) || !startsUpper(d.Form(t)) || !among(known, s.folded(t)) || m.sense(proud|demo|role|qualifier) == nil {
			continue
		}
		if d.Tokens[t].UPOS != "PROPN" && s.entityType(t) != "PER" || t > 0 && strings.EqualFold(d.Form(t-1), "the") {
			continue
		}
		if m.sense(state|demo) != nil && (s.caseOf(t) != "" && within(s.caseOf(t)) || s.toldOtherwise(m)) {
			continue
		}
		if s.unitAt(t) == nil {
			s.addUnit(t, t+1, t)
		}
		u := s.unitAt(t)
		u.name, u.surname = t, true
	}
}

// folded is the folded form of token t.
func (s *story) folded(t int) string {
	a, z := s.atomOf[t], s.atomOf[t+1]
	if a == z {
		return ""
	}
	return string(s.buf[s.atoms[a].start:s.atoms[z-1].end])
}

func among(l []string, w string) bool {
	for _, x := range l {
		if x == w {
			return true
		}
	}
	return false
}

// toldOtherwise reports whether the story names the state of match m by another
// word too: with "Jordanian" in the story, "Jordan" is more likely the kingdom.
func (s *story) toldOtherwise(m *match) bool {
	code, word := m.sense(state|demo).code, s.folded(m.first)
	for i := range s.matches {
		n := &s.matches[i]
		if x := n.sense(state | demo); x != nil && x.code == code && s.folded(n.first) != word {
			return true
		}
	}
	return false
}

// voice lists roles whose holder speaks and acts for a person and stands where
// that person stands.
func voice(noun string) bool {
	switch noun {
	case "spokesman", "spokeswoman", "spokesperson", "aide", "top aide", "press secretary", "adviser", "advisor", "senior adviser", "chief of staff":
		return true
	}
	return false
}

// sexOf is the sex a common noun tells, 0 where it tells none.
func sexOf(noun string) byte {
	switch noun {
	case "wife", "ex-wife", "mother", "daughter", "sister", "widow", "girl", "girlfriend", "queen", "princess", "empress", "first lady", "aunt", "niece", "grandmother", "nun", "actress":
		return 'f'
	case "husband", "ex-husband", "father", "son", "brother", "widower", "boy", "boyfriend", "king", "prince", "crown prince", "emperor", "sultan", "uncle", "nephew", "grandfather", "pope", "monk", "imam", "bishop", "archbishop":
		return 'm'
	}
	switch {
	case strings.HasSuffix(noun, "woman"):
		return 'f'
	case strings.HasSuffix(noun, "man") && noun != "chairman" && noun != "spokesman" && noun != "human" && noun != "alderman" && noun != "ombudsman":
		return 'm'
	}
	return 0
}

// sameParty reports whether "the Republican nominee" may be an entity met
// before: not when that one is of another party.
func (s *story) sameParty(p *phrase, x *entity) bool {
	org := x.actor.Organisation
	democrat := strings.HasPrefix(p.name, "Democratic ")
	party := democrat || p.org != "" && len(p.sectors) > 0 && p.sectors[0] == "PTY"
	switch {
	case !party:
		return true
	case org == "":
		return x.form != formRole || x.actor.Name == p.name
	case democrat && p.org == "":
		return strings.HasPrefix(org, "Democratic")
	}
	return p.org == org
}

// tagAt is the end of a party tag that begins at token t, as American papers
// set it after a legislator's name ("R-Ohio", "D-Calif."), and the party; 0
// where there is none.
func (s *story) tagAt(t int) (end int, party string) {
	d := s.d
	if t >= len(d.Tokens) {
		return 0, ""
	}
	w := d.Form(t)
	rest := ""
	switch {
	case len(w) == 1 && t+2 < len(d.Tokens) && (d.Form(t+1) == "-" || d.Form(t+1) == "–") && d.Tokens[t].End == d.Tokens[t+1].Start && d.Tokens[t+1].End == d.Tokens[t+2].Start:
		rest, end = d.Form(t+2), t+3
	case len(w) > 3 && w[1] == '-':
		rest, end = w[2:], t+1
	default:
		return 0, ""
	}
	if !startsUpper(rest) || len(rest) < 2 {
		return 0, ""
	}
	switch w[0] {
	case 'R':
		party = "Republican Party"
	case 'D':
		party = "Democratic Party"
	case 'I':
		party = "independent"
	default:
		return 0, ""
	}
	return end, party
}

// inTag reports whether token t belongs to a party tag behind a comma or an
// opening bracket.
func (s *story) inTag(t int) bool {
	for k := t; k >= t-2 && k > 0; k-- {
		if w := s.d.Form(k); len(w) > 1 && w[1] != '-' || len(w) == 0 || w[0] != 'R' && w[0] != 'D' && w[0] != 'I' {
			continue
		}
		if b := s.d.Form(k - 1); b != "(" && b != "," {
			continue
		}
		if end, _ := s.tagAt(k); end > t {
			return true
		}
	}
	return false
}

// partyTag takes country, sector and party from the tag after a name.
func (s *story) partyTag(p *phrase) {
	if p.form != formPerson && p.form != formName || p.kind == 0 && p.nameKey == "" {
		return
	}
	end := p.sem + 1
	if u := s.unitAt(p.sem); u != nil {
		end = u.last
	}
	if end+1 >= len(s.d.Tokens) {
		return
	}
	if b := s.d.Form(end); b != "(" && b != "," {
		return
	}
	last, party := s.tagAt(end + 1)
	if last == 0 {
		return
	}
	p.form = formPerson
	p.basis = join(p.basis, "party tag")
	if p.code == "" {
		p.code = "USA"
	}
	if len(p.sectors) == 0 {
		p.sectors = []string{"LEG"}
	}
	if p.org == "" && party != "independent" {
		p.org = party
	}
}

// beforeName reports whether a personal name begins at token t, so that the
// word before it is an office and no rank: "NATO chief Per Lund".
func (s *story) beforeName(t int) bool {
	u := s.unitAt(t)
	return u != nil && u.name == t
}
