package main

import (
	"log"
	"math"
	"sort"
	"strings"
)

// placeDivisions puts every division in the middle of its towns, weighted
// towards none of them, and adds up their people.
func (s *sources) placeDivisions() {
	for i, c := range s.cities {
		for _, code := range []string{c.admin1, c.admin2} {
			d := s.byCode[code]
			if d == nil {
				continue
			}
			d.towns = append(d.towns, i)
			if !strings.HasPrefix(c.feature, "PPLX") {
				d.pop += c.pop
			}
		}
	}
	for _, list := range [][]*division{s.admin1, s.admin2} {
		for _, d := range list {
			d.lat, d.lon = middle(s.cities, d.towns)
		}
	}
}

// middle is the mean point of the towns on the sphere.
func middle(cities []city, towns []int) (lat, lon float64) {
	var x, y, z float64
	for _, i := range towns {
		la, lo := cities[i].lat*math.Pi/180, cities[i].lon*math.Pi/180
		x += math.Cos(la) * math.Cos(lo)
		y += math.Cos(la) * math.Sin(lo)
		z += math.Sin(la)
	}
	if x == 0 && y == 0 {
		return 0, 0
	}
	return math.Atan2(z, math.Hypot(x, y)) * 180 / math.Pi, math.Atan2(y, x) * 180 / math.Pi
}

// identifyUS gives United States counties their GeoNames ids: within a state,
// ids of counties and of towns rise with the alphabet, because they were taken
// over in one go from the country's own register.
func (s *sources) identifyUS() {
	found, total := 0, 0
	for _, st := range s.admin1 {
		if !strings.HasPrefix(st.code, "US.") {
			continue
		}
		var counties []*division
		for _, d := range s.admin2 {
			if strings.HasPrefix(d.code, st.code+".") {
				counties = append(counties, d)
			}
		}
		total += len(counties)
		found += s.align(st, counties)
	}
	log.Printf("United States: %d of %d counties identified", found, total)
}

// runGap is the least distance between two of a state's runs of ids. A state
// that lies on two sheets of the register's map was taken over in two runs.
const runGap = 100_000

// align assigns a state's child ids to its counties, run by run.
func (s *sources) align(st *division, counties []*division) int {
	kids := append([]int(nil), s.children[st.id]...)
	sort.Ints(kids)
	sort.Slice(counties, func(i, j int) bool { return order(counties[i].own) < order(counties[j].own) })
	found := 0
	for len(kids) > 0 {
		n := 1
		for n < len(kids) && kids[n]-kids[n-1] < runGap {
			n++
		}
		run := idRun{first: kids[0] - runGap/2, last: kids[n-1] + runGap/2, ids: kids[:n]}
		found += s.alignRun(st, counties, run)
		kids = kids[n:]
	}
	return found
}

// idRun is a stretch of ids given in alphabetical order.
type idRun struct {
	first, last int
	ids         []int
}

// alignRun finds the assignment of ids to counties, both in order, that puts
// the fewest ids outside those of the towns which stand next to the county in
// the alphabet. Counties without a town in the run are left out; leaving out
// one with few of its towns there costs less.
func (s *sources) alignRun(st *division, all []*division, run idRun) int {
	var counties []*division
	var skip []float64
	for _, d := range all {
		here := 0
		for _, i := range d.towns {
			if id := s.cities[i].id; run.first <= id && id <= run.last {
				here++
			}
		}
		if d.id == 0 && (here > 0 || len(d.towns) == 0) {
			counties = append(counties, d)
			skip = append(skip, 0.1+1.5*float64(here)/float64(max(len(d.towns), 1)))
		}
	}
	lo, hi := s.brackets(st, counties, run)
	kids := run.ids
	n, m := len(counties), len(kids)
	const skipKid = 0.3
	cost := make([][]float64, n+1)
	step := make([][]byte, n+1)
	for i := range cost {
		cost[i], step[i] = make([]float64, m+1), make([]byte, m+1)
		for j := range cost[i] {
			if i == 0 && j == 0 {
				continue
			}
			cost[i][j] = math.Inf(1)
			try := func(c float64, how byte) {
				if c < cost[i][j] {
					cost[i][j], step[i][j] = c, how
				}
			}
			if i > 0 && j > 0 {
				try(cost[i-1][j-1]+mismatch(kids[j-1], lo[i-1], hi[i-1]), 'm')
			}
			if i > 0 {
				try(cost[i-1][j]+skip[i-1], 'c')
			}
			if j > 0 {
				try(cost[i][j-1]+skipKid, 'k')
			}
		}
	}
	found := 0
	for i, j := n, m; i > 0 || j > 0; {
		switch step[i][j] {
		case 'm':
			i, j = i-1, j-1
			if mismatch(kids[j], lo[i], hi[i]) < 1 {
				counties[i].id = kids[j]
				found++
			}
		case 'c':
			i--
		default:
			j--
		}
	}
	return found
}

