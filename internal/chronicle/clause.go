package chronicle

import (
	"slices"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/record"
)

// narrow leaves of a sentence the clause that tells the event, with its
// subject, and with the words that say whose claim it is. What was said of one
// thing beside it is dropped only where the rest is as true without it: side
// clauses joined by "and" or "but", never a condition, a negation, or the verb
// that the clause hangs on.
func (t *draft) narrow(w way) {
	path := t.path()
	whole := append([]bool(nil), t.keep...)
	t.top = path[0]
	t.embedded = !t.cut(path, w)
	t.shorten(path)
	if t.torn || t.words() < fewestWords || t.lost(whole) || t.points(whole) || !t.quotesWhole(whole) || t.hangs() || !balanced(t.text()) {
		copy(t.keep, whole)
		clear(t.instead)
		clear(t.ahead)
		t.subject, t.finished, t.top = nil, false, path[0]
		t.embedded = !t.plain(path)
	}
}

// path is the way from the root of the sentence down to the trigger.
func (t *draft) path() []int {
	var up []int
	for k := t.trigger; k >= 0 && len(up) <= t.last-t.first; k = t.d.Tokens[k].Head {
		up = append(up, k)
	}
	for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
		up[i], up[j] = up[j], up[i]
	}
	return up
}

// plain reports whether the event is what the sentence is about, as it stands.
func (t *draft) plain(path []int) bool {
	for i := 1; i < len(path); i++ {
		switch t.rel(path[i]) {
		case "ccomp", "xcomp", "conj", "parataxis", "obj":
		default:
			return false
		}
	}
	return true
}

// cut walks down to the trigger and drops the clauses beside its way. It
// reports whether the event's clause has become the sentence.
func (t *draft) cut(path []int, w way) bool {
	main, freed := true, false
	for i := 0; i+1 < len(path); i++ {
		node, next := path[i], path[i+1]
		switch rel := t.rel(next); rel {
		case "conj":
			if t.clausal(node) && t.clausal(next) {
				if freed && t.d.Child(next, "nsubj", "nsubj:pass") < 0 {
					t.torn = true // "when Ruiz led, and fell": who fell?
				}
				main = t.promote(node, next) && main
			}
		case "acl:relcl":
			main = t.loosen(path[:i+1], next) && main
		case "acl":
			main = (w == sideClause || t.away()) && t.finish(path[:i+1], next) && main
		case "advcl":
			main = (w == sideClause || t.told > t.h.When.To+laterThan) && t.free(node, next) && main
			freed = freed || t.top == next
		case "parataxis":
			if !t.said(node) && !t.attributive(next) {
				main = t.part(node, next) && main
			}
		case "ccomp", "xcomp", "obj", "fixed", "flat", "compound", "aux", "cop":
		default:
			main = false
		}
	}
	on := map[int]bool{}
	for _, k := range path {
		on[k] = true
	}
	for _, k := range path {
		if t.keep[k] && t.clausal(k) {
			t.dropBeside(k, on)
		}
	}
	return main
}

// clausal reports whether token k heads a clause.
func (t *draft) clausal(k int) bool {
	return t.d.Tokens[k].UPOS == "VERB" || t.d.Child(k, "nsubj", "nsubj:pass", "cop", "csubj", "aux") >= 0
}

// joined is the word that joins clause k to the one before it, "" for none.
func (t *draft) joined(k int) string {
	if c := t.d.Child(k, "cc"); c >= 0 {
		return t.form(c)
	}
	return ""
}

// conditional reports whether a clause hangs on a condition or is one of
// alternatives.
func (t *draft) conditional(k int) bool {
	for _, c := range t.d.Children(k) {
		first, _ := t.d.Subtree(int(c))
		switch rel := relOf(t.rel(int(c))); rel {
		case "advcl", "mark", "cc", "advmod", "obl":
			if t.v.has("condition", t.form(first)) || rel == "cc" && t.v.has("condition", t.form(int(c))) {
				return true
			}
		}
	}
	return false
}

