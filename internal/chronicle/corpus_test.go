package chronicle_test

import (
	"cmp"
	"flag"
	"fmt"
	"hash/fnv"
	"slices"
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
)

var sample = flag.Int("sample", 0, "print so many entries of each corpus, chosen by -seed, with the sentence they come from")
var seed = flag.Uint64("seed", 1, "which entries -sample prints")
var only = flag.String("made", "", "print only entries made so: sentence, clause, composed")
var stories = flag.Int("stories", 60, "how many stories of each corpus are read")

// corpora are news that may be read here and not be kept; the BBC's tell no
// dates.
var corpora = []struct{ path, published string }{
	{"../../../shared/data/news/reuters.jsonl", ""},
	{"../../../shared/data/news/bbc.jsonl", "2005-01-15"},
}

// TestSample prints lines for the eye.
func TestSample(t *testing.T) {
	if *sample == 0 {
		t.Skip("-sample prints lines to read")
	}
	for _, c := range corpora {
		rs, _ := chronicletest.Corpus(t, c.path, *stories, c.published)
		es := entries(t, chronicletest.Merged(rs), chronicle.Options{})
		made := map[string]int{}
		for _, e := range es {
			made[e.Made]++
		}
		fmt.Printf("%s: %d events, %d entries, %v\n", c.path, len(rs), len(es), made)
		text := map[string]string{}
		for _, r := range rs {
			text[r.ID] = r.Evidence.Text
		}
		// Which entries are read does not depend on how many there are, so that
		// a change of the program shows the same ones.
		slices.SortFunc(es, func(a, b chronicle.Entry) int { return cmp.Compare(lot(a.ID), lot(b.ID)) })
		if *only != "" {
			es = slices.DeleteFunc(es, func(e chronicle.Entry) bool { return e.Made != *only })
		}
		for i, e := range es[:min(*sample, len(es))] {
			fmt.Printf("%3d %-10s %s/%s %s %v\n    %s\n", i+1, e.Date, e.Type, e.Status, e.Made, e.Notes, e.Sentence)
			fmt.Printf("    < %q %s\n", text[e.Sources[0].Record], e.Sources[0].Published)
		}
	}
}

// lot is a number drawn for an id.
func lot(id string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, *seed, id)
	return h.Sum64()
}
