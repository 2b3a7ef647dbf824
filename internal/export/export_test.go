package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/happening"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the difference before you commit it")

func sortStrings(l []string) { slices.Sort(l) }

func write(t testing.TB, name string, o Options, hs []*happening.Happening) (string, *Summary) {
	t.Helper()
	var b bytes.Buffer
	s, err := Write(context.Background(), name, &b, o, seq(hs))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is kept (go test -update rewrites it)", name)
	}
}

var about = Dataset{
	Title: "Events of the Plata & beyond", Authors: []string{"Núñez, Ana", "Institute of {Things}, The", "Desk 7"},
	Version: "1.1", Released: "2024-06-01", URL: "https://data.example/plata", DOI: "10.5555/plata_1", Licence: "CC-BY-4.0", Software: "Chancery 0.2.0",
}

func TestFilesAreAsKept(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			o := Options{Evidence: true, Background: true}
			got, s := write(t, f.Name, o, samples())
			golden(t, f.Name+"."+f.Ext, got)
			d := about
			d.File = f.Name + "." + f.Ext
			o.Filter = []string{"from 1970-01-01", "about IRN|CUB *only*"}
			var b strings.Builder
			if err := Codebook(&b, d, o, s); err != nil {
				t.Fatal(err)
			}
			golden(t, f.Name+"."+f.Ext+".codebook.md", b.String())
		})
	}
	for _, name := range []string{"graphml", "gexf"} {
		got, _ := write(t, name, Options{Identities: true}, samples())
		golden(t, "actors."+name, got)
	}
	c := Citation(about)
	golden(t, "CITATION.cff", string(c.CFF))
	golden(t, "citation.bib", string(c.BibTeX))
	golden(t, "citation.txt", c.Text+"\n")
	// What the files must say, for readers that nobody here wrote.
	want, err := json.MarshalIndent(expected(samples()), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "expected.json", string(want)+"\n")
}

// TestFilesForOtherReaders writes larger files full of texts that break naive
// writers to the folder that CHANCERY_EXPORTS names, for testdata/readers.
func TestFilesForOtherReaders(t *testing.T) {
	dir := os.Getenv("CHANCERY_EXPORTS")
	n := 20000
	if dir == "" {
		dir, n = t.TempDir(), 500
	}
	var hs []*happening.Happening
	for h, err := range invented(n) {
		if err != nil {
			t.Fatal(err)
		}
		hs = append(hs, h)
	}
	rows := map[string]int{}
	for _, f := range Formats() {
		got, s := write(t, f.Name, Options{Evidence: true, Background: true}, hs)
		if s.Happenings != n || s.Written == 0 || s.Rows == 0 {
			t.Errorf("%s: wrote %d rows of %d of %d happenings", f.Name, s.Rows, s.Written, s.Happenings)
		}
		rows[f.Name] = s.Rows
		if err := os.WriteFile(filepath.Join(dir, f.Name+"."+f.Ext), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range map[string]any{"rows.json": rows, "expected.json": expected(hs)} {
		b, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// expectation is a happening as a reader should find it in a table.
type expectation struct {
	ID, Date, Type, Mode, Cameo, Status string
	Quad                                int
	Score, Confidence                   float64
	Background                          bool
	Actors, ActorCountries, Recipients  []string
	Lat, Lon                            *float64
	Place, Precision, Evidence          string
	Reports, Publishers                 int
	URLs                                []string
}

func expected(hs []*happening.Happening) []expectation {
	out := make([]expectation, len(hs))
	for i, h := range hs {
		e := expectation{ID: h.ID, Date: h.Date, Type: h.Type, Mode: h.Mode, Cameo: h.Cameo, Status: h.Status, Quad: h.Quad, Score: h.Score,
			Confidence: h.Confidence, Background: h.Background, Reports: len(h.Reports), Publishers: h.Publishers,
			Actors: []string{}, ActorCountries: []string{}, Recipients: []string{}, URLs: []string{}}
		valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
		for _, p := range h.Actors {
			e.Actors, e.ActorCountries = append(e.Actors, valid(p.Name)), append(e.ActorCountries, p.Country)
		}
		for _, p := range h.Recipients {
			e.Recipients = append(e.Recipients, valid(p.Name))
		}
		if p := h.Place; p != nil {
			e.Place, e.Precision = valid(p.Name), p.Precision
			if p.Located {
				e.Lat, e.Lon = &p.Lat, &p.Lon
			}
		}
		e.Evidence = valid(h.Reports[0].Evidence.Text)
		var seen []string
		for _, r := range h.Reports {
			if !slices.Contains(seen, r.Doc.ID) {
				seen = append(seen, r.Doc.ID)
				e.URLs = append(e.URLs, r.Doc.URL)
			}
		}
		out[i] = e
	}
	return out
}

func TestTheSameHappeningsGiveTheSameBytes(t *testing.T) {
	for _, f := range Formats() {
		first, _ := write(t, f.Name, Options{Background: true}, samples())
		for range 3 {
			if again, _ := write(t, f.Name, Options{Background: true}, samples()); again != first {
				t.Errorf("%s: two runs differ", f.Name)
			}
		}
	}
}

func TestNothingIsKeptOfAHappening(t *testing.T) {
	// A store may fill the same memory again for every happening.
	reused := func(yield func(*happening.Happening, error) bool) {
		var h happening.Happening
		var actors, recipients [8]happening.Party
		for _, s := range samples() {
			h = *s
			h.Actors = append(actors[:0], s.Actors...)
			h.Recipients = append(recipients[:0], s.Recipients...)
			if s.Place != nil {
				p := *s.Place
				h.Place = &p
			}
			if !yield(&h, nil) {
				return
			}
			clear(actors[:])
			clear(recipients[:])
			if h.Place != nil {
				h.Place.Name, h.Place.Located = "overwritten", false
			}
		}
	}
	for _, f := range Formats() {
		want, _ := write(t, f.Name, Options{}, samples())
		var got bytes.Buffer
		if _, err := Write(context.Background(), f.Name, &got, Options{}, reused); err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s reads a happening after the next was asked for", f.Name)
		}
	}
}

func TestOnlyWhatCameAboutIsWrittenWhereTheFileCannotSay(t *testing.T) {
	for _, f := range Formats() {
		_, s := write(t, f.Name, Options{}, samples())
		if left := s.LeftOut["status planned"]; (left == 1) != f.Actual {
			t.Errorf("%s left out %d planned happenings", f.Name, left)
		}
		if left := s.LeftOut["told only as history"]; (left == 1) != f.Actual {
			t.Errorf("%s left out %d happenings of history", f.Name, left)
		}
		_, s = write(t, f.Name, Options{Background: true}, samples())
		if left := s.LeftOut["told only as history"]; left != 0 {
			t.Errorf("%s left out history that was asked for", f.Name)
		}
		sum := 0
		for _, n := range s.LeftOut {
			sum += n
		}
		if s.Written+sum != s.Happenings {
			t.Errorf("%s: %d written and %d left out of %d", f.Name, s.Written, sum, s.Happenings)
		}
	}
}

func TestErrorsEndTheFile(t *testing.T) {
	broken := errors.New("the store is gone")
	failing := func(yield func(*happening.Happening, error) bool) {
		_ = yield(samples()[0], nil) && yield(nil, broken)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, f := range Formats() {
		if _, err := Write(context.Background(), f.Name, io.Discard, Options{}, failing); !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want the sequence's error", f.Name, err)
		}
		if _, err := Write(ended, f.Name, io.Discard, Options{}, seq(samples())); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want that the context has ended", f.Name, err)
		}
		full := &limited{n: 10}
		if _, err := Write(context.Background(), f.Name, full, Options{}, seq(samples())); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v, want the writer's error", f.Name, err)
		}
	}
	if _, err := Write(context.Background(), "xls", io.Discard, Options{}, seq(nil)); err == nil || !strings.Contains(err.Error(), "gdelt-mentions") {
		t.Errorf("got %v, want an error that names the formats", err)
	}
}

var errFull = errors.New("no space left")

type limited struct{ n int }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.n {
		return 0, errFull
	}
	l.n -= len(p)
	return len(p), nil
}

