package coder

import (
	"slices"
	"strings"

	"chancery/internal/doc"
)

var (
	verbRoles = []roles{{actors: [][]string{{"subj"}}, recipients: []string{"obj", "iobj", "to", "against", "on", "with", "at", "for", "toward", "towards", "from", "upon"}}}
	nounRoles = []roles{{actors: [][]string{{"subj", "by", "poss", "mod", "from", "between", "among"}}, recipients: []string{"on", "against", "to", "with", "at", "of", "toward", "towards", "for", "over", "in"}}}
)

// fillSides puts the actors of the frame on their sides, by the first line of
// the rule's roles that yields an actor, else by the line that yields anything.
func (r *reader) fillSides(m *meaning) {
	alts := m.rule.Roles
	if alts == nil {
		alts = verbRoles
		if m.noun {
			alts = nounRoles
		}
	}
	bestFilled := -1
	for _, ro := range alts {
		var actors, recips []doc.Actor
		var sides [][]doc.Actor
		var thing *doc.Actor
		var trace []string
		explicit := false
		full := true
		for _, side := range ro.actors {
			got := false
			for _, slot := range side {
				as, far := r.slotActors(m, slot, false)
				if len(as) > 0 {
					sides = append(sides, without(as, actors))
					actors = union(actors, as)
					explicit = explicit || !far
					trace = append(trace, "actor from "+slot)
					got = true
					break
				}
			}
			full = full && got
		}
		for _, slot := range ro.recipients {
			as, _ := r.slotActors(m, slot, true)
			if as = without(as, actors); slot == "obj" && len(as) == 0 && r.mistaken(m) {
				actors, sides = nil, nil // who "it" is, it is not whom it condemns
			}
			if slot == "obj" && movesForce[m.rule.Type] {
				as = withoutForces(as, actors)
			}
			if len(as) > 0 {
				recips = as
				trace = append(trace, "recipient from "+slot)
				break
			}
			if thing == nil {
				thing = r.thing(m, slot)
			}
		}
		if len(recips) == 0 && thing != nil {
			recips = []doc.Actor{*thing}
			trace = append(trace, "recipient is no actor known")
		}
		filled := len(actors)*4 + len(recips)
		if len(actors) > 0 {
			filled += 100
		}
		if len(recips) > 0 {
			filled += 50
		}
		if full && len(actors) > 0 {
			filled += 10
		}
		if filled > bestFilled {
			bestFilled = filled
			m.actors, m.recipients, m.explicit, m.sides = actors, recips, explicit, sides
			m.trace = trace
		}
		if full && len(actors) > 0 && (len(ro.recipients) == 0 || len(recips) > 0) {
			break
		}
	}
}

// otherSide completes a meeting of which the phrase names one side only, "made the
// statement after talks with Chilean officials": the other is who acts in the
// clause around it.
func (r *reader) otherSide(m *meaning) {
	if !m.noun || m.light >= 0 || m.typ != "CONSULT" || len(m.sides) != 1 || len(m.recipients) > 0 {
		return
	}
	d := r.d
	tok := m.tok
	if t := &d.Tokens[tok]; relOf(t.Deprel) == "obj" && (d.Tokens[t.Head].Lemma == "tell" || d.Tokens[t.Head].Lemma == "address") {
		r.meets(m, r.frameOf(t.Head)) // "told a meeting of farmers"
		return
	}
	if !r.only(m, "with") {
		return
	}
	for n := 0; n < 3; n++ {
		t := &d.Tokens[tok]
		rel, h := relOf(t.Deprel), t.Head
		if h < 0 || rel != "obl" && rel != "nmod" {
			return
		}
		switch r.caseOf(tok) {
		case "after", "in", "at", "during", "following":
			if rel == "nmod" && relOf(d.Tokens[h].Deprel) == "obj" {
				h = d.Tokens[h].Head // "made the offer after talks"
			}
			if d.Tokens[h].UPOS == "VERB" {
				r.meets(m, r.frameOf(h))
				return
			}
		}
		tok = h // "said in a statement after talks", "at the end of talks"
	}
}

// meets makes the subjects of a frame the one side of a meeting and those it has
// the other.
func (r *reader) meets(m *meaning, f *frame) {
	var who []doc.Actor
	for _, a := range f.args {
		if a.slot != "subj" {
			continue
		}
		for _, tok := range r.conjuncts(a.tok) {
			if r.d.MentionAt(tok) != nil {
				who = union(who, r.actorsAt(tok, false, 0))
			}
		}
	}
	if who = without(who, m.actors); len(who) == 0 {
		return
	}
	m.sides = [][]doc.Actor{who, m.actors}
	m.actors, m.met = union(who, m.actors), true
	m.trace = append(m.trace, "the other side from the clause around it")
}

