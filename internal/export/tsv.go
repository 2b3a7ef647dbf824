package export

import (
	"strconv"

	"chancery/internal/day"
	"chancery/internal/happening"
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

// join appends texts joined by ";", each once, in the order of the reports.
func (f *tsv) join(h *happening.Happening, of func(i int) string) {
	var space [16]string
	seen := space[:0]
	for i := range h.Reports {
		s := clean(of(i))
		if s == "" || has(seen, s) {
			continue
		}
		if len(seen) > 0 {
			f.buf = append(f.buf, ';')
		}
		seen = append(seen, s)
		f.text(item(s))
	}
	f.tab()
}

// sentences appends the sentences a happening was read from, as the article's
// id, "_" and the byte at which the sentence begins: other coders number the
// sentences of an article, Chancery says where they stand.
func (f *tsv) sentences(h *happening.Happening) {
	f.join(h, func(i int) string { return sentence(h, i) })
}

func sentence(h *happening.Happening, i int) string {
	r := &h.Reports[i]
	if r.Doc == nil {
		return ""
	}
	return r.Doc.ID + "_" + strconv.Itoa(r.Evidence.Start)
}

func (f *tsv) urls(h *happening.Happening) {
	f.join(h, func(i int) string {
		if d := h.Reports[i].Doc; d != nil {
			return d.URL
		}
		return ""
	})
}

func (f *tsv) publishers(h *happening.Happening) {
	f.join(h, func(i int) string {
		if d := h.Reports[i].Doc; d != nil {
			return publisher(d)
		}
		return ""
	})
}

// issues appends the contexts of a happening as PETRARCH writes its issues:
// NAME,count;… where the count is that of the reports told in this context.
func (f *tsv) issues(h *happening.Happening) {
	for i, c := range h.Contexts {
		n := 0
		for k := range h.Reports {
			if has(event(h, k).Contexts, c) {
				n++
			}
		}
		if i > 0 {
			f.buf = append(f.buf, ';')
		}
		f.text(upper(item(c)))
		f.buf = append(f.buf, ',')
		f.buf = strconv.AppendInt(f.buf, int64(max(n, 1)), 10)
	}
	f.tab()
}
