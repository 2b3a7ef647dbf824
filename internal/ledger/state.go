package ledger

import (
	"slices"

	"chancery/internal/day"
)

// State is what held between the parties on a day.
type State struct {
	On         day.Day
	Standings  []Standing // relations first, or membership of a body, always; then the tracks of which something is told by that day
	Agreements []Standing // those told of by that day and not denounced
	Visits     []*Entry   // under way on that day
}

// Standing is the state of one track, or of one agreement, on a day.
type Standing struct {
	Kind     Kind
	By, Of   string   // keys, where the track has a direction
	Measure  string   // of sanctions
	Status   string   // "relations", "interrupted", "severed", "none known", "unknown", "in force", …
	Sure     bool     // no change lies around the day, and nothing contradicts
	Since    *Entry   // the change that led to it; nil where only later reports show it
	Until    *Entry   // the next change that undoes it; nil for none
	Around   []*Entry // changes of which no report says whether they came before the day or after it
	Told     *Entry   // a report of what held, on which the status rests alone or besides
	Level    []*Entry // lesser changes since: an embassy closed, an ambassador recalled
	Entry    *Entry   // of an agreement
	Sentence string   // the same for people, with who says so
	Notes    []string // where reports of what it rests on differ, what is believed and why
	Reports  []int    // indexes in View.Reports: who says so
}

// State reads off the entries what held on a day.
func (v *View) State(on day.Day) *State {
	s := &State{On: on}
	first := trackID{kind: Relations}
	if member, body := v.membership(); body != "" {
		first = trackID{kind: Membership, by: member}
	}
	if !slices.ContainsFunc(v.tracks, func(t *track) bool { return t.id == first }) {
		s.Standings = append(s.Standings, v.standing(&track{id: first}, on))
	}
	for _, t := range v.tracks {
		st := v.standing(t, on)
		if t.id != first && t.id.kind != Relations && (st.Status == unknown || st.Status == none) && len(st.Around) == 0 {
			continue // told of only later
		}
		s.Standings = append(s.Standings, st)
	}
	for _, e := range v.Entries {
		switch e.Kind {
		case Agreement:
			if st, ok := v.agreementOn(e, on); ok {
				s.Agreements = append(s.Agreements, st)
			}
		case Visit:
			if e.effective.Has(on) && e.Date.Value != "" && e.effective.Days() < 31 {
				s.Visits = append(s.Visits, e)
			}
		}
	}
	return s
}

// membership tells member from body, where one of the parties is a body.
func (l *Ledger) membership() (member, body string) {
	switch {
	case isBody(l.B) && !isBody(l.A):
		return l.A, l.B
	case isBody(l.A) && !isBody(l.B):
		return l.B, l.A
	}
	return "", ""
}

// isBody: states have codes of three letters.
func isBody(key string) bool {
	return key == EuropeanUnion || key == UnitedNations || len(key) != 3
}

