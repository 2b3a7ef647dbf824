package edition_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/chronicle/edition"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/lexicon"
)

var update = flag.Bool("update", false, "rewrite testdata/golden from what is printed now; read the difference before committing it")

func state(name, code string) record.Actor {
	return record.Actor{Text: name, Name: name, Country: code, Kind: record.State}
}

func person(text, name, role, code string) record.Actor {
	return record.Actor{Text: text, Name: name, Role: role, Country: code, Kind: record.Person}
}

var (
	uruguay = state("Uruguay", "URY")
	morocco = state("Morocco", "MAR")
)

// year is the relations of two countries as a store would tell them, with all
// that an edition has to be ready for: dates of every precision, disputes,
// plans, history, many sources, text from right to left, and an article written
// to do harm.
func year(t testing.TB) []*happening.Happening {
	t.Helper()
	told := func(doc, outlet, day, title, text, trigger string, actors, recipients []record.Actor) chronicletest.Told {
		return chronicletest.Told{Doc: doc, Outlet: outlet, Published: day, Title: title, Text: text, Trigger: trigger,
			Actors: actors, Recipients: recipients, URL: "https://" + strings.ToLower(strings.ReplaceAll(outlet, " ", "-")) + ".example/" + doc}
	}
	as := func(a ...record.Actor) []record.Actor { return a }
	var hs []*happening.Happening
	add := func(h happening.Happening, told ...chronicletest.Told) {
		hs = append(hs, chronicletest.Of(t, h, told...))
	}

	established := told("m1", "Harbour News", "2024-05-15", "Ministers meet", "Uruguay and Morocco established diplomatic relations in 1962.", "established", as(uruguay, morocco), nil)
	established.Background = true
	add(happening.Happening{Type: "SUPPORT", Cameo: "054", Score: 5, Date: "1962", Background: true}, established)

	add(happening.Happening{Type: "CONSULT", Cameo: "046", Score: 1, Date: "2024-04"},
		told("n1", "La Gaceta", "2024-04-28", "Fish and freight", "Uruguay and Morocco negotiated over fisheries in April.", "negotiated", as(uruguay, morocco), nil))

	lead := told("m2", "Harbour News", "2024-05-14", "Uruguay and Morocco agree on shipping", "Uruguayan Foreign Minister Elena Bordaberry received her Moroccan counterpart Driss Lamrani in Montevideo on Tuesday.", "received",
		as(person("her Moroccan counterpart Driss Lamrani", "Driss Lamrani", "foreign minister", "MAR")), as(person("Uruguayan Foreign Minister Elena Bordaberry", "Elena Bordaberry", "foreign minister", "URY")))
	lead.Lead, lead.DateText, lead.Copy = true, "Tuesday", "wire-1"
	reports := []chronicletest.Told{lead}
	for i, outlet := range []string{"Morning Star-Ledger", "وكالة الأنباء", "El Faro", "Harbour News", "Wire Service One", "The Evening Courier", "Radio Sur", "Le Matin"} {
		r := told(fmt.Sprintf("c%d", i), outlet, "2024-05-14", "", "Uruguay's and Morocco's foreign ministers met in Montevideo.", "met", as(state("Uruguay's", "URY")), as(state("Morocco's", "MAR")))
		if i == 0 {
			r.Copy = "wire-1"
		}
		if i == 7 {
			r.Published = "2024-05-16"
		}
		if i == 1 {
			r.URL, r.Title = "https://arabic.example/1", "لقاء بين الوزيرين"
		}
		reports = append(reports, r)
	}
	add(happening.Happening{Type: "CONSULT", Mode: "visit", Cameo: "042", Score: 4, Date: "2024-05-14", Place: &record.Place{Name: "Montevideo", Country: "URY"}}, reports...)

	add(happening.Happening{Type: "ASSAULT", Score: -9, Date: "2024-05-14",
		Disputes: []happening.Dispute{{Field: "killed", Claims: []happening.Claim{{Value: "3", Reports: []int{0}}, {Value: "5", Reports: []int{1}}}}}},
		told("k1", "Harbour News", "2024-05-15", "Attack on a trawler", "Gunmen killed three Moroccan fishermen off Dakhla on Tuesday.", "killed", as(record.Actor{Text: "Gunmen", Name: "Gunmen", Country: "MAR", Kind: record.Group}), as(record.Actor{Text: "three Moroccan fishermen", Name: "Moroccan fishermen", Country: "MAR", Kind: record.Group})),
		told("k2", "El Faro", "2024-05-15", "Five dead at sea", "Gunmen killed five fishermen off Dakhla, police said.", "killed", as(record.Actor{Text: "Gunmen", Name: "Gunmen", Country: "MAR", Kind: record.Group}), as(record.Actor{Text: "five fishermen", Name: "fishermen", Country: "MAR", Kind: record.Group})))

	evil := told("x1", "Evil <b>Press</b>", "2024-05-14", "\"><script>alert(1)</script>", "Uruguay rejected <script>alert('x')</script> a proposal by Morocco \u202efdp.exe\u202c \x1b[31mred\x1b[0m [click](javascript:alert(1)) *bold* _it_ `code` &amp; | www.evil.example.", "rejected", as(uruguay), as(morocco))
	evil.URL = "javascript:alert(document.domain)"
	add(happening.Happening{Type: "REJECT", Score: -2, Date: "2024-05-14"}, evil)

	add(happening.Happening{Type: "COOPERATE", Score: 9.5, Date: "2024-W21"},
		told("w1", "La Gaceta", "2024-05-24", "", "Uruguay held joint exercises with Morocco; ships of both navies, among them the Süß, fired at targets — “a first”, said Mar y Guerra, Montevideo's oldest weekly.", "exercises", as(uruguay), as(morocco)))

	add(happening.Happening{Type: "CONSULT", Score: 1, Date: "2024-09-10", Status: "planned"},
		told("p1", "Harbour News", "2024-05-15", "", "Uruguay and Morocco will hold a second round of talks in Rabat on 10 September.", "talks", as(uruguay, morocco), nil))

	add(happening.Happening{Type: "RETREAT", Mode: "withdraw", Score: 8, Date: "2024-12-31", Status: "negated"},
		told("z1", "El Faro", "2024-12-31", "", "Morocco did not withdraw its ships from the bay.", "withdraw", as(morocco), nil))
	slices.SortStableFunc(hs, chronicle.Compare)
	return hs
}

