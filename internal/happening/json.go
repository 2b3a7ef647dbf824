package happening

import (
	"bytes"
	"encoding/json"

	"chancery/internal/day"
	"chancery/internal/record"
)

// The published form of a happening. Unknown values are null, empty lists [].
type (
	published struct {
		ID         string           `json:"id"`
		Type       string           `json:"type"`
		Mode       *string          `json:"mode"`
		Contexts   []string         `json:"contexts"`
		Cameo      *string          `json:"cameo"`
		Quad       int              `json:"quad"`
		Score      float64          `json:"score"`
		Status     string           `json:"status"`
		Background bool             `json:"background"`
		Date       *string          `json:"date"`
		From       *string          `json:"from"`
		To         *string          `json:"to"`
		Place      *json.RawMessage `json:"place"`
		Actors     []publishedParty `json:"actors"`
		Recipients []publishedParty `json:"recipients"`
		Toll       []publishedToll  `json:"toll"`
		Confidence float64          `json:"confidence"`
		Sources    int              `json:"sources"`
		First      *string          `json:"first_reported"`
		Last       *string          `json:"last_reported"`
		Disputes   []publishedClaim `json:"disputes"`
		Reports    []publishedTold  `json:"reports"`
	}
	publishedParty struct {
		ID           *string `json:"id"`
		Name         string  `json:"name"`
		Country      *string `json:"country"`
		Sector       *string `json:"sector"`
		Role         *string `json:"role"`
		Organisation *string `json:"organisation"`
		Kind         *string `json:"kind"`
	}
	publishedToll struct {
		Kind string `json:"kind"`
		Min  int    `json:"min"`
		Max  *int   `json:"max"`
	}
	publishedClaim struct {
		Field     string `json:"field"`
		Value     string `json:"value"`
		Reports   []int  `json:"reports"`
		Corrected bool   `json:"corrected"`
	}
	publishedTold struct {
		Record     string        `json:"record"`
		Doc        record.Source `json:"doc"`
		Known      *string       `json:"known"`
		Withdrawn  *string       `json:"withdrawn"`
		Copy       string        `json:"copy"`
		Coder      string        `json:"coder"`
		Rule       string        `json:"rule"`
		Trigger    record.Span   `json:"trigger"`
		Evidence   record.Span   `json:"evidence"`
		Confidence float64       `json:"confidence"`
	}
)

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// JSON is the happening as one object on one line, without a newline: what all
// reports say together, then each report. Its form is
// docs/schema/happening.schema.json.
func (h *Happening) JSON() ([]byte, error) {
	out := published{
		ID: h.ID, Type: h.Type, Mode: opt(h.Mode), Contexts: list(h.Contexts), Cameo: opt(h.Cameo), Quad: h.Quad, Score: h.Score,
		Status: h.Status, Background: h.Background, Date: opt(h.Date), Actors: publishParties(h.Actors), Recipients: publishParties(h.Recipients),
		Confidence: h.Confidence, Sources: h.Publishers, First: opt(h.First.String()), Last: opt(h.Last.String()),
		Toll: []publishedToll{}, Disputes: []publishedClaim{}, Reports: []publishedTold{},
	}
	if h.When != day.Always {
		out.From, out.To = opt(h.When.From.String()), opt(h.When.To.String())
	}
	if h.Place != nil {
		raw := json.RawMessage(h.Place.AppendJSON(nil))
		out.Place = &raw
	}
	for _, t := range h.Toll {
		p := publishedToll{Kind: t.Kind, Min: t.Min}
		if t.Max != record.Open {
			p.Max = &t.Max
		}
		out.Toll = append(out.Toll, p)
	}
	for _, d := range h.Disputes {
		for _, c := range d.Claims {
			out.Disputes = append(out.Disputes, publishedClaim{d.Field, c.Value, list(c.Reports), c.Corrected})
		}
	}
	for i := range h.Reports {
		r := &h.Reports[i]
		p := publishedTold{
			Record: r.ID, Doc: *r.Doc, Known: opt(r.Known.String()), Withdrawn: opt(r.Withdrawn.String()), Copy: r.Copy,
			Coder: r.Coder, Rule: r.Rule, Evidence: r.Evidence, Confidence: r.Confidence,
		}
		if r.Event != nil {
			p.Trigger = r.Event.Trigger
		}
		out.Reports = append(out.Reports, p)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func publishParties(ps []Party) []publishedParty {
	out := make([]publishedParty, len(ps))
	for i := range ps {
		p := &ps[i]
		out[i] = publishedParty{opt(p.ID), p.Name, opt(p.Country), opt(p.Sector), opt(p.Role), opt(p.Organisation), opt(p.Kind)}
	}
	return out
}
