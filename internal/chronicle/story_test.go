package chronicle_test

import (
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/happening"
)

// entries writes the chronicle of happenings and lists its lines.
func entries(t testing.TB, hs []*happening.Happening, o chronicle.Options) []chronicle.Entry {
	t.Helper()
	var out []chronicle.Entry
	for s, err := range chronicletest.Chronicler(t).Sections(t.Context(), chronicletest.Each(hs), o, nil) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.Entries...)
	}
	return out
}
