package timex

type extent struct{ lo, hi int32 } // atoms [lo, hi)

// maxExtents is how many expressions one rule may yield.
const maxExtents = 2

// matcher runs a rule's code over the atoms. Patterns are short and have no
// loops, so plain backtracking is bounded by the pattern.
type matcher struct {
	s       *scan
	r       *rule
	caps    [maxSlots]int32 // 1 + index of the item that a class matched, 0 none
	extents [maxExtents]extent
	n       int // extents opened
	end     int
	steps   int
	exact   bool // shift days by months and years without cutting them to these
}

// maxSteps stops a pattern whose options multiply; no sane pattern comes near.
const maxSteps = 4000

func (m *matcher) run(pc, at int) bool {
	for {
		if m.steps++; m.steps > maxSteps {
			return false
		}
		in := &m.r.code[pc]
		switch in.op {
		case opWord:
			if at >= len(m.s.atoms) {
				return false
			}
			a := &m.s.atoms[at]
			if a.word != in.word || in.glued && !a.glued || a.broken && at > m.start() {
				return false
			}
			at++
			pc++
		case opClass:
			if at >= len(m.s.atoms) {
				return false
			}
			a := &m.s.atoms[at]
			if a.mask>>in.class&1 == 0 || in.glued && !a.glued || a.broken && at > m.start() {
				return false
			}
			old := m.caps[in.slot]
			// The longest reading first.
			for n := uint8(maxAtoms); n > 0; n-- {
				for k := a.lo; k < a.hi; k++ {
					it := &m.s.items[k]
					if it.class != in.class || it.atoms != n {
						continue
					}
					m.caps[in.slot] = k + 1
					if m.run(pc+1, at+int(n)) {
						return true
					}
				}
			}
			m.caps[in.slot] = old
			return false
		case opSplit:
			// Classes restore what they captured, and a later < or > overwrites
			// an extent, so only their count has to come back.
			n := m.n
			if m.run(in.x, at) {
				return true
			}
			m.n = n
			pc = in.y
		case opJump:
			pc = in.x
		case opOpen:
			m.extents[m.n] = extent{int32(at), int32(at)}
			m.n++
			pc++
		case opClose:
			m.extents[m.n-1].hi = int32(at)
			pc++
		case opMatch:
			m.end = at
			return true
		}
	}
}

func (m *matcher) start() int { return m.end }

// item is what the class in a slot matched, or nil.
func (m *matcher) item(slot int8) *item {
	if slot < 0 || m.caps[slot] == 0 {
		return nil
	}
	return &m.s.items[m.caps[slot]-1]
}

// try runs rule r at atom i.
func (m *matcher) try(s *scan, r *rule, i int) bool {
	m.s, m.r, m.n, m.end, m.steps = s, r, 0, i, 0
	clear(m.caps[:len(r.slots)])
	return m.run(0, i)
}
