package identity

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"chancery/lexicon"
)

// longest is how many letters of a word are compared.
const longest = 24

// group is a block of spellings that stand for one another.
type group struct {
	cost   int16
	sound  string // "" where it is not indexed
	drop   bool   // may be missing altogether
	region uint32 // bits of the regions whose names it is for; 0 is everywhere
}

// grapheme is a spelling in the place where it counts.
type grapheme struct {
	text   string
	group  uint8
	start  bool   // at the beginning of a word only
	before string // one of these letters must follow; '$' is the end of the word
}

func (g *grapheme) at(w string, i int) bool {
	if g.start && i > 0 || len(w)-i < len(g.text) || w[i:i+len(g.text)] != g.text {
		return false
	}
	if g.before == "" {
		return true
	}
	next := byte('$')
	if k := i + len(g.text); k < len(w) {
		next = w[k]
	}
	return strings.IndexByte(g.before, next) >= 0
}

// mark is a spelling of a group found in a word.
type mark struct{ pos, n, group uint8 }

// spelling compares words by the groups of spelling.rules, with the method of
// Wagner and Fischer (1974) over groups instead of single letters.
type spelling struct {
	groups                                           []group
	first                                            [26][]grapheme
	sounds                                           [26][]voiced
	doubled, swapped, vowel, consonant, mixed, final int16
	blocks                                           []lexicon.Block
	anchors                                          uint32     // letters that no spelling drops or adds
	regions                                          [][]string // lists of countries that blocks are for
}

// voiced is a spelling with the sounds that the index writes for it.
type voiced struct {
	grapheme
	as    []string
	alone bool // a letter by itself, where nothing that stands in a block fits
}

const spellingFile = dir + "spelling.rules"

func loadSpelling(fsys fs.FS) (*spelling, error) {
	blocks, err := lexicon.Blocks(fsys, spellingFile)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	s := &spelling{blocks: blocks}
	for i := range blocks {
		if err := s.block(&blocks[i]); err != nil {
			return nil, err
		}
	}
	s.voice()
	s.anchors = 1<<26 - 1
	for _, c := range "aeiouy" {
		s.anchors &^= 1 << (c - 'a')
	}
	for g := range s.groups {
		in, all := uint32(0), uint32(1<<26-1)
		for k := range s.first {
			for _, x := range s.first[k] {
				if int(x.group) == g {
					l := lettersOf(x.text)
					in |= l
					all &= l
				}
			}
		}
		if s.groups[g].drop {
			all = 0
		}
		s.anchors &^= in &^ all
	}
	return s, nil
}

// lettersOf is the set of the letters of a word, a bit for each.
func lettersOf(w string) uint32 {
	var set uint32
	for i := range len(w) {
		if c := w[i] - 'a'; c < 26 {
			set |= 1 << c
		}
	}
	return set
}

