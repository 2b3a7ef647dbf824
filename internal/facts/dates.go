package facts

import (
	"strings"
	"time"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// backgroundDays is how long before the story a happening must lie to be told
// as history rather than as news, as for events.
const backgroundDays = 45

// date is when the happening at token k took place. Rivals are the tokens of
// other happenings in the sentence, in order: an expression behind one of them
// is not this one's.
func (r *reader) date(k int, rivals []int) coder.Date {
	d := r.d
	s := r.sentence(k)
	lo, hi := s.First, s.Last
	for _, x := range rivals {
		if x < k && x >= lo {
			lo = x + 1
		}
		if x > k && x < hi {
			hi = x
		}
	}
	best, bestScore := -1, 0
	for i := range d.Times {
		t := &d.Times[i]
		if t.First < lo || t.First >= hi || t.First >= t.Last || !datable(t) || r.ahead(t) {
			continue // what is told as done was not done on a day to come
		}
		if r.forTime(t) {
			continue // "a helicopter for the 1990s"
		}
		if n := r.bond(k, t); n > bestScore {
			best, bestScore = i, n
		}
	}
	// a date that hangs on the word itself comes first, then the event's, then
	// one that merely stands near
	e := r.eventAt(k)
	if e != nil && e.Date.Timex >= 0 {
		if t := &d.Times[e.Date.Timex]; t.First < t.Last && (r.ahead(t) || r.forTime(t)) {
			e = nil
		}
	}
	if e != nil && e.Date.Value != "" && bestScore < 3 && e.Date.Timex >= 0 && r.within(e.Date.Timex, lo, hi) {
		return e.Date
	}
	if best >= 0 {
		t := &d.Times[best]
		return coder.Date{Value: dayOf(t), Timex: best, Span: t.Span, Basis: "expression"}
	}
	if e != nil && e.Date.Value != "" && (e.Date.Basis != "narrative" || r.continues(k)) && !r.rivalled(e.Date.Timex, r.d.SentenceOf(k), lo, hi) {
		return e.Date
	}
	if r.continues(k) {
		out := r.last
		out.Basis = "narrative"
		return out
	}
	if r.pluperfect(k) || r.relativeGerund(k) {
		return coder.Date{Timex: -1, Basis: "none"} // some earlier day
	}
	return r.today()
}

// forTime: "for 1990", "for the 1990s": what it is meant for, not when it happened.
func (r *reader) forTime(t *doc.Timex) bool {
	k := t.First
	for k > 0 && k > t.First-2 && strings.EqualFold(r.d.Form(k-1), "the") {
		k--
	}
	return k > 0 && strings.EqualFold(r.d.Form(k-1), "for") || strings.EqualFold(r.d.Form(t.First), "for")
}

// relativeGerund: dated against another happening, "after breaking them off".
func (r *reader) relativeGerund(v int) bool {
	if !strings.HasSuffix(r.d.Form(v), "ing") {
		return false
	}
	m := r.d.Child(v, "mark")
	return m >= 0 && (r.d.Tokens[m].Lemma == "after" || r.d.Tokens[m].Lemma == "before" || r.d.Tokens[m].Lemma == "since")
}

// pluperfect: "had signed".
func (r *reader) pluperfect(v int) bool {
	for _, c := range r.d.Children(v) {
		if t := &r.d.Tokens[c]; t.Deprel == "aux" && t.Lemma == "have" && strings.Contains(t.Feats, "Tense=Past") {
			return true
		}
	}
	return false
}

// eventAt is the event that token k triggers, or nil.
func (r *reader) eventAt(k int) *coder.Event {
	for i := range r.events {
		if r.events[i].Token == k {
			return &r.events[i]
		}
	}
	return nil
}

// rivalled: the expression stands in the sentence, beyond another happening.
func (r *reader) rivalled(timex, sentence, lo, hi int) bool {
	if timex < 0 {
		return false
	}
	t := &r.d.Times[timex]
	return t.First < t.Last && r.d.SentenceOf(t.First) == sentence && !r.within(timex, lo, hi)
}

func (r *reader) within(timex, lo, hi int) bool {
	f := r.d.Times[timex].First
	return f >= lo && f < hi
}

func (r *reader) today() coder.Date {
	if a := r.d.Anchor(); a != "" {
		return coder.Date{Value: a, Timex: -1, Basis: r.basis}
	}
	return coder.Date{Timex: -1, Basis: "none"}
}

// bond says how closely a time expression belongs to token k: 3 hangs on it, 2
// follows it with no verb between, 1 precedes it so.
func (r *reader) bond(k int, t *doc.Timex) int {
	d := r.d
	if h := r.dates(t); h >= 0 && h != k {
		return 0 // "suspended a 1979 treaty"
	}
	top := t.First
	for n := 0; n < 10 && top >= 0; n++ {
		if top == k {
			return 3
		}
		if n > 0 && isVerb(&d.Tokens[top]) && (top < t.First || top >= t.Last) {
			break
		}
		top = d.Tokens[top].Head
	}
	a, z, score := k+1, t.First, 2
	if t.First < k {
		a, z, score = t.Last, k, 1
	}
	if top >= 0 && top != k && top > k && strings.HasPrefix(d.Tokens[top].Deprel, "acl") {
		return 0 // a relative clause keeps its time to itself
	}
	for j := a; j < z; j++ {
		u := &d.Tokens[j]
		if u.UPOS != "VERB" || u.Deprel == "amod" || d.Tokens[k].Head == j || u.Deprel == "xcomp" && score == 2 {
			continue
		}
		if strings.HasPrefix(u.Deprel, "acl") && j != top {
			continue // closed before the expression or the happening is reached
		}
		return 0
	}
	if score == 1 && top >= 0 && top < t.First && top != d.Tokens[k].Head && isVerb(&d.Tokens[top]) {
		return 0 // it dates the verb before it
	}
	return score
}

// dates is the noun that a bare year or month stands before and dates ("a 1979
// treaty"), or -1.
func (r *reader) dates(t *doc.Timex) int {
	d := r.d
	for k := t.First; k < t.Last; k++ {
		h := d.Tokens[k].Head
		if h < t.Last || !isNoun(&d.Tokens[h]) {
			continue
		}
		switch d.Tokens[k].Deprel {
		case "nummod", "amod", "compound", "nmod:desc", "nmod:unmarked", "nmod:poss":
			return h
		}
	}
	return -1
}

// ahead: the expression begins after the day of the story.
func (r *reader) ahead(t *doc.Timex) bool {
	a := r.d.Anchor()
	return a != "" && t.Begin > a
}

// datable: expressions that can date a happening.
func datable(t *doc.Timex) bool {
	return (t.Type == "DATE" || t.Type == "TIME") && t.Value != "" && t.Value != "FUTURE_REF" && t.Value != "PAST_REF" && t.Begin != ""
}

// dayOf is the ISO value of an expression without its time of day.
func dayOf(t *doc.Timex) string {
	if t.Value == "PRESENT_REF" {
		return t.Begin
	}
	if i := strings.IndexByte(t.Value, 'T'); i == 10 {
		return t.Value[:10]
	}
	return t.Value
}

// continues: the sentence goes on in the past that the last one opened.
func (r *reader) continues(k int) bool {
	s := r.d.SentenceOf(k)
	if r.last.Value == "" || s-r.lastAt > 1 || s < r.lastAt {
		return false
	}
	if s == r.lastAt {
		return true
	}
	sent := r.d.Sentences[s]
	for i := sent.First; i < min(sent.First+4, sent.Last); i++ {
		if _, ok := r.x.words["continuing"].word(strings.ToLower(r.d.Form(i))); ok {
			return true
		}
	}
	return false
}

// remember notes when a fact told as history happened.
func (r *reader) remember(date coder.Date, k int) {
	if r.isBackground(date) {
		r.last, r.lastAt = date, r.d.SentenceOf(k)
	}
}

// isBackground: the date ends well before the day of the story.
func (r *reader) isBackground(date coder.Date) bool {
	end := date.Value
	if date.Timex >= 0 && r.d.Times[date.Timex].End != "" {
		end = r.d.Times[date.Timex].End
	}
	e, err1 := time.Parse(time.DateOnly, lastDay(end))
	a, err2 := time.Parse(time.DateOnly, r.d.Anchor())
	return err1 == nil && err2 == nil && a.Sub(e) > backgroundDays*24*time.Hour
}

// lastDay completes a year or a month to its last day.
func lastDay(v string) string {
	switch len(v) {
	case 4:
		return v + "-12-31"
	case 7:
		if t, err := time.Parse("2006-01", v); err == nil {
			return t.AddDate(0, 1, -1).Format(time.DateOnly)
		}
	}
	return v
}
