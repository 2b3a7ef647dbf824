package facts

import (
	"strings"

	"chancery/internal/doc"
)

// directed says whether a rule that names where the parties stand fires at token
// t.tok, and finds them: the state that acts and the other, or the member and
// the body.
func (r *reader) directed(t *topic) bool {
	d, k, rule := r.d, t.tok, t.rule
	head := k // the word that the parties may hang on: "join" in "applied to join"
	switch {
	case rule.about != nil:
		if !rule.about[d.Tokens[k].Lemma] || !isNoun(&d.Tokens[k]) || r.negated(k) || r.past(k) || r.unreal(k) || r.toComeNoun(k) {
			return false
		}
	case isVerb(&d.Tokens[k]) && rule.verbs != nil:
		_, last, ok := r.at(rule.verbs, k)
		if !ok || r.hoped(k) || r.negated(k) || r.joinedIn(k) {
			return false
		}
		if r.spans(k, last, "not") || r.hangsOnWish(k) || r.asElse(k, rule) {
			return false
		}
		head = max(k, last-1)
	case d.Tokens[k].UPOS == "NOUN" && rule.nouns != nil:
		if _, _, ok := r.at(rule.nouns, k); !ok || r.planned(k) || r.toComeNoun(k) || r.negated(k) {
			return false
		}
		if h := d.Tokens[k].Head; h >= 0 && rule.unless[d.Tokens[h].Lemma] {
			return false
		}
	default:
		return false
	}
	for _, p := range rule.by {
		if t.by = r.statesAt(r.placed(k, head, p), nil); len(t.by) > 0 {
			break
		}
	}
	if len(t.by) == 0 || len(t.by) > 4 {
		return false
	}
	for _, p := range rule.body {
		if t.body = r.bodyAt(r.placed(k, head, p)); t.body != "" {
			return true
		}
	}
	for _, p := range rule.of {
		if t.of = r.statesAt(r.placed(k, head, p), rule.through); len(t.of) > 0 {
			return true
		}
	}
	// "Peru and Ecuador went to war"
	return rule.body == nil && len(t.by) == 2 && (rule.change == "war begun" || rule.change == "war ended")
}

// joinedIn: "joined the union in condemning", "left it with little choice".
func (r *reader) joinedIn(v int) bool {
	d := r.d
	for _, c := range d.Children(v) {
		if t := &d.Tokens[c]; t.Deprel == "advcl" || t.Deprel == "acl" || t.Deprel == "xcomp" {
			if m := d.Child(int(c), "mark", "case"); m >= 0 && d.Tokens[m].Lemma == "in" {
				return true
			}
		}
	}
	return d.Tokens[v].Lemma == "leave" && r.prep(v, "with") >= 0
}

// asElse: "recognised X as the best team", not as a state.
func (r *reader) asElse(v int, rule *relationRule) bool {
	as := r.prep(v, "as")
	return as >= 0 && rule.through != nil && !rule.through[strings.ToLower(r.d.Tokens[as].Lemma)]
}

// hangsOnWish: "wants to join", "refused to recognise".
func (r *reader) hangsOnWish(v int) bool {
	d := r.d
	h := d.Tokens[v].Head
	return h >= 0 && d.Tokens[v].Deprel == "xcomp" && d.Child(v, "mark") >= 0
}

