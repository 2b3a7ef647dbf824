// Package place finds the names of places in a report and says which place of
// the gazetteer each one means.
//
// It works in two steps. Recognition walks over capitalised words, takes the
// longest names that the gazetteer or the lexicon knows, and tells toponyms from
// people, organisations and teams by the words around them and by what the named
// entity tagger says. Resolution then makes one decision for the whole story:
// every name's candidates are scored by what the text states ("Paris, Texas"),
// by what the other names of the story support, by nearness to them, and by how
// well known a candidate is.
package place

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"chancery/lexicon"
)

// Tagger finds and resolves toponyms. It is safe for concurrent use.
type Tagger struct {
	gaz       *Gazetteer
	extra     []Place // places of the lexicon, numbered from gaz.Len()
	names     map[uint64][]nameRef
	moved     map[int]correction // gazetteer places that the lexicon corrects
	countries []country
	byISO2    map[string]int
	byISO3    map[string]int
	words     map[string]wordClass
	outlets   map[string]outlet
	weights   weights
	demonyms  map[string]int    // "Iranian" → country
	borders   map[[2]string]int // two ISO2 in their order → place
	acronyms  map[uint64]bool   // names that mean a place in capitals only: "CAR"
}

// correction is a gazetteer place as the lexicon has it; noted where the lexicon
// says that news names it often, by giving a point.
type correction struct {
	Place
	noted bool
}

type nameRef struct {
	place int
	kind  NameKind
}

type country struct {
	iso2, iso3 string
	place      int
	near       []string // neighbours, ISO2
	continent  string
}

// Candidate is a place that a name may mean.
type Candidate struct {
	Place
	Country string // ISO 3166-1 alpha-3
	Kind    NameKind

	index          int
	noted          bool  // the lexicon names it: a country, a division that news names often, a region
	admin1, admin2 int32 // numbers of its divisions; -1 unknown
	prior          float64
	class          class
}

// New opens the embedded gazetteer and reads the lexicon's places from fsys.
func New(fsys fs.FS) (*Tagger, error) {
	g, err := OpenGazetteer(embedded)
	if err != nil {
		return nil, err
	}
	t := &Tagger{gaz: g, names: map[uint64][]nameRef{}, moved: map[int]correction{},
		byISO2: map[string]int{}, byISO3: map[string]int{}, words: map[string]wordClass{}, outlets: map[string]outlet{}, demonyms: map[string]int{}, borders: map[[2]string]int{}, acronyms: map[uint64]bool{}}
	for _, read := range []func(fs.FS) error{t.readWeights, t.readCountries, t.readDivisions, t.readFeatures, t.readBorders, t.readNames, t.readWords, t.readDemonyms, t.readOutlets} {
		if err := read(fsys); err != nil {
			return nil, fmt.Errorf("place: %w", err)
		}
	}
	return t, nil
}

func (t *Tagger) addName(name string, place int, kind NameKind) {
	h := hash(Fold(nil, name))
	if len(name) < 6 && allCapitals(name) {
		t.acronyms[h] = true
	}
	for k, r := range t.names[h] {
		if r.place == place {
			if kind == Preferred {
				t.names[h][k].kind = kind
			}
			return
		}
	}
	t.names[h] = append(t.names[h], nameRef{place, kind})
}

func (t *Tagger) addPlace(p Place, others []string) int {
	t.extra = append(t.extra, p)
	i := t.gaz.Len() + len(t.extra) - 1
	t.addName(p.Name, i, Primary)
	for _, n := range others {
		t.addName(n, i, Variant)
	}
	return i
}

// class is what resolution needs to know of a feature code.
type class uint8

const (
	isOther class = iota // regions, waters, buildings
	isCountry
	isAdmin1
	isAdmin2
	isTown
)

func classOf(feature string) class {
	switch {
	case strings.HasPrefix(feature, "PPL"):
		return isTown
	case strings.HasPrefix(feature, "PCL"):
		return isCountry
	case feature == "ADM1":
		return isAdmin1
	case feature == "ADM2":
		return isAdmin2
	}
	return isOther
}

// at is place i of the gazetteer as the lexicon corrects it, or of the lexicon.
func (t *Tagger) at(i int) Place {
	if k := i - t.gaz.Len(); k >= 0 {
		return t.extra[k]
	}
	if p, ok := t.moved[i]; ok {
		return p.Place
	}
	return t.gaz.At(i)
}

