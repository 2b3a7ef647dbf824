// Package doc holds the one Document that every stage of Chancery reads and
// adds to: the original text of an article and layers of spans over it. Stages
// add layers in the order of the fields below and never rewrite the text, so an
// offset found in any layer is a byte offset into Document.Text.
//
// The package imports nothing and decides nothing.
package doc

// Span is a half-open range of bytes [Start, End) in Document.Text.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether the two spans share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Contains reports whether o lies wholly inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// BlockKind says what part of a report a block of text is.
type BlockKind uint8

const (
	Body     BlockKind = iota // a paragraph of the report
	Headline                  // the headline, where it stands in the text itself
	Caption                   // a picture caption, standfirst or summary line
	Dateline                  // "NAIROBI, Sept 6 (Reuters) -", cut off the paragraph it opens
	Meta                      // lines about the report: "date 2025-04-02", bylines, credits
)

func (k BlockKind) String() string {
	return [...]string{"body", "headline", "caption", "dateline", "meta"}[k]
}

// Block is a paragraph-like stretch of text. Blocks are in text order and do
// not overlap; sentences never cross a block's end.
type Block struct {
	Span
	Kind BlockKind
}

// DatelineInfo is what the opening of a wire story says about itself.
type DatelineInfo struct {
	Span               // the whole dateline; empty when there is none
	Place     string   // "Havana", as written but in title case
	PlaceSpan Span     // where the place stands
	Date      string   // ISO day, year completed from Published; "" when not stated
	DateSpan  Span     // where the day stands
	Agencies  []string // "EFE", "Reuters", in text order
}

// Token is a syntactic word in the sense of Universal Dependencies.
type Token struct {
	Span
	Lemma  string
	UPOS   string // "NOUN", "VERB", …
	Feats  string // UD morphology, "Number=Sing|Tense=Past"; "" when none
	Head   int    // index in Document.Tokens; -1 for the root of a sentence
	Deprel string // UD relation with its subtype: "nsubj:pass", "acl:relcl"
}

// Sentence is a range of tokens [First, Last) of Document.Tokens.
type Sentence struct {
	Span
	First, Last int
	Block       int // index in Document.Blocks
}

// Entity is a named entity. Entities may nest ("[Cuban] [Foreign Ministry]").
type Entity struct {
	Span
	First, Last int    // tokens [First, Last)
	Type        string // PER ORG GPE LOC NORP EVENT LAW MISC
}

// Timex is a time expression, normalised after TimeML's TIMEX3.
type Timex struct {
	Span
	First, Last int    // tokens [First, Last); First == Last in a dateline without tokens
	Type        string // DATE TIME DURATION SET
	Value       string // "2025-04-01", "2018-W12", "P3D", "PAST_REF"
	Mod         string // TIMEX3 mod: "APPROX", "START", …; "" when none
	Begin, End  string // the interval meant, ISO days, inclusive; "" when open or unknown
	Basis       string // how it was anchored: "explicit", "dateline", "published", "narrative", "none"
	Rule        string // the lexicon rule that found it
}

// Toponym is a place name resolved, where possible, against the gazetteer.
type Toponym struct {
	Span
	First, Last int
	Name        string  // the gazetteer's name
	Country     string  // ISO 3166-1 alpha-3; "" for seas and regions of many states
	Admin1      string  // name of the first-level division; "" when unknown or larger
	GeoNamesID  int     // 0 when not resolved
	Lat, Lon    float64 // degrees; meaningful only when Resolved
	Resolved    bool
	Precision   string // "point", "city", "district", "province", "country", "region"
	Feature     string // GeoNames feature code: "PPLC", "ADM1", …
	Population  int
	Why         string // for explain: the evidence that decided
}

// Quotation is one attribution: who said what. Content, and rarely the source
// and the cue, may be split in several spans.
type Quotation struct {
	Source  []Span // who said it; empty when the text does not say
	Cue     []Span // the words that attribute: "said", "according to"
	Content []Span // what was said
	Head    int    // head token of the source, -1 when none
	Direct  bool   // in quotation marks, at least in part
	Act     string // what the cue says was done: "speech", "thought", "wish", "stance"; "speech" without a cue
}

// Actor is a participant as it stands at one place of the text.
type Actor struct {
	Span                // the phrase at this place ("both diplomats")
	Head         int    // its head token
	Name         string // canonical name ("Bruno Rodríguez", "United States", "Army")
	Country      string // ISO 3166-1 alpha-3; or IGO, UNO, EUR, NGO, ISM, IMG, MNC (PLOVER); "" unknown
	Sector       string // primary PLOVER sector: GOV, MIL, REB, …; "" for a bare country
	Sectors      []string
	Role         string // office held as stated: "foreign minister", "president"
	Organisation string // "Ministry of Foreign Affairs", "ELN"
	Entity       int    // identity within the story: equal numbers are one actor; -1 unknown
	Person       bool   // a natural person
	Group        bool   // an unnamed collective ("demonstrators", "gunmen")
	Basis        string // how it was resolved: "name", "demonym", "role", "apposition", "pronoun → Bruno Rodríguez", …
}

