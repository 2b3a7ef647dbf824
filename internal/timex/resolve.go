package timex

import (
	"strconv"
	"strings"
)

// context is what the text has told so far.
type context struct {
	anchor point // the document's day
	known  bool  // there is one
	basis  string
	told   [minute]telling // by grain, the date of that grain last told
	count  int             // how many dates were told
	period point           // the quarter or half year last told
	apart  int             // atoms since it
	stops  int             // sentence ends since the date last told
	dir    int8            // -1 the clause is in the past, 1 in the future, 0 not known
}

// result is a rule's value worked out.
type result struct {
	value string
	pt    point
	dated bool // pt is meaningful
	timed bool
	basis string
}

// telling is a date that the story told.
type telling struct {
	point
	turn     int // count of dates told up to and with this one; 0 never
	atom     int32
	explicit bool // with its year
	framed   bool // after "in", as in "in 1975"
}

// ref is the date last told that is at least as fine as grain g: "a day
// earlier" counts from a day, never from a year.
func (c *context) ref(g grain) telling {
	var last telling
	for k := day; k <= g && k < minute; k++ {
		if c.told[k].turn > last.turn {
			last = c.told[k]
		}
	}
	return last
}

// base is that date, or else the document's day.
func (c *context) base(g grain) (point, string) {
	if r := c.ref(g); r.turn > 0 {
		return r.point, "narrative"
	}
	return c.anchor, c.basis
}

// eval works out one value of a match; ok is false when the parts make no
// date ("February 31").
func (m *matcher) eval(v *value, c *context) (r result, ok bool) {
	switch v.form {
	case literalValue:
		if p, ok := parsePoint(v.text); ok {
			return result{value: v.text, pt: p, dated: true, basis: "explicit"}, true
		}
		return result{value: v.text, basis: "none"}, true
	case spanValue:
		return result{value: m.span(v), basis: "none"}, true
	case everyValue:
		if v.base == spanValue {
			return result{value: m.span(v), basis: "none"}, true
		}
		s, ok := m.recurring(v)
		return result{value: s, basis: "none"}, ok
	}
	var p point
	basis := ""
	switch v.form {
	case anchorValue:
		if !c.known {
			return m.undated(v)
		}
		p, basis = c.anchor, c.basis
	case refValue:
		if p, basis = c.base(m.fineness(v)); p.grain == none {
			return m.undated(v)
		}
	case periodValue, comparedValue:
		switch p = c.period; {
		case p.grain != none:
			basis = "narrative"
		case !c.known:
			return m.undated(v)
		case v.form == comparedValue:
			p, basis = c.anchor, c.basis
		default:
			p, basis = c.anchor.to(quarter).shift(-1, quarter), c.basis
		}
	case calendarValue:
		var s string
		p, s, basis, ok = m.calendar(v, c)
		if !ok {
			return r, false
		}
		if s != "" {
			return result{value: s, basis: "none", timed: strings.Contains(s, "T")}, len(v.steps) == 0
		}
	}
	for _, st := range v.steps {
		q := m.quantity(st.count)
		g, times := m.unit(st.unit)
		if !q.known || g >= hour {
			return m.undated(v)
		}
		p = m.precision(v, p, g)
		p = p.shift(st.sign*q.n*times, g)
	}
	if v.form != calendarValue {
		clock, ok := m.clock(v)
		if !ok {
			return r, false
		}
		if clock != "" {
			p = p.to(day)
			p.clock = clock
		}
	}
	if y := p.to(year).n; y < 1 || y > 2999 {
		return r, false
	}
	return result{value: p.String(), pt: p, dated: true, timed: p.clock != "", basis: basis}, true
}

// precision cuts a point to the unit that it will be shifted by: three weeks
// ago is a week, not a day. Days shifted by weeks from a date of the calendar
// stay days ("a week from Friday"), and the quarter that a comparison starts
// from stays a quarter.
func (m *matcher) precision(v *value, p point, g grain) point {
	switch {
	case m.exact && p.grain == day,
		p.grain == day && g == week && v.form == calendarValue,
		p.grain < g && (p.grain == quarter || p.grain == half) && v.form != refValue:
		return p
	}
	return p.to(g)
}

// fineness is the unit of the first step.
func (m *matcher) fineness(v *value) grain {
	if len(v.steps) == 0 {
		return day
	}
	g, _ := m.unit(v.steps[0].unit)
	return g
}

// undated is the value of a shift that cannot be counted: no day to count
// from, or "several weeks ago".
func (m *matcher) undated(v *value) (result, bool) {
	dir := 0
	for _, st := range v.steps {
		q := m.quantity(st.count)
		switch n := st.sign * q.n; {
		case !q.known:
			dir = st.sign
		case n != 0:
			dir = n
		}
	}
	s := "PRESENT_REF"
	if dir < 0 {
		s = "PAST_REF"
	} else if dir > 0 {
		s = "FUTURE_REF"
	}
	return result{value: s, basis: "none"}, true
}

