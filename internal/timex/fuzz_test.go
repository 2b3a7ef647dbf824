package timex

import (
	"testing"
	"testing/fstest"

	"chancery/internal/doc"
)

// FuzzAnnotate looks for text that makes the stage panic, or yields
// expressions that lie outside the text, overlap, or carry a value whose
// interval runs backwards.
func FuzzAnnotate(f *testing.F) {
	for _, s := range sentences {
		f.Add(s.text, exampleAnchor)
	}
	f.Add("31 February 99 999 999 999 999 ", "2011-02-30")
	f.Add("May 5\u2013May 6 \u2019\u2019 \xff\xfe a.m. a hundred hundred thousand thousand and and", "0001-01-01")
	f.Add("last decade last century two thousand million years ago in 9999", "9999-12-31")
	tg := tagger(f)
	f.Fuzz(func(t *testing.T, text, anchor string) {
		d := &doc.Document{Text: text, Published: anchor}
		tg.Annotate(d)
		end := 0
		for _, tx := range d.Times {
			if tx.Start < end || tx.Span.End <= tx.Start || tx.Span.End > len(text) {
				t.Fatalf("%q at %d–%d after %d in %d bytes", tx.Value, tx.Start, tx.Span.End, end, len(text))
			}
			end = tx.Span.End
			if tx.Value == "" || tx.Type == "" || tx.Rule == "" {
				t.Fatalf("an empty field in %+v", tx)
			}
			if tx.Begin != "" && tx.End != "" && tx.Begin > tx.End {
				t.Fatalf("%q runs from %s back to %s", tx.Value, tx.Begin, tx.End)
			}
		}
	})
}

// FuzzRules looks for rule files that make the reader panic or a rule run
// away.
func FuzzRules(f *testing.F) {
	for _, s := range []string{
		"[a]\nmatch = MONTH (DAY | the)? \",\"? YEAR\nvalue = calendar\n",
		"[@x]\nmatch = a | b?\n[b]\nmatch = <@x> to <DAY:DAY2>\nvalue = calendar\nvalue 2 = calendar + 1 day\n",
		"[c]\nmatch = ((((a?)?)?)?) ~\"/\" b\nvalue = span 2 week 3 day\nleft = ^, MONTH\n",
		"[ ]\nmatch = a\nvalue = ref\n",
		"[d]\nmatch = @d\nvalue = ref - 1 month\n[@d]\nmatch = @d\n",
	} {
		f.Add(s)
	}
	words := "MONTH | 5 | ^may, mai\nA | 1 | a, an\nUNIT | week*2 | fortnight\nHOLIDAY | 11/4/4 | thanksgiving day\n"
	f.Fuzz(func(t *testing.T, rules string) {
		tg, err := New(fstest.MapFS{
			"en/time/words.txt": {Data: []byte(words)},
			"en/time/x.rules":   {Data: []byte(rules)},
		})
		if err != nil {
			return
		}
		tg.Annotate(plain("They met on May 5, 2011 to 6, a fortnight or a to b, and a/b on Thanksgiving Day.", exampleAnchor))
	})
}

// FuzzTable reads any table of words.
func FuzzTable(f *testing.F) {
	f.Add("MONTH | 5 | ^may, jan.\nNUMBER | X | a few\nSCALE | 100 | hundred")
	f.Fuzz(func(t *testing.T, words string) {
		tg, err := New(fstest.MapFS{"en/time/words.txt": {Data: []byte(words)}})
		if err == nil {
			tg.Annotate(plain("They may meet a few hundred times on Jan. 5.", exampleAnchor))
		}
	})
}

// FuzzParse reads any value; what it reads it must write back to the same
// days.
func FuzzParse(f *testing.F) {
	for _, v := range []string{"2011-02-02", "2018-W12-WE", "1998-Q3", "198", "P3D", "2011-02-02TMO"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		p, ok := parsePoint(v)
		if !ok {
			return
		}
		q, ok := parsePoint(p.String())
		if !ok || q.interval() != p.interval() {
			t.Fatalf("%q was written as %q", v, p.String())
		}
	})
}