func coordinates(r lexicon.Row, lat, lon int) (la, lo float64, err error) {
	la, err = strconv.ParseFloat(r.Col(lat), 64)
	if err == nil {
		lo, err = strconv.ParseFloat(r.Col(lon), 64)
	}
	if err != nil || math.Abs(la) > 90 || math.Abs(lo) > 180 {
		return 0, 0, lexicon.Problem{File: r.File, Line: r.Line, Msg: "want latitude and longitude in degrees"}
	}
	return la, lo, nil
}

func number(r lexicon.Row, col int) (int, error) {
	if r.Col(col) == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(r.Col(col))
	if err != nil || n < 0 {
		return 0, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("column %d: want a number", col+1)}
	}
	return n, nil
}

// readCountries reads ISO2 | ISO3 | id | lat | lon | population | continent |
// neighbours | name | other names.
func (t *Tagger) readCountries(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/countries.txt", 9)
	if err != nil {
		return err
	}
	for _, r := range rows {
		p, err := countryPlace(r)
		if err != nil {
			return err
		}
		t.byISO2[r.Col(0)] = len(t.countries)
		t.byISO3[r.Col(1)] = len(t.countries)
		t.countries = append(t.countries, country{iso2: r.Col(0), iso3: r.Col(1),
			place: t.addPlace(p, lexicon.Split(r.Col(9))), near: strings.Fields(r.Col(7)), continent: r.Col(6)})
	}
	return nil
}

func countryPlace(r lexicon.Row) (Place, error) {
	p := Place{Name: r.Col(8), ISO2: r.Col(0), Feature: "PCLI"}
	var err error
	if p.Lat, p.Lon, err = coordinates(r, 3, 4); err != nil {
		return p, err
	}
	if p.ID, err = number(r, 2); err != nil {
		return p, err
	}
	p.Population, err = number(r, 5)
	return p, err
}

// Countries are the lexicon's countries and territories by ISO 3166-1 alpha-3
// code, for stages that know a country without a toponym.
func Countries(fsys fs.FS) (map[string]Place, error) {
	rows, err := lexicon.Table(fsys, "en/places/countries.txt", 9)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Place, len(rows))
	for _, r := range rows {
		if out[r.Col(1)], err = countryPlace(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readDivisions reads code | lat | lon | name | other names: well-known
// first-level divisions with a better point than the middle of their towns.
func (t *Tagger) readDivisions(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/divisions.txt", 4)
	if err != nil {
		return err
	}
	byCode := map[string]int{}
	for i := 0; i < t.gaz.Len() && t.gaz.without(i).Feature == "ADM1"; i++ {
		byCode[t.gaz.code(i)] = i
	}
	for _, r := range rows {
		i, ok := byCode[r.Col(0)]
		if !ok {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "no division has the code " + r.Col(0)}
		}
		p := t.gaz.At(i)
		noted := r.Col(1) != ""
		if noted {
			if p.Lat, p.Lon, err = coordinates(r, 1, 2); err != nil {
				return err
			}
		}
		p.Name = r.Col(3)
		t.moved[i] = correction{p, noted}
		t.addName(p.Name, i, Primary)
		for _, n := range lexicon.Split(r.Col(4)) {
			t.addName(n, i, Variant)
		}
	}
	return nil
}

// readFeatures reads name | feature | lat | lon | ISO2 | id | other names:
// regions, waters, buildings.
func (t *Tagger) readFeatures(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/features.txt", 4)
	if err != nil {
		return err
	}
	for _, r := range rows {
		p := Place{Name: r.Col(0), Feature: r.Col(1), ISO2: r.Col(4)}
		if p.Lat, p.Lon, err = coordinates(r, 2, 3); err != nil {
			return err
		}
		if p.ID, err = number(r, 5); err != nil {
			return err
		}
		if _, ok := t.byISO2[p.ISO2]; !ok && p.ISO2 != "" {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "no country has the code " + p.ISO2}
		}
		t.addPlace(p, lexicon.Split(r.Col(6)))
	}
	return nil
}

// readNames reads names | the gazetteer's name | ISO2 or division code | the name
// to print: names of towns that news uses and GeoNames' list of towns lacks.
func (t *Tagger) readNames(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/names.txt", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		best := t.town(r.Col(1), r.Col(2))
		if best < 0 {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "the gazetteer has no " + r.Col(1) + " in " + r.Col(2)}
		}
		for _, n := range lexicon.Split(r.Col(0)) {
			t.addName(n, best, Preferred)
		}
		if r.Col(3) != "" {
			p := t.at(best)
			p.Name = r.Col(3)
			t.moved[best] = correction{p, t.moved[best].noted}
		}
	}
	return nil
}

