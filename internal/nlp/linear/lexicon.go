package linear

import (
	"chancery/internal/doc"
	"chancery/internal/nlp/names"
)

// nameBit is the first of the bits that say where a token stands in a known
// name: two a kind, for its first token and for the others.
const nameBit = 16

// Lexicon knows single words from lists, bit i is set when list i holds the
// word in lower case, and names of several words by their kind.
type Lexicon struct {
	words map[string]uint32
	names *names.List
}

// NewLexicon makes a lexicon of names of up to 8 kinds and up to 16 lists.
func NewLexicon(known *names.List, lists ...[]string) *Lexicon {
	l := &Lexicon{words: map[string]uint32{}, names: known}
	for i, list := range lists {
		for _, w := range list {
			l.words[w] |= 1 << i
		}
	}
	return l
}

// mark sets the name bits of ws, the words of tokens [first, …) of d.
func (l *Lexicon) mark(ws []word, d *doc.Document, first int) {
	var buf [16]names.Match
	for _, m := range l.names.Find(buf[:0], d, first, first+len(ws)) {
		bit := uint32(1) << (nameBit + 2*m.Kind)
		ws[m.First-first].lex |= bit
		for i := m.First + 1; i < m.Last; i++ {
			ws[i-first].lex |= bit << 1
		}
	}
}

// The lists of given names and of days and months among those of NewLexicon.
const (
	ListGiven    = 3
	ListCalendar = 6
)

// Has reports whether a list holds a lower-cased word.
func (l *Lexicon) Has(list int, low string) bool { return l.words[low]>>list&1 == 1 }

func (l *Lexicon) bits(low []byte) uint32 {
	if l == nil {
		return 0
	}
	return l.words[string(low)]
}

// clusters maps the hash of a word to its cluster, by binary search.
type clusters struct {
	keys []uint32
	ids  []uint8
}

func (c *clusters) of(low uint32) uint32 {
	a, z := 0, len(c.keys)
	for a < z {
		if m := (a + z) / 2; c.keys[m] < low {
			a = m + 1
		} else {
			z = m
		}
	}
	if a < len(c.keys) && c.keys[a] == low {
		return uint32(c.ids[a])
	}
	return 255
}

func loadClusters(s string) clusters {
	n := len(s) / 5
	c := clusters{make([]uint32, n), make([]uint8, n)}
	for i := range n {
		c.keys[i] = uint32(s[4*i]) | uint32(s[4*i+1])<<8 | uint32(s[4*i+2])<<16 | uint32(s[4*i+3])<<24
		c.ids[i] = s[4*n+i]
	}
	return c
}

func (c *clusters) append(out []byte) []byte {
	for _, k := range c.keys {
		out = append(out, byte(k), byte(k>>8), byte(k>>16), byte(k>>24))
	}
	return append(out, c.ids...)
}
