// Package record holds what Chancery publishes: one record for each thing an
// article says, in a form that stays stable while everything before it changes.
// The form is described by docs/schema/record.schema.json. Offsets are bytes into the article's original text; a country is an
// ISO 3166-1 alpha-3 code or one of PLOVER's codes for what is no country
// (IGO, NGO, …); a date is ISO 8601 at the precision the article gives.
package record

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
}

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
	Date     string
	Sentence string
	Events   []string // ids of the events it states
}

// Event is one happening, coded.
type Event struct {
	Type       string
	Mode       string
	Contexts   []string
	Cameo      string
	Quad       int
	Score      float64
	Status     string
	Actors     []Actor
	Recipients []Actor
	Trigger    Span
	Date       *Date  // nil when unknown
	Place      *Place // nil when unknown
	Mentions   []Span // without their text
}

// Relation is a change or a state of relations between countries.
type Relation struct {
	Parties []string
	Change  string
	State   string
	Date    string
}

// Agreement is one or several agreements told of together.
type Agreement struct {
	Parties []string
	Number  int
	Form    string
	Fields  []string
	Bodies  []string
	Stage   string
	Signed  string
}

// Visit is somebody's stay with a host.
type Visit struct {
	Visitor Actor
	Host    *Actor // nil when unknown
	Place   *Place
	From    string
	To      string
}

// Statement is what somebody said.
type Statement struct {
	Speakers []Actor
	About    []Actor
	Date     string
}

// Office is an office held by a person.
type Office struct {
	Person       string
	Country      string
	Office       string
	Organisation string
	HeldOn       string
	From         string
	To           string
	Died         string
}

// Sanction is a measure of one side against the other.
type Sanction struct {
	Sender  Actor
	Target  Actor
	State   string
	Measure string
}