// only reports whether the slot alone of those that name participants is filled.
func (r *reader) only(m *meaning, slot string) bool {
	found := false
	for _, a := range r.frameOf(m.tok).args {
		switch a.slot {
		case slot:
			found = true
		case "subj", "by", "poss", "between", "among":
			return false
		}
	}
	return found
}

// thing is what stands in a slot without being an actor that anything is known
// of: "condemned the killings", "shelled a depot". It is shown by its words. What
// most prepositions bring is what the event is about, "agreed on quotas", but for
// "fired on a convoy".
func (r *reader) thing(m *meaning, slot string) *doc.Actor {
	if m.noun || m.rule.asksFor(slot) || slot == "obj" && movesForce[m.rule.Type] || m.rule.Op != opNone {
		return nil
	}
	switch slot {
	case "in", "to", "for", "iobj", "with", "from", "of", "over":
		return nil
	case "on":
		if m.rule.Type != "ASSAULT" {
			return nil
		}
	}
	for _, a := range m.frame.args {
		if a.slot != slot || a.far || a.tok == m.tok || a.tok == m.light {
			continue
		}
		tok := r.content(a.tok)
		if r.d.MentionAt(tok) != nil {
			continue // somebody, already told as who acts
		}
		if u := r.d.Tokens[tok].UPOS; u != "NOUN" && u != "PROPN" || r.timed(tok) || len(r.c.voc.nouns[r.d.Tokens[tok].Lemma]) > 0 && r.meaningOf(tok) != nil && m.rule.Op != opNone {
			continue
		}
		s := r.phrase(a.tok)
		return &doc.Actor{Span: s, Head: tok, Name: r.d.Slice(s), Entity: -1, Basis: "its words"}
	}
	return nil
}

// mistaken: a pronoun acts on somebody named, and was taken for the same.
func (r *reader) mistaken(m *meaning) bool {
	s, o := m.frame.get("subj"), m.frame.get("obj")
	if s < 0 || o < 0 || r.d.Tokens[s].UPOS != "PRON" || r.d.MentionAt(o) == nil || r.d.MentionAt(o).Kind != doc.Named {
		return false
	}
	who, whom := r.actorsAt(s, false, 0), r.actorsAt(o, false, 0)
	return len(whom) > 0 && len(who) > 0 && len(without(who, whom)) == 0
}

// timed: the word is part of a time expression.
func (r *reader) timed(tok int) bool {
	for i := range r.d.Times {
		if t := &r.d.Times[i]; t.First <= tok && tok < t.Last {
			return true
		}
	}
	return false
}

// phrase is the noun phrase headed by tok without the clauses, appositions and
// coordinations that hang on it.
func (r *reader) phrase(tok int) doc.Span {
	s := r.d.Tokens[tok].Span
	for _, k32 := range r.d.Children(tok) {
		k := int(k32)
		switch relOf(r.d.Tokens[k].Deprel) {
		case "det", "amod", "compound", "nummod", "flat", "nmod":
			if k > tok+12 {
				continue
			}
			p := r.phrase(k)
			s.Start, s.End = min(s.Start, p.Start), max(s.End, p.End)
		}
	}
	return s
}

// part makes two sides of the joint actors of a reciprocal event that has
// become one party's own act: "will not meet", "offered talks".
func (m *meaning) part() {
	if len(m.sides) < 2 || len(m.recipients) > 0 {
		return
	}
	m.actors = m.sides[0]
	for _, s := range m.sides[1:] {
		m.recipients = union(m.recipients, s)
	}
	m.sides = nil
}

// slotActors are the actors in a slot. A recipient may stand deep inside its
// phrase ("condemned a decision by Peru's supreme court").
func (r *reader) slotActors(m *meaning, slot string, recipient bool) ([]doc.Actor, bool) {
	var out []doc.Actor
	far := true
	f, slot := r.path(m.frame, slot)
	if f == nil {
		return nil, false
	}
	for _, a := range f.args {
		if a.slot != slot || a.tok == m.tok || a.tok == m.light {
			continue
		}
		for _, tok := range r.conjuncts(r.content(a.tok)) {
			if mt := r.d.MentionAt(tok); !recipient && mt != nil && mt.Kind == doc.Locative && slot != "in" && slot != "from" {
				continue // where, not who; a rule that names "in" means whose land: "was jailed in Peru"
			}
			if slot == "mod" && m.rule.Type == "CONSULT" && f.count("mod") == 1 && r.isTown(tok) {
				continue // "the Venice summit"
			}
			if slot == "subj" && !m.noun && !recipient && !r.stands(tok) {
				continue // "Peru's exports declined"
			}
			as := r.actorsAt(tok, recipient, 0)
			if recipient {
				as = r.withoutVictims(m, as)
			}
			out = union(out, as)
		}
		far = far && a.far
		m.byOrder = m.byOrder || a.order && len(out) > 0
	}
	return out, far
}

