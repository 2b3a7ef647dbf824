package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"chancery/docs/schema"
	"chancery/internal/article"
	"chancery/internal/pipeline"
	"chancery/internal/render"
	"chancery/lexicon"
)

var update = flag.Bool("update", false, "rewrite testdata/golden from what is printed now; read the difference before committing it")

func TestMain(m *testing.M) {
	if os.Getenv(asChancery) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"chancery": main})
}

// The scripts run the program as a user's shell would.
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLES", samples)
			return makeInputs(env.WorkDir)
		},
	})
}

// makeInputs writes what a script cannot hold.
func makeInputs(dir string) error {
	var long strings.Builder
	long.WriteString("Officials in Lima met")
	for range 3000 {
		long.WriteString(" and met envoys of Peru,")
	}
	long.WriteString(" again.\n")
	for name, data := range map[string][]byte{
		"binary.txt":  append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 4096)...),
		"broken.txt":  []byte("The minister met the pr\xc3\xc3\xa9sident\xe2\x82 in Dakar. \xf0\x9f\x92 \xe2\x80 It was fine \xe2\x80.\n"),
		"long.txt":    []byte(long.String()),
		"latin1.html": []byte("<html><head><meta charset=iso-8859-1><title>Pr\xe9sident</title></head><body><article><p>The president of C\xf4te d'Ivoire met the president of Ghana in Accra on Monday to discuss the border between the two countries.</p><p>They agreed to reopen it. Both men said that the talks had been useful and that they would meet again in June in Abidjan.</p></article></body></html>"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	// A file with a hole has its size without taking the room.
	huge := filepath.Join(dir, "huge.html")
	if err := os.WriteFile(huge, []byte("<html><body><p>"), 0o644); err != nil {
		return err
	}
	return os.Truncate(huge, 100<<20)
}

// chancery runs the program in this process and returns what it printed.
func chancery(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(context.Background(), args, streams{strings.NewReader(""), &out, &errs})
	return out.String(), errs.String(), status
}

var samples = []string{"../../samples/ministers.txt", "../../samples/clash.txt", "../../samples/march.html", "../../samples/wire.jsonl"}

// What is printed for the samples is kept in testdata/golden. A change there is
// not wrong as such, but somebody has to look at it.
func TestGolden(t *testing.T) {
	for _, g := range []struct {
		file string
		args []string
	}{
		{"samples.jsonl", append([]string{"code", "--format", "jsonl"}, samples...)},
		{"samples.csv", append([]string{"code", "--format", "csv"}, samples...)},
		{"samples.marked", append([]string{"code", "--format", "text"}, samples...)},
		{"ministers.table", []string{"code", "--format", "table", samples[0]}},
		{"ministers.explain", []string{"explain", samples[0]}},
		{"clash.conllu", []string{"analyze", "--format", "conllu", samples[1]}},
		{"clash.layers", []string{"analyze", "--format", "text", samples[1]}},
	} {
		t.Run(g.file, func(t *testing.T) {
			got, errs, status := chancery(t, g.args...)
			if status != allRead {
				t.Fatalf("exit status %d: %s", status, errs)
			}
			path := filepath.Join("testdata", "golden", g.file)
			if *update {
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
				line, diff := firstDifference(got, string(want))
				t.Errorf("%s changed at line %d; look, then run go test ./cmd/chancery -update\n%s", path, line, diff)
			}
		})
	}
}

// The README's picture is the table of the first sample, as a terminal with
// colours shows it.
func TestPicture(t *testing.T) {
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(samples[0])
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Reader.Read(article.Item{Data: raw})
	if err != nil {
		t.Fatal(err)
	}
	shown := "$ chancery code samples/ministers.txt\n" + string(render.Table(d, p.Code(d).Records, render.Look{Width: 100, Color: true}))
	got, path := picture(strings.TrimRight(shown, "\n")), "../../docs/img/table.svg"
	if *update {
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
		line, diff := firstDifference(got, string(want))
		t.Errorf("%s changed at line %d; look, then run go test ./cmd/chancery -update\n%s", path, line, diff)
	}
}

