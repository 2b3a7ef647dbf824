package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"chancery/internal/doc"
)

// MaxSentence is the most tokens a sentence may have. A longer one is cut at
// punctuation, since no reader writes such sentences: they are tables, lists of
// names and broken markup, and time must stay linear in the text.
const MaxSentence = 300

// Segmenter cuts text into tokens and sentences the way the English Universal
// Dependencies treebanks do. It holds only read-only tables.
type Segmenter struct {
	// Abbrev says of a lower-cased word written with its final full stop
	// ("gen.") what follows it.
	Abbrev map[string]AbbrevKind
	// Prefixes are bound forms that stay joined at a hyphen ("anti").
	Prefixes map[string]bool
	// Joined are hyphenated words kept whole ("e-mail").
	Joined map[string]bool
	// Split gives the length in bytes of the first part of words written
	// together that are two tokens ("cannot" → 3).
	Split map[string]int
	// Starters are lower-cased words that, capitalised after an abbreviation,
	// open a sentence more often than they stand inside one ("the", "he"); true
	// for those that may as well go on with a sentence ("and").
	Starters map[string]bool
	// Units follow a number without a space and are a token ("5km").
	Units map[string]bool
	// Gaps finds the ends of sentences without a stop; nil to go by stops alone.
	Gaps *Boundaries
}

// AbbrevKind says how likely a sentence ends after an abbreviation.
type AbbrevKind uint8

const (
	NoAbbrev    AbbrevKind = iota
	Title                  // stands before a name: never ends a sentence ("Gen.")
	BeforeNum              // an abbreviation only before a number ("No.")
	Month                  // with a capital only; ends no sentence before a number ("Feb.")
	Name                   // with a capital only ("Mass.")
	Other                  // may end a sentence ("Inc.")
	Attributive            // may, and may stand before a noun ("U.S.")
)

// Segment fills d.Blocks (if empty), d.Tokens and d.Sentences.
func (g *Segmenter) Segment(d *doc.Document) {
	if len(d.Blocks) == 0 {
		d.Blocks = Paragraphs(d.Text)
	}
	n := 0
	for _, b := range d.Blocks {
		n += b.Len()
	}
	d.Tokens = make([]doc.Token, 0, n/4+8)
	d.Sentences = make([]doc.Sentence, 0, n/100+4)
	for i, b := range d.Blocks {
		first := len(d.Tokens)
		s := scanner{g: g, text: d.Text[:b.End], out: d.Tokens}
		s.block(b.Start)
		d.Tokens = s.out
		g.sentences(d, i, first)
	}
}

// Tokens appends the tokens of text, one block, to out.
func (g *Segmenter) Tokens(out []doc.Token, text string) []doc.Token {
	s := scanner{g: g, text: text, out: out}
	s.block(0)
	return s.out
}

// Paragraphs makes a Body block of each stretch of text between blank lines.
func Paragraphs(text string) []doc.Block {
	var out []doc.Block
	start, end, newlines := -1, 0, 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			if r == '\n' {
				newlines++
			}
			continue
		}
		if start >= 0 && newlines > 1 {
			out = append(out, doc.Block{Span: doc.Span{Start: start, End: end}})
			start = -1
		}
		if start < 0 {
			start = i
		}
		newlines = 0
		_, n := utf8.DecodeRuneInString(text[i:])
		end = i + n
	}
	if start >= 0 {
		out = append(out, doc.Block{Span: doc.Span{Start: start, End: end}})
	}
	return out
}

// scanner cuts one block into tokens.
type scanner struct {
	g    *Segmenter
	text string // up to the end of the block
	out  []doc.Token
	low  [64]byte // scratch for lower-casing
}

func (s *scanner) emit(a, z int) {
	if a < z {
		s.out = append(s.out, doc.Token{Span: doc.Span{Start: a, End: z}, Head: -1})
	}
}

// block walks the chunks between white space.
func (s *scanner) block(i int) {
	start := -1
	for i < len(s.text) {
		c := s.text[i]
		n, space := 1, c == ' ' || c >= '\t' && c <= '\r'
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s.text[i:])
			n, space = size, isSpace(r)
		}
		if space {
			if start >= 0 {
				s.chunk(start, i)
				start = -1
			}
		} else if start < 0 {
			start = i
		}
		i += n
	}
	if start >= 0 {
		s.chunk(start, len(s.text))
	}
}

func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// class sorts the runes that matter to the tokeniser.
type class uint8

