package timex

import (
	"unicode"
	"unicode/utf8"
)

// The stage cuts the text itself, finer than a tokenizer would: letters,
// figures and signs part ("mid-1996" is three atoms, "3pm" two, "1990s" one
// with a suffix). Rules therefore hold whatever the tokenizer does with
// hyphens, slashes and abbreviations, and hold in text that was never
// tokenised, such as a dateline.

type atomKind uint8

const (
	wordAtom atomKind = iota
	numberAtom
	signAtom
)

type atom struct {
	start, end int32
	word       int32 // id in the vocabulary, 0 when no rule knows it
	n          int32 // value of a number
	lo, hi     int32 // items[lo:hi] begin here
	mask       uint64
	kind       atomKind
	figures    uint8 // how many figures a number has
	glued      bool  // no blank before it
	capital    bool
	broken     bool // a paragraph or block ends before it
	grouped    bool // 2,011 or 3.5: a quantity, never a year or a day
}

// scan is the scratch space of one document.
type scan struct {
	words *vocabulary
	atoms []atom
	items []item
	buf   [48]byte
	text  string
	m     matcher
	found []found
	taken []bool // atoms under a match that was kept
}

const (
	letterByte = 1 << iota
	digitByte
	spaceByte
)

var byteKind = func() (t [256]uint8) {
	for c := 0; c < 256; c++ {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= 0x80:
			t[c] = letterByte
		case c >= '0' && c <= '9':
			t[c] = digitByte
		case c == ' ', c == '\t', c == '\n', c == '\r', c == '\v', c == '\f':
			t[c] = spaceByte
		}
	}
	return t
}()

// read cuts text[from:to] into atoms and appends them.
func (s *scan) read(text string, from, to int) {
	s.text = text
	broken := true
	glued := false
	for i := from; i < to; {
		c := text[i]
		switch k := byteKind[c]; {
		case k == spaceByte:
			lines := 0
			for ; i < to && byteKind[text[i]] == spaceByte; i++ {
				if text[i] == '\n' {
					lines++
				}
			}
			broken = broken || lines > 1
			glued = false
			continue
		case k == digitByte:
			i = s.number(text, i, to, glued, broken)
		case k == letterByte:
			j, space := s.word(text, i, to, glued, broken)
			if i = j; space {
				glued = false
				continue
			}
		default:
			s.sign(text, i, i+1, glued, broken)
			i++
		}
		glued, broken = true, false
	}
}

func (s *scan) number(text string, i, to int, glued, broken bool) int {
	a := atom{start: int32(i), kind: numberAtom, glued: glued, broken: broken}
	n, figures := 0, 0
	for ; i < to && byteKind[text[i]] == digitByte; i++ {
		if figures < 9 {
			n = n*10 + int(text[i]-'0')
		}
		figures++
	}
	// Groups of three: 2,011. A list of years has a blank after the comma.
	for i+3 < to && text[i] == ',' && figures <= 6 && threeFigures(text, i+1, to) {
		n = n*1000 + int(text[i+1]-'0')*100 + int(text[i+2]-'0')*10 + int(text[i+3]-'0')
		figures += 3
		i += 4
		a.grouped = true
	}
	a.n, a.figures, a.end = int32(n), uint8(min(figures, 255)), int32(i)
	if figures > 9 {
		a.n, a.grouped = 0, true
	}
	if s.words != nil && s.words.starts[text[a.start]] { // a rule names the very figure
		a.word = s.words.ids[text[a.start:a.end]]
	}
	s.atoms = append(s.atoms, a)
	return i
}

func threeFigures(text string, i, to int) bool {
	return byteKind[text[i]] == digitByte && byteKind[text[i+1]] == digitByte && byteKind[text[i+2]] == digitByte &&
		(i+3 >= to || byteKind[text[i+3]] != digitByte)
}

