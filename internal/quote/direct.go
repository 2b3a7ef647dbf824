package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// longestGap is how many tokens may stand between a quotation and its cue: long
// enough for "said X, a former … of the …", too short to cross a sentence.
const longestGap = 40

// isFull tells a quotation that is speech of its own from words taken over into
// a sentence: it holds a verb or ends as a sentence does, and begins like one.
func (r *run) isFull(q *quoted) bool {
	n := q.last - q.first
	if n == 0 {
		return false
	}
	if q.open || q.cont {
		return true
	}
	d := r.d
	inner := d.Slice(q.inner)
	head, _ := utf8.DecodeRuneInString(strings.TrimLeft(inner, " \"'“‘[(…."))
	tail, _ := utf8.DecodeLastRuneInString(strings.TrimRight(inner, " \"'”’"))
	before := strings.TrimRight(d.Text[d.Blocks[q.block].Start:q.span.Start], " \u00a0\t\n")
	opensBlock := before == ""
	introduced := opensBlock || strings.HasSuffix(before, ",") || strings.HasSuffix(before, ":") ||
		strings.HasSuffix(before, ".") || strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!") || strings.HasSuffix(before, "—") || strings.HasSuffix(before, "-") ||
		strings.HasSuffix(before, "”") || strings.HasSuffix(before, "\"")
	verb := false
	for k := q.first; k < q.last; k++ {
		if u := d.Tokens[k].UPOS; u == "VERB" || u == "AUX" {
			verb = true
			break
		}
	}
	ends := strings.ContainsRune(".,?!—-…", tail)
	if n == 1 {
		return opensBlock && ends
	}
	switch {
	case ends && introduced:
		return verb || n >= 3
	case ends:
		return verb && n >= 4 && unicode.IsUpper(head)
	case introduced && !opensBlock:
		return verb && n >= 5 && unicode.IsUpper(head)
	}
	return verb && n >= 5 && unicode.IsUpper(head) && opensBlock
}

// direct attributes the full quotations.
func (r *run) direct() {
	d := r.d
	last := -1 // the quotation most recently attributed
	for i := range r.quoted {
		q := &r.quoted[i]
		if !q.full {
			continue
		}
		if q.cont && i > 0 && r.quoted[i-1].record > 0 {
			last = r.extend(r.quoted[i-1].record-1, i)
			continue
		}
		if v := r.cueAfter(i); v >= 0 {
			last = r.attribute(i, v)
			continue
		}
		if last >= 0 && i > 0 && r.goesOn(i) {
			last = r.extend(last, i)
			continue
		}
		if v := r.cueBefore(i); v >= 0 {
			last = r.attribute(i, v)
			continue
		}
		if v := r.sentenceBefore(i); v >= 0 {
			last = r.attribute(i, v)
			continue
		}
		if first, end := r.signature(q); end > first {
			r.out = append(r.out, doc.Quotation{Source: []doc.Span{d.TokenSpan(first, end)}, Head: leadOf(d, first, end), Cue: []doc.Span{d.Tokens[first-1].Span},
				Content: []doc.Span{q.span}, Direct: true, Act: "speech"})
			q.record, last = len(r.out), -1
			continue
		}
		if last >= 0 && r.near(last, q) {
			p := &r.out[last]
			r.out = append(r.out, doc.Quotation{Source: p.Source, Head: p.Head, Content: []doc.Span{q.span}, Direct: true, Act: "speech"})
		} else {
			r.out = append(r.out, doc.Quotation{Head: -1, Content: []doc.Span{q.span}, Direct: true, Act: "speech"})
			last = -1
			q.record = len(r.out)
			continue
		}
		last = len(r.out) - 1
		q.record = last + 1
	}
}

// turns reads paragraphs that open with their speaker's name and a colon, as
// interviews and some headlines do: "RUIZ: We will sign it."
func (r *run) turns() {
	d := r.d
	for b := range d.Blocks {
		bl := &d.Blocks[b]
		if bl.Kind == doc.Meta || bl.Kind == doc.Dateline {
			continue
		}
		end := r.blockEnd(b)
		first := end
		for first > 0 && d.Tokens[first-1].Start >= bl.Start {
			first--
		}
		k := first
		for k < end && k-first < 5 && (d.Tokens[k].UPOS == "PROPN" || d.Form(k) == "." || upper(d.Form(k))) {
			k++
		}
		if k == first || k+3 >= end || d.Form(k) != ":" || r.inside[k+1] != 0 || !r.clauseIn(k+1, end) {
			continue
		}
		if !r.isPerson(first, k) && !upper(d.Slice(d.TokenSpan(first, k))) {
			continue
		}
		span := doc.Span{Start: d.Tokens[k+1].Start, End: d.Tokens[end-1].End}
		r.out = append(r.out, doc.Quotation{Source: []doc.Span{d.TokenSpan(first, k)}, Head: first,
			Cue: []doc.Span{d.Tokens[k].Span}, Content: []doc.Span{span}, Direct: true, Act: "speech"})
		for j := k + 1; j < end; j++ {
			r.inside[j] = -1
		}
	}
}

