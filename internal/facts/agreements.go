package facts

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// pact is a noun phrase that names agreements, before its verb is known.
type pact struct {
	tok    int // head: the noun, or the number that stands for it ("another")
	form   string
	number int
	elided bool
}

// agreements reads the nouns that name agreements, and the numbers that stand
// for them ("two protocols on fisheries and another on ports").
func (r *reader) agreements() {
	for si := range r.d.Sentences {
		pacts := r.pacts(si)
		for i := range pacts {
			r.agreement(pacts, i)
		}
	}
}

func (r *reader) pacts(si int) []pact {
	d := r.d
	s := d.Sentences[si]
	var out []pact
	for k := s.First; k < s.Last; k++ {
		if isNoun(&d.Tokens[k]) || d.Tokens[k].UPOS == "ADJ" {
			form, last, ok := r.at(r.x.agreements["form"], k)
			if !ok {
				continue
			}
			head := k
			if !r.spans(k, last, "of") {
				head = last - 1
			}
			if !isNoun(&d.Tokens[head]) || head > k && d.Tokens[head].Deprel == "compound" {
				continue
			}
			out = append(out, pact{tok: head, form: form, number: r.count(head)})
			k = last - 1
			continue
		}
		if n := len(out); n > 0 && k-out[n-1].tok < 25 {
			if number, ok := r.stands(k); ok {
				out = append(out, pact{tok: k, form: out[n-1].form, number: number, elided: true})
			}
		}
	}
	return out
}

func (r *reader) spans(first, last int, word string) bool {
	for k := first; k < last; k++ {
		if r.d.Form(k) == word {
			return true
		}
	}
	return false
}

// stands: "another" or "two" without a noun, after "and" or a comma and before
// what tells it from the first.
func (r *reader) stands(k int) (number int, ok bool) {
	d := r.d
	s := r.sentence(k)
	if k+1 >= s.Last || k <= s.First {
		return 0, false
	}
	if u := d.Tokens[k].UPOS; u != "NUM" && u != "DET" && u != "PRON" && u != "ADJ" {
		return 0, false
	}
	n := numeral(d.Form(k))
	if n == 0 {
		return 0, false
	}
	if p := d.Form(k - 1); p != "and" && p != "," && p != "or" {
		return 0, false
	}
	next := k + 1
	if w := d.Form(next); w == "more" || w == "others" || w == "other" {
		next++
	}
	if next >= s.Last {
		return 0, false
	}
	switch d.Form(next) {
	case "between", "concerning", "regarding", "covering", "on", "for", "about", "with":
		return n, true
	case "in":
		return n, next+1 < s.Last && !r.inTime(next+1) && d.Tokens[next+1].UPOS != "PROPN"
	}
	return 0, false
}

func (r *reader) inTime(k int) bool {
	for i := range r.d.Times {
		if t := &r.d.Times[i]; t.First <= k && k < t.Last {
			return true
		}
	}
	return false
}

