package en

import (
	_ "embed"
	"fmt"
	"io/fs"

	"chancery/internal/nlp"
	"chancery/internal/nlp/perceptron"
	"chancery/lexicon"
)

// boundaryWeights is made by training/boundaries.
//
//go:embed boundaries.bin
var boundaryWeights string

// boundaryMargin, in units of the weights, was set with en_ewt-dev left out of
// training, wide enough that hardly a sentence of edited news is cut.
const boundaryMargin = 400

// NewSegmenter reads the tables of en/nlp that decide where English tokens and
// sentences end.
func NewSegmenter(fsys fs.FS) (*nlp.Segmenter, error) {
	g := &nlp.Segmenter{Abbrev: map[string]nlp.AbbrevKind{}, Split: map[string]int{}}
	rows, err := lexicon.Table(fsys, "en/nlp/abbreviations.txt", 2)
	if err != nil {
		return nil, err
	}
	kinds := map[string]nlp.AbbrevKind{"title": nlp.Title, "number": nlp.BeforeNum, "month": nlp.Month, "name": nlp.Name, "other": nlp.Other, "attributive": nlp.Attributive}
	for _, r := range rows {
		k, ok := kinds[r.Col(1)]
		if !ok {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("no such kind of abbreviation: %q", r.Col(1))}
		}
		g.Abbrev[r.Col(0)] = k
	}
	if rows, err = lexicon.Table(fsys, "en/nlp/split.txt", 2); err != nil {
		return nil, err
	}
	for _, r := range rows {
		g.Split[r.Col(0)+r.Col(1)] = len(r.Col(0))
	}
	for _, t := range []struct {
		name string
		set  *map[string]bool
	}{{"prefixes", &g.Prefixes}, {"joined", &g.Joined}, {"units", &g.Units}} {
		if *t.set, err = wordSet(fsys, "en/nlp/"+t.name+".txt"); err != nil {
			return nil, err
		}
	}
	if rows, err = lexicon.Table(fsys, "en/nlp/starters.txt", 1); err != nil {
		return nil, err
	}
	g.Starters = make(map[string]bool, len(rows))
	for _, r := range rows {
		switch r.Col(1) {
		case "", "joins":
			g.Starters[r.Col(0)] = r.Col(1) != ""
		default:
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("no such kind of starter: %q", r.Col(1))}
		}
	}
	g.Gaps = &nlp.Boundaries{Weights: perceptron.Triples{Slots: boundaryWeights}, Margin: boundaryMargin}
	return g, nil
}

func wordSet(fsys fs.FS, name string) (map[string]bool, error) {
	rows, err := lexicon.Table(fsys, name, 1)
	if err != nil {
		return nil, err
	}
	set := make(map[string]bool, len(rows))
	for _, r := range rows {
		set[r.Col(0)] = true
	}
	return set, nil
}
