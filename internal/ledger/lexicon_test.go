package ledger

import (
	"bytes"
	"slices"
	"testing"

	"chancery/docs/schema"
	"chancery/lexicon"
)

// Every change, measure, state and stage that the rules can publish is one that
// the ledger understands, and every change stands in the schema.
func TestTheLedgerKnowsWhatFactsPublish(t *testing.T) {
	blocks, err := lexicon.Blocks(lexicon.Embedded(), "en/facts/relations.rules")
	if err != nil {
		t.Fatal(err)
	}
	known := func(what string) bool {
		return slices.ContainsFunc(trackKinds, func(k Kind) bool { return tracks[k][what].class != "" || tracks[k][what].to != "" })
	}
	for _, b := range blocks {
		for _, key := range []string{"change", "state", "measure"} {
			if v := b.Get(key); v != "" && !known(v) {
				t.Errorf("[%s] publishes the %s %q, which no track has", b.Name, key, v)
			}
		}
		if v := b.Get("change"); v != "" && !bytes.Contains(schema.Record, []byte(`"`+v+`"`)) {
			t.Errorf("[%s] publishes the change %q, which the schema does not know", b.Name, v)
		}
	}
	for _, f := range []struct {
		file, kind string
		known      func(string) bool
	}{
		{"en/facts/agreements.txt", "stage", func(s string) bool { return rank(s) >= 0 }},
		{"en/facts/sanctions.txt", "state", func(s string) bool { return tracks[Sanctions][s].class != "" || s == "in force" }},
	} {
		rows, err := lexicon.Table(lexicon.Embedded(), f.file, 2)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, r := range rows {
			if r.Col(1) != f.kind {
				continue
			}
			if n++; !f.known(r.Col(2)) {
				t.Errorf("%s:%d: %s %q means nothing to the ledger", r.File, r.Line, f.kind, r.Col(2))
			}
		}
		if n == 0 {
			t.Errorf("%s has no %s", f.file, f.kind)
		}
	}
}
