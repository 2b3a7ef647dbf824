// Package perceptron holds linear classifiers over hashed features: averaged
// perceptrons to train, and packed tables to run. Weights are integers, so a
// result is the same on every machine.
package perceptron

import "math/bits"

// Table maps feature hashes to a few class weights. It reads the bytes of the
// weight file in place:
//
//	slots   check uint16, offset of the entries in units of 3 bytes uint24
//	entries count, 0, 0; then count times class uint8, weight int16
//
// A slot is found at hash·slots/2³² and, where taken, after it; check is the
// low half of the hash. Offset 0 marks an empty slot.
type Table struct {
	Slots, Entries string
	n              uint32 // slots
}

const slotSize = 5

// NewTable makes a table of what Learner.Table packed.
func NewTable(slots, entries string) Table {
	return Table{slots, entries, uint32(len(slots) / slotSize)}
}

// batch is how many features are looked up together: their slots are read first
// and compared after, so that the reads, mostly from beyond the cache, overlap.
const batch = 64

// Score sums the weights of the features for each class.
func (t *Table) Score(feats []uint32, acc []int32) {
	clear(acc)
	var slots [batch]uint64
	for len(feats) > 0 {
		fs := feats[:min(batch, len(feats))]
		feats = feats[len(fs):]
		for j, h := range fs {
			slots[j&(batch-1)] = t.load(home(h, t.n))
		}
		for j, h := range fs {
			v := slots[j&(batch-1)]
			for i := home(h, t.n); v>>16 != 0 && uint16(v) != uint16(h); {
				if i++; i == int(t.n) {
					i = 0
				}
				v = t.load(i)
			}
			off := 3 * int(v>>16)
			if off == 0 {
				continue
			}
			e := t.Entries[off+3 : off+3+3*int(t.Entries[off])]
			for ; len(e) >= 3; e = e[3:] {
				acc[e[0]] += int32(int16(uint16(e[1]) | uint16(e[2])<<8))
			}
		}
	}
}

// home is where the slot of a feature is looked for first among n.
func home(h, n uint32) int {
	hi, _ := bits.Mul32(h, n)
	return int(hi)
}

// load is slot i: the check in the low 16 bits, the offset above.
func (t *Table) load(i int) uint64 {
	b := t.Slots[i*slotSize : i*slotSize+slotSize]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32
}

// Triples is a table for three classes: slots of check uint16 and three
// int16 weights; a slot of zeros is empty.
type Triples struct {
	Slots string // 8 bytes each
}

// Score sums the weights of the features for the three classes.
func (t *Triples) Score(feats []uint32, acc *[3]int32) {
	var a, b, c int32
	var slots [batch]uint64
	n := uint32(len(t.Slots) / 8)
	for len(feats) > 0 {
		fs := feats[:min(batch, len(feats))]
		feats = feats[len(fs):]
		for j, h := range fs {
			slots[j&(batch-1)] = t.load(home(h, n))
		}
		for j, h := range fs {
			v := slots[j&(batch-1)]
			for i := home(h, n); v != 0 && uint16(v) != uint16(h); {
				if i++; i == int(n) {
					i = 0
				}
				v = t.load(i)
			}
			a += int32(int16(v >> 16))
			b += int32(int16(v >> 32))
			c += int32(int16(v >> 48))
		}
	}
	acc[0], acc[1], acc[2] = a, b, c
}

func (t *Triples) load(i int) uint64 {
	p := t.Slots[i*8 : i*8+8]
	return uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 | uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
}

// Best is the first class of the highest score.
func Best(acc []int32) int {
	b := 0
	for c := 1; c < len(acc); c++ {
		if acc[c] > acc[b] {
			b = c
		}
	}
	return b
}

// Mix folds b into a (the finaliser of MurmurHash3, public domain).
func Mix(a, b uint32) uint32 {
	h := (a ^ b*0x9E3779B1) * 0x85EBCA6B
	h ^= h >> 15
	h *= 0xC2B2AE35
	return h ^ h>>13
}

// HashString is FNV-1a.
func HashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// HashBytes is HashString of bytes.
func HashBytes(s []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}
