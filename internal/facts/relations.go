package facts

import (
	"slices"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// topic is a word in a sentence that a relation fact turns on.
type topic struct {
	tok    int // the verb, noun or predicate that fires the rule
	object int // "relations", "embassy": the noun acted on; -1 for predicates
	rule   *relationRule
	by, of []string // of a directed rule: the states
	body   string   // of a directed rule: the body
}

// relations reads each sentence for changes and states of relations. Changes
// told in one sentence share their parties where a later one names none: "…,
// which were interrupted in 1976".
func (r *reader) relations() {
	for si := range r.d.Sentences {
		topics := r.topics(si)
		if len(topics) == 0 {
			continue
		}
		var rivals []int
		for i := range topics {
			if topics[i].rule.change != "" || topics[i].rule.measure != "" { // what holds has no date to claim
				rivals = append(rivals, topics[i].tok)
			}
		}
		var parties []string
		for _, t := range topics {
			if t.rule.directed() {
				r.addDirected(t, rivals)
				continue
			}
			own, sure := r.relationParties(t), 0.85
			if len(own) < 2 && len(parties) >= 2 {
				own, sure = parties, 0.8
			}
			if len(own) == 0 && si-r.tiesAt <= 2 && t.rule.change != "" && r.harksBack(t) {
				own, sure = r.tied, 0.75
			}
			if len(own) < 2 && t.rule.about == nil && r.ties(t.object) {
				own, sure = r.twoStates(si), 0.6
			}
			if len(own) > 2 && t.rule.measure+t.rule.change != "" {
				r.addEach(t, own, rivals, sure)
				continue
			}
			if len(own) != 2 && !(len(own) > 2 && t.rule.state != "") {
				continue
			}
			parties = own
			r.tied, r.tiesAt = own, si
			r.addRelation(t, Relation{Parties: own, By: r.actedAlone(t, own)}, rivals, sure)
		}
	}
}

// addRelation completes a relation of which the parties are known.
func (r *reader) addRelation(t topic, f Relation, rivals []int, sure float64) {
	f.Date = r.date(t.tok, rivals)
	if t.rule.state != "" && t.rule.measure == "" {
		f.Date = r.today() // it holds; since when is another question
	} else if f.Date.Timex < 0 && f.Date.Basis == r.basis && !r.news(t.tok) {
		f.Date = coder.Date{Timex: -1, Basis: "none"}
	}
	f.Fact = r.fact(t.tok, r.topicSpan(t, rivals), f.Date, sure, t.rule.name)
	f.Parties = sorted(append([]string(nil), f.Parties...))
	f.Change, f.State, f.Measure = t.rule.change, t.rule.state, t.rule.measure
	f.Trace = append(f.Trace, "trigger "+r.d.Form(t.tok))
	for i := range r.out.Relations {
		o := &r.out.Relations[i]
		if o.Change != f.Change || o.State != f.State || o.Measure != f.Measure || o.Body != f.Body || strings.Join(o.Parties, " ") != strings.Join(f.Parties, " ") {
			continue
		}
		if f.State != "" && o.Evidence.Len() < f.Evidence.Len() {
			*o = f // a clause says it better than an adjective
			return
		}
		if o.Date.Value == f.Date.Value {
			return
		}
	}
	r.out.Relations = append(r.out.Relations, f)
}

// ties: noun k is about what lies between two states, so that those of its
// sentence are meant.
func (r *reader) ties(k int) bool {
	return k < 0 || r.class("relations", k) || r.class("embassy", k) || r.class("envoy", k)
}

// addEach adds one relation for each pair, where one state acts towards several
// or several towards one.
func (r *reader) addEach(t topic, own []string, rivals []int, sure float64) {
	s := -1
	if isVerb(&r.d.Tokens[t.tok]) && !r.passive(t.tok) {
		s = r.subject(t.tok)
	}
	if s < 0 || s == t.object {
		return
	}
	var acting, others []string
	for _, c := range states(r.actorsAt(s)) {
		acting = addString(acting, c)
	}
	for _, c := range own {
		if !slices.Contains(acting, c) {
			others = append(others, c)
		}
	}
	if len(acting) != 1 && len(others) != 1 || len(others) == 0 || len(acting)+len(others) > 8 {
		return
	}
	for _, by := range acting {
		for _, of := range others {
			f := Relation{Parties: []string{by, of}}
			if t.rule.alone() {
				f.By = by
			}
			r.addRelation(t, f, rivals, sure)
		}
	}
}

// harksBack: the relations are those of the sentences before: "the ties", "they
// were resumed".
func (r *reader) harksBack(t topic) bool {
	if t.object < 0 {
		return t.rule.about == nil && t.rule.phrase == nil // a pronoun
	}
	d := r.d
	if !r.class("relations", t.object) {
		return false
	}
	for _, c := range d.Children(t.object) {
		switch d.Tokens[c].Deprel {
		case "nmod", "nmod:poss", "compound":
			if d.Tokens[c].UPOS != "PRON" {
				return false // of somebody who is not known
			}
		case "det":
			if w := strings.ToLower(d.Form(int(c))); w != "the" && w != "these" && w != "those" {
				return false
			}
		}
	}
	return true
}

// theirs: the subject of passive verb v is a pronoun that stands for the
// relations told of in the sentence before.
func (r *reader) theirs(v int) bool {
	s := r.d.Child(v, "nsubj:pass")
	if h := r.d.Tokens[v].Head; s < 0 && h >= 0 && r.d.Tokens[v].Deprel == "conj" {
		s = r.d.Child(h, "nsubj:pass")
	}
	return s >= 0 && r.pronoun(s) && r.d.SentenceOf(v)-r.tiesAt == 1
}

// actedAlone is the party whose act a change is: the subject's, where that is
// one of the two; in the passive the agent's, else that of whom the embassy or
// the ambassador is. "" where both acted or the sentence does not say.
func (r *reader) actedAlone(t topic, parties []string) string {
	if len(parties) != 2 || !t.rule.alone() {
		return ""
	}
	own, expelled := "", strings.HasSuffix(t.rule.measure, "expelled")
	if t.object >= 0 && t.rule.measure != "" && !expelled {
		own = oneOf(r.owners(t.object), parties)
	}
	who := -1
	switch v := t.tok; {
	case !isVerb(&r.d.Tokens[v]) && expelled:
		who = r.prep(v, "by")
	case !isVerb(&r.d.Tokens[v]):
		if h := r.d.Tokens[v].Head; h >= 0 && isVerb(&r.d.Tokens[h]) && r.news(v) {
			who = r.subject(h) // "announced the closure of its embassy"
		}
	case r.passive(v):
		who = r.agent(v)
	default:
		if s := r.subject(v); s != t.object {
			who = s
		}
	}
	if who < 0 {
		return own
	}
	by := oneOf(states(r.actorsAt(who)), parties)
	if own != "" && own != by {
		return "" // one state's act on the other's embassy
	}
	return by
}

// news: what is told at token k happened on the day of the story, if no other is
// given: not what a clause of time or a bare noun harks back to ("when they
// joined", "the resumption of ties").
func (r *reader) news(k int) bool {
	d := r.d
	if !isVerb(&d.Tokens[k]) {
		h := d.Tokens[k].Head
		if h < 0 {
			return false
		}
		_, ok := r.x.words["making"].word(d.Tokens[h].Lemma)
		return ok
	}
	for v, n := k, 0; v >= 0 && n < 3; v, n = d.Tokens[v].Head, n+1 {
		for _, c := range d.Children(v) {
			if t := &d.Tokens[c]; t.Deprel == "mark" || t.Deprel == "advmod" && int(c) < v {
				switch t.Lemma {
				case "when", "after", "since", "before", "until":
					return false
				}
			}
		}
		if t := d.Tokens[v].Deprel; t != "conj" && t != "xcomp" && t != "advcl" {
			break
		}
	}
	return true
}

// hoped: told as what is hoped or asked for, not as what happened: "an interest
// in restoring ties".
func (r *reader) hoped(v int) bool {
	d := r.d
	if r.unreal(v) {
		return true
	}
	for _, c := range d.Children(v) {
		switch t := &d.Tokens[c]; {
		case t.Deprel == "mark" && t.Lemma == "in" && strings.HasSuffix(d.Form(v), "ing"):
			return true
		case t.Deprel == "advcl" && r.conditional(int(c)):
			return true
		}
	}
	return false
}

// toComeNoun: the noun is of something to come: "a possible recognition",
// "pressed for an end".
func (r *reader) toComeNoun(k int) bool {
	if r.caseOf(k) == "for" {
		return true
	}
	for _, c := range r.d.Children(k) {
		if r.d.Tokens[c].Deprel == "amod" {
			if _, ok := r.x.words["ahead"].word(r.d.Tokens[c].Lemma); ok {
				return true
			}
		}
	}
	return false
}

// oneOf is the only member of list, where it is one of the parties.
func oneOf(list, parties []string) string {
	if len(list) == 1 && (list[0] == parties[0] || list[0] == parties[1]) {
		return list[0]
	}
	return ""
}

// owners are the states that stand before noun k: "Oman's ambassador", "the
// Bolivian ambassador".
func (r *reader) owners(k int) []string {
	var out []string
	for _, c := range r.d.Children(k) {
		switch r.d.Tokens[c].Deprel {
		case "nmod:poss", "amod", "compound":
			if int(c) < k {
				out = append(out, states(r.actorsAt(int(c)))...)
			}
		}
	}
	return out
}

// topicSpan is the clause of a topic; for a predicate, that of what it is a
// predicate of ("X is one of Y's closest allies").
func (r *reader) topicSpan(t topic, rivals []int) doc.Span {
	k := t.tok
	if t.rule.about != nil && r.d.Tokens[k].Deprel != "amod" {
		for n := 0; n < 2 && r.d.Tokens[k].Deprel == "nmod" && r.d.Tokens[k].Head >= 0; n++ {
			k = r.d.Tokens[k].Head
		}
		return r.clause(k, nil)
	}
	return r.clause(k, rivals)
}

// topics finds the words of sentence si that rules of relations fire on.
func (r *reader) topics(si int) []topic {
	d := r.d
	s := d.Sentences[si]
	var out []topic
	for k := s.First; k < s.Last; k++ {
		for i := range r.x.relations {
			rule := &r.x.relations[i]
			t := topic{tok: k, object: -1, rule: rule}
			if rule.directed() { // may tell of two others at once
				if r.directed(&t) {
					out = append(out, t)
				}
				continue
			}
			var ok bool
			if t.object, ok = r.fires(rule, k); ok {
				out = append(out, t)
				break
			}
		}
	}
	// "recalled its ambassador to Y" is not also about who is ambassador
	return slices.DeleteFunc(out, func(t topic) bool {
		return t.rule.about != nil && slices.ContainsFunc(out, func(o topic) bool { return o.object == t.tok })
	})
}

func (r *reader) fires(rule *relationRule, k int) (object int, ok bool) {
	d := r.d
	t := &d.Tokens[k]
	switch {
	case isVerb(t) && rule.verbs != nil:
		if _, _, ok := r.at(rule.verbs, k); !ok {
			return -1, false
		}
		o := r.object(k)
		if rule.self && (o < 0 || !r.isObject(rule, o)) {
			o = r.d.Child(k, "nsubj")
		}
		if rule.behind != nil && (o < 0 || !r.isObject(rule, o)) {
			o = r.prep(k, rule.behind...)
		}
		if rule.as && (o < 0 || !r.isObject(rule, o)) {
			if o = r.prep(k, "as"); o < 0 {
				o = r.d.Child(k, "xcomp", "obj")
			}
		}
		if (o < 0 || !r.isObject(rule, o)) && rule.objects["relation"] && r.theirs(k) && !r.hoped(k) {
			return -1, r.negated(k) == rule.negated
		}
		if o < 0 || !r.isObject(rule, o) || r.hoped(k) {
			return -1, false
		}
		neg := r.negated(k) || r.negated(o)
		return o, neg == rule.negated
	case t.UPOS == "NOUN" && rule.nouns != nil:
		if _, _, ok := r.at(rule.nouns, k); !ok {
			return -1, false
		}
		o := r.prep(k, "of", "in", "to")
		if o < 0 || !r.isObject(rule, o) || r.planned(k) || r.toComeNoun(k) {
			return -1, false
		}
		return o, true
	}
	if rule.about[t.Lemma] && (t.UPOS == "NOUN" || t.UPOS == "ADJ" || t.UPOS == "VERB") {
		return -1, !r.negated(k) && !r.past(k) && !r.unreal(k) && !r.otherTies(k)
	}
	for _, p := range rule.phrase {
		if end := k + len(p); end <= r.sentence(k).Last && r.spelled(k, p) {
			last := end - 1
			return -1, !(end < len(d.Tokens) && d.Form(end) == "of") && !r.negated(last) && !r.past(last)
		}
	}
	return -1, false
}

// otherTies: "trade allies".
func (r *reader) otherTies(k int) bool {
	for _, c := range r.d.Children(k) {
		switch w := strings.ToLower(r.d.Form(int(c))); r.d.Tokens[c].Deprel {
		case "amod", "compound":
			if _, ok := r.x.words["other-ties"].word(w); ok && w != "military" {
				return true
			}
		}
	}
	return false
}

func (r *reader) spelled(k int, words []string) bool {
	for i, w := range words {
		if !strings.EqualFold(r.d.Form(k+i), w) {
			return false
		}
	}
	return true
}

// past: "former ally", "was an ally", "once one of its allies".
func (r *reader) past(k int) bool {
	if h := r.d.Tokens[k].Head; r.d.Tokens[k].Deprel == "nmod" && h >= 0 && r.past(h) {
		return true
	}
	for _, c := range r.d.Children(k) {
		t := &r.d.Tokens[c]
		switch t.Lemma {
		case "once", "formerly", "longer":
			return true
		}
		if _, ok := r.x.offices["past"].word(strings.ToLower(r.d.Form(int(c)))); ok {
			return true
		}
		if t.Deprel == "cop" && strings.Contains(t.Feats, "Tense=Past") && strings.Contains(t.Feats, "VerbForm=Fin") {
			return true
		}
	}
	return false
}

// planned: the noun is wanted or under discussion, not told as a happening.
func (r *reader) planned(k int) bool {
	d := r.d
	h := d.Tokens[k].Head
	if h < 0 {
		return false
	}
	if isVerb(&d.Tokens[h]) {
		if r.unreal(h) || r.negated(h) {
			return true
		}
		switch d.Tokens[h].Lemma {
		case "discuss", "urge", "seek", "want", "propose", "demand", "consider", "negotiate", "plan", "favour", "favor", "hope", "oppose", "reject", "rule", "support", "request":
			return true
		}
	}
	switch d.Tokens[h].Lemma {
	case "talk", "negotiation", "possibility", "proposal", "plan", "call", "hope", "question", "discussion", "prospect", "issue", "condition", "consideration":
		return true
	}
	return false
}

// object is the noun that verb v acts on: its object, its subject in the
// passive, or what a relative pronoun or an elided subject stands for.
func (r *reader) object(v int) int {
	d := r.d
	if o := d.Child(v, "obj"); o >= 0 {
		if r.relative(o) || r.pronoun(o) {
			return r.aboutRelations(v, o)
		}
		return o
	}
	if o := r.bareObject(v); o >= 0 {
		return o
	}
	if s := d.Child(v, "nsubj:pass"); s >= 0 || r.passive(v) {
		if s >= 0 && !r.relative(s) && !r.pronoun(s) {
			return s
		}
		if s >= 0 {
			return r.aboutRelations(v, s)
		}
	}
	if s := d.Child(v, "nsubj"); s >= 0 {
		if r.relative(s) {
			return r.aboutRelations(v, s)
		}
		if r.class("relations", s) || r.class("embassy", s) {
			return s // "relations resumed in 1990", "the embassy reopened"
		}
		return -1
	}
	if h := d.Tokens[v].Head; h >= 0 {
		switch d.Tokens[v].Deprel {
		case "conj":
			if isVerb(&d.Tokens[h]) {
				return r.object(h)
			}
		case "acl", "acl:relcl":
			if isNoun(&d.Tokens[h]) {
				return h
			}
		case "amod", "aux", "cop":
			// "both states established relations" with the verb taken for an
			// adjective, "have full relations" with it taken for an auxiliary
			if h > v && v > 0 && (d.Tokens[v].UPOS == "AUX" || isNoun(&d.Tokens[v-1])) {
				return h
			}
		}
	}
	return -1
}

// bareObject is a noun close behind the verb without a preposition, whatever
// the tree calls it ("broke off ties").
func (r *reader) bareObject(v int) int {
	d := r.d
	for _, c32 := range d.Children(v) {
		c := int(c32)
		rel := d.Tokens[c].Deprel
		if c <= v || c > v+5 || d.Tokens[c].UPOS != "NOUN" || rel == "obl:unmarked" || rel == "conj" || strings.HasPrefix(rel, "nsubj") {
			continue
		}
		if (rel == "obl" || rel == "dep" || rel == "ccomp" || rel == "xcomp") && r.caseOf(c) == "" && !r.inTime(c) {
			return c
		}
	}
	return -1
}

// pronoun: "restored them", "they were restored".
func (r *reader) pronoun(k int) bool {
	switch strings.ToLower(r.d.Form(k)) {
	case "them", "they", "it":
		return r.d.Tokens[k].UPOS == "PRON"
	}
	return false
}

// aboutRelations is the antecedent of a relative pronoun, where one of the
// nouns before it is what rules act on: the parser often hangs the clause on a
// nearer noun or on a year.
func (r *reader) aboutRelations(v, pron int) int {
	first := r.sentence(v).First
	for k := pron - 1; k >= first && pron-k < 20; k-- {
		if r.class("relations", k) || r.class("embassy", k) || r.class("envoy", k) {
			return k
		}
	}
	return r.antecedent(v, pron)
}

func (r *reader) class(name string, k int) bool {
	_, _, ok := r.at(r.x.words[name], k)
	return ok && r.d.Tokens[k].UPOS == "NOUN"
}

// isObject says whether noun o is what the rule acts on and of the right sort.
func (r *reader) isObject(rule *relationRule, o int) bool {
	d := r.d
	if !rule.objects[strings.ToLower(d.Tokens[o].Lemma)] {
		return false
	}
	need := len(rule.need) == 0
	other := r.x.words["other-ties"]
	for _, c := range d.Children(o) {
		switch d.Tokens[c].Deprel {
		case "amod", "compound", "nmod:desc", "conj":
			w := strings.ToLower(d.Form(int(c)))
			if rule.need[w] {
				need = true
			}
			if _, ok := other.word(w); ok && d.Tokens[c].Deprel != "conj" && !rule.even[w] {
				return false
			}
		}
	}
	return need
}

// relationParties are the states a topic is about, from the phrases around it.
func (r *reader) relationParties(t topic) []string {
	d := r.d
	var who []string
	add := func(k int) {
		if k >= 0 {
			found := states(r.actorsAt(k))
			if len(found) != 2 && r.twoSides(k) {
				found = r.pair()
			}
			for _, s := range found {
				who = addString(who, s)
			}
		}
	}
	phrases := func(k int) {
		for _, c := range d.Children(k) {
			rel := d.Tokens[c].Deprel
			if strings.HasPrefix(rel, "nmod") || strings.HasPrefix(rel, "obl") || rel == "compound" || rel == "amod" || rel == "appos" {
				switch r.caseOf(int(c)) {
				case "over", "after", "amid", "following", "despite", "for", "against", "during", "since", "before", "under":
					continue // why and when, not with whom
				}
				if rel == "obl:unmarked" || rel == "obl:tmod" || t.rule.measure != "" && strings.HasPrefix(rel, "obl") && r.mentionAt(int(c)) == nil {
					continue // an ambassador returns to a state, not to its hotels
				}
				add(int(c))
			}
		}
	}
	if t.rule.about != nil || t.rule.phrase != nil {
		r.predicateParties(t, &who, add, phrases)
		return who
	}
	if isVerb(&d.Tokens[t.tok]) {
		if s := r.subject(t.tok); s >= 0 && s != t.object {
			add(s)
		}
		switch {
		case t.object >= 0 && len(who) == 1:
			phrases(t.object) // "severed ties with X over Y"
		case t.object >= 0 && len(who) > 1: // "X and Y severed ties with Z"
			if p := r.prep(t.object, "with"); p >= 0 {
				add(p)
			} else {
				add(r.prep(t.tok, "with"))
			}
		}
		if len(who) < 2 {
			phrases(t.tok)
		}
	} else {
		phrases(t.tok)
		if h := d.Tokens[t.tok].Head; h >= 0 && len(who) < 2 && isVerb(&d.Tokens[h]) {
			add(r.subject(h))
		}
	}
	if t.object >= 0 && len(who) < 2 {
		add(t.object)
		phrases(t.object)
		r.places(t.object, &who)
	}
	return who
}

// places adds the country that a place behind noun k lies in: "its embassy in
// Lima".
func (r *reader) places(k int, who *[]string) {
	p := r.prep(k, "in", "to", "from", "at")
	if p < 0 {
		return
	}
	a, z := r.d.Subtree(p)
	for i := range r.d.Places {
		if t := &r.d.Places[i]; t.First >= a && t.First < z && t.Country != "" {
			*who = addString(*who, t.Country)
			return
		}
	}
}

// predicateParties: "X is an ally of Y", "X's ally Y", "X and Y are at war".
func (r *reader) predicateParties(t topic, who *[]string, add, phrases func(int)) {
	d := r.d
	k := t.tok
	if d.Tokens[k].UPOS == "ADJ" || d.Tokens[k].Deprel == "amod" {
		if h := d.Tokens[k].Head; h >= 0 && isNoun(&d.Tokens[h]) {
			add(h)
			return
		}
	}
	if d.Tokens[k].UPOS == "ADP" { // "at war with"
		for j := k + 1; j < k+3 && j < len(d.Tokens); j++ {
			phrases(j)
			if s := d.Child(j, "nsubj"); s >= 0 {
				add(s)
			}
		}
		return
	}
	// whose ally: the subject, or what stands in apposition; "its allies" alone
	// names nobody
	top := k // "one of Y's closest allies"
	if h := d.Tokens[k].Head; d.Tokens[k].Deprel == "nmod" && h >= 0 {
		top = h
	}
	other := d.Child(top, "nsubj")
	if other < 0 && d.Tokens[top].Deprel == "appos" {
		other = d.Tokens[top].Head
	}
	if other < 0 {
		other = d.Child(k, "appos", "flat")
	}
	if other < 0 {
		return
	}
	for _, c := range d.Children(k) { // of whom
		if rel := d.Tokens[c].Deprel; rel == "amod" || rel == "compound" || strings.HasPrefix(rel, "nmod") || strings.HasPrefix(rel, "obl") {
			add(int(c))
		}
	}
	if len(*who) == 0 && d.Tokens[other].Deprel != "nsubj" {
		return // "its allies X and Y": allies of another
	}
	add(other)
}

// twoStates are the countries of the sentence, where it speaks of two and no
// more.
func (r *reader) twoStates(si int) []string {
	s := r.d.Sentences[si]
	var who []string
	for k := s.First; k < s.Last; k++ {
		if m := r.d.MentionAt(k); m != nil && m.Kind != doc.Modifier {
			switch r.caseOf(k) {
			case "in", "at", "near", "from":
				continue // where, not who
			}
			for _, c := range states(m.Actors) {
				who = addString(who, c)
			}
		}
	}
	if len(who) != 2 {
		return nil
	}
	return who
}
