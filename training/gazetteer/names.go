package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/place"
)

// bigTown is the population from which a town's other names are kept. Below
// it they are mostly romanisations that no report uses.
const bigTown = 15000

func (s *sources) emit(b *place.Builder) {
	for _, d := range s.admin1 {
		p := place.Place{Name: d.name, ID: d.id, Lat: d.lat, Lon: d.lon, Population: d.pop,
			Feature: "ADM1", ISO2: d.code[:2], Admin1: d.code}
		i := b.Add(p)
		b.Name(i, d.name, place.Primary)
		b.Name(i, d.own, place.Primary)
		for _, n := range d.names {
			b.Name(i, n, place.Variant)
		}
		b.Name(i, shortDivision(d.own), place.Short)
	}
	for _, d := range s.admin2 {
		cut := strings.LastIndexByte(d.code, '.')
		p := place.Place{Name: d.name, ID: d.id, Lat: d.lat, Lon: d.lon, Population: d.pop,
			Feature: "ADM2", ISO2: d.code[:2], Admin1: d.code[:cut], Admin2: d.code}
		i := b.Add(p)
		b.Name(i, d.name, place.Primary)
		b.Name(i, d.own, place.Primary)
		b.Name(i, shortDivision(d.own), place.Short)
	}
	for _, c := range s.cities {
		p := place.Place{Name: c.name, ID: c.id, Lat: c.lat, Lon: c.lon, Population: c.pop,
			Feature: c.feature, ISO2: c.country, Admin1: c.admin1}
		if s.byCode[c.admin2] != nil {
			p.Admin2 = c.admin2
		}
		i := b.Add(p)
		b.Name(i, c.name, place.Primary)
		b.Name(i, c.own, place.Primary)
		b.Name(i, c.alts[0], place.Variant)
		b.Name(i, c.alts[1], place.Variant)
		if c.pop < bigTown && c.feature != "PPLC" && c.feature != "PPLA" {
			continue
		}
		for _, n := range c.alts[2:] {
			if usable(n) {
				b.Name(i, n, place.Variant)
			}
		}
	}
}

// usable tells names from codes, lists of sounds and other scripts.
func usable(n string) bool {
	r, _ := utf8.DecodeRuneInString(n)
	if len(n) < 4 || !unicode.IsUpper(r) {
		return false
	}
	upper, letters := 0, 0
	for _, r := range n {
		switch {
		case unicode.Is(unicode.Latin, r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		case r == ' ' || r == '-' || r == '\'' || r == '’' || r == '.':
		default:
			return false
		}
	}
	return upper < letters // all capitals: a code
}

var kinds = strings.Fields(`county parish province region governorate oblast district
	prefecture state department municipality raion rayon kray krai canton
	borough division voivodeship sheng muhafazat wilaya`)

var kindsBefore = []string{"Provincia de ", "Provincia di ", "Province of ", "Region of ", "Departamento de ", "Département de ",
	"Département du ", "Département de la ", "Muḩāfaz̧at ", "Muhafazat ", "Wilaya de ", "Estado de ", "County of ",
	"Provincia del ", "Distrito de ", "Opština ", "Kabupaten ", "Kota ", "Landkreis ", "Município de ", "Nomós ", "Tỉnh ",
	"Ostān-e ", "Changwat ", "Municipality of ", "State of ", "District of ", "Republic of ", "Powiat ", "Oblast ", "Gouvernorat de ",
	"City and County of ", "Greater ", "Judeţul ", "Judetul ", "Região de ", "Al Muḩāfaz̧ah ", "Community of ", "Comunidad de "}

// shortDivision is a division's name without the word for its kind.
func shortDivision(n string) string {
	short := n
	for _, k := range kindsBefore {
		short = strings.TrimPrefix(short, k)
	}
	for _, k := range kinds {
		if cut := len(short) - len(k); cut > 1 && strings.EqualFold(short[cut:], k) && (short[cut-1] == ' ' || short[cut-1] == '-') {
			short = short[:cut-1]
		}
	}
	return strings.TrimSpace(short)
}
