package coder

import (
	"slices"

	"chancery/internal/day"
	"chancery/internal/doc"
)

// Beyond its own sentence a story tells where an event happened only by what
// surrounds it. The steps below are tried in the order of how often each is
// right (chancery eval eventplaces counts them); none guesses a town from a
// country, and where none speaks the place stays unknown.

// settle gives places to the events whose own sentences have none.
func (w *locator) settle(events []Event) {
	at := map[int]bool{} // persons known to be where the report was written
	for i := range events {
		e := &events[i]
		if e.Place == nil && happened(e) {
			how := w.c.voc.placing(e.Type, e.Mode)
			for _, step := range []func(*Event, *placing) *Place{
				w.host,
				func(e *Event, how *placing) *Place { return w.fromStory(events, i, how) },
				func(e *Event, how *placing) *Place { return w.fromDateline(e, how, at) },
				w.seat,
				w.untold,
			} {
				if e.Place = step(e, how); e.Place != nil {
					break
				}
			}
		}
		if e.Place != nil && e.Place.Basis == ByDateline {
			for k := range e.Actors {
				if a := &e.Actors[k]; a.Person && a.Entity >= 0 {
					at[a.Entity] = true
				}
			}
		}
	}
}

// happened: what is only thought of, denied or asked for is nowhere.
func happened(e *Event) bool { return e.Status == Actual || e.Status == Planned }

// host is the country of who is visited, or of who receives.
func (w *locator) host(e *Event, _ *placing) *Place {
	if e.Type != "CONSULT" || e.Mode != "visit" {
		return nil
	}
	for i := range e.Recipients {
		if a := &e.Recipients[i]; (isState(a) || a.Person && a.Sector == "GOV") && !anyOf(e.Actors, a.Country) {
			return w.country(a.Country, a.Span, ByHost)
		}
	}
	return nil
}

// storyReach is how many sentences on an event may share the place of another.
const storyReach = 3

// fromStory is where the same people, told of just before or after, were on the
// same day.
func (w *locator) fromStory(events []Event, i int, how *placing) *Place {
	e := &events[i]
	try := func(o *Event) *Place {
		if o.Place == nil || o.Status != Actual || e.Status != Actual || !datesAgree(o.Date, e.Date) || o.Background != e.Background {
			return nil
		}
		switch o.Place.Basis {
		case ByClause, BySentence, ByHost:
		case ByDateline:
			if o.Type != e.Type {
				return nil
			}
		default:
			return nil
		}
		if !w.continuesAt(o, e, how) || w.placedElsewhere(e, &o.Place.Toponym) {
			return nil
		}
		p := *o.Place
		p.Basis = ByStory
		return &p
	}
	for k := i - 1; k >= 0 && e.Sentence-events[k].Sentence <= storyReach; k-- {
		if p := try(&events[k]); p != nil {
			return p
		}
	}
	for k := i + 1; k < len(events) && events[k].Sentence-e.Sentence <= 1; k++ {
		if p := try(&events[k]); p != nil {
			return p
		}
	}
	return nil
}

// continuesAt: event e goes on where o was: the same deed told further, or what
// those who met there also did.
func (w *locator) continuesAt(o, e *Event, how *placing) bool {
	all := func(e *Event) []doc.Actor {
		return append(e.Actors[:len(e.Actors):len(e.Actors)], e.Recipients...)
	}
	if o.Type == e.Type && !how.word() {
		return bothAgree(all(o), all(e))
	}
	if !how.word() || !w.c.voc.placing(o.Type, o.Mode).word() {
		return false
	}
	if len(e.Actors) == 1 && e.Actors[0].Person {
		return bothAgree(all(o), e.Actors)
	}
	return len(all(e)) > 1 && bothAgree(all(o), all(e))
}

// bothAgree: the sides agree, and neither is empty.
func bothAgree(a, b []doc.Actor) bool { return len(a) > 0 && len(b) > 0 && sidesAgree(a, b) }

// placedElsewhere: the sentence of e names a place smaller than a country that
// is not p.
func (w *locator) placedElsewhere(e *Event, p *doc.Toponym) bool {
	s := w.d.Sentences[e.Sentence]
	for i := range w.d.Places {
		t := &w.d.Places[i]
		if s.Contains(t.Span) && t.Precision != "country" && t.Name != p.Name {
			return true
		}
	}
	return false
}

// fromDateline is where the report was written, for the news of its day that
// happened there: what people of that place said and did, and what others came
// there for.
func (w *locator) fromDateline(e *Event, how *placing, at map[int]bool) *Place {
	if w.dateline < 0 || how.dateline == "no" || e.Status != Actual || !w.ofTheDay(e) {
		return nil
	}
	t := &w.d.Places[w.dateline]
	opening := e.Sentence <= w.lead
	if !how.word() && (!opening || w.d.Tokens[e.Token].UPOS == "NOUN") {
		return nil
	}
	here := anyOf(e.Actors, t.Country)
	if here && t.Feature != "PPLC" && national(e.Actors, t.Country, e.Sentence > w.first) {
		return nil // what a government does it does in its capital
	}
	switch {
	case !how.word():
		if !here || abroad(e.Recipients, t.Country) || abroad(e.Actors, t.Country) || w.placedElsewhere(e, t) ||
			how.strikes() && forceful(e.Actors, t.Country) && !anyOf(e.Recipients, t.Country) {
			return nil
		}
	case here:
	case opening && (e.Type == "CONSULT" && !w.talkedOf(e) || w.atOccasion(e)):
	case e.Sentence <= w.first && (person(e.Actors) || ofStatesActs(e.Actors)):
	case among(e.Actors, at):
	default:
		return nil
	}
	return &Place{Toponym: *t, Basis: ByDateline}
}

