// Command borders writes lexicon/en/places/borders.txt: for every two countries
// that share a border, a point on it. The borders are those of the map in
// internal/atlas (Natural Earth, public domain), whose TopoJSON keeps an arc that
// two countries share once.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"sort"
	"strings"

	"chancery/internal/place"
	"chancery/lexicon"
)

func main() {
	log.SetFlags(0)
	world := flag.String("map", "internal/atlas/world.json", "TopoJSON with the countries")
	out := flag.String("o", "lexicon/en/places/borders.txt", "file to write")
	flag.Parse()
	if err := run(*world, *out); err != nil {
		log.Fatal("borders: ", err)
	}
}

// topology is the part of TopoJSON that the map uses: quantised arcs, and
// polygons whose rings are chains of arcs, ~i meaning arc i backwards.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]int
	Objects   map[string]struct {
		Geometries []struct {
			Arcs       json.RawMessage
			Properties struct{ Name string }
		}
	}
}

const head = `# Borders of two countries: a point on each, for maps only, from Natural Earth's
# map (public domain). Written by training/borders; do not edit.
# ISO2 of both | lat | lon
`

func run(world, out string) error {
	data, err := os.ReadFile(world)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return fmt.Errorf("%s: %w", world, err)
	}
	codes, err := countryCodes()
	if err != nil {
		return err
	}
	of := map[int][]string{} // arc → countries
	for _, g := range t.Objects["countries"].Geometries {
		code := codes(g.Properties.Name)
		if code == "" {
			log.Printf("left out: %s", g.Properties.Name)
			continue
		}
		var arcs any
		if err := json.Unmarshal(g.Arcs, &arcs); err != nil {
			return fmt.Errorf("%s: %s: %w", world, g.Properties.Name, err)
		}
		for _, a := range flat(arcs) {
			of[a] = append(of[a], code)
		}
	}
	shared := map[string][]int{}
	for a, cs := range of {
		if len(cs) == 2 && cs[0] != cs[1] {
			sort.Strings(cs)
			shared[cs[0]+" "+cs[1]] = append(shared[cs[0]+" "+cs[1]], a)
		}
	}
	var lines []string
	for pair, arcs := range shared {
		sort.Ints(arcs)
		lat, lon := t.middle(arcs)
		lines = append(lines, fmt.Sprintf("%s | %.2f | %.2f\n", pair, lat, lon))
	}
	sort.Strings(lines)
	log.Printf("%s: %d borders", out, len(lines))
	return os.WriteFile(out, []byte(head+strings.Join(lines, "")), 0o644)
}

// countryCodes finds the ISO 3166-1 alpha-2 code of a country that the map names,
// often by a name cut short ("Dem. Rep. Congo").
func countryCodes() (func(name string) string, error) {
	places, err := place.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	short := map[string]string{"Dem. Rep. Congo": "DR Congo", "Central African Rep.": "Central African Republic", "Eq. Guinea": "Equatorial Guinea",
		"S. Sudan": "South Sudan", "Bosnia and Herz.": "Bosnia", "Dominican Rep.": "Dominican Republic", "W. Sahara": "Western Sahara",
		"eSwatini": "Eswatini", "Macedonia": "North Macedonia", "Congo": "Republic of the Congo"}
	return func(name string) string {
		if s, ok := short[name]; ok {
			name = s
		}
		if iso3, ok := places.Country(name); ok {
			p, _ := places.CountryPlace(iso3)
			return p.ISO2
		}
		return ""
	}, nil
}

// flat is every arc of nested lists of arcs.
func flat(v any) []int {
	switch v := v.(type) {
	case float64:
		if v < 0 {
			v = -v - 1
		}
		return []int{int(v)}
	case []any:
		var out []int
		for _, x := range v {
			out = append(out, flat(x)...)
		}
		return out
	}
	return nil
}

// middle is the vertex of the arcs that lies nearest to the mean of them all.
func (t *topology) middle(arcs []int) (lat, lon float64) {
	type point struct{ lat, lon float64 }
	var all []point
	var sum point
	for _, a := range arcs {
		x, y := 0, 0
		for _, d := range t.Arcs[a] {
			x, y = x+d[0], y+d[1]
			p := point{float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1], float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0]}
			all = append(all, p)
			sum.lat, sum.lon = sum.lat+p.lat, sum.lon+p.lon
		}
	}
	mean := point{sum.lat / float64(len(all)), sum.lon / float64(len(all))}
	best := all[0]
	for _, p := range all {
		if math.Hypot(p.lat-mean.lat, p.lon-mean.lon) < math.Hypot(best.lat-mean.lat, best.lon-mean.lon) {
			best = p
		}
	}
	return best.lat, best.lon
}
