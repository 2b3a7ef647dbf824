// Package warc reads web archives: WARC 1.0 and 1.1 (ISO 28500), plain, gzipped
// with one member a record as Common Crawl ships them, gzipped as a whole, or
// as zstd frames. It streams, so memory holds one record, and it loses no sound
// record to a broken one: damage is reported with its place and reading goes on
// at the next member, or the next line that begins a record.
package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

const (
	// DefaultLimit is how many bytes of a record's block are kept.
	DefaultLimit = 16 << 20
	// Longest header of a record, and of the HTTP message in it; web servers
	// accept 8 to 64 KB.
	maxHeader = 256 << 10
	// A record longer than this is taken for a broken Content-Length. Archives
	// split what they crawl into files of about 1 GB.
	maxLength = 16 << 30
)

// Trouble that a Damage can wrap; test with errors.Is.
var (
	ErrTruncated = errors.New("record cut short")
	ErrLength    = errors.New("wrong Content-Length")
	ErrHeader    = errors.New("no WARC header")
	ErrMember    = errors.New("damaged member")
)

// Damage is a stretch of an archive that could not be read.
type Damage struct {
	Place
	Err error
}

func (d *Damage) Error() string { return fmt.Sprintf("%v: %v", d.Place, d.Err) }

func (d *Damage) Unwrap() error { return d.Err }

// Place is where a record begins.
type Place struct {
	// Offset counts bytes of the file as it is stored: to the record, or to the
	// compressed member or stream that holds it.
	Offset int64
	// Inner counts bytes within that member once inflated; 0 in a plain file,
	// and in a member that holds one record.
	Inner int64
}

func (p Place) String() string {
	if p.Inner > 0 {
		return fmt.Sprintf("byte %d+%d", p.Offset, p.Inner)
	}
	return fmt.Sprintf("byte %d", p.Offset)
}

// Field is a line of a header.
type Field struct{ Name, Value string }

// Fields are the lines of a header in their order.
type Fields []Field

// Get is the value of the first field of a name in any case, or "".
func (f Fields) Get(name string) string {
	for i := range f {
		if len(f[i].Name) == len(name) && strings.EqualFold(f[i].Name, name) {
			return f[i].Value
		}
	}
	return ""
}

// Record is one record of an archive.
type Record struct {
	Place
	Type   string    // WARC-Type in small letters: "response", "resource", …
	URI    string    // WARC-Target-URI
	Date   time.Time // WARC-Date, UTC; zero when not stated
	Fields Fields
	Length int64 // Content-Length
	// Block is the record's content, at most Reader.Limit bytes of it. It is
	// valid until the next call to Next.
	Block []byte
}

// Whole reports whether Block is all of the record's content.
func (r *Record) Whole() bool { return int64(len(r.Block)) == r.Length }

// Reader reads the records of one archive.
type Reader struct {
	// Limit is how many bytes of a block are kept; what is longer is passed over.
	Limit int64

	raw, inner source
	cur        *source // the source that records are parsed from
	form       form
	member     int64 // offset of the member being read
	inflate    *gzip.Reader
	zst        io.Closer
	block      []byte
	then       next
}

// form is how an archive is compressed.
type form uint8

const (
	unknown form = iota
	plain
	gzipped
	zstandard
)

// next is what the next call must do before it reads a record.
type next uint8

const (
	readOn     next = iota
	seekLine        // look for a line that begins a record
	newMember       // begin with the next member
	seekMember      // look for a member that begins with a record
	finished
)

// NewReader reads from in, which is told plain, gzip or zstd by its first bytes.
// An in that is an io.Seeker must stand at its beginning.
func NewReader(in io.Reader) *Reader {
	r := &Reader{Limit: DefaultLimit}
	r.raw.reset(in)
	return r
}

// Close frees what a zstd archive holds. It does not close the input.
func (r *Reader) Close() error {
	if r.zst != nil {
		return r.zst.Close()
	}
	return nil
}

// Next is the next record, of whatever type; io.EOF at the end. After a *Damage
// the next call goes on behind it; any other error is the input's own and ends
// the archive.
func (r *Reader) Next() (*Record, error) {
	if r.form == unknown {
		if err := r.open(); err != nil {
			return nil, err
		}
	}
	for {
		if err := r.recover(); err != nil {
			return nil, err
		}
		rec, err := r.record()
		switch {
		case err == nil:
			return rec, nil
		case err != io.EOF:
			return nil, err
		case r.form != gzipped:
			r.then = finished
			return nil, io.EOF
		}
		r.then = newMember
	}
}

