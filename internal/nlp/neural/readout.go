package neural

import "chancery/internal/doc"

// readOut sets the analysis of a batch from its states.
func (m *Model) readOut(d *doc.Document, s *scratch, b []unit) {
	n := lastRow(b)
	m.quantise(s, s.x, n, m.Width)
	x := &m.exit
	s.wide = grow(s.wide, (roundUp(n, rowBlock)+8)*x.all.out)
	x.all.multiply(s.wide, &s.q, n, lowest)
	for _, u := range b {
		out := s.wide[u.row*x.all.out:]
		m.tags(d, u, out)
		m.arcs(s, u, out)
		s.tree.solve(s.arcs, u.rows(), &s.heads)
		m.labels(d, s, u, out)
		m.entities(d, s, u, out)
	}
}

func (m *Model) tags(d *doc.Document, u unit, out []float32) {
	for i := u.first; i < u.last; i++ {
		row := out[(i-u.first+1)*m.exit.all.out:]
		d.Tokens[i].UPOS = m.UPOS[best(row[m.exit.tag:m.exit.tag+len(m.UPOS)])]
	}
}

func best(x []float32) int {
	b := 0
	for i, v := range x {
		if v > x[b] {
			b = i
		}
	}
	return b
}

// arcs scores every head for every word, in 1/1024: whole numbers, of which the
// tree is made exactly.
func (m *Model) arcs(s *scratch, u unit, out []float32) {
	x, n := &m.exit, u.rows()
	width, stride := roundUp(n, 8), x.all.out
	s.keys, s.weights, s.arcs = grow(s.keys, m.Arc*width), grow(s.weights, n*width), grow(s.arcs, n*n)
	turn(s.keys, width, out[x.head:], stride, width, m.Arc)
	blend(s.weights, width, out[x.dep:], stride, n, m.Arc, s.keys, width, width)
	for i := 1; i < n; i++ {
		for j := 0; j < n; j++ {
			d := min(max(j-i, -m.Dist), m.Dist) + m.Dist
			v := s.weights[i*width+j] + x.dist[d]
			s.arcs[i*n+j] = int32(min(max(v, -1000), 1000) * 1024)
		}
	}
}

// labels names the relation of every word to its head. The words of a stretch
// of an overlong sentence that is not its first hang their root on the first's.
func (m *Model) labels(d *doc.Document, s *scratch, u unit, out []float32) {
	x, n, stride := &m.exit, u.rows(), m.exit.all.out
	padded := roundUp(n, rowBlock)
	s.hidden = grow(s.hidden, n*m.Label)
	for i := 1; i < n; i++ {
		h := s.hidden[(i-1)*m.Label : i*m.Label]
		a := out[i*stride+x.ldep : i*stride+x.ldep+m.Label]
		b := out[s.heads[i]*stride+x.lhead : s.heads[i]*stride+x.lhead+m.Label]
		for j := range h {
			h[j] = max(0, a[j]+b[j])
		}
	}
	m.quantise(s, s.hidden, n-1, m.Label)
	s.scores = grow(s.scores, padded*x.rel.out)
	x.rel.multiply(s.scores, &s.q, n-1, lowest)
	root := m.root()
	for i := 1; i < n; i++ {
		t := &d.Tokens[u.first+i-1]
		scores := s.scores[(i-1)*x.rel.out : (i-1)*x.rel.out+len(m.Rels)]
		if s.heads[i] == 0 {
			t.Head, t.Deprel = -1, m.Rels[root]
			if u.first != u.sentence {
				t.Head, t.Deprel = m.rootOf(d, u.sentence), "parataxis"
			}
			continue
		}
		scores[root] = lowest
		t.Head, t.Deprel = u.first+s.heads[i]-1, m.Rels[best(scores)]
	}
}

func (m *Model) root() int {
	for i, r := range m.Rels {
		if r == "root" {
			return i
		}
	}
	return 0
}

// rootOf is the root of the sentence that begins with token first, whose first
// stretch is done.
func (m *Model) rootOf(d *doc.Document, first int) int {
	for d.Tokens[first].Head >= 0 {
		first = d.Tokens[first].Head
	}
	return first
}
