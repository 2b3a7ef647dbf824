package coder

import (
	"strings"

	"chancery/internal/doc"
)

// modality reads negation, auxiliaries and conditions around a trigger and
// rewrites its meaning after PLOVER: a promise of cooperation is AGREE, of
// giving way CONCEDE, a refusal to do either REJECT; anything else keeps its
// type and gets a status.
func (r *reader) modality(m *meaning) {
	v := m.verb()
	neg, aux := r.negated(v), r.auxiliary(v, 0)
	if m.noun && r.noDeterminer(m.tok) {
		neg = !neg
	}
	if o := m.frame.get("obj"); o >= 0 && r.noDeterminer(o) {
		neg = true
	}
	if s := m.frame.get("subj"); s >= 0 && r.noDeterminer(s) {
		neg = true
	}
	fam := family(m.typ)
	if m.noun && m.light < 0 {
		r.told(m)
		return
	}
	switch {
	case r.conditional(v, 0):
		m.status = Hypothetical
	case aux == "future" && neg:
		if fam == "coop" || fam == "yield" {
			m.mode = yieldMode(m)
			m.typ, m.cameo = "REJECT", ""
			m.part()
			return
		}
		m.status = Negated
	case neg:
		m.status = Negated
	case aux == "future":
		r.future(m)
	case aux == "unreal":
		m.status = Hypothetical
	case m.status == Actual && r.mandated(v):
		m.status = Requested
	case r.purpose(v):
		if m.status == Actual {
			m.status = Planned
		}
	}
}

// told reads the status of an event noun that no verb carries from what is said
// of it: "the planned visit", "the visit was called off", "no attack".
func (r *reader) told(m *meaning) {
	d := r.d
	if r.noDeterminer(m.tok) {
		m.status = Negated
		return
	}
	for _, k := range d.Children(m.tok) {
		if d.Tokens[k].Deprel == "amod" && r.c.voc.ahead[strings.ToLower(d.Form(int(k)))] {
			m.status = Planned
		}
	}
	t := &d.Tokens[m.tok]
	if h := t.Head; h >= 0 && (relOf(t.Deprel) == "obj" || t.Deprel == "nsubj:pass") {
		l := d.Tokens[h].Lemma
		if p := r.frameOf(h).prt; p != "" {
			l += " " + p
		}
		switch {
		case r.c.voc.void[l]:
			m.status = Negated
		case r.c.voc.plan[l]:
			m.status = Planned
		}
	}
	if YetToCome(r.d, m.tok) {
		m.status = Planned
	}
	if r.conditional(m.tok, 0) {
		m.status = Hypothetical
	}
}

// YetToCome reports whether noun i of a linked document names what something
// else comes ahead of: "ahead of her visit to Lima".
func YetToCome(d *doc.Document, i int) bool {
	for _, k := range d.Children(i) {
		if t := &d.Tokens[k]; t.Deprel == "case" && t.Lemma == "of" && k > 0 {
			switch d.Form(int(k) - 1) {
			case "ahead", "advance":
				return true
			}
		}
	}
	return false
}

// future rewrites a meaning that lies ahead.
func (r *reader) future(m *meaning) {
	switch family(m.typ) {
	case "coop":
		if m.typ != "AGREE" {
			m.cameo = promiseCameo(m)
			m.typ, m.mode = "AGREE", ""
			m.part()
		}
	case "yield":
		if m.typ != "CONCEDE" {
			m.typ, m.mode, m.cameo = "CONCEDE", "", ""
		}
	default:
		if m.typ != "THREATEN" && m.status == Actual {
			m.status = Planned
		}
	}
}

func (r *reader) negated(v int) bool {
	for _, k := range r.d.Children(v) {
		t := &r.d.Tokens[k]
		if (t.Deprel == "advmod" || t.Deprel == "cc:preconj") && negates(t.Lemma) {
			return true
		}
	}
	return false
}

func negates(adverb string) bool {
	switch adverb {
	case "not", "n't", "never", "neither", "hardly":
		return true
	}
	return false
}

func (r *reader) noDeterminer(n int) bool {
	for _, k := range r.d.Children(n) {
		t := &r.d.Tokens[k]
		if t.Deprel == "det" && strings.EqualFold(r.d.Form(int(k)), "no") {
			return true
		}
	}
	return false
}

