package neural

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unsafe"
)

// magicLine opens a weight file; a JSON header and the arrays it names follow,
// each starting at a multiple of 64 bytes after the header.
const magicLine = "chancery neural 1\n"

type header struct {
	Width   int
	Heads   int
	Inner   []int    // width of the feed-forward part of each layer
	Exits   []int    // depths with an exit
	Ends    int      // depth at which ends of sentences are read; 0 where they are not
	UPOS    []string // by class
	Rels    []string
	NER     []string // BILUO tags over entity types, "O" first
	Arc     int      // width of the vectors whose product scores an arc
	Label   int
	Dist    int               // arcs longer than this share a bias
	Pieces  int               // most pieces of a word that count
	Arrays  map[string]extent // where arrays stand after the header
	Sources string            // what the weights were learnt from
}

type extent struct{ At, Len int }

type file struct {
	header
	body string
}

func open(data string) (*file, error) {
	rest, ok := strings.CutPrefix(data, magicLine)
	if !ok || len(rest) < 4 {
		return nil, fmt.Errorf("neural: not a weight file of this version")
	}
	n := int(binary.LittleEndian.Uint32([]byte(rest[:4])))
	if n < 0 || n > len(rest)-4 {
		return nil, fmt.Errorf("neural: weight file is cut short")
	}
	f := &file{body: rest[4+n:]}
	if err := json.Unmarshal([]byte(rest[4:4+n]), &f.header); err != nil {
		return nil, fmt.Errorf("neural: header of the weights: %w", err)
	}
	for name, e := range f.Arrays {
		if e.At < 0 || e.Len < 0 || e.At > len(f.body)-e.Len {
			return nil, fmt.Errorf("neural: weight file is cut short in %s", name)
		}
	}
	return f, nil
}

// text is an array as it stands in the file.
func (f *file) text(name string, size int) (string, error) {
	e, ok := f.Arrays[name]
	if !ok || size >= 0 && e.Len != size {
		return "", fmt.Errorf("neural: weights: array %s: %d bytes, want %d", name, e.Len, size)
	}
	return f.body[e.At : e.At+e.Len], nil
}

// floats copies an array of n float32, little-endian.
func (f *file) floats(name string, n int) ([]float32, error) {
	s, err := f.text(name, 4*n)
	if err != nil {
		return nil, err
	}
	out := make([]float32, n)
	b := unsafe.Slice(unsafe.StringData(s), len(s))
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out, nil
}

// matrix copies packed weights to where cache lines begin.
func (f *file) matrix(name string, in, out int) (m matrix, err error) {
	m.in, m.out = in, roundUp(out, panel)
	s, err := f.text(name+".w", m.in*m.out)
	if err != nil {
		return m, err
	}
	buf := make([]byte, len(s)+64)
	skip := (64 - int(uintptr(unsafe.Pointer(&buf[0]))&63)) & 63
	m.w = buf[skip : skip+len(s)]
	copy(m.w, s)
	if m.scale, err = f.floats(name+".scale", m.out); err != nil {
		return m, err
	}
	m.bias, err = f.floats(name+".bias", m.out)
	return m, err
}

// table is an array of rows of 8-bit numbers, each row with its scale.
type table struct {
	width int
	q     []int8
	scale []float32
}

func (f *file) table(name string, rows, width int) (t table, err error) {
	s, err := f.text(name+".q", rows*width)
	if err != nil {
		return t, err
	}
	t.width = width
	// The bytes stay in the binary; nothing writes to them.
	t.q = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.StringData(s))), len(s))
	t.scale, err = f.floats(name+".scale", rows)
	return t, err
}

// add adds row i times by to dst.
func (t *table) add(dst []float32, i int, by float32) {
	addScaled(dst, t.q[i*t.width:(i+1)*t.width], by*t.scale[i])
}
