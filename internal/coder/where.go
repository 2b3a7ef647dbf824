package coder

import (
	"strings"

	"chancery/internal/doc"
	"chancery/internal/place"
)

// Bases of a place: how it is known where an event happened, best first.
const (
	ByClause    = "clause"    // a phrase of the trigger's own clause
	BySentence  = "sentence"  // a phrase of a clause that shares the event's setting
	ByHost      = "host"      // the country or person visited
	ByStory     = "story"     // where the same people were, told beside it; or the country the story keeps to
	ByDateline  = "dateline"  // the report's own news where the report was written
	BySeat      = "seat"      // where the body that acts meets
	ByActor     = "actor"     // the own country of who acts
	ByRecipient = "recipient" // the country of who is acted on
)

// Place is where an event happened: a toponym of the story, or a place that the
// story implies without naming it, whose Span is that of the words which do.
type Place struct {
	doc.Toponym
	Basis string // one of the bases above
}

// What the words around a place are worth, on a scale whose order alone matters.
const (
	certain   = 3.0 // where the event's own clause says it was
	ownClause = 2.5 // the least for a place of the event's own clause
	shared    = 2.2 // the place of a clause that shares its setting with the event's
	clearly   = 1.4 // what a place must pass to be the event's
	faint     = 0.2 // where something else in the sentence was
)

// locator finds the places of a document's events.
type locator struct {
	*reader
	dateline int    // index of the dateline's toponym in Document.Places, -1
	focus    string // the country of most of the story
	sure     bool   // and of nearly all of it
	first    int    // the first sentence of the report's body
	lead     int    // the last of its opening
}

func newLocator(r *reader) *locator {
	w := &locator{reader: r, dateline: -1, first: -1, lead: -1}
	d := r.d
	if s := d.Dateline.PlaceSpan; s.Len() > 0 {
		for i := range d.Places {
			if p := &d.Places[i]; p.Overlaps(s) && p.Resolved {
				w.dateline = i
				break
			}
		}
	}
	body := 0
	for i := range d.Sentences {
		if d.Blocks[d.Sentences[i].Block].Kind != doc.Body {
			continue
		}
		if w.lead, body = i, body+1; body == 1 {
			w.first = i
		} else if body == opening {
			break
		}
	}
	w.focus, w.sure = w.home()
	return w
}

// opening is how many sentences of the body tell what the report is about.
const opening = 2

// home is the country that most of the story is about, or "", and whether
// hardly anything else is told.
func (w *locator) home() (country string, sure bool) {
	count, total := map[string]int{}, 0
	add := func(c string) {
		if isCountry(c) {
			count[c]++
			total++
		}
	}
	for i := range w.d.Places {
		add(w.d.Places[i].Country)
	}
	for i := range w.d.Mentions {
		for k := range w.d.Mentions[i].Actors {
			add(w.d.Mentions[i].Actors[k].Country)
		}
	}
	const most, nearlyAll, enough = 0.6, 0.8, 6
	for c, n := range count {
		if share := float64(n) / float64(total); share >= most {
			return c, share >= nearlyAll && total >= enough
		}
	}
	return "", false
}

