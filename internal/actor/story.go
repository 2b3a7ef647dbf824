package actor

import (
	"strings"

	"chancery/internal/doc"
)

// story is the work on one document.
type story struct {
	lex *vocabulary
	d   *doc.Document

	buf     []byte // folded text, atoms with one blank between
	atoms   []atom
	atomOf  []int32 // token → its first atom
	loud    []bool  // sentence → written in capitals
	matches []match
	at      []int32 // token → 1 + match that covers it

	entAt    []int32 // token → 1 + entity
	unitOf   []int32 // token → 1 + unit
	unitList []unit
	phrases  []phrase
	phraseAt []int32 // token → 1 + phrase it heads
	from     []int32 // sentence → its first phrase

	ents    []entity
	lists   []list // coordinations met so far
	quoted  []bool // token → inside quotation marks
	done    []bool
	stack   int
	focus   string // country the story is about
	focusBy string
}

// entity is a participant met so far.
type entity struct {
	actor   doc.Actor
	form    form
	nameKey string
	surname string
	noun    string
	alias   string // acronym given in brackets
	sex     byte
	plural  bool
	seen    int // token of the latest mention
	subject bool
	state   bool // a state or its government
}

// list is a coordination of actors: "Peru and Chile".
type list struct {
	at      int // token of the last member
	actors  []doc.Actor
	subject bool
}

// link resolves the phrases in text order.
func (s *story) link() {
	s.done = make([]bool, len(s.phrases))
	s.findFocus()
	s.findQuotes()
	for i := range s.phrases {
		s.resolve(i)
		s.coordinate(i)
	}
	s.complete()
}

func (s *story) resolve(i int) {
	if s.done[i] || s.stack > 8 {
		return
	}
	s.done[i] = true
	s.stack++
	defer func() { s.stack-- }()
	p := &s.phrases[i]
	if p.form == formPronoun {
		s.pronominal(p)
		return
	}
	if p.possessor >= 0 && p.possessor < p.head {
		if q := s.phraseAt[p.possessor]; q > 0 {
			s.resolve(int(q - 1))
		}
	}
	if p.complement >= 0 {
		if q := s.phraseAt[p.complement]; q > 0 && s.phrases[q-1].form != formPronoun {
			s.resolve(int(q - 1))
		}
	}
	if p.sub == "acronym" && p.apposed >= 0 {
		if q := s.phraseOf(p.apposed); q != nil && len(q.actors) > 0 {
			s.ents[q.actors[0].Entity].alias = p.nameKey
			s.set(p, q.actors[0].Entity)
			return
		}
	}
	if p.sub == "quantity" {
		if q := s.phraseOf(p.complement); q != nil && len(q.actors) > 0 {
			s.copy(p, q.actors, q.head)
			for j := range p.actors {
				p.actors[j].Basis = q.actors[j].Basis
			}
		}
		return
	}
	s.appositives(p)
	switch p.form {
	case formState, formPlace:
		s.set(p, s.stateEntity(p))
	case formOrg:
		s.namedOrg(p)
	case formPerson:
		s.namedPerson(p)
	case formName:
		s.someName(p)
	case formRole, formBody, formGroup:
		s.nominalActor(p)
	case formGeneric:
		s.pointBack(p)
	}
}

// set gives a phrase one known entity.
func (s *story) set(p *phrase, e int) {
	a := s.ents[e].actor
	a.Entity, a.Head = e, p.head
	a.Span = s.d.TokenSpan(p.first, p.last)
	a.Basis = p.basis
	p.actors = append(p.actors[:0], a)
	s.touch(e, p)
}

func (s *story) touch(e int, p *phrase) {
	if p.head >= s.ents[e].seen {
		s.ents[e].seen = p.head
		s.ents[e].subject = s.isSubject(p.head)
	}
}

func (s *story) isSubject(t int) bool {
	rel := s.d.Tokens[t].Deprel
	for n := 0; strings.HasPrefix(rel, "conj") && n < 6 && s.d.Tokens[t].Head >= 0; n++ {
		t = s.d.Tokens[t].Head
		rel = s.d.Tokens[t].Deprel
	}
	return strings.HasPrefix(rel, "nsubj") || rel == "obl:agent"
}