var rendition = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// picture draws what a terminal of 100 columns shows.
func picture(screen string) string {
	const column, row, margin = 8.0, 18, 16
	lines := strings.Split(screen, "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"13\">\n", int(column*100)+2*margin, len(lines)*row+2*margin)
	b.WriteString("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n")
	colors := map[string]string{"31": "#f0706a", "32": "#7fc97f", "33": "#e6c35c", "36": "#6cc5d6", "2": "#8b93a1"}
	for y, line := range lines {
		fill, weight, at, x := "#d7dae0", "", 0, 0
		span := func(s string) {
			if strings.TrimSpace(s) != "" {
				n := utf8.RuneCountInString(s)
				fmt.Fprintf(&b, "<text x=\"%g\" y=\"%d\" textLength=\"%g\" fill=\"%s\"%s xml:space=\"preserve\">%s</text>\n", margin+column*float64(x), margin+row*y+13, column*float64(n), fill, weight, html.EscapeString(s))
			}
			x += utf8.RuneCountInString(s)
		}
		for _, m := range rendition.FindAllStringSubmatchIndex(line, -1) {
			span(line[at:m[0]])
			at = m[1]
			for _, code := range strings.Split(line[m[2]:m[3]], ";") {
				switch {
				case code == "1":
					weight = " font-weight=\"bold\""
				case colors[code] != "":
					fill = colors[code]
				default:
					fill, weight = "#d7dae0", ""
				}
			}
		}
		span(line[at:])
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func firstDifference(got, want string) (int, string) {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "", ""
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return i + 1, "got  " + a + "\nwant " + b
		}
	}
	return 0, ""
}

// Every line printed for the samples meets the published schema, and its
// offsets are the bytes they say.
// compiled is a JSON Schema ready to check lines with.
func compiled(t *testing.T, source []byte) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// meets checks every line of an output and returns the lines.
func meets(t *testing.T, s *jsonschema.Schema, out string) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
		lines = append(lines, v.(map[string]any))
	}
	return lines
}

func TestOutputMeetsSchema(t *testing.T) {
	out, _, _ := chancery(t, "code", "--format", "jsonl", "../../samples")
	kinds := map[string]int{}
	for _, v := range meets(t, compiled(t, schema.Record), out) {
		kinds[v["kind"].(string)]++
	}
	for _, k := range []string{"entry", "event", "relation", "agreement", "visit", "statement", "office", "sanction"} {
		if kinds[k] == 0 {
			t.Errorf("the samples have no record of kind %s, so its form was not checked", k)
		}
	}
}

func TestTheRecordMeetsSchemas(t *testing.T) {
	st := filepath.Join(t.TempDir(), "record.db")
	if _, errs, status := chancery(t, append([]string{"ingest", "--store", st}, samples...)...); status != allRead {
		t.Fatal(errs)
	}
	out, _, _ := chancery(t, "export", "--store", st, "--format", "jsonl", "--to", "-")
	kept := 0
	for _, v := range meets(t, compiled(t, schema.Record), out) {
		if v["kept"].(map[string]any)["happening"] != nil {
			kept++
		}
	}
	if kept == 0 {
		t.Error("no event says which happening it is of")
	}
	out, _, _ = chancery(t, "query", "--store", st, "--limit", "0", "--status", "all", "--format", "jsonl")
	if n := len(meets(t, compiled(t, schema.Happening), out)); n < 10 {
		t.Errorf("only %d happenings were checked", n)
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := compiled(t, schema.Record)
	out, _, _ := chancery(t, "code", "--format", "jsonl", samples[0])
	event := ""
	for _, line := range strings.Split(out, "\n") {
		if strings.HasPrefix(line, `{"kind":"event"`) {
			event = line
			break
		}
	}
	for _, bad := range []struct{ what, line string }{
		{"an unknown kind", strings.Replace(event, `"kind":"event"`, `"kind":"rumour"`, 1)},
		{"another kind's fields", strings.Replace(event, `"kind":"event"`, `"kind":"office"`, 1)},
		{"an unknown status", strings.Replace(event, `"status":"actual"`, `"status":"maybe"`, 1)},
		{"a field too many", strings.Replace(event, `"quoted":`, `"extra":1,"quoted":`, 1)},
		{"a confidence over 1", strings.Replace(event, `"confidence":0`, `"confidence":1`, 1)},
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(bad.line))
		if err != nil {
			t.Fatalf("%s: %v", bad.what, err)
		}
		if bad.line == event || s.Validate(v) == nil {
			t.Errorf("the schema takes %s", bad.what)
		}
	}
}

func TestSameBytesForAnyWorkers(t *testing.T) {
	for _, command := range [][]string{{"code", "--format", "jsonl"}, {"analyze"}} {
		one, _, _ := chancery(t, append(append(command, "--workers", "1"), samples...)...)
		for _, n := range []string{"2", "3", "16"} {
			many, _, _ := chancery(t, append(append(command, "--workers", n), samples...)...)
			if one != many {
				line, diff := firstDifference(many, one)
				t.Errorf("%s --workers %s differs from --workers 1 at line %d\n%s", command[0], n, line, diff)
			}
		}
	}
}
