package eval

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"chancery/internal/doc"
)

// TimeDoc is a TimeML document: its plain text, the day it was written, and
// the TIMEX3 that annotators marked in the text.
type TimeDoc struct {
	ID, Published, Text string
	Gold                []doc.Timex
}

var (
	creation = regexp.MustCompile(`(?s)<DCT>.*?value="([^"]+)"`)
	body     = regexp.MustCompile(`(?s)<TEXT>(.*?)</TEXT>`)
	piece    = regexp.MustCompile(`<(/?)(\w+)([^>]*)>|([^<]+)`)
	attr     = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// ReadTimeML reads a .tml file.
func ReadTimeML(id string, raw []byte) (TimeDoc, error) {
	s := strings.ToValidUTF8(string(raw), "\uFFFD")
	d := TimeDoc{ID: id}
	if m := creation.FindStringSubmatch(s); m != nil {
		d.Published = m[1][:min(10, len(m[1]))]
	}
	t := body.FindStringSubmatch(s)
	if t == nil {
		return d, fmt.Errorf("%s: no <TEXT>", id)
	}
	var text strings.Builder
	var open []doc.Timex
	for _, m := range piece.FindAllStringSubmatch(t[1], -1) {
		switch {
		case m[4] != "":
			text.WriteString(html.UnescapeString(m[4]))
		case m[2] != "TIMEX3":
		case m[1] == "":
			tx := doc.Timex{Span: doc.Span{Start: text.Len()}}
			for _, a := range attr.FindAllStringSubmatch(m[3], -1) {
				switch a[1] {
				case "type":
					tx.Type = a[2]
				case "value":
					tx.Value = a[2]
				case "mod":
					tx.Mod = a[2]
				}
			}
			open = append(open, tx)
		case len(open) == 0:
			return d, fmt.Errorf("%s: </TIMEX3> closes nothing", id)
		default:
			tx := open[len(open)-1]
			open = open[:len(open)-1]
			if tx.Span.End = text.Len(); tx.Len() > 0 {
				d.Gold = append(d.Gold, tx)
			}
		}
	}
	d.Text = text.String()
	return d, nil
}

// ReadTimeMLDir reads every .tml file under a folder, in the order of their
// paths.
func ReadTimeMLDir(root string) ([]TimeDoc, error) {
	var names []string
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasSuffix(p, ".tml") {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("eval: time: %w", err)
	}
	sort.Strings(names)
	docs := make([]TimeDoc, 0, len(names))
	for _, p := range names {
		raw, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("eval: time: %w", err)
		}
		d, err := ReadTimeML(strings.TrimSuffix(filepath.Base(p), ".tml"), raw)
		if err != nil {
			return nil, fmt.Errorf("eval: time: %w", err)
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// TimeError is an expression missed, spurious, cut otherwise, or given another
// value.
type TimeError struct {
	Kind      string // "missed", "spurious", "extent", "value"
	Doc       string
	Published string
	Gold, Got doc.Timex
	Text      string // the words, in their sentence's neighbourhood
}

func (e TimeError) String() string {
	return fmt.Sprintf("%-8s %s (%s) want %s %q, got %s %q by %s: %s",
		e.Kind, e.Doc, e.Published, e.Gold.Type, e.Gold.Value, e.Got.Type, e.Got.Value, e.Got.Rule, e.Text)
}

// Time measures time expressions against a folder of TimeML documents, by the
// measures of TempEval-3. An expression found counts for strict when its bytes
// are the annotators', for relaxed when it overlaps theirs; value and type
// count among those that overlap, over all system and all gold expressions.
// analyze fills d.Times of a document that holds its text and the day it was
// written. A limit of 0 measures the whole folder.
func Time(dir string, limit int, analyze func(d *doc.Document)) (*Report, error) {
	docs, err := ReadTimeMLDir(dir)
	if err != nil {
		return nil, err
	}
	if limit > 0 && limit < len(docs) {
		docs = docs[:limit]
	}
	rep, errs := TimeDocs(docs, analyze)
	rep.File = filepath.Base(dir)
	for _, e := range errs {
		rep.Worst = append(rep.Worst, e.String())
	}
	return rep, nil
}

// TimeDocs is Time on documents already read; it gives the errors one by one.
func TimeDocs(docs []TimeDoc, analyze func(d *doc.Document)) (*Report, []TimeError) {
	s := timeScore{strict: Row{Name: "strict"}, relaxed: Row{Name: "relaxed"}, kind: Row{Name: "type"}, value: Row{Name: "value"}}
	for _, td := range docs {
		d := &doc.Document{ID: td.ID, Lang: "en", Published: td.Published, Text: td.Text}
		analyze(d)
		s.add(td, d)
	}
	rep := &Report{Set: "time", Items: len(docs), Unit: "documents"}
	rep.Rows = []Row{s.strict, s.relaxed, s.kind, s.value}
	for _, r := range rep.Rows {
		rep.Add(r.Name+" F1", r.F1())
	}
	return rep, s.errors
}

type timeScore struct {
	strict, relaxed, kind, value Row
	errors                       []TimeError
}

func (s *timeScore) add(td TimeDoc, d *doc.Document) {
	for _, r := range []*Row{&s.strict, &s.relaxed, &s.kind, &s.value} {
		r.Gold += len(td.Gold)
		r.System += len(d.Times)
	}
	used := make([]bool, len(d.Times))
	fail := func(kind string, gold, got doc.Timex) {
		at := gold.Span
		if kind == "spurious" {
			at = got.Span
		}
		s.errors = append(s.errors, TimeError{kind, td.ID, td.Published, gold, got, around(td.Text, at)})
	}
	for _, g := range td.Gold {
		// The exact expression first, else the one that shares most bytes, and
		// of equals the later.
		best, bestExact, bestShare := -1, false, 0
		for i, t := range d.Times {
			if used[i] || !t.Span.Overlaps(g.Span) {
				continue
			}
			exact := t.Span == g.Span
			share := min(t.Span.End, g.Span.End) - max(t.Start, g.Start)
			if best < 0 || exact && !bestExact || exact == bestExact && share >= bestShare {
				best, bestExact, bestShare = i, exact, share
			}
		}
		if best < 0 {
			fail("missed", g, doc.Timex{})
			continue
		}
		used[best] = true
		t := d.Times[best]
		s.relaxed.Right++
		if bestExact {
			s.strict.Right++
		} else {
			fail("extent", g, t)
		}
		if t.Type == g.Type {
			s.kind.Right++
		}
		if t.Value == g.Value {
			s.value.Right++
		} else {
			fail("value", g, t)
		}
	}
	for i, t := range d.Times {
		if !used[i] {
			fail("spurious", doc.Timex{}, t)
		}
	}
}

// around shows a span in brackets with what stands near it.
func around(text string, sp doc.Span) string {
	a, z := max(0, sp.Start-60), min(len(text), sp.End+40)
	s := text[a:sp.Start] + "[" + text[sp.Start:sp.End] + "]" + text[sp.End:z]
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}