// auxiliary sums up the auxiliaries of a verb: "future", "unreal" or "".
func (r *reader) auxiliary(v, depth int) string {
	d := r.d
	found := false
	for _, k32 := range d.Children(v) {
		k := int(k32)
		t := &d.Tokens[k]
		if t.Deprel == "cop" && t.Lemma == "be" && d.Tokens[v].UPOS == "VERB" && r.markOf(v) == "to" {
			return "future" // "is to visit", as treebanks have it
		}
		if relOf(t.Deprel) != "aux" {
			continue
		}
		found = true
		switch strings.ToLower(t.Lemma) {
		case "will", "shall", "'ll", "wo":
			return "future"
		case "would", "'d":
			if relOf(d.Tokens[v].Deprel) == "ccomp" {
				return "future" // future in the past, under "said"
			}
			return "unreal"
		case "could", "may", "might", "can", "should", "must", "ought":
			return "unreal"
		case "be":
			if r.markOf(v) == "to" && d.Tokens[v].Deprel != "xcomp" {
				return "future" // "is to visit"
			}
		}
	}
	t := &d.Tokens[v]
	if t.Deprel == "advcl" && t.Head >= 0 && t.Head < v && d.Tokens[t.Head].Lemma == "due" && d.Child(t.Head, "cop") >= 0 {
		return "future" // "is due to visit", where "due to" was taken for one word
	}
	if !found && depth < 3 && t.Deprel == "conj" && t.Head >= 0 && d.Child(v, "nsubj", "nsubj:pass") < 0 && hasFeat(t, "VerbForm=Inf") {
		return r.auxiliary(t.Head, depth+1)
	}
	if t.Deprel == "xcomp" && t.Head >= 0 && d.Tokens[t.Head].Lemma == "go" && d.Child(t.Head, "aux") >= 0 && r.markOf(v) == "to" {
		return "future" // "is going to sign"
	}
	return ""
}

// conditional: the clause, or one above it, hangs on "if" or "whether", or the
// sentence asks.
func (r *reader) conditional(v, depth int) bool {
	d := r.d
	for _, k := range d.Children(v) {
		if d.Tokens[k].Deprel == "mark" {
			switch strings.ToLower(d.Form(int(k))) {
			case "if", "unless", "whether", "lest":
				return true
			}
		}
	}
	t := &d.Tokens[v]
	if t.Head >= 0 && depth < 6 {
		switch relOf(t.Deprel) {
		case "conj", "xcomp", "advcl", "obj", "obl", "acl", "nmod", "nsubj":
			if relOf(t.Deprel) == "acl" && t.Deprel == "acl:relcl" {
				return false
			}
			return r.conditional(t.Head, depth+1)
		}
		return false
	}
	s := d.Sentences[d.SentenceOf(v)]
	return t.Head < 0 && d.Form(s.Last-1) == "?"
}

// mandated: the clause says what a noun asks for, in the form that verbs have then:
// "the demand that Japan lift the quotas".
func (r *reader) mandated(v int) bool {
	t := &r.d.Tokens[v]
	switch relOf(t.Deprel) {
	case "acl", "ccomp":
	default:
		return false
	}
	return t.Head >= 0 && t.Head < v && r.c.voc.mandates[r.d.Tokens[t.Head].Lemma] && r.isNominal(t.Head) &&
		r.d.Form(v) == t.Lemma && r.d.Child(v, "nsubj", "nsubj:pass") >= 0
}

// purpose: an infinitive that says what something else is for.
func (r *reader) purpose(v int) bool {
	t := &r.d.Tokens[v]
	if t.Deprel != "advcl" && t.Deprel != "acl" && t.Deprel != "xcomp" {
		return false
	}
	return hasFeat(t, "VerbForm=Inf") && r.markOf(v) == "to"
}

// isPast: the verb, or its auxiliary, stands in the past tense.
func (r *reader) isPast(v int) bool {
	t := &r.d.Tokens[v]
	if hasFeat(t, "Tense=Past") {
		return true
	}
	for _, k := range r.d.Children(v) {
		if a := &r.d.Tokens[k]; relOf(a.Deprel) == "aux" && hasFeat(a, "Tense=Past") && a.Lemma != "would" {
			return true
		}
	}
	return false
}

// pluperfect: "had met" outside reported speech tells of something earlier
// still.
func (r *reader) pluperfect(v int) bool {
	if relOf(r.d.Tokens[v].Deprel) == "ccomp" {
		return false
	}
	for _, k := range r.d.Children(v) {
		t := &r.d.Tokens[k]
		if relOf(t.Deprel) == "aux" && t.Lemma == "have" && strings.EqualFold(r.d.Form(int(k)), "had") {
			return true
		}
	}
	return false
}

// quotedSpans are the stretches between quotation marks, paragraph by
// paragraph; an open mark runs to the end of its paragraph.
func quotedSpans(d *doc.Document) []doc.Span {
	var out []doc.Span
	for _, b := range d.Blocks {
		open := -1
		for i := b.Start; i < b.End; i++ {
			switch {
			case d.Text[i] == '"':
				if open < 0 {
					open = i + 1
				} else {
					out = append(out, doc.Span{Start: open, End: i})
					open = -1
				}
			case strings.HasPrefix(d.Text[i:b.End], "“"):
				open = i + len("“")
			case open >= 0 && strings.HasPrefix(d.Text[i:b.End], "”"):
				out = append(out, doc.Span{Start: open, End: i})
				open = -1
			}
		}
		if open >= 0 && open < b.End {
			out = append(out, doc.Span{Start: open, End: b.End})
		}
	}
	return out
}
