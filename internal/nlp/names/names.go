// Package names matches lists of known names in text: countries, cities,
// peoples, organisations. What a match means is decided by those who use it.
package names

import (
	"strings"
	"unicode/utf8"

	"chancery/internal/doc"
)

// MaxWords is the length in tokens of the longest name matched.
const MaxWords = 8

// List holds names, each of one kind. It is read-only once filled.
type List struct {
	kinds []string
	// first maps the hash of a first token to the length of the longest name
	// that begins with it; whole maps the hash of a name to 1 + kind.
	first map[uint64]uint8
	whole map[uint64]uint8
}

// Match is a name found: tokens [First, Last).
type Match struct {
	First, Last int
	Kind        uint8 // index in Kinds
}

// Kinds are the kinds of names, in the order in which they were first added.
func (l *List) Kinds() []string { return l.kinds }

// Add enters a name as the given tokens. The kind first given stays.
func (l *List) Add(kind string, tokens []string) {
	if len(tokens) == 0 || len(tokens) > MaxWords {
		return
	}
	if l.first == nil {
		l.first, l.whole = map[uint64]uint8{}, map[uint64]uint8{}
	}
	k := -1
	for i, x := range l.kinds {
		if x == kind {
			k = i
		}
	}
	if k < 0 {
		k = len(l.kinds)
		l.kinds = append(l.kinds, kind)
	}
	h := uint64(seed)
	for i, t := range tokens {
		h = hash(h, t)
		if i == 0 {
			l.first[h] = max(l.first[h], uint8(len(tokens)))
		}
	}
	if _, known := l.whole[h]; !known {
		l.whole[h] = uint8(k + 1)
	}
}

// Kind is the kind of a name, or "".
func (l *List) Kind(tokens ...string) string {
	h := uint64(seed)
	for _, t := range tokens {
		h = hash(h, t)
	}
	if k := l.whole[h]; k > 0 {
		return l.kinds[k-1]
	}
	return ""
}

// Find appends the longest matches in tokens [first, last), from left to
// right. A match begins with a capital, and every word of four letters or more
// has one.
func (l *List) Find(out []Match, d *doc.Document, first, last int) []Match {
	for i := first; i < last; {
		form := d.Form(i)
		if !begins(form) {
			i++
			continue
		}
		h := hash(seed, form)
		n := int(l.first[h])
		end, kind := 0, uint8(0)
		for j := i; n > 0; {
			if k := l.whole[h]; k > 0 {
				end, kind = j+1, k-1
			}
			j++
			if n--; n == 0 || j >= last {
				break
			}
			form = d.Form(j)
			if len(form) > 3 && form[0] >= 'a' && form[0] <= 'z' {
				break
			}
			h = hash(h, form)
		}
		if end == 0 {
			i++
			continue
		}
		out = append(out, Match{i, end, kind})
		i = end
	}
	return out
}

// begins reports whether a form can open a name: a capital, or a letter beyond
// ASCII, or the small article of "al-Qaeda".
func begins(form string) bool {
	c := form[0]
	return c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf || strings.HasPrefix(form, "al") && len(form) == 2
}

const seed = 14695981039346656037

// hash goes on with FNV-1a over a token in lower case, quotes and accents
// beyond the apostrophe kept, and a mark between tokens.
func hash(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == 0xe2 && strings.HasPrefix(s[i:], "’"):
			c = '\''
			i += 2
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return (h ^ 0x1f) * 1099511628211
}