var numerals = map[string]int{
	"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13,
	"fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}

func numeral(w string) int {
	if n, err := strconv.Atoi(w); err == nil && n > 0 && n < 1000 {
		return n
	}
	return numerals[strings.ToLower(w)]
}

// count is how many agreements a noun names, 0 when it does not say.
func (r *reader) count(n int) int {
	d := r.d
	for _, c := range d.Children(n) {
		if int(c) >= n {
			break
		}
		switch d.Tokens[c].Deprel {
		case "nummod", "det", "amod", "det:predet", "nmod":
			if d.Tokens[c].Deprel != "det" || d.Form(int(c)) == "another" || d.Form(int(c)) == "both" {
				if v := numeral(d.Form(int(c))); v > 0 && (d.Tokens[c].Deprel != "nummod" || v < 200) {
					return v
				}
			}
		}
	}
	if strings.Contains(d.Tokens[n].Feats, "Number=Plur") || d.Form(n) == "memoranda" {
		return 0
	}
	return 1
}

// agreement makes a fact of pact i of a sentence.
func (r *reader) agreement(pacts []pact, i int) {
	d := r.d
	p := &pacts[i]
	v, stage := r.stage(p.tok)
	if p.elided && stage == "" && i > 0 {
		v, stage = r.stage(pacts[i-1].tok)
		for j := i - 2; stage == "" && j >= 0; j-- {
			v, stage = r.stage(pacts[j].tok)
		}
	}
	parties, bodies := r.pactParties(p.tok, v)
	if len(parties) < 2 {
		// the sentence before, of the same parties
		if n := len(r.out.Agreements); n > 0 && r.sameStory(p.tok, &r.out.Agreements[n-1]) {
			parties = r.out.Agreements[n-1].Parties
		}
	}
	if len(parties) < 2 && r.definite(p.tok) {
		if parties = r.comesTo(p, stage); len(parties) < 2 && (stage == "ratified" || stage == "in force") && strings.HasPrefix(d.Tokens[p.tok].Deprel, "nsubj") {
			parties = r.pair() // "the treaty entered into force": that of the two states of the story
		}
	}
	if r.private(v) || r.oneSided(p.tok, v) {
		return
	}
	sure := 0.85
	if len(parties) < 2 && r.impersonal(v) && !(stage == "intended" && r.passive(v)) {
		sure = 0.6
		if parties = r.twoStates(d.SentenceOf(p.tok)); len(parties) < 2 && r.both(v) {
			parties = r.pair()
		}
	}
	own, dated := r.dated(p.tok)
	if len(parties) < 2 && !dated || len(parties) > 12 || p.form == "contract" && (p.number == 0 || r.personal(v)) {
		return
	}
	if stage == "" {
		if !dated {
			return
		}
		// "under a 2003 treaty with X, Y must …"
		if named, _ := r.pactParties(p.tok, -1); len(named) < 2 {
			parties = r.twoStates(d.SentenceOf(p.tok))
			if len(parties) < 2 || !r.betweenThem(p.tok, named, parties) {
				return
			}
		}
		v, stage = p.tok, r.standing(p.tok)
	}
	if len(parties) < 2 {
		return
	}
	f := Agreement{Number: p.number, Form: p.form, Stage: stage, Parties: sorted(append([]string(nil), parties...)), Bodies: bodies}
	date := coder.Date{Timex: -1, Basis: "none"}
	switch {
	case dated:
		date = own
	case stage == "signed":
		if date = r.date(v, nil); date.Timex < 0 && date.Basis == r.basis && r.tellsOf(v) {
			date = coder.Date{Timex: -1, Basis: "none"}
		}
	default: // "suspended the accord reached in 2006"
		if a, s := r.asideStage(p.tok); s == "signed" || s == "agreed" {
			if own := r.date(a, nil); own.Timex >= 0 {
				date = own
			}
		}
	}
	f.Signed, f.Date = date, date
	if stage != "signed" {
		if f.Date = r.stageDate(v, stage); dated && f.Date.Timex == own.Timex {
			f.Date = r.today() // "terminated the 1948 treaty"
		}
	}
	end := r.about(p, pacts, i, &f)
	if r.again(p, &f) {
		return
	}
	f.Fact = r.fact(p.tok, r.pactSpan(pacts, i, v, end), f.Date, sure, p.form)
	f.Trace = append(f.Trace, "stage "+stage+" from "+d.Form(v))
	if stage == "signed" && !dated {
		r.remember(date, v)
	}
	r.out.Agreements = append(r.out.Agreements, f)
}

// private: the subject is known and speaks for no state, as a firm.
func (r *reader) private(v int) bool {
	if v < 0 || !isVerb(&r.d.Tokens[v]) {
		return false
	}
	s := r.subject(v)
	if r.passive(v) {
		s = r.agent(v)
	}
	if s < 0 {
		return false
	}
	who := r.actorsAt(s)
	for i := range who {
		if public(&who[i]) || nonStates[who[i].Country] {
			return false
		}
	}
	return len(who) > 0 || r.d.Tokens[s].UPOS == "PROPN"
}

// oneSided: the phrase with "with" names a party that is no state ("with its
// creditor banks"), or all the states there are, where the verb hides who they
// concluded with ("accords were reached with Peru and Chile").
func (r *reader) oneSided(n, v int) bool {
	with := r.prep(n, "with")
	if with < 0 && v >= 0 && isVerb(&r.d.Tokens[v]) {
		with = r.prep(v, "with")
	}
	if with < 0 {
		return false
	}
	who := r.actorsAt(with)
	found := partiesOf(who)
	if len(found) == 0 {
		return len(who) > 0 && who[0].Sector == "BUS" || r.d.Tokens[with].Lemma == "committee"
	}
	return len(found) > 1 && v >= 0 && r.passive(v) && r.agent(v) < 0
}

// personal: a person concludes, as players do.
func (r *reader) personal(v int) bool {
	if v < 0 || !isVerb(&r.d.Tokens[v]) {
		return false
	}
	s := r.subject(v)
	if s < 0 {
		return false
	}
	who := r.actorsAt(s)
	return len(who) > 0 && who[0].Person && who[0].Sector != "GOV"
}

// impersonal: the verb leaves open who acts, or says it with "they", "the two
// sides" and the like, so that the states of the sentence may be meant.
func (r *reader) impersonal(v int) bool {
	d := r.d
	if v < 0 || !isVerb(&d.Tokens[v]) || strings.HasPrefix(d.Tokens[v].Deprel, "acl") {
		return false
	}
	s := r.subject(v)
	if s < 0 || r.passive(v) {
		return r.agent(v) < 0
	}
	if d.Tokens[s].UPOS == "PRON" {
		return true
	}
	_, ok := r.x.agreements["sides"].word(strings.ToLower(d.Tokens[s].Lemma))
	return ok
}

// both: the subject is "both sides", "the two governments", "they".
func (r *reader) both(v int) bool {
	d := r.d
	s := r.subject(v)
	if s < 0 {
		return false
	}
	if d.Tokens[s].UPOS == "PRON" {
		return strings.EqualFold(d.Form(s), "they")
	}
	return r.count(s) == 2
}

// twoSides: "the two governments", "both countries".
func (r *reader) twoSides(k int) bool {
	_, ok := r.x.agreements["sides"].word(strings.ToLower(r.d.Tokens[k].Lemma))
	return ok && isNoun(&r.d.Tokens[k]) && r.count(k) == 2
}

// pair is the two states that the story speaks of most, where no third comes
// near them.
func (r *reader) pair() []string {
	type tally struct {
		state string
		n     int
	}
	var all []tally
	for i := range r.d.Mentions {
	next:
		for _, c := range states(r.d.Mentions[i].Actors) {
			for j := range all {
				if all[j].state == c {
					all[j].n++
					continue next
				}
			}
			all = append(all, tally{c, 1})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].n > all[j].n })
	if len(all) < 2 || all[1].n < 2 || len(all) > 2 && 2*all[2].n > all[1].n {
		return nil
	}
	return []string{all[0].state, all[1].state}
}

