package perceptron_test

import (
	"testing"

	"chancery/internal/nlp/perceptron"
)

// data is a separable problem: the class is the remainder of n by classes, seen
// through one telling feature and two that tell nothing.
func data(n, classes int) (feats []uint32, class int) {
	class = n % classes
	return []uint32{
		perceptron.Mix(uint32(class), 1), perceptron.Mix(uint32(n/classes%50), 2), perceptron.Mix(7, 3),
	}, class
}

func TestPackedTablesDecideLikeTheLearner(t *testing.T) {
	const classes = 3
	l := perceptron.NewLearner(classes)
	acc := make([]int32, classes)
	for range 5 {
		for n := range 600 {
			f, gold := data(n, classes)
			l.Score(f, acc)
			if p := perceptron.Best(acc); p != gold {
				l.Update(f, gold, p)
			}
			l.Step()
		}
	}
	table, triples := l.Table(1000, 1), l.Triples(1000)
	var three [3]int32
	for n := range 600 {
		f, gold := data(n, classes)
		table.Score(f, acc)
		triples.Score(f, &three)
		if perceptron.Best(acc) != gold || perceptron.Best(three[:]) != gold {
			t.Fatalf("example %d: table says %d, triples say %d, want %d", n, perceptron.Best(acc), perceptron.Best(three[:]), gold)
		}
		// Packed with nothing dropped, both hold the same weights.
		if acc[0] != three[0] || acc[1] != three[1] || acc[2] != three[2] {
			t.Fatalf("example %d: %v and %v", n, acc, three)
		}
	}
}

func TestUnknownFeaturesWeighNothing(t *testing.T) {
	l := perceptron.NewLearner(3)
	l.Update([]uint32{12345}, 0, 1)
	l.Step()
	table := l.Table(10, 1)
	acc := make([]int32, 3)
	table.Score([]uint32{54321, 99999999, 4000000000}, acc)
	if acc[0] != 0 || acc[1] != 0 || acc[2] != 0 {
		t.Errorf("weights %v of features never seen", acc)
	}
}

func BenchmarkTableScore(b *testing.B) {
	l := perceptron.NewLearner(20)
	for n := range 200000 {
		l.Update([]uint32{perceptron.Mix(uint32(n), 9)}, n%20, (n+1)%20)
		l.Step()
	}
	table := l.Table(200000, 1)
	acc := make([]int32, 20)
	f := make([]uint32, 40)
	n := 0
	for b.Loop() {
		for i := range f {
			f[i] = perceptron.Mix(uint32(n*7+i*4099), 9)
		}
		n++
		table.Score(f, acc)
	}
}
