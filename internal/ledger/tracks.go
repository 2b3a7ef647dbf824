package ledger

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/day"
)

// move is what a change, or a report of what holds, does to the state of a
// track.
type move struct {
	to     string // the state that it leads to, or that is told of; "" leaves the state as it was
	class  string // changes of one class are one happening under several words
	way    int    // 1 opens, -1 closes; a dispute joins no two changes with one of the other way between
	repeat bool   // may well happen twice within two years
	once   bool   // happens once, unless undone between
	shows  string // the state that it shows to have been before it
}

// The states of tracks.
const (
	unknown     = "unknown"
	none        = "none known"
	related     = "relations"
	interrupted = "interrupted"
	severed     = "severed"
)

// tracks say what changes and reports mean, kind by kind.
var tracks = map[Kind]map[string]move{
	Relations: {
		"established":             {to: related, class: "opened", way: 1, once: true, shows: none},
		"resumed":                 {to: related, class: "resumed", way: 1, shows: "broken"},
		"interrupted":             {to: interrupted, class: "broken", way: -1, shows: related},
		"severed":                 {to: severed, class: "broken", way: -1, shows: related},
		"upgraded":                {class: "upgraded", repeat: true, shows: related},
		"downgraded":              {class: "downgraded", repeat: true, shows: related},
		"embassy opened":          {class: "embassy opened", repeat: true},
		"embassy reopened":        {class: "embassy opened", repeat: true},
		"embassy closed":          {class: "embassy closed", repeat: true, shows: related},
		"ambassador appointed":    {class: "ambassador appointed", repeat: true},
		"ambassador recalled":     {class: "ambassador recalled", repeat: true, shows: related},
		"ambassador returned":     {class: "ambassador returned", repeat: true, shows: related},
		"ambassador expelled":     {class: "ambassador expelled", repeat: true, shows: related},
		"diplomats expelled":      {class: "diplomats expelled", repeat: true, shows: related},
		"diplomatic relations":    {to: related},
		"no diplomatic relations": {to: "no relations"},
	},
	Recognition: {
		"recognised":            {to: "recognised", class: "recognised", way: 1, once: true, shows: "not recognised"},
		"recognition withdrawn": {to: "not recognised", class: "withdrawn", way: -1, shows: "recognised"},
	},
	Membership: {
		"applied":    {to: "applicant", class: "applied", repeat: true, shows: "not a member"},
		"joined":     {to: "member", class: "joined", way: 1, once: true, shows: "not a member"},
		"readmitted": {to: "member", class: "readmitted", way: 1, shows: "suspended or out"},
		"suspended":  {to: "suspended", class: "suspended", way: -1, shows: "member"},
		"left":       {to: "not a member", class: "left", way: -1, shows: "member"},
		"expelled":   {to: "not a member", class: "left", way: -1, shows: "member"},
		"member":     {to: "member"},
	},
	Alliance: {
		"alliance formed": {to: "allied", class: "formed", way: 1, shows: none},
		"alliance ended":  {to: "not allied", class: "ended", way: -1, shows: "allied"},
		"allied":          {to: "allied"},
	},
	War: {
		"war begun": {to: "at war", class: "begun", way: 1, shows: "not at war"},
		"ceasefire": {to: "ceasefire", class: "ceasefire", way: -1, repeat: true, shows: "at war"},
		"war ended": {to: "not at war", class: "ended", way: -1, shows: "at war"},
		"at war":    {to: "at war"},
	},
	Sanctions: {
		"imposed":    {to: "in force", class: "imposed", way: 1, repeat: true},
		"extended":   {to: "in force", class: "extended", repeat: true, shows: "in force"},
		"eased":      {to: "eased", class: "eased", repeat: true, shows: "in force"},
		"lifted":     {to: "lifted", class: "lifted", way: -1, repeat: true, shows: "in force"},
		"threatened": {class: "threatened", repeat: true},
		"in force":   {to: "in force"},
	},
}