// announced reads paragraphs without quotation marks that the one before
// introduces: "The governor added:".
func (r *run) announced() {
	d := r.d
	for b := 0; b+1 < len(d.Blocks); b++ {
		end := r.blockEnd(b)
		if end < 3 || d.Form(end-1) != ":" || d.Tokens[end-1].Start < d.Blocks[b].Start {
			continue
		}
		next := r.blockEnd(b + 1)
		if end >= next || r.inside[end] != 0 || next-end < 4 || !r.clauseIn(end, next) || r.bare(end) {
			continue
		}
		v := -1
		for k := end - 2; k >= 0 && k > end-8 && d.Tokens[k].Start >= d.Blocks[b].Start; k-- {
			if r.verbCue(k) {
				v = k
				break
			}
		}
		if v < 0 || r.used[v] || d.Child(v, "ccomp") > v {
			continue
		}
		src, head := r.source(v)
		if head < 0 {
			continue
		}
		r.used[v] = true
		r.out = append(r.out, doc.Quotation{Source: src, Head: head, Cue: []doc.Span{r.cueSpan(v, "")},
			Content: []doc.Span{d.TokenSpan(end, next)}, Direct: true, Act: "speech"})
		for j := end; j < next; j++ {
			r.inside[j] = -1
		}
	}
}

func (r *run) isPerson(first, last int) bool {
	for i := range r.d.Entities {
		if e := &r.d.Entities[i]; e.Type == "PER" && e.First < last && first < e.Last {
			return true
		}
	}
	return false
}

func upper(s string) bool { return s == strings.ToUpper(s) && len(s) > 2 }

// signature is the name behind a dash that signs a quotation, in its own
// paragraph or the next.
func (r *run) signature(q *quoted) (first, end int) {
	d := r.d
	k := r.after(q)
	if k+1 >= len(d.Tokens) || d.Tokens[k+1].UPOS != "PROPN" {
		return 0, 0
	}
	switch d.Form(k) {
	case "―", "—", "–", "--", "-":
	default:
		return 0, 0
	}
	if last := r.blockEnd(q.block); k >= last {
		if q.block+1 >= len(d.Blocks) || r.blockEnd(q.block+1)-k > 20 {
			return 0, 0
		}
	} else if last-k > 20 {
		return 0, 0
	}
	return k + 1, r.behind(k+1, true)
}

// near says whether the quotation stands in the same block as the one before it
// or in the next.
func (r *run) near(last int, q *quoted) bool {
	p := r.out[last].Content[len(r.out[last].Content)-1]
	b := r.d.Blocks[q.block]
	return p.Start >= b.Start || q.block > 0 && p.End >= r.d.Blocks[q.block-1].Start
}

// goesOn says whether quotation i is the second half of the one before it:
// "…," said the minister. "…"
func (r *run) goesOn(i int) bool {
	p, q := &r.quoted[i-1], &r.quoted[i]
	if p.block != q.block || p.record == 0 {
		return false
	}
	rec := &r.out[p.record-1]
	if len(rec.Cue) == 0 || rec.Cue[0].Start < p.span.End {
		// the cue stood before: only bare marks between make one quotation
		return strings.TrimSpace(r.d.Text[p.span.End:q.span.Start]) == ""
	}
	gap := strings.TrimSpace(r.d.Text[p.span.End:q.span.Start])
	if strings.HasSuffix(gap, ":") {
		return false
	}
	// one clause of attribution stands between, nothing more
	stop := strings.IndexByte(strings.TrimRight(gap, "."), '.')
	return stop < 0 || abbreviation(gap, stop)
}

// abbreviation says whether the full stop at i ends a short capitalised word,
// as in "Gen. Ruiz".
func abbreviation(s string, i int) bool {
	j := strings.LastIndexAny(s[:i], " (.") + 1
	return i-j <= 4 && i-j > 0 && s[j] >= 'A' && s[j] <= 'Z'
}

func (r *run) extend(rec, i int) int {
	q := &r.quoted[i]
	r.out[rec].Content = append(r.out[rec].Content, q.span)
	q.record = rec + 1
	return rec
}

