package chronicle

import (
	"strconv"
	"strings"

	"chancery/internal/day"
)

// Day is the date of a day without its weekday: "1 April 2025".
func (l Labels) Day(d day.Day) string { return l.day("date", d) }

func (l Labels) day(key string, d day.Day) string {
	t := d.Time()
	return l.Get(key, "w", l.weekdays[t.Weekday()], "d", strconv.Itoa(t.Day()), "m", l.months[t.Month()-1], "y", strconv.Itoa(t.Year()))
}

// Month is the name of a month, 1 to 12.
func (l Labels) Month(m int) string { return l.months[m-1] }

// Heading names the days that entries stand under, at the precision of their
// date: "Tuesday, 1 April 2025", "April 2025", "1975", "the 1970s".
func (l Labels) Heading(date string, s day.Span) string {
	if s.Days() == 1 {
		return l.day("day", s.From)
	}
	return capital(l.period(date, s))
}

// period names more days than one. A date that does not cover just these days
// is passed over.
func (l Labels) period(date string, s day.Span) string {
	year := strconv.Itoa(s.From.Time().Year())
	if r, ok := day.Range(date); !ok || r != s {
		return l.Get("span", "from", l.Day(s.From), "to", l.Day(s.To))
	}
	head, tail, _ := strings.Cut(date, "-")
	switch {
	case tail == "" && len(head) == 4:
		return l.Get("year", "y", year)
	case tail == "" && len(head) == 3:
		return l.Get("decade", "y", year)
	case tail == "":
		return l.Get("century", "y", year, "z", strconv.Itoa(s.To.Time().Year()))
	}
	switch tail[0] {
	case 'W':
		if tail == "WI" {
			return l.Get("winter", "y", year)
		}
		if strings.HasSuffix(tail, "-WE") {
			return l.Get("weekend", "date", l.Day(s.From))
		}
		return l.Get("week", "date", l.Day(s.From))
	case 'Q':
		return l.Get("quarter", "n", tail[1:], "y", year)
	case 'H':
		return l.Get("half", "n", tail[1:], "y", year)
	case 'S':
		if tail == "SP" {
			return l.Get("spring", "y", year)
		}
		return l.Get("summer", "y", year)
	case 'F':
		return l.Get("autumn", "y", year)
	}
	return l.Get("month", "m", l.months[s.From.Time().Month()-1], "y", year)
}

// When is a date within a sentence: "1 April 2025", "April 2025", "2024".
func (l Labels) When(date string, s day.Span) string {
	if s.Days() == 1 {
		return l.Day(s.From)
	}
	return l.period(date, s)
}

// key names the days of a section, for anchors: the date itself where it covers
// just these days.
func key(date string, s day.Span) string {
	if s.Days() == 1 {
		return s.From.String()
	}
	if r, ok := day.Range(date); ok && r == s {
		return date
	}
	return s.From.String() + "--" + s.To.String()
}
