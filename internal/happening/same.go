package happening

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/place"
	"chancery/internal/record"
)

// Weights of the evidence, in natural logarithms of odds. They were set by hand
// and moved on the tuning half of the judged pairs; `chancery eval happenings`
// measures both halves.
const (
	prior = -3.2 // two events of one family with a key in common are rarely one

	never = -20 // what no evidence outweighs

	sameWords   = 3.0 // the same sentence, and more for each word of it that is
	eachMore    = 0.5 // compared: "Rebels attacked the town" is written every week
	allWords    = 9.0 // at most
	sameRule    = 1.0 // the same words for it, as the lexicon has them
	sameTrigger = 0.6
	otherMode   = -0.8
	otherType   = -2.0
	otherAim    = -1.5 // of a type that is all in what it is about

	wordingFull = 5.0 // all weighed words are shared
	titleFull   = 2.0
	noWording   = -1.0 // none is
	noSpeech    = -2.5 // none is of what is only words

	sameDay    = 1.6 // both texts name the day
	likelyDay  = 1.0 // one does, or both are of a day
	nearDay    = -0.6
	midst      = -0.2 // the same of what lasts for days
	farDay     = -2.2 // for each day between
	lastingDay = -0.9 // for each day between, of what lasts for days
	otherDay   = -6.0 // both texts name a day, and they are neighbours
	sameMonth  = 0.8  // both say so
	sameYear   = 0.3
	withinSpan = -0.4 // a day and its month
	withinYear = -1.2
	noDay      = -1.0 // two undated reports may lie years apart

	sameSpot  = 1.2
	sameLand  = 0.3
	otherSpot = -1.5
	otherLand = -2.5

	sameDyad        = 0.7
	nobodyNamed     = -1.0 // many of one state speak and meet on any day
	otherActors     = -5.0
	otherRecipients = -3.5 // which are often misread
	otherPartner    = -4.0

	wireCopy    = 1.0 // their articles are copies of one text
	sameArticle = -2.5
)

// Likenesses of two participants.
const (
	onePerson = 2.2
	oneBody   = 1.8
	oneState  = 1.2
	oneOffice = 1.5
	oneSector = 0.8
)

// Score is how likely it is that the two reports are of one happening, 0 to 1,
// and why. The reasons are written for a reader.
func (m *Matcher) Score(a, b *Trace) (float64, []string) {
	s := scale{explain: true}
	m.weighUp(&s, a, b)
	return odds(s.sum), s.reasons
}

// odds is the probability of log odds.
func odds(s float64) float64 { return 1 / (1 + math.Exp(-s)) }

// scale adds up evidence and keeps what it was, where it is to be explained.
type scale struct {
	sum     float64
	out     bool // decided against
	explain bool
	reasons []string
}

// add weighs a piece of evidence; why is called only where it is to be
// explained.
func (s *scale) add(v float64, why func() string) {
	s.sum += v
	if s.explain {
		s.reasons = append(s.reasons, fmt.Sprintf("%+.1f %s", v, why()))
	}
}

func (s *scale) no(why func() string) {
	s.out = true
	s.add(never, why)
}

func (m *Matcher) weighUp(s *scale, a, b *Trace) {
	s.add(prior, func() string { return "to begin with" })
	if fa, fb := m.familyOf(a.Type), m.familyOf(b.Type); fa != fb {
		s.no(func() string { return fmt.Sprintf("%s is no %s", a.Type, b.Type) })
		return
	}
	if a.Status != b.Status {
		s.no(func() string { return fmt.Sprintf("one is %s, the other %s", a.Status, b.Status) })
		return
	}
	if a.Article == b.Article && a.Type != b.Type {
		s.no(func() string { return fmt.Sprintf("one text tells of %s and of %s", a.Type, b.Type) })
		return
	}
	// Events that a text tells apart are two, also in copies of the text.
	sentence := a.Said != 0 && a.Said == b.Said
	again := sentence && a.Article != b.Article && a.Rule == b.Rule && a.Trigger == b.Trigger
	copies := a.Copy != 0 && a.Copy == b.Copy
	m.dates(s, a, b)
	if s.out {
		return
	}
	dyad := m.sides(s, a, b)
	spots(s, &a.Place, &b.Place)

	switch aim := m.familyOf(a.Type) == "speech" || a.Type == "AGREE"; {
	case a.Type != b.Type:
		s.add(otherType, func() string { return fmt.Sprintf("%s here, %s there", a.Type, b.Type) })
	case aim && a.Cameo != b.Cameo:
		s.add(otherAim, func() string { return fmt.Sprintf("%s %s here, %s there", a.Type, a.Cameo, b.Cameo) })
	case a.Mode != "" && b.Mode != "" && a.Mode != b.Mode:
		s.add(otherMode, func() string { return fmt.Sprintf("%s here, %s there", a.Mode, b.Mode) })
	}
	switch {
	case a.Rule == b.Rule:
		s.add(sameRule, func() string { return "read by the same rule" })
	case a.Trigger == b.Trigger && a.Trigger != 0:
		s.add(sameTrigger, func() string { return "named by the same word" })
	}

	switch {
	case again:
		v := min(sameWords+eachMore*float64(len(a.Words)), allWords)
		s.add(v, func() string { return "told in the same sentence" })
	case !sentence:
		m.wording(s, a, b, dyad)
	}
	if v := overlap(a.Title, b.Title); v > 0 {
		s.add(v*titleFull, func() string { return fmt.Sprintf("%.0f%% of the titles' words in common", v*100) })
	}
	if copies {
		s.add(wireCopy, func() string { return "in copies of one text" })
	}
	if a.Article == b.Article || sentence && !again {
		s.add(sameArticle, func() string { return "told apart in one text" })
	}
}

