package coder

import (
	"strings"

	"chancery/internal/doc"
)

// meaning is what a trigger says before it becomes an event: the rule that
// fired, what governs it, and who takes part.
type meaning struct {
	tok        int
	rule       *Rule
	frame      *frame
	noun       bool // the trigger is a noun
	typ, mode  string
	cameo      string
	contexts   []string
	status     Status
	actors     []doc.Actor
	recipients []doc.Actor
	sides      [][]doc.Actor // of a reciprocal event, as the slots gave them
	inner      *meaning      // what an operator embeds
	light      int           // light verb of a noun, -1
	byOrder    bool          // a side was filled from word order alone
	met        bool          // one side was found in the clause around, the other at the trigger
	explicit   bool          // the agent stands with the trigger, it is not inherited
	trace      []string
}

// verb is the token that carries tense and modality: the light verb, where
// there is one.
func (m *meaning) verb() int {
	if m.light >= 0 {
		return m.light
	}
	return m.tok
}

// reader finds the meanings of one document.
type reader struct {
	*framer
	c        *Coder
	memo     map[int]*meaning
	working  map[int]bool
	consumed map[int]string // token → why it is no event of its own
}

// meaningOf is what the word at tok means, or nil. Actors are filled as far as
// the text goes; a noun need not have any.
func (r *reader) meaningOf(tok int) *meaning {
	if m, ok := r.memo[tok]; ok {
		return m
	}
	if r.working[tok] {
		return nil
	}
	r.working[tok] = true
	m := r.read(tok)
	delete(r.working, tok)
	r.memo[tok] = m
	return m
}

func (r *reader) read(tok int) *meaning {
	t := &r.d.Tokens[tok]
	var best *meaning
	var bestScore float64
	try := func(index map[string][]ruleRef, noun bool) {
		refs := index[strings.ToLower(t.Lemma)]
		if len(refs) == 0 {
			return
		}
		f := r.frameOf(tok)
		light := -1
		if noun {
			f, light = r.withLight(f, refs)
		}
		for _, ref := range refs {
			rule := &r.c.voc.rules[ref.rule]
			score, ok := r.fits(rule, f, ref.prt)
			if !ok || best != nil && score <= bestScore {
				continue
			}
			lt := light
			if lt >= 0 && !r.isLight(rule, lt) {
				lt = -1
			}
			best, bestScore = &meaning{tok: tok, rule: rule, frame: f, light: lt, noun: noun, status: Actual}, score
		}
	}
	kind := t.UPOS
	switch {
	case kind == "VERB" && r.isNominal(tok):
		kind = "NOUN"
	case kind == "ADJ" && r.d.Child(tok, "obj") >= 0:
		kind = "VERB" // "would free the prisoners"
	}
	switch kind {
	case "VERB", "AUX":
		if t.UPOS == "AUX" && (relOf(t.Deprel) == "aux" || t.Deprel == "cop") {
			return nil
		}
		try(r.c.voc.verbs, false)
	case "NOUN", "PROPN":
		if r.d.MentionAt(tok) != nil {
			return nil // "the opposition", "March": who or what, not a happening
		}
		if t.UPOS == "PROPN" && tok > r.d.Sentences[r.d.SentenceOf(tok)].First && isUpper(r.d.Form(tok)) {
			return nil
		}
		try(r.c.voc.nouns, true)
	case "ADJ":
		try(r.c.voc.adjs, false)
	}
	if best == nil {
		return nil
	}
	r.interpret(best)
	if best.typ == "" {
		return nil
	}
	r.modality(best)
	return best
}

func isUpper(form string) bool { return form[0] >= 'A' && form[0] <= 'Z' }

// fits scores a rule against a frame: every need must be met, no bar touched.
func (r *reader) fits(rule *Rule, f *frame, prt string) (float64, bool) {
	score := rule.Weight
	if prt != "" {
		if f.prt != prt {
			return 0, false
		}
		score += 3
	} else if f.prt != "" {
		return 0, false // "set up", "hang up" are not to set, to hang
	}
	for i := range rule.Need {
		if !r.test(&rule.Need[i], f) {
			return 0, false
		}
		score += 2
	}
	for i := range rule.Bar {
		if r.test(&rule.Bar[i], f) {
			return 0, false
		}
	}
	return score, true
}

