package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

const (
	// A text with a line longer than this is not hard-wrapped, so each of its
	// newlines ends a paragraph. Wire terminals wrap at 69 to 80 columns, mail
	// at 78, typists at up to 100.
	wrapColumns = 110
	// A line that stops at less than this share of the longest line's length
	// ends its paragraph in a hard-wrapped text, if it ends like a sentence.
	shortLine = 0.7
	// The longest headline, byline and note lines, in bytes.
	maxHeadline = 160
	maxByline   = 160
	maxNote     = 400
	// The dateline opens one of the first paragraphs that are neither headline
	// nor note.
	datelineWithin = 3
)

// layout finds the blocks of d.Text and, from them, dateline, agency, publisher
// and, where metadata do not state it, the day of publication.
func (v *vocabulary) layout(d *doc.Document) {
	paras := paragraphs(d.Text)
	l := layouter{v: v, d: d, blocks: make([]doc.Block, 0, len(paras)+4)}
	for i, p := range paras {
		l.paragraph(p, i, len(paras))
	}
	d.Blocks = l.blocks
	if len(d.Dateline.Agencies) > 0 {
		d.Agency = d.Dateline.Agencies[0]
	}
	if d.Publisher == "" {
		d.Publisher = l.via
	}
	if name, ok := v.agencies[strings.ToLower(d.Publisher)]; ok && d.Agency == "" {
		d.Agency = name
	}
}

type layouter struct {
	v      *vocabulary
	d      *doc.Document
	blocks []doc.Block
	via    string
	byline bool // the block before is a byline
	tried  int  // paragraphs searched for a dateline
}

func (l *layouter) add(s doc.Span, k doc.BlockKind) {
	s = trim(l.d.Text, s)
	if s.Len() > 0 {
		l.blocks = append(l.blocks, doc.Block{Span: s, Kind: k})
	}
}

// paragraph files one paragraph, cutting off what is not its body.
func (l *layouter) paragraph(s doc.Span, index, count int) {
	if index == 0 {
		if rest, ok := l.dateMark(s); ok {
			l.add(rest, doc.Caption)
			return
		}
	}
	if k, ok := l.v.note(l.d.Slice(s)); ok {
		l.add(s, k)
		return
	}
	if !l.seenBody() {
		if isByline(l.d.Slice(s)) {
			l.add(s, doc.Meta)
			l.byline = true
			return
		}
		if l.byline {
			s = l.office(s)
		}
		if rest, ok := l.titleHead(s); ok {
			if rest.Len() == 0 {
				return
			}
			s = rest
		}
	}
	if l.d.Dateline.Len() == 0 && l.tried < datelineWithin {
		if dl, ok := l.v.parseDateline(l.d.Text, s.Start, s.End, l.d.Published); ok {
			l.dateline(dl)
			s.Start = dl.End
		} else if index+1 < count && !l.seenBody() && isHeadline(l.d.Slice(s)) && l.likeTitle(l.d.Slice(s)) {
			l.add(s, doc.Headline)
			return
		} else {
			l.tried++
		}
	}
	l.body(s)
}

// dateline files a dateline. A full date in it stands in for an unknown day of
// publication only as the anchor, not as Published.
func (l *layouter) dateline(dl dateline) {
	l.d.Dateline = dl.DatelineInfo
	l.via = dl.via
	l.add(dl.Span, doc.Dateline)
}

// body files a paragraph of the report less the credits that end it.
func (l *layouter) body(s doc.Span) {
	s = trim(l.d.Text, s)
	if s.Len() == 0 {
		return
	}
	cut := l.v.tail(l.d.Slice(s))
	l.add(doc.Span{Start: s.Start, End: s.Start + cut}, doc.Body)
	l.add(doc.Span{Start: s.Start + cut, End: s.End}, doc.Meta)
}

func (l *layouter) seenBody() bool {
	for _, b := range l.blocks {
		if b.Kind == doc.Body || b.Kind == doc.Dateline {
			return true
		}
	}
	return false
}

// office cuts off the line after a byline that says whom the writer works for.
func (l *layouter) office(s doc.Span) doc.Span {
	l.byline = false
	t := l.d.Slice(s)
	end := strings.IndexAny(t, "\r\n")
	if end < 0 {
		end = len(t)
	}
	line := strings.TrimSpace(t[:end])
	if len(line) > maxByline/2 || !l.v.office(line) {
		return s
	}
	l.add(doc.Span{Start: s.Start, End: s.Start + end}, doc.Meta)
	return trim(l.d.Text, doc.Span{Start: s.Start + end, End: s.End})
}

