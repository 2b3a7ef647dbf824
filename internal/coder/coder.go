package coder

import (
	"io/fs"
	"sort"
	"strings"

	"chancery/internal/doc"
)

// Coder codes documents by an event lexicon. It is safe for use by many
// goroutines at once.
type Coder struct {
	voc   *vocabulary
	tolls *tolls
}

// New reads the event lexicon below en/events/ of fsys. Its error names file
// and line.
func New(fsys fs.FS) (*Coder, error) {
	voc, err := loadVocabulary(fsys)
	if err != nil {
		return nil, err
	}
	t, err := loadTolls(fsys)
	if err != nil {
		return nil, err
	}
	return &Coder{voc: voc, tolls: t}, nil
}

// Miss is a trigger that was read but not coded, for explain.
type Miss struct {
	Token    int
	Sentence int
	Rule     string
	Type     string
	Why      string
}

// Result is what Code finds, in text order.
type Result struct {
	Events []Event
	Misses []Miss
}

// floor is the confidence below which a candidate is a near miss.
const floor = 0.38

// Code finds the events of an analysed document: tokens and trees are needed;
// times, places, quotations and mentions are used where present.
func (c *Coder) Code(d *doc.Document) *Result {
	r := &reader{framer: newFramer(d, c.voc.measure, c.voc.phrasal), c: c, memo: map[int]*meaning{}, working: map[int]bool{}, consumed: map[int]string{}}
	res := &Result{}
	for si := range d.Sentences {
		s := &d.Sentences[si]
		if k := d.Blocks[s.Block].Kind; k == doc.Meta || k == doc.Dateline {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			r.meaningOf(i)
		}
	}
	r.settle()
	quoted := quotedSpans(d)
	when, where := newDating(r), newLocator(r)
	quiet := c.quietness(d)
	for si := range d.Sentences {
		s := &d.Sentences[si]
		for i := s.First; i < s.Last; i++ {
			m := r.memo[i]
			if m == nil {
				continue
			}
			miss := func(why string) {
				res.Misses = append(res.Misses, Miss{Token: i, Sentence: si, Rule: m.rule.Name, Type: m.typ, Why: why})
			}
			if why, gone := r.consumed[i]; gone {
				miss("part of " + why)
				continue
			}
			e, why := r.event(m, si, when, where)
			if why != "" {
				if why == "no actor" && r.definite(m) {
					if k := anaphor(res.Events, e); k >= 0 {
						res.Events[k].Mentions = append(res.Events[k].Mentions, e.Trigger)
						fillFrom(&res.Events[k], e)
						continue
					}
				}
				miss(why)
				continue
			}
			r.attribute(e, quoted)
			if hard[e.Type] && r.fictional(si) {
				e.Confidence *= 0.4
				e.Trace = append(e.Trace, "told of in a work of fiction or art")
			}
			if quiet > 0 && hard[e.Type] {
				e.Confidence *= 1 - quiet
				e.Trace = append(e.Trace, "a story of sport, business or culture")
			}
			if e.Confidence < floor {
				miss("confidence too low")
				continue
			}
			res.Events = append(res.Events, *e)
		}
	}
	for i := range res.Events {
		res.Events[i].Confidence = c.voc.calibrated(res.Events[i].Confidence)
	}
	res.Events = merge(res.Events)
	where.settle(res.Events)
	r.addTolls(res.Events, c.tolls)
	return res
}

// holds: noun is in the object phrase headed by obj.
func (r *reader) holds(obj, noun int) bool {
	for _, t := range r.conjuncts(r.content(obj)) {
		if t == noun {
			return true
		}
	}
	return obj == noun
}

// landOf are the types that are done to the land they happen in, where nobody
// else is named.
var landOf = map[string]bool{"ASSAULT": true, "COERCE": true, "MOBILIZE": true, "AID": true, "RETREAT": true, "SANCTION": true}

// settle lets one reading stand where a verb and the noun it carries both have
// one: the verb's, when its rule asks for such an object or gives the same type.
func (r *reader) settle() {
	for i := range r.d.Tokens {
		m := r.memo[i]
		if m == nil || m.light < 0 {
			continue
		}
		v := r.memo[m.light]
		if v == nil || r.consumed[m.light] != "" || v.inner == m {
			continue
		}
		if o := v.frame.get("obj"); o < 0 || !r.holds(o, i) {
			continue // both may stand: the noun is not what the verb is done to
		}
		if v.rule.wantsObject() && v.rule.Op == opNone {
			r.consumed[i] = v.typ + " at " + r.d.Form(m.light)
		} else {
			r.consumed[m.light] = m.typ + " at " + r.d.Form(i)
		}
	}
}

// hard are the types that assert conflict.
var hard = map[string]bool{"ASSAULT": true, "PROTEST": true, "SANCTION": true, "MOBILIZE": true, "COERCE": true, "THREATEN": true}

