package quote

import (
	"strings"

	"chancery/internal/doc"
)

// indirect finds attributions outside full quotations.
func (r *run) indirect() {
	d := r.d
	for k := range d.Tokens {
		if r.inside[k] != 0 {
			continue
		}
		t := &d.Tokens[k]
		switch t.UPOS {
		case "VERB", "AUX":
			if !r.used[k] {
				r.verb(k)
			}
		case "NOUN":
			r.noun(k)
		case "ADJ":
			r.adjective(k)
		}
		r.preposition(k)
	}
}

func (r *run) verb(v int) {
	for _, c := range r.cues.verb[r.d.Tokens[v].Lemma] {
		if c.after != "" && r.particle(v, c.after) < 0 {
			continue
		}
		if r.byClause(v, &c) || r.byPassive(v, &c) || r.byInfinitive(v, &c) || r.byPhrase(v, &c) || r.byObject(v, &c) {
			return
		}
	}
}

// particle finds the word that completes the verb within the next tokens.
func (r *run) particle(v int, word string) int {
	for k := v + 1; k < len(r.d.Tokens) && k <= v+3; k++ {
		if r.d.Form(k) == word {
			return k
		}
	}
	return -1
}

// byClause takes a finite clause, after the cue or around it.
func (r *run) byClause(v int, c *cue) bool {
	if c.has&fClause == 0 {
		return false
	}
	d := r.d
	comp := -1
	for _, k := range d.Children(v) {
		switch d.Tokens[k].Deprel {
		case "ccomp":
			comp = int(k)
		case "xcomp", "parataxis":
			if comp < 0 && int(k) > v && r.finite(int(k)) {
				comp = int(k)
			}
		}
	}
	s := d.Sentences[d.SentenceOf(v)]
	switch {
	case comp > v:
		first, last := d.Subtree(comp)
		first = max(first, v+1)
		return r.record(v, c, "", r.pieces(first, r.toBoundary(min(last, s.Last), s.Last)))
	case comp >= 0:
		return r.record(v, c, "", r.around(v, comp))
	case d.Tokens[v].Deprel == "parataxis" && d.Tokens[v].Head >= 0 && d.Child(v, "nsubj", "nsubj:pass") >= 0:
		return r.record(v, c, "", r.around(v, d.Tokens[v].Head))
	}
	return r.byPunctuation(v, c, s)
}

// byPunctuation serves where the tree gives the cue no clause: "that" right
// after it, or a comma before its subject at the end of the sentence.
func (r *run) byPunctuation(v int, c *cue, s doc.Sentence) bool {
	d := r.d
	if v+1 < s.Last {
		for k := v + 1; k < min(v+14, s.Last); k++ {
			if f := d.Form(k); (f == "that" || f == "whether") && d.Tokens[k].UPOS == "SCONJ" {
				return r.record(v, c, "", r.pieces(k, s.Last))
			}
			if c.has&fHearer == 0 && c.act != "speech" || isVerb(d, k) || d.Tokens[k].UPOS == "PUNCT" && d.Form(k) != "," {
				break
			}
		}
	}
	if c.act != "speech" || c.has&fQuote == 0 {
		return false
	}
	if first := r.bareClause(v, c, s); first > 0 {
		return r.record(v, c, "", r.pieces(first, s.Last))
	}
	if d.Child(v, "obj") >= 0 {
		return false
	}
	a, b := r.cueClause(v)
	if a <= s.First+3 || d.Form(a-1) != "," || b < s.Last && !terminal(d.Form(b)) {
		return false
	}
	if d.Tokens[v].Deprel != "root" && d.Tokens[v].Deprel != "parataxis" || d.Child(v, "nsubj") < 0 {
		return false
	}
	return r.record(v, c, "", r.pieces(s.First, a-1))
}

