package neural

import (
	"math"

	"chancery/internal/doc"
)

// scratch is the working memory of one document at a time.
type scratch struct {
	units   []unit
	words   []string
	ids     []int32
	buf     []byte
	x       []float32 // hidden states, a row of Width for each word
	y       []float32 // what a layer adds
	wide    []float32 // queries, keys and values; inner states; read-outs
	q       rows
	keys    []float32 // keys of one head, a row for each dimension
	weights []float32
	arcs    []int32
	heads   []int
	hidden  []float32
	scores  []float32
	tree    tree
	path    path
}

func (u unit) rows() int { return u.last - u.first + 1 }

func lastRow(b []unit) int {
	u := b[len(b)-1]
	return u.row + u.rows()
}

// addPieces adds the mean of a word's piece vectors to dst.
func (m *Model) addPieces(dst []float32, word string, s *scratch) {
	s.ids, s.buf = m.pieces.split(s.ids[:0], word, s.buf)
	by := 1 / float32(len(s.ids))
	for _, id := range s.ids {
		m.embed.add(dst, int(id), by)
	}
}

const rootPiece = 101 // [CLS] of the vocabulary

// look fills the first states of the words of a unit.
func (m *Model) look(d *doc.Document, s *scratch, u unit) {
	s.words = s.words[:0]
	for i := u.first; i < u.last; i++ {
		s.words = append(s.words, d.Form(i))
	}
	caps := capitals(s.words)
	w := m.Width
	for i := 0; i <= len(s.words); i++ {
		x := s.x[(u.row+i)*w : (u.row+i+1)*w]
		clear(x)
		shape := 0
		if i == 0 {
			m.embed.add(x, rootPiece, 1)
		} else {
			word := s.words[i-1]
			m.addPieces(x, word, s)
			shape = shapeOf(word)
			if caps {
				shape += 2 * shapeCount
			} else if i == 1 {
				shape += shapeCount
			}
		}
		m.place.add(x, i, 1)
		m.shape.add(x, shape, 1)
		normalise(x, nil, m.norm.gain, m.norm.bias)
	}
}

// encode runs the layers given over a batch and leaves the states in s.x.
func (m *Model) encode(d *doc.Document, s *scratch, b []unit, layers []layer) {
	n := lastRow(b)
	padded := roundUp(n, rowBlock)
	w := m.Width
	s.x, s.y = grow(s.x, padded*w), grow(s.y, padded*w)
	for _, u := range b {
		m.look(d, s, u)
	}
	for i := range layers {
		l := &layers[i]
		m.quantise(s, s.x, n, w)
		s.wide = grow(s.wide, (padded+8)*max(3*w, l.inner))
		l.qkv.multiply(s.wide, &s.q, n, lowest)
		for _, u := range b {
			m.attend(s, u)
		}
		m.quantise(s, s.y, n, w)
		l.out.multiply(s.y, &s.q, n, lowest)
		m.settle(s, n, &l.attention)
		m.quantise(s, s.x, n, w)
		l.up.multiply(s.wide, &s.q, n, 0)
		m.quantise(s, s.wide, n, l.inner)
		l.down.multiply(s.y, &s.q, n, lowest)
		m.settle(s, n, &l.feedback)
	}
}

const lowest = -math.MaxFloat32

func (m *Model) quantise(s *scratch, x []float32, n, width int) {
	s.q.resize(n, width)
	for i := 0; i < n; i++ {
		s.q.quantise(i, x[i*width:(i+1)*width])
	}
	s.q.pad(n)
}

// settle adds what a layer computed to the states and normalises them.
func (m *Model) settle(s *scratch, n int, by *normal) {
	w := m.Width
	for i := 0; i < n; i++ {
		normalise(s.x[i*w:(i+1)*w], s.y[i*w:(i+1)*w], by.gain, by.bias)
	}
}

// attend lets the rows of a unit look at one another: it reads queries, keys
// and values from s.wide and writes what each head gathers to s.y.
func (m *Model) attend(s *scratch, u unit) {
	w, n := m.Width, u.rows()
	stride, size, width := 3*w, w/m.Heads, roundUp(n, 8)
	s.keys, s.weights = grow(s.keys, size*width), grow(s.weights, n*width)
	base := s.wide[u.row*stride:]
	for h := 0; h < m.Heads; h++ {
		// The rows past the last are others' keys; their scores are not used.
		turn(s.keys, width, base[w+h*size:], stride, width, size)
		blend(s.weights, width, base[h*size:], stride, n, size, s.keys, width, width)
		for i := n; i < width; i++ {
			for j := i; j < n*width; j += width {
				s.weights[j] = lowest
			}
		}
		softmax(s.weights, width)
		blend(s.y[u.row*w+h*size:], w, s.weights, width, n, n, base[2*w+h*size:], stride, size)
	}
}
