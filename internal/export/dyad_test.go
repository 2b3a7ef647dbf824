package export

import (
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// parties makes participants of "IRN", "USA/MIL"; "-" is somebody unknown.
func parties(s string) (out []happening.Party) {
	for _, f := range strings.Fields(s) {
		if f == "-" {
			out = append(out, happening.Party{Name: "somebody"})
			continue
		}
		country, sector, _ := strings.Cut(f, "/")
		out = append(out, happening.Party{Name: f, Country: country, Sector: sector})
	}
	return out
}

func TestDyads(t *testing.T) {
	c := lists(t)
	for _, x := range []struct{ what, cameo, mode, actors, recipients, want string }{
		{"one accuses one", "111", "disapprove", "USA", "IRN", "USA>IRN:111"},
		{"two accuse two", "111", "", "USA FRA", "IRN CUB", "USA>IRN:111 USA>CUB:111 FRA>IRN:111 FRA>CUB:111"},
		{"one protests against nobody named", "141", "demo", "MEX/CVL", "", "MEXCVL>---:141"},
		{"two protest together: not against each other", "141", "demo", "MEX/CVL PER/CVL", "", "MEXCVL>---:141 PERCVL>---:141"},
		{"two meet", "040", "", "USA IRN", "", "USA>IRN:040 IRN>USA:040"},
		{"one meets another", "046", "", "USA", "IRN", "USA>IRN:046 IRN>USA:046"},
		{"three meet: six rows", "040", "", "USA IRN CUB", "", "USA>IRN:040 USA>CUB:040 IRN>USA:040 IRN>CUB:040 CUB>USA:040 CUB>IRN:040"},
		{"a visit, coded by the visitor", "042", "visit", "IRN/GOV", "CUB", "IRNGOV>CUB:042 CUB>IRNGOV:043"},
		{"a visit, coded by the host: the visitor is still the actor", "043", "visit", "IRN/GOV", "CUB", "IRNGOV>CUB:042 CUB>IRNGOV:043"},
		{"a visit to nobody named", "042", "visit", "IRN CUB", "", "IRN>---:042 CUB>---:042"},
		{"a coded visit of no host", "043", "visit", "IRN", "", "IRN>---:042"},
		{"trade", "061", "", "USA", "CHN", "USA>CHN:061 CHN>USA:061"},
		{"a signature", "057", "", "USA CHN", "", "USA>CHN:057 CHN>USA:057"},
		{"a clash", "193", "firearms", "USA/MIL IRN/MIL", "", "USAMIL>IRNMIL:193 IRNMIL>USAMIL:193"},
		{"an attack", "193", "firearms", "USA/MIL", "IRN/MIL", "USAMIL>IRNMIL:193"},
		{"aid to several", "071", "", "JPN", "KEN UGA", "JPN>KEN:071 JPN>UGA:071"},
		{"one who is told of twice meets", "040", "", "IRN/GOV IRN/GOV", "", "IRNGOV>---:040"},
		{"one meets himself and another", "040", "", "IRN", "IRN USA", "IRN>USA:040 USA>IRN:040"},
		{"somebody attacks", "180", "", "-", "USA", "--->USA:180"},
		{"somebody attacks somebody", "180", "", "-", "", "none: nobody with a code"},
		{"no code", "", "", "USA", "IRN", "none: no CAMEO code"},
		{"a code that is none", "999", "", "USA", "IRN", "none: a CAMEO code that is on no list"},
	} {
		h := &happening.Happening{ID: "x", Cameo: x.cameo, Mode: x.mode, Actors: parties(x.actors), Recipients: parties(x.recipients)}
		rows, why := c.rows(nil, h)
		var got []string
		for _, r := range rows {
			got = append(got, r.from+">"+r.to+":"+r.code)
		}
		if why != "" {
			got = []string{"none: " + why}
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s:\n got %s\nwant %s", x.what, s, x.want)
		}
	}
}

func TestRowsOfTwoCitizensWithOneCodeCollapse(t *testing.T) {
	h := &happening.Happening{ID: "x", Cameo: "040", Actors: []happening.Party{
		{Name: "Minister of War", Country: "IRN", Sector: "GOV"}, {Name: "Minister of Peace", Country: "IRN", Sector: "GOV"},
	}}
	rows, why := lists(t).rows(nil, h)
	if why != "" || len(rows) != 1 || rows[0].from != "IRNGOV" || rows[0].to != "IRNGOV" {
		t.Errorf("got %+v, %q; want the one row IRNGOV to IRNGOV", rows, why)
	}
}

func TestIdsStaySmallAndApart(t *testing.T) {
	seen := map[int64]bool{}
	n := 0
	for h, err := range invented(20000) {
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := lists(t).rows(nil, h)
		for i := range rows {
			id := rows[i].id(h)
			if id < 0 || id >= 1<<53 {
				t.Fatalf("%d does not survive floating point", id)
			}
			seen[id] = true
			n++
		}
	}
	if len(seen) != n {
		t.Errorf("%d rows have %d ids", n, len(seen))
	}
}

func TestTheDayOfADailyRow(t *testing.T) {
	for _, x := range []struct {
		date, first, want string
		coarse            bool
	}{
		{"2024-05-14", "2024-05-16", "2024-05-14", false},
		{"2024-05", "2024-05-16", "2024-05-16", true},     // the report lies in the month
		{"2024-04", "2024-05-16", "2024-04-30", true},     // the month before: its last day
		{"1976", "2024-05-16", "1976-12-31", true},        // history
		{"2024-09", "2024-05-16", "2024-09-01", true},     // still to come
		{"", "2024-05-16", "2024-05-16", true},            // no date: as other coders do
		{"2024-W20-WE", "2024-05-30", "2024-05-19", true}, // a weekend
		{"2024-05-14", "", "2024-05-14", false},           // no report
	} {
		h := &happening.Happening{}
		on(h, x.date)
		if x.first != "" {
			told(h, 1, report(h, source("a", "", "", "", "", ""), x.first, "", ""))
		}
		d, coarse, ok := daily(h)
		if !ok || d != date(x.want) || coarse != x.coarse {
			t.Errorf("%q first told on %s is filed under %s (coarse %v), want %s (%v)", x.date, x.first, d, coarse, x.want, x.coarse)
		}
	}
	if _, _, ok := daily(&happening.Happening{When: day.Always}); ok {
		t.Error("a happening without date and report has a day")
	}
}
