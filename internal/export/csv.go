package export

import (
	"bytes"
	"strconv"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// csvFile writes RFC 4180: comma, CR LF, a header, UTF-8 without a byte order
// mark. A row is one line whatever stands in it.
type csvFile struct {
	*run
	cells cells
	text  []byte
}

func newCSV(r *run) (encoder, error) {
	f := &csvFile{run: r}
	cols, err := columnsOf("csv")
	if err != nil {
		return nil, err
	}
	for _, c := range cols {
		f.cell(c.Name)
	}
	if err := f.end(); err != nil {
		return nil, err
	}
	r.sum.Rows = 0
	return f, nil
}

func (f *csvFile) add(h *happening.Happening) error {
	r := f.cells.fill(h, f.opts.Evidence)
	f.cell(r.ID)
	f.opt(r.Date)
	f.date(r.From)
	f.date(r.To)
	f.cell(r.Type)
	f.opt(r.Mode)
	f.list(r.Contexts)
	f.opt(r.Cameo)
	f.int(int64(r.Quad))
	f.float(r.Score)
	f.cell(r.Status)
	f.buf = append(strconv.AppendBool(f.buf, r.Background), ',')
	for _, l := range [...][]string{
		r.Actors, r.ActorIDs, r.ActorCountries, r.ActorSectors, r.ActorRoles, r.ActorOrganisations, r.ActorKinds,
		r.Recipients, r.RecipientIDs, r.RecipientCountries, r.RecipientSectors, r.RecipientRoles, r.RecipientOrganisations, r.RecipientKinds,
	} {
		f.list(l)
	}
	f.opt(r.Place)
	f.opt(r.Country)
	f.opt(r.Admin1)
	if r.GeoNamesID != nil {
		f.int(*r.GeoNamesID)
	} else {
		f.none()
	}
	for _, v := range [...]*float64{r.Lat, r.Lon} {
		if v != nil {
			f.float(*v)
		} else {
			f.none()
		}
	}
	f.opt(r.Precision)
	f.float(r.Confidence)
	f.int(int64(r.Publishers))
	f.int(int64(r.Reports))
	f.date(r.First)
	f.date(r.Last)
	f.list(r.Disputes)
	f.list(r.SourceIDs)
	f.list(r.SourceURLs)
	f.list(r.SourcePublishers)
	f.opt(r.Evidence)
	return f.end()
}

func (f *csvFile) close() error { return nil }

func (f *csvFile) end() error {
	f.buf[len(f.buf)-1] = '\r'
	f.buf = append(f.buf, '\n')
	return f.flush()
}

// none appends an empty cell.
func (f *csvFile) none() { f.buf = append(f.buf, ',') }

func (f *csvFile) int(v int64) { f.buf = append(strconv.AppendInt(f.buf, v, 10), ',') }

func (f *csvFile) float(v float64) { f.buf = append(appendFloat(f.buf, v), ',') }

func (f *csvFile) date(d *int32) {
	if d != nil {
		f.buf = day.Day(*d).Time().AppendFormat(f.buf, "2006-01-02")
	}
	f.buf = append(f.buf, ',')
}

func (f *csvFile) opt(s *string) {
	if s == nil {
		f.none()
		return
	}
	f.cell(*s)
}

func (f *csvFile) list(l []string) {
	f.text = f.text[:0]
	for i, s := range l {
		if i > 0 {
			f.text = append(f.text, "; "...)
		}
		f.text = appendClean(f.text, item(s))
	}
	f.quoted(f.text)
}

func (f *csvFile) cell(s string) {
	f.text = appendClean(f.text[:0], s)
	f.quoted(f.text)
}

// quoted appends text as a cell. Spreadsheets run a cell that begins with one
// of = + - @ as a formula, even one out of a file; such text gets an apostrophe
// before it, which they take for "this is text", and so does text that already
// begins like that, so that a reader can take exactly one away. Numbers are
// never marked.
func (f *csvFile) quoted(text []byte) {
	mark := startsFormula(text)
	if !mark && !bytes.ContainsAny(text, `",`) {
		f.buf = append(append(f.buf, text...), ',')
		return
	}
	f.buf = append(f.buf, '"')
	if mark {
		f.buf = append(f.buf, '\'')
	}
	for _, c := range text {
		if c == '"' {
			f.buf = append(f.buf, '"')
		}
		f.buf = append(f.buf, c)
	}
	f.buf = append(f.buf, '"', ',')
}

// startsFormula reports whether a cell begins, after any apostrophes, as a
// formula does. The full-width signs count too: Excel of East Asia takes them.
func startsFormula(text []byte) bool {
	text = bytes.TrimLeft(text, "'")
	if len(text) == 0 {
		return false
	}
	switch text[0] {
	case '=', '+', '-', '@':
		return true
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if bytes.HasPrefix(text, []byte(wide)) {
			return true
		}
	}
	return false
}
