package ledger

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/day"
)

// Answer is what a ledger says of a day: the state, the timeline and the
// sources of both.
type Answer struct {
	*View
	State *State
}

// On answers for a day.
func (v *View) On(on day.Day) *Answer { return &Answer{v, v.State(on)} }

// page numbers the sources in the order in which they are cited.
type page struct {
	*Answer
	b       strings.Builder
	width   int
	sources []source
	number  map[string]int // of an article's source
	quoted  map[int]bool   // reports whose words stand under it
}

// source is the reports of one article: indexes in View.Reports.
type source []int

// cite is the marks of reports, "[1] [3]".
func (p *page) cite(reports []int) string {
	var marks []int
	for _, i := range reports {
		id := p.Reports[i].Doc.ID
		n := p.number[id]
		if n == 0 {
			p.sources = append(p.sources, nil)
			n = len(p.sources)
			p.number[id] = n
		}
		if !p.quoted[i] {
			p.quoted[i] = true
			p.sources[n-1] = append(p.sources[n-1], i)
		}
		marks = append(marks, n)
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	var w []string
	for i := 0; i < len(marks); i++ {
		j := i
		for j+1 < len(marks) && marks[j+1] == marks[j]+1 {
			j++
		}
		if j > i+1 {
			w = append(w, fmt.Sprintf("[%d]–[%d]", marks[i], marks[j]))
			i = j
			continue
		}
		w = append(w, fmt.Sprintf("[%d]", marks[i]))
	}
	return strings.Join(w, " ")
}

// Text writes the answer for a terminal of that many columns: the state in
// sentences, the timeline, and the sources with the words that were read.
func (a *Answer) Text(w io.Writer, width int) error {
	p := &page{Answer: a, width: max(width, 40), number: map[string]int{}, quoted: map[int]bool{}}
	p.head()
	p.state()
	p.timeline()
	p.list()
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(p.b.String()); err != nil {
		return err
	}
	return out.Flush()
}

func (p *page) line(s string) {
	p.b.WriteString(strings.TrimRight(s, " ") + "\n")
}

// para writes s from column indent on, its first line behind lead.
func (p *page) para(lead string, indent int, s string) {
	first := lead + strings.Repeat(" ", max(0, indent-utf8.RuneCountInString(lead)))
	for i, l := range wrap(s, p.width-indent) {
		if i == 0 {
			p.line(first + l)
		} else {
			p.line(strings.Repeat(" ", indent) + l)
		}
	}
}

// wrap breaks s at blanks into lines of at most width characters; a word that
// is longer has a line of its own.
func wrap(s string, width int) []string {
	s = oneLine(s)
	if len(s) <= width {
		return []string{s}
	}
	var out []string
	start, blank, n := 0, -1, 0 // of the line; its last blank; its characters up to i
	for i, c := range s {
		if c == ' ' {
			blank = i
		}
		if n++; n > width && blank > start {
			out = append(out, s[start:blank])
			n = utf8.RuneCountInString(s[blank+1 : i+utf8.RuneLen(c)])
			start, blank = blank+1, -1
		}
	}
	return append(out, s[start:])
}

// oneLine makes every run of blanks one.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t\r") && !strings.Contains(s, "  ") {
		return strings.Trim(s, " ")
	}
	return strings.Join(strings.Fields(s), " ")
}

func (p *page) head() {
	p.line(p.names.Name(p.A) + " – " + p.names.Name(p.B))
	articles := map[string]bool{}
	all := make([]int, len(p.Reports))
	for i, r := range p.Reports {
		all[i] = i
		articles[r.Doc.ID] = true
	}
	known := ""
	if s := dayWords(p.Known); s != "" {
		known = ", as known on " + s
	}
	if len(all) == 0 {
		p.para("", 0, "Nothing is told of them"+known+".")
		return
	}
	p.para("", 0, fmt.Sprintf("%s in %s of %s%s", count(len(all), "report"), count(len(articles), "article"), count(p.outlets(all), "outlet"), known))
}

