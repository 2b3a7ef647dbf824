package facts_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/facts"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
	"chancery/internal/place"
	"chancery/internal/quote"
	"chancery/internal/timex"
	"chancery/lexicon"
)

// stages are all that stands before the facts.
type stages struct {
	language nlp.Analyzer
	times    *timex.Tagger
	places   *place.Tagger
	quotes   *quote.Tagger
	actors   *actor.Resolver
	coder    *coder.Coder
	facts    *facts.Extractor
}

var load = sync.OnceValues(func() (s *stages, err error) {
	s = &stages{}
	fsys := lexicon.Embedded()
	if s.language, err = en.New(); err != nil {
		return nil, err
	}
	if s.times, err = timex.New(fsys); err != nil {
		return nil, err
	}
	if s.places, err = place.New(fsys); err != nil {
		return nil, err
	}
	if s.quotes, err = quote.New(fsys); err != nil {
		return nil, err
	}
	if s.actors, err = actor.New(fsys); err != nil {
		return nil, err
	}
	if s.coder, err = coder.New(fsys); err != nil {
		return nil, err
	}
	s.facts, err = facts.New(fsys)
	return s, err
})

func ready(t testing.TB) *stages {
	t.Helper()
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stages) analyze(d *doc.Document) (*doc.Document, []coder.Event) {
	s.language.Analyze(d)
	s.times.Annotate(d)
	s.places.Annotate(d)
	s.quotes.Annotate(d)
	s.actors.Annotate(d)
	return d, s.coder.Code(d).Events
}

// story makes a document of paragraphs parted by blank lines, with its dateline.
func story(place, day, text string) *doc.Document {
	d := &doc.Document{Lang: "en", Published: day, Text: place + " - " + text}
	d.Dateline = doc.DatelineInfo{Span: doc.Span{End: len(place) + 2}, Place: place, PlaceSpan: doc.Span{End: len(place)}, Date: day}
	d.Blocks = append(d.Blocks, doc.Block{Span: d.Dateline.Span, Kind: doc.Dateline})
	at := len(place) + 3
	for _, p := range strings.Split(text, "\n\n") {
		d.Blocks = append(d.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + len(p)}})
		at += len(p) + 2
	}
	return d
}

// lines writes facts one a line, so that a test reads like a ledger.
func lines(f *facts.Facts) []string {
	var out []string
	add := func(format string, a ...any) {
		out = append(out, strings.Join(strings.Fields(fmt.Sprintf(format, a...)), " "))
	}
	names := func(list []doc.Actor) string {
		var s []string
		for i := range list {
			a := &list[i]
			if a.Person && a.Name != "" {
				s = append(s, a.Name+" "+a.Country)
			} else {
				s = append(s, a.Country+" "+a.Sector)
			}
		}
		return strings.TrimSpace(strings.Join(s, ", "))
	}
	past := func(b bool) string {
		if b {
			return "history"
		}
		return ""
	}
	if e := f.Entry; e != nil {
		add("entry %s: %s", e.Date.Value, e.Sentence)
	}
	for _, r := range f.Relations {
		add("relation %s %s%s %s %s %s %s %s", strings.Join(r.Parties, "-"), r.Change, r.State, r.Date.Value, past(r.Background), r.Measure, r.Body, r.By)
	}
	for _, a := range f.Agreements {
		add("agreement %s %d %s on %s by %s: %s %s %s stage of %s", strings.Join(a.Parties, "-"), a.Number, a.Form, strings.Join(a.Fields, ", "), strings.Join(a.Bodies, ", "), a.Stage, a.Signed.Value, past(a.Background), a.Date.Value)
	}
	for _, v := range f.Visits {
		add("visit %s to %s %s %s %s", names(v.Visitors), names(v.Hosts), v.From, v.To, past(v.Background))
	}
	for _, s := range f.Statements {
		add("statement of %s about %s", names(s.Speakers), names(s.About))
	}
	for _, o := range f.Offices {
		add("office %s %s %s held %s from %s to %s died %s", o.Person, o.Country, o.Office, o.HeldOn, o.From, o.To, o.Died)
	}
	for _, s := range f.Sanctions {
		add("sanction %s on %s: %s %s %s until %s", s.Sender.Country, s.Target.Country, s.State, s.Measure, s.Date.Value, s.Until)
	}
	return out
}

