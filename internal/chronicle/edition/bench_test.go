package edition_test

import (
	"fmt"
	"io"
	"iter"
	"runtime"
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/chronicle/edition"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/lexicon"
)

// busyYear is a country's year of n happenings, each told by three reports in
// sentences of their own, made as they are asked for.
func busyYear(tb testing.TB, n int, each func(i int)) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		for i := range n {
			if each != nil {
				each(i)
			}
			d := day.Date(1987, 1, 1) + day.Day(i*365/n)
			var told []chronicletest.Told
			for k := range 3 {
				told = append(told, chronicletest.Told{
					Doc: fmt.Sprintf("%d-%d", i, k), Outlet: fmt.Sprint("Outlet ", k), Published: d.String(), Trigger: "accused", Title: "Fishing dispute goes on",
					URL:        fmt.Sprintf("https://outlet-%d.example/%d", k, i),
					Text:       fmt.Sprintf("Uruguay on that day accused Morocco of seizing %d fishing boats off Dakhla and of holding their crews without trial, the foreign ministry said.", i*3+k),
					Actors:     []record.Actor{uruguay},
					Recipients: []record.Actor{morocco},
				})
			}
			h := chronicletest.Of(tb, happening.Happening{ID: fmt.Sprint("h", i), Type: "ACCUSE", Mode: "allege", Score: -3.5, Date: d.String()}, told...)
			if !yield(h, nil) {
				return
			}
		}
	}
}

func codesOnly(tb testing.TB) *chronicle.Chronicler {
	tb.Helper()
	c, err := chronicle.New(lexicon.Embedded(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// A year of fifty thousand entries needs no more memory at its end than at its
// beginning.
func TestMemoryDoesNotGrowWithTheYear(t *testing.T) {
	for _, format := range []string{"html", "json"} {
		const n = 50_000
		var early, late uint64
		heap := func() uint64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		all := busyYear(t, n, func(i int) {
			switch i {
			case n / 10:
				early = heap()
			case n - 1:
				late = heap()
			}
		})
		if err := edition.Write(t.Context(), io.Discard, codesOnly(t), all, edition.Page{Format: format}); err != nil {
			t.Fatal(err)
		}
		if late > early+4<<20 {
			t.Errorf("%s holds %d bytes after a tenth of the year and %d at its end", format, early, late)
		}
	}
}

func BenchmarkYear(b *testing.B) {
	for _, how := range []struct {
		name string
		c    *chronicle.Chronicler
		n    int
	}{
		{"codes", codesOnly(b), 50_000},
		{"sentences", chronicletest.Chronicler(b), 2_000},
	} {
		for _, format := range []string{"json", "html"} {
			b.Run(how.name+"/"+format, func(b *testing.B) {
				for b.Loop() {
					if err := edition.Write(b.Context(), io.Discard, how.c, busyYear(b, how.n, nil), edition.Page{Format: format}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(how.n)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
}
