package edition

import (
	"bufio"
	_ "embed"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"chancery/internal/chronicle"
	"chancery/internal/day"
)

//go:embed page.tmpl
var pageSource string

//go:embed page.css
var pageStyle string

// pages are the parts of the page. html/template knows where in a page a value
// stands and escapes it for that place.
var pages = template.Must(template.New("page").Parse(pageSource))

// shownOutlets is how many publishers of an entry stand open, each with one
// report; the others unfold.
const shownOutlets = 6

// What the parts of the page show.
type (
	headView struct {
		Lang, Title, Kicker, Dates, Closing string
		Style                               template.CSS
		Contents                            string
		Groups                              []groupView
		Skip                                string
	}
	groupView struct {
		ID, Name, Short string
		Bare            bool // the title tells it already
	}
	dayView struct {
		Key, Heading, Big, Small, Datetime string
		Level                              int // of its heading: under a month, a year or neither
		Entries                            []entryView
		More                               string
	}
	entryView struct {
		ID, Sentence, Quad string
		Notes, Disputes    []string
		Sources, Others    []sourceView
		Unfold             string // "and 3 more"
		Permalink          string
	}
	sourceView struct{ Credit, Title, URL string }
)

// machineDate is what HTML's time element takes of the forms that dates have
// here.
var machineDate = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?|-W\d{2})?$`)

// page prints a page that needs nothing beside itself: no script, no font, no
// picture. A year is divided by months, more than one by years and months.
func page(e *edition, w *bufio.Writer) error {
	body, err := newSpool()
	if err != nil {
		return err
	}
	defer body.close()
	var years, months []groupView
	year, month := "", ""
	// The title tells the year or the month where it was asked for alone.
	oneYear, oneMonth := false, false
	if e.closed() {
		from, to := e.From.String(), e.To.String()
		oneYear, oneMonth = from[:4] == to[:4], from[:7] == to[:7]
	}
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		y, m := groupsOf(s.When)
		if y != year && y != "" {
			g := groupView{ID: "year-" + y, Name: y, Short: y, Bare: oneYear}
			if err := pages.ExecuteTemplate(body, "year", g); err != nil {
				return err
			}
			years = append(years, g)
			month = ""
		}
		if m != month && m != "" {
			n, _ := strconv.Atoi(m[5:])
			name := e.l.Month(n)
			g := groupView{ID: "month-" + m, Name: e.l.Get("month", "m", name, "y", y), Short: name, Bare: oneMonth}
			if err := pages.ExecuteTemplate(body, "month", g); err != nil {
				return err
			}
			months = append(months, g)
		}
		year, month = y, m
		if err := pages.ExecuteTemplate(body, "day", e.dayView(s)); err != nil {
			return err
		}
	}
	head := headView{
		Lang: e.l.Get("lang"), Title: e.title(), Kicker: e.l.Get("title"), Dates: e.dates(), Closing: e.closing(),
		Style: template.CSS(pageStyle), Contents: e.l.Get("contents"), Skip: e.l.Get("skip"),
	}
	if e.Title != "" {
		head.Dates = ""
	} else if len(e.About) > 0 {
		head.Title = e.who()
	} else if e.closed() {
		head.Title, head.Dates = head.Dates, ""
	}
	switch {
	case len(years) > 1:
		head.Groups = years
	case len(months) > 1:
		head.Groups = months
	}
	if err := pages.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	if err := body.to(w); err != nil {
		return err
	}
	return pages.ExecuteTemplate(w, "foot", head)
}

// groupsOf are the year and the month under which days stand: those of their
// first day, so that neither comes twice; no month for a whole year, neither for
// more than one.
func groupsOf(s day.Span) (year, month string) {
	from, to := s.From.String(), s.To.String()
	y, _ := day.Range(from[:4])
	switch {
	case from[:4] != to[:4] && s.Days() > 92: // a winter goes over New Year
		return "", ""
	case s == y:
		return from[:4], ""
	}
	return from[:4], from[:7]
}

func (e *edition) dayView(s *chronicle.Section) dayView {
	v := dayView{Key: s.Key, Heading: s.Heading, More: e.more(s), Big: s.Heading}
	switch year, month := groupsOf(s.When); {
	case year == "":
		v.Level = 2
	case month == "":
		v.Level = 3
	default:
		v.Level = 4
	}
	if machineDate.MatchString(s.Key) {
		v.Datetime = s.Key
	}
	if s.When.Days() == 1 {
		t := s.When.From.Time()
		v.Big = strconv.Itoa(t.Day()) + " " + e.l.Month(int(t.Month()))
		v.Small, _, _ = strings.Cut(s.Heading, ",")
	} else if y, ok := day.Range(s.Key); ok && y == s.When {
		switch len(s.Key) {
		case len("1975"):
			v.Small = e.l.Get("no month")
		case len("1975-03"):
			v.Small = e.l.Get("no day")
			v.Big = e.l.Month(int(s.When.From.Time().Month()))
		}
	}
	for i := range s.Entries {
		x := &s.Entries[i]
		n := entryView{ID: x.ID, Sentence: x.Sentence, Permalink: e.l.Get("permalink")}
		for _, note := range x.Notes {
			n.Notes = append(n.Notes, note.Text)
		}
		for i := range x.Disputes {
			n.Disputes = append(n.Disputes, e.dispute(&x.Disputes[i]))
		}
		for i, o := range e.outlets(x) {
			for k, src := range o.reports {
				view := sourceView{o.credit, src.Title, src.URL}
				if k > 0 {
					view.Credit = src.Outlet
				}
				if i < shownOutlets && k == 0 {
					n.Sources = append(n.Sources, view)
					continue
				}
				if src.Title != "" {
					view.Credit, view.Title = src.Outlet+": "+src.Title, ""
				}
				n.Others = append(n.Others, view)
			}
		}
		if len(n.Others) > 0 {
			n.Unfold = e.l.Count(len(n.Others), "more one", "more")
		}
		v.Entries = append(v.Entries, n)
	}
	return v
}
