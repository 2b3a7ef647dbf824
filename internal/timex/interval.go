package timex

import (
	"strconv"
	"strings"
)

// Interval is a stretch of days, both ends included. A zero-length string is
// an end that is open or unknown.
type Interval struct{ Begin, End string }

// Parse reads a TIMEX3 value that names days of the calendar ("2011-02-02",
// "2018-W12", "1998-Q3", "198", "1998-02-06TMO") and gives the days it covers.
// ok is false for spans, sets, PAST_REF and the like, and values with unknown
// parts before the year.
func Parse(value string) (iv Interval, ok bool) {
	p, ok := parsePoint(value)
	if !ok {
		return Interval{}, false
	}
	return p.interval(), true
}

func (p point) interval() Interval {
	return Interval{point{grain: day, n: p.first()}.String(), point{grain: day, n: p.last()}.String()}
}

// Before reports whether a ends before b begins. It is false when either end
// is unknown.
func (a Interval) Before(b Interval) bool {
	return a.End != "" && b.Begin != "" && a.End < b.Begin
}

// Contains reports whether b lies within a; an unknown end of a contains
// nothing.
func (a Interval) Contains(b Interval) bool {
	return a.Begin != "" && a.End != "" && b.Begin != "" && b.End != "" && a.Begin <= b.Begin && b.End <= a.End
}

// Compare orders two TIMEX3 values by where they lie on the calendar: -1 when
// a ends before b begins, +1 when it begins after b ends, 0 when they overlap.
// ok is false when either names no days.
func Compare(a, b string) (order int, ok bool) {
	x, okx := Parse(a)
	y, oky := Parse(b)
	switch {
	case !okx || !oky:
		return 0, false
	case x.Before(y):
		return -1, true
	case y.Before(x):
		return 1, true
	}
	return 0, true
}

// parsePoint reads the values that point.String writes, and those with an
// unknown tail ("1998-WXX", "1989-QX", "1998-10-XX"), which it cuts to what is
// known.
func parsePoint(v string) (point, bool) {
	v, clock, timed := strings.Cut(v, "T")
	if timed {
		clock = "T" + clock
	}
	parts := strings.Split(v, "-")
	head := parts[0]
	if head == "" || len(parts) > 3 {
		return point{}, false
	}
	y, ok := digits(head)
	if !ok {
		head = strings.TrimRight(head, "X")
		if y, ok = digits(head); !ok || len(parts) > 1 {
			return point{}, false
		}
	}
	if len(parts) == 1 {
		g := [...]grain{1: millennium, 2: century, 3: decade, 4: year}
		if len(head) > 4 || timed {
			return point{}, false
		}
		return point{grain: g[len(head)], n: y}, true
	}
	if len(head) != 4 {
		return point{}, false
	}
	p, ok := parseTail(y, parts[1:])
	if p.grain == day {
		p.clock = clock
	} else if timed {
		return point{}, false
	}
	return p, ok
}

func parseTail(y int, parts []string) (point, bool) {
	s := parts[0]
	if strings.Trim(s, "QWHX") == "" {
		return point{grain: year, n: y}, s != ""
	}
	if s[0] == 'W' && s != "WI" {
		w, ok := digits(s[1:])
		if !ok || w < 1 || w > 53 {
			return point{}, false
		}
		// 4 January is always in week 1.
		p := point{grain: day, n: dayNumber(y, 1, 4)}.to(week)
		p.n += w - 1
		if len(parts) == 2 {
			switch d, ok := digits(parts[1]); {
			case parts[1] == "WE":
				p.grain = weekend
			case ok && d >= 1 && d <= 7:
				p = point{grain: day, n: p.first() + d - 1}
			default:
				return point{}, false
			}
		}
		return p, true
	}
	if m, ok := digits(s); ok {
		if m < 1 || m > 12 || len(s) > 2 {
			return point{}, false
		}
		if len(parts) == 1 || parts[1] == "XX" {
			return point{grain: month, n: y*12 + m - 1}, true
		}
		d, ok := digits(parts[1])
		if !ok || !validDate(y, m, d) {
			return point{}, false
		}
		return point{grain: day, n: dayNumber(y, m, d)}, true
	}
	if len(parts) > 1 || len(s) != 2 {
		return point{}, false
	}
	for i, name := range seasons {
		if s == name {
			return point{grain: season, n: y*4 + i}, true
		}
	}
	switch k := int(s[1] - '1'); {
	case s[0] == 'Q' && k >= 0 && k < 4:
		return point{grain: quarter, n: y*4 + k}, true
	case s[0] == 'H' && k >= 0 && k < 2:
		return point{grain: half, n: y*2 + k}, true
	}
	return point{}, false
}

// digits reads a run of ASCII digits with no sign.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
