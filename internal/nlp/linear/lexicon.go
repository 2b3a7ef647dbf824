package linear

// Lexicon knows single words from lists: bit i is set when list i holds the
// word in lower case.
type Lexicon struct{ words map[string]uint32 }

// NewLexicon makes a lexicon of up to 32 lists. Words of many-word names are
// entered one by one by the caller.
func NewLexicon(lists ...[]string) *Lexicon {
	l := &Lexicon{words: map[string]uint32{}}
	for i, list := range lists {
		for _, w := range list {
			l.words[w] |= 1 << i
		}
	}
	return l
}

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
