package happening

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/day"
	"chancery/internal/record"
	"chancery/lexicon"
)

func matcher(t testing.TB) *Matcher {
	t.Helper()
	m, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// report is a report of an event in a line: the sentence, in which {…} stands
// around the trigger and who it is follows in the arguments.
type told struct {
	id, known, outlet  string
	text               string // {} around the trigger
	typ, status        string
	date, basis        string
	actors, recipients string // "Ana Ruiz/PER/GOV/foreign minister, Chile/CHL"
	place              *record.Place
	toll               []record.Toll
	copy, agency, mode string
	article            string // without one, an article of its own
	withdrawn          string
	background         bool
	confidence         float64
	contexts           []string
	cameo              string
}

func (x told) report(t testing.TB) record.Report {
	t.Helper()
	from := strings.IndexByte(x.text, '{')
	to := strings.IndexByte(x.text, '}')
	if from < 0 || to < from {
		t.Fatalf("no trigger in %q", x.text)
	}
	known, err := day.Parse(x.known)
	if err != nil {
		t.Fatal(err)
	}
	plain := x.text[:from] + x.text[from+1:to] + x.text[to+1:]
	e := &record.Event{
		Type: x.typ, Mode: x.mode, Status: x.status, Trigger: record.Span{Start: from, End: to - 1, Text: x.text[from+1 : to]},
		Actors: people(t, plain, x.actors), Recipients: people(t, plain, x.recipients), Place: x.place, Toll: x.toll, Contexts: x.contexts, Cameo: x.cameo,
	}
	if e.Status == "" {
		e.Status = "actual"
	}
	if x.date != "" {
		e.Date = &record.Date{Value: x.date, Basis: x.basis}
	}
	r := record.Report{
		Record: &record.Record{
			Kind: record.KindEvent, ID: x.id, Doc: &record.Source{ID: cmp.Or(x.article, "article-"+x.id), Title: x.article, Publisher: x.outlet, Agency: x.agency, Published: x.known},
			Evidence: record.Span{Start: 0, End: len(plain), Text: plain}, Event: e, Confidence: x.confidence, Background: x.background,
			Rule: strings.ToLower(e.Trigger.Text),
		},
		Known: known, Withdrawn: day.Latest, Copy: x.copy,
	}
	if x.withdrawn != "" {
		if r.Withdrawn, err = day.Parse(x.withdrawn); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func people(t testing.TB, text, list string) []record.Actor {
	var out []record.Actor
	if list == "" {
		return nil
	}
	for _, one := range strings.Split(list, ", ") {
		f := append(strings.Split(one, "/"), "", "", "")
		a := record.Actor{Name: f[0], Country: f[1], Sector: f[2], Role: f[3], Kind: record.State}
		switch {
		case strings.Contains(f[0], " ") && a.Sector != "" && strings.ToUpper(f[0][:1]) == f[0][:1] || a.Role != "":
			a.Kind = record.Person
		case a.Sector != "":
			a.Kind = record.Group
		}
		if i := strings.Index(text, f[0]); i >= 0 {
			a.Start, a.End = i, i+len(f[0])
			a.Text = text[a.Start:a.End]
		}
		out = append(out, a)
	}
	return out
}

func TestOneHappeningOrTwo(t *testing.T) {
	m := matcher(t)
	meeting := told{id: "a", known: "2021-03-03", text: "Peru and Chile {met} in Lima on Tuesday to discuss the border fence at Tacna.",
		typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Peru/PER, Chile/CHL"}
	strike := told{id: "a", known: "2021-03-03", text: "Libyan jets {bombed} a depot near Sirte on Tuesday, killing three guards.",
		typ: "ASSAULT", date: "2021-03-02", basis: "expression", actors: "jets/LBY/MIL"}
	ties := told{id: "a", known: "2021-03-03", text: "Cuba and Gabon {established} diplomatic relations in 1974.",
		typ: "SUPPORT", date: "1974", basis: "expression", actors: "Cuba/CUB", recipients: "Gabon/GAB", background: true}
	for _, c := range []struct {
		name string
		a, b told
		one  bool
	}{
		{"told again the next day by its dateline", meeting, told{id: "b", known: "2021-03-03", text: "Officials of Chile and Peru {met} to discuss the fence at Tacna.",
			typ: "CONSULT", date: "2021-03-03", basis: "dateline", actors: "Chile/CHL, Peru/PER"}, true},
		{"another day stated", meeting, told{id: "b", known: "2021-03-10", text: "Peru and Chile {met} in Lima on Tuesday to discuss the border fence at Tacna.",
			typ: "CONSULT", date: "2021-03-09", basis: "expression", actors: "Peru/PER, Chile/CHL"}, false},
		{"with somebody else", meeting, told{id: "b", known: "2021-03-03", text: "Peru and Bolivia {met} in Lima on Tuesday to discuss the border fence.",
			typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Peru/PER, Bolivia/BOL"}, false},
		{"only planned", meeting, told{id: "b", known: "2021-03-01", text: "Peru and Chile plan to {meet} in Lima on Tuesday to discuss the border fence at Tacna.",
			typ: "CONSULT", status: "planned", date: "2021-03-02", basis: "expression", actors: "Peru/PER, Chile/CHL"}, false},
		{"did not happen", meeting, told{id: "b", known: "2021-03-03", text: "Peru and Chile did not {meet} in Lima on Tuesday to discuss the border fence at Tacna.",
			typ: "CONSULT", status: "negated", date: "2021-03-02", basis: "expression", actors: "Peru/PER, Chile/CHL"}, false},
		{"ministers of one land at two tables", told{id: "a", known: "2021-03-02", text: "At a {meeting} of budget ministers a plea for extra cash was likely to be turned down.",
			typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "budget ministers/PER/GOV"},
			told{id: "b", known: "2021-03-02", text: "He did not want to be alarmist after a {meeting} of energy officials, who spoke about imports of crude.",
				typ: "CONSULT", date: "2021-03-02", basis: "dateline", actors: "energy officials/PER/GOV"}, false},
		{"other words for an air raid", strike, told{id: "b", known: "2021-03-03", text: "Three guards died when Libyan planes {attacked} a depot near Sirte.",
			typ: "ASSAULT", date: "2021-03-03", basis: "dateline", actors: "planes/LBY/MIL"}, true},
		{"the raid of the next day", strike, told{id: "b", known: "2021-03-04", text: "Libyan jets {bombed} a bridge near Misrata on Wednesday.",
			typ: "ASSAULT", date: "2021-03-03", basis: "expression", actors: "jets/LBY/MIL"}, false},
		{"history told twice", ties, told{id: "b", known: "2021-09-13", text: "The two countries {established} relations in 1974, when Gabon opened an embassy.",
			typ: "SUPPORT", date: "1974", basis: "expression", actors: "Cuba/CUB", recipients: "Gabon/GAB", background: true}, true},
		{"history with another partner", ties, told{id: "b", known: "2021-09-13", text: "Cuba and Ghana {established} diplomatic relations in 1974.",
			typ: "SUPPORT", date: "1974", basis: "expression", actors: "Cuba/CUB", recipients: "Ghana/GHA", background: true}, false},
		{"history of another year", ties, told{id: "b", known: "2021-09-13", text: "Cuba and Gabon {established} diplomatic relations in 1973.",
			typ: "SUPPORT", date: "1973", basis: "expression", actors: "Cuba/CUB", recipients: "Gabon/GAB", background: true}, false},
		{"accused and asked in one breath", told{id: "a", known: "2021-03-03", article: "Envoy speaks", copy: "1", text: "Ana Ruiz {accused} Chile of delay and demanded an answer.",
			typ: "ACCUSE", date: "2021-03-03", basis: "dateline", actors: "Ana Ruiz/PER/GOV/envoy", recipients: "Chile/CHL"},
			told{id: "b", known: "2021-03-03", article: "Envoy speaks", copy: "1", text: "Ana Ruiz accused Chile of delay and {demanded} an answer.",
				typ: "REQUEST", date: "2021-03-03", basis: "dateline", actors: "Ana Ruiz/PER/GOV/envoy", recipients: "Chile/CHL"}, false},
		{"then news, now history", told{id: "a", known: "1974-03-27", text: "Cuba and Gabon {established} diplomatic relations on Tuesday.",
			typ: "SUPPORT", date: "1974-03-26", basis: "expression", actors: "Cuba/CUB", recipients: "Gabon/GAB"}, func() told { b := ties; b.id = "b"; return b }(), true},
	} {
		a, b := c.a.report(t), c.b.report(t)
		ta, tb := m.Trace(&a, nil), m.Trace(&b, nil)
		score, why := m.Score(&ta, &tb)
		if (score >= Threshold) != c.one {
			t.Errorf("%s: score %.2f\n\t%s", c.name, score, strings.Join(why, "\n\t"))
		}
		back, _ := m.Score(&tb, &ta)
		if back != score {
			t.Errorf("%s: score %v one way, %v the other", c.name, score, back)
		}
		found := false
		for _, k := range m.Keys(&ta) {
			for _, p := range m.Probes(&tb) {
				found = found || k == p
			}
		}
		if c.one && !found {
			t.Errorf("%s: no key in common", c.name)
		}
	}
}

// Attacks of every day that each resemble the last are no one happening.
func TestSerialEventsDoNotChain(t *testing.T) {
	m := matcher(t)
	var cs []Candidate
	for _, date := range []string{"2021-03-01", "2021-03-02", "2021-03-03", "2021-03-04", "2021-03-05"} {
		for _, basis := range []string{"expression", "dateline"} {
			r := told{id: date + basis, known: date, text: "Rebels {attacked} an army post near Goma and withdrew after hours of fighting.", typ: "ASSAULT",
				date: date, basis: basis, actors: "rebels/COD/REB", recipients: "army/COD/MIL"}.report(t)
			tr := m.Trace(&r, nil)
			tr.Said = 0 // told in other words each time
			v := m.Resolve(&tr, cs)
			if v.ID == "" {
				cs = append(cs, Candidate{ID: date + basis, Traces: []Trace{tr}})
				continue
			}
			for i := range cs {
				if cs[i].ID == v.ID {
					cs[i].Traces = append(cs[i].Traces, tr)
				}
			}
		}
	}
	if len(cs) != 5 {
		t.Errorf("five days of attacks became %d happenings", len(cs))
	}
	for _, c := range cs {
		first, last := c.Traces[0].When, c.Traces[len(c.Traces)-1].When
		if first.Gap(last) > 1 {
			t.Errorf("%v and %v are one happening", first, last)
		}
	}
}

func TestTracesComeBackFromTheirBytes(t *testing.T) {
	m := matcher(t)
	r := told{id: "a", known: "2021-03-03", text: "Peruvian Foreign Minister Ana Ruiz {met} Chile's Luis Soto in Lima with 1,200 others.", typ: "CONSULT", mode: "visit",
		date: "2021-03-02", basis: "expression", actors: "Ana Ruiz/PER/GOV/foreign minister", recipients: "Luis Soto/CHL/GOV", copy: "c1",
		place: &record.Place{Name: "Lima", Country: "PER", GeoNamesID: 3936456, Lat: -12.04318, Lon: -77.02824, Located: true, Precision: "city"}}.report(t)
	r.Doc.Title = "Ministers of Peru and Chile meet"
	want := m.Trace(&r, func(_ *record.Record, a *record.Actor) string { return "id of " + a.Name })
	got, err := Parse(want.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	undated := told{id: "b", known: "2021-03-03", text: "Peru had {met} Chile.", typ: "CONSULT", actors: "Peru/PER, Chile/CHL"}.report(t)
	want = m.Trace(&undated, nil)
	if got, err = Parse(want.Append(nil)); err != nil || got.When != day.Always || got.Basis != Undated {
		t.Errorf("an undated trace came back as %+v, %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	m := matcher(f)
	r := told{id: "a", known: "2021-03-03", text: "Peru {met} Chile in Lima.", typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Peru/PER, Chile/CHL"}.report(f)
	t := m.Trace(&r, nil)
	f.Add(t.Append(nil))
	f.Add([]byte{form})
	f.Fuzz(func(t *testing.T, b []byte) {
		tr, err := Parse(b)
		if err != nil {
			return
		}
		again, err := Parse(tr.Append(nil))
		if err != nil {
			t.Fatalf("what was parsed does not parse again: %v", err)
		}
		m.Keys(&again)
		m.Score(&tr, &again)
	})
}

func BenchmarkTrace(b *testing.B) {
	m := matcher(b)
	r := told{id: "a", known: "2021-03-03", text: "Peruvian Foreign Minister Ana Ruiz {met} Chile's Luis Soto in Lima on Tuesday to discuss the border fence at Tacna and the release of forty fishermen.",
		typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Ana Ruiz/PER/GOV/foreign minister, Luis Soto/CHL/GOV"}.report(b)
	for b.Loop() {
		m.Trace(&r, nil)
	}
}

// Twenty candidates of four reports each.
func BenchmarkResolve(b *testing.B) {
	m := matcher(b)
	r := told{id: "a", known: "2021-03-03", text: "Peruvian Foreign Minister Ana Ruiz {met} Chile's Luis Soto in Lima on Tuesday to discuss the border fence at Tacna and the release of forty fishermen.",
		typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Ana Ruiz/PER/GOV/foreign minister, Luis Soto/CHL/GOV"}.report(b)
	t := m.Trace(&r, nil)
	var cs []Candidate
	for range 20 {
		c := Candidate{ID: "x"}
		for n := range 4 {
			o := t
			o.Said += uint64(n + 1)
			c.Traces = append(c.Traces, o)
		}
		cs = append(cs, c)
	}
	for b.Loop() {
		m.Resolve(&t, cs)
	}
}

func BenchmarkParse(b *testing.B) {
	m := matcher(b)
	r := told{id: "a", known: "2021-03-03", text: "Peruvian Foreign Minister Ana Ruiz {met} Chile's Luis Soto in Lima on Tuesday to discuss the border fence at Tacna and the release of forty fishermen.",
		typ: "CONSULT", date: "2021-03-02", basis: "expression", actors: "Ana Ruiz/PER/GOV/foreign minister, Luis Soto/CHL/GOV"}.report(b)
	t := m.Trace(&r, nil)
	bytes := t.Append(nil)
	for b.Loop() {
		if _, err := Parse(bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAVocabularyThatCannotBeReadIsRefused(t *testing.T) {
	for name, words := range map[string]string{"weight 9": "9 | the", "no number": "x | the", "no words": "1"} {
		_, err := New(fstest.MapFS{familiesFile: {Data: []byte("CONSULT | talk\n")}, wordsFile: {Data: []byte(words + "\n")}})
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// The same reports in the same order make the same happenings, with the same
// reasons.
func TestResolvingIsRepeatable(t *testing.T) {
	m := matcher(t)
	run := func() string {
		var cs []Candidate
		var out strings.Builder
		for i, outlet := range []string{"Herald", "Times", "Post", "Sun"} {
			for _, date := range []string{"2021-03-01", "2021-03-04"} {
				id := outlet + date
				r := told{id: id, known: date, outlet: outlet, text: []string{"Rebels {attacked} Goma at dawn.", "Fighters {attacked} the city of Goma."}[i%2], typ: "ASSAULT",
					date: date, basis: "dateline", actors: "rebels/COD/REB", recipients: "army/COD/MIL"}.report(t)
				tr := m.Trace(&r, nil)
				v := m.Resolve(&tr, cs)
				fmt.Fprintln(&out, id, v.ID, v.Score, v.Reasons)
				if v.ID == "" {
					cs = append(cs, Candidate{ID: id, Traces: []Trace{tr}})
				}
				for k := range cs {
					if cs[k].ID == v.ID {
						cs[k].Traces = append(cs[k].Traces, tr)
					}
				}
			}
		}
		fmt.Fprintln(&out, len(cs))
		return out.String()
	}
	first := run()
	if again := run(); again != first {
		t.Errorf("once\n%s\nthen\n%s", first, again)
	}
	if !strings.HasSuffix(first, "\n2\n") {
		t.Errorf("attacks on two days, told by four papers, became\n%s", first)
	}
}
