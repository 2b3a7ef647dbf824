package identity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
)

var foreign = Office{Title: "foreign minister", Country: "PER", Sole: true}

// told makes evidence of lines "person says day", each from an article of its
// own unless "@article" follows.
func told(t *testing.T, lines ...string) []Evidence {
	t.Helper()
	says := map[string]Says{"holds": Holds, "began": Began, "ended": Ended, "former": Former, "ahead": Ahead, "died": Died}
	var out []Evidence
	for i, l := range lines {
		f := strings.Fields(l)
		when, ok := day.Range(f[2])
		what, known := says[f[1]]
		if !ok || !known || len(f[0]) != 1 {
			t.Fatalf("evidence %q", l)
		}
		e := Evidence{Person: int64(f[0][0] - 'A'), Office: foreign, Says: what, When: when, Known: when.To, Doc: fmt.Sprint(i)}
		if len(f) > 3 {
			e.Doc = f[3]
		}
		if what == Died {
			e.Office = Office{}
		}
		out = append(out, e)
	}
	return out
}

func TestTenures(t *testing.T) {
	for _, c := range []struct {
		what string
		ev   []string
		want []string
	}{
		{"seen on three days", []string{"A holds 2001-01-05", "A holds 2001-03-01", "A holds 2000-12-24"},
			[]string{"A foreign minister (PER), seen 2000-12-24 to 2001-03-01"}},
		{"one follows the other", []string{"A holds 2001-01-05", "A holds 2001-03-01", "B holds 2001-05-01", "B holds 2001-06-01"},
			[]string{"A foreign minister (PER), seen 2001-01-05 to 2001-03-01, left between 2001-03-01 and 2001-05-01",
				"B foreign minister (PER), entered between 2001-03-01 and 2001-05-01, seen 2001-05-01 to 2001-06-01"}},
		{"a day is stated", []string{"A holds 2001-01-05", "B began 2001-04-10", "B holds 2001-05-01"},
			[]string{"A foreign minister (PER), seen 2001-01-05 to 2001-01-05, left between 2001-01-05 and 2001-04-10",
				"B foreign minister (PER), entered 2001-04-10, seen 2001-05-01 to 2001-05-01"}},
		{"two terms with another between", []string{"A holds 1990-01-01", "B holds 1994-01-01", "B holds 1995-01-01", "A holds 1999-01-01"},
			[]string{"A foreign minister (PER), seen 1990-01-01 to 1990-01-01, left between 1990-01-01 and 1994-01-01",
				"B foreign minister (PER), entered between 1990-01-01 and 1994-01-01, seen 1994-01-01 to 1995-01-01, left between 1995-01-01 and 1999-01-01",
				"A foreign minister (PER), entered between 1995-01-01 and 1999-01-01, seen 1999-01-01 to 1999-01-01"}},
		{"death ends it", []string{"A holds 2024-05-01", "A died 2024-05-19"},
			[]string{"A foreign minister (PER), seen 2024-05-01 to 2024-05-01, left between 2024-05-01 and 2024-05-19"}},
		{"only that it was once", []string{"A former 2001-01-05"},
			[]string{"A foreign minister (PER), left by 2001-01-05"}},
		{"an end that does not come to pass", []string{"A holds 2001-01-01", "A ended 2001-01-10", "A holds 2001-02-01"},
			[]string{"A foreign minister (PER), seen 2001-01-01 to 2001-02-01"}},
		{"elected anew while in office", []string{"A holds 2001-01-01", "A ahead 2002-06-01", "A holds 2003-01-01"},
			[]string{"A foreign minister (PER), seen 2001-01-01 to 2003-01-01"}},
		{"a year is some day of it", []string{"A holds 1979", "A holds 1980-02-01"},
			[]string{"A foreign minister (PER), seen 1979-12-31 to 1980-02-01"}},
		{"a stray report among many", []string{"A holds 2001-01-01", "A holds 2001-01-09", "A holds 2001-02-01", "A holds 2001-03-01", "A holds 2001-04-01", "B holds 2001-02-15"},
			[]string{"A foreign minister (PER), seen 2001-01-01 to 2001-04-01; disputed",
				"B foreign minister (PER), seen 2001-02-15 to 2001-02-15; disputed; doubtful"}},
		{"two claims side by side", []string{"A holds 2001-01-01", "B holds 2001-02-01", "A holds 2001-03-01", "B holds 2001-05-01", "A holds 2001-06-01"},
			[]string{"A foreign minister (PER), seen 2001-01-01 to 2001-06-01; disputed",
				"B foreign minister (PER), seen 2001-02-01 to 2001-05-01; disputed"}},
	} {
		ts := Assemble(told(t, c.ev...))
		var got []string
		for i := range ts {
			s := string(rune('A'+ts[i].Person)) + " " + ts[i].String()
			if len(ts[i].Disputed) > 0 {
				s += "; disputed"
			}
			if ts[i].Doubtful {
				s += "; doubtful"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.what, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestWhoHeldTheOffice(t *testing.T) {
	ev := told(t,
		"A holds 2001-01-05", "A holds 2001-03-01", "A holds 2002-01-01",
		"B began 2002-03-10", "B holds 2002-04-01", "B holds 2003-04-01", "B holds 2003-05-01",
		"C holds 2002-04-15", // once, among B's
		"B died 2003-06-02",
	)
	ts := Assemble(ev)
	for _, c := range []struct {
		on, who  string // "" nobody
		min, max float64
		why      string
	}{
		{"2001-02-01", "A", 0.9, 1, "in office from 2001-01-05 to 2002-01-01"},
		{"2002-01-20", "A", 0.5, 0.9, "in office on 2002-01-01, not from 2002-03-10 on"},
		{"2002-03-20", "B", 0.9, 1, "entered office on 2002-03-10"},
		{"2002-04-15", "B", 0.8, 0.99, "in office from 2002-04-01 to 2003-05-01"},
		{"2000-10-01", "A", 0.4, 0.9, "first seen in office on 2001-01-05"},
		{"1980-01-01", "", 0, 0, ""},
		{"2003-07-01", "", 0, 0, ""}, // dead, and nobody is known to follow
	} {
		on, err := day.Parse(c.on)
		if err != nil {
			t.Fatal(err)
		}
		h := On(ts, ev, on)
		if c.who == "" {
			if len(h) > 0 && h[0].Tenure.Person != 2 {
				t.Errorf("on %s: %d %s", c.on, h[0].Tenure.Person, h[0].Why)
			}
			continue
		}
		if len(h) == 0 {
			t.Errorf("on %s: nobody", c.on)
			continue
		}
		if who := string(rune('A' + h[0].Tenure.Person)); who != c.who || h[0].Sure < c.min || h[0].Sure > c.max || h[0].Why != c.why || len(h[0].Evidence) == 0 {
			t.Errorf("on %s: %s, %.2f sure, %s; want %s, %s", c.on, who, h[0].Sure, h[0].Why, c.who, c.why)
		}
		sum := 0.0
		for _, x := range h {
			sum += x.Sure
		}
		if sum > 1.0001 {
			t.Errorf("on %s all holders of a sole office are %.2f sure", c.on, sum)
		}
	}
}

// What is not yet known on a day is left out by whoever asks: the same evidence
// without the later reports gives the answer of that day.
func TestWhatWasKnownThen(t *testing.T) {
	all := told(t, "A holds 2001-01-05", "A holds 2001-02-05", "B holds 2001-06-01", "B holds 2001-07-01")
	on := day.Date(2001, 5, 25)
	if h := On(Assemble(all), all, on); len(h) == 0 || h[0].Tenure.Person != 1 {
		t.Errorf("with all reports: %+v", h)
	}
	early := slices.DeleteFunc(slices.Clone(all), func(e Evidence) bool { return e.Known > on })
	if h := On(Assemble(early), early, on); len(h) == 0 || h[0].Tenure.Person != 0 {
		t.Errorf("with the reports of the day: %+v", h)
	}
}

func TestCopiesOfOneTextAreOneSource(t *testing.T) {
	ev := told(t, "A holds 2001-01-05", "A holds 2001-01-05", "A holds 2001-01-06")
	ev[0].Copy, ev[1].Copy = "x", "x"
	if ts := Assemble(ev); len(ts) != 1 || ts[0].Sources != 2 {
		t.Errorf("%+v", ts)
	}
}

func TestTheOrderOfEvidenceDoesNotMatter(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var ev []Evidence
		for i := range 30 {
			d := day.Day(rnd.IntN(4000))
			ev = append(ev, Evidence{
				Person: int64(rnd.IntN(4)), Office: foreign, Says: Says(rnd.IntN(int(Died) + 1)), When: day.Span{From: d, To: d + day.Day(rnd.IntN(40))}, Doc: fmt.Sprint(i),
			})
		}
		show := func(ev []Evidence) string {
			var b strings.Builder
			ts := Assemble(ev)
			for i := range ts {
				if ts[i].Began.From > ts[i].Began.To || ts[i].Ended.From > ts[i].Ended.To {
					t.Fatalf("an impossible span: %s", ts[i].String())
				}
				fmt.Fprintln(&b, ts[i].Person, ts[i].String(), ts[i].Sources, ts[i].Doubtful, ts[i].Disputed)
			}
			for on := day.Day(-100); on < 4200; on += 50 {
				for _, h := range On(ts, ev, on) {
					if h.Sure < 0 || h.Sure > 1 {
						t.Fatalf("%.3f sure", h.Sure)
					}
					fmt.Fprintf(&b, "%d %.3f ", h.Tenure.Person, h.Sure)
				}
			}
			return b.String()
		}
		first := show(ev)
		rnd.Shuffle(len(ev), func(i, j int) { ev[i], ev[j] = ev[j], ev[i] })
		if again := show(ev); again != first {
			t.Fatalf("%s\nand in another order\n%s", first, again)
		}
	}
}

func TestWhatMentionsSayOfOffices(t *testing.T) {
	r := resolver(t)
	a := &Actor{ID: 7, Kind: record.Person, Country: "PER", Sector: "GOV"}
	known := day.Date(2020, 6, 1)
	at := func(s string) day.Span { d, _ := day.Range(s); return d }
	for _, c := range []struct {
		what string
		o    Observation
		want string // says when
	}{
		{"a minister in the news", Observation{Role: "foreign minister", When: at("2020-05-30")}, "holds 2020-05-30"},
		{"of no stated day", Observation{Role: "foreign minister", When: day.Always}, "holds 2020-06-01"},
		{"in what is planned", Observation{Role: "foreign minister", When: at("2020-09-01")}, "holds 2020-06-01"},
		{"in history", Observation{Role: "foreign minister", When: at("1998-05-30"), History: true}, ""},
		{"long before", Observation{Role: "foreign minister", When: at("1998-05-30")}, ""},
		{"then", Observation{Role: "foreign minister", Text: "then-Foreign Minister Ruiz", When: at("1998-05-30"), History: true}, "holds 1998-05-30"},
		{"former", Observation{Role: "former foreign minister", When: at("2020-05-30")}, "former 2020-06-01"},
		{"elect", Observation{Role: "president-elect", When: at("2020-05-30")}, "ahead 2020-06-01"},
		{"of no country", Observation{Role: "foreign minister", Country: "-", When: day.Always}, ""},
		{"of another country than all else says", Observation{Role: "foreign minister", Country: "CHL", When: day.Always}, ""},
		{"no office of a state", Observation{Role: "lawyer", When: day.Always}, ""},
	} {
		o := c.o
		o.Kind, o.Known, o.Doc = record.Person, known, "a"
		switch o.Country {
		case "":
			o.Country = "PER"
		case "-":
			o.Country = ""
		}
		got := ""
		for _, e := range r.Evidence(a, &o) {
			got += e.Says.String() + " " + e.When.From.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	a.Sector = "BUS"
	if e := r.Evidence(a, &Observation{Role: "president", Country: "PER", Kind: record.Person, When: day.Always}); e != nil {
		t.Errorf("the president of a firm is %+v", e)
	}
}

func TestWhatOfficeRecordsSay(t *testing.T) {
	r := resolver(t)
	a := &Actor{ID: 7, Kind: record.Person, Country: "PER", Sector: "GOV"}
	for _, c := range []struct {
		what string
		p    record.Record
		want string
	}{
		{"held on a day", record.Record{Office: &record.Office{Office: "president", Country: "PER", HeldOn: "2020-05-01"}}, "holds 2020-05-01"},
		{"a title in the news", record.Record{Rule: "title", Office: &record.Office{Office: "president", Country: "PER"}}, "holds 2020-06-01"},
		{"elected", record.Record{Rule: "elect", Office: &record.Office{Office: "president", Country: "PER"}}, "ahead 2020-06-01"},
		{"in the past", record.Record{Background: true, Office: &record.Office{Office: "president", Country: "PER"}}, "former 2020-06-01"},
		{"from and to", record.Record{Background: true, Office: &record.Office{Office: "president", Country: "PER", From: "2010-07-28", To: "2012"}}, "began 2010-07-28, ended 2012-01-01"},
		{"dead", record.Record{Background: true, Office: &record.Office{Office: "president", Country: "PER", Died: "2019-03-04"}}, "died 2019-03-04, former 2020-06-01"},
		{"a firm's", record.Record{Office: &record.Office{Office: "consultant", Country: "PER", HeldOn: "2020-05-01"}}, ""},
	} {
		c.p.Kind, c.p.ID, c.p.Doc = record.KindOffice, "r", &record.Source{ID: "a"}
		var got []string
		for _, e := range r.OfOffice(a, &record.Report{Record: &c.p, Known: day.Date(2020, 6, 1)}) {
			got = append(got, e.Says.String()+" "+e.When.From.String())
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", c.what, s, c.want)
		}
	}
}

// A story told late helps one told early: the holder is worked out when asked.
func TestABareTitleIsResolvedAtItsDay(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	report := func(doc, published string, rec record.Record) {
		d, _ := day.Parse(published)
		rec.Doc = &record.Source{ID: doc}
		g.Read(&record.Report{Record: &rec, Known: d})
	}
	event := func(date, name, role string) record.Record {
		return record.Record{Kind: record.KindEvent, Event: &record.Event{
			Date:   &record.Date{Value: date},
			Actors: []record.Actor{{Name: name, Text: name, Country: "PER", Sector: "GOV", Role: role, Kind: record.Person}},
		}}
	}
	report("a", "1998-03-02", event("1998-03-01", "foreign minister", "foreign minister"))
	if len(g.Actors) != 0 {
		t.Fatalf("a bare title made %v", g.Actors[0])
	}
	report("b", "1998-05-02", event("1998-05-01", "Bruno Ruiz", "foreign minister"))
	report("c", "2005-05-02", record.Record{Kind: record.KindOffice, Rule: "appoint", Office: &record.Office{Person: "Bruno Ruiz", Country: "PER", Office: "Minister of Foreign Affairs", HeldOn: "1998-01-10", From: "1998-01-10"}})
	office := r.Office("the foreign minister", "PER", "").Office
	h := g.Holder(office, day.Date(1998, 3, 1))
	if len(h) != 1 || g.Actors[h[0].Tenure.Person].Name != "Bruno Ruiz" || h[0].Sure < 0.8 {
		t.Errorf("%+v", h)
	}
}