// promote makes a clause that was joined to another one stand by itself, with
// the subject and the auxiliaries that it shares: "Chile closed its embassy and
// recalled its envoy" → "Chile recalled its envoy".
func (t *draft) promote(node, next int) bool {
	if t.conditional(node) || t.conditional(next) || !t.solid(next) || !t.listed(next) {
		return false
	}
	if t.rel(node) == "acl:relcl" && node != t.top {
		return false // "at which it sat and listened to …": it would lose its "at which"
	}
	own := t.d.Child(next, "nsubj", "nsubj:pass", "csubj", "expl") >= 0
	if o := t.d.Child(next, "obj"); o >= 0 && o < next {
		return false // a phrase torn from the clause before
	}
	if !own && t.said(node) && t.d.Child(node, "ccomp") >= 0 && !t.speaking(next) {
		return false // "said that ships sank and denied it": who did?
	}
	if !own && (t.introduces(next) && !t.saidBy(next, node) || t.rel(node) == "ccomp" && t.d.Child(next, "ccomp") >= 0 && t.said(t.d.Tokens[node].Head)) {
		return false // "answered that the map is old and said": the map did not
	}
	if m := t.d.Child(next, "mark"); !own && m >= 0 && t.d.Child(node, "mark") < 0 {
		return false // "not for gain but to please voters"
	}
	var stay []int // subtrees of node that stay
	if !own && t.subject == nil {
		s := t.d.Child(node, "nsubj", "nsubj:pass")
		if s < 0 {
			return false
		}
		stay = append(stay, s)
	}
	form := verbForm(t.d.Tokens[next].Feats)
	if !own && t.d.Child(next, "aux", "aux:pass", "cop") < 0 {
		for _, c := range t.d.Children(node) {
			k := int(c)
			switch rel := t.rel(k); {
			case rel == "aux" && form == "Fin" && t.modal(k):
				return false // "will gain from talks and lowered fees": no verb
			case form == "Fin":
			case rel == "aux", rel == "aux:pass" && form == "Part", rel == "advmod" && strings.Contains(t.d.Tokens[k].Feats, "Polarity=Neg"):
				stay = append(stay, k)
			}
		}
	}
	if before := verbForm(t.d.Tokens[node].Feats); !own && before != form && (form == "Ger" || form == "Inf" && before != "Inf" && len(stay) < 2 || form == "Fin" && (before == "Inf" || before == "Ger") && !t.helped(node)) {
		return false // "was glad to win and left"
	}
	kept := append([]bool(nil), t.keep...)
	t.set(node, false)
	for _, k := range stay {
		t.restore(k, kept)
	}
	t.claim(node, next, kept)
	switch {
	case own:
		t.subject = nil
	case t.subject == nil:
		t.subject = t.under(stay[0], -1)
	default:
		for _, k := range t.subject {
			t.keep[k] = kept[k]
		}
	}
	t.restore(next, kept)
	if c := t.d.Child(next, "cc"); c >= 0 {
		t.set(c, false)
	}
	t.dropLeadingMarks(next)
	t.closeSubject()
	if t.top == node {
		t.top = next
	}
	return true
}

// helped reports whether verb k has an auxiliary.
func (t *draft) helped(k int) bool { return t.d.Child(k, "aux", "aux:pass", "cop") >= 0 }

// modal reports whether an auxiliary is followed by a bare verb: "will", "may".
func (t *draft) modal(k int) bool {
	f := t.d.Tokens[k].Feats
	return verbForm(f) == "Fin" && !strings.Contains(f, "Tense=")
}

// solid reports whether what hangs on token k stands together in the sentence,
// with nothing else between.
func (t *draft) solid(k int) bool {
	first, last := t.d.Subtree(k)
	return t.size(k) == last-first
}

func (t *draft) size(k int) int {
	n := 1
	for _, c := range t.d.Children(k) {
		n += t.size(int(c))
	}
	return n
}

// closeSubject drops a comma left between a subject and its new verb.
func (t *draft) closeSubject() {
	end := -1
	for _, k := range t.subject {
		end = max(end, k)
	}
	if end >= 0 && t.form(end) == "," {
		t.keep[end] = false
	}
}

