package eval

import (
	"fmt"
	"path/filepath"
	"sort"

	"chancery/internal/doc"
	"chancery/internal/place"
)

// near is the distance in kilometres (100 miles) within which a resolved
// toponym counts as right in the literature on geoparsing.
const near = 161

type goldToponym struct {
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Text       string   `json:"text"`
	GeoNamesID int      `json:"geonames_id"`
	Lat        *float64 `json:"lat"`
	Lon        *float64 `json:"lon"`
	Country    string   `json:"country"` // GeoNames' English name
}

type placeDoc struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Published string        `json:"published"`
	Publisher string        `json:"publisher"`
	Text      string        `json:"text"`
	Toponyms  []goldToponym `json:"toponyms"`
}

// Places measures toponyms against a JSONL file of texts with marked and
// resolved ones. Two things are measured: the whole stage, where a toponym is
// found when any answer overlaps it; and resolution alone, where the marked
// spans are given. A marked toponym without coordinates counts in recognition
// only; one whose id GeoNames no longer has, or which the gazetteer lacks,
// counts as wrong. Ids are compared where a set has them, countries where the
// set names one.
func Places(path string, limit int, t *place.Tagger, analyze func(id, title, published, publisher, text string) *doc.Document) (*Report, error) {
	docs, err := lines[placeDoc](path, limit)
	if err != nil {
		return nil, err
	}
	r := &Report{Set: "places", File: filepath.Base(path), Items: len(docs), Unit: "articles"}
	found := Row{Name: "toponyms (overlap)"}
	var whole, alone resolution
	for _, g := range docs {
		if g.Published == "" {
			g.Published = "2018-01-01"
		}
		d := analyze(g.ID, g.Title, g.Published, g.Publisher, g.Text)
		found.Gold += len(g.Toponyms)
		var spans []doc.Span
		for _, x := range g.Toponyms {
			spans = append(spans, doc.Span{Start: x.Start, End: x.End})
		}
		if d == nil {
			for _, x := range g.Toponyms {
				whole.add(g.ID, t, x, nil)
				alone.add(g.ID, t, x, nil)
			}
			continue
		}
		found.System += len(d.Places)
		given := t.ResolveAt(d, spans)
		for i, x := range g.Toponyms {
			s := overlapping(d.Places, spans[i])
			if s != nil {
				found.Right++
			}
			whole.add(g.ID, t, x, s)
			alone.add(g.ID, t, x, &given[i])
		}
	}
	r.Rows = []Row{found}
	alone.report(r, "marked spans: ")
	whole.report(r, "found: ")
	r.Add("found and within 161 km", ratio(whole.near, whole.total))
	r.Worst = alone.worst
	return r, nil
}

// overlapping is the answer that shares the most bytes with the span.
func overlapping(answers []doc.Toponym, s doc.Span) *doc.Toponym {
	var best *doc.Toponym
	most := 0
	for i := range answers {
		a := &answers[i]
		if n := min(a.End, s.End) - max(a.Start, s.Start); n > most {
			best, most = a, n
		}
	}
	return best
}

// resolution counts how answers compare with marked places.
type resolution struct {
	total, answered, near int
	ids, exact            int
	countries, country    int
	errors                []float64 // kilometres, of those answered
	worst                 []string
}

func (c *resolution) add(id string, t *place.Tagger, g goldToponym, s *doc.Toponym) {
	if g.Lat == nil || g.Lon == nil {
		return
	}
	c.total++
	if g.GeoNamesID != 0 {
		c.ids++
	}
	iso3, named := t.Country(g.Country)
	if named {
		c.countries++
	}
	if named && s != nil && iso3 == s.Country {
		c.country++
	}
	if s == nil || !s.Resolved {
		c.worst = append(c.worst, fmt.Sprintf("%s %d %q (%s): not resolved", id, g.Start, g.Text, g.Country))
		return
	}
	c.answered++
	km := place.Distance(*g.Lat, *g.Lon, s.Lat, s.Lon)
	c.errors = append(c.errors, km)
	if km <= near {
		c.near++
	}
	if g.GeoNamesID != 0 && g.GeoNamesID == s.GeoNamesID {
		c.exact++
	} else if g.GeoNamesID != 0 || km > near {
		c.worst = append(c.worst, fmt.Sprintf("%s %d %q %d (%s): %d %s %s %s %s, %.0f km; %s", id, g.Start, g.Text, g.GeoNamesID, g.Country,
			s.GeoNamesID, s.Name, s.Feature, s.Admin1, s.Country, km, s.Why))
	}
}

// report adds the figures. The whole stage is judged on what it found; with the
// spans given everything marked counts.
func (c *resolution) report(r *Report, who string) {
	if c.ids > 0 {
		n := c.ids
		if who == "found: " {
			n = c.answered
		}
		r.Add(who+"same id", ratio(c.exact, n))
	}
	n := c.total
	if who == "found: " {
		n = c.answered
	}
	r.Add(who+"within 161 km", ratio(c.near, n))
	if c.countries > 0 && who != "found: " {
		r.Add(who+"country", ratio(c.country, c.countries))
	}
	if who != "found: " {
		r.Add(who+"in the gazetteer", ratio(c.answered, c.total))
	}
	if len(c.errors) > 0 {
		sort.Float64s(c.errors)
		r.Add(who+"median error, km", c.errors[len(c.errors)/2])
	}
}
