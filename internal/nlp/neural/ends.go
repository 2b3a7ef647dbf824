package neural

import "chancery/internal/doc"

// windowWords is how many words of running text are read at a time for ends of
// sentences; training/neural/data.py shows the network stretches of up to this.
const windowWords = 150

// FindsEnds reports whether the weights tell where sentences end.
func (m *Model) FindsEnds() bool { return m.Ends > 0 }

// EndsBefore sets scores[i], for every token of d, to how much speaks for a
// sentence ending before it: more than 0 where that is likelier than not. The
// sentences that d holds are a first guess: text is read in stretches that begin
// where one of them does, and where nothing else is said the guess stands, with
// a score of 0.
func (m *Model) EndsBefore(d *doc.Document, scores []float32) {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	clear(scores)
	for b := range m.windows(d, s) {
		m.encode(d, s, b, m.layers[:m.Ends])
		for _, u := range b {
			for i := u.first + 1; i < u.last; i++ {
				row := u.row + i - u.first + 1
				scores[i] = dot(s.x[row*m.Width:(row+1)*m.Width], m.end)
			}
		}
	}
}

// dot is the product of x and the first numbers of w, and the one that follows
// them in w, summed in a fixed order.
func dot(x, w []float32) float32 {
	var l [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		a, b := (*[8]float32)(x[i:]), (*[8]float32)(w[i:])
		for j := range l {
			l[j] += float32(a[j] * b[j])
		}
	}
	return lanes(&l) + w[len(x)]
}

// windows yields the text of each block in stretches of whole guessed sentences.
// Two neighbours share a sentence, so that every place where one was guessed to
// end is seen from both sides.
func (m *Model) windows(d *doc.Document, s *scratch) func(func([]unit) bool) {
	return func(yield func([]unit) bool) {
		g := group{units: s.units[:0]}
		for k := 0; k < len(d.Sentences); {
			first, end := k, k+1
			size := d.Sentences[k].Last - d.Sentences[k].First
			for end < len(d.Sentences) && d.Sentences[end].Block == d.Sentences[first].Block {
				if size += d.Sentences[end].Last - d.Sentences[end].First; size > windowWords {
					break
				}
				end++
			}
			for a, z := d.Sentences[first].First, d.Sentences[end-1].Last; a < z; {
				last := cut(d, a, z)
				if !g.add(a, last, a, yield) {
					return
				}
				a = last
			}
			k = end
			if end-first > 1 && end < len(d.Sentences) && d.Sentences[end].Block == d.Sentences[first].Block {
				k = end - 1
			}
		}
		s.units = g.units
		if len(g.units) > 0 {
			yield(g.units)
		}
	}
}