const (
	letter class = iota
	digit
	opening // brackets and quotation marks that open, and those that do either
	closing
	apostrophe
	stop     // . ! ?
	mark     // , ; :
	currency // $ £ €
	hyphen
	dash // en and em dashes
	slash
	symbol
)

func classOf(r rune) class {
	switch {
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return letter
	case r >= '0' && r <= '9':
		return digit
	}
	switch r {
	case '(', '[', '{', '<', '“', '«', '„', '‹', '"', '`', '‘':
		return opening
	case ')', ']', '}', '>', '”', '»', '›', '″':
		return closing
	case '\'', '’', '´', 'ʼ':
		return apostrophe
	case '.', '!', '?', '…':
		return stop
	case ',', ';', ':':
		return mark
	case '$', '£', '€', '¥', '₤', '₹', '₽', '¢':
		return currency
	case '-', '‐', '‑':
		return hyphen
	case '–', '—', '―', '−':
		return dash
	case '/', '\\':
		return slash
	case utf8.RuneError:
		return letter
	}
	switch {
	case r < utf8.RuneSelf:
		return symbol
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	}
	return symbol
}

func (s *scanner) at(i int) (class, int) {
	if i >= len(s.text) {
		return symbol, 0
	}
	r, n := utf8.DecodeRuneInString(s.text[i:])
	return classOf(r), n
}

func (s *scanner) before(i int) (class, int) {
	if i <= 0 {
		return symbol, 0
	}
	r, n := utf8.DecodeLastRuneInString(s.text[:i])
	return classOf(r), n
}

// chunk cuts text without white space: first what opens, then what closes,
// then what is inside.
func (s *scanner) chunk(a, z int) {
	for a < z {
		c, n := s.at(a)
		switch {
		case c == opening, c == closing, c == mark, c == dash, c == currency && !s.code(a, z):
			if s.text[a] == '`' && a+1 < z && s.text[a+1] == '`' {
				n = 2
			} else if c == mark && n == 1 && s.emoticon(a, z) {
				s.emit(a, z)
				return
			}
		case c == apostrophe:
			if m := s.clitic(a, z); m > 0 {
				s.word(a, a+m)
				a += m
				continue
			}
			if a+1 < z && s.text[a] == '\'' && s.text[a+1] == '\'' {
				n = 2
			}
		case c == hyphen, c == stop, c == symbol && !s.tag(a, z):
			if c == hyphen && n == 1 && a+1 < z && s.text[a+1] >= '0' && s.text[a+1] <= '9' {
				goto core // a negative number, told from a dash by having no space
			}
			if c == stop && n == 1 && s.text[a] == '.' && a+1 < z && s.text[a+1] >= '0' && s.text[a+1] <= '9' {
				goto core // .5
			}
			n = s.run(a, z)
		default:
			goto core
		}
		s.emit(a, a+n)
		a += n
	}
	return
core:
	s.core(a, z)
}

// run is the length of the same rune repeated, or of a mixed run of stops.
func (s *scanner) run(a, z int) int {
	r0, n := utf8.DecodeRuneInString(s.text[a:])
	i := a + n
	for i < z {
		r, m := utf8.DecodeRuneInString(s.text[i:])
		if r != r0 && !(isBang(r) && isBang(r0)) {
			break
		}
		i += m
	}
	return i - a
}

func isBang(r rune) bool { return r == '!' || r == '?' }

// code reports whether a currency sign is glued into a code word ("$ervice").
func (s *scanner) code(a, z int) bool {
	_, n := s.at(a)
	c, _ := s.at(a + n)
	return a+n < z && c == letter
}

// tag reports whether a # or @ opens a hashtag or a handle.
func (s *scanner) tag(a, z int) bool {
	if s.text[a] != '#' && s.text[a] != '@' || a+1 >= z {
		return false
	}
	c, _ := s.at(a + 1)
	return c == letter
}

func (s *scanner) emoticon(a, z int) bool {
	if z-a > 8 {
		return false
	}
	switch strings.TrimRight(s.text[a:z], ")(") {
	case ":", ";", ":-", ";-":
		return z-a > 1
	}
	switch s.text[a:z] {
	case ":D", ":P", ":p", ":-D", ":-P", ";D", ":/":
		return true
	}
	return false
}