// open tells how the archive is compressed.
func (r *Reader) open() error {
	magic, err := r.raw.peek(4)
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case bytes.HasPrefix(magic, gzipMagic):
		r.form, r.cur, r.then = gzipped, &r.inner, newMember
	case zstdMagic(magic):
		r.form, r.cur = zstandard, &r.inner
		return r.openZstd()
	default:
		r.form, r.cur = plain, &r.raw
	}
	return nil
}

// recover brings the reader to where a record should begin.
func (r *Reader) recover() error {
	for {
		switch r.then {
		case readOn:
			return nil
		case finished:
			return io.EOF
		case seekLine:
			r.then = readOn
			if err := r.nextLine(); err != nil {
				// The damage has been told already.
				r.then = finished
				if r.form == gzipped {
					r.then = newMember
					if err != io.EOF {
						r.then = seekMember
					}
				}
			}
		case newMember:
			if err := r.openMember(); err != nil {
				return err
			}
			r.then = readOn
		case seekMember:
			if err := r.nextMember(); err != nil {
				return err
			}
			r.then = readOn
		}
	}
}

// record reads the record at hand; io.EOF when there is none.
func (r *Reader) record() (*Record, error) {
	s := r.cur
	for { // blank lines between records, beyond the two that there should be
		c, err := s.peek(1)
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil {
			return nil, r.damaged(s.offset(), err)
		}
		if c[0] != '\r' && c[0] != '\n' {
			break
		}
		s.r++
	}
	s.hold()
	start := s.offset()
	rec := &Record{Place: r.place(start)}
	if err := r.header(rec); err != nil {
		return nil, r.damaged(start, err)
	}
	if err := r.content(rec); err != nil {
		return nil, r.damaged(start, err)
	}
	// The end of a member is where its checksum is compared. It is near unless
	// another record follows.
	ahead := len(version)
	if b, _ := s.peek(ahead); r.form == gzipped && !bytes.Equal(b, version) {
		ahead = readSize
	}
	if _, err := s.peek(ahead); err != nil && err != io.EOF {
		return nil, r.damaged(start, err)
	}
	return rec, nil
}

func (r *Reader) place(at int64) Place {
	if r.form == plain {
		return Place{Offset: at}
	}
	return Place{Offset: r.member, Inner: at}
}

// damaged makes a Damage of what went wrong with the record that begins at
// start, and settles where the next call goes on.
func (r *Reader) damaged(start int64, err error) error {
	d := &Damage{Place: r.place(start), Err: err}
	switch own := errors.Is(err, ErrTruncated) || errors.Is(err, ErrLength) || errors.Is(err, ErrHeader); {
	case own:
		// So that a record swallowed by a wrong length is found.
		r.cur.again(start)
		r.then = seekLine
	case r.form == gzipped && r.raw.failed() == nil:
		d.Err = fmt.Errorf("%w: gzip: %v", ErrMember, unexpected(err))
		r.then = seekMember
	case r.form == zstandard && r.raw.failed() == nil:
		d.Err = fmt.Errorf("%w: zstd: %v", ErrMember, unexpected(err))
		r.then = finished
	default:
		r.then = finished
		return fmt.Errorf("%v: %w", d.Place, err)
	}
	return d
}

// failed is the error of the input itself, its end aside.
func (s *source) failed() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

var version = []byte("WARC/")

// header reads a record's header, its blank line included.
func (r *Reader) header(rec *Record) error {
	b, n, err := r.cur.head()
	if err != nil {
		return err
	}
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	if !isVersion(line) {
		return fmt.Errorf("%w: the record begins with %.40q", ErrHeader, line)
	}
	if rec.Fields, err = fields(string(rest)); err != nil {
		return fmt.Errorf("%w: %v", ErrHeader, err)
	}
	r.cur.r += n
	rec.Type = strings.ToLower(rec.Fields.Get("WARC-Type"))
	// Some writers follow WARC 1.0's grammar to the letter: "<" uri ">".
	rec.URI = strings.TrimSuffix(strings.TrimPrefix(rec.Fields.Get("WARC-Target-URI"), "<"), ">")
	if t, err := time.Parse(time.RFC3339Nano, rec.Fields.Get("WARC-Date")); err == nil {
		rec.Date = t.UTC()
	}
	v := rec.Fields.Get("Content-Length")
	length, err := strconv.ParseInt(v, 10, 64)
	if err != nil || length < 0 || length > maxLength {
		return fmt.Errorf("%w: %q", ErrLength, clip(v))
	}
	rec.Length = length
	return nil
}

