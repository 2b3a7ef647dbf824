package neural

// tree finds the best tree over words by the algorithm of Chu, Liu and Edmonds:
// take every word's best head, and where that makes a circle, treat the circle
// as one word and try again.
type tree struct {
	color  []int
	levels []level
}

// level is the working memory of one contraction.
type level struct {
	score    []int64 // by dependent, head
	head     []int
	enter    []int // for an outside node: the circle's word that it would govern
	leave    []int // for an outside node: the circle's word that would govern it
	old, new []int // numbering of nodes inside and outside
	circle   []int
}

// solve sets heads[i], for words 1 to n-1, to the heads of the best tree with
// exactly one word under the root 0. score holds n values for each dependent.
func (t *tree) solve(score []int32, n int, heads *[]int) {
	*heads = grow(*heads, n)
	h := *heads
	h[0] = -1
	roots := 0
	for i := 1; i < n; i++ {
		b := -1
		for j := 0; j < n; j++ {
			if j != i && (b < 0 || score[i*n+j] > score[i*n+b]) {
				b = j
			}
		}
		h[i] = b
		if b == 0 {
			roots++
		}
	}
	if roots == 1 && t.circle(h) < 0 {
		return
	}
	// Make each arc from the root dearer than any tree can gain, so that the
	// best tree has one.
	l := t.level(0, n)
	for i := 1; i < n; i++ {
		for j := 0; j < n; j++ {
			v := int64(score[i*n+j])
			if j == 0 {
				v -= 1 << 40
			}
			l.score[i*n+j] = v
		}
	}
	t.edmonds(0, n)
	copy(h, t.levels[0].head)
	h[0] = -1
}

func (t *tree) level(k, n int) *level {
	for len(t.levels) <= k {
		t.levels = append(t.levels, level{})
	}
	l := &t.levels[k]
	l.score = grow(l.score, n*n)
	l.head, l.enter, l.leave = grow(l.head, n), grow(l.enter, n), grow(l.leave, n)
	l.old, l.new = grow(l.old, n), grow(l.new, n)
	return l
}

// circle is a node on a circle of heads, or -1.
func (t *tree) circle(h []int) int {
	t.color = grow(t.color, len(h))
	clear(t.color)
	for i := 1; i < len(h); i++ {
		j := i
		for j > 0 && t.color[j] == 0 {
			t.color[j] = i
			j = h[j]
		}
		if j > 0 && t.color[j] == i {
			return j
		}
	}
	return -1
}

// edmonds solves level k of n nodes.
func (t *tree) edmonds(k, n int) {
	l := &t.levels[k]
	h := l.head
	h[0] = -1
	for i := 1; i < n; i++ {
		b := -1
		for j := 0; j < n; j++ {
			if j != i && (b < 0 || l.score[i*n+j] > l.score[i*n+b]) {
				b = j
			}
		}
		h[i] = b
	}
	at := t.circle(h)
	if at < 0 {
		return
	}
	// Number the nodes outside the circle; the circle becomes the last.
	l.circle = append(l.circle[:0], at)
	for j := h[at]; j != at; j = h[j] {
		l.circle = append(l.circle, j)
	}
	for i := 0; i < n; i++ {
		l.new[i] = 0
	}
	for _, c := range l.circle {
		l.new[c] = -1
	}
	m := 0
	for i := 0; i < n; i++ {
		if l.new[i] >= 0 {
			l.new[i], l.old[m] = m, i
			m++
		}
	}
	t.level(k+1, m+1)
	l = &t.levels[k] // levels may have moved
	t.contract(l, &t.levels[k+1], n, m)
	t.edmonds(k+1, m+1)
	l, next := &t.levels[k], &t.levels[k+1]
	h = l.head
	for i := 1; i < m; i++ {
		if g := next.head[i]; g == m {
			h[l.old[i]] = l.leave[l.old[i]]
		} else {
			h[l.old[i]] = l.old[g]
		}
	}
	g := l.old[next.head[m]]
	h[l.enter[g]] = g
}

// contract fills the scores of the next level, where node m is the circle.
func (t *tree) contract(l, next *level, n, m int) {
	w := m + 1
	for i := 0; i < m; i++ {
		o := l.old[i]
		for j := 0; j < m; j++ {
			next.score[i*w+j] = l.score[o*n+l.old[j]]
		}
		// The circle as head of o, and o as head of the circle.
		b := l.circle[0]
		e := l.circle[0]
		gain := l.score[e*n+o] - l.score[e*n+l.head[e]]
		for _, c := range l.circle[1:] {
			if l.score[o*n+c] > l.score[o*n+b] {
				b = c
			}
			if g := l.score[c*n+o] - l.score[c*n+l.head[c]]; g > gain {
				e, gain = c, g
			}
		}
		l.leave[o], l.enter[o] = b, e
		next.score[i*w+m] = l.score[o*n+b]
		next.score[m*w+i] = gain
	}
}
