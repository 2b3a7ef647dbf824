package timex

import (
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
)

func analyzer(t testing.TB) nlp.Analyzer {
	t.Helper()
	a, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// shown writes what was found as the tables state it.
func shown(d *doc.Document) string {
	var out []string
	for _, tx := range d.Times {
		s := d.Slice(tx.Span) + " = " + tx.Value
		if tx.Mod != "" {
			s += " " + tx.Mod
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// Every sentence is told on Wednesday, 15 June 2011.
var sentences = []struct{ text, want string }{
	// Weekdays by the verb that governs them.
	{"The envoy met rebels on Tuesday.", "Tuesday = 2011-06-14"},
	{"The envoy will meet rebels on Tuesday.", "Tuesday = 2011-06-21"},
	{"The minister said on Tuesday he will leave on Friday.", "Tuesday = 2011-06-14; Friday = 2011-06-17"},
	{"The talks scheduled for Monday were cancelled.", "Monday = 2011-06-20"},
	{"The talks held on Monday were fruitless.", "Monday = 2011-06-13"},
	{"Parliament is expected to vote on Thursday.", "Thursday = 2011-06-16"},
	{"Parliament is to vote on Thursday.", "Thursday = 2011-06-16"},
	{"She would have voted on Thursday, her office said.", "Thursday = 2011-06-09"},
	{"Friday's vote was close.", "Friday = 2011-06-10"},
	{"They must surrender by Sunday.", "Sunday = 2011-06-19"},
	// Months and days without a year.
	{"The truce was signed in March.", "March = 2011-03"},
	{"The truce will be signed in March.", "March = 2012-03"},
	{"The truce was signed in September.", "September = 2010-09"},
	{"The king abdicated on 2 February.", "2 February = 2011-02-02"},
	{"The king abdicated on the 2nd of February.", "the 2nd of February = 2011-02-02"},
	{"The queen will abdicate on Dec. 30.", "Dec. 30 = 2011-12-30"},
	{"He recalled the Sept. 11 attacks.", "Sept. 11 = 2001-09-11"},
	{"The market burned on Monday, May 10.", "Monday, May 10 = 2010-05-10"},
	// Ranges.
	{"The curfew lasted from March to May.", "March = 2011-03; May = 2011-05"},
	{"The fair ran between 2 and 5 April.", "2 = 2011-04-02; 5 April = 2011-04-05"},
	{"The war of 1967-1973 ruined them.", "1967 = 1967; 1973 = 1973"},
	{"The war of 1967-73 ruined them.", "1967 = 1967; 73 = 1973"},
	// Years, decades, parts of years.
	{"They have been allies since 1975.", "1975 = 1975"},
	{"In early 2003 the front moved.", "early 2003 = 2003 START"},
	{"The party was banned in the 1990s.", "the 1990s = 199"},
	{"Spending rose in fiscal 1998.", "fiscal 1998 = 1998"},
	{"Spending rose in the first quarter.", "the first quarter = 2011-Q1"},
	{"Spending rose in fiscal 1998 and fell in the first quarter.", "fiscal 1998 = 1998; the first quarter = 1998-Q1"},
	{"They met in the first half of 1998.", "the first half of 1998 = 1998-H1"},
	{"They met in the summer of 2010.", "the summer of 2010 = 2010-SU"},
	{"They met on Dec. 25, 1989.", "Dec. 25, 1989 = 1989-12-25"},
	{"Signed 02/11/1998 in the capital.", "02/11/1998 = 1998-02-11"},
	// Counted from the document's day.
	{"It closed two years ago.", "two years ago = 2009"},
	{"It closed earlier this year.", "earlier this year = 2011 START"},
	{"It opens next month.", "next month = 2011-07"},
	{"It closed last week.", "last week = 2011-W23"},
	{"Shells fell in recent days.", "recent days = PXD"},
	// Times of day.
	{"Shells fell on Monday night.", "Monday night = 2011-06-13TNI"},
	{"Shells fell at noon.", "noon = 2011-06-15T12:00"},
	{"Shells fell this morning.", "this morning = 2011-06-15TMO"},
	{"Shells fell at 3:30 p.m. on Monday.", "3:30 p.m. on Monday = 2011-06-13T15:30"},
	// Spans and repetitions.
	{"The siege lasted a decade.", "a decade = P10Y"},
	{"They marched for three days.", "three days = P3D"},
	{"They march every Friday.", "every Friday = XXXX-WXX-5"},
	{"The board reports annually.", "annually = P1Y"},
	{"The talks took two and a half hours.", "two and a half hours = PT2.5H"},
	{"He was jailed for four-and-a-half years.", "four-and-a-half years = P4Y6M"},
	{"The feud is two hundred and ten years long.", "two hundred and ten years = P210Y"},
	// The story's own dates.
	{"They signed on March 3, 1998. Two days later the war resumed.", "March 3, 1998 = 1998-03-03; Two days later = 1998-03-05"},
	{"They signed on March 3, 1998, a day earlier than planned.", "March 3, 1998 = 1998-03-03; a day earlier = 1998-03-02"},
	{"In 1968 they rose. The previous year they had slept.", "1968 = 1968; The previous year = 1967"},
	{"They struck in May 1968 and lost that October.", "May 1968 = 1968-05; that October = 1968-10"},
	{"They struck in May 1968. In August the union split.", "May 1968 = 1968-05; August = 1968-08"},
	{"They met on March 3, 1998 and parted the same day.", "March 3, 1998 = 1998-03-03; the same day = 1998-03-03"},
	{"In 1975, a day earlier than planned, they left.", "1975 = 1975; a day earlier = 2011-06-14"},
	// What looks like a time and is none.
	{"They may leave.", ""},
	{"Farmers march on the capital.", ""},
	{"The second minister resigned.", ""},
	{"Theresa May resigned.", ""},
	{"The new owners spring into action.", ""},
	{"The flood reached 2,011 people.", ""},
	{"The storm cut power in 1500 homes.", ""},
	{"Some 2000 militants held the bridge.", ""},
	{"He told the Sun. It printed nothing.", ""},
	{"He sat. They wed.", ""},
	{"The mar. was out of tune.", ""},
	{"They won 3-2 and 21-19.", ""},
	{"Shares fell to $1998 each.", ""},
	{"The sun set over the harbour.", ""},
	{"The fall of the capital shocked them.", ""},
	{"He presents the Today programme.", ""},
	{"A flight to Room 1984 was planned.", ""},
}

func TestSentences(t *testing.T) {
	tg, nlp := tagger(t), analyzer(t)
	for _, s := range sentences {
		d := plain(s.text, exampleAnchor)
		nlp.Analyze(d)
		tg.Annotate(d)
		if got := shown(d); got != s.want {
			t.Errorf("%s\n  found %q\n  want  %q", s.text, got, s.want)
		}
	}
}

func TestTextWithoutTokens(t *testing.T) {
	tg := tagger(t)
	for _, s := range []struct{ text, want string }{
		{"The envoy met rebels on Tuesday.", "Tuesday = 2011-06-14"},
		{"The envoy will meet rebels on Tuesday.", "Tuesday = 2011-06-21"},
		{"The talks will be held in March.", "March = 2012-03"},
		{"The minister said on Tuesday he will leave on Friday.", "Tuesday = 2011-06-14; Friday = 2011-06-17"},
	} {
		d := plain(s.text, exampleAnchor)
		tg.Annotate(d)
		if got := shown(d); got != s.want {
			t.Errorf("%s\n  found %q\n  want  %q", s.text, got, s.want)
		}
	}
}

func TestNothingTellsTheDay(t *testing.T) {
	tg, nlp := tagger(t), analyzer(t)
	for _, s := range []struct{ text, want string }{
		{"They met on Friday.", "Friday = XXXX-WXX-5"},
		{"They met in May.", "May = XXXX-05"},
		{"They met on December 24.", "December 24 = XXXX-12-24"},
		{"They met on Christmas Day.", "Christmas Day = XXXX-12-25"},
		{"They met last week.", "last week = PAST_REF"},
		{"They meet tomorrow.", "tomorrow = FUTURE_REF"},
		{"They met in 1998.", "1998 = 1998"},
	} {
		d := plain(s.text, "")
		nlp.Analyze(d)
		tg.Annotate(d)
		if got := shown(d); got != s.want {
			t.Errorf("%s\n  found %q\n  want  %q", s.text, got, s.want)
		}
	}
}

func TestDatelineIsTheAnchor(t *testing.T) {
	text := "PORT ALDEN, Dec 30 (Coastal News) - Rebels fired on the harbour on Tuesday, two days after a raid."
	d := plain(text, "2011-01-02")
	end := strings.Index(text, "Rebels")
	day := strings.Index(text, "Dec 30")
	d.Blocks = []doc.Block{{Span: doc.Span{Start: 0, End: end}, Kind: doc.Dateline}, {Span: doc.Span{Start: end, End: len(text)}}}
	d.Dateline = doc.DatelineInfo{Span: doc.Span{Start: 0, End: end}, Date: "2010-12-30", DateSpan: doc.Span{Start: day, End: day + 6}}
	analyzer(t).Analyze(d)
	tagger(t).Annotate(d)
	if got, want := shown(d), "Dec 30 = 2010-12-30; Tuesday = 2010-12-28; two days = P2D"; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	if b := d.Times[1].Basis; b != "dateline" {
		t.Errorf("Tuesday is counted from %q, want the dateline", b)
	}
}

func TestIntervals(t *testing.T) {
	tg, nlp := tagger(t), analyzer(t)
	for _, s := range []struct{ text, begin, end string }{
		{"They met on Tuesday.", "2011-06-14", "2011-06-14"},
		{"They met last week.", "2011-06-06", "2011-06-12"},
		{"They met in the third quarter of 1998.", "1998-07-01", "1998-09-30"},
		{"They met in the 1990s.", "1990-01-01", "1999-12-31"},
		{"They met last winter.", "2010-12-01", "2011-02-28"},
		{"Prices rose over the past two months.", "2011-04-15", "2011-06-15"},
		{"Prices will rise over the next two weeks.", "2011-06-15", "2011-06-29"},
		{"They talked for three days.", "", ""},
	} {
		d := plain(s.text, exampleAnchor)
		nlp.Analyze(d)
		tg.Annotate(d)
		if len(d.Times) != 1 || d.Times[0].Begin != s.begin || d.Times[0].End != s.end {
			t.Errorf("%s: found %+v, want one from %q to %q", s.text, d.Times, s.begin, s.end)
		}
	}
}
