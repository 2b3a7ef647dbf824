package identity

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
)

// said makes a person's mention of a line "day | article | name | country | role".
func said(t testing.TB, line string) Observation {
	t.Helper()
	f := strings.Split(line, "|")
	for len(f) < 5 {
		f = append(f, "")
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	on, err := day.Parse(f[0])
	if err != nil {
		t.Fatal(err)
	}
	return Observation{Known: on, When: day.Span{From: on, To: on}, Doc: f[1], Name: f[2], Text: f[2], Country: f[3], Role: f[4], Kind: record.Person}
}

// slugs adds mentions to a register and gives the slug of each one's actor.
func slugs(t *testing.T, g *Register, lines ...string) []string {
	t.Helper()
	var of []*Actor
	for _, l := range lines {
		o := said(t, l)
		a, _ := g.Add(&o)
		of = append(of, a)
	}
	var out []string
	for _, a := range of {
		if a == nil {
			out = append(out, "-")
		} else {
			out = append(out, a.Slug)
		}
	}
	return out
}

func TestWhoIsMeant(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		what  string
		lines []string
		want  string
	}{
		{"one person under three spellings", []string{
			"2021-01-02 | a | Saeed Khatibi | IRN | foreign ministry spokesman",
			"2021-03-02 | b | Said Jatibi | IRN |",
			"2021-04-02 | c | Khatibi Saeed | IRN |", // no order of names there
		}, "saeed-khatibi saeed-khatibi khatibi-saeed"},
		{"a second surname", []string{
			"2020-01-01 | a | Bruno Ruiz Paz | PER | foreign minister",
			"2021-01-01 | b | Bruno Ruiz | PER | foreign minister",
		}, "bruno-ruiz-paz bruno-ruiz-paz"},
		{"a bare surname, by country and office", []string{
			"2020-01-01 | a | Bruno Ruiz | PER | foreign minister",
			"2020-01-01 | b | Ana Ruiz | PER | finance minister",
			"2020-06-01 | c | Ruiz | PER | finance minister",
			"2020-06-02 | d | Ruiz | PER | foreign minister",
		}, "bruno-ruiz ana-ruiz ana-ruiz bruno-ruiz"},
		{"a bare surname that nothing decides stays its own", []string{
			"2020-01-01 | a | Bruno Ruiz | PER | foreign minister",
			"2020-06-01 | b | Ruiz | PER |",
			"2020-06-01 | c | Ruiz | BOL |",
			"2020-06-02 | d | Ruiz | |",
		}, "bruno-ruiz ruiz ruiz-bol ruiz-2"},
		{"a bare surname in an article that has named its bearer", []string{
			"2020-01-01 | a | Bruno Ruiz | PER |",
			"2020-01-01 | a | Ruiz | PER |",
		}, "bruno-ruiz bruno-ruiz"},
		{"a surname that gets its given name later", []string{
			"2020-06-01 | a | Ruiz | PER | foreign minister",
			"2020-06-02 | b | Bruno Ruiz | PER | foreign minister",
			"2020-06-03 | c | Ruiz | PER | foreign minister",
		}, "ruiz ruiz ruiz"},
		{"father and son in the same office, by their days", []string{
			"1990-01-01 | a | George H. W. Norman | USA | president",
			"2003-01-01 | b | George W. Norman | USA | president",
			"1991-01-01 | c | George Norman | USA | president",
			"2004-01-01 | d | George Norman | USA | president",
		}, "george-h-w-norman george-w-norman george-h-w-norman george-w-norman"},
		{"brothers", []string{
			"1980-01-01 | a | Raul Ruiz | PER | defence minister",
			"1980-01-01 | b | Felix Ruiz | PER | president",
		}, "raul-ruiz felix-ruiz"},
		{"one name in two countries, both in office there", []string{
			"1980-01-01 | a | Ali Hassan | IRQ | interior minister",
			"1980-01-01 | b | Ali Hasan | PAK | interior minister",
		}, "ali-hassan ali-hasan"},
		{"a country that one story got wrong", []string{
			"1980-01-01 | a | Gerhard Norman | DEU | finance minister",
			"1980-01-02 | b | Gerhard Norman | FRA |",
		}, "gerhard-norman gerhard-norman"},
		{"the family name first, where that is so", []string{
			"1987-01-01 | a | Yasuo Norita | JPN | prime minister",
			"1987-01-02 | b | Norita Yasuo | JPN |",
		}, "yasuo-norita yasuo-norita"},
		{"a slip of the pen in office, and another out of it", []string{
			"1987-01-01 | a | Jaime Norman | VEN | energy minister",
			"1987-01-02 | b | Jamie Norman | VEN | energy minister",
			"1987-01-02 | c | Jaimek Norman | VEN |",
		}, "jaime-norman jaime-norman jaimek-norman"},
		{"an initial, where the country agrees", []string{
			"1987-01-01 | a | Pedro Norman | PER |",
			"1987-01-02 | b | P. Norman | PER |",
			"1987-01-02 | c | P. Norman | CHL |",
		}, "pedro-norman pedro-norman p-norman"},
		{"nobody", []string{
			"1987-01-01 | a | foreign minister | PER | foreign minister",
			"1987-01-01 | a | Peruvian official | PER |",
		}, "- -"},
		{"a namesake of another time", []string{
			"1950-01-01 | a | Pedro Norman Paz | PER |",
			"2020-01-02 | b | Pedro Norman | PER |",
		}, "pedro-norman-paz pedro-norman"},
	} {
		if got := strings.Join(slugs(t, NewRegister(r), c.lines...), " "); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.what, got, c.want)
		}
	}
}

