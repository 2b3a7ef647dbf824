package article

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"chancery/lexicon"
)

// vocabulary is "en/article": the words by which datelines, credits and
// captions are known. It is read once and never changed.
type vocabulary struct {
	agencies map[string]string // lower-case spelling → name on record
	months   map[string]int    // lower case, no full stop
	dashes   []dash            // longest first within a first byte
	notPlace map[string]bool   // upper case
	cities   map[string]bool   // lower case
	function map[string]bool   // lower case
	notes    []note
	parts    map[string]bool // lower case: names of page parts
}

// dash is a form that closes a dateline.
type dash struct {
	form string
	gap  string // "both", "either", "weak"
}

// note is a way that lines about the report begin.
type note struct {
	where   string // "start", "whole", "paren", "end", "office"
	caption bool
	words   string // lower case
}

func loadVocabulary(fsys fs.FS) (*vocabulary, error) {
	v := &vocabulary{
		agencies: map[string]string{}, months: map[string]int{},
		notPlace: map[string]bool{}, cities: map[string]bool{}, function: map[string]bool{}, parts: map[string]bool{},
	}
	for _, f := range []struct {
		name string
		cols int
		add  func(lexicon.Row) error
	}{
		{"agencies.txt", 1, func(r lexicon.Row) error {
			v.agencies[strings.ToLower(r.Col(0))] = r.Col(0)
			for _, s := range lexicon.Split(r.Col(1)) {
				v.agencies[strings.ToLower(s)] = r.Col(0)
			}
			return nil
		}},
		{"months.txt", 2, func(r lexicon.Row) error {
			n, err := strconv.Atoi(r.Col(0))
			if err != nil || n < 1 || n > 12 {
				return lexicon.Problem{File: r.File, Line: r.Line, Msg: "want the number of a month, 1 to 12"}
			}
			for _, s := range lexicon.Split(r.Col(1)) {
				v.months[strings.ToLower(s)] = n
			}
			return nil
		}},
		{"dashes.txt", 2, func(r lexicon.Row) error {
			switch g := r.Col(1); g {
			case "both", "either", "weak":
				v.dashes = append(v.dashes, dash{r.Col(0), g})
				return nil
			}
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "the gap is both, either or weak"}
		}},
		{"not-places.txt", 1, words(v.notPlace, strings.ToUpper)},
		{"cities.txt", 1, words(v.cities, strings.ToLower)},
		{"function-words.txt", 1, words(v.function, strings.ToLower)},
		{"page-parts.txt", 1, words(v.parts, strings.ToLower)},
		{"furniture.txt", 3, func(r lexicon.Row) error {
			w, k := r.Col(0), r.Col(1)
			if !slices.Contains([]string{"start", "whole", "paren", "end", "office"}, w) || k != "meta" && k != "caption" {
				return lexicon.Problem{File: r.File, Line: r.Line, Msg: "want start, whole, paren, end or office, then meta or caption"}
			}
			v.notes = append(v.notes, note{w, k == "caption", strings.ToLower(r.Col(2))})
			return nil
		}},
	} {
		rows, err := lexicon.Table(fsys, "en/article/"+f.name, f.cols)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if err := f.add(row); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// words adds the comma-separated entries of a row to a set.
func words(set map[string]bool, fold func(string) string) func(lexicon.Row) error {
	return func(r lexicon.Row) error {
		for _, s := range lexicon.Split(r.Col(0)) {
			if s != "" {
				set[fold(s)] = true
			}
		}
		return nil
	}
}
