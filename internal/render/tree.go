package render

import (
	"bytes"
	"fmt"
	"strings"

	"chancery/internal/doc"
)

// Tree draws the dependency tree of sentence i, one word a line, dependents
// under their head in text order. mark, which may be nil, says something about
// a token at the end of its line.
func Tree(b *bytes.Buffer, d *doc.Document, i int, mark func(token int) string) {
	s := d.Sentences[i]
	t := &tree{b: b, d: d, s: s, mark: mark, kids: make([][]int, s.Last-s.First)}
	var roots []int
	for k := s.First; k < s.Last; k++ {
		if h := d.Tokens[k].Head; h >= s.First && h < s.Last && h != k {
			t.kids[h-s.First] = append(t.kids[h-s.First], k)
		} else {
			roots = append(roots, k)
		}
	}
	for _, r := range roots {
		t.word(r, "  ", "  ")
	}
}

type tree struct {
	b    *bytes.Buffer
	d    *doc.Document
	s    doc.Sentence
	mark func(int) string
	kids [][]int
}

// deepest is where drawing stops: deeper, the words stand too far right to be
// read, and a damaged tree could go on for ever.
const deepest = 40

func (t *tree) word(k int, lead, under string) {
	tok := &t.d.Tokens[k]
	line := lead + t.d.Form(k) + "  " + tok.Deprel + " " + tok.UPOS
	if t.mark != nil {
		if m := t.mark(k); m != "" {
			line += strings.Repeat(" ", max(2, 52-len([]rune(line)))) + "◀ " + m
		}
	}
	fmt.Fprintln(t.b, line)
	kids := t.kids[k-t.s.First]
	if len([]rune(under)) > 2*deepest {
		if len(kids) > 0 {
			fmt.Fprintf(t.b, "%s└ …\n", under)
		}
		return
	}
	for n, c := range kids {
		if n == len(kids)-1 {
			t.word(c, under+"└ ", under+"  ")
		} else {
			t.word(c, under+"├ ", under+"│ ")
		}
	}
}
