package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// site is a newspaper's: a feed of articles and a page for each.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

func newSite(t *testing.T, articles ...string) *site {
	s := &site{hits: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.URL.Path]++
		s.mu.Unlock()
		var n int
		switch {
		case r.URL.Path == "/feed.xml":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Andean Post</title>`)
			for i := range articles {
				fmt.Fprintf(w, `<item><title>Story %d</title><link>%s/story/%d</link><guid>g%d</guid><pubDate>Wed, 05 Mar 2014 10:00:00 GMT</pubDate></item>`, i, s.URL, i, i)
			}
			fmt.Fprint(w, `<item><title>Inside</title><link>http://169.254.169.254/latest/meta-data</link><guid>inside</guid></item></channel></rss>`)
		case strings.HasPrefix(r.URL.Path, "/story/"):
			if _, err := fmt.Sscanf(r.URL.Path, "/story/%d", &n); err == nil && n < len(articles) {
				fmt.Fprintf(w, `<html lang="en"><head><title>Story %d</title></head><body><article><h1>Story %d</h1><p>%s</p></article></body></html>`, n, n, articles[n])
				return
			}
			http.NotFound(w, r)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[path]
}

func TestAFeedIsTakenInOnce(t *testing.T) {
	s := newSite(t,
		"LIMA, March 4, 2014 - Peruvian President Julio Arce met Chilean Foreign Minister Rosa Ibarra in Lima on Monday to talk about fishing and the border between the two countries.",
		"NAIROBI, March 4, 2014 - Police in Kenya arrested twelve protesters in Nairobi on Tuesday after a march against the price of bread had reached the parliament.")
	st := filepath.Join(t.TempDir(), "record.db")
	args := []string{"ingest", "--store", st, "--allow-network", "127.0.0.0/8", s.URL + "/feed.xml"}
	_, errs, status := chancery(t, args...)
	if status != someFailed || !strings.Contains(errs, "169.254.169.254") || !strings.Contains(errs, "new 2") {
		t.Fatalf("exit status %d, want two articles and one refusal:\n%s", status, errs)
	}
	out, _, _ := chancery(t, "query", "--store", st, "--format", "jsonl")
	if !strings.Contains(out, `"type":"CONSULT"`) || !strings.Contains(out, `"publisher":"Andean Post"`) {
		t.Errorf("the record has\n%s", out)
	}
	out, _, _ = chancery(t, "failures", "--store", st)
	if !strings.Contains(out, "guard") {
		t.Errorf("failures are\n%s", out)
	}
	_, errs, status = chancery(t, args...)
	if status != allRead || s.asked("/story/0") != 1 || s.asked("/story/1") != 1 {
		t.Errorf("again: exit status %d, pages asked for %d and %d times\n%s", status, s.asked("/story/0"), s.asked("/story/1"), errs)
	}
}

// Each of these is a file as networks and disks leave them. What stands before
// the damage, and after it where that can be told, is taken in; the damage is
// named with its place; the exit status says that something failed.
func TestDamagedInput(t *testing.T) {
	line := func(n int) string {
		return fmt.Sprintf(`{"id":"a%d","published":"2014-03-05","lang":"en","text":"Police in Kenya arrested %d protesters in Nairobi on Tuesday."}`+"\n", n, n+2)
	}
	var lines string
	for i := range 200 {
		lines += line(i)
	}
	zipped := func(s string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(s))
		z.Close()
		return b.Bytes()
	}
	whole := zipped(lines)
	warc := func(n int) []byte {
		page := fmt.Sprintf("<html lang=en><body><article><p>Police in Kenya arrested %d protesters in Nairobi on Tuesday, and they were released on Wednesday evening after a judge heard them.</p></article></body></html>", n)
		http := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(page), page)
		return zipped(fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Date: 2014-03-05T10:00:00Z\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, n, len(http), http))
	}
	broken := append(append(append([]byte(nil), warc(1)...), warc(2)...), warc(3)...)
	copy(broken[len(warc(1))+20:], "XXXXXXXXXXXXXXXXXXXX")
	for _, c := range []struct {
		file  string
		data  []byte
		least int    // articles
		named string // in the error
	}{
		{"cut.jsonl", []byte(lines[:len(lines)-30]), 199, "cut.jsonl:200"},
		{"cut.jsonl.gz", whole[:len(whole)/2], 20, "cut.jsonl.gz"},
		{"broken.jsonl.gz", append(append([]byte(nil), whole[:len(whole)/2]...), bytes.Repeat([]byte{0xff}, 400)...), 20, "broken.jsonl.gz"},
		{"cut.warc.gz", append(warc(1), warc(2)[:60]...), 1, "cut.warc.gz at"},
		{"broken.warc.gz", broken, 2, "broken.warc.gz at"},
		{"length.warc", []byte("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/9\r\nContent-Length: -5\r\n\r\n"), 0, "length.warc: damaged"},
		{"line.jsonl", []byte(line(1) + "{\"text\":\n" + line(2)), 2, "line.jsonl:2"},
	} {
		t.Run(c.file, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, c.file)
			if err := os.WriteFile(name, c.data, 0o644); err != nil {
				t.Fatal(err)
			}
			st := filepath.Join(dir, "record.db")
			_, errs, status := chancery(t, "ingest", "--store", st, name)
			if status != someFailed || !strings.Contains(errs, c.named) {
				t.Errorf("exit status %d, want %d and an error that names %s:\n%s", status, someFailed, c.named, errs)
			}
			out, _, _ := chancery(t, "status", "--store", st)
			var n int
			if _, err := fmt.Sscan(out, &n); err != nil || n < c.least {
				t.Errorf("%d articles were taken in, want at least %d", n, c.least)
			}
			if out, _, status := chancery(t, "check", "-q", "--store", st); status != allRead {
				t.Errorf("the record does not fit together:\n%s", out)
			}
		})
	}
}
