package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
	"testing"

	"chancery/internal/article"
	"chancery/internal/pipeline"
	"chancery/internal/store"
	"chancery/lexicon"
)

var load = sync.OnceValues(func() (*pipeline.Pipeline, error) { return pipeline.New(lexicon.Embedded()) })

func fresh(t *testing.T) (*store.Store, *store.Keeper, *pipeline.Pipeline) {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), store.Options{Create: true, KeepText: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	k, err := store.NewKeeper(s, lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return s, k, p
}

// wire yields articles; the n-th is broken where n is in broken.
func wire(n int, broken ...int) iter.Seq2[article.Item, error] {
	return func(yield func(article.Item, error) bool) {
		for i := range n {
			data := fmt.Sprintf(`{"id":"a%d","published":"2014-03-05","lang":"en","text":"Police in Kenya arrested %d protesters in Nairobi on Tuesday."}`, i, i+2)
			for _, b := range broken {
				if i == b {
					data = data[:20]
				}
			}
			if !yield(article.Item{File: "wire.jsonl", Line: i + 1, Format: article.JSON, Data: []byte(data)}, nil) {
				return
			}
		}
	}
}

func counts(t *testing.T, s *store.Store) store.Summary {
	t.Helper()
	x, err := s.Summary(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestWhatFailsIsListedAndTheRestIsKept(t *testing.T) {
	s, k, p := fresh(t)
	var failed, kept int
	err := Run(t.Context(), s, k, p, wire(40, 3, 17), Options{Workers: 4, Coder: "test", Batch: 8}, func(x Step) {
		if x.Err != nil {
			failed++
		} else {
			kept++
		}
	})
	if err != nil || failed != 2 || kept != 38 {
		t.Fatalf("%d failed, %d kept, %v; want 2 and 38", failed, kept, err)
	}
	if x := counts(t, s); x.Articles != 38 || x.Failures != 2 {
		t.Errorf("the store has %d articles and %d failures", x.Articles, x.Failures)
	}
	list, err := s.Failures(t.Context())
	if err != nil || list[0].Source != "wire.jsonl:4" || list[0].Kind != "json" {
		t.Errorf("failures are %+v, %v", list, err)
	}
	if again, err := Replay(list); err != nil || len(again) != 2 || again[1].Line != 18 {
		t.Errorf("to be tried again: %+v, %v", again, err)
	}
}

// An interrupt keeps the articles that were read, and calls none of the others a
// failure.
func TestAnInterruptKeepsWhatWasRead(t *testing.T) {
	s, k, p := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := Run(ctx, s, k, p, wire(5000), Options{Workers: 2, Coder: "test", Batch: 4}, func(Step) {
		if n++; n == 20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if x := counts(t, s); x.Articles < 20 || x.Articles > 1000 || x.Failures != 0 {
		t.Errorf("the store has %d articles and %d failures", x.Articles, x.Failures)
	}
}

// What the store refuses ends the run: going on would lose articles.
func TestAStoreThatFailsEndsTheRun(t *testing.T) {
	s, k, p := fresh(t)
	s.Close()
	if err := Run(t.Context(), s, k, p, wire(100), Options{Workers: 2, Coder: "test"}, func(Step) {}); err == nil {
		t.Error("a closed store takes articles in")
	}
}

func TestRecodingByTheSameCoderChangesNothing(t *testing.T) {
	s, k, p := fresh(t)
	if err := Run(t.Context(), s, k, p, wire(12), Options{Workers: 2, Coder: "old"}, func(Step) {}); err != nil {
		t.Fatal(err)
	}
	records := func() string {
		out := ""
		for r, err := range s.Reports(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			out += string(r.Record.AppendJSON(nil)) + r.Happening + "\n"
		}
		return out
	}
	want := records()
	for range 2 { // the second finds all staged
		if err := Recode(t.Context(), s, p, Options{Workers: 2, Coder: "new", Batch: 5}, func(_ int, err error) {
			if err != nil {
				t.Error(err)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	if records() != want {
		t.Error("records changed before they were put in force")
	}
	if err := k.PutInForce(t.Context(), "new", func(int) {}); err != nil {
		t.Fatal(err)
	}
	if records() != want {
		t.Error("the same coder gives other records")
	}
	for r, err := range s.Reports(t.Context()) {
		if err != nil || r.Coder != "new" {
			t.Fatalf("a record is kept under coder %q, %v", r.Coder, err)
		}
	}
}
