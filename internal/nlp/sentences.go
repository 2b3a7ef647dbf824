package nlp

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// sentences cuts the tokens of block b, d.Tokens[first:], into sentences.
func (g *Segmenter) sentences(d *doc.Document, b, first int) {
	toks, n := d.Tokens, len(d.Tokens)
	start := first
	var buf [48]uint32
	for i := first; i < n; i++ {
		end := -1
		if g.mayEnd(d, i) {
			end = g.closers(d, i, n)
			if end < n && !g.ends(d, start, i, end) {
				end = -1
			}
		}
		if end < 0 && g.Gaps != nil && i+1 < n && OpenGap(d, i+1) && g.Gaps.between(d, buf[:0], start, i+1, n) {
			end = i + 1
		}
		if end < 0 && i-start >= MaxSentence*2/3 && (isOneOf(d.Form(i), ",;:") || i-start+1 >= MaxSentence) {
			end = i + 1
		}
		if end >= 0 {
			d.Sentences = append(d.Sentences, doc.Sentence{Span: doc.Span{Start: toks[start].Start, End: toks[end-1].End}, First: start, Last: end, Block: b})
			start, i = end, end-1
		}
	}
	if start < n {
		d.Sentences = append(d.Sentences, doc.Sentence{Span: doc.Span{Start: toks[start].Start, End: toks[n-1].End}, First: start, Last: n, Block: b})
	}
}

func isOneOf(form, set string) bool {
	if len(form) != 1 {
		return false
	}
	for i := 0; i < len(set); i++ {
		if set[i] == form[0] {
			return true
		}
	}
	return false
}

// mayEnd reports whether a sentence can end with token i.
func (g *Segmenter) mayEnd(d *doc.Document, i int) bool {
	f := d.Form(i)
	switch f[len(f)-1] {
	case '.', '!', '?':
		return true
	}
	return f == "…"
}

// closers is the index after the quotation marks and brackets that follow
// token i and belong to its sentence.
func (g *Segmenter) closers(d *doc.Document, i, n int) int {
	end := i + 1
	for n = min(n, i+8); end < n; {
		spaced := d.Tokens[end].Start > d.Tokens[end-1].End
		switch d.Form(end) {
		case ")", "]", "”", "»", "’", "''":
		case "[": // a footnote's mark: "…in May.[3] Later"
			if spaced || end+2 >= n || d.Form(end+2) != "]" {
				return end
			}
			end += 2
		case "\"", "'":
			if spaced && !g.open(d, i, d.Form(end)) {
				return end
			}
			if spaced && end+1 < n && d.Tokens[end+1].Start == d.Tokens[end].End {
				return end // it opens what follows
			}
		case ".", "!", "?":
			if spaced {
				return end
			}
		default:
			return end
		}
		end++
	}
	return end
}

// open reports whether a quotation mark of this form stands open at token i,
// looking back over the sentence only.
func (g *Segmenter) open(d *doc.Document, i int, mark string) bool {
	n := 0
	for j := i; j >= 0 && i-j < 200; j-- {
		if d.Form(j) == mark {
			n++
		}
		if len(d.Sentences) > 0 && j < d.Sentences[len(d.Sentences)-1].Last {
			break
		}
	}
	return n%2 == 1
}

// ends decides whether the sentence that began at token start ends before token
// next, its last word or stop being token i.
func (g *Segmenter) ends(d *doc.Document, start, i, next int) bool {
	f, nf := d.Form(i), d.Form(next)
	spaced := d.Tokens[next].Start > d.Tokens[next-1].End
	r, _ := utf8.DecodeRuneInString(nf)
	k := next
	for k+1 < min(len(d.Tokens), next+4) && (classOf(r) == opening || classOf(r) == apostrophe || classOf(r) == hyphen || classOf(r) == dash) {
		k++
		r, _ = utf8.DecodeRuneInString(d.Form(k))
	}
	lower := unicode.IsLower(r)
	switch {
	case f == "." || f == "..":
		return spaced && !lower && !isOneOf(nf, ",;:)")
	case f == "!" || f == "?" || isBang(rune(f[0])):
		return spaced && !lower && !isOneOf(nf, ",;:)")
	case f == "..." || f == "…" || len(f) > 3 && f[0] == '.':
		return spaced && unicode.IsUpper(r)
	}
	// An abbreviation with its stop.
	if !spaced || !(unicode.IsUpper(r) || unicode.IsDigit(r) || k > next) || lower {
		return false
	}
	kind := g.Abbrev[lowerASCII(f)]
	switch {
	case kind == Title:
		return false
	case unicode.IsDigit(r) && (kind == BeforeNum || kind == Month):
		return false
	case len(f) == 2 && kind == NoAbbrev: // an initial
		return i > start && g.Starters[lowerASCII(d.Form(k))] && !isInitialName(d, i)
	}
	return g.Starters[lowerASCII(d.Form(k))]
}

// isInitialName reports whether the word before an initial is a capitalised
// name, so that "John F. The" reads on.
func isInitialName(d *doc.Document, i int) bool {
	r, _ := utf8.DecodeRuneInString(d.Form(i - 1))
	return unicode.IsUpper(r)
}

func lowerASCII(w string) string {
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= 'A' && c <= 'Z' {
			var buf [32]byte
			if len(w) > len(buf) {
				return w
			}
			return string(lowerInto(buf[:0], w))
		}
	}
	return w
}
