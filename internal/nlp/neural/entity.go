package neural

import "chancery/internal/doc"

// path is the working memory of the search for the best sequence of tags.
type path struct {
	back  []uint8
	score []float32
}

// Tags are "O" and then, for each type, B, I, L and U.
const (
	tagB = iota
	tagI
	tagL
	tagU
)

// entities appends the entities of a unit: the best sequence of tags in which
// every name begins and ends.
func (m *Model) entities(d *doc.Document, s *scratch, u unit, out []float32) {
	n, k, stride := u.last-u.first, len(m.NER), m.exit.all.out
	p := &s.path
	p.back, p.score = grow(p.back, n*k), grow(p.score, 2*k)
	prev, cur := p.score[:k], p.score[k:2*k]
	for i := 0; i < n; i++ {
		row := out[(i+1)*stride+m.exit.ner:][:k]
		// Between names: after O, L or U.
		free := 0
		if i > 0 {
			for c := 1; c < k; c++ {
				if t := (c - 1) & 3; (t == tagL || t == tagU) && prev[c] > prev[free] {
					free = c
				}
			}
		}
		for c := 0; c < k; c++ {
			t, from := (c-1)&3, free
			if c > 0 && (t == tagI || t == tagL) {
				if from = c - t; prev[from+tagI] > prev[from] {
					from += tagI
				}
			}
			v := row[c]
			switch {
			case i > 0:
				v += prev[from]
			case c > 0 && (t == tagI || t == tagL):
				v = lowest / 4
			}
			cur[c], p.back[i*k+c] = max(v, lowest/4), uint8(from)
		}
		prev, cur = cur, prev
	}
	c := 0
	for j := 1; j < k; j++ {
		if t := (j - 1) & 3; (t == tagL || t == tagU) && prev[j] > prev[c] {
			c = j
		}
	}
	first := len(d.Entities)
	last := u.last
	for i := n - 1; i >= 0; i-- {
		if c > 0 {
			t := (c - 1) & 3
			if t == tagL || t == tagU {
				last = u.first + i + 1
			}
			if t == tagB || t == tagU {
				a := u.first + i
				d.Entities = append(d.Entities, doc.Entity{Span: d.TokenSpan(a, last), First: a, Last: last, Type: m.NER[c][2:]})
			}
		}
		c = int(p.back[i*k+c])
	}
	for i, j := first, len(d.Entities)-1; i < j; i, j = i+1, j-1 {
		d.Entities[i], d.Entities[j] = d.Entities[j], d.Entities[i]
	}
}
