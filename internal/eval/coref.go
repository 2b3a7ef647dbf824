package eval

import "math"

// A clustering gives each mention the number of its cluster; the same numbers
// mean the same cluster only within one clustering. Measures compare two
// clusterings of the same mentions.

// coref are the measures of the CoNLL shared tasks on coreference.
type coref struct{ muc, b3, ceafe prf }

// prf is precision and recall by their numerators and denominators.
type prf struct{ rightP, allP, rightR, allR float64 }

func (x prf) p() float64 { return share(x.rightP, x.allP) }
func (x prf) r() float64 { return share(x.rightR, x.allR) }

func (x prf) f1() float64 {
	p, r := x.p(), x.r()
	return share(2*p*r, p+r)
}

func share(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// conll is the mean F1 of MUC, B³ and CEAF-e.
func (c coref) conll() float64 { return (c.muc.f1() + c.b3.f1() + c.ceafe.f1()) / 3 }

func compareClusters(gold, system []int) coref {
	return coref{muc(gold, system), bcubed(gold, system), ceafe(gold, system)}
}

// sizes are how many mentions each cluster has, and each pair of a cluster of a
// and one of b.
func sizes(a, b []int) (of map[int]int, both map[[2]int]int) {
	of, both = map[int]int{}, map[[2]int]int{}
	for i := range a {
		of[a[i]]++
		both[[2]int{a[i], b[i]}]++
	}
	return of, both
}

// muc counts links: those that are missing to make each cluster of the one
// clustering out of the other (Vilain et al. 1995).
func muc(gold, system []int) prf {
	links := func(key, response []int) (right, all float64) {
		of, both := sizes(key, response)
		parts := map[int]int{}
		for k := range both {
			parts[k[0]]++
		}
		for c, n := range of {
			right += float64(n - parts[c])
			all += float64(n - 1)
		}
		return right, all
	}
	var x prf
	x.rightR, x.allR = links(gold, system)
	x.rightP, x.allP = links(system, gold)
	return x
}

// bcubed is, for each mention, how much of its cluster is right (Bagga and
// Baldwin 1998).
func bcubed(gold, system []int) prf {
	ofGold, both := sizes(gold, system)
	ofSystem, _ := sizes(system, gold)
	var x prf
	for k, n := range both {
		x.rightR += float64(n*n) / float64(ofGold[k[0]])
		x.rightP += float64(n*n) / float64(ofSystem[k[1]])
	}
	x.allP, x.allR = float64(len(gold)), float64(len(gold))
	return x
}

// ceafe aligns clusters one to one so that their likeness, twice what they share
// over what they have, is greatest (Luo 2005, φ₄).
func ceafe(gold, system []int) prf {
	ofGold, both := sizes(gold, system)
	ofSystem, _ := sizes(system, gold)
	rows, cols := index(ofGold, gold), index(ofSystem, system)
	like := make([][]float64, len(rows))
	for i := range like {
		like[i] = make([]float64, len(cols))
	}
	for k, n := range both {
		like[rows[k[0]]][cols[k[1]]] = 2 * float64(n) / float64(ofGold[k[0]]+ofSystem[k[1]])
	}
	total := assign(like)
	return prf{total, float64(len(cols)), total, float64(len(rows))}
}

// index numbers the clusters in the order in which their mentions come.
func index(of map[int]int, clusters []int) map[int]int {
	out := make(map[int]int, len(of))
	for _, c := range clusters {
		if _, ok := out[c]; !ok {
			out[c] = len(out)
		}
	}
	return out
}

// assign is the greatest sum of one value from each row, no two of one column
// (the Hungarian method, by shortest augmenting paths).
func assign(value [][]float64) float64 {
	if len(value) == 0 {
		return 0
	}
	n, m := len(value), len(value[0])
	if n > m {
		turned := make([][]float64, m)
		for j := range turned {
			turned[j] = make([]float64, n)
			for i := range value {
				turned[j][i] = value[i][j]
			}
		}
		value, n, m = turned, m, n
	}
	u, v := make([]float64, n+1), make([]float64, m+1)
	row := make([]int, m+1) // the row that has column j, 0 none; 1-based
	way := make([]int, m+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		at := 0
		least := make([]float64, m+1)
		used := make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for {
			used[at] = true
			r, delta, next := row[at], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if d := -value[r-1][j-1] - u[r] - v[j]; d < least[j] {
					least[j], way[j] = d, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			if at = next; row[at] == 0 {
				break
			}
		}
		for at != 0 {
			row[at] = row[way[at]]
			at = way[at]
		}
	}
	total := 0.0
	for j := 1; j <= m; j++ {
		if row[j] > 0 {
			total += value[row[j]-1][j-1]
		}
	}
	return total
}
