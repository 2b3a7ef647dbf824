package linear

import "chancery/internal/nlp/perceptron"

// The transitions of arc-hybrid (Kuhlmann, Gómez-Rodríguez and Satta 2011).
const (
	shift = iota
	left  // the first of the buffer becomes the head of the top of the stack
	right // the second of the stack becomes the head of its top
	transitions
)

// state is a parse under way over n words; index n stands for "none".
type state struct {
	n          int
	next       int     // first word of the buffer
	stack      []int32 // -1 at the bottom is the root
	head       []int32 // -2 not attached yet, -1 root
	label      []uint8
	l1, l2     []int32 // leftmost and second leftmost child, -1 none
	r1, r2     []int32 // rightmost and second rightmost child
	nl, nr     []uint8 // number of children on each side
	tags       []uint8
	words      []word
	labelSetLo uint32
}

func (st *state) reset(words []word, tags []uint8) {
	n := len(words)
	st.n, st.next, st.words, st.tags = n, 0, words, tags
	grow := func(s []int32) []int32 {
		if cap(s) < n {
			s = make([]int32, n, n*2)
		}
		return s[:n]
	}
	st.head, st.l1, st.l2, st.r1, st.r2 = grow(st.head), grow(st.l1), grow(st.l2), grow(st.r1), grow(st.r2)
	if cap(st.label) < n {
		st.label, st.nl, st.nr = make([]uint8, n, n*2), make([]uint8, n, n*2), make([]uint8, n, n*2)
	}
	st.label, st.nl, st.nr = st.label[:n], st.nl[:n], st.nr[:n]
	for i := range n {
		st.head[i], st.l1[i], st.l2[i], st.r1[i], st.r2[i] = -2, -1, -1, -1, -1
		st.label[i], st.nl[i], st.nr[i] = noLabel, 0, 0
	}
	st.stack = append(st.stack[:0], -1)
}

const noLabel = 255

func (st *state) done() bool { return st.next == st.n && len(st.stack) == 1 }

// allowed reports which transitions may be taken. Only one word hangs on the
// root, the last on the stack.
func (st *state) allowed() (ok [transitions]bool) {
	top := len(st.stack) - 1
	ok[shift] = st.next < st.n
	ok[left] = top >= 1 && st.next < st.n
	ok[right] = top >= 2 || top == 1 && st.next == st.n
	return ok
}

// arc gives the head and dependent a transition would join.
func (st *state) arc(t int) (head, dep int32) {
	top := len(st.stack) - 1
	if t == left {
		return int32(st.next), st.stack[top]
	}
	return st.stack[top-1], st.stack[top]
}

func (st *state) apply(t int, label uint8) {
	if t == shift {
		st.stack = append(st.stack, int32(st.next))
		st.next++
		return
	}
	h, d := st.arc(t)
	st.stack = st.stack[:len(st.stack)-1]
	st.head[d], st.label[d] = h, label
	if h < 0 {
		return
	}
	if d < h {
		st.l2[h], st.l1[h] = st.l1[h], d
		if st.nl[h] < 7 {
			st.nl[h]++
		}
	} else {
		st.r2[h], st.r1[h] = st.r1[h], d
		if st.nr[h] < 7 {
			st.nr[h]++
		}
	}
}

// view is what the features see of one word.
type view struct {
	w, t, l, s, c uint32 // form, tag, label, suffix, cluster
}

func (st *state) view(i int32) view {
	if i < 0 || int(i) >= st.n {
		return view{uint32(i) & 3, 254, 254, 2, 3}
	}
	w := &st.words[i]
	return view{w.low, uint32(st.tags[i]), uint32(st.label[i]), w.suf[2], w.clus}
}

func child(a []int32, i int32) int32 {
	if i < 0 || int(i) >= len(a) {
		return -3
	}
	if a[i] < 0 {
		return -3
	}
	return a[i]
}

func distance(a, b int32) uint32 {
	d := b - a
	if d < 0 {
		d = -d
	}
	switch {
	case d < 6:
		return uint32(d)
	case d < 10:
		return 6
	case d < 20:
		return 7
	}
	return 8
}

