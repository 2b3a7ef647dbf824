package identity

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/lexicon"
)

const dir = "identity/"

// names reads and compares the names of persons.
type names struct {
	letters  *letters
	spelling *spelling
	particle map[string]particle
	binds    []string            // of every form, the longest first
	nick     map[string][]uint16 // word → rows of nicknames.txt
	fullForm []string            // by row: its first name
	titles   map[string]int      // folded words and phrases that stand before names of so many words or more
	turned   map[string]bool     // countries where the family name comes first
	english  map[string]bool     // countries whose surnames English spells in one way
}

type particle uint8

const (
	small  particle = 1 << iota // "de": may be missing
	front                       // also with a capital before a name
	bind                        // makes one name with the word after it
	after                       // and with the word before
	honour                      // no part of the name
	suffix                      // "Jr"
)

// word is a part of a name.
type word struct {
	s       string // letters a to z
	marks   []mark
	letters uint32 // the set of them
	nick    []uint16
	class   class
}

type class uint8

const (
	plain  class = iota
	skippy       // a particle: may be missing
	either       // "Ben", "Al": a given name or a particle
	letter       // one letter
)

// maxWords is how many words of a name are compared.
const maxWords = 8

// personal is a person's name taken apart.
type personal struct {
	text    string // its words, folded, without titles and suffix
	words   []word
	content int    // words that are no particles
	loose   int    // those of them that no hyphen joins to the one before
	suffix  string // "jr", "ii"
}

// last is the surname of a name of one word: the last that is neither an initial
// nor a particle, where there is one.
func (p *personal) last() *word {
	for i := len(p.words) - 1; i >= 0; i-- {
		if c := p.words[i].class; c == plain || c == either {
			return &p.words[i]
		}
	}
	return &p.words[len(p.words)-1]
}

func loadNames(fsys fs.FS) (*names, error) {
	n := &names{particle: map[string]particle{}, nick: map[string][]uint16{}, titles: map[string]int{}, turned: map[string]bool{}, english: map[string]bool{}}
	var err error
	if n.letters, err = loadLetters(fsys); err != nil {
		return nil, err
	}
	if n.spelling, err = loadSpelling(fsys); err != nil {
		return nil, err
	}
	rows, err := lexicon.Table(fsys, dir+"particles.txt", 2)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	kinds := map[string]particle{"particle": small, "front": small | front, "bind": bind, "after": after, "honour": honour, "suffix": suffix}
	for _, r := range rows {
		k, ok := kinds[r.Col(1)]
		if !ok {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("kind is particle, front, bind, after, honour or suffix, not %q", r.Col(1))}
		}
		for _, w := range lexicon.Split(r.Col(0)) {
			w = n.letters.fold(w)
			if k == honour {
				n.titles[w] = 1
				continue
			}
			n.particle[w] |= k
			if k == bind {
				n.binds = append(n.binds, w)
			}
		}
	}
	slices.SortStableFunc(n.binds, func(a, b string) int { return len(b) - len(a) })
	if rows, err = lexicon.Table(fsys, dir+"nicknames.txt", 1); err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	for i, r := range rows {
		for c, col := range r.Cols {
			for k, w := range lexicon.Split(col) {
				if w = n.bound(n.letters.fold(w)); c == 0 && k == 0 {
					n.fullForm = append(n.fullForm, w)
				}
				n.nick[w] = append(n.nick[w], uint16(i))
			}
		}
	}
	if rows, err = lexicon.Table(fsys, dir+"countries.txt", 2); err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	for _, r := range rows {
		if k := r.Col(1); k != "turned" && k != "english" {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("kind is turned or english, not %q", k)}
		}
		for _, c := range lexicon.Split(r.Col(0)) {
			n.turned[c] = n.turned[c] || r.Col(1) == "turned"
			n.english[c] = n.english[c] || r.Col(1) == "english"
		}
	}
	return n, nil
}

// bound writes a word that begins with "abdul" or a like form in one way.
func (n *names) bound(w string) string {
	for _, b := range n.binds {
		if rest, ok := strings.CutPrefix(w, b); ok && len(rest) > 2 {
			return "abd" + rest
		}
	}
	return w
}