// trackKinds are the kinds with tracks, in the order in which states are told.
var trackKinds = []Kind{Relations, Recognition, Membership, War, Alliance, Sanctions}

// called names what the entry tells.
func (e *Entry) called(what string) {
	e.What = what
	e.moves = tracks[e.Kind][what]
}

// trackID tells tracks apart: relations, war and alliance have no direction;
// sanctions have one track for each measure.
type trackID struct {
	kind    Kind
	by      string
	measure string
}

func (e *Entry) track() trackID {
	switch e.Kind {
	case Relations, Alliance, War:
		return trackID{kind: e.Kind}
	case Sanctions:
		m := e.Measure
		if strings.HasSuffix(m, "sanctions") || strings.HasSuffix(m, "measures") {
			m = "sanctions" // one thing under several names
		}
		return trackID{e.Kind, e.By, m}
	}
	return trackID{kind: e.Kind, by: e.By}
}

// track is what happened to one state of affairs, in order, and what is told of
// it on days between.
type track struct {
	id    trackID
	moves []*Entry // in the order of their happening
	holds []*Entry // by date
}

// Days within which two changes of one class are one happening: reports of a
// change often carry the day on which it was reported, and disputes over a year
// are rarely about more than two.
const (
	sameDays    = 2
	disputeDays = 731
	lullDays    = 366 // what is told again after longer may not have held between
)

// group is claims of one happening.
type group struct {
	core   day.Span // the days on which all dated claims agree; day.Always without one
	claims []*claim
}

// fold joins the claims of the view into entries.
func (v *View) fold() {
	v.countOutlets()
	cs := v.claims()
	byTrack := map[trackID][]*claim{}
	var ids []trackID
	var agreements, visits []*claim
	for i := range cs {
		c := &cs[i]
		switch c.Kind {
		case Agreement:
			agreements = append(agreements, c)
		case Visit:
			visits = append(visits, c)
		default:
			id := c.track()
			if byTrack[id] == nil {
				ids = append(ids, id)
			}
			byTrack[id] = append(byTrack[id], c)
		}
	}
	slices.SortFunc(ids, func(a, b trackID) int {
		return cmp.Or(cmp.Compare(slices.Index(trackKinds, a.kind), slices.Index(trackKinds, b.kind)), cmp.Compare(a.by, b.by), cmp.Compare(a.measure, b.measure))
	})
	for _, id := range ids {
		t := v.foldTrack(id, byTrack[id])
		v.tracks = append(v.tracks, t)
		v.Entries = append(append(v.Entries, t.moves...), t.holds...)
	}
	v.Entries = append(v.Entries, v.foldAgreements(agreements)...)
	v.Entries = append(v.Entries, v.foldVisits(visits)...)
	slices.SortStableFunc(v.Entries, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.shown().From, b.shown().From), cmp.Compare(a.shown().To, b.shown().To))
	})
}

// shown is where an entry stands in a timeline: on the days of its date, without
// one on the day on which it was first told.
func (e *Entry) shown() day.Span {
	if e.Date.Value == "" {
		return day.Span{From: e.First, To: e.First}
	}
	return e.effective
}

func (v *View) foldTrack(id trackID, cs []*claim) *track {
	t := &track{id: id}
	byClass := map[string][]*claim{}
	var classes []string
	var holds []*claim
	for _, c := range cs {
		if c.Holds {
			holds = append(holds, c)
			continue
		}
		m := c.moves
		k := m.class
		if m.repeat && id.kind == Relations {
			k += " by " + c.By // each side has an ambassador to recall
		}
		if byClass[k] == nil {
			classes = append(classes, k)
		}
		byClass[k] = append(byClass[k], c)
	}
	slices.Sort(classes)
	groups := map[string][]*group{}
	for _, k := range classes {
		groups[k] = cluster(byClass[k])
	}
	if id.kind == Relations {
		groups["opened"], groups["resumed"] = reopened(groups["opened"], groups["resumed"], groups["broken"])
		for _, k := range []string{"opened", "resumed"} {
			if !slices.Contains(classes, k) && len(groups[k]) > 0 {
				classes = append(classes, k)
			}
		}
	}
	for _, k := range classes {
		for _, g := range disputed(groups, k) {
			t.moves = append(t.moves, v.entry(g))
		}
	}
	t.moves = v.order(t.moves)
	t.holds = v.foldHolds(t, holds)
	return t
}

