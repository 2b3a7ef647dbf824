package export

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/lexicon"
)

//go:embed codes columns notes
var files embed.FS

// codes are the code lists that the layouts of other projects need. They are
// tables under codes/, each naming what it follows.
type codes struct {
	countries map[string]country // by ISO 3166-1 alpha-3
	cameo     map[string]act
	sectors   map[string]sector // by PLOVER sector
	bodies    map[string]body   // by PLOVER code of what is no state
	units     map[string]unit   // of CAMEO actor codes
	orgs      map[string]string // CAMEO code by the name of an organisation
	states    map[string]string // postal code by the name of a state of the USA
}

type country struct {
	fips, cow, name string
}

// act is a CAMEO code.
type act struct {
	label             string
	goldstein         string // as GDELT publishes it
	phoenix           string // as the Phoenix data sets do
	quad, phoenixQuad string
	mirror            mirror
}

// mirror says in which directions an act is written as dyads.
type mirror uint8

const (
	oneWay mirror = iota
	joint         // either way where all are actors and none recipient
	both          // either way
)

type sector struct {
	who   string
	role  string // of CAMEO; "" where it has none
	icews string // names, joined by commas
}

type body struct {
	head, tail string // of the CAMEO code, around the role
	label      string
	icews      string
}

// unit is three letters of a CAMEO actor code.
type unit struct{ kind, label string }

var codeLists = sync.OnceValues(func() (*codes, error) { return loadCodes(files) })

func loadCodes(fsys fs.FS) (*codes, error) {
	c := &codes{
		countries: map[string]country{}, cameo: map[string]act{}, sectors: map[string]sector{},
		bodies: map[string]body{}, units: map[string]unit{}, orgs: map[string]string{}, states: map[string]string{},
	}
	for _, t := range []struct {
		file string
		cols int
		take func(lexicon.Row) error
	}{
		{"countries", 4, func(r lexicon.Row) error {
			c.countries[r.Col(0)] = country{r.Col(1), r.Col(2), r.Col(3)}
			return nil
		}},
		{"cameo", 5, c.takeAct},
		{"sectors", 4, func(r lexicon.Row) error {
			c.sectors[r.Col(0)] = sector{r.Col(1), r.Col(2), commas(r.Col(3))}
			return nil
		}},
		{"bodies", 5, func(r lexicon.Row) error {
			c.bodies[r.Col(0)] = body{r.Col(1), r.Col(2), r.Col(3), commas(r.Col(4))}
			return nil
		}},
		{"units", 3, func(r lexicon.Row) error {
			c.units[r.Col(0)] = unit{r.Col(1), r.Col(2)}
			return nil
		}},
		{"organisations", 2, func(r lexicon.Row) error {
			for _, n := range lexicon.Split(r.Col(1)) {
				c.orgs[n] = r.Col(0)
			}
			return nil
		}},
		{"states", 2, func(r lexicon.Row) error {
			c.states[r.Col(1)] = r.Col(0)
			return nil
		}},
	} {
		rows, err := lexicon.Table(fsys, "codes/"+t.file+".txt", t.cols)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := t.take(r); err != nil {
				return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: err.Error()}
			}
		}
	}
	return c, nil
}

func commas(s string) string { return strings.Join(lexicon.Split(s), ",") }

func (c *codes) takeAct(r lexicon.Row) error {
	a := act{label: r.Col(1), goldstein: r.Col(2), phoenix: r.Col(3)}
	if a.phoenix == "" {
		a.phoenix = a.goldstein
	}
	for _, v := range []string{a.goldstein, a.phoenix} {
		if _, err := strconv.ParseFloat(v, 64); err != nil {
			return fmt.Errorf("%q is no Goldstein value", v)
		}
	}
	switch r.Col(4) {
	case "":
	case "joint":
		a.mirror = joint
	case "both":
		a.mirror = both
	default:
		return fmt.Errorf("mirror %q is neither both nor joint", r.Col(4))
	}
	root, err := strconv.Atoi(r.Col(0)[:min(2, len(r.Col(0)))])
	if err != nil || root < 1 || root > 20 {
		return fmt.Errorf("%q is no CAMEO code", r.Col(0))
	}
	a.quad, a.phoenixQuad = quads(root)
	c.cameo[r.Col(0)] = a
	return nil
}

