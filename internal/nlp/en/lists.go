package en

import (
	"io/fs"
	"strings"

	"chancery/internal/nlp"
	"chancery/internal/nlp/names"
	"chancery/lexicon"
)

// Lists are the word lists of en/nlp as the models use them.
type Lists struct {
	Demonyms map[string]bool // adjectives and peoples of one word, lower-cased
	Nations  map[string]bool // the demonyms that belong to a country or region
	Titles   map[string]bool // words before a person's name, lower-cased
	Given    map[string]bool // given names, lower-cased
	Calendar map[string]bool // days and months, lower-cased
	After    map[string]bool // letters after a person's name, lower-cased ("qc")
	Names    *names.List     // GPE, NORP, LOC, ORG, EVENT, LAW, MISC
}

// nameLists are the files of known names by the type of entity they are; what
// stands in two is of the first.
var nameLists = []struct{ file, kind string }{
	{"loc", "LOC"}, {"norp", "NORP"}, {"event", "EVENT"}, {"law", "LAW"}, {"org", "ORG"}, {"gpe", "GPE"}, {"misc", "MISC"},
}

// LoadLists reads the lists; seg cuts the names into tokens.
func LoadLists(fsys fs.FS, seg *nlp.Segmenter) (*Lists, error) {
	l := &Lists{Demonyms: map[string]bool{}, Nations: map[string]bool{}, Names: &names.List{}}
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
	if err := l.countries(fsys, seg); err != nil {
		return nil, err
	}
	for _, t := range []struct {
		name string
		set  *map[string]bool
	}{{"titles", &l.Titles}, {"calendar", &l.Calendar}, {"postnominals", &l.After}} {
		var err error
		if *t.set, err = wordSet(fsys, "en/nlp/"+t.name+".txt"); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// countries reads countries.txt: names, and demonyms.
func (l *Lists) countries(fsys fs.FS, seg *nlp.Segmenter) error {
	rows, err := lexicon.Table(fsys, "en/nlp/countries.txt", 1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, n := range lexicon.Split(strings.ToLower(r.Col(0))) {
			l.Names.Add("GPE", words(seg, n))
		}
		for _, n := range lexicon.Split(strings.ToLower(r.Col(1))) {
			l.Names.Add("NORP", words(seg, n))
			if strings.ContainsRune(n, ' ') {
				continue
			}
			l.Demonyms[n] = true
			if r.Col(0) != "" {
				l.Nations[n] = true
			}
		}
	}
	return nil
}

// words cuts a name the way running text is cut.
func words(seg *nlp.Segmenter, name string) []string {
	toks := seg.Tokens(nil, name)
	out := make([]string, len(toks))
	for i, t := range toks {
		out[i] = name[t.Start:t.End]
	}
	return out
}
