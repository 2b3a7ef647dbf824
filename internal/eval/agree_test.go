package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"chancery/internal/pipeline"
	"chancery/lexicon"
)

var bench = sync.OnceValues(func() (*Bench, error) {
	p, err := pipeline.New(lexicon.Embedded())
	return &Bench{Pipeline: p, Workers: 2}, err
})

// The sets and the scripts that judge them from outside are no part of the
// repository; the tests that need them look where chancery eval does.
var shared = filepath.Join("..", "..", DefaultData)

// TestFiguresAgreeWithTheScripts runs the scripts that judge Chancery from
// outside over its output and compares the figures they print with those of
// this package, to the three decimals that they print.
func TestFiguresAgreeWithTheScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the coder twice over several sets")
	}
	tools := filepath.Join(shared, "..", "tools")
	for _, need := range []string{shared, filepath.Join(tools, "score.py")} {
		if _, err := os.Stat(need); err != nil {
			t.Skip("not there: ", err)
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip(err)
	}
	bin := filepath.Join(t.TempDir(), "chancery")
	if out, err := exec.Command("go", "build", "-o", bin, "chancery/cmd/chancery").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	b, err := bench()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		script, set, file string
		lines             int    // take this many lines of the file, 0 for all
		pattern           string // with a group for each figure
		figures           []string
	}{
		{"score.py", "plv", "events/plv-dev.jsonl", 0,
			`uncoded ([\d.]+)%; pair-matched macro-F1 ([\d.]+) accuracy ([\d.]+); any-event macro-F1 ([\d.]+)`,
			[]string{"uncoded %", "pair-matched macro-F1", "pair-matched accuracy", "any-event macro-F1"}},
		{"score.py", "seed", "../seed/expected.jsonl", 0,
			`found (\d+); all fields right (\d+); unlisted events (\d+); score ([\d.]+)`,
			[]string{"found", "all fields right", "unlisted events", "score"}},
		{"score.py", "countries", "news/reuters.jsonl", 400,
			`desk labels found ([\d.]+) of`, []string{"desk labels found"}},
		{"score.py", "quiet", "news/bbc.jsonl", 60,
			`articles: [\d.]+ events an article, ([\d.]+) of them`, []string{"-false alarms an article, negative"}},
		{"score_layers.py", "syntax", "syntax/en_gum-dev.conllu", 0,
			`UAS ([\d.]{5})\d LAS [\d.]+\n(?s:.*)LAS on gold tokens ([\d.]+); from raw text ([\d.]+)`,
			[]string{"cut UAS on gold tokens", "LAS on gold tokens", "LAS from raw text"}},
		{"score_layers.py", "entities", "entities/ewt-test.iob2", 0,
			`all +P [\d.]+  R [\d.]+  F1 ([\d.]+)`, []string{"F1"}},
		{"score_layers.py", "time", "time/AQUAINT", 0,
			`strict .*F1 ([\d.]+) (?s:.*)value .*F1 ([\d.]+)`, []string{"strict F1", "value F1"}},
		{"score_layers.py", "places", "places/lgl.jsonl", 150,
			`found and within 161 km: ([\d.]+) of`, []string{"found and within 161 km"}},
		{"score_layers.py", "quotation", "quotation/polnear-dev.jsonl", 40,
			`content found ([\d.]+), right source among those ([\d.]+)\n.*F1 ([\d.]+)`,
			[]string{"content found", "right source", "content bytes F1"}},
	} {
		t.Run(c.set, func(t *testing.T) {
			path := filepath.Join(shared, c.file)
			if _, err := os.Stat(path); err != nil {
				t.Skip("not there: ", err)
			}
			if c.lines > 0 {
				path = head(t, path, c.lines)
			}
			out, err := exec.Command(python, filepath.Join(tools, c.script), c.set, path, "--bin", bin, "--min", "-99").CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", c.script, err, out)
			}
			want := regexp.MustCompile(c.pattern).FindSubmatch(out)
			if want == nil {
				t.Fatalf("%s printed no figure:\n%s", c.script, out)
			}
			rep := measure(t, b, c.set, path)
			for i, name := range c.figures {
				if got := printed(t, rep, name); got != string(want[i+1]) {
					t.Errorf("%s: eval says %s, %s says %s", name, got, c.script, want[i+1])
				}
			}
		})
	}
}

func measure(t *testing.T, b *Bench, set, path string) *Report {
	t.Helper()
	if set == "plv" {
		set = "events"
	}
	s, ok := Find(set)
	if !ok {
		t.Fatalf("no set %s", set)
	}
	rep, err := s.Run(context.Background(), b, path)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// printed is a figure of a report as the scripts print it.
func printed(t *testing.T, r *Report, name string) string {
	t.Helper()
	whole := map[string]bool{"found": true, "all fields right": true, "unlisted events": true}
	switch name {
	case "uncoded %":
		return strconv.FormatFloat(100*figure(t, r, "uncoded"), 'f', 1, 64)
	case "-false alarms an article, negative":
		return strconv.FormatFloat(-figure(t, r, name[1:]), 'f', 3, 64)
	case "cut UAS on gold tokens":
		return strconv.FormatFloat(figure(t, r, name[4:]), 'f', 4, 64)[:5]
	}
	if whole[name] {
		return strconv.FormatFloat(figure(t, r, name), 'f', 0, 64)
	}
	return strconv.FormatFloat(figure(t, r, name), 'f', 3, 64)
}

func figure(t *testing.T, r *Report, name string) float64 {
	t.Helper()
	v, ok := r.Get(name)
	if !ok {
		t.Fatalf("the report has no figure %q", name)
	}
	return v
}

// head is a file with the first lines of another.
func head(t *testing.T, path string, n int) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	end := 0
	for range n {
		i := bytes.IndexByte(raw[end:], '\n')
		if i < 0 {
			end = len(raw)
			break
		}
		end += i + 1
	}
	out := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(out, raw[:end], 0o644); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReportsAreJSON(t *testing.T) {
	r := &Report{Set: "s", File: "f", Items: 2, Unit: "u", Rows: []Row{{"a \"b\"", 1, 2, 4}}}
	r.Add("x", 0.5)
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Rows []struct {
			Name     string
			P, R, F1 float64
		}
		Figures []Figure
	}
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	if got := back.Rows[0]; got.Name != `a "b"` || got.P != 0.5 || got.R != 0.25 || got.F1 != 0.3333 {
		t.Errorf("row came back as %+v", got)
	}
}