// mismatch is 0 for an id inside the bracket, and grows with the distance.
func mismatch(id, lo, hi int) float64 {
	switch slack := float64(hi-lo) + 20; {
	case id < lo:
		return 0.2 + float64(lo-id)/slack
	case id > hi:
		return 0.2 + float64(id-hi)/slack
	}
	return 0
}

// brackets gives, for each county, the ids of the towns around it in the
// alphabet, from towns whose ids are in order themselves.
func (s *sources) brackets(st *division, counties []*division, run idRun) (lo, hi []int) {
	var towns []int
	for _, i := range st.towns {
		if id := s.cities[i].id; run.first <= id && id <= run.last {
			towns = append(towns, i)
		}
	}
	sort.Slice(towns, func(a, b int) bool {
		x, y := s.cities[towns[a]], s.cities[towns[b]]
		if k, l := order(x.own), order(y.own); k != l {
			return k < l
		}
		return x.id < y.id
	})
	chain := rising(towns, func(i int) int { return s.cities[i].id })
	for _, d := range counties {
		k := sort.Search(len(chain), func(i int) bool { return order(s.cities[chain[i]].own) >= order(d.own) })
		a, z := 0, math.MaxInt32
		if k > 0 {
			a = s.cities[chain[k-1]].id
		}
		for k < len(chain) && order(s.cities[chain[k]].own) == order(d.own) {
			k++
		}
		if k < len(chain) {
			z = s.cities[chain[k]].id
		}
		lo, hi = append(lo, a), append(hi, z)
	}
	return lo, hi
}

