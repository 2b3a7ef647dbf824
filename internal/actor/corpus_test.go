package actor_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/internal/place"
	"chancery/lexicon"
)

// pipe is the part of the pipeline that actors stand on.
type pipe struct {
	analyze func(*doc.Document)
	places  *place.Tagger
	actors  *actor.Resolver
}

func newPipe(tb testing.TB) *pipe {
	tb.Helper()
	a, err := en.New()
	if err != nil {
		tb.Fatal(err)
	}
	r, err := actor.New(lexicon.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	pl, err := place.New(lexicon.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return &pipe{a.Analyze, pl, r}
}

func (p *pipe) run(d *doc.Document) *doc.Document {
	p.analyze(d)
	p.places.Annotate(d)
	p.actors.Annotate(d)
	return d
}

// TestPairs measures how many of the sources and targets that annotators
// marked in news sentences are covered by a mention.
func TestPairs(t *testing.T) {
	f, err := os.Open("../../../shared/data/events/plv-dev.jsonl")
	if err != nil {
		t.Skip("no corpus: ", err)
	}
	defer f.Close()
	p := newPipe(t)
	type marked struct {
		Start, End int
		Text       string
	}
	var n, hit, strict int
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var x struct {
			ID             string
			Text           string
			Source, Target *marked
		}
		if err := json.Unmarshal(sc.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		d := p.run(&doc.Document{Text: x.Text})
		for _, m := range []*marked{x.Source, x.Target} {
			if m == nil {
				continue
			}
			n++
			sp := doc.Span{Start: m.Start, End: m.End}
			over, whole := false, false
			for i := range d.Mentions {
				if d.Mentions[i].Overlaps(sp) {
					over = true
					h := d.Tokens[d.Mentions[i].Head].Span
					whole = whole || sp.Contains(h) && d.Mentions[i].Kind != doc.Modifier && d.Mentions[i].Kind != doc.Locative
				}
			}
			if over {
				hit++
			}
			if whole {
				strict++
			}
		}
	}
	t.Logf("marked participants: %d; overlapped by a mention %.3f; containing the head of a full mention %.3f", n, float64(hit)/float64(n), float64(strict)/float64(n))
	if float64(hit) < 0.9*float64(n) {
		t.Errorf("mentions overlap only %d of %d marked participants", hit, n)
	}
}
