package actor

import (
	"strings"

	"chancery/internal/doc"
)

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
	speaks := -1
	if s.quoted[p.head] && (p.sex == 'm' || p.sex == 'f') {
		if sp := s.speakerAt(p.head); sp != nil && len(sp.actors) == 1 {
			speaks = sp.actors[0].Entity // who says "he won't resign" speaks of somebody else
		}
	}
	first, last := s.before(p.head, 3)
	for i := first; i < last; i++ {
		q := &s.phrases[i]
		if q.head >= p.head {
			break
		}
		if len(q.actors) != 1 || s.within(q.head, barred) || speaks >= 0 && q.actors[0].Entity == speaks || q.surname != "" && s.namedBeside(p.head, q.surname) || q.kind == doc.Locative && p.sex != 'n' {
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
	owner := s.d.Tokens[q.head].Deprel == "nmod:poss" && q.form != formPronoun
	if q.kind == doc.Named || owner {
		v += 3
	}
	if q.kind == doc.Pronoun {
		v += 4
	}
	if q.kind == doc.Modifier && !owner {
		v -= 3
	}
	if q.kind == doc.Locative {
		v -= 6
	}
	if q.form == formPlace {
		v -= 8
	}
	if q.form == formRole && !q.definite && p.sex != 'n' {
		v -= 8 // "he" is seldom "a sensible person" of the sentence before
	}
	if base(s.d.Tokens[q.head].Deprel) == "nmod" && !owner {
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
		return !a.Person && !a.Group && (!q.plural || q.form == formOrg || q.form == formState)
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
	c := s.d.Child(h, "nsubj", "nsubj:pass")
	if tok := &s.d.Tokens[h]; c < 0 && tok.Deprel == "conj" && tok.Head >= 0 {
		c = s.d.Child(tok.Head, "nsubj", "nsubj:pass") // "cut ties and resumed them"
	}
	return c
}

// within: token t is head, or coordinated with it.
func (s *story) within(t, head int) bool {
	return head >= 0 && (t == head || s.d.Tokens[t].Head == head && s.d.Tokens[t].Deprel == "conj")
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
		if l.at >= p.head || dist > 3 || s.within(l.at, barred) {
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
		if dist > 3 || len(q.actors) == 0 || s.within(q.head, barred) || q.kind == doc.Locative {
			continue
		}
		if !(len(q.actors) > 1 || q.plural || q.actors[0].Group || q.form == formBody && pluralBody(q.noun)) {
			continue
		}
		v := s.salience(p, q, dist)
		if witness(q.noun) && len(q.actors) == 1 {
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
	if sp := s.speakerAt(p.head); sp != nil && len(sp.actors) > 0 {
		s.copy(p, sp.actors, sp.head)
		for j := range p.actors {
			p.actors[j].Basis = "speaker → " + p.actors[j].Name
		}
	}
}

// speakerAt is the phrase for who says the words at token t, resolved where it can
// be by now; nil where nobody does.
func (s *story) speakerAt(t int) *phrase {
	at := s.d.Tokens[t].Span
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
				return nil
			}
			if s.phrases[x-1].form != formPronoun || q.Head < t {
				s.resolve(int(x - 1))
			}
			return &s.phrases[x-1]
		}
	}
	return nil
}

// namedBeside reports whether a person of the given surname is named in the
// clause of the subject pronoun at t, which then is somebody else: "he urged
// Marlow to resign".
func (s *story) namedBeside(t int, surname string) bool {
	h := s.d.Tokens[t].Head
	if h < 0 || base(s.d.Tokens[t].Deprel) != "nsubj" {
		return false
	}
	for _, k := range s.d.Children(h) {
		if q := s.phraseOf(int(k)); q != nil && int(k) > t && q.surname == surname && strings.HasPrefix(s.d.Tokens[k].Deprel, "ob") {
			return true
		}
	}
	return false
}