// quads are the quad classes of a CAMEO root in GDELT and in the Phoenix data
// sets, which count statements and appeals as neutral and reduced relations as
// verbal conflict.
func quads(root int) (gdelt, phoenix string) {
	switch {
	case root <= 5:
		gdelt = "1"
	case root <= 8:
		gdelt = "2"
	case root <= 13:
		gdelt = "3"
	default:
		gdelt = "4"
	}
	switch {
	case root <= 2:
		phoenix = "0"
	case root == 16:
		phoenix = "3"
	default:
		phoenix = gdelt
	}
	return gdelt, phoenix
}

// missing is an actor that is not known, as the files of the field write it.
const missing = "---"

// actor is the CAMEO code of a participant: country or generic, role,
// organisation (IRNGOV, IGOUNOREFHCR). A role without a country stands behind
// missing (---MIL), as in PETRARCH; nobody is missing alone.
func (c *codes) actor(p *happening.Party) string {
	if p == nil {
		return missing
	}
	if code := c.orgs[p.Organisation]; code != "" {
		return code
	}
	if p.Kind != record.Person {
		if code := c.orgs[p.Name]; code != "" {
			return code
		}
	}
	role := c.sectors[p.Sector].role
	if b, ok := c.bodies[p.Country]; ok {
		if role == "GOV" || role == "CVL" {
			role = ""
		}
		return b.head + role + b.tail
	}
	if !isCode(p.Country) {
		return missing + role
	}
	return plover(p.Country) + role
}

// isCode: a unit is three capitals, whatever else a record may hold; only then
// can codes be put together and taken apart.
func isCode(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// plover is the country code that PLOVER and CAMEO write. ISO 3166-1 has none
// for Kosovo; the record uses XKX, the field KOS.
func plover(country string) string {
	if country == "XKX" {
		return "KOS"
	}
	return country
}

// parts are a CAMEO actor code taken apart.
type parts struct {
	root    string   // the first unit; "" where it is missing
	country string   // a state or, in codes of organisations, a region
	group   string   // the organisation
	faith   string   // religion
	types   []string // generic and roles, in order
	rest    []string // what is neither root nor type
}

func (c *codes) parts(code string) parts {
	var p parts
	for i := 0; i+3 <= len(code); i += 3 {
		u := code[i : i+3]
		if u == missing {
			continue
		}
		kind := c.units[u].kind
		if i == 0 {
			p.root = u
			if kind != "generic" {
				p.country = u
				continue
			}
		}
		switch kind {
		case "region":
			p.country = u
		case "group":
			p.group = u
		case "religion":
			p.faith = u
		default:
			p.types = append(p.types, u)
			continue
		}
		p.rest = append(p.rest, u)
	}
	return p
}

// icewsSectors are the names under which ICEWS files a participant.
func (c *codes) icewsSectors(p *happening.Party) string {
	if b, ok := c.bodies[p.Country]; ok {
		return b.icews
	}
	return c.sectors[p.Sector].icews
}

// countryName is the English name of a state or territory; "" for what is none.
func (c *codes) countryName(iso string) string {
	if iso == "KOS" {
		iso = "XKX"
	}
	return c.countries[iso].name
}

// fips is the FIPS 10-4 code of the country that a place lies in; "" unknown.
func (c *codes) fips(p *record.Place) string {
	if k, ok := c.countries[p.Country+"/"+p.Admin1]; ok {
		return k.fips
	}
	return c.countries[p.Country].fips
}