// wording compares the sentences. A few words in common are expected; fewer
// speak against, most of all where the event is nothing but words, and less
// where it is between the same two.
func (m *Matcher) wording(s *scale, a, b *Trace, dyad bool) {
	v := overlap(a.Words, b.Words)
	expected, lack := 0.1, noWording
	if m.familyOf(a.Type) == "speech" {
		expected, lack = 0.2, noSpeech
	}
	if dyad {
		lack /= 2
	}
	s.add(v*wordingFull+lack*max(0, 1-v/expected), func() string { return fmt.Sprintf("%.0f%% of the words in common", v*100) })
}

// overlap is how much of the weight of the words of two texts is shared, the
// mean of what it is of the one and of the other, which a long sentence does
// not drown and a short one does not exaggerate.
func overlap(a, b []Word) float64 {
	var both, wa, wb int
	for _, w := range a {
		wa += w.Weight()
	}
	i := 0
	for _, w := range b {
		wb += w.Weight()
		for i < len(a) && a[i]>>2 < w>>2 {
			i++
		}
		if i < len(a) && a[i]>>2 == w>>2 {
			both += min(a[i].Weight(), w.Weight())
		}
	}
	if both == 0 {
		return 0
	}
	// few words in common are chance, however short the texts
	return float64(both) / math.Max(8, math.Sqrt(float64(wa)*float64(wb)))
}

// dates compares when the two happened.
func (m *Matcher) dates(s *scale, a, b *Trace) {
	if a.Basis == Undated || b.Basis == Undated {
		gap := int64(a.Known) - int64(b.Known)
		switch {
		case a.Basis != Undated && a.When.From > b.Known || b.Basis != Undated && b.When.From > a.Known:
			s.no(func() string { return "one was reported before the other happened" })
		case max(gap, -gap) > 60 && !a.Background && !b.Background:
			s.no(func() string { return fmt.Sprintf("undated, and reported %d days apart", max(gap, -gap)) })
		default:
			s.add(noDay, func() string { return "undated" })
		}
		return
	}
	fine, gap := a.When.Days() <= long && b.When.Days() <= long, core(a).Gap(core(b))
	if !fine {
		days := max(a.When.Days(), b.When.Days())
		switch {
		case gap > 0:
			s.no(func() string { return fmt.Sprintf("%s is not %s", dates(a.When), dates(b.When)) })
		case a.When == b.When && days > 100:
			s.add(sameYear, func() string { return fmt.Sprintf("both %s", dates(a.When)) })
		case a.When == b.When:
			s.add(sameMonth, func() string { return fmt.Sprintf("both %s", dates(a.When)) })
		case days > 100:
			s.add(withinYear, func() string { return fmt.Sprintf("%s agrees with %s", dates(a.When), dates(b.When)) })
		default:
			s.add(withinSpan, func() string { return fmt.Sprintf("%s agrees with %s", dates(a.When), dates(b.When)) })
		}
		return
	}
	apart, stated := a.When.Gap(b.When), a.Basis == Stated && b.Basis == Stated
	near, far, within := nearDay, farDay, int64(slack)
	if lasting(a) && lasting(b) {
		near, far, within = midst, lastingDay, 2*slack
	}
	switch {
	case stated && apart > 1 || gap > within:
		s.no(func() string { return fmt.Sprintf("%s is not %s", dates(a.When), dates(b.When)) })
	case stated && apart == 1 && a.When.Days() > 1 && b.When.Days() > 1:
		// "last week", said on a Sunday and on a Monday
		s.add(farDay, func() string { return fmt.Sprintf("%s and %s, both stated", dates(a.When), dates(b.When)) })
	case stated && apart == 1:
		s.add(otherDay, func() string { return fmt.Sprintf("%s and %s, both stated", dates(a.When), dates(b.When)) })
	case !ahead(a) && !ahead(b) && (a.Basis == Stated && a.When.From > b.Known || b.Basis == Stated && b.When.From > a.Known):
		// hours and time zones leave a doubt
		s.add(otherDay, func() string { return "one was reported before the other happened" })
	case apart == 0 && stated && a.When.Days() == 1 && b.When.Days() == 1:
		s.add(sameDay, func() string { return fmt.Sprintf("both %s", dates(a.When)) })
	case apart == 0:
		s.add(likelyDay, func() string { return fmt.Sprintf("%s agrees with %s", dates(a.When), dates(b.When)) })
	case gap == 0:
		s.add(near, func() string { return fmt.Sprintf("%s is near %s", dates(a.When), dates(b.When)) })
	default:
		s.add(far*float64(gap), func() string { return fmt.Sprintf("%s is %d days from %s", dates(a.When), apart, dates(b.When)) })
	}
}

