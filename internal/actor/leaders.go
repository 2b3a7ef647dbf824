package actor

import (
	"strings"

	"chancery/internal/doc"
)

// namedPerson joins mentions of one person by full name or surname.
func (s *story) namedPerson(p *phrase) {
	if e := s.knownPerson(p); e >= 0 {
		s.enrich(e, p)
		s.set(p, e)
		return
	}
	s.modifierName(p)
	s.divided(p)
	s.background(p)
	if x := s.leaderFor(p); x != nil {
		s.applyLeader(p, x)
		if e := s.knownPerson(p); e >= 0 {
			s.enrich(e, p)
			s.set(p, e)
			return
		}
	}
	if p.code == "" && p.role != "" && s.focusSure && len(p.sectors) > 0 && (governs(p.sectors[0]) || p.sectors[0] == "OPP") {
		p.code, p.basis = s.inherited(p)
	}
	s.athome(p)
	s.set(p, s.newEntity(p, doc.Actor{Name: p.name, Country: p.code, Sectors: p.sectors, Role: p.role, Organisation: p.org, Person: true}))
}

// athome gives a phrase that nothing has placed the country where its words are
// at home: "Rep." before a name is American.
func (s *story) athome(p *phrase) {
	if p.code == "" && p.home != "" {
		p.code, p.basis = p.home, join(p.basis, "usage of "+s.lex.names[p.home])
	}
}

func (s *story) knownPerson(p *phrase) int {
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.form == formPerson && x.nameKey == p.nameKey {
			return e
		}
	}
	single := p.nameKey == p.surname
	best := -1
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.form != formPerson || p.sex != 0 && x.sex != 0 && p.sex != x.sex {
			continue
		}
		if single && (x.surname == p.surname || (p.role == "" || x.actor.Role != "") && strings.HasPrefix(x.nameKey, p.nameKey+" ") || strings.HasSuffix(x.nameKey, " "+p.nameKey)) {
			// of two of that name, the one the story speaks of more
			if best < 0 || x.times > s.ents[best].times {
				best = e
			}
			continue
		}
		if x.nameKey == x.surname && x.surname == p.surname && !single && x.actor.Country == p.code {
			x.nameKey, x.actor.Name = p.nameKey, p.name
			return e
		}
	}
	return best
}

// enrich adds to an entity what a later mention tells.
func (s *story) enrich(e int, p *phrase) {
	a := &s.ents[e].actor
	if a.Country == "" {
		s.background(p)
		s.athome(p)
		a.Country = p.code
	}
	if a.Role == "" && p.role != "" {
		a.Role = p.role
	}
	if len(a.Sectors) == 0 && len(p.sectors) > 0 {
		a.Sectors, a.Sector = p.sectors, p.sectors[0]
	}
	if a.Organisation == "" {
		a.Organisation = p.org
	}
	if s.ents[e].sex == 0 {
		s.ents[e].sex = p.sex
	}
	p.basis = join(p.basis, "as "+a.Name)
}

// leaderFor finds the known office-holder a name means, by the day of the story.
func (s *story) leaderFor(p *phrase) *sense {
	e := s.lex.table[p.nameKey]
	if e == nil {
		if e = s.lex.table[withoutInitials(p.nameKey)]; e == nil {
			return nil
		}
	}
	if p.nameKey == p.surname && s.commonWord(p.head) {
		return nil
	}
	day := s.d.Anchor()
	var best *sense
	for i := range e.senses {
		x := &e.senses[i]
		if x.kind != leader || p.code != "" && p.code != x.code {
			continue
		}
		switch {
		case best == nil:
			best = x
		case day != "" && day >= x.from && day <= x.to:
			best = x
		case day != "" && !(day >= best.from && day <= best.to) && x.from <= day && x.from > best.from:
			best = x
		case day == "" && x.from > best.from:
			best = x
		}
	}
	return best
}

// commonWord reports whether the story writes the word at t small too, so that it
// is no surname: "Rice" in a story about rice.
func (s *story) commonWord(t int) bool {
	form := s.d.Form(t)
	for i := range s.d.Tokens {
		if w := s.d.Form(i); len(w) == len(form) && !startsUpper(w) && strings.EqualFold(w, form) {
			return true
		}
	}
	return false
}

// withoutInitials drops the middle initials and numerals of a folded name.
func withoutInitials(key string) string {
	f := strings.Fields(key)
	out := f[:0]
	for i, w := range f {
		if i > 0 && (len(w) == 1 || w == "ii" || w == "iii" || w == "jr" || w == "sr") {
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func (s *story) applyLeader(p *phrase, x *sense) {
	day := s.d.Anchor()
	p.name, p.sex = x.name, x.sex
	if p.code == "" {
		p.code = x.code
	}
	inOffice := day == "" || day >= x.from && day <= x.to
	if len(p.sectors) == 0 || len(p.sectors) == 1 && p.role == "" {
		switch {
		case p.past || !inOffice && day > x.to:
			p.sectors = []string{"ELI"}
		case inOffice:
			p.sectors = leaderSectors(x.sub)
		}
	}
	if p.role == "" && inOffice && !p.past {
		p.role = x.sub
	}
	p.basis = join(p.basis, "known "+x.sub+" of "+x.code)
	if f := strings.Fields(x.name); len(f) > 1 {
		p.nameKey = strings.ToLower(x.name)
		var buf []byte
		for _, w := range f {
			buf = foldWord(buf, w, func(int, int, shape) {})
		}
		p.nameKey = strings.TrimSpace(string(buf))
	}
}

func leaderSectors(office string) []string {
	switch office {
	case "opposition leader":
		return []string{"OPP"}
	case "commander":
		return []string{"MIL"}
	case "rebel leader":
		return []string{"REB"}
	case "pope":
		return []string{"REL"}
	}
	return []string{"GOV"}
}

// someName places a name of unknown sort: a person met already, an acronym
// defined in brackets, else nobody in particular.
func (s *story) someName(p *phrase) {
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.alias != "" && x.alias == p.nameKey || (x.form == formOrg || x.form == formName) && x.nameKey == p.nameKey {
			s.set(p, e)
			return
		}
	}
	if e := s.knownPerson(p); e >= 0 {
		p.form = formPerson
		s.enrich(e, p)
		s.set(p, e)
		return
	}
	if x := s.leaderFor(p); x != nil {
		p.form = formPerson
		s.applyLeader(p, x)
		s.set(p, s.newEntity(p, doc.Actor{Name: p.name, Country: p.code, Sectors: p.sectors, Role: p.role, Person: true}))
		return
	}
	a := doc.Actor{Name: p.name, Country: p.code, Sectors: p.sectors}
	if s.atomOf[p.last] > s.atomOf[p.first]+1 && s.speaks(p.head) {
		a.Person, p.form = true, formPerson
	}
	s.set(p, s.newEntity(p, a))
}

// speaks reports whether token t is the subject of a verb of speech.
func (s *story) speaks(t int) bool {
	h := s.d.Tokens[t].Head
	if h < 0 || !s.isSubject(t) {
		return false
	}
	switch s.d.Tokens[h].Lemma {
	case "say", "tell", "add", "ask", "insist", "argue", "think", "believe", "explain", "admit", "claim", "note", "warn", "declare":
		return true
	}
	return false
}
