package eval

import (
	"math"
	"testing"
)

// The figures were worked out by hand; the first two cases are those of the
// papers that the measures come from.
func TestCoreferenceMeasures(t *testing.T) {
	for _, c := range []struct {
		name         string
		gold, system []int
		measure      func(gold, system []int) prf
		p, r         float64
	}{
		// Twelve mentions in clusters of 5, 2 and 5; the system joins the two
		// large ones (Bagga and Baldwin 1998).
		{"MUC, two large clusters joined", []int{1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3}, []int{1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1}, muc, 9.0 / 10, 1},
		{"B³, two large clusters joined", []int{1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3}, []int{1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1}, bcubed, 7.0 / 12, 1},
		{"B³, the small and a large one joined", []int{1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3}, []int{1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2}, bcubed, (5 + 4.0/7 + 25.0/7) / 12, 1},
		// Luo's φ₄: 5 and 10 share 5, which is 2·5/15; 2 and 2 are one; two system
		// clusters, three of the key.
		{"CEAF-e, two large clusters joined", []int{1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3}, []int{1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1}, ceafe, (1 + 2.0/3) / 2, (1 + 2.0/3) / 3},
		{"MUC, all apart", []int{1, 1, 1}, []int{1, 2, 3}, muc, 0, 0},
		{"B³, all apart", []int{1, 1, 1}, []int{1, 2, 3}, bcubed, 1, 1.0 / 3},
		{"CEAF-e, all apart", []int{1, 1, 1}, []int{1, 2, 3}, ceafe, 0.5 / 3, 0.5},
		{"MUC, right", []int{1, 1, 2}, []int{7, 7, 3}, muc, 1, 1},
		{"B³, right", []int{1, 1, 2}, []int{7, 7, 3}, bcubed, 1, 1},
		{"CEAF-e, right", []int{1, 1, 2}, []int{7, 7, 3}, ceafe, 1, 1},
		// {a b} {c} against {a} {b c}: of the alignments a–ab with bc–c is the
		// best, 2/3 each; greedily taken pairs give the same.
		{"CEAF-e, crossed", []int{1, 1, 2}, []int{1, 2, 2}, ceafe, 2.0 / 3, 2.0 / 3},
	} {
		got := c.measure(c.gold, c.system)
		if math.Abs(got.p()-c.p) > 1e-9 || math.Abs(got.r()-c.r) > 1e-9 {
			t.Errorf("%s: precision %.4f, recall %.4f, want %.4f and %.4f", c.name, got.p(), got.r(), c.p, c.r)
		}
	}
}

func TestAssignmentIsTheBest(t *testing.T) {
	for _, c := range []struct {
		value [][]float64
		want  float64
	}{
		{[][]float64{{1, 2}, {3, 5}}, 6},                   // 1 + 5, not 2 + 3
		{[][]float64{{9, 8}, {8, 1}}, 16},                  // taking 9 first leaves 1
		{[][]float64{{1, 0, 4}}, 4},                        // more columns
		{[][]float64{{1}, {7}, {2}}, 7},                    // more rows
		{[][]float64{{7, 5, 1}, {6, 8, 2}, {5, 9, 3}}, 18}, // 7 + 9 + 2
		{nil, 0},
	} {
		if got := assign(c.value); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.value, got, c.want)
		}
	}
}