// bareClause finds where a clause without "that" begins behind a cue that takes
// little else: a subject right behind it and a finite verb behind that. It is 0
// where there is none.
func (r *run) bareClause(v int, c *cue, s doc.Sentence) int {
	if c.has&fObj != 0 || c.has&fInf != 0 && c.has&fHearer == 0 || len(c.preps) > 1 {
		return 0
	}
	d, first := r.d, v+1
	if c.has&fHearer != 0 {
		// "told reporters the army …": the hearer is one noun phrase
		for first < s.Last && (d.Tokens[first].UPOS == "PROPN" || first == v+1 && nominal(d.Tokens[first].UPOS)) {
			first++
		}
		if first == v+1 {
			return 0
		}
	}
	if first >= s.Last || !nominal(d.Tokens[first].UPOS) {
		return 0
	}
	for k := first + 1; k < s.Last; k++ {
		switch t := &d.Tokens[k]; {
		case t.UPOS == "PUNCT" && (k-first < 2 || d.Form(k) != ","):
			return 0
		case t.UPOS == "AUX", t.UPOS == "VERB" && strings.Contains(t.Feats, "VerbForm=Fin"):
			return first
		}
	}
	return 0
}

// toBoundary moves the end of a clause to the next comma or stop, where the
// tree has cut it in the middle of a phrase.
func (r *run) toBoundary(last, end int) int {
	for last < end {
		switch r.d.Tokens[last].UPOS {
		case "PUNCT":
			switch r.d.Form(last) {
			case "-", "–", "'", "’", "\"", "“", "”", "(", ")", "/", "''", "``":
			default:
				return last
			}
		case "SCONJ", "CCONJ":
			return last
		}
		last++
	}
	return last
}

func isVerb(d *doc.Document, k int) bool {
	u := d.Tokens[k].UPOS
	return u == "VERB" || u == "AUX"
}

func terminal(f string) bool { return f == "." || f == "!" || f == "?" }

// finite says whether the clause headed by k has a subject or a finite verb.
func (r *run) finite(k int) bool {
	for _, c := range r.d.Children(k) {
		switch r.d.Tokens[c].Deprel {
		case "nsubj", "nsubj:pass", "expl":
			return true
		}
	}
	return strings.Contains(r.d.Tokens[k].Feats, "VerbForm=Fin")
}