// cluster groups claims of one class by date. Exact dates make the groups, less
// exact ones join the group that they cover; a claim without a date joins the
// latest group that it could have known of.
func cluster(cs []*claim) []*group {
	sorted := slices.Clone(cs)
	slices.SortStableFunc(sorted, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(a.Date.Span.Days(), b.Date.Span.Days()), cmp.Compare(a.Date.Span.From, b.Date.Span.From))
	})
	var out []*group
	for _, c := range sorted {
		var best *group
		for _, g := range out {
			if c.Date.Value == "" && g.core.From > c.First {
				continue
			}
			near := g.core.Overlaps(c.Date.Span) || c.Date.Span.Days() < 8 && g.core.Days() < 8 && g.core.Gap(c.Date.Span) <= sameDays
			switch {
			case !near:
			case best == nil, c.Date.Value == "" && g.core.From > best.core.From:
				best = g
			case c.Date.Value != "" && len(g.claims) > len(best.claims):
				best = g
			}
		}
		if best == nil {
			out = append(out, &group{c.Date.Span, []*claim{c}})
			continue
		}
		best.claims = append(best.claims, c)
	}
	slices.SortStableFunc(out, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.core.From, b.core.From), cmp.Compare(a.core.To, b.core.To))
	})
	return out
}

// between reports whether g lies in time between a and b, which come in order.
func between(g, a, b *group) bool {
	return g.core.From >= a.core.From && g.core.To <= b.core.To && g.core.Days() < day.Always.Days()
}

// reopened joins what one report calls an establishment and another a
// resumption of relations in the same days with no break in them.
func reopened(opened, resumed, broken []*group) (o, r []*group) {
	o, r = slices.Clone(opened), slices.Clone(resumed)
	for i := 0; i < len(o); i++ {
		for j := 0; j < len(r); j++ {
			a, b := o[i], r[j]
			if !a.core.Overlaps(b.core) || slices.ContainsFunc(broken, func(g *group) bool { return g.core.Overlaps(a.core) && g.core.Overlaps(b.core) }) {
				continue
			}
			all := &group{a.core, slices.Concat(a.claims, b.claims)}
			if b.core.Days() < a.core.Days() {
				all.core = b.core
			}
			// after a break or another beginning it was a resumption, whatever they
			// call it
			earlier := func(g *group) bool { return g != a && g.core.To < all.core.From }
			if slices.ContainsFunc(o, earlier) || slices.ContainsFunc(broken, earlier) {
				r[j], o = all.called("resumed"), slices.Delete(o, i, i+1)
			} else {
				o[i], r = all.called("established"), slices.Delete(r, j, j+1)
			}
			i--
			break
		}
	}
	return o, r
}

// called gives every claim of the group that word.
func (g *group) called(what string) *group {
	for _, c := range g.claims {
		c.called(what)
	}
	return g
}

// disputed joins groups of class k that tell one happening with different
// dates: nothing undid it between them, and it is of a sort that seldom happens
// twice so soon.
func disputed(groups map[string][]*group, k string) []*group {
	var out []*group
	for _, g := range groups[k] {
		if len(out) == 0 {
			out = append(out, g)
			continue
		}
		last := out[len(out)-1]
		m := g.claims[0].moves
		same := m.once || !m.repeat && m.way != 0 && last.core.Gap(g.core) <= disputeDays
		for _, others := range groups {
			for _, o := range others {
				if o.claims[0].moves.way == -m.way && m.way != 0 && between(o, last, g) {
					same = false
				}
			}
		}
		if !same {
			out = append(out, g)
			continue
		}
		last.claims = append(last.claims, g.claims...)
	}
	return out
}
