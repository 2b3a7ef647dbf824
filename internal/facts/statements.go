package facts

import (
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// statements makes one fact of each quotation whose speaker is known. What
// people think, want or praise is no statement; neither is a bare noun phrase
// outside quotation marks ("discussed trade").
func (r *reader) statements() {
	var spoke []doc.Actor // of the last document quoted: "the statement said"
	paper := ""           // what it was
	for i := range r.d.Quotations {
		q := &r.d.Quotations[i]
		document := r.isDocument(q.Head)
		who := r.speakers(q)
		if document {
			if l := r.d.Tokens[q.Head].Lemma; len(who) > 0 {
				spoke, paper = who, l
			} else if r.definite(q.Head) && l == paper {
				who = spoke
			}
		}
		who = known(who)
		if len(who) == 0 || r.stray(q, who) || q.Act != "speech" || !q.Direct && !r.hasVerb(q.Content) || r.silent(q) {
			continue
		}
		r.addStatement(i, who)
	}
}

// stray: one word that opens a sentence and is met nowhere else, "Hindsight
// suggests …", is taken for a name because of its capital; reports introduce
// those they quote.
func (r *reader) stray(q *doc.Quotation, who []doc.Actor) bool {
	a := &who[0]
	if len(who) > 1 || a.Country != "" || a.Role != "" || a.Sector != "" || a.Organisation != "" && a.Organisation != a.Name || strings.IndexByte(a.Name, ' ') >= 0 {
		return false
	}
	k, n := r.tokenAt(a.Start), 0
	if len(q.Cue) == 0 {
		return false
	}
	if cue := r.tokenAt(q.Cue[0].Start); cue < 0 || r.verbal(cue) {
		return false
	}
	if k < 0 || r.d.Form(k) != a.Name || k != r.sentence(k).First {
		return false
	}
	for i := range r.d.Tokens {
		if r.d.Form(i) == r.d.Form(k) {
			n++
		}
	}
	return n == 1
}

// verbal: the cue is of speech only; things suggest and show as well.
func (r *reader) verbal(k int) bool {
	switch r.d.Tokens[k].Lemma {
	case "suggest", "indicate", "show", "reveal", "imply", "confirm":
		return false
	}
	return true
}

// silent: "did not say whether …", "is to announce", "may say".
func (r *reader) silent(q *doc.Quotation) bool {
	if len(q.Cue) == 0 {
		return false
	}
	for k := r.tokenAt(q.Cue[0].Start); k >= 0 && k < len(r.d.Tokens) && r.d.Tokens[k].Start < q.Cue[0].End; k++ {
		if r.d.Tokens[k].UPOS == "VERB" && (r.unreal(k) && !r.wentOn(k) || k > 1 && r.d.Form(k-1) == "to" && r.d.Tokens[k-2].Lemma == "be") {
			return true
		}
	}
	cue := strings.Fields(strings.ToLower(r.d.Slice(q.Cue[0])))
	for _, w := range cue {
		if w == "not" || w == "never" || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
			return true
		}
	}
	return false
}

// wentOn: "went on to say", where the infinitive tells what was said.
func (r *reader) wentOn(v int) bool {
	h := r.d.Tokens[v].Head
	return h >= 0 && r.d.Tokens[v].Deprel != "ccomp" && (r.d.Tokens[h].Lemma == "go" || r.d.Tokens[h].Lemma == "continue") && !r.unreal(h)
}

func (r *reader) addStatement(i int, who []doc.Actor) {
	d := r.d
	q := &d.Quotations[i]
	f := Statement{Speakers: who, Quotation: i}
	f.Evidence = hull(q)
	f.Quoted = q.Direct
	f.Confidence = 0.8
	f.Rule = "quotation"
	f.Attributed = who
	if len(q.Cue) > 0 {
		f.Rule = d.Slice(q.Cue[0])
		f.Date = r.cueDate(q)
		f.Background = r.isBackground(f.Date)
	} else {
		f.Date = r.today()
	}
	for m := range d.Mentions {
		men := &d.Mentions[m]
		for _, c := range q.Content {
			if !c.Contains(men.Span) || r.part(m) {
				continue
			}
			for j := range men.Actors {
				if a := &men.Actors[j]; (a.Country != "" || a.Name != "") && !contains(who, a) {
					f.About = appendActors(f.About, men.Actors[j:j+1])
				}
			}
		}
	}
	r.out.Statements = append(r.out.Statements, f)
}

// part says whether mention m is a modifier inside the one before or after it,
// as "Chilean" in "the Chilean minister".
func (r *reader) part(m int) bool {
	all := r.d.Mentions
	if all[m].Kind != doc.Modifier {
		return false
	}
	return m > 0 && all[m-1].Contains(all[m].Span) || m+1 < len(all) && all[m+1].Contains(all[m].Span)
}

