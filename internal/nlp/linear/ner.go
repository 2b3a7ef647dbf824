package linear

import "chancery/internal/nlp/perceptron"

// Entity classes: 0 is outside; 1+4*type+position else.
const (
	posB = iota
	posI
	posL
	posU
)

// entityFeatures are the features for class of word i after those before it.
func entityFeatures(f []uint32, ws []word, tags, ents []uint8, i int) []uint32 {
	w := &ws[i]
	e1, e2 := uint32(255), uint32(255)
	if i > 0 {
		e1 = uint32(ents[i-1])
	}
	if i > 1 {
		e2 = uint32(ents[i-2])
	}
	k := uint32(500)
	a1 := func(a uint32) { k++; f = append(f, perceptron.Mix(a, k)) }
	a2 := func(a, b uint32) { a1(perceptron.Mix(a, b)) }
	a3 := func(a, b, c uint32) { a1(perceptron.Mix(perceptron.Mix(a, b), c)) }
	tag := func(j int) uint32 {
		if j < 0 || j >= len(tags) {
			return 255
		}
		return uint32(tags[j])
	}
	p1, p2, n1, n2 := at(ws, i-1), at(ws, i-2), at(ws, i+1), at(ws, i+2)
	a1(0)
	a1(e1)
	a2(e1, e2)
	a2(e1, w.low)
	for j, v := range [...]*word{w, p1, n1} {
		a1(v.low)
		a2(v.low, v.kind)
		a1(v.suf[2])
		a1(v.suf[3])
		a1(v.pre[2])
		a2(v.shape, v.kind)
		a2(v.lex, v.kind&(kUpper|kAll))
		a1(v.clus)
		a2(tag(i+[...]int{0, -1, 1}[j]), v.shape)
		a2(v.lex, e1)
	}
	k0, k1, k2 := w.lex>>nameBit, n1.lex>>nameBit, p1.lex>>nameBit
	a1(k0)
	a2(k0, e1)
	a2(k0, w.shape)
	a2(k0, tag(i))
	a2(k1, w.shape)
	a2(k2, w.shape)
	a3(k2, k0, k1)
	a3(k0, p1.low, w.shape)
	a3(k0, n1.low, w.shape)
	a2(w.suf[1], w.kind)
	a1(w.pre[1])
	a1(p2.low)
	a1(n2.low)
	a2(p2.shape, p1.shape)
	a3(p1.shape, w.shape, n1.shape)
	a2(p1.low, w.low)
	a2(w.low, n1.low)
	a2(p1.low, w.shape)
	a2(w.shape, n1.low)
	a3(e1, w.shape, w.kind)
	a3(e1, w.shape, n1.low)
	a3(e1, p1.low, w.shape)
	a3(tag(i-1), tag(i), tag(i+1))
	a2(e1, tag(i))
	a3(e1, w.lex, w.shape)
	a3(p1.lex, w.lex, n1.lex)
	a3(w.shape, n1.shape, n2.low)
	a3(w.shape, p1.shape, p2.low)
	a3(e1, tag(i), tag(i+1))
	return f
}

// follows reports whether class b may stand after class a.
func follows(a, b int) bool {
	open := a > 0 && ((a-1)&3 == posB || (a-1)&3 == posI)
	inside := b > 0 && ((b-1)&3 == posI || (b-1)&3 == posL)
	if open != inside {
		return false
	}
	return !open || (a-1)>>2 == (b-1)>>2
}

// entities fills the entity class of each word greedily.
func (m *Model) entities(s *scratch) {
	acc := s.acc[:1+4*len(m.info.Entities)]
	prev := 0
	for i := range s.words {
		s.feats = entityFeatures(s.feats[:0], s.words, s.tags, s.ents, i)
		m.ner.Score(s.feats, acc)
		prev = bestEntity(acc, prev, i == len(s.words)-1)
		s.ents[i] = uint8(prev)
	}
}

func bestEntity(acc []int32, prev int, last bool) int {
	b := -1
	for c := range acc {
		if !follows(prev, c) || last && c > 0 && ((c-1)&3 == posB || (c-1)&3 == posI) {
			continue
		}
		if b < 0 || acc[c] > acc[b] {
			b = c
		}
	}
	return b
}
