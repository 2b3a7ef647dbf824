package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Trouble with what a record holds; test with errors.Is.
var (
	ErrHTTP     = errors.New("broken HTTP message")
	ErrTooLarge = errors.New("too large")
)

// Payload is what a record holds, taken out of its HTTP message where it is
// one.
type Payload struct {
	Status      int    // of HTTP; 0 where the record is no HTTP message
	ContentType string // as stated: "text/html; charset=utf-8"; "" when it is not
	Fields      Fields // of HTTP
	Body        []byte
}

// Open reads the HTTP message in a response, or takes another record's block as
// it is. It does not undo encodings: see Payload.Decode. The Body points into
// the record's Block.
func (r *Record) Open() (*Payload, error) {
	if r.Type != "response" || !bytes.HasPrefix(r.Block, []byte("HTTP/")) {
		return &Payload{ContentType: r.Fields.Get("Content-Type"), Body: r.Block}, nil
	}
	n := headEnd(r.Block)
	if n < 0 {
		if len(r.Block) > maxHeader {
			return nil, fmt.Errorf("%w: its header is longer than %d bytes", ErrHTTP, maxHeader)
		}
		n = len(r.Block) // a header and nothing after it
	}
	line, rest, _ := bytes.Cut(r.Block[:n], []byte("\n"))
	p := &Payload{Body: r.Block[n:]}
	words := strings.Fields(string(line))
	if len(words) < 2 {
		return nil, fmt.Errorf("%w: it begins with %.40q", ErrHTTP, line)
	}
	var err error
	if p.Status, err = strconv.Atoi(words[1]); err != nil || p.Status < 100 || p.Status > 999 {
		return nil, fmt.Errorf("%w: status %.20q", ErrHTTP, words[1])
	}
	// Servers send lines that are no fields; browsers pass over them.
	p.Fields, _ = lenientFields(string(rest))
	p.ContentType = p.Fields.Get("Content-Type")
	return p, nil
}

// lenientFields reads the lines of a header that are fields.
func lenientFields(s string) (Fields, error) {
	var kept strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		if strings.Contains(line, ":") || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			kept.WriteString(line)
			kept.WriteByte('\n')
		}
	}
	return fields(kept.String())
}

// Decode undoes the transfer and content encodings of the message: chunked,
// gzip, deflate, br and zstd. Many archives store bodies decoded under headers
// that still name the encoding, so a body that does not begin as the encoding
// must is taken as it is. A body that breaks off, or that grows beyond limit
// bytes, is an error that wraps ErrHTTP or ErrTooLarge.
func (p *Payload) Decode(limit int64) ([]byte, error) {
	body := p.Body
	if strings.EqualFold(p.Fields.Get("Transfer-Encoding"), "chunked") {
		if b, ok := dechunk(body); ok {
			body = b
		}
	}
	codings := strings.Split(strings.ToLower(p.Fields.Get("Content-Encoding")), ",")
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		if body, err = decode(strings.TrimSpace(codings[i]), body, limit); err != nil {
			return nil, err
		}
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	return body, nil
}

func decode(coding string, body []byte, limit int64) ([]byte, error) {
	var z io.Reader
	var err error
	in := bytes.NewReader(body)
	switch coding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, gzipMagic) {
			return body, nil
		}
		z, err = gzip.NewReader(in)
	case "deflate":
		// Meant is zlib; some servers send bare deflate. Either is told by trying.
		if !looksZlib(body) {
			if b, err := inflated(flate.NewReader(in), limit); err == nil || errors.Is(err, ErrTooLarge) {
				return b, err
			}
			return body, nil
		}
		z, err = zlib.NewReader(in)
	case "br":
		// Brotli has no magic: text that was stored decoded fails at once, as a
		// rule, and is taken as it is.
		if looksText(body) {
			return body, nil
		}
		z = brotli.NewReader(in)
	case "zstd":
		if !zstdMagic(body) {
			return body, nil
		}
		var d *zstd.Decoder
		d, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow))
		if err == nil {
			defer d.Close()
			z = d
		}
	default:
		return body, nil
	}
	if err == nil {
		var out []byte
		if out, err = inflated(z, limit); err == nil || errors.Is(err, ErrTooLarge) {
			return out, err
		}
	}
	return nil, fmt.Errorf("%w: %s: %v", ErrHTTP, coding, err)
}

func inflated(z io.Reader, limit int64) ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(z, limit+1))
	if int64(len(out)) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes once inflated", ErrTooLarge, limit)
	}
	return out, err
}

// looksZlib reports whether b begins with a header of RFC 1950.
func looksZlib(b []byte) bool {
	return len(b) >= 2 && b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0
}

// looksText reports whether b opens like markup or text that no one compressed.
func looksText(b []byte) bool {
	head := bytes.TrimLeft(b[:min(len(b), 64)], " \t\r\n\ufeff")
	if len(head) == 0 {
		return true
	}
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return head[0] == '<'
}

// dechunk undoes Transfer-Encoding: chunked; false where b is not chunked. A
// body that breaks off keeps what came.
func dechunk(b []byte) ([]byte, bool) {
	if _, _, ok := chunkSize(b); !ok {
		return nil, false
	}
	out := make([]byte, 0, len(b))
	for {
		size, n, ok := chunkSize(b)
		if !ok || size == 0 {
			return out, true
		}
		b = b[n:]
		k := min(size, int64(len(b)))
		out = append(out, b[:k]...)
		b = b[k:]
		b = bytes.TrimPrefix(b, []byte("\r"))
		b = bytes.TrimPrefix(b, []byte("\n"))
	}
}

// chunkSize reads a chunk's first line: its size in hexadecimal digits, and
// extensions after a semicolon. n is the line's length.
func chunkSize(b []byte) (size int64, n int, ok bool) {
	i := bytes.IndexByte(b[:min(len(b), 1024)], '\n')
	if i < 0 {
		return 0, 0, false
	}
	digits, _, _ := bytes.Cut(b[:i], []byte(";"))
	v, err := strconv.ParseInt(string(bytes.TrimSpace(digits)), 16, 64)
	return v, i + 1, err == nil && v >= 0
}