// dateMark reads the line that some archives put before a report: "date
// 2025-04-02" and, after it, the caption.
func (l *layouter) dateMark(s doc.Span) (rest doc.Span, ok bool) {
	t := l.d.Slice(s)
	after, ok := cutFold(t, "date")
	if !ok {
		return s, false
	}
	k := len(t) - len(after)
	for k < len(t) && (t[k] == ' ' || t[k] == ':' || t[k] == '\t') {
		k++
	}
	if k == len("date") || len(t) < k+len("2006-01-02") {
		return s, false
	}
	date := isoDay(t[k : k+10])
	k += 10
	if date == "" || k < len(t) && t[k] != ' ' && t[k] != '\n' && t[k] != '\r' && t[k] != 'T' {
		return s, false
	}
	for k < len(t) && t[k] > ' ' { // a time of day
		k++
	}
	if l.d.Published == "" {
		l.d.Published = date
	}
	l.add(doc.Span{Start: s.Start, End: s.Start + k}, doc.Meta)
	return trim(l.d.Text, doc.Span{Start: s.Start + k, End: s.End}), true
}

// titleHead cuts off a paragraph's opening that repeats the title.
func (l *layouter) titleHead(s doc.Span) (rest doc.Span, ok bool) {
	title := strings.TrimSpace(l.d.Title)
	t := l.d.Slice(s)
	if title == "" || len(t) < len(title) || !strings.EqualFold(t[:len(title)], title) {
		return s, false
	}
	k := len(title)
	if k < len(t) && (t[k] == '.' || t[k] == ':') && title[len(title)-1] != '.' {
		k++
	}
	if k < len(t) && t[k] > ' ' {
		return s, false
	}
	l.add(doc.Span{Start: s.Start, End: s.Start + k}, doc.Headline)
	return trim(l.d.Text, doc.Span{Start: s.Start + k, End: s.End}), true
}

// likeTitle reports whether a paragraph may be the headline beside a title known
// from metadata: it must share half its words with it. A report whose first
// paragraph merely lacks its full stop keeps it.
func (l *layouter) likeTitle(s string) bool {
	title := strings.ToLower(l.d.Title)
	if title == "" {
		return true
	}
	words := strings.Fields(strings.ToLower(s))
	shared := 0
	for _, w := range words {
		if strings.Contains(title, strings.Trim(w, ".,:;'\"‘’“”")) {
			shared++
		}
	}
	return shared*2 >= len(words)
}

// trim narrows a span to what is not blank, byte order mark included.
func trim(text string, s doc.Span) doc.Span {
	t := text[s.Start:s.End]
	left := strings.TrimLeftFunc(t, blank)
	s.Start += len(t) - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, blank))
	return s
}

func blank(c rune) bool { return unicode.IsSpace(c) || c == '\ufeff' || c == 0x03 || c == '\u200b' }

// paragraphs cuts text at blank lines, and at single newlines where the text is
// not hard-wrapped, the next line is indented, or the line stops short.
func paragraphs(text string) []doc.Span {
	longest := 0
	eachLine(text, func(s doc.Span) { longest = max(longest, utf8.RuneCountInString(text[s.Start:s.End])) })
	wrapped := longest <= wrapColumns
	var out []doc.Span
	open := -1 // start of the paragraph being read
	var last doc.Span
	flush := func() {
		if open >= 0 {
			if s := trim(text, doc.Span{Start: open, End: last.End}); s.Len() > 0 {
				out = append(out, s)
			}
		}
		open = -1
	}
	eachLine(text, func(s doc.Span) {
		body := trim(text, s)
		switch {
		case body.Len() == 0:
			flush()
			return
		case open < 0:
		case !wrapped, indented(text[s.Start:s.End]), endsParagraph(text[last.Start:last.End], longest):
			flush()
		}
		if open < 0 {
			open = body.Start
		}
		last = body
	})
	flush()
	return out
}

// eachLine calls f for each line without its newline; "\r" alone ends one too.
func eachLine(text string, f func(doc.Span)) {
	start := 0
	for start < len(text) {
		i := strings.IndexAny(text[start:], "\n\r")
		if i < 0 {
			break
		}
		f(doc.Span{Start: start, End: start + i})
		start += i + 1
		if text[start-1] == '\r' && start < len(text) && text[start] == '\n' {
			start++
		}
	}
	f(doc.Span{Start: start, End: len(text)})
}

func indented(line string) bool {
	return strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "   ")
}

// endsParagraph reports whether a line of a hard-wrapped text stops well short
// of the margin: after a full stop it is a paragraph's last, and without one it
// is a heading or a byline when the next line cannot have pushed it short.
func endsParagraph(line string, longest int) bool {
	n := utf8.RuneCountInString(line)
	if float64(n) >= shortLine*float64(longest) {
		return false
	}
	return stops(line) || isByline(line)
}