// block takes in the fields of a block.
func (s *spelling) block(b *lexicon.Block) error {
	var g group
	bad := func(f lexicon.Field, format string, args ...any) error {
		return lexicon.Problem{File: b.File, Line: f.Line, Msg: fmt.Sprintf(format, args...)}
	}
	for _, f := range b.Fields {
		switch f.Key {
		case "cost", "doubled", "swapped", "vowel", "final", "consonant", "mixed":
			n, err := strconv.Atoi(f.Value)
			if err != nil || n < 0 || n > 1000 {
				return bad(f, "%s is a number of hundredths, not %q", f.Key, f.Value)
			}
			switch f.Key {
			case "cost":
				g.cost = int16(n)
			case "doubled":
				s.doubled = int16(n)
			case "swapped":
				s.swapped = int16(n)
			case "vowel":
				s.vowel = int16(n)
			case "final":
				s.final = int16(n)
			case "consonant":
				s.consonant = int16(n)
			case "mixed":
				s.mixed = int16(n)
			}
		case "sound":
			if f.Value != "-" && (f.Value == "" || strings.Trim(f.Value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
				return bad(f, "a sound is capital letters or -, not %q", f.Value)
			}
			g.sound = f.Value
		case "only":
			r, err := s.region(lexicon.Split(f.Value))
			if err != nil {
				return bad(f, "%v", err)
			}
			g.region = r
		case "spell", "country":
		default:
			return bad(f, "unknown field %q", f.Key)
		}
	}
	for _, f := range b.Fields {
		if f.Key != "spell" {
			continue
		}
		if len(s.groups) == 255 {
			return bad(f, "more than 255 blocks of spellings")
		}
		list := lexicon.Split(f.Value)
		if len(list) < 2 && g.sound == "" || len(list) == 0 {
			return bad(f, "a block needs two spellings")
		}
		for _, t := range list {
			if t == "0" {
				g.drop = true
				continue
			}
			p := grapheme{group: uint8(len(s.groups))}
			p.text, p.start = strings.CutPrefix(t, "^")
			p.text, p.before, _ = strings.Cut(p.text, "/")
			if p.text == "" || len(p.text) > longest || strings.Trim(p.text, "abcdefghijklmnopqrstuvwxyz") != "" {
				return bad(f, "a spelling is letters a to z, not %q", t)
			}
			k := p.text[0] - 'a'
			s.first[k] = append(s.first[k], p)
		}
		s.groups = append(s.groups, g)
	}
	return nil
}

// region is the bit of a list of countries.
func (s *spelling) region(countries []string) (uint32, error) {
	i := slices.IndexFunc(s.regions, func(r []string) bool { return slices.Equal(r, countries) })
	if i < 0 {
		if i = len(s.regions); i == 32 {
			return 0, errors.New("more than 32 different lists of countries")
		}
		s.regions = append(s.regions, countries)
	}
	return 1 << i, nil
}

// word prepares a word for comparison; dst is room for its marks.
func (s *spelling) word(dst []mark, text string) word {
	return word{s: text, marks: s.marks(dst, text), letters: lettersOf(text)}
}

// of is the bits of the regions that a country is in.
func (s *spelling) of(country string) uint32 {
	var set uint32
	for i, r := range s.regions {
		if slices.Contains(r, country) {
			set |= 1 << i
		}
	}
	return set
}

// voice works out which sounds a spelling is indexed under: those of every block
// it stands in. Vowels are not written, so only spellings with a consonant count,
// and of those of vowel blocks only single letters ("w", "j").
func (s *spelling) voice() {
	for k := range s.first {
		var list []voiced
		add := func(g grapheme, sound string) {
			for i := range list {
				v := &list[i]
				if v.text == g.text && v.start == g.start && v.before == g.before {
					if !slices.Contains(v.as, sound) {
						v.as = append(v.as, sound)
					}
					return
				}
			}
			list = append(list, voiced{grapheme: g, as: []string{sound}})
		}
		for _, silent := range []bool{false, true} {
			for _, g := range s.first[k] {
				sound := s.groups[g.group].sound
				if sound == "" || silent != (sound == "-") {
					continue
				}
				known := slices.ContainsFunc(list, func(v voiced) bool {
					return v.text == g.text && v.start == g.start && v.before == g.before
				})
				if !silent || len(g.text) == 1 || known {
					add(g, sound)
				}
			}
		}
		letter := string(rune('a' + k))
		if !slices.ContainsFunc(list, func(v voiced) bool { return v.text == letter && v.before == "" && !v.start }) {
			sound := strings.ToUpper(letter)
			if isVowel(letter[0]) {
				sound = "-"
			}
			list = append(list, voiced{grapheme{text: letter}, []string{sound}, true})
		}
		slices.SortStableFunc(list, func(a, b voiced) int { return cmp.Compare(len(b.text), len(a.text)) })
		s.sounds[k] = list
	}
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// marks appends the spellings of every group found in w, by position.
func (s *spelling) marks(dst []mark, w string) []mark {
	for i := range len(w) {
		if c := w[i]; c >= 'a' && c <= 'z' {
			list := s.first[c-'a']
			next := byte(0)
			if i+1 < len(w) {
				next = w[i+1]
			}
			for k := range list {
				if g := &list[k]; (len(g.text) == 1 || g.text[1] == next) && g.at(w, i) {
					dst = append(dst, mark{uint8(i), uint8(len(g.text)), g.group})
				}
			}
		}
	}
	return dst
}

// budget is what two spellings of a word of n letters may cost together, in
// hundredths of a letter: long names bear more than short ones. Set by hand on
// the read half of the pairs of "chancery eval names".
func budget(n int) int16 {
	switch {
	case n <= 2:
		return 15
	case n == 3:
		return 25
	case n == 4:
		return 42
	case n == 5:
		return 55
	case n == 6:
		return 70
	case n == 7:
		return 80
	case n <= 9:
		return 88
	}
	return 105
}

const far = int16(1 << 14)

// distance is what it costs to read a as b, names of a region, or far when that
// is more than limit.
func (s *spelling) distance(a, b *word, limit int16, region uint32) int16 {
	if a.s == b.s {
		return 0
	}
	la, lb := len(a.s), len(b.s)
	if la-lb > 5 || lb-la > 5 {
		return far
	}
	// What no block of spellings accounts for is at least a consonant each.
	x, y := a.letters&s.anchors, b.letters&s.anchors
	if n := max(bits.OnesCount32(x&^y), bits.OnesCount32(y&^x)); int16(n)*s.consonant > limit {
		return far
	}
	var cost [(longest + 1) * (longest + 1)]int16
	width := lb + 1
	cells := cost[:(la+1)*width]
	for i := range cells {
		cells[i] = far
	}
	cells[0] = 0
	var bAt [longest + 2]uint8 // where the marks of each letter of b begin
	for j, k := 0, 0; j <= lb; j++ {
		for k < len(b.marks) && int(b.marks[k].pos) < j {
			k++
		}
		bAt[j] = uint8(k)
	}
	bAt[lb+1] = uint8(len(b.marks))
	am := a.marks
	for i := 0; i <= la; i++ {
		for len(am) > 0 && int(am[0].pos) < i {
			am = am[1:]
		}
		n := 0
		for n < len(am) && int(am[n].pos) == i {
			n++
		}
		for j := 0; j <= lb; j++ {
			c := cells[i*width+j]
			if c > limit {
				continue
			}
			reach := func(di, dj int, d int16) {
				if p := &cells[(i+di)*width+j+dj]; c+d < *p {
					*p = c + d
				}
			}
			if i < la && j < lb {
				if a.s[i] == b.s[j] {
					reach(1, 1, 0)
				} else {
					reach(1, 1, s.wrong(a.s[i], b.s[j], i == la-1 && j == lb-1))
				}
			}
			if i+1 < la && j+1 < lb && a.s[i] == b.s[j+1] && a.s[i+1] == b.s[j] && a.s[i] != b.s[j] {
				reach(2, 2, s.swapped)
			}
			if i < la {
				reach(1, 0, s.extra(a.s, i))
			}
			if j < lb {
				reach(0, 1, s.extra(b.s, j))
			}
			bm := b.marks[bAt[j]:bAt[j+1]]
			for _, m := range am[:n] {
				g := &s.groups[m.group]
				if g.region != 0 && g.region&region == 0 {
					continue
				}
				if g.drop {
					reach(int(m.n), 0, g.cost)
				}
				for _, o := range bm {
					if o.group == m.group && (o.n != m.n || o.n > 1 || a.s[i] != b.s[j]) {
						reach(int(m.n), int(o.n), g.cost)
					}
				}
			}
			for _, o := range bm {
				if g := &s.groups[o.group]; g.drop && (g.region == 0 || g.region&region != 0) {
					reach(0, int(o.n), g.cost)
				}
			}
		}
	}
	if c := cells[len(cells)-1]; c <= limit {
		return c
	}
	return far
}

// wrong is the cost of one letter for another.
func (s *spelling) wrong(a, b byte, last bool) int16 {
	switch va, vb := isVowel(a), isVowel(b); {
	case va != vb:
		return s.mixed
	case va && last:
		return s.final
	case va:
		return s.vowel
	}
	return s.consonant
}

// extra is the cost of letter i of w where the other has none.
func (s *spelling) extra(w string, i int) int16 {
	switch {
	case i > 0 && w[i] == w[i-1]:
		return s.doubled
	case isVowel(w[i]):
		if i == len(w)-1 {
			return s.final
		}
		return s.vowel
	}
	return s.consonant
}

// Skeletons are cut after so many consonants, so that endings matter less, and
// a word has no more than so many of them.
const (
	skeletonLength = 4
	skeletonMost   = 4
)

// skeletons are the consonants of w as the index writes them, in every way that
// its spellings may be heard. Words with fewer than two consonants get their
// first vowel's class too, for else they would all be alike.
func (s *spelling) skeletons(dst []string, w string) []string {
	type path struct {
		b    [skeletonLength + 1]byte
		n    int
		last byte // the sound directly before, 0 after a vowel
	}
	var paths [skeletonMost]path
	count := 1
	var vowel byte
	for i := 0; i < len(w); {
		c := w[i]
		if c < 'a' || c > 'z' {
			i++
			continue
		}
		if vowel == 0 {
			switch c {
			case 'a':
				vowel = 'a'
			case 'e', 'i', 'y', 'j':
				vowel = 'e'
			case 'o', 'u', 'w':
				vowel = 'o'
			}
		}
		list := s.sounds[c-'a']
		size := 0
		var as [4]string
		n := 0
		for k := range list {
			v := &list[k]
			if len(v.text) < size {
				break
			}
			if v.alone && n > 0 || !v.at(w, i) {
				continue
			}
			size = len(v.text)
			for _, sound := range v.as {
				if n < len(as) && !slices.Contains(as[:n], sound) {
					as[n] = sound
					n++
				}
			}
		}
		i += max(size, 1)
		before := count
		for alt := 1; alt < n; alt++ {
			for p := 0; p < before && count < skeletonMost; p++ {
				paths[count] = paths[p]
				count++
			}
		}
		for p := range count {
			alt := 0
			if p >= before && before > 0 {
				alt = min(1+(p-before)/before, n-1)
			}
			q := &paths[p]
			if n == 0 || as[alt] == "-" {
				q.last = 0
				continue
			}
			for k := range len(as[alt]) {
				if x := as[alt][k]; x != q.last {
					if q.n < skeletonLength {
						q.b[q.n] = x
						q.n++
					}
					q.last = x
				}
			}
		}
	}
	from := len(dst)
	for p := range count {
		q := &paths[p]
		n := q.n
		if n < 2 && vowel != 0 {
			q.b[n] = vowel
			n++
		}
		if n > 0 && !slices.Contains(dst[from:], string(q.b[:n])) {
			dst = append(dst, string(q.b[:n]))
		}
	}
	return dst
}

// initial is the class of a word's first letter, the same for spellings that
// begin with letters of one sound.
func initial(w string) byte {
	switch c := w[0]; c {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'h':
		return 'A'
	case 'k', 'q', 'g', 'c', 'x':
		return 'K'
	case 's', 'z':
		return 'S'
	case 'f', 'v', 'w':
		return 'F'
	case 't', 'd':
		return 'T'
	case 'b', 'p':
		return 'B'
	default:
		return c - 'a' + 'A'
	}
}