var stories = []struct {
	name, place, day, text string
	want                   []string // each must begin a line
	never                  []string // none may stand in any line
}{
	{
		name: "a summit", place: "LIMA", day: "2015-03-03",
		text: `Peruvian President Carlos Vega and his Ecuadorean counterpart Marta Salas met in Lima on Tuesday and signed four agreements on fisheries, border security and mining, the Peruvian Foreign Ministry said.

"We have turned a page," Vega told reporters after the talks.

Peru and Ecuador broke off diplomatic relations in 1981 and restored them in 1998.

In addition, the two governments initialled a protocol on customs and another on tourism. They also agreed to sign a free trade treaty.

The two countries are close allies. Former Ecuadorean President Luis Rojas, who died in 2011, visited Lima in 1999.`,
		want: []string{
			"entry 2015-03-03: Peruvian President Carlos Vega and his Ecuadorean counterpart Marta Salas met in Lima on Tuesday and signed four agreements on fisheries, border security and mining.",
			"relation ECU-PER severed 1981 history",
			"relation ECU-PER resumed 1998 history",
			"relation ECU-PER allied",
			"agreement ECU-PER 4 agreement on fisheries, border security, mining by : signed 2015-03-03",
			"agreement ECU-PER 1 protocol on customs by : signed",
			"agreement ECU-PER 1 protocol on tourism by : signed",
			"agreement ECU-PER 1 treaty on free trade by : intended",
			"visit Luis Rojas ECU to PER 1999 history",
			"statement of Carlos Vega PER",
			"office Carlos Vega PER president held 2015-03-03",
			"office Luis Rojas ECU president held from to died 2011",
		},
		never: []string{"sanction", "treaty on free trade by : signed"},
	},
	{
		name: "sanctions lifted and extended", place: "NAIROBI", day: "2019-09-06",
		text: `Kenya has lifted sanctions against Eritrea, while the European Union extended its arms embargo on Eritrea for another year.

Eritrean Information Minister Tesfay Abraha welcomed the decision. "It is a step towards normal relations," he said in a statement.

Kenya closed its embassy in Asmara in 2009. The two neighbours resumed ties in July 2018.

The United States, which imposed sanctions on Eritrea in 2009, has threatened new sanctions against Sudan.`,
		want: []string{
			"entry 2019-09-06: Kenya has lifted sanctions against Eritrea",
			"sanction KEN on ERI: lifted sanctions",
			"sanction EUR on ERI: extended arms embargo",
			"sanction USA on ERI: imposed sanctions",
			"sanction USA on SDN: threatened sanctions",
			"relation ERI-KEN interrupted 2009 history",
			"relation ERI-KEN resumed 2018-07 history",
			"statement of Tesfay Abraha ERI",
			"office Tesfay Abraha ERI information minister held 2019-09-06",
		},
		never: []string{"visit", "agreement"},
	},
	{
		name: "a visit", place: "HANOI", day: "2012-06-12",
		text: `Finnish Prime Minister Jukka Laine arrived in Hanoi on Monday for a three-day official visit to Vietnam.

The two sides are expected to sign a memorandum of understanding on education.

Vietnam and Finland established diplomatic relations in 1973 and raised them to ambassador level in 1975.

Laine became prime minister of Finland in April 2011.`,
		want: []string{
			"entry 2012-06-11: Finnish Prime Minister Jukka Laine arrived in Hanoi",
			"visit Jukka Laine FIN to VNM 2012-06-11 2012-06-13",
			"relation FIN-VNM established 1973 history",
			"relation FIN-VNM upgraded 1975 history",
			"agreement FIN-VNM 1 memorandum of understanding on education by : intended",
			"office Jukka Laine FIN prime minister held 2012-06-11 from 2011-04",
		},
		never: []string{"sanction", ": signed"},
	},
	{
		name: "a fishing accord", place: "OSLO", day: "2016-05-04",
		text: `The Norwegian Ministry of Trade and the Mauritanian Ministry of Fisheries concluded an accord on trawler licences on Wednesday.

A statement from the Mauritanian government said: "Both nations will profit." The statement also said that Norway had promised to train inspectors.

"Mauritania is a reliable partner," said Norwegian Trade Minister Ingrid Dahl, who signed the accord.

Mauritania recalled its ambassador to Norway in 2013.`,
		want: []string{
			"agreement MRT-NOR 1 accord on trawler licences by : signed 2016-05-04",
			"statement of MRT GOV",
			"statement of Ingrid Dahl NOR about MRT",
			"relation MRT-NOR downgraded 2013 history",
			"office Ingrid Dahl NOR trade minister held 2016-05-04",
		},
		never: []string{"sanction", "visit", "at war"},
	},
	{
		name: "an agreement suspended", place: "SOFIA", day: "2008-10-09",
		text: `Bulgaria and Laos suspended a 1979 labour agreement on Thursday.

Bulgarian Deputy Labour Minister Petar Iliev said that Laos owed workers three months of pay.

Bulgaria downgraded its relations with Laos in August. The agreement was signed by then Bulgarian Prime Minister Georgi Stanev in Vientiane in 1979.

Stanev died on 3 March 1990.`,
		want: []string{
			"agreement BGR-LAO 1 agreement on labour by : suspended 1979",
			"relation BGR-LAO downgraded 2008-08",
			"statement of Petar Iliev BGR about LAO",
			"office Petar Iliev BGR deputy labour minister held 2008-10-09",
			"office Georgi Stanev BGR prime minister held 1979 from to died 1990-03-03",
		},
		never: []string{"allied", "sanction"},
	},
	{
		name: "sanctions by several", place: "WELLINGTON", day: "2021-07-15",
		text: `New Zealand imposed sanctions on Belarus on Thursday.

Prime Minister Helen Moana told parliament that the measures hit senior officials. "We will not look away," Moana said.

Canada and Japan tightened their sanctions against Belarus in June. New Zealand and Belarus established diplomatic ties in 1992.`,
		want: []string{
			"entry 2021-07-15: New Zealand imposed sanctions on Belarus on Thursday.",
			"sanction NZL on BLR: imposed sanctions",
			"sanction CAN on BLR: extended sanctions",
			"sanction JPN on BLR: extended sanctions",
			"relation BLR-NZL established 1992 history",
			"statement of Helen Moana",
			"office Helen Moana NZL prime minister held 2021-07-15",
		},
		never: []string{"visit", "agreement"},
	},
}