// attribute records quotation i as said through cue token v.
func (r *run) attribute(i, v int) int {
	q := &r.quoted[i]
	src, head := r.sourceBeside(v, q)
	if head < 0 {
		src, head = r.source(v)
		// a source inside a quotation is the parser's mistake
		if head >= 0 && r.inside[head] != 0 {
			src, head = nil, -1
		}
	}
	r.used[v] = true
	r.out = append(r.out, doc.Quotation{Source: src, Head: head, Cue: []doc.Span{r.cueSpan(v, "")}, Content: []doc.Span{q.span}, Direct: true, Act: "speech"})
	q.record = len(r.out)
	// what the cue takes besides the quotation: a clause split by the marks
	return q.record - 1
}

// verbCue is a verb that can introduce direct speech.
func (r *run) verbCue(k int) bool {
	t := &r.d.Tokens[k]
	if t.UPOS != "VERB" && t.UPOS != "AUX" || r.inside[k] != 0 {
		return false
	}
	for _, c := range r.cues.verb[t.Lemma] {
		if c.has&fQuote != 0 && (c.after == "" || k+1 < len(r.d.Tokens) && r.d.Form(k+1) == c.after) {
			return true
		}
	}
	return false
}

// cueAfter looks for the cue in the clause right after quotation i.
func (r *run) cueAfter(i int) int {
	q, d := &r.quoted[i], r.d
	inner := strings.TrimRight(d.Slice(q.inner), " \"'”’")
	tail, _ := utf8.DecodeLastRuneInString(inner)
	if tail == '.' && !strings.HasSuffix(inner, "...") {
		// "… of the war." said X: rare, and only with the verb at once
		return -1
	}
	k := r.after(q)
	end := min(k+longestGap, r.blockEnd(q.block))
	first := k
	if tail != ',' && tail != '?' && tail != '!' && tail != '—' && tail != '-' && !(k < end && d.Form(k) == ",") && first < end && !r.verbCue(first) {
		// words that the sentence goes on with
		return -1
	}
	depth := 0
	for ; k < end; k++ {
		switch f := d.Form(k); f {
		case ".", ";", ":", "?", "!":
			return -1
		case "(":
			depth++
		case ")":
			depth--
		}
		if r.inside[k] != 0 {
			return -1
		}
		if depth == 0 && r.verbCue(k) && !r.modifies(k) {
			return k
		}
		if depth == 0 && d.Tokens[k].UPOS == "VERB" && k == first {
			return -1
		}
	}
	return -1
}

// modifies says whether the verb belongs to a relative or participial clause
// inside the source's phrase.
func (r *run) modifies(k int) bool {
	switch r.d.Tokens[k].Deprel {
	case "acl:relcl", "acl":
		return true
	}
	return false
}

// after is the first token behind the quotation and its closing mark.
func (r *run) after(q *quoted) int {
	k := q.last
	for k < len(r.d.Tokens) && r.d.Tokens[k].Start < q.span.End {
		k++
	}
	return k
}

