package pipeline

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"

	"chancery/internal/article"
	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/happening"
	"chancery/internal/identity"
	"chancery/lexicon"
)

// exampleDay is the publication day of the examples that state none.
const exampleDay = "2011-06-15"

// Lint loads every stage from a lexicon and runs the examples that stand in its
// files, each through all of the pipeline that its stage needs. The problems
// come in order of file and line; an error is returned only for what is no
// fault of a lexicon file.
func Lint(fsys fs.FS) ([]lexicon.Problem, error) {
	p, err := New(fsys)
	if err != nil {
		var bad lexicon.Problem
		if errors.As(err, &bad) {
			return []lexicon.Problem{bad}, nil
		}
		return nil, err
	}
	out := p.times.Lint(func(text, anchor string) *doc.Document {
		d := p.example(text, anchor)
		p.language.Analyze(d)
		return d
	})
	out = append(out, p.coder.Lint(func(text string) *doc.Document {
		d := p.example(text, exampleDay)
		p.Analyze(d)
		return d
	})...)
	if _, err := happening.New(fsys); err != nil {
		var bad lexicon.Problem
		if !errors.As(err, &bad) {
			return nil, err
		}
		out = append(out, bad)
	}
	out = append(out, p.facts.Lint(func(text string) (*doc.Document, []coder.Event) {
		d := p.example(text, exampleDay)
		p.Analyze(d)
		return d, p.coder.Code(d).Events
	})...)
	out = append(out, identity.Lint(fsys)...)
	slices.SortStableFunc(out, func(a, b lexicon.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return out, nil
}

func (p *Pipeline) example(text, day string) *doc.Document {
	d, err := p.Reader.Text(text, article.Meta{ID: "example", Lang: "en", Published: day})
	if err != nil {
		// Only an empty example is refused; it has no tokens and so fails its check.
		return &doc.Document{ID: "example", Lang: "en", Published: day}
	}
	return d
}
