package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The JSON of an answer. Dates are ISO 8601 at the precision of the reports;
// unknown strings are left out; reports are named by the ids of their records.
type (
	answerJSON struct {
		Parties  [2]partyJSON   `json:"parties"`
		On       string         `json:"on"`
		AsKnown  string         `json:"as_known,omitempty"`
		State    []standingJSON `json:"state"`
		Timeline []entryJSON    `json:"timeline"`
		Sources  []sourceJSON   `json:"sources"`
	}
	partyJSON struct {
		Key  string `json:"key"`
		Name string `json:"name"`
	}
	standingJSON struct {
		Kind     Kind     `json:"kind"`
		By       string   `json:"by,omitempty"`
		Of       string   `json:"of,omitempty"`
		Measure  string   `json:"measure,omitempty"`
		Status   string   `json:"status"`
		Sure     bool     `json:"sure"`
		Since    string   `json:"since,omitempty"`
		Until    string   `json:"until,omitempty"`
		Around   []string `json:"around,omitempty"` // ids of entries
		Entries  []string `json:"entries"`          // ids of the entries that it rests on
		Sentence string   `json:"sentence"`
		Notes    []string `json:"notes,omitempty"` // where reports differ
		Reports  []string `json:"reports"`
	}
	entryJSON struct {
		ID         string        `json:"id"`
		Kind       Kind          `json:"kind"`
		What       string        `json:"what"`
		Line       string        `json:"line"`
		By         string        `json:"by,omitempty"`
		Of         string        `json:"of,omitempty"`
		Parties    []string      `json:"parties,omitempty"`
		Date       string        `json:"date,omitempty"`
		To         string        `json:"to,omitempty"`
		Holds      bool          `json:"holds,omitempty"`
		Measure    string        `json:"measure,omitempty"`
		Until      string        `json:"until,omitempty"`
		Number     int           `json:"number,omitempty"`
		Form       string        `json:"form,omitempty"`
		Fields     []string      `json:"fields,omitempty"`
		Stages     []stageJSON   `json:"stages,omitempty"`
		Visitor    string        `json:"visitor,omitempty"`
		Person     string        `json:"person,omitempty"`
		Role       string        `json:"role,omitempty"`
		Host       string        `json:"host,omitempty"`
		Place      string        `json:"place,omitempty"`
		Known      string        `json:"known"`
		Last       string        `json:"last_reported"`
		Outlets    int           `json:"outlets"`
		Confidence float64       `json:"confidence"`
		Disputes   []disputeJSON `json:"disputes,omitempty"`
		Reports    []string      `json:"reports"`
	}
	stageJSON struct {
		Stage   string   `json:"stage"`
		Date    string   `json:"date,omitempty"`
		Reports []string `json:"reports"`
	}
	disputeJSON struct {
		Field  string      `json:"field"`
		Claims []claimJSON `json:"claims"` // the one believed first
		Why    string      `json:"why"`
	}
	claimJSON struct {
		Value   string   `json:"value"`
		Outlets int      `json:"outlets"`
		Reports []string `json:"reports"`
	}
	sourceJSON struct {
		ID        string      `json:"id"`
		Doc       articleJSON `json:"doc"`
		Known     string      `json:"known"`
		Withdrawn string      `json:"withdrawn,omitempty"`
		Start     int         `json:"start"`
		End       int         `json:"end"`
		Evidence  string      `json:"evidence"`
		Rule      string      `json:"rule,omitempty"`
		Coder     string      `json:"coder,omitempty"`
	}
	articleJSON struct {
		ID        string `json:"id"`
		URL       string `json:"url,omitempty"`
		Title     string `json:"title,omitempty"`
		Published string `json:"published,omitempty"`
		Agency    string `json:"agency,omitempty"`
		Publisher string `json:"publisher,omitempty"`
	}
)

// JSON is the answer as one JSON object, without a newline.
func (a *Answer) JSON() ([]byte, error) {
	v := a.View
	ids := func(reports []int) []string {
		out := make([]string, len(reports))
		for i, r := range reports {
			out[i] = v.Reports[r].ID
		}
		return out
	}
	out := answerJSON{
		Parties: [2]partyJSON{{v.A, v.names.Name(v.A)}, {v.B, v.names.Name(v.B)}},
		On:      a.State.On.String(), AsKnown: v.Known.String(),
		State: []standingJSON{}, Timeline: []entryJSON{}, Sources: []sourceJSON{},
	}
	add := func(s *Standing) {
		j := standingJSON{
			Kind: s.Kind, By: s.By, Of: s.Of, Measure: s.Measure, Status: s.Status, Sure: s.Sure,
			Entries: []string{}, Sentence: s.Sentence, Notes: s.Notes, Reports: ids(s.Reports),
		}
		if s.Since != nil {
			j.Since = s.Since.Date.Value
		}
		if s.Until != nil {
			j.Until = s.Until.Date.Value
		}
		for _, e := range s.Around {
			j.Around = append(j.Around, e.ID)
		}
		for _, e := range append([]*Entry{s.Since, s.Told, s.Until, s.Entry}, s.Level...) {
			if e != nil {
				j.Entries = append(j.Entries, e.ID)
			}
		}
		out.State = append(out.State, j)
	}
	for i := range a.State.Standings {
		add(&a.State.Standings[i])
	}
	for i := range a.State.Agreements {
		add(&a.State.Agreements[i])
	}
	for _, e := range v.Entries {
		j := entryJSON{
			ID: e.ID, Kind: e.Kind, What: e.What, Line: v.Line(e), By: e.By, Of: e.Of, Parties: e.Parties, Date: e.Date.Value, To: e.To.Value,
			Holds: e.Holds, Measure: e.Measure, Until: e.Until.Value, Number: e.Number, Form: e.Form, Fields: e.Fields,
			Visitor: e.Visitor, Person: e.Person, Role: e.Role, Host: e.Host, Place: e.Place,
			Known: e.First.String(), Last: e.Last.String(), Outlets: e.Outlets, Confidence: e.Confidence, Reports: ids(e.Reports),
		}
		for _, s := range e.Steps {
			j.Stages = append(j.Stages, stageJSON{s.Stage, s.Date.Value, ids(s.Reports)})
		}
		for _, d := range e.Disputes {
			dj := disputeJSON{Field: d.Field, Why: d.Why}
			for _, c := range d.Claims {
				dj.Claims = append(dj.Claims, claimJSON{c.Value, c.Outlets, ids(c.Reports)})
			}
			j.Disputes = append(j.Disputes, dj)
		}
		out.Timeline = append(out.Timeline, j)
	}
	for _, r := range v.Reports {
		out.Sources = append(out.Sources, sourceJSON{
			ID: r.ID, Doc: articleJSON{r.Doc.ID, r.Doc.URL, r.Doc.Title, r.Doc.Published, r.Doc.Agency, r.Doc.Publisher}, Known: r.Known.String(), Withdrawn: r.Withdrawn.String(),
			Start: r.Evidence.Start, End: r.Evidence.End, Evidence: r.Evidence.Text, Rule: r.Rule, Coder: r.Coder,
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