// inSentence is the place that the words of the event's sentence give it, or
// nil.
func (w *locator) inSentence(m *meaning, sentence int) *Place {
	d := w.d
	s := d.Sentences[sentence]
	how := w.placing(m)
	best, bestScore := -1, clearly
	only, others := -1, 0 // a place somewhere in the sentence, and how many more there are
	for i := range d.Places {
		p := &d.Places[i]
		if p.First < s.First || p.First >= s.Last || p.First >= p.Last || i == w.dateline {
			continue
		}
		score := w.score(p.First, p.Last, p, m, how)
		if score > bestScore || best >= 0 && score == bestScore && finer(p, &d.Places[best]) {
			best, bestScore = i, score
		}
		if p.Precision == "country" {
			continue
		}
		if others++; score == faint {
			only = i
		}
	}
	if w.dateline >= 0 {
		for i := s.First; i < s.Last; i++ {
			if d.Tokens[i].UPOS == "ADV" && strings.EqualFold(d.Form(i), "here") {
				if score := w.score(i, i+1, nil, m, how); score > bestScore {
					p := Place{Toponym: d.Places[w.dateline], Basis: ByDateline}
					p.Span, p.First, p.Last = d.Tokens[i].Span, i, i+1
					return &p
				}
			}
		}
	}
	switch {
	case best >= 0 && bestScore >= ownClause:
		return &Place{Toponym: d.Places[best], Basis: ByClause}
	case best >= 0:
		return &Place{Toponym: d.Places[best], Basis: BySentence}
	case only >= 0 && others == 1 && how.sole:
		return &Place{Toponym: d.Places[only], Basis: BySentence}
	}
	return nil
}

// placing is how events like this one are placed: what is promised for the days
// ahead, as it will be when it comes.
func (w *locator) placing(m *meaning) *placing {
	if m.typ == "AGREE" && m.rule.Type != "" && m.rule.Op == opNone {
		return w.c.voc.placing(m.rule.Type, m.rule.Mode)
	}
	if m.typ == "AGREE" && m.inner != nil && m.inner.rule.Type == "CONSULT" {
		return w.c.voc.placing("CONSULT", m.inner.rule.Mode)
	}
	return w.c.voc.placing(m.typ, m.mode)
}

// isMeeting: the event, or what it promises, is a meeting.
func isMeeting(m *meaning) bool {
	return m.typ == "CONSULT" || m.typ == "AGREE" && (m.rule.Type == "CONSULT" || m.inner != nil && m.inner.rule.Type == "CONSULT")
}

// finer: a lies in the country of b and is the smaller of the two.
func finer(a, b *doc.Toponym) bool {
	return a.Country == b.Country && fineness[a.Precision] > fineness[b.Precision]
}

var fineness = map[string]int{"point": 6, "city": 5, "": 5 /* a village that the gazetteer lacks */, "district": 4, "province": 3, "country": 2, "region": 1}

// score says how surely the phrase of tokens [first, last), which names place p
// or is "here" where p is nil, is where the event happened: faint where it is
// only where something was. It climbs from the phrase to the word it hangs on,
// noting what it passes.
func (w *locator) score(first, last int, p *doc.Toponym, m *meaning, how *placing) float64 {
	d, classes := w.d, w.c.voc.classes
	tok := first
	for n := 0; n < 8; n++ {
		h := d.Tokens[tok].Head
		if h < first || h >= last {
			break
		}
		tok = h
	}
	if v := w.whereClause(last); v >= 0 && w.under(m.verb(), v) {
		return certain
	}
	if p != nil && how.leads(w.caseOf(tok), p) && w.hangsOn(m, tok) {
		return shared // "in X for talks"
	}
	c := climb{where: p == nil, place: p}
	for n := 0; n < 10; n++ {
		prep := w.caseOf(tok)
		switch {
		case how.leads(prep, p):
			c.where = true
			c.beside = c.beside || prep == "near" || prep == "outside" || prep == "off"
		case c.meeting && (prep == "during" || prep == "after" || prep == "following" || prep == "on"):
			c.where = true
		case prep == "" || prep == "of" || prep == "'s" || prep == "’s":
		case !c.where || c.meeting:
			return 0 // "in a letter from X", "ahead of a summit in X"
		case prep == "on" || prep == "about" || prep == "over" || prep == "for" || prep == "against":
			c.topic = true
		}
		t := &d.Tokens[tok]
		h := t.Head
		if h < 0 {
			return c.nowhere()
		}
		rel := relOf(t.Deprel)
		if w.anchors(m, h) {
			return w.atTrigger(c, rel, m, how)
		}
		lemma := strings.ToLower(d.Tokens[h].Lemma)
		switch u := d.Tokens[h].UPOS; {
		case u == "VERB" || u == "AUX":
			c.where = c.where || rel == "obj" && classes["entering"][lemma]
			if !c.where || c.topic || c.deep && !how.deep || rel == "nsubj" && !c.meeting {
				return c.nowhere()
			}
			return w.fromVerb(h, m, how)
		case classes["occasion"][lemma]:
			if c.where || rel == "compound" || rel == "nmod" || rel == "amod" {
				c.meeting, c.where, c.deep = true, c.where && w.caseOf(h) == "", false
			}
		case classes["agreement"][lemma] && c.where && d.Tokens[h].Head >= 0 && w.anchors(m, d.Tokens[h].Head):
			// "signed a deal in X": the parser's guess, not the deal's place
		case w.isBorder(h):
			return 0 // the border is the place, not what lies beside it
		case p != nil && p.Precision == "country" && classes["direction"][lemma] && d.Child(h, "det") < 0:
			return 0 // "120 miles east of X" is not in X, "in the east of X" is
		case classes["direction"][lemma] && d.Child(h, "det") < 0:
			c.beside = true
		case classes["locale"][lemma], classes["direction"][lemma], w.names(h):
			// "the town of X", "X's port", "30 km north of X": the phrase goes on
		case t.Deprel == "nmod:poss" && !c.where, rel == "compound" && !c.where:
			return 0 // "Peru's army", "a Lima lawyer"
		default:
			c.deep = c.deep || c.where || rel == "nmod"
		}
		tok = h
	}
	return c.nowhere()
}

