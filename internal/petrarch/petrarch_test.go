package petrarch

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/actor"
	"chancery/internal/article"
	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

const actors = `# actors of two countries  <!-- and a comment
over two lines -->
PERU_ [PER]   ; added 2001
+REPUBLIC_OF_PERU_

BRUNO_RUIZ_PAZ_  [PERELI <010728] [PERGOV 010728-060728]
+RUIZ_PAZ_
+THE_CONDOR
	[PERELI >060729]
ANA_SOL [PERMIL 19790101-19851231] [860101-900000]
FELIX_SOL_ [CHLGOV]
LAKELAND_LIBERATION_FRONT_ [CHLREB]
+LLF
WORLD_FISHERIES_UNION [IGO]
`

func TestActors(t *testing.T) {
	as, err := Actors("a.txt", strings.NewReader(actors))
	if err != nil {
		t.Fatal(err)
	}
	show := func(a Actor) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%d %s %q", a.Line, a.Name, a.Forms)
		for _, c := range a.Codes {
			fmt.Fprintf(&b, " %s %s..%s", c.Value, c.When.From, c.When.To)
		}
		return b.String()
	}
	for i, want := range []string{
		`3 PERU ["REPUBLIC OF PERU"] PER ..`,
		`6 BRUNO RUIZ PAZ ["RUIZ PAZ" "THE CONDOR"] PERELI ..2001-07-27 PERGOV 2001-07-28..2006-07-28 PERELI 2006-07-29..`,
		`10 ANA SOL [] PERMIL 1979-01-01..1985-12-31 PERMIL 1986-01-01..1990-01-01`,
		`11 FELIX SOL [] CHLGOV ..`,
		`12 LAKELAND LIBERATION FRONT ["LLF"] CHLREB ..`,
		`14 WORLD FISHERIES UNION [] IGO ..`,
	} {
		if i >= len(as) {
			t.Fatalf("only %d actors", len(as))
		}
		if got := show(as[i]); got != want {
			t.Errorf("actor %d: %s\nwant %s", i, got, want)
		}
	}
}

func TestAgents(t *testing.T) {
	got, err := Agents("g.txt", strings.NewReader(`# agents
!PERSON! = MAN, MEN , WOMAN
!MINIST! = MINISTER, MINISTRY
SOLDIER [~MIL]
FIREMAN {FIREMEN} [~COP]
POLICE {} [~COP]
DEPUTY [~LEG]
CHURCH_!PERSON! [~REL]
!MINIST!_OF_!PERSON! [~GOV]
PEACEKEEPER [IGOUNO]
SOLDIER [~REB]
`))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, a := range got {
		lines = append(lines, fmt.Sprintf("%s/%s/%s/%v", a.Word, a.Plural, a.Code, a.Of))
	}
	want := []string{
		"soldier/soldiers/MIL/true", "fireman/firemen/COP/true", "police//COP/true", "deputy/deputies/LEG/true",
		"church man//REL/true", "church men//REL/true", "church woman//REL/true",
		"minister of man//GOV/true", "minister of men//GOV/true", "minister of woman//GOV/true",
		"ministry of man//GOV/true", "ministry of men//GOV/true", "ministry of woman//GOV/true",
		"peacekeeper/peacekeepers/UNO/false",
	}
	want[len(want)-1] = "peacekeeper/peacekeepers/IGOUNO/false"
	if !slices.Equal(lines, want) {
		t.Errorf("%q\nwant %q", lines, want)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ what, agents, actors, want string }{
		{what: "a synonym first", actors: "+RUIZ", want: "d.txt:1: a synonym before any name"},
		{what: "a code first", actors: "\n[PER]", want: "d.txt:2: a code before any name"},
		{what: "a bracket left open", actors: "RUIZ [PER", want: `d.txt:1: "[PER" is not closed`},
		{what: "words after a code", actors: "RUIZ [PER] x", want: "d.txt:1: a code stands in brackets"},
		{what: "small letters", actors: "RUIZ [per]", want: `d.txt:1: "per" is no code`},
		{what: "no brackets' content", actors: "RUIZ [ ]", want: "d.txt:1: empty brackets"},
		{what: "days of nothing", actors: "RUIZ [890101-930120]", want: "d.txt:1:"},
		{what: "a month of 13", actors: "RUIZ [PER >891301]", want: `d.txt:1: "891301" is no day`},
		{what: "a backward period", actors: "RUIZ [PER 930101-920101]", want: `d.txt:1: "930101-920101" ends before`},
		{what: "one day", actors: "RUIZ [PER 930101]", want: `d.txt:1: "930101" is no period`},
		{what: "a name of nothing", actors: "__ [PER]", want: "d.txt:1: a name of no letters"},
		{what: "an open comment", actors: "RUIZ [PER]\n<!-- so\non", want: "d.txt:2: a comment is opened"},
		{what: "no code", agents: "SOLDIER", want: `d.txt:1: want WORD [~CODE]`},
		{what: "an odd code", agents: "SOLDIER [~mil]", want: `d.txt:1: "~mil" is no code`},
		{what: "an open plural", agents: "MAN {MEN [~CVL]", want: "d.txt:1:"},
		{what: "an unknown set", agents: "CHURCH_!PERSON! [~REL]", want: "d.txt:1: no set !PERSON!"},
		{what: "a set's name left open", agents: "CHURCH_!PERSON [~REL]", want: "d.txt:1:"},
		{what: "an empty set", agents: "!A! = ,", want: "d.txt:1: the set !A! is empty"},
		{what: "a nameless set", agents: "!! = A", want: "d.txt:1: a set is named"},
	} {
		var err error
		if c.actors != "" {
			_, err = Actors("d.txt", strings.NewReader(c.actors))
		} else {
			_, err = Agents("d.txt", strings.NewReader(c.agents))
		}
		var bad *Error
		if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.what, err, c.want)
		}
	}
}

