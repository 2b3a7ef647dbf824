package happening

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/place"
	"chancery/internal/record"
)

// Merge is what all reports of one happening, at least one, say together, as it
// was known on a day. who may be nil.
//
// Reports are grouped into independent sources: those of one publisher, of one
// agency, or that are copies of one text are one source. Each source has one
// vote on type, place and date and one say in the confidence, that of its surest
// report. Withdrawn reports have neither; what they claimed is kept among the
// disputes. The surest source counts in full and every further one half,
//
//	1 − (1−p₁)·(1−p₂/2)·(1−p₃/2)·…
//
// because what misleads one reader of an event, coder or reporter, often
// misleads the next. When every report was withdrawn the confidence is 0.
func Merge(id string, reports []record.Report, known day.Day, who Identify) Happening {
	g := &merger{who: who, known: known}
	g.reports = slices.Clone(reports)
	slices.SortStableFunc(g.reports, func(a, b record.Report) int {
		return cmp.Or(cmp.Compare(a.Known, b.Known), cmp.Compare(a.ID, b.ID))
	})
	h := Happening{ID: id, Reports: g.reports, First: g.reports[0].Known, Last: g.reports[len(g.reports)-1].Known}
	g.group()
	h.Standing = len(g.standing)
	if h.Standing > 0 {
		h.Publishers, h.Confidence = g.confidence()
	} else {
		for i := range g.reports {
			g.standing = append(g.standing, i) // something must be said of it
		}
	}
	g.what(&h)
	g.when(&h)
	g.where(&h)
	h.Actors = g.parties(&h, func(e *record.Event) []record.Actor { return e.Actors })
	h.Recipients = g.parties(&h, func(e *record.Event) []record.Actor { return e.Recipients })
	g.tolls(&h)
	return h
}

type merger struct {
	reports  []record.Report
	known    day.Day
	who      Identify
	source   []int // of each report: the first report of the same source
	standing []int // reports that were not withdrawn
}

// withdrawn reports whether the report was on the day of the merger.
func (g *merger) withdrawn(i int) bool {
	w := g.reports[i].Withdrawn
	return w != day.Latest && w <= g.known
}

// group finds which reports are of one source.
func (g *merger) group() {
	g.source = make([]int, len(g.reports))
	first := map[string]int{}
	for i := range g.reports {
		g.source[i] = i
		r := &g.reports[i]
		// an agency's own wire is of one source with those who print it
		for _, mark := range [...]string{"outlet\x00" + r.Outlet(), "outlet\x00" + r.Doc.Agency, "copy\x00" + r.Copy} {
			if strings.HasSuffix(mark, "\x00") {
				continue
			}
			if at, ok := first[mark]; ok {
				g.join(i, at)
			} else {
				first[mark] = i
			}
		}
		if !g.withdrawn(i) {
			g.standing = append(g.standing, i)
		}
	}
}

// join makes the sources of two reports one.
func (g *merger) join(a, b int) {
	from, to := max(g.source[a], g.source[b]), min(g.source[a], g.source[b])
	for i := range g.source {
		if g.source[i] == from {
			g.source[i] = to
		}
	}
}

// confidence is the number of independent sources and what they say together.
func (g *merger) confidence() (int, float64) {
	sure := map[int]float64{}
	for _, i := range g.standing {
		s := g.source[i]
		sure[s] = max(sure[s], g.reports[i].Confidence)
	}
	ps := make([]float64, 0, len(sure))
	for _, p := range sure {
		ps = append(ps, p)
	}
	slices.Sort(ps)
	wrong := 1 - ps[len(ps)-1]
	for _, p := range ps[:len(ps)-1] {
		wrong *= 1 - p/2
	}
	return len(ps), min(0.99, 1-wrong)
}

// ballot counts the votes of sources for the values of a field. A source votes
// once for each value that it states.
type ballot struct {
	values []string
	votes  []map[int]float64 // source → confidence of its surest report
}

