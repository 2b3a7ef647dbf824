package place

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/lexicon"
)

func tagger(t testing.TB) *Tagger {
	t.Helper()
	tg, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return tg
}

// read analyses a text up to its places.
func read(t testing.TB, tg *Tagger, text, publisher string) *doc.Document {
	t.Helper()
	a, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	d := &doc.Document{Text: text, Lang: "en", Publisher: publisher}
	a.Analyze(d)
	tg.Annotate(d)
	return d
}

// told writes the places of a document as "name=place/division/country".
func told(d *doc.Document) string {
	var out []string
	for _, p := range d.Places {
		out = append(out, fmt.Sprintf("%s=%s/%s/%s", d.Slice(p.Span), p.Name, p.Admin1, p.Country))
	}
	return strings.Join(out, "; ")
}

func TestPlacesOfAStory(t *testing.T) {
	tg := tagger(t)
	for _, c := range []struct{ text, want string }{
		{"The ministers met in Lima on Monday.", "Lima=Lima/Lima/PER"},
		{"Officials from Nairobi flew to Kampala for talks.", "Nairobi=Nairobi/Nairobi Area/KEN; Kampala=Kampala/Central Region/UGA"},
		{"Two people were hurt in Paris, Texas, on Friday.", "Paris=Paris/Texas/USA; Texas=Texas/Texas/USA"},
		{"Two people were hurt in Paris on Friday, the French interior ministry said.", "Paris=Paris/Île-de-France/FRA"},
		{"Rebels shelled villages in the northern province of Idlib, Syria.", "Idlib=Idlib/Idlib/SYR; Syria=Syria//SYR"},
		{"Gunmen stormed a base in the village of Zzyxbaraf, 130 km (80 miles) north of Mogadishu.", "Zzyxbaraf=Zzyxbaraf//SOM; Mogadishu=Mogadishu/Banaadir/SOM"},
		{"Troops clashed on the Thai-Cambodian border on Monday.", "border=Cambodia–Thailand border//"},
		{"They met at the border between Iran and Pakistan.", "border=Iran–Pakistan border//; Iran=Iran//IRN; Pakistan=Pakistan//PAK"},
		{"Smugglers use Syria's border with Turkey.", "Syria=Syria//SYR; border=Syria–Turkey border//; Turkey=Turkey//TUR"},
		{"Peru and Kenya have no border.", "Peru=Peru//PER; Kenya=Kenya//KEN"},
		{"Burma and Zaire signed the treaty in Saigon.", "Burma=Myanmar//MMR; Zaire=Democratic Republic of the Congo//COD; Saigon=Ho Chi Minh City/Ho Chi Minh/VNM"},
		{"Patrols crossed the Strait of Hormuz and the Gulf of Aden.", "Strait of Hormuz=Strait of Hormuz//; Gulf of Aden=Gulf of Aden//"},
		{"Settlers in the West Bank and the Golan Heights protested.", "West Bank=West Bank//PSE; Golan Heights=Golan Heights//SYR"},
		{"A spokesman said the White House would not comment.", "White House=White House//USA"},
		{"The Iranian minister spoke with Russian diplomats.", ""},
		{"He owes them US$400 million.", ""},
	} {
		if got := told(read(t, tg, c.text, "")); got != c.want {
			t.Errorf("%q has the places\n  %s, want\n  %s", c.text, got, c.want)
		}
	}
}

func TestOneSensePerStory(t *testing.T) {
	tg := tagger(t)
	text := "Troops left Tbilisi for the border.\n\nThe president of Georgia said the troops would return."
	for _, p := range read(t, tg, text, "").Places {
		if p.Country != "GEO" {
			t.Errorf("beside Tbilisi, %s is in %s: %s", p.Name, p.Country, p.Why)
		}
	}
	text = "Fire crews left Atlanta for Savannah.\n\nThe governor of Georgia thanked them."
	for _, p := range read(t, tg, text, "").Places {
		if p.Country != "USA" {
			t.Errorf("beside Atlanta, %s is in %s: %s", p.Name, p.Country, p.Why)
		}
	}
}

func TestThePublishersRegionDecidesWhatNothingElseDoes(t *testing.T) {
	tg := tagger(t)
	text := "A school bus was damaged in Lancaster on Tuesday, police said."
	for publisher, want := range map[string]string{"unheardof.co.uk": "GBR", "lancasterguardian.co.uk": "GBR", "lancasteronline.com": "USA", "lep.co.uk": "GBR"} {
		d := read(t, tg, text, publisher)
		if len(d.Places) != 1 || d.Places[0].Country != want {
			t.Errorf("published by %q, Lancaster is in %s, want %s", publisher, told(d), want)
		}
	}
}

