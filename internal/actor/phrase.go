package actor

import (
	"strings"

	"chancery/internal/doc"
)

// form says what sort of thing a phrase names.
type form uint8

const (
	formPerson  form = iota // a named person
	formOrg                 // a named organisation, group, firm
	formState               // a state, a region, a capital for its government
	formPlace               // a town or area that is no state
	formRole                // an unnamed person by role: "the minister"
	formGroup               // several unnamed people: "demonstrators"
	formBody                // an institution by its common name: "the army"
	formGeneric             // "both countries", "the group"
	formPronoun             // "he"
	formName                // a name of unknown sort
)

// phrase is a noun phrase that may refer to an actor, as far as it can be
// understood by itself.
type phrase struct {
	head        int // token that the rest of the sentence hangs on to
	sem         int // token that says what it is: a name's, where the tree hangs on the title
	first, last int // tokens of the whole phrase
	kind        doc.MentionKind
	form        form
	name        string   // as written, for names
	nameKey     string   // folded
	surname     string   // folded last part of a personal name
	code        string   // country or PLOVER code
	codes       []string // several: "French and Malian troops"
	sectors     []string
	role        string // office
	noun        string // singular head noun: "minister", "country"
	org         string // organisation
	sub         string // generic: what it points back to
	basis       string
	plural      bool
	definite    bool // "the", "this", "both"
	number      int  // 2 for "both", "two"; 0 not stated
	sex         byte
	past        bool // "former"
	inherit     bool // sector may come from elsewhere
	possessor   int  // token of the possessor, -1
	complement  int  // token of an of-phrase, -1
	modName     int  // token of a name before the noun: "the Obama administration", -1
	apposed     int  // phrase this one stands in apposition to (token), -1
	locative    bool
	fixed       bool // all clear without the story
	actors      []doc.Actor
	cameFromMod bool
	manyOffice  bool     // "Presidents A and B"
	office      bool     // the noun names an office, whatever its number
	abroad      bool     // "foreign", "allied": not of the country that the story is about
	seat        bool     // country told by "London-based"
	plainName   bool     // the name is the bare common noun
	also        []string // other states a people's name may mean
	home        string   // country where the words are mostly used, when the story tells none
}

// base is a relation without its subtype.
func base(rel string) string {
	if i := strings.IndexByte(rel, ':'); i >= 0 {
		return rel[:i]
	}
	return rel
}

// core is the range of tokens around head t without what follows it: titles,
// modifiers and the name, but no prepositional phrase or clause.
func (s *story) core(t int) (int, int) {
	l, r := t, t+1
	d := s.d
	for _, k32 := range d.Children(t) {
		k := int(k32)
		rel := d.Tokens[k].Deprel
		if k < t {
			switch base(rel) {
			case "det", "amod", "compound", "nummod", "flat", "nmod", "goeswith", "fixed", "advmod":
				a, _ := d.Subtree(k)
				if a < l && d.SentenceOf(a) == d.SentenceOf(t) && (rel != "advmod" || k+1 == l) && !(base(rel) == "nmod" && s.hasCase(k)) {
					l = a
				}
			}
		}
	}
	for _, k32 := range d.Children(t) {
		k := int(k32)
		if k < r {
			continue
		}
		rel := d.Tokens[k].Deprel
		switch base(rel) {
		case "flat", "fixed", "goeswith", "nummod":
			if rel == "nummod" && k != r {
				continue
			}
			_, z := s.core(k)
			if k == r || k == r+1 && d.Form(r) != "," { // a hyphen may stand between the parts of a name
				r = max(r, z)
			}
		case "compound", "nmod", "appos", "dep", "list", "obl":
			// a name that follows its title without a comma
			if k == r && d.Tokens[k].UPOS == "PROPN" && !s.hasCase(k) && s.matchOf(t).sense(office|person|title) != nil {
				_, z := s.core(k)
				r = max(r, z)
			}
		}
	}
	return l, r
}

func (s *story) hasCase(k int) bool { return s.caseOf(k) != "" }

// caseOf is the preposition of token k in lower case, "" when it has none. The
// possessive mark is no preposition.
func (s *story) caseOf(k int) string {
	for _, c32 := range s.d.Children(k) {
		c := int(c32)
		if s.d.Tokens[c].Deprel == "case" && c < k {
			return strings.ToLower(s.d.Form(c))
		}
	}
	return ""
}

