// Package lexicon carries the rules and vocabularies that a political scientist
// edits, and reads their two plain formats. What the fields mean is decided by
// the stage that uses them; this package knows only lines.
//
// A table (*.tsv-like, extension .txt) is one entry a line, columns separated
// by "|", blanks around them ignored:
//
//	# comment
//	foreign minister | GOV | diplomatic
//
// A rule file (.rules) is a list of blocks. A block has a name, fields, and the
// examples it must and must not match:
//
//	[sign-agreement]
//	verb    = sign, initial, ink
//	obj     = @agreement
//	type    = SUPPORT
//	+ Peru and Chile signed a border treaty in Lima. => SUPPORT PER CHL
//	- He signed autographs for fans in Lima.
package lexicon

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:en all:identity all:web
var embedded embed.FS

// Embedded is the lexicon built into the binary: a folder for each language
// ("en/…"); "identity/…" for names and "web/…" for addresses, which are of no one
// language.
func Embedded() fs.FS { return embedded }

// Row is a line of a table.
type Row struct {
	File string
	Line int // 1-based
	Cols []string
}

// Col is column i, or "" where the row is shorter.
func (r Row) Col(i int) string {
	if i < len(r.Cols) {
		return r.Cols[i]
	}
	return ""
}

// Field is one "key = value" line of a block.
type Field struct {
	Line       int
	Key, Value string
}

// Example is a sentence that a block must match ("+") or must not ("-"). Want
// is what stands after "=>".
type Example struct {
	Line       int
	Positive   bool
	Text, Want string
}

// Block is a named rule with its examples.
type Block struct {
	File     string
	Line     int
	Name     string
	Fields   []Field
	Examples []Example
}

// Get is the value of the last field named key, or "".
func (b *Block) Get(key string) string {
	for i := len(b.Fields) - 1; i >= 0; i-- {
		if b.Fields[i].Key == key {
			return b.Fields[i].Value
		}
	}
	return ""
}

// List splits a field's value at commas.
func (b *Block) List(key string) []string { return Split(b.Get(key)) }

// Split cuts a comma-separated value and trims its parts.
func Split(v string) []string {
	if strings.TrimSpace(v) == "" {
		return nil
	}
	parts := strings.Split(v, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// Problem is something wrong in a lexicon file, found while reading or by
// running its examples.
type Problem struct {
	File string
	Line int
	Msg  string
}

func (p Problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Msg) }

// Table reads a table; rows with fewer than minCols columns are a Problem.
func Table(fsys fs.FS, name string, minCols int) ([]Row, error) {
	var rows []Row
	err := lines(fsys, name, func(n int, s string) error {
		if s == "" || s[0] == '#' {
			return nil
		}
		cols := strings.Split(s, "|")
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		if len(cols) < minCols {
			return Problem{name, n, fmt.Sprintf("want at least %d columns, found %d", minCols, len(cols))}
		}
		rows = append(rows, Row{name, n, cols})
		return nil
	})
	return rows, err
}

// Tables reads a table and those of the same form beside it: for "roles.txt" also
// every "roles-….txt", in the order of their names, so that a user can add lines
// without replacing the file. Each row says which file it is from.
func Tables(fsys fs.FS, name string, minCols int) ([]Row, error) {
	rows, err := Table(fsys, name, minCols)
	if err != nil {
		return nil, err
	}
	base, ext, _ := strings.Cut(name, ".")
	more, err := fs.Glob(fsys, base+"-*."+ext)
	if err != nil {
		return nil, fmt.Errorf("lexicon: %s: %w", name, err)
	}
	for _, f := range more {
		r, err := Table(fsys, f, minCols)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r...)
	}
	return rows, nil
}

// Blocks reads a rule file.
func Blocks(fsys fs.FS, name string) ([]Block, error) {
	var out []Block
	err := lines(fsys, name, func(n int, s string) error {
		switch {
		case s == "" || s[0] == '#':
			return nil
		case s[0] == '[':
			if !strings.HasSuffix(s, "]") || len(s) < 3 {
				return Problem{name, n, "a block's name stands in brackets: [name]"}
			}
			out = append(out, Block{File: name, Line: n, Name: strings.TrimSpace(s[1 : len(s)-1])})
			return nil
		case len(out) == 0:
			return Problem{name, n, "a file of rules begins with a [name]"}
		}
		b := &out[len(out)-1]
		if strings.HasPrefix(s, "+ ") || strings.HasPrefix(s, "- ") {
			text, want, _ := strings.Cut(s[2:], "=>")
			b.Examples = append(b.Examples, Example{n, s[0] == '+', strings.TrimSpace(text), strings.TrimSpace(want)})
			return nil
		}
		k, v, ok := strings.Cut(s, "=")
		if !ok {
			return Problem{name, n, "want \"key = value\", \"+ example\" or \"- example\""}
		}
		b.Fields = append(b.Fields, Field{n, strings.TrimSpace(k), strings.TrimSpace(v)})
		return nil
	})
	return out, err
}

func lines(fsys fs.FS, name string, f func(n int, s string) error) error {
	r, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("lexicon: %w", err)
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 1<<20)
	for n := 1; sc.Scan(); n++ {
		if err := f(n, strings.TrimSpace(sc.Text())); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("lexicon: %s: %w", name, err)
	}
	return nil
}