func (r *reader) test(t *slotTest, f *frame) bool {
	filled := false
	for _, slot := range t.slots {
		if slot == "sentence" {
			if r.sentenceHas(t, f.tok) {
				return true
			}
			continue
		}
		if slot == "self" {
			if t.words[strings.ToLower(r.d.Form(f.tok))] {
				return true
			}
			continue
		}
		if slot == "prt" {
			if t.words[f.prt] {
				return true
			}
			continue
		}
		g, last := r.path(f, slot)
		if g == nil {
			continue
		}
		for _, a := range g.args {
			if a.slot != last {
				continue
			}
			filled = true
			if t.any {
				return true
			}
			for _, tok := range r.conjuncts(r.content(a.tok)) {
				if r.testToken(t, tok, wordsOnly(t, last) && !r.stands(tok)) {
					return true
				}
			}
		}
	}
	return t.none && !filled
}

// path follows a slot with stops ("ccomp.subj": the subject of the complement
// clause) to the frame and the slot it ends in.
func (r *reader) path(f *frame, slot string) (*frame, string) {
	for {
		first, rest, nested := strings.Cut(slot, ".")
		if !nested {
			return f, slot
		}
		tok := f.get(first)
		if tok < 0 {
			return nil, ""
		}
		f, slot = r.frameOf(tok), rest
	}
}

// sentenceHas looks for the words anywhere in the trigger's sentence.
func (r *reader) sentenceHas(t *slotTest, tok int) bool {
	s := r.d.Sentences[r.d.SentenceOf(tok)]
	for i := s.First; i < s.Last; i++ {
		if i != tok && t.words[strings.ToLower(r.d.Tokens[i].Lemma)] {
			return true
		}
	}
	return false
}

// wordsOnly: the slot holds who acts, or whom a rule for persons acts on, so that
// those who are only named in its phrase do not meet the test.
func wordsOnly(t *slotTest, slot string) bool {
	return slot == "subj" || slot == "maker" || slot == "obj" && len(t.slots) == 1 && !t.actor && (t.person || t.sectors != nil)
}

// stands: who acts is the word at tok itself, or the word acts for those named in
// its phrase, as planes, offices and allies do and sales and laws do not.
func (r *reader) stands(tok int) bool {
	return r.d.MentionAt(tok) != nil || r.c.voc.standing[strings.ToLower(r.d.Tokens[tok].Lemma)] || r.d.Child(tok, "appos") >= 0
}

// testToken tells whether the word at tok is what the test asks for; with wordsOnly
// nobody named in its phrase counts.
func (r *reader) testToken(t *slotTest, tok int, wordsOnly bool) bool {
	token := &r.d.Tokens[tok]
	if t.words != nil && (t.words[strings.ToLower(token.Lemma)] || t.words[strings.ToLower(r.d.Form(tok))]) {
		return true
	}
	if t.words != nil {
		// "armed group", "nuclear test": a compound is named by its last two words
		for _, k := range r.d.Children(tok) {
			if rel := r.d.Tokens[k].Deprel; (rel == "compound" || rel == "amod") && t.words[strings.ToLower(r.d.Tokens[k].Lemma)+" "+strings.ToLower(token.Lemma)] {
				return true
			}
		}
	}
	if t.actor && token.Lemma == "each" {
		return true // "accused each other"
	}
	if !wordsOnly && (t.actor || t.state || t.igo || t.person || t.sectors != nil) {
		as := r.actorsAt(tok, false, 0)
		for i := range as {
			a := &as[i]
			switch {
			case t.actor, t.state && isState(a), t.igo && ofStates[a.Country], t.person && (a.Person || a.Group), t.sectors[a.Sector]:
				return true
			}
		}
	}
	if t.event != nil {
		m := r.meaningOf(tok)
		if m == nil {
			m = r.carried(tok)
		}
		if m != nil && (t.event[m.typ] || t.event["ANY"]) {
			return true
		}
	}
	return false
}

func isState(a *doc.Actor) bool {
	return len(a.Country) == 3 && !a.Person && !a.Group && (a.Sector == "" || a.Sector == "GOV") && !nonState[a.Country]
}

// ofStates are the country codes of organisations whose members are states.
var ofStates = map[string]bool{"IGO": true, "UNO": true, "EUR": true}

