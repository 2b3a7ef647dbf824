package linear

import (
	"chancery/internal/nlp/perceptron"
	"unicode"
	"unicode/utf8"
)

// word is what a token looks like: hashes computed once and combined into the
// features of all three recognisers.
type word struct {
	low        uint32 // lower-cased form, digits folded to 0
	pre        [3]uint32
	suf        [4]uint32
	shape      uint32 // run-length shape: "Xx", "X", "d-d", …
	kind       uint32 // coarse: capitalisation and character classes
	lex        uint32 // bits from the word lists
	clus, clu4 uint32
}

// Bits of word.kind.
const (
	kUpper  = 1 << iota // begins with a capital
	kAll                // no lower-case letter
	kDigit              // has a digit
	kLetter             // has a letter
	kFirst              // first word of the sentence
	kShout              // stands in a sentence or block of capitals
)

// look fills w for a form. It allocates nothing.
func (m *Model) look(w *word, form string, first, shout bool) {
	var buf [64]byte
	low := lowerFold(buf[:0], form)
	*w = word{}
	w.low = perceptron.HashString(string(low[:len(low):len(low)]))
	for i := range w.pre {
		w.pre[i] = perceptron.HashBytes(low[:min(len(low), i+1)]) + uint32(i)
	}
	for i := range w.suf {
		w.suf[i] = perceptron.HashBytes(low[max(0, len(low)-i-1):]) + uint32(i)
	}
	shape, last := uint32(7), byte(0)
	for i, r := range form {
		var c byte
		switch {
		case r >= 'a' && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r):
			c = 'x'
			w.kind |= kLetter
		case r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r):
			c = 'X'
			w.kind |= kLetter
			if i == 0 {
				w.kind |= kUpper
			}
		case r >= '0' && r <= '9':
			c = 'd'
			w.kind |= kDigit
		default:
			c = 'p'
			if r < utf8.RuneSelf {
				c = byte(r)
			}
		}
		if c != last {
			shape = perceptron.Mix(shape, uint32(c))
			last = c
		}
		if c == 'x' {
			w.kind |= 1 << 8
		}
	}
	if w.kind&kLetter != 0 && w.kind&(1<<8) == 0 {
		w.kind |= kAll
	}
	if len(form) == 1 && w.kind&kUpper != 0 {
		shape = perceptron.Mix(shape, 'I')
	}
	w.kind &= 0xff
	if first {
		w.kind |= kFirst
	}
	if shout {
		w.kind |= kShout
	}
	w.shape = shape
	w.lex = m.lex.bits(low)
	w.clus = m.clusters.of(w.low)
	w.clu4 = w.clus & 0x3f
}

// lowerFold lower-cases and folds digits to 0; beyond 64 bytes it is cut.
func lowerFold(dst []byte, s string) []byte {
	for i := 0; i < len(s) && len(dst) < 60; {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			} else if c >= '1' && c <= '9' {
				c = '0'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '’', '‘', '´', 'ʼ':
			r = '\''
		case '“', '”':
			r = '"'
		case '–', '—':
			r = '-'
		default:
			r = unicode.ToLower(r)
		}
		dst = utf8.AppendRune(dst, r)
		i += n
	}
	return dst
}

// pad stands beyond both ends of a sentence.
var pad = word{low: 1, pre: [3]uint32{1, 1, 1}, suf: [4]uint32{1, 1, 1, 1}, shape: 1, kind: 1 << 9}

func at(ws []word, i int) *word {
	if i < 0 || i >= len(ws) {
		return &pad
	}
	return &ws[i]
}