func TestLocalNewsOfTheUnitedStatesMeansItsOwnTowns(t *testing.T) {
	tg := tagger(t)
	for _, c := range []struct{ text, want string }{
		{"A sheriff said two deputies stopped the car in Athens. A varsity sophomore was arraigned on a felony count.", "USA"},
		{"A minister said two officers stopped the car in Athens. A student was charged with theft.", "GRC"},
	} {
		d := read(t, tg, c.text, "")
		if len(d.Places) != 1 || d.Places[0].Country != c.want {
			t.Errorf("%q: %s, want Athens in %s", c.text, told(d), c.want)
		}
	}
}

func TestDatelineIsAToponym(t *testing.T) {
	tg := tagger(t)
	a, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	text := "QUITO, May 3 -\n\nThe cabinet resigned."
	d := &doc.Document{Text: text, Lang: "en", Blocks: []doc.Block{
		{Span: doc.Span{End: 14}, Kind: doc.Dateline}, {Span: doc.Span{Start: 16, End: len(text)}}}}
	d.Dateline.PlaceSpan = doc.Span{End: 5}
	a.Analyze(d)
	tg.Annotate(d)
	if len(d.Places) != 1 || d.Places[0].Country != "ECU" || d.Places[0].Feature != "PPLC" {
		t.Errorf("the dateline QUITO gives %s", told(d))
	}
}

func TestResolveAtKeepsTheSpansAndTellsWhatItDoesNotKnow(t *testing.T) {
	tg := tagger(t)
	text := "The Peruvian envoy left Lima for Zzyxrville."
	d := read(t, tg, text, "")
	spans := []doc.Span{{Start: 4, End: 12}, {Start: 24, End: 28}, {Start: 33, End: 43}}
	got := tg.ResolveAt(d, spans)
	for i, s := range spans {
		if got[i].Span != s {
			t.Errorf("answer %d stands at %v, want %v", i, got[i].Span, s)
		}
	}
	if got[0].Country != "PER" || got[0].Precision != "country" {
		t.Errorf("a demonym given as a toponym is its country, got %+v", got[0])
	}
	if !got[1].Resolved || got[1].Precision != "city" {
		t.Errorf("Lima is a city, got %+v", got[1])
	}
	if got[2].Resolved || got[2].Lat != 0 {
		t.Errorf("an unknown name has no point, got %+v", got[2])
	}
}

func TestCountries(t *testing.T) {
	tg := tagger(t)
	for name, want := range map[string]string{"U.S.": "USA", "Soviet Union": "RUS", "czechoslovakia": "CZE", "East Germany": "DEU",
		"Côte d’Ivoire": "CIV", "Cote d'Ivoire": "CIV", "Türkiye": "TUR", "Republic of the Congo": "COG", "DRC": "COD"} {
		if got, ok := tg.Country(name); !ok || got != want {
			t.Errorf("%s is %q, want %s", name, got, want)
		}
	}
	for _, name := range []string{"Paris", "Texas", "Iranian", ""} {
		if got, ok := tg.Country(name); ok {
			t.Errorf("%q is no country, got %s", name, got)
		}
	}
	for name, want := range map[string]string{"Nairobi": "KEN", "Washington": "USA", "Bavaria": "DEU"} {
		if got, _ := tg.CountryOf(name); got != want {
			t.Errorf("%s lies in %s, want %s", name, got, want)
		}
	}
	if p, ok := tg.CountryPlace("KEN"); !ok || p.Name != "Kenya" || p.ID != 192950 {
		t.Errorf("KEN is %+v", p)
	}
}

