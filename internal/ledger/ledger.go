// Package ledger keeps the relations of two states, or of a state and a body,
// through time: what was established, broken and resumed, what was agreed, who
// visited whom, which sanctions held, who was a member; as of any day, and as
// it was known on any day.
//
// A ledger is folded from reports: each says one thing of the two parties, and
// reports of one thing become one entry. Nothing is overwritten. What was known
// on a day is found by folding only the reports that stood on that day, so a
// report that was withdrawn later counts until it was withdrawn, and one that
// came later changes nothing before it came. What held on a day is then read
// off the entries in the order in which they happened. Dates keep the precision
// of the reports: what happened "in 1975" may or may not have happened by
// 1 March 1975, and the answer says so.
package ledger

import (
	"cmp"
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Kind is what an entry is about.
type Kind string

// The kinds of entries.
const (
	Relations   Kind = "relations"   // diplomatic relations and their level
	Recognition Kind = "recognition" // of one state by the other
	Membership  Kind = "membership"  // of a state in a body
	Alliance    Kind = "alliance"
	War         Kind = "war" // and its end
	Sanctions   Kind = "sanctions"
	Agreement   Kind = "agreement"
	Visit       Kind = "visit"
)

// Date is when something happened, as reports state it.
type Date struct {
	Value string   `json:"value"` // ISO 8601 at the precision stated; "" where no report gives one
	Span  day.Span `json:"-"`     // the days it covers; day.Always where not known
}

// Entry is one thing that happened between the parties or held between them,
// with every report of it.
type Entry struct {
	ID      string   // that of the first record that told it
	Kind    Kind     //
	What    string   // "established", "imposed", "joined", …; for an agreement its latest stage
	By      string   // key of the party that acted alone: sender, guest, member; "" both or unknown
	Of      string   // key of the other, where By is known
	Parties []string // keys of all parties, sorted; an agreement may have more than two
	Date    Date     // when; of an agreement when it was signed; of what holds the first day it was told of
	To      Date     // the end of a visit; of what holds the latest day it was told of
	Holds   bool     // says what held on days, not what happened: "allied"
	Measure string   // the sanction; the act by which a change came about
	Until   Date     // of a sanction: when it was to end

	Number int      // of agreements told together; 0 unknown
	Form   string   // of an agreement: "treaty"
	Fields []string // what an agreement is about
	Steps  []Step   // the stages of an agreement, in their order

	Visitor string // name of the guest, "" unknown
	Person  string // identity of the guest in the record's who-is-who; "" not there
	Role    string // office the guest then held
	Host    string // name of the host, where a person
	Place   string

	Reports    []int     // indexes in View.Reports, by the day known
	Outlets    int       // independent ones among them
	First      day.Day   // the first report became known
	Last       day.Day   // the latest did
	Confidence float64   // 0..1, grows with independent outlets, falls with dissent
	Disputes   []Dispute // where reports differ

	moves     move     // what it does to its track
	effective day.Span // Date narrowed by the order of entries and by when it was told
}

// Step is an agreement's coming to a stage.
type Step struct {
	Stage   string
	Date    Date
	Reports []int // indexes in View.Reports
}

// Dispute is a field on which the reports of an entry differ.
type Dispute struct {
	Field  string  // "date", "signed", "what"
	Claims []Claim // the one believed first
	Why    string  // why it is believed
}

// Claim is one value of a disputed field.
type Claim struct {
	Value   string
	Reports []int // indexes in View.Reports
	Outlets int   // independent ones that still hold to it
}

// Ledger is every report that bears on two parties.
type Ledger struct {
	A, B    string // keys of the parties, in the order asked for
	names   *Names
	reports []*record.Report
	person  func(*record.Report, *record.Actor) string
}

// Option changes how a ledger is folded.
type Option func(*Ledger)

// Person gives the ledger an identity for the persons that reports name, so that
// guests are told apart under any spelling; "" where none is known.
func Person(id func(*record.Report, *record.Actor) string) Option {
	return func(l *Ledger) { l.person = id }
}

// New makes the ledger of two parties from reports of any number of parties, in
// any order; those that do not bear on both are passed over. The reports must
// not change while the ledger is in use.
func New(names *Names, a, b string, reports []record.Report, opts ...Option) *Ledger {
	l := &Ledger{A: a, B: b, names: names, person: func(*record.Report, *record.Actor) string { return "" }}
	for _, o := range opts {
		o(l)
	}
	for i := range reports {
		r := &reports[i]
		if keys := Keys(r.Record); slices.Contains(keys, a) && slices.Contains(keys, b) {
			l.reports = append(l.reports, r)
		}
	}
	slices.SortStableFunc(l.reports, func(x, y *record.Report) int {
		return cmp.Or(cmp.Compare(x.Known, y.Known), cmp.Compare(x.ID, y.ID))
	})
	return l
}

// View is the ledger as it was known on a day.
type View struct {
	*Ledger
	Known   day.Day          // day.Latest: all that is known
	Reports []*record.Report // those that stood, by the day known, then by id
	Entries []*Entry         // in the order of time

	tracks []*track
	outlet []int // of each report: equal numbers are not independent of each other
}

// AsKnown folds the reports that stood at the end of the day; day.Latest takes
// all that have not been withdrawn.
func (l *Ledger) AsKnown(on day.Day) *View {
	v := &View{Ledger: l, Known: on}
	for _, r := range l.reports {
		if r.Stands(on) || on == day.Latest && r.Withdrawn == day.Latest {
			v.Reports = append(v.Reports, r)
		}
	}
	v.fold()
	return v
}