// word reads letters. It reports space when what it read was a blank of more
// than one byte.
func (s *scan) word(text string, i, to int, glued, broken bool) (next int, space bool) {
	start, long := i, false
	n := 0
	for i < to {
		c := text[i]
		if c < utf8.RuneSelf {
			if byteKind[c] != letterByte {
				break
			}
			if n < len(s.buf) {
				if c <= 'Z' {
					c += 'a' - 'A'
				}
				s.buf[n] = c
				n++
			} else {
				long = true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:to])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			if i > start {
				break
			}
			if unicode.IsSpace(r) {
				return i + size, true
			}
			s.sign(text, i, i+size, glued, broken)
			return i + size, false
		}
		i += size
		long = true // no word of a table has such letters yet
		if s.words != nil && s.words.starts[text[start]] && n+size <= len(s.buf) {
			n += copy(s.buf[n:], string(unicode.ToLower(r)))
			long = false
		}
	}
	// a.m., p.m., B.C.: single letters, each with its stop.
	if n == 1 && i+2 < to && text[i] == '.' && byteKind[text[i+1]] == letterByte && text[i+1] < utf8.RuneSelf && text[i+2] == '.' {
		s.buf[1], s.buf[2], s.buf[3] = '.', text[i+1]|0x20, '.'
		n, i = 4, i+3
	} else if n == 1 && i+1 < to && text[i] == '.' && text[i+1]|0x20 == 'm' && (i+2 >= to || byteKind[text[i+2]] != letterByte) {
		s.buf[1], s.buf[2], s.buf[3] = '.', 'm', '.'
		n, i = 4, i+2
	}
	a := atom{start: int32(start), kind: wordAtom, glued: glued, broken: broken, capital: text[start] >= 'A' && text[start] <= 'Z'}
	if !long && s.words != nil {
		a.word = s.words.lookup(s.buf[:n])
		// "Feb." is one atom where the table has it with its stop.
		if i < to && text[i] == '.' && n < len(s.buf) {
			s.buf[n] = '.'
			if w := s.words.lookup(s.buf[:n+1]); w != 0 && s.readable(w, a.capital) {
				a.word = w
				i++
			}
		}
	}
	a.end = int32(i)
	s.atoms = append(s.atoms, a)
	return i, false
}

// readable reports whether some reading of the word may stand here.
func (s *scan) readable(w int32, capital bool) bool {
	for _, r := range s.words.entries[w].items {
		if capital || !r.capital {
			return true
		}
	}
	return false
}

func (s *scan) sign(text string, i, j int, glued, broken bool) {
	a := atom{start: int32(i), end: int32(j), kind: signAtom, glued: glued, broken: broken}
	if s.words != nil {
		p := text[i:j]
		if q := plainPunct(p); q != "" {
			p = q
		}
		if s.words.starts[p[0]] {
			a.word = s.words.ids[p]
		}
	}
	s.atoms = append(s.atoms, a)
}

// readItems gives every atom its readings.
func (s *scan) readItems() {
	for i := range s.atoms {
		a := &s.atoms[i]
		a.lo = int32(len(s.items))
		switch {
		case a.kind == numberAtom:
			s.readFigures(i)
		case a.word != 0:
			s.readWord(i)
		}
		a = &s.atoms[i]
		a.hi = int32(len(s.items))
		for _, it := range s.items[a.lo:a.hi] {
			a.mask |= 1 << it.class
		}
	}
}

func (s *scan) add(class uint8, atoms int, n, part int32) {
	if atoms <= maxAtoms {
		s.items = append(s.items, item{class: class, atoms: uint8(atoms), n: n, part: part})
	}
}