func TestStories(t *testing.T) {
	s := ready(t)
	for _, c := range stories {
		t.Run(c.name, func(t *testing.T) {
			got := lines(s.facts.Extract(s.analyze(story(c.place, c.day, c.text))))
		want:
			for _, w := range c.want {
				for _, g := range got {
					if strings.HasPrefix(g, w) {
						continue want
					}
				}
				t.Errorf("missing %q", w)
			}
			for _, n := range c.never {
				for _, g := range got {
					if strings.Contains(g, n) {
						t.Errorf("false %q", g)
					}
				}
			}
			if t.Failed() {
				t.Logf("found\n%s", strings.Join(got, "\n"))
			}
		})
	}
}

func TestWordings(t *testing.T) {
	s := ready(t)
	for _, c := range []struct{ text, want string }{
		{"Bolivia's parliament ratified a border treaty with Chile on Monday.", "agreement BOL-CHL 1 treaty on border by : ratified"},
		{"The treaty, signed in Geneva in 1994 by Jordan and Malta, entered into force in 1996.", "agreement JOR-MLT 1 treaty on by : in force 1994"},
		{"Under a 2003 extradition treaty with Chile, Bolivia must hand over the suspects.", "agreement BOL-CHL 1 treaty on extradition by : signed 2003 history"},
		{"Kenya and UNICEF signed an accord on schools on Monday.", "agreement KEN-UNO 1 accord on schools by UN Children's Fund: signed 2015-03-02"},
		{"Peru ratified a loan agreement with the International Monetary Fund.", "agreement IGO-PER 1 agreement on loan by International Monetary Fund: ratified"},
		{"Kenya withdrew from the fisheries agreement with Norway last month.", "agreement KEN-NOR 1 agreement on fisheries by : denounced"},
		{"Peru and Chile signed a free trade agreement, a defence pact and two protocols on energy on Monday.", "agreement CHL-PER 1 pact on defence by : signed 2015-03-02"},
		{"Spain and Cuba will sign an agreement on tourism on Friday.", "agreement CUB-ESP 1 agreement on tourism by : intended"},
		{"The European Union extended sanctions against Belarus for six months on Monday.", "sanction EUR on BLR: extended sanctions"},
		{"Sanctions imposed by the United States on Sudan in 1997 were lifted in 2017.", "sanction USA on SDN: lifted sanctions"},
		{"The United States sanctioned two Iranian officials on Tuesday.", "sanction USA on IRN: imposed sanctions"},
		{"Iraq, which has been under UN sanctions since 1990, rejected the report.", "sanction UNO on IRQ: in force sanctions"},
		{"Ghanaian President Ama Owusu is on an official visit to Portugal.", "visit Ama Owusu GHA to PRT 2015-03-03"},
		{"Polish Foreign Minister Jan Kowal wrapped up a two-day trip to Egypt on Sunday.", "visit Jan Kowal POL to EGY 2015-02-28 2015-03-01"},
		{"The visit of Turkish Prime Minister Ali Kaya to Georgia ended on Friday.", "visit Ali Kaya TUR to GEO 2015-02-27"},
		{"Ama Owusu was sworn in as president of Ghana on Saturday.", "office Ama Owusu GHA president held 2015-02-28 from 2015-02-28"},
		{"Italian Defence Minister Carla Bruni resigned on Tuesday.", "office Carla Bruni ITA defence minister held 2015-03-03 from to 2015-03-03"},
		{"Georgia and Russia have been at war since August.", "relation GEO-RUS at war"},
		{"Germany, a close ally of Israel, criticised the plan.", "relation DEU-ISR allied"},
		{"Mongolia's embassy in Cuba reopened in 2001 after it was closed in 1995.", "relation CUB-MNG resumed 2001 history"},
		{"Cuba's relations with Panama were severed in 2004 and re-established a year later.", "relation CUB-PAN resumed 2005 history"},
		{"Norway announced the closure of its embassy in Damascus.", "relation NOR-SYR interrupted 2015-03-03 embassy closed NOR"},
		{"Iran shut the Norwegian embassy in Tehran in 1999.", "relation IRN-NOR interrupted 1999 history embassy closed"},
		{"Sanctions imposed by the United States on Sudan in 1997 were lifted in October 2007.", "sanction USA on SDN: lifted sanctions 2007-10 until"},
		{"The European Union extended sanctions against Belarus for six months on Monday.", "sanction EUR on BLR: extended sanctions 2015-03-02 until 2015-09"},
		{"The European Union prolonged its arms embargo on Belarus until 31 October 2015.", "sanction EUR on BLR: extended arms embargo 2015-03-03 until 2015-10-31"},
		{"Norway eased its trade sanctions against Fiji in May 2014.", "sanction NOR on FJI: eased trade sanctions 2014-05 until"},
		{"The United States has kept an embargo on Cuba since 1962.", "sanction USA on CUB: in force embargo 2015-03-03"},
		{"The Norwegian cabinet is terminating the 1948 tax treaty with Peru.", "agreement NOR-PER 1 treaty on tax by : denounced 1948 stage of 2015-03-03"},
		{"Jordan is the only state that has signed a fisheries treaty with Malta.", "agreement JOR-MLT 1 treaty on fisheries by : signed stage of"},
		{"Norway and Peru have reached agreement on a ship for the 2030s.", "agreement NOR-PER 1 agreement on ship by : agreed stage of 2015-03-03"},
		{"A fisheries treaty between Jordan and Malta entered into force on 1 May 1996.", "agreement JOR-MLT 1 treaty on fisheries by : in force history stage of 1996-05-01"},
		{"Kenya denounced its extradition treaty with Norway in 2009.", "agreement KEN-NOR 1 treaty on extradition by : denounced history stage of 2009"},
		{"Finland and Sweden applied to join NATO in May 2012.", "relation FIN-SWE applied 2012-05 history North Atlantic Treaty Organization"},
		{"Ecuador, which left OPEC in 1992, will send a delegation.", "relation ECU left 1992 history Organization of the Petroleum Exporting Countries ECU"},
		{"Germany and Austria recognised Slovenia and Croatia in January 1992.", "relation AUT-HRV recognised 1992-01 history AUT"},
	} {
		got := lines(s.facts.Extract(s.analyze(story("GENEVA", "2015-03-03", c.text))))
		if !strings.Contains("\n"+strings.Join(got, "\n"), "\n"+c.want) {
			t.Errorf("%s\nwant %s\n got %s", c.text, c.want, strings.Join(got, "\n     "))
		}
	}
}

