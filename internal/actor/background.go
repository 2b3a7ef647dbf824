package actor

import "chancery/internal/doc"

// background finds the country, organisation and sector that the possessor and
// the of-phrase lend to a phrase.
func (s *story) background(p *phrase) {
	if p.possessor >= 0 {
		if q := s.phraseOf(p.possessor); q != nil && len(q.actors) > 0 {
			s.lend(p, q, "possessor")
		} else if p.code == "" {
			a, z := s.d.Subtree(p.possessor)
			if c, by := s.countryIn(a, z); c != "" {
				p.code, p.basis = c, join(p.basis, by)
			}
		}
	}
	if p.possessor < 0 && p.code == "" {
		s.ownerBefore(p)
	}
	if p.complement < 0 {
		s.fromNext(p)
		s.shared(p)
		return
	}
	prep := s.caseOf(p.complement)
	q := s.phraseOf(p.complement)
	if p.plural && p.code == "" && (prep == "of" || prep == "from") {
		if p.codes = s.statesAt(p.complement); len(p.codes) > 1 {
			return
		}
		p.codes = nil
	}
	if q != nil && q.kind != doc.Locative && len(q.actors) > 0 && (prep == "of" || prep == "for" || prep == "from" || prep == "at" ||
		prep == "in" && (q.form == formBody || q.form == formOrg)) {
		if p.form == formPerson && prep != "of" && prep != "from" {
			return
		}
		s.lend(p, q, prep)
		return
	}
	if p.code == "" && p.form != formPerson {
		if c, by := s.countryUnder(p.complement, 0); c != "" {
			p.code, p.basis = c, join(p.basis, prep+" "+by)
		}
	}
}

// statesAt lists the states of a coordination: "the presidents of Peru and Chile".
func (s *story) statesAt(t int) []string {
	q := s.phraseOf(t)
	if q == nil || q.form != formState {
		return nil
	}
	codes := []string{q.code}
	for _, k := range s.d.Children(t) {
		if s.d.Tokens[k].Deprel == "conj" {
			for _, c := range s.statesAt(int(k)) {
				if c != codes[0] {
					codes = append(codes, c)
				}
			}
		}
	}
	return codes
}

// countryUnder finds a country in the phrase headed by t and in the phrases
// that place it: "the mayor of the town of X in Y".
func (s *story) countryUnder(t, depth int) (code, basis string) {
	l, r := s.core(t)
	if u := s.unitAt(t); u != nil {
		l, r = min(l, u.first), max(r, u.last)
	}
	if c, by := s.countryIn(l, r); c != "" || depth > 3 {
		return c, by
	}
	for _, k := range s.d.Children(t) {
		if base(s.d.Tokens[k].Deprel) == "nmod" && int(k) > t {
			switch s.caseOf(int(k)) {
			case "of", "in", "at", "from", "within":
				if c, by := s.countryUnder(int(k), depth+1); c != "" {
					return c, by
				}
			}
		}
	}
	return "", ""
}

// ownerBefore reads "Peru's president" where the tree hangs "Peru" elsewhere.
func (s *story) ownerBefore(p *phrase) {
	d := s.d
	t := p.first - 1
	if t < 1 || d.SentenceOf(t) != d.SentenceOf(p.head) {
		return
	}
	if w := d.Form(t); w != "'s" && w != "’s" && w != "'" && w != "’" {
		return
	}
	if m := s.matchOf(t - 1); m != nil && m.last == t && m.sense(state) != nil {
		x := m.sense(state)
		p.code, p.basis = x.code, join(p.basis, "possessor "+x.name)
	}
}

// shared reads "the government and people of Peru", where the of-phrase hangs on
// the last noun alone.
func (s *story) shared(p *phrase) {
	if p.code != "" || p.form == formPerson {
		return
	}
	for _, k32 := range s.d.Children(p.head) {
		k := int(k32)
		if s.d.Tokens[k].Deprel != "conj" || k < p.head {
			continue
		}
		q := s.phraseOf(k)
		if q == nil || q.code != "" || q.complement < 0 || s.caseOf(q.complement) != "of" || q.possessor >= 0 || q.form == formPerson {
			return
		}
		if c, by := s.countryUnder(q.complement, 0); c != "" {
			p.code, p.basis = c, join(p.basis, "of "+by)
		}
		return
	}
}

