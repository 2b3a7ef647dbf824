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