func TestNoFactsWhereNothingIsTold(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Ghana beat Norway 3-1 in the final and signed off in style.",
		"The two actors established a warm relationship on the set in Norway.",
		"The bank extended its opening hours and lifted its fees.",
		"A treaty of love between two poets from Chile and Norway sold well.",
		"The striker signed a three-year contract with Real Oviedo.",
		"Critics sanctioned the play with silence in Chile.",
		"He is an ally of nobody, the Norwegian novelist likes to say.",
		"Peru and Chile agreed to restore diplomatic relations after talks in Geneva.",
		"Peru expelled two Chilean miners on Monday.",
		"Talks on a peace treaty between Armenia and Azerbaijan resumed in Geneva.",
		"Two container cranes from Denmark arrived in Tanzania.",
		"Brazil captain Leo Dias signed a new contract with Spanish side Valencia on Monday.",
		"The museum in Spain signed a loan agreement with a gallery in Peru for twelve paintings.",
		"Toyota of Japan and Tata of India signed an agreement to build cars in Chennai.",
		"The French designer broke off his relationship with the Italian actress.",
		"A price war between supermarkets in Britain and Ireland is hurting farmers.",
		"The band visited Japan in 1994 and broke up a year later.",
		"Chelsea visit Spain for the second leg of their tie against Sevilla.",
		"Ghana entered the European market and left the Union of taxi drivers alone.",
		"Norway joined the European Union and the United Nations in urging restraint.",
		"Turkey wants to join the European Union, its foreign minister said.",
		"Peru would leave OPEC only if prices fell.",
		"The jury recognised Peru for its food and Chile for its wine.",
		"A trade war between Peru and Chile ended in June.",
		"The ambassador of Malta returned to the hotel in Oslo.",
		"Malta's ambassador recalled the day on which he came to Oslo.",
		"The end of the war in Angola pleased Portugal and Spain.",
		"Norway's cod fund left little room for profit under the Lima accord between Peru and Chile.",
		"Peru hopes for aid as soon as Chile reaches an agreement with Norway.",
		"The Peruvian cabinet welcomed Norwegian Fisheries Minister Ingrid Dahl's plan for cod.",
		"An alliance of farmers in Kenya and Uganda ended its strike.",
	} {
		d := story("OSLO", "2015-03-03", text)
		f := s.facts.Extract(s.analyze(d))
		if n := len(f.Relations) + len(f.Agreements) + len(f.Sanctions) + len(f.Visits) + len(f.Offices); n > 0 {
			t.Errorf("%s\n%s", text, strings.Join(lines(f), "\n"))
		}
	}
}