func (s *scan) readFigures(i int) {
	a := &s.atoms[i]
	n := int(a.n)
	switch suffix := s.suffix(i); {
	case suffix == "s" && n%10 == 0 && (a.figures == 4 && n >= 1000 || a.figures == 2):
		s.add(classDecade, 2, int32(n), 0)
		return
	case suffix == "st", suffix == "nd", suffix == "rd", suffix == "th":
		s.add(classOrdinal, 2, int32(n), 0)
		return
	}
	s.fraction(i)
	if s.decimal(i) {
		return
	}
	s.number2(i, n)
	if a.grouped {
		return
	}
	if a.figures == 4 && n >= 1000 && n < 2200 {
		s.add(classYear, 1, a.n, 0)
	}
	if a.figures == 4 && n <= 2400 && n%100 < 60 {
		s.add(classHHMM, 1, a.n, 0)
	}
	if a.figures > 2 {
		return
	}
	if n >= 1 && n <= 31 {
		s.add(classDay, 1, a.n, 0)
	}
	if n >= 1 && n <= 12 {
		s.add(classMM, 1, a.n, 0)
	}
	if n <= 24 {
		s.add(classHour, 1, a.n, 0)
	}
	if a.figures == 2 {
		s.add(classYY, 1, a.n, 0)
		if n < 60 {
			s.add(classMinute, 1, a.n, 0)
		}
	}
}

// suffix is the word stuck to the end of figure i, such as "th" or "s".
func (s *scan) suffix(i int) string {
	if i+1 >= len(s.atoms) || !s.atoms[i+1].glued || s.atoms[i+1].kind != wordAtom {
		return ""
	}
	return s.text[s.atoms[i+1].start:s.atoms[i+1].end]
}

// number2 adds the count, with a following scale ("2 million").
func (s *scan) number2(i, n int) {
	if i+1 < len(s.atoms) && s.atoms[i+1].word != 0 {
		for _, r := range s.words.entries[s.atoms[i+1].word].items {
			if r.class == classScale && n < 1000 {
				s.add(classNumber, 2, int32(min(n*int(r.n), 1<<30)), 0)
				return
			}
		}
	}
	s.add(classNumber, 1, int32(n), 0)
}

// decimal reads "2.5"; where figures follow a stop the number is no day.
func (s *scan) decimal(i int) bool {
	if i+2 >= len(s.atoms) {
		return false
	}
	dot, f := s.atoms[i+1], s.atoms[i+2]
	if !dot.glued || !f.glued || f.kind != numberAtom || s.text[dot.start] != '.' {
		return false
	}
	if f.figures == 4 { // the end of 02.11.1998
		return false
	}
	part := f.n
	for k := f.figures; k < 3; k++ {
		part *= 10
	}
	if f.figures <= 3 {
		s.add(classNumber, 3, s.atoms[i].n, part)
	}
	// 02.11.1998 is a date, 7.30 a British time of day: both need their parts.
	if s.atoms[i].figures <= 2 && f.figures <= 2 {
		if n := s.atoms[i].n; n >= 1 && n <= 31 {
			s.add(classDay, 1, n, 0)
		}
		if n := s.atoms[i].n; n <= 24 {
			s.add(classHour, 1, n, 0)
		}
	}
	return true
}

// fraction reads "2 1/2" and "1/2".
func (s *scan) fraction(i int) {
	at := func(k int, kind atomKind) bool { return k < len(s.atoms) && s.atoms[k].kind == kind }
	halfAt := func(k int) bool {
		return at(k, numberAtom) && s.atoms[k].n == 1 && at(k+1, signAtom) && s.text[s.atoms[k+1].start] == '/' &&
			s.atoms[k+1].glued && at(k+2, numberAtom) && s.atoms[k+2].glued && s.atoms[k+2].n == 2 && s.atoms[k+2].figures == 1
	}
	if i+1 < len(s.atoms) && !s.atoms[i+1].glued && halfAt(i+1) {
		s.add(classNumber, 4, s.atoms[i].n, 500)
	} else if i+2 < len(s.atoms) && s.text[s.atoms[i+1].start] == '-' && halfAt(i+2) {
		s.add(classNumber, 5, s.atoms[i].n, 500)
	}
}

func (s *scan) readWord(i int) {
	a := &s.atoms[i]
	e := &s.words.entries[a.word]
	for k := range e.phrases {
		p := &e.phrases[k]
		if (p.capital && !a.capital) || !s.follows(i+1, p.rest) {
			continue
		}
		s.items = append(s.items, p.item)
	}
	number := false
	for k := range e.items {
		r := &e.items[k]
		if r.capital && !a.capital {
			continue
		}
		if r.class == classNumber && r.n >= 0 || r.class == classScale {
			number = true
			if r.class == classNumber && r.n <= 12 && r.n > 0 {
				s.add(classHour, 1, r.n, 0)
			}
			continue
		}
		s.items = append(s.items, r.item)
	}
	if _, article := s.wordOf(i, s.words.article); article {
		_, number = s.wordOf(i+1, classScale)
	}
	if number {
		s.spelled(i)
	}
}

