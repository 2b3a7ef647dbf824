package chronicle

import (
	"slices"
	"strings"
	"unicode"

	"chancery/internal/day"
	"chancery/internal/doc"
)

// Spans of days by which the words for them are judged.
const (
	aWeek  = 7
	aMonth = 31
	aYear  = 366
)

// times settles the words that count from the day of the report and not from
// the day that the entry stands under: those that say the entry's own day again
// go, those that are still true stay, and the others get their date from an
// editor: "last year [1986]".
func (t *draft) times() {
	for i := range t.d.Times {
		tm := &t.d.Times[i]
		if tm.First < t.first || tm.Last > t.last || tm.First >= tm.Last || !t.keep[tm.First] || !t.keep[tm.Last-1] || tm.Basis == "explicit" {
			continue
		}
		span, ok := day.Range(tm.Value)
		if !ok {
			continue
		}
		own := t.h.When
		expr := strings.ToLower(t.d.Slice(tm.Span))
		date := t.v.labels.When(tm.Value, span)
		switch {
		case t.namesMonth(expr) || !strings.ContainsFunc(expr, unicode.IsLetter):
			// "March 23", "in June": true in any year but another one
			if span.From.Time().Year() != own.From.Time().Year() || own.Days() > 366 {
				t.gloss(tm, date)
			}
		case span.Days() == 1:
			t.oneDay(tm, expr, span.From, date)
		case t.sameUnit(span):
			if span == own && !t.drop(tm) {
				t.gloss(tm, date)
			}
		default:
			if !(span == own && t.drop(tm)) {
				t.gloss(tm, date)
			}
		}
	}
}

// here names the place that an article is written from where its words only point
// at it: "will meet here" is read far from the dateline. What somebody says of
// where he stands stays.
func (t *draft) here() {
	place := t.r.Doc.Dateline.Place
	if place == "" {
		return
	}
	for k := t.first; k < t.last; k++ {
		if t.keep[k] && !t.quoted(k) && t.rel(k) == "advmod" && t.v.has("here", t.form(k)) && t.d.Child(k, "case", "advmod") < 0 {
			t.instead[k] = "[" + t.v.labels.Get("in place", "p", place) + "]"
			t.cost += 0.2
		}
	}
}

// oneDay settles an expression for a single day: "Tuesday", "yesterday".
func (t *draft) oneDay(tm *doc.Timex, expr string, d day.Day, date string) {
	own := t.h.When
	weekday := t.namesWeekday(expr)
	single := own.Days() == 1
	switch {
	case single && d == own.From:
		if t.drop(tm) || weekday || t.told == d {
			return
		}
		t.replace(tm, date)
	case single && t.told == own.From && !weekday:
		// "yesterday" of the very day
	case single && weekday && abs(int64(d)-int64(own.From)) < aWeek && abs(int64(t.told)-int64(own.From)) < aWeek:
	case weekday:
		t.gloss(tm, date)
	case t.d.Tokens[t.headOf(tm.First, tm.Last)].UPOS == "PROPN":
		// "a Christmas message": the day has a name of its own
		if d.Time().Year() != own.From.Time().Year() {
			t.gloss(tm, date)
		}
	default:
		t.replace(tm, date)
	}
}

// sameUnit reports whether an expression for a week, a month or a year means
// the same from the entry's day as from the report's.
func (t *draft) sameUnit(span day.Span) bool {
	a, b := t.told, t.h.When.From
	switch n := span.Days(); {
	case n <= aWeek:
		// Day 0 is a Thursday: weeks begin on Mondays.
		return floor(int64(a)+3, 7) == floor(int64(b)+3, 7)
	case n <= aMonth:
		return a.Time().Year() == b.Time().Year() && a.Time().Month() == b.Time().Month()
	case n <= aYear:
		return a.Time().Year() == b.Time().Year()
	default:
		return span.Has(a) && span.Has(b) // "this decade"
	}
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func abs(n int64) int64 { return max(n, -n) }

func (t *draft) namesWeekday(expr string) bool { return names(expr, t.v.labels.weekdays) }
func (t *draft) namesMonth(expr string) bool   { return names(expr, t.v.labels.months) }

func names(expr string, list []string) bool {
	for _, w := range list {
		if strings.Contains(expr, strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// drop takes an expression out with its preposition, where it only tells when
// the event was: not "Tuesday's talks" or "since Tuesday", nor in somebody's own
// words.
func (t *draft) drop(tm *doc.Timex) bool {
	var gone []int
	for head := tm.First; head < tm.Last; head++ {
		if h := t.d.Tokens[head].Head; h >= tm.First && h < tm.Last || !t.keep[head] {
			continue
		}
		switch rel := t.rel(head); relOf(rel) {
		case "obl", "advmod", "nmod":
			if rel == "nmod:poss" {
				return false
			}
		default:
			return false
		}
		if t.quoted(head) {
			return false
		}
		first, last := t.d.Subtree(head)
		for k := first; k < last; k++ {
			if !t.keep[k] {
				continue
			}
			switch inside := k >= tm.First && k < tm.Last; {
			case inside, t.rel(k) == "case" && t.v.has("case", t.form(k)), t.rel(k) == "punct", t.rel(k) == "det":
				gone = append(gone, k)
			default:
				return false
			}
		}
	}
	if len(gone) == 0 || t.needed(gone) {
		return false
	}
	for _, k := range gone {
		t.keep[k] = false
	}
	if k := slices.Min(gone) - 1; k >= t.first && t.keep[k] && t.rel(k) == "advmod" && t.v.has("near", t.form(k)) {
		t.keep[k] = false // "later on Tuesday"
	}
	return true
}

// needed reports whether a side clause would end in its bare verb without these
// tokens: "the fair, which opens on Friday".
func (t *draft) needed(gone []int) bool {
	verb := slices.Min(gone) - 1
	if verb < t.first || t.d.Tokens[verb].UPOS != "VERB" || verb == t.top || t.d.Tokens[verb].Head < 0 {
		return false
	}
	after := slices.Max(gone) + 1
	return after >= t.last || t.d.Tokens[after].UPOS == "PUNCT"
}

// gloss adds the date in brackets.
func (t *draft) gloss(tm *doc.Timex, date string) {
	k := tm.Last - 1
	for k > tm.First && !t.keep[k] {
		k--
	}
	t.behind[k] = strings.TrimSpace(t.behind[k] + " [" + date + "]")
	t.cost += 0.3
}

// replace puts the date in the place of an expression.
func (t *draft) replace(tm *doc.Timex, date string) {
	head := t.headOf(tm.First, tm.Last)
	for k := tm.First; k < tm.Last; k++ {
		t.keep[k] = k == tm.First
	}
	if r := relOf(t.rel(head)); (r == "obl" || r == "advmod") && t.d.Child(head, "case") < 0 {
		date = t.v.labels.Get("on date", "date", date)
	}
	if tm.Last < t.last && t.rel(tm.Last) == "case" && t.d.Tokens[tm.Last].Head == head {
		t.keep[tm.Last] = false // "yesterday's talks"
	}
	t.instead[tm.First] = "[" + date + "]"
	t.cost += 0.4
}