// hangs reports whether the line opens as a side clause of what is gone: "That
// the envoy had no choice".
func (t *draft) hangs() bool {
	m := t.d.Child(t.top, "mark")
	return m >= 0 && t.keep[m] && m < t.top
}

// restore gives back what was kept below token k.
func (t *draft) restore(k int, kept []bool) {
	t.keep[k] = kept[k]
	for _, c := range t.d.Children(k) {
		t.restore(int(c), kept)
	}
}

// dropLeadingMarks drops the commas that joined a clause to what stood before.
func (t *draft) dropLeadingMarks(k int) {
	for _, c := range t.d.Children(k) {
		if int(c) < k && t.rel(int(c)) == "punct" && strings.ContainsAny(t.form(int(c)), ",;") {
			t.keep[c] = false
		}
	}
}

// away reports whether the event is of another time than the report, so that
// what the sentence is about is not of the entry's day.
func (t *draft) away() bool { return t.told > t.h.When.To+laterThan || t.told < t.h.When.From }

// loosen makes a clause that tells of a noun beside the main business stand by
// itself: "The envoy, who was expelled in May, said …" → "The envoy was expelled
// in May". Only one set off by a comma: the others say which envoy is meant.
func (t *draft) loosen(path []int, clause int) bool {
	who := t.d.Child(clause, "nsubj", "nsubj:pass")
	if who < 0 || !strings.Contains(t.d.Tokens[who].Feats, "PronType=Rel") {
		return false
	}
	first, _ := t.d.Subtree(clause)
	if first == t.first || t.form(first) != "," && t.form(first-1) != "," {
		return false
	}
	if !t.lift(path, clause) {
		return false
	}
	t.set(who, false)
	return true
}

// finish makes a participle behind a noun a clause: "the treaty, signed in
// 1975, …" → "The treaty [was] signed in 1975".
func (t *draft) finish(path []int, clause int) bool {
	f := t.d.Tokens[clause].Feats
	if !strings.Contains(f, "VerbForm=Part") || !strings.Contains(f, "Tense=Past") || t.d.Child(clause, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark") >= 0 {
		return false
	}
	noun := path[len(path)-1]
	if clause < noun || !t.lift(path, clause) {
		return false
	}
	first, _ := t.d.Subtree(clause)
	for t.d.Tokens[first].UPOS == "PUNCT" && first < clause {
		first++
	}
	many := strings.Contains(t.d.Tokens[noun].Feats, "Number=Plur") || t.d.Child(noun, "conj") >= 0
	t.ahead[first] = "[" + number(t.v.labels.Get("was"), many) + "]"
	t.finished = true
	return true
}

// lift leaves of a sentence a noun, a clause that hangs on it, and the words
// that say whose claim it is.
func (t *draft) lift(path []int, clause int) bool {
	noun := path[len(path)-1]
	if u := t.d.Tokens[noun].UPOS; u != "NOUN" && u != "PROPN" || t.quoted(noun) {
		return false
	}
	main := -1 // the clause that the noun stands in
	for _, k := range path[:len(path)-1] {
		if t.clausal(k) {
			main = k
		}
	}
	if main < 0 || !t.asserted(main) || !t.ends(clause) {
		return false
	}
	end := -1 // of the noun's phrase before the clause
	for _, k := range t.under(noun, clause) {
		if t.d.Tokens[k].UPOS != "PUNCT" {
			end = max(end, k)
		}
	}
	first, _ := t.d.Subtree(clause)
	if end >= first || first-end > 2 {
		return false // something else stands between: it is of that
	}
	kept := append([]bool(nil), t.keep...)
	t.set(main, false)
	t.restore(noun, kept)
	if k := t.under(noun, clause); len(k) > 0 {
		if first := slices.Min(k); t.rel(first) == "case" {
			t.keep[first] = false
		}
	}
	for _, c := range t.d.Children(noun) {
		switch relOf(t.rel(int(c))) {
		case "case", "punct", "cc", "mark":
			t.set(int(c), false)
		case "acl", "conj":
			if int(c) != clause {
				t.set(int(c), false)
			}
		}
	}
	t.dropLeadingMarks(clause)
	t.claim(main, clause, kept)
	t.subject = t.under(noun, clause)
	t.closeSubject()
	if t.top == main {
		t.top = clause
	}
	return true
}