func (s *story) newEntity(p *phrase, a doc.Actor) int {
	a.Entity = len(s.ents)
	if len(a.Sectors) > 0 {
		a.Sector = a.Sectors[0]
	}
	s.ents = append(s.ents, entity{actor: a, form: p.form, nameKey: p.nameKey, surname: p.surname, noun: p.noun,
		sex: p.sex, plural: p.plural, seen: p.head, state: p.form == formState})
	return len(s.ents) - 1
}

func (s *story) stateEntity(p *phrase) int {
	sector := ""
	if len(p.sectors) > 0 {
		sector = p.sectors[0]
	}
	for e := s.recent(); e < len(s.ents); e++ {
		x := &s.ents[e]
		if (x.form == formState || x.form == formPlace) && x.form == p.form && x.nameKey == p.nameKey && x.actor.Sector == sector {
			return e
		}
	}
	return s.newEntity(p, doc.Actor{Name: p.name, Country: p.code, Sectors: p.sectors})
}

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
		if p.inherit && a.Sector != "" {
			p.sectors, p.inherit = a.Sectors, false
		}
	} else if p.inherit && a.Sector != "" && (q.form == formBody || q.form == formGroup && by != "possessor" || a.Person && (p.noun == "spokesman" || p.noun == "spokeswoman" || p.noun == "aide")) {
		p.sectors, p.inherit = a.Sectors, false
		if q.form == formBody && p.org == "" {
			p.org = a.Name
		}
	}
	if p.past && len(p.sectors) > 0 && governs(p.sectors[0]) {
		p.sectors = []string{"ELI"}
	}
}

func (s *story) namedOrg(p *phrase) {
	if p.code == "" && !p.fixed {
		s.background(p)
	}
	for e := s.recent(); e < len(s.ents); e++ {
		x := &s.ents[e]
		if p.code != "" && x.actor.Country != "" && p.code != x.actor.Country && !p.fixed {
			continue // "the Institute of X" of another state
		}
		if x.form == formOrg && (x.nameKey == p.nameKey || x.alias != "" && x.alias == p.nameKey) {
			s.set(p, e)
			return
		}
	}
	if p.code == "" && !p.fixed && len(p.sectors) > 0 && governs(p.sectors[0]) {
		p.code, p.basis = s.inherited(p)
	}
	name := p.name
	s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: p.code, Sectors: p.sectors, Organisation: name}))
}

// namedPerson joins mentions of one person by full name or surname.
func (s *story) namedPerson(p *phrase) {
	if e := s.knownPerson(p); e >= 0 {
		s.enrich(e, p)
		s.set(p, e)
		return
	}
	s.background(p)
	if x := s.leaderFor(p); x != nil {
		s.applyLeader(p, x)
		if e := s.knownPerson(p); e >= 0 {
			s.enrich(e, p)
			s.set(p, e)
			return
		}
	}
	if p.code == "" && p.role != "" && len(p.sectors) > 0 && governs(p.sectors[0]) {
		p.code, p.basis = s.inherited(p)
	}
	s.set(p, s.newEntity(p, doc.Actor{Name: p.name, Country: p.code, Sectors: p.sectors, Role: p.role, Organisation: p.org, Person: true}))
}

func (s *story) knownPerson(p *phrase) int {
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.form == formPerson && x.nameKey == p.nameKey {
			return e
		}
	}
	single := p.nameKey == p.surname
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.form != formPerson || p.sex != 0 && x.sex != 0 && p.sex != x.sex {
			continue
		}
		if single && (x.surname == p.surname || strings.HasPrefix(x.nameKey, p.nameKey+" ") || strings.HasSuffix(x.nameKey, " "+p.nameKey)) {
			return e
		}
		if x.nameKey == x.surname && x.surname == p.surname && !single && x.actor.Country == p.code {
			x.nameKey, x.actor.Name = p.nameKey, p.name
			return e
		}
	}
	return -1
}

