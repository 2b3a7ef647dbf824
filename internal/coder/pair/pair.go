// Package pair holds the learned part of the coder: a multinomial logistic
// model that says which event type, if any, stands between two actors of a
// sentence. Features are hashed; weights are integers, so that a score is the
// same number on every machine.
package pair

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
)

// None is the label of two actors between whom nothing happens.
const None = "NONE"

// Model scores feature sets. It is safe for concurrent use.
type Model struct {
	labels []string
	scale  float64          // weight of one integer step
	rows   map[uint32]int32 // feature → first weight in w
	w      []int8           // len(labels) weights a row

	dim        int     // numbers in a token's vector
	dense      []int8  // Slots × labels × dim weights
	denseScale float64 // weight of one integer step, times one of the vector
}

// Slots are the words whose vectors the model reads: who acts, who is acted on,
// and the verb between them.
const Slots = 3

// Dense adds to sum, of one number a label, what the vector of a slot's word
// speaks for. Vectors of another length add nothing.
func (m *Model) Dense(slot int, v []int8, sum []int32) {
	if len(v) != m.dim || m.dim == 0 {
		return
	}
	for i := range sum {
		w := m.dense[(slot*len(m.labels)+i)*m.dim:][:len(v)]
		var a, b int32
		for j := 0; j+1 < len(v); j += 2 {
			a += int32(w[j]) * int32(v[j])
			b += int32(w[j+1]) * int32(v[j+1])
		}
		sum[i] += a + b
	}
}

// Labels are the classes in the order of Score.
func (m *Model) Labels() []string { return m.labels }

// Score writes the probability of each label into p, which must have the
// length of Labels. dense holds the sums of Dense over the slots, or is nil.
func (m *Model) Score(features []uint32, dense []int32, p []float64) {
	n := len(m.labels)
	sum := make([]int32, n)
	for _, f := range features {
		at, ok := m.rows[f]
		if !ok {
			continue
		}
		for i, w := range m.w[at : at+int32(n)] {
			sum[i] += int32(w)
		}
	}
	for i, s := range sum {
		p[i] = float64(s) * m.scale
		if dense != nil {
			p[i] += float64(dense[i]) * m.denseScale
		}
	}
	softmax(p)
}

// Example is a labelled feature set for Train.
type Example struct {
	Features []uint32
	Vectors  [Slots][]int8 // all of one length, or nil
	Label    string
	Weight   float64 // how much it counts, 1 usual
}

// Options of training.
type Options struct {
	Epochs  int
	Rate    float64 // AdaGrad step
	L2      float64 // on sparse weights
	Dense   float64 // step on dense weights, as a share of Rate
	DenseL2 float64
	Seed    uint64
	Min     int // features seen in fewer examples are dropped
}

// Train fits a model by AdaGrad on the multinomial likelihood. The same
// examples, options and version give the same bytes.
func Train(examples []Example, o Options) *Model {
	seen := map[string]bool{}
	count := map[uint32]int{}
	for _, e := range examples {
		seen[e.Label] = true
		for _, f := range e.Features {
			count[f]++
		}
	}
	var labels []string
	for l := range seen {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	id := map[string]int{}
	for i, l := range labels {
		id[l] = i
	}
	var kept []uint32
	for f, c := range count {
		if c >= o.Min {
			kept = append(kept, f)
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i] < kept[j] })
	n := len(labels)
	row := make(map[uint32]int, len(kept))
	for i, f := range kept {
		row[f] = i * n
	}
	w := make([]float64, len(kept)*n)
	g2 := make([]float64, len(w))
	dim := 0
	for i := range examples {
		dim = max(dim, len(examples[i].Vectors[0]))
	}
	dw := make([]float64, Slots*n*dim)
	dg := make([]float64, len(dw))
	rng := rand.New(rand.NewPCG(o.Seed, 1))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	p := make([]float64, n)
	for range o.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := &examples[k]
			for i := range p {
				p[i] = 0
			}
			for _, f := range e.Features {
				if at, ok := row[f]; ok {
					for i := range p {
						p[i] += w[at+i]
					}
				}
			}
			for s, v := range e.Vectors {
				for i := range p {
					w := dw[(s*n+i)*dim:][:len(v)]
					for j, x := range v {
						p[i] += w[j] * float64(x) * vectorUnit
					}
				}
			}
			softmax(p)
			p[id[e.Label]]--
			for s, v := range e.Vectors {
				for i, d := range p {
					at := (s*n + i) * dim
					for j, x := range v {
						grad := d*e.Weight*float64(x)*vectorUnit + o.DenseL2*dw[at+j]
						dg[at+j] += grad * grad
						dw[at+j] -= o.Rate * o.Dense * grad / math.Sqrt(dg[at+j]+1e-6)
					}
				}
			}
			for _, f := range e.Features {
				at, ok := row[f]
				if !ok {
					continue
				}
				for i, d := range p {
					grad := d*e.Weight + o.L2*w[at+i]
					g2[at+i] += grad * grad
					if g2[at+i] > 0 {
						w[at+i] -= o.Rate * grad / math.Sqrt(g2[at+i]+1e-8)
					}
				}
			}
		}
	}
	m := quantise(labels, kept, w)
	m.dim = dim
	big := 1e-9
	for _, v := range dw {
		big = max(big, math.Abs(v))
	}
	m.denseScale = big / 127 * vectorUnit
	m.dense = make([]int8, len(dw))
	for i, v := range dw {
		m.dense[i] = int8(math.Round(v * 127 / big))
	}
	return m
}