// pactSpan is the evidence: from the clause's beginning for the first
// agreement of a verb, else from the words that name it, to what it is about.
func (r *reader) pactSpan(pacts []pact, i, v, end int) doc.Span {
	d := r.d
	tok := pacts[i].tok
	first, _ := d.Subtree(tok)
	first = max(first, r.sentence(tok).First)
	if i > 0 {
		first = max(first, pacts[i-1].tok+1)
		if d.Tokens[tok].UPOS == "NUM" || pacts[i].elided {
			first = tok
		}
	} else if v >= 0 && v < tok && d.SentenceOf(v) == d.SentenceOf(tok) {
		first = min(first, v)
		if s := d.Child(v, "nsubj"); s >= 0 && s < v {
			if a, _ := d.Subtree(s); a < first {
				first = max(a, r.sentence(tok).First)
			}
		}
	}
	if first > tok {
		first = tok
	}
	return d.TokenSpan(first, max(end, tok+1))
}

func (r *reader) sameStory(k int, last *Agreement) bool {
	a, b := r.d.SentenceOf(k), -1
	if t := r.tokenAt(last.Evidence.Start); t >= 0 {
		b = r.d.SentenceOf(t)
	}
	if a == b {
		return true
	}
	if a-b != 1 {
		return false
	}
	s := r.d.Sentences[a]
	for j := s.First; j < min(s.First+5, s.Last); j++ {
		if r.d.Tokens[j].UPOS == "PRON" {
			return true
		}
	}
	return false
}

