package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/eval"
	"chancery/internal/nlp/en"
	"chancery/internal/quote"
	"chancery/lexicon"
)

// blocks splits a text into blocks at line ends, as the reader of plain text
// does for these sets.
func blocks(text string) []doc.Block {
	var out []doc.Block
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		if strings.TrimSpace(text[at:end]) != "" {
			out = append(out, doc.Block{Span: doc.Span{Start: at, End: end}})
		}
		at = end + 1
	}
	return out
}

func TestPolNeAR(t *testing.T) {
	name := os.Getenv("CHANCERY_QUOTATION")
	if name == "" {
		name = "polnear-dev.jsonl"
	}
	path := filepath.Join("../../../shared/data/quotation", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the quotation set is not here")
	}
	nlp, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	tagger, err := quote.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	rep, err := eval.Quotation(path, 0, func(id, title, published, text string) *doc.Document {
		d := &doc.Document{ID: id, Title: title, Published: published, Lang: "en", Text: text, Blocks: blocks(text)}
		nlp.Analyze(d)
		tagger.Annotate(d)
		return d
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	rep.Print(&b, 0)
	t.Log(b.String())
	if f := rep.Main().Value; f < 0.80 {
		t.Errorf("content bytes F1 %.3f, was above 0.84", f)
	}
	if s, _ := rep.Get("right source"); s < 0.85 {
		t.Errorf("right source %.3f, was above 0.88", s)
	}
}