func TestCodesAreTakenApart(t *testing.T) {
	state := func(c string) bool { return c == "PER" || c == "COP" }
	for _, c := range []struct{ code, country, sectors string }{
		{"PER", "PER", ""}, {"PERGOV", "PER", "GOV"}, {"PERGOVMIL", "PER", "GOV MIL"}, {"PERMED", "PER", "JRN"}, {"PERHLH", "PER", "MED"},
		{"PERREBPERREB", "PER", "REB"}, {"IGOUNO", "IGO", ""}, {"NGOHLH", "NGO", "MED"}, {"PERGOV/CHLGOV", "PER", "GOV"}, {"GOV", "", "GOV"},
		{"PERCOP", "PER", "COP"}, {"XX", "", ""}, {"", "", ""},
	} {
		r := Decode(c.code, state)
		if r.Country != c.country || strings.Join(r.Sectors, " ") != c.sectors {
			t.Errorf("%s is %+v", c.code, r)
		}
	}
}

func resolver(t testing.TB) *identity.Resolver {
	t.Helper()
	r, err := identity.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSeedsGrowIntoActors(t *testing.T) {
	as, err := Actors("a.txt", strings.NewReader(actors))
	if err != nil {
		t.Fatal(err)
	}
	r := resolver(t)
	isState := func(c string) bool { _, ok := r.State(c); return ok }
	g := identity.NewRegister(r)
	for _, s := range Seeds(as, "a.txt", isState) {
		g.Plant(&s, day.Date(2020, 1, 1))
	}
	for i, want := range []string{
		"person Bruno Ruiz Paz PER ELI 2001-07-27..2006-07-29",
		"person Ana Sol PER MIL 1979-01-01..1990-01-01",
		"person Felix Sol CHL GOV ..",
		"organisation Lakeland Liberation Front CHL REB ..",
		"organisation World Fisheries Union IGO  ..",
	} {
		if i >= len(g.Actors) {
			t.Fatalf("only %d actors", len(g.Actors))
		}
		a := g.Actors[i]
		if got := fmt.Sprintf("%s %s %s %s %s..%s", a.Kind, a.Name, a.Country, a.Sector, a.First, a.Last); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	// An article's mention, under a synonym, is the same actor.
	o := identity.Observation{Name: "Ruiz Paz", Kind: record.Person, Country: "PER", Known: day.Date(2004, 1, 1), When: day.Always, Doc: "x"}
	if a, d := g.Add(&o); a != g.Actors[0] {
		t.Errorf("Ruiz Paz is %s: %s", a.Slug, d.Why())
	}
	// The days of service are tenures.
	ts := identity.Assemble(g.Evidence)
	on := identity.On(ts, g.Evidence, day.Date(2003, 1, 1))
	if len(on) == 0 || on[0].Tenure.Office.Key() != "GOV|PER|" || on[0].Tenure.Person != 0 {
		t.Errorf("in 2003: %+v", on)
	}
	// A dictionary read twice changes no one's identity.
	n := len(g.Actors)
	for _, s := range Seeds(as, "a.txt", isState) {
		g.Plant(&s, day.Date(2020, 1, 1))
	}
	if len(g.Actors) != n {
		t.Errorf("read again it makes %d actors of %d", len(g.Actors), n)
	}
}

// over is a lexicon with files of a user's beside those built in.
type over struct{ upper, under fs.FS }

func (o over) Open(name string) (fs.File, error) {
	if f, err := o.upper.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
	}
	return o.under.Open(name)
}

func (o over) ReadDir(name string) ([]fs.DirEntry, error) {
	out, err := fs.ReadDir(o.under, name)
	more, _ := fs.ReadDir(o.upper, name)
	for _, e := range more {
		if !e.IsDir() {
			out = append(out, e)
		}
	}
	return out, err
}

func TestAgentsTeachTheCoder(t *testing.T) {
	agents, err := Agents("g.txt", strings.NewReader("MONTUBIO [~REB]\nZAMPONE {ZAMPONI} [~MIL]\nXYZ [~QQQ]\nSOLDIER [~MIL]\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, left := Roles(agents)
	if left != 1 {
		t.Errorf("%d agents left out, want the one without a sector", left)
	}
	fsys := over{fstest.MapFS{"en/actors/roles-agents.txt": {Data: []byte(text)}}, lexicon.Embedded()}
	if problems := actor.Lint(fsys); len(problems) > 0 {
		t.Fatal(problems)
	}
	p, err := pipeline.New(fsys)
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Reader.Text("Peruvian montubios attacked Chilean zamponi in Lima on Monday.", article.Meta{ID: "a", Lang: "en", Published: "2011-06-15"})
	if err != nil {
		t.Fatal(err)
	}
	p.Analyze(d)
	var got []string
	for _, m := range d.Mentions {
		for _, a := range m.Actors {
			if a.Group {
				got = append(got, a.Country+" "+a.Sector)
			}
		}
	}
	if !slices.Equal(got, []string{"PER REB", "CHL MIL"}) {
		t.Errorf("%q in\n%s", got, text)
	}
}

func FuzzActors(f *testing.F) {
	f.Add(actors)
	f.Add("A [B] [C <000000]\n+\n[-]")
	f.Fuzz(func(t *testing.T, data string) {
		as, err := Actors("f", strings.NewReader(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("%v names no file and line", err)
			}
			return
		}
		for _, a := range as {
			if a.Name == "" || a.Line < 1 || strings.Contains(a.Name, "_") {
				t.Errorf("%+v", a)
			}
			for _, c := range a.Codes {
				if c.When.From > c.When.To && c.When.From != day.Earliest || c.Value == "" {
					t.Errorf("%+v", c)
				}
			}
		}
		for _, s := range Seeds(as, "f", func(c string) bool { return c == "PER" }) {
			if len(s.Forms) == 0 || s.Doc == "" {
				t.Errorf("%+v", s)
			}
		}
	})
}

func FuzzAgents(f *testing.F) {
	f.Add("!P! = MAN, WOMAN\nCHURCH_!P! [~REL]\nX {Y} [~GOV]\n")
	f.Add("!!=\n!A!=!A!\n!A!!A!!A! [~GOV]")
	f.Fuzz(func(t *testing.T, data string) {
		as, err := Agents("f", strings.NewReader(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("%v names no file and line", err)
			}
			return
		}
		text, left := Roles(as)
		rows, err := lexicon.Table(fstest.MapFS{"t": {Data: []byte(text)}}, "t", 3)
		if err != nil || len(rows)+left != len(as) {
			t.Errorf("%d agents make %d lines, %d left out: %v", len(as), len(rows), left, err)
		}
	})
}
