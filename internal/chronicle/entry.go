package chronicle

import (
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// Entry is a line of the chronicle.
type Entry struct {
	ID         string   // of the weightiest happening that it states
	Happenings []string // ids of all of them, the weightiest first
	Date       string   // ISO 8601 at the precision known
	When       day.Span // its days
	Sentence   string
	Made       string  // Sentence, Clause or Composed
	From       int     // index in Sources of whose words these are; -1 composed
	Told       day.Day // the day from which those words count; 0 for composed ones
	Notes      []Note
	Disputes   []Dispute
	Sources    []Source // whose words these are first, then as they became known

	Type      string // of the weightiest happening; likewise the fields below
	Mode      string
	Cameo     string
	Status    string
	Countries []string // ISO 3166-1 alpha-3 and PLOVER's codes, of all that take part
	Place     string
	Weight    float64
	Sure      float64 // 0..1
	// Publishers are independent ones: copies of one wire text count once.
	Publishers int
	Known      day.Day // when the first report became known
	Updated    day.Day // … and the latest
}

// Note is what must be read before believing a line.
type Note struct {
	Kind string // "planned", "negated", "hypothetical", "requested", "told", "composed"
	Text string
}

// Dispute is a field on which sources differ.
type Dispute struct {
	Field  string // as in happening.Dispute
	Text   string // "sources differ on the dead"
	Claims []Claim
}

// Claim is what some sources say of it.
type Claim struct {
	Value   string
	Outlets []string
}

// Source is an article that tells an entry.
type Source struct {
	Doc       string // id of the article
	Record    string // id of the event record
	Outlet    string // who published it
	Title     string
	URL       string // http or https; "" where there is none
	Published string // ISO day of the dateline or the publication, else of Known
	Start     int    // the sentence in the article's text, in bytes
	End       int
	Copies    int // other articles that are copies of the same text
}

// entry puts together what is shown of a happening.
func (c *Chronicler) entry(w weighed, l line, o *Options) Entry {
	h := w.h
	e := Entry{
		ID: h.ID, Happenings: []string{h.ID}, Date: h.Date, When: h.When,
		Sentence: l.text, Made: l.made, From: -1, Told: l.told,
		Type: h.Type, Mode: h.Mode, Cameo: h.Cameo, Status: h.Status,
		Weight: w.weight, Sure: h.Confidence, Publishers: h.Publishers, Known: h.First, Updated: h.Last,
	}
	if h.Place != nil {
		e.Place = Clean(h.Place.Name)
	}
	for _, side := range [][]happening.Party{h.Actors, h.Recipients} {
		for i := range side {
			if code := side[i].Country; code != "" && !contains(e.Countries, code) {
				e.Countries = append(e.Countries, code)
			}
		}
	}
	slices.Sort(e.Countries)
	e.Sources = c.sources(h, l.from, o)
	if l.from >= 0 {
		e.From = 0
	}
	e.Notes = c.notes(h, &l)
	e.Disputes = c.disputes(h)
	return e
}

// laterThan is how many days after the entry's own a report may be told before
// the line says so: a story of the day after is still that day's news.
const laterThan = 2

func (c *Chronicler) notes(h *happening.Happening, l *line) []Note {
	var out []Note
	labels := c.voc.labels
	told := l.told
	if l.made == Composed {
		told = h.Last
	}
	away := told > h.When.To+laterThan || told < h.When.From
	// A source's own words tell by themselves what was only planned or did not
	// happen; they are noted where they do not.
	switch {
	case h.Status == "planned" && told < h.When.From:
		out = append(out, Note{h.Status, labels.Get("planned on", "date", labels.Day(told))})
		away = false
	case h.Status == "actual" || l.says || l.made == Composed:
	default:
		if text := labels.Get(h.Status); text != "" {
			out = append(out, Note{h.Status, text})
		}
	}
	if away || h.Background {
		out = append(out, Note{"told", labels.Get("told", "date", labels.Day(told))})
	}
	if l.made == Composed {
		out = append(out, Note{"composed", labels.Get("composed")})
	}
	return out
}

// disputes puts outlets for the reports of claims.
func (c *Chronicler) disputes(h *happening.Happening) []Dispute {
	var out []Dispute
	for i := range h.Disputes {
		d := &h.Disputes[i]
		name := c.voc.labels.Get("field " + d.Field)
		if name == "" {
			name = d.Field
		}
		x := Dispute{Field: d.Field, Text: c.voc.labels.Get("dispute", "field", Clean(name))}
		for _, cl := range d.Claims {
			var outlets []string
			for _, r := range cl.Reports {
				if r < 0 || r >= len(h.Reports) || h.Reports[r].Record == nil || h.Reports[r].Doc == nil {
					continue
				}
				if o := outlet(&h.Reports[r]); !contains(outlets, o) {
					outlets = append(outlets, o)
				}
			}
			x.Claims = append(x.Claims, Claim{Clean(cl.Value), outlets})
		}
		out = append(out, x)
	}
	return out
}

// outlet is who published a report, as it is shown.
func outlet(r *record.Report) string { return Clean(r.Outlet()) }

// sources lists the articles of a happening, copies of one text once, the one
// whose words are shown first.
func (c *Chronicler) sources(h *happening.Happening, from int, o *Options) []Source {
	var out []Source
	docs := map[string]bool{}
	copies := map[string]int{} // wire text → index in out
	add := func(i int) {
		r := &h.Reports[i]
		if r.Record == nil || r.Doc == nil || docs[r.Doc.ID] || !o.stands(r) {
			return
		}
		docs[r.Doc.ID] = true
		if r.Copy != "" {
			if k, ok := copies[r.Copy]; ok {
				out[k].Copies++
				return
			}
			copies[r.Copy] = len(out)
		}
		out = append(out, Source{
			Doc: r.Doc.ID, Record: r.ID, Outlet: outlet(r), Title: Clean(r.Doc.Title), URL: safeURL(r.Doc.URL),
			Published: anchor(r).String(), Start: r.Evidence.Start, End: r.Evidence.End,
		})
	}
	if from >= 0 {
		add(from)
	}
	for i := range h.Reports {
		add(i)
	}
	return out
}

// add puts an entry below the others of its date, or into the one that says the
// same: the events of one sentence are one line.
func (s *Section) add(e Entry) {
	for i := range s.Entries {
		x := &s.Entries[i]
		if !x.says(&e) {
			if !e.says(x) {
				continue
			}
			x.Sentence, x.Made = e.Sentence, e.Made // the whole of which x is a clause
		}
		x.Happenings = append(x.Happenings, e.ID)
		for _, code := range e.Countries {
			if !contains(x.Countries, code) {
				x.Countries = append(x.Countries, code)
			}
		}
		slices.Sort(x.Countries)
		for _, src := range e.Sources {
			if !slices.ContainsFunc(x.Sources, func(y Source) bool { return y.Doc == src.Doc }) {
				x.Sources = append(x.Sources, src)
			}
		}
		x.Known, x.Updated = min(x.Known, e.Known), max(x.Updated, e.Updated)
		x.Publishers = max(x.Publishers, e.Publishers)
		x.Disputes = append(x.Disputes, e.Disputes...)
		return
	}
	s.Entries = append(s.Entries, e)
}

// says reports whether the entry says what the other does: in the same words,
// or in the whole sentence of which the other is a clause.
func (e *Entry) says(other *Entry) bool {
	a, b := e.Sentence, other.Sentence
	if strings.EqualFold(a, b) {
		return true
	}
	if e.From < 0 || other.From < 0 || e.Sources[0].Doc != other.Sources[0].Doc || e.Sources[0].Start != other.Sources[0].Start {
		return false
	}
	return strings.Contains(strings.ToLower(a), strings.ToLower(strings.TrimRight(b, ".")))
}
