package en

import (
	_ "embed"
	"io/fs"

	"chancery/internal/doc"
	"chancery/internal/nlp/morph"
)

// morphWeights is made by training/morphology.
//
//go:embed morph.bin
var morphWeights string

// Morphology fills Feats and Lemma of a tagged, parsed and linked document.
type Morphology struct {
	feats  *morph.Model
	lemmas *Lemmas
}

// NewMorphology reads the embedded tables and the irregular forms of the lexicon.
func NewMorphology(fsys fs.FS) (*Morphology, error) {
	m, err := morph.Load(morphWeights)
	if err != nil {
		return nil, err
	}
	l := NewLemmas(lemmaExceptions)
	if err := l.irregular(fsys); err != nil {
		return nil, err
	}
	return &Morphology{m, l}, nil
}

// Annotate fills Feats and Lemma of every token.
func (m *Morphology) Annotate(d *doc.Document) {
	m.feats.Annotate(d)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		t.Lemma = m.lemmas.Of(d.Form(i), t.UPOS, t.Feats)
	}
}

// Knows reports whether the treebanks hold the form, in any case, several times
// as that part of speech.
func (m *Morphology) Knows(upos, form string) bool { return m.feats.Knows(upos, form) }
