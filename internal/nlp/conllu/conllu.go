// Package conllu reads and writes CoNLL-U, the column format of Universal
// Dependencies.
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/internal/doc"
)

// Word is a syntactic word: one numbered line.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // 1-based; 0 for the root
	Deprel                         string
	Misc                           string
	Start, End                     int // bytes in Document.Text
}

// Sentence is a sentence with its comment lines ("# text = …", without "# ").
type Sentence struct {
	Comments []string
	Words    []Word
}

// Comment is the value of "# key = value", or "".
func (s *Sentence) Comment(key string) string {
	for _, c := range s.Comments {
		if k, v, ok := strings.Cut(c, "="); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// File is what one stream holds. Text is the running text made of the surface
// forms, joined as SpaceAfter says, one sentence a line; a blank line stands
// before each "# newdoc" and "# newpar".
type File struct {
	Text      string
	Sentences []Sentence
}

// Read parses a stream. A word of a multiword token that is not written as the
// sum of its words ("du" from "dunno") has the span of the whole.
func Read(r io.Reader) (*File, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 4<<20)
	p := parser{}
	for sc.Scan() {
		p.line++
		if err := p.add(strings.TrimSuffix(sc.Text(), "\r")); err != nil {
			return nil, fmt.Errorf("conllu: line %d: %w", p.line, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("conllu: line %d: %w", p.line+1, err)
	}
	if err := p.finish(); err != nil {
		return nil, fmt.Errorf("conllu: line %d: %w", p.line, err)
	}
	return &File{Text: p.text.String(), Sentences: p.out}, nil
}

type parser struct {
	line  int
	blank bool // the line before was
	text  strings.Builder
	out   []Sentence
	cur   Sentence

	// The multiword token being read: its last word, its form, where its text
	// begins, whether its words spell it, and whether a space follows.
	mwtLast, mwtFirst int
	mwtForm           string
	mwtSpace          bool
	space             bool // the last surface form is followed by a space
}

func (p *parser) add(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		p.blank = true
		return nil
	case p.blank:
		// Tools that drop the empty nodes of the enhanced graph may leave blank
		// lines within a sentence: it goes on where the numbers do.
		p.blank = false
		if n := len(p.cur.Words); n == 0 || !strings.HasPrefix(s, strconv.Itoa(n+1)+"\t") && !strings.HasPrefix(s, strconv.Itoa(n+1)+"-") {
			if err := p.finish(); err != nil {
				return err
			}
		}
	}
	if s[0] == '#' {
		p.cur.Comments = append(p.cur.Comments, strings.TrimSpace(s[1:]))
		return nil
	}
	c := strings.Split(s, "\t")
	if len(c) != 10 {
		return fmt.Errorf("want 10 columns, found %d", len(c))
	}
	if c[1] == "" {
		return fmt.Errorf("empty form")
	}
	id := c[0]
	if strings.Contains(id, ".") {
		return nil // an empty node of the enhanced graph
	}
	if a, z, ok := strings.Cut(id, "-"); ok {
		first, err1 := strconv.Atoi(a)
		last, err2 := strconv.Atoi(z)
		if err1 != nil || err2 != nil || first != len(p.cur.Words)+1 || last < first || last > first+20 || p.mwtLast > 0 {
			return fmt.Errorf("bad multiword range %q", id)
		}
		p.mwtFirst, p.mwtLast, p.mwtForm, p.mwtSpace = first, last, c[1], !noSpace(c[9])
		return nil
	}
	n, err := strconv.Atoi(id)
	if err != nil || n != len(p.cur.Words)+1 {
		return fmt.Errorf("word id %q, want %d", id, len(p.cur.Words)+1)
	}
	head := 0
	if c[6] != "_" {
		if head, err = strconv.Atoi(c[6]); err != nil || head < 0 {
			return fmt.Errorf("bad head %q", c[6])
		}
	}
	w := Word{Form: c[1], Lemma: c[2], UPOS: blank(c[3]), XPOS: blank(c[4]), Feats: blank(c[5]), Head: head, Deprel: blank(c[7]), Misc: blank(c[9])}
	p.cur.Words = append(p.cur.Words, w)
	if p.mwtLast == 0 {
		p.surface(w.Form, !noSpace(c[9]), n-1, n)
	} else if n == p.mwtLast {
		p.surface(p.mwtForm, p.mwtSpace, p.mwtFirst-1, n)
		p.mwtLast = 0
	}
	return nil
}

func blank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

func noSpace(misc string) bool { return strings.Contains(misc, "SpaceAfter=No") }

// surface writes a form and gives its words [first, last) their spans.
func (p *parser) surface(form string, space bool, first, last int) {
	if first == 0 && p.text.Len() > 0 {
		p.newline()
	} else if p.space && first > 0 {
		p.text.WriteByte(' ')
	}
	start := p.text.Len()
	p.text.WriteString(form)
	p.space = space
	words := p.cur.Words[first:last]
	whole := ""
	for _, w := range words {
		whole += w.Form
	}
	at := start
	for i := range words {
		if whole == form {
			words[i].Start, words[i].End = at, at+len(words[i].Form)
			at = words[i].End
		} else {
			words[i].Start, words[i].End = start, start+len(form)
		}
	}
}

func (p *parser) newline() {
	p.text.WriteByte('\n')
	for _, c := range p.cur.Comments {
		if strings.HasPrefix(c, "newdoc") || strings.HasPrefix(c, "newpar") {
			p.text.WriteByte('\n')
			return
		}
	}
}

func (p *parser) finish() error {
	if p.mwtLast > 0 {
		return fmt.Errorf("multiword token %d-%d is not complete", p.mwtFirst, p.mwtLast)
	}
	if len(p.cur.Words) > 0 {
		for i, w := range p.cur.Words {
			if w.Head > len(p.cur.Words) {
				return fmt.Errorf("word %d hangs on %d, which is not there", i+1, w.Head)
			}
		}
		p.out = append(p.out, p.cur)
		p.cur = Sentence{}
	}
	return nil
}

// Document lays the sentences over a document with the given identifier. Heads
// and labels come along; all of the text is Body blocks.
func (f *File) Document(id string) *doc.Document {
	d := &doc.Document{ID: id, Lang: "en", Text: f.Text}
	for _, s := range f.Sentences {
		first := len(d.Tokens)
		for _, w := range s.Words {
			head := first + w.Head - 1
			if w.Head == 0 {
				head = -1
			}
			d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: w.Start, End: w.End}, Lemma: w.Lemma, UPOS: w.UPOS, Feats: w.Feats, Head: head, Deprel: w.Deprel})
		}
		span := d.TokenSpan(first, len(d.Tokens))
		d.Sentences = append(d.Sentences, doc.Sentence{Span: span, First: first, Last: len(d.Tokens), Block: len(d.Blocks)})
		d.Blocks = append(d.Blocks, doc.Block{Span: span})
	}
	return d
}