// token is a word as it stands in the written name.
type token struct {
	s       string
	capital bool
	upper   bool // all capitals, at least two
	hyphen  bool // joined to the one before
	mark    bool // "d'", "l'"
	from    int  // where it stands in the written name
}

// tokens cuts a written name into words: at blanks, hyphens, full stops and after
// "d'" and "l'", and before a capital that follows a particle ("ElBaradei").
func (n *names) tokens(dst []token, name string) []token {
	if i := strings.IndexAny(name, "(["); i > 0 {
		name = name[:i]
	}
	buf := make([]byte, 0, len(name)+8)
	start, capital, uppers, letters, hyphen, from := 0, false, 0, 0, false, 0
	flush := func(mark bool) {
		if len(buf) > start {
			dst = append(dst, token{s: string(buf[start:]), capital: capital, upper: uppers == letters && letters > 1, hyphen: hyphen, mark: mark, from: from})
			hyphen = false
		}
		start, capital, uppers, letters = len(buf), false, 0, 0
	}
	for i, r := range name {
		switch {
		case unicode.IsLetter(r):
			up := unicode.IsUpper(r)
			if up && letters > uppers && n.particle[string(buf[start:])]&front != 0 {
				flush(false)
			}
			if letters == 0 {
				capital, from = up, i
			}
			letters++
			if up {
				uppers++
			}
			if r < utf8.RuneSelf {
				buf = append(buf, byte(r)|0x20)
			} else {
				buf = append(buf, n.letters.latin(r)...)
			}
		case unicode.Is(unicode.Mn, r):
		case apostrophe(r):
			if len(buf)-start == 1 && (buf[start] == 'd' || buf[start] == 'l') {
				flush(true)
			} else if rest := name[i+utf8.RuneLen(r):]; rest == "s" || rest == "S" || rest == "" {
				flush(false)
				return dst
			}
		case r == '-' || r == '‐' || r == '‑' || r == '–':
			flush(false)
			hyphen = len(dst) > 0
		case r == '"' || r == '“' || r == '”':
		default:
			flush(false)
		}
	}
	flush(false)
	return dst
}

// personal takes a person's name apart.
func (n *names) personal(name string) personal {
	if i := strings.IndexByte(name, ','); i > 0 {
		if rest := strings.TrimSpace(name[i+1:]); rest != "" && n.particle[n.letters.fold(rest)]&suffix == 0 {
			name = rest + " " + name[:i] // "Smith, John"
		}
	}
	var space [12]token
	ts := n.untitled(n.tokens(space[:0], name))
	var p personal
	for len(ts) > 1 && n.isSuffix(ts[len(ts)-1]) {
		p.suffix = ts[len(ts)-1].s
		ts = ts[:len(ts)-1]
	}
	ts = n.initials(ts)
	p.words = make([]word, 0, min(len(ts), maxWords))
	for i := 0; i < len(ts) && len(p.words) < maxWords; i++ {
		t := ts[i]
		k := n.particle[t.s]
		last := i == len(ts)-1
		w := word{s: t.s}
		switch {
		case k&bind != 0 && !last:
			j := i + 1
			for j < len(ts)-1 && n.particle[ts[j].s]&small != 0 {
				j++
			}
			w.s, i = "abd"+ts[j].s, j
		case k&after != 0 && len(p.words) > 1 && p.words[len(p.words)-1].class == skippy:
			p.words = p.words[:len(p.words)-1]
			w.s = p.words[len(p.words)-1].s + "ud" + t.s
			p.words = p.words[:len(p.words)-1]
			p.content--
		case t.mark:
			w.class = skippy
		case len(t.s) == 1:
			w.class = letter
			if k&small != 0 && !t.capital && i > 0 {
				w.class = skippy
			}
		case last || k&small == 0:
			w.s = n.bound(t.s)
		case i > 0 || !t.capital:
			w.class = skippy
		case k&front == 0:
		case !ts[1].hyphen && n.nick[t.s] != nil:
			w.class = either
		default:
			w.class = skippy
		}
		if len(w.s) > longest {
			w.s = w.s[:longest]
		}
		if w.class != skippy {
			p.content++
			if !t.hyphen || len(p.words) > 0 && p.words[len(p.words)-1].class == skippy {
				p.loose++
			}
		}
		p.words = append(p.words, w)
	}
	size := 0
	for i := range p.words {
		size += len(p.words[i].s) + 1
	}
	text := make([]byte, 0, size)
	marks := make([]mark, 0, 6*size)
	for i := range p.words {
		w := &p.words[i]
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(text, w.s...)
		from := len(marks)
		marks = n.spelling.marks(marks, w.s)
		w.marks = marks[from:len(marks):len(marks)]
		w.letters = lettersOf(w.s)
		w.nick = n.nick[w.s]
	}
	p.text = string(text)
	return p
}

