// Command peers measures other programs beside Chancery: it lays out the texts
// of the sets, and counts what the others made of them by the functions behind
// "chancery eval".
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"chancery/internal/doc"
	"chancery/internal/eval"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
	"chancery/lexicon"
)

const help = `usage:
  peers write TEXTS                        lay out the texts of the sets
  peers chancery TEXTS NAME [WEIGHTS]      answer them with Chancery's analysis of language
  peers score TEXTS OUT ANSWERS...         write the figures that "chancery eval" adds to docs/accuracy.md`

func main() {
	data := flag.String("data", eval.DefaultData, "folder of the sets")
	machine := flag.String("machine", "", "machine the answers were made on, for score")
	flag.Parse()
	log.SetFlags(0)
	a := flag.Args()
	var err error
	switch {
	case len(a) == 2 && a[0] == "write":
		err = write(*data, a[1])
	case (len(a) == 3 || len(a) == 4) && a[0] == "chancery":
		err = chancery(a[1], a[2], append(a[3:], "")[0])
	case len(a) > 3 && a[0] == "score":
		err = score(*data, *machine, a[1], a[2], a[3:])
	default:
		log.Fatal(help)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// text is one text to analyse; where it has tokens, those are to be kept.
type text struct {
	Text      string   `json:"text"`
	Tokens    [][2]int `json:"tokens,omitempty"`
	Sentences [][2]int `json:"sentences,omitempty"`
}

// about is the first line of a file of answers.
type about struct {
	Name, Version, Licence, Trees string
	Seconds                       float64 // of one core, over the texts without tokens
	Words                         int     // in those texts, as the program counts them
}

// answer is what a program made of a text.
type answer struct {
	Tokens    []token  `json:"tokens"`
	Sentences [][2]int `json:"sentences"`
	Entities  []name   `json:"entities"`
}

type token struct {
	Start, End int
	UPOS       string
	Head       int
	Deprel     string
}

type name struct {
	Start, End int
	Type       string
}

func (t *token) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&t.Start, &t.End, &t.UPOS, &t.Head, &t.Deprel})
}

func (t token) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{t.Start, t.End, t.UPOS, t.Head, t.Deprel})
}

func (n *name) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&n.Start, &n.End, &n.Type})
}

func (n name) MarshalJSON() ([]byte, error) { return json.Marshal([]any{n.Start, n.End, n.Type}) }

// sets are what peers are measured on.
var sets = []struct{ set, file string }{
	{"syntax", "syntax/en_ewt-test.conllu"},
	{"syntax", "syntax/en_gum-dev.conllu"},
	{"entities", "entities/conll03-dev.conll"},
	{"entities", "syntax/en_gum-dev.conllu"},
}

