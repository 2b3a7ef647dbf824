package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
	"chancery/lexicon"
)

var readNames = sync.OnceValues(func() (*Names, error) { return ReadNames(lexicon.Embedded()) })

func names(t testing.TB) *Names {
	t.Helper()
	n, err := readNames()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func on(t testing.TB, s string) day.Day {
	t.Helper()
	if s == "" {
		return day.Latest
	}
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	head     = regexp.MustCompile(`^(\S+) (.+?)(?: \(withdrawn (\S+)\))?(?: \(copy of (\w+)\))?(?: citing (\w+))?: (.+)$`)
	relation = regexp.MustCompile(`^(.+?)(?: (\d{4}\S*))?(?: by (\w+))?(?: in (.+))?$`)
	pactLine = regexp.MustCompile(`^(\d+ )?(agreement|treaty|protocol|memorandum of understanding)(?: on (.+?))?: ([a-z ]+?)(?: (\d\S*))?(?:, signed (\S+))?$`)
	stayLine = regexp.MustCompile(`^visit of (.*?)(?:, (.+?))? \((\w+)\) to (\w+)(?: (\d\S*?))?(?:/(\S+))?$`)
	sanction = regexp.MustCompile(`^(\w{3}) on (\w{3}): (imposed|extended|eased|lifted|threatened|in force)(?: ([a-z ]+?))?(?: (\d\S*))?(?: until (\S+))?$`)
	expelled = regexp.MustCompile(`^(\w{3}) expelled diplomats of (\w{3}) (\S+)$`)
)

// told makes reports from lines such as
//
//	2025-04-02 14ymedio: established 1975
//	2019-09-06 Wire (withdrawn 2019-09-08): severed 2010-05-05 by ECU
//	2019-09-06 Wire: KEN on ERI: lifted 2019-09-06
//
// between the parties a and b.
func told(t testing.TB, a, b string, lines ...string) []record.Report {
	t.Helper()
	var out []record.Report
	for i, line := range lines {
		m := head.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("cannot read %q", line)
		}
		r := record.Report{
			Known: on(t, m[1]), Withdrawn: on(t, m[3]), Copy: m[4],
			Record: &record.Record{
				ID: fmt.Sprintf("%016x", i+1), Confidence: 0.8, Evidence: record.Span{Start: i * 100, End: i*100 + 50, Text: m[6]},
				Doc: &record.Source{ID: "doc-" + strconv.Itoa(i+1), Publisher: m[2], Published: m[1]},
			},
		}
		if m[5] != "" {
			r.AttributedTo = []record.Actor{{Name: m[5]}}
		}
		parties := []string{a, b}
		slices.Sort(parties)
		if x := stayLine.FindStringSubmatch(m[6]); x != nil {
			v := record.Actor{Name: x[1], Role: x[2], Country: x[3], Sector: "GOV", Kind: record.Person}
			if x[1] == "" {
				v.Kind = ""
			}
			r.Kind, r.Visit = record.KindVisit, &record.Visit{Visitor: v, Host: &record.Actor{Country: x[4]}, From: x[5], To: x[6]}
		} else if x := pactLine.FindStringSubmatch(m[6]); x != nil {
			f := &record.Agreement{Parties: parties, Form: x[2], Stage: x[4], Date: x[5], Signed: x[6], Number: 1}
			if x[1] != "" {
				f.Number, _ = strconv.Atoi(strings.TrimSpace(x[1]))
			}
			if x[3] != "" {
				f.Fields = lexicon.Split(x[3])
			}
			if f.Stage == "signed" {
				f.Signed = f.Date
			}
			r.Kind, r.Agreement = record.KindAgreement, f
		} else if x := sanction.FindStringSubmatch(m[6]); x != nil {
			r.Kind, r.Sanction = record.KindSanction, &record.Sanction{
				Sender: record.Actor{Country: x[1]}, Target: record.Actor{Country: x[2]}, State: x[3], Measure: x[4], Date: x[5], Until: x[6],
			}
			if x[4] == "" {
				r.Sanction.Measure = "sanctions"
			}
		} else if x := expelled.FindStringSubmatch(m[6]); x != nil {
			r.Kind, r.Relation = record.KindRelation, &record.Relation{Parties: parties, By: x[1], Measure: "diplomats expelled", Date: x[3]}
		} else if x := relation.FindStringSubmatch(m[6]); x != nil {
			f := &record.Relation{Parties: parties, Date: x[2], By: x[3], Body: x[4]}
			switch w := x[1]; {
			case strings.HasPrefix(w, "embassy"), strings.HasPrefix(w, "ambassador"):
				f.Change, f.Measure = "downgraded", w
			case w == "allied", w == "at war", w == "member", strings.HasSuffix(w, "diplomatic relations"):
				f.State = w
			default:
				f.Change = w
			}
			if f.Body != "" {
				f.Parties = []string{a}
			}
			r.Kind, r.Relation = record.KindRelation, f
		} else {
			t.Fatalf("cannot read the claim %q", m[6])
		}
		out = append(out, r)
	}
	return out
}

