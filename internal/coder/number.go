package coder

import (
	"slices"
	"strconv"
	"strings"

	"chancery/internal/doc"
)

// numeral is a word that counts.
type numeral struct {
	class string
	value int
}

// approach is a phrase before a number that bounds it.
type approach struct {
	words []string
	class string
}

// counters are the words of a noun phrase that may count what it names: first
// what the tree says is a number, then what else stands before the noun.
func (r *reader) counters(tok int) []int {
	d := r.d
	var out []int
	for _, rel := range []string{"nummod", "det", "amod", "advmod", "compound"} {
		for _, k := range d.Children(tok) {
			if int(k) < tok && relOf(d.Tokens[k].Deprel) == rel {
				out = append(out, int(k))
			}
		}
	}
	s := d.Sentences[d.SentenceOf(tok)]
	for k := tok - 1; k >= max(s.First, tok-3); k-- {
		if u := d.Tokens[k].UPOS; u == "NUM" {
			out = append(out, k) // wherever the tree hangs it: "between 10 and 15 people"
		} else if u != "ADJ" && u != "NOUN" && u != "PROPN" {
			break
		}
	}
	return out
}

// number reads the number that holds token i, with what bounds it.
func (r *reader) number(v *tolls, i int) (Toll, bool) {
	d := r.d
	s := d.Sentences[d.SentenceOf(i)]
	word := func(k int) (numeral, bool) {
		if k < s.First || k >= s.Last {
			return numeral{}, false
		}
		return v.word(d.Form(k))
	}
	w, ok := word(i)
	if !ok {
		return Toll{}, false
	}
	// the whole of "two hundred", and of the range that it is the end of
	first := i
	for first > s.First {
		p, ok := word(first - 1)
		if !ok || p.class == "NONE" || p.class == "MANY" {
			break
		}
		first--
	}
	last := i + 1
	for last < s.Last {
		n, ok := word(last)
		if !ok || n.class == "NONE" || n.class == "NUMBER" && n.value == 1 && d.Form(last) != "one" {
			break
		}
		last++
	}
	switch w.class {
	case "NONE":
		if i+1 < s.Last && d.Form(i) == "No" || d.Form(i) == "no" {
			if n := strings.ToLower(d.Form(min(i+1, s.Last-1))); n == "fewer" || n == "less" || n == "more" {
				return Toll{}, false
			}
		}
		return Toll{Span: d.Tokens[i].Span}, true
	case "MANY":
		// "tens of thousands"
		c := Toll{Min: w.value, Max: Open, Span: d.Tokens[i].Span}
		if i+2 < s.Last && d.Form(i+1) == "of" {
			if n, ok := word(i + 2); ok && n.class == "MANY" && n.value >= 200 {
				c.Min *= n.value / 2
				c.Span.End = d.Tokens[i+2].End
			}
		}
		if i >= 2 && d.Form(i-1) == "of" {
			if _, ok := word(i - 2); ok {
				return r.number(v, i-2)
			}
		}
		return c, true
	}
	if first > s.First && strings.EqualFold(d.Form(first), "one") && strings.EqualFold(d.Form(first-1), "no") {
		return Toll{Span: doc.Span{Start: d.Tokens[first-1].Start, End: d.Tokens[first].End}}, true
	}
	n, ok := v.sum(d, first, last)
	if !ok || r.timed(i) {
		return Toll{}, false
	}
	c := Toll{Min: n, Max: n, Span: doc.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}}
	if lo, at, ok := r.rangeBefore(v, s, first); ok && lo < n {
		c.Min, first = lo, at
		c.Span.Start = d.Tokens[first].Start
	} else if hi, at, ok := r.rangeAfter(v, s, last); ok && hi > n {
		c.Max, c.Span.End = hi, d.Tokens[at-1].End
	}
	for _, p := range v.before {
		from := first - len(p.words)
		if from < s.First || !slices.EqualFunc(p.words, d.Tokens[from:first], func(w string, t doc.Token) bool { return strings.EqualFold(w, d.Text[t.Start:t.End]) }) {
			continue
		}
		switch p.class {
		case "LEAST":
			c.Max = Open
		case "MOST":
			c.Min = min(1, c.Max)
		}
		c.Span.Start = d.Tokens[from].Start
		break
	}
	return c, true
}

// rangeBefore reads the lower end before a number: "10 to", "between 10 and".
func (r *reader) rangeBefore(v *tolls, s doc.Sentence, first int) (n, at int, ok bool) {
	if first-2 < s.First || !joins(r.d, s, first-1) {
		return 0, 0, false
	}
	from := first - 2
	for from > s.First && v.isNumber(r.d.Form(from-1)) {
		from--
	}
	n, ok = v.sum(r.d, from, first-1)
	return n, from, ok
}

// rangeAfter reads the upper end.
func (r *reader) rangeAfter(v *tolls, s doc.Sentence, last int) (n, at int, ok bool) {
	if last+1 >= s.Last || !joins(r.d, s, last) {
		return 0, 0, false
	}
	to := last + 1
	for to < s.Last && v.isNumber(r.d.Form(to)) {
		to++
	}
	n, ok = v.sum(r.d, last+1, to)
	return n, to, ok
}

// joins: the word stands between the ends of a range.
func joins(d *doc.Document, s doc.Sentence, i int) bool {
	switch strings.ToLower(d.Form(i)) {
	case "to", "or", "-", "–":
		return true
	case "and":
		for k := i - 1; k >= max(s.First, i-4); k-- {
			if strings.EqualFold(d.Form(k), "between") {
				return true
			}
		}
	}
	return false
}

// word is what a form counts.
func (v *tolls) word(form string) (numeral, bool) {
	if n, ok := v.numerals[strings.ToLower(form)]; ok {
		return n, true
	}
	if n, ok := figure(form); ok {
		return numeral{"NUMBER", n}, true
	}
	if head, tail, ok := strings.Cut(strings.ToLower(form), "-"); ok { // twenty-five
		a, b := v.numerals[head], v.numerals[tail]
		if a.class == "NUMBER" && b.class == "NUMBER" && a.value >= 20 && b.value < 10 {
			return numeral{"NUMBER", a.value + b.value}, true
		}
	}
	return numeral{}, false
}

func (v *tolls) isNumber(form string) bool {
	w, ok := v.word(form)
	return ok && (w.class == "NUMBER" || w.class == "SCALE")
}

// most is the largest number of people that a toll may have.
const most = 100_000_000

// sum is the number that the tokens write: "two hundred and five" is not read
// beyond its hundred.
func (v *tolls) sum(d *doc.Document, first, last int) (int, bool) {
	total, part := 0, 0
	for i := first; i < last; i++ {
		w, ok := v.word(d.Form(i))
		switch {
		case !ok:
			return 0, false
		case w.class == "SCALE" && w.value < 1000:
			part = max(part, 1) * w.value
		case w.class == "SCALE":
			total += max(part, 1) * w.value
			part = 0
		case w.class == "NUMBER":
			part += w.value
		default:
			return 0, false
		}
		if total+part > most {
			return 0, false
		}
	}
	return total + part, first < last
}

// figure reads 12 and 1,200.
func figure(form string) (int, bool) {
	if form == "" || form[0] < '0' || form[0] > '9' || len(form) > 11 {
		return 0, false
	}
	n, err := strconv.Atoi(strings.ReplaceAll(form, ",", ""))
	if err != nil || strings.Contains(form, ",") && len(form)-strings.LastIndexByte(form, ',') != 4 {
		return 0, false
	}
	return n, true
}