// ofTheDay: the event is told as news of the days before the report.
func (w *locator) ofTheDay(e *Event) bool {
	if e.Background {
		return false
	}
	anchor := w.d.Anchor()
	if e.Date.Value == "" || anchor == "" || len(e.Date.Value) < 10 {
		return e.Date.Basis == "none" || e.Date.Value == "" || len(e.Date.Value) == 8 // a week
	}
	const days = 3
	told, err1 := day.Parse(anchor)
	on, err2 := day.Parse(e.Date.Value[:10])
	return err1 == nil && err2 == nil && on <= told && told <= on+days
}

// seat is where the body that acts meets.
func (w *locator) seat(e *Event, how *placing) *Place {
	if !how.word() && e.Type != "AID" {
		return nil
	}
	for i := range e.Actors {
		a := &e.Actors[i]
		for _, name := range []string{a.Name, a.Organisation} {
			if t, ok := w.c.voc.places.seats[name]; ok && !a.Person {
				t.Span = a.Span
				return &Place{Toponym: t, Basis: BySeat}
			}
		}
	}
	return nil
}

// untold is the country that the type implies for want of a told place.
func (w *locator) untold(e *Event, how *placing) *Place {
	switch how.untold {
	case "actor":
		for i := range e.Actors {
			if a := &e.Actors[i]; isCountry(a.Country) {
				return w.country(a.Country, a.Span, ByActor)
			}
		}
	case "recipient", "within":
		for i := range e.Recipients {
			a := &e.Recipients[i]
			if how.untold == "recipient" && isState(a) && !w.modifies(a, e.Token) || isCountry(a.Country) && anyOf(e.Actors, a.Country) {
				return w.country(a.Country, a.Span, ByRecipient)
			}
		}
		if len(e.Actors) > 0 && forceful(e.Actors, e.Actors[0].Country) {
			return nil // its forces may be anywhere
		}
	case "-":
		return nil
	}
	return w.atHome(e)
}

// modifies: the actor is named only as the owner of something that may be
// elsewhere: "an Iranian tanker".
func (w *locator) modifies(a *doc.Actor, trigger int) bool {
	m := w.d.MentionAt(a.Head)
	if m == nil {
		return false
	}
	return m.Kind == doc.Modifier || w.caseOf(a.Head) == "of" && w.d.Tokens[a.Head].Head != trigger
}

// atHome is the one country of all who take part, else the country that the
// story keeps to, where no other takes part.
func (w *locator) atHome(e *Event) *Place {
	if len(e.Actors) == 0 {
		return nil
	}
	a := &e.Actors[0]
	home := a.Country
	if !isCountry(home) || !anyOf(e.Recipients, home) && home != w.focus || e.Type == "CONSULT" && !compatriots(e) {
		home = ""
	}
	switch {
	case home != "" && !abroad(e.Actors, home) && !abroad(e.Recipients, home):
		return w.country(home, a.Span, ByActor)
	case w.sure && !abroad(e.Actors, w.focus) && !abroad(e.Recipients, w.focus):
		return w.country(w.focus, a.Span, ByStory)
	}
	return nil
}

// compatriots: several take part, and all are known to be of one country.
func compatriots(e *Event) bool {
	n := 0
	for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		for i := range side {
			if side[i].Country != e.Actors[0].Country {
				return false
			}
			n++
		}
	}
	return n > 1
}

func (w *locator) country(iso3 string, s doc.Span, basis string) *Place {
	t, ok := w.c.voc.places.countries[iso3]
	if !ok {
		return nil
	}
	t.Span = s
	return &Place{Toponym: t, Basis: basis}
}

// isCountry: the code is a country's, not one of those for what is none.
func isCountry(code string) bool { return len(code) == 3 && !nonState[code] }

func anyOf(as []doc.Actor, country string) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool { return a.Country == country })
}

// abroad: one of the actors is of another country, or of none.
func abroad(as []doc.Actor, country string) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool { return a.Country != "" && a.Country != country })
}

// national: a state, its government or its parliament acts, or people in its
// offices where they count too.
func national(as []doc.Actor, country string, people bool) bool {
	return ofCountry(as, country, people, "", "GOV", "LEG")
}

// forceful: a state, its government or its forces act.
func forceful(as []doc.Actor, country string) bool {
	return ofCountry(as, country, true, "", "GOV", "MIL")
}

func ofCountry(as []doc.Actor, country string, people bool, sectors ...string) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool {
		return a.Country == country && (people && a.Sector != "" || !a.Person) && slices.Contains(sectors, a.Sector)
	})
}

// ofStatesActs: an organisation of states acts, whose members meet now here, now
// there.
func ofStatesActs(as []doc.Actor) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool { return ofStates[a.Country] })
}

func person(as []doc.Actor) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool { return a.Person })
}

// among: one of the actors is an entity of the set.
func among(as []doc.Actor, entities map[int]bool) bool {
	return slices.ContainsFunc(as, func(a doc.Actor) bool { return a.Entity >= 0 && entities[a.Entity] })
}

// talkedOf: the meeting is what something else is about or for: "hopes of a
// meeting", "prepared for talks".
func (w *locator) talkedOf(e *Event) bool {
	if w.d.Tokens[e.Token].UPOS != "NOUN" {
		return false
	}
	switch w.caseOf(e.Token) {
	case "of", "for", "on", "about", "to", "before", "with", "ahead of", "against":
		return true
	}
	return false
}

// atOccasion: what happened befell talks, a conference, a summit.
func (w *locator) atOccasion(e *Event) bool {
	for _, a := range w.frameOf(e.Token).args {
		if w.c.voc.classes["occasion"][w.d.Tokens[w.content(a.tok)].Lemma] {
			return true
		}
	}
	return false
}
