// Package export takes the record away in the files that the tools of the field
// open: tables, the layouts of PETRARCH, Phoenix, GDELT, ICEWS and POLECAT, maps,
// networks and lists of sources. It writes what it is handed and keeps nothing:
// memory does not grow with the number of happenings, save for networks, which
// are as large as the number of pairs, and for lists of sources, which remember
// what they have listed.
//
// The record keeps lists of participants; dyads, one row for each actor and
// recipient, are made here and nowhere else.
package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// Format is one kind of file.
type Format struct {
	Name  string // as the user asks for it: "gdelt"
	Ext   string // of the file's name, without the dot
	About string // one line
	// Actual: the file cannot say whether a happening came about, or that it is
	// history, so only what did is written, and history when it is asked for.
	Actual bool
	// Dyads: one row for each actor and recipient.
	Dyads bool
}

// Options change what is written.
type Options struct {
	// Background lets formats that are Actual also write what was told only as
	// history, where its date is known.
	Background bool
	// Evidence writes the sentence that a happening was read from, where the
	// format has a place for it. Sentences are their publishers'.
	Evidence bool
	// Identities makes the nodes of a network persons and bodies rather than
	// countries.
	Identities bool
	// Filter says in words, one condition each, which happenings the caller chose.
	// It is told in the codebook and changes nothing.
	Filter []string
}

// Summary is what was written.
type Summary struct {
	Format     string
	Happenings int            // handed in
	Written    int            // of them, in the file
	Rows       int            // rows, features, edges or entries of the file
	LeftOut    map[string]int // happenings, by why
	Reports    int            // of the happenings written
	Coders     map[string]int // reports by the version that coded them
	Types      map[string]int // happenings by PLOVER type
	Cameo      map[string]int // happenings by code
	Countries  map[string]int // happenings by country or body of a participant
	Days       day.Span       // of the dates of happenings; From > To when none has one
	Reported   day.Span       // first to last report
	// Coarse counts the happenings whose date is wider than a day and had to be
	// written as one.
	Coarse int

	left int // sum of LeftOut
}

func (s *Summary) leave(why string) {
	s.LeftOut[why]++
	s.left++
}

// encoder writes one file.
type encoder interface {
	// add writes a happening, or counts in the summary why it does not.
	add(h *happening.Happening) error
	// close writes what is left; the file is whole after it.
	close() error
}

// run is what an encoder works with.
type run struct {
	w     *bufio.Writer
	codes *codes
	opts  *Options
	sum   *Summary
	buf   []byte // of the row being put together
}

// flush writes the row in buf.
func (r *run) flush() error {
	_, err := r.w.Write(r.buf)
	r.buf = r.buf[:0]
	r.sum.Rows++
	return err
}

type form struct {
	Format
	open func(*run) (encoder, error)
}

var forms = []form{
	{Format{Name: "csv", Ext: "csv", About: "a table, one row a happening, lists joined in a cell; for spreadsheets and everything else"}, newCSV},
	{Format{Name: "parquet", Ext: "parquet", About: "the table of csv, typed and with lists; for pandas, Arrow, DuckDB, Spark"}, newParquet},
	{Format{Name: "petrarch", Ext: "txt", Actual: true, Dyads: true, About: "PETRARCH2's event file: dyads with CAMEO codes"}, newPetrarch},
	{Format{Name: "phoenix", Ext: "txt", Actual: true, Dyads: true, About: "the Phoenix daily file: dyads of a day, 26 columns"}, newPhoenix},
	{Format{Name: "gdelt", Ext: "csv", Actual: true, Dyads: true, About: "GDELT 2.0 events: dyads, 61 columns, tab separated"}, newGDELT},
	{Format{Name: "gdelt-mentions", Ext: "csv", Actual: true, Dyads: true, About: "GDELT 2.0 mentions: each report of each row of gdelt, 16 columns"}, newMentions},
	{Format{Name: "icews", Ext: "tab", Actual: true, Dyads: true, About: "ICEWS coded events: dyads with names and sectors, 20 columns"}, newICEWS},
	{Format{Name: "polecat", Ext: "txt", Actual: true, About: "POLECAT: PLOVER events with lists of participants, 40 columns"}, newPolecat},
	{Format{Name: "geojson", Ext: "geojson", About: "a FeatureCollection of what has a point, and how exact the point is; for QGIS and web maps"}, newGeoJSON},
	{Format{Name: "graphml", Ext: "graphml", Actual: true, Dyads: true, About: "the network of actors and recipients; for igraph, NetworkX, Gephi, Cytoscape"}, newGraphML},
	{Format{Name: "gexf", Ext: "gexf", Actual: true, Dyads: true, About: "the network of actors and recipients month by month; for Gephi's time line"}, newGEXF},
	{Format{Name: "ris", Ext: "ris", About: "the articles as references; for Zotero, EndNote, Mendeley"}, newRIS},
	{Format{Name: "csl", Ext: "json", About: "the articles as CSL-JSON; for Pandoc and citation processors"}, newCSL},
}