func (s *scan) follows(i int, ids []int32) bool {
	if i+len(ids) > len(s.atoms) {
		return false
	}
	for k, id := range ids {
		if s.atoms[i+k].word != id || s.atoms[i+k].broken {
			return false
		}
	}
	return true
}

// reading of class c for atom i as a single word.
func (s *scan) wordOf(i int, c uint8) (int32, bool) {
	if i >= len(s.atoms) || s.atoms[i].word == 0 {
		return 0, false
	}
	for _, r := range s.words.entries[s.atoms[i].word].items {
		if r.class == c && (r.n >= 0) {
			return r.n, true
		}
	}
	return 0, false
}

func (s *scan) is(i int, word string) bool {
	return i < len(s.atoms) && s.atoms[i].word != 0 && s.atoms[i].word == s.words.ids[word]
}

// spelled reads a number in words beginning at atom i: "twenty-four", "two
// hundred and ten", "nineteen ninety-six".
func (s *scan) spelled(i int) {
	start := i
	total, cur, used := 0, 0, 0
	tens := false
	if _, article := s.wordOf(i, s.words.article); article { // "a hundred"
		i, cur, used = i+1, 1, 1
	}
	for used < maxAtoms {
		j := i
		if used > 0 && s.is(j, "-") && s.atoms[j].glued {
			j++
		} else if used > 0 && s.is(j, "and") && cur%100 == 0 && (cur > 0 || total > 0) {
			j++
		}
		if n, ok := s.wordOf(j, classNumber); ok && (cur%100 == 0 || tens && n < 10 && n > 0) {
			cur += int(n)
			tens = n >= 20 && n%10 == 0
			i, used = j+1, used+1
			continue
		}
		if n, ok := s.wordOf(j, classScale); ok && (n == 100 && cur > 0 && cur < 100 || n > 100 && cur > 0) {
			if n == 100 {
				cur *= 100
			} else {
				total += cur * int(n)
				cur = 0
			}
			tens = false
			i, used = j+1, used+1
			if total > 1<<30 {
				return
			}
			continue
		}
		// "nineteen ninety-six", "twenty eleven"
		if n, ok := s.wordOf(j, classNumber); ok && j == i && total == 0 && cur >= 11 && cur <= 20 && n >= 10 {
			y, k := cur*100+int(n), j+1
			if n%10 == 0 {
				if m := k; s.is(m, "-") && s.atoms[m].glued {
					m++
					if u, ok := s.wordOf(m, classNumber); ok && u > 0 && u < 10 {
						y, k = y+int(u), m+1
					}
				} else if u, ok := s.wordOf(m, classNumber); ok && u > 0 && u < 10 {
					y, k = y+int(u), m+1
				}
			}
			s.add(classYear, k-start, int32(y), 0)
		}
		break
	}
	if used == 0 {
		return
	}
	n := total + cur
	// "two and a half", "two-and-a-half"
	j := i
	for _, w := range [...]string{"and", "a", "half"} {
		if s.is(j, "-") {
			j++
		}
		if !s.is(j, w) {
			break
		}
		if j++; w == "half" {
			s.add(classNumber, j-start, int32(n), 500)
		}
	}
	if used > 1 && n >= 2000 && n < 2100 {
		s.add(classYear, i-start, int32(n), 0)
	}
	if tens && n > 0 {
		j := i
		if s.is(j, "-") {
			j++
		}
		if o, ok := s.wordOf(j, classOrdinal); ok && o < 10 {
			s.add(classOrdinal, j+1-start, int32(n)+o, 0)
		}
	}
	s.add(classNumber, i-start, int32(n), 0)
}