// stops reports whether s ends a sentence.
func stops(s string) bool {
	s = strings.TrimRight(s, " \t\"'”’)]»")
	c, _ := utf8.DecodeLastRuneInString(s)
	return c == '.' || c == '!' || c == '?' || c == '…'
}

// isHeadline tells a headline by its form: one short line without a final stop
// that begins with a capital and is not a mere lead-in.
func isHeadline(s string) bool {
	if len(s) > maxHeadline || strings.ContainsAny(s, "\n\r") || strings.Count(s, " ") < 1 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«("))
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return last != '.' && last != ':' && last != ',' && last != ';' && !stops(s) || last == '?' || last == '!'
}

// isByline knows "By Jane Roe", "By JANE ROE and JOHN DOE Staff Writers": the
// word By, then names and offices and no sentence.
func isByline(s string) bool {
	rest, ok := cutFold(s, "by ")
	if !ok || len(s) > maxByline || s[0] != 'B' {
		return false
	}
	fields := strings.Fields(rest)
	upper := 0
	for _, w := range fields {
		w = strings.Trim(w, ",.;|()")
		c, _ := utf8.DecodeRuneInString(w)
		switch {
		case w == "", unicode.IsUpper(c), unicode.IsDigit(c):
			upper++
		case w == "and", w == "in", w == "of", w == "the", w == "for", w == "de", w == "von", w == "van", w == "al", w == "with", w == "at", w == "&":
		default:
			return false
		}
	}
	return upper > 0 && !strings.HasSuffix(rest, ".") || upper >= 2 && len(fields) <= 6
}

// note tells paragraphs about the report by their opening.
func (v *vocabulary) note(s string) (doc.BlockKind, bool) {
	if len(s) > maxNote {
		return doc.Body, false
	}
	inner := s
	paren := len(s) > 2 && (s[0] == '(' && s[len(s)-1] == ')' || s[0] == '[' && s[len(s)-1] == ']')
	if paren {
		inner = strings.TrimSpace(s[1 : len(s)-1])
	}
	for _, n := range v.notes {
		match := false
		switch n.where {
		case "whole":
			match = len(s) < 24 && strings.EqualFold(strings.Trim(s, " .*-–—\x03"), strings.Trim(n.words, " .*-")) && strings.Trim(n.words, " *-#") != "" ||
				strings.EqualFold(s, n.words)
		case "paren":
			if paren {
				_, match = cutFold(inner, n.words)
			}
		case "start":
			var rest string
			if rest, match = cutFold(s, n.words); match && rest != "" {
				// Whole words only.
				c, _ := utf8.DecodeRuneInString(rest)
				last, _ := utf8.DecodeLastRuneInString(n.words)
				match = !unicode.IsLetter(c) || !unicode.IsLetter(last)
			}
		}
		if match {
			if n.caption {
				return doc.Caption, true
			}
			return doc.Meta, true
		}
	}
	return doc.Body, false
}

// office reports whether a line ends with a writer's office: "Associated Press
// Writer", "Foreign Correspondent".
func (v *vocabulary) office(line string) bool {
	last := line[strings.LastIndexByte(line, ' ')+1:]
	for _, n := range v.notes {
		if n.where == "office" && strings.EqualFold(last, n.words) {
			return true
		}
	}
	return false
}

// ends reports whether a heading says that the report is over.
func (v *vocabulary) ends(s string) bool {
	if len(s) > 60 {
		return false
	}
	for _, n := range v.notes {
		if n.where == "end" {
			if rest, ok := cutFold(s, n.words); ok && strings.Trim(rest, " .:…!»›>()0123456789") == "" {
				return true
			}
		}
	}
	return false
}

// tail is where the credits that end a paragraph begin, len(s) when there are
// none: "… idle. REUTER", "… talks. (Reporting by J. Roe)".
func (v *vocabulary) tail(s string) int {
	end := len(strings.TrimRightFunc(s, blank))
	if end > 0 && s[end-1] == ')' {
		if k := strings.LastIndexByte(s[:end], '('); k > 0 {
			inner := strings.TrimSpace(s[k+1 : end-1])
			for _, n := range v.notes {
				if n.where != "paren" {
					continue
				}
				if _, ok := cutFold(inner, n.words); ok {
					return k
				}
			}
		}
		return len(s)
	}
	k := strings.LastIndexAny(s[:end], " \n\t")
	if k < 1 {
		return len(s)
	}
	last := s[k+1 : end]
	if !allUpper(last) || !stops(s[:k]) {
		return len(s)
	}
	if _, ok := v.agencies[strings.ToLower(last)]; ok {
		return k
	}
	return len(s)
}
