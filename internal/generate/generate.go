// Package generate makes articles with records of events that never were, so
// that a store of any size can be measured. The same seed gives the same
// articles. Nothing is coded: the records are made with the text.
package generate

import (
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"strings"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/record"
	"chancery/lexicon"
)

// Article is an article and what a coder would find in it.
type Article struct {
	Doc     *doc.Document
	Records []record.Record
}

// kind is a sort of event: how it is coded, told, and how often it happens.
type kind struct {
	typ, mode, cameo, context string
	quad                      int
	score                     float64
	trigger                   string // between actor and recipient
	weight                    int
}

// kinds follow the shares of types in coded wire copy, roughly.
var kinds = []kind{
	{"CONSULT", "", "040", "diplomatic", 1, 1, "met", 20},
	{"CONSULT", "visit", "042", "diplomatic", 1, 4, "visited", 6},
	{"AGREE", "", "030", "economic", 1, 2.5, "agreed to work with", 14},
	{"SUPPORT", "", "057", "diplomatic", 1, 5, "signed an agreement with", 9},
	{"REQUEST", "yield", "105", "diplomatic", 3, -1, "demanded a withdrawal by", 10},
	{"REJECT", "", "120", "economic", 3, -2, "rejected an offer of", 9},
	{"ACCUSE", "disapprove", "111", "diplomatic", 3, -2, "criticised", 12},
	{"THREATEN", "restrict", "1312", "economic", 3, -3, "threatened sanctions against", 3},
	{"SANCTION", "discontinue", "163", "economic", 4, -6, "imposed sanctions on", 3},
	{"COERCE", "arrest", "173", "legal", 4, -7, "arrested citizens of", 3},
	{"ASSAULT", "heavy-weapons", "194", "military", 4, -9, "shelled positions of", 6},
	{"AID", "", "073", "economic", 2, 10, "sent relief to", 5},
}

var (
	publishers = strings.Fields("Courier Gazette Herald Observer Tribune Monitor Sentinel Dispatch Echo Standard Chronicle Register Mercury Examiner Journal Post Times Mail Star Globe Argus Beacon Clarion Record")
	offices    = []string{"president", "prime minister", "foreign minister", "defence minister", "ambassador", "spokesman"}
	subjects   = strings.Fields("fishing grain border airline refugee pipeline copper satellite railway visa wheat tariff debt harbour telephone river prisoner vaccine uranium extradition")
	manners    = strings.Fields("quietly openly again finally reluctantly formally abruptly jointly publicly privately")
	starts     = strings.Fields("Ba Ka Mo Ri Sa Te Vo Lu Na Do Ha Ji Pe Zu An El Or Ib Ul Ger")
	ends       = strings.Fields("ran lov met din sar vik pol nez mur tan beck oli ado ier ani osk und ell quin roth")
)

// country is a state and how much of the news is about it.
type country struct{ code, name string }

// World is what articles are made from.
type World struct {
	countries []country
	people    [][]string // names by country, one for each office
}

// New reads the names of states from a lexicon.
func New(fsys fs.FS) (*World, error) {
	rows, err := lexicon.Table(fsys, "en/actors/countries.txt", 2)
	if err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	w := &World{}
	seen := map[string]bool{}
	r := rand.New(rand.NewPCG(1, 2))
	for _, row := range rows {
		code, name := row.Col(0), row.Col(1)
		if len(code) != 3 || seen[code] {
			continue
		}
		seen[code] = true
		w.countries = append(w.countries, country{code, name})
		var people []string
		for range offices {
			people = append(people, name1(r)+" "+name1(r)+pick(r, ends))
		}
		w.people = append(w.people, people)
	}
	// Which states are much in the news is drawn, not told from their order.
	r.Shuffle(len(w.countries), func(i, k int) {
		w.countries[i], w.countries[k] = w.countries[k], w.countries[i]
		w.people[i], w.people[k] = w.people[k], w.people[i]
	})
	return w, nil
}

