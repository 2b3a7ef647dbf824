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
func Load(fsys fs.FS) (nlp.Analyzer, error) { return LoadModel(fsys, weights, 0) }

// LoadModel is Load with a weight file of training/neural, read to one of the
// depths it has an exit at; 0 is its deepest.
func LoadModel(fsys fs.FS, weights string, depth int) (nlp.Analyzer, error) {
	seg, err := NewSegmenter(fsys)
	if err != nil {
		return nil, err
	}
	lists, err := LoadLists(fsys, seg)
	if err != nil {
		return nil, err
	}
	model, err := neural.Load(weights, depth)
	if err != nil {
		return nil, err
	}
	morph, err := NewMorphology(fsys)
	if err != nil {
		return nil, err
	}
	a := &analyzer{seg: seg, lists: lists, model: model, morph: morph}
	if model.FindsEnds() {
		a.ends = model
	}
	return a, nil
}

type analyzer struct {
	seg   *nlp.Segmenter
	lists *Lists
	ends  nlp.EndFinder // nil: the segmenter's word is the last
	model nlp.Model
	morph *Morphology
}

func (a *analyzer) Analyze(d *doc.Document) {
	a.seg.Segment(d)
	if a.ends != nil {
		scores := make([]float32, len(d.Tokens))
		a.ends.EndsBefore(d, scores)
		a.seg.Recut(d, scores)
	}
	a.AnalyzeTokens(d)
}

func (a *analyzer) AnalyzeTokens(d *doc.Document) {
	a.model.Annotate(d)
	d.Link()
	a.morph.Annotate(d)
	a.dropCommon(d)
	a.lists.finishEntities(d)
}
