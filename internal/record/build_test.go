package record

import (
	"encoding/json"
	"slices"
	"testing"

	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/facts"
)

const story = "Peru met Chile in Lima. They established relations in 1901."

func article() (*doc.Document, []coder.Event, *facts.Facts) {
	d := &doc.Document{
		ID: "a", Title: "T", Lang: "en", Published: "2001-02-03", Text: story,
		Sentences: []doc.Sentence{{Span: doc.Span{Start: 0, End: 23}}, {Span: doc.Span{Start: 24, End: 59}}},
		Places:    []doc.Toponym{{Span: doc.Span{Start: 18, End: 22}, Name: "Lima", Country: "PER", GeoNamesID: 3936456, Lat: -12.04318, Lon: -77.02824, Resolved: true, Precision: "city"}},
	}
	peru := doc.Actor{Span: doc.Span{Start: 0, End: 4}, Name: "Peru", Country: "PER"}
	chile := doc.Actor{Span: doc.Span{Start: 9, End: 14}, Name: "Chile", Country: "CHL"}
	met := coder.Event{
		Type: "CONSULT", Cameo: "040", Quad: 1, Score: 2.5, Status: coder.Actual, Actors: []doc.Actor{peru, chile},
		Trigger: doc.Span{Start: 5, End: 8}, Mentions: []doc.Span{{Start: 5, End: 8}},
		Date:  coder.Date{Value: "2001-02-03", Timex: -1, Basis: "publication"},
		Place: &coder.Place{Toponym: d.Places[0], Basis: coder.ByClause}, Confidence: 0.81239,
	}
	f := &facts.Facts{
		Entry:     &facts.Entry{Fact: facts.Fact{Evidence: doc.Span{Start: 0, End: 23}}, Date: met.Date, Sentence: "Peru met Chile in Lima.", Events: []int{0}},
		Relations: []facts.Relation{{Fact: facts.Fact{Evidence: doc.Span{Start: 24, End: 59}, Background: true}, Parties: []string{"CHL", "PER"}, Change: "established", Date: coder.Date{Value: "1901"}}},
		Visits:    []facts.Visit{{Fact: facts.Fact{Evidence: doc.Span{Start: 0, End: 23}}, Visitors: []doc.Actor{peru, chile}}},
	}
	return d, []coder.Event{met, met}, f
}

func TestRecordsStandInTheirOrder(t *testing.T) {
	d, events, f := article()
	var got []Kind
	for _, r := range Build(d, events, f) {
		got = append(got, r.Kind)
	}
	want := []Kind{KindEntry, KindEvent, KindEvent, KindRelation, KindVisit, KindVisit}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
			break
		}
	}
}

// Each leg of a journey is a visit; its place is that of one, and nobody is host
// away from home.
func TestLegsOfAJourney(t *testing.T) {
	lima := &coder.Place{Toponym: doc.Toponym{Name: "Lima", Country: "PER", Resolved: true}}
	recs := Build(&doc.Document{Text: "Kenya's minister toured Peru and Chile."}, nil, &facts.Facts{Visits: []facts.Visit{{
		Visitors: []doc.Actor{{Name: "Ann Ota", Country: "KEN", Person: true}},
		Hosts:    []doc.Actor{{Name: "Peru", Country: "PER"}, {Name: "Chile", Country: "CHL"}, {Name: "Norex", Country: "COL", Organisation: "Norex"}},
		Place:    lima,
	}}})
	var got []string
	for i := range recs {
		place := "-"
		if v := recs[i].Visit; v.Place != nil {
			place = v.Place.Name
		}
		got = append(got, recs[i].Visit.Host.Name+" "+place)
	}
	if want := []string{"Peru Lima", "Chile -"}; !slices.Equal(got, want) {
		t.Errorf("visits to %q, want %q", got, want)
	}
}

func TestIDsAreStableAndDifferent(t *testing.T) {
	d, events, f := article()
	first, again := Build(d, events, f), Build(d, events, f)
	seen := map[string]bool{}
	for i := range first {
		if first[i].ID != again[i].ID {
			t.Errorf("record %d has id %s, then %s", i, first[i].ID, again[i].ID)
		}
		if seen[first[i].ID] {
			t.Errorf("two records have id %s", first[i].ID)
		}
		seen[first[i].ID] = true
	}
	d.ID = "b"
	if other := Build(d, events, f); other[1].ID == first[1].ID {
		t.Error("events of two articles share an id")
	}
}

func TestEntryNamesItsEvents(t *testing.T) {
	d, events, f := article()
	rs := Build(d, events, f)
	if got := rs[0].Entry.Events; len(got) != 1 || got[0] != rs[1].ID {
		t.Errorf("entry states %v, want the first event, %s", got, rs[1].ID)
	}
}