func TestEmptyFilesAreWhole(t *testing.T) {
	for name, want := range map[string]string{
		"csl": "[\n]\n", "gdelt": "", "ris": "",
		"geojson": `{"type":"FeatureCollection","attribution":"Places: GeoNames, CC BY 4.0. Map: Natural Earth.","features":[]}` + "\n",
	} {
		if got, _ := write(t, name, Options{}, nil); got != want {
			t.Errorf("%s of nothing is %q, want %q", name, got, want)
		}
	}
	for _, f := range Formats() {
		_, s := write(t, f.Name, Options{}, nil)
		var b strings.Builder
		if err := Codebook(&b, Dataset{Title: "Nothing"}, Options{}, s); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if strings.Contains(b.String(), "-2147483648") || strings.Contains(b.String(), "5881580") {
			t.Errorf("%s: the codebook of nothing gives days that are none:\n%s", f.Name, b.String())
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	var hs []*happening.Happening
	for h, err := range invented(2000) {
		if err != nil {
			b.Fatal(err)
		}
		hs = append(hs, h)
	}
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			rows, bytes := 0, 0
			cycle := func(yield func(*happening.Happening, error) bool) {
				for i := range b.N {
					if !yield(hs[i%len(hs)], nil) {
						return
					}
				}
			}
			var n counted
			b.ReportAllocs()
			s, err := Write(context.Background(), f.Name, &n, Options{}, cycle)
			if err != nil {
				b.Fatal(err)
			}
			rows, bytes = s.Rows, int(n)
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "happenings/s")
			b.SetBytes(int64(bytes / max(b.N, 1)))
		})
	}
}

type counted int

func (c *counted) Write(p []byte) (int, error) { *c += counted(len(p)); return len(p), nil }

func ExampleFormats() {
	for _, f := range Formats() {
		fmt.Println(f.Name)
	}
	// Output:
	// csv
	// parquet
	// petrarch
	// phoenix
	// gdelt
	// gdelt-mentions
	// icews
	// polecat
	// geojson
	// graphml
	// gexf
	// ris
	// csl
}
