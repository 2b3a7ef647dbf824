// Package facts reads from a coded article what a ledger of relations between
// states keeps: relations opened and broken, agreements, visits, statements,
// offices held, sanctions, and the one line that a chronicle would give the
// day.
//
// Events say what somebody did to somebody; facts say what holds afterwards.
// Where an event covers the same words its date and its parties are used, so
// that the two never disagree. Vocabularies are tables in the lexicon.
package facts

import (
	"chancery/internal/coder"
	"chancery/internal/doc"
)

// Fact is what all facts have in common.
type Fact struct {
	Evidence   doc.Span    // the clause or phrase that says it
	Attributed []doc.Actor // whose claim it is; empty for the report's own
	Quoted     bool        // inside quotation marks
	Background bool        // told as history
	Confidence float64     // 0..1
	Rule       string      // the lexicon entry that found it
	Trace      []string    // for explain: how fields were found
}

// Entry is the day's line of a chronicle: the article's main happening in one
// plain sentence.
type Entry struct {
	Fact
	Date     coder.Date // of the happening
	Sentence string
	Events   []int // indexes of the events it states
}

// Relation is a change in the relations of states, or a state they are in; or
// of states' membership of a body.
type Relation struct {
	Fact
	Parties []string // ISO 3166-1 alpha-3, sorted
	By      string   // the party that acted alone; "" both, or unknown
	Body    string   // name of the body whose membership it is; "" between the parties
	Change  string   // what became of them, one of the changes of the schema; or ""
	Measure string   // the act by which it came about: embassy closed, ambassador recalled; or ""
	State   string   // allied, at war, …; or ""
	Date    coder.Date
}

// Agreement is one or several agreements of one form told together.
type Agreement struct {
	Fact
	Parties []string   // ISO 3166-1 alpha-3, sorted
	Number  int        // 0 unknown
	Form    string     // agreement, memorandum of understanding, treaty, …
	Fields  []string   // what it is about
	Bodies  []string   // the bodies that concluded it: ministries for their states, bodies of states by name
	Stage   string     // intended, in negotiation, agreed, signed, ratified, in force, suspended, denounced
	Date    coder.Date // of the stage
	Signed  coder.Date
}

// Visit is somebody's stay in a country as its guest.
type Visit struct {
	Fact
	Visitors []doc.Actor
	Hosts    []doc.Actor
	Place    *coder.Place
	From, To string // ISO 8601 at the precision known
}

// Statement is something said by somebody identified.
type Statement struct {
	Fact
	Speakers  []doc.Actor
	Quotation int         // index in Document.Quotations
	About     []doc.Actor // who is spoken of
	Date      coder.Date
}

// Office is somebody's holding of an office.
type Office struct {
	Fact
	Person       string
	Country      string
	Office       string
	Organisation string
	HeldOn       string // ISO 8601: a day on which it was held
	From, To     string
	Died         string
}

// Sanction is a measure of one actor against one other.
type Sanction struct {
	Fact
	Sender, Target doc.Actor
	State          string // in force, imposed, extended, eased, lifted, threatened
	Measure        string
	Date           coder.Date // of the state
	Until          string     // ISO 8601: the day it was to end; "" not told
}

// Facts is what an article says, each kind in text order.
type Facts struct {
	Entry      *Entry // nil when no sentence tells a happening
	Relations  []Relation
	Agreements []Agreement
	Visits     []Visit
	Statements []Statement
	Offices    []Office
	Sanctions  []Sanction
}
