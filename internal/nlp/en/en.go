// Package en composes the analysis of English: the segmenter with English
// tables, a model, English morphology and lemmas.
package en

import (
	_ "embed"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/neural"
	"chancery/lexicon"
)

//go:embed neural.bin
var weights string

// New makes the analyser with the embedded weights and word lists.
func New() (nlp.Analyzer, error) {
	fsys := lexicon.Embedded()
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
	return NewWith(seg, lists, model)
}

// NewWith composes an analyser around another model.
func NewWith(seg *nlp.Segmenter, lists *Lists, model nlp.Model) (nlp.Analyzer, error) {
	morph, err := NewMorphology(lexicon.Embedded())
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