// enrich adds to an entity what a later mention tells.
func (s *story) enrich(e int, p *phrase) {
	a := &s.ents[e].actor
	if a.Country == "" {
		s.background(p)
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

// nominalActor resolves "the minister", "the army", "demonstrators".
func (s *story) nominalActor(p *phrase) {
	s.modifierName(p)
	s.background(p)
	if e := s.antecedent(p); e >= 0 {
		if p.code == "" || p.code == s.ents[e].actor.Country {
			p.basis = join(p.basis, "earlier "+s.ents[e].actor.Name)
			s.set(p, e)
			return
		}
	}
	if p.code == "" && len(p.codes) == 0 && p.number == 2 && p.definite && p.plural && p.form == formBody {
		if states := s.lastStates(p.head, 2); len(states) == 2 {
			s.perState(p, states)
			return
		}
	}
	if len(p.codes) > 1 {
		s.expand(p)
		return
	}
	if p.code == "" {
		p.code, p.basis = s.inherited(p)
	}
	s.set(p, s.bodyEntity(p, p.code))
}

// bodyEntity is the entity of a common noun for a country: an institution met
// before keeps its number.
func (s *story) bodyEntity(p *phrase, code string) int {
	a := s.actorOf(p, code)
	if p.form == formBody && code != "" {
		for e := s.recent(); e < len(s.ents); e++ {
			if x := &s.ents[e]; x.form == formBody && x.actor.Name == a.Name && x.actor.Country == code {
				return e
			}
		}
	}
	return s.newEntity(p, a)
}

// actorOf makes the actor of a common-noun phrase for a country.
func (s *story) actorOf(p *phrase, code string) doc.Actor {
	a := doc.Actor{Name: p.name, Country: code, Sectors: p.sectors, Role: p.role, Organisation: p.org}
	switch p.form {
	case formBody:
		if len(p.codes) > 1 && p.noun != "" {
			a.Name = p.noun
		}
		if p.plural && p.plainName {
			a.Name = p.noun
			if p.org != "" && strings.HasPrefix(p.org, "Ministry") {
				a.Name = p.org
			}
		}
		if a.Organisation == "" {
			a.Organisation = p.name
		}
		if adj := s.lex.adjs[code]; adj != "" && (p.plainName || len(p.codes) > 1 && p.noun != "") {
			a.Name = adj + " " + a.Name
		}
	case formGroup:
		a.Group = true
	case formRole:
		a.Person = true
	}
	return a
}

// expand makes one actor for each of several countries.
func (s *story) expand(p *phrase) {
	var all []doc.Actor
	by := p.basis
	for _, c := range p.codes {
		e := s.bodyEntity(p, c)
		if a := &s.ents[e].actor; p.form != formBody && s.lex.adjs[c] != "" && p.noun != "" {
			a.Name = s.lex.adjs[c] + " " + p.noun
			if p.office {
				a.Role, a.Person, a.Group = p.noun, true, false
			}
		}
		p.basis = join(by, "one of several: "+s.lex.names[c])
		s.set(p, e)
		all = append(all, p.actors[0])
	}
	p.actors = all
}

func (s *story) perState(p *phrase, states []int) {
	var all []doc.Actor
	p.basis = join(p.basis, "of the states named")
	for _, e := range states {
		s.set(p, s.bodyEntity(p, s.ents[e].actor.Country))
		all = append(all, p.actors[0])
	}
	p.actors = all
}

// modifierName takes the country of a person named before the noun: "the
// Obama administration".
func (s *story) modifierName(p *phrase) {
	if p.modName < 0 || p.code != "" {
		return
	}
	q := phrase{head: p.modName, first: p.modName, last: p.modName + 1, form: formName}
	s.keys(&q, p.modName, p.modName+1)
	q.name = s.d.Form(p.modName)
	if e := s.knownPerson(&q); e >= 0 && s.ents[e].actor.Country != "" {
		p.code, p.basis = s.ents[e].actor.Country, join(p.basis, "of "+s.ents[e].actor.Name)
	} else if x := s.leaderFor(&q); x != nil {
		p.code, p.basis = x.code, join(p.basis, "of "+x.name)
	}
}

// antecedent finds the earlier actor that a definite common noun repeats.
func (s *story) antecedent(p *phrase) int {
	if !p.definite || p.plural && p.form != formGroup || p.possessor >= 0 && p.form != formBody {
		return -1
	}
	best := -1
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.seen >= p.head || p.code != "" && x.actor.Country != p.code {
			continue
		}
		ok := false
		switch p.form {
		case formRole:
			ok = x.actor.Person && !x.plural && (x.actor.Sector != "ELI" || p.past) && (x.noun == p.noun && p.noun != "" || p.role != "" && (x.actor.Role == p.role || strings.HasSuffix(x.actor.Role, " "+p.role))) && p.complement < 0
		case formBody:
			ok = x.form == formBody && x.noun == p.noun && x.plural == p.plural && p.complement < 0 || x.form == formOrg && (hypernym(p.noun, x.actor.Sector) || p.noun != "" && strings.HasSuffix(x.nameKey, " "+p.noun))
		case formGroup:
			ok = x.form == formGroup && x.noun == p.noun && p.noun != "" && p.complement < 0
		}
		if ok && p.form != formRole && !s.sameWords(p, x) {
			ok = false
		}
		if ok && (best < 0 || x.seen > s.ents[best].seen) {
			best = e
		}
	}
	return best
}

// sameWords reports whether every word of a phrase but its nationality stands
// in the name it is thought to repeat: "the Batan leaders" are not "the Orma
// leaders", "the bankruptcy court" is not "the court". A bare noun repeats any.
func (s *story) sameWords(p *phrase, x *entity) bool {
	if p.plainName {
		return true
	}
	if x.form != formBody && x.form != formGroup {
		return false // "the drivers' organisation" is not the one just named
	}
	have := strings.ToLower(x.actor.Name)
	for _, w := range strings.Fields(p.name) {
		if w = strings.ToLower(w); w == "new" || w == "same" || strings.Contains(have, w) || strings.EqualFold(w, s.lex.adjs[p.code]) {
			continue
		}
		if e := s.lex.table[strings.Trim(w, ".,")]; e != nil && len(e.senses) > 0 && e.senses[0].kind&(demo|state) != 0 {
			continue
		}
		return false
	}
	return true
}

// hypernym reports whether a common noun may stand for a named organisation of
// a sector: "the group" for an armed movement, "the company" for a firm.
func hypernym(noun, sector string) bool {
	switch noun {
	case "group", "organisation", "organization", "movement", "network":
		return true
	case "company", "firm", "bank", "corporation":
		return sector == "BUS"
	case "party":
		return sector == "PTY" || sector == "REB"
	case "militia", "rebel group", "militant group", "armed group", "islamist group", "terrorist group", "guerrilla group", "extremist group":
		return sector == "REB" || sector == "PRM" || sector == "UAF"
	case "union":
		return sector == "LAB"
	case "agency", "bloc", "alliance", "commission", "watchdog":
		return sector == "" || sector == "GOV" || sector == "MIL" || sector == "JRN"
	case "court", "tribunal":
		return sector == "JUD"
	case "newspaper", "news agency", "daily", "magazine":
		return sector == "JRN"
	}
	return false
}

// mentions turns the resolved phrases into the layer of the document.
func (s *story) mentions() []doc.Mention {
	n := 0
	for i := range s.phrases {
		if len(s.phrases[i].actors) > 0 {
			n++
		}
	}
	out := make([]doc.Mention, 0, n)
	for i := range s.phrases {
		p := &s.phrases[i]
		if len(p.actors) == 0 {
			continue
		}
		out = append(out, doc.Mention{Span: s.d.TokenSpan(p.first, p.last), Head: p.head, Kind: p.kind, Actors: p.actors})
	}
	return out
}

// complete gives every mention of a named actor what any mention told.
func (s *story) complete() {
	for i := range s.phrases {
		for j := range s.phrases[i].actors {
			a := &s.phrases[i].actors[j]
			if a.Entity < 0 {
				continue
			}
			best := &s.ents[a.Entity].actor
			if a.Country == "" {
				a.Country = best.Country
			}
			if a.Sector == "" && (a.Person || a.Organisation != "") {
				a.Sector, a.Sectors = best.Sector, best.Sectors
			}
			if a.Role == "" {
				a.Role = best.Role
			}
			if a.Organisation == "" {
				a.Organisation = best.Organisation
			}
			a.Name = best.Name
		}
	}
}