func pick(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func name1(r *rand.Rand) string { return pick(r, starts) + pick(r, ends) }

// happening is an event before it is told.
type happening struct {
	kind    *kind
	a, b    int // countries
	office  int // of who acts for a; -1 for the state
	on      day.Day
	town    string
	subject string
	manner  string
}

// retold is the share of events that are told once more by another publisher.
const retold = 0.2

// Articles makes articles until they hold n event records, told over the years
// from 1980.
func (w *World) Articles(n int, seed uint64) iter.Seq[Article] {
	return func(yield func(Article) bool) {
		r := rand.New(rand.NewPCG(seed, seed))
		zipf := rand.NewZipf(r, 1.3, 8, uint64(len(w.countries)-1))
		first := day.Date(1980, 1, 1)
		days := day.Date(2025, 1, 1) - first
		var recent []happening
		for told, id := 0, 0; told < n; id++ {
			on := first + day.Day(int64(days)*int64(told)/int64(n))
			events := make([]happening, 1+r.IntN(3))
			for i := range events {
				if len(recent) > 0 && r.Float64() < retold {
					events[i] = recent[r.IntN(len(recent))]
					continue
				}
				events[i] = w.happen(r, zipf, on)
				if recent = append(recent, events[i]); len(recent) > 60 {
					recent = recent[1:]
				}
			}
			events = events[:min(len(events), n-told)]
			told += len(events)
			if !yield(w.article(id, on+1, pick(r, publishers), events)) {
				return
			}
		}
	}
}

func (w *World) happen(r *rand.Rand, zipf *rand.Zipf, on day.Day) happening {
	h := happening{a: int(zipf.Uint64()), b: int(zipf.Uint64()), office: r.IntN(2*len(offices)) - len(offices), on: on - day.Day(r.IntN(3)),
		town: name1(r), subject: pick(r, subjects), manner: pick(r, manners)}
	if h.b == h.a {
		h.b = (h.a + 1 + r.IntN(len(w.countries)-1)) % len(w.countries)
	}
	total := 0
	for i := range kinds {
		total += kinds[i].weight
	}
	k := r.IntN(total)
	for i := range kinds {
		if k -= kinds[i].weight; k < 0 {
			h.kind = &kinds[i]
			break
		}
	}
	return h
}

// article tells events, one a sentence.
func (w *World) article(id int, published day.Day, publisher string, events []happening) Article {
	d := &doc.Document{
		ID: fmt.Sprintf("generated-%d", id), URL: fmt.Sprintf("https://%s.example/%d", strings.ToLower(publisher), id),
		Title: fmt.Sprintf("%s of %s, number %d", publisher, published, id), Lang: "en", Publisher: publisher, Published: published.String(),
	}
	src := &record.Source{ID: d.ID, URL: d.URL, Title: d.Title, Published: d.Published, Publisher: publisher, Lang: "en"}
	var text strings.Builder
	var out []record.Record
	for i := range events {
		r := w.tell(&text, src, &events[i], id, i)
		out = append(out, r)
		if f, ok := follows(&r, len(events)+i); ok {
			out = append(out, f)
		}
	}
	d.Text = text.String()
	return Article{d, out}
}

// tell writes a sentence and returns its record.
func (w *World) tell(text *strings.Builder, src *record.Source, h *happening, id, n int) record.Record {
	from := text.Len()
	put := func(s string) record.Span {
		start := text.Len()
		text.WriteString(s)
		return record.Span{Start: start, End: start + len(s), Text: s}
	}
	actor := func(c int, office int) record.Actor {
		k := w.countries[c]
		if office < 0 {
			s := put(k.name)
			return record.Actor{Text: s.Text, Start: s.Start, End: s.End, Name: k.name, Country: k.code, Kind: record.State}
		}
		name := w.people[c][office]
		s := put(k.name + "'s " + offices[office] + " " + name)
		return record.Actor{Text: s.Text, Start: s.Start, End: s.End, Name: name, Country: k.code, Sector: "GOV", Role: offices[office], Kind: record.Person}
	}
	a := actor(h.a, h.office)
	put(" " + h.manner + " ")
	trigger := put(h.kind.trigger)
	put(" ")
	b := actor(h.b, -1)
	put(" over the " + h.subject + " dispute in ")
	town := put(h.town)
	put(" on ")
	date := put(h.on.String())
	put(".")
	evidence := record.Span{Start: from, End: text.Len(), Text: text.String()[from:]}
	text.WriteString("\n\n")
	e := &record.Event{
		Type: h.kind.typ, Mode: h.kind.mode, Contexts: []string{h.kind.context}, Cameo: h.kind.cameo, Quad: h.kind.quad, Score: h.kind.score, Status: "actual",
		Actors: []record.Actor{a}, Recipients: []record.Actor{b}, Trigger: trigger,
		Date:     &record.Date{Value: h.on.String(), Text: date.Text, Start: date.Start, End: date.End, Basis: "expression"},
		Place:    &record.Place{Text: town.Text, Start: town.Start, End: town.End, Name: h.town, Country: w.countries[h.b].code, Precision: "city"},
		Mentions: []record.Span{{Start: trigger.Start, End: trigger.End}},
	}
	return record.Record{
		Kind: record.KindEvent, ID: fmt.Sprintf("%08x%08x", id, n), Doc: src, Evidence: evidence, Confidence: 0.7,
		Rule: "generated-" + h.kind.trigger, Event: e,
	}
}

// follows is the fact that an event of some kinds leaves behind: an agreement, a
// visit, a sanction.
func follows(r *record.Record, n int) (record.Record, bool) {
	e := r.Event
	a, b := e.Actors[0], e.Recipients[0]
	f := record.Record{ID: r.ID[:8] + fmt.Sprintf("%08x", n), Doc: r.Doc, Evidence: r.Evidence, Confidence: r.Confidence, Rule: r.Rule}
	switch {
	case e.Cameo == "057":
		f.Kind, f.Agreement = record.KindAgreement, &record.Agreement{
			Parties: []string{min(a.Country, b.Country), max(a.Country, b.Country)}, Number: 1, Form: "agreement", Stage: "signed", Signed: e.Date.Value, Date: e.Date.Value,
		}
	case e.Mode == "visit":
		f.Kind, f.Visit = record.KindVisit, &record.Visit{Visitor: a, Host: &b, Place: e.Place, From: e.Date.Value}
	case e.Type == "SANCTION":
		f.Kind, f.Sanction = record.KindSanction, &record.Sanction{Sender: a, Target: b, State: "imposed", Measure: "sanctions", Date: e.Date.Value}
	default:
		return f, false
	}
	return f, true
}
