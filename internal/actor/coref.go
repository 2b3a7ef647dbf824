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
		if q.form == formOrg && q.fixed && q.code != "" && p.code == "" {
			p.code, p.sectors = q.code, q.sectors
		}
		if !(q.form == formOrg && q.fixed) {
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
		switch {
		case p.number < 2 && p.noun != "country" && p.noun != "nation" && p.noun != "republic" && p.noun != "kingdom":
		case p.plural && (p.number >= 2 || p.definite):
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
			if e := s.lastState(p.head); e >= 0 {
				s.refer(p, []int{e})
			}
		}
	case p.plural && p.number >= 2:
		s.refer(p, s.lastOf(p, p.number))
	case p.plural && p.definite && (p.noun == "side" || p.noun == "party"):
		s.refer(p, s.lastOf(p, 0))
	}
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
			return !a.Person
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
		if p.code == "" {
			return
		}
		s.set(p, s.newEntity(p, doc.Actor{Name: p.noun, Country: p.code, Person: true}))
		return
	}
	a := q.actors[0]
	p.basis = "counterpart of " + a.Name
	name := strings.TrimSpace(s.lex.adjs[p.code] + " " + a.Role)
	if a.Role == "" {
		name = strings.TrimSpace(s.lex.adjs[p.code] + " counterpart")
	}
	p.form = formRole
	if p.surname != "" {
		name, p.form = p.name, formPerson
		p.basis = join(p.basis, "apposition "+name)
	}
	s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: p.code, Sectors: a.Sectors, Role: a.Role, Person: true}))
}

// pronominal resolves a pronoun to the likeliest actor before it.
func (s *story) pronominal(p *phrase) {
	switch p.sub {
	case "relative":
		if q := s.phraseOf(p.possessor); q != nil && len(q.actors) > 0 {
			s.copy(p, q.actors, q.head)
		}
		p.possessor = -1
		return
	case "speaker":
		s.speaker(p)
		return
	}
	if p.plural {
		if s.they(p) {
			return
		}
	}
	if p.noun == "it" && s.pleonastic(p.head) {
		return
	}
	best, score := -1, -1000
	d := s.d
	sent := d.SentenceOf(p.head)
	barred := s.coArgument(p.head)
	first, last := s.before(p.head, 3)
	for i := first; i < last; i++ {
		q := &s.phrases[i]
		if q.head >= p.head {
			break
		}
		if len(q.actors) != 1 || q.head == barred || q.kind == doc.Locative && p.sex != 'n' {
			continue
		}
		dist := sent - d.SentenceOf(q.head)
		if dist > 3 || !s.agrees(p, q) {
			continue
		}
		v := s.salience(p, q, dist)
		if v >= score {
			best, score = i, v
		}
	}
	if p.sex == 'n' && s.thing(p, score, false) {
		return
	}
	if best >= 0 {
		s.copy(p, s.phrases[best].actors, s.phrases[best].head)
	}
}

// pleonastic reports whether the "it" at token t only holds the place of a
// clause: "it is likely that", "it was agreed to".
func (s *story) pleonastic(t int) bool {
	d := s.d
	tok := &d.Tokens[t]
	if tok.Head < 0 || !strings.HasPrefix(tok.Deprel, "nsubj") {
		return false
	}
	h := tok.Head
	if d.Tokens[h].UPOS != "ADJ" && d.Child(h, "aux:pass") < 0 && d.Child(h, "cop") < 0 && d.Tokens[h].Lemma != "seem" && d.Tokens[h].Lemma != "appear" {
		return false
	}
	for _, k := range d.Children(h) {
		switch base(d.Tokens[k].Deprel) {
		case "csubj", "ccomp", "advcl", "xcomp", "acl":
			if m := d.Child(int(k), "mark"); int(k) > h && m >= 0 && (d.Form(m) == "that" || d.Form(m) == "to" || d.Form(m) == "whether") {
				return true
			}
		}
	}
	return false
}

// thing reports whether a noun that is no actor stands closer to a pronoun, as
// a subject, than an actor of the given salience: "the plan ... it".
func (s *story) thing(p *phrase, score int, plural bool) bool {
	d := s.d
	sent := d.SentenceOf(p.head)
	from := d.Sentences[max(0, sent-1)].First
	for t := p.head - 1; t >= from; t-- {
		tok := &d.Tokens[t]
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" || s.phraseAt[t] > 0 || !strings.HasPrefix(tok.Deprel, "nsubj") {
			continue
		}
		if strings.Contains(tok.Feats, "Number=Plur") != plural {
			continue
		}
		if u := s.unitAt(t); u != nil {
			continue
		}
		return 8-12*(sent-d.SentenceOf(t)) > score
	}
	return false
}