// cueDate is when the cue says it was said.
func (r *reader) cueDate(q *doc.Quotation) coder.Date {
	if k := r.tokenAt(q.Cue[0].End - 1); k >= 0 {
		for i := range r.d.Times {
			t := &r.d.Times[i]
			if t.First < t.Last && datable(t) && !covered(q, t.Span) && r.d.SentenceOf(t.First) == r.d.SentenceOf(k) && r.bond(k, t) >= 2 {
				return coder.Date{Value: dayOf(t), Timex: i, Span: t.Span, Basis: "expression"}
			}
		}
	}
	return r.today()
}

func covered(q *doc.Quotation, s doc.Span) bool {
	for _, c := range q.Content {
		if c.Contains(s) {
			return true
		}
	}
	return false
}

// tokenAt is the token that holds a byte, or -1.
func (r *reader) tokenAt(at int) int {
	lo, hi := 0, len(r.d.Tokens)
	for lo < hi {
		m := (lo + hi) / 2
		if r.d.Tokens[m].End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(r.d.Tokens) && r.d.Tokens[lo].Start <= at {
		return lo
	}
	return -1
}

// hull is the text from the first to the last word of a quotation, cut to its
// first part where it runs over several paragraphs.
func hull(q *doc.Quotation) doc.Span {
	s := q.Content[0]
	for _, list := range [][]doc.Span{q.Source, q.Cue} {
		for _, x := range list {
			s.Start, s.End = min(s.Start, x.Start), max(s.End, x.End)
		}
	}
	return s
}

// speakers are the actors behind the source of a quotation. A document speaks
// for whoever issued it.
func (r *reader) speakers(q *doc.Quotation) []doc.Actor {
	if q.Head < 0 {
		return nil
	}
	d := r.d
	if r.isDocument(q.Head) {
		var out []doc.Actor
		bare := d.Child(q.Head, "compound") < 0 // else "German media reports" would be Germany's
		for _, c := range d.Children(q.Head) {
			if d.Tokens[c].Deprel == "amod" && !bare {
				continue
			}
			switch d.Tokens[c].Deprel {
			case "nmod", "nmod:poss", "compound", "acl", "amod":
				k := int(c)
				if d.Tokens[c].Deprel == "acl" { // "issued by the ministry"
					if k = r.prep(k, "by"); k < 0 {
						continue
					}
				} else if p := r.caseOf(k); p != "" && p != "from" && p != "by" && p != "of" && p != "'s" && p != "’s" {
					continue
				}
				who := r.actorsAt(k)
				for j := range who {
					if d.Tokens[k].UPOS == "PRON" && who[j].Sector == "CVL" {
						continue // "women earn less, according to their figures"
					}
					if r.caseOf(k) != "of" || who[j].Person || public(&who[j]) { // not "a survey of farmers"
						out = appendActors(out, who[j:j+1])
					}
				}
			}
		}
		if len(out) > 0 || len(q.Source) == 0 {
			return out
		}
		return nil
	}
	if m := d.MentionAt(q.Head); m != nil && m.Kind != doc.Modifier {
		return r.actorsAt(q.Head)
	}
	if m := r.mentionAt(q.Head); m != nil && m.Kind != doc.Modifier {
		return r.actorsAt(q.Head)
	}
	if d.Tokens[q.Head].UPOS == "NOUN" {
		return nil // "the cost of the war suggests": a thing has no voice
	}
	for _, s := range q.Source {
		for i := range d.Mentions {
			if m := &d.Mentions[i]; m.Kind != doc.Modifier && s.Contains(m.Span) {
				return r.actorsAt(m.Head)
			}
		}
	}
	return nil
}

func (r *reader) isDocument(k int) bool {
	if k < 0 || !isNoun(&r.d.Tokens[k]) {
		return false
	}
	_, _, ok := r.at(r.x.statements["document"], k)
	return ok
}

func (r *reader) definite(k int) bool {
	for _, c := range r.d.Children(k) {
		switch strings.ToLower(r.d.Form(int(c))) {
		case "the", "this", "that":
			return true
		}
	}
	return false
}

// known keeps the actors of whom something is known beyond the phrase.
func known(list []doc.Actor) []doc.Actor {
	out := list[:0:0]
	for i := range list {
		if a := &list[i]; a.Country != "" || a.Person && a.Name != "" || a.Organisation != "" {
			out = append(out, *a)
		}
	}
	return out
}

func contains(list []doc.Actor, a *doc.Actor) bool {
	for i := range list {
		if sameActor(&list[i], a) {
			return true
		}
	}
	return false
}

// hasVerb says whether a finite verb stands in the spans: a clause was said, not
// only a thing named.
func (r *reader) hasVerb(spans []doc.Span) bool {
	for _, s := range spans {
		k := r.tokenAt(s.Start)
		for ; k >= 0 && k < len(r.d.Tokens) && r.d.Tokens[k].Start < s.End; k++ {
			if t := &r.d.Tokens[k]; isVerb(t) && strings.Contains(t.Feats, "VerbForm=Fin") {
				return true
			}
		}
	}
	return false
}
