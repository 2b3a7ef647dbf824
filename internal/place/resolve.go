package place

import (
	"math"
	"sort"
)

// prior is what a candidate's own standing says for it.
func (w *weights) prior(c *Candidate) float64 {
	s := w.population * math.Log10(float64(c.Population)+10) / 1.2
	switch {
	case c.class == isCountry:
		s += w.country
	case c.class == isAdmin1 && c.noted:
		s += w.division1
	case c.class == isAdmin1:
		s += w.plain1
	case c.class == isAdmin2:
		s += w.division2
	case c.class != isTown:
		s += 7 // a region, water or building that the lexicon names
	case c.Feature == "PPLC":
		s += w.capital
	case c.Feature == "PPLA":
		s += w.seat
	case c.Feature == "PPLX":
		s += w.section
	default:
		s += w.town
	}
	switch c.Kind {
	case Variant:
		if c.class != isCountry {
			s += w.variant
		}
	case Short:
		s += w.short
	case Preferred:
		s += w.preferred
	}
	return s
}

// group is all names of the story that are one place.
type group struct {
	hash       uint64
	names      []int
	candidates []Candidate
	base       []float64 // score without the story
	score      []float64
	p          []float64
	weight     float64
}

// story is the state of one decision.
type story struct {
	r       *reader
	groups  []group
	home    *Candidate // the publisher's
	peoples []string   // ISO2 of the demonyms in the text
	local   float64    // how surely local news of the United States, 0..1
}

// resolve groups the accepted names and decides for all of them together.
func (r *reader) resolve() *story {
	s := &story{r: r, home: r.t.home(r.d)}
	if s.home == nil {
		s.local = r.american()
	}
	byKey := map[[2]uint64]int{}
	for i := range r.names {
		n := &r.names[i]
		if n.people {
			s.peoples = append(s.peoples, n.candidates[0].ISO2)
		}
		if n.score <= 0 || len(n.candidates) == 0 {
			continue
		}
		key := [2]uint64{n.hash, r.statedKey(i)}
		g, ok := byKey[key]
		if !ok {
			g = len(s.groups)
			byKey[key] = g
			s.groups = append(s.groups, group{hash: n.hash, candidates: n.candidates})
		}
		s.groups[g].names = append(s.groups[g].names, i)
	}
	s.merge()
	for g := range s.groups {
		s.score(&s.groups[g])
	}
	for round := 0; round < 4; round++ {
		s.support()
	}
	return s
}

// reconsider looks again at names that recognition was unsure of, now that it is
// known where the story plays: a small town near its other places is likelier a
// toponym than one on another continent. It reports whether any verdict changed.
func (s *story) reconsider() bool {
	accepted := map[uint64]bool{}
	for i := range s.r.names {
		if n := &s.r.names[i]; n.score > 1 {
			accepted[n.hash] = true
		}
	}
	var settled []stand
	for i := range s.groups {
		for k, p := range s.groups[i].p {
			if p >= 0.4 && len(settled) < mostStands {
				settled = append(settled, stand{i, &s.groups[i].candidates[k], p})
			}
		}
	}
	changed := false
	for i := range s.r.names {
		n := &s.r.names[i]
		if n.people || n.dateline || n.score < -3.5 || n.score > 2 {
			continue
		}
		before := n.score
		switch v := s.fit(n, settled); {
		case n.score <= 0 && accepted[n.hash]:
			n.add(2, "a place elsewhere in the story")
		case v > 0.25:
			n.add(2.2*v, "near the story's places")
		case v == 0:
			n.add(-1, "far from the story's places")
		}
		changed = changed || before > 0 != (n.score > 0)
	}
	return changed
}

func (n *name) add(w float64, why string) {
	n.score += w
	n.why = append(n.why, why)
}

