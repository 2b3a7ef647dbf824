package article

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"chancery/internal/doc"
)

const report = "GENEVA, June 4 - Envoys of the two governments met for a third day and agreed to meet again in the autumn."

// tree writes files under a fresh folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// outcome lists what was read: "id: dateline place" of documents, errors as text
// with the folder taken off.
func outcome(r *Reader, dir string, args []string, stdin string) []string {
	var out []string
	for d, err := range r.Open(context.Background(), args, strings.NewReader(stdin)) {
		if err != nil {
			out = append(out, strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
			continue
		}
		out = append(out, d.Dateline.Place)
	}
	return out
}

func page(text string) string {
	return "<!DOCTYPE html><html lang=en><head><title>Talks go on | Lake Post</title></head><body><nav><a href=/>Home</a></nav><article><h1>Talks go on</h1><p>" +
		text + "</p><p>The mediator said that both sides had shown good will and that the lake would stay open to fishing boats of either state until then.</p></article><footer>All rights reserved</footer></body></html>"
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func zst(s string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

func cut(s string, n int) string { return s[:n] }

// flip turns a bit of byte i, counted from the end where negative.
func flip(s string, i int) string {
	b := []byte(s)
	b[(i+len(b))%len(b)] ^= 1
	return string(b)
}

// noise is text that does not compress well.
var noise = func() string {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "clause %x of paper %d; ", i*i*104729%99991, i*7919%1009)
	}
	return b.String()
}()

// kept is a record of a web archive.
func kept(kind, uri, body string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2020-06-05T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, len(body), body)
}

// answer is a record of a server's answer.
func answer(uri, status, contentType, body string) string {
	return kept("response", uri, "HTTP/1.1 "+status+"\r\nContent-Type: "+contentType+"\r\n\r\n"+body)
}

// crawl holds two articles among what else an archive has.
var crawl = kept("warcinfo", "", "software: none") +
	kept("request", "https://lake.example/a", "GET /a HTTP/1.1\r\n\r\n") +
	answer("https://lake.example/a", "200 OK", "text/html", page(report)) +
	kept("revisit", "https://lake.example/a", "") +
	answer("https://lake.example/gone", "404 Not Found", "text/html", page(report)) +
	answer("https://lake.example/pic", "200 OK", "image/png", "\x89PNG") +
	kept("resource", "metadata://crawler.example/log", "a note") +
	kept("resource", "https://lake.example/b", page(report))

