package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
	"chancery/internal/pipeline"
)

// gold fills the other columns of files that come with their sentences and
// tokens. Each file is one document.
func (c *analyzeCmd) gold(ctx context.Context, p *pipeline.Pipeline, s streams, out *output, show func(*doc.Document) []byte) error {
	bar := newProgress(s.err, c.Quiet, out.tty, c.Files)
	type result struct {
		text  []byte
		bytes int
		err   error
	}
	files := func(yield func(string) bool) {
		for _, f := range c.Files {
			if !yield(f) {
				return
			}
		}
	}
	work := func(name string) result {
		d, err := readGold(name, s.in)
		if err != nil {
			return result{err: &article.Error{File: name, Err: err}}
		}
		d.Published = c.Published
		p.AnalyzeTokens(d)
		return result{text: show(d), bytes: len(d.Text)}
	}
	err := pipeline.Ordered(ctx, c.workers(), files, work, func(r result) error {
		if r.err != nil {
			bar.fail(r.err)
			return nil
		}
		bar.read(r.bytes)
		_, err := out.Write(r.text)
		return err
	})
	return finish(bar, out, err)
}

func readGold(name string, stdin io.Reader) (*doc.Document, error) {
	if name == "-" {
		return parseGold(name, stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
			err = pe.Err // the name is told by the caller
		}
		return nil, err
	}
	defer f.Close()
	return parseGold(name, f)
}

func parseGold(name string, r io.Reader) (*doc.Document, error) {
	f, err := conllu.Read(r)
	if err != nil {
		return nil, err
	}
	if len(f.Sentences) == 0 {
		return nil, fmt.Errorf("%w: no sentence in CoNLL-U", article.ErrEmpty)
	}
	return f.Document(name), nil
}
