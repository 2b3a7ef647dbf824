package facts

import (
	"sort"
	"strings"
	"unicode/utf8"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// reader is the work on one document.
type reader struct {
	x      *Extractor
	d      *doc.Document
	events []coder.Event
	out    *Facts
	basis  string     // of the anchor
	last   coder.Date // of the last fact told as history
	lastAt int        // its sentence
	tied   []string   // parties of the last relation told of
	tiesAt int        // its sentence
}

// Extract finds the facts of a document that has all its layers, given the
// events coded from it.
func (x *Extractor) Extract(d *doc.Document, events []coder.Event) *Facts {
	r := &reader{x: x, d: d, events: events, out: &Facts{}, basis: "publication", lastAt: -9, tiesAt: -9}
	if d.Dateline.Date != "" {
		r.basis = "dateline"
	}
	if len(d.Tokens) > 0 {
		r.relations()
		r.sanctions()
		r.visits()
		r.agreements()
		r.statements()
		r.offices()
		r.entry()
	}
	return r.out
}

func (r *reader) sentence(k int) doc.Sentence { return r.d.Sentences[r.d.SentenceOf(k)] }

// at matches a phrase at token k, by lemma or lower-case form; the words after
// the first may be parted from it by up to two tokens ("break relations off").
func (r *reader) at(p phrases, k int) (value string, last int, ok bool) {
	list := p[r.d.Tokens[k].Lemma]
	if len(list) == 0 { // capitals and odd plurals: "MoU", "arms embargo"
		list = p[strings.ToLower(r.d.Form(k))]
	}
	for _, x := range list {
		if end, ok := r.follows(x.words[1:], k+1); ok {
			return x.value, end, true
		}
	}
	return "", k, false
}

func (r *reader) follows(words []string, k int) (int, bool) {
	end := r.sentence(k - 1).Last
	for _, w := range words {
		found := false
		for gap := 0; gap < 3 && k < end; gap++ {
			if r.d.Tokens[k].Lemma == w || strings.EqualFold(r.d.Form(k), w) {
				found = true
				k++
				break
			}
			k++
		}
		if !found {
			return 0, false
		}
	}
	return k, true
}

func isVerb(t *doc.Token) bool { return t.UPOS == "VERB" || t.UPOS == "AUX" }

func isNoun(t *doc.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

// actorsAt are the actors that the phrase headed by k names, those joined to it
// with "and" included; where the head names none, those of its modifiers.
func (r *reader) actorsAt(k int) []doc.Actor {
	var out []doc.Actor
	r.collect(k, &out, 0)
	return out
}

func (r *reader) collect(k int, out *[]doc.Actor, depth int) {
	if depth > 4 {
		return
	}
	d := r.d
	n := len(*out)
	if m := r.mentionAt(k); m != nil {
		*out = appendActors(*out, m.Actors)
	}
	for _, c := range d.Children(k) {
		if rel := d.Tokens[c].Deprel; rel == "conj" || rel == "appos" && r.listed((*out)[n:], int(c)) {
			r.collect(int(c), out, depth+1)
		}
	}
	if len(*out) > n {
		return
	}
	for _, c := range d.Children(k) {
		switch rel := d.Tokens[c].Deprel; rel {
		case "nmod", "nmod:poss", "compound", "amod", "appos", "flat", "nmod:desc":
			r.collect(int(c), out, depth+1)
		}
	}
}

// listed: what the tree calls an apposition names another state, and so goes on
// a list: "Britain, France and Germany".
func (r *reader) listed(head []doc.Actor, k int) bool {
	m := r.d.MentionAt(k)
	if m == nil || m.Kind != doc.Named || len(head) == 0 {
		return false
	}
	a := &m.Actors[0]
	return !a.Person && a.Country != "" && a.Country != head[0].Country && !head[0].Person
}

// mentionAt is the mention headed by token k, else the shortest one around it
// that is no modifier: tree and mention may disagree about the head of a name.
func (r *reader) mentionAt(k int) *doc.Mention {
	d := r.d
	if m := d.MentionAt(k); m != nil {
		return m
	}
	if !isNoun(&d.Tokens[k]) {
		return nil
	}
	var best *doc.Mention
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Start > d.Tokens[k].Start {
			break
		}
		if m.Kind == doc.Modifier || !m.Contains(d.Tokens[k].Span) || best != nil && best.Len() <= m.Len() {
			continue
		}
		if d.Tokens[k].UPOS == "PROPN" {
			best = m
			continue
		}
		for h, n := m.Head, 0; h >= 0 && n < 4; h, n = d.Tokens[h].Head, n+1 {
			if h == k {
				best = m
				break
			}
		}
	}
	return best
}

func appendActors(list, more []doc.Actor) []doc.Actor {
next:
	for _, a := range more {
		for i := range list {
			if sameActor(&list[i], &a) {
				continue next
			}
		}
		list = append(list, a)
	}
	return list
}

func sameActor(a, b *doc.Actor) bool {
	if a.Entity >= 0 && b.Entity >= 0 {
		return a.Entity == b.Entity
	}
	return a.Name == b.Name && a.Country == b.Country && a.Role == b.Role
}

// nonStates are the values of Actor.Country that stand for no country.
var nonStates = map[string]bool{"IGO": true, "UNO": true, "EUR": true, "NGO": true, "ISM": true, "IMG": true, "MNC": true}

// public says whether an actor speaks for its state: firms, crowds and gunmen
// conclude no treaties.
func public(a *doc.Actor) bool {
	switch a.Sector {
	case "", "GOV", "LEG", "MIL", "JUD", "ELI":
		return true
	}
	return false
}

// states are the countries among the actors that speak for one, each once.
func states(list []doc.Actor) []string {
	var out []string
	for i := range list {
		if c := list[i].Country; c != "" && !nonStates[c] && public(&list[i]) {
			out = addString(out, c)
		}
	}
	return out
}

// partiesOf are states and unions that can be parties to a treaty.
func partiesOf(list []doc.Actor) []string {
	var out []string
	for i := range list {
		switch c := list[i].Country; c {
		case "", "NGO", "ISM", "IMG", "MNC":
		default:
			if public(&list[i]) || nonStates[c] {
				out = addString(out, c)
			}
		}
	}
	return out
}

func addString(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

func sorted(list []string) []string {
	sort.Strings(list)
	return list
}

// subject is the token that heads the subject of verb v: its own, its
// antecedent's in a relative clause, or that of the verb it hangs on.
func (r *reader) subject(v int) int { return r.subjectAt(v, 5) }

func (r *reader) subjectAt(v, depth int) int {
	d := r.d
	if depth == 0 {
		return -1
	}
	if s := d.Child(v, "nsubj", "nsubj:pass", "nsubj:outer"); s >= 0 {
		if r.relative(s) {
			return r.antecedent(v, s)
		}
		return s
	}
	h := d.Tokens[v].Head
	if h < 0 {
		return r.opening(v)
	}
	switch d.Tokens[v].Deprel {
	case "conj":
		if isVerb(&d.Tokens[h]) {
			return r.subjectAt(h, depth-1)
		}
	case "xcomp", "advcl":
		return r.subjectAt(h, depth-1)
	case "acl", "acl:relcl":
		if isNoun(&d.Tokens[h]) {
			return r.likened(h)
		}
	}
	return -1
}

// likened is the subject of a noun that is a predicate, else the noun: "X is
// the only state which signed".
func (r *reader) likened(k int) int {
	if s := r.d.Child(k, "nsubj"); s >= 0 && s < k && r.d.Child(k, "cop") >= 0 && !r.relative(s) {
		return s
	}
	return k
}

// opening is the noun that opens the sentence of a main verb without a subject,
// where a relative clause between them has taken it: "X, which …, has …".
func (r *reader) opening(v int) int {
	d := r.d
	first := r.sentence(v).First
	for k := first; k+2 < v && k < first+12; k++ {
		if d.Form(k) == "," && r.relative(k+1) {
			return r.lastNoun(first, k)
		}
	}
	return -1
}

func (r *reader) lastNoun(first, end int) int {
	for k := end - 1; k >= first; k-- {
		if isNoun(&r.d.Tokens[k]) {
			return k
		}
	}
	return -1
}

func (r *reader) relative(k int) bool {
	switch strings.ToLower(r.d.Form(k)) {
	case "who", "which", "that":
		return r.d.Tokens[k].UPOS == "PRON" || r.d.Tokens[k].UPOS == "DET"
	}
	return false
}

// antecedent is what a relative pronoun stands for: what its clause hangs on,
// else the noun before it.
func (r *reader) antecedent(v, pron int) int {
	d := r.d
	if h := d.Tokens[v].Head; h >= 0 && h < pron && strings.HasPrefix(d.Tokens[v].Deprel, "acl") && isNoun(&d.Tokens[h]) {
		return r.likened(h)
	}
	for k := pron - 1; k >= r.sentence(v).First; k-- {
		if isNoun(&d.Tokens[k]) {
			return k
		}
	}
	return -1
}

// passive says whether verb v is in the passive.
func (r *reader) passive(v int) bool {
	if r.d.Child(v, "nsubj:pass", "aux:pass") >= 0 {
		return true
	}
	if r.d.Child(v, "nsubj") >= 0 && r.d.Child(v, "obj") >= 0 {
		return false
	}
	for _, c := range r.d.Children(v) {
		if t := &r.d.Tokens[c]; t.Deprel == "aux" && t.Lemma == "have" {
			return false
		}
	}
	return strings.Contains(r.d.Tokens[v].Feats, "Voice=Pass") ||
		strings.Contains(r.d.Tokens[v].Feats, "VerbForm=Part") && strings.Contains(r.d.Tokens[v].Feats, "Tense=Past") && strings.HasPrefix(r.d.Tokens[v].Deprel, "acl")
}

// prep finds the child of k that stands behind one of the prepositions.
func (r *reader) prep(k int, preps ...string) int {
	for _, c := range r.d.Children(k) {
		rel := r.d.Tokens[c].Deprel
		if !strings.HasPrefix(rel, "obl") && !strings.HasPrefix(rel, "nmod") || rel == "nmod:poss" {
			continue
		}
		if p := r.caseOf(int(c)); p != "" {
			for _, want := range preps {
				if p == want {
					return int(c)
				}
			}
		}
	}
	return -1
}

// caseOf is the preposition of phrase k, "" for none.
func (r *reader) caseOf(k int) string {
	for _, c := range r.d.Children(k) {
		if r.d.Tokens[c].Deprel == "case" && int(c) < k {
			return strings.ToLower(r.d.Form(int(c)))
		}
	}
	return ""
}

// negated says whether the verb or predicate is denied.
func (r *reader) negated(v int) bool {
	for _, c := range r.d.Children(v) {
		switch r.d.Tokens[c].Lemma {
		case "not", "n't", "never", "no", "without":
			return true
		}
	}
	return false
}

// unreal says whether the verb is not told as having happened: future, modal,
// conditional, or the object of wanting and planning.
func (r *reader) unreal(v int) bool {
	d := r.d
	for _, c := range d.Children(v) {
		t := &d.Tokens[c]
		switch t.Deprel {
		case "aux":
			switch t.Lemma {
			case "will", "shall", "would", "could", "may", "might", "can", "should", "must", "'ll", "wo":
				return true
			}
		case "mark":
			switch t.Lemma {
			case "if", "unless", "whether":
				return true
			case "to":
				return d.Tokens[v].Deprel != "root"
			case "on", "about", "for", "toward", "towards", "of":
				return true // "talks on establishing relations"
			}
		}
	}
	if t := &d.Tokens[v]; t.Deprel == "conj" && t.Head >= 0 && isVerb(&d.Tokens[t.Head]) && d.Child(v, "nsubj", "nsubj:pass", "aux", "aux:pass") < 0 {
		return r.unreal(t.Head)
	}
	return false
}

// fact fills what all facts have in common, for the clause at token k.
func (r *reader) fact(k int, evidence doc.Span, date coder.Date, confidence float64, rule string) Fact {
	f := Fact{Evidence: r.trim(evidence), Background: r.isBackground(date), Confidence: confidence, Rule: rule}
	at := r.d.Tokens[k].Span
	for i := range r.d.Quotations {
		q := &r.d.Quotations[i]
		if q.Act == "wish" || q.Act == "stance" {
			continue
		}
		for _, c := range q.Content {
			if !c.Contains(at) {
				continue
			}
			if a := r.speakers(q); len(a) > 0 {
				f.Attributed = appendActors(f.Attributed, a)
			}
			if q.Direct && opensQuoted(r.d.Slice(c)) {
				f.Quoted = true
			}
		}
	}
	return f
}

// opensQuoted says whether a text begins with a quotation mark.
func opensQuoted(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("\"'`“”‘’«„", c)
}

// trim takes prepositions, conjunctions and commas off the start of a span.
func (r *reader) trim(s doc.Span) doc.Span {
	for k := r.tokenAt(s.Start); k >= 0 && k+1 < len(r.d.Tokens) && r.d.Tokens[k+1].End <= s.End; k++ {
		switch r.d.Tokens[k].UPOS {
		case "PUNCT":
			if !strings.Contains(",;:-–—.", r.d.Form(k)) {
				return s
			}
		case "ADP", "CCONJ":
			if r.inTime(k + 1) {
				return s // "On Monday …"
			}
		default:
			return s
		}
		s.Start = r.d.Tokens[k+1].Start
	}
	return s
}

// clause is the text of the clause headed by k between its rivals, without the
// words that only join it to them.
func (r *reader) clause(k int, rivals []int) doc.Span {
	d := r.d
	s := r.sentence(k)
	first, last := d.Subtree(k)
	if d.Tokens[k].Head >= 0 && isNoun(&d.Tokens[k]) {
		if h := d.Tokens[k].Head; isVerb(&d.Tokens[h]) {
			first, last = d.Subtree(h)
		}
	}
	if h := d.Tokens[k].Head; h >= 0 && isVerb(&d.Tokens[k]) && (d.Tokens[k].Deprel == "amod" || d.Tokens[k].Deprel == "aux") {
		first, last = d.Subtree(h)
	}
	first, last = max(first, s.First), min(last, s.Last)
	for _, x := range rivals {
		if x < k && x >= first {
			first = x + 1
			for first < k && d.Tokens[first].UPOS != "CCONJ" && d.Tokens[first].UPOS != "PUNCT" && d.Form(first) != "which" {
				first++
			}
		}
		if x > k && x < last {
			last = x
		}
	}
	for first < k && (d.Tokens[first].UPOS == "PUNCT" || d.Tokens[first].UPOS == "CCONJ") {
		first++
	}
	for last > k+1 {
		switch u := d.Tokens[last-1].UPOS; {
		case u == "PUNCT" && d.Form(last-1) != ")", u == "CCONJ", u == "AUX", u == "SCONJ", r.relative(last - 1):
			last--
			continue
		}
		break
	}
	return d.TokenSpan(first, last)
}
