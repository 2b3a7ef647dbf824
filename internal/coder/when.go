package coder

import (
	"strings"
	"time"

	"chancery/internal/doc"
)

// backgroundDays is how long before the story a happening must lie to be told
// as history rather than as news.
const backgroundDays = 45

// dating finds the days of a document's events.
type dating struct {
	d      *doc.Document
	r      *reader
	anchor string
	basis  string // of the anchor: "dateline" or "publication"
	gov    []int  // timex → token of the verb or event noun it belongs to, -1
	last   Date   // of the last event told as history, for "In addition, …"
	lastAt int    // its sentence
}

func newDating(r *reader) *dating {
	w := &dating{d: r.d, r: r, anchor: r.d.Anchor(), basis: "publication", lastAt: -10}
	if r.d.Dateline.Date != "" {
		w.basis = "dateline"
	}
	w.last.Timex = -1
	w.gov = make([]int, len(r.d.Times))
	for i := range r.d.Times {
		w.gov[i] = w.governor(i)
	}
	return w
}

// governor is the nearest verb, predicate or event noun above a time
// expression.
func (w *dating) governor(i int) int {
	t := &w.d.Times[i]
	if t.First >= t.Last || t.First < 0 {
		return -1
	}
	tok := t.First
	// climb to the head of the expression
	for n := 0; n < 8; n++ {
		h := w.d.Tokens[tok].Head
		if h < t.First || h >= t.Last {
			break
		}
		tok = h
	}
	attribute := w.before(tok)
	for n := 0; n < 12; n++ {
		h := w.d.Tokens[tok].Head
		if h < 0 {
			return tok
		}
		tok = h
		switch u := w.d.Tokens[tok].UPOS; {
		case u == "VERB", w.d.Child(tok, "cop") >= 0:
			return tok
		case u == "NOUN" && len(w.r.c.voc.nouns[w.d.Tokens[tok].Lemma]) > 0:
			return tok
		case attribute && (u == "NOUN" || u == "PROPN") && !w.before(tok):
			return -1 // "the 1976 agreement": the day of the thing, not of what is done with it
		}
	}
	return -1
}

// before: the word at tok stands before a noun and says something of it.
func (w *dating) before(tok int) bool {
	switch t := &w.d.Tokens[tok]; t.Deprel {
	case "compound", "nummod", "amod", "nmod:poss", "nmod:desc":
		return t.Head > tok
	}
	return false
}

