package article

import (
	"strings"
	"time"
)

// day is a calendar day; year 0 when not stated.
type day struct{ year, month, day int }

// readDay reads a day at the start of s and returns its length in bytes, 0 when
// there is none.
func (v *vocabulary) readDay(s string) (day, int) {
	n := 0
	if w := letters(s); w > 0 && weekday(s[:w]) {
		n = w
		if n < len(s) && s[n] == '.' {
			n++
		}
		if n < len(s) && s[n] == ',' {
			n++
		}
		for n < len(s) && s[n] == ' ' {
			n++
		}
	}
	d, used := v.calendarDay(s[n:])
	if used == 0 || !d.valid() {
		return day{}, 0
	}
	return d, n + used
}

// findDay finds the first day in a short text, zeros when there is none.
func (v *vocabulary) findDay(s string) (d day, start, end int) {
	for i := 0; i < len(s); i++ {
		if i > 0 && (asciiLetter(s[i-1]) || s[i-1] >= '0' && s[i-1] <= '9') {
			continue
		}
		if d, n := v.readDay(s[i:]); n > 0 {
			return d, i, i + n
		}
	}
	return day{}, 0, 0
}

func (v *vocabulary) calendarDay(s string) (d day, n int) {
	num, k := number(s)
	switch {
	case k == 4 && len(s) >= 10 && s[4] == '-' && s[7] == '-':
		m, km := number(s[5:])
		dd, kd := number(s[8:])
		if km == 2 && kd == 2 {
			return day{num, m, dd}, 10
		}
		return day{}, 0
	case k == 1 || k == 2: // "1 April 2025", "2nd April"
		n = k + ordinal(s[k:])
		if n >= len(s) || s[n] != ' ' {
			return day{}, 0
		}
		n++
		m, km := v.month(s[n:])
		if km == 0 {
			return day{}, 0
		}
		d = day{0, m, num}
		n += km
	case k == 0: // "April 1, 2025", "Apr. 1"
		m, km := v.month(s)
		if km == 0 || km >= len(s) || s[km] != ' ' {
			return day{}, 0
		}
		for n = km; n < len(s) && s[n] == ' '; n++ {
		}
		num, k := number(s[n:])
		if k == 0 || k > 2 {
			return day{}, 0
		}
		n += k
		n += ordinal(s[n:])
		d = day{0, m, num}
	default:
		return day{}, 0
	}
	// The year, after a comma or a blank.
	y := n
	if y < len(s) && s[y] == ',' {
		y++
	}
	for y < len(s) && s[y] == ' ' {
		y++
	}
	if year, k := number(s[y:]); y > n && k == 4 && year >= 1800 && year < 2100 {
		d.year, n = year, y+k
	}
	return d, n
}

func (v *vocabulary) month(s string) (m, n int) {
	w := letters(s)
	if w == 0 {
		return 0, 0
	}
	m, ok := v.months[strings.ToLower(s[:w])]
	if !ok {
		return 0, 0
	}
	if w < len(s) && s[w] == '.' {
		w++
	}
	return m, w
}

// complete is the ISO day. A missing year is that of the latest such day not
// more than a week after publication: wires date stories in local time, a day
// ahead of an editor to the west, and send out on Friday what is for Sunday.
func (d day) complete(published string) string {
	if d.year > 0 {
		return d.time().Format(time.DateOnly)
	}
	pub, err := time.Parse(time.DateOnly, published)
	if err != nil {
		return ""
	}
	latest := pub.AddDate(0, 0, 7)
	for d.year = latest.Year(); ; d.year-- {
		if d.valid() && !d.time().After(latest) {
			return d.time().Format(time.DateOnly)
		}
	}
}

func (d day) time() time.Time {
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

// valid reports whether the day exists; 29 February passes while the year is
// unknown.
func (d day) valid() bool {
	if d.month < 1 || d.month > 12 || d.day < 1 {
		return false
	}
	if d.year == 0 {
		d.year = 2000
	}
	t := d.time()
	return int(t.Month()) == d.month && t.Day() == d.day
}

func weekday(w string) bool {
	w = strings.ToLower(w)
	for d := time.Sunday; d <= time.Saturday; d++ {
		full := strings.ToLower(d.String())
		if w == full || len(w) >= 3 && len(w) <= 5 && strings.HasPrefix(full, w) {
			return true
		}
	}
	return false
}

func letters(s string) int {
	i := 0
	for i < len(s) && asciiLetter(s[i]) {
		i++
	}
	return i
}

func number(s string) (value, n int) {
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n
}

func ordinal(s string) int {
	for _, o := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(s, o) {
			return 2
		}
	}
	return 0
}

// firstYear is that of the first weekly newspaper; earlier timestamps are a
// program's zero.
const firstYear = 1605

// isoDay reduces a timestamp to its ISO day, "" when it is none. The day is the
// one written, in the writer's own zone.
func isoDay(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 10 {
		if t, err := time.Parse(time.DateOnly, s[:10]); err == nil && t.Year() >= firstYear {
			return s[:10]
		}
	}
	for _, layout := range []string{
		"20060102", "2006/01/02", "January 2, 2006", "2 January 2006", "Jan 2, 2006", "2 Jan 2006",
		time.RFC1123, time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 -0700",
		"20060102T150405Z", "20060102T15:04:05Z", "2006/01/02 15:04:05", "January 2, 2006 15:04", "January 2, 2006 3:04 PM",
		"Jan. 2, 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", time.RFC850, time.ANSIC,
	} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= firstYear {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