var nonState = map[string]bool{"IGO": true, "UNO": true, "EUR": true, "NGO": true, "ISM": true, "IMG": true, "MNC": true}

// withLight widens an event noun's frame by that of the light verb that carries
// it ("held talks with", "an attack was launched on").
func (r *reader) withLight(f *frame, refs []ruleRef) (*frame, int) {
	d := r.d
	tok := f.tok
	// the head of the chain of measuring nouns: "held a series of talks"
	for n := 0; n < 3; n++ {
		t := &d.Tokens[tok]
		if t.Head >= 0 && (t.Deprel == "conj" || relOf(t.Deprel) == "nmod" && r.measure[d.Tokens[t.Head].Lemma]) {
			tok = t.Head
			continue
		}
		break
	}
	t := &d.Tokens[tok]
	h := t.Head
	if h < 0 || d.Tokens[h].UPOS == "ADJ" {
		return f, -1
	}
	rel := relOf(t.Deprel)
	switch {
	case rel == "obl" && !carrying[r.caseOf(tok)]:
		return f, -1
	case rel == "obj", t.Deprel == "nsubj:pass", rel == "obl", rel == "nsubj", rel == "acl", rel == "xcomp", rel == "iobj":
	default:
		return f, -1
	}
	found := false
	for _, ref := range refs {
		if r.isLight(&r.c.voc.rules[ref.rule], h) {
			found = true
		}
	}
	if !found {
		return f, -1
	}
	if rel == "nsubj" && t.Deprel != "nsubj:pass" && !r.c.voc.happen[d.Tokens[h].Lemma] {
		return f, -1
	}
	g := r.frameOf(h)
	wide := &frame{tok: f.tok, passive: f.passive, args: append([]arg(nil), f.args...)}
	for _, a := range g.args {
		if a.tok == tok || a.tok == f.tok || a.slot == "obj" {
			continue
		}
		wide.add(a.slot, a.tok, a.far)
	}
	return wide, h
}

// carrying are the prepositions by which a verb carries an event noun: "engaged
// in talks", "went on strike", "arrived for a visit"; not "signed during".
var carrying = map[string]bool{"in": true, "into": true, "on": true, "for": true, "to": true, "with": true, "out": true, "upon": true}

func (r *reader) isLight(rule *Rule, verb int) bool {
	l := r.d.Tokens[verb].Lemma
	f := r.frameOf(verb)
	if f.prt != "" {
		l += " " + f.prt
	}
	if rule.Light == nil {
		return r.c.voc.light[l]
	}
	return rule.Light[l]
}

// interpret decides type, mode and sides of a rule that has fired, following
// the operator's complement where there is one.
func (r *reader) interpret(m *meaning) {
	rule := m.rule
	m.typ, m.mode, m.cameo, m.contexts = rule.Type, rule.Mode, rule.Cameo, rule.Contexts
	r.fillSides(m)
	r.otherSide(m)
	if rule.Op == opNone {
		return
	}
	in := r.complement(m)
	if in == nil {
		return // an operator with a type of its own stands alone; else typ is ""
	}
	if in.light == m.tok && (rule.Op == opNothing || rule.Type == "" && rule.Op != opUnreal && rule.Op != opFuture) {
		m.typ = "" // a light verb to its noun, which speaks for both
		return
	}
	m.inner = in
	r.operate(m, in)
	r.share(m, in)
}

// complementSlots is where an operator's event may stand, best first.
var complementSlots = []string{"xcomp", "inf", "of-ing", "for-ing", "from-ing", "in-ing", "to-ing", "against-ing", "about-ing", "with-ing", "ccomp", "purpose", "obj", "for", "to", "of", "on", "in", "against", "with", "from", "over", "subj"}

func (r *reader) complement(m *meaning) *meaning {
	for _, slot := range complementSlots {
		if slot == "subj" && m.rule.Op != opNothing {
			continue
		}
		for _, a := range m.frame.args {
			if a.slot != slot || a.tok == m.tok || a.tok == m.light || m.light >= 0 && r.beside(m, a) {
				continue
			}
			for _, tok := range r.conjuncts(r.content(a.tok)) {
				if in := r.meaningOf(tok); in != nil {
					return in
				}
				if in := r.carried(tok); in != nil {
					return in
				}
			}
		}
	}
	// "readiness to promote": what follows directly, wherever the tree hangs it
	i := m.tok + 1
	for ; i+1 < len(r.d.Tokens) && r.d.Tokens[i].UPOS == "ADV"; i++ {
	}
	if i+1 < len(r.d.Tokens) && r.d.Form(i) == "to" && r.d.Tokens[i+1].UPOS == "VERB" {
		return r.meaningOf(i + 1)
	}
	return nil
}

