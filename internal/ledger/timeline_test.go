package ledger

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
)

// lines writes a timeline one row a line: date, what, number of reports.
func lines(v *View) []string {
	var out []string
	for _, r := range v.rows() {
		s := r.date.Value
		if s == "" {
			s = "by " + r.at.To.String()
		}
		if r.to.Value != "" && r.to.Value != r.date.Value {
			s += "/" + r.to.Value
		}
		s += " " + r.text
		if len(r.cite) > 1 {
			s += fmt.Sprintf(" (%d reports)", len(r.cite))
		}
		out = append(out, s)
		for _, d := range r.differs {
			out = append(out, "  "+v.Differs(d))
		}
	}
	return out
}

func TestTimeline(t *testing.T) {
	for _, c := range []struct {
		name  string
		a, b  string
		told  []string
		known string
		want  []string
	}{
		{"two reports of one change are one entry", "CUB", "IRN", []string{
			"2025-04-02 Daily: established 1975", "2025-05-02 Post: established 1975"}, "", []string{
			"1975 relations established (2 reports)"}},
		{"the more precise date is kept", "CUB", "IRN", []string{
			"2025-04-02 Daily: established 1975", "2025-05-02 Post: established 1975-01-08", "2025-05-03 Mail: established 1975-01"}, "", []string{
			"1975-01-08 relations established (3 reports)"}},
		{"more outlets are believed", "CUB", "IRN", []string{
			"2025-04-02 Daily: established 1975", "2025-05-02 Post: established 1974", "2025-05-03 Mail: established 1975"}, "", []string{
			"1975 relations established (3 reports)",
			"  Reports differ: 1975 (Daily and Mail) or 1974 (Post). Believed is 1975: 2 independent outlets against 1."}},
		{"copies of one wire text are one voice", "CUB", "IRN", []string{
			"2025-04-02 Daily (copy of w1): established 1975", "2025-04-02 Mail (copy of w1): established 1975",
			"2025-05-02 Post: established 1974", "2025-05-03 Echo: established 1974"}, "", []string{
			"1974 relations established (4 reports)",
			"  Reports differ: 1974 (Post and Echo) or 1975 (Daily and Mail). Believed is 1974: 2 independent outlets against 1."}},
		{"so is an outlet that tells it every year", "CUB", "IRN", []string{
			"2021-04-02 Daily: established 1975", "2022-04-02 Daily: established 1975", "2023-04-02 Daily: established 1975",
			"2025-05-02 Post: established 1974", "2025-05-03 Echo: established 1974"}, "", []string{
			"1974 relations established (5 reports)",
			"  Reports differ: 1974 (Post and Echo) or 1975 (Daily). Believed is 1974: 2 independent outlets against 1."}},
		{"of two outlets the more precise one", "CUB", "IRN", []string{
			"2025-04-02 Daily: established 1975", "2025-05-02 Post: established 1974-11-03"}, "", []string{
			"1974-11-03 relations established (2 reports)",
			"  Reports differ: 3 November 1974 (Post) or 1975 (Daily). Believed is 3 November 1974: more precise."}},
		{"an outlet's later word takes the place of its earlier one", "CUB", "IRN", []string{
			"2025-04-02 Post: established 1974", "2025-05-02 Post: established 1975"}, "", []string{
			"1975 relations established (2 reports)",
			"  Reports differ: 1975 (Post) or 1974 (Post). Believed is 1975: corrected by Post on 2 May 2025."}},
		{"a correction outweighs one that copied the error", "CUB", "IRN", []string{
			"2025-04-02 Post: established 1974-11-03", "2025-04-20 Echo: established 1974-11-03", "2025-05-02 Post: established 1975"}, "", []string{
			"1975 relations established (3 reports)",
			"  Reports differ: 1975 (Post) or 3 November 1974 (Post and Echo). Believed is 1975: corrected by Post on 2 May 2025."}},
		{"a correction was not known before it came", "CUB", "IRN", []string{
			"2025-04-02 Post: established 1974", "2025-05-02 Post: established 1975"}, "2025-04-15", []string{
			"1974 relations established"}},
		{"what a report says itself goes before what it cites", "CUB", "IRN", []string{
			"2025-04-02 Daily: established 1975", "2025-05-02 Post citing Ministry: established 1974"}, "", []string{
			"1975 relations established (2 reports)",
			"  Reports differ: 1975 (Daily) or 1974 (Post). Believed is 1975: told by the report itself, not by somebody whom it cites."}},
		{"a report counts until it was withdrawn", "CUB", "IRN", []string{
			"2025-04-02 Post (withdrawn 2025-04-10): severed 2025-04-01", "2025-04-10 Post: interrupted 2025-04-01"}, "2025-04-09", []string{
			"2025-04-01 relations broken off"}},
		{"and no longer", "CUB", "IRN", []string{
			"2025-04-02 Post (withdrawn 2025-04-10): severed 2025-04-01", "2025-04-10 Post: interrupted 2025-04-01"}, "2025-04-10", []string{
			"2025-04-01 relations interrupted"}},
		{"nor today", "CUB", "IRN", []string{
			"2025-04-02 Post (withdrawn 2025-04-10): severed 2025-04-01"}, "", nil},
		{"breaks with a resumption between are two", "CUB", "IRN", []string{
			"2025-04-02 Daily: severed 1976", "2025-04-02 Daily: resumed 1977", "2025-04-03 Post: severed 1978"}, "", []string{
			"1976 relations broken off", "1977 relations resumed", "1978 relations broken off"}},
		{"breaks many years apart are two", "CUB", "IRN", []string{
			"2025-04-02 Daily: severed 1961", "2025-04-03 Post: severed 1976"}, "", []string{
			"1961 relations broken off", "1976 relations broken off"}},
		{"two words for one break", "CUB", "IRN", []string{
			"2025-04-02 Daily: severed 1976", "2025-04-03 Post: interrupted 1976-05", "2025-04-04 Mail: severed 1976"}, "", []string{
			"1976-05 relations broken off (3 reports)",
			"  Also told as interrupted (Post)."}},
		{"a change without a date stands where it was told", "CUB", "IRN", []string{
			"2025-04-02 Daily: severed", "1976-04-03 Post: established 1975"}, "", []string{
			"1975 relations established", "by 2025-04-02 relations broken off"}},
		{"each side recalls its own ambassador", "OMN", "PRT", []string{
			"2001-06-03 Daily: ambassador recalled 2001-06-03 by OMN", "2001-06-04 Daily: ambassador recalled 2001-06-04 by PRT", "2001-06-04 Post: ambassador recalled 2001-06-04 by OMN"}, "", []string{
			"2001-06-03 Oman's ambassador to Portugal recalled (2 reports)", "2001-06-04 Portugal's ambassador to Oman recalled"}},
		{"diplomats expelled", "CAN", "BLR", []string{
			"2021-06-22 Daily: CAN expelled diplomats of BLR 2021-06-21"}, "", []string{
			"2021-06-21 Canada expelled diplomats of Belarus"}},
		{"allied, told twice within a year", "CUB", "IRN", []string{
			"2025-04-02 Daily: allied 2025-04-01", "2025-10-02 Post: allied 2025-10-01"}, "", []string{
			"2025-04-01/2025-10-01 allied (2 reports)"}},
		{"and again after many years", "CUB", "IRN", []string{
			"2015-04-02 Daily: allied 2015-04-01", "2025-10-02 Post: allied 2025-10-01"}, "", []string{
			"2015-04-01 allied", "2025-10-01 allied"}},

		{"an agreement moves through its stages", "PER", "CHL", []string{
			"2019-03-01 Daily: agreement on free trade: intended",
			"2019-09-01 Post: treaty on free trade: in negotiation",
			"2020-02-02 Daily: treaty on free trade: signed 2020-02-01",
			"2020-06-02 Mail: treaty on free trade: ratified 2020-06-01",
			"2021-01-02 Post: treaty on trade: in force 2021-01-01, signed 2020",
			"2023-01-02 Post: treaty on free trade: denounced 2023-01-02"}, "", []string{
			"2019-03-01 treaty on free trade and trade: intended",
			"2019-09-01 treaty on free trade and trade: in negotiation",
			"2020-02-01 treaty on free trade and trade: signed (2 reports)",
			"2020-06-01 treaty on free trade and trade: ratified",
			"2021-01-01 treaty on free trade and trade: in force",
			"2023-01-02 treaty on free trade and trade: denounced"}},
		{"two agreements of one article are two", "PER", "CHL", []string{
			"2019-03-01 Daily: 2 agreement on customs: signed 2019-02-28",
			"2019-03-01 Daily: agreement on justice: signed 2019-02-28"}, "", []string{
			"2019-02-28 2 agreements on customs: signed",
			"2019-02-28 agreement on justice: signed"}},
		{"one agreement of two articles is one", "PER", "CHL", []string{
			"2019-03-01 Daily: 6 agreement on telecommunications, computer services: signed 2019-02-28",
			"2021-03-01 Post: 6 agreement on telecommunications: signed 2019"}, "", []string{
			"2019-02-28 6 agreements on telecommunications and computer services: signed (2 reports)"}},
		{"the year of its signing may be in dispute", "PER", "CHL", []string{
			"2021-03-01 Daily: 6 agreement on telecommunications: signed 2019",
			"2021-03-02 Mail: 6 agreement on telecommunications: signed 2019",
			"2021-03-03 Post: 6 agreement on telecommunications: signed 2018"}, "", []string{
			"2019 6 agreements on telecommunications: signed (3 reports)",
			"  Reports differ: 2019 (Daily and Mail) or 2018 (Post). Believed is 2019: 2 independent outlets against 1."}},
		{"an agreement of another subject is another", "PER", "CHL", []string{
			"2019-03-01 Daily: treaty on free trade: intended",
			"2019-09-01 Post: treaty on extradition: signed 2019-09-01"}, "", []string{
			"2019-03-01 treaty on free trade: intended",
			"2019-09-01 treaty on extradition: signed"}},
		{"a new agreement after an old one was denounced", "PER", "CHL", []string{
			"1999-09-01 Post: treaty on extradition: denounced 1999-09-01",
			"2019-09-01 Post: treaty on extradition: signed 2019-09-01"}, "", []string{
			"1999-09-01 treaty on extradition: denounced",
			"2019-09-01 treaty on extradition: signed"}},

		{"one visit told twice, the name spelt otherwise", "IRN", "CUB", []string{
			"2023-06-16 Daily: visit of Ebrahim Raisi, president (IRN) to CUB 2023-06-15",
			"2025-04-02 Post: visit of Ebrahím Raisí, president (IRN) to CUB 2023",
			"2024-01-02 Mail: visit of Ebrahim Raeisi, president (IRN) to CUB 2023-06"}, "", []string{
			"2023-06-15 visit of Ebrahim Raisi, president of Iran, to Cuba (3 reports)"}},
		{"a visit that is going on", "FIN", "VNM", []string{
			"2012-06-11 Daily: visit of Jukka Laine, prime minister (FIN) to VNM 2012-06-11/2012-06-13",
			"2012-06-13 Post: visit of Jukka Laine, prime minister (FIN) to VNM 2012-06-13"}, "", []string{
			"2012-06-11/2012-06-13 visit of Jukka Laine, prime minister of Finland, to Vietnam (2 reports)"}},
		{"the same guest in another year", "FIN", "VNM", []string{
			"2012-06-11 Daily: visit of Jukka Laine, prime minister (FIN) to VNM 2012-06-11",
			"2014-06-13 Post: visit of Jukka Laine, prime minister (FIN) to VNM 2014-06-13"}, "", []string{
			"2012-06-11 visit of Jukka Laine, prime minister of Finland, to Vietnam",
			"2014-06-13 visit of Jukka Laine, prime minister of Finland, to Vietnam"}},
		{"two guests on one day", "FIN", "VNM", []string{
			"2012-06-11 Daily: visit of Jukka Laine, prime minister (FIN) to VNM 2012-06-11",
			"2012-06-11 Post: visit of Mart Saar, trade minister (FIN) to VNM 2012-06-11"}, "", []string{
			"2012-06-11 visit of Jukka Laine, prime minister of Finland, to Vietnam",
			"2012-06-11 visit of Mart Saar, trade minister of Finland, to Vietnam"}},
		{"a guest of whom one report gives only the office", "FIN", "VNM", []string{
			"2012-06-11 Daily: visit of Jukka Laine, prime minister (FIN) to VNM 2012-06-11",
			"2012-06-12 Post: visit of , prime minister (FIN) to VNM 2012-06-11"}, "", []string{
			"2012-06-11 visit of Jukka Laine, prime minister of Finland, to Vietnam (2 reports)"}},

		{"sanctions are opened, extended, eased and lifted", "EUR", "BLR", []string{
			"2011-01-31 Daily: EUR on BLR: threatened sanctions 2011-01-30",
			"2011-02-01 Daily: EUR on BLR: imposed sanctions 2011-01-31", "2011-02-01 Post: EUR on BLR: imposed economic sanctions 2011-01-31",
			"2012-02-01 Daily: EUR on BLR: extended sanctions 2012-01-31 until 2013-01-31",
			"2015-11-01 Daily: EUR on BLR: eased sanctions 2015-10-31", "2016-02-16 Daily: EUR on BLR: lifted sanctions 2016-02-15",
			"2016-03-16 Daily: EUR on BLR: in force arms embargo 2016-03-15"}, "", []string{
			"2011-01-30 The European Union threatened sanctions against Belarus",
			"2011-01-31 The European Union imposed sanctions on Belarus (2 reports)",
			"2012-01-31 The European Union extended its sanctions against Belarus until 31 January 2013",
			"2015-10-31 The European Union eased its sanctions against Belarus",
			"2016-02-15 The European Union lifted its sanctions against Belarus",
			"2016-03-15 The European Union has arms embargo in force against Belarus"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := New(names(t), c.a, c.b, told(t, c.a, c.b, c.told...)).AsKnown(on(t, c.known))
			if got := lines(v); !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

// What was known on a day is what the reports of that day make, whatever came
// later.
func TestWhatWasKnownDoesNotChange(t *testing.T) {
	lines := []string{
		"1975-02-01 A: established 1975-01-08", "1976-05-02 A: severed 1976-05-01 by CUB", "1979-03-01 B: resumed 1979",
		"1980-03-01 C: established 1974", "1981-03-01 B (withdrawn 1982-01-01): interrupted 1981", "1983-03-01 A: treaty on fish: intended",
		"1984-03-01 A: treaty on fish: signed 1984-03-01", "1985-03-01 A: visit of Juan Paz, president (CUB) to IRN 1985-02-28", "1986-03-01 B: diplomatic relations 1986-03-01",
	}
	all := told(t, "CUB", "IRN", lines...)
	for _, known := range []string{"1974-01-01", "1975-02-01", "1977-01-01", "1981-06-01", "1983-01-01", "1985-01-01", "1990-01-01"} {
		d := on(t, known)
		var then []record.Report
		for _, r := range all {
			if r.Known <= d {
				if r.Withdrawn > d {
					r.Withdrawn = day.Latest // still to come
				}
				then = append(then, r)
			}
		}
		slices.Reverse(then)
		a, b := New(names(t), "CUB", "IRN", all), New(names(t), "CUB", "IRN", then)
		for _, q := range []string{"1973-01-01", "1975-01-08", "1976-06-01", "1979-06-01", "1982-01-01", "1990-01-01"} {
			x, y := a.AsKnown(d).State(on(t, q)), b.AsKnown(day.Latest).State(on(t, q))
			if x.Standings[0].Sentence != y.Standings[0].Sentence {
				t.Errorf("on %s as known on %s: %q, from the reports of the time %q", q, known, x.Standings[0].Sentence, y.Standings[0].Sentence)
			}
		}
	}
}
