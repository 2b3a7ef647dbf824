package edition

import (
	"bufio"
	"strings"
	"unicode/utf8"

	"chancery/internal/chronicle"
	"chancery/internal/day"
)

// longestBar is how many days an event of a calendar may cover: a week is a bar
// of seven days, but one of a month or a year would cover everything else.
const longestBar = 7

// calendar prints iCalendar (RFC 5545): all-day events. What is known only by
// its month or year stands on the first of its days, and its summary says so.
func calendar(e *edition, w *bufio.Writer) error {
	c := &ical{w: w}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Chancery//Chronicle//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.text("X-WR-CALNAME", e.title())
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		for i := range s.Entries {
			e.event(c, s, &s.Entries[i])
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if e.entries == 0 {
		// A calendar must have a component; this one changes nothing.
		for _, l := range [][2]string{
			{"BEGIN", "VTIMEZONE"}, {"TZID", "UTC"}, {"BEGIN", "STANDARD"}, {"DTSTART", "19700101T000000"},
			{"TZOFFSETFROM", "+0000"}, {"TZOFFSETTO", "+0000"}, {"END", "STANDARD"}, {"END", "VTIMEZONE"},
		} {
			c.line(l[0], l[1])
		}
	}
	c.line("END", "VCALENDAR")
	return nil
}

func (e *edition) event(c *ical, s *chronicle.Section, x *chronicle.Entry) {
	summary, end := x.Sentence, x.When.To
	if x.When.Days() > longestBar {
		summary, end = s.Heading+": "+summary, x.When.From
	}
	var about []string
	about = append(about, s.Heading+". "+isolated(x.Sentence))
	for _, n := range e.notes(x) {
		about = append(about, isolated(n))
	}
	for _, o := range e.outlets(x) {
		about = append(about, strings.TrimSpace(isolated(o.credit)+" "+o.reports[0].URL))
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", x.ID+"@chronicle.chancery")
	c.line("DTSTAMP", x.Updated.Time().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE", date(x.When.From))
	c.line("DTEND;VALUE=DATE", date(end+1)) // the day after the last
	c.text("SUMMARY", isolated(summary))
	c.text("DESCRIPTION", strings.Join(about, "\n"))
	if x.Place != "" {
		c.text("LOCATION", isolated(x.Place))
	}
	if len(x.Sources) > 0 && x.Sources[0].URL != "" {
		c.line("URL", x.Sources[0].URL)
	}
	c.text("CATEGORIES", x.Type)
	if x.Status == "planned" {
		c.line("STATUS", "TENTATIVE")
	}
	c.line("TRANSP", "TRANSPARENT") // nobody is busy
	c.line("END", "VEVENT")
}

func date(d day.Day) string { return d.Time().Format("20060102") }

// ical writes content lines.
type ical struct{ w *bufio.Writer }

// line writes a content line, folded where it is longer than 75 octets, never
// inside a character.
func (c *ical) line(name, value string) {
	const most = 75
	s, room := name+":"+value, most
	for len(s) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		c.w.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], most-1
	}
	c.w.WriteString(s + "\r\n")
}

// text writes a value of the type TEXT.
func (c *ical) text(name, value string) {
	c.line(name, strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\n", "\\n").Replace(value))
}