// fromNext reads "troops from Chad" where the tree hangs "from Chad" on the verb.
func (s *story) fromNext(p *phrase) {
	d := s.d
	if p.code != "" || p.last+1 >= len(d.Tokens) || p.form == formPerson {
		return
	}
	prep := d.Form(p.last)
	if prep != "from" && prep != "of" && prep != "at" && prep != "for" {
		return
	}
	q := s.phraseOf(p.last + 1)
	if q == nil {
		if u := s.unitAt(p.last + 1); u != nil {
			q = s.phraseOf(u.head)
		}
	}
	switch {
	case q == nil || q.first != p.last+1:
	case (q.form == formState || q.form == formPlace) && q.code != "" && prep != "for":
		p.code, p.basis = q.code, join(p.basis, prep+" "+q.name)
	case (q.form == formBody || q.form == formOrg) && prep != "from":
		s.resolve(int(s.phraseAt[q.head] - 1))
		if len(q.actors) > 0 {
			s.lend(p, q, prep)
		}
	}
}

// lend passes on what q tells about p.
func (s *story) lend(p, q *phrase, by string) {
	a := q.actors[0]
	if p.code == "" && len(q.actors) > 1 {
		p.codes = nil
		for i := range q.actors {
			if c := q.actors[i].Country; c != "" {
				p.codes = append(p.codes, c)
			}
		}
	}
	if (p.code == "" || s.lex.names[p.code] == "" && by == "possessor" && q.form == formState) && a.Country != "" && len(p.codes) < 2 {
		p.code = a.Country
		p.basis = join(p.basis, by+" "+a.Name)
	}
	if a.Organisation != "" && p.org == "" && !a.Person {
		p.org = a.Organisation
		if p.inherit && (a.Sector != "" || q.form == formOrg) {
			p.sectors, p.inherit = a.Sectors, false // unknown sector: better none than GOV
		}
	} else if p.inherit && a.Sector != "" && (q.form == formBody || q.form == formGroup && by != "possessor" || a.Person && voice(p.noun)) {
		p.sectors, p.inherit = a.Sectors, false
		if q.form == formBody && p.org == "" {
			p.org = a.Name
		}
	}
	if p.past && len(p.sectors) > 0 && governs(p.sectors[0]) {
		p.sectors = []string{"ELI"}
	}
}

// divided chooses the state for a people that lives in several: the one the
// phrase or its scene names ("Kurdish fighters in Syria"), else the story's.
func (s *story) divided(p *phrase) {
	if len(p.also) == 0 || len(p.codes) > 1 {
		return
	}
	q := *p
	q.code, q.basis = "", ""
	if p.form != formState {
		s.background(&q)
		if q.code == "" {
			q.code, q.basis = s.scene(p)
		}
	}
	if q.code == "" && s.focus != "" {
		q.code, q.basis = s.focus, s.focusBy
	}
	for _, c := range p.also {
		if c == q.code {
			p.code, p.basis = c, join(p.basis, q.basis)
		}
	}
}

// near gives "the army", "the regime", "the rebels" of a story about no one
// country the only state that the sentence so far and the one before speak of.
func (s *story) near(p *phrase) {
	if s.focus != "" || len(p.sectors) == 0 || p.abroad || p.cameFromMod || p.possessor >= 0 || p.org != "" && p.form != formBody || witness(p.noun) {
		return
	}
	switch p.sectors[0] {
	case "GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB":
	default:
		return
	}
	if !p.definite || p.form != formBody && p.form != formGroup {
		return
	}
	if states := s.statesBefore(p.head); len(states) == 1 {
		a := &s.ents[states[0]].actor
		p.code, p.basis = a.Country, join(p.basis, "near "+a.Name)
	}
}
