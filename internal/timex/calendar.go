package timex

import "strconv"

// grain is the precision of a point on the calendar. A point at a grain is a
// number that counts that unit, so shifting by n units is adding n.
type grain uint8

const (
	none       grain = iota
	day              // days since 1970-01-01
	weekend          // Saturday and Sunday, numbered like weeks
	week             // ISO weeks, Monday first, counted from the week of 1970-01-01
	month            // year*12 + month-1
	quarter          // year*4 + quarter-1
	season           // year*4 + season; spring is 0, and winter is the one that begins in that year
	half             // year*2 + half-1
	year             // the year
	decade           // year/10
	century          // year/100
	millennium       // year/1000
	hour             // used for spans and shifts only; a point in time keeps its day and a clock
	minute
	second
)

var grainNames = map[string]grain{
	"day": day, "weekend": weekend, "week": week, "month": month, "quarter": quarter, "season": season,
	"half": half, "year": year, "decade": decade, "century": century, "millennium": millennium,
	"hour": hour, "minute": minute, "second": second,
}

// point is a stretch of the calendar: one unit of a grain, with what is known
// of the time of day.
type point struct {
	grain grain
	n     int
	clock string // "TMO", "T15:30"; "" when the time of day is not told
}

// civil turns a count of days since 1970-01-01 into a date of the proleptic
// Gregorian calendar (algorithm: Howard Hinnant, "chrono-compatible low-level
// date algorithms").
func civil(days int) (y, m, d int) {
	z := days + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}

// dayNumber is the inverse of civil.
func dayNumber(y, m, d int) int {
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	mp := m - 3
	if m <= 2 {
		mp = m + 9
	}
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func mod(a, b int) int { return a - b*floorDiv(a, b) }

// weekday is 1 for Monday to 7 for Sunday. 1970-01-01 was a Thursday.
func weekday(days int) int { return mod(days+3, 7) + 1 }

func monthDays(y, m int) int {
	return dayNumber(y+m/12, m%12+1, 1) - dayNumber(y, m, 1)
}

func validDate(y, m, d int) bool {
	return m >= 1 && m <= 12 && d >= 1 && d <= monthDays(y, m)
}

// first and last are the days at which the point begins and ends.
func (p point) first() int {
	switch p.grain {
	case week:
		return p.n*7 - 3
	case weekend:
		return p.n*7 + 2
	case month:
		return dayNumber(floorDiv(p.n, 12), mod(p.n, 12)+1, 1)
	case quarter:
		return dayNumber(floorDiv(p.n, 4), mod(p.n, 4)*3+1, 1)
	case season:
		return dayNumber(floorDiv(p.n, 4), mod(p.n, 4)*3+3, 1)
	case half:
		return dayNumber(floorDiv(p.n, 2), mod(p.n, 2)*6+1, 1)
	case year:
		return dayNumber(p.n, 1, 1)
	case decade:
		return dayNumber(p.n*10, 1, 1)
	case century:
		return dayNumber(p.n*100, 1, 1)
	case millennium:
		return dayNumber(p.n*1000, 1, 1)
	}
	return p.n
}

func (p point) last() int {
	switch p.grain {
	case weekend:
		return p.first() + 1
	case week, month, quarter, season, half, year, decade, century, millennium:
		return point{grain: p.grain, n: p.n + 1}.first() - 1
	}
	return p.n
}

// to is the unit of grain g that holds the point's first day.
func (p point) to(g grain) point {
	if p.grain == g {
		return p
	}
	d := p.first()
	y, m, _ := civil(d)
	switch g {
	case day, hour, minute, second:
		return point{grain: day, n: d, clock: p.clock}
	case week, weekend:
		return point{grain: g, n: floorDiv(d+3, 7)}
	case month:
		return point{grain: g, n: y*12 + m - 1}
	case quarter:
		return point{grain: g, n: y*4 + (m-1)/3}
	case season:
		return point{grain: g, n: floorDiv(y*12+m-3, 3)}
	case half:
		return point{grain: g, n: y*2 + (m-1)/6}
	case year:
		return point{grain: g, n: y}
	case decade:
		return point{grain: g, n: floorDiv(y, 10)}
	case century:
		return point{grain: g, n: floorDiv(y, 100)}
	case millennium:
		return point{grain: g, n: floorDiv(y, 1000)}
	}
	return p
}

// perYear and inYears relate the grains that divide or gather years.
var perYear = [...]int{month: 12, quarter: 4, season: 4, half: 2, year: 1, second: 0}
var inYears = [...]int{year: 1, decade: 10, century: 100, millennium: 1000, second: 0}

// shift moves a point by k units of u and keeps its own grain, so a year
// before the third quarter of 1989 is the third quarter of 1988. Where u is
// finer than the point, the result is a unit of u.
func (p point) shift(k int, u grain) point {
	if u == p.grain {
		p.n += k
		return p
	}
	switch {
	case u == hour || u == minute || u == second:
		return p.to(day)
	case u == week && p.grain == day:
		p.n += 7 * k
		return p
	case u == week && p.grain == weekend:
		p.n += k
		return p
	case perYear[u] > 0 || inYears[u] > 0:
		months := 0
		if perYear[u] > 0 {
			months = 12 / perYear[u] * k
		} else {
			months = 12 * inYears[u] * k
		}
		if p.grain == day {
			y, m, d := civil(p.n)
			mm := y*12 + m - 1 + months
			y, m = floorDiv(mm, 12), mod(mm, 12)+1
			p.n = dayNumber(y, m, min(d, monthDays(y, m)))
			return p
		}
		if p.grain < year && perYear[p.grain] > 0 && months%(12/perYear[p.grain]) == 0 {
			p.n += months / (12 / perYear[p.grain])
			return p
		}
	}
	q := p.to(u)
	q.n += k
	return q
}

// String is the TIMEX3 value of the point.
func (p point) String() string {
	var b [24]byte
	s := b[:0]
	switch p.grain {
	case day:
		y, m, d := civil(p.n)
		s = append(pad2(append(pad2(append(pad(s, y, 4), '-'), m), '-'), d), p.clock...)
	case week, weekend:
		// The ISO year of a week is the year of its Thursday.
		thursday := p.n * 7
		y, _, _ := civil(thursday)
		w := (thursday-dayNumber(y, 1, 1))/7 + 1
		s = pad2(append(pad(s, y, 4), "-W"...), w)
		if p.grain == weekend {
			s = append(s, "-WE"...)
		}
	case month:
		s = pad2(append(pad(s, floorDiv(p.n, 12), 4), '-'), mod(p.n, 12)+1)
	case quarter:
		s = append(append(pad(s, floorDiv(p.n, 4), 4), "-Q"...), byte('1'+mod(p.n, 4)))
	case season:
		s = append(append(pad(s, floorDiv(p.n, 4), 4), '-'), seasons[mod(p.n, 4)]...)
	case half:
		s = append(append(pad(s, floorDiv(p.n, 2), 4), "-H"...), byte('1'+mod(p.n, 2)))
	case year:
		s = pad(s, p.n, 4)
	case decade:
		s = pad(s, p.n, 3)
	case century:
		s = pad(s, p.n, 2)
	case millennium:
		s = pad(s, p.n, 1)
	}
	return string(s)
}

var seasons = [...]string{"SP", "SU", "FA", "WI"}

func pad2(s []byte, n int) []byte { return pad(s, n, 2) }

func pad(s []byte, n, width int) []byte {
	if n < 0 {
		s = append(s, '-')
		n = -n
	}
	t := strconv.Itoa(n)
	for i := len(t); i < width; i++ {
		s = append(s, '0')
	}
	return append(s, t...)
}