// withoutVictims are the actors less those whom the thing that is condemned, backed
// or refused is directed against: "condemned the attack against Peru", "defended
// sanctions against Chile". What the rule itself names is no such thing: "filed a
// complaint against Peru".
func (r *reader) withoutVictims(m *meaning, as []doc.Actor) []doc.Actor {
	switch m.rule.Type {
	case "ACCUSE", "SUPPORT", "REJECT":
		if !m.rule.asksFor("obj") {
			return slices.DeleteFunc(slices.Clone(as), func(a doc.Actor) bool { return r.victim(m, a.Head) })
		}
	}
	return as
}

// victim: between the trigger and token tok below it stands a noun with "against".
func (r *reader) victim(m *meaning, tok int) bool {
	d := r.d
	hit := false
	for n := 0; n < 8 && tok >= 0; n++ {
		if tok == m.tok || tok == m.light {
			return hit
		}
		h := d.Tokens[tok].Head
		hit = hit || h >= 0 && h != m.tok && d.Tokens[h].UPOS == "NOUN" && r.caseOf(tok) == "against"
		tok = h
	}
	return false
}

// actorsAt are the actors a phrase names: its head's own mention, else those of
// the words that belong to it.
func (r *reader) actorsAt(tok int, deep bool, depth int) []doc.Actor {
	d := r.d
	if m := d.MentionAt(tok); m != nil {
		if m.Kind == doc.Pronoun {
			return r.named(m, tok)
		}
		return r.withApposition(m, tok)
	}
	if depth > 3 {
		return nil
	}
	var poss, mod, nmod, rest []doc.Actor
	for _, k32 := range d.Children(tok) {
		k := int(k32)
		switch rel := d.Tokens[k].Deprel; rel {
		case "nmod:poss", "nsubj":
			poss = union(poss, r.actorsAt(k, deep, depth+1))
		case "amod", "compound", "nmod:desc", "nmod:unmarked", "appos", "flat", "det":
			if rel == "amod" || deep || rel == "compound" || d.MentionAt(k) != nil {
				mod = union(mod, r.actorsAt(k, deep, depth+1))
			}
		case "nmod", "obl":
			c := r.caseOf(k)
			if c == "of" || c == "by" || deep && c != "" && c != "with" {
				nmod = union(nmod, r.actorsAt(k, deep, depth+1))
			}
		case "acl", "acl:relcl":
			if deep {
				if by := r.agentOf(k); by >= 0 {
					rest = union(rest, r.actorsAt(by, deep, depth+1))
				}
			}
		}
	}
	for _, as := range [][]doc.Actor{poss, mod, nmod, rest} {
		if len(as) > 0 {
			return as
		}
	}
	if deep {
		return r.placeAt(tok)
	}
	return nil
}

// withApposition widens the span of an actor over the apposition that names it
// too: "his Kenyan counterpart, Grace Otieno".
func (r *reader) withApposition(m *doc.Mention, tok int) []doc.Actor {
	if len(m.Actors) != 1 || m.Actors[0].Entity < 0 {
		return m.Actors
	}
	end := m.Actors[0].End
	for _, k := range r.d.Children(tok) {
		if r.d.Tokens[k].Deprel != "appos" {
			continue
		}
		if o := r.d.MentionAt(int(k)); o != nil && len(o.Actors) == 1 && o.Actors[0].Entity == m.Actors[0].Entity {
			end = max(end, o.Actors[0].End)
		}
	}
	if end == m.Actors[0].End {
		return m.Actors
	}
	a := m.Actors[0]
	a.End = end
	return []doc.Actor{a}
}

// named gives the actors of a pronoun the words that name them in the same
// sentence, where there are some: "it" in "Peru said it would" is shown as Peru.
func (r *reader) named(m *doc.Mention, tok int) []doc.Actor {
	d := r.d
	s := d.Sentences[d.SentenceOf(tok)]
	out := append([]doc.Actor(nil), m.Actors...)
	for i := range out {
		if out[i].Entity < 0 {
			continue
		}
		for k := tok - 1; k >= s.First; k-- {
			o := d.MentionAt(k)
			if o == nil || o.Kind == doc.Pronoun || len(o.Actors) != 1 || o.Actors[0].Entity != out[i].Entity {
				continue
			}
			out[i].Span, out[i].Head = o.Span, k
			break
		}
	}
	return out
}

// ownForce: b are the forces of a, what it moves rather than what it moves
// against.
func ownForce(a, b *doc.Actor) bool {
	return (b.Country == "" || a.Country == b.Country) && (b.Sector == "MIL" || b.Sector == "COP") && b.Group
}

