package export

import (
	"strings"

	"chancery/internal/happening"
	"chancery/internal/record"
)

// icews writes ICEWS coded events: names and sectors in words rather than codes.
type icews struct{ tsv }

func newICEWS(r *run) (encoder, error) {
	f := &icews{tsv{run: r}}
	return f, f.header("icews")
}

func (f *icews) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	for i := range rows {
		r := &rows[i]
		act := f.codes.cameo[r.code]
		f.int64(r.id(h))
		f.buf = append(d.Time().AppendFormat(f.buf, "2006-01-02"), '\t')
		f.party(r.source)
		f.cell(strings.TrimSuffix(act.label, " (unspecified)"))
		f.code(r.code)
		f.code(act.goldstein)
		f.party(r.target)
		f.report(h)
		f.place(h.Place)
		if err := f.end(); err != nil {
			return err
		}
	}
	return nil
}

// party writes name, sectors and country.
func (f *icews) party(p *happening.Party) {
	if p == nil {
		f.empty(3)
		return
	}
	f.cell(p.Name)
	f.cell(f.codes.icewsSectors(p))
	f.cell(f.codes.countryName(p.Country))
}

// report writes the story, the number of its sentence, which the record does
// not keep, and the publisher of a happening's first report.
func (f *icews) report(h *happening.Happening) {
	if len(h.Reports) == 0 || h.Reports[0].Doc == nil {
		f.empty(3)
		return
	}
	d := h.Reports[0].Doc
	f.cell(d.ID)
	f.tab()
	f.cell(publisher(d))
}

// place writes city, district, province, country, latitude and longitude.
func (f *icews) place(p *record.Place) {
	if p == nil {
		f.empty(6)
		return
	}
	f.levels(p, "")
	f.cell(f.codes.countryName(p.Country))
	if p.Located {
		f.float(p.Lat)
		f.float(p.Lon)
	} else {
		f.empty(2)
	}
}
