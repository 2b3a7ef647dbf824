package atlas

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

const records = `{"kind":"entry","id":"e0","date":"2020-05-01"}
{"kind":"event","id":"a1","type":"CONSULT","quad":1,"status":"actual","date":{"value":"2020-05-01"},"evidence":{"text":"Ministers met in <Lima> & talked."},"place":{"name":"Lima","country":"PER","precision":"city","lat":-12.04,"lon":-77.03}}
{"kind":"event","id":"a2","type":"CONSULT","quad":1,"place":{"name":"Lima","country":"PER","precision":"city","lat":-12.04,"lon":-77.03}}
{"kind":"event","id":"a3","type":"ASSAULT","quad":4,"place":{"name":"Kenya","country":"KEN","precision":"country","lat":1,"lon":38}}
{"kind":"event","id":"a4","type":"ASSAULT","quad":4,"place":{"name":"Somewhere"}}
{"kind":"event","id":"a5","type":"ASSAULT","quad":4}
`

func events(t *testing.T) []Event {
	t.Helper()
	got, err := Read(strings.NewReader(records))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestOnlyEventsWithAPointAreRead(t *testing.T) {
	got := events(t)
	if len(got) != 3 || got[0].ID != "a1" || got[2].Place != "Kenya" || got[0].Date != "2020-05-01" {
		t.Errorf("read %+v", got)
	}
}

func TestALineThatIsNoRecordIsNamed(t *testing.T) {
	if _, err := Read(strings.NewReader("{}\n\nnot json\n")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("got %v, want an error on line 3", err)
	}
}

func TestSVGIsWellFormedAndMarksVagueness(t *testing.T) {
	var b bytes.Buffer
	if err := SVG(&b, events(t)); err != nil {
		t.Fatal(err)
	}
	for dec := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	svg := b.String()
	if n := strings.Count(svg, "<path "); n < 170 {
		t.Errorf("%d countries are drawn", n)
	}
	if !strings.Contains(svg, "Lima, PER (city)\n2020-05-01 CONSULT: Ministers met in &lt;Lima&gt; &amp; talked.") {
		t.Error("the pin of Lima does not tell its events")
	}
	if n := strings.Count(svg, "stroke-dasharray"); n != 1 {
		t.Errorf("%d pins are drawn as areas, want that of Kenya alone", n)
	}
}

func TestGeoJSON(t *testing.T) {
	var b bytes.Buffer
	if err := GeoJSON(&b, events(t)); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type     string
		Features []struct {
			Geometry   struct{ Coordinates [2]float64 }
			Properties struct{ Precision string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Features) != 3 || got.Features[0].Geometry.Coordinates != [2]float64{-77.03, -12.04} || got.Features[2].Properties.Precision != "country" {
		t.Errorf("wrote %+v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(records))
	f.Add([]byte(`{"kind":"event","place":{"lat":1e300,"lon":0}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := SVG(io.Discard, got); err != nil {
			t.Error(err)
		}
	})
}
