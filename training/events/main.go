// Command events fits the pair model of internal/coder: which PLOVER type, if
// any, stands between two actors of a sentence.
//
// Positive examples are PLV rows (../shared/data/events/plv-dev.jsonl) whose
// number is not divisible by four; every fourth row is left out, and `chancery
// eval events` gives figures on those apart. Pairs of the same sentences that
// are not marked, and pairs in trainable texts (GeoVirus, GUM) where no rule
// fires, are examples of nothing.
//
// usage: go run ./training/events -data ../shared/data -out internal/coder/pair.model
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/coder/pair"
	"chancery/internal/doc"
	"chancery/internal/pipeline"
	"chancery/lexicon"
)

// stages are what training needs: the layers and the rules.
type stages struct {
	*pipeline.Pipeline
	coder *coder.Coder
}

var noneWeight float64

type span struct{ Start, End int }

type row struct {
	ID, Text, Type string
	Source         span
	Target         *span
}

func main() {
	data := flag.String("data", "../shared/data", "folder of the corpora")
	out := flag.String("out", "internal/coder/pair.model", "where the model goes")
	all := flag.Bool("curve", false, "print the fit on the rows left out for several settings, write nothing")
	l2 := flag.Float64("l2", 0.03, "pull of the weights towards nothing")
	none := flag.Float64("none", 0.12, "weight of an unmarked pair of a PLV sentence")
	flag.Parse()
	noneWeight = *none
	if err := run(*data, *out, *all, *l2); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string, curve bool, l2 float64) error {
	layers, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	rules, err := coder.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	p := &stages{layers, rules}
	train, test, err := plv(p, filepath.Join(data, "events/plv-dev.jsonl"))
	if err != nil {
		return err
	}
	quiet, err := background(p, data)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d examples from PLV, %d of nothing, %d left out\n", len(train), len(quiet), len(test))
	train = append(train, quiet...)
	options := pair.Options{Epochs: 12, Rate: 0.1, L2: l2, Seed: 1, Min: 2}
	if curve {
		for _, l2 := range []float64{0.003, 0.01, 0.03} {
			o := options
			o.L2 = l2
			fmt.Printf("L2 %g: accuracy on the pairs left out %.3f\n", l2, accuracy(pair.Train(train, o), test))
		}
		return nil
	}
	m := pair.Train(train, options)
	fmt.Fprintf(os.Stderr, "accuracy on the pairs left out %.3f\n", accuracy(m, test))
	return os.WriteFile(out, m.Marshal(), 0o644)
}

// plv turns rows into examples: the marked pair with its type, the others of
// its sentence as nothing, counting less since some of them are something.
func plv(p *stages, file string) (train, test []pair.Example, err error) {
	err = lines(file, func(line []byte) error {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if r.Type == "YIELD" { // the benchmark's older label for both
			r.Type = "CONCEDE"
		}
		d := document(p, r.Text)
		res := p.coder.Rules(d)
		for _, x := range p.coder.Pairs(d, res.Events) {
			a, b := d.Mentions[x.A].Span, d.Mentions[x.B].Span
			e := pair.Example{Features: x.Features, Label: pair.None, Weight: noneWeight}
			switch {
			case r.Target == nil:
				continue
			case over(a, r.Source) && over(b, *r.Target):
				e.Label, e.Weight = r.Type, 1
			case over(a, *r.Target) || over(b, r.Source):
				e.Weight = noneWeight / 2
			}
			if pair.HeldOut(r.ID) {
				if e.Label != pair.None {
					test = append(test, e)
				}
				continue
			}
			train = append(train, e)
		}
		return nil
	})
	return train, test, err
}

func over(a doc.Span, b span) bool { return a.Start < b.End && b.Start < a.End }

// background gives pairs of trainable texts where no rule fires.
func background(p *stages, data string) ([]pair.Example, error) {
	var out []pair.Example
	n := 0
	add := func(text string) {
		d := document(p, text)
		res := p.coder.Rules(d)
		busy := map[int]bool{}
		for i := range res.Events {
			busy[res.Events[i].Sentence] = true
		}
		for _, x := range p.coder.Pairs(d, res.Events) {
			if n++; !busy[x.Sentence] && n%3 == 0 {
				out = append(out, pair.Example{Features: x.Features, Label: pair.None, Weight: noneWeight})
			}
		}
	}
	stories := 0
	err := lines(filepath.Join(data, "places/geovirus.jsonl"), func(line []byte) error {
		var r struct{ Text string }
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if stories++; stories%2 == 0 {
			add(r.Text)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var para []string
	err = lines(filepath.Join(data, "syntax/en_gum-train.conllu"), func(line []byte) error {
		if t, ok := strings.CutPrefix(string(line), "# text = "); ok {
			if para = append(para, t); len(para) == 20 {
				add(strings.Join(para, " "))
				para = nil
			}
		}
		return nil
	})
	return out, err
}

func document(p *stages, text string) *doc.Document {
	d := &doc.Document{Text: text, Published: "2010-01-01", Lang: "en"}
	d.Blocks = []doc.Block{{Span: doc.Span{End: len(text)}}}
	p.Analyze(d)
	return d
}

func accuracy(m *pair.Model, test []pair.Example) float64 {
	p := make([]float64, len(m.Labels()))
	right := 0
	for _, e := range test {
		m.Score(e.Features, p)
		best, top := "", 0.0
		for i, l := range m.Labels() {
			if l != pair.None && p[i] > top {
				best, top = l, p[i]
			}
		}
		if best == e.Label {
			right++
		}
	}
	return float64(right) / float64(max(1, len(test)))
}

func lines(file string, f func([]byte) error) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	br := bufio.NewReaderSize(r, 1<<20)
	for n := 1; ; n++ {
		line, err := br.ReadBytes('\n')
		if len(line) > 0 {
			if err := f(line); err != nil {
				return fmt.Errorf("%s:%d: %w", file, n, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