// measure runs the sets with peer in the place of the analysis.
func measure(data string, peer func(*doc.Document) *doc.Document) ([]*eval.Report, error) {
	b := &eval.Bench{Pipeline: nil, Workers: 1, Peer: peer}
	var out []*eval.Report
	for _, s := range sets {
		set, _ := eval.Find(s.set)
		r, err := set.Run(context.Background(), b, filepath.Join(data, s.file))
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func write(data, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	seen := map[string]bool{}
	_, err = measure(data, func(d *doc.Document) *doc.Document {
		t := text{Text: d.Text}
		for i := range d.Tokens {
			t.Tokens = append(t.Tokens, [2]int{d.Tokens[i].Start, d.Tokens[i].End})
		}
		for i := range d.Sentences {
			t.Sentences = append(t.Sentences, [2]int{d.Sentences[i].First, d.Sentences[i].Last})
		}
		if k := key(d.Text, len(t.Tokens) > 0); !seen[k] {
			seen[k] = true
			err = enc.Encode(t)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func key(text string, gold bool) string {
	if gold {
		return "gold " + text
	}
	return "raw " + text
}

func texts(path string) ([]text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []text
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var t text
		if err := dec.Decode(&t); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, t)
	}
}

// chancery answers the texts with the analysis of language alone, as the others do.
func chancery(path, name, weights string) error {
	ts, err := texts(path)
	if err != nil {
		return err
	}
	var language nlp.Analyzer
	if weights == "" {
		language, err = en.New()
	} else {
		var b []byte
		if b, err = os.ReadFile(weights); err == nil {
			language, err = en.LoadModel(lexicon.Embedded(), string(b), 0)
		}
	}
	if err != nil {
		return err
	}
	a := about{Name: name, Licence: "Apache-2.0", Trees: "UD"}
	var lines []answer
	language.Analyze(&doc.Document{Text: ts[0].Text, Lang: "en"}) // buffers grown
	for _, t := range ts {
		d := &doc.Document{Text: t.Text, Lang: "en"}
		if len(t.Tokens) == 0 {
			began := cpu()
			language.Analyze(d)
			a.Seconds += (cpu() - began).Seconds()
			a.Words += len(d.Tokens)
		} else {
			for _, k := range t.Tokens {
				d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: k[0], End: k[1]}, Head: -1})
			}
			for _, s := range t.Sentences {
				span := d.TokenSpan(s[0], s[1])
				d.Sentences = append(d.Sentences, doc.Sentence{Span: span, First: s[0], Last: s[1], Block: len(d.Blocks)})
				d.Blocks = append(d.Blocks, doc.Block{Span: span})
			}
			language.AnalyzeTokens(d)
		}
		lines = append(lines, told(d))
	}
	enc := json.NewEncoder(os.Stdout)
	if err := enc.Encode(a); err != nil {
		return err
	}
	for i := range lines {
		if err := enc.Encode(&lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// cpu is the processor time this program has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func told(d *doc.Document) answer {
	var a answer
	for i := range d.Tokens {
		t := &d.Tokens[i]
		a.Tokens = append(a.Tokens, token{t.Start, t.End, t.UPOS, t.Head, t.Deprel})
	}
	for i := range d.Sentences {
		a.Sentences = append(a.Sentences, [2]int{d.Sentences[i].First, d.Sentences[i].Last})
	}
	for i := range d.Entities {
		a.Entities = append(a.Entities, name{d.Entities[i].Start, d.Entities[i].End, d.Entities[i].Type})
	}
	return a
}

func score(data, machine, path, out string, answers []string) error {
	ts, err := texts(path)
	if err != nil {
		return err
	}
	peers := eval.Peers{Day: time.Now().UTC().Format(time.DateOnly), Machine: machine}
	for _, file := range answers {
		a, by, err := read(file, ts)
		if err != nil {
			return err
		}
		reports, err := measure(data, func(d *doc.Document) *doc.Document { return by[key(d.Text, len(d.Tokens) > 0)] })
		if err != nil {
			return err
		}
		peers.Rows = append(peers.Rows, eval.Peer{
			Name: a.Name, Version: a.Version, Licence: a.Licence, Trees: a.Trees,
			TokensPerSecond: float64(a.Words) / a.Seconds, Figures: eval.PeerFigures(reports, a.Trees == "UD"),
		})
	}
	b, err := json.MarshalIndent(peers, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(b, '\n'), 0o644)
}

// read pairs answers with the texts they are to.
func read(path string, ts []text) (about, map[string]*doc.Document, error) {
	var a about
	f, err := os.Open(path)
	if err != nil {
		return a, nil, err
	}
	defer f.Close()
	dec := json.NewDecoder(bufio.NewReader(f))
	if err := dec.Decode(&a); err != nil {
		return a, nil, fmt.Errorf("%s: %w", path, err)
	}
	by := map[string]*doc.Document{}
	for _, t := range ts {
		var x answer
		if err := dec.Decode(&x); err != nil {
			return a, nil, fmt.Errorf("%s: %w", path, err)
		}
		d := &doc.Document{Text: t.Text}
		for _, k := range x.Tokens {
			d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: k.Start, End: k.End}, UPOS: k.UPOS, Head: k.Head, Deprel: k.Deprel})
		}
		for _, s := range x.Sentences {
			d.Sentences = append(d.Sentences, doc.Sentence{First: s[0], Last: s[1]})
		}
		for _, e := range x.Entities {
			d.Entities = append(d.Entities, doc.Entity{Span: doc.Span{Start: e.Start, End: e.End}, Type: e.Type})
		}
		by[key(t.Text, len(t.Tokens) > 0)] = d
	}
	return a, by, nil
}
