package place

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
)

//go:embed gazetteer.bin
var embedded string

// NameKind says how a name belongs to a place.
type NameKind uint8

const (
	Primary   NameKind = iota // the place's name in GeoNames or in the lexicon
	Variant                   // another spelling or name
	Short                     // a division without the word for its kind: "Laurel" for "Laurel County"
	Preferred                 // what the name means first, the lexicon says
)

// Place is an entry of the gazetteer.
type Place struct {
	Name       string
	ID         int // GeoNames id; 0 where unknown
	Lat, Lon   float64
	Population int    // to about three digits
	Feature    string // GeoNames feature code
	ISO2       string // "" for places of no or many states
	Admin1     string // "US.OH"; "" when unknown
	Admin2     string // "US.OH.045"; "" when unknown
}

// The file: a header of sections, each a plain array read in place.
//
//	magic  "CHGAZ1\n\x00"
//	counts uint32 × 6: places, names' bytes, index entries, countries, features, codes
//	sections in that order, then the table of index buckets
//
// A place is 20 bytes: name offset (3), GeoNames id (3), latitude (3),
// longitude (3), population (2: 11 bits of mantissa, 5 of exponent), country
// (1), first-level division (2), second-level division (2), feature (1). The
// name stands in the pool behind a byte with its length. Divisions are numbers
// of places, as first-level ones come first and second-level ones after them.
//
// An index entry is 8 bytes: 40 bits of the folded name's hash, 3 of name kind,
// 21 of place. Entries are sorted; bucket b is the first entry whose hash
// begins with the 16 bits b.
const (
	magic      = "CHGAZ1\n\x00"
	headerLen  = len(magic) + 6*4
	placeLen   = 20
	entryLen   = 8
	codeLen    = 10
	countryLen = 2
	featureLen = 5
	hashMask   = 1<<40 - 1
	buckets    = 1 << 16
	none16     = 1<<16 - 1
	coordScale = 1 << 24
)

// Gazetteer reads places from the bytes of a generated file, where they are.
type Gazetteer struct {
	places, pool, index, countries, features, codes, bucket string
	n                                                       int
}

// OpenGazetteer checks the frame of data and keeps it; nothing is parsed. A
// file that is cut short or made up yields an error here or empty places later,
// never a panic.
func OpenGazetteer(data string) (*Gazetteer, error) {
	if len(data) < headerLen || data[:len(magic)] != magic {
		return nil, errors.New("place: not a gazetteer")
	}
	widths := [6]int{placeLen, 1, entryLen, countryLen, featureLen, codeLen}
	var part [7]string
	rest := data[headerLen:]
	for i, w := range widths {
		n := uint64(u32(data, len(magic)+4*i)) * uint64(w)
		if n > uint64(len(rest)) {
			return nil, fmt.Errorf("place: gazetteer is cut short in section %d", i)
		}
		part[i], rest = rest[:n], rest[n:]
	}
	if len(rest) != 4*(buckets+1) {
		return nil, errors.New("place: gazetteer has no table of buckets")
	}
	part[6] = rest
	return &Gazetteer{part[0], part[1], part[2], part[3], part[4], part[5], part[6], len(part[0]) / placeLen}, nil
}

// Len is the number of places; their numbers run from 0.
func (g *Gazetteer) Len() int { return g.n }

// At is place i. A number out of range gives an empty place.
func (g *Gazetteer) At(i int) Place {
	if i < 0 || i >= g.n {
		return Place{}
	}
	p := g.without(i)
	at := i * placeLen
	p.Admin1 = g.code(u16(g.places, at+15))
	p.Admin2 = g.code(u16(g.places, at+17))
	return p
}

// without is At without the division codes, which have to be put together.
func (g *Gazetteer) without(i int) Place {
	at := i * placeLen
	m := uint(u16(g.places, at+12))
	return Place{
		Name: g.name(u24(g.places, at)), ID: u24(g.places, at+3),
		Lat: coord(u24(g.places, at+6)), Lon: coord(u24(g.places, at+9)),
		Population: int(m&0x7ff) << (m >> 11),
		ISO2:       fixed(g.countries, int(g.places[at+14]), countryLen),
		Feature:    fixed(g.features, int(g.places[at+19]), featureLen),
	}
}

func (g *Gazetteer) name(off int) string {
	if off >= len(g.pool) {
		return ""
	}
	end := off + 1 + int(g.pool[off])
	if end > len(g.pool) {
		return ""
	}
	return g.pool[off+1 : end]
}

// code is the division code of place i: its country and the ten bytes kept
// for it, after its province's.
func (g *Gazetteer) code(i int) string {
	if i == none16 || (i+1)*codeLen > len(g.codes) || i >= g.n {
		return ""
	}
	own := fixed(g.codes, i, codeLen)
	if up := u16(g.places, i*placeLen+15); up < i { // a second-level division
		return g.code(up) + "." + own
	}
	return fixed(g.countries, int(g.places[i*placeLen+14]), countryLen) + "." + own
}

// divisions are the numbers of the province and the district that place i lies
// in, each -1 where unknown; a division lies in itself.
func (g *Gazetteer) divisions(i int) (admin1, admin2 int32) {
	if i < 0 || i >= g.n {
		return -1, -1
	}
	of := func(at int) int32 {
		if k := u16(g.places, i*placeLen+at); k != none16 && k < g.n {
			return int32(k)
		}
		return -1
	}
	return of(15), of(17)
}

// find calls f for every place that has the folded name.
func (g *Gazetteer) find(h uint64, f func(place int, kind NameKind)) {
	b := int(h >> 24)
	lo, hi := int(u32(g.bucket, 4*b)), int(u32(g.bucket, 4*(b+1)))
	hi = min(hi, len(g.index)/entryLen)
	for ; lo < hi; lo++ {
		e := u64(g.index, lo*entryLen)
		switch eh := e >> 24; {
		case eh == h:
			f(int(e&(1<<21-1)), NameKind(e>>21&7))
		case eh > h:
			return
		}
	}
}

func coord(v int) float64 { return float64(v)/coordScale*360 - 180 }

func packCoord(deg float64) int {
	return min(max(int(math.Round((deg+180)/360*coordScale)), 0), 1<<24-1)
}

func fixed(s string, i, width int) string {
	if (i+1)*width > len(s) {
		return ""
	}
	s = s[i*width : (i+1)*width]
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	return s
}

func u16(s string, at int) int { return int(s[at]) | int(s[at+1])<<8 }
func u24(s string, at int) int { return u16(s, at) | int(s[at+2])<<16 }
func u32(s string, at int) uint32 {
	return uint32(u24(s, at)) | uint32(s[at+3])<<24
}
func u64(s string, at int) uint64 { return uint64(u32(s, at)) | uint64(u32(s, at+4))<<32 }
