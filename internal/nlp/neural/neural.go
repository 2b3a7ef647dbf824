// Package neural tags, parses and finds names with a small transformer that
// works on words: each word is the mean of its word pieces, and every layer's
// products are of whole numbers, so that a document gets the same analysis, to
// the last bit, on every machine. training/neural makes the weights.
package neural

import (
	"fmt"
	"sync"

	"chancery/internal/doc"
)

// Model is safe for use by several goroutines on different documents.
type Model struct {
	header
	depth   int // layers in use
	pieces  *pieces
	embed   table // by piece
	place   table // by position in the sentence
	shape   table // by shape, shape opening a sentence, shape among capitals
	norm    normal
	layers  []layer
	exit    exit
	end     []float32 // by dimension of the states at depth Ends, then the bias
	scratch sync.Pool
}

type normal struct{ gain, bias []float32 }

type layer struct {
	inner               int
	qkv, out, up, down  matrix
	attention, feedback normal
}

// exit reads the analysis off the hidden states of one depth.
type exit struct {
	all  matrix // every linear read-out in one product; see the offsets below
	rel  matrix
	dist []float32 // by distance from dependent to head, -Dist to Dist

	tag, ner, dep, head, ldep, lhead int // where each begins in all
}

// Load reads weights written by training/neural/export.py and keeps the layers
// up to one of the depths they have an exit at; 0 asks for the deepest. The
// text is kept and not changed.
func Load(data string, depth int) (*Model, error) {
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	m := &Model{header: f.header}
	if err := m.check(depth); err != nil {
		return nil, err
	}
	if err := m.read(f); err != nil {
		return nil, err
	}
	m.scratch.New = func() any { return new(scratch) }
	return m, nil
}

func (m *Model) check(depth int) error {
	if len(m.Exits) == 0 || m.Width <= 0 || m.Width%panel != 0 || m.Heads <= 0 || m.Width%(8*m.Heads) != 0 ||
		m.Arc%8 != 0 || m.Label%8 != 0 || len(m.UPOS) == 0 || len(m.Rels) == 0 || len(m.NER) == 0 || m.Dist < 0 || m.Ends < 0 {
		return fmt.Errorf("neural: weights: sizes that do not fit together")
	}
	if depth == 0 {
		depth = m.Exits[len(m.Exits)-1]
	}
	for _, e := range m.Exits {
		if e == depth && e <= len(m.Inner) {
			m.depth = depth
			return nil
		}
	}
	return fmt.Errorf("neural: weights have exits at %v, not at %d", m.Exits, depth)
}

func (m *Model) read(f *file) (err error) {
	set := func(e error) {
		if err == nil {
			err = e
		}
	}
	floats := func(name string, n int) []float32 { v, e := f.floats(name, n); set(e); return v }
	matrix := func(name string, in, out int) matrix { v, e := f.matrix(name, in, out); set(e); return v }
	tab := func(name string, rows int) table { v, e := f.table(name, rows, m.Width); set(e); return v }
	norms := func(name string) normal {
		return normal{floats(name+".gain", m.Width), floats(name+".shift", m.Width)}
	}
	vocabulary, e := f.text("pieces", -1)
	set(e)
	m.pieces = newPieces(vocabulary, m.Pieces)
	m.embed = tab("embed", len(m.pieces.ids))
	m.place = tab("place", maxWords+1)
	m.shape = tab("shape", 3*shapeCount)
	m.norm = norms("norm")
	for i := 0; i < m.depth && err == nil; i++ {
		p := fmt.Sprintf("layer%d.", i)
		l := layer{inner: m.Inner[i]}
		if l.inner%panel != 0 {
			return fmt.Errorf("neural: weights: layer of %d", l.inner)
		}
		l.qkv = matrix(p+"qkv", m.Width, 3*m.Width)
		l.out = matrix(p+"out", m.Width, m.Width)
		l.up = matrix(p+"up", m.Width, l.inner)
		l.down = matrix(p+"down", l.inner, m.Width)
		l.attention, l.feedback = norms(p+"norm1"), norms(p+"norm2")
		m.layers = append(m.layers, l)
	}
	p := fmt.Sprintf("exit%d.", m.depth)
	x := &m.exit
	x.dep, x.head = 0, m.Arc
	x.ldep = x.head + m.Arc
	x.lhead = x.ldep + m.Label
	x.tag = x.lhead + m.Label
	x.ner = x.tag + len(m.UPOS)
	x.all = matrix(p+"all", m.Width, x.ner+len(m.NER))
	x.rel = matrix(p+"rel", m.Label, len(m.Rels))
	x.dist = floats(p+"dist", 2*m.Dist+1)
	if m.Ends = min(m.Ends, m.depth); m.Ends > 0 {
		m.end = floats("end", m.Width+1)
	}
	return err
}

