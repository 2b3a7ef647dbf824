package place

import (
	"io/fs"
	"math"
	"testing"
	"testing/fstest"

	"chancery/lexicon"
)

// small is a gazetteer of one province, one district and two towns.
func small(t testing.TB) []byte {
	t.Helper()
	b := NewBuilder()
	b.Name(b.Add(Place{Name: "Norland", ID: 11, Lat: 10, Lon: 20, Population: 5000, Feature: "ADM1", ISO2: "XX", Admin1: "XX.01"}), "Norland", Primary)
	b.Name(b.Add(Place{Name: "Eastmark", ID: 12, Feature: "ADM2", ISO2: "XX", Admin1: "XX.01", Admin2: "XX.01.007"}), "Eastmark", Primary)
	town := b.Add(Place{Name: "Ölberg", ID: 13, Lat: -33.4567, Lon: 151.2093, Population: 4_627_345, Feature: "PPLC", ISO2: "XX", Admin1: "XX.01", Admin2: "XX.01.007"})
	b.Name(town, "Ölberg", Primary)
	b.Name(town, "Olberg", Variant)
	b.Name(b.Add(Place{Name: "Olberg", ID: 14, Feature: "PPL", ISO2: "YY"}), "Olberg", Primary)
	data, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsBuiltIsReadBack(t *testing.T) {
	g, err := OpenGazetteer(string(small(t)))
	if err != nil {
		t.Fatal(err)
	}
	p := g.At(2)
	if p.Name != "Ölberg" || p.ID != 13 || p.ISO2 != "XX" || p.Admin1 != "XX.01" || p.Admin2 != "XX.01.007" || p.Feature != "PPLC" {
		t.Errorf("read %+v", p)
	}
	if math.Abs(p.Lat+33.4567) > 1e-4 || math.Abs(p.Lon-151.2093) > 1e-4 {
		t.Errorf("read the point %f %f", p.Lat, p.Lon)
	}
	if math.Abs(float64(p.Population)-4_627_345) > 5000 {
		t.Errorf("read the population %d", p.Population)
	}
	if q := g.At(1); q.Admin1 != "XX.01" || q.Admin2 != "XX.01.007" {
		t.Errorf("the district reads %+v", q)
	}
	if q := g.At(3); q.Admin1 != "" || q.ISO2 != "YY" {
		t.Errorf("the town without a division reads %+v", q)
	}
	var found []int
	g.find(hash(Fold(nil, "OLBERG")), func(i int, _ NameKind) { found = append(found, i) })
	if len(found) != 2 {
		t.Errorf("OLBERG finds %v, want both towns", found)
	}
	if g.At(-1).Name != "" || g.At(4).Name != "" {
		t.Error("numbers out of range give places")
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	data := small(t)
	for name, bad := range map[string]string{
		"nothing":         "",
		"another file":    "PNG" + string(data),
		"a short header":  string(data[:20]),
		"a cut body":      string(data[:len(data)/2]),
		"a byte too many": string(data) + "x",
	} {
		if _, err := OpenGazetteer(bad); err == nil {
			t.Errorf("%s is taken for a gazetteer", name)
		}
	}
}

func FuzzOpenGazetteer(f *testing.F) {
	data := small(f)
	f.Add(data)
	f.Add(data[:len(data)-9])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := OpenGazetteer(string(data))
		if err != nil {
			return
		}
		for i := 0; i < min(g.Len(), 64); i++ {
			g.At(i)
			g.divisions(i)
		}
		for _, n := range []string{"olberg", "norland", "eastmark", ""} {
			g.find(hash([]byte(n)), func(i int, _ NameKind) { g.At(i) })
		}
	})
}

func FuzzFold(f *testing.F) {
	f.Add("St. Petersburg")
	f.Add("Đà Nẵng")
	f.Add("\xff\xfe a")
	f.Fuzz(func(t *testing.T, s string) {
		once := string(Fold(nil, s))
		if twice := string(Fold(nil, once)); twice != once {
			t.Errorf("%q folds to %q and then to %q", s, once, twice)
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"St. Petersburg": "saint petersburg", "Đà Nẵng": "da nang", "Île-de-France": "ile de france", "U.S.": "us",
		"Mt. Vernon": "mount vernon", "N’Djamena": "ndjamena", "  Port -- au-Prince ": "port au prince", "ŁÓDŹ": "lodz",
	} {
		if got := string(Fold(nil, in)); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func TestFaultsInTheLexiconAreNamed(t *testing.T) {
	for _, c := range []struct{ file, text string }{
		{"countries.txt", "KE | KEN | 192950 | north | 38 | 1 | AF | | Kenya"},
		{"countries.txt", "KE | KEN | many | 1 | 38 | 1 | AF | | Kenya"},
		{"divisions.txt", "QQ.77 | 1 | 2 | Nowhere"},
		{"features.txt", "Sea of Nothing | SEA | 200 | 2"},
		{"features.txt", "Sea of Nothing | SEA | 20 | 2 | QQ"},
		{"names.txt", "Old Name | Town That Is Not | KE"},
		{"borders.txt", "KE QQ | 1 | 2"},
		{"borders.txt", "KE TZ | 1 | far"},
		{"weights.txt", "population | 1"},
		{"weights.txt", "gravity | 9.81"},
		{"words.txt", "adverb | slowly"},
	} {
		if _, err := New(overlay{c.file: c.text}.fs(t)); err == nil {
			t.Errorf("%s: %q is accepted", c.file, c.text)
		}
	}
}

func TestLintNamesPublishersWithoutATown(t *testing.T) {
	if got := Lint(lexicon.Embedded()); got != nil {
		t.Errorf("the built-in lexicon has problems: %v", got)
	}
	if got := Lint(overlay{"outlets.txt": "example.org | Town That Is Not | KE"}.fs(t)); len(got) != 1 || got[0].Line != 1 {
		t.Errorf("a town that is not gives %v", got)
	}
}

// overlay is the built-in lexicon with some of its files about places replaced.
type overlay map[string]string

func (o overlay) fs(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"places/countries.txt", "places/divisions.txt", "places/features.txt", "places/names.txt",
		"places/words.txt", "places/outlets.txt", "places/borders.txt", "places/weights.txt", "actors/countries.txt", "actors/regions.txt"} {
		data, err := fs.ReadFile(lexicon.Embedded(), "en/"+name)
		if err != nil {
			t.Fatal(err)
		}
		out["en/"+name] = &fstest.MapFile{Data: data}
	}
	for name, text := range o {
		out["en/places/"+name] = &fstest.MapFile{Data: []byte(text + "\n")}
	}
	return out
}
