package ledger_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/ledger"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

var update = flag.Bool("update", false, "rewrite testdata from what is printed now; read the difference before committing it")

// code reads articles and reports what they say, known on the day on which each
// was published.
func code(t *testing.T, files ...string) []record.Report {
	t.Helper()
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var out []record.Report
	for item, err := range p.Reader.Items(t.Context(), files, nil) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := p.Reader.Read(item)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Code(d).Records {
			known, err := day.Parse(d.Published)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, record.Report{Record: &r, Known: known, Withdrawn: day.Latest})
		}
	}
	return out
}

func parse(t *testing.T, s string) day.Day {
	t.Helper()
	if s == "" {
		return day.Latest
	}
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func between(t *testing.T, reports []record.Report) *ledger.Ledger {
	t.Helper()
	names, err := ledger.ReadNames(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return ledger.New(names, "CUB", "IRN", reports)
}

const stories = "../../samples/record/cuba-iran.jsonl"

// Four stories of our own: other spellings of two persons, a contradiction, its
// correction, later news.
func TestStories(t *testing.T) {
	l := between(t, code(t, stories))
	for _, c := range []struct{ on, known, want string }{
		{"1970-06-01", "", "On 1 June 1970 no relations between Cuba and Iran are known; they were established in 1975, say Harbour News Service, 21 May 2025, and Caribbean Courier, 20 August 2025."},
		{"1974-12-01", "", "On 1 December 1974 no relations between Cuba and Iran are known; they were established in 1975"},
		{"1974-12-01", "2025-08-15", "On 1 December 1974 Cuba and Iran had diplomatic relations (since November 1974, until 1976)"},
		{"1975-03-01", "", "Relations between Cuba and Iran were established some time in 1975, say Harbour News Service, 21 May 2025, and Caribbean Courier, 20 August 2025; whether by 1 March 1975 no report says, and before that none are known."},
		{"1976-01-01", "", "Relations between Cuba and Iran were broken off some time in 1976"},
		{"1978-03-01", "", "On 1 March 1978 relations between Cuba and Iran were broken off (since 1976, until August 1979), say Harbour News Service, 21 May 2025; Caribbean Courier, 12 August 2025; and 1 other."},
		{"1978-03-01", "2025-06-01", "On 1 March 1978 relations between Cuba and Iran were broken off (since 1976, until 1979), says Harbour News Service, 21 May 2025."},
		{"1978-03-01", "2020-01-01", "Of relations between Cuba and Iran on 1 March 1978 no report says anything."},
		{"1979-09-01", "", "On 1 September 1979 Cuba and Iran had diplomatic relations (again since August 1979)"},
		{"1979-09-01", "2025-06-01", "Relations between Cuba and Iran were resumed some time in 1979"},
		{"2023-06-15", "", "On 15 June 2023 Cuba and Iran had diplomatic relations (again since August 1979)"},
		{"2026-03-01", "", "On 1 March 2026 Cuba and Iran had diplomatic relations (again since August 1979)"},
	} {
		if got := l.AsKnown(parse(t, c.known)).State(parse(t, c.on)).Standings[0].Sentence; !strings.HasPrefix(got, c.want) {
			t.Errorf("on %s as known on %q\n got %s\nwant %s", c.on, c.known, got, c.want)
		}
	}
}

// What is printed for them is kept, and looked at when it changes.
func TestStoriesAsPrinted(t *testing.T) {
	a := between(t, code(t, stories)).AsKnown(day.Latest).On(parse(t, "1978-03-01"))
	var text bytes.Buffer
	if err := a.Text(&text, 80); err != nil {
		t.Fatal(err)
	}
	js, err := a.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"cuba-iran.txt": text.Bytes(), "cuba-iran.json": append(js, '\n')} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s changed; look, then run go test ./internal/ledger -update\n%s", path, got)
		}
	}
}

// The model article, which is not part of the repository, told the same first:
// three of the stories and it make one ledger.
func TestModelArticle(t *testing.T) {
	model := "../../../shared/seed/havana.txt"
	if _, err := os.Stat(model); err != nil {
		t.Skip("the model article is not here")
	}
	reports := slices.DeleteFunc(code(t, model, stories), func(r record.Report) bool { return r.Doc.ID == "tehran-talks" })
	l := between(t, reports)
	for _, c := range []struct{ on, known, want string }{
		{"1974-06-01", "", "On 1 June 1974 no relations between Cuba and Iran are known; they were established in 1975, say 14ymedio, 2 April 2025, and Caribbean Courier, 20 August 2025."},
		{"1974-12-01", "2025-08-15", "On 1 December 1974 Cuba and Iran had diplomatic relations (since November 1974, until 1976)"},
		{"1975-03-01", "", "Relations between Cuba and Iran were established some time in 1975, say 14ymedio, 2 April 2025, and Caribbean Courier, 20 August 2025; whether by 1 March 1975 no report says, and before that none are known."},
		{"1975-12-31", "", "On 31 December 1975 Cuba and Iran had diplomatic relations (since 1975, until 1976)"},
		{"1976-07-01", "", "Relations between Cuba and Iran were interrupted some time in 1976"},
		{"1978-03-01", "2025-04-02", "On 1 March 1978 relations between Cuba and Iran were interrupted (since 1976, until 1979), says 14ymedio, 2 April 2025."},
		{"1978-03-01", "2025-04-01", "Of relations between Cuba and Iran on 1 March 1978 no report says anything."},
		{"1978-03-01", "", "On 1 March 1978 relations between Cuba and Iran were interrupted (since 1976, until August 1979)"},
		{"1979-07-31", "", "On 31 July 1979 relations between Cuba and Iran were interrupted (since 1976, until August 1979)"},
		{"1980-01-01", "", "On 1 January 1980 Cuba and Iran had diplomatic relations (again since August 1979)"},
		{"2025-04-01", "", "On 1 April 2025 Cuba and Iran had diplomatic relations (again since August 1979)"},
	} {
		if got := l.AsKnown(parse(t, c.known)).State(parse(t, c.on)).Standings[0].Sentence; !strings.HasPrefix(got, c.want) {
			t.Errorf("on %s as known on %q\n got %s\nwant %s", c.on, c.known, got, c.want)
		}
	}
	raisi, six := 0, 0
	for _, e := range l.AsKnown(day.Latest).Entries {
		switch {
		case e.Kind == ledger.Visit && e.Role == "president" && e.By == "IRN":
			raisi++
			if e.Outlets != 3 || e.Date.Value != "2023-06-14" {
				t.Errorf("the visit is told by %d outlets, of %s", e.Outlets, e.Date.Value)
			}
		case e.Kind == ledger.Agreement && e.Number == 6:
			six++
			if e.What != "in force" || len(e.Steps) != 2 || e.Date.Value != "2023-06-15" {
				t.Errorf("the six agreements are %s in %d steps, signed %s", e.What, len(e.Steps), e.Date.Value)
			}
		}
	}
	if raisi != 1 || six != 1 {
		t.Errorf("%d visits of one president, %d entries of six agreements; want 1 of each", raisi, six)
	}
}