func line(id, text string) string { return fmt.Sprintf(`{"id":%q,"text":%q}`, id, text) }

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		args  []string // below the folder; "-" is standard input
		stdin string
		want  []string
	}{
		{"a text file", map[string]string{"a.txt": report}, []string{"a.txt"}, "", []string{"Geneva"}},
		{"a page", map[string]string{"a.html": page(report)}, []string{"a.html"}, "", []string{"Geneva"}},
		{"lines of JSON, a blank one between", map[string]string{"a.jsonl": line("1", report) + "\n\n" + line("2", report)}, []string{"a.jsonl"}, "", []string{"Geneva", "Geneva"}},
		{"one object over several lines", map[string]string{"a.json": "{\n\"text\": \"" + report + "\"\n}\n"}, []string{"a.json"}, "", []string{"Geneva"}},
		{"an array", map[string]string{"a.json": "[\n" + line("1", report) + ",\n" + line("2", report) + "]"}, []string{"a.json"}, "", []string{"Geneva", "Geneva"}},
		{"a page inside JSON", map[string]string{"a.jsonl": fmt.Sprintf(`{"html":%q}`, page(report))}, []string{"a.jsonl"}, "", []string{"Geneva"}},
		{"a folder, in name order, other files passed over",
			map[string]string{"b/2.txt": report, "b/1.txt": "Nothing placed here, said the clerk.", "b/.hidden.txt": report, "b/pic.png": "\x89PNG", "b/c/3.jsonl.gz": gz(line("1", report))},
			[]string{"b"}, "", []string{"", "Geneva", "Geneva"}},
		{"zstd, even without its ending", map[string]string{"a": zst(report)}, []string{"a"}, "", []string{"Geneva"}},
		{"a pattern", map[string]string{"a1.txt": report, "a2.txt": report, "b.txt": report}, []string{"a?.txt"}, "", []string{"Geneva", "Geneva"}},
		{"standard input, text", nil, []string{"-"}, report, []string{"Geneva"}},
		{"standard input, JSON", nil, []string{"-"}, line("1", report) + "\n" + line("2", report) + "\n", []string{"Geneva", "Geneva"}},
		{"standard input, a page", nil, []string{"-"}, page(report), []string{"Geneva"}},

		{"a missing file, and the walk goes on", map[string]string{"a.txt": report}, []string{"no.txt", "a.txt"}, "", []string{"no.txt: no such file or directory", "Geneva"}},
		{"a pattern without files", nil, []string{"*.txt"}, "", []string{"*.txt: no file matches"}},
		{"an empty folder", map[string]string{"b/x.png": ""}, []string{"b"}, "", []string{"b: no article file (.txt .html .htm .json .jsonl .warc, also .gz .zst) in this folder"}},
		{"an empty file", map[string]string{"a.txt": ""}, []string{"a.txt"}, "", []string{"a.txt: no text: the file is empty"}},
		{"blanks alone", map[string]string{"a.txt": " \n\n"}, []string{"a.txt"}, "", []string{"a.txt: no text"}},
		{"an empty JSON file", map[string]string{"a.jsonl": "\n"}, []string{"a.jsonl"}, "", []string{"a.jsonl: no text: the file is empty"}},
		{"binary", map[string]string{"a.txt": "\x7fELF\x02\x01\x00\x00\xff\xfe\x80"}, []string{"a.txt"}, "", []string{"a.txt: binary data, not text (NUL at byte offset 6)"}},
		{"broken UTF-8", map[string]string{"a.txt": "Zażółć gęślą jaźń w mieście \xc5 i na wsi, mówił minister."}, []string{"a.txt"}, "",
			[]string{"a.txt: broken encoding: invalid UTF-8 at byte offset 38, and no other charset fits"}},
		{"a page without an article", map[string]string{"a.html": "<html><body><form><input></form><a href=/x>Log in</a></body></html>"}, []string{"a.html"}, "", []string{"a.html: no article found in the page"}},
		{"a broken line between good ones", map[string]string{"a.jsonl": line("1", report) + "\n{\"id\": 2, \"text\": oops}\n" + line("3", report)}, []string{"a.jsonl"}, "",
			[]string{"Geneva", "a.jsonl:2:19: invalid JSON: invalid character 'o' looking for beginning of value", "Geneva"}},
		{"a line cut short", map[string]string{"a.jsonl": `{"id":"1","text":"abc`}, []string{"a.jsonl"}, "", []string{"a.jsonl:1:21: invalid JSON: unexpected end of JSON input"}},
		{"a line that is no object", map[string]string{"a.jsonl": "7\n" + line("1", report)}, []string{"a.jsonl"}, "", []string{"a.jsonl:1:1: invalid JSON: want an object, found number", "Geneva"}},
		{"a field of the wrong type", map[string]string{"a.jsonl": `{"text":["x"]}`}, []string{"a.jsonl"}, "", []string{`a.jsonl:1:9: invalid JSON: field "text": want a string, found array`}},
		{"an object without text", map[string]string{"a.jsonl": `{"id":"1","title":"x"}`}, []string{"a.jsonl"}, "", []string{`a.jsonl:1: no text: the object has neither "text" nor "html"`}},
		{"an array cut short", map[string]string{"a.json": "[\n" + line("1", report) + ",\n{\"id\": }]"}, []string{"a.json"}, "",
			[]string{"Geneva", "a.json:3:8: invalid JSON: invalid character '}' looking for beginning of value"}},
		{"a damaged archive", map[string]string{"a.txt.gz": gz(strings.Repeat(report, 99))[:80]}, []string{"a.txt.gz"}, "", []string{"a.txt.gz: damaged archive: gzip, near byte 80 of the file: unexpected EOF"}},
		{"lines of JSON whose archive breaks off: what came before is read", map[string]string{"a.jsonl.gz": cut(gz(line("1", report)+"\n"+line("2", report)+"\n"+line("3", strings.Repeat(noise, 9))), 300)}, []string{"a.jsonl.gz"}, "",
			[]string{"Geneva", "Geneva", "a.jsonl.gz:3: damaged archive: gzip, near byte 300 of the file: unexpected EOF"}},
		{"the same in zstd", map[string]string{"a.jsonl.zst": cut(zst(line("1", report)+"\n"+line("2", report)+"\n")+zst(line("3", noise)), 250)}, []string{"a.jsonl.zst"}, "",
			[]string{"Geneva", "Geneva", "a.jsonl.zst:3: damaged archive: zstd, near byte 250 of the file: unexpected EOF"}},
		{"an array whose archive breaks off", map[string]string{"a.json.gz": cut(gz("[\n"+line("1", report)+",\n"+line("2", strings.Repeat(noise, 9))+"]"), 300)}, []string{"a.json.gz"}, "",
			[]string{"Geneva", "a.json.gz:3: damaged archive: gzip, near byte 300 of the file: unexpected EOF"}},
		{"an archive whose checksum is wrong", map[string]string{"a.jsonl.gz": flip(gz(line("1", report)+"\n"), -6)}, []string{"a.jsonl.gz"}, "",
			[]string{"Geneva", "a.jsonl.gz:2: damaged archive: gzip, near byte 133 of the file: gzip: invalid checksum"}},
		{"several members in one file", map[string]string{"a.jsonl.gz": gz(line("1", report)+"\n") + gz(line("2", report)+"\n")}, []string{"a.jsonl.gz"}, "", []string{"Geneva", "Geneva"}},
		{"no gzip after all", map[string]string{"a.txt.gz": "\x1f\x8b\x08\xff"}, []string{"a.txt.gz"}, "", []string{"a.txt.gz: damaged archive: gzip: unexpected EOF"}},

		{"a web archive", map[string]string{"a.warc": crawl}, []string{"a.warc"}, "", []string{"Geneva", "Geneva"}},
		{"a web archive by any name, compressed", map[string]string{"a": gz(crawl)}, []string{"a"}, "", []string{"Geneva", "Geneva"}},
		{"a web archive in a folder", map[string]string{"b/a.warc.zst": zst(crawl), "b/a.warc.wet.gz": gz(crawl)}, []string{"b"}, "", []string{"Geneva", "Geneva", "Geneva", "Geneva"}},
		{"a web archive on standard input", nil, []string{"-"}, gz(crawl), []string{"Geneva", "Geneva"}},
		{"a broken record between sound ones", map[string]string{"a.warc.gz": gz(answer("https://lake.example/a", "200 OK", "text/html", page(report))) + flip(gz(answer("https://lake.example/b", "200 OK", "text/html", page(report))), 200) + gz(kept("resource", "https://lake.example/c", page(report)))}, []string{"a.warc.gz"}, "",
			[]string{"Geneva", "a.warc.gz at byte 440: damaged archive: damaged member: gzip: flate: corrupt input before offset 192", "Geneva"}},
		{"a web archive that breaks off", map[string]string{"a.warc": cut(crawl, len(crawl)-300)}, []string{"a.warc"}, "",
			[]string{"Geneva", "a.warc at byte 2175: damaged archive: record cut short: 160 bytes of 456"}},
		{"a record over the limit, and a film over it", map[string]string{"a.warc": answer("https://lake.example/a", "200 OK", "text/html", page(strings.Repeat(report, 4000))) +
			answer("https://lake.example/b", "200 OK", "video/mp4", strings.Repeat(report, 4000))}, []string{"a.warc"}, "",
			[]string{"a.warc: too large: an article may have 8192 bytes"}},
		{"an empty web archive", map[string]string{"a.warc.gz": ""}, []string{"a.warc.gz"}, "", []string{"a.warc.gz: no text: the file is empty"}},
		{"a page in a web archive without an article", map[string]string{"a.warc": kept("warcinfo", "", "x") + answer("https://lake.example/", "200 OK", "text/html", "<html><body><form><input></form></body></html>")}, []string{"a.warc"}, "",
			[]string{"a.warc at byte 134: no article found in the page"}},
		{"a file over the limit", map[string]string{"a.txt": strings.Repeat(report+" ", 200)}, []string{"a.txt"}, "", []string{"a.txt: too large: an article may have 8192 bytes"}},
		{"a line over the limit", map[string]string{"a.jsonl": line("1", strings.Repeat(report, 200)) + "\n" + line("2", report)}, []string{"a.jsonl"}, "",
			[]string{"a.jsonl:1: too large: an article may have 8192 bytes", "Geneva"}},
		{"another language", map[string]string{"a.jsonl": `{"text":"Le ministre a parlé.","lang":"fr"}`}, []string{"a.jsonl"}, "", []string{`a.jsonl:1: unsupported language: "fr" is stated`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reader(t)
			r.MaxBytes = 8192
			dir := tree(t, c.files)
			args := slices.Clone(c.args)
			for i, a := range args {
				if a != "-" {
					args[i] = filepath.Join(dir, a)
				}
			}
			if got := outcome(r, dir, args, c.stdin); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// What a web archive says of a page: its address, unless the page has a better
// one of the same house, and when it was fetched.
func TestArchivedPage(t *testing.T) {
	r := reader(t)
	link := func(href string) string {
		return strings.Replace(page(report), "<title>", `<link rel="canonical" href="`+href+`"><title>`, 1)
	}
	data := gz(answer("https://lake.example/a?utm_source=x", "200 OK", "text/html", link("https://lake.example/a"))) +
		gz(answer("https://lake.example/b", "200 OK", "text/html", link("https://thief.example/b")))
	var docs []*doc.Document
	var at []int64
	for item, err := range r.Items(context.Background(), []string{"-"}, strings.NewReader(data)) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Fetched.Format("2006-01-02T15:04") != "2020-06-05T10:00" || item.File != "-" || item.Format != HTML || item.ContentType != "text/html" {
			t.Errorf("%+v", item)
		}
		at = append(at, item.At.Offset)
		d, err := r.Read(item)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	if len(docs) != 2 || docs[0].URL != "https://lake.example/a" || docs[1].URL != "https://lake.example/b" || docs[0].Title != "Talks go on" || docs[0].Publisher != "lake.example" {
		t.Errorf("%+v", docs)
	}
	if want := int64(len(gz(answer("https://lake.example/a?utm_source=x", "200 OK", "text/html", link("https://lake.example/a"))))); !slices.Equal(at, []int64{0, want}) {
		t.Errorf("records at %d, want 0 and %d", at, want)
	}
}

// What a feed knows of a page or a text fills what that does not say.
func TestKnown(t *testing.T) {
	r := reader(t)
	known := Meta{URL: "https://lake.example/7", Title: "Envoys agree", Published: "2020-06-05T08:00:00Z", Publisher: "Lake Post Wire"}
	for _, c := range []struct {
		name             string
		item             Item
		title, publisher string
	}{
		{"a page that says nothing", Item{Format: HTML, Data: []byte("<html><body><article><p>" + report + "</p><p>" + report + "</p></article></body></html>")}, "Envoys agree", "Lake Post Wire"},
		{"a page that knows its title and house", Item{Format: HTML, Data: []byte(strings.Replace(page(report), "<title>", "<meta property=og:site_name content='Lake Post'><title>", 1))}, "Talks go on", "Lake Post"},
		{"text", Item{Format: Plain, Data: []byte(report)}, "Envoys agree", "Lake Post Wire"},
		{"an object", Item{Format: JSON, Data: []byte(fmt.Sprintf(`{"title":"Talks go on","text":%q}`, report))}, "Talks go on", "Lake Post Wire"},
	} {
		c.item.Known = known
		d, err := r.Read(c.item)
		if err != nil || d.Title != c.title || d.Publisher != c.publisher || d.Published != "2020-06-05" || d.URL != known.URL {
			t.Errorf("%s: %+v, %v", c.name, d, err)
		}
	}
}

func TestOpenStops(t *testing.T) {
	r := reader(t)
	input := strings.Repeat(line("1", report)+"\n", 50)
	n := 0
	for range r.Open(context.Background(), []string{"-"}, strings.NewReader(input)) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("read %d articles after the loop was left", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n = 0
	var last error
	for _, err := range r.Open(ctx, []string{"-"}, strings.NewReader(input)) {
		if n++; n == 5 {
			cancel()
		}
		last = err
	}
	if n != 6 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d yields after cancelling at the fifth, last error %v", n, last)
	}
}

func TestRecordFields(t *testing.T) {
	r := reader(t)
	src := `{"id":17,"url":"https://example.org/a","title":"Talks go on","published":"2020-06-05T08:00:00Z","publisher":"Lake Post","lang":"en","text":"GENEVA, June 4 - Envoys met — again.","toponyms":[{"start":0}],"places":["switzerland"]}`
	var docs []*doc.Document
	for d, err := range r.Open(context.Background(), []string{"-"}, strings.NewReader(src)) {
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents", len(docs))
	}
	d := docs[0]
	if d.ID != "17" || d.URL != "https://example.org/a" || d.Title != "Talks go on" || d.Published != "2020-06-05" ||
		d.Publisher != "Lake Post" || d.Lang != "en" || d.Dateline.Date != "2020-06-04" {
		t.Errorf("%+v", d)
	}
}

func TestStableID(t *testing.T) {
	r := reader(t)
	id := func(text, url string) string {
		d, err := r.Text(text, Meta{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		return d.ID
	}
	if a, b := id("The vote is off.", ""), id("The vote is off.", ""); a != b || len(a) != 12 {
		t.Errorf("one text has two ids, %q and %q", a, b)
	}
	if id("The vote is off.", "") == id("The vote is on.", "") {
		t.Error("two texts have one id")
	}
	if id("The vote is off.", "https://example.org/v") != id("The vote is off.", "http://www.example.org/v/?utm_source=feed") {
		t.Error("one article under two addresses has two ids")
	}
	if id("The vote is off.", "https://example.org/v") != id("The vote is on, a correction says.", "https://example.org/v") {
		t.Error("a corrected text at the same address has another id")
	}
}

func FuzzOpen(f *testing.F) {
	r := reader(f)
	r.MaxBytes = 1 << 16
	for _, s := range []string{report, page(report), line("1", report), "[" + line("1", report) + "]", gz(report), zst(report), crawl, gz(crawl), "{\n", "\xff\xfea\x00", "\xef\xbb\xbf{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for d, err := range r.Open(context.Background(), []string{"-"}, bytes.NewReader(b)) {
			var e *Error
			if err != nil && (d != nil || !errors.As(err, &e) || e.File != "-") {
				t.Fatalf("document %v with error %v", d, err)
			}
			if err == nil && (d.Text == "" || d.ID == "" || d.Lang != "en") {
				t.Fatalf("document without text, id or language: %+v", d)
			}
		}
	})
}

func BenchmarkOpenJSON(b *testing.B) {
	r := reader(b)
	body := strings.Repeat("Envoys of the two governments met for a third day and agreed to meet again in the autumn. ", 14)
	var in strings.Builder
	const articles = 200
	for i := range articles {
		in.WriteString(line(fmt.Sprint(i), "GENEVA, June 4 - "+body) + "\n")
	}
	b.SetBytes(int64(in.Len()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range r.Open(context.Background(), []string{"-"}, strings.NewReader(in.String())) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != articles {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(articles*b.N)/b.Elapsed().Seconds(), "articles/s")
}