// blockEnd is one past the last token of block b.
func (r *run) blockEnd(b int) int {
	end := r.d.Blocks[b].End
	lo, hi := 0, len(r.d.Tokens)
	for lo < hi {
		m := (lo + hi) / 2
		if r.d.Tokens[m].Start < end {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// cueBefore looks for the cue in the clause that leads up to quotation i:
// the minister said, "…"; he told reporters: "…".
func (r *run) cueBefore(i int) int {
	q, d := &r.quoted[i], r.d
	k := q.first - 1
	for k >= 0 && d.Tokens[k].End > q.span.Start {
		k--
	}
	start := d.Blocks[q.block].Start
	if k >= 0 && d.Tokens[k].Start < start && d.Form(k) == ":" && q.block > 0 {
		start = d.Blocks[q.block-1].Start // introduced by the paragraph before
	}
	if k < 0 || d.Tokens[k].Start < start {
		return -1
	}
	colon := d.Form(k) == ":"
	comma := d.Form(k) == ","
	for n := 0; k >= 0 && n < longestGap && d.Tokens[k].Start >= start; k, n = k-1, n+1 {
		switch d.Form(k) {
		case ".", ";", "?", "!":
			if n > 0 && !abbreviation(d.Text, d.Tokens[k].Start) {
				return -1
			}
			if n == 0 {
				return -1
			}
		}
		if r.inside[k] != 0 {
			return -1
		}
		if r.verbCue(k) {
			return k
		}
		// another verb stands between cue and quotation
		if d.Tokens[k].UPOS == "VERB" && !colon && !comma {
			return -1
		}
	}
	return -1
}

// sentenceBefore takes the cue of the sentence before a quotation that stands
// alone: The minister was more cautious in remarks to reporters. "…"
func (r *run) sentenceBefore(i int) int {
	q, d := &r.quoted[i], r.d
	k := q.first - 1
	for k >= 0 && d.Tokens[k].End > q.span.Start {
		k--
	}
	if k < 0 || d.Tokens[k].Start < d.Blocks[q.block].Start || d.Form(k) != "." {
		return -1
	}
	best := -1
	for n := 0; k >= 0 && n < 2*longestGap && d.Tokens[k].Start >= d.Blocks[q.block].Start && r.inside[k] == 0; k, n = k-1, n+1 {
		if n > 0 && d.Form(k) == "." && !abbreviation(d.Text, d.Tokens[k].Start) {
			break
		}
		if r.verbCue(k) && !r.used[k] {
			best = k
		}
	}
	return best
}

// sourceBeside takes the source from its place next to the quotation, which
// says more than a tree that was made across quotation marks: what stands
// between the quotation and its cue, or right behind a cue that follows it.
func (r *run) sourceBeside(v int, q *quoted) ([]doc.Span, int) {
	d := r.d
	k := r.after(q)
	if v < k {
		return nil, -1
	}
	if v > k {
		first, last := k, v
		for first < last && (d.Tokens[first].UPOS == "PUNCT" || d.Tokens[first].UPOS == "CCONJ" || d.Tokens[first].UPOS == "SCONJ") {
			first++
		}
		for last > first && !r.endsPhrase(last-1) {
			last--
		}
		if first < last && r.beginsPhrase(first) {
			return []doc.Span{d.TokenSpan(first, last)}, leadOf(d, first, last)
		}
		return nil, -1
	}
	end := r.behind(v+1, true)
	if end > v+1 {
		return []doc.Span{d.TokenSpan(v+1, end)}, leadOf(d, v+1, end)
	}
	return nil, -1
}

func (r *run) endsPhrase(k int) bool {
	switch r.d.Tokens[k].UPOS {
	case "NOUN", "PROPN", "PRON", "NUM", "DET", "SYM":
		return true
	case "PUNCT":
		return r.d.Form(k) == "," || r.d.Form(k) == ")"
	}
	return false
}

func (r *run) beginsPhrase(k int) bool {
	u := r.d.Tokens[k].UPOS
	return nominal(u) || u == "VERB" && r.d.Form(k)[0] < 'a'
}

// behind is the end of the noun phrase that begins at token k, on demand with
// an apposition after a comma.
func (r *run) behind(k int, apposition bool) int {
	d := r.d
	if k >= len(d.Tokens) || !r.beginsPhrase(k) {
		return k
	}
	s := d.Sentences[d.SentenceOf(k)]
	end := k
	for j := k; j < s.Last; j++ {
		t := &d.Tokens[j]
		switch {
		case nominal(t.UPOS):
			end = j + 1
		case t.UPOS == "ADP" && of(d.Form(j)), t.UPOS == "PART" && j > k, t.UPOS == "CCONJ", t.UPOS == "ADV" && j == k:
		case t.UPOS == "PUNCT" && d.Form(j) == ",":
			if !apposition || j+1 >= s.Last || !apposes(d, j+1) {
				return end
			}
		case t.UPOS == "PUNCT" && (d.Form(j) == "(" || d.Form(j) == ")" || d.Form(j) == "-" || d.Form(j) == "/"):
			if d.Form(j) == ")" {
				end = j + 1
			}
		default:
			return end
		}
	}
	return end
}

func of(f string) bool { return f == "of" || f == "for" || f == "at" || f == "from" }

// apposes says whether the words after a comma say who somebody is: "a former
// minister", "head of the union", "Peru's envoy".
func apposes(d *doc.Document, k int) bool {
	switch t := &d.Tokens[k]; t.UPOS {
	case "DET":
		return true
	case "PRON":
		return strings.Contains(t.Feats, "Poss=Yes")
	case "NOUN", "ADJ", "PROPN":
		return true
	}
	return false
}

// leadOf is the head of the first noun phrase of [first, last).
func leadOf(d *doc.Document, first, last int) int {
	head := -1
	for k := first; k < last; k++ {
		switch d.Tokens[k].UPOS {
		case "NOUN", "PROPN", "PRON":
			head = k
		case "NUM":
			if head < 0 {
				head = k
			}
		case "ADP", "PUNCT", "SCONJ", "VERB":
			if head >= 0 {
				return nameHead(d, head, first)
			}
		case "PART":
			if head >= 0 {
				head = -1
			}
		}
	}
	if head < 0 {
		return last - 1
	}
	return nameHead(d, head, first)
}

// nameHead follows the tree from a word of a name to the name's head, as long
// as it stays in the phrase.
func nameHead(d *doc.Document, k, first int) int {
	for n := 0; n < 6; n++ {
		h := d.Tokens[k].Head
		if h < first || h >= k {
			return k
		}
		rel := d.Tokens[k].Deprel
		if rel != "flat" && rel != "appos" && rel != "fixed" && !strings.HasPrefix(rel, "flat:") {
			return k
		}
		k = h
	}
	return k
}

func nominal(upos string) bool {
	switch upos {
	case "NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM":
		return true
	}
	return false
}