func clip(s string) string { return s[:min(len(s), 40)] }

// isVersion reports whether a line is the first of a record: "WARC/1.1".
func isVersion(line []byte) bool {
	v, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r\n \t"), version)
	return ok && len(v) >= 3 && len(v) <= 5 && digit(v[0]) && v[1] == '.' && digit(v[2])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// head is the header at hand, and its length with the blank line that ends it.
func (s *source) head() (b []byte, n int, err error) {
	seen := 0
	for {
		b := s.buf[s.r:s.w]
		if i := headEnd(b[seen:]); i >= 0 && seen+i <= maxHeader {
			return b[:seen+i], seen + i, nil
		}
		// The end may straddle what is read next.
		seen = max(0, len(b)-3)
		if !bytes.HasPrefix(b, version[:min(len(b), len(version))]) {
			line, _, _ := bytes.Cut(b, []byte("\n"))
			return nil, 0, fmt.Errorf("%w: the record begins with %.40q", ErrHeader, line)
		}
		if len(b) > maxHeader {
			return nil, 0, fmt.Errorf("%w: longer than %d bytes", ErrHeader, maxHeader)
		}
		if err := s.fill(); err != nil {
			if err == io.EOF {
				err = fmt.Errorf("%w: the file ends in its header", ErrTruncated)
			}
			return nil, 0, err
		}
	}
}

// headEnd is the index just after the blank line that ends a header, or -1.
func headEnd(b []byte) int {
	for i := 0; ; {
		k := bytes.IndexByte(b[i:], '\n')
		if k < 0 {
			return -1
		}
		i += k + 1
		switch {
		case i < len(b) && b[i] == '\n':
			return i + 1
		case i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n':
			return i + 2
		}
	}
}

// fields reads the lines of a header. A line that begins with a blank goes on
// with the one before it.
func fields(s string) (Fields, error) {
	out := make(Fields, 0, 16)
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(out) > 0 {
			out[len(out)-1].Value += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return out, fmt.Errorf("%.40q is no field", line)
		}
		out = append(out, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return out, nil
}

// content reads a record's block and the blank lines after it.
func (r *Reader) content(rec *Record) error {
	s := r.cur
	keep := min(rec.Length, r.Limit)
	// A stated length is believed only as far as bytes come.
	r.block = r.block[:0]
	for int64(len(r.block)) < keep {
		if s.r == s.w {
			if err := s.fill(); err != nil {
				return short(rec, int64(len(r.block)), err)
			}
		}
		n := min(keep-int64(len(r.block)), int64(s.w-s.r))
		r.block = append(r.block, s.buf[s.r:s.r+int(n)]...)
		s.r += int(n)
	}
	rec.Block = r.block
	if n, err := s.skip(rec.Length - keep); err != nil {
		return short(rec, keep+n, err)
	}
	ends := 0
	for ends < 4 {
		c, err := s.peek(1)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if c[0] != '\r' && c[0] != '\n' {
			break
		}
		s.r++
		ends++
	}
	if ends < 2 {
		if b, _ := s.peek(len(version)); !bytes.Equal(b, version) {
			return fmt.Errorf("%w: after %d bytes the record has not ended", ErrLength, rec.Length)
		}
	}
	return nil
}

func short(rec *Record, n int64, err error) error {
	if err == io.EOF {
		return fmt.Errorf("%w: %d bytes of %d", ErrTruncated, n, rec.Length)
	}
	return err
}

// nextLine goes on to the next line that begins a record.
func (r *Reader) nextLine() error {
	s := r.cur
	for {
		b := s.buf[s.r:s.w]
		i := bytes.Index(b, version)
		if i >= 0 {
			s.r += i
			s.hold()
			if s.begins() {
				return nil
			}
			s.r++
			continue
		}
		s.r = max(s.r, s.w-len(version)+1)
		s.mark = -1
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// begins reports whether a record begins here: a version line, a header, and in
// it what every record has. Text that speaks of WARC has none.
func (s *source) begins() bool {
	line, _ := s.peek(len("WARC/1.10\r\n"))
	first, _, _ := bytes.Cut(line, []byte("\n"))
	if !isVersion(first) {
		return false
	}
	b, _, err := s.head()
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(b, []byte("\n"))
	f, err := fields(string(rest))
	return err == nil && f.Get("WARC-Type") != "" && f.Get("Content-Length") != ""
}