// MentionKind says what sort of phrase refers to the actor.
type MentionKind uint8

const (
	Named    MentionKind = iota // "Bruno Rodríguez", "Iran", "the European Union"
	Nominal                     // "the minister", "demonstrators", "both diplomats"
	Pronoun                     // "he", "they"
	Modifier                    // an adjective or noun inside a phrase: "US" in "US sanctions", "Cuba's"
	Locative                    // a place where something happens, which is an actor only if a rule says so: "in Moscow"
)

// Mention is a phrase that refers to one or several actors.
type Mention struct {
	Span
	Head   int // head token
	Kind   MentionKind
	Actors []Actor // several for "both countries"; never empty
}

// Document is an article and everything learned from it.
type Document struct {
	ID        string
	URL       string
	Title     string // from metadata; not part of Text unless a Headline block covers it
	Lang      string // ISO 639-1
	Publisher string
	Agency    string
	Site      string
	Author    string
	Published string // ISO day; "" when unknown
	Text      string // the original text; every offset points in here

	Dateline   DatelineInfo
	Blocks     []Block
	Tokens     []Token
	Sentences  []Sentence
	Entities   []Entity
	Times      []Timex
	Places     []Toponym
	Quotations []Quotation
	Mentions   []Mention

	kidStart []int32 // children of token i: kids[kidStart[i]:kidStart[i+1]]
	kids     []int32
	sentOf   []int32
	mention  []int32 // token → 1 + index of the mention it heads
}

// Anchor is the day that relative time expressions count from: the dateline's,
// else the day of publication. Empty when neither is known.
func (d *Document) Anchor() string {
	if d.Dateline.Date != "" {
		return d.Dateline.Date
	}
	return d.Published
}

// Slice is the text under a span.
func (d *Document) Slice(s Span) string { return d.Text[s.Start:s.End] }

// Form is the surface form of token i.
func (d *Document) Form(i int) string { return d.Text[d.Tokens[i].Start:d.Tokens[i].End] }

// Link builds the tables behind Children, SentenceOf and MentionAt. The stage
// that sets heads calls it once; LinkMentions is called by the stage that sets
// Mentions.
func (d *Document) Link() {
	n := len(d.Tokens)
	d.kidStart = make([]int32, n+2)
	d.kids = make([]int32, 0, n)
	d.sentOf = make([]int32, n)
	for s, sent := range d.Sentences {
		for i := sent.First; i < sent.Last; i++ {
			d.sentOf[i] = int32(s)
		}
	}
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			d.kidStart[h+1]++
		}
	}
	for i := 0; i < n; i++ {
		d.kidStart[i+1] += d.kidStart[i]
	}
	d.kids = d.kids[:d.kidStart[n]]
	next := make([]int32, n)
	copy(next, d.kidStart[:n])
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			d.kids[next[h]] = int32(i)
			next[h]++
		}
	}
}

// Children are the dependents of token i in text order. Link must have run.
func (d *Document) Children(i int) []int32 { return d.kids[d.kidStart[i]:d.kidStart[i+1]] }

// SentenceOf is the index of the sentence that holds token i.
func (d *Document) SentenceOf(i int) int { return int(d.sentOf[i]) }

// Child is the first dependent of token i with one of the relations, or -1. A
// relation given without a subtype matches only that exact label.
func (d *Document) Child(i int, rels ...string) int {
	for _, k := range d.Children(i) {
		for _, r := range rels {
			if d.Tokens[k].Deprel == r {
				return int(k)
			}
		}
	}
	return -1
}

// Subtree is the range of tokens [first, last) spanned by token i and its
// descendants. For a non-projective tree the range may hold other tokens.
func (d *Document) Subtree(i int) (first, last int) {
	first, last = i, i+1
	for _, k := range d.Children(i) {
		a, z := d.Subtree(int(k))
		first, last = min(first, a), max(last, z)
	}
	return first, last
}

// TokenSpan is the bytes covered by tokens [first, last).
func (d *Document) TokenSpan(first, last int) Span {
	return Span{d.Tokens[first].Start, d.Tokens[last-1].End}
}

// LinkMentions builds the table behind MentionAt.
func (d *Document) LinkMentions() {
	d.mention = make([]int32, len(d.Tokens))
	for m := range d.Mentions {
		if h := d.Mentions[m].Head; h >= 0 {
			d.mention[h] = int32(m + 1)
		}
	}
}

// MentionAt is the mention headed by token i, or nil.
func (d *Document) MentionAt(i int) *Mention {
	if i < 0 || i >= len(d.mention) || d.mention[i] == 0 {
		return nil
	}
	return &d.Mentions[d.mention[i]-1]
}