func TestTheSameOrderGivesTheSameActors(t *testing.T) {
	r := resolver(t)
	all := crowd(r, 3000)
	var first []string
	for range 2 {
		g := NewRegister(r)
		var out []string
		for i := range all {
			a, d := g.Add(&all[i])
			out = append(out, fmt.Sprint(a.Slug, a.Name, d.Score, d.Why()))
		}
		if first == nil {
			first = out
		} else if !slices.Equal(first, out) {
			t.Fatal("two runs over the same mentions differ")
		}
	}
}

// The order of candidates depends on how a store answers, and must not matter.
func TestTheOrderOfCandidatesDoesNotMatter(t *testing.T) {
	r := resolver(t)
	all := crowd(r, 3000)
	g := NewRegister(r)
	for i := range all {
		g.Add(&all[i])
	}
	for i := range all {
		c := g.Candidates(r.Lookup(&all[i]))
		d := r.Resolve(&all[i], c)
		slices.Reverse(c)
		if e := r.Resolve(&all[i], c); e.Actor != d.Actor && e.Score != d.Score {
			t.Fatalf("%q: %s; from the other end: %s", all[i].Name, d.Why(), e.Why())
		}
	}
}

func TestWhatAnActorLearns(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	slugs(t, g,
		"2020-01-01 | a | Bruno Ruiz | PER | foreign minister",
		"2020-01-05 | b | Bruno Ruiz Paz | PER | foreign minister",
		"2020-01-07 | c | Bruno Ruiz Paz | PER |",
		"2020-01-07 | c | Ruiz | PER |",
		"2020-01-07 | c | Ruiz | PER |",
		"2020-01-07 | c | Ruiz | CHL |",
	)
	a := g.Actors[0]
	if a.Name != "Bruno Ruiz Paz" || a.Country != "PER" || a.Slug != "bruno-ruiz" {
		t.Errorf("%s of %s (%s)", a.Name, a.Country, a.Slug)
	}
	if want := []Count{{"Bruno Ruiz", 1}, {"Bruno Ruiz Paz", 2}, {"Ruiz", 2}}; !slices.Equal(a.Forms, want) {
		t.Errorf("forms %v, want %v", a.Forms, want)
	}
	if len(a.Posts) != 1 || a.Posts[0].Key != "foreign minister|PER|" || a.Posts[0].N != 2 || a.Posts[0].Last-a.Posts[0].First != 4 {
		t.Errorf("posts %+v", a.Posts)
	}
}