// extent is the end of the phrase headed by t: its core and the prepositional
// phrases after it, without clauses and appositions.
func (s *story) extent(t, r int, conj bool) int {
	d := s.d
	for _, k32 := range d.Children(t) {
		k := int(k32)
		if k < r && k <= t {
			continue
		}
		rel := d.Tokens[k].Deprel
		if isTime(d.Form(k)) {
			continue
		}
		if k > t && (base(rel) == "appos" || base(rel) == "acl" || base(rel) == "parataxis") {
			break
		}
		if base(rel) == "nmod" && k > t && s.hasCase(k) || conj && rel == "conj" {
			_, z := s.core(k)
			r = max(r, s.extent(k, z, true))
		}
	}
	return r
}

// collect reads every noun phrase by itself.
func (s *story) collect() {
	d := s.d
	s.phraseAt = make([]int32, len(d.Tokens))
	aside := s.asides()
	s.phrases = make([]phrase, 0, len(d.Tokens)/4+4)
	s.markEntities()
	s.units()
	for t := range d.Tokens {
		tok := &d.Tokens[t]
		if len(aside) > 0 && aside[d.SentenceOf(t)] || s.inTag(t) {
			continue
		}
		var p phrase
		ok := false
		u := s.unitAt(t)
		if u != nil && u.head != t && (u.name < 0 && (u.noun < 0 || t >= u.noun) || u.name >= 0 && t >= u.name) {
			continue
		}
		switch tok.UPOS {
		case "PRON", "DET":
			if tok.UPOS == "DET" && tok.Deprel == "det" {
				continue
			}
			if p, ok = s.pronoun(t); !ok && u != nil {
				p, ok = s.nominal(t)
			}
		case "NOUN", "PROPN", "X", "NUM", "ADJ", "SYM":
			p, ok = s.nominal(t)
		default:
			if m := s.matchOf(t); u != nil || m.sense(country|org|leader|capital) != nil && m.sense(country|org|leader|capital).caps != anyCase && tok.UPOS != "PUNCT" {
				p, ok = s.nominal(t)
			}
		}
		if !ok {
			continue
		}
		s.phrases = append(s.phrases, p)
		s.phraseAt[t] = int32(len(s.phrases))
	}
	s.from = make([]int32, len(d.Sentences)+1)
	for i, n := 0, 0; i <= len(d.Sentences); i++ {
		for n < len(s.phrases) && (i == len(d.Sentences) || s.phrases[n].head < d.Sentences[i].First) {
			n++
		}
		s.from[i] = int32(n)
	}
	s.apposition()
}

// before is the range of phrases of the sentence that holds token t and of the
// n sentences before it.
func (s *story) before(t, n int) (first, last int) {
	i := s.d.SentenceOf(t)
	return int(s.from[max(0, i-n)]), int(s.from[i+1])
}

// recent is the first entity to look at for one met before. Stories do not
// point back further than this, and the bound keeps books from taking for ever.
func (s *story) recent() int { return max(0, len(s.ents)-500) }

// asides marks the sentences of datelines and of lines about the report.
func (s *story) asides() []bool {
	var out []bool
	for i := range s.d.Sentences {
		b := s.d.Sentences[i].Block
		if b < len(s.d.Blocks) && (s.d.Blocks[b].Kind == doc.Dateline || s.d.Blocks[b].Kind == doc.Meta) {
			if out == nil {
				out = make([]bool, len(s.d.Sentences))
			}
			out[i] = true
		}
	}
	return out
}

func (s *story) phraseOf(t int) *phrase {
	if t < 0 || t >= len(s.phraseAt) || s.phraseAt[t] == 0 {
		return nil
	}
	return &s.phrases[s.phraseAt[t]-1]
}

// markEntities notes which entity type covers each token.
func (s *story) markEntities() {
	s.entAt = make([]int32, len(s.d.Tokens))
	for i := range s.d.Entities {
		e := &s.d.Entities[i]
		for t := e.First; t < e.Last && t < len(s.entAt); t++ {
			s.entAt[t] = int32(i + 1)
		}
	}
}

func (s *story) entityType(t int) string {
	if t < 0 || t >= len(s.entAt) || s.entAt[t] == 0 {
		return ""
	}
	return s.d.Entities[s.entAt[t]-1].Type
}

