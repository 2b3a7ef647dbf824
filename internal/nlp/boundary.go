package nlp

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
	"chancery/internal/nlp/perceptron"
)

// Boundaries finds ends of sentences that no full stop marks: greetings and
// signatures, headings run into the text, lists. It is a perceptron over the
// words around a gap; the classes are "no" and "yes", the third is unused.
type Boundaries struct {
	Weights perceptron.Triples
	// Margin is by how much "yes" must win, in the units of the weights.
	Margin int32
}

// between reports whether a sentence ends before token i, which a space parts
// from the token before; start is the first token of the sentence.
func (b *Boundaries) between(d *doc.Document, f []uint32, start, i, end int) bool {
	var acc [3]int32
	b.Weights.Score(BoundaryFeatures(f, d, start, i, end), &acc)
	return acc[1]-acc[0] > b.Margin
}

// OpenGap reports whether it is worth asking if a sentence ends before token i:
// there is a space, not after a mark that hardly ever ends one, and not between two
// words in lower case.
func OpenGap(d *doc.Document, i int) bool {
	if d.Tokens[i].Start == d.Tokens[i-1].End {
		return false
	}
	switch d.Form(i - 1) {
	case ")", "]", ">", ",", "-", "--", "&", "$", "/":
		return false
	}
	return !lowerWord(d.Form(i)) || !lowerWord(d.Form(i-1))
}

func lowerWord(form string) bool { return form[0] >= 'a' && form[0] <= 'z' }

// BoundaryFeatures describes the gap before token i of a sentence that began at
// token start, in a block that ends before token end.
func BoundaryFeatures(f []uint32, d *doc.Document, start, i, end int) []uint32 {
	w := func(k int) uint32 {
		if k < start || k >= end {
			return 3
		}
		return gapWord(d.Form(k))
	}
	s := func(k int) uint32 {
		if k < start || k >= end {
			return 5
		}
		return gapShape(d.Form(k))
	}
	k := uint32(900)
	a1 := func(x uint32) { k++; f = append(f, perceptron.Mix(x, k)) }
	a2 := func(x, y uint32) { a1(perceptron.Mix(x, y)) }
	a3 := func(x, y, z uint32) { a1(perceptron.Mix(perceptron.Mix(x, y), z)) }
	l2, l1, r1, r2 := w(i-2), w(i-1), w(i), w(i+1)
	sl2, sl1, sr1, sr2, sr3 := s(i-2), s(i-1), s(i), s(i+1), s(i+2)
	n := i - start
	length := uint32(min(n, 6))
	if n > 12 {
		length = 7
	}
	if n > 30 {
		length = 8
	}
	spaced := uint32(0)
	for j := i; j > max(start, i-4); j-- {
		spaced = spaced<<1 | b2u(d.Tokens[j].Start > d.Tokens[j-1].End)
	}
	a1(0)
	a1(l1)
	a1(r1)
	a2(l1, r1)
	a2(l2, l1)
	a2(r1, r2)
	a2(l1, sr1)
	a2(sl1, r1)
	a2(sl1, sr1)
	a3(sl1, sr1, sr2)
	a3(sl2, sl1, sr1)
	a3(sl2, l1, sr1)
	a3(sl1, r1, sr2)
	a3(sl1, r1, r2)
	a3(l1, r1, sr2)
	a3(l2, l1, r1)
	a3(w(start), sl1, sr1)
	a3(w(start), r1, length)
	a3(length, sl1, sr1)
	a3(length, l1, sr1)
	a3(length, sl1, r1)
	a3(length, l1, r1)
	a3(spaced, sl1, sr1)
	a3(spaced, sl2, sr1)
	a3(sr1, sr2, sr3)
	a3(sl1, sr1, perceptron.Mix(sr2, sr3))
	a3(s(i-3), sl2, perceptron.Mix(sl1, sr1))
	a3(w(i+2), r1, sl1)
	a3(w(i+3), r1, sl1)
	return f
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func gapWord(form string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= '0' && c <= '9' {
			c = '0'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// gapShape tells capitals, figures and the marks apart.
func gapShape(form string) uint32 {
	r, n := utf8.DecodeRuneInString(form)
	switch {
	case unicode.IsUpper(r):
		if n == len(form) {
			return 10
		}
		r2, _ := utf8.DecodeRuneInString(form[n:])
		if unicode.IsUpper(r2) {
			return 11
		}
		if form[len(form)-1] == '.' {
			return 12
		}
		return 13
	case unicode.IsLower(r):
		return 14
	case unicode.IsDigit(r):
		return 15
	}
	if len(form) > 3 {
		return 16
	}
	return gapWord(form)
}
