package timex

import "strings"

// context is what the text has told so far.
type context struct {
	anchor point // the document's day
	known  bool  // there is one
	basis  string
	told   [minute]telling // by grain, the date of that grain last told
	count  int             // how many dates were told
	period point           // the quarter or half year last told
	apart  int             // atoms since the date last told
	stops  int             // sentence ends since the date last told
	dir    int8            // which way the clause points, as direction gives it
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
