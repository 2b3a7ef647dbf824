package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
)

// perDocument is how many sentences of a treebank make one running text.
const perDocument = 20

// Syntax measures tags and trees against a CoNLL-U file: on its own tokens, then
// from raw text, twenty sentences at a time, run together by blanks; and once more
// with a blank line where the file marks a document or paragraph ("# newdoc",
// "# newpar"), as the texts of the CoNLL 2018 shared task have it.
// Relations are compared without their subtypes. A word counts from raw text
// when its characters, its tag, its head and its relation are right; a sentence
// when its first and last character are.
func (b *Bench) Syntax(ctx context.Context, path string) (*Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	file, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	if b.Limit > 0 {
		file.Sentences = file.Sentences[:min(b.Limit, len(file.Sentences))]
	}
	rep := &Report{Set: "syntax", File: filepath.Base(path), Unit: "words"}
	las := b.goldTokens(rep, file)
	rows, err := b.rawText(ctx, file, false)
	if err != nil {
		return nil, err
	}
	kept, err := b.rawText(ctx, file, true)
	if err != nil {
		return nil, err
	}
	rep.Rows = rows[:]
	rep.Add("LAS from raw text, paragraphs kept", kept[4].F1())
	rep.Add("LAS from raw text", rows[4].F1())
	rep.Add("LAS on gold tokens", las)
	return rep, nil
}

func (b *Bench) goldTokens(rep *Report, file *conllu.File) float64 {
	d := file.Document("gold")
	for i := range d.Tokens {
		d.Tokens[i] = doc.Token{Span: d.Tokens[i].Span, Head: -1}
	}
	if b.Peer != nil {
		if d = b.Peer(d); d == nil || len(d.Tokens) == 0 {
			return 0
		}
	} else {
		b.Pipeline.AnalyzeTokens(d)
	}
	var all, news trees
	var i int
	wrong := map[string]int{}
	for s, isNews := range inNews(file) {
		first := i
		var t trees
		for _, w := range file.Sentences[s].Words {
			if i == len(d.Tokens) {
				break // a peer that lost some
			}
			t.add(&d.Tokens[i], &w, first, wrong)
			i++
		}
		all.sum(t)
		if isNews {
			news.sum(t)
		}
	}
	rep.Items = all.words
	rep.Add("UPOS on gold tokens", ratio(all.upos, all.words))
	rep.Add("UAS on gold tokens", ratio(all.uas, all.words))
	if news.words > 0 {
		rep.Add("LAS on gold tokens of news", ratio(news.las, news.words))
	}
	for k, n := range wrong {
		g, s, _ := strings.Cut(k, " ")
		rep.Confusion = append(rep.Confusion, Confusion{g, s, n})
	}
	sortConfusions(rep.Confusion)
	return ratio(all.las, all.words)
}

// trees counts words and what is right of them.
type trees struct{ words, upos, uas, las int }

func (t *trees) sum(o trees) {
	t.words, t.upos, t.uas, t.las = t.words+o.words, t.upos+o.upos, t.uas+o.uas, t.las+o.las
}

// add counts one word of a sentence that begins at token first; relations that
// differ under the right head are noted in wrong.
func (t *trees) add(sys *doc.Token, gold *conllu.Word, first int, wrong map[string]int) {
	t.words++
	head := 0
	if sys.Head >= 0 {
		head = sys.Head - first + 1
	}
	if sys.UPOS == gold.UPOS {
		t.upos++
	}
	if head != gold.Head {
		return
	}
	t.uas++
	if base(sys.Deprel) == base(gold.Deprel) {
		t.las++
	} else {
		wrong[base(gold.Deprel)+" "+base(sys.Deprel)]++
	}
}

func base(deprel string) string {
	b, _, _ := strings.Cut(deprel, ":")
	return b
}

// word is a syntactic word placed by the non-blank characters before it. part
// numbers the words of a contraction that is not the sum of its words, which no
// span can tell apart; it is -1 elsewhere.
type word struct {
	spot
	upos, rel string
	head      int  // index, -1 for the root
	ends      bool // a sentence, with this word
}

type spot struct{ start, end, part int }

