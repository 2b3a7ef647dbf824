package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// tsv is what the tab-separated layouts share. They know no quoting, so a text
// must not hold what a reader could take for the form of the file: a tab or a
// line break becomes a blank; a quotation mark becomes ”, because many readers
// take a cell that begins with the plain one for quoted and run on past its
// end; and a cell that a spreadsheet would run as a formula, or that begins
// with an apostrophe, begins with ’ instead.
type tsv struct {
	*run
	rowBuf  []row
	scratch []byte
}

func (f *tsv) close() error { return nil }

func (f *tsv) end() error {
	f.buf[len(f.buf)-1] = '\n'
	return f.flush()
}

func (f *tsv) tab() { f.buf = append(f.buf, '\t') }

// text appends a text, at the beginning of a cell or within one.
func (f *tsv) text(s string) {
	f.scratch = appendClean(f.scratch[:0], s)
	t := f.scratch
	if len(f.buf) == 0 || f.buf[len(f.buf)-1] == '\t' {
		if startsFormula(t) {
			f.buf = append(f.buf, "’"...)
		}
		if len(t) > 0 && t[0] == '\'' {
			f.buf = append(f.buf, "’"...)
			t = t[1:]
		}
	}
	for _, c := range t {
		if c == '"' {
			f.buf = append(f.buf, "”"...)
		} else {
			f.buf = append(f.buf, c)
		}
	}
}

// cell appends a text as a cell.
func (f *tsv) cell(s string) { f.text(s); f.tab() }

// code appends a code or number of ours as a cell; it may begin with a minus.
func (f *tsv) code(s string) { f.buf = append(append(f.buf, s...), '\t') }

func (f *tsv) empty(n int) {
	for range n {
		f.tab()
	}
}

func (f *tsv) int(v int) { f.buf = append(strconv.AppendInt(f.buf, int64(v), 10), '\t') }

func (f *tsv) int64(v int64) { f.buf = append(strconv.AppendInt(f.buf, v, 10), '\t') }

func (f *tsv) float(v float64) { f.buf = append(appendFloat(f.buf, v), '\t') }

func (f *tsv) day(d day.Day) { f.buf = append(appendDay(f.buf, d), '\t') }

// list appends texts joined by ";".
func (f *tsv) list(l []string) {
	for i, s := range l {
		if i > 0 {
			f.buf = append(f.buf, ';')
		}
		f.text(s)
	}
	f.tab()
}

// issues appends contexts as PETRARCH writes its issues: NAME,count;…
func (f *tsv) issues(l []issue) {
	for i, s := range l {
		if i > 0 {
			f.buf = append(f.buf, ';')
		}
		f.text(strings.ToUpper(item(s.name)))
		f.buf = append(f.buf, ',')
		f.buf = strconv.AppendInt(f.buf, int64(s.count), 10)
	}
	f.tab()
}

// telling is by whom and in what words a row is told.
type telling struct {
	ids     []string // of sentences
	urls    []string
	sources []string
	issues  []issue
}

// issue is a context and how many reports are told in it.
type issue struct {
	name  string
	count int
}

// take adds a happening's reports. Sentences are named by the article's id, "_"
// and the byte at which the sentence begins: other coders number the sentences
// of an article, Chancery says where they stand.
func (t *telling) take(h *happening.Happening) {
	add := func(list []string, s string) []string {
		if s = item(clean(s)); s == "" || slices.Contains(list, s) {
			return list
		}
		return append(list, s)
	}
	for i := range h.Reports {
		r := &h.Reports[i]
		if r.Doc == nil {
			continue
		}
		t.ids = add(t.ids, r.Doc.ID+"_"+strconv.Itoa(r.Evidence.Start))
		t.urls = add(t.urls, r.Doc.URL)
		t.sources = add(t.sources, publisher(r.Doc))
	}
	for _, c := range h.Contexts {
		n := 0
		for i := range h.Reports {
			if slices.Contains(event(h, i).Contexts, c) {
				n++
			}
		}
		n = max(n, 1)
		if k := slices.IndexFunc(t.issues, func(s issue) bool { return s.name == c }); k >= 0 {
			t.issues[k].count += n
		} else {
			t.issues = append(t.issues, issue{c, n})
		}
	}
}

func (t *telling) reset() {
	t.ids, t.urls, t.sources, t.issues = t.ids[:0], t.urls[:0], t.sources[:0], t.issues[:0]
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

// header writes the names of a layout's columns, which count as no row.
func (f *tsv) header(layout string) error {
	cols, err := columnsOf(layout)
	if err != nil {
		return err
	}
	for _, c := range cols {
		f.cell(c.Name)
	}
	err = f.end()
	f.sum.Rows = 0
	return err
}

// levels writes city, district and province, none where there is none. What is
// smaller than a town, and a place whose kind is not known, stands as a city.
func (f *tsv) levels(p *record.Place, none string) {
	city, district, province := none, none, cmp.Or(p.Admin1, none)
	switch p.Precision {
	case "city", "point", "":
		city = cmp.Or(p.Name, none)
	case "district":
		district = cmp.Or(p.Name, none)
	case "province":
		province = cmp.Or(p.Name, none)
	}
	f.cell(city)
	f.cell(district)
	f.cell(province)
}

// day14 writes a day as YYYYMMDDHHMMSS, at its first second.
func (f *tsv) day14(d day.Day) { f.buf = append(append(appendDay(f.buf, d), "000000"...), '\t') }
