package identity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/internal/day"
)

// Tenure is an office held by a person without a break, as far as is known.
type Tenure struct {
	Person int64
	Office Office
	Acting bool
	Ruled  bool // by a correction: nothing else counts for its days

	// First and Last are the outermost days on which evidence has the person in
	// office; First after Last where nothing but a beginning or an end is told.
	First, Last day.Day
	// Began and Ended are the days among which the office was entered and left:
	// stated, or bounded by the person's death and by those who held it before and
	// after. day.Earliest and day.Latest stand for no bound.
	Began, Ended day.Span

	Evidence []int // indexes in what Assemble was given, by the day spoken of
	Sources  int   // independent articles among them
	Disputed []int // other tenures, by index, that have the same sole office on the same days
	Doubtful bool  // few sources for it, and many for somebody else on the same days
}

// Term is the widest stretch in which the office may have been held.
func (t *Tenure) Term() day.Span { return day.Span{From: t.Began.From, To: t.Ended.To} }

func (t *Tenure) seen() bool { return t.First <= t.Last }

// lone is how many times as many sources somebody must have for the few of
// another, who is said to hold the same sole office on the same days, to be
// doubted.
const lone = 4

// Assemble makes tenures of evidence, of any number of offices and persons. What
// contradicts itself is kept side by side. The order of the evidence does not
// matter; tenures come by office, then by their days.
func Assemble(evidence []Evidence) []Tenure {
	order := make([]int, len(evidence))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &evidence[i], &evidence[j]
		return cmp.Or(cmp.Compare(a.Office.Key(), b.Office.Key()), cmp.Compare(a.When.From, b.When.From), cmp.Compare(a.When.To, b.When.To),
			cmp.Compare(a.Person, b.Person), cmp.Compare(a.Says, b.Says), cmp.Compare(a.Doc, b.Doc), cmp.Compare(a.Record, b.Record), cmp.Compare(i, j))
	})
	died := map[int64]day.Span{}
	dead := map[int64][]int{}
	for _, i := range order {
		if e := &evidence[i]; e.Says == Died {
			if d, ok := died[e.Person]; !ok || e.When.Days() < d.Days() {
				died[e.Person] = e.When
			}
			dead[e.Person] = append(dead[e.Person], i)
		}
	}
	var out []Tenure
	for lo := 0; lo < len(order); {
		if evidence[order[lo]].Says == Died {
			lo++
			continue
		}
		hi, key := lo+1, evidence[order[lo]].Office.Key()
		for hi < len(order) && evidence[order[hi]].Office.Key() == key {
			hi++
		}
		a := assembly{evidence: evidence, all: order[lo:hi]}
		ts := a.run(died, dead)
		for i := range ts {
			for k := range ts[i].Disputed {
				ts[i].Disputed[k] += len(out)
			}
		}
		out = append(out, ts...)
		lo = hi
	}
	return out
}

// assembly is the work on one office.
type assembly struct {
	evidence []Evidence
	all      []int // of the office, by the day spoken of
	sole     bool
	out      []Tenure
}

func (a *assembly) run(died map[int64]day.Span, dead map[int64][]int) []Tenure {
	persons := map[int64][]int{}
	var who []int64
	for _, i := range a.all {
		e := &a.evidence[i]
		if e.Says == Died {
			continue
		}
		a.sole = a.sole || e.Office.Sole
		if persons[e.Person] == nil {
			who = append(who, e.Person)
		}
		persons[e.Person] = append(persons[e.Person], i)
	}
	for _, p := range who {
		a.person(p, persons[p])
	}
	slices.SortStableFunc(a.out, func(x, y Tenure) int {
		return cmp.Or(cmp.Compare(x.from(), y.from()), cmp.Compare(x.Person, y.Person))
	})
	for i := range a.out {
		t := &a.out[i]
		if d, ok := died[t.Person]; ok && d.From >= t.First {
			t.Ended.To = min(t.Ended.To, d.To)
			t.Evidence = append(t.Evidence, dead[t.Person]...)
		}
		t.Sources = a.sources(t.Evidence)
	}
	if a.sole {
		a.dispute()
		a.succeed()
	}
	for i := range a.out { // reports that contradict each other leave the later bound
		if t := &a.out[i]; t.Began.From > t.Began.To {
			t.Began.From = day.Earliest
		}
		if t := &a.out[i]; t.Ended.From > t.Ended.To {
			t.Ended.From = day.Earliest
		}
	}
	return a.out
}