// fit is how well the name's best candidate fits the rest of the story: 1 for
// a town beside its other towns, 0 for a small place in a country that nothing
// else in the story speaks of.
func (s *story) fit(n *name, settled []stand) float64 {
	best := 0.0
	for k := range n.candidates {
		c := &n.candidates[k]
		if c.Kind == Short && n.kind&ofDistrict == 0 {
			continue
		}
		v := 0.0
		if c.Population > 100000 || c.noted {
			v = 0.2
		}
		if h := s.home; h != nil && h.ISO2 == c.ISO2 {
			v = max(v, 0.2)
			if h.admin1 == c.admin1 {
				v = max(v, 0.5, math.Exp(-Distance(c.Lat, c.Lon, h.Lat, h.Lon)/150))
			}
		}
		for _, o := range settled {
			if o.c.ISO2 != c.ISO2 || s.groups[o.group].hash == n.hash {
				continue
			}
			v = max(v, 0.15)
			if o.c.admin1 != c.admin1 || c.admin1 < 0 {
				continue
			}
			v = max(v, 0.5*o.p)
			if o.c.class != isAdmin1 {
				v = max(v, o.p*math.Exp(-Distance(c.Lat, c.Lon, o.c.Lat, o.c.Lon)/120))
			}
		}
		best = max(best, v)
	}
	return best
}

// statedKey tells apart groups of one name that the text puts in different
// places: 0 where it puts a name nowhere.
func (r *reader) statedKey(i int) uint64 {
	n := &r.names[i]
	if n.inside < 0 || r.names[n.inside].score <= 0 {
		n.inside = -1
		return 0
	}
	return r.names[n.inside].hash
}

// merge folds a name that is put nowhere into the first group of the same name
// that is put somewhere.
func (s *story) merge() {
	out := s.groups[:0]
	at := map[uint64]int{}
	for _, g := range s.groups {
		n := &s.r.names[g.names[0]]
		k, ok := at[n.hash]
		if ok && (n.inside < 0 || s.r.names[out[k].names[0]].inside < 0) {
			if n.inside >= 0 {
				out[k].names = append(append([]int(nil), g.names...), out[k].names...)
			} else {
				out[k].names = append(out[k].names, g.names...)
			}
			continue
		}
		if !ok {
			at[n.hash] = len(out)
		}
		out = append(out, g)
	}
	s.groups = out
}

// score sets what a group's candidates are worth by themselves and by what the
// text states about the names.
func (s *story) score(g *group) {
	w := &s.r.t.weights
	g.weight = math.Sqrt(float64(len(g.names)))
	if len(g.candidates) > maxCandidates {
		sort.SliceStable(g.candidates, func(i, j int) bool { return g.candidates[i].prior > g.candidates[j].prior })
		g.candidates = g.candidates[:maxCandidates]
	}
	g.base = make([]float64, len(g.candidates))
	for k := range g.candidates {
		c := &g.candidates[k]
		v := c.prior
		for _, i := range g.names {
			n := &s.r.names[i]
			if n.inside >= 0 && s.statedIn(&s.r.names[n.inside], c) {
				v += w.stated / float64(len(g.names))
			}
			if n.kind != 0 && kindFits(n.kind, c.class) {
				v += w.called / float64(len(g.names))
			}
			if n.holds && (c.class == isAdmin1 || c.class == isAdmin2 || c.class == isCountry) {
				v += w.holder / float64(len(g.names))
				if i > 0 && holdsOne(c, s.r.names[i-1].candidates) {
					v += w.stated / float64(len(g.names))
				}
			}
		}
		if s.home != nil {
			v += s.fromHome(c)
		} else if c.ISO2 == "US" && c.class != isCountry {
			v += w.american * s.local
		}
		g.base[k] = v
	}
	g.score = append([]float64(nil), g.base...)
	g.p = softmax(nil, g.score)
}

func (s *story) statedIn(outer *name, c *Candidate) bool {
	for k := range outer.candidates {
		if contains(&outer.candidates[k], c) {
			return true
		}
	}
	return false
}

// holdsOne reports whether c contains one of the candidates.
func holdsOne(c *Candidate, inner []Candidate) bool {
	for k := range inner {
		if contains(c, &inner[k]) {
			return true
		}
	}
	return false
}

func (s *story) fromHome(c *Candidate) float64 {
	w, v := &s.r.t.weights, 0.0
	h := s.home
	if c.ISO2 != h.ISO2 {
		return 0
	}
	v += w.outletCountry
	if c.index == h.index && c.class == isTown {
		v += w.outletOwn
	}
	if c.admin1 == h.admin1 && h.admin1 >= 0 {
		v += w.outletDivision
	}
	if h.class == isTown && c.class != isCountry && c.class != isAdmin1 {
		v += w.outletNear * math.Exp(-Distance(c.Lat, c.Lon, h.Lat, h.Lon)/100)
	}
	return v
}

