package day

import (
	"testing"
	"time"
)

func TestRange(t *testing.T) {
	for _, c := range []struct{ value, from, to string }{
		{"2025-04-01", "2025-04-01", "2025-04-01"},
		{"2025-04-01T10:30", "2025-04-01", "2025-04-01"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"1975", "1975-01-01", "1975-12-31"},
		{"197", "1970-01-01", "1979-12-31"},
		{"19", "1900-01-01", "1999-12-31"},
		{"2018-W01", "2018-01-01", "2018-01-07"},
		{"2020-W53", "2020-12-28", "2021-01-03"},
		{"2018-W12-WE", "2018-03-24", "2018-03-25"},
		{"2018-Q2", "2018-04-01", "2018-06-30"},
		{"2018-H2", "2018-07-01", "2018-12-31"},
		{"2018-WI", "2018-12-01", "2019-02-28"},
		{"2018-SU", "2018-06-01", "2018-08-31"},
		{"0001-01-01", "0001-01-01", "0001-01-01"},
	} {
		s, ok := Range(c.value)
		if !ok || s.From.String() != c.from || s.To.String() != c.to {
			t.Errorf("%s covers %s to %s (%v), want %s to %s", c.value, s.From, s.To, ok, c.from, c.to)
		}
	}
}

func TestWhatNamesNoDays(t *testing.T) {
	for _, v := range []string{"", "PAST_REF", "XXXX-04", "2025-13", "2025-02-30", "P3D", "2018-Q5", "2018-W54", "2018-W1", "-5", "+201", "20189", "2018-", "T10:00"} {
		if s, ok := Range(v); ok {
			t.Errorf("%q covers %s to %s", v, s.From, s.To)
		}
	}
}

func TestGap(t *testing.T) {
	a, _ := Range("2025-04")
	for v, want := range map[string]int64{"2025-04-30": 0, "2025-05-01": 1, "2025-03-30": 2, "2025": 0} {
		b, _ := Range(v)
		if got, back := a.Gap(b), b.Gap(a); got != want || back != want {
			t.Errorf("between 2025-04 and %s: %d and %d days, want %d", v, got, back, want)
		}
	}
	if Always.Gap(a) != 0 || a.Gap(Always) != 0 {
		t.Error("a span lies apart from the whole of time")
	}
}

func TestDaysBeforeTheEpoch(t *testing.T) {
	d, err := Parse("1969-12-31")
	if err != nil || d != -1 || Of(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)) != -1 {
		t.Errorf("1969-12-31 is day %d, %v", d, err)
	}
}

func FuzzRange(f *testing.F) {
	for _, v := range []string{"2025-04-01", "2018-W12-WE", "2018-Q2", "197", "XXXX"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if s, ok := Range(v); ok && (s.From > s.To || s.Days() > 36525) {
			t.Errorf("%q covers %s to %s", v, s.From, s.To)
		}
	})
}