// free makes a side clause that tells what happened stand by itself: "Although
// Chile left the pact in 1993, …" → "Chile left the pact in 1993".
func (t *draft) free(node, clause int) bool {
	mark := t.d.Child(clause, "mark", "advmod")
	if mark < 0 || !t.v.has("factive", t.form(mark)) || t.d.Child(clause, "nsubj", "nsubj:pass") < 0 || t.conditional(clause) {
		return false
	}
	// Only what is told as past has happened: "when Britain chairs the summit"
	// is still to come.
	past := func(k int) bool {
		f := t.d.Tokens[k].Feats
		return verbForm(f) == "Fin" && strings.Contains(f, "Tense=Past")
	}
	told := past(clause)
	for _, c := range t.d.Children(clause) {
		told = told || past(int(c)) && strings.HasPrefix(t.rel(int(c)), "aux")
	}
	if !told {
		return false
	}
	if !t.asserted(node) || !t.solid(clause) {
		return false
	}
	kept := append([]bool(nil), t.keep...)
	t.set(node, false)
	t.restore(clause, kept)
	t.set(mark, false)
	t.dropLeadingMarks(clause)
	t.claim(node, clause, kept)
	t.subject = nil
	if t.top == node {
		t.top = clause
	}
	return true
}

// part makes a clause behind a dash or a semicolon stand by itself.
func (t *draft) part(node, clause int) bool {
	if node != t.top || t.d.Child(clause, "nsubj", "nsubj:pass", "expl") < 0 || !t.solid(clause) || clause < node {
		return false
	}
	kept := append([]bool(nil), t.keep...)
	t.set(node, false)
	t.restore(clause, kept)
	t.claim(node, clause, kept)
	for _, c := range t.d.Children(clause) {
		if int(c) < clause && t.rel(int(c)) == "punct" {
			t.keep[c] = false
		}
	}
	t.subject, t.top = nil, clause
	return true
}

// asserted reports whether a clause is the sentence itself, or what somebody is
// told to have said: not what was expected, guaranteed or denied.
func (t *draft) asserted(k int) bool {
	if k == t.top {
		return true
	}
	return t.rel(k) == "ccomp" && t.said(t.d.Tokens[k].Head)
}

// saidBy reports whether who says what verb k introduces is the subject of
// clause node.
func (t *draft) saidBy(k, node int) bool {
	who := t.subject
	if s := t.d.Child(node, "nsubj", "nsubj:pass"); s >= 0 {
		who = t.under(s, -1)
	}
	for i := range t.d.Quotations {
		q := &t.d.Quotations[i]
		for _, c := range q.Cue {
			if !c.Contains(t.d.Tokens[k].Span) {
				continue
			}
			for _, src := range q.Source {
				for _, w := range who {
					if src.Overlaps(t.d.Tokens[w].Span) {
						return true
					}
				}
			}
		}
	}
	return false
}

// introduces reports whether token k is a verb of speech.
func (t *draft) introduces(k int) bool {
	return t.of(k, func(q *doc.Quotation) []doc.Span {
		if q.Act != "speech" {
			return nil
		}
		return q.Cue
	})
}

// said reports whether token k is a verb of speech that tells who speaks.
func (t *draft) said(k int) bool {
	return t.of(k, func(q *doc.Quotation) []doc.Span {
		if q.Act != "speech" || len(q.Source) == 0 {
			return nil
		}
		return q.Cue
	})
}

// claim gives back what says whose claim clause k is, for the clause that takes
// its place.
func (t *draft) claim(k, next int, kept []bool) {
	for _, c := range t.d.Children(k) {
		switch n := int(c); relOf(t.rel(n)) {
		case "mark":
			if t.d.Child(next, "mark") < 0 && (t.rel(k) == "ccomp" || verbForm(t.d.Tokens[next].Feats) == "Inf") {
				t.restore(n, kept)
			}
		case "parataxis":
			if t.attributive(n) {
				t.restore(n, kept)
			}
		case "obl", "advcl":
			if first, _ := t.d.Subtree(n); t.opens(first, "attribution") > 0 {
				t.restore(n, kept)
			}
		}
	}
}