// stage finds the verb or noun that says what is done with the agreement.
func (r *reader) stage(n int) (v int, stage string) {
	if r.negated(n) {
		return -1, "" // "no pact"
	}
	v, stage = r.mainStage(n)
	if stage != "" {
		return v, stage
	}
	if c, s := r.asideStage(n); s != "" {
		return c, s
	}
	return v, stage
}

// asideStage is what a participle or relative clause on the noun says: "the
// agreement signed in 1979".
func (r *reader) asideStage(n int) (v int, stage string) {
	for _, c := range r.d.Children(n) {
		if strings.HasPrefix(r.d.Tokens[c].Deprel, "acl") {
			if s, ok := r.stageOf(int(c)); ok {
				return int(c), s
			}
		}
	}
	return -1, ""
}

// mainStage is what the clause that the noun stands in says.
func (r *reader) mainStage(n int) (v int, stage string) {
	d := r.d
	k := n
	for i := 0; i < 4; i++ {
		h := d.Tokens[k].Head
		if h < 0 {
			break
		}
		switch rel := d.Tokens[k].Deprel; {
		case rel == "obj", rel == "nsubj:pass", rel == "nsubj", rel == "obl", rel == "dep":
			if !isVerb(&d.Tokens[h]) {
				return -1, ""
			}
			if rel == "nsubj" && d.Tokens[h].Lemma != "enter" && d.Tokens[h].Lemma != "take" && d.Tokens[h].Lemma != "come" {
				return -1, ""
			}
			if s, ok := r.stageOf(h); ok && (rel != "obl" || r.ruled(h, k, s)) {
				return h, s
			}
			return -1, ""
		case rel == "nmod":
			if s, ok := r.stageOf(h); ok && !isVerb(&d.Tokens[h]) {
				return h, s
			}
			if _, ok := r.x.agreements["count"].word(d.Tokens[h].Lemma); !ok {
				return -1, ""
			}
		case rel == "conj", rel == "appos": // lists are taken for appositions
		default:
			return -1, ""
		}
		k = h
	}
	return -1, ""
}

// ruled: the phrase of noun k is one that the verb says something of: what is
// negotiated "on an agreement" is the agreement, what is done "under" or "after"
// it is not; and only what one goes out of is left.
func (r *reader) ruled(v, k int, stage string) bool {
	switch p := r.caseOf(k); p {
	case "under", "pursuant", "after", "since", "despite", "without", "by", "following", "before", "until", "during", "as", "against":
		return false
	default:
		return stage != "denounced" || p == "from" || p == "of"
	}
}

// conditional: the verb hangs on "if", "unless" or "as soon as".
func (r *reader) conditional(v int) bool {
	for _, c := range r.d.Children(v) {
		switch t := &r.d.Tokens[c]; t.Lemma {
		case "if", "unless", "whether":
			if t.Deprel == "mark" {
				return true
			}
		case "once", "until":
			if t.Deprel == "mark" {
				return true
			}
		case "as":
			if t.Deprel == "mark" && c > 0 && r.d.Form(int(c)-1) == "soon" {
				return true
			}
		}
	}
	return false
}

