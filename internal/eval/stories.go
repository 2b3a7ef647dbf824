package eval

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/pipeline"
	"chancery/internal/record"
)

// story is an article and what a careful reader learns from it.
type story struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Published string `json:"published"`
	Facts     []fact `json:"facts"`
}

// fact is one thing learnt. Fields that the fact does not state are not judged.
type fact struct {
	Kind       string    `json:"kind"`
	Need       string    `json:"need"`
	Evidence   string    `json:"evidence"`
	Type       string    `json:"type"`
	AlsoAccept []string  `json:"also_accept"`
	Mode       string    `json:"mode"`
	Status     string    `json:"status"`
	Background bool      `json:"background"`
	Date       string    `json:"date"`
	Actors     []party   `json:"actors"`
	Recipients []party   `json:"recipients"`
	Place      placeName `json:"place"`
	Parties    []string  `json:"parties"`
	Change     string    `json:"change"`
	Number     int       `json:"number"`
	Signed     string    `json:"signed"`
	Person     string    `json:"person"`
	Country    string    `json:"country"`
	Office     string    `json:"office"`
	Speakers   []party   `json:"speakers"`
	Speaker    *party    `json:"speaker"`
	Sender     *party    `json:"sender"`
	Target     *party    `json:"target"`
}

// party is a participant by country (or sector), stated as a string or as an
// object.
type party struct{ Country string }

func (p *party) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Country)
	}
	var o struct{ Country string }
	err := json.Unmarshal(b, &o)
	p.Country = o.Country
	return err
}

// placeName is a place's name, stated as a string or as an object.
type placeName string

func (p *placeName) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var o struct{ Name string }
		err := json.Unmarshal(b, &o)
		*p = placeName(o.Name)
		return err
	}
	var s string
	err := json.Unmarshal(b, &s)
	*p = placeName(s)
	return err
}

// Model measures the facts of expected.jsonl against the story that lies beside
// it.
func (b *Bench) Model(ctx context.Context, path string) (*Report, error) {
	facts, err := lines[fact](path, 0)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(path), "havana.txt"))
	if err != nil {
		return nil, fmt.Errorf("eval: the story of %s: %w", path, err)
	}
	return b.stories(ctx, "seed", path, []story{{"seed", string(text), "2025-04-02", facts}})
}

// Stories measures facts of several stories, a JSON object a line.
func (b *Bench) Stories(ctx context.Context, path string) (*Report, error) {
	ss, err := lines[story](path, b.Limit)
	if err != nil {
		return nil, err
	}
	return b.stories(ctx, "stories", path, ss)
}

func (b *Bench) stories(ctx context.Context, set, path string, ss []story) (*Report, error) {
	in := make([]input, len(ss))
	for i, s := range ss {
		in[i] = input{ID: s.ID, Published: s.Published, Text: s.Text}
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	t := tallied{rep: &Report{Set: set, File: filepath.Base(path), Unit: "facts that must be found"}}
	for i := range ss {
		if err := t.story(&ss[i], out[i]); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", path, err)
		}
	}
	t.rep.Items = t.must
	t.rep.Add("found", float64(t.found))
	t.rep.Add("all fields right", float64(t.right))
	t.rep.Add("unlisted events", float64(t.extra))
	t.rep.Add("score", ratio(t.right, t.must))
	return t.rep, nil
}

type tallied struct {
	rep                       *Report
	must, found, right, extra int
}

func (t *tallied) story(s *story, c *pipeline.Coded) error {
	var recs []record.Record
	if c != nil {
		recs = c.Records
	}
	used := map[int]bool{}
	for i := range s.Facts {
		f := &s.Facts[i]
		if f.Kind == "report" || f.Kind == "alias" {
			continue
		}
		start := strings.Index(s.Text, f.Evidence)
		if start < 0 {
			return fmt.Errorf("story %s: evidence is not in its text: %.60q", s.ID, f.Evidence)
		}
		k, bad := nearest(f, recs, start, start+len(f.Evidence), s.Published)
		must := cmp.Or(f.Need, "must") == "must"
		if must {
			t.must++
		}
		if k < 0 {
			if must {
				t.rep.Worst = append(t.rep.Worst, fmt.Sprintf("%s missed %s: %s", s.ID, f.Kind, f.Evidence))
			}
			continue
		}
		used[k] = true
		if len(bad) > 0 {
			t.rep.Worst = append(t.rep.Worst, fmt.Sprintf("%s %s: wrong %s: %s", s.ID, f.Kind, strings.Join(bad, ","), f.Evidence))
		}
		if must {
			t.found++
			if len(bad) == 0 {
				t.right++
			}
		}
	}
	for i := range recs {
		if recs[i].Event != nil && !used[i] {
			t.extra++
			t.rep.Worst = append(t.rep.Worst, fmt.Sprintf("%s extra %s %s: %s", s.ID, recs[i].Event.Type, recs[i].Event.Status, recs[i].Evidence.Text))
		}
	}
	return nil
}

