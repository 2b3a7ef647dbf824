package neural

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery/internal/doc"
)

// Stretches begin where a sentence was guessed to, stay inside a block, share a
// sentence with the next, and leave no word out.
func TestWindows(t *testing.T) {
	for _, c := range []struct {
		name   string
		blocks [][]int // lengths of the guessed sentences of each block
		want   string
	}{
		{"a block that fits is one stretch", [][]int{{10, 20, 30}}, "0-60"},
		{"two blocks are two", [][]int{{10, 20}, {5}}, "0-30 30-35"},
		{"a long block is cut between sentences, one of them shared", [][]int{{60, 60, 60, 60}}, "0-120 60-180 120-240"},
		{"a long sentence stands alone", [][]int{{10, 200, 10}}, "0-10 10-210 210-220"},
		{"no words, no stretches", nil, ""},
	} {
		d := &doc.Document{}
		for b, sizes := range c.blocks {
			for _, n := range sizes {
				first := len(d.Tokens)
				for range n {
					at := len(d.Text)
					d.Text += "a "
					d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + 1}})
				}
				d.Sentences = append(d.Sentences, doc.Sentence{First: first, Last: len(d.Tokens), Block: b})
			}
		}
		m := &Model{}
		var got []string
		for batch := range m.windows(d, new(scratch)) {
			for _, u := range batch {
				got = append(got, fmt.Sprintf("%d-%d", u.first, u.last))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestDotIsOfOneOrder(t *testing.T) {
	x, w := make([]float32, 16), make([]float32, 17)
	for i := range x {
		x[i], w[i] = float32(i), 0.5
	}
	w[16] = -3
	if got := dot(x, w); got != 57 {
		t.Errorf("%v, want 57", got)
	}
}

// The accurate model reads where sentences end in words run together, and gives
// the same numbers on every kernel.
func TestEndsAreRead(t *testing.T) {
	b, err := os.ReadFile("../../../models/chancery-accurate.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(string(b), 0)
	if err != nil {
		t.Fatal(err)
	}
	if !m.FindsEnds() || model(t).FindsEnds() {
		t.Fatalf("the accurate model finds ends: %v, the default: %v", m.FindsEnds(), model(t).FindsEnds())
	}
	d := read("Thanks for your letter Please send the report by Monday The minister has read it and will answer in June")
	want := make([]float32, len(d.Tokens))
	m.EndsBefore(d, want)
	var opens []string
	for i, v := range want {
		if v > 0 {
			opens = append(opens, d.Form(i))
		}
	}
	if got := strings.Join(opens, " "); got != "Please The" {
		t.Errorf("sentences begin with %q, want Please and The", got)
	}
	eachKernel(t, func(name string) {
		got := make([]float32, len(d.Tokens))
		m.EndsBefore(d, got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: other numbers", name)
		}
	})
}