// beside: what fills the slot hangs on the light verb and is no clause, so that it
// is not what the noun is about: "imposed sanctions for its failure to comply".
func (r *reader) beside(m *meaning, a arg) bool {
	switch a.slot {
	case "obj", "subj", "to", "of", "on", "in", "against", "with", "from", "over":
	default:
		return false
	}
	for _, own := range r.frameOf(m.tok).args {
		if own.tok == a.tok {
			return false
		}
	}
	return true
}

// carried is the event noun that the light verb at tok carries ("promised to
// hold talks"), or nil.
func (r *reader) carried(tok int) *meaning {
	if r.d.Tokens[tok].UPOS != "VERB" {
		return nil
	}
	for _, a := range r.frameOf(tok).args {
		if a.slot == "subj" {
			continue
		}
		for _, n := range r.conjuncts(r.content(a.tok)) {
			if in := r.meaningOf(n); in != nil && in.light == tok {
				return in
			}
		}
	}
	return nil
}

// share lets an operator hold over what is coordinated with its complement:
// "called on Peru to free or charge the men" asks for both.
func (r *reader) share(m, in *meaning) {
	for _, k := range r.conjuncts(in.verb())[1:] {
		o := r.meaningOf(k)
		if o == nil {
			o = r.carried(k)
		}
		if o == nil || o == m || r.d.Child(k, "nsubj", "nsubj:pass") >= 0 {
			continue
		}
		switch m.rule.Op {
		case opRequest:
			o.status = Requested
		case opPromise, opThreat, opRefuse, opUnreal, opCause:
			r.consume(o, m.tok, "with "+r.d.Form(in.tok)+" under "+r.d.Form(m.tok))
		case opNegate:
			o.status = Negated
		}
	}
}

// ofAnother: what is embedded is said of a subject of its own, nobody known:
// "expects its output to decline".
func (r *reader) ofAnother(in, m *meaning) bool {
	s := in.frame.get("subj")
	rel := relOf(r.d.Tokens[in.verb()].Deprel)
	return m.rule.Op != opNothing && s >= 0 && s != m.frame.get("subj") && (rel == "xcomp" || rel == "ccomp")
}

// family groups types for operators: cooperation, giving way, hostility, words.
func family(typ string) string {
	switch typ {
	case "CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE":
		return "coop"
	case "RETREAT", "CONCEDE":
		return "yield"
	case "REQUEST", "ACCUSE", "REJECT":
		return "words"
	}
	return "hostile"
}

