package timex

import (
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/en"
)

// story is a report made up for the benchmark; its density of time expressions
// is that of wire copy.
const story = `PORT ALDEN, March 9 (Coastal News) - Envoys of the two states met on Monday night for the first time since 1987, two days after a ceasefire took hold along the disputed canal.
The talks, which had been planned for late January, will resume next Thursday at 10 a.m., a spokeswoman said. Neither side has met the other at this level in more than a decade.
Fishing rights were suspended in the summer of 2004 after a patrol boat sank. A year earlier the ministers had signed a protocol on pilotage, and in May 1999 they agreed to a joint survey every two years.
Traders at the harbour said business fell by a third in the past three months. "We need an answer by the end of the year," one of them said, "or the quays will be empty."
The council is expected to vote on 14 April. It rejected a similar plan last autumn, and the opposition said on Tuesday that little had changed since then.
`

func BenchmarkAnnotate(b *testing.B) {
	tg := tagger(b)
	nlp, err := en.New()
	if err != nil {
		b.Fatal(err)
	}
	d := plain(strings.Repeat(story+"\n", 8), "2011-03-09")
	nlp.Analyze(d)
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		tg.Annotate(d)
	}
}

func BenchmarkAnnotateWithoutTrees(b *testing.B) {
	tg := tagger(b)
	d := &doc.Document{Text: strings.Repeat(story+"\n", 8), Published: "2011-03-09", Lang: "en"}
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		tg.Annotate(d)
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tagger(b)
	}
}
