package warc

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

const story = "<p>The envoys of the two river states met again on Tuesday and parted without a paper.</p>"

func written(w io.WriteCloser, b *bytes.Buffer, s string) string {
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func deflated(s string) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	return written(w, &b, s)
}

func zlibbed(s string) string {
	var b bytes.Buffer
	return written(zlib.NewWriter(&b), &b, s)
}

func brotlied(s string) string {
	var b bytes.Buffer
	return written(brotli.NewWriter(&b), &b, s)
}

func TestPayload(t *testing.T) {
	for _, c := range []struct {
		name, block string
		status      int
		kind        string
		want        string
		err         error
	}{
		{"as it is", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + story, 200, "text/html", story, nil},
		{"no reason after the status", "HTTP/2 404\r\ncontent-type: text/html\r\n\r\n" + story, 404, "text/html", story, nil},
		{"bare newlines", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + story, 200, "text/html", story, nil},
		{"a line that is no field", "HTTP/1.1 200 OK\r\nVary\r\nContent-Type: text/html\r\n\r\n" + story, 200, "text/html", story, nil},
		{"a folded field", "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=koi8-r\r\n\r\n" + story, 200, "text/html; charset=koi8-r", story, nil},
		{"no header at all", "HTTP/1.1 200 OK\r\n\r\n" + story, 200, "", story, nil},
		{"no body", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", 204, "", "", nil},
		{"a header and nothing after it", "HTTP/1.1 301 Moved\r\nLocation: /x\r\n", 301, "", "", nil},
		{"no status", "HTTP/1.1\r\n\r\n" + story, 0, "", "", ErrHTTP},
		{"a status that is no number", "HTTP/1.1 OK 200\r\n\r\n" + story, 0, "", "", ErrHTTP},
		{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1A\r\n" + story[:26] + "\r\n" + "40;x=y\r\n" + story[26:] + "\r\n0\r\n\r\n", 200, "", story, nil},
		{"called chunked but stored whole", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + story, 200, "", story, nil},
		{"chunks that break off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" + story, 200, "", story, nil},
		{"gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz(story), 200, "", story, nil},
		{"gzip in chunks", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + gz(story)[:5] + "\r\nffff\r\n" + gz(story)[5:], 200, "", story, nil},
		{"called gzip but stored inflated", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + story, 200, "", story, nil},
		{"gzip twice", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n" + gz(gz(story)), 200, "", story, nil},
		{"gzip that breaks off", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz(story)[:50], 200, "", "", ErrHTTP},
		{"a bomb", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz(strings.Repeat("0", 1<<22)), 200, "", "", ErrTooLarge},
		{"too large as it is", "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat(story, 100), 200, "", "", ErrTooLarge},
		{"deflate, which is zlib", "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + zlibbed(story), 200, "", story, nil},
		{"deflate, bare", "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + deflated(story), 200, "", story, nil},
		{"called deflate but stored inflated", "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + story, 200, "", story, nil},
		{"br", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + brotlied(story), 200, "", story, nil},
		{"called br but stored inflated", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + story, 200, "", story, nil},
		{"zstd", "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n" + zst(story), 200, "", story, nil},
		{"an encoding no one knows", "HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\n" + story, 200, "", story, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Record{Type: "response", Block: []byte(c.block)}
			p, err := r.Open()
			var body []byte
			if err == nil {
				body, err = p.Decode(4096)
				if p.Status != c.status || p.ContentType != c.kind {
					t.Errorf("status %d, %q", p.Status, p.ContentType)
				}
			}
			if string(body) != c.want || !errors.Is(err, c.err) || c.err == nil && err != nil {
				t.Errorf("%q, %v", body, err)
			}
		})
	}
}

func TestPayloadOfOthers(t *testing.T) {
	r := &Record{Type: "resource", Fields: Fields{{"Content-Type", "text/plain"}}, Block: []byte("HTTP/1.1 is a protocol.")}
	if p, err := r.Open(); err != nil || p.Status != 0 || p.ContentType != "text/plain" || string(p.Body) != "HTTP/1.1 is a protocol." {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzPayload(f *testing.F) {
	for _, s := range []string{
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + gz(story),
		"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + brotlied(story),
		"HTTP/1.1 200 OK\r\nContent-Encoding: deflate, zstd\r\n\r\n" + zst(zlibbed(story)),
		"HTTP/1.1 200 OK\r\n x\r\n\ty:z\r\n\r\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := (&Record{Type: "response", Block: b}).Open()
		if err != nil {
			return
		}
		if body, err := p.Decode(1 << 16); err == nil && len(body) > 1<<16 {
			t.Errorf("%d bytes over a limit of %d", len(body), 1<<16)
		}
	})
}
