package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"chancery/docs/schema"
)

var update = flag.Bool("update", false, "rewrite testdata/golden from what is printed now; read the difference before committing it")

func TestMain(m *testing.M) {
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
	return nil
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
func TestOutputMeetsSchema(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.Record))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	out, _, _ := chancery(t, append([]string{"code", "--format", "jsonl"}, samples...)...)
	kinds := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
		kinds[v.(map[string]any)["kind"].(string)]++
	}
	for _, k := range []string{"entry", "event", "relation", "agreement", "visit", "statement", "office", "sanction"} {
		if kinds[k] == 0 {
			t.Errorf("the samples have no record of kind %s, so its form was not checked", k)
		}
	}
}

// The schema must refuse what is not a record, or it checks nothing.
func TestSchemaRefuses(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.Record))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.json", parsed); err != nil {
		t.Fatal(err)
	}
	s := c.MustCompile("record.json")
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
