package quote

import (
	"strings"

	"chancery/internal/doc"
)

// noun takes "the claim that …", "its refusal to …".
func (r *run) noun(n int) {
	d := r.d
	for _, c := range r.cues.noun[d.Tokens[n].Lemma] {
		for _, k32 := range d.Children(n) {
			k := int(k32)
			if k < n {
				continue
			}
			rel := d.Tokens[k].Deprel
			first, last := d.Subtree(k)
			first = max(first, n+1)
			prep := ""
			switch {
			case (rel == "acl" || rel == "ccomp") && c.has&fClause != 0 && d.Form(first) == "that":
			case (rel == "acl" || rel == "xcomp" || rel == "advcl") && c.has&fInf != 0 && d.Form(first) == "to":
			case rel == "nmod" && r.prepOf(k, c.preps) >= 0 && d.Child(n, "nmod:poss") >= 0:
				p := r.prepOf(k, c.preps)
				first, prep = p+1, d.Form(p)
			default:
				continue
			}
			src, head := r.possessor(n)
			r.recordAs(n, c.act, prep, r.pieces(first, last), src, head)
			return
		}
	}
}

// possessor is whose claim it is: "the ministry's claim", "a claim by …".
func (r *run) possessor(n int) ([]doc.Span, int) {
	d := r.d
	if p := d.Child(n, "nmod:poss"); p >= 0 {
		first, last := d.Subtree(p)
		for last > first+1 && d.Tokens[last-1].UPOS == "PART" {
			last--
		}
		return []doc.Span{d.TokenSpan(first, last)}, p
	}
	for _, k32 := range d.Children(n) {
		k := int(k32)
		if d.Tokens[k].Deprel == "nmod" && r.prepOf(k, []string{"by", "from", "of"}) >= 0 {
			return r.phrase(k, n)
		}
	}
	if h := d.Tokens[n].Head; h >= 0 && d.Tokens[n].Deprel == "obj" {
		return r.source(h)
	}
	return nil, -1
}

// adjective takes "X is confident that …".
func (r *run) adjective(a int) {
	d := r.d
	for _, c := range r.cues.adj[d.Tokens[a].Lemma] {
		comp := d.Child(a, "ccomp", "xcomp", "advcl")
		prep, first, last := "", 0, 0
		if comp > a {
			first, last = d.Subtree(comp)
			first = max(first, a+1)
			to := d.Form(first) == "to"
			if to && c.has&fInf == 0 || !to && c.has&fClause == 0 {
				comp = -1
			}
		}
		if comp <= a {
			comp = -1
			for _, k32 := range d.Children(a) {
				if k := int(k32); k > a && d.Tokens[k].Deprel == "obl" {
					if p := r.prepOf(k, c.preps); p >= 0 {
						_, last = d.Subtree(k)
						comp, first, prep = k, p+1, d.Form(p)
						break
					}
				}
			}
		}
		if comp < 0 {
			continue
		}
		src, head := r.source(a)
		if head < 0 {
			return
		}
		r.recordAs(a, c.act, prep, r.pieces(first, last), src, head)
		return
	}
}

// preposition takes "according to X" at token k: all else in the sentence is
// the content.
func (r *run) preposition(k int) {
	d := r.d
	for _, words := range r.cues.prep {
		s := d.Sentences[d.SentenceOf(k)]
		if k+len(words) >= s.Last || !r.spelled(k, words) {
			continue
		}
		end := k + len(words)
		head, last := r.phraseFrom(end, s.Last)
		if head < 0 {
			return
		}
		last = max(last, r.behind(end, false)) // "a statement from the ministry"

		var content []doc.Span
		if k > s.First {
			content = r.pieces(s.First, k)
		}
		if k == s.First {
			for j := last; j < min(last+25, s.Last) && d.Form(last) != ","; j++ {
				if d.Form(j) == "," { // "… a complaint filed by the agency, …"
					last = j
				}
			}
		}
		if last+1 < s.Last && (k == s.First || r.clauseIn(last, s.Last) && d.Form(last) == ",") {
			content = append(content, r.pieces(last, s.Last)...)
		}
		r.out = append(r.out, doc.Quotation{
			Source: []doc.Span{d.TokenSpan(end, last)}, Head: head,
			Cue: []doc.Span{d.TokenSpan(k, end)}, Content: content, Act: "speech", Direct: r.marked(content),
		})
		return
	}
}

func (r *run) clauseIn(first, last int) bool {
	for k := first; k < last; k++ {
		if u := r.d.Tokens[k].UPOS; u == "VERB" || u == "AUX" {
			return true
		}
	}
	return false
}

func (r *run) spelled(k int, words []string) bool {
	for i, w := range words {
		if !strings.EqualFold(r.d.Form(k+i), w) {
			return false
		}
	}
	return true
}

// phraseFrom is the noun phrase that begins at token k, by its head's subtree;
// it ends before end.
func (r *run) phraseFrom(k, end int) (head, last int) {
	d := r.d
	head = -1
	for j := k; j < end && j < k+12; j++ {
		u := d.Tokens[j].UPOS
		if u == "NOUN" || u == "PROPN" || u == "PRON" {
			head = j
			if h := d.Tokens[j].Head; h < k || h > j+6 || !nominal(d.Tokens[h].UPOS) {
				break
			}
			continue
		}
		if !nominal(u) && u != "ADP" && u != "PART" && u != "PUNCT" && u != "CCONJ" {
			break
		}
	}
	if head < 0 {
		return -1, k
	}
	_, last = d.Subtree(head)
	last = min(max(last, head+1), end)
	for last > head+1 && d.Tokens[last-1].UPOS == "PUNCT" {
		last--
	}
	return head, last
}
