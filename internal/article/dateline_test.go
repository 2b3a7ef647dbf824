package article

import (
	"strings"
	"testing"
)

func TestDateline(t *testing.T) {
	v := reader(t).words
	const published = "2012-03-09"
	for _, c := range []struct {
		text     string
		dateline string // the bytes cut off; "" for prose
		place    string
		date     string
		agencies string // parted by commas
		via      string
	}{
		// A place, a day, an agency.
		{"NAIROBI, March 8 (Reuters) - Two ministers resigned.", "NAIROBI, March 8 (Reuters) -", "Nairobi", "2012-03-08", "Reuters", ""},
		{"AMMAN, Feb. 2, 2011 (AP) -- The king spoke.", "AMMAN, Feb. 2, 2011 (AP) --", "Amman", "2011-02-02", "AP", ""},
		{"LONDON/PARIS, March 3 (AFP) – Both capitals objected.", "LONDON/PARIS, March 3 (AFP) –", "London/Paris", "2012-03-03", "AFP", ""},
		{"LUSAKA, March 10 (Xinhua) -- Zambia opened a mine.", "LUSAKA, March 10 (Xinhua) --", "Lusaka", "2012-03-10", "Xinhua", ""},
		{"Tallinn, 7 March 2012 (BNS) - Estonia recalled its envoy.", "Tallinn, 7 March 2012 (BNS) -", "Tallinn", "2012-03-07", "BNS", ""},
		{"Caracas, Mar 5 (Prensa Latina) Farmers marched.", "Caracas, Mar 5 (Prensa Latina)", "Caracas", "2012-03-05", "Prensa Latina", ""},
		{"Tehran, March 4, IRNA - A deputy minister left for Muscat.", "Tehran, March 4, IRNA -", "Tehran", "2012-03-04", "IRNA", ""},
		{"MINSK, March 6. /TASS/. Officials met.", "MINSK, March 6. /TASS/.", "Minsk", "2012-03-06", "TASS", ""},
		{"ALMATY. KAZINFORM - A bridge opened.", "ALMATY. KAZINFORM -", "Almaty", "", "Kazinform", ""},
		{"AFP (via Blue Courier), Quito, 2 March 2012 — Ecuador replied.", "AFP (via Blue Courier), Quito, 2 March 2012 —", "Quito", "2012-03-02", "AFP", "Blue Courier"},
		{"NEW DELHI (PTI/ANI) -- Parliament rose.", "NEW DELHI (PTI/ANI) --", "New Delhi", "", "PTI,ANI", ""},
		{"Dec 30 (Reuters) - The bank fined a broker.", "Dec 30 (Reuters) -", "", "2011-12-30", "Reuters", ""},
		{"(Reuters) - The bank fined a broker.", "(Reuters) -", "", "", "Reuters", ""},
		{"ROUNDUP TOWN, Mont. (AP) _ Ranchers met.", "ROUNDUP TOWN, Mont. (AP) _", "Roundup Town, Mont.", "", "AP", ""},
		{"GULU — (AP) The road north reopened.", "GULU — (AP)", "Gulu", "", "AP", ""},
		{"ON BOARD THE FERRY SELENE, March 3 (Reuters) - Sailors waved.", "ON BOARD THE FERRY SELENE, March 3 (Reuters) -", "On Board the Ferry Selene", "2012-03-03", "Reuters", ""},
		// A place and a day.
		{"BEIJING, March 3 - China's parliament opened.", "BEIJING, March 3 -", "Beijing", "2012-03-03", "", ""},
		{"ST. GEORGE'S, March 4 - Grenada voted.", "ST. GEORGE'S, March 4 -", "St. George's", "2012-03-04", "", ""},
		{"THE HAGUE, March 1 - The court adjourned.", "THE HAGUE, March 1 -", "The Hague", "2012-03-01", "", ""},
		{"Quito, march 2 - ecuador raised fuel prices.", "Quito, march 2 -", "Quito", "2012-03-02", "", ""},
		{"OTTAWA, Dec 12 - Canada closed a consulate.", "OTTAWA, Dec 12 -", "Ottawa", "2011-12-12", "", ""},
		{"ROME, Feb 29 - Italy marked a leap day.", "ROME, Feb 29 -", "Rome", "2012-02-29", "", ""},
		{"ARUSHA, Tanzania, Tuesday, 6 March - Judges sat.", "ARUSHA, Tanzania, Tuesday, 6 March -", "Arusha, Tanzania", "2012-03-06", "", ""},
		// A place alone.
		{"JERUSALEM — Bus drivers went on strike.", "JERUSALEM —", "Jerusalem", "", "", ""},
		{"LIMA - Peru said it would appeal.", "LIMA -", "Lima", "", "", ""},
		{"BULAWAYO, Zimbabwe — Police fired in the air.", "BULAWAYO, Zimbabwe —", "Bulawayo, Zimbabwe", "", "", ""},
		{"Oslo — Norway will not sign the accord.", "Oslo —", "Oslo", "", "", ""},
		{"KARACHI: Police arrested four men near the port.", "KARACHI:", "Karachi", "", "", ""},
		// Prose and labels.
		{"Paris, the capital of France, was quiet on Sunday.", "", "", "", "", ""},
		{"Paris - which the minister left on Friday - was quiet.", "", "", "", "", ""},
		{"Lagos, Ibadan and Kano were calm after the vote.", "", "", "", "", ""},
		{"BREAKING — The cabinet has resigned, the radio said.", "", "", "", "", ""},
		{"NATO - the alliance that met in Riga - agreed.", "", "", "", "", ""},
		{"OPINION: The treaty will not last, and they know it.", "", "", "", "", ""},
		{"HOW THE CITY WAS TAKEN, AND WHAT CAME AFTER - The story of a siege told by those who fought it.", "", "", "", "", ""},
		{"WHO - Doctors in three provinces saw new cases.", "", "", "", "", ""},
		{"UN: Convoys reach the besieged town after nine weeks.", "", "", "", "", ""},
		{"Malawi - which shares the lake - has not replied.", "", "", "", "", ""},
		{"Nice - that is what they called the plan at first.", "", "", "", "", ""},
		{"Monday, March 5 - the day the talks failed - was cold.", "", "", "", "", ""},
		{"In Cairo, March 5 - a Monday - was a holiday.", "", "", "", "", ""},
		{"Minister Ahmad Karimi (Unity) said that the road was open.", "", "", "", "", ""},
		{"The army (AP) said so.", "", "", "", "", ""},
		{"", "", "", "", "", ""},
		{"-", "", "", "", "", ""},
		{"ROME, Feb 30 - no such day.", "", "", "", "", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			d, ok := v.parseDateline(c.text, 0, len(c.text), published)
			if !ok {
				if c.dateline != "" {
					t.Fatalf("no dateline found, want %q", c.dateline)
				}
				return
			}
			if got := c.text[d.Start:d.End]; got != c.dateline {
				t.Errorf("dateline %q, want %q", got, c.dateline)
			}
			if d.Place != c.place || !strings.EqualFold(c.text[d.PlaceSpan.Start:d.PlaceSpan.End], c.place) {
				t.Errorf("place %q at %q, want %q", d.Place, c.text[d.PlaceSpan.Start:d.PlaceSpan.End], c.place)
			}
			if d.Date != c.date {
				t.Errorf("date %q, want %q", d.Date, c.date)
			}
			if got := strings.Join(d.Agencies, ","); got != c.agencies {
				t.Errorf("agencies %q, want %q", got, c.agencies)
			}
			if d.via != c.via {
				t.Errorf("via %q, want %q", d.via, c.via)
			}
		})
	}
}

