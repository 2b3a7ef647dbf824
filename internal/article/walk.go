package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Items walks args in order and yields each article's raw bytes. An arg is a
// file, a folder (walked in name order for .txt, .html, .htm, .json, .jsonl,
// .ndjson, .warc and .wet, also with .gz or .zst added), a glob pattern that no
// file is named like, or "-" for stdin. A file named by itself is read whatever
// its ending.
//
// JSON lines and web archives are streamed, so memory holds one article at a
// time. Of an archive come the pages and texts of its response, resource and
// conversion records. Trouble with one file, line or record is yielded as an
// *Error and the walk goes on; the end of ctx is yielded once and ends it.
func (r *Reader) Items(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		w := &walker{r: r, ctx: ctx, yield: yield}
		for _, arg := range args {
			var ok bool
			if arg == "-" {
				ok = w.stream("-", Sniff, stdin)
			} else {
				ok = w.arg(arg)
			}
			if !ok {
				return
			}
		}
	}
}

// walker carries the walk's state; its methods return false to stop it.
type walker struct {
	r     *Reader
	ctx   context.Context
	yield func(Item, error) bool
}

func (w *walker) fail(file string, line, col int, err error) bool {
	return w.yield(Item{}, &Error{File: file, Line: line, Column: col, Err: err})
}

// alive reports whether the walk may go on, telling the caller once if not.
func (w *walker) alive() bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(Item{}, err)
		return false
	}
	return true
}

func (w *walker) arg(arg string) bool {
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return w.dir(arg)
	case err == nil:
		return w.file(arg)
	case !strings.ContainsAny(arg, "*?["):
		return w.fail(arg, 0, 0, reason(err))
	}
	names, err := filepath.Glob(arg)
	if err != nil {
		return w.fail(arg, 0, 0, err)
	}
	if len(names) == 0 {
		return w.fail(arg, 0, 0, errors.New("no file matches"))
	}
	for _, name := range names {
		info, err := os.Stat(name)
		ok := true
		switch {
		case err != nil:
			ok = w.fail(name, 0, 0, reason(err))
		case info.IsDir():
			ok = w.dir(name)
		default:
			ok = w.file(name)
		}
		if !ok {
			return false
		}
	}
	return true
}

// dir walks a folder. Names starting with a dot are passed over.
func (w *walker) dir(root string) bool {
	stopped := false
	found := false
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch hidden := path != root && strings.HasPrefix(e.Name(), "."); {
		case err != nil:
			if !w.fail(path, 0, 0, reason(err)) {
				stopped = true
				return fs.SkipAll
			}
			return fs.SkipDir
		case e.IsDir() && hidden:
			return fs.SkipDir
		case e.IsDir() || hidden || formatOf(path) == Sniff:
			return nil
		}
		found = true
		if !w.file(path) {
			stopped = true
			return fs.SkipAll
		}
		return nil
	})
	if stopped {
		return false
	}
	if err != nil {
		return w.fail(root, 0, 0, reason(err))
	}
	if !found {
		return w.fail(root, 0, 0, errors.New("no article file (.txt .html .htm .json .jsonl .warc, also .gz .zst) in this folder"))
	}
	return true
}

func (w *walker) file(path string) bool {
	if !w.alive() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return w.fail(path, 0, 0, reason(err))
	}
	defer f.Close()
	return w.stream(path, formatOf(path), f)
}

// formatOf tells the format from a file's name; Sniff when the name says nothing.
func formatOf(path string) Format {
	name := strings.ToLower(filepath.Base(path))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	switch filepath.Ext(name) {
	case ".txt", ".text":
		return Plain
	case ".html", ".htm", ".xhtml":
		return HTML
	case ".json", ".jsonl", ".ndjson":
		return JSON
	case ".warc", ".wet":
		return archive
	}
	return Sniff
}

