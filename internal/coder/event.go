// Package coder turns clauses into events: PLOVER type, mode and contexts, the
// CAMEO code beside them, who did it to whom, when, where, whether it happened,
// and according to whom.
package coder

import "chancery/internal/doc"

// Status says whether the event happened. History is told apart by
// Event.Background, not by the status.
type Status string

const (
	Actual       Status = "actual"
	Planned      Status = "planned"
	Hypothetical Status = "hypothetical"
	Negated      Status = "negated"
	Requested    Status = "requested"
)

// Date is the day, month, year or week of a happening.
type Date struct {
	Value string   // ISO 8601 at the precision known: "2025-04-01", "2025-04", "1975", "2018-W12"; "" unknown
	Timex int      // index in Document.Times, -1 when no expression was used
	Span  doc.Span // the expression
	Basis string   // "expression", "dateline", "publication", "narrative", "none"
}

// Event is one happening, however often the story tells it.
type Event struct {
	Type     string // PLOVER 2 root type: "CONSULT"
	Mode     string
	Contexts []string
	Cameo    string // with its leading zero: "042"
	Quad     int    // 1–4
	Score    float64
	Status   Status

	Actors     []doc.Actor
	Recipients []doc.Actor

	Trigger  doc.Span // the words that name the event
	Token    int      // head token of the trigger
	Sentence int
	Date     Date
	Place    *Place     // nil when unknown
	Mentions []doc.Span // triggers of all mentions, the first included, text order
	Toll     []Toll     // one of a kind

	Attributed []doc.Actor // whose claim it is; empty for the report's own
	Quoted     bool        // inside quotation marks
	Background bool        // told as history
	Confidence float64     // 0..1, calibrated
	Rule       string      // name of the lexicon rule
	Trace      []string    // for explain: how roles, date, place and status were found
}