// standing is the state of a track on a day.
func (v *View) standing(t *track, on day.Day) Standing {
	st := Standing{Kind: t.id.kind, By: t.id.by, Measure: t.id.measure, Sure: true}
	if st.By != "" {
		st.Of = v.other(st.By)
	}
	var next *Entry // the first change after the day that says something of before
	for _, e := range t.moves {
		m := e.moves
		switch {
		case e.effective.To <= on:
			if m.to != "" {
				st.Status, st.Since, st.Level = m.to, e, nil
			} else if e.Kind == Relations {
				st.Level = append(st.Level, e)
			}
		case e.effective.From <= on:
			if m.to != "" {
				st.Around = append(st.Around, e)
			} else if e.Kind == Relations {
				st.Level = append(st.Level, e)
			}
		default:
			if st.Until == nil && m.to != "" && m.to != st.Status {
				st.Until = e
			}
			if next == nil && m.shows != "" {
				next = e
			}
		}
	}
	told, later := t.told(st.Since, next, on)
	switch {
	case told != nil && told.moves.to != st.Status:
		// a change that no report tells lies between
		st.Status, st.Told, st.Since = told.moves.to, told, nil
	case told != nil:
		st.Told = told
	case st.Status == "" && len(st.Around) > 0:
		st.Status = st.Around[0].moves.shows
		if st.Status == "broken" {
			st.Status = unknown
		}
	case st.Status == "" && next != nil:
		// what came later shows what had been, not since when
		st.Status, st.Until = next.moves.shows, next
		if st.Status != none {
			st.Status, st.Sure = unknown, false
		}
	case st.Status == "" && later != nil:
		st.Status, st.Sure, st.Told = unknown, false, later
	case st.Status == "" && len(st.Level) > 0:
		st.Status, st.Since = related, nil
	case st.Status == "":
		st.Status, st.Sure = unknown, false
	}
	if st.Since != nil && st.Since.Until.Value != "" && st.Since.Until.Span.To < on {
		st.Sure = false // its term had run out, and nobody tells whether it was extended
	}
	if len(st.Around) > 0 || st.stale(on) {
		st.Sure = false
	}
	rests := append([]*Entry{st.Since, st.Told}, st.Around...)
	if len(st.Around) == 0 {
		rests = append(rests, st.Until)
	}
	for _, e := range rests {
		if e == nil {
			continue
		}
		v.cite(&st, e)
		for i := range e.Disputes {
			st.Notes = append(st.Notes, v.Differs(&e.Disputes[i]))
		}
	}
	st.cited()
	st.Sentence = v.sentence(&st, on)
	return st
}

// stale: that the state held was last told so long before the day that it may
// not have held any more.
func (st *Standing) stale(on day.Day) bool {
	return st.Since == nil && st.Told != nil && st.Status == st.Told.moves.to && st.Told.effective.To < on-lullDays
}

// told finds reports of what held that bear on the day: the latest from before
// it that nothing has changed since, else the first from after it.
func (t *track) told(last, next *Entry, on day.Day) (before, after *Entry) {
	for _, e := range t.holds {
		switch {
		case e.effective.From > on:
			if after == nil && (next == nil || e.effective.To < next.effective.From) {
				after = e
			}
		case last == nil || e.effective.To >= last.effective.To && e.effective.To > last.effective.From:
			before = e
		}
	}
	return before, after
}

// cite adds the reports of an entry that agree with what is believed of it.
func (v *View) cite(st *Standing, e *Entry) {
	if len(e.Disputes) == 0 {
		st.Reports = append(st.Reports, e.Reports...)
		return
	}
	against := map[int]bool{}
	for _, d := range e.Disputes {
		for _, c := range d.Claims[1:] {
			for _, i := range c.Reports {
				against[i] = true
			}
		}
		for _, i := range d.Claims[0].Reports {
			delete(against, i)
		}
	}
	for _, i := range e.Reports {
		if !against[i] {
			st.Reports = append(st.Reports, i)
		}
	}
}

// cited puts the reports in order, each once.
func (st *Standing) cited() {
	slices.Sort(st.Reports)
	st.Reports = slices.Compact(st.Reports)
}

// agreementOn is the stage of an agreement on a day; false before it is told of
// and after it was denounced.
func (v *View) agreementOn(e *Entry, on day.Day) (st Standing, ok bool) {
	st = Standing{Kind: Agreement, Entry: e, Sure: true}
	var at *Step
	for i := range e.Steps {
		s := &e.Steps[i]
		switch {
		case s.Date.Value != "" && s.Date.Span.From > on:
		case s.Date.Value == "" || s.Date.Span.To <= on:
			at = s
		default:
			st.Sure = false
			if at == nil {
				at = s
			}
		}
	}
	if at == nil || at.Stage == "denounced" {
		return st, false
	}
	st.Status = at.Stage
	v.cite(&st, e)
	st.cited()
	st.Sentence = v.agreementSentence(&st, at, on)
	return st, true
}
