package export

import (
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

func upper(s string) string { return strings.ToUpper(s) }

// publisher is who published an article: the publisher, else the agency.
func publisher(d *record.Source) string {
	if d.Publisher != "" {
		return d.Publisher
	}
	return d.Agency
}

// filed is a happening's rows and their day, for the layouts of dyads. ok is
// false when it has none, which is then counted.
func (f *tsv) filed(h *happening.Happening) (rows []row, d day.Day, ok bool) {
	d, coarse, known := daily(h)
	if !known {
		f.sum.leave("neither a date nor a report")
		return nil, 0, false
	}
	rows, why := f.codes.rows(f.rowBuf, h)
	f.rowBuf = rows
	if why != "" {
		f.sum.leave(why)
		return nil, 0, false
	}
	if coarse {
		f.sum.Coarse++
	}
	return rows, d, true
}

type petrarch struct{ tsv }

func newPetrarch(r *run) (encoder, error) { return &petrarch{tsv{run: r}}, nil }

func (f *petrarch) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	for i := range rows {
		f.day(d)
		f.code(rows[i].from)
		f.code(rows[i].to)
		f.code(rows[i].code)
		f.issues(h)
		f.sentences(h)
		f.urls(h)
		f.publishers(h)
		if err := f.end(); err != nil {
			return err
		}
	}
	return nil
}