func (s *story) salience(p, q *phrase, dist int) int {
	v := -12 * dist
	if s.isSubject(q.head) {
		v += 8
	}
	if s.quoted[q.head] != s.quoted[p.head] {
		v -= 10
	}
	if q.kind == doc.Named {
		v += 3
	}
	if q.kind == doc.Pronoun {
		v += 4
	}
	if q.kind == doc.Modifier {
		v -= 3
	}
	if q.kind == doc.Locative {
		v -= 6
	}
	if q.form == formPlace {
		v -= 8
	}
	if base(s.d.Tokens[q.head].Deprel) == "nmod" {
		v -= 2
	}
	// the same clause or the clause above beats a far one in the sentence
	if dist == 0 && p.head-q.head > 25 {
		v -= 4
	}
	return v
}

// agrees reports whether q may be what pronoun p stands for.
func (s *story) agrees(p, q *phrase) bool {
	a := &q.actors[0]
	e := &s.ents[a.Entity]
	switch p.sex {
	case 'm', 'f':
		return a.Person && !a.Group && (e.sex == 0 || e.sex == p.sex) && !q.plural
	case 'n':
		return !a.Person && !a.Group && !q.plural
	}
	return !a.Person
}

// coArgument is the subject that an object pronoun cannot mean.
func (s *story) coArgument(t int) int {
	rel := s.d.Tokens[t].Deprel
	h := s.d.Tokens[t].Head
	if h < 0 || rel == "nmod:poss" || strings.HasPrefix(rel, "nsubj") {
		return -1
	}
	switch strings.ToLower(s.d.Form(t)) {
	case "himself", "herself", "itself", "themselves":
		return -1
	}
	return s.d.Child(h, "nsubj", "nsubj:pass")
}

func (s *story) copy(p *phrase, actors []doc.Actor, from int) {
	p.actors = append([]doc.Actor(nil), actors...)
	for i := range p.actors {
		a := &p.actors[i]
		a.Span = s.d.TokenSpan(p.first, p.last)
		a.Head = p.head
		a.Basis = "pronoun → " + a.Name
		if a.Entity >= 0 {
			s.touch(a.Entity, p)
		}
	}
}

// they resolves a plural pronoun: a coordination or a plural noun, the
// subjects of near sentences first.
func (s *story) they(p *phrase) bool {
	d := s.d
	sent := d.SentenceOf(p.head)
	barred := s.coArgument(p.head)
	score := -1000
	var pick []doc.Actor
	from := -1
	for i := len(s.lists) - 1; i >= max(0, len(s.lists)-50); i-- {
		l := &s.lists[i]
		dist := sent - d.SentenceOf(l.at)
		if l.at >= p.head || dist > 3 {
			continue
		}
		v := 4 - 12*dist
		if l.subject {
			v += 8
		}
		if s.quoted[l.at] != s.quoted[p.head] {
			v -= 10
		}
		if v > score {
			score, pick, from = v, l.actors, l.at
		}
	}
	first, last := s.before(p.head, 3)
	for i := first; i < last; i++ {
		q := &s.phrases[i]
		if q.head >= p.head {
			break
		}
		dist := sent - d.SentenceOf(q.head)
		if dist > 3 || len(q.actors) == 0 || q.head == barred || q.kind == doc.Locative {
			continue
		}
		if !(len(q.actors) > 1 || q.plural || q.actors[0].Group || q.form == formBody && pluralBody(q.noun)) {
			continue
		}
		v := s.salience(p, q, dist)
		if witness(q.noun) {
			v -= 12 // "sources said they will meet" is about others
		}
		if v >= score {
			score, pick, from = v, q.actors, q.head
		}
	}
	if pick == nil {
		return false
	}
	if s.thing(p, score, true) {
		return true
	}
	s.copy(p, pick, from)
	return true
}

// pluralBody tells bodies that take "they".
func pluralBody(noun string) bool {
	switch noun {
	case "police", "troops", "forces", "security forces", "authorities", "riot police", "special forces":
		return true
	}
	return strings.HasSuffix(noun, "s")
}

// findQuotes notes which tokens stand inside quotation marks. An opening mark
// without its closing one holds to the end of the sentence.
func (s *story) findQuotes() {
	d := s.d
	s.quoted = make([]bool, len(d.Tokens))
	for i := range d.Sentences {
		in := false
		for t := d.Sentences[i].First; t < d.Sentences[i].Last; t++ {
			switch d.Form(t) {
			case "“", "„", "«", "``":
				in = true
			case "”", "»", "''":
				in = false
			case "\"":
				in = !in
			}
			s.quoted[t] = in
		}
	}
}

// speaker resolves "we" and "I" inside quotations.
func (s *story) speaker(p *phrase) {
	at := s.d.Tokens[p.head].Span
	for i := range s.d.Quotations {
		q := &s.d.Quotations[i]
		if q.Head < 0 {
			continue
		}
		for _, c := range q.Content {
			if !c.Contains(at) {
				continue
			}
			x := s.phraseAt[q.Head]
			if x == 0 {
				return
			}
			if s.phrases[x-1].form != formPronoun || int(x-1) < int(s.phraseAt[p.head]-1) {
				s.resolve(int(x - 1))
			}
			if sp := &s.phrases[x-1]; len(sp.actors) > 0 {
				s.copy(p, sp.actors, sp.head)
				for j := range p.actors {
					p.actors[j].Basis = "speaker → " + p.actors[j].Name
				}
			}
			return
		}
	}
}
