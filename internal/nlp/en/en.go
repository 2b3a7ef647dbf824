// Package en composes the analysis of English: the segmenter with English
// tables, a model, English morphology and lemmas.
package en

import (
	_ "embed"
	"io/fs"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/neural"
	"chancery/lexicon"
)

//go:embed neural.bin
var weights string

// New makes the analyser with the embedded weights and word lists.
func New() (nlp.Analyzer, error) { return Load(lexicon.Embedded()) }

// Load makes the analyser with the embedded weights and the word lists below
// en/nlp/ of fsys.
func Load(fsys fs.FS) (nlp.Analyzer, error) {
	seg, err := NewSegmenter(fsys)
	if err != nil {
		return nil, err
	}
	lists, err := LoadLists(fsys, seg)
	if err != nil {
		return nil, err
	}
	model, err := neural.Load(weights, 0)
	if err != nil {
		return nil, err
	}
	morph, err := NewMorphology(fsys)
	if err != nil {
		return nil, err
	}
	return &analyzer{seg, lists, model, morph}, nil
}

type analyzer struct {
	seg   *nlp.Segmenter
	lists *Lists
	model nlp.Model
	morph *Morphology
}

func (a *analyzer) Analyze(d *doc.Document) {
	a.seg.Segment(d)
	a.AnalyzeTokens(d)
}

func (a *analyzer) AnalyzeTokens(d *doc.Document) {
	a.model.Annotate(d)
	d.Link()
	a.morph.Annotate(d)
	a.dropCommon(d)
	a.lists.finishEntities(d)
}
