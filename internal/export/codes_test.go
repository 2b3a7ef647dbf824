package export

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/lexicon"
)

func lists(t testing.TB) *codes {
	t.Helper()
	c, err := codeLists()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestActorsHaveTheFieldsCodes(t *testing.T) {
	c := lists(t)
	for _, x := range []struct {
		who  string
		p    *happening.Party
		code string
	}{
		{"nobody", nil, "---"},
		{"a country", &happening.Party{Name: "Iran", Country: "IRN", Kind: record.State}, "IRN"},
		{"its government", &happening.Party{Name: "Iran", Country: "IRN", Sector: "GOV", Kind: record.State}, "IRNGOV"},
		{"its minister", &happening.Party{Name: "Reza Amini", Country: "IRN", Sector: "GOV", Role: "foreign minister", Organisation: "Ministry of Foreign Affairs", Kind: record.Person}, "IRNGOV"},
		{"a person of a country and no sector", &happening.Party{Name: "Reza Amini", Country: "IRN", Kind: record.Person}, "IRN"},
		{"soldiers", &happening.Party{Name: "soldiers", Country: "USA", Sector: "MIL", Kind: record.Group}, "USAMIL"},
		{"soldiers of nobody knows whom", &happening.Party{Name: "soldiers", Sector: "MIL", Kind: record.Group}, "---MIL"},
		{"somebody", &happening.Party{Name: "a man", Kind: record.Person}, "---"},
		{"somebody unidentified", &happening.Party{Name: "attackers", Sector: "UNK", Kind: record.Group}, "---"},
		{"Kosovo, which ISO lacks", &happening.Party{Name: "Kosovo", Country: "XKX", Kind: record.State}, "KOS"},
		{"journalists, MED in CAMEO", &happening.Party{Name: "reporters", Country: "MEX", Sector: "JRN", Kind: record.Group}, "MEXMED"},
		{"doctors, HLH in CAMEO", &happening.Party{Name: "doctors", Country: "MEX", Sector: "MED", Kind: record.Group}, "MEXHLH"},
		{"a paramilitary", &happening.Party{Name: "militiamen", Country: "COL", Sector: "PRM", Kind: record.Group}, "COLUAF"},
		{"the United Nations", &happening.Party{Name: "United Nations", Country: "UNO", Kind: record.Organisation}, "IGOUNO"},
		{"a body of theirs on no list", &happening.Party{Name: "UNIFIL", Country: "UNO", Sector: "MIL", Kind: record.Organisation}, "IGOUNOMIL"},
		{"their envoy", &happening.Party{Name: "Ann Noor", Country: "UNO", Sector: "GOV", Organisation: "United Nations", Kind: record.Person}, "IGOUNO"},
		{"their refugee agency", &happening.Party{Name: "Office of the United Nations High Commissioner for Refugees", Country: "UNO", Sector: "REF", Kind: record.Organisation}, "IGOUNOREFHCR"},
		{"the European Union", &happening.Party{Name: "European Union", Country: "EUR", Kind: record.Organisation}, "IGOEUREEC"},
		{"its police, by what they are", &happening.Party{Name: "Europol", Country: "EUR", Sector: "COP", Kind: record.Organisation}, "IGOEURCOPEEC"},
		{"NATO", &happening.Party{Name: "North Atlantic Treaty Organization", Country: "IGO", Sector: "MIL", Kind: record.Organisation}, "IGOWSTNAT"},
		{"an unlisted body of states", &happening.Party{Name: "ALBA", Country: "IGO", Kind: record.Organisation}, "IGO"},
		{"a charity", &happening.Party{Name: "Mercy Corps", Country: "NGO", Sector: "SOC", Kind: record.Organisation}, "NGO"},
		{"a movement", &happening.Party{Name: "Extinction Rebellion", Country: "ISM", Sector: "CVL", Kind: record.Organisation}, "NGM"},
		{"an armed group across borders", &happening.Party{Name: "Islamic State", Country: "IMG", Sector: "REB", Kind: record.Organisation}, "IMGREB"},
		{"a company", &happening.Party{Name: "Boeing", Country: "MNC", Sector: "BUS", Kind: record.Organisation}, "MNCBUS"},
		{"Hamas", &happening.Party{Name: "Hamas", Country: "PSE", Sector: "REB", Kind: record.Organisation}, "PSEREBHMS"},
		{"a man of Hamas", &happening.Party{Name: "Omar Saleh", Country: "PSE", Sector: "REB", Organisation: "Hamas", Kind: record.Person}, "PSEREBHMS"},
		{"a woman who has a body's name", &happening.Party{Name: "Oxfam", Country: "GBR", Kind: record.Person}, "GBR"},
	} {
		if got := c.actor(x.p); got != x.code {
			t.Errorf("%s is %s, want %s", x.who, got, x.code)
		}
	}
}

func TestActorCodesComeApart(t *testing.T) {
	c := lists(t)
	for _, x := range []struct{ code, root, country, group, faith, types, rest string }{
		{"IRNGOV", "IRN", "IRN", "", "", "GOV", ""},
		{"IGOUNOREFHCR", "IGO", "", "HCR", "", "IGO REF", "UNO HCR"},
		{"IGOEUREEC", "IGO", "EUR", "EEC", "", "IGO", "EUR EEC"},
		{"IGOMOSOIC", "IGO", "", "OIC", "MOS", "IGO", "MOS OIC"},
		{"PSEREBHMS", "PSE", "PSE", "HMS", "", "REB", "HMS"},
		{"---MIL", "", "", "", "", "MIL", ""},
		{"---", "", "", "", "", "", ""},
		{"MNCBUS", "MNC", "", "", "", "MNC BUS", ""},
		{"COG", "COG", "COG", "", "", "", ""},
	} {
		p := c.parts(x.code)
		if p.root != x.root || p.country != x.country || p.group != x.group || p.faith != x.faith || strings.Join(p.types, " ") != x.types || strings.Join(p.rest, " ") != x.rest {
			t.Errorf("%s is %+v", x.code, p)
		}
	}
}

func TestListsAreWhole(t *testing.T) {
	c := lists(t)
	if len(c.cameo) != 318 {
		t.Errorf("%d CAMEO codes, want 20 roots and 298 codes", len(c.cameo))
	}
	for code, a := range c.cameo {
		if len(code) == 4 && c.cameo[code[:3]].label == "" || c.cameo[code[:2]].label == "" {
			t.Errorf("%s has no parent", code)
		}
		if a.label == "" {
			t.Errorf("%s has no label", code)
		}
	}
	used := map[string]bool{}
	// What a code is made of must be on the list of units.
	for name, code := range c.orgs {
		if len(code)%3 != 0 {
			t.Errorf("%s: %s is no row of threes", name, code)
		}
		for i := 0; i < len(code); i += 3 {
			u := code[i : i+3]
			used[u] = true
			if _, country := c.countries[u]; !country && c.units[u].kind == "" {
				t.Errorf("%s: nobody says what %s in %s is", name, u, code)
			}
		}
		if p := c.parts(code); p.group == "" {
			t.Errorf("%s: %s names no organisation", name, code)
		}
	}
	for s, v := range c.sectors {
		used[v.role] = true
		if v.role != "" && c.units[v.role].kind != "role" {
			t.Errorf("sector %s becomes %s, which is no role", s, v.role)
		}
	}
	for b, v := range c.bodies {
		if _, country := c.countries[b]; country {
			t.Errorf("%s is a country and a body", b)
		}
		for _, part := range []string{v.head, v.tail} {
			for i := 0; i+3 <= len(part); i += 3 {
				used[part[i:i+3]] = true
				if c.units[part[i:i+3]].kind == "" {
					t.Errorf("%s: nobody says what %s is", b, part[i:i+3])
				}
			}
		}
	}
	for u := range c.units {
		if !used[u] {
			t.Errorf("no code is made of %s", u)
		}
	}
	if len(c.states) != 51 {
		t.Errorf("%d states of the USA, want 50 and the District of Columbia", len(c.states))
	}
	seen := map[string]string{}
	for iso, k := range c.countries {
		for _, code := range []string{"fips " + k.fips, "cow " + k.cow} {
			if strings.HasSuffix(code, " ") {
				continue
			}
			if other := seen[code]; other != "" {
				t.Errorf("%s and %s share %s", iso, other, code)
			}
			seen[code] = iso
		}
		if len(k.fips) != 2 && k.fips != "" || k.name == "" {
			t.Errorf("%s is %+v", iso, k)
		}
	}
}

// Codes that Chancery itself can emit must be known here.
func TestTheLexiconsCodesAreOnTheLists(t *testing.T) {
	c := lists(t)
	lex := lexicon.Embedded()
	check := func(file, code string) {
		if _, ok := c.cameo[code]; !ok {
			t.Errorf("%s: CAMEO %q is on no list", file, code)
		}
	}
	rows, err := lexicon.Table(lex, "en/events/cameo.txt", 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		check(r.File, r.Col(3))
	}
	names, err := fs.Glob(lex, "en/events/*.rules")
	if err != nil || len(names) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, n := range names {
		blocks, err := lexicon.Blocks(lex, n)
		if err != nil {
			t.Fatal(err)
		}
		for i := range blocks {
			if code := blocks[i].Get("cameo"); code != "" {
				check(n, code)
			}
		}
	}
	known := func(file, code string) {
		_, country := c.countries[code]
		_, body := c.bodies[code]
		if !country && !body {
			t.Errorf("%s: country %q is on no list", file, code)
		}
	}
	iso3 := regexp.MustCompile(`^[A-Z]{3}$`)
	for _, f := range []struct {
		name string
		col  int
	}{{"en/actors/countries.txt", 0}, {"en/actors/regions.txt", 0}, {"en/actors/international.txt", 1}, {"en/actors/armed.txt", 1}, {"en/actors/ngos.txt", 1}, {"en/places/countries.txt", 1}} {
		rows, err := lexicon.Table(lex, f.name, f.col+1)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if code := r.Col(f.col); iso3.MatchString(code) {
				known(f.name, code)
			}
		}
	}
	// An organisation whose name nobody writes would never be found.
	written := map[string]bool{}
	for _, f := range []string{"international", "armed", "ngos", "parties"} {
		rows, err := lexicon.Table(lex, "en/actors/"+f+".txt", 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for i := range r.Cols {
				written[r.Col(i)] = true
			}
		}
	}
	for name := range c.orgs {
		if !written[name] {
			t.Errorf("no lexicon of actors has %q", name)
		}
	}
}

func TestALineThatIsWrongIsNamed(t *testing.T) {
	whole := func() fstest.MapFS {
		m := fstest.MapFS{}
		for _, n := range []string{"countries", "cameo", "sectors", "bodies", "units", "organisations", "states"} {
			b, err := files.ReadFile("codes/" + n + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			m["codes/"+n+".txt"] = &fstest.MapFile{Data: b}
		}
		return m
	}
	if _, err := loadCodes(whole()); err != nil {
		t.Fatal(err)
	}
	for file, line := range map[string]string{
		"codes/cameo.txt": "999 | Beyond | 0 | | ", "codes/countries.txt": "ABC | AB",
	} {
		m := whole()
		m[file] = &fstest.MapFile{Data: []byte("# one\n" + line + "\n")}
		if _, err := loadCodes(m); err == nil || !strings.Contains(err.Error(), file+":2") {
			t.Errorf("%s: got %v, want an error on line 2", file, err)
		}
	}
	for _, line := range []string{"010 | Say | much | | ", "010 | Say | 0 | | sideways"} {
		m := whole()
		m["codes/cameo.txt"] = &fstest.MapFile{Data: []byte(line + "\n")}
		if _, err := loadCodes(m); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}
