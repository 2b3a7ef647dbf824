package actor_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"chancery/internal/doc"
)

func TestSurvey(t *testing.T) {
	f, err := os.Open("../../../shared/data/events/plv-dev.jsonl")
	if err != nil || os.Getenv("ACTOR_SURVEY") == "" {
		t.Skip("no corpus: ", err)
	}
	p := newPipe(t)
	out, _ := os.Create("/tmp/survey.txt")
	sc := bufio.NewScanner(f)
	type marked struct {
		Start, End int
		Text       string
	}
	for sc.Scan() {
		var x struct {
			ID, Text       string
			Source, Target *marked
		}
		json.Unmarshal(sc.Bytes(), &x)
		d := p.run(&doc.Document{Text: x.Text})
		for _, m := range []*marked{x.Source, x.Target} {
			if m == nil {
				continue
			}
			sp := doc.Span{Start: m.Start, End: m.End}
			var best *doc.Mention
			for i := range d.Mentions {
				mm := &d.Mentions[i]
				if sp.Contains(d.Tokens[mm.Head].Span) && (best == nil || best.Kind == doc.Modifier && mm.Kind != doc.Modifier) {
					best = mm
				}
			}
			if best != nil {
				fmt.Fprintf(out, "%s => [%s] %s {%s}\n", m.Text, d.Slice(best.Span), said(best), best.Actors[0].Basis)
			}
		}
	}
}
