// Package chronicle writes the record as people have always kept it: day by
// day, one dated sentence a happening, its sources after it.
//
// A line is a sentence of the source that says the happening best, or the
// clause of it that does: never words that no source said. An editor's square
// brackets name whom a pronoun stands for and date what was counted from the
// day of the report. Where no words of a source may be kept, or none can stand
// alone, the line is composed from the codes by the patterns of the lexicon.
//
// Happenings come in the order of their days and entries leave in it, so that
// no more than one day is held in memory. Package edition prints them.
package chronicle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"slices"
	"sync"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/happening"
)

// Chronicler says happenings in sentences. It is safe for concurrent use.
type Chronicler struct {
	voc  *vocabulary
	read func(*doc.Document)
}

// New reads the lexicon below en/chronicle of fsys. read adds every layer that
// stands under the events to a document (pipeline.Analyze); where it is nil,
// all lines are composed from codes.
func New(fsys fs.FS, read func(*doc.Document)) (*Chronicler, error) {
	v, err := load(fsys)
	if err != nil {
		return nil, err
	}
	return &Chronicler{voc: v, read: read}, nil
}

// Labels are the words for dates, notes and headings.
func (c *Chronicler) Labels() Labels { return c.voc.labels }

// Country is the name of a state by its ISO 3166-1 alpha-3 code, or the code.
func (c *Chronicler) Country(code string) string {
	if s, ok := c.voc.states[code]; ok {
		return s.name
	}
	return code
}

// Options say what of the happenings is listed and how.
type Options struct {
	Descending bool    // latest first
	Limit      int     // entries under one date; 0 lists all
	Unrealised bool    // also what was only supposed or asked for
	AsKnown    day.Day // hear only reports that stood on this day; 0: those that stand
	Workers    int     // sentences read at once; 0: one for each processor
}

// ErrOrder says that happenings did not come in the order of their days.
var ErrOrder = errors.New("chronicle: happenings are out of order")

// Compare orders happenings as Sections wants them: by the first of their days
// and, where these are the same, those of a century before those of a year, of
// a year before those of a month, of a month before those of a day. So what is
// known only to have happened in 1975 stands before the days of 1975. In
// descending order it is the other way round.
func Compare(a, b *happening.Happening) int {
	return cmp.Or(cmp.Compare(a.When.From, b.When.From), cmp.Compare(b.When.To, a.When.To))
}

// Section is what stands under one date.
type Section struct {
	Key     string   // "2025-04-01", "2025-04", "1975": unique in a chronicle
	When    day.Span // its days
	Heading string   // "Tuesday, 1 April 2025"
	Entries []Entry  // the weightiest first
	More    int      // happenings beyond Options.Limit
}

// Sections writes the chronicle of happenings that come in the order of Compare
// (in reverse for Descending; else ErrOrder). Happenings without a date have no
// place in it: they are passed over and counted in undated, where that is not
// nil. An error that comes with the happenings ends it.
func (c *Chronicler) Sections(ctx context.Context, all iter.Seq2[*happening.Happening, error], o Options, undated *int) iter.Seq2[*Section, error] {
	return func(yield func(*Section, error) bool) {
		var under []*happening.Happening
		flush := func() bool {
			if len(under) == 0 {
				return true
			}
			s := c.section(under, &o)
			under = under[:0]
			return len(s.Entries) == 0 || yield(s, nil)
		}
		for h, err := range all {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if h.When == day.Always || h.When.From == day.Earliest || h.When.To == day.Latest {
				if undated != nil {
					*undated++
				}
				continue
			}
			if !o.Unrealised && (h.Status == "hypothetical" || h.Status == "requested") {
				continue
			}
			if n := len(under); n > 0 && under[n-1].When != h.When {
				before := Compare(under[n-1], h)
				if o.Descending {
					before = -before
				}
				if before > 0 {
					yield(nil, fmt.Errorf("%w: %s of %s after %s of %s", ErrOrder, h.ID, h.When.From, under[n-1].ID, under[n-1].When.From))
					return
				}
				if !flush() {
					return
				}
			}
			under = append(under, h)
		}
		flush()
	}
}

// section writes what stands under one date.
func (c *Chronicler) section(hs []*happening.Happening, o *Options) *Section {
	when := hs[0].When
	s := &Section{Key: key(hs[0].Date, when), When: when, Heading: c.voc.labels.Heading(hs[0].Date, when)}
	left := make([]weighed, len(hs))
	for i, h := range hs {
		left[i] = weighed{h, c.voc.weights.of(h)}
	}
	slices.SortFunc(left, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.h.ID, b.h.ID))
	})
	limit := o.Limit
	if limit <= 0 {
		limit = len(left)
	}
	parsed := &cache{}
	// Happenings may turn out to be said in one sentence, so that a limit takes
	// more than one round.
	for len(s.Entries) < limit && len(left) > 0 {
		n := min(limit-len(s.Entries), len(left))
		for i, l := range c.lines(left[:n], parsed, o) {
			if l.text != "" {
				s.add(c.entry(left[i], l, o))
			}
		}
		left = left[n:]
	}
	s.More = len(left)
	return s
}

type weighed struct {
	h      *happening.Happening
	weight float64
}

// lines says happenings, several at once.
func (c *Chronicler) lines(hs []weighed, parsed *cache, o *Options) []line {
	out := make([]line, len(hs))
	n := o.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	n = min(n, len(hs))
	if n <= 1 {
		for i := range hs {
			out[i] = c.line(hs[i].h, parsed, o)
		}
		return out
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range n {
		wg.Go(func() {
			for i := range next {
				out[i] = c.line(hs[i].h, parsed, o)
			}
		})
	}
	for i := range hs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}
