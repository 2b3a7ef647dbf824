package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chancery/internal/pipeline"
)

// progress tells a person how far a run is: a bar on a terminal, a line now and
// then elsewhere, and one count at the end. It is used from one goroutine.
type progress struct {
	w      io.Writer
	quiet  bool
	bar    bool
	every  time.Duration
	total  int64 // bytes of input; 0 when unknown
	done   int64
	ok     int
	failed int
	start  time.Time
	shown  time.Time
	drawn  bool
}

// newProgress draws no bar where the results go to a terminal too: they are
// the progress then.
func newProgress(w io.Writer, quiet, resultsShown bool, files []string) *progress {
	p := &progress{w: w, quiet: quiet, every: 10 * time.Second, start: time.Now()}
	p.shown = p.start
	if tty, _ := terminal(w); tty && !resultsShown && !quiet {
		p.bar, p.every, p.total = true, 100*time.Millisecond, inputSize(files)
	}
	return p
}

func (p *progress) read(bytes int) {
	p.ok++
	p.done += int64(bytes)
	if now := time.Now(); !p.quiet && now.Sub(p.shown) >= p.every {
		p.shown = now
		p.draw(now)
	}
}

// reach is read for work that counts from its beginning.
func (p *progress) reach(done int) {
	p.ok = done - 1
	p.read(0)
}

func (p *progress) fail(err error) {
	p.failed++
	p.clear()
	fmt.Fprintf(p.w, "chancery: %v\n", err)
	var fault *pipeline.Fault
	if errors.As(err, &fault) && os.Getenv("CHANCERY_TRACE") != "" {
		fmt.Fprintf(p.w, "%s\n", fault.Stack)
	}
}

func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

func (p *progress) draw(now time.Time) {
	rate := float64(p.ok+p.failed) / max(now.Sub(p.start).Seconds(), 1e-9)
	line := fmt.Sprintf("%s, %.0f/s", p.count(), rate)
	if !p.bar {
		fmt.Fprintln(p.w, line)
		return
	}
	if p.total > 0 {
		const width = 30
		full := int(min(p.done, p.total) * width / p.total)
		line = "[" + strings.Repeat("█", full) + strings.Repeat("░", width-full) + "] " + line
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", line)
	p.drawn = true
}

func (p *progress) count() string { return fmt.Sprintf("read %d, failed %d", p.ok, p.failed) }

func (p *progress) end() {
	p.clear()
	if !p.quiet {
		fmt.Fprintln(p.w, p.count())
	}
}

// inputSize adds up the files that args name; 0 when that cannot be known
// without reading them (standard input, compressed files).
func inputSize(args []string) int64 {
	var n int64
	for _, arg := range args {
		names, err := filepath.Glob(arg)
		if err != nil || arg == "-" {
			return 0
		}
		for _, name := range names {
			err := filepath.WalkDir(name, func(path string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				if ext := filepath.Ext(path); ext == ".gz" || ext == ".zst" {
					return fs.ErrInvalid
				}
				info, err := e.Info()
				if err == nil {
					n += info.Size()
				}
				return err
			})
			if err != nil {
				return 0
			}
		}
	}
	return n
}
