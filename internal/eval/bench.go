package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/identity"
	"chancery/internal/pipeline"
	"chancery/lexicon"
)

// Bench runs the pipeline over sets. Texts go in the way a user's would, as
// lines of JSON, so that what is measured is what is published.
type Bench struct {
	Pipeline *pipeline.Pipeline
	Lexicon  fs.FS // what the pipeline was loaded from; nil is the one built in
	Workers  int
	Limit    int // of articles taken from a file; 0 is all
	// Peer, where set, stands in for the analysis of language: it returns what
	// another program made of the text of d, or of its tokens and sentences where
	// d has some; nil is no answer.
	Peer func(d *doc.Document) *doc.Document
}

func (b *Bench) lexicon() fs.FS {
	if b.Lexicon == nil {
		return lexicon.Embedded()
	}
	return b.Lexicon
}

// identity is the resolver of who is who, from the same lexicon.
func (b *Bench) identity() (*identity.Resolver, error) { return identity.New(b.lexicon()) }

// input is an article as it is handed to the pipeline.
type input struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Text      string `json:"text"`
}

// code codes every input on all workers and returns the results in the order of
// the inputs; an article that cannot be read gives nil.
func (b *Bench) code(ctx context.Context, in []input) ([]*pipeline.Coded, error) {
	return over(ctx, b, in, b.Pipeline.Code)
}

// analyze is code without the events.
func (b *Bench) analyze(ctx context.Context, in []input) ([]*doc.Document, error) {
	if b.Peer != nil {
		out := make([]*doc.Document, len(in))
		for i := range in {
			out[i] = b.Peer(&doc.Document{Text: in[i].Text})
		}
		return out, nil
	}
	return over(ctx, b, in, func(d *doc.Document) *doc.Document {
		b.Pipeline.Analyze(d)
		return d
	})
}

func over[T any](ctx context.Context, b *Bench, in []input, work func(*doc.Document) *T) ([]*T, error) {
	out := make([]*T, 0, len(in))
	err := pipeline.Ordered(ctx, max(b.Workers, 1), slices.Values(in), func(a input) *T {
		d := b.read(a)
		if d == nil {
			return nil
		}
		return work(d)
	}, func(v *T) error {
		out = append(out, v)
		return nil
	})
	return out, err
}

// read makes a document of an input, or nil where it cannot be read: what is
// refused counts as an answer of nothing.
func (b *Bench) read(a input) *doc.Document {
	data, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	d, err := b.Pipeline.Reader.Read(article.Item{File: a.ID, Format: article.JSON, Data: data})
	if err != nil {
		return nil
	}
	return d
}

// layers is Analyze for one article, for the measurements that take a function.
func (b *Bench) layers(a input) *doc.Document {
	d := b.read(a)
	if d != nil {
		b.Pipeline.Analyze(d)
	}
	return d
}

// lines reads a JSONL file, at most limit lines where that is not 0.
func lines[T any](path string, limit int) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for n := 1; sc.Scan() && (limit == 0 || len(out) < limit); n++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("eval: %s:%d: %w", path, n, err)
		}
		out = append(out, v)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	return out, nil
}
