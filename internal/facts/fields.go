package facts

import (
	"strings"
)

// about reads what pact i is about and which bodies concluded it, and returns
// one past the last token it read.
func (r *reader) about(p *pact, pacts []pact, i int, f *Agreement) int {
	d := r.d
	end := r.sentence(p.tok).Last
	if i+1 < len(pacts) {
		end = pacts[i+1].tok
		for end > p.tok+1 && (d.Tokens[end-1].UPOS != "NOUN" && d.Tokens[end-1].UPOS != "PROPN") {
			end--
		}
	}
	r.fieldsBefore(p.tok, f)
	last := p.tok + 1
	k := p.tok + 1
	for k < end && (d.Form(k) == "of" || d.Form(k) == "understanding" || d.Form(k) == "intent" || d.Form(k) == "more" || d.Form(k) == "notes") {
		k++
		last = k
	}
	for k < end {
		w := strings.ToLower(d.Form(k))
		_, about := r.x.agreements["about"].word(w)
		switch {
		case w == "to" && k+1 < end && d.Tokens[k+1].UPOS == "VERB" && k == last:
			last = r.purpose(k+1, end, f)
			k = end
		case about && k+1 < end && !r.inTime(k+1) && !r.isPlace(k+1):
			k = r.fieldList(k+1, end, f)
			last = k
			if k < end && d.Form(k) != "between" {
				k = end
			}
		case w == "between" && d.Tokens[k].Head > k && d.Tokens[k].Head < end:
			h := d.Tokens[k].Head
			_, z := d.Subtree(h)
			z = min(z, end)
			r.body(h, z, f)
			k, last = max(z, k+1), max(z, k+1)
		case d.Tokens[k].UPOS == "VERB" && d.Tokens[k].Deprel != "amod" && !strings.HasPrefix(d.Tokens[k].Deprel, "acl"),
			w == ";", w == ".", w == "," && len(f.Fields) > 0,
			d.Tokens[k].UPOS == "ADP" && !about && w != "between" && w != "with" && w != "by" && w != "of" && w != "under":
			k = end
		default:
			k++
		}
	}
	if len(f.Fields) == 0 {
		for _, b := range f.Bodies {
			if _, field, ok := strings.Cut(b, " of "); ok {
				f.Fields = addString(f.Fields, strings.ToLower(field))
			}
		}
	}
	for last > p.tok+1 {
		switch d.Tokens[last-1].UPOS {
		case "PUNCT", "CCONJ", "SCONJ", "ADP", "PART", "DET":
			last--
			continue
		}
		break
	}
	return last
}

// purpose reads "to reschedule its debts" as what an agreement is about.
func (r *reader) purpose(k, end int, f *Agreement) int {
	d := r.d
	z := k + 1
	for z < end && z < k+7 && d.Tokens[z].UPOS != "ADP" && d.Tokens[z].UPOS != "PUNCT" && d.Tokens[z].UPOS != "CCONJ" && d.Tokens[z].UPOS != "SCONJ" && !isVerb(&d.Tokens[z]) && !r.inTime(z) {
		z++
	}
	if z > k+1 {
		f.Fields = addString(f.Fields, strings.ToLower(strings.Join(strings.Fields(d.Slice(d.TokenSpan(k, z))), " ")))
	}
	return z
}

// fieldsBefore takes "trade" from "a trade agreement".
func (r *reader) fieldsBefore(n int, f *Agreement) {
	d, last := r.d, -1
	for _, c32 := range d.Children(n) {
		c := int(c32)
		if c >= n {
			return
		}
		t := &d.Tokens[c]
		if d.MentionAt(c) != nil || r.inTime(c) || r.isPlace(c) {
			continue
		}
		switch {
		case t.Deprel == "compound" && t.UPOS == "NOUN":
			a, z := d.Subtree(c)
			for a < c && r.inTime(a) {
				a++
			}
			if a > 0 && d.Tokens[a-1].UPOS == "ADJ" {
				if v, _ := r.x.agreements["topic"].word(d.Tokens[a-1].Lemma); v == "joined" {
					a--
				}
			}
			w := strings.ToLower(d.Slice(d.TokenSpan(a, z)))
			if w == "framework" || w == "draft" {
				continue
			}
			if n := len(f.Fields); n > 0 && a == last {
				f.Fields[n-1] += " " + w // "debt relief deal"
			} else {
				f.Fields = addString(f.Fields, w)
			}
			last = z
		case t.Deprel == "amod":
			if v, ok := r.x.agreements["topic"].word(t.Lemma); ok && v != "joined" {
				f.Fields = addString(f.Fields, t.Lemma)
			}
		}
	}
}

func (r *reader) isPlace(k int) bool {
	for i := range r.d.Places {
		if t := &r.d.Places[i]; t.First <= k && k < t.Last {
			return true
		}
	}
	return false
}

