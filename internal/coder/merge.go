package coder

import (
	"sort"

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
	if a.Sentence == b.Sentence && a.Rule != b.Rule {
		return false
	}
	if a.Type == "CONSULT" {
		return sidesAgree(append(a.Actors[:len(a.Actors):len(a.Actors)], a.Recipients...), append(b.Actors[:len(b.Actors):len(b.Actors)], b.Recipients...), true)
	}
	return a.Rule == b.Rule && sidesAgree(a.Actors, b.Actors, true) && sidesAgree(a.Recipients, b.Recipients, false)
}

func datesAgree(a, b Date) bool {
	return a.Value == b.Value || a.Value == "" || b.Value == "" || a.Timex < 0 && a.Basis != "narrative" && within(b.Value, a.Value) || b.Timex < 0 && b.Basis != "narrative" && within(a.Value, b.Value)
}

// placesAgree: the places are not those of two towns.
func placesAgree(a, b *Place) bool {
	const town = 30 // kilometres within which places are of one town
	if a == nil || b == nil || !a.Resolved || !b.Resolved || fineness[a.Precision] < fineness["city"] || fineness[b.Precision] < fineness["city"] {
		return true
	}
	return a.Name == b.Name || place.Distance(a.Lat, a.Lon, b.Lat, b.Lon) <= town
}

// within: the two values name days of one week, or one holds the other; the
// default day of an undated telling yields to a stated one that is near.
func within(stated, dflt string) bool {
	if len(stated) < 10 || len(dflt) < 10 {
		return len(stated) <= len(dflt) && dflt[:len(stated)] == stated
	}
	return abs(dayNumber(stated)-dayNumber(dflt)) <= 3
}

func dayNumber(iso string) int {
	y, m, d := atoi(iso[:4]), atoi(iso[5:7]), atoi(iso[8:10])
	return (y*12+m)*31 + d
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// sidesAgree: each actor of the shorter side stands, by identity or by country
// and sector, on the other. An empty side agrees with any unless full is set.
func sidesAgree(a, b []doc.Actor, full bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return !full
	}
	if len(a) > len(b) {
		a, b = b, a
	}
next:
	for i := range a {
		for j := range b {
			if same(&a[i], &b[j]) || speaksFor(&a[i], &b[j]) {
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