func TestOneLineOfOutput(t *testing.T) {
	d, events, f := article()
	const want = `{"kind":"event","id":"84b64d20e7a84b79","doc":{"id":"a","url":null,"title":"T","published":"2001-02-03","dateline":{"place":null,"date":null},"agency":null,"publisher":null,"lang":"en"},` +
		`"type":"CONSULT","mode":null,"contexts":[],"cameo":"040","quad":1,"score":2.5,"status":"actual",` +
		`"actors":[{"text":"Peru","start":0,"end":4,"name":"Peru","country":"PER","sector":null,"role":null,"organisation":null,"kind":"state"},{"text":"Chile","start":9,"end":14,"name":"Chile","country":"CHL","sector":null,"role":null,"organisation":null,"kind":"state"}],` +
		`"recipients":[],"trigger":{"start":5,"end":8,"text":"met"},"date":{"value":"2001-02-03","text":null,"start":null,"end":null,"basis":"publication"},` +
		`"place":{"text":"Lima","start":18,"end":22,"name":"Lima","country":"PER","admin1":null,"geonames_id":3936456,"lat":-12.04318,"lon":-77.02824,"precision":"city","basis":"clause"},` +
		`"mentions":[{"start":5,"end":8}],"toll":[],"evidence":{"start":0,"end":23,"text":"Peru met Chile in Lima."},"attributed_to":[],"quoted":false,"background":false,"confidence":0.812,"rule":null}`
	if got := string(Build(d, events, f)[1].AppendJSON(nil)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLayersAreJSON(t *testing.T) {
	d, _, _ := article()
	d.Tokens = []doc.Token{{Span: doc.Span{Start: 0, End: 4}, Lemma: "Peru", UPOS: "PROPN", Head: 1, Deprel: "nsubj"}, {Span: doc.Span{Start: 5, End: 8}, Lemma: "meet", UPOS: "VERB", Feats: "Tense=Past", Head: -1, Deprel: "root"}}
	d.Sentences[0].Last = 2
	d.Sentences[1].First, d.Sentences[1].Last = 2, 2
	d.Quotations = []doc.Quotation{{Content: []doc.Span{{Start: 0, End: 4}}}}
	var back struct {
		ID        string
		Sentences []struct {
			Start, End int
			Tokens     []struct {
				Form string
				Head int
			}
		}
		Places     []struct{ Name string }
		Quotations []struct{ Source, Content []Span }
	}
	if err := json.Unmarshal(AppendLayers(nil, d), &back); err != nil {
		t.Fatal(err)
	}
	if tok := back.Sentences[0].Tokens; len(tok) != 2 || tok[0].Form != "Peru" || tok[0].Head != 2 || tok[1].Head != 0 {
		t.Errorf("tokens came out as %+v", tok)
	}
	if len(back.Sentences) != 2 || back.Places[0].Name != "Lima" || back.Quotations[0].Content[0].End != 4 {
		t.Errorf("layers came out as %+v", back)
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	d, events, f := article()
	rs := Build(d, events, f)
	var buf []byte
	for b.Loop() {
		buf = buf[:0]
		for i := range rs {
			buf = rs[i].AppendJSON(buf)
		}
	}
	b.SetBytes(int64(len(buf)))
}

// What is printed must come back whole: the store and every export read it.
func TestRecordsComeBack(t *testing.T) {
	d, events, f := article()
	for _, r := range Build(d, events, f) {
		line := r.AppendJSON(nil)
		var back Record
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if got := back.AppendJSON(nil); string(got) != string(line) {
			t.Errorf("came back as\n%s\nfrom\n%s", got, line)
		}
	}
}

// A store keeps the words once, in the text, and must be able to put them back.
func TestWordsAreSlicesOfTheText(t *testing.T) {
	d, events, f := article()
	for _, r := range Build(d, events, f) {
		before := string(r.AppendJSON(nil))
		r.Words(func(text *string, start, end int) {
			if *text != d.Text[start:end] {
				t.Errorf("%s %s: %q stands at %d where the text says %q", r.Kind, r.ID, *text, start, d.Text[start:end])
			}
			*text = ""
		})
		r.Words(func(text *string, start, end int) { *text = d.Text[start:end] })
		if after := string(r.AppendJSON(nil)); after != before {
			t.Errorf("words came back as\n%s\nfrom\n%s", after, before)
		}
	}
}

func TestTollsComeBack(t *testing.T) {
	d, events, f := article()
	events[0].Toll = []coder.Toll{
		{Kind: "killed", Min: 12, Max: coder.Open, Span: doc.Span{Start: 0, End: 4}},
		{Kind: "injured", Min: 0, Max: 0, Span: doc.Span{Start: 9, End: 14}},
	}
	recs := Build(d, events[:1], f)
	var back Record
	if err := json.Unmarshal(recs[1].AppendJSON(nil), &back); err != nil {
		t.Fatal(err)
	}
	got := ""
	for i := range back.Event.Toll {
		x := &back.Event.Toll[i]
		got += x.Kind + " " + x.Count() + " of " + x.Text + "; "
	}
	if want := "killed at least 12 of Peru; injured 0 of Chile; "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
