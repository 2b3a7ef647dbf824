package eval_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/article"
	"chancery/internal/eval"
	"chancery/lexicon"
)

func TestPagesScore(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "truth.json"), []byte(`{"a":{"articleBody":"one two three four five","url":"https://example.org/a"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	z := gzip.NewWriter(&page)
	z.Write([]byte("<p>"))
	z.Close()
	if err := os.WriteFile(filepath.Join(dir, "a.html.gz"), page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		got       string
		precision float64
		recall    float64
	}{
		{"one two three four five", 1, 1},
		{"one, two -- three\nfour: five!", 1, 1},
		{"one two three four", 1, 0.5},
		{"nine one two three four", 0.5, 0.5},
		{"six seven", 0, 0},
		{"", 0, 0},
	} {
		rep, err := eval.Pages(context.Background(), dir, func([]byte, string) (string, error) { return c.got, nil })
		if err != nil {
			t.Fatal(err)
		}
		p, _ := rep.Get("precision")
		r, _ := rep.Get("recall")
		if p != c.precision || r != c.recall {
			t.Errorf("%q: P %.2f R %.2f, want %.2f %.2f", c.got, p, r, c.precision, c.recall)
		}
	}
}

func TestPages(t *testing.T) {
	const dir = "../../../shared/data/pages"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no pages to measure on: ", dir)
	}
	r, err := article.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	rep, err := eval.Pages(context.Background(), dir, func(page []byte, url string) (string, error) {
		p, err := r.Extract(page, "", url)
		return p.Text, err
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	rep.Print(&b, 10)
	t.Log(b.String())
	if f1 := rep.Main().Value; f1 < 0.96 {
		t.Errorf("F1 %.3f on pages, want at least 0.96", f1)
	}
}
