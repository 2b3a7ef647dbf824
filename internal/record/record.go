// Package record holds what Chancery publishes: one record for each thing an
// article says, in a form that stays stable while everything before it changes.
// The form is described by docs/schema/record.schema.json. Offsets are bytes into the article's original text; a country is an
// ISO 3166-1 alpha-3 code or one of PLOVER's codes for what is no country
// (IGO, NGO, …); a date is ISO 8601 at the precision the article gives.
package record

import "chancery/internal/coder"

// Kind tells records apart.
type Kind string

// The kinds, in the order in which the records of an article stand.
const (
	KindEntry     Kind = "entry"
	KindEvent     Kind = "event"
	KindRelation  Kind = "relation"
	KindAgreement Kind = "agreement"
	KindVisit     Kind = "visit"
	KindStatement Kind = "statement"
	KindOffice    Kind = "office"
	KindSanction  Kind = "sanction"
)

// Source says which article a record comes from.
type Source struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Published string   `json:"published"`
	Dateline  Dateline `json:"dateline"`
	Agency    string   `json:"agency"`
	Publisher string   `json:"publisher"`
	Lang      string   `json:"lang"`
}

// Dateline is where and when the article says it was written.
type Dateline struct {
	Place string `json:"place"`
	Date  string `json:"date"`
}

// Span is a stretch of the article. Text is empty where the words are left out.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Actor is a participant as it stands at one place of the article.
type Actor struct {
	Text         string `json:"text"`
	Start        int    `json:"start"`
	End          int    `json:"end"`
	Name         string `json:"name"`
	Country      string `json:"country"`
	Sector       string `json:"sector"`
	Role         string `json:"role"`
	Organisation string `json:"organisation"`
	Kind         string `json:"kind"` // one of the actor kinds below; "" unknown
}

// The kinds of actors.
const (
	Person       = "person"
	State        = "state"        // a country as a whole
	Organisation = "organisation" // a body, a company, an armed group
	Group        = "group"        // people without a name of their own: "demonstrators"
)

// Date is when something happened and how that is known.
type Date struct {
	Value string `json:"value"`
	Text  string `json:"text"`
	Start int    `json:"start"` // Start == End where no expression was used
	End   int    `json:"end"`
	Basis string `json:"basis"`
}

// Place is where something happened. Lat and Lon are degrees, meaningful only
// when Located; GeoNamesID is 0 where the gazetteer has no entry.
type Place struct {
	Text       string  `json:"text"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Name       string  `json:"name"`
	Country    string  `json:"country"`
	Admin1     string  `json:"admin1"`
	GeoNamesID int     `json:"geonames_id"`
	Lat        float64 `json:"lat"`
	Lon        float64 `json:"lon"`
	Located    bool    `json:"-"`
	Precision  string  `json:"precision"`
	Basis      string  `json:"basis"` // how the place is known; one of the bases of the coder
}

// Record is one published record. Exactly one of the pointers is set, the one
// that Kind names.
type Record struct {
	Kind         Kind
	ID           string
	Doc          *Source
	Evidence     Span
	AttributedTo []Actor
	Quoted       bool
	Background   bool
	Confidence   float64 // 0..1
	Rule         string  // the lexicon entry or the step that read it

	Entry     *Entry
	Event     *Event
	Relation  *Relation
	Agreement *Agreement
	Visit     *Visit
	Statement *Statement
	Office    *Office
	Sanction  *Sanction
}

// Entry is the day's line of a chronicle: what happened, in one sentence.
type Entry struct {
	Date     string   `json:"date"`
	Sentence string   `json:"sentence"`
	Events   []string `json:"events"` // ids of the events it states
}

// Event is one happening, coded.
type Event struct {
	Type       string   `json:"type"`
	Mode       string   `json:"mode"`
	Contexts   []string `json:"contexts"`
	Cameo      string   `json:"cameo"`
	Quad       int      `json:"quad"`
	Score      float64  `json:"score"`
	Status     string   `json:"status"`
	Actors     []Actor  `json:"actors"`
	Recipients []Actor  `json:"recipients"`
	Trigger    Span     `json:"trigger"`
	Date       *Date    `json:"date"`     // nil when unknown
	Place      *Place   `json:"place"`    // nil when unknown
	Mentions   []Span   `json:"mentions"` // without their text
	Toll       []Toll   `json:"toll"`     // one of a kind, in the order of Tolls
}

// Toll is how many people an event did something to.
type Toll struct {
	Kind  string `json:"kind"` // one of Tolls
	Min   int    `json:"min"`
	Max   int    `json:"max"` // Open where the text sets no bound
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Open is the Max of "at least twelve".
const Open = coder.Open

// Tolls are the kinds of tolls in the order in which they stand.
var Tolls = coder.TollKinds

// Relation is a change or a state of relations between countries, or of one
// country's membership of a body.
type Relation struct {
	Parties []string `json:"parties"` // sorted; with Body, the members
	By      string   `json:"by"`      // the party that acted alone; "" both, or unknown
	Body    string   `json:"body"`    // name of the body whose membership it is; "" between the parties
	Change  string   `json:"change"`
	Measure string   `json:"measure"` // the act by which it came about: "embassy closed"
	State   string   `json:"state"`
	Date    string   `json:"date"`
}

// Agreement is one or several agreements told of together.
type Agreement struct {
	Parties []string `json:"parties"`
	Number  int      `json:"number"`
	Form    string   `json:"form"`
	Fields  []string `json:"fields"`
	Bodies  []string `json:"bodies"`
	Stage   string   `json:"stage"`
	Date    string   `json:"date"` // of the stage
	Signed  string   `json:"signed"`
}

// Visit is somebody's stay with a host.
type Visit struct {
	Visitor Actor  `json:"visitor"`
	Host    *Actor `json:"host"` // nil when unknown
	Place   *Place `json:"place"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// Statement is what somebody said.
type Statement struct {
	Speakers []Actor `json:"speakers"`
	About    []Actor `json:"about"`
	Date     string  `json:"date"`
}

// Office is an office held by a person.
type Office struct {
	Person       string `json:"person"`
	Country      string `json:"country"`
	Office       string `json:"office"`
	Organisation string `json:"organisation"`
	HeldOn       string `json:"held_on"`
	From         string `json:"from"`
	To           string `json:"to"`
	Died         string `json:"died"`
}

// Sanction is a measure of one side against the other.
type Sanction struct {
	Sender  Actor  `json:"sender"`
	Target  Actor  `json:"target"`
	State   string `json:"state"`
	Measure string `json:"measure"`
	Date    string `json:"date"`  // of the state: when it was imposed, lifted, …, or a day on which it was in force
	Until   string `json:"until"` // the day it was to end
}

// Count is the number as a reader writes it: "3", "10 to 20", "at least 12".
func (t *Toll) Count() string { return (&coder.Toll{Min: t.Min, Max: t.Max}).Count() }