// havana is what the model story and its like tell.
var havana = []string{
	"2025-04-02 Granma Daily: established 1975",
	"2025-04-02 Granma Daily: interrupted 1976",
	"2025-04-02 Granma Daily: resumed 1979",
	"2025-04-02 Granma Daily: allied 2025-04-01",
}

func TestState(t *testing.T) {
	for _, c := range []struct {
		name      string
		a, b      string
		told      []string
		on, known string
		want      []string // each stands in one of the sentences
	}{
		{"before all that is told", "CUB", "IRN", havana, "1970-06-01", "", []string{
			"On 1 June 1970 no relations between Cuba and Iran are known; they were established in 1975, says Granma Daily, 2 April 2025."}},
		{"within the year of a change", "CUB", "IRN", havana, "1975-03-01", "", []string{
			"Relations between Cuba and Iran were established some time in 1975, says Granma Daily, 2 April 2025; whether by 1 March 1975 no report says, and before that none are known."}},
		{"the last day of that year", "CUB", "IRN", havana, "1975-12-31", "", []string{
			"On 31 December 1975 Cuba and Iran had diplomatic relations (since 1975, until 1976)"}},
		{"within the year of a break", "CUB", "IRN", havana, "1976-05-01", "", []string{
			"Relations between Cuba and Iran were interrupted some time in 1976, says Granma Daily, 2 April 2025; whether by 1 May 1976 no report says."}},
		{"between a break and its end", "CUB", "IRN", havana, "1978-03-01", "", []string{
			"On 1 March 1978 relations between Cuba and Iran were interrupted (since 1976, until 1979), says Granma Daily, 2 April 2025."}},
		{"after they were resumed", "CUB", "IRN", havana, "1990-01-01", "", []string{
			"On 1 January 1990 Cuba and Iran had diplomatic relations (again since 1979)"}},
		{"allied changes nothing in relations", "CUB", "IRN", havana, "2025-05-01", "", []string{
			"On 1 May 2025 Cuba and Iran had diplomatic relations (again since 1979)",
			"On 1 May 2025 Cuba and Iran were allied (as told of on 1 April 2025), says Granma Daily, 2 April 2025."}},
		{"before anything was known", "CUB", "IRN", havana, "1978-03-01", "2020-01-01", []string{
			"Of relations between Cuba and Iran on 1 March 1978 no report says anything."}},

		{"a resumption alone shows that there were relations before", "PER", "ECU", []string{
			"2001-01-05 Wire: resumed 1998"}, "1990-01-01", "", []string{
			"How relations between Peru and Ecuador stood on 1 January 1990 no report says; they had been broken, when is not told, before they were resumed in 1998, says Wire, 5 January 2001."}},
		{"a break alone shows it too", "PER", "ECU", []string{
			"2001-01-05 Wire: severed 1981-01-29 by ECU"}, "1980-01-01", "", []string{
			"How relations between Peru and Ecuador stood on 1 January 1980 no report says; there were some before they were broken off on 29 January 1981, says Wire, 5 January 2001."}},
		{"on the day of a break they are broken", "PER", "ECU", []string{
			"2001-01-05 Wire: severed 1981-01-29 by ECU"}, "1981-01-29", "", []string{
			"On 29 January 1981 relations between Peru and Ecuador were broken off (since that day), says Wire, 5 January 2001."}},
		{"what was told to hold after a break shows that it was healed", "PER", "ECU", []string{
			"2001-01-05 Wire: severed 1981", "2003-06-01 Post: diplomatic relations 2003-06-01"}, "2004-01-01", "", []string{
			"On 1 January 2004 Peru and Ecuador had diplomatic relations (as told of on 1 June 2003), says Post, 1 June 2003."}},
		{"and leaves the time before it broken", "PER", "ECU", []string{
			"2001-01-05 Wire: severed 1981", "2003-06-01 Post: diplomatic relations 2003-06-01"}, "1990-01-01", "", []string{
			"On 1 January 1990 relations between Peru and Ecuador were broken off (since 1981), says Wire, 5 January 2001."}},
		{"a break and its healing in one year keep their order", "PER", "ECU", []string{
			"2001-01-05 Wire: resumed 1995", "2001-01-05 Wire: severed 1995-03"}, "1996-01-01", "", []string{
			"On 1 January 1996 Peru and Ecuador had diplomatic relations (again since 1995)"}},
		{"an establishment after a break is a resumption", "PER", "ECU", []string{
			"2001-01-05 Wire: established 1920", "2001-01-05 Wire: severed 1981", "2001-01-05 Wire: resumed 1998", "2002-01-05 Post: established 1998-10"},
			"1999-01-01", "", []string{"On 1 January 1999 Peru and Ecuador had diplomatic relations (again since October 1998)"}},
		{"a change of which only the report's day is known", "PER", "ECU", []string{
			"1981-02-02 Wire: severed"}, "1981-02-01", "", []string{
			"Relations between Peru and Ecuador were broken off on a day that no report gives, says Wire, 2 February 1981; whether by 1 February 1981 no report says."}},
		{"it was done by the day after it was told", "PER", "ECU", []string{
			"1981-02-02 Wire: severed"}, "1981-02-03", "", []string{
			"On 3 February 1981 relations between Peru and Ecuador were broken off (since a day that no report gives), says Wire, 2 February 1981."}},
		{"an embassy closed is no break", "CAN", "TZA", []string{
			"2012-01-05 Wire: established 1961", "2012-02-05 Wire: embassy closed 2012-02-01 by CAN"}, "2012-03-01", "", []string{
			"On 1 March 2012 Canada and Tanzania had diplomatic relations (since 1961)"}},
		{"war and its end", "IRN", "IRQ", []string{
			"1987-01-05 Wire: war begun 1980-09-22 by IRQ", "1989-01-05 Wire: ceasefire 1988-08-20"}, "1985-01-01", "", []string{
			"On 1 January 1985 Iran and Iraq were at war (since 22 September 1980, until 20 August 1988)"}},
		{"and after it", "IRN", "IRQ", []string{
			"1987-01-05 Wire: war begun 1980-09-22 by IRQ", "1989-01-05 Wire: ceasefire 1988-08-20"}, "1988-08-21", "", []string{
			"On 21 August 1988 a ceasefire held between Iran and Iraq (since 20 August 1988)"}},
		{"a peace treaty ends a war", "EGY", "ISR", []string{
			"1980-01-05 Wire: war begun 1973-10-06", "1980-01-05 Wire: treaty on peace: signed 1979-03-26"}, "1985-01-01", "", []string{
			"On 1 January 1985 Egypt and Israel were not at war (since 26 March 1979)"}},
		{"recognition has a direction", "MEX", "PSE", []string{
			"2023-06-02 Wire: recognised 2023-06-01 by MEX"}, "2024-01-01", "", []string{
			"On 1 January 2024 Mexico recognised Palestine (since 1 June 2023)"}},
		{"membership", "TUR", "North Atlantic Treaty Organization", []string{
			"1999-06-02 Wire: applied 1950 by TUR in North Atlantic Treaty Organization",
			"1999-06-02 Wire: joined 1952-02-18 by TUR in North Atlantic Treaty Organization"}, "1951-06-01", "", []string{
			"On 1 June 1951 Turkey had applied to join the North Atlantic Treaty Organization (since 1950, until 18 February 1952)"}},
		{"membership of the Union", "GBR", "EUR", []string{
			"2021-06-02 Wire: joined 1973-01-01 by GBR in European Union", "2021-06-02 Wire: left 2020-01-31 by GBR in European Union"}, "2019-06-01", "", []string{
			"On 1 June 2019 the United Kingdom was a member of the European Union (since 1 January 1973, until 31 January 2020)"}},
		{"sanctions between two days on which they were in force", "USA", "CUB", []string{
			"2024-01-05 Wire: USA on CUB: in force 2024-01-05", "2025-01-02 Wire: USA on CUB: in force 2025-01-02"}, "2024-06-01", "", []string{
			"On 1 June 2024 the United States had sanctions in force against Cuba (as told of on 5 January 2024 and again on 2 January 2025)"}},
		{"sanctions last told of long ago", "USA", "CUB", []string{
			"2015-01-05 Wire: USA on CUB: in force 2015-01-05"}, "2024-06-01", "", []string{
			"Of relations between the United States and Cuba on 1 June 2024 no report says anything.",
			"On 5 January 2015 the United States had sanctions in force against Cuba, says Wire, 5 January 2015; whether still on 1 June 2024 no report says."}},
		{"a body and a state of which nothing is told", "IRN", "Organization of the Petroleum Exporting Countries", nil, "1990-01-01", "", []string{
			"Of membership of Iran in the Organization of the Petroleum Exporting Countries on 1 January 1990 no report says anything."}},
		{"sanctions lifted", "KEN", "ERI", []string{
			"2009-01-05 Wire: KEN on ERI: imposed 2009-01-04", "2019-09-06 Wire: KEN on ERI: lifted 2019-09-06"}, "2020-01-01", "", []string{
			"On 1 January 2020 Kenya had lifted its sanctions against Eritrea (since 6 September 2019)"}},
		{"sanctions whose term ran out", "EUR", "BLR", []string{
			"2020-10-05 Wire: EUR on BLR: imposed sanctions 2020-10-02 until 2021-02-28"}, "2021-06-01", "", []string{
			"On 1 June 2021 the European Union had sanctions in force against Belarus (since 2 October 2020), says Wire, 5 October 2020; they were to end on 28 February 2021, and whether they did no report says."}},
		{"sanctions of which only later days are told", "USA", "CUB", []string{
			"2025-01-02 Wire: USA on CUB: in force 2025-01-02"}, "1950-01-01", "", []string{
			"Of relations between the United States and Cuba on 1 January 1950 no report says anything."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New(names(t), c.a, c.b, told(t, c.a, c.b, c.told...))
			s := l.AsKnown(on(t, c.known)).State(on(t, c.on))
			var all []string
			for _, x := range s.Standings {
				all = append(all, x.Sentence)
			}
			for _, w := range c.want {
				if !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, w) }) {
					t.Errorf("want %s\n got %s", w, strings.Join(all, "\n     "))
				}
			}
			if n := len(all); n != len(c.want) && len(c.want) > 1 {
				t.Errorf("%d sentences, want %d:\n%s", n, len(c.want), strings.Join(all, "\n"))
			}
		})
	}
}
