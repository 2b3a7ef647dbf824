package place

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Builder collects places and writes the file that OpenGazetteer reads. Add
// first-level divisions before second-level ones, and both before the rest.
type Builder struct {
	places []Place
	names  map[uint64]bool // index entries
	admin  map[string]int  // division code → place
}

// NewBuilder is an empty builder.
func NewBuilder() *Builder { return &Builder{names: map[uint64]bool{}, admin: map[string]int{}} }

// Add appends a place and returns its number.
func (b *Builder) Add(p Place) int {
	b.places = append(b.places, p)
	n := len(b.places) - 1
	switch {
	case p.Feature == "ADM1":
		b.admin[p.Admin1] = n
	case p.Feature == "ADM2":
		b.admin[p.Admin2] = n
	}
	return n
}

// Name adds a name to a place. A name that the place has already in a better
// kind is left out.
func (b *Builder) Name(place int, name string, kind NameKind) {
	f := Fold(nil, name)
	if len(f) < 2 {
		return
	}
	h := hash(f)
	for k := Primary; k <= kind; k++ {
		if b.names[entry(h, place, k)] {
			return
		}
	}
	b.names[entry(h, place, kind)] = true
}

func entry(h uint64, place int, kind NameKind) uint64 {
	return h<<24 | uint64(kind)<<21 | uint64(place)
}

// Summary counts what was collected.
func (b *Builder) Summary() string {
	return fmt.Sprintf("%d places, %d divisions, %d names", len(b.places), len(b.admin), len(b.names))
}

// Bytes is the finished file.
func (b *Builder) Bytes() ([]byte, error) {
	if len(b.places) >= 1<<21 || len(b.admin) >= none16 {
		return nil, errors.New("place: too many places for the format")
	}
	var (
		places, pool, codes []byte
		offsets             = map[string]int{}
		countries           = newTable(countryLen)
		features            = newTable(featureLen)
	)
	for _, p := range b.places {
		name := p.Name
		if len(name) > 255 {
			name = strings.ToValidUTF8(name[:255], "")
		}
		off, ok := offsets[name]
		if !ok {
			off = len(pool)
			offsets[name] = off
			pool = append(append(pool, byte(len(name))), name...)
		}
		if p.ID >= 1<<24 || off >= 1<<24 {
			return nil, fmt.Errorf("place: %s: id or name does not fit", p.Name)
		}
		places = put24(put24(places, off), p.ID)
		places = put24(put24(places, packCoord(p.Lat)), packCoord(p.Lon))
		places = binary.LittleEndian.AppendUint16(places, packPopulation(p.Population))
		places = append(places, countries.index(p.ISO2))
		places = binary.LittleEndian.AppendUint16(places, b.division(p.Admin1))
		places = binary.LittleEndian.AppendUint16(places, b.division(p.Admin2))
		places = append(places, features.index(p.Feature))
		if c := ownCode(p); c != "" {
			if len(codes)/codeLen != len(places)/placeLen-1 || len(c) > codeLen {
				return nil, fmt.Errorf("place: division %s out of order or too long", p.Name)
			}
			codes = append(codes, fmt.Sprintf("%-*s", codeLen, c)...)
		}
	}
	for i := range codes {
		if codes[i] == ' ' {
			codes[i] = 0
		}
	}
	if countries.full || features.full {
		return nil, errors.New("place: too many countries or features for the format")
	}
	index, bucket := b.index()
	out := []byte(magic)
	for _, n := range []int{len(b.places), len(pool), len(index) / entryLen, len(countries.data) / countryLen,
		len(features.data) / featureLen, len(codes) / codeLen} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for _, s := range [][]byte{places, pool, index, countries.data, features.data, codes, bucket} {
		out = append(out, s...)
	}
	return out, nil
}

func ownCode(p Place) string {
	switch p.Feature {
	case "ADM1":
		return p.Admin1[strings.IndexByte(p.Admin1, '.')+1:]
	case "ADM2":
		return p.Admin2[strings.LastIndexByte(p.Admin2, '.')+1:]
	}
	return ""
}

func (b *Builder) division(code string) uint16 {
	if i, ok := b.admin[code]; ok && code != "" {
		return uint16(i)
	}
	return none16
}

func (b *Builder) index() (index, bucket []byte) {
	entries := make([]uint64, 0, len(b.names))
	for e := range b.names {
		entries = append(entries, e)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i] < entries[j] })
	next := 0
	for i, e := range entries {
		for ; next <= int(e>>48); next++ {
			bucket = binary.LittleEndian.AppendUint32(bucket, uint32(i))
		}
		index = binary.LittleEndian.AppendUint64(index, e)
	}
	for ; next <= buckets; next++ {
		bucket = binary.LittleEndian.AppendUint32(bucket, uint32(len(entries)))
	}
	return index, bucket
}

// table numbers the distinct strings of one width.
type table struct {
	width int
	data  []byte
	known map[string]int
	full  bool
}

func newTable(width int) *table { return &table{width: width, known: map[string]int{}} }

func (t *table) index(s string) byte {
	i, ok := t.known[s]
	if !ok {
		i = len(t.known)
		t.known[s] = i
		field := make([]byte, t.width)
		t.full = t.full || copy(field, s) < len(s) || i > 255
		t.data = append(t.data, field...)
	}
	return byte(i)
}

func put24(b []byte, v int) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }

// packPopulation keeps 11 bits of mantissa and 5 of exponent.
func packPopulation(n int) uint16 {
	e := 0
	for n = max(n, 0); n > 0x7ff; n >>= 1 {
		e++
	}
	return uint16(e<<11 | n)
}
