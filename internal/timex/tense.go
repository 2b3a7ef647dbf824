package timex

import (
	"strings"

	"chancery/internal/doc"
)

// Which way a bare "Friday" or "March" points is told by the verb it hangs on:
// "met on Friday" looks back, "will meet on Friday" ahead.

// leads holds the words that look ahead or back, from the lexicon's classes
// AHEAD and BACK, those that set a scene, FRAME, and verbs whose
// infinitive lies ahead, PROMISE.
type leads struct{ ahead, back, frame, promise uint8 }

// surelyPast is the direction of a finite verb in the past tense.
const surelyPast = -2

// direction is negative when the clause around tokens [first, last) lies in
// the past, 1 when it lies ahead, 0 when nothing tells.
func (g *grammar) direction(d *doc.Document, first, last int) int8 {
	if first >= last || last > len(d.Tokens) {
		return 0
	}
	prep := ""
	before := first - 1
	if before >= 0 && d.Tokens[before].UPOS == "ADP" || before >= 0 && d.Tokens[before].UPOS == "SCONJ" {
		prep = strings.ToLower(d.Form(before))
		before--
	}
	// "said Friday that it will …": the verb next to the expression owns it,
	// whatever the tree makes of the rest.
	if before >= 0 && d.Tokens[before].End+1 >= d.Tokens[before+1].Start {
		switch t := &d.Tokens[before]; {
		case g.looksAhead(d, before) > 0:
			return 1
		case t.UPOS == "VERB" && prep == "" && strings.Contains(t.Feats, "VerbForm=Fin") && strings.Contains(t.Feats, "Tense=Past"):
			return surelyPast
		}
	}
	i := first
	for k := first; k < last; k++ {
		if h := d.Tokens[k].Head; h < first || h >= last {
			i = k
			break
		}
	}
	dir := g.climb(d, i)
	if prep == "by" || prep == "until" {
		if dir == surelyPast {
			return 0 // "had hired it until June" may lie on either side
		}
		return 1
	}
	return dir
}

// climb walks from token i up to the verb that says the time.
func (g *grammar) climb(d *doc.Document, i int) int8 {
	modifier := false // the expression stands before its noun: "Friday's vote"
	infinitive := false
	for hops := 0; hops < 12; hops++ {
		t := &d.Tokens[i]
		if dir, sure := g.verb(d, i); sure {
			switch {
			case modifier && dir > 0 && g.looksAhead(d, i) == 0:
				return 0 // what is done to "Friday's ruling" may lie ahead while Friday is past
			case modifier && dir == surelyPast:
				return -1
			case infinitive && g.promises(d, i):
				return 1 // "agreed to meet in May"
			case infinitive && dir == 0:
				return 1 // "is to resume", "wants to leave"
			}
			return dir
		}
		if t.UPOS == "VERB" && strings.Contains(t.Feats, "VerbForm=Inf") {
			infinitive = true
		}
		h := t.Head
		if h < 0 || h == i {
			return 0
		}
		switch up := d.Tokens[h].UPOS; {
		case strings.HasPrefix(t.Deprel, "nsubj"):
			modifier = false
		case h > i && (up == "NOUN" || up == "PROPN"):
			modifier = true
		}
		i = h
	}
	return 0
}

