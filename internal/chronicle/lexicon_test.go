package chronicle

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"chancery/lexicon"
)

func TestTheLexiconHoldsWhatItSays(t *testing.T) {
	problems, err := Lint(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// changed is the lexicon with one text in one file replaced by another.
func changed(t *testing.T, name, old, new string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(lexicon.Embedded(), "en", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(lexicon.Embedded(), path)
		out[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := string(out[name].Data)
	after := strings.Replace(before, old, new, 1)
	if after == before {
		t.Fatalf("%s does not hold %q", name, old)
	}
	out[name] = &fstest.MapFile{Data: []byte(after)}
	return out
}

func TestLintFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{patternsFile, "did  = {A} visited {R}", "did  = {A} saw {R}", "want \"Ana Ruiz (Peru) visited Chile.\", found \"Ana Ruiz (Peru) saw Chile.\""},
		{patternsFile, "did  = {A} visited {R}", "did  = {X} visited {R}", "slots are {A} and {R}"},
		{patternsFile, "did  = {A} visited {R}", "did  = {A} visited[ {R}", "do not match"},
		{patternsFile, "did  = {A} visited {R}", "done = {A} visited {R}", "no field \"done\""},
		{patternsFile, "[visit]", "[consult]", "stands already"},
		{patternsFile, "type = CONSULT visit\n", "type = CONSULT phone\n", "always holds in its place"},
		{patternsFile, "[protest]\ntype = PROTEST\n", "[protest]\ntype = PROTEST demo\n", "no pattern for any event of type PROTEST"},
		{patternsFile, "[telephone]\ntype = CONSULT phone", "[telephone]", "needs a type"},
		{labelsFile, "frame planned        |", "frame plan           |", "no label \"frame planned\""},
		{labelsFile, "told         |", "planned      |", "stands here already"},
		{labelsFile, "Sunday, Monday", "Sunday", "7 weekdays"},
		{wordsFile, "opener | but", "open | but", "no kind of word"},
		{wordsFile, "number | both | 2", "number | both | two", "is no number"},
		{weightsFile, "lead | | 1", "lead | | heavy", "want a number"},
		{weightsFile, "lead | | 1", "leads | | 1", "nothing called \"leads\""},
	} {
		problems, err := Lint(changed(t, c.file, c.old, c.new))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, p := range problems {
			found = found || strings.Contains(p.Msg, c.want) && p.File == c.file
		}
		if !found {
			t.Errorf("%s with %q: problems %v, want one with %q", c.file, c.new, problems, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain words":                          "plain words",
		"one\ttwo\nthree\r\n":                  "one two three",
		"red\x1b[31m and \x1b]8;;http://x\x07": "red[31m and ]8;;http://x",
		"c1 \u009b31m":                         "c1 31m",
		"a\u202eb\u2066c\u200fd":               "abcd",
		"soft\u00adhyphen\ufeff":               "softhyphen",
		"می\u200cخواهم":                        "می\u200cخواهم",
		"bad \xff bytes":                       "bad bytes",
		"line\u2028end\u0085":                  "line end",
		"Ebrahím Raisí":                        "Ebrahím Raisí",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c&d=e#f": "https://example.org/a?b=c&d=e#f",
		" http://example.org ":            "http://example.org",
		"http://[2001:db8::1]:80/x":       "http://[2001:db8::1]:80/x",
		"https://example.org/ü b":         "https://example.org/%C3%BC%20b",
		"https://example.org/(x)'\"<y>":   "https://example.org/%28x%29%27%22%3Cy%3E",
		"javascript:alert(1)":             "",
		"JavaScript:alert(1)":             "",
		"java\tscript:alert(1)":           "",
		"data:text/html,x":                "",
		"//example.org/x":                 "",
		"https:///path":                   "",
		"https://u:p@example.org/":        "",
		"ftp://example.org/":              "",
		"file:///etc/passwd":              "",
		"https://exa mple.org/":           "",
		"https://example.org/\x00":        "",
		"http://\"0":                      "",
		"":                                "",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("safeURL(%q) is %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\u202eb \x1b[0m\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) || Clean(got) != got {
			t.Fatalf("%q becomes %q and then %q", s, got, Clean(got))
		}
		for _, r := range got {
			if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%q keeps %q", got, r)
			}
		}
	})
}

func FuzzSafeURL(f *testing.F) {
	f.Add("https://example.org/a?b#c")
	f.Add("javascript:alert(1)//https://example.org")
	f.Add("https://example.org/#" + strings.Repeat(" ", 700)) // short enough, until it is escaped
	f.Fuzz(func(t *testing.T, s string) {
		got := safeURL(s)
		if got == "" {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") || strings.ContainsAny(got, "\"'<> \\`\n\x7f") {
			t.Fatalf("%q becomes %q", s, got)
		}
		if again := safeURL(got); again != got {
			t.Fatalf("%q becomes %q and then %q", s, got, again)
		}
	})
}
