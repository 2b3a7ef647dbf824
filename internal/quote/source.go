package quote

import (
	"strings"

	"chancery/internal/doc"
)

// source finds who speaks through the cue headed by token v.
func (r *run) source(v int) ([]doc.Span, int) {
	src, head := r.sourceAt(v, v, 6)
	if head < 0 || r.isTime(head) {
		return r.mainSubject(v)
	}
	// ", the ministry said, …": what stands between the comma and the cue, even
	// where the tree gives the cue the main clause's subject
	if head < v-3 {
		if near, h := r.subjectBefore(v); h >= 0 && h != head && near[0].Start > src[0].End && r.afterComma(near[0].Start, v) {
			return near, h
		}
	}
	return src, head
}

// isTime says whether token k belongs to a time expression: days do not speak.
func (r *run) isTime(k int) bool {
	for i := range r.d.Times {
		if t := &r.d.Times[i]; t.First <= k && k < t.Last {
			return true
		}
	}
	return false
}

// afterComma says whether a comma stands right before the byte, which is within
// the sentence of token v.
func (r *run) afterComma(at, v int) bool {
	for k := v; k > r.d.Sentences[r.d.SentenceOf(v)].First; k-- {
		if r.d.Tokens[k].Start == at {
			return r.d.Form(k-1) == ","
		}
	}
	return false
}

// mainSubject is the subject of the sentence, which a participle without a
// subject of its own most often shares ("…, adding that …").
func (r *run) mainSubject(v int) ([]doc.Span, int) {
	d := r.d
	if !strings.HasSuffix(d.Form(v), "ing") {
		return r.subjectBefore(v)
	}
	s := d.Sentences[d.SentenceOf(v)]
	for k := s.First; k < s.Last; k++ {
		if d.Tokens[k].Head >= 0 {
			continue
		}
		if n := d.Child(k, "nsubj"); n >= 0 && r.inside[n] == 0 {
			return r.phrase(n, v)
		}
	}
	return r.subjectBefore(v)
}

// subjectBefore is the noun phrase right before a finite cue, for trees that
// hang it elsewhere.
func (r *run) subjectBefore(v int) ([]doc.Span, int) {
	d := r.d
	t := &d.Tokens[v]
	if t.UPOS != "VERB" || strings.Contains(t.Feats, "VerbForm=Inf") || d.Child(v, "aux:pass", "nsubj:pass") >= 0 {
		return nil, -1
	}
	k := v - 1
	for k >= 0 && (d.Tokens[k].UPOS == "AUX" || d.Tokens[k].UPOS == "ADV") {
		k--
	}
	if k < 0 || d.SentenceOf(k) != d.SentenceOf(v) || r.inside[k] != 0 {
		return nil, -1
	}
	if r.isTime(k) {
		return nil, -1
	}
	switch d.Tokens[k].UPOS {
	case "NOUN", "PROPN", "PRON":
		if d.Tokens[v].Deprel == "acl" && d.Tokens[k].Head != v && d.Tokens[k].UPOS == "PRON" {
			return nil, -1
		}
	default:
		return nil, -1
	}
	first := k
	for first > 0 && nominal(d.Tokens[first-1].UPOS) && d.SentenceOf(first-1) == d.SentenceOf(v) && r.inside[first-1] == 0 {
		first--
	}
	return []doc.Span{d.TokenSpan(first, k+1)}, k
}

func (r *run) sourceAt(v, cue, depth int) ([]doc.Span, int) {
	d := r.d
	if depth == 0 {
		return nil, -1
	}
	if a := d.Child(v, "obl:agent"); a >= 0 {
		return r.phrase(a, cue)
	}
	if a := r.agent(v); a >= 0 {
		return r.phrase(a, cue)
	}
	if s := d.Child(v, "nsubj", "nsubj:outer"); s >= 0 {
		if strings.Contains(d.Tokens[s].Feats, "PronType=Rel") || d.Tokens[v].Deprel == "acl:relcl" && relative(d.Form(s)) {
			if h := d.Tokens[v].Head; h >= 0 && h < s {
				first, _ := d.Subtree(h)
				return []doc.Span{d.TokenSpan(first, s+1)}, h
			}
		}
		if d.Tokens[s].UPOS == "PRON" && strings.EqualFold(d.Form(s), "it") && d.Child(v, "aux:pass") >= 0 {
			return nil, -1
		}
		return r.phrase(s, cue)
	}
	if d.Child(v, "nsubj:pass") >= 0 || d.Child(v, "aux:pass") >= 0 {
		return nil, -1
	}
	h := d.Tokens[v].Head
	if h < 0 {
		return nil, -1
	}
	switch d.Tokens[v].Deprel {
	case "conj":
		return r.sourceAt(h, cue, depth-1)
	case "xcomp":
		if o := d.Child(h, "obj"); o > h && o < v {
			return r.phrase(o, cue)
		}
		return r.sourceAt(h, cue, depth-1)
	case "advcl", "parataxis", "acl":
		if nominal(d.Tokens[h].UPOS) && d.Child(h, "nsubj", "cop") < 0 {
			return r.phrase(h, cue)
		}
		return r.sourceAt(h, cue, depth-1)
	}
	return nil, -1
}

func relative(f string) bool { return f == "who" || f == "which" || f == "that" }

// agent is the "by" phrase of a passive cue.
func (r *run) agent(v int) int {
	d := r.d
	if d.Child(v, "aux:pass", "nsubj:pass") < 0 && !strings.Contains(d.Tokens[v].Feats, "Voice=Pass") {
		return -1
	}
	for _, k := range d.Children(v) {
		if d.Tokens[k].Deprel == "obl" && int(k) > v && r.prepOf(int(k), []string{"by"}) >= 0 {
			return int(k)
		}
	}
	return -1
}

// phrase is the noun phrase headed by k, without its preposition, cut so that
// it does not run over the cue.
func (r *run) phrase(k, cue int) ([]doc.Span, int) {
	d := r.d
	first, last := d.Subtree(k)
	for first < k && (d.Tokens[first].Deprel == "case" || d.Tokens[first].UPOS == "PUNCT" || d.Tokens[first].UPOS == "CCONJ") {
		first++
	}
	switch {
	case cue < k && first <= cue:
		first = cue + 1
	case cue >= k && last > cue:
		last = cue
	}
	for last > k+1 && d.Tokens[last-1].UPOS == "PUNCT" && d.Form(last-1) != ")" {
		last--
	}
	if first > k || last <= k {
		return nil, -1
	}
	return []doc.Span{d.TokenSpan(first, last)}, k
}