// fieldList reads "X, Y and Z" from token k: what the agreements are about. It
// stops where something else begins: a verb, a time, "with", "between".
func (r *reader) fieldList(k, end int, f *Agreement) int {
	d := r.d
	start, begin := k, k
	flush := func(to int) {
		if s := r.field(start, to); s != "" {
			f.Fields = addString(f.Fields, s)
		}
	}
	for ; k < end; k++ {
		t := &d.Tokens[k]
		w := d.Form(k)
		switch {
		case w == "," || t.UPOS == "CCONJ":
			flush(k)
			start = k + 1
		case w == "in" && k > start && isNoun(&d.Tokens[k-1]) && !r.isArea(k-1):
			flush(k) // "in the presence of", "in Lima": where, no longer what
			return k
		case w == "with" || w == "during" || w == "after" || w == "when" || w == "while" || w == "as" || w == "before" || w == "by" || w == "at",
			t.UPOS == "PUNCT" && w != "-" && w != "'" && w != "’",
			t.UPOS == "PRON" && !strings.Contains(t.Feats, "Poss=Yes"),
			r.inTime(k), r.isPlace(k) && k == start:
			flush(k)
			return k
		case t.UPOS == "AUX", t.UPOS == "VERB" && k > start && t.Deprel != "amod" && t.Deprel != "compound":
			// the words before a verb are its subject, where a comma parts them
			// from the list: "on fisheries and mining, the ministry said"
			if start == begin || strings.HasPrefix(t.Deprel, "acl") {
				flush(k)
				return k
			}
			return start
		case w == "between":
			flush(k)
			// "… between governments": says whose, not what
			// the only thing it is about: then it is the agreement that lies between
			if h := d.Tokens[k].Head; start == begin && h > k && h < end {
				if _, z := d.Subtree(h); z >= end || d.Form(z) != "," && d.Tokens[z].UPOS != "CCONJ" {
					r.body(h, min(z, end), f)
				}
			}
			for k < end && d.Form(k) != "," && d.Tokens[k].UPOS != "CCONJ" && d.Tokens[k].UPOS != "VERB" {
				k++
			}
			if k < end && d.Tokens[k].UPOS == "VERB" {
				return k
			}
			start = k + 1
		}
	}
	flush(end)
	return end
}

// isArea: "cooperation", "matters": words that say nothing of the field itself.
func (r *reader) isArea(k int) bool {
	_, ok := r.x.agreements["area"].word(strings.ToLower(r.d.Tokens[k].Lemma))
	return ok
}

// field is tokens [a, z) as a field: without determiners, without "cooperation
// in", without "matters".
func (r *reader) field(a, z int) string {
	d := r.d
	area := r.x.agreements["area"]
	for a < z {
		t := &d.Tokens[a]
		if t.UPOS == "DET" || t.UPOS == "ADP" || t.UPOS == "PUNCT" || strings.Contains(t.Feats, "Poss=Yes") {
			a++
			continue
		}
		// "[closer] cooperation in telecommunications"
		j := a
		for j < z && (d.Tokens[j].UPOS == "ADJ" || d.Tokens[j].UPOS == "ADV") {
			j++
		}
		if j < z && j+1 < z && d.Tokens[j+1].UPOS == "ADP" {
			if _, ok := area.word(strings.ToLower(d.Tokens[j].Lemma)); ok {
				a = j + 2
				continue
			}
		}
		break
	}
	for z > a && (d.Tokens[z-1].UPOS == "PUNCT" || d.Tokens[z-1].UPOS == "ADP" || d.Tokens[z-1].UPOS == "PART") {
		z--
	}
	if z-a > 1 {
		if l := strings.ToLower(d.Tokens[z-1].Lemma); l != "cooperation" && l != "co-operation" && l != "collaboration" {
			if _, ok := area.word(l); ok {
				z--
			}
		}
	}
	for k := a; k < z; k++ {
		if m := d.MentionAt(k); m != nil && m.Actors[0].Person {
			return ""
		}
	}
	if a >= z || z-a > 8 || d.Tokens[a].UPOS == "NUM" || d.Tokens[a].UPOS == "SYM" {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(d.Slice(d.TokenSpan(a, z))), " "))
}

// body reads the bodies of "between both Ministries of Justice" at head h.
func (r *reader) body(h, end int, f *Agreement) {
	d := r.d
	lemma := strings.ToLower(d.Tokens[h].Lemma)
	if _, ok := r.x.agreements["body"].word(lemma); !ok {
		if lemma = singular(lemma); lemma == "" {
			return
		}
		if _, ok := r.x.agreements["body"].word(lemma); !ok {
			return
		}
	}
	name := lemma
	if c := d.Form(h)[0]; c >= 'A' && c <= 'Z' {
		name = strings.ToUpper(lemma[:1]) + lemma[1:]
	}
	first := h
	for first > 0 && (d.Tokens[first-1].Deprel == "compound" || d.Tokens[first-1].Deprel == "amod") && d.Tokens[first-1].Head == h && d.MentionAt(first-1) == nil {
		first--
	}
	if first < h {
		name = d.Slice(d.TokenSpan(first, h)) + " " + name
	}
	if h+2 < end && d.Form(h+1) == "of" && !r.isPlace(h+2) {
		z := h + 2
		for z < end && (isNoun(&d.Tokens[z]) || d.Tokens[z].UPOS == "ADJ" || d.Tokens[z].UPOS == "CCONJ" && z+1 < end && isNoun(&d.Tokens[z+1]) && d.MentionAt(z+1) == nil) {
			z++
		}
		if z > h+2 {
			name += " of " + d.Slice(d.TokenSpan(h+2, z))
		}
	}
	f.Bodies = addString(f.Bodies, name)
}

// singular undoes the plurals that capitals hide from the lemmatiser.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return ""
}
