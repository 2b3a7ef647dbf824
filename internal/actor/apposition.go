package actor

import (
	"strings"

	"chancery/internal/doc"
)

// apposition marks phrases that stand in apposition to another, and acronyms
// given in brackets after a name.
func (s *story) apposition() {
	d := s.d
	for i := range s.phrases {
		p := &s.phrases[i]
		tok := &d.Tokens[p.head]
		if tok.Deprel == "appos" && tok.Head >= 0 {
			p.apposed = tok.Head
		}
		if p.apposed < 0 {
			p.apposed = s.besideComma(i)
		}
		if (p.form == formOrg || p.form == formName) && p.first > 0 && i > 0 && p.apposed < 0 && tok.Head >= 0 && tok.Head < p.head {
			// "the militant group Nur"
			if q := s.phraseOf(tok.Head); q != nil && q.form == formBody && q.head == p.first-1 && s.caseOf(p.head) == "" {
				p.apposed = q.head
			}
		}
		if p.first > 0 && p.last < len(d.Tokens) && d.Form(p.first-1) == "(" && d.Form(p.last) == ")" && p.last == p.first+1 {
			for j := i - 1; j >= 0 && j > i-6; j-- {
				if s.phrases[j].last == p.first-1 && s.phrases[j].form != formPerson {
					p.apposed = s.phrases[j].head
					break
				}
			}
		}
	}
}

// besideComma finds apposition from the surface, for parsers often miss it: a
// role, a comma and a name, or a name, a comma and a role, closed by another
// comma. It returns the head of the phrase before the comma, or -1.
func (s *story) besideComma(i int) int {
	d := s.d
	p := &s.phrases[i]
	if p.kind == doc.Modifier || p.first < 2 || p.last >= len(d.Tokens) || d.Form(p.first-1) != "," || p.plural {
		return -1
	}
	if w := d.Form(p.last); w != "," && w != ")" && w != "—" && w != "-" && !(strings.HasPrefix(d.Form(p.first), "a") && len(d.Form(p.first)) < 3) {
		return -1
	}
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		q := &s.phrases[j]
		swallowed := q.first < p.first && q.last >= p.last && q.head < p.first-1
		if q.last != p.first-1 && !swallowed && !(q.last < p.first-1 && p.first-q.last < 6 && s.d.Form(q.last) == "to" && q.head < q.last) || q.plural || d.SentenceOf(q.head) != d.SentenceOf(p.head) {
			continue
		}
		bare := p.form == formPerson && (p.role == "" || len(p.sectors) > 0 && p.sectors[0] == "MIL") || p.form == formName && p.last-p.first > 1
		switch {
		case (q.form == formRole && q.role != "" || q.noun == "counterpart") && bare,
			(q.form == formPerson && q.role == "" || q.form == formName && q.last-q.first > 1) && p.form == formRole && p.role != "":
			if swallowed {
				q.last = p.first - 1
			}
			return q.head
		}
	}
	return -1
}

// appositives folds what stands in apposition to p into p, both ways.
func (s *story) appositives(p *phrase) {
	for j := int(s.phraseAt[p.head]); j < len(s.phrases) && s.phrases[j].first <= p.last+12; j++ {
		if q := &s.phrases[j]; q.apposed == p.head && !s.done[j] {
			s.merge(p, q)
		}
	}
}