// from orders tenures: the first day on which one is known or bounded.
func (t *Tenure) from() day.Day {
	switch {
	case t.Ruled || t.Began.From > day.Earliest:
		return t.Began.From
	case t.First != day.Latest:
		return t.First
	}
	return t.Ended.From
}

// person makes the tenures of one person.
func (a *assembly) person(p int64, list []int) {
	open := -1 // the tenure that evidence goes on with
	fresh := func(i int) *Tenure {
		a.out = append(a.out, Tenure{
			Person: p, Office: a.evidence[i].Office, Acting: a.evidence[i].Acting, First: day.Latest, Last: day.Earliest, Began: day.Always, Ended: day.Always,
		})
		open = len(a.out) - 1
		return &a.out[open]
	}
	for _, i := range list {
		e := &a.evidence[i]
		var t *Tenure
		if open >= 0 {
			t = &a.out[open]
		}
		switch e.Says {
		case Ruled:
			t = fresh(i)
			t.Ruled, t.First, t.Last = true, e.When.From, e.When.To
			t.Began, t.Ended = day.Span{From: e.When.From, To: e.When.From}, day.Span{From: e.When.To, To: e.When.To}
			open = -1
		case Holds:
			if t == nil || a.broken(t, p, e) {
				t = fresh(i)
			}
			// A wide span says that it was held on some day of it.
			t.First, t.Last = min(t.First, e.When.To), max(t.Last, e.When.From)
			t.Acting = t.Acting && e.Acting
		case Began, Ahead:
			if t == nil || t.Ended != day.Always || a.broken(t, p, e) || e.Says == Began && t.seen() && e.When.From-t.Last > 400 {
				t = fresh(i)
			}
			if t.seen() && e.When.From > t.First {
				break // elected or sworn in anew
			}
			if s := e.When; e.Says == Began {
				t.Began = narrower(t.Began, s)
			} else {
				t.Began.From = max(t.Began.From, s.From)
			}
		case Ended:
			if t == nil {
				t = fresh(i)
			}
			t.Ended = narrower(t.Ended, e.When)
		case Former:
			if t == nil {
				t = fresh(i)
			}
			if t.Last <= e.When.To {
				t.Ended.To = min(t.Ended.To, e.When.To)
			}
		}
		t.Evidence = append(t.Evidence, i)
	}
}

// narrower is the more precise of two spans in which the same happened.
func narrower(a, b day.Span) day.Span {
	if b.Days() < a.Days() {
		return b
	}
	return a
}

// broken reports whether the person left the office between the tenure so far and
// new evidence: an end is told, or others are seen in office in between, by two
// sources or more.
func (a *assembly) broken(t *Tenure, p int64, e *Evidence) bool {
	ended := t.Ended.To < e.When.From
	if !ended && (!a.sole || !t.seen() || e.When.From-t.Last < 30) {
		return false
	}
	var others []int
	for _, i := range a.all {
		if o := &a.evidence[i]; o.Person != p && o.Says == Holds && o.When.From > t.Last && o.When.To < e.When.From {
			others = append(others, i)
		}
	}
	if a.sources(others) >= 2 {
		return true
	}
	if ended && e.When.From-t.Ended.To <= caretaker {
		t.Ended = day.Always // announced, and not come to pass by then
		return false
	}
	return ended
}

// caretaker is for how many days after an end is told somebody who is still seen
// in office is taken to have stayed on.
const caretaker = 90

// sources counts independent articles: copies of one text are one.
func (a *assembly) sources(list []int) int {
	seen := map[string]bool{}
	for _, i := range list {
		e := &a.evidence[i]
		if k := e.Copy; k != "" {
			seen["copy "+k] = true
		} else {
			seen["doc "+e.Doc] = true
		}
	}
	return len(seen)
}

// dispute finds tenures of a sole office on the same days.
func (a *assembly) dispute() {
	for i := range a.out {
		x := &a.out[i]
		if !x.seen() || x.Acting {
			continue
		}
		for k := range a.out {
			y := &a.out[k]
			if i == k || y.Person == x.Person || !y.seen() || y.Acting || x.First > y.Last || y.First > x.Last {
				continue
			}
			if x.First == y.Last || y.First == x.Last {
				continue // the day of a change
			}
			x.Disputed = append(x.Disputed, k)
			from, to := max(x.First, y.First), min(x.Last, y.Last)
			inside := y.First < x.First && x.Last < y.Last && lone*x.Sources <= y.Sources
			if !x.Ruled && (y.Ruled || inside || lone*a.within(x, from, to) <= a.within(y, from, to)) {
				x.Doubtful = true
			}
		}
	}
}

