package quote

import (
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/doc"
)

func quotedIn(text string) []string {
	d := &doc.Document{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}}}}
	var out []string
	for _, q := range findQuoted(d) {
		out = append(out, d.Slice(q.span))
	}
	return out
}

func TestQuotationMarks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`He said "yes" and "no".`, `"yes" "no"`},
		{`“One,” he said, “two.”`, `“One,” “two.”`},
		{`''Old wires use two strokes,'' she said.`, `''Old wires use two strokes,''`},
		{"``TeX is fine,'' she said.", "``TeX is fine,''"},
		{`The workers' strike wasn't over.`, ``},
		{`'I will go,' he said. It's late.`, `'I will go,'`},
		{`“He told me ‘never’ twice,” she said.`, `“He told me ‘never’ twice,”`},
		{`«Non,» he said.`, `«Non,»`},
		{`The 6" pipe burst near the 8" pipe.`, ``},
		{`It was 5 o'clock in Madison's 'Little Rome' district.`, `'Little Rome'`},
	} {
		if got := strings.Join(quotedIn(c.text), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

func FuzzQuotationMarks(f *testing.F) {
	for _, s := range []string{`"a," b "c`, "“x ”” ‘y’’ ''", "''''", "\"\"", "«»„“`` ''"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := &doc.Document{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text) / 2}}, {Span: doc.Span{Start: len(text) / 2, End: len(text)}}}}
		at := 0
		for _, q := range findQuoted(d) {
			if q.span.Start < at || q.span.End > len(text) || !q.span.Contains(q.inner) {
				t.Fatalf("quoted %v inner %v after %d in %q", q.span, q.inner, at, text)
			}
			at = q.span.End
		}
	})
}

func FuzzCueTable(f *testing.F) {
	f.Add("say | verb | speech | clause quote\naccording to | prep | speech |")
	f.Add("x | noun | thought")
	f.Fuzz(func(t *testing.T, table string) {
		c, err := readCues(fstest.MapFS{CueFile: {Data: []byte(table)}})
		if (c == nil) == (err == nil) {
			t.Fatalf("cues %v, error %v", c, err)
		}
	})
}

func TestCueTableSaysWhatIsWrong(t *testing.T) {
	for table, want := range map[string]string{
		"say | verb | shouting | clause":                           "act",
		"say | verb | speech |":                                    "takes no content",
		"say | adverb | speech | clause":                           "part",
		"say it out | verb | speech | obj":                         "at most one particle",
		"say | verb | speech | clause\nsay | verb | thought | obj": "stands here already",
	} {
		_, err := readCues(fstest.MapFS{CueFile: {Data: []byte(table)}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), CueFile+":") {
			t.Errorf("%q: %v", table, err)
		}
	}
}
