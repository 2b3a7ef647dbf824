package quote_test

import (
	"strings"
	"sync"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/en"
	"chancery/internal/quote"
	"chancery/lexicon"
)

var load = sync.OnceValues(func() (nlp.Analyzer, error) { return en.New() })

func read(t testing.TB, text string) *doc.Document {
	t.Helper()
	analyzer, err := load()
	if err != nil {
		t.Fatal(err)
	}
	d := &doc.Document{Text: text, Lang: "en", Blocks: blocks(text)}
	analyzer.Analyze(d)
	return d
}

func tagger(t testing.TB) *quote.Tagger {
	t.Helper()
	q, err := quote.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// show writes a quotation as "source | cue | content", its parts joined by " … ".
func show(d *doc.Document, q *doc.Quotation) string {
	part := func(spans []doc.Span) string {
		var s []string
		for _, x := range spans {
			s = append(s, d.Slice(x))
		}
		return strings.Join(s, " … ")
	}
	return part(q.Source) + " | " + part(q.Cue) + " | " + part(q.Content)
}

func TestWhoSaidWhat(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`"The bridge will open in May," said Oona Peltonen, the mayor of Kotka.`,
			`Oona Peltonen, the mayor of Kotka | said | "The bridge will open in May,"`},
		{`“We have no fuel left,” she told reporters.`,
			`she | told | “We have no fuel left,”`},
		{`The general warned: "Nobody should cross the river."`,
			`The general | warned | "Nobody should cross the river."`},
		{`"The harvest was poor," the minister said. "Next year will be worse."`,
			`the minister | said | "The harvest was poor," … "Next year will be worse."`},
		{`Bolivia's vice-president said that the gas talks had failed.`,
			`Bolivia's vice-president | said | that the gas talks had failed`},
		{`The gas talks have failed, officials said.`,
			`officials | said | The gas talks have failed`},
		{`According to the central bank, prices rose by two percent.`,
			`the central bank | According to | prices rose by two percent`},
		{`Prices rose by two percent, according to a statement from the central bank.`,
			`a statement from the central bank | according to | Prices rose by two percent`},
		{`The union accused the company of breaking its promise.`,
			`The union | accused | the company of breaking its promise`},
		{`The ambassador refused to answer questions.`,
			`The ambassador | refused | to answer questions`},
		{`The envoys spoke about the shortage of clean water.`,
			`The envoys | spoke about | the shortage of clean water`},
	} {
		d := read(t, c.text)
		tagger(t).Annotate(d)
		var got []string
		for i := range d.Quotations {
			got = append(got, show(d, &d.Quotations[i]))
		}
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, strings.Join(got, "\n     "), c.want)
		}
	}
}

func TestQuotationOverParagraphs(t *testing.T) {
	text := "“The first convoy left at dawn,” the spokesman said. “The second is ready.\n\n“The third waits for drivers.”"
	d := read(t, text)
	tagger(t).Annotate(d)
	if len(d.Quotations) != 1 || len(d.Quotations[0].Content) != 3 {
		t.Fatalf("want one quotation of three parts, got %d quotations %v", len(d.Quotations), d.Quotations)
	}
	if !d.Quotations[0].Direct {
		t.Error("it is direct speech")
	}
}

func TestWordsTakenOverAreNoSpeech(t *testing.T) {
	d := read(t, `The minister called the plan "a dream" and left for Oslo.`)
	tagger(t).Annotate(d)
	for i := range d.Quotations {
		if q := &d.Quotations[i]; d.Slice(q.Content[0]) == `"a dream"` {
			t.Errorf("two words in marks became a quotation of their own: %s", show(d, q))
		}
	}
}

func TestNothingSaid(t *testing.T) {
	for _, text := range []string{
		"The train left the station at noon.",
		"Rain fell on Turin.",
	} {
		d := read(t, text)
		tagger(t).Annotate(d)
		if len(d.Quotations) > 0 {
			t.Errorf("%s\n got %s", text, show(d, &d.Quotations[0]))
		}
	}
}

func TestActs(t *testing.T) {
	for text, want := range map[string]string{
		"The minister said that the road was open.": "speech",
		"The minister hopes to open the road.":      "thought",
		"The minister plans to open the road.":      "wish",
		"The minister praised the engineers.":       "stance",
	} {
		d := read(t, text)
		tagger(t).Annotate(d)
		if len(d.Quotations) != 1 || d.Quotations[0].Act != want {
			t.Errorf("%s: want %s, got %+v", text, want, d.Quotations)
		}
	}
}

func BenchmarkAnnotate(b *testing.B) {
	text := strings.Repeat("\"The bridge will open in May,\" said Oona Peltonen, the mayor of Kotka. The union accused the company of breaking its promise.\n\nPrices rose by two percent, according to the central bank. Officials said that the gas talks had failed and that they would resume.\n\n", 4)
	d := read(b, text)
	q := tagger(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		q.Annotate(d)
	}
}

func FuzzAnnotate(f *testing.F) {
	for _, s := range []string{
		"\"No,\" he said. “Yes,” she\n\nsaid: according to", "RUIZ: We go.\n\nThe mayor added:\n\nNothing.", "’’ said said that that, said",
	} {
		f.Add(s)
	}
	q := tagger(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := read(t, text)
		q.Annotate(d)
		at := 0
		for i := range d.Quotations {
			x := &d.Quotations[i]
			if x.Content[0].Start < at {
				t.Fatalf("not in text order: %v", d.Quotations)
			}
			at = x.Content[0].Start
			for _, spans := range [][]doc.Span{x.Source, x.Cue, x.Content} {
				for _, s := range spans {
					if s.Start < 0 || s.End > len(text) || s.Len() <= 0 {
						t.Fatalf("span %v of %d bytes", s, len(text))
					}
				}
			}
			if x.Head >= len(d.Tokens) {
				t.Fatalf("head %d of %d tokens", x.Head, len(d.Tokens))
			}
		}
	})
}