// within counts the sources that have a tenure held near the days from to to.
func (a *assembly) within(t *Tenure, from, to day.Day) int {
	var list []int
	for _, i := range t.Evidence {
		if e := &a.evidence[i]; e.Says == Holds && int64(e.When.From) <= int64(to)+near && int64(e.When.To) >= int64(from)-near {
			list = append(list, i)
		}
	}
	return a.sources(list)
}

// near is how many days evidence counts for a day that it does not name.
const near = 90

// succeed bounds each tenure of a sole office by the ones before and after.
func (a *assembly) succeed() {
	var line []*Tenure
	for i := range a.out {
		if t := &a.out[i]; t.seen() && !t.Doubtful && !t.Acting {
			line = append(line, t)
		}
	}
	for i := 1; i < len(line); i++ {
		x, y := line[i-1], line[i]
		if x.Person == y.Person || x.Last > y.First || y.Sources == 1 && x.Sources >= lone && y.Began == day.Always {
			continue // one stray report ends nothing
		}
		if y.Began.From > day.Earliest && y.Began.To < day.Latest && y.Began.From >= x.Last {
			x.Ended.To = min(x.Ended.To, y.Began.To)
		} else {
			x.Ended.To = min(x.Ended.To, y.First)
		}
		x.Ended.From = max(x.Ended.From, min(x.Last, x.Ended.To))
		y.Began.From = max(y.Began.From, x.Last)
		y.Began.To = min(y.Began.To, y.First)
	}
	for _, t := range line { // what is seen in office began by then and has not ended
		if t.Began.To > t.First {
			t.Began.To = t.First
		}
		if t.Ended.From < t.Last {
			t.Ended.From = min(t.Last, t.Ended.To)
		}
	}
}

// Holder is who held an office on a day, and how sure that is.
type Holder struct {
	Tenure   *Tenure
	Sure     float64 // 0..1
	Evidence []int   // the nearest before the day and the nearest after it, as in Tenure
	Why      string
}

// How long one who was seen in office is thought to go on, in days, until half
// of such have left: terms of ministers last some two years. After the fact
// nothing is known of them, before it less.
const (
	halfAfter  = 730
	halfBefore = 365
)

// On lists who held the offices of tenures, which Assemble made of evidence, on a
// day, the surest first. Of a sole office all together are no surer than 1.
func On(tenures []Tenure, evidence []Evidence, on day.Day) []Holder {
	var out []Holder
	var local []float64
	total := map[string]float64{}
	ruled := map[string]bool{}
	for i := range tenures {
		t := &tenures[i]
		s, why := t.sure(on)
		if s < 0.05 {
			continue
		}
		h := Holder{Tenure: t, Sure: s, Why: why}
		h.Evidence = nearest(t, evidence, on)
		a := assembly{evidence: evidence}
		n := float64(a.within(t, on, on)) + 0.1*float64(t.Sources)
		if t.Ruled {
			ruled[t.Office.Key()] = true
		}
		// Squared: a few stray reports of each of many others do not add up
		// against one who is told of again and again.
		n *= n * s
		if t.Doubtful {
			n /= 10
		}
		out, local = append(out, h), append(local, n)
		total[t.Office.Key()] += n
	}
	for i := range out {
		h := &out[i]
		if !h.Tenure.Office.Sole {
			continue
		}
		key := h.Tenure.Office.Key()
		switch {
		case ruled[key] && !h.Tenure.Ruled:
			h.Sure = 0
		case !h.Tenure.Ruled:
			h.Sure *= local[i] / total[key]
		}
	}
	out = slices.DeleteFunc(out, func(h Holder) bool { return h.Sure < 0.05 })
	slices.SortStableFunc(out, func(x, y Holder) int {
		return cmp.Or(cmp.Compare(x.Tenure.Office.Key(), y.Tenure.Office.Key()), cmp.Compare(y.Sure, x.Sure), cmp.Compare(x.Tenure.Person, y.Tenure.Person))
	})
	return out
}

