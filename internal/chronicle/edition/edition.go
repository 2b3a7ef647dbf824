// Package edition prints a chronicle: for a terminal, as Markdown, as a page to
// read or print, as JSON, as an Atom feed and as a calendar.
//
// Every edition is written as its days come, one in memory at a time. What must
// stand before them and is known only behind (the contents of a page, when a
// feed was last updated) waits in a temporary file with them. The same entries
// give the same bytes: no edition tells the time.
//
// What stands in an entry is strangers' text. Package chronicle has taken the
// control characters out and refuses addresses that are not of the web; each
// edition escapes the rest after its own rules, and closes what runs from right
// to left off from what stands beside it.
package edition

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/chronicle"
	"chancery/internal/day"
	"chancery/internal/happening"
)

// Page is what a chronicle is called and how it is printed.
type Page struct {
	Format string // one of Formats
	Title  string // "": made of About and the dates

	// What was asked for. It is only told to readers: the happenings that come
	// are all listed.
	About    []string // ISO 3166-1 alpha-3 codes
	From, To day.Day  // day.Earliest and day.Latest leave an end open; both 0: any day
	Types    []string // PLOVER types

	Width int    // text: columns; 0: 80
	Links bool   // text: names of sources are hyperlinks (OSC 8) for terminals that know them
	Color bool   // text: headings bold, sources faint
	Self  string // atom: the feed's own address, where it has one

	chronicle.Options
}

// Formats are the editions, in the order in which a user should see them.
var Formats = []string{"text", "markdown", "html", "json", "atom", "ics"}

var writers = map[string]func(*edition, *bufio.Writer) error{
	"text": text, "markdown": markdown, "html": page, "json": jsonText, "atom": atom, "ics": calendar,
}

// edition is a chronicle on its way to paper.
type edition struct {
	Page
	c *chronicle.Chronicler
	l chronicle.Labels

	ctx context.Context
	all iter.Seq2[*happening.Happening, error]

	// Told by sections when they have all come.
	entries, left, undated int
}

