package chronicle_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

// wordsOf are the words of a text in lower case, without their marks.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// witness is what the words of lines are held against.
type witness struct {
	sources map[string]map[string]bool // article → its words
	ours    map[string]bool            // words of the chronicle's own files
}

func newWitness(t testing.TB, stories map[string]chronicletest.Story) *witness {
	t.Helper()
	w := &witness{map[string]map[string]bool{}, map[string]bool{}}
	for id, s := range stories {
		w.sources[id] = map[string]bool{}
		for _, x := range wordsOf(s.Text + " " + s.Title) {
			w.sources[id][x] = true
		}
	}
	for _, name := range []string{"en/chronicle/patterns.rules", "en/chronicle/labels.txt"} {
		b, err := fs.ReadFile(lexicon.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			if line == "" || line[0] == '#' || line[0] == '+' {
				continue
			}
			for _, x := range wordsOf(line) {
				w.ours[x] = true
			}
		}
	}
	return w
}

// namesOf are the words that the record knows participants and places by.
func namesOf(rs []record.Report) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	states, err := lexicon.Table(lexicon.Embedded(), "en/actors/countries.txt", 2)
	if err != nil {
		panic(err)
	}
	country := map[string]string{}
	for _, r := range states {
		country[r.Col(0)] = r.Col(1)
	}
	for _, r := range rs {
		words := out[r.ID]
		if words == nil {
			words = map[string]bool{}
			out[r.ID] = words
		}
		all := append(append(append([]record.Actor(nil), r.Event.Actors...), r.Event.Recipients...), r.AttributedTo...)
		for _, a := range all {
			for _, x := range wordsOf(a.Name + " " + a.Text + " " + a.Role + " " + country[a.Country]) {
				words[x] = true
			}
		}
		if p := r.Event.Place; p != nil {
			for _, x := range wordsOf(p.Name + " " + p.Text) {
				words[x] = true
			}
		}
		for _, x := range wordsOf(r.Outlet()) {
			words[x] = true
		}
	}
	return out
}

// unsupported lists the words of an entry's line that stand in none of its
// sources, are no name of the record, no figure of a date and no word of the
// chronicle's own files.
func (w *witness) unsupported(e *chronicle.Entry, names map[string]map[string]bool, byID map[string][]record.Report) []string {
	var out []string
words:
	for _, x := range wordsOf(e.Sentence) {
		if figure := strings.TrimLeft(x, "0123456789"); w.ours[x] || figure == "" || figure == "s" && figure != x { // "the 1980s"
			continue
		}
		for _, s := range e.Sources {
			if w.sources[s.Doc][x] {
				continue words
			}
		}
		for _, id := range e.Happenings {
			for _, r := range byID[id] {
				if names[r.ID][x] {
					continue words
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// ownWords takes out of a line what an editor added: what stands in square
// brackets, who is named before a quotation or behind "according to".
func ownWords(e *chronicle.Entry) []string {
	s := e.Sentence
	if e.Made == chronicle.Quoted || strings.Contains(s, ": “") {
		_, s, _ = strings.Cut(s, ": “")
	}
	if i := strings.LastIndex(s, ", according to "); i > 0 {
		s = s[:i]
	}
	for {
		open := strings.IndexByte(s, '[')
		shut := strings.IndexByte(s, ']')
		if open < 0 || shut < open {
			return wordsOf(s)
		}
		s = s[:open] + " " + s[shut+1:]
	}
}

// inOrder reports whether words stand in a text in this order.
func inOrder(words []string, text string) bool {
	i := 0
	for _, x := range wordsOf(text) {
		if i < len(words) && words[i] == x {
			i++
		}
	}
	return i == len(words)
}

// judge holds every line of a chronicle against its sources.
func judge(t *testing.T, rs []record.Report, stories map[string]chronicletest.Story, o chronicle.Options) {
	t.Helper()
	w, names := newWitness(t, stories), namesOf(rs)
	byID := map[string][]record.Report{}
	evidence := map[string]string{}
	hs := chronicletest.Merged(rs)
	for _, h := range hs {
		byID[h.ID] = h.Reports
	}
	for _, r := range rs {
		evidence[r.ID] = r.Evidence.Text
	}
	o.Unrealised = true
	es := entries(t, hs, o)
	made := map[string]int{}
	for i := range es {
		e := &es[i]
		made[e.Made]++
		if bad := w.unsupported(e, names, byID); len(bad) > 0 {
			t.Errorf("%s %s\n\tno source says %q", e.Date, e.Sentence, bad)
		}
		if e.From >= 0 && !inOrder(ownWords(e), evidence[e.Sources[e.From].Record]) {
			t.Errorf("%s %s\n\tis not in the words of %q", e.Date, e.Sentence, evidence[e.Sources[e.From].Record])
		}
	}
	if len(es) == 0 {
		t.Error("no entries")
	}
	t.Logf("%d events, %d entries, %v", len(rs), len(es), made)
}

// samples codes the articles of the repository's own.
func samples(t testing.TB) ([]record.Report, map[string]chronicletest.Story) {
	t.Helper()
	p := chronicletest.Coder(t)
	files, err := filepath.Glob("../../samples/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	stories := map[string]chronicletest.Story{}
	var rs []record.Report
	for item, err := range p.Reader.Items(t.Context(), files, os.Stdin) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := p.Reader.Read(item)
		if err != nil {
			t.Fatal(err)
		}
		var c *pipeline.Coded = p.Code(d)
		stories[d.ID] = chronicletest.Story{ID: d.ID, Title: d.Title, Text: d.Text}
		rs = append(rs, chronicletest.ReportsOf(c.Records)...)
	}
	return rs, stories
}

func TestEveryWordHasASource(t *testing.T) {
	t.Run("samples", func(t *testing.T) {
		rs, stories := samples(t)
		judge(t, rs, stories, chronicle.Options{})
	})
	for _, c := range corpora {
		t.Run(filepath.Base(c.path), func(t *testing.T) {
			rs, stories := chronicletest.Corpus(t, c.path, *stories, c.published)
			judge(t, rs, stories, chronicle.Options{})
		})
	}
}

// A witness that sees nothing proves nothing.
func TestTheWitnessNotices(t *testing.T) {
	rs, stories := samples(t)
	w, names := newWitness(t, stories), namesOf(rs)
	e := entries(t, chronicletest.Merged(rs), chronicle.Options{})[0]
	byID := map[string][]record.Report{e.ID: rs}
	if bad := w.unsupported(&e, names, byID); len(bad) > 0 {
		t.Fatalf("%s: %q", e.Sentence, bad)
	}
	e.Sentence = "Martians " + e.Sentence
	if bad := w.unsupported(&e, names, byID); len(bad) != 1 || bad[0] != "martians" {
		t.Errorf("found %q, want martians", bad)
	}
	if inOrder([]string{"b", "a"}, "a b") || !inOrder([]string{"a", "c"}, "a b c") {
		t.Error("words out of order are not noticed")
	}
}