// sure is how likely the tenure covers a day, taken by itself.
func (t *Tenure) sure(on day.Day) (float64, string) {
	backing := float64(t.Sources) / (float64(t.Sources) + 0.25) // one source 0.8, two 0.89
	switch {
	case t.Ruled:
		if on >= t.First && on <= t.Last {
			return 1, "as corrected"
		}
		return 0, ""
	case on < t.Began.From || on > t.Ended.To:
		return 0, ""
	case !t.seen():
		return t.told(on, backing)
	case on >= t.First && on <= t.Last:
		return backing, fmt.Sprintf("in office from %s to %s", t.First, t.Last)
	case on > t.Last:
		if on <= t.Ended.From {
			return backing, fmt.Sprintf("in office on %s, left on %s", t.Last, t.Ended.From)
		}
		if t.Ended.To != day.Latest {
			return backing * between(on, max(t.Last, t.Ended.From), t.Ended.To), fmt.Sprintf("in office on %s, not from %s on", t.Last, t.Ended.To)
		}
		return backing * math.Exp2(-float64(on-t.Last)/halfAfter), fmt.Sprintf("last seen in office on %s", t.Last)
	}
	if t.Began.To != day.Latest && on >= t.Began.To {
		return backing, fmt.Sprintf("entered office on %s", t.Began.To)
	}
	if t.Began.From != day.Earliest {
		return backing * (1 - between(on, t.Began.From, min(t.First, t.Began.To))), fmt.Sprintf("not in office before %s, in office on %s", t.Began.From, t.First)
	}
	return backing * math.Exp2(-float64(t.First-on)/halfBefore), fmt.Sprintf("first seen in office on %s", t.First)
}

// told: nothing but a beginning, an end, or that it was once.
func (t *Tenure) told(on day.Day, backing float64) (float64, string) {
	switch {
	case t.Began.From > day.Earliest && on >= t.Began.To && t.Began.To < day.Latest:
		if t.Ended.To < day.Latest {
			return backing, fmt.Sprintf("entered office on %s, left on %s", t.Began.To, t.Ended.To)
		}
		return backing * math.Exp2(-float64(on-t.Began.To)/halfAfter), fmt.Sprintf("entered office on %s", t.Began.To)
	case t.Ended.To < day.Latest && t.Ended.From > day.Earliest && on <= t.Ended.From:
		return backing * math.Exp2(-float64(t.Ended.From-on)/halfBefore), fmt.Sprintf("left office on %s", t.Ended.From)
	case t.Ended.To < day.Latest:
		return backing * 0.4 * math.Exp2(-float64(t.Ended.To-on)/halfBefore), fmt.Sprintf("no longer in office on %s", t.Ended.To)
	}
	return 0, ""
}

// between falls from 1 at a to 0 at b: the change came on a day in between, any
// as likely as another.
func between(on, a, b day.Day) float64 {
	if b <= a {
		return 1
	}
	return 1 - float64(on-a)/float64(b-a)
}

// nearest is the evidence closest before and closest after a day.
func nearest(t *Tenure, evidence []Evidence, on day.Day) []int {
	before, after := -1, -1
	for _, i := range t.Evidence {
		e := &evidence[i]
		if e.When.From <= on {
			if before < 0 || e.When.From >= evidence[before].When.From {
				before = i
			}
		} else if after < 0 || e.When.From < evidence[after].When.From {
			after = i
		}
	}
	var out []int
	for _, i := range []int{before, after} {
		if i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// String is a line for a reader: the office and the days.
func (t *Tenure) String() string {
	var b strings.Builder
	b.WriteString(t.Office.String())
	if t.Acting {
		b.WriteString(", acting")
	}
	edge := func(word string, s day.Span) {
		switch {
		case s.From == s.To:
			fmt.Fprintf(&b, ", %s %s", word, s.From)
		case s.From > day.Earliest && s.To < day.Latest:
			fmt.Fprintf(&b, ", %s between %s and %s", word, s.From, s.To)
		case s.To < day.Latest:
			fmt.Fprintf(&b, ", %s by %s", word, s.To)
		case s.From > day.Earliest:
			fmt.Fprintf(&b, ", %s after %s", word, s.From)
		}
	}
	if !t.seen() || t.Ruled || t.Began.From > day.Earliest {
		edge("entered", t.Began)
	}
	if t.seen() && !t.Ruled {
		fmt.Fprintf(&b, ", seen %s to %s", t.First, t.Last)
	}
	if !t.seen() || t.Ruled || t.Ended.To < day.Latest {
		edge("left", t.Ended)
	}
	return b.String()
}