func (s *story) pronoun(t int) (phrase, bool) {
	p := phrase{head: t, first: t, last: t + 1, kind: doc.Pronoun, form: formPronoun, possessor: -1, complement: -1, modName: -1, apposed: -1}
	p.noun = strings.ToLower(s.d.Form(t))
	switch p.noun {
	case "he", "him", "his", "himself":
		p.sex = 'm'
	case "she", "her", "hers", "herself":
		p.sex = 'f'
	case "it", "its", "itself":
		p.sex = 'n'
	case "they", "them", "their", "theirs", "themselves", "both":
		p.plural = true
	case "we", "us", "our", "ours", "ourselves", "i", "me", "my", "myself":
		p.sub = "speaker"
	case "who", "which", "that", "whom", "whose":
		rel := s.relative(t)
		if rel < 0 {
			return p, false
		}
		p.sub, p.possessor = "relative", rel
	default:
		return p, false
	}
	if p.noun == "it" && s.d.Tokens[t].Deprel == "expl" {
		return p, false
	}
	return p, true
}

// relative is the noun that a relative pronoun stands for, or -1.
func (s *story) relative(t int) int {
	for h, n := t, 0; h >= 0 && n < 6; n++ {
		if base(s.d.Tokens[h].Deprel) == "acl" && h != t {
			if s.d.Tokens[h].Deprel == "acl:relcl" && s.d.Tokens[h].Head < t {
				return s.d.Tokens[h].Head
			}
			return -1
		}
		h = s.d.Tokens[h].Head
	}
	return -1
}

// nominal reads the noun phrase headed by t.
func (s *story) nominal(t int) (phrase, bool) {
	d := s.d
	tok := &d.Tokens[t]
	p := phrase{head: t, sem: t, possessor: -1, complement: -1, modName: -1, apposed: -1}
	m := s.matchOf(t)
	u := s.unitAt(t)
	named := u != nil && u.name >= 0
	if m.sense(mask) != nil && !named || m.sense(role) != nil && m.sense(demo|state|org) == nil && s.joined(t) {
		return p, false
	}
	if (named || u != nil && u.noun >= 0) && u.head != t {
		// a word before a name: only states and organisations are worth a mention
		if m == nil || t != m.last-1 || m.sense(demo|state|org) == nil || s.related(m.last) {
			return p, false
		}
		p.kind, p.cameFromMod = doc.Modifier, true
		p.first, p.last = m.first, m.last
		return p, s.read(&p, m.first, m.last)
	}
	if !s.standing(&p, t, m, named) {
		return p, false
	}
	l, r := s.core(t)
	if p.cameFromMod && tok.UPOS == "ADJ" {
		l, r = t, t+1
	}
	if u != nil {
		if !p.cameFromMod || named {
			l, r = min(l, u.first), max(r, u.last)
		} else {
			l, r = min(max(l, s.first(t)), u.first), max(r, u.last)
		}
	}
	if u != nil && u.noun >= 0 {
		p.sem = u.noun
	}
	if named {
		p.sem = u.name
		if h := s.d.Tokens[u.last-1].Head; h < u.name || h >= u.last {
			p.sem = u.last - 1
		}
	}
	if m.sense(role) != nil || named {
		l = s.leftOf(l)
	}
	for k := l; k < p.sem && k < t && !(named && k >= u.first); k++ {
		if w := d.Form(k); w == ")" || w == "(" || w == "—" || w == ":" {
			l = k + 1
		}
	}
	for l < t && l < p.sem && (isTime(d.Form(l)) || d.Tokens[l].UPOS == "PUNCT" && d.Form(l) != "\"") {
		l++
	}
	p.first, p.last = l, r
	if !s.read(&p, l, r) {
		return p, false
	}
	if p.kind != doc.Modifier || tok.Deprel == "nmod:poss" {
		p.last = max(p.last, s.extent(t, r, false))
	}
	s.closeBrackets(&p)
	s.partyTag(&p)
	if p.kind == doc.Modifier {
		return p, true
	}
	switch p.form {
	case formState, formPlace, formPerson, formOrg, formName:
		p.kind = doc.Named
	default:
		p.kind = doc.Nominal
	}
	if p.form == formState || p.form == formPlace {
		s.placeOrPower(&p)
	}
	return p, true
}

func (s *story) first(t int) int {
	l, _ := s.core(t)
	return l
}

// closeBrackets ends a phrase before a bracket that does not close inside it.
func (s *story) closeBrackets(p *phrase) {
	open := -1
	for t := p.first; t < p.last; t++ {
		switch s.d.Form(t) {
		case "(":
			open = t
		case ")":
			open = -1
		}
	}
	if open > p.head && open > p.first {
		p.last = open
	}
}