// clitic is the length of a word that opens with an apostrophe: 's cut off its
// host by a space or markup, 'em, '90s.
func (s *scanner) clitic(a, z int) int {
	_, n := s.at(a)
	i := a + n
	for i < z {
		c, m := s.at(i)
		if c != letter && c != digit {
			break
		}
		i += m
	}
	switch w := s.lower(a+n, i); {
	case w == "s" || w == "re" || w == "ve" || w == "ll" || w == "d" || w == "m" || w == "em" || w == "til" || w == "tis" || w == "twas":
		return i - a
	case len(w) == 2 && isDigits(w), len(w) == 3 && isDigits(w[:2]) && w[2] == 's':
		return i - a
	}
	return 0
}

func isDigits(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return len(w) > 0
}

// lower is text[a:z] in ASCII lower case, good until it is called again; "" when
// it is longer than any entry of the tables.
func (s *scanner) lower(a, z int) string {
	if z-a > len(s.low) || z <= a {
		return ""
	}
	w := s.text[a:z]
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= 'A' && c <= 'Z' {
			low := lowerInto(s.low[:0], w)
			return unsafe.String(&low[0], len(low)) // a word of the text is looked up several times: no copy
		}
	}
	return w
}

func lowerInto(dst []byte, w string) []byte {
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// core cuts a chunk that opens with a word: trailing marks are peeled first and
// come out after it.
func (s *scanner) core(a, z int) {
	var tail [32]int
	n, end := 0, z
	for end > a && n < len(tail) {
		c, m := s.before(end)
		switch {
		case c == closing, c == opening, c == mark, c == dash, c == symbol && !s.keepTail(a, end):
		case c == apostrophe:
			if m == 1 && end-2 >= a && s.text[end-2] == '\'' {
				m = 2
			}
		case c == stop:
			k := s.runBack(a, end)
			if k == 1 && s.text[end-1] == '.' && s.keepStop(a, end, z) {
				goto done
			}
			m = k
		case c == hyphen:
			m = s.runBack(a, end)
		default:
			goto done
		}
		tail[n] = end
		n++
		end -= m
	}
done:
	if end > a {
		if s.isURL(a, end) {
			s.emit(a, end)
		} else {
			s.inner(a, end)
		}
	}
	for p := end; n > 0; n-- {
		s.emit(p, tail[n-1])
		p = tail[n-1]
	}
}

func (s *scanner) runBack(a, z int) int {
	r0, n := utf8.DecodeLastRuneInString(s.text[a:z])
	i := z - n
	for i > a {
		r, m := utf8.DecodeLastRuneInString(s.text[a:i])
		if r != r0 && !(isBang(r) && isBang(r0)) {
			break
		}
		i -= m
	}
	return z - i
}

// keepTail keeps the last sign of "C++" and "A+".
func (s *scanner) keepTail(a, z int) bool {
	return s.text[z-1] == '+' && z-a <= 3
}

// keepStop reports whether the full stop before end belongs to the word.
func (s *scanner) keepStop(a, end, z int) bool {
	// Only the part after the last hyphen, slash or bracket can be abbreviated.
	b := a
	for i := end - 2; i >= a; i-- {
		if c := s.text[i]; c == '-' || c == '/' || c == '(' || c == '"' {
			b = i + 1
			break
		}
	}
	w := s.lower(b, end)
	if w == "" || end-b < 2 {
		return false
	}
	if len(w) == 2 && s.text[b] >= 'A' && s.text[b] <= 'Z' && s.text[b] != 'I' {
		return true // an initial
	}
	switch s.g.Abbrev[w] {
	case Title, Other:
		return true
	case Month, Name:
		return s.text[b] >= 'A' && s.text[b] <= 'Z'
	case BeforeNum:
		return z == end && s.numberFollows(z)
	}
	return dotted(w)
}

// numberFollows reports whether the next chunk begins with a figure.
func (s *scanner) numberFollows(z int) bool {
	return z+1 < len(s.text) && s.text[z+1] >= '0' && s.text[z+1] <= '9'
}

// dotted reports whether a word is letters each followed by a full stop, "u.s."
// or "ph.d.".
func dotted(w string) bool {
	dots, since := 0, 0
	for i := 0; i < len(w); i++ {
		switch c := w[i]; {
		case c == '.':
			if since == 0 || since > 2 {
				return false
			}
			dots++
			since = 0
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			since++
		default:
			return false
		}
	}
	return dots > 1 && since == 0
}

func (s *scanner) isURL(a, z int) bool {
	w := s.text[a:z]
	if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") {
		return true
	}
	if i := strings.IndexByte(w, '@'); i > 0 && strings.IndexByte(w[i:], '.') > 1 {
		return true
	}
	i := strings.LastIndexByte(w, '.')
	if i <= 0 || i+1 >= len(w) || w[i-1] == '.' {
		return false
	}
	switch s.lower(a+i+1, z) {
	case "com", "org", "net", "gov", "edu", "info", "uk", "html", "htm", "pdf", "doc", "php":
		return true
	}
	return false
}

