package ledger

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/day"
	"chancery/internal/record"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one line", 10, []string{"one line"}},
		{"a line\n and\tanother", 40, []string{"a line and another"}},
		{"exactly ten and more", 11, []string{"exactly ten", "and more"}},
		{"a wordthatislongerthantheline b", 10, []string{"a", "wordthatislongerthantheline", "b"}},
		{"Ebrahím Raisí says né", 13, []string{"Ebrahím Raisí", "says né"}},
	} {
		if got := wrap(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d columns: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	long := append(slices.Clone(havana),
		"2025-05-02 Post: established 1974", "2024-01-02 Mail: visit of Ebrahim Raeisi, president (IRN) to CUB 2023-06-14/2023-06-16",
		"2025-05-02 Post: 6 agreement on telecommunications, information technology, computer services, political consultations: signed 2023-06-15")
	l := New(names(t), "CUB", "IRN", told(t, "CUB", "IRN", long...))
	for _, width := range []int{60, 80, 120} {
		var b bytes.Buffer
		if err := l.AsKnown(day.Latest).On(on(t, "1978-03-01")).Text(&b, width); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if utf8.RuneCountInString(line) > width {
				t.Errorf("in %d columns: %q", width, line)
			}
		}
		for _, w := range []string{"Cuba – Iran\n", "\nTimeline\n", "\nSources\n", "  1976        relations interrupted [1]", "2023-06-14–06-16"} {
			if !strings.Contains(b.String(), w) {
				t.Errorf("in %d columns %q is missing:\n%s", width, w, b.String())
			}
		}
	}
}

func TestNothingTold(t *testing.T) {
	var b bytes.Buffer
	if err := New(names(t), "FJI", "NOR", nil).AsKnown(on(t, "2020-01-01")).On(on(t, "1978-03-01")).Text(&b, 80); err != nil {
		t.Fatal(err)
	}
	want := "Fiji – Norway\nNothing is told of them, as known on 1 January 2020.\n\nOf relations between Fiji and Norway on 1 March 1978 no report says anything.\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

// Everything that JSON names by its id is there.
func TestJSON(t *testing.T) {
	l := New(names(t), "CUB", "IRN", told(t, "CUB", "IRN", append(slices.Clone(havana), "2025-05-02 Post: established 1974")...))
	b, err := l.AsKnown(day.Latest).On(on(t, "1975-03-01")).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got answerJSON
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	reports, entries := map[string]bool{}, map[string]bool{}
	for _, s := range got.Sources {
		reports[s.ID] = true
	}
	check := func(what string, have map[string]bool, ids []string) {
		for _, id := range ids {
			if !have[id] {
				t.Errorf("%s names %s, which is not there", what, id)
			}
		}
	}
	for _, e := range got.Timeline {
		entries[e.ID] = true
		check(e.Line, reports, e.Reports)
		for _, d := range e.Disputes {
			for _, c := range d.Claims {
				check(e.Line, reports, c.Reports)
			}
		}
	}
	for _, s := range got.State {
		check(s.Sentence, reports, s.Reports)
		check(s.Sentence, entries, append(s.Entries, s.Around...))
	}
	if len(got.Timeline) != 4 || len(got.Sources) != 5 || got.State[0].Status != none || got.State[0].Sure || got.AsKnown != "" || got.On != "1975-03-01" {
		t.Errorf("%s", b)
	}
	again, err := New(names(t), "CUB", "IRN", told(t, "CUB", "IRN", append(slices.Clone(havana), "2025-05-02 Post: established 1974")...)).AsKnown(day.Latest).On(on(t, "1975-03-01")).JSON()
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("the same reports gave\n%s\nthen\n%s, %v", b, again, err)
	}
}

// Reports come in any order, and make the same ledger.
func TestOrderOfReportsDoesNotMatter(t *testing.T) {
	reports := century(t, 200)
	printed := func(rs []record.Report) string {
		var b bytes.Buffer
		if err := New(names(t), "USA", "CHN", rs).AsKnown(day.Latest).On(on(t, "1999-01-01")).Text(&b, 80); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	want := printed(reports)
	slices.Reverse(reports)
	if got := printed(reports); got != want {
		t.Errorf("backwards\n%s\nforwards\n%s", got, want)
	}
}

// Whatever JSON lines a store holds, folding and printing them ends well.
func FuzzRecords(f *testing.F) {
	for _, line := range append(slices.Clone(havana), "2024-01-02 Mail: visit of Ebrahim Raeisi, president (IRN) to CUB 2023-06-14/2023-06-16",
		"2025-05-02 Post: 6 agreement on telecommunications: signed 2023-06-15", "2025-05-02 Post: CUB on IRN: imposed 2023-06-15 until 2024",
		"2025-05-02 Post: CUB expelled diplomats of IRN 2023-W14", "2025-05-02 Post: severed 197", "2025-05-02 Post: ceasefire") {
		r := told(f, "CUB", "IRN", line)
		f.Add(string(r[0].AppendJSON(nil)), "1975-03-01")
	}
	f.Fuzz(func(t *testing.T, line, day1 string) {
		var r record.Record
		if json.Unmarshal([]byte(line), &r) != nil || r.Doc == nil {
			return
		}
		at, err := day.Parse(day1)
		if err != nil {
			return
		}
		keys := Keys(&r)
		if len(keys) < 2 {
			return
		}
		reports := []record.Report{{Record: &r, Known: at, Withdrawn: day.Latest}, {Record: &r, Known: at + 40, Withdrawn: at + 50}}
		for _, d := range []day.Day{at, at + 45, day.Latest} {
			a := New(names(t), keys[0], keys[1], reports).AsKnown(d).On(at)
			var b bytes.Buffer
			if err := a.Text(&b, 80); err != nil {
				t.Fatal(err)
			}
			if _, err := a.JSON(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
