package place

import (
	"errors"
	"io/fs"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// outlet is where a publisher is at home.
type outlet struct{ town, within string }

// readOutlets reads domain or name, … | town | ISO2 or division code. Towns are
// looked up when a document names the publisher.
func (t *Tagger) readOutlets(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/outlets.txt", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, n := range lexicon.Split(r.Col(0)) {
			t.outlets[strings.ToLower(n)] = outlet{r.Col(1), r.Col(2)}
		}
	}
	return nil
}

// Lint finds publishers whose town the gazetteer does not have.
func Lint(fsys fs.FS) []lexicon.Problem {
	t, err := New(fsys)
	if err != nil {
		var p lexicon.Problem
		if errors.As(err, &p) {
			return []lexicon.Problem{p}
		}
		return []lexicon.Problem{{File: "en/places", Msg: err.Error()}}
	}
	rows, err := lexicon.Table(fsys, "en/places/outlets.txt", 3)
	if err != nil {
		return []lexicon.Problem{{File: "en/places/outlets.txt", Msg: err.Error()}}
	}
	var out []lexicon.Problem
	for _, r := range rows {
		if t.town(r.Col(1), r.Col(2)) < 0 {
			out = append(out, lexicon.Problem{File: r.File, Line: r.Line, Msg: "the gazetteer has no " + r.Col(1) + " in " + r.Col(2)})
		}
	}
	return out
}

// home is where the document's publisher is at home, or nil.
func (t *Tagger) home(d *doc.Document) *Candidate {
	for _, s := range []string{d.Site, d.Publisher} {
		o, ok := t.outlets[host(s)]
		if !ok {
			continue
		}
		if i := t.town(o.town, o.within); i >= 0 {
			c := t.candidate(i, Primary)
			return &c
		}
	}
	return nil
}

func host(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }
