package actor

import (
	"strings"

	"chancery/internal/doc"
)

// lastStates gives the n states that a phrase at token t most likely means:
// those of the latest coordination, else the latest named, in text order.
func (s *story) lastStates(t, n int) []int {
	for i := len(s.lists) - 1; i >= 0; i-- {
		l := &s.lists[i]
		if l.at >= t || n > 0 && s.d.SentenceOf(t)-s.d.SentenceOf(l.at) > 2 {
			continue
		}
		var out []int
		for j := range l.actors {
			if e := s.stateOf(&l.actors[j]); e >= 0 && !contains(out, e) {
				out = append(out, e)
			}
		}
		if n == 0 && len(out) > 1 || n > 0 && len(out) == n {
			if near := s.statesBefore(t); n > 0 && len(near) == n && s.d.SentenceOf(l.at) < s.d.SentenceOf(t)-1 {
				return near
			}
			return out
		}
	}
	if n == 0 {
		return nil
	}
	// the states met most often before t, the latest first among equals
	type tally struct{ e, count, seen int }
	var all []tally
	first, last := s.before(t, 40)
	for i := first; i < last; i++ {
		p := &s.phrases[i]
		if p.head >= t {
			break
		}
		for j := range p.actors {
			c := p.actors[j].Country
			if len(c) != 3 || s.lex.names[c] == "" || p.form == formPronoun {
				continue
			}
			found := false
			for k := range all {
				if s.ents[all[k].e].actor.Country == c {
					all[k].count++
					all[k].seen = p.head
					found = true
				}
			}
			if !found {
				if e := s.stateOf(&p.actors[j]); e >= 0 {
					all = append(all, tally{e, 1, p.head})
				}
			}
		}
	}
	if len(all) < n {
		return nil
	}
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			if all[j].count > all[i].count || all[j].count == all[i].count && all[j].seen > all[i].seen {
				all[i], all[j] = all[j], all[i]
			}
		}
	}
	out := make([]int, 0, n)
	for _, x := range all[:n] {
		out = append(out, x.e)
	}
	if n == 2 && out[0] > out[1] {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// stateOf is the entity of the state an actor belongs to, made where missing.
func (s *story) stateOf(a *doc.Actor) int {
	name := s.lex.names[a.Country]
	if name == "" {
		return -1
	}
	for e := s.recent(); e < len(s.ents); e++ {
		if s.ents[e].state && s.ents[e].actor.Country == a.Country && s.ents[e].actor.Sector == "" && s.ents[e].nameKey == a.Country {
			return e
		}
	}
	return s.newEntity(&phrase{form: formState, nameKey: a.Country, head: a.Head}, doc.Actor{Name: name, Country: a.Country})
}

func contains(l []int, x int) bool {
	for _, y := range l {
		if x == y {
			return true
		}
	}
	return false
}

// pointBack resolves "both countries", "the two leaders", "its counterpart".
func (s *story) pointBack(p *phrase) {
	switch {
	case p.noun == "counterpart":
		s.counterpart(p)
	case p.possessor >= 0:
		// "its neighbours", "the group's rivals": nobody named so far
	case p.sub == "country" || p.sub == "people":
		named := s.apposedStates(p)
		switch {
		case len(named) > 1:
			s.refer(p, named)
		case p.number < 2 && p.noun != "country" && p.noun != "nation" && p.noun != "republic" && p.noun != "kingdom":
		case p.plural && p.definite:
			n := p.number
			if n < 2 {
				n = 0
			}
			s.refer(p, s.lastStates(p.head, n))
			if len(p.actors) == 0 {
				s.unnamed(p)
			}
		case p.plural:
			s.unnamed(p)
		case !p.plural && p.definite && p.possessor < 0 && p.sub == "country" && (p.noun == "country" || p.noun == "nation" || p.noun == "republic" || p.noun == "kingdom"):
			e := s.lastState(p.head)
			if q := s.phraseOf(s.predicated(p.head)); q != nil {
				if e = -1; len(q.actors) == 1 {
					e = s.stateOf(&q.actors[0])
				}
			}
			if e >= 0 {
				s.refer(p, []int{e})
			}
		}
	case p.plural && p.number >= 2:
		s.refer(p, s.lastOf(p, p.number))
	case p.plural && p.definite && (p.noun == "side" || p.noun == "party"):
		s.refer(p, s.lastOf(p, 0))
	}
}

// apposedStates are the states that a plural is followed by the names of: "six
// nations - Britain, Canada, France ...".
func (s *story) apposedStates(p *phrase) []int {
	if !p.plural {
		return nil
	}
	t := s.d.Child(p.head, "appos")
	if c := s.d.Child(p.head, "conj"); t < 0 && c >= 0 && s.d.Child(c, "cc") < 0 {
		t = c // "the three countries, Kenya, Uganda and Chad", as the tree may have it
	}
	if t < p.head {
		return nil
	}
	var out []int
	var add func(k int)
	add = func(k int) {
		if q := s.phraseOf(k); q != nil && q.form == formState && q.sub != "capital" && s.lex.names[q.code] != "" {
			out = append(out, s.stateOf(&doc.Actor{Country: q.code, Head: q.head}))
		}
		for _, c := range s.d.Children(k) {
			if s.d.Tokens[c].Deprel == "conj" {
				add(int(c))
			}
		}
	}
	add(t)
	return out
}

// predicated is the subject that the noun t is said of, -1 where t is no
// predicate: "Egypt is the only Arab country which".
func (s *story) predicated(t int) int {
	if s.d.Child(t, "cop") < 0 {
		return -1
	}
	return s.d.Child(t, "nsubj")
}

// unnamed makes an actor of states that the story does not name: "Nearly 70
// countries".
func (s *story) unnamed(p *phrase) {
	if p.possessor >= 0 || p.noun == "people" {
		return
	}
	p.basis = "unnamed states"
	s.set(p, s.newEntity(p, doc.Actor{Name: s.d.Slice(s.d.TokenSpan(p.first, p.head+1)), Group: true}))
}

// refer gives p the entities pointed back to.
func (s *story) refer(p *phrase, es []int) {
	if len(es) == 0 {
		return
	}
	var all []doc.Actor
	names := make([]string, 0, len(es))
	for _, e := range es {
		names = append(names, s.ents[e].actor.Name)
	}
	p.basis = p.noun + " → " + strings.Join(names, ", ")
	for _, e := range es {
		s.set(p, e)
		all = append(all, p.actors[0])
	}
	p.actors = all
}

// lastState is the state that "the country" means: the story's own if it has
// been named, else the latest.
func (s *story) lastState(t int) int {
	best, score := -1, 0
	sent := s.d.SentenceOf(t)
	first, last := s.before(t, 9)
	for i := first; i < last; i++ {
		p := &s.phrases[i]
		if p.head >= t {
			break
		}
		for j := range p.actors {
			a := &p.actors[j]
			if s.lex.names[a.Country] == "" {
				continue
			}
			v := 100 - 10*min(9, sent-s.d.SentenceOf(p.head))
			if s.isSubject(p.head) {
				v += 4
			}
			if p.kind == doc.Modifier && p.form == formState && s.d.Tokens[p.head].Deprel != "nmod:poss" {
				v -= 6
			}
			if a.Country == s.focus {
				v += 8
			}
			if v >= score {
				if e := s.stateOf(a); e >= 0 {
					best, score = e, v
				}
			}
		}
	}
	return best
}

// lastOf finds the last n actors that a plural noun points to: "both
// diplomats", "the two sides".
func (s *story) lastOf(p *phrase, n int) []int {
	fits := func(a *doc.Actor) bool {
		switch {
		case p.sub == "actor":
			return true
		case p.sub == "group":
			return !a.Person && a.Organisation != ""
		}
		if !a.Person {
			return false
		}
		switch p.noun {
		case "leader", "man", "woman", "pair", "official", "politician", "diplomat", "couple":
			return true
		}
		return a.Role == p.noun || strings.HasSuffix(a.Role, " "+p.noun) || strings.HasSuffix(a.Role, p.noun)
	}
	for i := len(s.lists) - 1; i >= 0; i-- {
		l := &s.lists[i]
		if l.at >= p.head || s.d.SentenceOf(p.head)-s.d.SentenceOf(l.at) > 5 {
			continue
		}
		var out []int
		for j := range l.actors {
			if fits(&l.actors[j]) && !contains(out, l.actors[j].Entity) {
				out = append(out, l.actors[j].Entity)
			}
		}
		if n == 0 && len(out) > 1 || len(out) == n && n > 0 {
			return out
		}
	}
	if n == 0 {
		n = 2
	}
	var out []int
	first, last := s.before(p.head, 20)
	for i := last - 1; i >= first && len(out) < n; i-- {
		q := &s.phrases[i]
		if q.head >= p.head || q.form == formPronoun || q.kind == doc.Locative || q.kind == doc.Modifier && q.sub == "capital" {
			continue
		}
		for j := len(q.actors) - 1; j >= 0; j-- {
			if e := q.actors[j].Entity; fits(&q.actors[j]) && !contains(out, e) && len(out) < n {
				if p.sub == "actor" && s.lex.names[q.actors[j].Country] != "" && !q.actors[j].Person && q.form == formState {
					out = append(out, e)
				} else if p.sub != "actor" {
					out = append(out, e)
				}
			}
		}
	}
	if len(out) < n {
		return nil
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// counterpart resolves "his Ethiopian counterpart": the office of the one
// before, another state. A name in apposition is joined by the caller.
func (s *story) counterpart(p *phrase) {
	q := s.phraseOf(p.possessor)
	if q == nil || len(q.actors) == 0 {
		name := p.noun
		if p.surname != "" {
			name, p.form = p.name, formPerson
			p.basis = join(p.basis, "apposition "+name)
		} else if p.code == "" {
			return
		}
		s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: p.code, Person: true}))
		return
	}
	a := q.actors[0]
	p.basis = "counterpart of " + a.Name
	name := strings.TrimSpace(s.lex.adjs[p.code] + " " + a.Role)
	if a.Role == "" {
		name = strings.TrimSpace(s.lex.adjs[p.code] + " counterpart")
	}
	p.form = formRole
	if len(p.codes) > 1 && p.surname == "" {
		// "his Dutch and Danish counterparts"
		var all []doc.Actor
		by := p.basis
		for _, c := range p.codes {
			name := strings.TrimSpace(s.lex.adjs[c] + " " + a.Role)
			if a.Role == "" {
				name += "counterpart"
			}
			p.basis = join(by, "one of several: "+s.lex.names[c])
			s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: c, Sectors: a.Sectors, Role: a.Role, Person: true}))
			all = append(all, p.actors[0])
		}
		p.actors = all
		return
	}
	if p.surname != "" {
		name, p.form = p.name, formPerson
		p.basis = join(p.basis, "apposition "+name)
	}
	s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: p.code, Sectors: a.Sectors, Role: a.Role, Person: true}))
}

// statesBefore lists the states that the sentence before the one of token t and
// that one up to t speak of, in text order.
func (s *story) statesBefore(t int) []int {
	var out []int
	first, last := s.before(t, 1)
	for i := first; i < last; i++ {
		p := &s.phrases[i]
		if p.head >= t {
			break
		}
		if p.form == formPronoun || p.kind == doc.Locative {
			continue
		}
		for j := range p.actors {
			if e := s.stateOf(&p.actors[j]); e >= 0 && !contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}