func (s *story) merge(p, q *phrase) {
	d := s.d
	switch {
	case p.noun == "counterpart" && p.form == formGeneric && (q.form == formPerson || q.form == formName):
		p.name, p.nameKey, p.surname, p.sex = q.name, q.nameKey, q.surname, q.sex
		q.form = formPerson
	case p.form == formRole && (q.form == formPerson || q.form == formName):
		// "the Cuban foreign minister, Bruno Paz"
		s.background(p)
		p.form, p.name, p.nameKey, p.surname = formPerson, q.name, q.nameKey, q.surname
		q.form = formPerson
		p.sex = q.sex
		p.basis = join(p.basis, "apposition "+q.name)
	case (p.form == formPerson || p.form == formName) && q.form == formRole:
		// "Ali Karimi, a spokesman for the army"
		p.form = formPerson
		if q.complement >= 0 {
			if j := s.phraseAt[q.complement]; j > 0 && s.phrases[j-1].form != formPronoun {
				s.resolve(int(j - 1))
			}
		}
		s.background(q)
		if p.code == "" {
			p.code = q.code
		}
		if len(p.sectors) == 0 || p.role == "" && q.role != "" {
			p.sectors, p.role = q.sectors, q.role
		}
		if p.org == "" {
			p.org = q.org
		}
		p.basis = join(p.basis, "apposition "+q.noun)
		q.form, q.name, q.nameKey, q.surname = formPerson, p.name, p.nameKey, p.surname
	case (p.form == formOrg || p.form == formName || p.form == formBody || p.form == formPlace) && q.last == q.first+1 && isAcronym(d.Form(q.first)):
		// "the Revolutionary Front of Unity (FRU)"
		if p.form == formName || p.form == formPlace {
			p.form, p.org = formOrg, p.name
		}
		known := q.form == formOrg && q.fixed && (p.code != "" || alike(p.name, q.name) || initials(p.name) != d.Form(q.first))
		if known && q.code != "" && p.code == "" {
			p.code, p.sectors = q.code, q.sectors
		}
		if !known { // or a body of the same initials: "the Financial Services Authority (FSA)"
			q.form, q.sub = formName, "acronym"
			q.apposed = p.head
		}
	case p.form == formBody && (q.form == formOrg || q.form == formName) && q.kind != doc.Locative:
		// "the militant group Nur"
		s.background(p)
		p.form, p.name, p.nameKey, p.org, p.surname = formOrg, q.name, q.nameKey, q.name, ""
		if q.code != "" {
			p.code = q.code
		}
		if len(q.sectors) > 0 {
			p.sectors = q.sectors
		}
		p.basis = join(p.basis, "apposition "+q.name)
		q.form = formOrg
	case (p.form == formOrg || p.form == formName) && (q.form == formBody || q.form == formGroup):
		// "Nur, a rebel group based in Chad"
		s.background(q)
		p.form = formOrg
		if p.org == "" {
			p.org = p.name
		}
		if p.code == "" {
			p.code = q.code
		}
		if len(p.sectors) == 0 {
			p.sectors = q.sectors
		}
		p.basis = join(p.basis, "apposition "+q.noun)
	}
}

func isAcronym(w string) bool {
	n := 0
	for _, r := range w {
		if r >= 'A' && r <= 'Z' {
			n++
		} else if r != '.' && r != '-' && (r < 'a' || r > 'z') {
			return false
		}
	}
	return n >= 2
}

// coordinate notes the coordination that phrase i closes.
func (s *story) coordinate(i int) {
	p := &s.phrases[i]
	d := s.d
	tok := &d.Tokens[p.head]
	if tok.Deprel != "conj" || tok.Head < 0 {
		return
	}
	top := tok.Head
	for n := 0; d.Tokens[top].Deprel == "conj" && d.Tokens[top].Head >= 0 && s.phraseAt[d.Tokens[top].Head] > 0 && n < 40; n++ {
		top = d.Tokens[top].Head
	}
	first := s.phraseOf(top)
	if first == nil || len(first.actors) == 0 {
		return
	}
	s.shareOffice(first, p)
	l := list{at: p.head, subject: s.isSubject(first.head)}
	l.actors = append(l.actors, first.actors...)
	if !s.conjuncts(top, p.head, &l) {
		return
	}
	if len(l.actors) > 1 {
		s.lists = append(s.lists, l)
	}
}

// shareOffice passes a plural office to a name after "and": "Prime ministers A
// of Peru and B of Chile".
func (s *story) shareOffice(first, p *phrase) {
	if first.form != formPerson || p.form != formPerson || p.role != "" || !first.manyOffice {
		return
	}
	for i := range p.actors {
		e := &s.ents[p.actors[i].Entity].actor
		if e.Role == "" {
			e.Role, e.Sectors, e.Organisation = first.role, first.sectors, first.org
			if len(e.Sectors) > 0 {
				e.Sector = e.Sectors[0]
			}
		}
		p.actors[i].Role, p.actors[i].Sector, p.actors[i].Sectors = e.Role, e.Sector, e.Sectors
	}
}

// conjuncts adds the actors of the conjuncts of token t to the list, in text
// order. It reports false where one follows after the token last.
func (s *story) conjuncts(t, last int, l *list) bool {
	for _, k32 := range s.d.Children(t) {
		k := int(k32)
		if s.d.Tokens[k].Deprel != "conj" || s.phraseAt[k] == 0 {
			continue
		}
		if k > last {
			return false
		}
		l.actors = append(l.actors, s.phraseOf(k).actors...)
		if !s.conjuncts(k, last, l) {
			return false
		}
	}
	return true
}

// alike reports whether two names of bodies have their capitalised words in
// common, by how these begin: "Agricultural Organisation", "Agriculture Organization".
func alike(a, b string) bool {
	n, both := 0, 0
	for _, w := range strings.Fields(b) {
		if startsUpper(w) {
			n++
			if strings.Contains(a, w[:min(len(w), 6)]) {
				both++
			}
		}
	}
	return both == n
}