// untitled drops the titles in front of a name, but never all of it.
func (n *names) untitled(ts []token) []token {
	var buf [64]byte
	for len(ts) > 1 {
		cut := 0
		key := buf[:0]
		for k := 0; k < min(len(ts)-1, 5); k++ {
			if k > 0 {
				key = append(key, ' ')
			}
			key = append(key, ts[k].s...)
			if rest, ok := n.titles[string(key)]; ok && len(ts)-k > rest {
				cut = k + 1
			}
		}
		if cut == 0 {
			break
		}
		ts = ts[cut:]
	}
	return ts
}

// isSuffix: a numeral counts in capitals alone, for "Vi" and "Ii" are names.
func (n *names) isSuffix(t token) bool {
	if n.particle[t.s]&suffix == 0 {
		return false
	}
	return t.upper || strings.Trim(t.s, "ivx") != ""
}

// initials takes a first word in capitals without vowels ("JP Morgan") apart.
func (n *names) initials(ts []token) []token {
	if len(ts) < 2 || !ts[0].upper || ts[1].upper || len(ts[0].s) > 3 || strings.ContainsAny(ts[0].s, "aeiouy") {
		return ts
	}
	out := make([]token, 0, len(ts)+2)
	for i := range len(ts[0].s) {
		out = append(out, token{s: ts[0].s[i : i+1], capital: true})
	}
	return append(out, ts[1:]...)
}

// level says how much of two names agrees.
type level uint8

const (
	apart    level = iota // names of two persons
	bare                  // one word of one is in the other, and nothing speaks against
	abridged              // a word and an initial
	full                  // at least two words
	exact                 // all, letter by letter
)

// strain is how much of what they may differ by two names do, 0 to 1.
func (l likeness) strain() float64 {
	if l.allow == 0 {
		return 0
	}
	return float64(l.cost) / float64(l.allow)
}

// likeness is how two names compare.
type likeness struct {
	level  level
	cost   int16 // of differing spellings, in hundredths of a letter
	allow  int16 // what the words that agree might have cost
	tail   int16 // of that, for the last word of either
	extra  uint8 // words that one of them lacks, but for initials
	last   bool  // a bare word is the last of the other
	turned bool  // in the other order
	other  bool  // the surname is spelled otherwise, where that makes another
	slip   bool  // a word differs by more than spelling: a slip of the pen, or another name
}

// home is what the countries of two names say of how to compare them.
type home struct {
	turned  bool   // the family name may stand first
	english bool   // surnames have one spelling
	region  uint32 // see spelling
}

func (n *names) home(a, b string) home {
	return home{n.turned[a] || n.turned[b], n.english[a] && n.english[b], n.spelling.of(a) | n.spelling.of(b)}
}

// compare tells whether two names may be one person's.
func (n *names) compare(a, b *personal, h home) likeness {
	if len(a.words) == 0 || len(b.words) == 0 || a.suffix != b.suffix && a.suffix != "" && b.suffix != "" {
		return likeness{}
	}
	if a.text == b.text {
		l := exact
		if a.suffix != b.suffix {
			l = full
		}
		switch {
		case a.content < 2:
			l = bare
		case a.spelled() < 2:
			l = abridged
		}
		return likeness{level: l, last: true}
	}
	best := n.align(a.words, b.words, a.content, b.content, h.region)
	if h.turned && best.level < full && len(b.words) > 1 && len(b.words) <= maxWords {
		var space [maxWords]word
		k := len(b.words)
		for _, cut := range [2]int{1, k - 1} {
			w := append(append(space[:0], b.words[cut:]...), b.words[:cut]...)
			if l := n.align(a.words, w, a.content, b.content, h.region); l.level >= abridged && l.level > best.level && l.extra == 0 {
				best = l
				best.turned = true
			}
			if k == 2 {
				break
			}
		}
	}
	if h.english && best.tail > doubledOnly {
		best.other = true
	}
	return best
}