func TestWellKnownNamesMeanWhatReportsMean(t *testing.T) {
	tg := tagger(t)
	for want, names := range map[string]string{
		"DEU": "Frankfurt,Hanover,Cologne,Karl-Marx-Stadt", "CHE": "Berne,Geneva,Basle", "ITA": "Venice,Florence,Naples",
		"PSE": "Hebron,Ramallah,Khan Yunis,Bethlehem", "IRQ": "Mosul,Fallujah,Tal Afar,Basra", "SYR": "Aleppo,Deraa,Palmyra",
		"UKR": "Kiev,Odessa,Luhansk,Crimea", "RUS": "Grozny,Leningrad,Chechnya", "VNM": "Saigon,Hue", "MMR": "Rangoon,Rakhine",
		"CHN": "Peking,Canton,Tibet", "KOR": "Pusan,Gwangju", "SDN": "Khartoum,Darfur,El Fasher", "COD": "Goma,Kinshasa",
		"YEM": "Aden,Hodeidah,Sanaa", "LBY": "Tripoli,Benghazi", "BRA": "Rio,Salvador", "GBR": "Westminster,Derry,Oxford",
		"USA": "Springfield,Columbus,Texas,White House", "": "Kashmir,Sahel,Black Sea,Middle East",
	} {
		for _, n := range strings.Split(names, ",") {
			if got, _ := tg.CountryOf(n); got != want {
				t.Errorf("%s lies in %q, want %q", n, got, want)
			}
		}
	}
}

func TestEveryCapitalLiesInItsCountry(t *testing.T) {
	tg := tagger(t)
	seen := map[string]bool{}
	for i := 0; i < tg.gaz.Len(); i++ {
		if p := tg.gaz.At(i); p.Feature == "PPLC" {
			if tg.iso3(p.ISO2) == "" {
				t.Errorf("%s lies in unknown country %q", p.Name, p.ISO2)
			}
			seen[p.ISO2] = true
		}
	}
	if len(seen) < 230 {
		t.Errorf("capitals of %d countries, want at least 230", len(seen))
	}
}

func TestLookupIsFoldedAndOrdered(t *testing.T) {
	tg := tagger(t)
	for _, pair := range [][2]string{{"São Paulo", "Sao Paulo"}, {"St. Louis", "Saint Louis"}, {"Deir ez-Zor", "deir ez zor"}, {"N'Djamena", "NDJAMENA"}} {
		a, b := tg.Lookup(pair[0]), tg.Lookup(pair[1])
		if len(a) == 0 || len(a) != len(b) {
			t.Errorf("%s has %d candidates, %s %d", pair[0], len(a), pair[1], len(b))
			continue
		}
		for i := range a {
			if a[i].ID != b[i].ID {
				t.Errorf("%s and %s differ in order at %d", pair[0], pair[1], i)
			}
		}
	}
	if got := tg.Lookup("Qwertyuiopolis"); got != nil {
		t.Errorf("a made-up name has candidates: %v", got)
	}
}

func TestAnnotateIsSafeForConcurrentUse(t *testing.T) {
	tg := tagger(t)
	text := "Envoys from Lima met in Quito. Talks in Bogota, Colombia, go on."
	want := told(read(t, tg, text, ""))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := told(read(t, tg, text, "")); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	wg.Wait()
}

func TestADocumentWithoutTokensHasNoPlaces(t *testing.T) {
	d := &doc.Document{Text: "Lima"}
	tagger(t).Annotate(d)
	if len(d.Places) != 0 {
		t.Errorf("got %v", d.Places)
	}
}

func TestPrecision(t *testing.T) {
	for feature, want := range map[string]string{"PCLI": "country", "ADM1": "province", "ADM2": "district", "PPLC": "city",
		"PPL": "city", "BLDG": "point", "SEA": "region", "CONT": "region", "": ""} {
		if got := Precision(feature); got != want {
			t.Errorf("%s has precision %q, want %q", feature, got, want)
		}
	}
}

// A list of places as long as a small gazetteer is no story, but it must not
// take time that grows with its square.
func BenchmarkAnnotateLongList(b *testing.B) {
	tg := tagger(b)
	var text strings.Builder
	for i := 60000; i < 68000; i++ {
		text.WriteString("They met in " + tg.at(i).Name + ". ")
	}
	d := read(b, tg, text.String(), "")
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		tg.Annotate(d)
	}
}

func BenchmarkAnnotate(b *testing.B) {
	tg := tagger(b)
	d := read(b, tg, strings.Repeat("Officials from Nairobi flew to Kampala for talks with the Ugandan president. "+
		"Protesters in Springfield, Illinois, blocked the road to Chicago. The Kremlin denied the report.\n\n", 6), "")
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		tg.Annotate(d)
	}
}

func BenchmarkLookup(b *testing.B) {
	tg := tagger(b)
	for b.Loop() {
		tg.Lookup("Springfield")
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(lexicon.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}
