package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"time"

	"golang.org/x/term"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/pipeline"
)

// readFlags say how articles are read.
type readFlags struct {
	modelFlag
	Workers   int    `default:"0" help:"Articles coded at once; 0 is one for each core. The output is the same for any number."`
	Quiet     bool   `short:"q" help:"No progress and no count; what failed is still named."`
	Published string `placeholder:"DAY" help:"Day of publication (YYYY-MM-DD) of articles that do not state one."`
	Lang      string `placeholder:"CODE" help:"Language of articles that do not state one; otherwise it is guessed."`
}

func (f *readFlags) Validate() error {
	if f.Workers < 0 {
		return fmt.Errorf("--workers: %d is negative", f.Workers)
	}
	if f.Published != "" {
		if _, err := time.Parse(time.DateOnly, f.Published); err != nil {
			return fmt.Errorf("--published: %q is not a day like 2025-04-02", f.Published)
		}
	}
	return nil
}

func (f *readFlags) workers() int { return workers(f.Workers) }

func (f *readFlags) load(lexicon fs.FS) (*pipeline.Pipeline, error) {
	opts, err := f.options()
	if err != nil {
		return nil, err
	}
	p, err := pipeline.New(lexicon, opts...)
	if err != nil {
		return nil, err
	}
	p.Reader.Default = article.Meta{Published: f.Published, Lang: f.Lang}
	return p, nil
}

// version names the coder that load makes.
func (f *readFlags) version(lexicon fs.FS) (string, error) {
	opts, err := f.options()
	if err != nil {
		return "", err
	}
	return pipeline.Version(lexicon, opts...)
}

// inputFlags are shared by the commands that read articles and print.
type inputFlags struct {
	lexiconFlag
	readFlags
	Files  []string `arg:"" name:"FILE" help:"Text, HTML, JSONL or WARC files (also .gz, .zst), folders, globs, or - for standard input."`
	Output string   `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`
}

// workers is how many articles are coded at once, where n was asked for.
func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// output is where results go, and whether a person is looking at it.
type output struct {
	*bufio.Writer
	file  *os.File // to close; nil for standard output
	tty   bool
	width int // columns, where tty
}

func (f *inputFlags) create(s streams) (*output, error) {
	if f.Output != "" {
		file, err := os.Create(f.Output)
		if err != nil {
			return nil, usage{err}
		}
		return &output{Writer: bufio.NewWriterSize(file, 1<<16), file: file}, nil
	}
	o := &output{Writer: bufio.NewWriterSize(s.out, 1<<16)}
	o.tty, o.width = terminal(s.out)
	return o, nil
}

func (o *output) close() error {
	err := o.Flush()
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	return err
}

// terminal reports whether w is a terminal, and its width in columns.
func terminal(w io.Writer) (bool, int) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return false, 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width < 40 {
		width = 100
	}
	return true, width
}

// each reads every input, runs work on all cores and writes what it returns in
// the order of the input.
func each(ctx context.Context, f *inputFlags, s streams, p *pipeline.Pipeline, out *output, work func(*doc.Document) []byte) error {
	bar := newProgress(s.err, f.Quiet, out.tty, f.Files)
	err := pipeline.Run(ctx, p, f.Files, s.in, f.workers(), work, func(r pipeline.Result[[]byte]) error {
		if r.Err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			bar.fail(r.Err)
			return nil
		}
		bar.read(r.Bytes)
		_, err := out.Write(r.Value)
		if err == nil && out.tty {
			err = out.Flush()
		}
		return err
	})
	return finish(bar, out, err)
}

// finish closes a run: the count, the output, and what the run returns.
func finish(bar *progress, out *output, err error) error {
	bar.end()
	if err = errors.Join(err, out.close()); err != nil {
		return err
	}
	if bar.failed > 0 {
		return errFailed
	}
	return nil
}

func mergeEntries(upper, lower []fs.DirEntry) []fs.DirEntry {
	all := slices.Concat(upper, lower)
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() })
}
