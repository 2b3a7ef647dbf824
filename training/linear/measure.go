package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
	"chancery/internal/nlp/linear"
)

// evaluate prints UPOS, UAS and LAS (relations without subtypes) on gold
// tokens, and the speed.
func evaluate(m *linear.Model, path string) error {
	f, err := readFile(path)
	if err != nil {
		return err
	}
	d := f.Document(filepath.Base(path))
	gold := append([]doc.Token(nil), d.Tokens...)
	start := time.Now()
	m.Annotate(d)
	took := time.Since(start)
	n, u, h, l := len(gold), 0, 0, 0
	for i, g := range gold {
		t := &d.Tokens[i]
		if g.UPOS == t.UPOS {
			u++
		}
		if g.Head == t.Head {
			h++
			if base(g.Deprel) == base(t.Deprel) {
				l++
			}
		}
	}
	p := func(k int) float64 { return 100 * float64(k) / float64(n) }
	fmt.Printf("%-24s UPOS %.2f UAS %.2f LAS %.2f  %d words, %.0f a second\n", filepath.Base(path), p(u), p(h), p(l), n, float64(n)/took.Seconds())
	return nil
}

func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// evaluateEntities prints span F1 on a set of PER, ORG, LOC and MISC.
func evaluateEntities(m *linear.Model, path string) error {
	ex, err := readColumns(path)
	if err != nil {
		return err
	}
	var f conllu.File
	var text strings.Builder
	for _, e := range ex {
		var s conllu.Sentence
		for _, w := range e.Forms {
			a := text.Len()
			text.WriteString(w)
			s.Words = append(s.Words, conllu.Word{Form: w, Start: a, End: text.Len()})
			text.WriteByte(' ')
		}
		f.Sentences = append(f.Sentences, s)
	}
	f.Text = text.String()
	d := f.Document(filepath.Base(path))
	m.Annotate(d)
	type span struct {
		first, last int
		kind        string
	}
	fold := map[string]string{"GPE": "LOC", "NORP": "MISC", "EVENT": "MISC", "LAW": "MISC"}
	got := map[span]bool{}
	count := map[string]*[3]int{"PER": {}, "ORG": {}, "LOC": {}, "MISC": {}, "all": {}}
	for _, e := range d.Entities {
		k := e.Type
		if t, ok := fold[k]; ok {
			k = t
		}
		got[span{e.First, e.Last, k}] = true
		count[k][1]++
		count["all"][1]++
	}
	at := 0
	for _, e := range ex {
		for i := 0; i < len(e.Entities); i++ {
			if e.Entities[i] == "O" {
				continue
			}
			k, z := e.Entities[i][2:], i+1
			for z < len(e.Entities) && e.Entities[z] == "I-"+k {
				z++
			}
			count[k][2]++
			count["all"][2]++
			if got[span{at + i, at + z, k}] {
				count[k][0]++
				count["all"][0]++
			}
			i = z - 1
		}
		at += len(e.Forms)
	}
	for _, k := range []string{"PER", "ORG", "LOC", "MISC", "all"} {
		c := count[k]
		p, r := float64(c[0])/float64(max(1, c[1])), float64(c[0])/float64(max(1, c[2]))
		fmt.Printf("%-24s %-4s P %.3f R %.3f F1 %.3f (gold %d)\n", filepath.Base(path), k, p, r, 2*p*r/max(1e-9, p+r), c[2])
	}
	return nil
}