func TestSameFactsEveryTime(t *testing.T) {
	s := ready(t)
	first := ""
	for range 3 {
		got := strings.Join(lines(s.facts.Extract(s.analyze(story("LIMA", "2015-03-03", stories[0].text)))), "\n")
		if first == "" {
			first = got
		}
		if got != first {
			t.Fatalf("first\n%s\nthen\n%s", first, got)
		}
	}
}

func TestExamplesOfTheLexicon(t *testing.T) {
	s := ready(t)
	for _, p := range s.facts.Lint(func(text string) (*doc.Document, []coder.Event) {
		return s.analyze(&doc.Document{Lang: "en", Published: "2015-03-02", Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}}}})
	}) {
		t.Error(p)
	}
}

func TestEvidenceLiesInTheText(t *testing.T) {
	s := ready(t)
	for _, c := range stories {
		d := story(c.place, c.day, c.text)
		f := s.facts.Extract(s.analyze(d))
		check := func(x facts.Fact) {
			if e := x.Evidence; e.Start < 0 || e.End > len(d.Text) || e.Len() <= 0 {
				t.Errorf("%s: evidence %v of %d bytes", c.name, e, len(d.Text))
			}
			if x.Confidence <= 0 || x.Confidence > 1 {
				t.Errorf("%s: confidence %f", c.name, x.Confidence)
			}
		}
		for _, x := range f.Relations {
			check(x.Fact)
		}
		for _, x := range f.Agreements {
			check(x.Fact)
		}
		for _, x := range f.Statements {
			check(x.Fact)
		}
		for _, x := range f.Sanctions {
			check(x.Fact)
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, c := range stories {
		f.Add(c.text)
	}
	f.Add("Chile and")
	s := ready(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := story("LIMA", "2015-03-03", text)
		x := s.facts.Extract(s.analyze(d))
		all := []facts.Fact{}
		if x.Entry != nil {
			all = append(all, x.Entry.Fact)
		}
		for i := range x.Relations {
			all = append(all, x.Relations[i].Fact)
		}
		for i := range x.Agreements {
			all = append(all, x.Agreements[i].Fact)
		}
		for i := range x.Visits {
			all = append(all, x.Visits[i].Fact)
		}
		for i := range x.Offices {
			all = append(all, x.Offices[i].Fact)
		}
		for _, a := range all {
			if e := a.Evidence; e.Start < 0 || e.End > len(d.Text) || e.Start >= e.End {
				t.Fatalf("evidence %v of %d bytes", e, len(d.Text))
			}
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	s := ready(b)
	d, events := s.analyze(story(stories[0].place, stories[0].day, stories[0].text))
	b.ReportAllocs()
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		s.facts.Extract(d, events)
	}
}

// TestLines: the day's line is a whole sentence, the lead's where it can be.
func TestLines(t *testing.T) {
	s := ready(t)
	for _, c := range []struct{ name, text, want string }{
		{"a passive announcement is no attribution",
			"New rules to protect growers of olives in Apulia and Liguria have been announced by the farm minister.",
			"New rules to protect growers of olives in Apulia and Liguria have been announced by the farm minister."},
		{"a telling loses its attribution",
			"Portuguese dockers ended a two-week strike on Sunday, the harbour authority said.",
			"Portuguese dockers ended a two-week strike on Sunday."},
		{"an expectation keeps it",
			"Norway may lower its fishing quotas in June, Fisheries Minister Ingrid Dahl said.",
			"Norway may lower its fishing quotas in June, Fisheries Minister Ingrid Dahl said."},
		{"an expectation keeps it before a hearer too",
			"Maltese shipyards will need more room to mend the larger vessels of the island's ferry company by 2020, when a second line is due to open, yard director Karl Zammit told a news conference.",
			"Maltese shipyards will need more room to mend the larger vessels of the island's ferry company by 2020, when a second line is due to open, yard director Karl Zammit told a news conference."},
		{"the lead comes before a later happening",
			"Two of Finland's largest ports could merge by next summer.\n\nFinnish Prime Minister Jukka Laine met Estonian President Mart Saar in Tallinn. Laine met Saar again on Sunday.",
			"Two of Finland's largest ports could merge by next summer."},
		{"a number in brackets ends nothing",
			"The Dutch Dairy Union offered help to the small Seventh of March Cooperative (7. Maart NV), which closed last week.",
			"The Dutch Dairy Union offered help to the small Seventh of March Cooperative (7. Maart NV), which closed last week."},
		{"a question is no line",
			"Who owns the lake? Bolivia and Peru opened a joint inquiry on Monday into fishing on the lake.",
			"Bolivia and Peru opened a joint inquiry on Monday into fishing on the lake."},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := s.facts.Extract(s.analyze(story("LISBON", "2015-03-02", c.text)))
			if f.Entry == nil || f.Entry.Sentence != c.want {
				t.Errorf("entry %+v\nwant %q", f.Entry, c.want)
			}
		})
	}
}

// TestDayOfTheLine: what only dates figures or a thing does not date the news.
func TestDayOfTheLine(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Norwegian trawlers landed 4,000 tonnes of cod in January, against 3,500 last year.",
		"The Peruvian cabinet scrapped a 1974 law on fishing.",
		"Malta is expected to export more salt next year, traders said.",
	} {
		f := s.facts.Extract(s.analyze(story("LISBON", "2015-03-02", text)))
		if f.Entry == nil || f.Entry.Date.Value != "2015-03-02" {
			t.Errorf("%s: entry %+v", text, f.Entry)
		}
		if n := len(f.Agreements) + len(f.Relations) + len(f.Visits) + len(f.Sanctions) + len(f.Offices); n > 0 {
			t.Errorf("%s: %d facts", text, n)
		}
	}
}

