package eval

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// inPart is how many sentences of an annotated document make one running text.
const inPart = 30

// Entities measures named entities against a file of columns: CoNLL-2003
// (token first, tag last, -DOCSTART- between documents) or, by the ending
// .iob2, the tab-separated form of Universal NER. An entity is right when its
// first and last byte and its type are. GPE counts as LOC; NORP, EVENT and LAW
// count as MISC, which .iob2 does not have. Of a .conllu file, the names of its
// news documents are measured; see gumNews.
func (b *Bench) Entities(ctx context.Context, path string) (*Report, error) {
	if strings.HasSuffix(path, ".conllu") {
		return b.gumNews(ctx, path)
	}
	docs, err := readColumns(path)
	if err != nil {
		return nil, err
	}
	types := []string{"LOC", "MISC", "ORG", "PER"}
	if strings.HasSuffix(path, ".iob2") {
		types = []string{"LOC", "ORG", "PER"}
	}
	rows := make([]Row, len(types)+1)
	index := map[string]int{}
	for i, t := range types {
		rows[i].Name, index[t] = t, i
	}
	rows[len(types)].Name = "all"
	var in []input
	var gold []map[entity]bool
	for k, sents := range docs {
		for part := 0; part < len(sents); part += inPart {
			text, spans := layOut(sents[part:min(part+inPart, len(sents))])
			for e := range spans {
				if _, ok := index[e.kind]; !ok {
					delete(spans, e)
				}
			}
			in = append(in, input{ID: strconv.Itoa(k) + "-" + strconv.Itoa(part), Published: "1996-08-30", Lang: "en", Text: text})
			gold = append(gold, spans)
		}
	}
	if b.Limit > 0 {
		in = in[:min(b.Limit, len(in))]
	}
	out, err := b.analyze(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "entities", File: filepath.Base(path), Unit: "entities"}
	for i := range in {
		sys := map[entity]bool{}
		if out[i] != nil {
			for _, e := range out[i].Entities {
				if x := (entity{e.Start, e.End, folded(e.Type)}); index[x.kind] > 0 || x.kind == types[0] {
					sys[x] = true
				}
			}
		}
		tally(rows, index, gold[i], sys)
		rep.Worst = append(rep.Worst, differences(in[i].Text, gold[i], sys)...)
	}
	rep.Rows = rows
	rep.Items = rows[len(types)].Gold
	rep.Add("F1", rows[len(types)].F1())
	return rep, nil
}

type entity struct {
	start, end int
	kind       string
}

func folded(kind string) string {
	switch kind {
	case "GPE":
		return "LOC"
	case "NORP", "EVENT", "LAW":
		return "MISC"
	}
	return kind
}

func tally(rows []Row, index map[string]int, gold, sys map[entity]bool) {
	all := &rows[len(rows)-1]
	for e := range gold {
		rows[index[e.kind]].Gold++
		all.Gold++
	}
	for e := range sys {
		r := &rows[index[e.kind]]
		r.System++
		all.System++
		if gold[e] {
			r.Right++
			all.Right++
		}
	}
}

// tagged is a token with its IOB tag.
type tagged struct{ form, tag string }

func readColumns(path string) ([][][]tagged, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	tabs := strings.HasSuffix(path, ".iob2")
	var docs [][][]tagged
	var sents [][]tagged
	var cur []tagged
	sentence := func() {
		if len(cur) > 0 {
			sents = append(sents, cur)
			cur = nil
		}
	}
	document := func() {
		sentence()
		if len(sents) > 0 {
			docs = append(docs, sents)
			sents = nil
		}
	}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch {
		case strings.HasPrefix(line, "-DOCSTART-"), strings.HasPrefix(line, "# newdoc"):
			document()
		case strings.TrimSpace(line) == "":
			sentence()
		case tabs && line[0] == '#':
		case tabs:
			c := strings.Split(line, "\t")
			if len(c) < 3 {
				return nil, fmt.Errorf("eval: %s:%d: want 3 columns, found %d", path, n, len(c))
			}
			cur = append(cur, tagged{c[1], c[2]})
		default:
			c := strings.Fields(line)
			cur = append(cur, tagged{c[0], c[len(c)-1]})
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	document()
	return docs, nil
}

// layOut makes running text of sentences, a paragraph each, tokens apart, and
// finds the entities in it.
func layOut(sents [][]tagged) (string, map[entity]bool) {
	var text strings.Builder
	spans := map[entity]bool{}
	for _, sent := range sents {
		var open *entity
		done := func() {
			if open != nil {
				spans[*open] = true
				open = nil
			}
		}
		for i, t := range sent {
			if i > 0 {
				text.WriteByte(' ')
			}
			start := text.Len()
			text.WriteString(t.form)
			kind := ""
			if t.tag != "O" && len(t.tag) > 2 {
				kind = t.tag[2:]
			}
			if kind == "" || t.tag[0] == 'B' || open != nil && open.kind != kind {
				done()
			}
			if kind != "" {
				if open == nil {
					open = &entity{start: start, kind: kind}
				}
				open.end = text.Len()
			}
		}
		done()
		text.WriteString("\n\n")
	}
	return text.String(), spans
}

// differences describes, in text order, what was missed and what was invented.
func differences(text string, gold, sys map[entity]bool) []string {
	var out []string
	for _, e := range sortedEntities(gold) {
		if !sys[e] {
			out = append(out, "missed "+e.kind+" "+text[e.start:e.end])
		}
	}
	for _, e := range sortedEntities(sys) {
		if !gold[e] {
			out = append(out, "wrong "+e.kind+" "+text[e.start:e.end])
		}
	}
	return out
}

func sortedEntities(set map[entity]bool) []entity {
	return slices.SortedFunc(maps.Keys(set), func(a, b entity) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.kind, b.kind))
	})
}