func (p *page) state() {
	p.line("")
	for i := range p.State.Standings {
		s := &p.State.Standings[i]
		p.para("", 0, s.Sentence+" "+p.cite(s.Reports))
		for _, n := range s.Notes {
			p.para("", 2, n)
		}
		for _, e := range s.Level {
			p.para("", 2, capital(p.Line(e))+" "+onDate(e.Date)+". "+p.cite(e.Reports))
		}
	}
	for _, e := range p.State.Visits {
		p.para("", 0, "On that day: "+p.Line(e)+". "+p.cite(e.Reports))
	}
	if len(p.State.Agreements) > 0 {
		p.line("")
		p.line("Agreements on " + dayWords(p.State.On))
		for i := range p.State.Agreements {
			s := &p.State.Agreements[i]
			p.para("  -", 4, s.Sentence+" "+p.cite(s.Reports))
		}
	}
}

// row is a line of the timeline.
type row struct {
	date    Date
	to      Date
	at      day.Span // where it stands
	text    string
	cite    []int
	differs []*Dispute
}

func (v *View) rows() []row {
	var out []row
	for _, e := range v.Entries {
		if e.Kind != Agreement {
			r := row{date: e.Date, to: e.To, at: e.shown(), text: v.Line(e), cite: e.Reports}
			for i := range e.Disputes {
				r.differs = append(r.differs, &e.Disputes[i])
			}
			out = append(out, r)
			continue
		}
		for _, s := range e.Steps {
			r := row{date: s.Date, at: s.Date.Span, text: agreementLine(e) + ": " + s.Stage, cite: s.Reports}
			if s.Date.Value == "" {
				r.at = day.Span{From: e.First, To: e.First}
			}
			if s.Stage == "signed" {
				for i := range e.Disputes {
					r.differs = append(r.differs, &e.Disputes[i])
				}
			}
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.at.From, b.at.From), cmp.Compare(a.at.To, b.at.To))
	})
	return out
}

func (p *page) timeline() {
	rows := p.rows()
	if len(rows) == 0 {
		return
	}
	p.line("")
	p.line("Timeline")
	for _, r := range rows {
		when := r.date.Value
		if when == "" {
			when = "≤" + r.at.To.String() // it was told by then
		}
		if r.to.Value != "" && r.to.Value != r.date.Value {
			when += "–" + tail(r.date.Value, r.to.Value)
		}
		indent := 14
		if utf8.RuneCountInString(when) > 11 {
			p.line("  " + when)
			when = ""
		}
		p.para("  "+when, indent, r.text+" "+p.cite(r.cite))
		for _, d := range r.differs {
			p.para("", indent+2, p.Differs(d))
		}
	}
}

// tail is the end of an interval without the year that it shares with the
// beginning: "2012-06-11–06-13".
func tail(from, to string) string {
	if len(from) == 10 && len(to) == 10 && from[:5] == to[:5] {
		return to[5:]
	}
	return to
}

func (p *page) list() {
	if len(p.sources) == 0 {
		return
	}
	p.line("")
	p.line("Sources")
	for n, s := range p.sources {
		r := p.Reports[s[0]]
		head := p.outletName(s[0])
		if a := r.Doc.Agency; a != "" && a != head {
			head += " (" + a + ")"
		}
		head += ", " + dayWords(r.Known)
		if t := r.Doc.Title; t != "" && t != head {
			head += ": " + t
		}
		if r.Doc.URL != "" {
			head += " " + r.Doc.URL
		}
		if r.Withdrawn != day.Latest {
			head += " (withdrawn " + dayWords(r.Withdrawn) + ")"
		}
		p.para(fmt.Sprintf("  [%d]", n+1), 7, head)
		var seen []string
		slices.SortFunc(s, func(a, b int) int {
			return cmp.Or(cmp.Compare(p.Reports[a].Evidence.Start, p.Reports[b].Evidence.Start), cmp.Compare(a, b))
		})
		for _, i := range s {
			r := p.Reports[i]
			words := oneLine(r.Evidence.Text)
			if words == "" || slices.Contains(seen, words) {
				continue
			}
			seen = append(seen, words)
			p.para("", 9, "“"+words+"”")
		}
	}
}