// climb is what was met on the way from a place to the word it hangs on.
type climb struct {
	place   *doc.Toponym // nil for "here"
	where   bool         // a preposition that leads to where something is
	deep    bool         // the phrase of a thing, which may be elsewhere than the event
	topic   bool         // what is only talked about
	meeting bool         // something people come together for
	beside  bool         // near the place, not in it
}

// nowhere is what a place is worth that has no part in the event.
func (c climb) nowhere() float64 {
	if c.where && !c.topic {
		return faint
	}
	return 0
}

// atTrigger: the phrase hangs on the event's own word.
func (w *locator) atTrigger(c climb, rel string, m *meaning, how *placing) float64 {
	small := c.place == nil || c.place.Precision != "country"
	switch {
	case rel == "nsubj" && !m.frame.passive && c.where && !c.topic:
		return ownClause // "police in X arrested": they are where they act
	case rel == "nsubj" && !m.frame.passive:
		return 0 // where who acts is from
	case c.topic || c.deep && !how.deep:
		return c.nowhere()
	case c.where && c.beside:
		return ownClause // what is in a place comes before what is near one
	case c.where:
		return certain
	case c.deep:
		return 0
	case rel == "obj" || rel == "nsubj":
		if how.object && (small || isMeeting(m)) && !c.meeting {
			return certain
		}
		if c.meeting && isMeeting(m) {
			return certain // "attended the Venice summit"
		}
	case rel == "compound" || rel == "amod":
		if m.noun && small && (how.object || isMeeting(m)) {
			return ownClause // "the Ankara bombing", "the Geneva talks"
		}
	}
	return 0
}

// anchors: the word is the trigger, its light verb, or what an operator that
// leaves the event as it is carries.
func (w *locator) anchors(m *meaning, tok int) bool {
	if tok == m.tok || tok == m.light {
		return true
	}
	for in := m.inner; in != nil && in.typ == m.typ; in = in.inner {
		if tok == in.tok || tok == in.light {
			return true
		}
	}
	return m.typ == "AGREE" && m.inner != nil && m.inner.typ == "CONSULT" && (tok == m.inner.tok || tok == m.inner.light)
}

