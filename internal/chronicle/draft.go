package chronicle

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// Bounds on a sentence of the chronicle.
const (
	fewestWords = 4
	easyWords   = 32   // above this a sentence loses asides
	mostWords   = 60   // above this it is no line of a chronicle
	longestText = 2000 // bytes of evidence above which it is only quoted from
)

// draft is a sentence of a report on its way to becoming a line: the tokens
// that stay, and what an editor puts in square brackets.
type draft struct {
	v    *vocabulary
	h    *happening.Happening
	r    *record.Report
	told day.Day // the day from which the report counts

	d           *doc.Document
	base        int // offset of d.Text in the article
	first, last int // tokens of the sentence
	trigger     int // its head token
	top         int // head of the clause that has become the line

	keep     []bool         // by token of d
	quote    []int          // by token: the quotation that it stands in, from 1; 0 none
	instead  map[int]string // what stands in a token's place
	behind   map[int]string // what an editor adds after a token
	ahead    map[int]string // … and before one
	subject  []int          // of the clause, where it came from another one
	finished bool           // an editor gave it its verb
	torn     bool           // nothing can be cut out of it
	embedded bool           // the event is told inside a clause about something else
	says     bool           // the words tell the event's status
	speech   bool           // the sentence is somebody's words, its marks stand elsewhere
	cost     float64
}

// newDraft reads the sentence that tells the event. It is nil where the words
// of the event cannot be found in it.
func newDraft(v *vocabulary, h *happening.Happening, r *record.Report, d *doc.Document, base int, told day.Day) *draft {
	t := &draft{v: v, h: h, r: r, told: told, d: d, base: base, trigger: -1,
		keep: make([]bool, len(d.Tokens)), instead: map[int]string{}, behind: map[int]string{}, ahead: map[int]string{}}
	first, last, ok := t.locate(r.Event.Trigger)
	if !ok {
		return nil
	}
	t.trigger = t.headOf(first, last)
	s := &d.Sentences[d.SentenceOf(t.trigger)]
	t.first, t.last = s.First, s.Last
	for k := t.first; k < t.last; k++ {
		t.keep[k] = true
	}
	t.markQuotes()
	return t
}

// locate finds the tokens of a span of the article; where its offsets lie
// elsewhere, those of its first words of the same form.
func (t *draft) locate(s record.Span) (first, last int, ok bool) {
	from, to := s.Start-t.base, s.End-t.base
	if from < 0 || to > len(t.d.Text) || from >= to || s.Text != "" && t.d.Text[from:to] != s.Text {
		if s.Text == "" {
			return 0, 0, false
		}
		from = indexWord(t.d.Text, s.Text)
		if from < 0 {
			return 0, 0, false
		}
		to = from + len(s.Text)
	}
	first = -1
	for k := range t.d.Tokens {
		if tok := &t.d.Tokens[k]; tok.Start < to && tok.End > from {
			if first < 0 {
				first = k
			}
			last = k + 1
		}
	}
	return first, last, first >= 0
}

// indexWord is where words first stand in text on their own, or -1.
func indexWord(text, words string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(words):])
		if !isWord(before) && !isWord(after) {
			return i
		}
		from = i + 1
	}
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// headOf is the token of a stretch that hangs on none of the others.
func (t *draft) headOf(first, last int) int {
	for k := first; k < last; k++ {
		if h := t.d.Tokens[k].Head; h < first || h >= last {
			return k
		}
	}
	return first
}

func (t *draft) rel(k int) string { return t.d.Tokens[k].Deprel }

