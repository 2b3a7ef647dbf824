package eval

import (
	"chancery/internal/record"
)

// calibration compares the confidence of events with how often they are right,
// in ten bins.
type calibration struct {
	n, right [10]int
	sum      [10]float64
}

func (c *calibration) add(confidence float64, right bool) {
	b := min(9, int(confidence*10))
	c.n[b]++
	c.sum[b] += confidence
	if right {
		c.right[b]++
	}
}

// error is the expected calibration error: the mean distance, over events,
// between the confidence of a bin and the share of it that is right.
func (c *calibration) error() float64 {
	total, off := 0, 0.0
	for b, n := range c.n {
		total += n
		d := c.sum[b] - float64(c.right[b])
		if d < 0 {
			d = -d
		}
		off += d
	}
	if total == 0 {
		return 0
	}
	return off / float64(total)
}

// leftOut: rows that nothing in the coder was fitted on, every fourth by the
// number in its id.
func leftOut(id string) bool {
	n, digits := 0, false
	for i := 0; i < len(id); i++ {
		if c := id[i]; c >= '0' && c <= '9' {
			n, digits = n*10+int(c-'0'), true
		} else if digits {
			break
		}
	}
	return digits && n%4 == 0
}

// judge adds the events that take the marked source as their actor.
func (c *calibration) judge(p *pair, evs []*record.Record) {
	right := map[*record.Record]bool{}
	for _, e := range matching(p, evs) {
		right[e] = best([]*record.Record{e}) == p.Type
	}
	for _, e := range evs {
		if right[e] || p.Source.over(e.Event.Actors) {
			c.add(e.Confidence, right[e])
		}
	}
}

// over: one of the actors stands, at least in part, under the span.
func (s *pairSpan) over(as []record.Actor) bool {
	for i := range as {
		if as[i].Start < s.End && s.Start < as[i].End {
			return true
		}
	}
	return false
}