// TestNoVoice: things, figures and what is yet to be said make no statement.
func TestNoVoice(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Hindsight suggests that the Chilean ministry acted too late.",
		"The price of Norwegian salmon says that buyers are nervous.",
		"Peruvian President Carlos Vega is to announce that the port will close.",
		"A survey of Maltese farmers said that rain was late.",
		"German newspaper reports say that the firm lost money.",
	} {
		f := s.facts.Extract(s.analyze(story("LISBON", "2015-03-02", text)))
		for _, st := range f.Statements {
			for _, a := range st.Speakers {
				if a.Sector != "JRN" {
					t.Errorf("%s: spoken by %+v", text, a)
				}
			}
		}
	}
	f := s.facts.Extract(s.analyze(story("LISBON", "2015-03-02", "A study by the Norwegian Ministry of Fisheries said that cod stocks had doubled.")))
	if len(f.Statements) != 1 || f.Statements[0].Speakers[0].Country != "NOR" {
		t.Errorf("a ministry's study: %+v", f.Statements)
	}
}

// TestNoOffice: titles of firms, bodies and things are no offices of states.
func TestNoOffice(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"The General Accord on Fisheries with Norway was discussed in Oslo.",
		"Alba Shipping treasurer Nils Berg told reporters in Norway that sales rose.",
		"Mr Berg said Norway was ready.",
		"Norwegian firm General Dynamics said it would close a plant.",
		"The first minister said the law was a mistake.",
	} {
		for _, o := range s.facts.Extract(s.analyze(story("OSLO", "2015-03-02", text))).Offices {
			t.Errorf("%s: %s %s of %s", text, o.Person, o.Office, o.Country)
		}
	}
	f := s.facts.Extract(s.analyze(story("LIMA", "2015-03-02", "Peruvian central bank president Ana Ruiz said prices were stable.")))
	if len(f.Offices) != 1 || !strings.Contains(strings.ToLower(f.Offices[0].Organisation), "central bank") {
		t.Errorf("a central banker: %+v", f.Offices)
	}
}

