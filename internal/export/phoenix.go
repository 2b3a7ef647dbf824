package export

import (
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// phoenix writes the daily file: one row for each date, source, target and
// code, however many happenings fall into it. It holds the rows of one day, so
// happenings should come by day; those of a day that was already written make
// rows of their own.
type phoenix struct {
	tsv
	day  day.Day
	keys map[phoenixKey]int
	rows []phoenixRow
}

type phoenixKey struct{ from, to, code string }

type phoenixRow struct {
	key   phoenixKey
	id    int64
	coder string        // of the first happening of the row, and its place
	place *record.Place // nil unknown
	told  telling
}

func newPhoenix(r *run) (encoder, error) {
	return &phoenix{tsv: tsv{run: r}, keys: map[phoenixKey]int{}}, nil
}

func (f *phoenix) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	if d != f.day {
		if err := f.write(); err != nil {
			return err
		}
		f.day = d
	}
	for i := range rows {
		key := phoenixKey{rows[i].from, rows[i].to, rows[i].code}
		k, ok := f.keys[key]
		if !ok {
			k = len(f.rows)
			f.keys[key] = k
			f.rows = append(f.rows, phoenixRow{key: key, id: rows[i].id(h), coder: coder(h), place: copied(h.Place)})
		}
		f.rows[k].told.take(h)
	}
	return nil
}

func (f *phoenix) close() error { return f.write() }

func (f *phoenix) write() error {
	for i := range f.rows {
		r := &f.rows[i]
		act := f.codes.cameo[r.key.code]
		f.buf = strconv.AppendInt(f.buf, r.id, 10)
		f.buf = append(f.buf, '_')
		f.text(strings.ReplaceAll(r.coder, " ", "-"))
		f.tab()
		y, m, d := f.day.Time().Date()
		f.tsv.day(f.day)
		f.int(y)
		f.int(int(m))
		f.int(d)
		for _, code := range [...]string{r.key.from, r.key.to} {
			p := f.codes.parts(code)
			f.code(code)
			f.code(p.root)
			f.code(strings.Join(p.roles(f.codes), ";"))
			f.code(strings.Join(p.rest, ";"))
		}
		f.code(r.key.code)
		f.code(r.key.code[:2])
		f.code(act.phoenixQuad)
		f.code(act.phoenix)
		f.issues(r.told.issues)
		f.place(r.place)
		f.list(r.told.ids)
		f.list(r.told.urls)
		f.list(r.told.sources)
		if err := f.end(); err != nil {
			return err
		}
	}
	f.rows = f.rows[:0]
	clear(f.keys)
	return nil
}

// copied lets a row outlive the happening that it was made of.
func copied(p *record.Place) *record.Place {
	if p == nil {
		return nil
	}
	q := *p
	return &q
}

// place writes latitude, longitude, name, division and country.
func (f *phoenix) place(p *record.Place) {
	if p == nil {
		f.empty(5)
		return
	}
	if p.Located {
		f.float(p.Lat)
		f.float(p.Lon)
	} else {
		f.empty(2)
	}
	f.cell(p.Name)
	f.cell(p.Admin1)
	f.cell(plover(p.Country))
}

// roles are the types of a code but for the generic that is its root.
func (p *parts) roles(c *codes) []string {
	if len(p.types) > 0 && c.units[p.types[0]].kind == "generic" {
		return p.types[1:]
	}
	return p.types
}

// coder is the version that coded a happening's first report.
func coder(h *happening.Happening) string {
	if len(h.Reports) == 0 {
		return ""
	}
	return h.Reports[0].Coder
}