// lasting reports whether the event may go on for days, as visits, conferences
// and strikes do, so that reports of several days give it their own.
func lasting(t *Trace) bool { return t.Type == "CONSULT" || t.Type == "PROTEST" }

// ahead reports whether what is told lies in the future: an AGREE to meet has
// the date of the meeting.
func ahead(t *Trace) bool { return t.When.From > t.Known }

// core is the days on which an event is likely to have been: what a report
// gives no date of its own happened on its day or the day before.
func core(t *Trace) day.Span {
	switch t.Basis {
	case Told, Dated, Issued:
		return day.Span{From: t.When.From - 1, To: t.When.To}
	case Carried:
		return day.Span{From: t.When.From - 1, To: t.When.To + 1}
	}
	return t.When
}

func dates(s day.Span) string {
	if s.From == s.To {
		return s.From.String()
	}
	return s.From.String() + " to " + s.To.String()
}

func spots(s *scale, a, b *Spot) {
	switch {
	case a.Name == 0 && a.ID == 0 || b.Name == 0 && b.ID == 0:
	case a.ID != 0 && a.ID == b.ID || a.Name == b.Name:
		if a.Size == Country {
			s.add(sameLand, func() string { return "in the same country" })
		} else {
			s.add(sameSpot, func() string { return "at the same place" })
		}
	case a.Country != "" && b.Country != "" && a.Country != b.Country:
		s.add(otherLand, func() string { return fmt.Sprintf("in %s here, in %s there", a.Country, b.Country) })
	case a.Size == Country || b.Size == Country:
		s.add(sameLand, func() string { return "in the same country" })
	case a.Located && b.Located && a.Size == Town && b.Size == Town:
		if km := place.Distance(float64(a.Lat), float64(a.Lon), float64(b.Lat), float64(b.Lon)); km > nearby {
			s.add(otherSpot, func() string { return fmt.Sprintf("%.0f km apart", km) })
		} else {
			s.add(sameLand, func() string { return fmt.Sprintf("%.0f km apart", km) })
		}
	}
}

// mutual are the types in which whoever stands on one side may stand on the
// other in the next report.
func mutual(t *Trace) bool {
	return t.Type == "CONSULT" || t.Type == "COOPERATE" || len(t.Recipients) == 0 && len(t.Actors) > 1
}

// sides compares who took part and reports whether two who are told apart, by
// country or by name, are the same.
func (m *Matcher) sides(s *scale, a, b *Trace) bool {
	var both matched
	if mutual(a) || mutual(b) {
		var ba, bb [2 * maxParties]Who
		m.side(s, &both, "participants", otherActors, append(append(ba[:0], a.Actors...), a.Recipients...), append(append(bb[:0], b.Actors...), b.Recipients...))
	} else {
		m.side(s, &both, "actors", otherActors, a.Actors, b.Actors)
		m.side(s, &both, "recipients", otherRecipients, a.Recipients, b.Recipients)
	}
	if both.lands < 2 && both.names < 2 {
		if both.names == 0 && m.familyOf(a.Type) != "force" {
			s.add(nobodyNamed, func() string { return "nobody named is the same" })
		}
		return false
	}
	s.add(sameDyad, func() string { return "between the same" })
	return true
}

// matched counts the participants that two reports have in common.
type matched struct {
	lands int    // countries
	first string // of them
	names int    // persons, bodies, holders of offices
}

func (n *matched) add(w *Who, likeness float64) {
	if likeness >= oneOffice {
		n.names++
	}
	if likeness < oneSector || w.Country == "" || classes[w.Country] {
		return
	}
	switch {
	case n.lands == 0:
		n.lands, n.first = 1, w.Country
	case n.first != w.Country:
		n.lands++
	}
}

