package place

import (
	"errors"
	"io/fs"
	"slices"
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

// home is where the document's publisher is at home: its town, else the country
// its domain ends in, else nil.
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
	for _, s := range []string{d.Site, d.Publisher} {
		if k, ok := t.domainCountry(host(s)); ok {
			c := t.candidate(t.countries[k].place, Primary)
			return &c
		}
	}
	return nil
}

// domainCountry is the country of a domain's last label. Labels that are sold
// to all the world say nothing.
func (t *Tagger) domainCountry(host string) (country int, ok bool) {
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || len(host)-dot != 3 || strings.ContainsAny(host, " ") {
		return 0, false
	}
	switch label := strings.ToUpper(host[dot+1:]); label {
	case "TV", "ME", "CO", "IO", "FM", "AM", "WS", "TO", "CC", "LY", "AI", "NU", "TK":
		return 0, false
	case "UK":
		country, ok = t.byISO2["GB"]
	default:
		country, ok = t.byISO2[label]
	}
	return country, ok
}

func host(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }

// american is how surely the words say that a document is local news of the
// United States, 0..1. A local paper names its town without saying where it is,
// and many a town there is called after a country or a capital.
func (r *reader) american() float64 {
	var seen []string
	for i := range r.d.Tokens {
		w := r.form(i)
		if r.t.class(w)&american == 0 || slices.Contains(seen, w) {
			continue
		}
		if seen = append(seen, w); len(seen) == 4 {
			break
		}
	}
	return float64(len(seen)) / 4
}