// stream reads one file or standard input, compressed or not: compression is
// told from the first bytes, not from the name.
func (w *walker) stream(file string, format Format, in io.Reader) bool {
	stored := &counter{in: in}
	br := bufio.NewReaderSize(stored, readAhead)
	magic, err := br.Peek(4)
	if err != nil && err != io.EOF {
		return w.fail(file, 0, 0, reason(err))
	}
	form := compression(magic)
	if format == archive || isArchive(br, form) {
		if f, ok := in.(*os.File); ok && file != "-" {
			// From the file itself a damaged record can be read again.
			if _, err := f.Seek(0, io.SeekStart); err == nil {
				return w.archive(file, f)
			}
		}
		return w.archive(file, br)
	}
	if form != "" {
		z, err := inflater(form, br)
		if err != nil {
			return w.fail(file, 0, 0, fmt.Errorf("%w: %s: %w", ErrDamaged, form, err))
		}
		defer z.Close()
		br = bufio.NewReaderSize(&checked{in: z, form: form, stored: stored, ahead: br}, readAhead)
	}
	if format == Sniff {
		head, _ := br.Peek(4096)
		format = sniff(head)
	}
	if format == JSON {
		return w.json(file, br)
	}
	return w.whole(file, format, br)
}

const readAhead = 64 << 10

// compression names how a stream is compressed, "" when it is not.
func compression(magic []byte) string {
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	}
	return ""
}

func inflater(form string, in io.Reader) (io.ReadCloser, error) {
	if form == "gzip" {
		return gzip.NewReader(in)
	}
	// One decoder goroutine: archives are many and articles small.
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}

// isArchive reports whether a stream that no name vouches for holds WARC
// records, compressed or not.
func isArchive(br *bufio.Reader, form string) bool {
	head, _ := br.Peek(len(recordStart))
	if form != "" {
		head, _ = br.Peek(readAhead)
		z, err := inflater(form, bytes.NewReader(head))
		if err != nil {
			return false
		}
		defer z.Close()
		head = make([]byte, len(recordStart))
		if _, err := io.ReadFull(z, head); err != nil {
			return false
		}
	}
	return string(head) == recordStart
}

// recordStart is how every record of WARC 1 begins.
const recordStart = "WARC/1."

// counter counts what is read of a file as it is stored.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// checked says of an error in compressed data that it is one, and where.
type checked struct {
	in     io.Reader
	form   string
	stored *counter
	ahead  *bufio.Reader // between the two; what it holds has not been used
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %s, near byte %d of the file: %w", ErrDamaged, c.form, c.stored.n-int64(c.ahead.Buffered()), reason(err))
	}
	return n, err
}

// whole yields a file that is one article.
func (w *walker) whole(file string, format Format, in io.Reader) bool {
	data, err := io.ReadAll(io.LimitReader(in, w.r.MaxBytes+1))
	switch {
	case err != nil:
		return w.fail(file, 0, 0, reason(err))
	case int64(len(data)) > w.r.MaxBytes:
		return w.fail(file, 0, 0, tooLarge(w.r.MaxBytes))
	case len(data) == 0:
		return w.fail(file, 0, 0, fmt.Errorf("%w: the file is empty", ErrEmpty))
	}
	return w.yield(Item{File: file, Format: format, Data: data}, nil)
}

// json yields the objects of a JSON file. One object a line is the usual form
// and the only one that survives a broken line; a file whose first line is not
// a whole value is read as one array or a run of objects.
func (w *walker) json(file string, br *bufio.Reader) bool {
	head, _ := br.Peek(1024)
	if bytes.HasPrefix(head, bom) {
		br.Discard(len(bom))
		head = head[len(bom):]
	}
	if head = bytes.TrimLeft(head, " \t\r\n"); len(head) > 0 && head[0] == '[' {
		return w.values(file, br, true)
	}
	first, long, err := w.line(br)
	if err != nil && err != io.EOF {
		return w.fail(file, 1, 0, reason(err))
	}
	if t := bytes.TrimSpace(first); len(t) > 0 && opens(t) {
		return w.values(file, io.MultiReader(bytes.NewReader(first), br), false)
	}
	any := false
	for n := 1; ; n++ {
		if !w.alive() {
			return false
		}
		line := bytes.TrimSpace(first)
		switch {
		case long:
			any = true
			if !w.fail(file, n, 0, tooLarge(w.r.MaxBytes)) {
				return false
			}
		case len(line) > 0:
			any = true
			if !w.yield(Item{File: file, Line: n, Format: JSON, Data: slices.Clone(line)}, nil) {
				return false
			}
		}
		if err == io.EOF {
			break
		}
		if first, long, err = w.line(br); err != nil && err != io.EOF {
			return w.fail(file, n+1, 0, reason(err))
		}
	}
	if !any {
		return w.fail(file, 0, 0, fmt.Errorf("%w: the file is empty", ErrEmpty))
	}
	return true
}

// opens reports whether a line looks like the first line of an object spread
// over several: an opening brace, or a brace and a member, cut off cleanly.
func opens(line []byte) bool {
	return line[0] == '{' && (len(line) == 1 || line[len(line)-1] == ',') && !json.Valid(line)
}

// line reads up to and including the next newline. A line over the limit is
// skipped, not kept: long is true and the bytes are nil.
func (w *walker) line(br *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		switch {
		case long:
		case int64(len(line)+len(part)) > w.r.MaxBytes:
			line, long = nil, true
		case line == nil && err == nil:
			return part, false, nil // valid until the next read; the caller clones what it keeps
		default:
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}

// values yields the objects of one array, or of a run of objects, streaming.
// After broken JSON there is no telling where the next object starts, so the
// file ends there.
func (w *walker) values(file string, in io.Reader, array bool) bool {
	lines := &lineCounter{in: in}
	dec := json.NewDecoder(lines)
	if array {
		if _, err := dec.Token(); err != nil {
			return w.broken(file, lines, dec, err)
		}
	}
	for w.alive() {
		if array && !dec.More() {
			if _, err := dec.Token(); err != nil {
				return w.broken(file, lines, dec, err)
			}
			return true
		}
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err == io.EOF && !array {
			return true
		}
		if err != nil {
			return w.broken(file, lines, dec, err)
		}
		line, _ := lines.position(dec.InputOffset() - int64(len(raw)))
		ok := true
		if int64(len(raw)) > w.r.MaxBytes {
			ok = w.fail(file, line, 0, tooLarge(w.r.MaxBytes))
		} else {
			ok = w.yield(Item{File: file, Line: line, Format: JSON, Data: raw}, nil)
		}
		if !ok {
			return false
		}
	}
	return false
}

// broken names the place of a syntax error. A Decoder that has returned tokens
// counts offsets wrongly, so the value at fault is read again by itself.
func (w *walker) broken(file string, lines *lineCounter, dec *json.Decoder, err error) bool {
	at := dec.InputOffset()
	if lines.err != nil {
		line, _ := lines.position(lines.n)
		return w.fail(file, line, 0, reason(lines.err))
	}
	rest, _ := io.ReadAll(dec.Buffered())
	value := bytes.TrimLeft(rest, ", \t\r\n")
	at += int64(len(rest) - len(value))
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.NewDecoder(bytes.NewReader(value)).Decode(&raw), &syntax) {
		at += syntax.Offset - 1
	}
	line, col := lines.position(at)
	return w.fail(file, line, col, fmt.Errorf("%w: %v", ErrJSON, err))
}

// lineCounter remembers where lines end in what it has passed on. Offsets are
// kept one per line, not the text.
type lineCounter struct {
	in   io.Reader
	n    int64
	ends []int64 // offsets just after each newline
	err  error   // of the input, its end aside
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.n+int64(i)+1)
		}
	}
	l.n += int64(n)
	if err != io.EOF {
		l.err = err
	}
	return n, err
}

// position is the 1-based line and column of a byte offset.
func (l *lineCounter) position(at int64) (line, col int) {
	i, _ := slices.BinarySearch(l.ends, at+1)
	start := int64(0)
	if i > 0 {
		start = l.ends[i-1]
	}
	return i + 1, int(at-start) + 1
}

// reason strips the path from a file system error: Error names it already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
