package eval

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
)

// gram is the length, in words, of the runs that pages are compared by.
const gram = 4

// Pages measures the extraction of article text from web pages on a folder of
// pages (NAME.html.gz) and truth.json, as scrapinghub's
// article-extraction-benchmark does: text is cut into words, words into runs of
// four, and counts of runs compared; precision and recall are the means over
// pages, F1 is their harmonic mean. extract returns the text, or an error where
// it finds no article, which scores as no text.
func Pages(ctx context.Context, dir string, extract func(page []byte, url string) (string, error)) (*Report, error) {
	truth := map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}{}
	raw, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return nil, fmt.Errorf("measuring pages: %w", err)
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		return nil, fmt.Errorf("measuring pages: truth.json: %w", err)
	}
	names := make([]string, 0, len(truth))
	for name := range truth {
		names = append(names, name)
	}
	slices.Sort(names)
	rep := &Report{Set: "pages", File: filepath.Base(dir), Items: len(names), Unit: "pages"}
	type scored struct {
		p, r float64
		line string
	}
	var all []scored
	var took time.Duration
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page, err := gunzip(filepath.Join(dir, name+".html.gz"))
		if err != nil {
			return nil, fmt.Errorf("measuring pages: %w", err)
		}
		want := truth[name]
		start := time.Now()
		got, err := extract(page, want.URL)
		took += time.Since(start)
		if err != nil {
			got = ""
		}
		p, r := shingleScore(want.Body, got)
		line := fmt.Sprintf("P %.2f R %.2f %s %s", p, r, name[:min(8, len(name))], want.URL)
		if err != nil {
			line += ": " + err.Error()
		}
		all = append(all, scored{p, r, line})
	}
	var p, r float64
	for _, s := range all {
		p += s.p / float64(len(all))
		r += s.r / float64(len(all))
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		switch x, y := a.p+a.r, b.p+b.r; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for _, s := range all[:min(len(all), 200)] {
		rep.Worst = append(rep.Worst, s.line)
	}
	rep.Add("seconds a page", took.Seconds()/float64(max(1, len(all))))
	rep.Add("precision", p)
	rep.Add("recall", r)
	f1 := 0.0
	if p+r > 0 {
		f1 = 2 * p * r / (p + r)
	}
	rep.Add("F1", f1)
	return rep, nil
}

func gunzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return io.ReadAll(z)
}

// shingleScore is the precision and recall of runs of words, equal runs counted
// as often as they occur.
func shingleScore(want, got string) (p, r float64) {
	a, b := shingles(want), shingles(got)
	both, wrong, missed := 0, 0, 0
	for k, n := range a {
		both += min(n, b[k])
		missed += max(0, n-b[k])
	}
	for k, n := range b {
		wrong += max(0, n-a[k])
	}
	if wrong == 0 && missed == 0 {
		return 1, 1
	}
	return ratio(both, both+wrong), ratio(both, both+missed)
}

func shingles(s string) map[string]int {
	words := strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) && c != '_' })
	out := map[string]int{}
	for i := range max(1, len(words)-gram+1) {
		if run := words[min(i, len(words)):min(i+gram, len(words))]; len(run) > 0 {
			out[strings.Join(run, " ")]++
		}
	}
	return out
}