// fromVerb is what a place in the clause of verb h says for an event told by
// another verb.
func (w *locator) fromVerb(h int, m *meaning, how *placing) float64 {
	d := w.d
	word := how.word()
	// above the trigger: "met in X to sign", "met in X and agreed"
	for v, k := m.verb(), 0; v >= 0 && k < 4; v, k = d.Tokens[v].Head, k+1 {
		if v == h {
			return shared - 0.3*float64(k-1)
		}
		switch relOf(d.Tokens[v].Deprel) {
		case "ccomp", "parataxis":
			if up := d.Tokens[v].Head; up == h && word && w.c.voc.classes["speaking"][d.Tokens[h].Lemma] && w.actsIn(m, h) {
				return shared // "said in X it would": where it was said
			}
			return 0
		case "nmod":
			if !m.noun {
				return faint
			}
		case "acl", "nsubj", "obj", "appos":
			return faint
		case "advcl":
			if hasFeat(&d.Tokens[v], "VerbForm=Fin") && !m.noun {
				return faint
			}
		}
	}
	// below it: "killed nine when it hit a bus in X"; what is said or agreed is
	// to be there, not the saying
	for v, k := h, 0; v >= 0 && k < 3; v, k = d.Tokens[v].Head, k+1 {
		if w.anchors(m, v) {
			return shared
		}
		switch relOf(d.Tokens[v].Deprel) {
		case "advcl":
			if mark := w.markOf(v); mark == "for" || mark == "of" || mark == "over" {
				return faint // "jailed for beating a man in X"
			}
			if word && !w.c.voc.classes["speaking"][d.Tokens[v].Lemma] {
				return faint
			}
		case "parataxis":
			if !word || !w.c.voc.classes["speaking"][d.Tokens[v].Lemma] {
				return faint
			}
		default:
			return faint
		}
	}
	return faint
}

// actsIn: the subject of verb h is one of the event's actors.
func (w *locator) actsIn(m *meaning, h int) bool {
	s := w.frameOf(h).get("subj")
	if s < 0 {
		return false
	}
	for _, a := range w.actorsAt(s, false, 0) {
		for i := range m.actors {
			if same(&a, &m.actors[i]) {
				return true
			}
		}
	}
	return false
}

// whereClause is the verb of the clause that follows token i, before which it
// stands, and says what happens there: "Berlin, where leaders met"; -1 when there
// is none. Parsers hang such clauses here and there.
func (w *locator) whereClause(i int) int {
	if i < len(w.d.Tokens) && w.d.Form(i) == "," {
		i++
	}
	if i < len(w.d.Tokens) && w.d.Form(i) == "where" {
		return w.d.Tokens[i].Head
	}
	return -1
}

// hangsOn: the event's noun stands in the phrase of the place.
func (w *locator) hangsOn(m *meaning, tok int) bool {
	v := m.tok
	for n := 0; m.noun && n < 3; n++ {
		t := &w.d.Tokens[v]
		switch relOf(t.Deprel) {
		case "nmod", "obl", "conj", "compound":
		default:
			return false
		}
		if v = t.Head; v == tok {
			return true
		}
	}
	return false
}

// under: v is clause verb top, or coordinated with it.
func (w *locator) under(v, top int) bool {
	for n := 0; v >= 0 && n < 4; n++ {
		if v == top {
			return true
		}
		switch relOf(w.d.Tokens[v].Deprel) {
		case "conj", "xcomp", "obj", "obl", "advcl":
		default:
			return false
		}
		v = w.d.Tokens[v].Head
	}
	return false
}

// isBorder: the token is the border of two countries.
func (w *locator) isBorder(tok int) bool {
	for i := range w.d.Places {
		if p := &w.d.Places[i]; p.First == tok && p.Feature == place.Border {
			return true
		}
	}
	return false
}

// names: the token belongs to a toponym.
func (w *locator) names(tok int) bool {
	for i := range w.d.Places {
		if p := &w.d.Places[i]; p.First <= tok && tok < p.Last {
			return true
		}
	}
	return false
}
