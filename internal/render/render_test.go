package render

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/record"
)

func TestMarksNest(t *testing.T) {
	const text = "Peru and Chile met in Lima."
	for _, c := range []struct {
		what  string
		marks []annotation
		want  string
	}{
		{"nothing", nil, text},
		{"side by side", []annotation{{9, 14, "b"}, {0, 4, "a"}}, "[Peru|a] and [Chile|b] met in Lima."},
		{"one inside the other", []annotation{{0, 4, "inner"}, {0, 14, "outer"}}, "[[Peru|inner] and Chile|outer] met in Lima."},
		{"equal spans share brackets", []annotation{{0, 4, "a"}, {0, 4, "b"}}, "[Peru|a, b] and Chile met in Lima."},
		{"crossing spans are cut", []annotation{{0, 14, "a"}, {9, 18, "b"}}, "[Peru and [Chile|b]|a] met in Lima."},
		{"touching spans", []annotation{{0, 4, "a"}, {4, 8, "b"}}, "[Peru|a][ and|b] Chile met in Lima."},
		{"to the end", []annotation{{22, 27, "a"}}, "Peru and Chile met in [Lima.|a]"},
		{"empty spans mark nothing", []annotation{{5, 5, "a"}}, text},
	} {
		var b bytes.Buffer
		weave(&b, text, c.marks)
		if b.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.what, b.String(), c.want)
		}
	}
}

func TestCSVKeepsListsParallel(t *testing.T) {
	r := record.Record{
		Kind: record.KindEvent, ID: "1", Doc: &record.Source{ID: "d"}, Evidence: record.Span{Start: 0, End: 9, Text: "a, \"b\"\nc"},
		Event: &record.Event{
			Type: "CONSULT", Quad: 1, Status: "actual",
			Actors: []record.Actor{{Name: "A", Country: "PER"}, {Name: "B", Sector: "GOV"}, {Name: "C", Country: "CHL", Sector: "MIL"}},
		},
	}
	rows, err := csv.NewReader(bytes.NewReader(append(CSVHeader(), CSV([]record.Record{r})...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || len(rows[1]) != len(csvColumns) {
		t.Fatalf("rows %q", rows)
	}
	cell := map[string]string{}
	for i, k := range rows[0] {
		cell[k] = rows[1][i]
	}
	for k, want := range map[string]string{
		"actors": "A; B; C", "actor_countries": "PER; ; CHL", "actor_sectors": "; GOV; MIL", "evidence": "a, \"b\"\nc", "place": "", "date": "",
	} {
		if cell[k] != want {
			t.Errorf("%s is %q, want %q", k, cell[k], want)
		}
	}
}

func TestCellsBreakAtBlanks(t *testing.T) {
	got := wrapLines("Elena Bordaberry URY GOV\nPeru PER", 12)
	for _, l := range strings.Split(got, "\n") {
		if len(l) > 12 {
			t.Errorf("line %q is wider than 12", l)
		}
	}
	if !strings.HasSuffix(got, "\nPeru PER") {
		t.Errorf("the second item is not on a line of its own: %q", got)
	}
}

// A tree that a damaged analysis makes must not hang the drawing.
func TestTreeEnds(t *testing.T) {
	d := &doc.Document{Text: strings.Repeat("a ", 200)}
	for i := range 200 {
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: 2 * i, End: 2*i + 1}, Head: i - 1, Deprel: "dep", UPOS: "X"})
	}
	d.Tokens[0].Head = -1
	d.Sentences = []doc.Sentence{{Last: 200}}
	var b bytes.Buffer
	Tree(&b, d, 0, nil)
	if n := strings.Count(b.String(), "\n"); n > 100 {
		t.Errorf("a chain of 200 words was drawn in %d lines", n)
	}
	d.Tokens[0].Head = 199 // a ring
	b.Reset()
	Tree(&b, d, 0, nil)
}
