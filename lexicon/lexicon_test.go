package lexicon

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func file(name, data string) fs.FS {
	return fstest.MapFS{name: {Data: []byte(data)}}
}

func TestTableRows(t *testing.T) {
	rows, err := Table(file("t.txt", "# roles\n\nforeign minister | GOV |  diplomatic\n  army|MIL\n"), "t.txt", 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	if r := rows[0]; r.Line != 3 || r.Col(0) != "foreign minister" || r.Col(1) != "GOV" || r.Col(2) != "diplomatic" || r.Col(3) != "" {
		t.Errorf("first row %+v", r)
	}
	if r := rows[1]; r.Line != 4 || r.Col(0) != "army" || r.Col(1) != "MIL" {
		t.Errorf("second row %+v", r)
	}
}

func TestTablesBesideEachOther(t *testing.T) {
	fsys := fstest.MapFS{
		"en/t.txt": {Data: []byte("a | 1\n")}, "en/t-b.txt": {Data: []byte("b | 2\n")}, "en/t-a.txt": {Data: []byte("c | 3\n")},
		"en/tt.txt": {Data: []byte("d | 4\n")}, "en/u-t.txt": {Data: []byte("e\n")},
	}
	rows, err := Tables(fsys, "en/t.txt", 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.File+":"+r.Col(0))
	}
	if want := "en/t.txt:a en/t-a.txt:c en/t-b.txt:b"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	fsys["en/t-c.txt"] = &fstest.MapFile{Data: []byte("short\n")}
	var p Problem
	if _, err := Tables(fsys, "en/t.txt", 2); !errors.As(err, &p) || p.File != "en/t-c.txt" {
		t.Errorf("a faulty file beside it: %v", err)
	}
}

func TestRuleBlocks(t *testing.T) {
	blocks, err := Blocks(file("r.rules", `# support
[sign]
verb = sign, ink
obj  = a = b
verb = initial
+ Peru and Chile signed a treaty. => SUPPORT PER CHL
- He signed autographs.

[ratify]
verb = ratify
`), "r.rules")
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 2 || blocks[0].Name != "sign" || blocks[1].Name != "ratify" || blocks[1].Line != 9 {
		t.Fatalf("blocks %+v", blocks)
	}
	b := &blocks[0]
	if got := b.Get("verb"); got != "initial" {
		t.Errorf("the last of two fields is %q, want initial", got)
	}
	if got := b.Get("obj"); got != "a = b" {
		t.Errorf("a value may hold =; got %q", got)
	}
	if got := b.List("nothing"); got != nil {
		t.Errorf("a field that is not there lists %q", got)
	}
	if e := b.Examples; len(e) != 2 || !e[0].Positive || e[0].Want != "SUPPORT PER CHL" || e[1].Positive || e[1].Text != "He signed autographs." || e[1].Line != 7 {
		t.Errorf("examples %+v", e)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ what, name, data, want string }{
		{"a row too short", "a.txt", "x | y\nz\n", "a.txt:2: want at least 2 columns"},
		{"a field before any name", "a.rules", "verb = sign\n", "a.rules:1: a file of rules begins with a [name]"},
		{"a name without its bracket", "a.rules", "[sign\n", "a.rules:1: a block's name stands in brackets"},
		{"an empty name", "a.rules", "[]\n", "a.rules:1: a block's name stands in brackets"},
		{"a line that is nothing", "a.rules", "[sign]\nverb sign\n", "a.rules:2: want \"key = value\""},
	} {
		var err error
		if strings.HasSuffix(c.name, ".txt") {
			_, err = Table(file(c.name, c.data), c.name, 2)
		} else {
			_, err = Blocks(file(c.name, c.data), c.name)
		}
		var p Problem
		if !errors.As(err, &p) || !strings.HasPrefix(p.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.what, err, c.want)
		}
	}
	if _, err := Table(file("a.txt", ""), "b.txt", 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("[a]\nk = v\n+ text => WANT\n- other\n")
	f.Add("[a]\n+ => \n= \n[b] ")
	f.Fuzz(func(t *testing.T, data string) {
		blocks, err := Blocks(file("f", data), "f")
		if err != nil {
			return
		}
		for _, b := range blocks {
			if b.Line < 1 || strings.ContainsAny(b.Name, "\n") {
				t.Errorf("block %+v", b)
			}
			for _, fl := range b.Fields {
				b.List(fl.Key)
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add("a | b\n#c\n|\n")
	f.Fuzz(func(t *testing.T, data string) {
		rows, err := Table(file("f", data), "f", 1)
		if err != nil {
			return
		}
		for _, r := range rows {
			if len(r.Cols) == 0 || r.Line < 1 {
				t.Errorf("row %+v", r)
			}
		}
	})
}
