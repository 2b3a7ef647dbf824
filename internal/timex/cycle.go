package timex

import (
	"strconv"
	"strings"
)

// cycle is something that comes back every year or every week.
type cycle struct {
	grain   grain
	n       int // month, quarter, half, season or weekday
	day     int // day of the month, 0 without
	weekday int // that the day must fall on, 0 without
	holiday string
	weekly  bool
}

func (m *matcher) cycle(v *value) (cycle, bool) {
	if it := m.field(v, fHoliday); it != nil {
		return cycle{grain: day, holiday: it.text}, true
	}
	mo, ok := m.number(v, fMonth)
	if !ok {
		mo, ok = m.number(v, fMM)
	}
	if ok {
		d, has := m.number(v, fDay)
		if !has {
			d, has = m.number(v, fOrdinal)
		}
		if has {
			wd, _ := m.number(v, fWeekday)
			return cycle{grain: day, n: mo, day: d, weekday: wd}, true
		}
		return cycle{grain: month, n: mo}, true
	}
	for _, f := range [...]struct {
		field int
		grain grain
	}{{fSeason, season}, {fQuarter, quarter}, {fHalf, half}} {
		if n, ok := m.number(v, f.field); ok {
			return cycle{grain: f.grain, n: n}, true
		}
	}
	if m.field(v, fWeekend) != nil {
		return cycle{grain: weekend, weekly: true}, true
	}
	if n, ok := m.number(v, fWeekday); ok {
		return cycle{grain: day, n: n, weekly: true}, true
	}
	return cycle{}, false
}

// in is the cycle's turn in year y.
func (cy cycle) in(y int) (point, bool) {
	switch {
	case cy.holiday != "":
		return holiday(cy.holiday, y)
	case cy.grain == day:
		return point{grain: day, n: dayNumber(y, cy.n, cy.day)}, validDate(y, cy.n, cy.day)
	case cy.grain == season:
		return point{grain: season, n: y*4 + cy.n}, true
	}
	return point{grain: cy.grain, n: y*perYear[cy.grain] + cy.n - 1}, true
}

// turn is the cycle's k-th turn from the one in the base's year or week.
func (cy cycle) turn(base point, k int) (point, bool) {
	if cy.grain == weekend {
		return point{grain: weekend, n: base.to(week).n + k}, true
	}
	if cy.weekly {
		return point{grain: day, n: base.to(week).first() + cy.n - 1 + 7*k}, true
	}
	return cy.in(base.to(year).n + k)
}

// String is the value of a cycle of which the year is not known.
func (cy cycle) String() string {
	switch {
	case cy.grain == weekend:
		return "XXXX-WXX-WE"
	case cy.weekly:
		return "XXXX-WXX-" + strconv.Itoa(cy.n)
	case cy.holiday != "":
		p, ok := holiday(cy.holiday, 2001)
		if q, _ := holiday(cy.holiday, 2002); !ok || p.String()[4:] != q.String()[4:] {
			return "XXXX-XX-XX"
		}
		return "XXXX" + p.String()[4:]
	case cy.grain == day && !validDate(2000, cy.n, cy.day):
		return ""
	}
	p, _ := cy.in(2000)
	return "XXXX" + p.String()[4:]
}

// place finds which turn of a cycle is meant.
func (m *matcher) place(v *value, c *context, cy cycle) (p point, s, basis string, ok bool) {
	base, basis := c.anchor, c.basis
	rel := m.field(v, fRel)
	if it := m.field(v, fRefRel); it != nil {
		rel = it
		base, basis = c.base(cy.frame())
	}
	if base.grain == none {
		s = cy.String()
		return p, s, "none", s != ""
	}
	if n, has := m.number(v, fWRel); has && cy.weekly {
		p, ok = cy.turn(base, n)
		return p, "", basis, ok
	}
	if rel != nil {
		p, ok = cy.relative(base, int(rel.n), c.dir)
		return p, "", basis, ok
	}
	if p, ok = c.narrative(cy); ok {
		return p, "", "narrative", true
	}
	p, ok = cy.nearest(base, c.dir)
	return p, "", basis, ok
}

// frame is the coarsest date that a turn of the cycle can be counted from.
func (cy cycle) frame() grain {
	if cy.weekly {
		return week
	}
	return year
}

// yearReach is how many atoms a bare year frames: a clause or two.
const yearReach = 15

// narrative places a bare month or day in a story told of another year: after
// "in June 1975 they signed", in the same sentence or the next, "in August" is
// August 1975. "In 1975" frames only the months close
// behind it. Last year frames
// nothing: news goes back and forth between it and this one, and the closest
// turn is right more often.
func (c *context) narrative(cy cycle) (point, bool) {
	r := c.ref(year)
	if !c.known || c.dir > 0 || r.turn == 0 || r.turn != c.count || !r.explicit || r.point.to(year).n >= c.anchor.to(year).n-1 ||
		c.stops > 1 || r.grain == year && (!r.framed || c.stops > 0 || c.apart > yearReach || cy.grain == day) || cy.weekly && r.grain != day {
		return point{}, false
	}
	p, ok := cy.turn(r.point, 0)
	if ok && p.last() < r.first() { // the story moves forward
		p, ok = cy.turn(r.point, 1)
	}
	return p, ok && p.first() <= c.anchor.n
}