// vectorUnit brings a byte of a vector to about one.
const vectorUnit = 1.0 / 32

func softmax(p []float64) {
	top := p[0]
	for _, v := range p {
		top = max(top, v)
	}
	total := 0.0
	for i, v := range p {
		p[i] = math.Exp(v - top)
		total += p[i]
	}
	for i := range p {
		p[i] /= total
	}
}

func quantise(labels []string, features []uint32, w []float64) *Model {
	big := 1e-9
	for _, v := range w {
		big = max(big, math.Abs(v))
	}
	m := &Model{labels: labels, scale: big / 127, rows: map[uint32]int32{}}
	n := len(labels)
	for i, f := range features {
		row := make([]int8, n)
		used := false
		for j := range row {
			row[j] = int8(math.Round(w[i*n+j] / m.scale))
			used = used || row[j] != 0
		}
		if used {
			m.rows[f] = int32(len(m.w))
			m.w = append(m.w, row...)
		}
	}
	return m
}

const magic = "CHPM2\n"

// Marshal is the model as bytes: labels, scale, and rows in the order of their
// features.
func (m *Model) Marshal() []byte {
	b := []byte(magic)
	b = append(b, byte(len(m.labels)))
	for _, l := range m.labels {
		b = append(b, byte(len(l)))
		b = append(b, l...)
	}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(m.scale))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.rows)))
	keys := make([]uint32, 0, len(m.rows))
	for f := range m.rows {
		keys = append(keys, f)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	for _, f := range keys {
		b = binary.LittleEndian.AppendUint32(b, f)
		at := m.rows[f]
		for _, w := range m.w[at : at+int32(len(m.labels))] {
			b = append(b, byte(w))
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(m.dim))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(m.denseScale))
	for _, w := range m.dense {
		b = append(b, byte(w))
	}
	return b
}

// Unmarshal reads what Marshal wrote.
func Unmarshal(b []byte) (*Model, error) {
	bad := func(what string) (*Model, error) { return nil, fmt.Errorf("pair model: %s", what) }
	if len(b) < len(magic)+1 || string(b[:len(magic)]) != magic {
		return nil, errors.New("pair model: not a pair model, or of another version")
	}
	b = b[len(magic):]
	m := &Model{}
	n := int(b[0])
	b = b[1:]
	for range n {
		if len(b) < 1 || len(b) < 1+int(b[0]) {
			return bad("cut off in its labels")
		}
		m.labels = append(m.labels, string(b[1:1+b[0]]))
		b = b[1+b[0]:]
	}
	if n == 0 || len(b) < 12 {
		return bad("cut off in its head")
	}
	m.scale = math.Float64frombits(binary.LittleEndian.Uint64(b))
	rows := int(binary.LittleEndian.Uint32(b[8:]))
	b = b[12:]
	if rows < 0 || len(b) < rows*(4+n)+12 {
		return bad(fmt.Sprintf("want %d rows, found %d bytes", rows, len(b)))
	}
	m.rows = make(map[uint32]int32, rows)
	m.w = make([]int8, 0, rows*n)
	for range rows {
		m.rows[binary.LittleEndian.Uint32(b)] = int32(len(m.w))
		for _, w := range b[4 : 4+n] {
			m.w = append(m.w, int8(w))
		}
		b = b[4+n:]
	}
	m.dim = int(binary.LittleEndian.Uint32(b))
	m.denseScale = math.Float64frombits(binary.LittleEndian.Uint64(b[4:]))
	b = b[12:]
	if len(b) != Slots*n*m.dim {
		return bad(fmt.Sprintf("want vectors of %d, found %d bytes", m.dim, len(b)))
	}
	m.dense = make([]int8, len(b))
	for i, w := range b {
		m.dense[i] = int8(w)
	}
	return m, nil
}

// Hash is the feature number of a name and up to two words.
func Hash(name byte, a, b string) uint32 {
	const prime = 16777619
	h := uint32(2166136261)
	h = (h ^ uint32(name)) * prime
	for i := 0; i < len(a); i++ {
		h = (h ^ uint32(lower(a[i]))) * prime
	}
	h = (h ^ 0xff) * prime
	for i := 0; i < len(b); i++ {
		h = (h ^ uint32(lower(b[i]))) * prime
	}
	return h
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 32
	}
	return c
}

// HeldOut: rows of the PLV set that training leaves out and figures are given
// on, every fourth by the number in its id ("plv-12", "plv-12-2").
func HeldOut(id string) bool {
	n, digits := 0, false
	for i := 0; i < len(id); i++ {
		if c := id[i]; c >= '0' && c <= '9' {
			n, digits = n*10+int(c-'0'), true
		} else if digits {
			break
		}
	}
	return digits && n%4 == 0
}
