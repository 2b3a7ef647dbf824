package coder

import (
	"fmt"
	"io/fs"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/place"
	"chancery/lexicon"
)

const (
	whereFile = dir + "/where.txt"
	seatsFile = dir + "/seats.txt"
)

// placing is a row of where.txt: where events of a type, or a mode, happen.
type placing struct {
	preps        map[string]bool
	deep, object bool
	sole         bool   // the sentence's only place will do
	untold       string // "actor", "recipient", "home", "within", "-"
	dateline     string // "any", "lead", "no"
}

// word: the type is one of things said and settled between people, not of deeds.
func (row *placing) word() bool { return row.dateline == "any" }

// strikes: such an event may befall others far from who acts.
func (row *placing) strikes() bool { return row.untold == "recipient" || row.untold == "within" }

// placings are the rows of where.txt by type and "type mode", and the places
// that events may have without the story naming them.
type placings struct {
	rows      map[string]*placing
	every     map[string]bool // prepositions of all types
	seats     map[string]doc.Toponym
	countries map[string]doc.Toponym
}

func loadPlacings(fsys fs.FS, types map[string]*typeInfo) (*placings, error) {
	p := &placings{rows: map[string]*placing{}, seats: map[string]doc.Toponym{}, countries: map[string]doc.Toponym{}}
	rows, err := lexicon.Table(fsys, whereFile, 5)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		row, err := readPlacing(r, types)
		if err != nil {
			return nil, err
		}
		if r.Col(0) == "*" {
			p.every = row.preps
		}
		p.rows[r.Col(0)] = row
	}
	if p.rows["*"] == nil {
		return nil, lexicon.Problem{File: whereFile, Line: 1, Msg: "want a row for all types: *"}
	}
	for _, row := range p.rows {
		for prep := range p.every {
			row.preps[prep] = true
		}
	}
	if rows, err = lexicon.Table(fsys, seatsFile, 6); err != nil {
		return nil, err
	}
	for _, r := range rows { // organisation | town | country | GeoNames id | lat | lon
		t := doc.Toponym{Name: r.Col(1), Country: r.Col(2), Resolved: true, Precision: "city", Feature: "PPL"}
		if _, err := fmt.Sscan(strings.Join(r.Cols[3:6], " "), &t.GeoNamesID, &t.Lat, &t.Lon); err != nil {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: "want an id, latitude and longitude: " + err.Error()}
		}
		p.seats[r.Col(0)] = t
	}
	countries, err := place.Countries(fsys)
	if err != nil {
		return nil, err
	}
	for iso3, c := range countries {
		p.countries[iso3] = doc.Toponym{Name: c.Name, Country: iso3, GeoNamesID: c.ID, Lat: c.Lat, Lon: c.Lon, Resolved: true,
			Precision: place.Precision(c.Feature), Feature: c.Feature, Population: c.Population}
	}
	return p, nil
}

func readPlacing(r lexicon.Row, types map[string]*typeInfo) (*placing, error) {
	bad := func(format string, a ...any) (*placing, error) {
		return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf(format, a...)}
	}
	typ, mode, _ := strings.Cut(r.Col(0), " ")
	if typ != "*" {
		ti := types[typ]
		if ti == nil {
			return bad("unknown type %q", typ)
		}
		if _, ok := ti.modes[mode]; mode != "" && !ok {
			return bad("type %s has no mode %q", typ, mode)
		}
	}
	row := &placing{preps: map[string]bool{}, untold: r.Col(3), dateline: r.Col(4)}
	for _, prep := range lexicon.Split(r.Col(1)) {
		row.preps[prep] = true
	}
	for _, w := range lexicon.Split(r.Col(2)) {
		switch w {
		case "deep":
			row.deep = true
		case "obj":
			row.object = true
		case "sole":
			row.sole = true
		case "own":
		default:
			return bad("phrases: %q is none of own, deep, obj, sole", w)
		}
	}
	switch row.untold {
	case "actor", "recipient", "home", "within", "-":
	default:
		return bad("untold: %q is none of actor, recipient, home, within, -", row.untold)
	}
	switch row.dateline {
	case "any", "lead", "no":
	default:
		return bad("dateline: %q is none of any, lead, no", row.dateline)
	}
	return row, nil
}

// placing is the row for a type and mode.
func (v *vocabulary) placing(typ, mode string) *placing {
	for _, key := range []string{typ + " " + mode, typ} {
		if row := v.places.rows[key]; row != nil {
			return row
		}
	}
	return v.places.rows["*"]
}

// leads reports whether a preposition leads to where an event is, given the
// place behind it: one is on an island or a border, and makes statements on a
// state or a town.
func (row *placing) leads(prep string, p *doc.Toponym) bool {
	if prep == "on" && !row.preps["on"] {
		return p != nil && !strings.HasPrefix(p.Feature, "PCL") && !strings.HasPrefix(p.Feature, "PPL") && !strings.HasPrefix(p.Feature, "ADM")
	}
	return row.preps[prep]
}
