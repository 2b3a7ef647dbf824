package identity

import (
	"errors"
	"fmt"
	"io/fs"

	"chancery/internal/record"
	"chancery/lexicon"
)

// Lint reads the lexicon of names and offices and runs the examples of
// spelling.rules: what must be one name must also be found under one key.
func Lint(fsys fs.FS) []lexicon.Problem {
	r, err := New(fsys)
	if err != nil {
		var p lexicon.Problem
		if !errors.As(err, &p) {
			p = lexicon.Problem{File: dir, Msg: err.Error()}
		}
		return []lexicon.Problem{p}
	}
	var out []lexicon.Problem
	blocks := r.names.spelling.blocks
	for i := range blocks {
		b := &blocks[i]
		indexed := b.Get("spell") == "" || b.Get("sound") != ""
		for _, e := range b.Examples {
			if msg := r.example(e, b.Get("country"), indexed); msg != "" {
				out = append(out, lexicon.Problem{File: b.File, Line: e.Line, Msg: msg})
			}
		}
	}
	return append(out, r.words.lint(fsys)...)
}

// example runs one pair of names and says what is wrong with it, or "".
func (r *Resolver) example(e lexicon.Example, country string, indexed bool) string {
	if e.Text == "" || e.Want == "" {
		return "an example is two names: \"+ Kadhafi => Gaddafi\""
	}
	same, score := r.Same(e.Text, e.Want, record.Person, country)
	switch {
	case same != e.Positive:
		return fmt.Sprintf("%q and %q are %s (%.2f)", e.Text, e.Want, map[bool]string{true: "one name", false: "two names"}[same], score)
	case e.Positive && indexed && !r.Found(e.Text, e.Want, record.Person, country):
		return fmt.Sprintf("%q is not found under a key of %q", e.Text, e.Want)
	}
	return ""
}

// lint checks the table of offices: words that mean two things in one country.
func (v *vocabulary) lint(fsys fs.FS) []lexicon.Problem {
	rows, err := lexicon.Table(fsys, english+"offices.txt", 3)
	if err != nil {
		return nil // New has read it
	}
	type use struct {
		words, country string
		field          bool
	}
	seen := map[use]int{}
	var out []lexicon.Problem
	for _, r := range rows {
		countries := lexicon.Split(r.Col(3))
		for _, c := range countries {
			if v.state[c] == "" && len(c) != 3 {
				out = append(out, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("unknown country %q", c)})
			}
		}
		if len(countries) == 0 {
			countries = []string{""}
		}
		for _, w := range lexicon.Split(r.Col(0)) {
			for _, c := range countries {
				u := use{v.letters.fold(w), c, r.Col(2) == "field"}
				if line, ok := seen[u]; ok && line != r.Line {
					out = append(out, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("%q is listed already on line %d", w, line)})
				}
				seen[u] = r.Line
			}
		}
	}
	return out
}
