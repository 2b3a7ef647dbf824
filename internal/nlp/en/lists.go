package en

import (
	"io/fs"
	"strings"

	"chancery/internal/nlp/linear"
	"chancery/lexicon"
)

// Lists are the word lists of en/nlp as the models use them.
type Lists struct {
	Countries map[string]bool // lower-cased names, also of many words
	Demonyms  map[string]bool // adjectives and peoples, lower-cased
	Titles    map[string]bool // words before a person's name, lower-cased
	Words     *linear.Lexicon
}

// lists whose words become features, in the order of their bits; the files are
// countries.txt (name, then demonyms) and one word a line for the others.
var wordLists = []string{"given", "titles", "places", "calendar", "orgwords"}

// LoadLists reads the lists. Words of names are also entered one by one.
func LoadLists(fsys fs.FS) (*Lists, error) {
	l := &Lists{Countries: map[string]bool{}, Demonyms: map[string]bool{}, Titles: map[string]bool{}}
	rows, err := lexicon.Table(fsys, "en/nlp/countries.txt", 1)
	if err != nil {
		return nil, err
	}
	var whole, part, demonym []string
	for _, r := range rows {
		for _, n := range lexicon.Split(strings.ToLower(r.Col(0))) {
			l.Countries[n] = true
			words := strings.Fields(n)
			if len(words) == 1 {
				whole = append(whole, n)
			} else {
				part = append(part, words...)
			}
		}
		for _, n := range lexicon.Split(strings.ToLower(r.Col(1))) {
			l.Demonyms[n] = true
			demonym = append(demonym, strings.Fields(n)...)
		}
	}
	sets := [][]string{whole, part, demonym}
	for _, name := range wordLists {
		rows, err := lexicon.Table(fsys, "en/nlp/"+name+".txt", 1)
		if err != nil {
			return nil, err
		}
		var list []string
		for _, r := range rows {
			list = append(list, strings.Fields(strings.ToLower(r.Col(0)))...)
			if name == "titles" {
				l.Titles[strings.ToLower(r.Col(0))] = true
			}
		}
		sets = append(sets, list)
	}
	l.Words = linear.NewLexicon(sets...)
	return l, nil
}