// relOf is a relation without its subtype.
func relOf(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

func (t *draft) form(k int) string { return strings.ToLower(t.d.Form(k)) }

// set keeps or drops everything that hangs on token k, itself included.
func (t *draft) set(k int, keep bool) {
	t.keep[k] = keep
	for _, c := range t.d.Children(k) {
		t.set(int(c), keep)
	}
}

// words counts the tokens that stay and are no punctuation.
func (t *draft) words() int {
	n := 0
	for k := t.first; k < t.last; k++ {
		if t.keep[k] && t.d.Tokens[k].UPOS != "PUNCT" {
			n++
		}
	}
	return n
}

// quoted reports whether token k stands in quotation marks.
func (t *draft) quoted(k int) bool { return t.speech || t.quote[k] > 0 }

// markQuotes numbers the quotations of the sentence by its tokens. One that is
// not closed runs to the end, one that was opened before to its mark.
func (t *draft) markQuotes() {
	t.quote = make([]int, len(t.d.Tokens))
	n, open := 0, false
	for k := t.first; k < t.last; k++ {
		switch t.d.Form(k) {
		case "“", "«":
			n, open = n+1, true
		case "\"", "”", "»", "''", "``":
			if !open && t.shuts(k) {
				for i := t.first; i < k && n == 0; i++ {
					t.quote[i] = 1
				}
				n++
				continue
			}
			if open = !open; open {
				n++
			}
		default:
			if open {
				t.quote[k] = n
			}
		}
	}
}

// shuts reports whether a mark that can open or shut stands behind its words.
func (t *draft) shuts(k int) bool {
	return k > t.first && t.d.Tokens[k-1].End == t.d.Tokens[k].Start && (k+1 == t.last || t.d.Tokens[k+1].Start > t.d.Tokens[k].End || t.d.Tokens[k+1].UPOS == "PUNCT")
}

// attributive reports whether what hangs on token k says whose claim the rest
// is: "officials said", "according to the ministry".
func (t *draft) attributive(k int) bool {
	first, last := t.d.Subtree(k)
	for i := first; i < last; i++ {
		if t.speaking(i) {
			return true
		}
	}
	return t.opens(first, "attribution") > 0
}

// opens is the number of tokens of the phrase of a kind that begins at token k.
func (t *draft) opens(k int, kind string) int {
	most := 0
phrases:
	for _, p := range t.v.words[kind] {
		if k+len(p) > t.last || len(p) <= most {
			continue
		}
		for i, w := range p {
			if t.form(k+i) != w {
				continue phrases
			}
		}
		most = len(p)
	}
	return most
}

// firstKept is the first token that stays, or t.last.
func (t *draft) firstKept() int {
	for k := t.first; k < t.last; k++ {
		if t.keep[k] {
			return k
		}
	}
	return t.last
}

// text is the line as it stands.
func (t *draft) text() string {
	var b strings.Builder
	before := -1
	for k := t.first; k < t.last; k++ {
		if !t.keep[k] {
			continue
		}
		if s := t.ahead[k]; s != "" {
			t.space(&b, before, k, s)
			b.WriteString(s)
			b.WriteByte(' ')
		} else {
			t.space(&b, before, k, t.d.Form(k))
		}
		if s, ok := t.instead[k]; ok {
			b.WriteString(s)
		} else {
			b.WriteString(t.d.Form(k))
		}
		if s := t.behind[k]; s != "" {
			b.WriteString(" " + s)
		}
		before = k
	}
	return sentenceOf(b.String())
}

// space sets the gap between two tokens that stay: that of the source where
// they stood side by side, else one that their form asks for. Words that say
// who said it keep the comma before them.
func (t *draft) space(b *strings.Builder, before, k int, form string) {
	switch {
	case before < 0:
	case before == k-1:
		if t.d.Tokens[k].Start > t.d.Tokens[before].End {
			b.WriteByte(' ')
		}
	case t.d.Tokens[k].UPOS == "PUNCT" && !strings.ContainsAny(form, "“‘([-–—") || strings.HasPrefix(form, "'") || strings.HasPrefix(form, "’"):
		if form == "\"" && strings.Count(b.String(), "\"")%2 == 0 {
			b.WriteByte(' ')
		}
	case strings.HasSuffix(b.String(), "“") || strings.HasSuffix(b.String(), "("):
	default:
		if t.form(k-1) == "," && t.speaking(k) {
			b.WriteByte(',')
		}
		b.WriteByte(' ')
	}
}

// speaking reports whether token k is of the words that say who said it.
func (t *draft) speaking(k int) bool {
	return t.speaker(k) || t.of(k, func(q *doc.Quotation) []doc.Span { return q.Cue })
}

// speaker reports whether token k is of who said it.
func (t *draft) speaker(k int) bool {
	return t.of(k, func(q *doc.Quotation) []doc.Span { return q.Source })
}

func (t *draft) of(k int, part func(*doc.Quotation) []doc.Span) bool {
	for i := range t.d.Quotations {
		for _, s := range part(&t.d.Quotations[i]) {
			if s.Overlaps(t.d.Tokens[k].Span) {
				return true
			}
		}
	}
	return false
}

// balanced reports whether quotation marks and brackets come in pairs.
func balanced(s string) bool {
	return strings.Count(s, "\"")%2 == 0 && strings.Count(s, "“") == strings.Count(s, "”") &&
		strings.Count(s, "(") == strings.Count(s, ")") && strings.Count(s, "[") == strings.Count(s, "]")
}

// mended gives a quotation that runs over several sentences of the article the
// mark that this one lacks.
func mended(s string) string {
	if strings.Count(s, "\"")%2 == 1 && strings.Count(s, "“")+strings.Count(s, "”") == 0 {
		i := strings.IndexByte(s, '"')
		if i > 0 && s[i-1] != ' ' && (i+1 == len(s) || strings.IndexByte(" .,;:", s[i+1]) >= 0) {
			return "\"" + s
		}
		return s + "\""
	}
	switch strings.Count(s, "“") - strings.Count(s, "”") {
	case 1:
		return s + "”"
	case -1:
		return "“" + s
	}
	return s
}

// strayed repairs what is left between words when others are gone.
var strayed = strings.NewReplacer(" ,", ",", " .", ".", ",,", ",", ", ,", ",", ",.", ".", ";.", ".", " ;", ";", ",\".", ".\"", ",”.", ".”", "( ", "(", " )", ")", "()", "", "--.", ".", "-- ,", ",")

// sentenceOf puts words in the form of a sentence: one line, a capital, a full
// stop.
func sentenceOf(s string) string {
	s = tickers(strings.Join(strings.Fields(s), " "))
	for {
		next := strings.Join(strings.Fields(strayed.Replace(s)), " ")
		if next == s {
			break
		}
		s = next
	}
	s = strings.TrimRight(strings.TrimLeft(s, " ,;:.–—-"), " ,;:–—-")
	if s == "" {
		return ""
	}
	s = capital(s)
	if bare := strings.TrimRight(s, "\"'”’)"); bare != "" && !strings.ContainsAny(bare[len(bare)-1:], ".!?") {
		if bare != s && bare[len(bare)-1] == ',' {
			return bare[:len(bare)-1] + "." + s[len(bare):]
		}
		s += "."
	}
	return s
}

// tickers takes out the marks of exchanges that wires put behind the names of
// firms, "<IBM>", and the same brackets around names, or what is left of them.
func tickers(s string) string {
	if !strings.ContainsAny(s, "<>") {
		return s
	}
	var b strings.Builder
	for s != "" {
		open := strings.IndexAny(s, "<>")
		if open < 0 {
			break
		}
		b.WriteString(s[:open])
		shut := strings.IndexByte(s[open:], '>')
		if s[open] == '>' || shut < 0 {
			s = s[open+1:]
			continue
		}
		inner := s[open+1 : open+shut]
		s = s[open+shut+1:]
		if len(inner) > 8 || inner != strings.ToUpper(inner) || strings.Contains(inner, " ") {
			b.WriteString(inner)
			continue
		}
		trimmed := strings.TrimRight(b.String(), " ")
		b.Reset()
		b.WriteString(trimmed)
	}
	b.WriteString(s)
	return b.String()
}

// capital makes the first letter a capital.
func capital(s string) string {
	lead := len(s) - len(strings.TrimLeft(s, "\"'“‘[("))
	if r, n := utf8.DecodeRuneInString(s[lead:]); unicode.IsLower(r) {
		return s[:lead] + string(unicode.ToUpper(r)) + s[lead+n:]
	}
	return s
}
