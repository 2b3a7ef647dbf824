// Package linear is the light model: averaged perceptrons over hashed features
// that tag, parse (arc-hybrid) and find entities. Weights are integers, so a
// result is the same on every machine.
package linear

import "math/bits"

// table maps feature hashes to a few class weights. It reads the bytes of the
// weight file in place:
//
//	slots   check uint16, offset of the entries in units of 3 bytes uint24
//	entries count, 0, 0; then count times class uint8, weight int16
//
// A slot is found at hash·slots/2³² and, where taken, after it; check is the
// low half of the hash. Offset 0 marks an empty slot.
type table struct {
	classes int
	slots   uint32
	slot    string // 5 bytes each
	entry   string
}

const slotSize = 5

// find returns the entries of a feature, or "".
func (t *table) find(h uint32) string {
	hi, _ := bits.Mul32(h, t.slots)
	s, low := t.slot, uint16(h)
	for i := int(hi) * slotSize; ; i += slotSize {
		if i+slotSize > len(s) {
			i = 0
		}
		b := s[i : i+slotSize]
		off := int(b[2]) | int(b[3])<<8 | int(b[4])<<16
		if off == 0 {
			return ""
		}
		if uint16(b[0])|uint16(b[1])<<8 == low {
			off *= 3
			return t.entry[off+3 : off+3+3*int(t.entry[off])]
		}
	}
}

// score sums the weights of the features for each class.
func (t *table) score(feats []uint32, acc []int32) {
	clear(acc)
	for _, h := range feats {
		for e := t.find(h); len(e) >= 3; e = e[3:] {
			acc[e[0]] += int32(int16(uint16(e[1]) | uint16(e[2])<<8))
		}
	}
}

// moves is a table for the three transitions: slots of check uint16 and three
// int16 weights; a slot of zeros is empty.
type moves struct {
	slots uint32
	slot  string // 8 bytes each
}

func (t *moves) score(feats []uint32, acc *[transitions]int32) {
	var a, b, c int32
	s := t.slot
	for _, h := range feats {
		hi, _ := bits.Mul32(h, t.slots)
		low := uint64(uint16(h))
		for i := int(hi) * 8; ; i += 8 {
			if i+8 > len(s) {
				i = 0
			}
			p := s[i : i+8]
			v := uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 | uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
			if v == 0 {
				break
			}
			if v&0xffff == low {
				a += int32(int16(v >> 16))
				b += int32(int16(v >> 32))
				c += int32(int16(v >> 48))
				break
			}
		}
	}
	acc[0], acc[1], acc[2] = a, b, c
}

func best(acc []int32) int {
	b := 0
	for c := 1; c < len(acc); c++ {
		if acc[c] > acc[b] {
			b = c
		}
	}
	return b
}

// mix folds b into a (the finaliser of MurmurHash3, public domain).
func mix(a, b uint32) uint32 {
	h := (a ^ b*0x9E3779B1) * 0x85EBCA6B
	h ^= h >> 15
	h *= 0xC2B2AE35
	return h ^ h>>13
}

func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
