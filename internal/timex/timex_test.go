package timex

import (
	"sync"
	"testing"
	"testing/fstest"

	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/lexicon"
)

func tagger(t testing.TB) *Tagger {
	t.Helper()
	tg, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return tg
}

// plain is a document of text alone: no tokens, no tree.
func plain(text, anchor string) *doc.Document {
	return &doc.Document{Text: text, Published: anchor, Lang: "en"}
}

func TestExamplesOfTheRules(t *testing.T) {
	nlp, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	analyze := func(text, anchor string) *doc.Document {
		d := plain(text, anchor)
		nlp.Analyze(d)
		return d
	}
	for _, p := range tagger(t).Lint(analyze) {
		t.Error(p)
	}
}

func TestWrongFilesAreNamed(t *testing.T) {
	const words = "MONTH | 5 | ^may\nUNIT | day | day, days\n"
	for _, s := range []struct{ words, rules, want string }{
		{"MONTH | 13 | smarch", "", `en/time/words.txt:1: MONTH is 1 to 12, not "13"`},
		{"HOLIDAY | 2-30 | ^nevermas", "", `en/time/words.txt:1: "2-30" is no day of the year`},
		{"MONTH | 5", "", "en/time/words.txt:1: want at least 3 columns, found 2"},
		{words, "[a]\nmatch = MNTH DAY\nvalue = calendar", "en/time/x.rules:2: a: no such class MNTH"},
		{words, "[a]\nmatch = (MONTH DAY\nvalue = calendar", "en/time/x.rules:2: a: ( without )"},
		{words, "[a]\nmatch = MONTH?\nvalue = calendar", "en/time/x.rules:2: a: the pattern may be empty"},
		{words, "[a]\nmatch = MONTH\nvalue = anchor - COUNT day", `en/time/x.rules:3: a: "COUNT" is neither a count nor a class of the pattern`},
		{words, "[a]\nmatch = MONTH\nvalue = someday", `en/time/x.rules:3: a: "someday" is no value`},
		{words, "[a]\nmatch = <MONTH> to <MONTH:MONTH2>\nvalue = calendar", "en/time/x.rules:1: a: 2 expressions marked < >, 1 values"},
		{words, "[a]\nmatch = @b\nvalue = calendar", "en/time/x.rules:2: a: no such macro @b"},
		{words, "[a]\nmatch = MONTH\nvalue = calendar\nbefore = x", `en/time/x.rules:4: a: no such field "before"`},
		{words, "[a]\nmatch = MONTH\nvalue = calendar\n[a]\nmatch = DAY\nvalue = calendar", "en/time/x.rules:4: a: a second rule of that name"},
	} {
		_, err := New(fstest.MapFS{"en/time/words.txt": {Data: []byte(s.words)}, "en/time/x.rules": {Data: []byte(s.rules)}})
		if err == nil || err.Error() != "timex: "+s.want {
			t.Errorf("%q and %q give %v, want %s", s.words, s.rules, err, s.want)
		}
	}
}

func TestManyAtOnceAgree(t *testing.T) {
	tg := tagger(t)
	want := make([]string, len(sentences))
	for i, s := range sentences {
		d := plain(s.text, exampleAnchor)
		tg.Annotate(d)
		want[i] = shown(d)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i, s := range sentences {
				d := plain(s.text, exampleAnchor)
				tg.Annotate(d)
				if got := shown(d); got != want[i] {
					t.Errorf("%s: %q beside others, %q alone", s.text, got, want[i])
				}
			}
		})
	}
	wg.Wait()
}