// event completes a meaning; why is not empty when it cannot be coded. The
// event is returned in either case.
func (r *reader) event(m *meaning, si int, when *dating, where *locator) (*Event, string) {
	d, voc := r.d, r.c.voc
	ti := voc.types[m.typ]
	e := &Event{
		Type: m.typ, Mode: m.mode, Cameo: m.cameo, Status: m.status,
		Actors: m.actors, Recipients: m.recipients,
		Token: m.tok, Sentence: si, Trigger: r.triggerSpan(m),
		Rule: m.rule.Name, Trace: m.trace,
	}
	e.Date = when.of(m, si)
	e.Background = when.isBackground(e.Date) || e.Date.Basis == "none" && when.anchor != ""
	if YetToCome(d, m.tok) && !when.isAhead(e.Date, m.tok) {
		// what a clause runs ahead of is not of its day
		e.Date, e.Background = Date{Timex: -1, Basis: "none"}, false
	}
	if e.Status == Actual && when.isAhead(e.Date, m.verb()) {
		r.future(m)
		e.Type, e.Mode, e.Cameo, e.Status = m.typ, m.mode, m.cameo, m.status
		ti = voc.types[m.typ]
	}
	e.Place = where.inSentence(m, si)
	if _, ok := ti.modes[e.Mode]; !ok {
		e.Mode = ""
	}
	e.Contexts = r.c.contextsFor(d, e, m.rule)
	if e.Cameo == "" {
		e.Cameo = voc.codeFor(e.Type, e.Mode, e.Contexts)
	}
	e.Quad, e.Score = ti.quad, ti.score
	if s, ok := ti.modes[e.Mode]; ok {
		e.Score = s
	}
	e.Mentions = []doc.Span{e.Trigger}
	if len(e.Actors) == 0 {
		return e, "no actor"
	}
	if len(e.Recipients) == 0 && (len(e.Actors) == 1 || e.Type != "CONSULT" && e.Type != "SUPPORT") {
		as := r.below(m, e.Actors)
		if f := family(e.Type); f == "words" || f == "coop" || e.Type == "SANCTION" {
			as = dropping(as, e.Actors, ownState)
		}
		if len(as) > 0 {
			e.Recipients = as
			m.byOrder = true
			e.Trace = append(e.Trace, "recipient from the words below the trigger")
		}
	}
	if p := e.Place; len(e.Recipients) == 0 && p != nil && p.Country != "" && landOf[e.Type] {
		as := []doc.Actor{{Span: p.Span, Head: p.First, Name: p.Name, Country: p.Country, Entity: -1, Basis: "where it happened"}}
		e.Recipients = without(as, e.Actors)
	}
	if others := dropping(e.Recipients, e.Actors, ownState); len(others) > 0 || e.Type == "REQUEST" {
		e.Recipients = others // "condemned American sanctions against their country"
	}
	if e.Type == "COOPERATE" && len(e.Recipients) == 0 && len(e.Actors) > 1 {
		// the manual wants a recipient: the parties in the order of the text
		e.Actors, e.Recipients = e.Actors[:1:1], e.Actors[1:]
	}
	if private(e) {
		return e, "a matter between firms"
	}
	if m.noun && m.light < 0 && !m.explicit {
		return e, "a noun without a stated agent"
	}
	if m.noun && m.light < 0 && !m.rule.Bare {
		return e, "a state of things, not a happening"
	}
	if m.noun && m.light < 0 && r.isTopic(m.tok) {
		return e, "what something is about, not a happening"
	}
	if (ti.recip || m.rule.Recip) && len(e.Recipients) == 0 && e.Type == m.rule.Type {
		if e.Type != "SANCTION" && e.Type != "AID" || m.rule.Recip {
			return e, "no recipient"
		}
	}
	when.remember(e.Date, e.Background, si)
	e.Confidence = r.confidence(m, e)
	return e, ""
}

// ownState: a is the state that the other speaks or acts for; what a minister
// promises his country or asks of it is no dealing between two.
func ownState(a, other *doc.Actor) bool {
	return isState(a) && a.Sector == "" && a.Country == other.Country && other.Sector == "GOV" && !strings.HasPrefix(a.Basis, "demonym")
}

// private: firms deal with firms, or with nobody who is known; no state, party
// or other public actor takes part. Violence and protest count all the same.
func private(e *Event) bool {
	if e.Type == "ASSAULT" || e.Type == "PROTEST" {
		return false
	}
	firm := false
	for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		for i := range side {
			switch a := &side[i]; {
			case a.Sector == "BUS" || a.Country == "MNC":
				firm = true
			case a.Sector != "" || a.Country != "":
				return false
			}
		}
	}
	return firm
}

