// Package atlas draws coded events on a map of the world, as SVG or GeoJSON,
// from the JSON lines that `chancery code` prints.
package atlas

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
)

// Event is what a map needs of a coded event.
type Event struct {
	ID        string
	Type      string // PLOVER type
	Quad      int    // 1 verbal cooperation … 4 material conflict; 0 unknown
	Status    string
	Date      string // ISO; "" when unknown
	Place     string
	Country   string // ISO 3166-1 alpha-3
	Precision string // "point", "city", "district", "province", "country", "region"
	Basis     string // how the place is known: "clause", "dateline", …
	Lat, Lon  float64
	Evidence  string // the sentence
	// What only a happening of several reports has; left out where empty.
	Actors, Recipients  []string // names
	Reports, Publishers int
}

// line is a published record, of which only events with a point are kept.
type line struct {
	Kind     string
	ID       string
	Type     string
	Quad     int
	Status   string
	Date     json.RawMessage // an object in events, a day in other records
	Evidence struct{ Text string }
	Place    *struct {
		Name, Country, Precision, Basis string
		Lat, Lon                        *float64
	}
}

// Read takes the events that have a point out of records, one JSON object a
// line, in their order. Records of other kinds and events without a place are
// passed over. A line that is no JSON is an error that names it.
func Read(r io.Reader) ([]Event, error) {
	var out []Event
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 64<<20)
	for n := 1; sc.Scan(); n++ {
		b := bytes.TrimSpace(sc.Bytes())
		if len(b) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(b, &l); err != nil {
			return nil, fmt.Errorf("line %d is not a record: %w", n, err)
		}
		p := l.Place
		if l.Kind != "event" || p == nil || p.Lat == nil || p.Lon == nil || !OnEarth(*p.Lat, *p.Lon) {
			continue
		}
		e := Event{ID: l.ID, Type: l.Type, Quad: l.Quad, Status: l.Status, Place: p.Name, Country: p.Country,
			Precision: p.Precision, Basis: p.Basis, Lat: *p.Lat, Lon: *p.Lon, Evidence: l.Evidence.Text}
		var date struct{ Value string }
		if json.Unmarshal(l.Date, &date) == nil {
			e.Date = date.Value
		}
		out = append(out, e)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	return out, nil
}

// OnEarth reports whether degrees of latitude and longitude name a point.
func OnEarth(lat, lon float64) bool {
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180
}

// GeoJSON writes the events as a FeatureCollection. A point that stands for a
// whole province, country or region says so in the property "precision".
func GeoJSON(w io.Writer, events []Event) error {
	c, err := NewCollection(w)
	if err != nil {
		return err
	}
	for i := range events {
		if err := c.Add(&events[i]); err != nil {
			return err
		}
	}
	return c.Close()
}

// Collection writes a FeatureCollection event by event.
type Collection struct {
	w    io.Writer
	buf  bytes.Buffer
	enc  *json.Encoder
	more bool
}

// NewCollection begins a FeatureCollection on w.
func NewCollection(w io.Writer) (*Collection, error) {
	c := &Collection{w: w}
	c.enc = json.NewEncoder(&c.buf)
	c.enc.SetEscapeHTML(false)
	_, err := io.WriteString(w, `{"type":"FeatureCollection","attribution":"`+attribution+`","features":[`)
	return c, err
}

// Add writes an event as a feature. Its point must be on Earth.
func (c *Collection) Add(e *Event) error {
	type geometry struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	}
	type properties struct {
		Type       string   `json:"event_type"`
		Quad       int      `json:"quad"`
		Status     string   `json:"status"`
		Date       string   `json:"date"`
		Place      string   `json:"place"`
		Country    string   `json:"country"`
		Precision  string   `json:"precision"`
		Basis      string   `json:"basis"`
		Evidence   string   `json:"evidence"`
		Actors     []string `json:"actors,omitempty"`
		Recipients []string `json:"recipients,omitempty"`
		Reports    int      `json:"reports,omitempty"`
		Publishers int      `json:"publishers,omitempty"`
	}
	type feature struct {
		Type       string     `json:"type"`
		ID         string     `json:"id"`
		Geometry   geometry   `json:"geometry"`
		Properties properties `json:"properties"`
	}
	c.buf.Reset()
	if c.more {
		c.buf.WriteByte(',')
	}
	c.more = true
	if err := c.enc.Encode(feature{"Feature", e.ID, geometry{"Point", [2]float64{e.Lon, e.Lat}},
		properties{e.Type, e.Quad, e.Status, e.Date, e.Place, e.Country, e.Precision, e.Basis, e.Evidence,
			e.Actors, e.Recipients, e.Reports, e.Publishers}}); err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	c.buf.Truncate(c.buf.Len() - 1) // the encoder's newline
	_, err := c.w.Write(c.buf.Bytes())
	return err
}

// Close ends the collection; it does not close the writer.
func (c *Collection) Close() error {
	_, err := io.WriteString(c.w, "]}\n")
	return err
}

const attribution = "Places: GeoNames, CC BY 4.0. Map: Natural Earth."

// pin is all events of one quad class at one place.
type pin struct {
	lat, lon       float64
	quad           int
	place, country string
	precision      string
	events         []Event
}

// pins gathers events by place, the many first, so that few stay on top.
func pins(events []Event) []pin {
	type key struct {
		lat, lon  float64
		quad      int
		precision string
	}
	at := map[key]int{}
	var out []pin
	for _, e := range events {
		k := key{e.Lat, e.Lon, e.Quad, e.Precision}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, pin{lat: e.Lat, lon: e.Lon, quad: e.Quad, place: e.Place, country: e.Country, precision: e.Precision})
		}
		out[i].events = append(out[i].events, e)
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i].events) > len(out[j].events) })
	return out
}