// operate applies an operator to the event it embeds. The table is PLOVER's
// (§2 of the manual: a type that already says it beats type plus auxiliary).
func (r *reader) operate(m, in *meaning) {
	fam := family(in.typ)
	not := in.status == Negated && in.verb() != m.verb() // "agreed not to meet", not "has not arranged a meeting"
	take := func(typ, mode string) {
		m.typ, m.mode, m.cameo = typ, mode, ""
		m.recipients = union(m.recipients, without(in.recipients, m.actors))
		if len(m.recipients) == 0 {
			m.recipients = without(in.actors, m.actors)
		}
		m.contexts = mergeWords(m.contexts, in.contexts)
		r.consume(in, m.tok, typ+" at "+r.d.Form(m.tok))
	}
	pass := func(status Status) {
		m.typ, m.mode, m.cameo, m.contexts = in.typ, in.mode, in.cameo, in.contexts
		m.status = status
		actors, recips := in.actors, in.recipients
		if len(actors) == 0 && !r.ofAnother(in, m) {
			actors = m.actors
		}
		m.actors, m.recipients = actors, recips
		m.explicit = true
		r.consume(in, m.tok, "carried by "+r.d.Form(m.tok))
	}
	m.trace = append(m.trace, "operator "+m.rule.Name+" on "+in.rule.Name)
	switch m.rule.Op {
	case opNothing:
		pass(in.status)
	case opFuture:
		switch {
		case not && fam != "coop" && fam != "yield":
			pass(Negated)
		case not:
			take("REJECT", yieldMode(in))
		case fam == "coop":
			take("AGREE", "")
		case fam == "yield":
			take("CONCEDE", "")
		default:
			pass(Planned)
		}
	case opPromise:
		switch {
		case in.typ == "MOBILIZE" && m.rule.Type == "AGREE":
			take("AGREE", "") // "offered to send troops"
			m.cameo = "0312"
		case not && (fam == "coop" || fam == "yield"):
			take("REJECT", yieldMode(in))
		case not:
			take("AGREE", "") // "agreed not to cut its imports"
			m.cameo = "035"
		case fam == "hostile":
			take("THREATEN", threatMode(in))
		case fam == "words":
			pass(Planned) // "pledged to oppose the bill"
		default:
			take("AGREE", "")
			m.cameo = promiseCameo(in)
		}
	case opThreat:
		take("THREATEN", threatMode(in))
	case opRefuse:
		take("REJECT", yieldMode(in))
	case opRequest:
		mode := yieldMode(in)
		m.mode, m.cameo = mode, ""
		m.typ = "REQUEST"
		if len(m.recipients) == 0 {
			m.recipients = without(in.actors, m.actors)
		}
		if len(m.recipients) == 0 {
			m.recipients = without(in.recipients, m.actors)
		}
		m.contexts = mergeWords(m.contexts, in.contexts)
		in.status = Requested
		if len(in.actors) == 0 {
			r.consume(in, m.tok, "asked for by "+r.d.Form(m.tok))
		}
	case opNegate:
		pass(Negated)
	case opUnreal, opCause:
		st := Hypothetical
		if m.rule.Op == opCause {
			st = Planned
		}
		pass(st)
	case opAllege:
		if m.rule.Type != "" {
			m.contexts = mergeWords(m.contexts, in.contexts)
			r.consume(in, m.tok, "alleged by "+r.d.Form(m.tok))
		} else {
			pass(Hypothetical)
		}
	}
}

func (r *reader) consume(m *meaning, by int, why string) {
	r.consumed[m.tok] = why
	if m.light >= 0 && m.light != by {
		r.consumed[m.light] = why
	}
	for in := m.inner; in != nil; in = in.inner {
		r.consumed[in.tok] = why
	}
}

// threatMode is what is threatened (§2, THREATEN).
func threatMode(in *meaning) string {
	switch in.typ {
	case "ASSAULT", "MOBILIZE":
		return "violence"
	case "COERCE":
		switch in.mode {
		case "arrest":
			return "arrest"
		case "deport":
			return "expel"
		case "seize":
			return "territory"
		}
		return "restrict"
	case "SANCTION":
		if in.mode == "expel" {
			return "expel"
		}
		return "relations"
	case "REJECT":
		return "relations"
	case "PROTEST":
		return "restrict"
	}
	return ""
}

// yieldMode is the mode of a request or refusal from what is asked (§2).
func yieldMode(in *meaning) string {
	switch in.typ {
	case "AID", "COOPERATE", "SUPPORT":
		return "assist"
	case "RETREAT", "CONCEDE":
		if in.mode == "resign" {
			return "change"
		}
		return "yield"
	case "CONSULT":
		return "meet"
	case "AGREE":
		return "assist"
	}
	if in.status == Negated && family(in.typ) == "hostile" {
		return "yield"
	}
	return "change"
}

// promiseCameo is the code of a promise from what is promised (CAMEO root 03).
func promiseCameo(in *meaning) string {
	switch in.typ {
	case "CONSULT":
		return "036"
	case "RETREAT":
		switch in.mode {
		case "release":
			return "0353"
		case "withdraw", "ceasefire", "disarm":
			return "0356"
		case "access":
			return "0355"
		}
		return "035"
	case "CONCEDE":
		return "035"
	case "SUPPORT":
		return "032"
	}
	return ""
}

func mergeWords(a, b []string) []string {
	out := append([]string(nil), a...)
next:
	for _, x := range b {
		for _, y := range a {
			if x == y {
				continue next
			}
		}
		out = append(out, x)
	}
	return out
}
