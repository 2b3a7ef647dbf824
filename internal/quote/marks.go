package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// quoted is a stretch of text between quotation marks.
type quoted struct {
	span   doc.Span // with its marks
	inner  doc.Span
	block  int
	open   bool // not closed in its block: the next paragraph goes on
	cont   bool // continues the paragraph before
	full   bool // speech of its own, not a few words taken over in a sentence
	first  int  // tokens [first, last) inside the marks
	last   int
	record int // 1 + index of the quotation that holds it
}

// mark is a quotation mark met in the text.
type mark struct {
	at, size int
	kind     byte // 'd' double, 's' single
	opens    bool
	closes   bool
}

// nextMark finds the first mark at or after i in s. A straight mark opens where
// a word follows it and no word stands before, closes in the mirrored case, and
// may do either where both hold. An apostrophe is told from a single mark by
// its neighbours alone.
func nextMark(s string, i int) (mark, bool) {
	for i < len(s) {
		j := strings.IndexAny(s[i:], "\"'“”„«»‘’`")
		if j < 0 {
			return mark{}, false
		}
		i += j
		r, n := utf8.DecodeRuneInString(s[i:])
		m := mark{at: i, size: n, kind: 'd'}
		switch r {
		case '“', '„', '«':
			m.opens = true
			return m, true
		case '”', '»':
			// set the wrong way round, it still opens where only a word follows
			o, c := sides(s, i, i+n)
			m.opens, m.closes = o && !c, c || !o
			return m, true
		case '"':
			m.opens, m.closes = sides(s, i, i+n)
			return m, true
		case '`':
			if strings.HasPrefix(s[i:], "``") {
				m.size, m.opens = 2, true
				return m, true
			}
		case '\'':
			if strings.HasPrefix(s[i:], "''") {
				m.size = 2
				m.opens, m.closes = sides(s, i, i+2)
				return m, true
			}
			m.kind = 's'
			m.opens, m.closes = sides(s, i, i+1)
			if m.opens != m.closes {
				return m, true
			}
		case '‘':
			m.kind, m.opens = 's', true
			if o, _ := sides(s, i, i+n); o {
				return m, true
			}
		case '’':
			m.kind = 's'
			if _, c := sides(s, i, i+n); c {
				m.closes = true
				return m, true
			}
		}
		i += n
	}
	return mark{}, false
}

// sides says whether a straight mark at s[a:b] can open and can close.
func sides(s string, a, b int) (opens, closes bool) {
	before, _ := utf8.DecodeLastRuneInString(s[:a])
	after, _ := utf8.DecodeRuneInString(s[b:])
	wordBefore := a > 0 && !unicode.IsSpace(before) && !strings.ContainsRune("([{-–—/", before)
	wordAfter := b < len(s) && !unicode.IsSpace(after) && !strings.ContainsRune(")]},.;:!?-–—/", after)
	quoteBefore := a > 0 && strings.ContainsRune("\"'“‘", before)
	quoteAfter := b < len(s) && strings.ContainsRune("\"'”’", after)
	opens = (!wordBefore || quoteBefore) && (b < len(s) && !unicode.IsSpace(after))
	closes = wordBefore && (!wordAfter || quoteAfter)
	return opens, closes
}

// findQuoted lists the quoted stretches of the document's blocks, in text order
// and without those nested in others.
func findQuoted(d *doc.Document) []quoted {
	var out []quoted
	carry := false // the block before ended inside an open quotation
	for b, bl := range d.Blocks {
		if bl.Kind == doc.Meta || bl.Kind == doc.Dateline {
			continue
		}
		s := d.Text[:bl.End]
		n := len(out)
		pos := bl.Start
		for {
			o, ok := nextMark(s, pos)
			if !ok {
				break
			}
			if !o.opens {
				pos = o.at + o.size
				continue
			}
			q := quoted{span: doc.Span{Start: o.at, End: bl.End}, inner: doc.Span{Start: o.at + o.size, End: bl.End}, block: b, open: true}
			if c, ok := closing(s, o); ok {
				q.span.End, q.inner.End, q.open = c.at+c.size, c.at, false
				pos = q.span.End
			} else if o.kind == 's' || o.at > bl.Start && !strings.HasSuffix(strings.TrimSpace(d.Text[bl.Start:o.at]), ":") && !endsSentence(d.Text[bl.Start:o.at]) {
				// an apostrophe, or a mark whose partner was lost
				pos = o.at + o.size
				continue
			} else {
				pos = bl.End
			}
			q.cont = carry && len(out) == n && strings.TrimSpace(d.Text[bl.Start:o.at]) == ""
			out = append(out, q)
		}
		carry = len(out) > n && out[len(out)-1].open
	}
	return out
}

func endsSentence(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ".")
}

// closing finds the mark that ends the stretch opened by o, skipping pairs of
// the other kind nested inside.
func closing(s string, o mark) (mark, bool) {
	depth := 0
	for pos := o.at + o.size; ; {
		c, ok := nextMark(s, pos)
		if !ok {
			return mark{}, false
		}
		pos = c.at + c.size
		if c.kind != o.kind {
			continue
		}
		curly := c.size > 1 && s[c.at] != '\''
		switch {
		case c.closes && depth == 0:
			return c, true
		case c.closes && curly:
			depth--
		case c.opens && curly && c.kind == 'd' && s[o.at] != '"':
			depth++
		}
	}
}