// rising is the longest rising subsequence of xs by key.
func rising(xs []int, key func(int) int) []int {
	var tails []int // indices in xs
	prev := make([]int, len(xs))
	for i := range xs {
		k := sort.Search(len(tails), func(j int) bool { return key(xs[tails[j]]) >= key(xs[i]) })
		prev[i] = -1
		if k > 0 {
			prev[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	out := make([]int, len(tails))
	if len(tails) > 0 {
		for i, k := tails[len(tails)-1], len(tails)-1; i >= 0; i, k = prev[i], k-1 {
			out[k] = xs[i]
		}
	}
	return out
}

// order is a name as the register sorted it: with a blank where a later hand
// ran words together ("DeKalb"), and "City of" behind.
func order(name string) string {
	if c, ok := strings.CutPrefix(name, "City of "); ok {
		name = c + ", City of"
	}
	var b strings.Builder
	for i, c := range name {
		if i > 1 && 'A' <= c && c <= 'Z' && 'a' <= name[i-1] && name[i-1] <= 'z' && !strings.HasPrefix(name, "Mc") {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}

// identifyByChildren takes a division's id from the hierarchy, where towns are
// listed under it and all agree.
func (s *sources) identifyByChildren() {
	index := map[int]int{}
	for i, c := range s.cities {
		index[c.id] = i
	}
	taken := map[int]bool{}
	for _, d := range s.admin1 {
		taken[d.id] = true
	}
	for _, d := range s.admin2 {
		taken[d.id] = true
	}
	votes := map[string]map[int]int{}
	for parent, kids := range s.children {
		code, same, n := "", true, 0
		for _, k := range kids {
			if i, ok := index[k]; ok {
				same = same && (code == "" || code == s.cities[i].admin2)
				code = s.cities[i].admin2
				n++
			}
		}
		if d := s.byCode[code]; d != nil && same && n > 0 && d.id == 0 && !taken[parent] && s.under(parent, d) {
			if votes[code] == nil {
				votes[code] = map[int]int{}
			}
			votes[code][parent] = n
		}
	}
	found := 0
	for _, d := range s.admin2 {
		if len(votes[d.code]) == 1 {
			for id := range votes[d.code] {
				d.id = id
				found++
			}
		}
	}
	log.Printf("elsewhere: %d second-level divisions identified", found)
}

// under reports whether id is a child of the division's own province.
func (s *sources) under(id int, d *division) bool {
	p := s.byCode[d.code[:strings.LastIndexByte(d.code, '.')]]
	if p == nil {
		return false
	}
	for _, k := range s.children[p.id] {
		if k == id {
			return true
		}
	}
	return false
}

// identifyByAlphabet looks, outside the United States, for divisions whose id
// lies where the alphabet puts their name. Ids of most countries were given in
// one go down the alphabet, or up it; a division's id is taken when exactly one
// child of its province lies between the towns that stand next to it, and no
// other division claims it.
func (s *sources) identifyByAlphabet() {
	towns := map[string][]int{}
	for i, c := range s.cities {
		towns[c.country] = append(towns[c.country], i)
	}
	divisions := map[string][]*division{}
	for _, d := range s.admin2 {
		if d.id == 0 && !strings.HasPrefix(d.code, "US.") {
			divisions[d.code[:2]] = append(divisions[d.code[:2]], d)
		}
	}
	found := 0
	for country, list := range divisions {
		chain, sign := s.chain(towns[country])
		if len(chain)*3 < len(towns[country]) || len(chain) < 50 {
			continue
		}
		claims := map[int][]*division{}
		for _, d := range list {
			if id := s.between(chain, sign, d); id != 0 {
				claims[id] = append(claims[id], d)
			}
		}
		for id, ds := range claims {
			if len(ds) == 1 {
				ds[0].id = id
				found++
			}
		}
	}
	log.Printf("by the alphabet: %d second-level divisions identified", found)
}

// chain is the longest run of towns whose ids go up, or down, with their names.
func (s *sources) chain(towns []int) (chain []int, sign int) {
	sort.Slice(towns, func(a, b int) bool { return order(s.cities[towns[a]].own) < order(s.cities[towns[b]].own) })
	up := rising(towns, func(i int) int { return s.cities[i].id })
	down := rising(towns, func(i int) int { return -s.cities[i].id })
	if len(up) > len(down) {
		return up, 1
	}
	return down, -1
}

// between is the one child of the division's province whose id lies between
// those of the towns around the division's name, or 0.
func (s *sources) between(chain []int, sign int, d *division) int {
	p := s.byCode[d.code[:strings.LastIndexByte(d.code, '.')]]
	if p == nil {
		return 0
	}
	name := order(d.own)
	k := sort.Search(len(chain), func(i int) bool { return order(s.cities[chain[i]].own) >= name })
	z := k
	for z < len(chain) && order(s.cities[chain[z]].own) == name {
		z++
	}
	if k < 1 || z >= len(chain) {
		return 0
	}
	lo, hi := sign*s.cities[chain[k-1]].id, sign*s.cities[chain[z]].id
	const widest = 400 // ids between neighbours; more and the order says little
	if hi-lo > widest {
		return 0
	}
	id, n := 0, 0
	for _, kid := range s.children[p.id] {
		if v := sign * kid; lo < v && v < hi {
			id, n = kid, n+1
		}
	}
	if n != 1 {
		return 0
	}
	return id
}
