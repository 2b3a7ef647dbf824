// Package chronicletest codes articles and makes happenings of them, for tests
// of the chronicle.
package chronicletest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
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

// Coder is the pipeline, loaded once.
func Coder(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Chronicler is one with everything built in.
func Chronicler(t testing.TB) *chronicle.Chronicler {
	t.Helper()
	c, err := chronicle.New(lexicon.Embedded(), Coder(t).Analyze)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Story is an article with the text that its lines must be true to.
type Story struct{ ID, Title, Text string }

// Reports codes an article and returns the reports of its events.
func Reports(t testing.TB, text string, meta article.Meta) []record.Report {
	t.Helper()
	p := Coder(t)
	d, err := p.Reader.Text(text, meta)
	if err != nil {
		t.Fatal(err)
	}
	return ReportsOf(p.Code(d).Records)
}

// ReportsOf makes of the records of one article what a store would keep.
func ReportsOf(rs []record.Record) []record.Report {
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

// Merged makes happenings of reports as simply as can be: those of one date,
// type, status and set of actors are one. What decides this in the store is
// another package; here it gives entries several sources.
func Merged(reports []record.Report) []*happening.Happening {
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

// Each yields happenings without an error.
func Each(hs []*happening.Happening) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		for _, h := range hs {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// Corpus codes n stories, evenly spread, of a JSONL file of articles; it skips
// the test where the file is not at hand.
func Corpus(t testing.TB, path string, n int, published string) ([]record.Report, map[string]Story) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no corpus here: %v", err)
	}
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	texts := map[string]Story{}
	var out []record.Report
	for i := 0; i < len(lines); i += max(len(lines)/n, 1) {
		var a struct{ ID, Title, Published, Publisher, Text string }
		if err := json.Unmarshal(lines[i], &a); err != nil {
			t.Fatal(err)
		}
		texts[a.ID] = Story{a.ID, a.Title, a.Text}
		out = append(out, Reports(t, a.Text, article.Meta{
			ID: a.ID, Title: a.Title, Published: cmp.Or(a.Published, published), Publisher: a.Publisher, Lang: "en",
		})...)
	}
	return out, texts
}

// Records reads records as "chancery code --format jsonl" prints them and
// returns the reports of their events.
func Records(t testing.TB, path string) []record.Report {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	byDoc := map[string][]record.Record{}
	var order []string
	dec := json.NewDecoder(f)
	for {
		var r record.Record
		if err := dec.Decode(&r); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if byDoc[r.Doc.ID] == nil {
			order = append(order, r.Doc.ID)
		}
		byDoc[r.Doc.ID] = append(byDoc[r.Doc.ID], r)
	}
	var out []record.Report
	for _, id := range order {
		out = append(out, ReportsOf(byDoc[id])...)
	}
	return out
}