// cueClause is the range of tokens that attribute: the cue, its subject and
// auxiliaries, and the phrases of time, place and hearer around it.
func (r *run) cueClause(v int) (first, last int) {
	d := r.d
	first, last = v, v+1
	for _, k32 := range d.Children(v) {
		k := int(k32)
		switch rel := d.Tokens[k].Deprel; {
		case rel == "nsubj" || rel == "nsubj:pass" || rel == "aux" || rel == "aux:pass" || rel == "advmod" && abs(k-v) < 4 || rel == "compound:prt" || rel == "mark" && k < v && v-k < 12:
			a, z := d.Subtree(k)
			if a < v && z > v+1 {
				z = v
			}
			if k < v && d.Form(max(a-1, 0)) == "," || k > v || v-z < 6 {
				first, last = min(first, a), max(last, z)
			}
		case (strings.HasPrefix(rel, "obl") || rel == "obj" || rel == "iobj" || rel == "advmod") && k > v:
			a, z := d.Subtree(k)
			if a > v && a <= last+1 {
				last = max(last, z)
			}
		}
	}
	return first, last
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

// around is the content of a cue set into the sentence it attributes or behind
// it: all of the sentence that belongs to comp.
func (r *run) around(v, comp int) []doc.Span {
	d := r.d
	s := d.Sentences[d.SentenceOf(v)]
	a, b := r.cueClause(v)
	var out []doc.Span
	if a > s.First {
		out = r.pieces(s.First, a)
	}
	if b+1 >= s.Last {
		return out
	}
	if comp >= b { // "…, he said, …" with the main verb behind
		return append(out, r.pieces(b, s.Last)...)
	}
	for k := b; k < s.Last; k++ {
		h := d.Tokens[k].Head
		if h >= 0 && h < a && d.Tokens[k].UPOS != "PUNCT" && d.Tokens[k].Deprel != "parataxis" {
			return append(out, r.pieces(b, s.Last)...)
		}
		if h == v && d.Tokens[k].UPOS != "PUNCT" {
			break
		}
	}
	return out
}

// byPassive takes "X is expected to …" and "X seems …": the subject belongs to
// the content and nobody is named as the source.
func (r *run) byPassive(v int, c *cue) bool {
	if c.has&fPassive == 0 {
		return false
	}
	d := r.d
	comp := d.Child(v, "xcomp")
	subj := d.Child(v, "nsubj:pass")
	if subj < 0 && (c.lemma == "seem" || c.lemma == "appear") {
		subj = d.Child(v, "nsubj")
	}
	if comp < v || subj < 0 {
		return false
	}
	a, z := d.Subtree(subj)
	p, q := d.Subtree(comp)
	spans := append(r.pieces(a, min(z, v)), r.pieces(max(p, v+1), q)...)
	return r.recordAs(v, c.act, "", spans, nil, -1)
}

// byInfinitive takes "… to do", with the person asked where one stands between.
func (r *run) byInfinitive(v int, c *cue) bool {
	if c.has&(fInf|fIng) == 0 {
		return false
	}
	d := r.d
	comp := d.Child(v, "xcomp", "ccomp")
	if comp <= v {
		return false
	}
	first, last := d.Subtree(comp)
	first = max(first, v+1)
	f := d.Tokens[first]
	switch {
	case f.Lemma == "to" && c.has&fInf != 0:
		if o := d.Child(v, "obj"); o > v && o < first && c.has&fHearer == 0 {
			first, _ = d.Subtree(o)
			first = max(first, v+1)
		}
	case strings.HasSuffix(d.Form(comp), "ing") && c.has&fIng != 0:
	case c.has&fInf != 0:
		to := false
		for k := first; k < comp; k++ {
			to = to || d.Tokens[k].Lemma == "to"
		}
		if !to {
			return false
		}
	default:
		return false
	}
	return r.record(v, c, "", r.pieces(first, r.toBoundary(last, d.Sentences[d.SentenceOf(v)].Last)))
}

// byPhrase takes the phrase after one of the cue's prepositions.
func (r *run) byPhrase(v int, c *cue) bool {
	d := r.d
	for _, k32 := range d.Children(v) {
		k := int(k32)
		if k < v {
			continue
		}
		rel := d.Tokens[k].Deprel
		if !strings.HasPrefix(rel, "obl") && rel != "nmod" && rel != "advcl" && rel != "ccomp" {
			continue
		}
		if p := r.prepOf(k, c.preps); p >= 0 {
			_, last := d.Subtree(k)
			return r.record(v, c, d.Form(p), r.pieces(p+1, last))
		}
	}
	return false
}

// prepOf finds the preposition of phrase k among those wanted.
func (r *run) prepOf(k int, preps []string) int {
	for _, c := range r.d.Children(k) {
		rel := r.d.Tokens[c].Deprel
		if rel != "case" && rel != "mark" || int(c) > k {
			continue
		}
		for _, p := range preps {
			if r.d.Form(int(c)) == p {
				return int(c)
			}
		}
	}
	return -1
}

// completes are the prepositions that carry on an object: "accused X of …",
// "described X as …", "criticised X for …".
var completes = []string{"of", "as", "for", "over", "with", "to"}

// byObject takes a noun phrase and what completes it.
func (r *run) byObject(v int, c *cue) bool {
	if c.has&fObj == 0 {
		return false
	}
	d := r.d
	obj := r.objectOf(v)
	if obj < v {
		return r.bySubject(v, c)
	}
	first, last := d.Subtree(obj)
	first = max(first, v+1)
	for _, k32 := range d.Children(v) {
		k := int(k32)
		if k <= obj {
			continue
		}
		a, z := d.Subtree(k)
		if a > last+1 {
			continue
		}
		switch rel := d.Tokens[k].Deprel; {
		case rel == "xcomp":
			last = max(last, z)
		case (strings.HasPrefix(rel, "obl") || rel == "advcl") && r.prepOf(k, completes) >= 0:
			last = max(last, z)
		}
	}
	for n := 0; n < 3 && last < len(d.Tokens) && contains(completes, d.Form(last)) && d.Tokens[last].Head > last; n++ {
		_, last = d.Subtree(d.Tokens[last].Head)
	}
	return r.record(v, c, "", r.pieces(first, last))
}

func contains(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

// objectOf is the object of verb v, or a noun phrase right behind it without a
// preposition that the tree calls something else.
func (r *run) objectOf(v int) int {
	d := r.d
	if o := d.Child(v, "obj"); o >= 0 {
		return o
	}
	for _, k32 := range d.Children(v) {
		k := int(k32)
		if k <= v || !nominal(d.Tokens[k].UPOS) || d.Child(k, "case") >= 0 || d.Tokens[k].Deprel == "obl:unmarked" {
			continue
		}
		if a, _ := d.Subtree(k); a <= v+2 && (strings.HasPrefix(d.Tokens[k].Deprel, "obl") || d.Tokens[k].Deprel == "dep" || d.Tokens[k].Deprel == "ccomp") {
			return k
		}
		break
	}
	return -1
}

// bySubject takes the subject of a passive cue: "the plan was criticised by X".
func (r *run) bySubject(v int, c *cue) bool {
	d := r.d
	subj := d.Child(v, "nsubj:pass")
	if subj < 0 || d.Child(v, "obl:agent") < 0 {
		return false
	}
	first, last := d.Subtree(subj)
	return r.record(v, c, "", r.pieces(first, min(last, v)))
}

// pieces is tokens [first, last) as content: without punctuation at its ends,
// with quotation marks that belong to it.
func (r *run) pieces(first, last int) []doc.Span {
	d := r.d
	for first < last && r.bare(first) {
		first++
	}
	for last > first && r.bare(last-1) {
		last--
	}
	if first >= last {
		return nil
	}
	s := d.TokenSpan(first, last)
	for i := range r.quoted {
		q := &r.quoted[i]
		if q.span.Start >= s.End {
			break
		}
		if q.full && !s.Contains(q.inner) {
			continue
		}
		if q.span.Overlaps(s) {
			s.Start, s.End = min(s.Start, q.span.Start), max(s.End, q.span.End)
		}
	}
	return []doc.Span{s}
}

// bare says whether token k is punctuation that content does not end in.
func (r *run) bare(k int) bool {
	switch r.d.Form(k) {
	case ",", ".", ";", ":", "-", "–", "—", "--", "!", "?", "\"", "“", "”", "''", "``", "'", "‘", "’":
		return true
	}
	return false
}

func (r *run) record(v int, c *cue, prep string, content []doc.Span) bool {
	if len(content) == 0 {
		return false
	}
	src, head := r.source(v)
	return r.recordAs(v, c.act, prep, content, src, head)
}

func (r *run) recordAs(v int, act, prep string, content, src []doc.Span, head int) bool {
	content = r.without(content, src)
	if len(content) == 0 {
		return false
	}
	r.used[v] = true
	r.out = append(r.out, doc.Quotation{Source: src, Head: head, Cue: []doc.Span{r.cueSpan(v, prep)}, Content: content, Direct: r.marked(content), Act: act})
	return true
}

// without cuts the source off the end of a content that the tree ran into it:
// "… and mining, the ministry said".
func (r *run) without(content, src []doc.Span) []doc.Span {
	if len(src) == 0 {
		return content
	}
	for i := range content {
		c := &content[i]
		if s := src[0]; s.Start > c.Start && s.Start < c.End && s.End >= c.End {
			c.End = c.Start + len(strings.TrimRight(r.d.Text[c.Start:s.Start], " ,;\n\u00a0"))
			if c.End == c.Start {
				return nil
			}
		}
	}
	return content
}

// marked says whether quotation marks stand in the content.
func (r *run) marked(content []doc.Span) bool {
	for i := range r.quoted {
		for _, c := range content {
			if c.Overlaps(r.quoted[i].span) {
				return true
			}
		}
	}
	return false
}

// cueSpan is the cue with its auxiliaries, particle and preposition.
func (r *run) cueSpan(v int, prep string) doc.Span {
	d := r.d
	first, last := v, v+1
	for first > 0 && d.Tokens[first-1].Head == v {
		rel := d.Tokens[first-1].Deprel
		if rel != "aux" && rel != "aux:pass" && rel != "cop" && !(rel == "advmod" && d.Tokens[first-1].UPOS != "ADV") && rel != "advmod" {
			break
		}
		first--
	}
	if p := d.Child(v, "compound:prt"); p == v+1 {
		last = p + 1
	}
	if prep != "" && last < len(d.Tokens) && d.Form(last) == prep {
		last++
	}
	return d.TokenSpan(first, last)
}
