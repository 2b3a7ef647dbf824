package eval

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/pipeline"
	"chancery/internal/place"
	"chancery/internal/record"
)

// judgedPlaces are verdicts on articles that may not be copied: which article,
// which bytes, and where a reader says that the event told there happened.
const judgedPlaces = "internal/eval/testdata/judgedplaces.jsonl"

// placedStory is an article of our own with its triggers in square brackets, and
// for each of them, in their order, where it happened.
type placedStory struct {
	ID        string     `json:"id"`
	Published string     `json:"published"`
	Text      string     `json:"text"`
	At        [][]string `json:"at"`
}

// verdict is where the event of a trigger happened: places, the best answer
// first, any of which is right. "?" is unknown: as the first it says that the
// text does not tell, and that no answer is best. Without any place there is no
// such event.
type verdict struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	Type  string   `json:"type"` // "" any
	At    []string `json:"at"`
}

type judgedArticle struct {
	ID     string    `json:"id"`
	Held   bool      `json:"held"` // held out: nothing was fitted on it, no error of it read
	Events []verdict `json:"events"`
}

// EventPlaces measures where events are put, on stories of our own or, for a
// file of news, on the verdicts kept for its articles. An answer is right when
// it is one of the places that the verdict allows, or the country, province or
// district around one. Right answers to events whose place the text does not
// tell count neither for nor against. Only events that are coded count.
func (b *Bench) EventPlaces(ctx context.Context, path string) (*Report, error) {
	first, err := lines[placedStory](path, 1)
	if err != nil {
		return nil, err
	}
	if len(first) > 0 && first[0].At != nil {
		return b.placedStories(ctx, path)
	}
	return b.judgedNews(ctx, path)
}

func (b *Bench) placedStories(ctx context.Context, path string) (*Report, error) {
	stories, err := lines[placedStory](path, b.Limit)
	if err != nil {
		return nil, err
	}
	in := make([]input, len(stories))
	articles := make([]judgedArticle, len(stories))
	for i, s := range stories {
		a := judgedArticle{ID: s.ID}
		text := unmark(s.Text, func(start, end int) { a.Events = append(a.Events, verdict{Start: start, End: end}) })
		if len(a.Events) != len(s.At) {
			return nil, fmt.Errorf("eval: %s: story %s has %d triggers and %d places", path, s.ID, len(a.Events), len(s.At))
		}
		for k := range a.Events {
			a.Events[k].At = s.At[k]
		}
		in[i], articles[i] = input{ID: s.ID, Published: s.Published, Lang: "en", Text: text}, a
	}
	return b.located(ctx, path, in, articles)
}

