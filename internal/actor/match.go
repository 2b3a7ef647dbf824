package actor

import (
	"unicode"
	"unicode/utf8"
)

// shape is how a word is written.
type shape uint8

const (
	lower    shape = iota
	capital1       // one capital in front
	upper          // all capitals, at least two letters
)

// atom is a piece of a token that takes part in phrases: "anti-war" has two.
type atom struct {
	tok        int32
	start, end int32 // in story.buf
	shape      shape
	bar        bool // something stands between this atom and the one before
}

// match is a phrase of the lexicon found in the text.
type match struct {
	first, last int // tokens [first, last)
	e           *entry
	valid       uint32 // bit i: sense i is written as it must be
	partial     bool   // covers only a part of its token: "Russia" in "pro-Russia"
	tail        bool   // and something of the token stands before it
	past        bool   // that something is "ex-"
}

// foldWord appends the folded pieces of a word to buf, each followed by a
// blank, and reports their bounds. Folding drops case, full stops and the
// diacritics of Latin letters, and cuts at hyphens, slashes and apostrophes.
func foldWord(buf []byte, w string, add func(start, end int, sh shape)) []byte {
	start, letters, uppers := len(buf), 0, 0
	flush := func() {
		if len(buf) > start {
			sh := lower
			switch {
			case uppers == letters && letters > 1:
				sh = upper
			case uppers > 0:
				sh = capital1
			}
			add(start, len(buf), sh)
			buf = append(buf, ' ')
		}
		start, letters, uppers = len(buf), 0, 0
	}
	for i := 0; i < len(w); {
		c := w[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z':
				letters++
				buf = append(buf, c)
			case c >= 'A' && c <= 'Z':
				letters++
				uppers++
				buf = append(buf, c+'a'-'A')
			case c >= '0' && c <= '9':
				buf = append(buf, c)
			case c == '.':
			default:
				flush()
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		i += n
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			flush()
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		letters++
		if unicode.IsUpper(r) {
			uppers++
			r = unicode.ToLower(r)
		}
		if f, ok := plain[r]; ok {
			buf = append(buf, f...)
		} else {
			buf = utf8.AppendRune(buf, r)
		}
	}
	flush()
	return buf
}

// plain gives Latin letters without their marks.
var plain = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h"}
	for _, p := range []string{"aàáâãäåāăąǎ", "cçćĉċč", "dď", "eèéêëēĕėęěẽ", "gĝğġģ", "hĥ", "iìíîïĩīĭį", "jĵ", "kķ", "lĺļľ", "nñńņňṅ", "oòóôõöōŏőơ", "rŕŗř", "sśŝşšș", "tţťț", "uùúûüũūŭůűųư", "wŵ", "yýÿŷ", "zźżž"} {
		for _, r := range p[1:] {
			m[r] = p[:1]
		}
	}
	return m
}()

// match finds the longest lexicon phrases from left to right.
func (s *story) match() {
	d := s.d
	s.at = make([]int32, len(d.Tokens))
	s.buf = make([]byte, 0, len(d.Text)+len(d.Tokens)+16)
	s.atoms = make([]atom, 0, len(d.Tokens)+16)
	s.loud = make([]bool, len(d.Sentences))
	s.atomOf = make([]int32, len(d.Tokens)+1)
	for si := range d.Sentences {
		sent := &d.Sentences[si]
		bar, ups, words := true, 0, 0
		for t := sent.First; t < sent.Last; t++ {
			s.atomOf[t] = int32(len(s.atoms))
			form := d.Form(t)
			before := len(s.atoms)
			s.buf = foldWord(s.buf, form, func(a, z int, sh shape) {
				s.atoms = append(s.atoms, atom{tok: int32(t), start: int32(a), end: int32(z), shape: sh, bar: bar})
				bar = false
				if z-a > 1 {
					words++
					if sh == upper {
						ups++
					}
				}
			})
			if len(s.atoms) == before && form != "-" && form != "–" && form != "'" && form != "’" && form != "." && form != "&" {
				bar = true
			}
		}
		s.loud[si] = words >= 4 && ups*10 >= words*7
	}
	s.atomOf[len(d.Tokens)] = int32(len(s.atoms))
	for i := 0; i < len(s.atoms); {
		i += max(1, s.matchAt(i))
	}
}

