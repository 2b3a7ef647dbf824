package eval

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/place"
	"chancery/lexicon"
)

// Two toponyms are marked; the stage under test finds one of them in the right
// place and one that is not marked.
const placesSet = `{"id":"a","text":"From Quito to Guayaquil, then Cuenca.","toponyms":[
{"start":5,"end":10,"text":"Quito","geonames_id":3652462,"lat":-0.2299,"lon":-78.525,"country":"Ecuador"},
{"start":14,"end":23,"text":"Guayaquil","geonames_id":3657509,"lat":-2.196,"lon":-79.886,"country":"Ecuador"}]}`

func TestPlacesCountsFoundAndGiven(t *testing.T) {
	path := filepath.Join(t.TempDir(), "set.jsonl")
	line := ""
	for _, c := range placesSet {
		if c != '\n' {
			line += string(c)
		}
	}
	if err := os.WriteFile(path, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tg, err := place.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r, err := Places(path, 0, tg, func(_, _, _, _, text string) *doc.Document {
		return &doc.Document{Text: text, Places: []doc.Toponym{
			{Span: doc.Span{Start: 5, End: 10}, Resolved: true, Country: "ECU", GeoNamesID: 3652462, Lat: -0.23, Lon: -78.52},
			{Span: doc.Span{Start: 30, End: 36}, Resolved: true, Country: "ECU", Lat: -2.9, Lon: -79},
		}}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Rows[0]; got.Gold != 2 || got.System != 2 || got.Right != 1 {
		t.Errorf("recognition counts %+v", got)
	}
	for name, want := range map[string]float64{
		"marked spans: same id": 1, "marked spans: within 161 km": 1, "marked spans: country": 1,
		"found: same id": 1, "found: within 161 km": 1, "found and within 161 km": 0.5,
	} {
		if got, ok := r.Get(name); !ok || got != want {
			t.Errorf("%s is %.3f, want %.3f", name, got, want)
		}
	}
}