// nearest is the record of the fact's kind that touches its evidence and
// disagrees in the fewest fields, and those fields.
func nearest(f *fact, recs []record.Record, start, end int, published string) (int, []string) {
	best := -1
	var least []string
	for i := range recs {
		if string(recs[i].Kind) != f.Kind || !touches(&recs[i], start, end) {
			continue
		}
		if bad := disagreements(f, &recs[i], published); best < 0 || len(bad) < len(least) {
			best, least = i, bad
		}
	}
	return best, least
}

func touches(r *record.Record, start, end int) bool {
	spans := []record.Span{r.Evidence}
	if r.Event != nil {
		spans = append([]record.Span{r.Event.Trigger}, r.Event.Mentions...)
	}
	return slices.ContainsFunc(spans, func(s record.Span) bool { return s.Start < end && start < s.End })
}

// today folds states that ended into their successors, so that either answer
// is right.
func today(code string) string {
	switch code {
	case "SUN":
		return "RUS"
	case "DDR":
		return "DEU"
	case "XKK":
		return "XKX"
	}
	return code
}

func disagreements(f *fact, r *record.Record, published string) []string {
	var bad []string
	no := func(name string, ok bool) {
		if !ok {
			bad = append(bad, name)
		}
	}
	switch {
	case r.Event != nil:
		return eventDisagreements(f, r, published)
	case r.Entry != nil:
		no("date", r.Entry.Date == f.Date)
		no("sentence", r.Entry.Sentence != "")
	case r.Relation != nil:
		no("parties", sameParties(f.Parties, r.Relation.Parties))
		no("change", f.Change == "" || f.Change == r.Relation.Change)
		no("date", f.Date == "" || f.Date == r.Relation.Date)
	case r.Agreement != nil:
		no("parties", sameParties(f.Parties, r.Agreement.Parties))
		no("number", f.Number == r.Agreement.Number)
		no("signed", f.Signed == "" || f.Signed == r.Agreement.Signed)
	case r.Office != nil:
		no("person", strings.Contains(r.Office.Person, f.Person))
		no("country", f.Country == today(r.Office.Country))
		no("office", strings.Contains(strings.ToLower(r.Office.Office), strings.ToLower(f.Office)))
	case r.Statement != nil:
		want := f.Speakers
		if f.Speaker != nil {
			want = append(want[:len(want):len(want)], *f.Speaker)
		}
		no("speakers", holds(codes(r.Statement.Speakers), want))
	case r.Sanction != nil:
		no("sender", f.Sender != nil && f.Sender.Country == today(r.Sanction.Sender.Country))
		no("target", f.Target != nil && f.Target.Country == today(r.Sanction.Target.Country))
	}
	return bad
}

func eventDisagreements(f *fact, r *record.Record, published string) []string {
	var bad []string
	no := func(name string, ok bool) {
		if !ok {
			bad = append(bad, name)
		}
	}
	e := r.Event
	no("type", e.Type == f.Type || slices.Contains(f.AlsoAccept, e.Type))
	actors, recipients := codes(e.Actors), codes(e.Recipients)
	if e.Type == "CONSULT" { // either side may be listed as the other
		all := slices.Concat(actors, recipients)
		actors, recipients = all, all
	}
	no("actors", holds(actors, f.Actors))
	no("recipients", holds(recipients, f.Recipients))
	date := ""
	if e.Date != nil {
		date = e.Date.Value
	}
	no("date", f.Date == "" || date == f.Date)
	no("mode", f.Mode == "" || e.Mode == f.Mode)
	no("status", f.Status == "" || e.Status == f.Status || f.Status == "planned" && e.Type == "AGREE")
	no("background", !f.Background || r.Background || !olderThanLastYear(f.Date, published))
	no("place", f.Place == "" || e.Place != nil && mentionsPlace(e.Place, string(f.Place)))
	return bad
}

// olderThanLastYear: only history that a reader could not take for news must be
// marked as such.
func olderThanLastYear(date, published string) bool {
	if len(date) < 4 || len(published) < 4 {
		return false
	}
	var y int
	if _, err := fmt.Sscanf(published[:4], "%d", &y); err != nil {
		return false
	}
	return date[:4] < fmt.Sprint(y-1)
}

func mentionsPlace(p *record.Place, want string) bool {
	all := strings.ToLower(strings.Join([]string{p.Text, p.Name, p.Country, p.Admin1, p.Precision}, "\n"))
	return strings.Contains(all, strings.ToLower(want))
}

// codes are the countries and the sectors of actors.
func codes(as []record.Actor) []string {
	var out []string
	for i := range as {
		out = append(out, today(as[i].Country), as[i].Sector)
	}
	return out
}

func holds(have []string, want []party) bool {
	for _, w := range want {
		if !slices.Contains(have, w.Country) {
			return false
		}
	}
	return true
}

func sameParties(want, got []string) bool {
	a, b := slices.Clone(want), make([]string, len(got))
	for i := range got {
		b[i] = today(got[i])
	}
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
