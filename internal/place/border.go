package place

import (
	"io/fs"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// Border is the feature code of the border of two countries, which GeoNames
// lacks. It is a region, in neither of them.
const Border = "BDRY"

// readBorders reads ISO2 of two countries | lat | lon.
func (t *Tagger) readBorders(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/borders.txt", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		a, b, _ := strings.Cut(r.Col(0), " ")
		i, ok := t.byISO2[a]
		k, other := t.byISO2[b]
		if !ok || !other {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "want the codes of two countries"}
		}
		p := Place{Name: t.at(t.countries[i].place).Name + "–" + t.at(t.countries[k].place).Name + " border", Feature: Border}
		if p.Lat, p.Lon, err = coordinates(r, 1, 2); err != nil {
			return err
		}
		t.borders[[2]string{a, b}] = t.addPlace(p, nil)
	}
	return nil
}

// border takes the word "border" at token i for a place where the words beside it
// say whose it is: "the Thai-Cambodian border", "the border between Iran and
// Pakistan", "Syria's border with Turkey". The countries are names of their own.
func (r *reader) border(i int, s doc.Sentence) bool {
	if f := r.form(i); f != "border" && f != "frontier" {
		return false
	}
	var a, b string
	switch next := r.form(i + 1); next {
	case "between":
		var and int
		if a, and = r.stateFrom(i+2, s); r.form(and) == "and" {
			b, _ = r.stateFrom(and+1, s)
		}
	case "with":
		before := i
		if f := r.form(i - 1); f == "'s" || f == "’s" {
			before--
		}
		a, _ = r.stateTo(before, s)
		b, _ = r.stateFrom(i+2, s)
	default:
		var sep int
		b, sep = r.stateTo(i, s)
		switch r.form(sep - 1) {
		case "-", "–", "—", "/":
			a, _ = r.stateTo(sep-1, s)
		}
	}
	k, ok := r.t.borders[[2]string{min(a, b), max(a, b)}]
	if !ok {
		return false
	}
	c := r.t.candidate(k, Primary)
	r.names = append(r.names, name{Span: r.d.Tokens[i].Span, first: i, last: i + 1, hash: r.hash(c.Name), inside: -1,
		candidates: []Candidate{c}, score: 8, why: []string{"the border of two countries"}})
	return true
}

// stateFrom is the country whose name or adjective begins at token i, and the
// token behind it.
func (r *reader) stateFrom(i int, s doc.Sentence) (iso2 string, next int) {
	if r.form(i) == "the" {
		i++
	}
	for j := min(i+maxWords, s.Last); j > i; j-- {
		if c := r.state(i, j); c != "" {
			return c, j
		}
	}
	return "", i
}

// stateTo is the country whose name or adjective ends before token end, and the
// token that it begins at.
func (r *reader) stateTo(end int, s doc.Sentence) (iso2 string, first int) {
	for i := max(s.First, end-maxWords); i < end; i++ {
		if c := r.state(i, end); c != "" {
			return c, i
		}
	}
	return "", end
}

// state is the country that tokens [i, j) name, by a name or by an adjective.
func (r *reader) state(i, j int) string {
	if !capital(r.form(i)) || j-i > 1 && !capital(r.form(j-1)) {
		return "" // stops, too, which names are compared without
	}
	text := r.d.Slice(r.d.TokenSpan(i, j))
	if k, ok := r.t.demonym(text); ok {
		return r.t.at(k).ISO2
	}
	if iso3, ok := r.t.Country(text); ok {
		return r.t.countries[r.t.byISO3[iso3]].iso2
	}
	return ""
}