// joined reports whether a hyphen ties token t to the next word: "man-made".
func (s *story) joined(t int) bool {
	d := s.d
	return t+2 < len(d.Tokens) && d.Form(t+1) == "-" && d.Tokens[t].End == d.Tokens[t+1].Start && d.Tokens[t+1].End == d.Tokens[t+2].Start
}

// standing decides from the tree whether t may head a mention, and whether as
// a phrase of its own or as a modifier.
func (s *story) standing(p *phrase, t int, m *match, named bool) bool {
	d := s.d
	tok := &d.Tokens[t]
	rel, h := base(tok.Deprel), tok.Head
	switch {
	case m == nil && isTime(d.Form(t)):
		return false
	case m != nil && m.tail && !m.past && m.first == t && m.last == t+1:
		return m.sense(role|generic|proud|demo) == nil // "non-Muslims", "pro-Russia"
	case rel == "conj" && h >= 0 && h < t && (base(d.Tokens[h].Deprel) == "amod" || d.Tokens[h].Deprel == "compound") && d.Tokens[h].Head > t && m.sense(demo|state|org) != nil:
		p.kind, p.cameFromMod = doc.Modifier, true // "US and British activists"
		return true
	case tok.Deprel == "nmod:poss":
		p.kind, p.cameFromMod = doc.Modifier, true
		return true
	case named && (rel == "flat" || rel == "compound" || rel == "amod") && h >= 0 && h < t && s.entAt[h] == s.entAt[t] && s.entAt[t] > 0:
		return false
	case s.unitAt(t) != nil && s.unitAt(t).noun >= 0 && h >= 0 && !((rel == "compound" || rel == "amod") && h > t && d.Tokens[h].UPOS != "VERB"):
		return true
	case named && (rel == "compound" || rel == "amod" || tok.Deprel == "nmod:desc") && h > t:
		p.kind, p.cameFromMod = doc.Modifier, true
		return true
	case named:
		return true
	case rel == "flat" || rel == "fixed" || rel == "goeswith" || rel == "case" || rel == "det" || rel == "cc" || rel == "mark":
		return s.unitAt(t) != nil && rel != "flat" && m.sense(state|org) != nil
	case rel == "compound" && h >= 0 && d.Tokens[h].UPOS == "VERB":
		return true
	case rel == "compound" || rel == "amod" || tok.Deprel == "nmod:desc" || rel == "nummod" || rel == "advmod" || rel == "nmod" && t < h && !s.hasCase(t) && h >= 0:
		if rel == "nummod" && m == nil || h >= 0 && m != nil && s.at[h] == s.at[t] || !s.modifies(t, h, m) {
			return false
		}
		p.kind, p.cameFromMod = doc.Modifier, true
	case tok.UPOS == "ADJ" || tok.UPOS == "NUM" || tok.UPOS == "SYM":
		if m.sense(demo|person|country|region|org) == nil && !(m.sense(body) != nil && (rel == "nsubj" || rel == "obj" || rel == "obl" || rel == "nmod")) {
			return false
		}
		if tok.UPOS == "ADJ" && (rel == "root" || rel == "xcomp" || rel == "ccomp" || rel == "advcl" || rel == "acl" || rel == "conj" && h >= 0 && (d.Tokens[h].Deprel == "amod" || d.Tokens[h].UPOS == "VERB")) {
			if rel != "conj" || m.sense(demo) == nil || h < 0 || d.Tokens[h].Deprel != "amod" {
				return false
			}
			p.kind, p.cameFromMod = doc.Modifier, true
		}
	}
	return true
}

// modifies reports whether a word before a noun is worth a mention of its own.
func (s *story) modifies(t, h int, m *match) bool {
	if s.d.Tokens[t].Deprel == "nmod:desc" {
		return m.sense(demo|state|org) != nil
	}
	if m.sense(demo|state|org) != nil {
		if s.related(m.last) && !s.ledBy(m.last) {
			return false
		}
		return !(m.sense(given|leader) != nil && s.entityType(t) == "PER")
	}
	if s.entityType(t) == "PER" || m.sense(leader) != nil {
		return h < 0 || s.entAt[h] != s.entAt[t]
	}
	if e := s.entityType(t); (e == "ORG" || e == "GPE") && s.d.Tokens[t].UPOS == "PROPN" {
		return h >= 0 && s.entAt[h] != s.entAt[t]
	}
	if s.d.Tokens[t].UPOS == "ADJ" {
		return false
	}
	if x := m.sense(role); x != nil && len(x.sectors) > 0 {
		if x.kind == force || x.kind == person && (x.sectors[0] == "MIL" || x.sectors[0] == "COP") {
			// "tank fire", "a sniper attack": how, not who, unless "Israeli" says whose
			return s.d.Child(t, "amod", "compound", "nmod:poss") >= 0 && m.first == t
		}
		switch x.sectors[0] {
		case "GOV", "MIL", "COP", "LEG", "JUD", "REB", "UAF", "OPP":
			return !s.related(m.last) && s.matchOf(h).sense(role|org) == nil && s.entityType(h) != "PER"
		}
	}
	return false
}

