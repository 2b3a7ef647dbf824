package edition

import (
	"bufio"
	"encoding/json"

	"chancery/internal/chronicle"
	"chancery/internal/day"
)

// The JSON edition; its form is docs/schema/chronicle.schema.json.
type (
	jsonHead struct {
		Chronicle int      `json:"chronicle"` // version of the form
		Title     string   `json:"title"`
		About     []string `json:"about"`
		From      *string  `json:"from"`
		To        *string  `json:"to"`
		Types     []string `json:"types"`
		Order     string   `json:"order"`
	}
	jsonEntry struct {
		ID         string        `json:"id"`
		Happenings []string      `json:"happenings"`
		Date       string        `json:"date"`
		From       string        `json:"from"`
		To         string        `json:"to"`
		Sentence   string        `json:"sentence"`
		Made       string        `json:"made"`
		Told       *string       `json:"told"`
		Notes      []jsonNote    `json:"notes"`
		Disputes   []jsonDispute `json:"disputes"`
		Type       string        `json:"type"`
		Mode       *string       `json:"mode"`
		Cameo      *string       `json:"cameo"`
		Status     string        `json:"status"`
		Countries  []string      `json:"countries"`
		Place      *string       `json:"place"`
		Weight     float64       `json:"weight"`
		Confidence float64       `json:"confidence"`
		Publishers int           `json:"publishers"`
		First      string        `json:"first_reported"`
		Last       string        `json:"last_reported"`
		Sources    []jsonSource  `json:"sources"`
	}
	jsonNote struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
	jsonDispute struct {
		Field  string      `json:"field"`
		Claims []jsonClaim `json:"claims"`
	}
	jsonClaim struct {
		Value   string   `json:"value"`
		Outlets []string `json:"outlets"`
	}
	jsonSource struct {
		Doc       string  `json:"doc"`
		Record    string  `json:"record"`
		Outlet    string  `json:"outlet"`
		Title     *string `json:"title"`
		URL       *string `json:"url"`
		Published string  `json:"published"`
		Start     int     `json:"start"`
		End       int     `json:"end"`
		Copies    int     `json:"copies"`
		Words     bool    `json:"words"`
	}
)

// jsonText prints one object with an entry a line.
func jsonText(e *edition, w *bufio.Writer) error {
	head, err := json.Marshal(jsonHead{
		Chronicle: 1, Title: e.title(), About: list(e.About), From: e.asked(e.From), To: e.asked(e.To), Types: list(e.Types),
		Order: map[bool]string{false: "ascending", true: "descending"}[e.Descending],
	})
	if err != nil {
		return err
	}
	w.Write(head[:len(head)-1])
	w.WriteString(",\"entries\":[")
	first := true
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		for i := range s.Entries {
			b, err := json.Marshal(entryJSON(&s.Entries[i]))
			if err != nil {
				return err
			}
			if !first {
				w.WriteByte(',')
			}
			first = false
			w.WriteByte('\n')
			if _, err := w.Write(b); err != nil {
				return err
			}
		}
	}
	tail, err := json.Marshal(struct {
		Listed  int `json:"listed"`
		Beyond  int `json:"beyond_limit"`
		Undated int `json:"undated"`
	}{e.entries, e.left, e.undated})
	if err != nil {
		return err
	}
	w.WriteString("\n],")
	w.Write(tail[1:])
	return w.WriteByte('\n')
}

func entryJSON(x *chronicle.Entry) jsonEntry {
	out := jsonEntry{
		ID: x.ID, Happenings: x.Happenings, Date: x.Date, From: x.When.From.String(), To: x.When.To.String(),
		Sentence: x.Sentence, Made: x.Made, Notes: []jsonNote{}, Disputes: []jsonDispute{},
		Type: x.Type, Mode: orNull(x.Mode), Cameo: orNull(x.Cameo), Status: x.Status, Countries: list(x.Countries), Place: orNull(x.Place),
		Weight: round(x.Weight), Confidence: round(x.Sure), Publishers: x.Publishers,
		First: x.Known.String(), Last: x.Updated.String(), Sources: []jsonSource{},
	}
	if x.From >= 0 {
		out.Told = orNull(x.Told.String())
	}
	for _, n := range x.Notes {
		out.Notes = append(out.Notes, jsonNote(n))
	}
	for _, d := range x.Disputes {
		j := jsonDispute{Field: d.Field, Claims: []jsonClaim{}}
		for _, c := range d.Claims {
			j.Claims = append(j.Claims, jsonClaim{c.Value, list(c.Outlets)})
		}
		out.Disputes = append(out.Disputes, j)
	}
	for i, s := range x.Sources {
		out.Sources = append(out.Sources, jsonSource{
			Doc: s.Doc, Record: s.Record, Outlet: s.Outlet, Title: orNull(s.Title), URL: orNull(s.URL),
			Published: s.Published, Start: s.Start, End: s.End, Copies: s.Copies, Words: i == x.From,
		})
	}
	return out
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// asked is an end of the days asked for, null where it is open.
func (e *edition) asked(d day.Day) *string {
	if e.From == 0 && e.To == 0 {
		return nil
	}
	return orNull(d.String())
}

// round keeps three decimals, as records do.
func round(x float64) float64 { return float64(int64(x*1000+0.5)) / 1000 }