// verbForm is UD's VerbForm; a present participle counts as a gerund, which it
// looks like.
func verbForm(feats string) string {
	_, form, _ := strings.Cut(feats, "VerbForm=")
	form, _, _ = strings.Cut(form, "|")
	if form == "Part" && strings.Contains(feats, "Tense=Pres") {
		return "Ger"
	}
	return form
}

// dropBeside drops the clauses that follow clause k and are joined to it.
func (t *draft) dropBeside(k int, on map[int]bool) {
	for _, c := range t.d.Children(k) {
		if on[int(c)] && relOf(t.rel(int(c))) == "conj" {
			return // a list that was not taken apart stays whole
		}
	}
	form := verbForm(t.d.Tokens[k].Feats)
	for _, c := range t.d.Children(k) {
		n := int(c)
		if n < k || relOf(t.rel(n)) != "conj" || !t.keep[n] || !t.clausal(n) {
			continue
		}
		if f := verbForm(t.d.Tokens[n].Feats); f == "" || f != form && f != "Fin" && t.d.Child(n, "aux", "aux:pass", "cop") < 0 {
			continue // "a search and rescue team"
		}
		if !t.listed(n) || t.v.has("condition", t.joined(n)) || t.d.Child(k, "cc:preconj") >= 0 || t.conditional(n) || !t.ends(n) {
			continue
		}
		first, _ := t.d.Subtree(n)
		if t.bare(k, first) && t.d.Child(n, "obj", "obl", "ccomp", "xcomp") >= 0 {
			continue // "signed and ratified a treaty": they share the treaty
		}
		t.set(n, false)
	}
}

// listed reports whether a clause is joined to the one before by a word, or
// stands in a list that ends in such a word.
func (t *draft) listed(n int) bool {
	if t.joined(n) != "" {
		return true
	}
	for _, c := range t.d.Children(t.d.Tokens[n].Head) {
		if k := int(c); k > n && relOf(t.rel(k)) == "conj" && t.joined(k) != "" {
			return true
		}
	}
	return false
}

// ends reports whether what hangs on token k stands together and something else
// begins behind it, so that it can go and leave no end of itself.
func (t *draft) ends(k int) bool {
	if !t.solid(k) {
		return false
	}
	_, last := t.d.Subtree(k)
	for last < t.last && !t.keep[last] {
		last++
	}
	return last >= t.last || t.d.Tokens[last].UPOS == "CCONJ" || t.d.Tokens[last].UPOS == "PUNCT" && strings.ContainsAny(t.form(last), ",;.") || t.speaking(last)
}

// bare reports whether nothing but adverbs and marks stands between verb k and
// token first.
func (t *draft) bare(k, first int) bool {
	for i := k + 1; i < first; i++ {
		switch t.d.Tokens[i].UPOS {
		case "PUNCT", "ADV", "CCONJ":
		default:
			return false
		}
	}
	return true
}

// shorten drops asides from a long sentence, the longest first: clauses that
// tell of a noun behind a comma, and those that add a circumstance.
func (t *draft) shorten(path []int) {
	on := map[int]bool{}
	for _, k := range path {
		on[k] = true
	}
	for t.words() > easyWords {
		best, most := -1, 3
		for k := t.first; k < t.last; k++ {
			if n := t.aside(k, on); n > most {
				best, most = k, n
			}
		}
		if best < 0 {
			return
		}
		first, last := t.d.Subtree(best)
		t.set(best, false)
		if t.form(first-1) == "," {
			t.keep[first-1] = false
		}
		if last < t.last && t.form(last) == "," && !t.speaker(min(last+1, t.last-1)) {
			t.keep[last] = false
		}
	}
}

