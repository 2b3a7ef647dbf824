package chronicle_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/article"
	"chancery/internal/chronicle"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

var load = sync.OnceValues(func() (*pipeline.Pipeline, error) { return pipeline.New(lexicon.Embedded()) })

func coder(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func chronicler(t testing.TB) *chronicle.Chronicler {
	t.Helper()
	c, err := chronicle.New(lexicon.Embedded(), coder(t).Analyze)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// story is an article with the text that its lines must be true to.
type story struct{ id, title, text string }

// reports codes an article and returns the reports of its events.
func reports(t testing.TB, text string, meta article.Meta) []record.Report {
	t.Helper()
	p := coder(t)
	d, err := p.Reader.Text(text, meta)
	if err != nil {
		t.Fatal(err)
	}
	return reportsOf(p.Code(d).Records)
}

// reportsOf makes of the records of one article what a store would keep.
func reportsOf(rs []record.Record) []record.Report {
	var out []record.Report
	line := map[string]string{}
	for i := range rs {
		if e := rs[i].Entry; e != nil {
			for _, id := range e.Events {
				line[id] = e.Sentence
			}
		}
		if rs[i].Event == nil {
			continue
		}
		r := record.Report{Record: &rs[i], Withdrawn: day.Latest, Line: line[rs[i].ID]}
		for _, s := range []string{rs[i].Doc.Published, rs[i].Doc.Dateline.Date} {
			if d, err := day.Parse(s); err == nil {
				r.Known = d
				break
			}
		}
		out = append(out, r)
	}
	return out
}

// merged makes happenings of reports as simply as can be: those of one date,
// type, status and set of actors are one. What decides this in the store is
// another package; here it gives entries several sources.
func merged(reports []record.Report) []*happening.Happening {
	byKey := map[string]*happening.Happening{}
	var out []*happening.Happening
	for _, r := range reports {
		e := r.Event
		date := ""
		if e.Date != nil {
			date = e.Date.Value
		}
		var who []string
		for _, side := range [][]record.Actor{e.Actors, e.Recipients} {
			for i := range side {
				who = append(who, side[i].Name)
			}
		}
		slices.Sort(who)
		key := strings.Join(append(who, date, e.Type, e.Mode, e.Status), "\x00")
		h := byKey[key]
		if h == nil {
			h = happeningOf(&r)
			byKey[key] = h
			out = append(out, h)
			continue
		}
		h.Reports = append(h.Reports, r)
		h.First, h.Last = min(h.First, r.Known), max(h.Last, r.Known)
		h.Background = h.Background && r.Background
		h.Publishers++
	}
	slices.SortStableFunc(out, func(a, b *happening.Happening) int {
		return cmp.Or(chronicle.Compare(a, b), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// happeningOf makes a happening of one report.
func happeningOf(r *record.Report) *happening.Happening {
	e := r.Event
	h := &happening.Happening{
		ID: r.ID, Type: e.Type, Mode: e.Mode, Contexts: e.Contexts, Cameo: e.Cameo, Quad: e.Quad, Score: e.Score,
		Status: e.Status, Background: r.Background, When: day.Always, Place: e.Place, Confidence: r.Confidence,
		Actors: parties(e.Actors), Recipients: parties(e.Recipients),
		Reports: []record.Report{*r}, Publishers: 1, First: r.Known, Last: r.Known,
	}
	if e.Date != nil {
		if s, ok := day.Range(e.Date.Value); ok {
			h.Date, h.When = e.Date.Value, s
		}
	}
	return h
}

func parties(as []record.Actor) []happening.Party {
	var out []happening.Party
	for _, a := range as {
		out = append(out, happening.Party{Name: a.Name, Country: a.Country, Sector: a.Sector, Role: a.Role, Organisation: a.Organisation, Kind: a.Kind})
	}
	return out
}

// each yields happenings without an error.
func each(hs []*happening.Happening) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		for _, h := range hs {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// entries writes the chronicle of happenings and lists its lines.
func entries(t testing.TB, hs []*happening.Happening, o chronicle.Options) []chronicle.Entry {
	t.Helper()
	var out []chronicle.Entry
	for s, err := range chronicler(t).Sections(t.Context(), each(hs), o, nil) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.Entries...)
	}
	return out
}

// corpus codes n stories, evenly spread, of a JSONL file of articles; it skips
// the test where the file is not at hand.
func corpus(t testing.TB, path string, n int, published string) ([]record.Report, map[string]story) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no corpus here: %v", err)
	}
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	texts := map[string]story{}
	var out []record.Report
	for i := 0; i < len(lines); i += max(len(lines)/n, 1) {
		var a struct{ ID, Title, Published, Publisher, Text string }
		if err := json.Unmarshal(lines[i], &a); err != nil {
			t.Fatal(err)
		}
		texts[a.ID] = story{a.ID, a.Title, a.Text}
		out = append(out, reports(t, a.Text, article.Meta{
			ID: a.ID, Title: a.Title, Published: cmp.Or(a.Published, published), Publisher: a.Publisher, Lang: "en",
		})...)
	}
	return out, texts
}