// inner cuts a chunk stripped of marks at both ends.
func (s *scanner) inner(a, z int) {
	start := a
	for i := a; i < z; {
		c, n := s.at(i)
		cut := 0
		switch c {
		case letter, digit, apostrophe:
		case hyphen:
			if k := s.run(i, z); k > n {
				cut = k
			} else if !s.keepHyphen(start, i, i+n, z) {
				cut = n
			}
		case dash, opening, closing, currency:
			cut = n
			if c == currency && i > start && s.currencyCode(start, i) {
				s.emit(start, i+n) // US$
				start, i = i+n, i+n
				continue
			}
		case stop:
			if k := s.run(i, z); k > 1 || s.text[i] != '.' {
				cut = k
			}
		case mark:
			p, _ := s.before(i)
			q, _ := s.at(i + n)
			if !(p == digit && q == digit) {
				cut = n
			}
		case slash:
			p, _ := s.before(i)
			q, _ := s.at(i + n)
			if p == letter && q == letter && i-start > 1 {
				cut = n
			}
		case symbol:
			if r := s.text[i]; r == '%' || r == '=' || r == '|' || r == '~' || r == '*' || r == '+' && i-start > 2 {
				cut = n
			}
		}
		if cut > 0 {
			s.word(start, i)
			s.emit(i, i+cut)
			i += cut
			start = i
			continue
		}
		i += n
	}
	s.word(start, z)
}

// currencyCode tells "US" before "$" from a word that holds a dollar sign.
func (s *scanner) currencyCode(a, z int) bool {
	for i := a; i < z; i++ {
		if c := s.text[i]; (c < 'A' || c > 'Z') && c != '.' {
			return false
		}
	}
	return z-a <= 4
}

// keepHyphen decides whether text[a:h] and text[k:z] stay one token.
func (s *scanner) keepHyphen(a, h, k, z int) bool {
	end := k
	for end < z {
		c, n := s.at(end)
		if c != letter && c != digit {
			break
		}
		end += n
	}
	if a == h || end == k {
		return h == a // a negative number; else a hyphen left hanging
	}
	l, _ := s.before(h)
	r, _ := s.at(k)
	leftDigits, rightDigits := isDigits(s.text[a:h]), isDigits(s.text[k:end])
	switch {
	case leftDigits && rightDigits:
		// A range is three tokens; what has more parts is a telephone number, a
		// date or a code.
		return end < z && s.text[end] == '-' || h-a > 4 || end-k > 4 || h-a == 3 && end-k == 4
	case l == digit && r == digit:
		return true // a code
	}
	if (a == 0 || s.text[a-1] != '-') && s.g.Joined[s.lower(a, end)] {
		return true
	}
	return s.g.Prefixes[s.lower(a, h)]
}

// word cuts contractions, and numbers glued to a unit.
func (s *scanner) word(a, z int) {
	if a >= z {
		return
	}
	if c := s.text[a]; c >= '0' && c <= '9' || c == '.' {
		i := a
		for i < z && (s.text[i] >= '0' && s.text[i] <= '9' || s.text[i] == '.' || s.text[i] == ',' || s.text[i] == ':') {
			i++
		}
		if i < z && s.g.Units[s.lower(i, z)] {
			s.emit(a, i)
			s.emit(i, z)
			return
		}
		if k := s.contraction(a, z); k > a { // Radio 4's
			s.emit(a, k)
			a = k
		}
		s.emit(a, z)
		return
	}
	if k, ok := s.g.Split[s.lower(a, z)]; ok {
		s.emit(a, a+k)
		s.emit(a+k, z)
		return
	}
	if k := s.contraction(a, z); k > a {
		s.word(a, k)
		s.emit(k, z)
		return
	}
	s.emit(a, z)
}

// contraction is where the second token of don't, we'll or Chad's begins, or 0.
func (s *scanner) contraction(a, z int) int {
	for i := z - 1; i > a && z-i <= 6; i-- {
		c, n := s.at(i)
		if c != apostrophe || !utf8.RuneStart(s.text[i]) {
			continue
		}
		switch s.lower(i+n, z) {
		case "t":
			if i-a >= 2 && s.text[i-1]|0x20 == 'n' {
				return i - 1
			}
		case "s", "re", "ve", "ll", "d", "m":
			return i
		}
		return 0
	}
	return 0
}