// placeAt takes a place that nothing else names an actor as the land it lies
// in: "deployed troops to the Lokar valley".
func (r *reader) placeAt(tok int) []doc.Actor {
	s := r.d.Tokens[tok].Span
	for i := range r.d.Places {
		p := &r.d.Places[i]
		if p.Overlaps(s) {
			return []doc.Actor{{Span: p.Span, Head: tok, Name: p.Name, Country: p.Country, Entity: -1, Basis: "place " + p.Name}}
		}
		if p.Start > s.End {
			break
		}
	}
	return nil
}

// isTown: the word names a town, which may stand for its state elsewhere.
func (r *reader) isTown(tok int) bool {
	s := r.d.Tokens[tok].Span
	for i := range r.d.Places {
		if p := &r.d.Places[i]; p.Overlaps(s) {
			return p.Precision == "city"
		}
	}
	return false
}

// isOfWords: what is said and agreed is said somewhere, to whom its place does not
// tell; troops, aid and blows are meant for the place they go to.
func (m *meaning) isOfWords() bool {
	switch m.typ {
	case "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT":
		return true
	case "AGREE":
		return m.inner == nil || family(m.inner.typ) != "coop" || m.inner.typ == "CONSULT" || m.inner.typ == "SUPPORT"
	}
	return false
}

// below is the first actor, in text order, among the words that depend on the
// trigger and follow it: the other side where no slot names it ("agreed to set
// up hospitals in Peru"). Clauses of their own are not entered, and what the one who
// acts is or was, "resigned as chairman", is nobody else.
func (r *reader) below(m *meaning, not []doc.Actor) []doc.Actor {
	d := r.d
	top := m.tok
	if m.light >= 0 && m.light < m.tok {
		top = m.light
	}
	var found []doc.Actor
	at := len(d.Tokens)
	var walk func(tok, depth int)
	walk = func(tok, depth int) {
		if depth > 6 {
			return
		}
		for _, k32 := range d.Children(tok) {
			k := int(k32)
			switch rel := relOf(d.Tokens[k].Deprel); {
			case rel == "parataxis", rel == "nsubj", rel == "conj" && d.Tokens[k].UPOS == "VERB":
				continue
			case rel == "ccomp" && m.rule.Op == opNone:
				continue
			case rel == "advcl" && hasFeat(&d.Tokens[k], "VerbForm=Fin"):
				continue
			}
			if mt := d.MentionAt(k); mt != nil && k > top && k < at && mt.Kind != doc.Pronoun && !(mt.Kind == doc.Locative && m.isOfWords()) && !insideActor(mt.Span, not) && r.caseOf(k) != "as" {
				if as := r.withoutVictims(m, withoutForces(without(mt.Actors, not), not)); len(as) > 0 && as[0].Sector != "JRN" {
					found, at = as, k
				}
			}
			walk(k, depth+1)
		}
	}
	walk(top, 0)
	return found
}

// insideActor: the span lies in the phrase of one of the actors ("Kenyan" in "the
// Kenyan president").
func insideActor(s doc.Span, as []doc.Actor) bool {
	for i := range as {
		if as[i].Contains(s) {
			return true
		}
	}
	return false
}

// same tells whether two actors are one, within a story.
func same(a, b *doc.Actor) bool {
	named := a.Name != "" && strings.EqualFold(a.Name, b.Name) && a.Country == b.Country
	if a.Entity >= 0 && b.Entity >= 0 {
		return a.Entity == b.Entity || a.Person && b.Person && named
	}
	return a.Span == b.Span || named
}

func union(a, b []doc.Actor) []doc.Actor {
	out := a[:len(a):len(a)]
next:
	for i := range b {
		for j := range out {
			if same(&out[j], &b[i]) {
				continue next
			}
		}
		out = append(out, b[i])
	}
	return out
}

// movesForce are the types whose object is what the actor moves.
var movesForce = map[string]bool{"RETREAT": true, "MOBILIZE": true, "AID": true, "CONCEDE": true}

func withoutForces(as, owners []doc.Actor) []doc.Actor {
	return dropping(as, owners, func(a, owner *doc.Actor) bool { return ownForce(owner, a) })
}

func without(as, others []doc.Actor) []doc.Actor { return dropping(as, others, same) }

// dropping is as less those that drop pairs with one of others.
func dropping(as, others []doc.Actor, drop func(a, other *doc.Actor) bool) []doc.Actor {
	var out []doc.Actor
next:
	for i := range as {
		for j := range others {
			if drop(&as[i], &others[j]) {
				continue next
			}
		}
		out = append(out, as[i])
	}
	return out
}