// matchAt tries the phrases that begin at atom i and returns how many atoms the
// longest one takes, 0 for none.
func (s *story) matchAt(i int) int {
	a := s.atoms[i]
	e := s.lex.table[string(s.buf[a.start:a.end])]
	if e == nil {
		return 0
	}
	longest := max(e.longest, 1)
	loud := s.loud[s.d.SentenceOf(int(a.tok))]
	for n := longest; n >= 1; n-- {
		j := i + n - 1
		if j >= len(s.atoms) {
			continue
		}
		z := s.atoms[j]
		broken := false
		for k := i + 1; k <= j; k++ {
			broken = broken || s.atoms[k].bar
		}
		if broken {
			continue
		}
		f := e
		if n > 1 {
			if f = s.lex.table[string(s.buf[a.start:z.end])]; f == nil {
				continue
			}
		}
		var valid uint32
		for k := range f.senses {
			if k < 32 && s.written(f.senses[k].caps, a, z, loud) {
				valid |= 1 << k
			}
		}
		if valid == 0 || n > 1 && s.overrun(f, i, j) {
			continue
		}
		m := match{first: int(a.tok), last: int(z.tok) + 1, e: f, valid: valid}
		m.partial = i > 0 && s.atoms[i-1].tok == a.tok || j+1 < len(s.atoms) && s.atoms[j+1].tok == z.tok
		m.tail = i > 0 && s.atoms[i-1].tok == a.tok
		if m.tail {
			if b := s.matchOf(int(a.tok)); b.sense(prefix) != nil && b.sense(prefix).sub == "past" {
				m.past = true
			}
		}
		s.matches = append(s.matches, m)
		for t := m.first; t < m.last; t++ {
			if s.at[t] == 0 || t == m.first && m.partial { // "ex-soldier" is a soldier
				s.at[t] = int32(len(s.matches))
			}
		}
		return n
	}
	return 0
}

// overrun reports whether the end of an institution's name begins an office:
// "U.S. Treasury Secretary" is the Treasury Secretary of the U.S.
func (s *story) overrun(f *entry, i, j int) bool {
	z := j + 1
	if z >= len(s.atoms) || s.atoms[z].bar || s.atoms[z].shape == lower || !f.has(org) {
		return false
	}
	g := s.lex.table[string(s.buf[s.atoms[i].start:s.atoms[j-1].end])]
	if g == nil || !g.has(state|demo) {
		return false
	}
	h := s.lex.table[string(s.buf[s.atoms[j].start:s.atoms[z].end])]
	return h != nil && h.has(office)
}

func (s *story) written(c capRule, a, z atom, loud bool) bool {
	switch c {
	case anyCase:
		return true
	case allCaps:
		if loud {
			return a.shape == upper && !s.lex.homograph[string(s.buf[a.start:a.end])]
		}
		return a.shape == upper
	}
	return a.shape != lower || z.shape != lower && a != z
}

// matchOf is the match that covers token t, or nil. A token outside the text
// has none.
func (s *story) matchOf(t int) *match {
	if t < 0 || t >= len(s.at) || s.at[t] == 0 {
		return nil
	}
	return &s.matches[s.at[t]-1]
}

// sense is the first valid reading of one of the kinds, or nil.
func (m *match) sense(k kind) *sense {
	if m == nil {
		return nil
	}
	for i := range m.e.senses {
		if m.valid&(1<<i) != 0 && m.e.senses[i].kind&k != 0 {
			return &m.e.senses[i]
		}
	}
	return nil
}