// verb reads the direction of the clause that token i heads. It is not sure
// when i heads no clause or its verb has no tense of its own.
func (g *grammar) verb(d *doc.Document, i int) (dir int8, sure bool) {
	t := &d.Tokens[i]
	if t.UPOS != "VERB" && t.UPOS != "AUX" && !g.hasCopula(d, i) {
		// "a meeting scheduled for Friday" hangs on the participle; but a noun
		// or adjective that plans ("due", "plan") looks ahead as well.
		return g.looksAhead(d, i), g.looksAhead(d, i) != 0
	}
	if g.looksAhead(d, i) > 0 {
		return 1, true
	}
	past, present := false, false
	for k := max(0, i-12); k < min(len(d.Tokens), i+6); k++ {
		a := &d.Tokens[k]
		if a.Head != i || a.Deprel == "" || !strings.HasPrefix(a.Deprel, "aux") && a.Deprel != "cop" {
			continue
		}
		if g.looksAhead(d, k) > 0 {
			// "would have met" and "could have met" look back.
			if g.auxHave(d, i) {
				return -1, true
			}
			return 1, true
		}
		past = past || strings.Contains(a.Feats, "Tense=Past")
		present = present || strings.Contains(a.Feats, "Tense=Pres")
	}
	switch {
	case past, strings.Contains(t.Feats, "VerbForm=Fin") && strings.Contains(t.Feats, "Tense=Past"):
		return surelyPast, true
	case present && g.auxHave(d, i):
		return -1, true
	case present && strings.Contains(t.Feats, "Tense=Past"):
		return 0, true // "is held": a custom, or a headline
	case present:
		return 1, true // "is leaving Friday"
	case strings.Contains(t.Feats, "VerbForm=Fin"):
		return 0, true
	case strings.Contains(t.Feats, "VerbForm=Part") && strings.Contains(t.Feats, "Tense=Past"):
		return -1, true // "the talks held on Friday"
	}
	return 0, false
}

func (g *grammar) hasCopula(d *doc.Document, i int) bool {
	for k := max(0, i-8); k < i; k++ {
		if d.Tokens[k].Head == i && d.Tokens[k].Deprel == "cop" {
			return true
		}
	}
	return false
}

func (g *grammar) auxHave(d *doc.Document, i int) bool {
	for k := max(0, i-12); k < i; k++ {
		if d.Tokens[k].Head == i && strings.HasPrefix(d.Tokens[k].Deprel, "aux") && d.Tokens[k].Lemma == "have" {
			return true
		}
	}
	return false
}

func (g *grammar) looksAhead(d *doc.Document, i int) int8 {
	if g.isA(d, i, g.leads.ahead) {
		return 1
	}
	return 0
}

// promises: what the verb at i governs lies ahead of it.
func (g *grammar) promises(d *doc.Document, i int) bool { return g.isA(d, i, g.leads.promise) }

// isA reports whether the form of token i is in a class of words.txt.
func (g *grammar) isA(d *doc.Document, i int, class uint8) bool {
	form := d.Form(i)
	if len(form) > 24 {
		return false
	}
	for _, r := range g.words.entries[g.words.ids[strings.ToLower(form)]].items {
		if r.class == class {
			return true
		}
	}
	return false
}

// nearby guesses the direction from the words around atom i, for text without
// a tree: the closest verb form before it, else after it, in its sentence.
func (s *scan) nearby(g *grammar, i int) int8 {
	for k := i - 1; k >= 0 && k > i-14; k-- {
		if s.atoms[k+1].broken || s.stops(k) {
			break
		}
		if dir := s.lead(g, k); dir != 0 {
			// "will be held": what stands before a participle decides.
			for j := k - 1; dir < 0 && j >= 0 && j > k-4; j-- {
				if s.lead(g, j) > 0 {
					return 1
				}
			}
			return dir
		}
	}
	for k := i + 1; k < len(s.atoms) && k < i+14; k++ {
		if s.atoms[k].broken || s.stops(k) {
			break
		}
		if dir := s.lead(g, k); dir != 0 {
			return dir
		}
	}
	return 0
}

func (s *scan) stops(k int) bool {
	return s.atoms[k].kind == signAtom && strings.IndexByte(".!?;", s.text[s.atoms[k].start]) >= 0 &&
		!(k+1 < len(s.atoms) && s.atoms[k+1].glued)
}

func (s *scan) lead(g *grammar, k int) int8 {
	a := &s.atoms[k]
	if a.kind != wordAtom {
		return 0
	}
	if a.mask>>g.leads.ahead&1 != 0 {
		return 1
	}
	if a.mask>>g.leads.back&1 != 0 {
		return -1
	}
	if n := a.end - a.start; n > 4 && s.text[a.end-2:a.end] == "ed" && !a.capital {
		return -1
	}
	return 0
}
