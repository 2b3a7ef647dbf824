package neural

import (
	"math/rand/v2"
	"testing"
)

// bestTree tries every assignment of heads to n-1 words.
func bestTree(score []int32, n int) int64 {
	best := int64(-1 << 60)
	h := make([]int, n)
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == n {
			if isTree(h) && sum > best {
				best = sum
			}
			return
		}
		for j := 0; j < n; j++ {
			if j != i {
				h[i] = j
				try(i+1, sum+int64(score[i*n+j]))
			}
		}
	}
	try(1, 0)
	return best
}

func isTree(h []int) bool {
	roots := 0
	for i := 1; i < len(h); i++ {
		if h[i] == 0 {
			roots++
		}
		j := i
		for steps := 0; j != 0; j = h[j] {
			if steps++; steps > len(h) {
				return false
			}
		}
	}
	return roots == 1
}

func TestTreeIsTheBestWithOneRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var s tree
	var heads []int
	for n := 2; n <= 6; n++ {
		for range 300 {
			score := make([]int32, n*n)
			for i := range score {
				score[i] = int32(r.IntN(41) - 20)
			}
			s.solve(score, n, &heads)
			if !isTree(heads) {
				t.Fatalf("not a tree: %v", heads)
			}
			var sum int64
			for i := 1; i < n; i++ {
				sum += int64(score[i*n+heads[i]])
			}
			if want := bestTree(score, n); sum != want {
				t.Fatalf("%d words: tree of %d, best %d", n-1, sum, want)
			}
		}
	}
}

func TestTreeOfManyWords(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const n = 256
	score := make([]int32, n*n)
	for i := range score {
		score[i] = int32(r.IntN(1 << 20))
	}
	var s tree
	var heads []int
	s.solve(score, n, &heads)
	if !isTree(heads) {
		t.Error("not a tree")
	}
}