// Annotate sets UPOS, Head and Deprel of every token and the entities of d.
func (m *Model) Annotate(d *doc.Document) {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	d.Entities = d.Entities[:0]
	for b := range m.batches(d, s) {
		m.encode(d, s, b, m.layers)
		m.readOut(d, s, b)
	}
}

// Vectors returns the hidden state of every token at the model's depth, Width
// numbers each, for a classifier that wants a word's meaning where it stands.
func (m *Model) Vectors(d *doc.Document) []float32 {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	out := make([]float32, len(d.Tokens)*m.Width)
	for b := range m.batches(d, s) {
		m.encode(d, s, b, m.layers)
		for _, u := range b {
			copy(out[u.first*m.Width:u.last*m.Width], s.x[(u.row+1)*m.Width:])
		}
	}
	return out
}

// WordVector sets dst, of Width numbers, to a word's meaning out of context:
// the mean of the vectors of its pieces. Words of like use have a large cosine.
func (m *Model) WordVector(word string, dst []float32) {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	clear(dst)
	m.addPieces(dst, word, s)
}

// Dim is how many numbers a vector has.
func (m *Model) Dim() int { return m.Width }

// unit is a sentence, or a stretch of an overlong one, as the network sees it:
// a row for the root and one for each word.
type unit struct {
	first, last int // tokens
	row         int // its root's row in the batch
	sentence    int // token that opens its sentence
}

const (
	maxWords  = 255 // words of a unit; a longer sentence is cut
	batchRows = 192 // rows a batch aims at: its buffers stay in the second cache
)

// batches yields the sentences of d in groups that pass the layers together.
func (m *Model) batches(d *doc.Document, s *scratch) func(func([]unit) bool) {
	return func(yield func([]unit) bool) {
		g := group{units: s.units[:0]}
		for _, sent := range d.Sentences {
			for first := sent.First; first < sent.Last; {
				last := cut(d, first, sent.Last)
				if !g.add(first, last, sent.First, yield) {
					return
				}
				first = last
			}
		}
		s.units = g.units
		if len(g.units) > 0 {
			yield(g.units)
		}
	}
}

// group collects units until they fill a batch.
type group struct {
	units []unit
	rows  int
}

func (g *group) add(first, last, sentence int, yield func([]unit) bool) bool {
	if g.rows > 0 && g.rows+last-first+1 > batchRows {
		if !yield(g.units) {
			return false
		}
		g.units, g.rows = g.units[:0], 0
	}
	g.units = append(g.units, unit{first, last, g.rows, sentence})
	g.rows += last - first + 1
	return true
}

// cut is where a unit that starts at token first ends: at last, or in an
// overlong sentence after the last comma, semicolon or the like that fits.
func cut(d *doc.Document, first, last int) int {
	if last-first <= maxWords {
		return last
	}
	for i := first + maxWords - 1; i > first+maxWords/2; i-- {
		switch d.Form(i) {
		case ",", ";", ":", "--", "—", "–":
			return i + 1
		}
	}
	return first + maxWords
}