func (r *reader) stageOf(v int) (string, bool) {
	d := r.d
	stage, _, ok := r.at(r.x.agreements["stage"], v)
	if !ok || r.negated(v) || r.conditional(v) {
		return "", false
	}
	if !isVerb(&d.Tokens[v]) {
		return stage, !r.planned(v)
	}
	if stage == "in negotiation" {
		return stage, true
	}
	h := d.Tokens[v].Head
	if d.Tokens[v].Deprel == "xcomp" && h >= 0 {
		ahead, _, ok := r.at(r.x.agreements["ahead"], h)
		return ahead, ok && ahead != "" && (stage == "signed" || stage == "agreed")
	}
	if r.unreal(v) {
		return "intended", stage == "signed" || stage == "agreed"
	}
	return stage, true
}

// dated: the noun carries its own date ("the 1994 treaty between X and Y").
func (r *reader) dated(n int) (coder.Date, bool) {
	first, _ := r.d.Subtree(n)
	for i := range r.d.Times {
		t := &r.d.Times[i]
		if t.First >= first && t.Last <= n && t.First < t.Last && datable(t) && n-t.Last < 4 && len(t.Value) >= 4 && r.d.Tokens[t.First].UPOS == "NUM" {
			return coder.Date{Value: dayOf(t), Timex: i, Span: t.Span, Basis: "expression"}, true
		}
	}
	return coder.Date{Timex: -1, Basis: "none"}, false
}

// standing is the stage of an agreement that is only named: in force where the
// sentence says so, else signed.
func (r *reader) standing(n int) string {
	d := r.d
	s := r.sentence(n)
	for k := n + 1; k+1 < s.Last; k++ {
		if d.Form(k) == "in" && d.Form(k+1) == "force" {
			return "in force"
		}
	}
	return "signed"
}

// tellsOf: a relative clause in the perfect tells of some time past: "the only
// state which has signed a treaty".
func (r *reader) tellsOf(v int) bool {
	return r.d.Tokens[v].Deprel == "acl:relcl" && slices.ContainsFunc(r.d.Children(v), func(c int32) bool {
		t := &r.d.Tokens[c]
		return t.Deprel == "aux" && t.Lemma == "have"
	})
}

// stageDate is when an agreement came to a stage; what is intended, negotiated
// or only said to be in force is so today.
func (r *reader) stageDate(v int, stage string) coder.Date {
	switch stage {
	case "intended", "in negotiation":
		return r.today()
	}
	if v < 0 || !isVerb(&r.d.Tokens[v]) {
		return r.today()
	}
	return r.date(v, nil)
}

// again says whether a definite noun speaks of an agreement told before; what
// it adds goes to that one. An agreement that has come to a later stage is told
// anew, with what was said of it.
func (r *reader) again(p *pact, f *Agreement) bool {
	if p.elided || len(f.Fields) > 0 || !r.definite(p.tok) {
		return false
	}
	for i := len(r.out.Agreements) - 1; i >= 0; i-- {
		o := &r.out.Agreements[i]
		if o.Form != f.Form && f.Form != "agreement" || strings.Join(o.Parties, " ") != strings.Join(f.Parties, " ") {
			continue
		}
		if later(f.Stage, o.Stage) {
			f.Fields, f.Bodies = o.Fields, o.Bodies
			if f.Number < o.Number {
				f.Number = o.Number
			}
			if f.Signed.Value == "" && o.Stage == "signed" {
				f.Signed = o.Signed
			}
			return false
		}
		if o.Signed.Value == "" && f.Signed.Timex >= 0 {
			o.Signed = f.Signed
		}
		return true
	}
	return false
}

// comesTo is whose agreement "the treaty" is that has come to a later stage: the
// parties of the last one told of.
func (r *reader) comesTo(p *pact, stage string) []string {
	for i := len(r.out.Agreements) - 1; i >= 0; i-- {
		if o := &r.out.Agreements[i]; o.Form == p.form || p.form == "agreement" {
			if later(stage, o.Stage) {
				return o.Parties
			}
			return nil
		}
	}
	return nil
}

// later: an agreement that was at the one stage has come to the other.
func later(stage, was string) bool {
	order := []string{"intended", "in negotiation", "agreed", "signed", "ratified", "in force", "suspended", "denounced"}
	return slices.Index(order, stage) > max(slices.Index(order, was), slices.Index(order, "signed"))
}

