// Package happening decides which events of different articles are one
// happening, and says what all of their reports together say of it.
package happening

import (
	"chancery/internal/day"
	"chancery/internal/record"
)

// Happening is one thing that happened, with every report of it.
type Happening struct {
	ID         string // that of the first event record that told of it
	Type       string // PLOVER type; likewise the fields below
	Mode       string
	Contexts   []string
	Cameo      string
	Quad       int
	Score      float64
	Status     string
	Background bool     // no report told of it as news
	Date       string   // ISO 8601 at the best precision reported; "" unknown
	When       day.Span // the days of Date; day.Always when unknown
	Place      *record.Place
	Actors     []Party
	Recipients []Party
	Toll       []Toll
	Confidence float64 // 0..1, grows with independent reports; see Merge

	Reports    []record.Report // of events, by the day known, then by id
	Standing   int             // reports that were not withdrawn
	Publishers int             // independent ones: copies of one wire text count once
	First      day.Day         // the first report became known
	Last       day.Day         // the latest did
	Disputes   []Dispute
}

// Party is a participant of a happening.
type Party struct {
	ID           string // of the actor in the record's who-is-who; "" when not there
	Name         string
	Country      string
	Sector       string
	Role         string
	Organisation string
	Kind         string // as in record.Actor
}

// Toll is how many people the happening did something to, after its latest
// standing reports.
type Toll struct {
	Kind     string // one of record.Tolls
	Min, Max int    // Max may be record.Open
}

// Dispute is a field on which reports differ.
type Dispute struct {
	Field  string // "type", "date", "place", or a kind of toll
	Claims []Claim
}

// Claim is one value of a disputed field.
type Claim struct {
	Value   string
	Reports []int // indexes in Happening.Reports
	// Corrected says that every report that made the claim was withdrawn.
	Corrected bool
}
