package export

import (
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// gdelt writes GDELT 2.0 events.
type gdelt struct {
	tsv
	cache map[string]*gdeltActor // what a code says of an actor
}

// gdeltActor is the columns that follow from an actor's code, each with its tab.
type gdeltActor struct{ code, rest string }

func newGDELT(r *run) (encoder, error) {
	return &gdelt{tsv{run: r}, map[string]*gdeltActor{}}, nil
}

func (f *gdelt) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	mentions, root := 0, "0"
	var articles []string
	for i := range h.Reports {
		r := &h.Reports[i]
		mentions += max(1, len(event(h, i).Mentions))
		if r.Line != "" {
			root = "1"
		}
		if r.Doc != nil && !slices.Contains(articles, r.Doc.ID) {
			articles = append(articles, r.Doc.ID)
		}
	}
	for i := range rows {
		r := &rows[i]
		f.int64(r.id(h))
		f.dates(d)
		f.actor(r.from, r.source)
		f.actor(r.to, r.target)
		f.code(root)
		f.code(r.code)
		f.code(r.code[:min(3, len(r.code))])
		f.code(r.code[:2])
		act := f.codes.cameo[r.code]
		f.code(act.quad)
		f.code(act.goldstein)
		f.int(mentions)
		f.int(max(h.Publishers, 1))
		f.int(max(len(articles), 1))
		f.code("0") // tone
		f.noGeo()
		f.noGeo()
		f.geo(h.Place)
		f.day14(added(h, d))
		f.firstURL(h)
		if err := f.end(); err != nil {
			return err
		}
	}
	return nil
}

// added is when the record first knew of a happening.
func added(h *happening.Happening, d day.Day) day.Day {
	if len(h.Reports) == 0 || h.First == day.Earliest || h.First == day.Latest {
		return d
	}
	return h.First
}

// dates writes the day as SQLDATE, MonthYear, Year and FractionDate.
func (f *gdelt) dates(d day.Day) {
	f.day(d)
	y, m, dd := d.Time().Date()
	f.buf = append(d.Time().AppendFormat(f.buf, "200601"), '\t')
	f.int(y)
	f.buf = append(strconv.AppendFloat(f.buf, float64(y)+float64(int(m)*30+dd)/365, 'f', 4, 64), '\t')
}

func (f *gdelt) actor(code string, p *happening.Party) {
	if p == nil || code == missing {
		f.empty(10)
		return
	}
	a := f.cache[code]
	if a == nil {
		a = f.columns(code)
		f.cache[code] = a
	}
	f.buf = append(f.buf, a.code...)
	f.cell(strings.ToUpper(p.Name))
	f.buf = append(f.buf, a.rest...)
}

func (f *gdelt) columns(code string) *gdeltActor {
	p := f.codes.parts(code)
	types := [3]string{}
	copy(types[:], p.types)
	// A role without a country is the role alone in GDELT.
	if len(code) > 3 && code[:3] == missing {
		code = code[3:]
	}
	return &gdeltActor{
		code: code + "\t",
		rest: p.country + "\t" + p.group + "\t\t" + p.faith + "\t\t" + types[0] + "\t" + types[1] + "\t" + types[2] + "\t",
	}
}

// noGeo is the place of an actor: GDELT names one that the text mentions near
// the actor, the record keeps none. Type 0 is GDELT's for "none".
func (f *gdelt) noGeo() {
	f.code("0")
	f.empty(7)
}

// geo writes the place of a happening. Only what is known as a country is type
// 1 with the country's middle; a region that is no division has no type in
// GDELT, and no point here, but its country. Numbers of features are GNS's and
// GNIS's in GDELT and GeoNames' in the record, so only a country's, which is
// its FIPS code, is written.
func (f *gdelt) geo(p *record.Place) {
	if p == nil || p.Country == "" {
		f.noGeo()
		return
	}
	fips := f.codes.fips(p)
	if !p.Located || p.Precision == "region" || p.Precision == "" {
		f.code("0")
		f.fullName(p)
		f.code(fips)
		f.empty(5)
		return
	}
	state := ""
	if p.Country == "USA" {
		state = f.codes.states[p.Admin1]
	}
	kind, division, feature := "4", fips+"00", ""
	switch {
	case p.Precision == "country":
		kind, division, feature = "1", fips, fips
	case p.Precision == "province" && p.Country == "USA":
		kind = "2"
	case p.Precision == "province":
		kind = "5"
	case p.Country == "USA":
		kind = "3"
	}
	if fips == "" {
		division = ""
	} else if state != "" && kind != "1" {
		division = "US" + state
	}
	f.code(kind)
	f.fullName(p)
	f.code(fips)
	f.code(division)
	f.tab() // second-level division
	f.float(p.Lat)
	f.float(p.Lon)
	f.code(feature)
}

// fullName is "Place, Division, Country", each named once.
func (f *gdelt) fullName(p *record.Place) {
	f.text(p.Name)
	for _, s := range [...]string{p.Admin1, f.codes.countryName(p.Country)} {
		if s != "" && s != p.Name {
			f.buf = append(f.buf, ", "...)
			f.text(s)
		}
	}
	f.tab()
}

func (f *gdelt) firstURL(h *happening.Happening) {
	for i := range h.Reports {
		if d := h.Reports[i].Doc; d != nil && d.URL != "" {
			f.cell(d.URL)
			return
		}
	}
	f.tab()
}

// mentions writes GDELT 2.0 mentions.
type mentions struct{ tsv }

func newMentions(r *run) (encoder, error) { return &mentions{tsv{run: r}}, nil }

func (f *mentions) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	if len(h.Reports) == 0 {
		f.sum.leave("no report")
		return nil
	}
	for i := range rows {
		id := rows[i].id(h)
		for k := range h.Reports {
			r := &h.Reports[k]
			if r.Doc == nil {
				continue
			}
			e := event(h, k)
			f.int64(id)
			f.day14(added(h, d))
			f.day14(r.Known)
			// An article that has no address is cited by its id.
			if r.Doc.URL != "" {
				f.code("1")
			} else {
				f.code("2")
			}
			f.cell(publisher(r.Doc))
			if r.Doc.URL != "" {
				f.cell(r.Doc.URL)
			} else {
				f.cell(r.Doc.ID)
			}
			f.code("0") // number of the sentence
			f.int(offset(f.codes, e, rows[i].source, rows[i].from))
			f.int(offset(f.codes, e, rows[i].target, rows[i].to))
			if e.Trigger.End > e.Trigger.Start {
				f.int(e.Trigger.Start)
			} else {
				f.code("-1")
			}
			f.code("1") // read as it stands
			f.int(tenths(r.Confidence))
			f.code("0") // length of the article
			f.code("0") // tone
			f.empty(2)
			if err := f.end(); err != nil {
				return err
			}
		}
	}
	return nil
}

// tenths is a confidence as GDELT gives it: 10 to 100 in steps of ten.
func tenths(p float64) int { return min(max(int(p*10+0.5), 1), 10) * 10 }

// offset is where a report names a participant: the actor or recipient of the
// same name, else of the same code; -1 where it names none.
func offset(c *codes, e *record.Event, p *happening.Party, code string) int {
	if p == nil {
		return -1
	}
	at := -1
	for _, side := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range side {
			a := &side[i]
			if a.Name == p.Name {
				return a.Start
			}
			if at < 0 && c.actor(&happening.Party{Name: a.Name, Country: a.Country, Sector: a.Sector, Organisation: a.Organisation, Kind: a.Kind}) == code {
				at = a.Start
			}
		}
	}
	return at
}