func (b *ballot) vote(value string, source int, sure float64) {
	k := slices.Index(b.values, value)
	if k < 0 {
		k = len(b.values)
		b.values = append(b.values, value)
		b.votes = append(b.votes, map[int]float64{})
	}
	b.votes[k][source] = max(b.votes[k][source], sure)
}

// winner is the value with the most sources, then the surest, then the first.
func (b *ballot) winner() string {
	best, count, sure := "", 0, 0.0
	for k, v := range b.values {
		sum := 0.0
		for _, p := range b.votes[k] {
			sum += p
		}
		// sums of floating-point numbers differ with their order
		sum = float64(int(sum*1e6+0.5)) / 1e6
		if n := len(b.votes[k]); n > count || n == count && sum > sure {
			best, count, sure = v, n, sum
		}
	}
	return best
}

// choose is the value that most sources among the standing reports state; ok
// tells which reports may vote.
func (g *merger) choose(value func(*record.Event) string, ok func(*record.Event) bool) string {
	var b ballot
	for _, i := range g.standing {
		e := g.reports[i].Event
		if v := value(e); v != "" && (ok == nil || ok(e)) {
			b.vote(v, g.source[i], g.reports[i].Confidence)
		}
	}
	return b.winner()
}

// what chooses type, mode, code, contexts and status.
func (g *merger) what(h *Happening) {
	h.Type = g.choose(func(e *record.Event) string { return e.Type }, nil)
	typed := func(e *record.Event) bool { return e.Type == h.Type }
	h.Mode = g.choose(func(e *record.Event) string { return e.Mode }, typed)
	moded := func(e *record.Event) bool { return typed(e) && e.Mode == h.Mode }
	h.Cameo = g.choose(func(e *record.Event) string { return e.Cameo }, moded)
	h.Status = g.choose(func(e *record.Event) string { return e.Status }, nil)
	h.Background = true
	sources := map[int]bool{}
	contexts := map[string]map[int]bool{}
	scored := false
	for _, i := range g.standing {
		r := &g.reports[i]
		h.Background = h.Background && r.Background
		sources[g.source[i]] = true
		for _, c := range r.Event.Contexts {
			if contexts[c] == nil {
				contexts[c] = map[int]bool{}
			}
			contexts[c][g.source[i]] = true
		}
		if moded(r.Event) && !scored {
			h.Quad, h.Score, scored = r.Event.Quad, r.Event.Score, true
		}
	}
	for c, by := range contexts {
		if 3*len(by) >= len(sources) {
			h.Contexts = append(h.Contexts, c)
		}
	}
	slices.Sort(h.Contexts)
	g.dispute(h, "type", func(i int) string { return g.reports[i].Event.Type }, func(a, b int) bool { return false })
}

// Tiers of dates: what a text states to the day stands before the day of its
// dateline, and this before months and years.
const (
	exact = iota
	rough
	dated
	wide
	unknown
)

func (g *merger) tier(i int) (int, day.Span, string) {
	d := g.reports[i].Event.Date
	if d == nil {
		return unknown, day.Always, ""
	}
	s, ok := day.Range(d.Value)
	switch n := s.Days(); {
	case !ok:
		return unknown, day.Always, d.Value
	case d.Basis == "expression" && n == 1:
		return exact, s, d.Value
	case d.Basis == "expression" && n <= long:
		return rough, s, d.Value
	case d.Basis != "expression" && d.Basis != "narrative" && n == 1:
		return dated, s, d.Value
	}
	return wide, s, d.Value
}

// when chooses the date: of the best tier that a report has the value of most
// sources, and of datelines the first, for news is older the later it is told.
func (g *merger) when(h *Happening) {
	best := unknown
	for _, i := range g.standing {
		t, _, _ := g.tier(i)
		best = min(best, t)
	}
	h.When = day.Always
	if best < unknown {
		var b ballot
		for _, i := range g.standing {
			if t, _, v := g.tier(i); t == best {
				b.vote(v, g.source[i], g.reports[i].Confidence)
				if best == dated {
					break
				}
			}
		}
		h.Date = b.winner()
		h.When, _ = day.Range(h.Date)
	}
	// Only what a text states can contradict; a wider date that holds the other
	// does not.
	g.dispute(h, "date", func(i int) string {
		if d := g.reports[i].Event.Date; d != nil && d.Basis == "expression" {
			return d.Value
		}
		return ""
	}, func(i, k int) bool {
		_, a, _ := g.tier(i)
		_, b, _ := g.tier(k)
		return a.Overlaps(b)
	})
}