// features describes the state for choosing a transition.
func (st *state) features(f []uint32) []uint32 {
	top := len(st.stack) - 1
	is0, is1, is2 := int32(-3), int32(-3), int32(-3)
	is0 = st.stack[top]
	if top >= 1 {
		is1 = st.stack[top-1]
	}
	if top >= 2 {
		is2 = st.stack[top-2]
	}
	ib0 := int32(st.next)
	s0, s1, s2 := st.view(is0), st.view(is1), st.view(is2)
	b0, b1, b2 := st.view(ib0), st.view(ib0+1), st.view(ib0+2)
	s0l, s0r := st.view(child(st.l1, is0)), st.view(child(st.r1, is0))
	s0l2, s0r2 := st.view(child(st.l2, is0)), st.view(child(st.r2, is0))
	s1l, s1r := st.view(child(st.l1, is1)), st.view(child(st.r1, is1))
	s1r2 := st.view(child(st.r2, is1))
	b0l, b0l2 := st.view(child(st.l1, ib0)), st.view(child(st.l2, ib0))
	d0 := distance(is0, ib0)
	d1 := uint32(9)
	if is1 >= 0 {
		d1 = distance(is1, is0)
	}
	var v0l, v0r, v1r, vbl uint32
	if is0 >= 0 {
		v0l, v0r = uint32(st.nl[is0]), uint32(st.nr[is0])
	}
	if is1 >= 0 {
		v1r = uint32(st.nr[is1])
	}
	if st.next < st.n {
		vbl = uint32(st.nl[ib0])
	}
	k := uint32(100)
	a1 := func(a uint32) { k++; f = append(f, perceptron.Mix(a, k)) }
	a2 := func(a, b uint32) { k++; f = append(f, perceptron.Mix(perceptron.Mix(a, b), k)) }
	a3 := func(a, b, c uint32) { k++; f = append(f, perceptron.Mix(perceptron.Mix(perceptron.Mix(a, b), c), k)) }
	a4 := func(a, b, c, d uint32) {
		k++
		f = append(f, perceptron.Mix(perceptron.Mix(perceptron.Mix(perceptron.Mix(a, b), c), d), k))
	}

	for _, v := range [...]view{s0, s1, b0} {
		a1(v.w)
		a1(v.t)
		a2(v.w, v.t)
		a2(v.c, v.t)
	}
	a2(s2.w, s2.t)
	a1(s2.t)
	a2(b1.w, b1.t)
	a1(b1.t)
	a1(b2.t)
	a2(b2.w, b2.t)
	// Pairs.
	a2(s0.w, b0.w)
	a4(s0.w, s0.t, b0.w, b0.t)
	a3(s0.w, s0.t, b0.t)
	a3(s0.t, b0.w, b0.t)
	a2(s0.t, b0.t)
	a3(s0.t, b0.t, d0)
	a3(s0.w, b0.t, d0)
	a3(s0.t, b0.w, d0)
	a2(s0.c, b0.c)
	a3(s0.c, s0.t, b0.c)
	a2(s1.w, s0.w)
	a3(s1.w, s1.t, s0.t)
	a3(s1.t, s0.w, s0.t)
	a2(s1.t, s0.t)
	a3(s1.t, s0.t, d1)
	a3(s1.w, s0.t, d1)
	a3(s1.t, s0.w, d1)
	a2(s1.c, s0.c)
	a3(s1.t, s0.c, d1)
	a2(s1.w, b0.w)
	a2(s1.t, b0.t)
	a3(s1.w, s1.t, b0.t)
	a3(s1.t, b0.w, b0.t)
	a2(b0.t, b1.t)
	a3(b0.w, b0.t, b1.t)
	a3(b0.t, b1.w, b1.t)
	a2(s0.t, b1.t)
	a2(s0.w, b1.t)
	// Triples.
	a3(s0.t, b0.t, b1.t)
	a3(s0.w, b0.t, b1.t)
	a3(s0.t, b0.w, b1.t)
	a4(s0.t, b0.t, b1.t, b2.t)
	a3(b0.t, b1.t, b2.t)
	a3(s1.t, s0.t, b0.t)
	a3(s1.w, s0.t, b0.t)
	a3(s1.t, s0.w, b0.t)
	a3(s1.t, s0.t, b0.w)
	a3(s1.w, s0.w, b0.t)
	a3(s1.w, s0.t, b0.w)
	a4(s1.t, s0.t, b0.t, b1.t)
	a3(s2.t, s1.t, s0.t)
	a4(s2.t, s1.t, s0.t, b0.t)
	a3(s2.t, s0.t, b0.t)
	a4(s2.w, s1.w, s0.t, s0.w)
	// Children.
	a3(s0.t, s0l.t, b0.t)
	a3(s0.t, s0r.t, b0.t)
	a3(s0.t, b0l.t, b0.t)
	a3(s0.w, s0l.l, b0.t)
	a3(s0.w, s0r.l, b0.t)
	a3(s0.w, s0r.w, b0.t)
	a3(s0.t, s0r.w, b0.w)
	a2(s0.t, s0l.l)
	a2(s0.t, s0r.l)
	a3(s0.t, s0r.l, s0r2.l)
	a3(s0.t, s0l.l, s0l2.l)
	a2(b0.t, b0l.l)
	a3(b0.t, b0l.l, b0l2.l)
	a3(s0.t, b0.t, b0l.l)
	a3(s0.t, b0.t, b0l.w)
	a3(s0.w, b0.w, b0l.w)
	a3(s1.t, s1r.l, s0.t)
	a3(s1.t, s1l.l, s0.t)
	a3(s1.w, s1r.l, s0.t)
	a3(s1.w, s1r.w, s0.t)
	a4(s1.t, s1r.l, s1r2.l, s0.t)
	a4(s1.t, s0.t, s0l.l, s0r.l)
	a4(s1.t, s0.t, s0l.w, b0.t)
	a4(s1.t, s0.t, s0l.t, s0r.t)
	a4(s1.w, s0.w, s0l.w, s0.t)
	a4(s1.t, s1r.t, s0.t, b0.t)
	a4(s0.t, s0r.l, b0.t, b0l.l)
	a3(s0l.w, s0.w, s1.t)
	a3(s0l.w, s0.t, s1.w)
	a3(s0l.w, s0.t, s2.t)
	a4(s0l.t, s0.t, s1.t, s2.t)
	// Valency.
	a3(s0.w, v0l, v0r)
	a4(s0.t, v0l, v0r, b0.t)
	a3(s0.w, v0r, b0.t)
	a3(s1.w, v1r, s0.t)
	a3(s1.t, v1r, s0.t)
	a3(b0.t, vbl, s0.t)
	a2(b0.w, vbl)
	a4(s1.t, s0.t, d1, b0.t)
	a3(d0, d1, b0.t)
	return f
}

