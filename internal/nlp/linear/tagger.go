package linear

import "chancery/internal/nlp/perceptron"

// tagFeatures are the features for tagging word i after the tags before it.
func tagFeatures(f []uint32, ws []word, tags []uint8, i int) []uint32 {
	w := &ws[i]
	p1, p2, n1, n2 := at(ws, i-1), at(ws, i-2), at(ws, i+1), at(ws, i+2)
	t1, t2 := uint32(255), uint32(255)
	if i > 0 {
		t1 = uint32(tags[i-1])
	}
	if i > 1 {
		t2 = uint32(tags[i-2])
	}
	k := uint32(0)
	add := func(h uint32) {
		k++
		f = append(f, perceptron.Mix(h, k))
	}
	add(w.low)
	add(perceptron.Mix(w.low, w.kind))
	add(perceptron.Mix(w.suf[2], w.kind))
	add(w.suf[1])
	add(w.suf[2])
	add(w.suf[3])
	add(w.pre[0])
	add(w.pre[2])
	add(w.shape)
	add(perceptron.Mix(w.shape, w.kind))
	add(perceptron.Mix(w.lex, w.kind&(kUpper|kAll)))
	add(t1)
	add(perceptron.Mix(t1, t2))
	add(perceptron.Mix(t1, w.low))
	add(perceptron.Mix(perceptron.Mix(t1, t2), w.suf[2]))
	add(p1.low)
	add(perceptron.Mix(p1.low, w.low))
	add(p2.low)
	add(n1.low)
	add(perceptron.Mix(n1.low, w.low))
	add(n2.low)
	add(n1.suf[2])
	add(perceptron.Mix(n1.suf[2], w.suf[2]))
	add(perceptron.Mix(t1, n1.low))
	add(perceptron.Mix(t1, n1.suf[1]))
	add(perceptron.Mix(n1.shape, w.shape))
	add(perceptron.Mix(p1.shape, w.shape))
	add(perceptron.Mix(w.clus, t1))
	add(perceptron.Mix(n1.clus, t1))
	add(perceptron.Mix(p1.clus, n1.clus))
	add(perceptron.Mix(p1.low, n1.low))
	return f
}

// tag fills tags greedily from left to right.
func (m *Model) tag(s *scratch) {
	acc := s.acc[:len(m.info.Tags)]
	for i := range s.words {
		s.feats = tagFeatures(s.feats[:0], s.words, s.tags, i)
		m.tagger.Score(s.feats, acc)
		s.tags[i] = uint8(perceptron.Best(acc))
	}
}
