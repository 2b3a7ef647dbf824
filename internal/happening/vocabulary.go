package happening

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/lexicon"
)

// Files of the lexicon, below en/happenings/.
const (
	familiesFile = "en/happenings/families.txt"
	wordsFile    = "en/happenings/words.txt"
)

// Matcher tells which reports are of one happening. It is safe for use by many
// goroutines at once.
type Matcher struct {
	family map[string]string // of a type
	weight map[string]uint8  // of a stem that is not listed: see weigh
}

// New reads the vocabulary of happenings below en/happenings/ of fsys. Its
// error names file and line.
func New(fsys fs.FS) (*Matcher, error) {
	m := &Matcher{family: map[string]string{}, weight: map[string]uint8{}}
	rows, err := lexicon.Table(fsys, familiesFile, 2)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		m.family[r.Col(0)] = r.Col(1)
	}
	if rows, err = lexicon.Table(fsys, wordsFile, 2); err != nil {
		return nil, err
	}
	for _, r := range rows {
		w, err := strconv.ParseUint(r.Col(0), 10, 8)
		if err != nil || w > maxWeight {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("weight %q is not one of 0 to %d", r.Col(0), maxWeight)}
		}
		for _, s := range lexicon.Split(r.Col(1)) {
			s = stem(s)
			// of several words with one stem the commonest decides
			if old, ok := m.weight[s]; !ok || uint8(w) < old {
				m.weight[s] = uint8(w)
			}
		}
	}
	return m, nil
}

// familyOf is the family of a type; a type that no family has is its own.
func (m *Matcher) familyOf(typ string) string {
	if f := m.family[typ]; f != "" {
		return f
	}
	return typ
}

// maxWeight is the weight of what says most: names and large numbers.
const maxWeight = 4

// weigh is the weight of a word written as form, whose stem is s.
func (m *Matcher) weigh(form, s string) uint8 {
	if w, ok := m.weight[s]; ok {
		return w
	}
	r, _ := utf8.DecodeRuneInString(form)
	switch {
	case unicode.IsDigit(r):
		n, err := strconv.ParseFloat(s, 64)
		if err == nil && n == float64(int(n)) && (n < 100 || n >= 1900 && n < 2100) {
			return 2 // days, years and small counts stand in many sentences
		}
		return maxWeight
	case unicode.IsUpper(r):
		return maxWeight
	}
	return maxWeight - 1
}

// stemRunes is how much of a word tells it apart from others. Cutting words at a
// fixed length finds about as much as a stemmer does and needs no rules of a
// language (Can et al., "Information Retrieval on Turkish Texts", 2008).
const stemRunes = 6

// stem folds the forms of a word into one. A last "s" is the plural of most
// words in English, Spanish, French and Portuguese.
func stem(form string) string {
	s := strings.ToLower(form)
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s")
	if len(s) > 3 && s[len(s)-1] == 's' && s[len(s)-2] != 's' {
		s = s[:len(s)-1]
	}
	n := 0
	for i := range s {
		if n == stemRunes {
			return s[:i]
		}
		n++
	}
	return s
}

// number is a figure without its thousands separators, so that 1,500 is 1500.
func number(form string) string {
	s := strings.TrimRight(form, ".,")
	if !strings.ContainsRune(s, ',') {
		return s
	}
	return strings.ReplaceAll(s, ",", "")
}

// eachWord calls f with every word and figure of a text and where it begins. A
// word may hold an apostrophe or dots between letters, as U.S. does; a figure
// dots and commas.
func eachWord(text string, f func(form string, at int)) {
	start := -1
	digits := false
	for i, r := range text {
		letter, digit := unicode.IsLetter(r), unicode.IsDigit(r)
		switch {
		case start < 0 && (letter || digit):
			start, digits = i, digit
		case start < 0:
		case letter && !digits, digit:
		case r == '.' || r == ',' && digits || (r == '\'' || r == '’') && !digits:
			if next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):]); unicode.IsDigit(next) == digits && (unicode.IsLetter(next) || digits) {
				continue
			}
			f(text[start:i], start)
			start = -1
		case letter:
			f(text[start:i], start) // 5pm, 20kg
			start, digits = i, false
		default:
			f(text[start:i], start)
			start = -1
		}
	}
	if start >= 0 {
		f(text[start:], start)
	}
}