// doubledOnly is what a letter more of two may cost: "Follet" for "Follett" is
// a slip in English names too.
const doubledOnly = 10

// pair is a step of an alignment: so many words of either name, and their cost.
type pair struct {
	i, j, di, dj uint8
	cost, allow  int16
	initial      bool
	slip         bool
}

// align finds the words that two names share, in order, and judges what is left
// over: a gap with words on both sides is a contradiction.
func (n *names) align(a, b []word, contentA, contentB int, region uint32) likeness {
	var score [maxWords + 1][maxWords + 1]int32
	var step [maxWords + 1][maxWords + 1]pair
	none := true
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best, by := score[i+1][j], pair{di: 1}
			if s := score[i][j+1]; s > best {
				best, by = s, pair{dj: 1}
			}
			if p, gain := n.words(a, b, i, j, region); gain > 0 {
				if s := score[i+int(p.di)][j+int(p.dj)] + gain; s > best {
					best, by = s, p
				}
				none = false
			}
			score[i][j], step[i][j] = best, by
		}
	}
	if none {
		return likeness{}
	}
	var l likeness
	matched, initials := 0, 0
	gapA, gapB := 0, 0
	restA, restB := 0, 0
	lettered := false
	var lastA, lastB bool
	firstPair := true
	heldA, heldB := a[0].class != either, b[0].class != either // first words that are surely given names
	close := func() bool {
		clash := gapA > 0 && gapB > 0
		gapA, gapB = 0, 0
		return clash
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i == len(a) || j == len(b) {
			for ; i < len(a); i++ {
				if a[i].class != skippy {
					gapA++
					restA += spelled(&a[i])
				}
			}
			for ; j < len(b); j++ {
				if b[j].class != skippy {
					gapB++
					restB += spelled(&b[j])
				}
			}
			break
		}
		p := step[i][j]
		if p.di > 0 && p.dj > 0 {
			if close() {
				return likeness{}
			}
			l.cost += p.cost
			l.allow += p.allow
			l.slip = l.slip || p.slip
			switch {
			case a[i].class == skippy && p.di == 1 || b[j].class == skippy && p.dj == 1:
			case p.initial:
				initials++
				if !firstPair {
					lettered = true
				}
			default:
				matched++
				heldA, heldB = heldA || i == 0, heldB || j == 0
				lastA, lastB = i+int(p.di) == len(a), j+int(p.dj) == len(b)
				if lastA || lastB {
					l.tail = p.cost
				}
			}
			firstPair = false
			i, j = i+int(p.di), j+int(p.dj)
			continue
		}
		if p.di > 0 {
			if a[i].class != skippy && a[i].class != either {
				gapA++
				restA += spelled(&a[i])
				lettered = lettered || a[i].class == letter && !firstPair
			}
			i++
		} else {
			if b[j].class != skippy && b[j].class != either {
				gapB++
				restB += spelled(&b[j])
				lettered = lettered || b[j].class == letter && !firstPair
			}
			j++
		}
	}
	if close() {
		return likeness{}
	}
	if lettered && n.middles(a, b) || restA > 0 && restB > 0 && matched < 3 {
		return likeness{}
	}
	if !heldA {
		contentA--
	}
	if !heldB {
		contentB--
	}
	l.extra = uint8(min(restA+restB, 255))
	switch {
	case matched >= 2:
		l.level = full
	case matched == 1 && initials > 0:
		l.level = abridged
	case matched == 1 && min(contentA, contentB) == 1:
		l.level, l.last = bare, lastA && lastB
	default:
		return likeness{}
	}
	return l
}