func TestDatelineYear(t *testing.T) {
	v := reader(t).words
	for _, c := range []struct{ day, published, want string }{
		{"Jan 2", "2020-01-02", "2020-01-02"},
		{"Jan 3", "2020-01-02", "2020-01-03"}, // filed east of the editor
		{"Jan 5", "2020-01-02", "2020-01-05"}, // sent out ahead, for Sunday
		{"Jan 10", "2020-01-02", "2019-01-10"},
		{"Jan 1", "2019-12-31", "2020-01-01"},
		{"Dec 31", "2020-01-01", "2019-12-31"},
		{"Feb 29", "2023-06-01", "2020-02-29"},
		{"June 1", "", ""},
		{"June 1, 2017", "", "2017-06-01"},
		{"2017-06-01", "2017-06-02", "2017-06-01"},
	} {
		d, n := v.readDay(c.day)
		if n != len(c.day) {
			t.Errorf("%q: read %d bytes", c.day, n)
		}
		if got := d.complete(c.published); got != c.want {
			t.Errorf("%q published %s: %s, want %s", c.day, c.published, got, c.want)
		}
	}
}

func FuzzDateline(f *testing.F) {
	v := reader(f).words
	for _, s := range []string{"ROME, Feb 9 (AP) -- The", "AFP (via X), Quito, 2 March 2012 — E", "MINSK. TASS - A", "N.Y,. March 3 -x", "İZMİR — ", "****A, the B, C (D) -"} {
		f.Add(s, "2012-03-09")
	}
	f.Fuzz(func(t *testing.T, s, published string) {
		d, ok := v.parseDateline(s, 0, len(s), isoDay(published))
		if !ok {
			return
		}
		if d.Start < 0 || d.End > len(s) || d.Len() <= 0 {
			t.Fatalf("dateline %v outside %q", d.Span, s)
		}
		if d.PlaceSpan.Len() > 0 && !d.Contains(d.PlaceSpan) || d.DateSpan.Len() > 0 && !d.Contains(d.DateSpan) {
			t.Fatalf("place %v or date %v outside dateline %v of %q", d.PlaceSpan, d.DateSpan, d.Span, s)
		}
		if d.Date != "" && isoDay(d.Date) != d.Date {
			t.Fatalf("date %q of %q is no day", d.Date, s)
		}
	})
}