// betweenThem: the two states of the sentence may be the parties of dated noun n:
// it names one of them, or only the town where it was concluded. "Its charter of
// 1955" is nobody else's.
func (r *reader) betweenThem(n int, named, states []string) bool {
	for _, c := range r.d.Children(n) {
		switch t := &r.d.Tokens[c]; {
		case t.Deprel == "nmod:poss" && t.UPOS == "PRON":
			return false
		case t.Deprel == "compound" && t.UPOS == "PROPN" && (len(named) == 0 || !slices.Contains(states, named[0])) && (r.isTown(int(c)) || capitals(r.d.Form(n))):
			return true
		}
	}
	return len(named) == 1 && slices.Contains(states, named[0])
}

// capitals: the word is part of a name.
func capitals(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// isTown: token k is the name of a place smaller than a country.
func (r *reader) isTown(k int) bool {
	for i := range r.d.Places {
		if t := &r.d.Places[i]; t.First <= k && k < t.Last {
			return t.Precision != "country"
		}
	}
	return false
}

// concludes: the phrase can stand for a state: an actor, a name, an adjective,
// or a noun for a body or a side. "A museum in Spain" cannot.
func (r *reader) concludes(k int) bool {
	d := r.d
	if d.Tokens[k].UPOS != "NOUN" || r.mentionAt(k) != nil {
		return true
	}
	l := strings.ToLower(d.Tokens[k].Lemma)
	_, side := r.x.agreements["sides"].word(l)
	_, body := r.x.agreements["body"].word(l)
	return side || body
}

// pactParties are the states that conclude: the subject of the verb, those it
// is concluded with, those named beside the noun; and the names of the bodies of
// states among them that their codes do not tell.
func (r *reader) pactParties(n, v int) (who, bodies []string) {
	d := r.d
	add := func(k int) {
		if k >= 0 && r.concludes(k) {
			as := r.actorsAt(k)
			for i := range as {
				if b := bodyOfStates(&as[i]); b != "" {
					bodies = addString(bodies, b)
				}
			}
			found := partiesOf(as)
			if len(found) != 2 && r.twoSides(k) {
				found = r.pair()
			}
			for _, c := range found {
				who = addString(who, c)
			}
		}
	}
	if v >= 0 && isVerb(&d.Tokens[v]) {
		if r.passive(v) {
			if a := r.agent(v); a >= 0 && !r.twoSides(a) { // the noun itself may name them
				add(a)
			}
		} else if s := r.subject(v); s >= 0 && s != n {
			add(s)
		}
		add(r.prep(v, "with"))
		if len(who) < 2 {
			add(r.prep(v, "between", "among"))
		}
	} else if v >= 0 {
		add(r.prep(v, "by", "between", "with"))
	}
	for _, c32 := range d.Children(n) {
		c := int(c32)
		switch d.Tokens[c].Deprel {
		case "nmod", "obl":
			switch r.caseOf(c) {
			case "with", "between", "among":
				add(c)
			}
		case "compound", "amod", "nmod:poss":
			if !r.isTown(c) { // "the Berne agreement"
				add(c)
			}
		case "acl", "acl:relcl":
			if _, ok := r.stageOf(c); ok {
				if a := r.agent(c); a >= 0 && (len(who) < 2 || !r.twoSides(a)) {
					add(a)
				}
				add(r.prep(c, "between", "with"))
			}
		}
	}
	if len(who) < 2 && v >= 0 && r.passive(v) {
		add(r.agent(v))
	}
	if len(who) < 2 && v >= 0 {
		// "… signed an agreement on X with Y": the phrase may hang anywhere behind
		s := r.sentence(v)
		for k := n + 1; k < s.Last; k++ {
			if f := d.Form(k); (f == "with" || f == "between") && d.Tokens[k].Head > k {
				add(d.Tokens[k].Head)
			}
			if d.Tokens[k].UPOS == "VERB" && !strings.HasPrefix(d.Tokens[k].Deprel, "acl") {
				break
			}
		}
	}
	return who, bodies
}