func TestADecisionSaysWhy(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	slugs(t, g, "2020-01-01 | a | Bruno Ruiz | PER | foreign minister")
	o := said(t, "2020-02-01 | b | Ruiz | PER | foreign minister")
	_, d := g.Add(&o)
	if got, want := d.Why(), "is Bruno Ruiz (0.77): part of the name, same country, same office at the time, no other of the name there"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	o = said(t, "2020-02-01 | c | Ruiz | |")
	_, d = g.Add(&o)
	if got, want := d.Why(), "no candidate"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestASurnameIsAskedAgain(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	got := slugs(t, g,
		"2020-01-01 | a | Ruiz | PER |",
		"2020-01-02 | b | Bruno Ruiz | PER | foreign minister",
		"2020-03-01 | c | Ruiz | PER | foreign minister",
		"2020-03-09 | d | Ruiz | PER | foreign minister",
	)
	if want := "ruiz bruno-ruiz bruno-ruiz bruno-ruiz"; strings.Join(got, " ") != want {
		t.Fatalf("%s, want %s", got, want)
	}
	o := said(t, "2020-01-05 | e | Ruiz | PER | foreign minister")
	bare := r.Introduce(&o, func(s string) bool { return s == "ruiz" })
	again := r.Restate(bare)
	d := r.Resolve(&again, g.Candidates(r.Lookup(&again)))
	if d.Actor == nil || d.Actor.Slug != "bruno-ruiz" {
		t.Errorf("asked again, Ruiz %s", d.Why())
	}
}

func TestMergedActorsKnowWhatBothKnew(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	slugs(t, g, "2020-01-01 | a | Bruno Ruiz | PER | foreign minister", "2021-01-01 | b | Felix Sol | CHL |", "2021-01-01 | b | Felix Sol | CHL |")
	a, b := g.Actors[0], g.Actors[1]
	r.Merge(a, b)
	if a.Name != "Felix Sol" || !slices.Contains(a.Aliases, "felix-sol") || a.Last-a.First != 366 {
		t.Errorf("%+v", a)
	}
	if keys := r.Index(a); !slices.Contains(keys, "slug:felix-sol") || !slices.Contains(keys, "slug:bruno-ruiz") {
		t.Errorf("filed under %q", keys)
	}
}

func TestStatesAndBodiesGoByTheirCountry(t *testing.T) {
	r := resolver(t)
	g := NewRegister(r)
	add := func(kind, name, organisation, country, doc string) *Actor {
		o := Observation{Kind: kind, Name: name, Organisation: organisation, Country: country, Doc: doc, When: day.Always}
		a, _ := g.Add(&o)
		return a
	}
	peru := add(record.State, "Peru", "", "PER", "a")
	if lima := add(record.State, "Lima", "", "PER", "b"); lima != peru || peru.Name != "Peru" || peru.Slug != "peru" {
		t.Errorf("Lima is %v, want Peru", lima)
	}
	ministry := add(record.Organisation, "Peruvian Foreign Ministry", "Ministry of Foreign Affairs", "PER", "a")
	for _, c := range []struct {
		name, country string
		same          bool
	}{
		{"Ministry of Foreign Affairs", "PER", true}, {"Ministry of Foreign Affairs", "CHL", false}, {"Peruvian Ministry of Finance", "PER", false},
	} {
		if a := add(record.Organisation, c.name, c.name, c.country, "b"); (a == ministry) != c.same {
			t.Errorf("%s of %s is %s", c.name, c.country, a.Slug)
		}
	}
	army := add(record.Organisation, "Lakeland Liberation Army", "Lakeland Liberation Army", "PER", "c")
	if lla := add(record.Organisation, "LLA", "LLA", "PER", "c"); lla != army {
		t.Errorf("the acronym in the same article is %s", lla.Slug)
	}
	if lla := add(record.Organisation, "LLA", "LLA", "CHL", "d"); lla == army {
		t.Error("the acronym in another country is the same")
	}
}
