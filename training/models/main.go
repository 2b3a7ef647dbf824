// Command models measures what each model of language, and each depth it can be
// read to, does to every figure that rests on it, and writes docs/models.md.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"chancery/internal/doc"
	"chancery/internal/eval"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
	"chancery/internal/pipeline"
	"chancery/lexicon"
)

func main() {
	data := flag.String("data", eval.DefaultData, "folder of the sets")
	out := flag.String("out", "docs/models.md", "file to write")
	flag.Parse()
	log.SetFlags(0)
	names := flag.Args()
	if len(names) == 0 {
		names = []string{"default", "models/chancery-accurate.bin"}
	}
	if err := run(*data, *out, names); err != nil {
		log.Fatal(err)
	}
}

// columns are the figures, by set, file and name; a row's name gives its F1.
var columns = []struct{ title, set, file, figure string }{
	{"UPOS, EWT test, gold tokens", "syntax", "en_ewt-test.conllu", "UPOS on gold tokens"},
	{"UAS", "syntax", "en_ewt-test.conllu", "UAS on gold tokens"},
	{"LAS", "syntax", "en_ewt-test.conllu", "LAS on gold tokens"},
	{"sentences, EWT test, raw text", "syntax", "en_ewt-test.conllu", "sentences, raw text"},
	{"LAS", "syntax", "en_ewt-test.conllu", "LAS from raw text"},
	{"LAS, paragraphs kept", "syntax", "en_ewt-test.conllu", "LAS from raw text, paragraphs kept"},
	{"UPOS, GUM dev, gold tokens", "syntax", "en_gum-dev.conllu", "UPOS on gold tokens"},
	{"UAS", "syntax", "en_gum-dev.conllu", "UAS on gold tokens"},
	{"LAS", "syntax", "en_gum-dev.conllu", "LAS on gold tokens"},
	{"LAS of its news", "syntax", "en_gum-dev.conllu", "LAS on gold tokens of news"},
	{"LAS from raw text", "syntax", "en_gum-dev.conllu", "LAS from raw text"},
	{"names, CoNLL-2003 testa", "entities", "conll03-dev.conll", "F1"},
	{"names, EWT test", "entities", "ewt-test.iob2", "F1"},
	{"names, GUM dev news", "entities", "en_gum-dev.conllu (news)", "F1"},
	{"events, PLV, macro-F1", "events", "plv-dev.jsonl", "pair-matched macro-F1"},
	{"the same, rows left out", "events", "plv-dev.jsonl", "macro-F1, rows left out"},
	{"events, PETRARCH, all right F1", "events", "petrarch-gsr.jsonl", "all right F1"},
	{"facts, model article", "seed", "expected.jsonl", "score"},
	{"facts, stories", "stories", "stories.jsonl", "score"},
	{"false alarms an article, negative", "quiet", "quiet.jsonl", "false alarms an article, negative"},
	{"quotations, PolNeAR dev, content F1", "quotation", "polnear-dev.jsonl", "content bytes F1"},
	{"places, LGL, found and within 161 km", "places", "lgl.jsonl", "found and within 161 km"},
}

// model is one model read to one depth, measured.
type model struct {
	name    string
	bytes   int
	load    time.Duration
	speed   float64
	reports []*eval.Report
}

func run(data, out string, names []string) error {
	var ms []*model
	for _, n := range names {
		m, err := measure(data, n)
		if err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
		ms = append(ms, m)
	}
	var b strings.Builder
	b.WriteString(head)
	row := func(name string, cell func(*model) string) {
		fmt.Fprintf(&b, "| %s |", name)
		for _, m := range ms {
			fmt.Fprintf(&b, " %s |", cell(m))
		}
		b.WriteByte('\n')
	}
	row("", func(m *model) string { return m.name })
	fmt.Fprintf(&b, "|---|%s\n", strings.Repeat("---:|", len(ms)))
	row("weights, MB", func(m *model) string { return fmt.Sprintf("%.1f", float64(m.bytes)/1e6) })
	row("every stage loaded, ms", func(m *model) string { return fmt.Sprintf("%.0f", m.load.Seconds()*1000) })
	row("tokens a second", func(m *model) string { return fmt.Sprintf("%.0f", m.speed) })
	for _, c := range columns {
		row(c.title, func(m *model) string {
			for _, r := range m.reports {
				if r.Set != c.set || r.File != c.file {
					continue
				}
				if v, ok := r.Get(c.figure); ok {
					return fmt.Sprintf("%.3f", v)
				}
				for _, x := range r.Rows {
					if x.Name == c.figure {
						return fmt.Sprintf("%.3f", x.F1())
					}
				}
			}
			return "–"
		})
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

const head = `# Models of language

Written by ` + "`go run ./training/models`" + `; do not edit. Each column is a model, read to
the depth after the colon; what rests on language is measured with each. Figures
are defined by ` + "`chancery eval --help`" + `. The speed is of sentences, tokens, tags, trees,
names, morphology and lemmas of BBC stories, by the processor time of one core; it
differs from machine to machine and with what else runs there.

The rules that read events were written against the default model's trees, so the
accurate model's better ones do not show in the figures of events.

`

func measure(data, name string) (*model, error) {
	var opts []pipeline.Option
	m := &model{name: name}
	language, err := en.New()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if name != "default" {
		path, depth := name, 0
		if before, after, ok := strings.Cut(name, ":"); ok {
			n, err := strconv.Atoi(after)
			if err != nil {
				return nil, err
			}
			path, depth = before, n
		}
		weights, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		m.name = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "chancery-"), ".bin")
		if depth > 0 {
			m.name += ":" + strconv.Itoa(depth)
		}
		m.bytes = len(weights)
		opts = append(opts, pipeline.WithModel(path, string(weights), depth))
		if language, err = en.LoadModel(lexicon.Embedded(), string(weights), depth); err != nil {
			return nil, err
		}
	} else if info, err := os.Stat("internal/nlp/en/neural.bin"); err == nil {
		m.bytes = int(info.Size())
	}
	p, err := pipeline.New(lexicon.Embedded(), opts...)
	if err != nil {
		return nil, err
	}
	m.load = time.Since(began)
	b := &eval.Bench{Pipeline: p, Workers: 1}
	done := map[string]bool{}
	for _, c := range columns {
		set, _ := eval.Find(c.set)
		if done[c.set] {
			continue
		}
		done[c.set] = true
		for _, file := range set.Files(data) {
			r, err := set.Run(context.Background(), b, file)
			if err != nil {
				return nil, err
			}
			m.reports = append(m.reports, r)
		}
	}
	m.speed, err = speed(filepath.Join(data, "news", "bbc.jsonl"), language)
	return m, err
}

// speed is how many tokens of news are analysed in a second of processor time.
func speed(path string, a nlp.Analyzer) (float64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var words int
	var spent time.Duration
	dec := json.NewDecoder(f)
	for k := range 100 {
		var story struct{ Text string }
		if err := dec.Decode(&story); err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		d := &doc.Document{Text: story.Text, Lang: "en"}
		from := cpu()
		a.Analyze(d)
		if k >= 10 { // until buffers are grown
			spent += cpu() - from
			words += len(d.Tokens)
		}
	}
	return float64(words) / spent.Seconds(), nil
}

// cpu is the processor time this program has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
