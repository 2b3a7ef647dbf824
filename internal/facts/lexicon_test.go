package facts

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/lexicon"
)

// with is the embedded lexicon with one file replaced.
func with(t testing.TB, name, data string) fs.FS {
	t.Helper()
	out := fstest.MapFS{name: {Data: []byte(data)}}
	for _, f := range []string{relationsFile, wordsFile, agreementsFile, sanctionsFile, officesFile, visitsFile, statementsFile, entryFile} {
		if f == name {
			continue
		}
		b, err := fs.ReadFile(lexicon.Embedded(), f)
		if err != nil {
			t.Fatal(err)
		}
		out[f] = &fstest.MapFile{Data: b}
	}
	return out
}

func TestLexiconSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ file, data, want string }{
		{relationsFile, "[x]\nchange = improved\nverb = mend", "improved"},
		{relationsFile, "[x]\nverb = mend", "either change or state"},
		{relationsFile, "[x]\nstate = cold\nobject = @nothing", "no class @nothing"},
		{relationsFile, "[x]\nstate = cold\nverbs = cool", "unknown field"},
		{wordsFile, "relation | relatives", "kind \"relatives\""},
		{entryFile, "ASSAULT | much | {A} attacked", "weight"},
		{entryFile, "ASSAULT | 2 | they attacked", "{A}"},
		{agreementsFile, " | form | x", "needs a word"},
	} {
		_, err := New(with(t, c.file, c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file+":") {
			t.Errorf("%s with %q: %v", c.file, c.data, err)
		}
	}
}

func FuzzRelationRules(f *testing.F) {
	b, err := fs.ReadFile(lexicon.Embedded(), relationsFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add("[a]\nchange = severed\nphrase = at war, \nobject = @")
	f.Add("[a]\nstate=\nverb= ,,")
	f.Fuzz(func(t *testing.T, data string) {
		x, err := New(with(t, relationsFile, data))
		if (x == nil) == (err == nil) {
			t.Fatalf("extractor %v, error %v", x, err)
		}
	})
}

func FuzzEntryTable(f *testing.F) {
	f.Add("ASSAULT | 2.6 | {A} attacked[ {R}]")
	f.Add("A | 1 | ]{A}[")
	f.Fuzz(func(t *testing.T, data string) {
		x, err := New(with(t, entryFile, data))
		if (x == nil) == (err == nil) {
			t.Fatalf("extractor %v, error %v", x, err)
		}
	})
}

func TestNumerals(t *testing.T) {
	for w, want := range map[string]int{"two": 2, "Six": 6, "14": 14, "another": 1, "several": 0, "1979": 0, "-3": 0} {
		if got := numeral(w); got != want {
			t.Errorf("%s: %d, want %d", w, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for v, want := range map[string]int{"P3D": 3, "P1W": 7, "P2M": 0, "": 0, "PT5H": 0} {
		if got := days(v); got != want {
			t.Errorf("%s: %d, want %d", v, got, want)
		}
	}
}
