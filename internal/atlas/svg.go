package atlas

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

// world is countries-110m.json of the npm package world-atlas 2.0.2: Natural
// Earth's borders, in the public domain, as TopoJSON.
//
//go:embed world.json
var world []byte

// The map's size in SVG units: one degree is 3.
const (
	scale  = 3
	width  = 360 * scale
	height = 150 * scale // from 84° north to 66° south
	top    = 84
)

var quads = [...]struct{ name, color string }{
	{"no class", "#777777"}, {"verbal cooperation", "#2e8b57"}, {"material cooperation", "#1f6fb4"},
	{"verbal conflict", "#e08a1e"}, {"material conflict", "#c0271d"},
}

// SVG writes a map of the world with a pin for each place. Filled pins are
// points and towns; rings, the wider the vaguer, stand for the district,
// province, country or region around them.
func SVG(w io.Writer, events []Event) error {
	land, err := landPaths()
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" overflow="hidden" font-family="sans-serif">`+"\n", width, height+24)
	fmt.Fprintf(&b, `<title>%d events</title><rect width="%d" height="%d" fill="#dfe9f0"/>`+"\n", len(events), width, height+24)
	b.WriteString(`<g fill="#f4f1ea" stroke="#b9b3a6" stroke-width="0.4">` + "\n")
	for _, d := range land {
		fmt.Fprintf(&b, "<path d=\"%s\"/>\n", d)
	}
	b.WriteString("</g>\n")
	for _, p := range pins(events) {
		p.draw(&b)
	}
	legend(&b)
	b.WriteString("</svg>\n")
	_, err = io.WriteString(w, b.String())
	return err
}

func project(lat, lon float64) (x, y float64) { return (lon + 180) * scale, (top - lat) * scale }

func (p *pin) draw(b *strings.Builder) {
	x, y := project(p.lat, p.lon)
	const widest = 15 // so that a capital does not cover its country
	radius := min(2+1.2*math.Sqrt(float64(len(p.events))), widest)
	color := quads[min(max(p.quad, 0), len(quads)-1)].color
	style := fmt.Sprintf(`fill="%s" fill-opacity="0.75" stroke="#ffffff" stroke-width="0.5"`, color)
	switch p.precision {
	case "point", "city":
	case "district":
		style = fmt.Sprintf(`fill="%s" fill-opacity="0.3" stroke="%s"`, color, color)
	default: // the point only says where on the map the area lies
		radius += map[string]float64{"province": 2, "country": 4, "region": 7}[p.precision]
		style = fmt.Sprintf(`fill="none" stroke="%s" stroke-dasharray="2 1.5"`, color)
	}
	fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s" %s><title>%s</title></circle>`+"\n",
		short(x), short(y), short(radius), style, html.EscapeString(p.title()))
}

// title is the pin's tooltip.
func (p *pin) title() string {
	const most = 6
	var b strings.Builder
	b.WriteString(p.place)
	if p.country != "" {
		b.WriteString(", " + p.country)
	}
	if p.precision != "" {
		b.WriteString(" (" + p.precision + ")")
	}
	for i, e := range p.events {
		if i == most {
			fmt.Fprintf(&b, "\nand %d more", len(p.events)-most)
			break
		}
		fmt.Fprintf(&b, "\n%s %s: %s", e.Date, e.Type, e.Evidence)
	}
	return b.String()
}

func legend(b *strings.Builder) {
	x := 8
	for _, q := range quads[1:] {
		fmt.Fprintf(b, `<circle cx="%d" cy="%d" r="4" fill="%s"/><text x="%d" y="%d" font-size="9">%s</text>`+"\n",
			x, height+12, q.color, x+8, height+15, q.name)
		x += 115
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" font-size="9">rings: known to the district, province, country or region only</text>`+"\n", x, height+15)
	fmt.Fprintf(b, `<text x="%d" y="%d" font-size="7" text-anchor="end">%s</text>`+"\n", width-6, height+15, attribution)
}

func short(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// topology is the part of TopoJSON that world.json uses: quantised arcs, and
// polygons whose rings are chains of arcs, ~i meaning arc i backwards.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]int
	Objects   map[string]struct {
		Geometries []struct {
			Type string
			Arcs json.RawMessage
		}
	}
}

// landPaths are the outlines of the countries as SVG path data.
func landPaths() ([]string, error) {
	var t topology
	if err := json.Unmarshal(world, &t); err != nil {
		return nil, fmt.Errorf("atlas: %w", err)
	}
	arcs := make([][]point, len(t.Arcs))
	for i, a := range t.Arcs {
		x, y := 0, 0
		for _, d := range a {
			x, y = x+d[0], y+d[1]
			arcs[i] = append(arcs[i], point{
				lat: float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1],
				lon: float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0]})
		}
	}
	var out []string
	for _, g := range t.Objects["countries"].Geometries {
		var polygons [][][]int
		var err error
		if g.Type == "Polygon" {
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		} else {
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("atlas: %w", err)
		}
		var d strings.Builder
		for _, polygon := range polygons {
			for _, ring := range polygon {
				ringPath(&d, arcs, ring)
			}
		}
		out = append(out, d.String())
	}
	return out, nil
}

type point struct{ lat, lon float64 }

// ringPath writes a ring, and again on the other side of the map where it
// crosses the 180th meridian.
func ringPath(d *strings.Builder, arcs [][]point, chain []int) {
	ring := unwrap(arcs, chain)
	west, east := 0.0, 0.0
	for _, p := range ring {
		west, east = min(west, p.lon), max(east, p.lon)
	}
	shifts := []float64{0}
	if east > 180.1 {
		shifts = append(shifts, -360)
	}
	if west < -180.1 {
		shifts = append(shifts, 360)
	}
	for _, shift := range shifts {
		for k, p := range ring {
			x, y := project(p.lat, p.lon+shift)
			d.WriteString(string("ML"[min(k, 1)]) + short(x) + " " + short(y))
		}
		d.WriteString("Z")
	}
}

// unwrap joins a chain of arcs into one ring without jumps from one edge of the
// map to the other: its longitudes go on beyond 180°.
func unwrap(arcs [][]point, chain []int) []point {
	var ring []point
	for _, i := range chain {
		a, back := i, i < 0
		if back {
			a = ^i
		}
		if a >= len(arcs) {
			continue
		}
		for k := range arcs[a] {
			p := arcs[a][k]
			if back {
				p = arcs[a][len(arcs[a])-1-k]
			}
			if k == 0 && len(ring) > 0 {
				continue // an arc begins where the one before it ends
			}
			if len(ring) > 0 {
				last := ring[len(ring)-1].lon
				for p.lon-last > 180 {
					p.lon -= 360
				}
				for p.lon-last < -180 {
					p.lon += 360
				}
			}
			ring = append(ring, p)
		}
	}
	return ring
}
