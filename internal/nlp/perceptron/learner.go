package perceptron

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// Learner is a perceptron under training: rows of class weights that come to be
// when their feature is first updated.
type Learner struct {
	classes int
	step    int64
	index   []int32 // hash table: 1 + row, by feature
	keys    []uint32
	w       []int32
	sum     []int64 // of updates, each times the step it was made at
}

// NewLearner makes a learner of so many classes, 255 at most.
func NewLearner(classes int) *Learner {
	return &Learner{classes: classes, step: 1, index: make([]int32, 1<<16)}
}

// Step counts a decision taken, right or wrong.
func (l *Learner) Step() { l.step++ }

// Features is the number of features with weights.
func (l *Learner) Features() int { return len(l.keys) }

// row is the row of a feature, or -1.
func (l *Learner) row(h uint32) int {
	mask := uint32(len(l.index) - 1)
	for i := (h * 0x9E3779B1) & mask; ; i = (i + 1) & mask {
		r := l.index[i] - 1
		if r < 0 || l.keys[r] == h {
			return int(r)
		}
	}
}

// Score sums the current weights.
func (l *Learner) Score(feats []uint32, acc []int32) {
	clear(acc)
	for _, h := range feats {
		r := l.row(h)
		if r < 0 {
			continue
		}
		row := l.w[r*l.classes : (r+1)*l.classes]
		acc := acc[:len(row)]
		for c, w := range row {
			acc[c] += w
		}
	}
}

// Update moves the weights of the features from the wrong class to the right.
func (l *Learner) Update(feats []uint32, right, wrong int) {
	for _, h := range feats {
		r := l.row(h)
		if r < 0 {
			r = l.insert(h)
		}
		i := r*l.classes + right
		l.w[i]++
		l.sum[i] += l.step
		i = r*l.classes + wrong
		l.w[i]--
		l.sum[i] -= l.step
	}
}

func (l *Learner) insert(h uint32) int {
	if len(l.keys)*2 >= len(l.index) {
		l.index = make([]int32, 2*len(l.index))
		for r, k := range l.keys {
			l.place(k, int32(r+1))
		}
	}
	l.keys = append(l.keys, h)
	for range l.classes {
		l.w, l.sum = append(l.w, 0), append(l.sum, 0)
	}
	l.place(h, int32(len(l.keys)))
	return len(l.keys) - 1
}

func (l *Learner) place(h uint32, r int32) {
	mask := uint32(len(l.index) - 1)
	i := (h * 0x9E3779B1) & mask
	for l.index[i] != 0 {
		i = (i + 1) & mask
	}
	l.index[i] = r
}

// feature is a finished row: the average of its weights over all steps.
type feature struct {
	key   uint32
	w     []int16
	worth int64
}

// finish averages the weights, scales them to 16 bits and keeps the limit
// features that weigh most.
func (l *Learner) finish(limit int) []feature {
	top := 0.0
	avg := make([]float64, len(l.w))
	for i, w := range l.w {
		avg[i] = float64(w) - float64(l.sum[i])/float64(l.step)
		top = max(top, avg[i], -avg[i])
	}
	// 64 units a step leave room for a sum of 300 features in 32 bits.
	scale := min(64, 32000/max(top, 1e-9))
	out := make([]feature, 0, len(l.keys))
	for r, k := range l.keys {
		f := feature{key: k, w: make([]int16, l.classes)}
		for c := range f.w {
			v := avg[r*l.classes+c] * scale
			f.w[c] = int16(roundAway(v))
			f.worth += int64(max(f.w[c], -f.w[c]))
		}
		if f.worth > 0 {
			out = append(out, f)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].worth != out[j].worth {
			return out[i].worth > out[j].worth
		}
		return out[i].key < out[j].key
	})
	return out[:min(limit, len(out))]
}

func roundAway(v float64) int {
	if v < 0 {
		return int(v - 0.5)
	}
	return int(v + 0.5)
}

// slotOf finds an empty slot for a feature in n slots of the given size. A
// feature whose place and check are another's is dropped.
func slotOf(slots []byte, size int, n, key uint32, empty func([]byte) bool) []byte {
	hi, _ := bits.Mul32(key, n)
	for i := int(hi); ; i++ {
		if i == int(n) {
			i = 0
		}
		b := slots[i*size : (i+1)*size]
		if empty(b) {
			return b
		}
		if binary.LittleEndian.Uint16(b) == uint16(key) {
			return nil
		}
	}
}

// Table packs the weights of the limit features that weigh most. Weights below least are taken as zero.
func (l *Learner) Table(limit int, least int16) Table {
	feats := l.finish(limit)
	n := uint32(len(feats)*5/3 + 8)
	slots, entries := make([]byte, int(n)*slotSize), make([]byte, 3)
	for _, f := range feats {
		at := len(entries)
		entries = append(entries, 0, 0, 0)
		for c, w := range f.w {
			if w >= least || w <= -least {
				entries = append(entries, byte(c), byte(uint16(w)), byte(uint16(w)>>8))
				entries[at]++
			}
		}
		if entries[at] == 0 {
			entries = entries[:at]
			continue
		}
		b := slotOf(slots, slotSize, n, f.key, func(b []byte) bool { return b[2]|b[3]|b[4] == 0 })
		if b == nil {
			entries = entries[:at]
			continue
		}
		off := at / 3
		copy(b, []byte{byte(f.key), byte(f.key >> 8), byte(off), byte(off >> 8), byte(off >> 16)})
	}
	return NewTable(string(slots), string(entries))
}

// Triples packs the weights of a learner of three classes.
func (l *Learner) Triples(limit int) Triples {
	feats := l.finish(limit)
	n := uint32(len(feats)*5/3 + 8)
	slots := make([]byte, int(n)*8)
	for _, f := range feats {
		b := slotOf(slots, 8, n, f.key, func(b []byte) bool { return binary.LittleEndian.Uint64(b) == 0 })
		if b == nil {
			continue
		}
		binary.LittleEndian.PutUint16(b, uint16(f.key))
		for c, w := range f.w {
			binary.LittleEndian.PutUint16(b[2+2*c:], uint16(w))
		}
	}
	return Triples{string(slots)}
}