// where chooses the place: the smallest that most sources name.
func (g *merger) where(h *Happening) {
	name := func(p *record.Place) string {
		if p.GeoNamesID != 0 {
			return strconv.Itoa(p.GeoNamesID)
		}
		return cmp.Or(p.Name, p.Text)
	}
	for _, size := range []Size{Town, Province, Unsized, Country} {
		of := func(e *record.Event) bool { return e.Place != nil && sizes[e.Place.Precision] == size }
		best := g.choose(func(e *record.Event) string {
			if e.Place == nil {
				return ""
			}
			return name(e.Place)
		}, of)
		if best == "" {
			continue
		}
		for _, i := range g.standing {
			if e := g.reports[i].Event; of(e) && name(e.Place) == best {
				h.Place = e.Place
				break
			}
		}
		break
	}
	g.dispute(h, "place", func(i int) string {
		if p := g.reports[i].Event.Place; p != nil {
			return cmp.Or(p.Name, p.Text)
		}
		return ""
	}, func(i, k int) bool { return compatible(g.reports[i].Event.Place, g.reports[k].Event.Place) })
}

// nearby is how many kilometres apart two names may lie that mean one place: a
// town and its suburb, a battle and the next village.
const nearby = 60

// compatible reports whether an event can be at both places.
func compatible(a, b *record.Place) bool {
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return false
	}
	sa, sb := sizes[a.Precision], sizes[b.Precision]
	if sa != Town || sb != Town {
		return sa != Province || sb != Province || a.GeoNamesID == b.GeoNamesID
	}
	return !a.Located || !b.Located || place.Distance(a.Lat, a.Lon, b.Lat, b.Lon) <= nearby
}

// tolls chooses the numbers: those of the latest standing report that has any,
// for they are corrected as more is known.
func (g *merger) tolls(h *Happening) {
	for _, kind := range record.Tolls {
		of := func(i int) *record.Toll {
			for k := range g.reports[i].Event.Toll {
				if t := &g.reports[i].Event.Toll[k]; t.Kind == kind {
					return t
				}
			}
			return nil
		}
		for n := len(g.standing) - 1; n >= 0; n-- {
			if t := of(g.standing[n]); t != nil {
				h.Toll = append(h.Toll, Toll{kind, t.Min, t.Max})
				break
			}
		}
		g.dispute(h, kind, func(i int) string {
			if t := of(i); t != nil {
				return t.Count()
			}
			return ""
		}, func(i, k int) bool {
			a, b := of(i), of(k)
			return (b.Max == record.Open || a.Min <= b.Max) && (a.Max == record.Open || b.Min <= a.Max)
		})
	}
}

// dispute adds the values of a field when some of them cannot both be true.
// value is "" where a report says nothing; agree compares two reports.
func (g *merger) dispute(h *Happening, field string, value func(i int) string, agree func(a, b int) bool) {
	var claims []Claim
	differ := false
	for i := range g.reports {
		v := value(i)
		if v == "" {
			continue
		}
		k := slices.IndexFunc(claims, func(c Claim) bool { return c.Value == v })
		if k < 0 {
			for _, c := range claims {
				differ = differ || !agree(i, c.Reports[0])
			}
			k = len(claims)
			claims = append(claims, Claim{Value: v, Corrected: true})
		}
		claims[k].Reports = append(claims[k].Reports, i)
		claims[k].Corrected = claims[k].Corrected && g.withdrawn(i)
	}
	if differ {
		h.Disputes = append(h.Disputes, Dispute{Field: field, Claims: claims})
	}
}