// of is the date of an event at token tok carried by verb v (its light verb, or
// tok itself).
func (w *dating) of(m *meaning, sentence int) Date {
	v := m.verb()
	best, bestScore := -1, 0.0
	s := w.d.Sentences[sentence]
	for i := range w.d.Times {
		t := &w.d.Times[i]
		if t.First < s.First || t.First >= s.Last || !datable(t) {
			continue
		}
		score := w.score(i, m, v)
		if score < 2.5 && w.anchor != "" && t.Begin > w.anchor && w.r.isPast(v) {
			continue // what is past does not lie ahead
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	if best >= 0 {
		t := &w.d.Times[best]
		basis := "expression"
		if bestScore < 1 {
			basis = "report" // the day it was said, for want of its own
		}
		return Date{Value: dayOf(t), Timex: best, Span: t.Span, Basis: basis}
	}
	if w.continues(sentence) {
		d := w.last
		d.Basis = "narrative"
		return d
	}
	if w.r.pluperfect(v) || w.anchor == "" {
		return Date{Timex: -1, Basis: "none"}
	}
	return Date{Value: w.anchor, Timex: -1, Basis: w.basis}
}

// datable: expressions that can date an event.
func datable(t *doc.Timex) bool {
	return (t.Type == "DATE" || t.Type == "TIME") && t.Begin != "" && t.Value != "FUTURE_REF" && t.Value != "PAST_REF"
}

// dayOf is the ISO value of an expression without its time of day.
func dayOf(t *doc.Timex) string {
	v := t.Value
	if v == "PRESENT_REF" {
		return t.Begin
	}
	if i := strings.IndexByte(v, 'T'); i == 10 {
		return v[:10]
	}
	return v
}

// score says how well time expression i belongs to the event: 3 its own, less
// when it stands higher in the sentence.
func (w *dating) score(i int, m *meaning, v int) float64 {
	d := w.d
	g := w.gov[i]
	if g < 0 {
		return 0
	}
	if g == m.tok || g == v {
		return 3
	}
	for in := m.inner; in != nil; in = in.inner {
		if g == in.tok || g == in.light {
			return 2.6
		}
	}
	// Climb from the trigger: a date on what governs it may be its own too.
	tok, score := v, 2.5
	for n := 0; n < 6; n++ {
		t := &d.Tokens[tok]
		if t.Head < 0 {
			break
		}
		switch rel := relOf(t.Deprel); rel {
		case "xcomp", "obj", "obl", "nsubj", "nmod", "compound", "appos":
			score -= 0.3
		case "conj":
			score -= 0.5
		case "advcl":
			if hasFeat(t, "VerbForm=Fin") {
				score -= 1.2
			} else {
				score -= 0.4
			}
		case "ccomp", "parataxis":
			if score = min(score-0.4, 0.8); w.r.auxiliary(tok, 0) != "" {
				return 0 // "said on Monday it would leave": not the day of leaving
			}
		case "acl":
			if t.Deprel == "acl:relcl" {
				return 0 // a relative clause has its own time or none
			}
			score -= 0.6
		default:
			score -= 0.5
		}
		tok = t.Head
		if tok == g {
			return max(score, 0.1)
		}
	}
	if d.Tokens[g].UPOS == "VERB" {
		return 0 // the date of a clause of its own
	}
	// A date hung on a noun of the clause by the parser ("the town on Monday").
	for h, n := g, 0; h >= 0 && n < 4; h, n = d.Tokens[h].Head, n+1 {
		if h == v || h == m.tok {
			return 1.5
		}
	}
	return 0
}

// continues: the sentence goes on in the past that the last one opened.
func (w *dating) continues(sentence int) bool {
	if w.last.Value == "" || sentence-w.lastAt != 1 {
		return false
	}
	first := w.d.Sentences[sentence].First
	for i := first; i < min(first+3, w.d.Sentences[sentence].Last); i++ {
		if w.r.c.voc.continuing[strings.ToLower(w.d.Form(i))] {
			return true
		}
	}
	return false
}

// remember notes a happening told as history.
func (w *dating) remember(date Date, background bool, sentence int) {
	if background && date.Timex >= 0 {
		w.last, w.lastAt = date, sentence
	} else if background && date.Basis == "narrative" {
		w.lastAt = sentence
	} else if date.Timex >= 0 {
		w.last.Value = ""
	}
}

// isBackground: the date ends well before the day of the story.
func (w *dating) isBackground(date Date) bool {
	end := w.end(date)
	if end == "" || w.anchor == "" {
		return false
	}
	e, err1 := time.Parse(time.DateOnly, end)
	a, err2 := time.Parse(time.DateOnly, w.anchor)
	return err1 == nil && err2 == nil && a.Sub(e) > backgroundDays*24*time.Hour
}

// isAhead: the date begins after the day of the story, by no more than what
// news looks ahead, and the verb is not in the past tense.
func (w *dating) isAhead(date Date, v int) bool {
	if date.Timex < 0 || w.anchor == "" || w.r.isPast(v) {
		return false
	}
	begin := w.d.Times[date.Timex].Begin
	b, err1 := time.Parse(time.DateOnly, begin)
	a, err2 := time.Parse(time.DateOnly, w.anchor)
	return err1 == nil && err2 == nil && b.After(a) && b.Sub(a) < 400*24*time.Hour
}

func (w *dating) end(date Date) string {
	if date.Timex >= 0 {
		return w.d.Times[date.Timex].End
	}
	return date.Value
}
