package export

import "chancery/internal/happening"

// petrarch writes PETRARCH2's event file, with the column of addresses that it
// has when its input has any, so that every file has the same columns.
type petrarch struct {
	tsv
	told telling
}

func newPetrarch(r *run) (encoder, error) { return &petrarch{tsv: tsv{run: r}}, nil }

func (f *petrarch) add(h *happening.Happening) error {
	rows, d, ok := f.filed(h)
	if !ok {
		return nil
	}
	f.told.reset()
	f.told.take(h)
	for i := range rows {
		f.day(d)
		f.code(rows[i].from)
		f.code(rows[i].to)
		f.code(rows[i].code)
		f.issues(f.told.issues)
		f.list(f.told.ids)
		f.list(f.told.urls)
		f.list(f.told.sources)
		if err := f.end(); err != nil {
			return err
		}
	}
	return nil
}