// placed is the token that stands in a place of the word at k, or of the word
// at head that it goes with: "subj", "obj", "mod" (before the noun), or a
// preposition. -1 for none.
func (r *reader) placed(k, head int, place string) int {
	d := r.d
	verb := isVerb(&d.Tokens[k])
	switch place {
	case "subj":
		switch {
		case verb && r.passive(k):
			return r.agent(k)
		case verb:
			return r.subject(k)
		}
		if s := d.Child(k, "nsubj", "nmod:poss"); s >= 0 {
			return s
		}
		switch d.Tokens[k].Deprel {
		case "appos", "compound", "nmod:desc", "flat": // "Libya, an OPEC member", "OPEC member Libya"
			return d.Tokens[k].Head
		}
		if c := d.Child(k, "appos", "flat"); c >= 0 {
			return c
		}
		return r.before(k)
	case "obj":
		if !verb {
			return -1
		}
		if r.passive(k) {
			return r.subject(k)
		}
		if o := d.Child(k, "obj"); o >= 0 && (head == k || d.Tokens[o].Start > d.Tokens[head].Start) {
			return o
		}
		if o := d.Child(head, "obj"); head != k && o >= 0 {
			return o
		}
		return r.before(head)
	case "mod":
		return r.before(head)
	}
	for _, w := range []int{head, k} {
		if p := r.prep(w, place); p >= 0 {
			return p
		}
	}
	// the tree often hangs a phrase elsewhere
	s := r.sentence(k)
	for j := head + 1; j < min(s.Last, head+7); j++ {
		if strings.EqualFold(d.Form(j), place) && d.Tokens[j].Head > j && d.Tokens[j].Deprel == "case" {
			return d.Tokens[j].Head
		}
		if d.Tokens[j].UPOS == "VERB" || d.Form(j) == "," {
			break
		}
	}
	return -1
}

// before is the name that stands before noun k: "Zimbabwe's membership", "EU
// membership".
func (r *reader) before(k int) int {
	for _, c := range r.d.Children(k) {
		switch r.d.Tokens[c].Deprel {
		case "nmod:poss", "compound", "amod":
			if int(c) < k && r.d.MentionAt(int(c)) != nil {
				return int(c)
			}
		}
	}
	return -1
}

// statesAt are the states that the phrase headed by k names as such: not their
// ministers, and not what belongs to them, except where k is one of the nouns
// that may stand for them.
func (r *reader) statesAt(k int, through map[string]bool) []string {
	if k < 0 {
		return nil
	}
	if m := r.mentionAt(k); m == nil || m.Kind == doc.Pronoun && len(m.Actors) == 0 {
		if !through[strings.ToLower(r.d.Tokens[k].Lemma)] {
			return nil
		}
	}
	list := r.actorsAt(k)
	for i := range list {
		if a := &list[i]; a.Person || a.Role != "" || a.Group || a.Organisation != "" || a.Sector != "" && a.Sector != "GOV" {
			return nil
		}
	}
	return states(list)
}

// bodyAt is the name of the body that the phrase headed by k names, "" for none.
// The institutions of the European Union are no bodies that states join.
func (r *reader) bodyAt(k int) string {
	if k < 0 {
		return ""
	}
	m := r.mentionAt(k)
	if m == nil {
		return ""
	}
	a := &m.Actors[0]
	switch {
	case len(m.Actors) != 1 || a.Person || a.Role != "" || a.Group:
		return ""
	case a.Name == "European Union", a.Name == "United Nations":
		return a.Name
	}
	return bodyOfStates(a)
}

// bodyOfStates is the name of the body that an actor is or speaks for, where its
// code does not tell it: neither the European Union nor the United Nations.
func bodyOfStates(a *doc.Actor) string {
	name := a.Organisation
	if name == "" && !a.Person && !a.Group {
		name = a.Name
	}
	if a.Country != "UNO" && a.Country != "IGO" || name == "United Nations" {
		return ""
	}
	return name
}

// addDirected adds one relation for each state that acts and each other, or one
// for all members of the body.
func (r *reader) addDirected(t topic, rivals []int) {
	const sure = 0.8
	switch {
	case t.body != "":
		f := Relation{Parties: t.by, Body: t.body}
		if len(t.by) == 1 {
			f.By = t.by[0]
		}
		r.addRelation(t, f, rivals, sure)
	case len(t.of) == 0:
		r.addRelation(t, Relation{Parties: t.by}, rivals, sure)
	}
	for _, by := range t.by {
		for _, of := range t.of {
			if by != of {
				r.addRelation(t, Relation{Parties: []string{by, of}, By: by}, rivals, sure)
			}
		}
	}
}
