package coder

import (
	"slices"
	"sort"
	"strings"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/place"
)

// merge joins the tellings of one happening. The fullest telling gives the
// event; the others become its mentions.
func merge(events []Event) []Event {
	sortByText(events)
	var out []Event
next:
	for i := range events {
		for k := range out {
			if oneHappening(&out[k], &events[i]) {
				join(&out[k], &events[i])
				continue next
			}
		}
		out = append(out, events[i])
	}
	for i := range out {
		ms := out[i].Mentions
		sort.Slice(ms, func(a, b int) bool { return ms[a].Start < ms[b].Start })
	}
	sortByText(out)
	return out
}

// oneHappening: same type and status, agreeing sides, and dates that do not
// speak against it.
func oneHappening(a, b *Event) bool {
	if a.Type != b.Type || a.Status != b.Status || a.Mode != "" && b.Mode != "" && a.Mode != b.Mode {
		return false
	}
	if !datesAgree(a.Date, b.Date) || !placesAgree(a.Place, b.Place) {
		return false
	}
	if a.Sentence == b.Sentence && a.Rule != b.Rule && !(a.Mode == "visit" && b.Mode == "visit") {
		return false // but "arrived in Suez for a visit to Egypt" is one visit
	}
	if a.Type == "CONSULT" {
		return sidesAgree(append(a.Actors[:len(a.Actors):len(a.Actors)], a.Recipients...), append(b.Actors[:len(b.Actors):len(b.Actors)], b.Recipients...))
	}
	return a.Rule == b.Rule && sidesAgree(a.Actors, b.Actors) && sidesAgree(a.Recipients, b.Recipients)
}

func datesAgree(a, b Date) bool {
	return a.Value == b.Value || a.Value == "" || b.Value == "" || a.Timex < 0 && a.Basis != "narrative" && within(b.Value, a.Value) || b.Timex < 0 && b.Basis != "narrative" && within(a.Value, b.Value)
}

// week is how far the day of the story, which an undated telling has for want of
// its own, may lie from the day that another telling states.
const week = 6

// placesAgree: the places are not those of two towns.
func placesAgree(a, b *Place) bool {
	const town = 30 // kilometres within which places are of one town
	if a == nil || b == nil || !a.Resolved || !b.Resolved || fineness[a.Precision] < fineness["city"] || fineness[b.Precision] < fineness["city"] {
		return true
	}
	return a.Name == b.Name || place.Distance(a.Lat, a.Lon, b.Lat, b.Lon) <= town
}

// within: one value holds the other, or lies within a week of the default.
func within(stated, dflt string) bool {
	a, ok1 := day.Range(stated)
	b, ok2 := day.Range(dflt)
	if !ok1 || !ok2 {
		return false
	}
	return a.Overlaps(b) || a.Days() == 1 && a.Gap(b) <= week
}

// sidesAgree: each actor of the shorter side stands, by identity or by country
// and sector, on the other. An empty side agrees with any.
func sidesAgree(a, b []doc.Actor) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
next:
	for i := range a {
		for j := range b {
			if same(&a[i], &b[j]) || speaksFor(&a[i], &b[j]) || oneThing(&a[i], &b[j]) {
				continue next
			}
		}
		return false
	}
	return true
}

// speaksFor: one is the state or government of the other's official.
func speaksFor(a, b *doc.Actor) bool {
	if a.Country == "" || a.Country != b.Country {
		return false
	}
	return isState(a) && (b.Sector == "GOV" || isState(b)) || isState(b) && a.Sector == "GOV"
}

// oneThing: one of the two is nobody known, shown by its words, and shares one
// with the other: "the border attack" and "an attack on the post".
func oneThing(a, b *doc.Actor) bool {
	unknown := func(x *doc.Actor) bool { return x.Country+x.Sector+x.Organisation == "" && !x.Person && !x.Group }
	if !unknown(a) && !unknown(b) {
		return false
	}
	others := strings.Fields(strings.ToLower(b.Name))
	return slices.ContainsFunc(strings.Fields(strings.ToLower(a.Name)), func(w string) bool { return len(w) > 3 && slices.Contains(others, w) })
}

// join adds telling b to event a, keeping the fuller of each field.
func join(a *Event, b *Event) {
	fuller := fullness(b) > fullness(a)+0.5
	mentions := append(a.Mentions, b.Mentions...)
	if fuller {
		// the first telling keeps its place in the story; sides come from the fuller
		a.Actors, a.Recipients = b.Actors, b.Recipients
	}
	a.Mentions = mentions
	fillFrom(a, b)
	if a.Date.Timex < 0 && b.Date.Timex >= 0 {
		a.Date = b.Date
	}
	if b.Confidence > a.Confidence {
		a.Confidence = b.Confidence
	}
	a.Confidence = min(0.99, a.Confidence+0.03)
	if len(b.Attributed) == 0 && !b.Quoted {
		a.Attributed, a.Quoted = nil, false // the report says it itself
	}
}

// fillFrom takes over what a lacks.
func fillFrom(a, b *Event) {
	if b.Place != nil && (a.Place == nil || finer(&b.Place.Toponym, &a.Place.Toponym)) {
		a.Place = b.Place
	}
	if a.Mode == "" {
		a.Mode = b.Mode
	}
	a.Contexts = mergeWords(a.Contexts, b.Contexts)
	sort.Strings(a.Contexts)
}

func fullness(e *Event) float64 {
	n := 0.0
	for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		for i := range side {
			n += 1
			if side[i].Person {
				n += 0.6
			}
			if side[i].Country != "" {
				n += 0.2
			}
		}
	}
	return n
}

// anaphor is the last event that a definite noun without actors ("the talks")
// can point back to, or -1.
func anaphor(events []Event, e *Event) int {
	for k := len(events) - 1; k >= 0; k-- {
		if events[k].Type == e.Type && events[k].Status == Actual && e.Sentence-events[k].Sentence <= 12 {
			return k
		}
	}
	return -1
}