// relative is the turn meant by "last", "this" or "next".
func (cy cycle) relative(base point, rel int, dir int8) (point, bool) {
	if rel == 0 && !cy.weekly {
		return cy.turn(base, 0)
	}
	if rel == 0 {
		// "this Tuesday" is the one to come, unless it is told as past.
		if dir < 0 {
			return cy.nearest(base, -1)
		}
		return cy.nearest(base, 1)
	}
	unit := base.to(cy.grain)
	for k := -1; k <= 1; k++ {
		i := k
		if rel < 0 {
			i = -k
		}
		p, ok := cy.turn(base, i)
		if !ok {
			continue
		}
		if rel < 0 && p.last() < unit.first() || rel > 0 && p.first() > unit.last() {
			return p, true
		}
	}
	return point{}, false
}

// Without "last" or "next", the closest turn is meant, and the verb says which
// side counts as far. A weekday leaves no doubt; a day or month of the year
// does, because news names dates of the coming months in any tense ("extended
// to 20 November"), and rarely a month as distant as ten without its year. The
// factors were fitted on half of TimeBank, which is not sensitive to them (2 to
// 8 and 3 to 30 change its value F1 by less than 0.005). A month told in the simple past is
// never ahead.
const (
	farDay   = 4 // how much farther a day against the verb's tense counts
	farMonth = 6 // the same for months, quarters and seasons
)

func (cy cycle) nearest(base point, dir int8) (point, bool) {
	best, found, least := point{}, false, 0
	if cy.grain == quarter {
		dir = 0 // business looks back at a quarter in every tense
	}
	far := farMonth
	if cy.grain == day {
		far = farDay
	}
	for k := -4; k <= 4; k++ { // 29 February comes every fourth year
		if (cy.weekly || cy.day != 29 && cy.weekday == 0) && (k < -1 || k > 1) {
			continue
		}
		p, ok := cy.turn(base, k)
		if !ok {
			continue
		}
		past, ahead := base.first()-p.last(), p.first()-base.last()
		if cy.weekly && (dir > 0 && past > 0 || dir <= 0 && ahead > 0) {
			continue
		}
		d := 0
		switch {
		case ahead > 0 && dir == surelyPast && cy.grain != day:
			continue
		case past > 0 && dir > 0:
			d = past * far
		case past > 0:
			d = past
		case ahead > 0 && dir < 0:
			d = ahead * far
		case ahead > 0:
			d = ahead
		}
		if cy.weekday != 0 && weekday(p.n) != cy.weekday {
			d += 100 * 366 // "Monday, Oct. 26" tells the year
		}
		if !found || d < least {
			best, found, least = p, true, d
		}
	}
	return best, found
}

// recurring is the value of "every Friday".
func (m *matcher) recurring(v *value) (string, bool) {
	clock, ok := m.clock(v)
	if !ok {
		return "", false
	}
	cy, ok := m.cycle(v)
	if !ok {
		return "XXXX-XX-XX" + clock, clock != ""
	}
	s := cy.String()
	return s + clock, s != ""
}

// holiday reads the notation of the table: "12-25" is a day, "11/4/4" the
// fourth Thursday of November, "5/-1/1" the last Monday of May, "11/1/1+1"
// the day after the first Monday of November, "easter-2" a
// day counted from Easter Sunday.
func holiday(spec string, y int) (point, bool) {
	if rest, ok := strings.CutPrefix(spec, "easter"); ok {
		n := 0
		if rest != "" {
			var err error
			if n, err = strconv.Atoi(rest); err != nil {
				return point{}, false
			}
		}
		return point{grain: day, n: easter(y) + n}, true
	}
	if a, b, ok := strings.Cut(spec, "-"); ok && !strings.Contains(spec, "/") {
		mo, ok1 := digits(a)
		d, ok2 := digits(b)
		return point{grain: day, n: dayNumber(y, max(1, min(mo, 12)), d)}, ok1 && ok2 && validDate(y, mo, d)
	}
	spec, after, later := strings.Cut(spec, "+")
	add, ok := digits(after)
	if later && !ok {
		return point{}, false
	}
	part := strings.Split(spec, "/")
	if len(part) != 3 {
		return point{}, false
	}
	mo, err1 := strconv.Atoi(part[0])
	nth, err2 := strconv.Atoi(part[1])
	wd, err3 := strconv.Atoi(part[2])
	if err1 != nil || err2 != nil || err3 != nil || mo < 1 || mo > 12 || wd < 1 || wd > 7 || nth == 0 || nth > 5 || nth < -1 {
		return point{}, false
	}
	if nth > 0 {
		first := dayNumber(y, mo, 1)
		return point{grain: day, n: first + mod(wd-weekday(first), 7) + 7*(nth-1) + add}, true
	}
	last := dayNumber(y, mo, monthDays(y, mo))
	return point{grain: day, n: last - mod(weekday(last)-wd, 7) + add}, true
}

// easter is the day of Western Easter (the anonymous Gregorian algorithm,
// Meeus, Astronomical Algorithms, chapter 8).
func easter(y int) int {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return dayNumber(y, n/31, n%31+1)
}
