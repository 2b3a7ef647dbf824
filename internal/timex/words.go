package timex

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/lexicon"
)

// An item is one reading of one or more atoms: "March" is a MONTH 3, "twenty
// four" a NUMBER 24, "second" an ORDINAL 2 and a CLOCKUNIT.
type item struct {
	class uint8
	atoms uint8  // how many atoms it covers
	n     int32  // the number it stands for; unknown ("several") is many
	part  int32  // thousandths beyond n ("2 1/2"), or for units how many grains make one
	text  string // the value of classes whose value is a word ("MO", "START")
}

// many is the count of "several weeks", written X in a TIMEX3 value.
const many = -1

// maxAtoms bounds the length of an item.
const maxAtoms = 8

// The classes that the scanner gives to figures, beside those of the table.
const (
	classNumber  = iota // any count: 7, 2.5, twenty-four, "2 1/2"
	classYear           // 1000–2199 in four figures, or said "nineteen ninety-six"
	classDay            // 1–31 in one or two figures
	classMM             // 1–12 in one or two figures
	classHour           // 0–24 in one or two figures, or a word up to twelve
	classMinute         // 00–59 in two figures
	classYY             // two figures
	classOrdinal        // 2nd, 31st, and the words of the table
	classDecade         // 1990s
	classHHMM           // 0000–2400
	classScale          // hundred, thousand: builds numbers
	fixedClasses
)

var fixedNames = [...]string{"NUMBER", "YEAR", "DAY", "MM", "HOUR", "MINUTE", "YY", "ORDINAL", "DECADE", "HHMM", "SCALE"}

const maxClasses = 64 // a class is a bit of a word

// vocabulary is every word that the table or a pattern names.
type vocabulary struct {
	ids     map[string]int32
	entries []entry // by word id; 0 is not a word
	classes []string
	article uint8  // the class A of the table
	lengths uint32 // bit n: some word has n bytes (31 and longer share a bit)
	starts  [256]bool
}

type entry struct {
	items   []reading
	phrases []phrase // entries of more than one atom that begin with this word
	rules   []int32  // rules whose pattern may begin with this very word
	mask    uint64
}

type reading struct {
	item
	capital bool // only when the word begins with a capital
}

type phrase struct {
	rest []int32 // word ids after the first
	reading
}

func newVocabulary() *vocabulary {
	v := &vocabulary{ids: map[string]int32{}, entries: make([]entry, 1)}
	v.classes = append(v.classes, fixedNames[:]...)
	return v
}

func (v *vocabulary) class(name string) (uint8, bool) {
	for i, c := range v.classes {
		if c == name {
			return uint8(i), true
		}
	}
	return 0, false
}

func (v *vocabulary) addClass(name string) (uint8, error) {
	if c, ok := v.class(name); ok {
		return c, nil
	}
	if len(v.classes) == maxClasses {
		return 0, fmt.Errorf("more than %d classes", maxClasses)
	}
	v.classes = append(v.classes, name)
	return uint8(len(v.classes) - 1), nil
}

func (v *vocabulary) id(word string) int32 {
	if id, ok := v.ids[word]; ok {
		return id
	}
	id := int32(len(v.entries))
	v.entries = append(v.entries, entry{})
	v.ids[word] = id
	v.lengths |= 1 << min(len(word), 31)
	v.starts[word[0]] = true
	return id
}

// lookup finds the id of a word in lower case, or 0.
func (v *vocabulary) lookup(word []byte) int32 {
	if !v.starts[word[0]] || v.lengths>>min(len(word), 31)&1 == 0 {
		return 0
	}
	return v.ids[string(word)]
}

// load adds one row of the table: class | value | words.
func (v *vocabulary) load(r lexicon.Row) error {
	class, err := v.addClass(r.Col(0))
	if err != nil {
		return err
	}
	it, err := parseItem(r.Col(1))
	if err != nil {
		return err
	}
	it.class = class
	if err := sound(r.Col(0), it); err != nil {
		return err
	}
	for _, w := range lexicon.Split(r.Col(2)) {
		rd := reading{item: it}
		w, rd.capital = strings.CutPrefix(w, "^")
		parts := atomWords(w)
		if len(parts) == 0 {
			return fmt.Errorf("an empty word")
		}
		rd.atoms = uint8(len(parts))
		ids := make([]int32, len(parts))
		for i, p := range parts {
			ids[i] = v.id(p)
		}
		e := &v.entries[ids[0]]
		if len(ids) == 1 {
			e.items = append(e.items, rd)
		} else {
			e.phrases = append(e.phrases, phrase{ids[1:], rd})
		}
		e.mask |= 1 << class
	}
	return nil
}

// parseItem reads the value column. Units are a grain, or a grain times a
// number ("week*2"); classes of numbers take a number or "X"; all else is kept
// as text.
func parseItem(value string) (item, error) {
	it := item{atoms: 1, text: value}
	name, times, product := strings.Cut(value, "*")
	if g, ok := grainNames[name]; ok {
		it.n, it.part = int32(g), 1
		if product {
			k, err := strconv.Atoi(times)
			if err != nil || k < 1 || k > 1000 {
				return it, fmt.Errorf("%s: want a number after *", value)
			}
			it.part = int32(k)
		}
		return it, nil
	}
	if value == "X" {
		it.n = many
		return it, nil
	}
	if n, err := strconv.ParseInt(value, 10, 32); err == nil {
		it.n = int32(n)
	}
	return it, nil
}

// atomWords cuts a word of the table or a pattern as the scanner would cut it.
func atomWords(w string) []string {
	var s scan
	s.read(w, 0, len(w))
	out := make([]string, len(s.atoms))
	for i, a := range s.atoms {
		out[i] = strings.ToLower(w[a.start:a.end])
		if p := plainPunct(out[i]); p != "" {
			out[i] = p
		}
	}
	// An abbreviation keeps its stop.
	if n := len(out); n > 1 && out[n-1] == "." && s.atoms[n-1].glued {
		out = append(out[:n-2], out[n-2]+".")
	}
	return out
}

func plainPunct(s string) string {
	switch s {
	case "–", "—", "−", "‑":
		return "-"
	case "’", "‘":
		return "'"
	}
	return ""
}

// bounds are the least and greatest value of the classes that a calendar date
// is made of.
var bounds = map[string][2]int32{"MONTH": {1, 12}, "MONTHNAME": {1, 12}, "WEEKDAY": {1, 7}, "WEEKDAYS": {1, 7}, "SEASON": {0, 3},
	"NTH": {1, 4}, "HALFTH": {1, 2}, "NOON": {0, 24}, "REL": {-1, 1}, "REFREL": {-1, 1}, "SCALE": {100, 1e9}}

// sound checks a row's value where the class allows only some.
func sound(class string, it item) error {
	if b, ok := bounds[class]; ok && (it.n < b[0] || it.n > b[1] || it.text != strconv.Itoa(int(it.n))) {
		return fmt.Errorf("%s is %d to %d, not %q", class, b[0], b[1], it.text)
	}
	if class == "HOLIDAY" {
		if _, ok := holiday(it.text, 2000); !ok {
			return fmt.Errorf("%q is no day of the year", it.text)
		}
	}
	return nil
}
