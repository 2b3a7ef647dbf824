// Package pipeline composes the stages: an article goes in, a document with all
// its layers and the records coded from it come out. Every stage is loaded once
// and shared by all workers.
package pipeline

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"

	"chancery/internal/actor"
	"chancery/internal/article"
	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/facts"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
	"chancery/internal/place"
	"chancery/internal/quote"
	"chancery/internal/record"
	"chancery/internal/timex"
)

// stage adds a layer to a document.
type stage struct {
	name string
	run  func(*doc.Document)
}

// Pipeline is every stage, ready to run. It is safe for concurrent use.
type Pipeline struct {
	Reader *article.Reader
	Places *place.Tagger

	language nlp.Analyzer
	times    *timex.Tagger
	layers   []stage // after the language, in order
	coder    *coder.Coder
	facts    *facts.Extractor
}

// Option changes how a pipeline is composed.
type Option func(*options)

type options struct {
	file, weights string
	depth         int
}

// WithModel analyses language with the weights that a file made by
// training/neural holds, read to one of the depths they have an exit at (0 is the
// deepest), in place of those built in.
func WithModel(file, weights string, depth int) Option {
	return func(o *options) { o.file, o.weights, o.depth = file, weights, depth }
}

// New loads every stage from a lexicon.
func New(fsys fs.FS, opts ...Option) (*Pipeline, error) {
	var o options
	for _, f := range opts {
		f(&o)
	}
	r, err := article.New(fsys)
	if err != nil {
		return nil, err
	}
	p := &Pipeline{Reader: r}
	if o.file == "" {
		p.language, err = en.Load(fsys)
	} else if p.language, err = en.LoadModel(fsys, o.weights, o.depth); err != nil {
		err = fmt.Errorf("%s: %w", o.file, err)
	}
	if err != nil {
		return nil, err
	}
	if p.times, err = timex.New(fsys); err != nil {
		return nil, err
	}
	if p.Places, err = place.New(fsys); err != nil {
		return nil, err
	}
	quotes, err := quote.New(fsys)
	if err != nil {
		return nil, err
	}
	actors, err := actor.New(fsys)
	if err != nil {
		return nil, err
	}
	if p.coder, err = coder.New(fsys); err != nil {
		return nil, err
	}
	if p.facts, err = facts.New(fsys); err != nil {
		return nil, err
	}
	p.layers = []stage{
		{"timex", p.times.Annotate}, {"place", p.Places.Annotate}, {"quote", quotes.Annotate}, {"actor", actors.Annotate},
	}
	return p, nil
}

// Analyze adds every layer under the events to a document that has been read.
func (p *Pipeline) Analyze(d *doc.Document) {
	p.language.Analyze(d)
	p.over(d)
}

// AnalyzeTokens is Analyze for a document whose sentences and tokens are given.
func (p *Pipeline) AnalyzeTokens(d *doc.Document) {
	p.language.AnalyzeTokens(d)
	p.over(d)
}

func (p *Pipeline) over(d *doc.Document) {
	for _, s := range p.layers {
		s.run(d)
	}
}

// Coded is what was found in an article.
type Coded struct {
	Doc     *doc.Document
	Coding  *coder.Result
	Facts   *facts.Facts
	Records []record.Record
}

// Code adds every layer to a document that has been read, and codes it.
func (p *Pipeline) Code(d *doc.Document) *Coded {
	p.Analyze(d)
	c := &Coded{Doc: d, Coding: p.coder.Code(d)}
	c.Facts = p.facts.Extract(d, c.Coding.Events)
	c.Records = record.Build(d, c.Coding.Events, c.Facts)
	return c
}

// Result is what became of one input.
type Result[T any] struct {
	Item  article.Item // without its Data
	Bytes int          // of that Data
	Value T
	Err   error // of reading, or a panic while coding
}

// Run reads every article that args name, runs work over each on n workers and
// hands the results to emit in the order of the input.
func Run[T any](ctx context.Context, p *Pipeline, args []string, stdin io.Reader, n int,
	work func(*doc.Document) T, emit func(Result[T]) error) error {
	items := func(yield func(Result[T]) bool) {
		for item, err := range p.Reader.Items(ctx, args, stdin) {
			if ctx.Err() != nil || !yield(Result[T]{Item: item, Err: err}) {
				return
			}
		}
	}
	return Ordered(ctx, n, items, func(r Result[T]) Result[T] {
		if r.Err == nil {
			r.Value, r.Err = Guard(p, r.Item, work)
		}
		r.Bytes = len(r.Item.Data)
		r.Item.Data = nil // the text lives on in the document, if anywhere
		return r
	}, emit)
}

// Guard reads one article and runs work over it. A fault met on the way becomes
// an error of that article, and the run goes on.
func Guard[T any](p *Pipeline, item article.Item, work func(*doc.Document) T) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &article.Error{File: item.File, Line: item.Line, At: item.At, Err: Recovered(r)}
		}
	}()
	d, err := p.Reader.Read(item)
	if err != nil {
		return v, err
	}
	return work(d), nil
}

// Fault is a panic in a stage: a defect of Chancery, not of the article.
type Fault struct {
	Value any
	Stack []byte
}

// Recovered is the fault of a panic, called where it is recovered from.
func Recovered(value any) *Fault { return &Fault{Value: value, Stack: debug.Stack()} }

func (f *Fault) Error() string { return fmt.Sprintf("internal fault, please report: %v", f.Value) }