// Write prints the sentences of d with "# newdoc id", "# sent_id" and "# text"
// comments. MISC holds SpaceAfter=No and TokenRange=start:end, bytes in d.Text.
func Write(w io.Writer, d *doc.Document) error {
	b := bufio.NewWriter(w)
	var buf []byte
	for n, s := range d.Sentences {
		buf = buf[:0]
		if n == 0 {
			buf = append(append(append(buf, "# newdoc id = "...), oneLine(d.ID)...), '\n')
		}
		buf = append(append(append(buf, "# sent_id = "...), oneLine(d.ID)...), '-')
		buf = append(strconv.AppendInt(buf, int64(n+1), 10), '\n')
		buf = append(append(append(buf, "# text = "...), oneLine(d.Slice(s.Span))...), '\n')
		for i := s.First; i < s.Last; i++ {
			buf = appendWord(buf, d, s, i)
		}
		buf = append(buf, '\n')
		if _, err := b.Write(buf); err != nil {
			return fmt.Errorf("conllu: writing %s: %w", d.ID, err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("conllu: writing %s: %w", d.ID, err)
	}
	return nil
}

func appendWord(buf []byte, d *doc.Document, s doc.Sentence, i int) []byte {
	t := &d.Tokens[i]
	head := 0
	if t.Head >= 0 {
		head = t.Head - s.First + 1
	}
	buf = strconv.AppendInt(buf, int64(i-s.First+1), 10)
	for _, col := range [...]string{oneLine(d.Form(i)), t.Lemma, t.UPOS, "", t.Feats} {
		buf = append(buf, '\t')
		if col == "" {
			col = "_"
		}
		buf = append(buf, col...)
	}
	buf = strconv.AppendInt(append(buf, '\t'), int64(head), 10)
	buf = append(buf, '\t')
	if t.Deprel == "" {
		buf = append(buf, '_')
	}
	buf = append(append(buf, t.Deprel...), "\t_\t"...)
	if i+1 < len(d.Tokens) && d.Tokens[i+1].Start == t.End {
		buf = append(buf, "SpaceAfter=No|"...)
	}
	buf = strconv.AppendInt(append(buf, "TokenRange="...), int64(t.Start), 10)
	buf = strconv.AppendInt(append(buf, ':'), int64(t.End), 10)
	return append(buf, '\n')
}

// oneLine keeps what would break the format out of a column.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, s)
}