func pageOf(format string) edition.Page {
	return edition.Page{Format: format, About: []string{"URY", "MAR"}, From: day.Date(1960, 1, 1), To: day.Date(2024, 12, 31), Types: []string{}}
}

func write(t testing.TB, hs []*happening.Happening, p edition.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := edition.Write(context.Background(), &b, chronicletest.Chronicler(t), chronicletest.Each(hs), p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, format := range edition.Formats {
		t.Run(format, func(t *testing.T) {
			golden(t, "year."+format, write(t, year(t), pageOf(format)))
		})
	}
	t.Run("terminal", func(t *testing.T) {
		p := pageOf("text")
		p.Links, p.Color, p.Width, p.Descending = true, true, 50, true
		hs := year(t)
		slices.Reverse(hs)
		golden(t, "terminal.text", write(t, hs, p))
	})
	t.Run("empty", func(t *testing.T) {
		for _, format := range edition.Formats {
			golden(t, "empty."+format, write(t, nil, edition.Page{Format: format, From: day.Date(2024, 1, 1), To: day.Date(2024, 12, 31)}))
		}
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if open, shut := strings.Index(got, "<style>"), strings.Index(got, "</style>"); open > 0 {
		got = got[:open+len("<style>")] + got[shut:] // page.css is read where it is written
	}
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what was kept (rewrite it with -update):\n%s", name, got)
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		p    edition.Page
		want string
	}{
		{edition.Page{}, "Chronicle"},
		{edition.Page{About: []string{"CUB", "IRN"}}, "Cuba and Iran"},
		{edition.Page{About: []string{"CUB"}, From: day.Date(1987, 1, 1), To: day.Date(1987, 12, 31)}, "Cuba, 1987"},
		{edition.Page{About: []string{"XYZ"}, From: day.Date(1987, 2, 1), To: day.Date(1987, 2, 28)}, "XYZ, February 1987"},
		{edition.Page{From: day.Date(1901, 1, 1), To: day.Date(2000, 12, 31)}, "Chronicle, 1901 to 2000"},
		{edition.Page{From: day.Date(1987, 10, 19), To: day.Date(1987, 10, 19)}, "Chronicle, Monday, 19 October 1987"},
		{edition.Page{From: day.Date(1987, 10, 19), To: day.Date(1987, 11, 3)}, "Chronicle, 19 October 1987 to 3 November 1987"},
		{edition.Page{From: day.Date(1987, 10, 19), To: day.Latest}, "Chronicle, since 19 October 1987"},
		{edition.Page{From: day.Earliest, To: day.Date(1987, 10, 19)}, "Chronicle, until 19 October 1987"},
		{edition.Page{From: day.Date(1970, 1, 1), To: day.Date(1970, 12, 31)}, "Chronicle, 1970"},
		{edition.Page{From: day.Earliest, To: day.Latest}, "Chronicle"},
		{edition.Page{Title: "What we saw", About: []string{"CUB"}}, "What we saw"},
	} {
		c.p.Format = "text"
		got, _, _ := strings.Cut(write(t, nil, c.p), "\n")
		if got != c.want {
			t.Errorf("title %q, want %q", got, c.want)
		}
	}
}

// The same happenings give the same bytes for any number of readers at work.
func TestSameBytes(t *testing.T) {
	for _, format := range edition.Formats {
		p := pageOf(format)
		p.Workers = 1
		want := write(t, year(t), p)
		p.Workers = 8
		if got := write(t, year(t), p); got != want {
			t.Errorf("%s differs between one reader and eight", format)
		}
	}
}

func TestErrorsAreTold(t *testing.T) {
	c, err := chronicle.New(lexicon.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the store broke")
	all := func(yield func(*happening.Happening, error) bool) { yield(nil, broken) }
	for _, format := range edition.Formats {
		if err := edition.Write(t.Context(), &bytes.Buffer{}, c, all, edition.Page{Format: format}); !errors.Is(err, broken) {
			t.Errorf("%s: error %v, want that of the store", format, err)
		}
		if err := edition.Write(t.Context(), full{}, c, chronicletest.Each(year(t)), edition.Page{Format: format}); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want that of the writer", format, err)
		}
	}
	if err := edition.Write(t.Context(), &bytes.Buffer{}, c, chronicletest.Each(nil), edition.Page{Format: "pdf"}); err == nil {
		t.Error("an unknown format is no error")
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }
