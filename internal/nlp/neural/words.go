package neural

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Classes of the letters of a word. training/neural/data.py draws the same.
const shapeCount = 20

func shapeOf(w string) int {
	var up, low, digit, dot, n int
	firstUp := false
	for i, c := range w {
		if i == 0 {
			firstUp = unicode.IsUpper(c)
		}
		n++
		switch {
		case c >= '0' && c <= '9':
			digit++
		case unicode.IsUpper(c):
			up++
		case unicode.IsLower(c):
			low++
		case c == '.':
			dot = 1
		}
	}
	switch {
	case up+low+digit == 0 && n == 1:
		return 0
	case up+low+digit == 0:
		return 1
	case digit == n:
		return [...]int{2, 3, 5, 4, 5}[min(n, 5)-1]
	case digit > 0 && up+low == 0:
		return 6
	case digit > 0 && up == 0:
		return 7
	case digit > 0:
		return 8
	case up == 0 && n == 1:
		return 9
	case up == 0:
		return 10 + dot
	case low == 0 && dot == 1:
		return 12
	case low == 0 && n == 1:
		return 13
	case low == 0 && n <= 4:
		return 14
	case low == 0:
		return 15
	case firstUp && up == 1:
		return 16 + dot
	case firstUp:
		return 18
	}
	return 19
}

// capitals reports whether more words are all in capitals than hold a small letter.
func capitals(words []string) bool {
	caps, lows := 0, 0
	for _, w := range words {
		up, low := false, false
		for i := 0; i < len(w); i++ {
			c := w[i]
			if c >= utf8.RuneSelf {
				up = up || strings.IndexFunc(w, unicode.IsUpper) >= 0
				low = low || strings.IndexFunc(w, unicode.IsLower) >= 0
				break
			}
			up = up || c >= 'A' && c <= 'Z'
			low = low || c >= 'a' && c <= 'z'
		}
		if low {
			lows++
		} else if up {
			caps++
		}
	}
	return caps > lows
}

// pieces cuts words as BERT's uncased vocabulary does: small letters without
// accents, punctuation apart, then the longest pieces known.
type pieces struct {
	ids     map[string]int32
	unknown int32
	most    int
}

func newPieces(vocabulary string, most int) *pieces {
	p := &pieces{ids: make(map[string]int32, 32000), most: most}
	for i := int32(0); vocabulary != ""; i++ {
		var w string
		w, vocabulary, _ = strings.Cut(vocabulary, "\n")
		p.ids[w] = i
	}
	p.unknown = p.ids["[UNK]"]
	return p
}

const longestPiece = 24 // characters

// split appends the pieces of a word to dst; buf is scratch space.
func (p *pieces) split(dst []int32, word string, buf []byte) ([]int32, []byte) {
	start := len(dst)
	// "##" first, so that a part inside a word and its marked form share bytes.
	buf = append(buf[:0], "##"...)
	buf = fold(buf, word)
	for at := 2; at < len(buf) && len(dst)-start < p.most; {
		c, size := utf8.DecodeRune(buf[at:])
		end := at + size
		if isWordRune(c) {
			for end < len(buf) {
				c, size = utf8.DecodeRune(buf[end:])
				if !isWordRune(c) {
					break
				}
				end += size
			}
		} else if unicode.IsSpace(c) {
			at = end
			continue
		}
		dst = p.part(dst, buf, at, end)
		at = end
	}
	if len(dst)-start > p.most {
		dst = dst[:start+p.most]
	}
	if len(dst) == start {
		dst = append(dst, p.unknown)
	}
	return dst, buf
}

func isWordRune(c rune) bool {
	if c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
	}
	return unicode.IsLetter(c) || unicode.IsNumber(c)
}

// part appends the pieces of buf[at:end], or the unknown piece.
func (p *pieces) part(dst []int32, buf []byte, at, end int) []int32 {
	start := len(dst)
	for from := at; from < end; {
		to := end
		if to-from > longestPiece {
			to = from
			for n := 0; n < longestPiece && to < end; n++ {
				_, size := utf8.DecodeRune(buf[to:end])
				to += size
			}
		}
		id, ok := int32(0), false
		for to > from {
			if from == at {
				id, ok = p.ids[string(buf[from:to])]
			} else {
				a, b := buf[from-2], buf[from-1]
				buf[from-2], buf[from-1] = '#', '#'
				id, ok = p.ids[string(buf[from-2:to])]
				buf[from-2], buf[from-1] = a, b
			}
			if ok {
				break
			}
			_, size := utf8.DecodeLastRune(buf[from:to])
			to -= size
		}
		if !ok {
			return append(dst[:start], p.unknown)
		}
		dst = append(dst, id)
		from = to
	}
	return dst
}

// fold appends the word in small letters without combining marks.
func fold(dst []byte, word string) []byte {
	plain := true
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		for i := 0; i < len(word); i++ {
			c := word[i]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
		}
		return dst
	}
	for _, c := range norm.NFD.String(strings.ToLower(word)) {
		if !unicode.Is(unicode.Mn, c) {
			dst = utf8.AppendRune(dst, c)
		}
	}
	return dst
}
