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
		{"an empty folder", map[string]string{"b/x.png": ""}, []string{"b"}, "", []string{"b: no article file (.txt .html .htm .json .jsonl, also .gz .zst) in this folder"}},
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
		{"a damaged archive", map[string]string{"a.txt.gz": gz(strings.Repeat(report, 99))[:80]}, []string{"a.txt.gz"}, "", []string{"a.txt.gz: unexpected EOF"}},
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
	if id("The vote is off.", "https://example.org/v") != id("The vote is on, a correction says.", "https://example.org/v") {
		t.Error("a corrected text at the same address has another id")
	}
}

func FuzzOpen(f *testing.F) {
	r := reader(f)
	r.MaxBytes = 1 << 16
	for _, s := range []string{report, page(report), line("1", report), "[" + line("1", report) + "]", gz(report), zst(report), "{\n", "\xff\xfea\x00", "\xef\xbb\xbf{}"} {
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
