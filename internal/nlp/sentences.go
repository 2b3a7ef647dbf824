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
		if end < 0 && g.Gaps != nil && i+1 < n && OpenGap(d, i+1) && !g.runsOn(d, start, i) && g.Gaps.between(d, buf[:0], start, i+1, n) {
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

// EndFinder is a model that reads where sentences end. scores has a number for
// every token of d: above 0 where a sentence more likely ends before it than not,
// 0 where the sentences that d holds are to stand.
type EndFinder interface {
	EndsBefore(d *doc.Document, scores []float32)
}

// Recut moves the ends of d's sentences to where scores of an EndFinder put
// them. Only where there is a space can an end come or go.
func (g *Segmenter) Recut(d *doc.Document, scores []float32) {
	guess := d.Sentences
	d.Sentences = make([]doc.Sentence, 0, len(guess)+len(guess)/4)
	for k := 0; k < len(guess); {
		block, start := guess[k].Block, guess[k].First
		for ; k < len(guess) && guess[k].Block == block; k++ {
			for i := guess[k].First; i < guess[k].Last; i++ {
				if i == start {
					continue
				}
				ends := i == guess[k].First
				if scores[i] != 0 && d.Tokens[i].Start > d.Tokens[i-1].End {
					ends = scores[i] > 0
				}
				if n := i - start; n >= MaxSentence*2/3 && (isOneOf(d.Form(i-1), ",;:") || n >= MaxSentence) {
					ends = true
				}
				if ends {
					d.Sentences = append(d.Sentences, doc.Sentence{Span: d.TokenSpan(start, i), First: start, Last: i, Block: block})
					start = i
				}
			}
		}
		last := guess[k-1].Last
		d.Sentences = append(d.Sentences, doc.Sentence{Span: d.TokenSpan(start, last), First: start, Last: last, Block: block})
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
	case f == "." && enumerates(d, start, i):
		return false
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
	var buf [32]byte
	kind := g.Abbrev[string(lowerASCII(buf[:0], f))]
	switch {
	case kind == Title:
		return false
	case unicode.IsDigit(r) && (kind == BeforeNum || kind == Month):
		return false
	case len(f) == 2 && kind == NoAbbrev: // an initial
		opens, _ := g.starter(d, k)
		return i > start && opens && !isInitialName(d, i)
	}
	opens, joins := g.starter(d, k)
	return opens && !(joins && kind == Attributive)
}

// starter reports whether token i is a word that, capitalised after an
// abbreviation, opens a sentence, and whether it may go on with one as well.
func (g *Segmenter) starter(d *doc.Document, i int) (opens, joins bool) {
	var buf [32]byte
	joins, opens = g.Starters[string(lowerASCII(buf[:0], d.Form(i)))]
	return opens, joins
}

// runsOn reports whether token i has a full stop that says nothing of an end: a
// name that stands before nouns ("U.S.", which old wire copy has followed by a
// capital whatever comes) or the number of a list.
func (g *Segmenter) runsOn(d *doc.Document, start, i int) bool {
	f := d.Form(i)
	if f[len(f)-1] != '.' {
		return false
	}
	var buf [32]byte
	return len(f) == 1 && enumerates(d, start, i) || g.Abbrev[string(lowerASCII(buf[:0], f))] == Attributive
}

// enumerates reports whether the full stop at token i numbers what follows: it
// stands after a number that opens the sentence or a bracket.
func enumerates(d *doc.Document, start, i int) bool {
	if i-1 < start || d.Tokens[i].Start > d.Tokens[i-1].End || !isNumber(d.Form(i-1)) {
		return false
	}
	return i-1 == start || isOneOf(d.Form(i-2), "([")
}

func isNumber(form string) bool { return len(form) <= 3 && isDigits(form) }

// isInitialName reports whether the word before an initial is a capitalised
// name, so that "John F. The" reads on.
func isInitialName(d *doc.Document, i int) bool {
	r, _ := utf8.DecodeRuneInString(d.Form(i - 1))
	return unicode.IsUpper(r)
}

// lowerASCII writes a word in lower case over buf; one that has no room is in no
// table, and comes out empty.
func lowerASCII(buf []byte, w string) []byte {
	if len(w) > cap(buf) {
		return nil
	}
	return lowerInto(buf, w)
}
