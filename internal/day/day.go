// Package day counts days and reads the dates of records: ISO 8601 and TimeML
// values at whatever precision an article gives, as the days that they cover.
package day

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Day is a day of the proleptic Gregorian calendar, counted from 1970-01-01 = 0.
type Day int32

// Bounds of open spans.
const (
	Earliest Day = math.MinInt32
	Latest   Day = math.MaxInt32
)

// Of is the day of a moment in its own zone.
func Of(t time.Time) Day {
	y, m, d := t.Date()
	return Date(y, int(m), d)
}

// Date is the day of a calendar date; months and days beyond their range count
// on, as in time.Date.
func Date(year, month, d int) Day {
	return Day(time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is the first moment of the day, UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is YYYY-MM-DD, or "" for the bounds.
func (d Day) String() string {
	if d == Earliest || d == Latest {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Parse reads YYYY-MM-DD.
func Parse(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day like 2025-04-02", s)
	}
	return Of(t), nil
}

// Span is the days From to To, both included.
type Span struct{ From, To Day }

// Always covers every day.
var Always = Span{Earliest, Latest}

// Days is how many days the span covers.
func (s Span) Days() int64 { return int64(s.To) - int64(s.From) + 1 }

// Has reports whether the span covers d.
func (s Span) Has(d Day) bool { return s.From <= d && d <= s.To }

// Overlaps reports whether the spans share a day.
func (s Span) Overlaps(o Span) bool { return s.From <= o.To && o.From <= s.To }

// Gap is the number of days between the spans; 0 where they overlap, 1 where
// one ends the day before the other begins.
func (s Span) Gap(o Span) int64 {
	return max(0, int64(o.From)-int64(s.To), int64(s.From)-int64(o.To))
}

// seasons are the months of TimeML's seasons, of the northern year.
var seasons = map[string][2]int{"SP": {3, 5}, "SU": {6, 8}, "FA": {9, 11}, "WI": {12, 14}}

// Parts of a year: quarters, halves, and their number of months.
var parts = map[byte]int{'Q': 3, 'H': 6}

// Range is the days that a date covers: "2025-04-01" (a time of day behind it
// is passed over), "2025-04", "2025", "197" (a decade), "19" (the century 1900
// to 1999), "2025-W14", "2025-W14-WE", "2025-Q2", "2025-H1", "2025-SU". Other
// values, among them PAST_REF and XXXX-04, name no days.
func Range(s string) (Span, bool) {
	if i := strings.IndexByte(s, 'T'); i == 10 {
		s = s[:i]
	}
	head, tail, more := strings.Cut(s, "-")
	n, err := strconv.Atoi(head)
	if err != nil || n < 0 || head[0] == '+' {
		return Span{}, false
	}
	if !more {
		switch len(head) {
		case 4:
			return years(n, 1), true
		case 3:
			return years(n*10, 10), true
		case 2:
			return years(n*100, 100), true
		}
		return Span{}, false
	}
	if len(head) != 4 || tail == "" {
		return Span{}, false
	}
	if m, ok := seasons[tail]; ok {
		return months(n, m[0], m[1]-m[0]+1), true
	}
	switch c := tail[0]; c {
	case 'W':
		return week(n, tail[1:])
	case 'Q', 'H':
		k, err := strconv.Atoi(tail[1:])
		if err != nil || k < 1 || k > 12/parts[c] {
			return Span{}, false
		}
		return months(n, (k-1)*parts[c]+1, parts[c]), true
	}
	for _, form := range []string{"01-02", "01"} {
		if t, err := time.Parse("2006-"+form, s); err == nil {
			if form == "01" {
				return months(n, int(t.Month()), 1), true
			}
			return Span{Of(t), Of(t)}, true
		}
	}
	return Span{}, false
}

func years(first, n int) Span { return Span{Date(first, 1, 1), Date(first+n, 1, 1) - 1} }

func months(year, first, n int) Span {
	return Span{Date(year, first, 1), Date(year, first+n, 1) - 1}
}

// week is an ISO week, or its weekend. Week 1 holds the year's first Thursday.
func week(year int, s string) (Span, bool) {
	s, weekend := strings.CutSuffix(s, "-WE")
	k, err := strconv.Atoi(s)
	if err != nil || k < 1 || k > 53 || len(s) != 2 {
		return Span{}, false
	}
	fourth := Date(year, 1, 4)
	monday := fourth - Day((int(fourth.Time().Weekday())+6)%7) + Day(7*(k-1))
	if weekend {
		return Span{monday + 5, monday + 6}, true
	}
	return Span{monday, monday + 6}, true
}
