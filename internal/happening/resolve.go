package happening

import "math"

// Candidate is a happening that a report may be one of, with the traces of its
// reports in the order in which they were taken in.
type Candidate struct {
	ID     string
	Traces []Trace
}

// Verdict is where a report belongs.
type Verdict struct {
	ID      string   // of the happening; "" when it is one of its own
	Score   float64  // of the best candidate, 0..1, also where that was not taken
	Reasons []string // why the best candidate was or was not taken
}

// Threshold is the score from which a report is taken to be of a happening.
const Threshold = 0.5

// reports is how many of a happening's reports a new one is compared with: the
// first, by which it is known, and the latest.
const reports = 16

// Resolve picks the happening that a report is one of. Of equal candidates the
// first stands; the store gives them in a fixed order, so that the same
// articles taken in in the same order make the same happenings.
func (m *Matcher) Resolve(t *Trace, candidates []Candidate) Verdict {
	best, most := -1, math.Inf(-1)
	for i := range candidates {
		if len(candidates[i].Traces) == 0 {
			continue
		}
		if v := m.against(t, &candidates[i]); v > most {
			best, most = i, v
		}
	}
	if best < 0 {
		return Verdict{Reasons: []string{"nothing alike was reported"}}
	}
	c := &candidates[best]
	v := Verdict{Score: odds(most)}
	if v.Score >= Threshold {
		v.ID = c.ID
	}
	_, v.Reasons = m.Score(t, &c.Traces[m.nearest(t, c)])
	return v
}

// against is the log odds of t being a report of c: half what the nearest
// report says and half what all say on average, so that a chain of reports,
// each a little unlike the last, does not join what its ends tell apart. A day
// that two texts state and that is not the same is an end of it.
func (m *Matcher) against(t *Trace, c *Candidate) float64 {
	most, sum, n := math.Inf(-1), 0.0, 0
	for i := range c.Traces {
		if skipped(c, i) {
			continue
		}
		o := &c.Traces[i]
		var s scale
		m.weighUp(&s, t, o)
		if s.out && t.Basis == Stated && o.Basis == Stated && t.When.Gap(o.When) > 1 {
			return never
		}
		v := math.Max(s.sum, floorOdds)
		most = math.Max(most, v)
		sum += v
		n++
	}
	if n == 0 {
		return never
	}
	return (2*most + sum/float64(n)) / 3
}

// floorOdds bounds what a single report that does not fit can say: it may know
// less than the others.
const floorOdds = -4

// skipped leaves out the middle of a long history and copies of a text that was
// compared already.
func skipped(c *Candidate, i int) bool {
	if n := len(c.Traces); n > reports && i >= reports/2 && i < n-reports/2 {
		return true
	}
	t := &c.Traces[i]
	if t.Said == 0 {
		return false
	}
	for k := range i {
		if c.Traces[k].Said == t.Said && c.Traces[k].When == t.When {
			return true
		}
	}
	return false
}

func (m *Matcher) nearest(t *Trace, c *Candidate) int {
	best, most := 0, math.Inf(-1)
	for i := range c.Traces {
		var s scale
		if m.weighUp(&s, t, &c.Traces[i]); s.sum > most {
			best, most = i, s.sum
		}
	}
	return best
}