// placeOrPower decides whether the name of a place stands for those who rule it.
func (s *story) placeOrPower(p *phrase) {
	tok := &s.d.Tokens[p.head]
	rel := tok.Deprel
	town := p.form == formPlace || p.sub == "capital"
	prep := s.caseOf(p.head)
	p.locative = within(prep)
	switch prep {
	case "to":
		// "a request to Washington" is made to its government
		p.locative = town && !(p.sub == "capital" && base(rel) == "nmod" && tok.Head >= 0 && !journey[s.d.Tokens[tok.Head].Lemma])
	case "at", "into", "under", "toward", "towards":
		p.locative = town
	case "of":
		p.locative = town || tok.Head >= 0 && partOf[s.d.Tokens[tok.Head].Lemma] && within(s.caseOf(tok.Head))
	case "from", "on", "for":
		// "support from Moscow", "pressure on Moscow" are the government's
		p.locative = town && !(p.sub == "capital" && base(rel) == "nmod")
	}
	if strings.HasPrefix(rel, "conj") {
		if q := s.phraseOf(tok.Head); q != nil && q.locative && !s.hasCase(p.head) {
			p.locative = true
		}
	}
	if p.locative {
		p.kind = doc.Locative
		return
	}
	if p.sub != "capital" {
		return
	}
	verb := -1
	if tok.Head >= 0 {
		verb = tok.Head
	}
	switch rel {
	case "nsubj", "nsubj:outer", "obl:agent":
		p.sectors = []string{"GOV"}
	case "obj", "iobj", "nsubj:pass":
		if verb >= 0 && aimedAtGround[s.d.Tokens[verb].Lemma] {
			return
		}
		p.sectors = []string{"GOV"}
	default:
		switch s.caseOf(p.head) {
		case "with", "by", "against", "between", "among", "from", "for", "on", "to":
			p.sectors = []string{"GOV"}
		}
		if strings.HasPrefix(rel, "conj") {
			if q := s.phraseOf(tok.Head); q != nil && len(q.sectors) > 0 && q.form == formState {
				p.sectors = []string{"GOV"}
			}
		}
	}
	if len(p.sectors) > 0 {
		p.basis += " as government"
	}
}

// within reports whether a preposition puts something at a place.
func within(prep string) bool {
	switch prep {
	case "in", "near", "inside", "within", "across", "around", "throughout", "outside", "off", "over", "through", "along", "via":
		return true
	}
	return false
}

// partOf lists nouns for parts of places: "in the east of Chad" is in Chad.
var partOf = map[string]bool{
	"east": true, "west": true, "north": true, "south": true, "northeast": true, "northwest": true, "southeast": true, "southwest": true,
	"city": true, "town": true, "village": true, "province": true, "region": true, "district": true, "state": true, "capital": true,
	"outskirt": true, "outskirts": true, "suburb": true, "centre": true, "center": true, "coast": true, "part": true, "area": true, "border": true, "heart": true, "island": true,
}

// journey lists nouns whose "to" leads to a place.
var journey = map[string]bool{
	"visit": true, "trip": true, "journey": true, "tour": true, "return": true, "flight": true, "travel": true, "mission": true,
	"road": true, "way": true, "route": true, "march": true, "transfer": true, "move": true, "arrival": true, "pilgrimage": true, "highway": true,
}

// aimedAtGround lists verbs whose object, if a city, is the ground itself.
var aimedAtGround = map[string]bool{
	"visit": true, "leave": true, "reach": true, "enter": true, "tour": true, "bomb": true, "shell": true,
	"hit": true, "capture": true, "seize": true, "take": true, "retake": true, "recapture": true, "besiege": true,
	"encircle": true, "approach": true, "rock": true, "paralyse": true, "paralyze": true, "flee": true, "quit": true,
	"storm": true, "surround": true, "attack": true, "pound": true, "bombard": true, "occupy": true, "liberate": true,
}
