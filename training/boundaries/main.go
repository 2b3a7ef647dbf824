// Command boundaries learns where sentences end without a full stop, from the
// treebanks marked trainable with their sentences run together. The same data
// give the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/conllu"
	"chancery/internal/nlp/en"
	"chancery/internal/nlp/perceptron"
	"chancery/lexicon"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the corpora")
	out := flag.String("out", "internal/nlp/en/boundaries.bin", "weight file to write")
	held := flag.Bool("held", false, "leave en_ewt-dev out, measure on it and write nothing")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*data, *out, *held); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string, held bool) error {
	seg, err := en.NewSegmenter(lexicon.Embedded())
	if err != nil {
		return err
	}
	seg.Gaps = nil
	sets := []string{"en_ewt-train", "en_gum-train"}
	if !held {
		sets = append(sets, "en_ewt-dev")
	}
	var texts []*text
	for _, s := range sets {
		t, err := read(seg, data, s)
		if err != nil {
			return err
		}
		texts = append(texts, t...)
	}
	b := learn(texts)
	if !held {
		if err := os.WriteFile(out, []byte(b.Weights.Slots), 0o644); err != nil {
			return fmt.Errorf("writing the weights: %w", err)
		}
		log.Printf("%d bytes", len(b.Weights.Slots))
	}
	for _, set := range []string{"en_ewt-dev", "en_ewt-test", "en_gum-dev"} {
		if !held && set == "en_ewt-dev" {
			continue
		}
		t, err := read(seg, data, set)
		if err != nil {
			return err
		}
		seg.Gaps = nil
		score(seg, set+" by stops alone", t)
		for _, m := range []int32{0, 200, 400, 700, 1000} {
			b.Margin = m
			seg.Gaps = b
			score(seg, fmt.Sprintf("%s, margin %d", set, m), t)
		}
		seg.Gaps = nil
	}
	return nil
}

// text is twenty sentences run together, with the bytes at which they end.
type text struct {
	d    *doc.Document
	ends map[int]bool
}

func read(seg *nlp.Segmenter, data, set string) ([]*text, error) {
	path := filepath.Join(data, "syntax", set+".conllu")
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []*text
	for k := 0; k < len(c.Sentences); k += 20 {
		t := &text{d: &doc.Document{}, ends: map[int]bool{}}
		for i := k; i < min(k+20, len(c.Sentences)); i++ {
			s := &c.Sentences[i]
			if i > k {
				t.d.Text += " "
			}
			t.d.Text += s.Comment("text")
			t.ends[len(t.d.Text)] = true
		}
		seg.Segment(t.d)
		out = append(out, t)
	}
	return out, nil
}

func learn(texts []*text) *nlp.Boundaries {
	l := perceptron.NewLearner(3)
	r := rand.New(rand.NewPCG(20261123, 5))
	acc := make([]int32, 3)
	var f []uint32
	for range 8 {
		for _, k := range r.Perm(len(texts)) {
			t := texts[k]
			start, n := 0, len(t.d.Tokens)
			for i := 1; i < n; i++ {
				gold := 0
				if t.ends[t.d.Tokens[i-1].End] {
					gold = 1
				}
				if nlp.OpenGap(t.d, i) {
					f = nlp.BoundaryFeatures(f[:0], t.d, start, i, n)
					l.Score(f, acc)
					p := 0
					if acc[1] > acc[0] {
						p = 1
					}
					if p != gold {
						l.Update(f, gold, p)
					}
					l.Step()
				}
				if gold == 1 {
					start = i
				}
			}
		}
	}
	return &nlp.Boundaries{Weights: l.Triples(60_000)}
}

func score(seg *nlp.Segmenter, name string, texts []*text) {
	right, found, gold := 0, 0, 0
	for _, t := range texts {
		d := &doc.Document{Text: t.d.Text}
		seg.Segment(d)
		gold += len(t.ends)
		found += len(d.Sentences)
		for _, s := range d.Sentences {
			if t.ends[s.End] {
				right++
			}
		}
	}
	p, r := float64(right)/float64(found), float64(right)/float64(gold)
	fmt.Printf("%-34s sentence ends P %.3f R %.3f F1 %.3f\n", name, p, r, 2*p*r/(p+r))
}
