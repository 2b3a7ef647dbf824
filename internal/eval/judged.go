package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"chancery/internal/record"
)

// judgedEvents are verdicts on the events coded in articles that may not be
// copied.
const judgedEvents = "internal/eval/testdata/judgedevents.jsonl"

// opinion is what a reader thought of an event as it was coded: all of its type,
// its sides and its status right, or not. It stands as long as the event is coded
// alike, which Who tells.
type opinion struct {
	Start int    `json:"start"` // of the trigger, bytes of the article
	Type  string `json:"type"`
	Who   string `json:"who"` // see sides
	Right *bool  `json:"right"`
}

type readArticle struct {
	ID     string    `json:"id"`
	Held   bool      `json:"held"` // held out: drawn and judged after what was worked on
	Events []opinion `json:"events"`
}

// sides is a hash of the names of those who take part and of the status, which
// changes where either is read otherwise.
func sides(e *record.Event) string {
	h := fnv.New32a()
	for _, list := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range list {
			fmt.Fprintf(h, "%s/%s/%s;", list[i].Name, list[i].Country, list[i].Sector)
		}
		h.Write([]byte{'>'})
	}
	h.Write([]byte(e.Status))
	return fmt.Sprintf("%08x", h.Sum32())
}

// bands are the confidences from which on precision is told.
var bands = []float64{0, 0.25, 0.5, 0.7}

// Precision measures how many of the events coded in ordinary news are right, on
// articles of the file that a reader has judged. Events coded otherwise than when
// they were judged are counted apart.
func (b *Bench) Precision(ctx context.Context, path string) (*Report, error) {
	in, articles, err := judgedOf(b, judgedEvents, path, func(a readArticle) string { return a.ID })
	if err != nil {
		return nil, err
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	var t precision
	for i := range articles {
		if out[i] != nil {
			t.article(&articles[i], out[i].Records)
		}
	}
	return t.report(path, len(articles)), nil
}

// precision counts opinions: of what was worked on, of what was held out.
type precision struct {
	rows     [2][]Row // by band
	lands    [2]Row   // events between two countries
	off      float64  // sum of confidence minus being right, held out
	unjudged int
	worst    []string
}

func (t *precision) article(a *readArticle, recs []record.Record) {
	half := 0
	if a.Held {
		half = 1
	}
	if t.rows[half] == nil {
		t.rows[half] = make([]Row, len(bands))
	}
	for i := range recs {
		r := &recs[i]
		if r.Event == nil {
			continue
		}
		o := a.find(r.Event)
		if o == nil || o.Right == nil {
			t.unjudged++
			continue
		}
		count := func(row *Row) {
			row.System++
			if *o.Right {
				row.Right++
			}
		}
		for k, from := range bands {
			if r.Confidence >= from {
				count(&t.rows[half][k])
			}
		}
		if between(r.Event) {
			count(&t.lands[half])
		}
		if a.Held {
			t.off += r.Confidence
			if *o.Right {
				t.off--
			}
		}
		if !*o.Right {
			t.worst = append(t.worst, fmt.Sprintf("%s %d %s %s %.2f: %s", a.ID, o.Start, o.Type, r.Rule, r.Confidence, r.Evidence.Text))
		}
	}
}

func (a *readArticle) find(e *record.Event) *opinion {
	who := sides(e)
	for i := range a.Events {
		if o := &a.Events[i]; o.Start == e.Trigger.Start && o.Type == e.Type && o.Who == who {
			return o
		}
	}
	return nil
}

// between reports whether two countries, or a country and a body of states, take
// part.
func between(e *record.Event) bool {
	first := ""
	for _, list := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range list {
			switch c := list[i].Country; {
			case c == "":
			case first == "":
				first = c
			case c != first:
				return true
			}
		}
	}
	return false
}

func (t *precision) report(path string, articles int) *Report {
	r := &Report{Set: "judged", File: filepath.Base(path), Items: articles, Unit: "articles", Worst: t.worst}
	add := func(name string, row Row) {
		if row.System > 0 {
			r.Figures = append(r.Figures, Figure{fmt.Sprintf("%s: right of %d", name, row.System), row.P()})
		}
	}
	for half, name := range []string{"worked on", "held out"} {
		for k, row := range t.rows[half] {
			add(fmt.Sprintf("%s, confidence from %.2f", name, bands[k]), row)
		}
		add(name+", between two countries", t.lands[half])
	}
	r.Figures = append(r.Figures, Figure{"coded otherwise since, or not judged", float64(t.unjudged)})
	if held := t.rows[1]; held != nil && held[0].System > 0 {
		r.Figures = append(r.Figures,
			Figure{"confidence above what is right, held out", t.off / float64(held[0].System)},
			Figure{"held out: right", held[0].P()})
	}
	return r
}

// DrawEvents draws n articles of a file of news and writes for each a line of
// verdicts to be completed and kept in internal/eval/testdata/judgedevents.jsonl,
// and below it its events, only to be read.
func (b *Bench) DrawEvents(ctx context.Context, path string, seed uint64, n int, w *bufio.Writer) error {
	news, err := lines[input](path, 0)
	if err != nil {
		return err
	}
	rnd := rand.New(rand.NewPCG(seed, 0))
	rnd.Shuffle(len(news), func(i, j int) { news[i], news[j] = news[j], news[i] })
	news = news[:min(n, len(news))]
	out, err := b.code(ctx, news)
	if err != nil {
		return err
	}
	for i, c := range out {
		if c == nil {
			continue
		}
		a := readArticle{ID: news[i].ID, Held: true}
		var text strings.Builder
		for k := range c.Records {
			r := &c.Records[k]
			if r.Event == nil {
				continue
			}
			a.Events = append(a.Events, opinion{Start: r.Event.Trigger.Start, Type: r.Event.Type, Who: sides(r.Event)})
			fmt.Fprintf(&text, "# %d %s %s | %s -> %s | %s %.2f <%s>\n#\t%s\n", r.Event.Trigger.Start, r.Event.Type, r.Event.Mode,
				named(r.Event.Actors), named(r.Event.Recipients), r.Event.Status, r.Confidence, r.Event.Trigger.Text, r.Evidence.Text)
		}
		if len(a.Events) == 0 {
			continue
		}
		line, err := json.Marshal(a)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n%s", line, text.String())
	}
	return nil
}

func named(as []record.Actor) string {
	var out []string
	for i := range as {
		out = append(out, fmt.Sprintf("%s[%s %s]", as[i].Name, as[i].Country, as[i].Sector))
	}
	return strings.Join(out, "; ")
}
