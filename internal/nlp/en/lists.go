package en

import (
	"io/fs"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/internal/nlp/linear"
	"chancery/internal/nlp/names"
	"chancery/lexicon"
)

// Lists are the word lists of en/nlp as the models use them.
type Lists struct {
	Countries map[string]bool // lower-cased names, also of many words
	Demonyms  map[string]bool // adjectives and peoples of one word, lower-cased
	Nations   map[string]bool // the demonyms that belong to a country or region
	Titles    map[string]bool // words before a person's name, lower-cased
	Names     *names.List     // GPE, NORP, LOC, ORG, EVENT, LAW
	Words     *linear.Lexicon
}

// wordLists are the files whose words become features, in the order of their
// bits, after those of countries.txt.
var wordLists = []string{"given", "titles", "places", "calendar", "orgwords"}

// nameLists are the files of known names by the type of entity they are; what
// stands in two is of the first.
var nameLists = []struct{ file, kind string }{
	{"norp", "NORP"}, {"event", "EVENT"}, {"law", "LAW"}, {"org", "ORG"}, {"gpe", "GPE"}, {"loc", "LOC"},
}

// LoadLists reads the lists; seg cuts the names into tokens.
func LoadLists(fsys fs.FS, seg *nlp.Segmenter) (*Lists, error) {
	l := &Lists{Countries: map[string]bool{}, Demonyms: map[string]bool{}, Titles: map[string]bool{}, Nations: map[string]bool{}, Names: &names.List{}}
	sets, err := l.countries(fsys, seg)
	if err != nil {
		return nil, err
	}
	for _, f := range nameLists {
		rows, err := lexicon.Table(fsys, "en/nlp/names/"+f.file+".txt", 1)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			for _, n := range lexicon.Split(r.Col(0)) {
				l.Names.Add(f.kind, words(seg, n))
			}
		}
	}
	for _, name := range wordLists {
		rows, err := lexicon.Table(fsys, "en/nlp/"+name+".txt", 1)
		if err != nil {
			return nil, err
		}
		var list []string
		for _, r := range rows {
			w := strings.ToLower(r.Col(0))
			list = append(list, strings.Fields(w)...)
			if name == "titles" {
				l.Titles[w] = true
			}
		}
		sets = append(sets, list)
	}
	l.Words = linear.NewLexicon(l.Names, sets...)
	return l, nil
}

// countries reads countries.txt: single names, words of longer names, demonyms.
func (l *Lists) countries(fsys fs.FS, seg *nlp.Segmenter) ([][]string, error) {
	rows, err := lexicon.Table(fsys, "en/nlp/countries.txt", 1)
	if err != nil {
		return nil, err
	}
	var whole, part, demonym []string
	for _, r := range rows {
		for _, n := range lexicon.Split(strings.ToLower(r.Col(0))) {
			l.Countries[n] = true
			l.Names.Add("GPE", words(seg, n))
			if w := strings.Fields(n); len(w) == 1 {
				whole = append(whole, n)
			} else {
				part = append(part, w...)
			}
		}
		for _, n := range lexicon.Split(strings.ToLower(r.Col(1))) {
			l.Names.Add("NORP", words(seg, n))
			if w := strings.Fields(n); len(w) == 1 {
				l.Demonyms[n] = true
				if r.Col(0) != "" {
					l.Nations[n] = true
				}
			}
			demonym = append(demonym, strings.Fields(n)...)
		}
	}
	return [][]string{whole, part, demonym}, nil
}

// words cuts a name the way running text is cut.
func words(seg *nlp.Segmenter, name string) []string {
	d := doc.Document{Text: name}
	seg.Segment(&d)
	out := make([]string, len(d.Tokens))
	for i := range d.Tokens {
		out[i] = d.Form(i)
	}
	return out
}
