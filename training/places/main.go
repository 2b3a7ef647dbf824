// Command places fits the weights by which internal/place chooses among the
// places of a name, on texts whose toponyms have coordinates, and writes them to
// the lexicon. See README.md.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"math"
	"os"
	"strconv"
	"strings"
	"testing/fstest"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/pipeline"
	"chancery/internal/place"
	"chancery/lexicon"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data/places/geovirus.jsonl", "texts with located toponyms, a JSON object a line")
	out := flag.String("o", "lexicon/"+place.WeightsFile, "file of weights to read and to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		log.Fatal("places: ", err)
	}
}

// near is the distance in kilometres within which an answer is right.
const near = 161

// folds are parts of the texts, none of which a step may harm: what helps one
// and harms another is luck.
const folds = 4

// steps are what a weight is moved by.
var steps = []float64{-0.3, 0.3, -0.6, 0.6, -1, 1, -1.5, 1.5}

type text struct {
	d     *doc.Document
	spans []doc.Span
	at    [][2]float64
}

func run(data, out string) error {
	texts, err := read(data)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	ws := parse(file)
	best, err := score(texts, ws)
	if err != nil {
		return err
	}
	log.Printf("%d texts, %d toponyms right", len(texts), sum(best))
	for moved := true; moved; {
		moved = false
		for i := range ws {
			if !ws[i].fitted {
				continue
			}
			old, keep := ws[i].value, ws[i].value
			for _, s := range steps {
				ws[i].value = math.Round((old+s)*10) / 10
				got, err := score(texts, ws)
				if err != nil {
					return err
				}
				if better(got, best) {
					best, keep = got, ws[i].value
				}
			}
			if ws[i].value = keep; keep != old {
				moved = true
				log.Printf("%s %.1f → %.1f: %d right", ws[i].name, old, keep, sum(best))
			}
		}
	}
	return os.WriteFile(out, render(file, ws), 0o644)
}

func sum(xs [folds]int) int {
	n := 0
	for _, x := range xs {
		n += x
	}
	return n
}

func better(a, b [folds]int) bool {
	for i := range a {
		if a[i] < b[i] {
			return false
		}
	}
	return sum(a) > sum(b)
}

// score counts the toponyms resolved right in each fold.
func score(texts []text, ws []weight) (right [folds]int, err error) {
	tagger, err := place.New(with(ws))
	if err != nil {
		return right, err
	}
	for i, t := range texts {
		for k, p := range tagger.ResolveAt(t.d, t.spans) {
			if p.Resolved && place.Distance(t.at[k][0], t.at[k][1], p.Lat, p.Lon) <= near {
				right[i%folds]++
			}
		}
	}
	return right, nil
}

// read analyses the texts once; only the choice of places depends on weights.
func read(path string) ([]text, error) {
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []text
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for n := 1; sc.Scan(); n++ {
		var line struct {
			ID, Text string
			Toponyms []struct {
				Start, End int
				Lat, Lon   *float64
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		d, err := p.Reader.Text(line.Text, article.Meta{ID: line.ID, Lang: "en"})
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		p.Analyze(d)
		t := text{d: d}
		for _, x := range line.Toponyms {
			if x.Lat != nil && x.Lon != nil {
				t.spans = append(t.spans, doc.Span{Start: x.Start, End: x.End})
				t.at = append(t.at, [2]float64{*x.Lat, *x.Lon})
			}
		}
		out = append(out, t)
	}
	return out, sc.Err()
}

// weight is a line of the file.
type weight struct {
	line   int
	name   string
	value  float64
	fitted bool
}

func parse(file []byte) []weight {
	var out []weight
	for i, l := range strings.Split(string(file), "\n") {
		cols := strings.Split(l, "|")
		if strings.HasPrefix(l, "#") || len(cols) < 3 {
			continue
		}
		if v, err := strconv.ParseFloat(strings.TrimSpace(cols[1]), 64); err == nil {
			out = append(out, weight{i, strings.TrimSpace(cols[0]), v, strings.TrimSpace(cols[2]) == "fitted"})
		}
	}
	return out
}

func render(file []byte, ws []weight) []byte {
	lines := strings.Split(string(file), "\n")
	for _, w := range ws {
		from := "by hand"
		if w.fitted {
			from = "fitted"
		}
		lines[w.line] = fmt.Sprintf("%s | %s | %s", w.name, strconv.FormatFloat(w.value, 'f', -1, 64), from)
	}
	return []byte(strings.Join(lines, "\n"))
}

// with is the lexicon with other weights.
func with(ws []weight) fs.FS {
	var b bytes.Buffer
	for _, w := range ws {
		fmt.Fprintf(&b, "%s | %v\n", w.name, w.value)
	}
	return weighed{lexicon.Embedded(), fstest.MapFS{place.WeightsFile: {Data: b.Bytes()}}}
}

type weighed struct{ lexicon, weights fs.FS }

func (w weighed) Open(name string) (fs.File, error) {
	if name == place.WeightsFile {
		return w.weights.Open(name)
	}
	return w.lexicon.Open(name)
}