func TestTwoGovernments(t *testing.T) {
	s := ready(t)
	f := s.facts.Extract(s.analyze(story("LIMA", "2015-03-02", "The Peruvian Ministry of Trade and the Finnish consulate in Lima opened talks on Monday. Peru and Finland have no air links.\n\nThe two governments signed a treaty on aviation on Monday. Peru and Finland will open the route in May.")))
	if len(f.Agreements) != 1 || strings.Join(f.Agreements[0].Parties, " ") != "FIN PER" {
		t.Errorf("agreements %+v", f.Agreements)
	}
}

func TestNobodyVisitsHome(t *testing.T) {
	s := ready(t)
	f := s.facts.Extract(s.analyze(story("LIMA", "2015-03-02", "Peruvian President Carlos Vega visited Arequipa on Monday. Vega arrived in Lima on Sunday. Vega is to visit Finland next week.")))
	for _, v := range f.Visits {
		t.Errorf("visit of %s to %+v", v.Visitors[0].Name, v.Hosts)
	}
}

func TestVisitsToCome(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Finland's plans are ready for when Norwegian Prime Minister Ida Berg visits Helsinki.",
		"A visit to Oslo by Peruvian Trade Minister Luis Vega will do nothing for the price of fish.",
		"A visit to Oslo by Peruvian Trade Minister Luis Vega was under consideration.",
		"Peruvian Trade Minister Luis Vega will extend his tour, travelling to Oslo for a visit.",
		"The ministry spoke before hosting Peruvian Trade Minister Luis Vega in Oslo.",
		"Peruvian Trade Minister Luis Vega leaves on a visit to Norway on Friday.",
	} {
		for _, v := range s.facts.Extract(s.analyze(story("HELSINKI", "2015-03-02", text))).Visits {
			t.Errorf("%s: visit of %s from %s", text, v.Visitors[0].Name, v.From)
		}
	}
}