func (b *Bench) rawText(ctx context.Context, file *conllu.File, paragraphs bool) (*[5]Row, error) {
	var in []input
	var gold [][]word
	for k := 0; k < len(file.Sentences); k += perDocument {
		part := file.Sentences[k:min(k+perDocument, len(file.Sentences))]
		var text strings.Builder
		for i := range part {
			switch {
			case i == 0:
			case paragraphs && opensParagraph(&part[i]):
				text.WriteString("\n\n")
			default:
				text.WriteByte(' ')
			}
			text.WriteString(part[i].Comment("text"))
		}
		in = append(in, input{ID: strconv.Itoa(k), Published: "2010-01-01", Lang: "en", Text: text.String()})
		gold = append(gold, goldWords(file.Text, part))
	}
	out, err := b.analyze(ctx, in)
	if err != nil {
		return nil, err
	}
	rows := [5]Row{{Name: "sentences, raw text"}, {Name: "words, raw text"}, {Name: "UPOS, raw text"}, {Name: "UAS, raw text"}, {Name: "LAS, raw text"}}
	for i := range in {
		var sys []word
		if out[i] != nil {
			sys = systemWords(out[i])
		}
		align(&rows, gold[i], sys)
	}
	return &rows, nil
}

func opensParagraph(s *conllu.Sentence) bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, "newpar") || strings.HasPrefix(c, "newdoc") {
			return true
		}
	}
	return false
}

func align(rows *[5]Row, gold, sys []word) {
	at := map[spot]int{}
	for j := range sys {
		at[sys[j].spot] = j
	}
	for r := range rows[1:] {
		rows[r+1].Gold += len(gold)
		rows[r+1].System += len(sys)
	}
	alignSentences(&rows[0], gold, sys)
	headOf := func(ws []word, i int) spot {
		if ws[i].head < 0 {
			return spot{-1, -1, -1}
		}
		return ws[ws[i].head].spot
	}
	for i := range gold {
		j, ok := at[gold[i].spot]
		if !ok {
			continue
		}
		rows[1].Right++
		if gold[i].upos == sys[j].upos {
			rows[2].Right++
		}
		if headOf(gold, i) == headOf(sys, j) {
			rows[3].Right++
			if gold[i].rel == sys[j].rel {
				rows[4].Right++
			}
		}
	}
}

func alignSentences(row *Row, gold, sys []word) {
	spans := func(ws []word) map[[2]int]bool {
		out := map[[2]int]bool{}
		start := 0
		for i := range ws {
			if ws[i].ends {
				out[[2]int{start, ws[i].end}] = true
				start = ws[i].end
			}
		}
		return out
	}
	g, s := spans(gold), spans(sys)
	row.Gold += len(g)
	row.System += len(s)
	for k := range s {
		if g[k] {
			row.Right++
		}
	}
}

// goldWords places the words of sentences of a text. The words of a contraction
// that they do not spell have the span of the whole, by which they are known.
func goldWords(text string, ss []conllu.Sentence) []word {
	var out []word
	pos := 0
	for s := range ss {
		ws := ss[s].Words
		first := len(out)
		for i := range ws {
			joined := i > 0 && ws[i].Start == ws[i-1].Start
			whole := joined || i+1 < len(ws) && ws[i].Start == ws[i+1].Start
			size := nonBlank(text[ws[i].Start:ws[i].End])
			if joined {
				pos -= size
			}
			w := word{spot: spot{pos, pos + size, -1}, upos: ws[i].UPOS, rel: base(ws[i].Deprel), head: -1}
			if whole {
				w.part = i
			}
			if ws[i].Head > 0 {
				w.head = first + ws[i].Head - 1
			}
			w.ends = i == len(ws)-1
			out = append(out, w)
			pos += size
		}
	}
	return out
}

func systemWords(d *doc.Document) []word {
	before := make([]int, len(d.Text)+1) // byte offset → non-blank characters before it
	n := 0
	for i, r := range d.Text {
		for k := range utf8.RuneLen(r) {
			before[i+k] = n
		}
		if !unicode.IsSpace(r) {
			n++
		}
	}
	before[len(d.Text)] = n
	out := make([]word, len(d.Tokens))
	for i := range d.Tokens {
		t := &d.Tokens[i]
		out[i] = word{spot: spot{before[t.Start], before[t.End], -1}, upos: t.UPOS, rel: base(t.Deprel), head: t.Head}
	}
	for i := range d.Sentences {
		if last := d.Sentences[i].Last; last > 0 {
			out[last-1].ends = true
		}
	}
	return out
}

func nonBlank(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