// side compares the participants of one side. Each of the shorter list is
// matched with its nearest in the other; what is left over in both speaks
// against.
func (m *Matcher) side(s *scale, both *matched, what string, none float64, a, b []Who) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	var taken [2 * maxParties]bool
	var here matched
	sum, clashes, best := 0.0, 0, -1.0
	for i := range a {
		at, most := -1, -1.0
		for k := range b {
			if v := likeness(&a[i], &b[k]); !taken[k] && (at < 0 || v > most) {
				at, most = k, v
			}
		}
		best = math.Max(best, most)
		if most <= 0 {
			if most <= clash {
				clashes++
			}
			continue
		}
		taken[at] = true
		here.add(&a[i], most)
		// the second and third of a list say less: they come with the first
		sum += most / float64(1+i)
	}
	switch {
	case best <= 0:
		s.add(none, func() string { return fmt.Sprintf("other %s", what) })
	case clashes > 0 && len(b) == 2:
		s.add(otherPartner, func() string { return fmt.Sprintf("other partner of %s", shared(a, b)) })
	case clashes > 0:
		s.add(math.Max(sum-2*float64(clashes), otherPartner), func() string { return fmt.Sprintf("%s in part the same: %s", what, shared(a, b)) })
	default:
		s.add(sum, func() string { return fmt.Sprintf("%s agree: %s", what, shared(a, b)) })
		both.names += here.names
		if both.lands == 1 && here.lands == 1 && both.first == here.first {
			return
		}
		both.lands += here.lands
		both.first = here.first
	}
}

// clash is the likeness of two that are certainly not one.
const clash = -0.7

// likeness is how much it says that two phrases may mean one participant: 3 one
// person, 0 nothing, below it that they are two.
func likeness(a, b *Who) float64 {
	if a.ID != 0 && a.ID == b.ID {
		switch a.Kind {
		case record.State:
			return oneState
		case record.Person:
			return onePerson
		}
		return oneBody
	}
	land := a.Country != "" && a.Country == b.Country && !classes[a.Country]
	if a.Country != "" && b.Country != "" && !land && !(classes[a.Country] && a.Country == b.Country) {
		return -1
	}
	switch {
	case a.Kind == record.Person && b.Kind == record.Person:
		switch {
		case a.Last != 0 && a.Last == b.Last && oneGiven(a.Given, b.Given):
			if a.ID != 0 && b.ID != 0 {
				return -0.5
			}
			return onePerson
		case a.Last != 0 && b.Last != 0:
			return -1
		case a.Role != 0 && a.Role == b.Role && land:
			return oneOffice
		case land && a.Sector == b.Sector:
			return oneSector
		}
		return -0.3
	case a.Organisation != 0 && a.Organisation == b.Organisation:
		if a.Kind == record.Organisation && b.Kind == record.Organisation {
			return oneBody
		}
		return 1
	case a.Kind == record.Organisation && b.Kind == record.Organisation:
		return clash
	case a.Kind == record.State && b.Kind == record.State && land:
		return oneState
	case land:
		return ofLand(a, b)
	case a.Name != 0 && a.Name == b.Name:
		return oneOffice
	case a.Country == "" && b.Country == "" && a.Kind == record.Group && b.Kind == record.Group && a.Sector != "" && a.Sector == b.Sector:
		return 0.3
	}
	return -0.3
}

// ofLand compares two of one country that are not both persons or bodies.
func ofLand(a, b *Who) float64 {
	state := func(w *Who) bool { return w.Kind == record.State || w.Sector == "" }
	switch {
	case a.Sector == b.Sector, state(a) && b.Sector == "GOV", state(b) && a.Sector == "GOV":
		return oneSector
	case state(a) || state(b):
		return 0.3
	}
	return -0.3
}

// shared names the countries and kinds that two lists have in common.
func shared(a, b []Who) string {
	var out []string
	for i := range a {
		if k := slices.IndexFunc(b, func(w Who) bool { return likeness(&a[i], &w) > 0 }); k >= 0 {
			what := a[i].Country
			switch {
			case a[i].Last != 0 && a[i].Last == b[k].Last && a[i].Kind == record.Person:
				what += " person of one name"
			case a[i].Organisation != 0 && a[i].Organisation == b[k].Organisation:
				what += " body of one name"
			case a[i].Sector != "" && a[i].Sector == b[k].Sector:
				what += " " + a[i].Sector
			}
			if what = strings.TrimSpace(what); !slices.Contains(out, what) {
				out = append(out, what)
			}
		}
	}
	return strings.Join(out, ", ")
}