func kindFits(kind wordClass, c class) bool {
	return kind&ofCity != 0 && c == isTown || kind&ofProvince != 0 && c == isAdmin1 ||
		kind&ofDistrict != 0 && c == isAdmin2 || kind&ofCountry != 0 && c == isCountry
}

// support adds to every candidate what the other groups of the story say for
// it, each by how sure it is itself.
func (s *story) support() {
	w := &s.r.t.weights
	countries, divisions := map[string]float64{}, map[int32]float64{}
	total := 0.0
	for _, c := range s.peoples {
		countries[c] += 0.5
		total += 0.5
	}
	for i := range s.groups {
		g := &s.groups[i]
		total += g.weight
		for k, p := range g.p {
			if p < 0.01 {
				continue
			}
			c := &g.candidates[k]
			countries[c.ISO2] += p * g.weight
			divisions[c.admin1] += p * g.weight
		}
	}
	likely := s.likely()
	for i := range s.groups {
		g := &s.groups[i]
		if len(g.candidates) == 1 {
			continue // nothing to choose
		}
		ownC, ownD := map[string]float64{}, map[int32]float64{}
		for k, p := range g.p {
			if p >= 0.01 {
				ownC[g.candidates[k].ISO2] += p * g.weight
				ownD[g.candidates[k].admin1] += p * g.weight
			}
		}
		rest := total - g.weight + 1
		for k := range g.candidates {
			c := &g.candidates[k]
			v := g.base[k]
			if c.ISO2 != "" {
				v += w.sameCountry * saturate(countries[c.ISO2]-ownC[c.ISO2], rest)
			}
			if c.admin1 >= 0 {
				v += w.sameDivision * saturate(divisions[c.admin1]-ownD[c.admin1], rest)
			}
			if c.class != isCountry && c.class != isAdmin1 {
				v += w.near * nearness(likely, i, c)
			}
			g.score[k] = v
		}
	}
	for i := range s.groups {
		s.groups[i].p = softmax(s.groups[i].p[:0], s.groups[i].score)
	}
}

// stand is a place that a group likely means.
type stand struct {
	group int
	c     *Candidate
	p     float64
}

// mostStands is how many places of a story are measured against each candidate;
// a story has a dozen, a gazetteer sent as an article has all.
const mostStands = 96

// likely are the places below the size of a province that the groups may mean.
func (s *story) likely() []stand {
	var out []stand
	for i := range s.groups {
		g := &s.groups[i]
		for k, p := range g.p {
			if c := &g.candidates[k]; p >= 0.2 && len(out) < mostStands && c.class != isCountry && c.class != isAdmin1 {
				out = append(out, stand{i, c, p})
			}
		}
	}
	return out
}

// saturate turns a mass of support into 0..1: partly its share of the story,
// partly whether there is any.
func saturate(mass, rest float64) float64 {
	if mass <= 0 {
		return 0
	}
	return 0.5*mass/rest + 0.5*(1-math.Exp(-mass))
}

// nearness is how strongly other groups stand near c, 0..1.
func nearness(likely []stand, own int, c *Candidate) float64 {
	best := 0.0
	for _, o := range likely {
		if o.group == own || o.c.index == c.index || math.Abs(o.c.Lat-c.Lat) > 4 {
			continue
		}
		best = max(best, o.p*math.Exp(-Distance(c.Lat, c.Lon, o.c.Lat, o.c.Lon)/80))
	}
	return best
}

func softmax(dst, score []float64) []float64 {
	top := math.Inf(-1)
	for _, v := range score {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range score {
		dst = append(dst, math.Exp(v-top))
		sum += dst[len(dst)-1]
	}
	for i := range dst {
		dst[i] /= sum
	}
	return dst
}

// Distance is the great-circle distance in kilometres.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	h := math.Pow(math.Sin((lat2-lat1)*rad/2), 2) +
		math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin((lon2-lon1)*rad/2), 2)
	return 12742 * math.Asin(math.Min(1, math.Sqrt(h)))
}