func TestHalfAnAgreement(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Loan agreements were reached with Peru and Finland last week.",
		"The Peruvian government reached agreement with its creditor banks in Finland last week.",
	} {
		for _, a := range s.facts.Extract(s.analyze(story("LISBON", "2015-03-02", text))).Agreements {
			t.Errorf("%s: %v", text, a.Parties)
		}
	}
}

// An agreement that comes to a later stage in the same story is told anew, with
// what was said of it.
func TestRelationsOfTheSentenceBefore(t *testing.T) {
	s := ready(t)
	for _, text := range []string{
		"Peru and Fiji established diplomatic relations in 1975. The ties were severed a year later and restored in August 1979.",
		"Peru and Fiji established diplomatic relations in 1975. Relations were severed in 1976. They were restored in August 1979.",
	} {
		got := lines(s.facts.Extract(s.analyze(story("LIMA", "2015-03-03", text))))
		for _, want := range []string{"relation FJI-PER established 1975 history", "relation FJI-PER severed 1976 history", "relation FJI-PER resumed 1979-08 history"} {
			if !strings.Contains("\n"+strings.Join(got, "\n"), "\n"+want) {
				t.Errorf("%s\nwant %s\n got %s", text, want, strings.Join(got, "\n     "))
			}
		}
	}
	for _, text := range []string{
		"Peru and Fiji established diplomatic relations in 1975. The minister's relations with the press were severed in 1976.",
		"Peru and Fiji established diplomatic relations in 1975. Prices rose. Fish is cheap. Rain fell. The ties were severed in 1976.",
	} {
		for _, l := range lines(s.facts.Extract(s.analyze(story("LIMA", "2015-03-03", text)))) {
			if strings.Contains(l, "severed") && strings.HasPrefix(l, "relation") {
				t.Errorf("%s\n%s", text, l)
			}
		}
	}
}

func TestAgreementMovesOn(t *testing.T) {
	s := ready(t)
	got := lines(s.facts.Extract(s.analyze(story("LIMA", "2015-03-03", "Peru and Chile signed a fisheries treaty in May 2011.\n\nThe treaty entered into force in January 2013."))))
	for _, want := range []string{
		"agreement CHL-PER 1 treaty on fisheries by : signed 2011-05 history stage of 2011-05",
		"agreement CHL-PER 1 treaty on fisheries by : in force 2011-05 history stage of 2013-01",
	} {
		if !strings.Contains("\n"+strings.Join(got, "\n"), "\n"+want) {
			t.Errorf("want %s\n got %s", want, strings.Join(got, "\n     "))
		}
	}
}