// aside is the number of tokens of the clause headed by k if the sentence can
// do without it, else 0.
func (t *draft) aside(k int, on map[int]bool) int {
	if on[k] || !t.keep[k] || t.attributive(k) || t.conditional(k) || t.holds(k, on) || t.quoted(k) || !t.ends(k) {
		return 0
	}
	first, last := t.d.Subtree(k)
	if first <= t.first {
		return 0
	}
	set := t.form(first) == "," || t.form(first-1) == ","
	word := first
	for word < last && t.d.Tokens[word].UPOS == "PUNCT" {
		word++
	}
	if word == last || t.v.has("condition", t.form(word)) {
		return 0
	}
	switch relOf(t.rel(k)) {
	case "acl":
		if t.rel(k) == "acl:relcl" && set {
			return last - first
		}
	case "advcl":
		if set && k > t.d.Tokens[k].Head && t.v.has("aside", t.form(word)) {
			return last - first
		}
	case "parataxis":
		if form := t.form(first); form == ";" || form == "--" || form == "–" || form == "—" {
			return last - first
		}
	}
	return 0
}

// holds reports whether a token of the way to the event hangs on k.
func (t *draft) holds(k int, on map[int]bool) bool {
	for _, c := range t.d.Children(k) {
		if on[int(c)] || t.holds(int(c), on) {
			return true
		}
	}
	return false
}

// lost reports whether a participant that the sentence named is gone.
func (t *draft) lost(whole []bool) bool {
	for _, side := range [][]record.Actor{t.r.Event.Actors, t.r.Event.Recipients} {
		for i := range side {
			first, last, ok := t.mention(&side[i])
			if !ok {
				continue
			}
			if k := t.headOf(first, last); whole[k] && !t.keep[k] {
				return true
			}
		}
	}
	return false
}

// mention finds the tokens of a participant in the sentence.
func (t *draft) mention(a *record.Actor) (first, last int, ok bool) {
	if a.Start < t.base || a.End > t.base+len(t.d.Text) {
		return 0, 0, false
	}
	first, last, ok = t.locate(record.Span{Start: a.Start, End: a.End, Text: a.Text})
	return first, last, ok && first >= t.first && last <= t.last
}

// points reports whether a pronoun that stays may stand for what is gone: "and
// sent them home", "and he praised its plan".
func (t *draft) points(whole []bool) bool {
	gone := false
	for k := t.first; k < t.last; k++ {
		tok := &t.d.Tokens[k]
		if whole[k] && !t.keep[k] && (tok.UPOS == "NOUN" || tok.UPOS == "PROPN") {
			gone = true
		}
		if !gone || !t.keep[k] || tok.UPOS != "PRON" || t.quoted(k) || !strings.Contains(tok.Feats, "PronType=Prs") || strings.Contains(tok.Feats, "Reflex=Yes") {
			continue
		}
		if strings.Contains(tok.Feats, "Poss=Yes") {
			if t.v.has("thing", t.form(k)) == t.aboutPerson() {
				return true
			}
			continue
		}
		if relOf(tok.Deprel) != "nsubj" && tok.Deprel != "expl" {
			return true
		}
	}
	return false
}

// aboutPerson reports whether who acts is one person.
func (t *draft) aboutPerson() bool {
	as := t.r.Event.Actors
	return len(as) == 1 && as[0].Kind == record.Person
}

// quotesWhole reports whether words in quotation marks stay or go together.
func (t *draft) quotesWhole(whole []bool) bool {
	kept, gone := map[int]bool{}, map[int]bool{}
	for k := t.first; k < t.last; k++ {
		if q := t.quote[k]; q > 0 && whole[k] && t.d.Tokens[k].UPOS != "PUNCT" {
			kept[q] = kept[q] || t.keep[k]
			gone[q] = gone[q] || !t.keep[k]
		}
	}
	for q := range kept {
		if kept[q] && gone[q] {
			return false
		}
	}
	return true
}

// under lists the tokens that stay of what hangs on token k, itself included,
// but for one clause.
func (t *draft) under(k, clause int) []int {
	var out []int
	if t.keep[k] {
		out = append(out, k)
	}
	for _, c := range t.d.Children(k) {
		if int(c) != clause {
			out = append(out, t.under(int(c), clause)...)
		}
	}
	return out
}
