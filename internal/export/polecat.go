package export

import (
	"slices"
	"strconv"

	"chancery/internal/happening"
	"chancery/internal/record"
)

// polecat writes POLECAT's columns: PLOVER's lists of participants, not dyads.
// The layout writes None for what is missing.
type polecat struct{ tsv }

const none = "None"

func newPolecat(r *run) (encoder, error) {
	f := &polecat{tsv{run: r}}
	return f, f.header("polecat")
}

func (f *polecat) add(h *happening.Happening) error {
	d, coarse, ok := daily(h)
	if !ok {
		f.sum.leave("neither a date nor a report")
		return nil
	}
	if coarse {
		f.sum.Coarse++
	}
	f.opt(h.ID)
	f.buf = append(d.Time().AppendFormat(f.buf, "2006-01-02"), '\t')
	f.opt(h.Type)
	f.opt(h.Mode)
	f.float(h.Score)
	f.int(h.Quad)
	f.list(len(h.Contexts), func(i int) string { return h.Contexts[i] })
	f.side(h, h.Actors)
	f.side(h, h.Recipients)
	f.place(h.Place)
	f.report(h)
	return f.end()
}

func (f *polecat) opt(s string) {
	if s = clean(s); s == "" {
		s = none
	}
	f.cell(s)
}

// list joins what of says of n things; a list of which nothing is known is None.
func (f *polecat) list(n int, of func(i int) string) {
	known := false
	for i := range n {
		known = known || of(i) != ""
	}
	if !known {
		f.cell(none)
		return
	}
	for i := range n {
		if i > 0 {
			f.buf = append(f.buf, "; "...)
		}
		s := item(of(i))
		if s == "" {
			s = none
		}
		f.text(s)
	}
	f.tab()
}

// side writes the eight columns of one side's participants, which are parallel
// lists.
func (f *polecat) side(h *happening.Happening, ps []happening.Party) {
	n := len(ps)
	f.list(n, func(i int) string { return ps[i].Name })
	f.list(n, func(i int) string { return plover(ps[i].Country) })
	f.list(n, func(i int) string { return f.codes.countries[ps[i].Country].cow })
	f.list(n, func(i int) string { return ps[i].Sector })
	f.list(n, func(i int) string { return ps[i].Sector })
	f.list(n, func(i int) string { return ps[i].Role })
	f.list(n, func(i int) string { return words(h, &ps[i]) })
	f.cell(none) // of Wikipedia
}

// words are those by which the first report that names a participant does so.
func words(h *happening.Happening, p *happening.Party) string {
	for i := range h.Reports {
		e := event(h, i)
		for _, side := range [][]record.Actor{e.Actors, e.Recipients} {
			for k := range side {
				if side[k].Name == p.Name {
					return side[k].Text
				}
			}
		}
	}
	return ""
}

func (f *polecat) place(p *record.Place) {
	if p == nil {
		for range 10 {
			f.cell(none)
		}
		return
	}
	f.opt(p.Name)
	f.levels(p, none)
	f.opt(f.codes.countryName(p.Country))
	if p.Located {
		f.float(p.Lat)
		f.float(p.Lon)
	} else {
		f.cell(none)
		f.cell(none)
	}
	if p.GeoNamesID != 0 {
		f.cell(strconv.Itoa(p.GeoNamesID))
	} else {
		f.cell(none)
	}
	f.opt(p.Text)
	f.opt(p.Precision)
}

// report writes what is said of the story, which is that of the first report.
func (f *polecat) report(h *happening.Happening) {
	people, bodies := f.named(h)
	var d *record.Source
	if len(h.Reports) > 0 {
		d = h.Reports[0].Doc
	}
	if d == nil {
		d = &record.Source{}
	}
	f.opt(publisher(d))
	if len(h.Reports) > 0 {
		f.opt(h.Reports[0].Known.String())
	} else {
		f.cell(none)
	}
	f.list(len(people), func(i int) string { return people[i] })
	f.list(len(bodies), func(i int) string { return bodies[i] })
	if h.Place != nil {
		f.list(1, func(int) string { return h.Place.Name })
	} else {
		f.cell(none)
	}
	f.opt(d.Lang)
	f.opt(coder(h))
}

// named are the persons and organisations that take part.
func (f *polecat) named(h *happening.Happening) (people, bodies []string) {
	for _, side := range [][]happening.Party{h.Actors, h.Recipients} {
		for i := range side {
			switch p := &side[i]; p.Kind {
			case record.Person:
				if !slices.Contains(people, p.Name) {
					people = append(people, p.Name)
				}
			case record.Organisation:
				if !slices.Contains(bodies, p.Name) {
					bodies = append(bodies, p.Name)
				}
			}
		}
	}
	return people, bodies
}