// Formats lists what Write can write, in the order in which to show it.
func Formats() []Format {
	out := make([]Format, len(forms))
	for i, f := range forms {
		out[i] = f.Format
	}
	return out
}

func find(name string) (*form, error) {
	names := make([]string, len(forms))
	for i := range forms {
		if forms[i].Name == name {
			return &forms[i], nil
		}
		names[i] = forms[i].Name
	}
	return nil, fmt.Errorf("export: no format %q; there are %s", name, strings.Join(names, ", "))
}

// Write writes the happenings in the named format and says what was written.
// They are written in the order in which they come: the same happenings in the
// same order give the same bytes. phoenix wants them by day. An error of the
// sequence, of the writer or of ctx ends it and leaves the file incomplete.
func Write(ctx context.Context, name string, w io.Writer, opts Options, seq iter.Seq2[*happening.Happening, error]) (*Summary, error) {
	f, err := find(name)
	if err != nil {
		return nil, err
	}
	c, err := codeLists()
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	sum := &Summary{
		Format: name, LeftOut: map[string]int{}, Coders: map[string]int{}, Types: map[string]int{}, Cameo: map[string]int{},
		Countries: map[string]int{}, Days: nothing, Reported: nothing,
	}
	r := &run{w: bufio.NewWriterSize(w, 256<<10), codes: c, opts: &opts, sum: sum}
	e, err := f.open(r)
	if err != nil {
		return nil, fmt.Errorf("export %s: %w", name, err)
	}
	for h, err := range seq {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("export %s: %w", name, err)
		}
		sum.Happenings++
		if why := f.bars(h, &opts); why != "" {
			sum.leave(why)
			continue
		}
		before := sum.left
		if err := e.add(h); err != nil {
			return nil, fmt.Errorf("export %s: happening %s: %w", name, h.ID, err)
		}
		if sum.left == before {
			sum.count(h)
		}
	}
	if err := e.close(); err != nil {
		return nil, fmt.Errorf("export %s: %w", name, err)
	}
	if err := r.w.Flush(); err != nil {
		return nil, fmt.Errorf("export %s: %w", name, err)
	}
	return sum, nil
}

// bars says why a format leaves a happening out; "" when it does not.
func (f *form) bars(h *happening.Happening, o *Options) string {
	switch {
	case !f.Actual:
		return ""
	case h.Status != "actual":
		return "status " + h.Status
	case h.Background && !o.Background:
		return "told only as history"
	case h.Background && h.When == day.Always:
		return "told only as history, without a date"
	}
	return ""
}

// nothing is the span that covers no day and yields to any other.
var nothing = day.Span{From: day.Latest, To: day.Earliest}

func (s *Summary) count(h *happening.Happening) {
	s.Written++
	s.Types[h.Type]++
	if h.Cameo != "" {
		s.Cameo[h.Cameo]++
	}
	var seen []string
	for _, side := range [][]happening.Party{h.Actors, h.Recipients} {
		for i := range side {
			if c := side[i].Country; c != "" && !slices.Contains(seen, c) {
				seen = append(seen, c)
				s.Countries[c]++
			}
		}
	}
	if h.When != day.Always {
		s.Days.From, s.Days.To = min(s.Days.From, h.When.From), max(s.Days.To, h.When.To)
	}
	s.Reports += len(h.Reports)
	for i := range h.Reports {
		r := &h.Reports[i]
		s.Coders[r.Coder]++
		s.Reported.From, s.Reported.To = min(s.Reported.From, r.Known), max(s.Reported.To, r.Known)
	}
}
