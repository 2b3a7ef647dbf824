package eval_test

import (
	"context"
	"os"
	"testing"

	"chancery/internal/article"
	"chancery/internal/eval"
	"chancery/lexicon"
)

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
	rep.Print(os.Stdout, 45)
	if f1 := rep.Main().Value; f1 < 0.94 {
		t.Errorf("F1 %.3f on pages, want at least 0.94", f1)
	}
}