// labelFeatures describes an arc for naming its relation.
func (st *state) labelFeatures(f []uint32, h, d int32) []uint32 {
	hv, dv := st.view(h), st.view(d)
	if h < 0 {
		hv = view{5, 253, 253, 5, 5}
	}
	dir := uint32(0)
	if h < d {
		dir = 1
	}
	dist := distance(h, d)
	dl, dl2, dr, dr2 := st.view(child(st.l1, d)), st.view(child(st.l2, d)), st.view(child(st.r1, d)), st.view(child(st.r2, d))
	hl, hr := st.view(child(st.l1, h)), st.view(child(st.r1, h))
	pd, nd := st.view(d-1), st.view(d+1)
	ph, nh := st.view(h-1), st.view(h+1)
	k := uint32(300)
	a1 := func(a uint32) { k++; f = append(f, perceptron.Mix(perceptron.Mix(a, dir), k)) }
	a2 := func(a, b uint32) { a1(perceptron.Mix(a, b)) }
	a3 := func(a, b, c uint32) { a1(perceptron.Mix(perceptron.Mix(a, b), c)) }
	a1(hv.w)
	a1(dv.w)
	a1(hv.t)
	a1(dv.t)
	a2(hv.w, hv.t)
	a2(dv.w, dv.t)
	a2(hv.t, dv.t)
	a2(hv.w, dv.w)
	a3(hv.w, hv.t, dv.t)
	a3(hv.t, dv.t, dv.w)
	a2(hv.c, dv.t)
	a2(hv.t, dv.c)
	a2(hv.c, dv.c)
	a3(hv.t, dv.t, dist)
	a2(dv.s, hv.t)
	a2(hv.s, dv.t)
	a3(dl.w, dv.t, hv.t)
	a3(dl.w, dv.w, hv.t)
	a3(dl.w, hv.w, dv.t)
	a3(dl.t, dv.t, hv.t)
	a3(dl.l, dl2.l, dv.t)
	a3(dl2.w, dv.t, hv.t)
	a3(dl.l, dr.l, dv.t)
	a3(dr.t, dv.t, hv.t)
	a3(dr.l, dr2.l, dv.t)
	a3(dr.w, dv.t, hv.t)
	a3(hl.l, dv.t, hv.t)
	a3(hl.w, dv.t, hv.t)
	a3(hl.l, hr.l, dv.t)
	a3(hr.l, dv.t, hv.t)
	a3(hl.t, hv.w, dv.t)
	a3(pd.t, dv.t, nd.t)
	a3(pd.w, dv.t, hv.t)
	a3(nd.w, dv.t, hv.t)
	a3(ph.t, hv.t, nh.t)
	a3(ph.w, hv.t, dv.t)
	a3(hl.l, hv.w, dv.t)
	a3(dist, hv.w, dv.t)
	a3(dist, dv.w, hv.t)
	return f
}

// parse runs the greedy parser over the words of s.
func (m *Model) parse(s *scratch) *state {
	st := &s.state
	st.reset(s.words, s.tags)
	var acc [transitions]int32
	for !st.done() {
		s.feats = st.features(s.feats[:0])
		m.moves.Score(s.feats, &acc)
		t := bestAllowed(acc[:], st.allowed())
		st.apply(t, m.name(s, st, t))
	}
	return st
}

func bestAllowed(acc []int32, ok [transitions]bool) int {
	b := -1
	for t := range transitions {
		if ok[t] && (b < 0 || acc[t] > acc[b]) {
			b = t
		}
	}
	return b
}

// name chooses the label of the arc that transition t makes.
func (m *Model) name(s *scratch, st *state, t int) uint8 {
	if t == shift {
		return noLabel
	}
	h, d := st.arc(t)
	if h < 0 {
		return m.root
	}
	acc := s.acc[:len(m.info.Labels)]
	s.feats = st.labelFeatures(s.feats[:0], h, d)
	m.labels.Score(s.feats, acc)
	acc[m.root] = -1 << 30
	return uint8(perceptron.Best(acc))
}
