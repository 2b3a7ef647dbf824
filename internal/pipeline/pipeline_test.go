package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/lexicon"
)

var load = sync.OnceValues(func() (*Pipeline, error) { return New(lexicon.Embedded()) })

func pipeline(t testing.TB) *Pipeline {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t testing.TB, p *Pipeline, text, published string) *doc.Document {
	t.Helper()
	d, err := p.Reader.Text(text, article.Meta{ID: "t", Published: published, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// One sentence that every stage has to understand for the record to come out.
func TestAnArticleBecomesRecords(t *testing.T) {
	p := pipeline(t)
	c := p.Code(read(t, p, "LIMA, March 4, 2014 -- Peruvian President Julio Arce met Chilean Foreign Minister Rosa Ibarra in Lima on Monday.", "2014-03-05"))
	for _, r := range c.Records {
		if r.Event == nil || r.Event.Type != "CONSULT" {
			continue
		}
		var who []string
		for _, a := range append(r.Event.Actors, r.Event.Recipients...) {
			who = append(who, a.Country)
		}
		if got := strings.Join(who, " "); got != "PER CHL" {
			t.Errorf("countries %s, want PER CHL", got)
		}
		if r.Event.Date == nil || r.Event.Date.Value != "2014-03-03" {
			t.Errorf("date %+v, want the Monday before", r.Event.Date)
		}
		if r.Event.Place == nil || r.Event.Place.Country != "PER" {
			t.Errorf("place %+v, want Lima", r.Event.Place)
		}
		return
	}
	t.Errorf("no meeting among %d records", len(c.Records))
}

// The weights built in, read from their file, give the same; a depth they have no
// exit at is refused by the file's name.
func TestModelOfAFile(t *testing.T) {
	const file = "../nlp/en/neural.bin"
	weights, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(lexicon.Embedded(), WithModel(file, string(weights), 3))
	if err != nil {
		t.Fatal(err)
	}
	const text = "LIMA, March 4, 2014 -- Peruvian President Julio Arce met Chilean Foreign Minister Rosa Ibarra in Lima on Monday."
	got, want := read(t, p, text, ""), read(t, pipeline(t), text, "")
	p.Analyze(got)
	pipeline(t).Analyze(want)
	if !reflect.DeepEqual(got.Tokens, want.Tokens) || !reflect.DeepEqual(got.Entities, want.Entities) {
		t.Error("another analysis than with the same weights built in")
	}
	if _, err := New(lexicon.Embedded(), WithModel(file, string(weights), 99)); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a depth without an exit: error %v", err)
	}
}

func TestAFaultInOneArticleIsAnErrorOfThatArticle(t *testing.T) {
	p := pipeline(t)
	in := strings.NewReader(`{"id":"a","lang":"en","text":"Peru met Chile."}
{"id":"b","lang":"en","text":"Chile met Peru."}
{"id":"c","lang":"en","text":"Peru left."}
`)
	var got []string
	err := Run(t.Context(), p, []string{"-"}, in, 2, func(d *doc.Document) string {
		if d.ID == "b" {
			panic("a defect")
		}
		return d.ID
	}, func(r Result[string]) error {
		var fault *Fault
		switch {
		case errors.As(r.Err, &fault):
			got = append(got, r.Err.Error())
			if !bytes.Contains(fault.Stack, []byte("pipeline_test.go")) {
				t.Error("the stack does not say where")
			}
		case r.Err != nil:
			t.Error(r.Err)
		default:
			got = append(got, r.Value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := "a|-:2: internal fault, please report: a defect|c"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}

// Offsets of everything published lie in the text and cut no character.
func TestOffsetsAreBytesOfTheText(t *testing.T) {
	p := pipeline(t)
	names, err := filepath.Glob("../../samples/*")
	if err != nil || len(names) == 0 {
		t.Fatal("no samples: ", err)
	}
	err = Run(t.Context(), p, names, nil, 2, p.Code, func(r Result[*Coded]) error {
		if r.Err != nil {
			return r.Err
		}
		text := r.Value.Doc.Text
		for _, rec := range r.Value.Records {
			if s := rec.Evidence; text[s.Start:s.End] != s.Text {
				t.Errorf("%s %s: evidence %q is %q", r.Item.File, rec.ID, s.Text, text[s.Start:s.End])
			}
			if rec.Event == nil {
				continue
			}
			if s := rec.Event.Trigger; text[s.Start:s.End] != s.Text || s.Text == "" {
				t.Errorf("%s %s: trigger %q is %q", r.Item.File, rec.ID, s.Text, text[s.Start:s.End])
			}
			for _, a := range append(rec.Event.Actors, rec.Event.Recipients...) {
				if text[a.Start:a.End] != a.Text || a.Text == "" {
					t.Errorf("%s %s: actor %q is %q", r.Item.File, rec.ID, a.Text, text[a.Start:a.End])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Memory must not grow with the number of articles: the heap in use after many
// articles is compared with that after the first few hundred.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("codes 3,000 articles")
	}
	p := pipeline(t)
	var in bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&in, `{"id":"m%d","lang":"en","published":"2010-01-%02d","text":"LIMA, Jan %d - Minister Ana Rojas%d met envoy %d of Chile in Lima on Monday. Police arrested %d protesters."}`+"\n", i, i%28+1, i%28+1, i, i, i)
	}
	var early, late uint64
	n := 0
	err := Run(t.Context(), p, []string{"-"}, &in, 2, p.Code, func(r Result[*Coded]) error {
		if r.Err != nil {
			return r.Err
		}
		switch n++; n {
		case 300:
			early = heap()
		case 3000:
			late = heap()
		}
		return nil
	})
	if err != nil || n != 3000 {
		t.Fatalf("%d articles, error %v", n, err)
	}
	if late > early+8<<20 {
		t.Errorf("%d MB in use after 3,000 articles, %d MB after 300", late>>20, early>>20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestLintFindsNothingWrong(t *testing.T) {
	problems, err := Lint(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p.Error())
	}
}

// BenchmarkCode is the whole pipeline on one core over the samples.
func BenchmarkCode(b *testing.B) {
	p := pipeline(b)
	raw, err := os.ReadFile("../../samples/clash.txt")
	if err != nil {
		b.Fatal(err)
	}
	benchmark(b, [][]byte{raw}, func(d *doc.Document) { p.Code(d) })
}

// BenchmarkNews is the whole pipeline on one core over wire stories; it needs a
// corpus that is not part of this repository.
func BenchmarkNews(b *testing.B) {
	p := pipeline(b)
	f, err := os.Open("../../../shared/data/news/reuters.jsonl")
	if err != nil {
		b.Skip("no wire stories: ", err)
	}
	f.Close()
	var docs [][]byte
	for item, err := range p.Reader.Items(b.Context(), []string{f.Name()}, nil) {
		if err != nil {
			b.Fatal(err)
		}
		if docs = append(docs, item.Data); len(docs) == 500 {
			break
		}
	}
	benchmark(b, docs, func(d *doc.Document) { p.Code(d) })
}

// BenchmarkStages splits BenchmarkCode by stage.
func BenchmarkStages(b *testing.B) {
	p := pipeline(b)
	raw, err := os.ReadFile("../../samples/clash.txt")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) { benchmark(b, [][]byte{raw}, func(*doc.Document) {}) })
	d, err := p.Reader.Read(article.Item{Data: raw})
	if err != nil {
		b.Fatal(err)
	}
	time := func(name string, run func(*doc.Document)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fresh := *d
				run(&fresh)
			}
		})
		run(d)
	}
	time("language", p.language.Analyze)
	for _, s := range p.layers {
		time(s.name, s.run)
	}
	time("code", func(d *doc.Document) { p.coder.Code(d) })
	events := p.coder.Code(d).Events
	time("facts", func(d *doc.Document) { p.facts.Extract(d, events) })
}

func benchmark(b *testing.B, docs [][]byte, work func(*doc.Document)) {
	p := pipeline(b)
	n, bytes := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		raw := docs[n%len(docs)]
		d, err := p.Reader.Read(article.Item{Data: raw})
		if err != nil {
			b.Fatal(err)
		}
		work(d)
		n++
		bytes += len(raw)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
	b.SetBytes(int64(bytes / max(n, 1)))
}

func BenchmarkStartUp(b *testing.B) {
	for b.Loop() {
		if _, err := New(lexicon.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}