// Write prints the chronicle of happenings that come in the order of
// chronicle.Compare (reversed for Descending). The error is that of the
// happenings, of w, or of a temporary file.
func Write(ctx context.Context, w io.Writer, c *chronicle.Chronicler, all iter.Seq2[*happening.Happening, error], p Page) error {
	write := writers[p.Format]
	if write == nil {
		return fmt.Errorf("chronicle: no format %q: want one of %s", p.Format, strings.Join(Formats, ", "))
	}
	p.Title = chronicle.Clean(p.Title)
	b := bufio.NewWriterSize(w, 64<<10)
	e := &edition{Page: p, c: c, l: c.Labels(), ctx: ctx, all: all}
	if err := write(e, b); err != nil {
		return fmt.Errorf("chronicle: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("chronicle: %w", err)
	}
	return nil
}

// sections are the days, counted as they pass.
func (e *edition) sections() iter.Seq2[*chronicle.Section, error] {
	return func(yield func(*chronicle.Section, error) bool) {
		for s, err := range e.c.Sections(e.ctx, e.all, e.Options, &e.undated) {
			if err == nil {
				e.entries += len(s.Entries)
				e.left += s.More
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// title is what the chronicle is called: what it is about, and when.
func (e *edition) title() string {
	if e.Title != "" {
		return e.Title
	}
	who := e.who()
	if dates := e.dates(); dates != "" {
		return who + ", " + dates
	}
	return who
}

// who is what the chronicle is about.
func (e *edition) who() string {
	if len(e.About) == 0 {
		return e.l.Get("title")
	}
	var names []string
	for _, code := range e.About {
		names = append(names, e.c.Country(code))
	}
	return e.l.Get("title about", "who", e.l.List(names))
}

// closed reports whether both ends of the days asked for are told.
func (e *edition) closed() bool {
	return (e.From != 0 || e.To != 0) && e.From != day.Earliest && e.To != day.Latest
}

// dates are the days asked for: a day, a month or a year by its name.
func (e *edition) dates() string {
	s := day.Span{From: e.From, To: e.To}
	switch {
	case s == day.Span{} || s == day.Always:
		return ""
	case s.From == day.Earliest:
		return e.l.Get("until", "date", e.l.Day(s.To))
	case s.To == day.Latest:
		return e.l.Get("since", "date", e.l.Day(s.From))
	}
	from, to := s.From.String(), s.To.String()
	for _, n := range []int{4, 7} { // a whole year, a whole month
		if r, ok := day.Range(from[:n]); ok && r == s {
			return e.l.When(from[:n], s)
		}
	}
	if y, ok := day.Range(from[:4]); ok && y.From == s.From {
		if y, ok := day.Range(to[:4]); ok && y.To == s.To {
			return e.l.Get("span", "from", from[:4], "to", to[:4])
		}
	}
	if s.Days() == 1 {
		return e.l.Heading(from, s)
	}
	return e.l.Get("span", "from", e.l.Day(s.From), "to", e.l.Day(s.To))
}

// closing tells how much was listed and what was not, for the end of an edition.
func (e *edition) closing() string {
	if e.entries == 0 && e.undated == 0 {
		return e.l.Get("nothing")
	}
	out := e.l.Count(e.entries, "entry", "entries") + "."
	if e.left > 0 {
		out += " " + e.l.Get("beyond", "n", strconv.Itoa(e.left))
	}
	if e.undated > 0 {
		out += " " + e.l.Get("left out", "n", strconv.Itoa(e.undated))
	}
	return out
}

// more tells how many happenings of a day are not listed; "" where all are.
func (e *edition) more(s *chronicle.Section) string {
	if s.More == 0 {
		return ""
	}
	return e.l.Count(s.More, "more one", "more")
}

// notes are what must be read before believing an entry, disputes last.
func (e *edition) notes(x *chronicle.Entry) []string {
	var out []string
	for _, n := range x.Notes {
		out = append(out, n.Text)
	}
	for i := range x.Disputes {
		out = append(out, e.dispute(&x.Disputes[i]))
	}
	return out
}

// dispute is "sources differ on the dead: 3 (Alpha); 5 (Beta)".
func (e *edition) dispute(d *chronicle.Dispute) string {
	var claims []string
	for _, c := range d.Claims {
		if len(c.Outlets) == 0 {
			claims = append(claims, c.Value)
			continue
		}
		claims = append(claims, e.l.Get("claim", "who", e.l.List(c.Outlets), "value", c.Value))
	}
	return d.Text + ": " + strings.Join(claims, "; ")
}

// outlet is a publisher with its reports of an entry.
type outlet struct {
	credit  string // its name, and when it told it where that is not told already
	reports []*chronicle.Source
}

// outlets are the publishers of an entry, each once, in the order of its
// sources.
func (e *edition) outlets(x *chronicle.Entry) []outlet {
	var out []outlet
sources:
	for i := range x.Sources {
		s := &x.Sources[i]
		for k := range out {
			if out[k].reports[0].Outlet == s.Outlet {
				out[k].reports = append(out[k].reports, s)
				continue sources
			}
		}
		out = append(out, outlet{reports: []*chronicle.Source{s}})
	}
	for k := range out {
		o := &out[k]
		o.credit = o.reports[0].Outlet
		if d := e.toldOn(x, o.reports[0]); d != "" {
			o.credit += ", " + d
		}
		copies := 0
		for _, s := range o.reports {
			copies += s.Copies
		}
		var many []string
		if n := len(o.reports); n > 1 {
			many = append(many, e.l.Get("reports", "n", strconv.Itoa(n)))
		}
		if copies > 0 {
			many = append(many, e.l.Count(copies, "copy", "copies"))
		}
		if many != nil {
			o.credit += " (" + strings.Join(many, ", ") + ")"
		}
	}
	return out
}

// toldOn is when a source told an entry, where it did so neither on its day nor
// on the day that its notes tell; else "".
func (e *edition) toldOn(x *chronicle.Entry, s *chronicle.Source) string {
	if d, err := day.Parse(s.Published); err == nil && d != x.Told && (d > x.When.To+1 || d < x.When.From) {
		return e.l.Day(d)
	}
	return ""
}

// spool holds what must wait for what comes before it.
type spool struct {
	*bufio.Writer
	f *os.File
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "chronicle-*")
	if err != nil {
		return nil, err
	}
	return &spool{bufio.NewWriterSize(f, 64<<10), f}, nil
}

// to copies what was held to w and forgets it.
func (s *spool) to(w io.Writer) error {
	if err := s.Flush(); err != nil {
		return err
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.f)
	return err
}

func (s *spool) close() {
	s.f.Close()
	os.Remove(s.f.Name())
}

// rightToLeft are the scripts that run from right to left.
func rightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// isolated closes words that run from right to left off from their surroundings
// with Unicode's first strong isolate, so that they cannot turn around what
// stands beside them.
func isolated(s string) string {
	if !slices.ContainsFunc([]rune(s), rightToLeft) {
		return s
	}
	return "\u2068" + s + "\u2069"
}
