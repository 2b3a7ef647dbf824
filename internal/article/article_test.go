package article

import (
	"testing"

	"chancery/lexicon"
)

func reader(tb testing.TB) *Reader {
	tb.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(lexicon.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}