// town is the largest town with the name in a country or division, else the
// largest place, or -1.
func (t *Tagger) town(name, within string) int {
	best, score := -1, -1
	for _, c := range t.lookup(hash(Fold(nil, name))) {
		if c.ISO2 != within && (c.admin1 < 0 || t.at(int(c.admin1)).Admin1 != within) {
			continue
		}
		s := c.Population
		if strings.HasPrefix(c.Feature, "PPL") {
			s += 1 << 40
		}
		if s > score {
			best, score = c.index, s
		}
	}
	return best
}

// Lookup gives every place that bears the name, in no particular order of
// likelihood but always in the same one.
func (t *Tagger) Lookup(name string) []Candidate {
	out := t.lookup(hash(Fold(nil, name)))
	for i := range out {
		full := t.at(out[i].index)
		out[i].Admin1, out[i].Admin2 = full.Admin1, full.Admin2
	}
	return out
}

// maxCandidates is how many candidates of a name are weighed against the story:
// the best known ones.
const maxCandidates = 40

// lookup is Lookup without division codes.
func (t *Tagger) lookup(h uint64) []Candidate {
	own := t.names[h]
	n := len(own)
	t.gaz.find(h, func(int, NameKind) { n++ })
	if n == 0 {
		return nil
	}
	dst := make([]Candidate, 0, n)
	for _, r := range own {
		dst = append(dst, t.candidate(r.place, r.kind))
	}
	t.gaz.find(h, func(i int, kind NameKind) {
		for _, r := range own {
			if r.place == i {
				return
			}
		}
		dst = append(dst, t.candidate(i, kind))
	})
	return dst
}

func (t *Tagger) candidate(i int, kind NameKind) Candidate {
	c := Candidate{Kind: kind, index: i, admin1: -1, admin2: -1}
	if k := i - t.gaz.Len(); k >= 0 {
		c.Place, c.noted = t.extra[k], true
	} else {
		c.admin1, c.admin2 = t.gaz.divisions(i)
		if m, ok := t.moved[i]; ok {
			c.Place, c.noted = m.Place, m.noted
		} else {
			c.Place = t.gaz.without(i)
		}
	}
	c.Country = t.iso3(c.ISO2)
	c.class = classOf(c.Feature)
	c.prior = t.weights.prior(&c)
	return c
}

func (t *Tagger) known(h uint64) bool {
	if len(t.names[h]) > 0 {
		return true
	}
	found := false
	t.gaz.find(h, func(int, NameKind) { found = true })
	return found
}

func (t *Tagger) iso3(iso2 string) string {
	if i, ok := t.byISO2[iso2]; ok {
		return t.countries[i].iso3
	}
	return ""
}

// Country gives the ISO 3166-1 alpha-3 code of the country that a name stands
// for: "Burma" → "MMR". Names of towns and of divisions are no countries.
func (t *Tagger) Country(name string) (iso3 string, ok bool) {
	for _, r := range t.names[hash(Fold(nil, name))] {
		if p := t.at(r.place); strings.HasPrefix(p.Feature, "PCL") {
			return t.iso3(p.ISO2), true
		}
	}
	return "", false
}

// CountryPlace is the gazetteer's entry for a country.
func (t *Tagger) CountryPlace(iso3 string) (Place, bool) {
	i, ok := t.byISO3[iso3]
	if !ok {
		return Place{}, false
	}
	return t.at(t.countries[i].place), true
}

// CountryOf gives the country of the best known place with the name, for names
// that stand alone: "Nairobi" → "KEN". A sea or a region of several states has
// none.
func (t *Tagger) CountryOf(name string) (iso3 string, ok bool) {
	best := math.Inf(-1)
	for _, c := range t.lookup(hash(Fold(nil, name))) {
		if c.prior > best {
			best, iso3, ok = c.prior, c.Country, c.Country != ""
		}
	}
	return iso3, ok
}

// Precision says how exact a place's point is, by its feature code.
func Precision(feature string) string {
	switch {
	case feature == "":
		return ""
	case strings.HasPrefix(feature, "PCL"):
		return "country"
	case feature == "ADM1" || feature == "PRSH":
		return "province"
	case strings.HasPrefix(feature, "ADM"):
		return "district"
	case strings.HasPrefix(feature, "PPL") || feature == "STLMT":
		return "city"
	}
	switch feature {
	case "BLDG", "PAL", "PRN", "AIRP", "AIRB", "MSQE", "CH", "SQR", "BDG", "INSM", "PP", "DAM", "GATE", "PO", "MNMT", "CSTL", "PRT", "TMPL", "CMP", "PPLR", "HTL":
		return "point"
	}
	return "region"
}
