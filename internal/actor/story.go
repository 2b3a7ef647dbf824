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

	ents      []entity
	lists     []list // coordinations met so far
	quoted    []bool // token → inside quotation marks
	done      []bool
	stack     int
	focus     string // country the story is about
	focusBy   string
	focusSure bool // no other country comes near: names take it too
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
	times   int  // mentions so far
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
		if p := &s.phrases[i]; len(p.actors) > 1 && p.form != formPronoun {
			s.lists = append(s.lists, list{at: p.head, actors: p.actors, subject: s.isSubject(p.head)})
		}
		s.coordinate(i)
	}
	for i := range s.phrases {
		s.copula(&s.phrases[i])
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
		s.divided(p)
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

// copula lets "Norex is a mining company" tell what Norex is, where nothing else
// did.
func (s *story) copula(p *phrase) {
	d := s.d
	if p.kind != doc.Nominal || p.plural || len(p.actors) != 1 || d.Child(p.head, "cop") < 0 {
		return
	}
	subj := d.Child(p.head, "nsubj")
	if subj < 0 || strings.Contains(d.Tokens[subj].Feats, "PronType") {
		return
	}
	for _, k := range d.Children(p.head) {
		if f := strings.ToLower(d.Form(int(k))); f == "not" || f == "n't" || f == "no" {
			return
		}
	}
	q := s.phraseOf(subj)
	if q == nil || len(q.actors) != 1 || q.form != formPerson && q.form != formOrg && q.form != formName {
		return
	}
	e, from := &s.ents[q.actors[0].Entity].actor, &p.actors[0]
	if e.Sector != "" || len(from.Sectors) == 0 {
		return
	}
	e.Sector, e.Sectors = from.Sector, from.Sectors
	if e.Country == "" {
		e.Country = from.Country
	}
	switch p.form {
	case formRole:
		e.Person, e.Role = true, from.Role
	case formBody:
		if e.Organisation == "" && !e.Person {
			e.Organisation = e.Name
		}
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
	s.ents[e].times++
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

func (s *story) namedOrg(p *phrase) {
	s.divided(p)
	if e := s.spelledOut(p); e >= 0 {
		s.set(p, e)
		return
	}
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
	if p.code == "" && !p.fixed && len(p.sectors) > 0 && (governs(p.sectors[0]) || p.sectors[0] == "PTY" && s.focusSure) {
		p.code, p.basis = s.inherited(p)
	}
	s.athome(p)
	name := p.name
	s.set(p, s.newEntity(p, doc.Actor{Name: name, Country: p.code, Sectors: p.sectors, Organisation: name}))
}

// spelledOut is the body that the story names in full whose initials the acronym of
// the phrase are, whatever else the lexicon knows by them, or -1: "the BNP" after
// "the Bright Nature Party".
func (s *story) spelledOut(p *phrase) int {
	w := s.d.Form(p.sem)
	if len(w) < 2 || len(w) > 6 || strings.ToUpper(w) != w || p.code == "EUR" {
		return -1
	}
	for e := len(s.ents) - 1; e >= s.recent(); e-- {
		x := &s.ents[e]
		if x.form == formOrg && initials(x.actor.Name) == w && !alike(x.actor.Name, p.name) {
			return e
		}
	}
	return -1
}

// initials are the first letters of the capitalised words of a name of several.
func initials(name string) string {
	var out []byte
	for _, w := range strings.Fields(name) {
		if w[0] >= 'A' && w[0] <= 'Z' {
			out = append(out, w[0])
		}
	}
	if len(out) < 2 {
		return ""
	}
	return string(out)
}

// nominalActor resolves "the minister", "the army", "demonstrators".
func (s *story) nominalActor(p *phrase) {
	s.modifierName(p)
	s.divided(p)
	s.background(p)
	e := s.antecedent(p)
	if e < 0 {
		e = s.community(p)
	}
	if e >= 0 {
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
		if p.code, p.basis = s.inherited(p); p.code == "" {
			s.near(p)
		}
	}
	s.set(p, s.bodyEntity(p, p.code))
}

// community is the entity of the European Union for "the Community", written so
// where the story has named it, or -1.
func (s *story) community(p *phrase) int {
	if s.d.Form(p.head) != "Community" || !p.definite || p.code != "" || s.entityType(p.head) != "" && p.first < p.head-1 {
		return -1
	}
	for e := s.recent(); e < len(s.ents); e++ {
		if s.ents[e].actor.Country == "EUR" && s.ents[e].actor.Name == "European Union" {
			return e
		}
	}
	return -1
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

// modifierName takes country, organisation and sector from a name before the
// noun: "the Obama administration", "Norex chairman Ana Paz".
func (s *story) modifierName(p *phrase) {
	if p.modName < 0 {
		return
	}
	if q := s.phraseOf(p.modName); q != nil && q.head != p.head && len(q.actors) > 0 {
		s.lend(p, q, "of")
		return
	}
	q := phrase{head: p.modName, sem: p.modName, first: p.modName, last: p.modName + 1, form: formName, name: s.d.Form(p.modName)}
	s.keys(&q, q.first, q.last)
	for e := s.recent(); e < len(s.ents); e++ {
		if x := &s.ents[e]; x.form == formOrg && x.nameKey == q.nameKey {
			q.form, q.actors = formOrg, []doc.Actor{x.actor}
			s.lend(p, &q, "of")
			return
		}
	}
	if e := s.knownPerson(&q); e >= 0 {
		if c := s.ents[e].actor.Country; p.code == "" && c != "" {
			p.code, p.basis = c, join(p.basis, "of "+s.ents[e].actor.Name)
		}
		if a := &s.ents[e].actor; p.inherit && voice(p.noun) && a.Sector != "" {
			p.sectors, p.inherit = a.Sectors, false
		}
	} else if x := s.leaderFor(&q); x != nil && p.code == "" {
		p.code, p.basis = x.code, join(p.basis, "of "+x.name)
	} else if p.inherit && p.org == "" && s.entityType(p.modName) == "ORG" {
		p.org, p.sectors, p.inherit = q.name, nil, false
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
			ok = x.actor.Person && !x.plural && (x.actor.Sector != "ELI" || p.past) && (x.noun == p.noun && p.noun != "" || p.role != "" && (x.actor.Role == p.role || strings.HasSuffix(x.actor.Role, " "+p.role))) && p.complement < 0 && s.sameParty(p, x)
		case formBody:
			ok = x.form == formBody && x.noun == p.noun && x.plural == p.plural && p.complement < 0 || x.form == formOrg && p.possessor < 0 && !s.parted(p) && (hypernym(p.noun, x.actor.Sector) || lastWord(x.nameKey, p.noun))
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

// parted: an of-phrase says which one is meant: "the Group of Five", "the Court of
// Auditors" are not those just named.
func (s *story) parted(p *phrase) bool {
	return p.complement >= 0 && s.caseOf(p.complement) == "of"
}

// lastWord reports whether a name ends in a noun, by which it may be called: "the
// department" for the Justice Department. "The union" is seldom the European one.
func lastWord(name, noun string) bool {
	return noun != "" && noun != "union" && strings.HasSuffix(strings.ToLower(name), " "+noun)
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
			a.Person = a.Person || best.Person
		}
	}
}