// unmark takes the square brackets out of a text and tells where they stood.
func unmark(text string, mark func(start, end int)) string {
	var out strings.Builder
	start := 0
	for _, r := range text {
		switch r {
		case '[':
			start = out.Len()
		case ']':
			mark(start, out.Len())
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func (b *Bench) judgedNews(ctx context.Context, path string) (*Report, error) {
	in, articles, err := judgedOf(b, judgedPlaces, path, func(a judgedArticle) string { return a.ID })
	if err != nil {
		return nil, err
	}
	return b.located(ctx, path, in, articles)
}

// judgedOf are the articles of a file of news on which verdicts are kept, with
// their verdicts.
func judgedOf[T any](b *Bench, verdicts, path string, id func(T) string) (in []input, articles []T, err error) {
	judged, err := lines[T](verdicts, 0)
	if err != nil {
		return nil, nil, err
	}
	news, err := lines[input](path, 0)
	if err != nil {
		return nil, nil, err
	}
	byID := map[string]input{}
	for _, n := range news {
		byID[n.ID] = n
	}
	for _, a := range judged {
		if n, ok := byID[id(a)]; ok && (b.Limit == 0 || len(in) < b.Limit) {
			in, articles = append(in, n), append(articles, a)
		}
	}
	return in, articles, nil
}

func (b *Bench) located(ctx context.Context, path string, in []input, articles []judgedArticle) (*Report, error) {
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	l := locating{places: b.Pipeline.Places, wrong: map[Confusion]int{}, byBasis: map[string]*Row{}}
	for i := range articles {
		if err := l.article(&articles[i], out[i], in[i].Text); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", path, err)
		}
	}
	return l.report(path, len(articles)), nil
}

// locating counts how the places of events compare with verdicts.
type locating struct {
	places         *place.Tagger
	all, pins      [2]Row // worked on, held out
	events, placed int
	uncoded        int
	exact, right   int
	byBasis        map[string]*Row
	wrong          map[Confusion]int
	worst          []string
}

func (l *locating) article(a *judgedArticle, c *pipeline.Coded, text string) error {
	var recs []record.Record
	if c != nil {
		recs = c.Records
	}
	for _, v := range a.Events {
		golds, err := l.golds(v.At)
		if err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
		e := statedPlace(recs, v)
		if e == nil {
			l.uncoded++
			continue
		}
		l.judge(a, v, golds, e, text)
	}
	return nil
}

// told is the event whose trigger, or a later mention of it, overlaps the
// verdict's.
func statedPlace(recs []record.Record, v verdict) *record.Record {
	for i := range recs {
		e := recs[i].Event
		if e == nil || v.Type != "" && e.Type != v.Type {
			continue
		}
		if e.Trigger.Start < v.End && v.Start < e.Trigger.End {
			return &recs[i]
		}
	}
	for i := range recs {
		if recs[i].Event != nil && (v.Type == "" || recs[i].Event.Type == v.Type) && touches(&recs[i], v.Start, v.End) {
			return &recs[i]
		}
	}
	return nil
}

func (l *locating) judge(a *judgedArticle, v verdict, golds []gold, r *record.Record, text string) {
	half := 0
	if a.Held {
		half = 1
	}
	got := r.Event.Place
	unknown := len(golds) > 0 && golds[0].unknown
	l.events++
	if got != nil {
		l.placed++
	}
	findable := len(golds) > 0 && !unknown
	pin := got != nil && isPin(got.Precision)
	if findable {
		l.all[half].Gold++
		if isPin(golds[0].precision) {
			l.pins[half].Gold++
		}
	}
	if got == nil {
		if findable && !slices.ContainsFunc(golds, func(g gold) bool { return g.unknown }) {
			l.read(a, fmt.Sprintf("%s %d %s: no place, want %s: %s", a.ID, v.Start, r.Event.Type, v.At[0], around(text, doc.Span{Start: v.Start, End: v.End})))
		}
		return
	}
	ok, exact := false, false
	for i, g := range golds {
		if g.holds(got) {
			ok, exact = true, exact || i == 0 && g.is(got)
		}
	}
	if ok && unknown {
		return
	}
	by := l.byBasis[basisOf(got)]
	if by == nil {
		by = &Row{}
		l.byBasis[basisOf(got)] = by
	}
	by.System++
	l.all[half].System++
	if pin {
		l.pins[half].System++
	}
	if ok {
		by.Right++
		l.right++
		l.all[half].Right++
		if exact {
			l.exact++
		}
		if pin {
			l.pins[half].Right++
		}
		return
	}
	why := cause(golds, got)
	l.wrong[Confusion{Gold: why, System: basisOf(got)}]++
	l.read(a, fmt.Sprintf("%s %d %s: %s: %s %s %s by %s, want %s: %s", a.ID, v.Start, r.Event.Type, why,
		got.Name, got.Country, got.Precision, basisOf(got), strings.Join(v.At, " | "), around(text, doc.Span{Start: v.Start, End: v.End})))
}

// read keeps a case to be read first. Those held out are not read.
func (l *locating) read(a *judgedArticle, line string) {
	if !a.Held {
		l.worst = append(l.worst, line)
	}
}

func basisOf(p *record.Place) string { return cmp.Or(p.Basis, "none") }

// isPin: drawn as a point on a map rather than as an area around one.
func isPin(precision string) bool { return precision == "point" || precision == "city" }

const noEvent = "no such event"

// cause says what is wrong with a place.
func cause(golds []gold, got *record.Place) string {
	switch {
	case len(golds) == 0:
		return noEvent
	case golds[0].unknown:
		return "the text does not tell"
	case golds[0].precision == "country" && golds[0].country == got.Country:
		return "finer than the text tells"
	}
	for _, g := range golds {
		if g.name != "" && (strings.EqualFold(g.name, got.Name) || strings.EqualFold(g.name, got.Text)) {
			return "another place of the name"
		}
	}
	return "elsewhere"
}

// gold is a place that a verdict allows.
type gold struct {
	unknown                          bool
	name, country, admin1, precision string
	id                               int
	lat, lon                         float64
}

// golds reads places written "?", "PER", "Lima, PER" or "Lima, PER, province".
// Of several places of a name the verdict means the largest town, unless it
// states another precision.
func (l *locating) golds(at []string) ([]gold, error) {
	var out []gold
	for _, s := range at {
		parts := strings.Split(s, ", ")
		switch {
		case s == "?":
			out = append(out, gold{unknown: true})
			continue
		case len(parts) == 1 && len(s) == 3 && strings.ToUpper(s) == s:
			p, ok := l.places.CountryPlace(s)
			if !ok {
				return nil, fmt.Errorf("no country has the code %q", s)
			}
			out = append(out, gold{country: s, precision: "country", id: p.ID})
			continue
		}
		g, ok := l.lookup(parts)
		if !ok && len(parts) != 2 {
			return nil, fmt.Errorf("the gazetteer has no %q", s)
		}
		if !ok { // a village that it lacks, which may be found by its name all the same
			if _, ok := l.places.CountryPlace(parts[1]); !ok {
				return nil, fmt.Errorf("no country has the code of %q", s)
			}
			g = gold{name: parts[0], country: parts[1], precision: "city"}
		}
		out = append(out, g)
	}
	return out, nil
}

func (l *locating) lookup(parts []string) (gold, bool) {
	country, precision := "", ""
	if len(parts) > 1 {
		country = parts[1]
	}
	if len(parts) > 2 {
		precision = parts[2]
	}
	best, found := gold{}, false
	most := -1
	for _, c := range l.places.Lookup(parts[0]) {
		p := place.Precision(c.Feature)
		if c.Country != country || precision != "" && p != precision || p == "country" {
			continue
		}
		size := c.Population
		if p == "city" {
			size += 1 << 40
		}
		if size > most {
			most, found = size, true
			best = gold{name: parts[0], country: country, admin1: l.places.Division(&c), precision: p, id: c.ID, lat: c.Lat, lon: c.Lon}
		}
	}
	return best, found
}

// is: the answer is the place itself, or a building or quarter of it.
func (g gold) is(p *record.Place) bool {
	const town = 15 // kilometres across which a place and its town are one
	switch {
	case g.unknown:
		return false
	case g.precision == "country":
		return p.Precision == "country" && p.Country == g.country
	case g.id != 0 && g.id == p.GeoNamesID:
		return true
	case g.id != 0 && isPin(g.precision) && isPin(p.Precision):
		return p.Located && place.Distance(g.lat, g.lon, p.Lat, p.Lon) <= town
	}
	return g.id == 0 && g.country == p.Country && (strings.EqualFold(g.name, p.Text) || strings.EqualFold(g.name, p.Name))
}

// holds: the answer is the place or an area around it.
func (g gold) holds(p *record.Place) bool {
	const district = 60 // kilometres from the middle of a district to its towns
	switch {
	case g.is(p):
		return true
	case g.unknown || p.Country == "" || p.Country != g.country:
		return false
	}
	switch p.Precision {
	case "country":
		return true
	case "province":
		return g.precision != "country" && p.Name == g.admin1
	case "district":
		return isPin(g.precision) && place.Distance(g.lat, g.lon, p.Lat, p.Lon) <= district
	}
	return false
}

func (l *locating) report(path string, articles int) *Report {
	r := &Report{Set: "eventplaces", File: filepath.Base(path), Items: articles, Unit: "articles", Worst: l.worst}
	halves := [2]string{"worked on", "held out"}
	for i, half := range halves {
		if l.all[i].Gold == 0 {
			continue
		}
		l.all[i].Name, l.pins[i].Name = "places, "+half, "pins, "+half
		r.Rows = append(r.Rows, l.all[i], l.pins[i])
	}
	for c, n := range l.wrong {
		c.Count = n
		r.Confusion = append(r.Confusion, c)
	}
	slices.SortFunc(r.Confusion, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Gold+a.System, b.Gold+b.System))
	})
	var bases []string
	for basis := range l.byBasis {
		bases = append(bases, basis)
	}
	slices.Sort(bases)
	for _, basis := range bases {
		r.Add("placed by "+basis, float64(l.byBasis[basis].System))
		r.Add("right of those placed by "+basis, l.byBasis[basis].P())
	}
	r.Add("verdicts on what is no longer coded", float64(l.uncoded))
	fictions := 0
	for c, n := range l.wrong {
		if c.Gold == noEvent {
			fictions += n
		}
	}
	r.Add("right of those placed, of what happened", ratio(l.right, l.all[0].System+l.all[1].System-fictions))
	r.Add("events with a place", ratio(l.placed, l.events))
	r.Add("right ones at the best precision", ratio(l.exact, l.right))
	last := l.all[0]
	if l.all[1].Gold > 0 {
		last = l.all[1]
	}
	r.Add("places F1", last.F1())
	return r
}