func spelled(w *word) int {
	if w.class == letter {
		return 0
	}
	return 1
}

// spelled is how many words of a name are neither particles nor initials.
func (p *personal) spelled() int {
	n := 0
	for i := range p.words {
		if c := p.words[i].class; c == plain || c == either {
			n++
		}
	}
	return n
}

// lettered reports whether a name has an initial.
func (p *personal) lettered() bool {
	for i := range p.words {
		if p.words[i].class == letter {
			return true
		}
	}
	return false
}

// middles reports whether middle initials contradict: those of "George H. W.
// Bush" and "George W. Bush" do not begin alike.
func (n *names) middles(a, b []word) bool {
	if len(a) < 3 || len(b) < 3 {
		return false
	}
	x, y := &a[1], &b[1]
	if x.class == skippy || y.class == skippy || x.class != letter && y.class != letter {
		return false
	}
	return x.s[0] != y.s[0]
}

// words is the best way to match words of a at i with words of b at j.
func (n *names) words(a, b []word, i, j int, region uint32) (pair, int32) {
	x, y := &a[i], &b[j]
	p := pair{i: uint8(i), j: uint8(j), di: 1, dj: 1}
	if (x.class == skippy) != (y.class == skippy) && x.s != y.s {
		return n.joined(a, b, i, j, region)
	}
	if x.class == letter || y.class == letter {
		if x.s[0] != y.s[0] {
			return p, 0
		}
		if x.class == letter && y.class == letter {
			p.initial = true
			return p, 60
		}
		p.initial = true
		return p, 50
	}
	c := far
	p.allow = budget((len(x.s) + len(y.s) + 1) / 2)
	if x.s == y.s {
		c = 0
	} else {
		if len(x.nick) > 0 && len(y.nick) > 0 && i < len(a)-1 && j < len(b)-1 && shares(x.nick, y.nick) {
			c = 15
		}
		if c == far {
			c = n.spelling.distance(x, y, slip(p.allow), region)
		}
	}
	if c < far {
		p.cost, p.slip = c, c > p.allow
		if x.class == skippy {
			return p, 20
		}
		return p, 200 - int32(c)
	}
	return n.joined(a, b, i, j, region)
}

// slip is the limit up to which words may differ when much else agrees: one
// letter left out, put in or mistaken in a word of five or more.
func slip(allow int16) int16 {
	if allow >= budget(5) {
		return max(allow, 100)
	}
	return allow
}

// joined matches two words of one name with one of the other: "Jong Il" and
// "Jongil", "De Gaulle" and "Degaulle".
func (n *names) joined(a, b []word, i, j int, region uint32) (pair, int32) {
	if i+1 < len(a) && len(a) > len(b) {
		if c := n.join(&a[i], &a[i+1], &b[j], region); c < far {
			return pair{i: uint8(i), j: uint8(j), di: 2, dj: 1, cost: c, allow: budget(len(b[j].s))}, 210 - int32(c)
		}
	}
	if j+1 < len(b) && len(b) > len(a) {
		if c := n.join(&b[j], &b[j+1], &a[i], region); c < far {
			return pair{i: uint8(i), j: uint8(j), di: 1, dj: 2, cost: c, allow: budget(len(a[i].s))}, 210 - int32(c)
		}
	}
	return pair{}, 0
}

func (n *names) join(x, y, whole *word, region uint32) int16 {
	k := len(x.s) + len(y.s)
	if x.class == letter || whole.class != plain || k > longest || k > len(whole.s)+2 || k < len(whole.s)-2 || region == 0 && initial(x.s) != initial(whole.s) {
		return far
	}
	var buf [longest]byte
	s := append(append(buf[:0], x.s...), y.s...)
	if string(s) == whole.s {
		return 2
	}
	if y.s[len(y.s)-1] != whole.s[len(whole.s)-1] && len(whole.s) < 6 {
		return far
	}
	var space [6 * longest]mark
	w := n.spelling.word(space[:0], string(s))
	return n.spelling.distance(&w, whole, budget(min(k, len(whole.s))), region)
}

func shares(a, b []uint16) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