// nobody: of none of those who take part is a country, a sector or an office known;
// most such events are dealings of private persons and firms.
func nobody(e *Event) bool {
	for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		for i := range side {
			if a := &side[i]; a.Country != "" || a.Sector != "" || a.Role != "" {
				return false
			}
		}
	}
	return true
}

// isTopic: the noun stands in a phrase that says what an agreement, a plan, a
// ministry is for: "a treaty on fishing and consultations between ministries".
func (r *reader) isTopic(tok int) bool {
	d := r.d
	for n := 0; n < 6; n++ {
		t := &d.Tokens[tok]
		if t.Head < 0 {
			return false
		}
		switch relOf(t.Deprel) {
		case "nmod":
			if c := r.caseOf(tok); (c == "for" || c == "on" || c == "about" || c == "of" || c == "") && r.c.voc.about[d.Tokens[t.Head].Lemma] {
				return true
			}
		case "conj", "compound", "obl", "appos":
		default:
			return false
		}
		tok = t.Head
	}
	return false
}

// confidence is the prior of the rule moved by how much of the frame was found.
func (r *reader) confidence(m *meaning, e *Event) float64 {
	p := m.rule.Weight
	if len(e.Recipients) > 0 {
		p += 0.1
	}
	switch {
	case m.noun && m.light < 0 && m.met:
		p -= 0.1
	case m.noun && m.light < 0:
		p -= 0.25
	}
	if !m.explicit {
		p -= 0.1
	}
	if e.Status == Requested {
		p -= 0.15
	} else if e.Status != Actual {
		p -= 0.1
	}
	if m.byOrder {
		p -= 0.15
	}
	if m.inner != nil {
		p += 0.05
	}
	if nobody(e) {
		p -= 0.15
	}
	return max(0.01, min(0.99, p))
}

// triggerSpan covers the word and its particle, or light verb and noun when
// they stand close.
func (r *reader) triggerSpan(m *meaning) doc.Span {
	d := r.d
	s := d.Tokens[m.tok].Span
	for _, k := range d.Children(m.tok) {
		if d.Tokens[k].Deprel == "compound:prt" && int(k)-m.tok <= 3 && int(k) > m.tok {
			s.End = d.Tokens[k].End
		}
	}
	if m.light >= 0 && m.light < m.tok && m.tok-m.light <= 6 {
		s.Start = d.Tokens[m.light].Start
	}
	return s
}

// definite: "the meeting", "those talks" may point back to an event told
// before.
func (r *reader) definite(m *meaning) bool {
	if !m.noun {
		return false
	}
	for _, k := range r.d.Children(m.tok) {
		if r.d.Tokens[k].Deprel == "det" {
			switch strings.ToLower(r.d.Form(int(k))) {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
	}
	return false
}

// attribute finds whose claim the event is: the innermost quotation around its
// trigger.
func (r *reader) attribute(e *Event, quoted []doc.Span) {
	d := r.d
	best := -1
	bestLen := 0
	for i := range d.Quotations {
		for _, c := range d.Quotations[i].Content {
			if c.Contains(e.Trigger) && (best < 0 || c.Len() < bestLen) {
				best, bestLen = i, c.Len()
			}
		}
	}
	for _, q := range quoted {
		if q.Contains(e.Trigger) {
			e.Quoted = true
			break
		}
	}
	if best < 0 {
		return
	}
	if h := d.Quotations[best].Head; h >= 0 {
		for _, tok := range r.conjuncts(h) {
			e.Attributed = union(e.Attributed, r.actorsAt(tok, false, 0))
		}
	}
}

// fictional: the sentence speaks of a film, a novel, a painting, which may be
// what tells of the event.
func (r *reader) fictional(sentence int) bool {
	s := r.d.Sentences[sentence]
	for i := s.First; i < s.Last; i++ {
		if r.c.voc.fiction[strings.ToLower(r.d.Tokens[i].Lemma)] {
			return true
		}
	}
	return false
}

// quietness says how surely a story is about sport, business or culture, where
// the words of conflict mean something else: 0 not at all, up to 0.9.
func (c *Coder) quietness(d *doc.Document) float64 {
	var quiet, loud int
	for i := range d.Tokens {
		l := strings.ToLower(d.Tokens[i].Lemma)
		if c.voc.quiet[l] {
			quiet++
		}
		if c.voc.loud[l] {
			loud++
		}
	}
	n := max(len(d.Tokens), 60)
	rate := float64(quiet-loud) * 100 / float64(n)
	switch {
	case rate < 1.2:
		return 0
	case rate > 3:
		return 0.9
	}
	return 0.5 + (rate-1.2)*0.2
}

// sortByText orders events as the story tells them.
func sortByText(es []Event) {
	sort.SliceStable(es, func(i, j int) bool { return es[i].Trigger.Start < es[j].Trigger.Start })
}
