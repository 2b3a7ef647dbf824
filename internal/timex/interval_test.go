package timex

import "testing"

func TestParse(t *testing.T) {
	for _, s := range []struct{ value, begin, end string }{
		{"2011-02-02", "2011-02-02", "2011-02-02"},
		{"1998-02-06TMO", "1998-02-06", "1998-02-06"},
		{"1998-02-06T15:30", "1998-02-06", "1998-02-06"},
		{"2018-W12", "2018-03-19", "2018-03-25"},
		{"2018-W12-WE", "2018-03-24", "2018-03-25"},
		{"2018-W12-3", "2018-03-21", "2018-03-21"},
		{"2009-W53", "2009-12-28", "2010-01-03"},
		{"2012-02", "2012-02-01", "2012-02-29"},
		{"1998-Q3", "1998-07-01", "1998-09-30"},
		{"1998-H1", "1998-01-01", "1998-06-30"},
		{"2010-SU", "2010-06-01", "2010-08-31"},
		{"2010-WI", "2010-12-01", "2011-02-28"},
		{"1975", "1975-01-01", "1975-12-31"},
		{"198", "1980-01-01", "1989-12-31"},
		{"19", "1900-01-01", "1999-12-31"},
		{"1998-WXX", "1998-01-01", "1998-12-31"},
		{"1998-10-XX", "1998-10-01", "1998-10-31"},
	} {
		iv, ok := Parse(s.value)
		if !ok || iv.Begin != s.begin || iv.End != s.end {
			t.Errorf("%s covers %v, %v; want %s to %s", s.value, iv, ok, s.begin, s.end)
		}
	}
	for _, v := range []string{"", "P3D", "PAST_REF", "XXXX-12-25", "2011-02-30", "2011-13", "2011-W54", "2011-Q5", "2011-02-02-02", "-", "T12:00", "20111", "2011T12:00"} {
		if iv, ok := Parse(v); ok {
			t.Errorf("%q names no days, but was read as %v", v, iv)
		}
	}
}

func TestPointsAreWrittenAsTheyAreRead(t *testing.T) {
	for _, v := range []string{"2011-02-02", "2018-W12", "2009-W53", "2010-W01", "2018-W12-WE", "2012-02", "1998-Q3", "1998-H2", "2010-FA", "0987", "198", "19", "2"} {
		if p, ok := parsePoint(v); !ok || p.String() != v {
			t.Errorf("%s was written as %s", v, p.String())
		}
	}
	for days := dayNumber(1599, 12, 25); days < dayNumber(1605, 1, 10); days++ {
		y, m, d := civil(days)
		if dayNumber(y, m, d) != days {
			t.Fatalf("day %d is %04d-%02d-%02d, which is day %d", days, y, m, d, dayNumber(y, m, d))
		}
	}
}

func TestCompare(t *testing.T) {
	for _, s := range []struct {
		a, b  string
		order int
		ok    bool
	}{
		{"2011-02-02", "2011-03", -1, true},
		{"2011-03", "2011-02-28", 1, true},
		{"2011", "2011-03", 0, true},
		{"2010-WI", "2011-01-05", 0, true},
		{"P3D", "2011", 0, false},
	} {
		if order, ok := Compare(s.a, s.b); order != s.order || ok != s.ok {
			t.Errorf("%s against %s gives %d, %v; want %d, %v", s.a, s.b, order, ok, s.order, s.ok)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, s := range []struct {
		spec string
		year int
		want string
	}{
		{"easter", 2011, "2011-04-24"},
		{"easter-2", 1998, "1998-04-10"},
		{"11/4/4", 2010, "2010-11-25"},
		{"11/1/1+1", 2010, "2010-11-02"},
		{"5/-1/1", 2011, "2011-05-30"},
		{"12-25", 1989, "1989-12-25"},
	} {
		if p, ok := holiday(s.spec, s.year); !ok || p.String() != s.want {
			t.Errorf("%s of %d is %s, want %s", s.spec, s.year, p, s.want)
		}
	}
}