func (m *matcher) field(v *value, f int) *item { return m.item(v.fields[f]) }

func (m *matcher) number(v *value, f int) (int, bool) {
	if it := m.field(v, f); it != nil {
		return int(it.n), true
	}
	return 0, false
}

// clock reads the time of day.
func (m *matcher) clock(v *value) (string, bool) {
	h, timed := m.number(v, fHour)
	if n, ok := m.number(v, fHHMM); ok {
		return string(pad2(append(pad2([]byte("T"), n/100), ':'), n%100)), n <= 2400 && n%100 < 60
	}
	if !timed {
		if it := m.field(v, fPart); it != nil {
			return "T" + it.text, true
		}
		return "", true
	}
	minute, has := m.number(v, fMinute)
	half := m.field(v, fAmPm)
	if half == nil {
		half = m.field(v, fPart)
	}
	if half != nil {
		switch t := half.text; {
		case (t == "PM" || t == "AF" || t == "EV" || t == "NI") && h < 12:
			h += 12
		case (t == "AM" || t == "MO") && h == 12:
			h = 0
		}
	}
	if h > 24 || minute > 59 {
		return "", false
	}
	s := append(pad2([]byte("T"), h), ':')
	if !has {
		minute = 0
	}
	return string(pad2(s, minute)), true
}

// year reads the year, if the match tells it.
func (m *matcher) year(v *value, c *context) (int, bool) {
	if y, ok := m.number(v, fYear); ok {
		return y, true
	}
	if n, ok := m.number(v, fYRel); ok && c.known {
		return c.anchor.to(year).n + n, true
	}
	if n, ok := m.number(v, fYRefRel); ok {
		if b, _ := c.base(year); b.grain != none {
			return b.to(year).n + n, true
		}
	}
	yy, ok := m.number(v, fYY)
	if !ok {
		return 0, false
	}
	// Two figures mean the year nearest to the document's, up to twenty ahead.
	now := 2000
	if c.known {
		now = c.anchor.to(year).n
	}
	y := now/100*100 + yy
	switch {
	case y > now+20:
		y -= 100
	case y <= now-80:
		y += 100
	}
	return y, true
}

// calendar works out a date from its parts: a point, or a value with unknown
// parts where nothing tells the year.
func (m *matcher) calendar(v *value, c *context) (p point, s, basis string, ok bool) {
	clock, ok := m.clock(v)
	if !ok {
		return p, "", "", false
	}
	p, s, basis, ok = m.date(v, c)
	if ok && clock != "" {
		if s != "" {
			return p, s + clock, basis, true
		}
		if p.grain != day {
			return p, "", "", false
		}
		p.clock = clock
	}
	return p, s, basis, ok
}

func (m *matcher) date(v *value, c *context) (p point, s, basis string, ok bool) {
	y, hasYear := m.year(v, c)
	if cy, cyclic := m.cycle(v); cyclic {
		if hasYear && !cy.weekly {
			p, ok := cy.in(y)
			return p, "", "explicit", ok
		}
		return m.place(v, c, cy)
	}
	if hasYear {
		return point{grain: year, n: y}, "", "explicit", true
	}
	if n, ok := m.number(v, fDecade); ok {
		return c.decade(n), "", "explicit", true
	}
	if n, ok := m.number(v, fCentury); ok {
		return point{grain: century, n: n - 1}, "", "explicit", n > 0 && n < 30
	}
	// Only a time of day: on the day being told of.
	base, basis := c.anchor, c.basis
	if m.field(v, fRefRel) != nil {
		base, basis = c.base(day)
	}
	if base.grain == none {
		return p, "XXXX-XX-XX", "none", true
	}
	return base.to(day), "", basis, true
}

func (c *context) decade(n int) point {
	if n >= 100 {
		return point{grain: decade, n: n / 10}
	}
	now := 200
	if c.known {
		now = c.anchor.to(decade).n
	}
	d := now/10*10 + n/10
	if d > now {
		d -= 10
	}
	return point{grain: decade, n: d}
}

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
	dir := c.dir
	if v.hint != 0 {
		dir = v.hint
	}
	p, ok = cy.nearest(base, dir)
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
// fourth Thursday of November, "5/-1/1" the last Monday of May, "easter-2" a
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
		return point{grain: day, n: first + mod(wd-weekday(first), 7) + 7*(nth-1)}, true
	}
	last := dayNumber(y, mo, monthDays(y, mo))
	return point{grain: day, n: last - mod(weekday(last)-wd, 7)}, true
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
