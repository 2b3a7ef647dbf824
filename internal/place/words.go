package place

import (
	"io/fs"
	"math"
	"strings"

	"chancery/lexicon"
)

// wordClass is what a word says about the name beside it.
type wordClass uint32

const (
	ordinary  wordClass = 1 << iota // a common word that is also a place's name
	given                           // a given name
	title                           // stands before a person's name
	namesake                        // a person's name as often as a place's
	orgTail                         // follows a place in the name of an organisation, team or paper
	civic                           // follows a place in the name of its own body: "Police", "Council"
	street                          // follows the name of a street
	local                           // a noun that place names qualify: "residents"
	orgHead                         // "University of", "Bank of"
	into                            // a preposition of place
	direction                       // "northern", "central"
	ofCity                          // nouns that say what the name beside them is
	ofProvince
	ofDistrict
	ofCountry
	american // told in the local news of the United States and hardly elsewhere
	never    // no place in reports, whatever stands beside it
)

var classNames = map[string]wordClass{
	"ordinary": ordinary, "namesake": namesake, "civic": civic, "street": street, "local": local, "given": given, "title": title, "after": orgTail, "before": orgHead, "into": into,
	"direction": direction, "city": ofCity, "province": ofProvince, "district": ofDistrict, "country": ofCountry, "american": american, "never": never,
}

// readWords reads class | words: the words beside and among names that the
// recogniser looks at.
func (t *Tagger) readWords(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/words.txt", 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c, ok := classNames[r.Col(0)]
		if !ok {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "no class of words is called " + r.Col(0)}
		}
		for _, w := range strings.Fields(r.Col(1)) {
			t.words[strings.ReplaceAll(w, "_", " ")] |= c
		}
	}
	return nil
}

// readDemonyms takes the adjectives and names of peoples from the actors'
// tables of countries (ISO3 | name | other names | demonyms | adjectives | …)
// and of their parts (ISO3 | name | demonyms | …), so that both stages know the
// same ones.
func (t *Tagger) readDemonyms(fsys fs.FS) error {
	for _, f := range []struct {
		name string
		cols []int
	}{{"en/actors/countries.txt", []int{3, 4}}, {"en/actors/regions.txt", []int{2}}} {
		rows, err := lexicon.Table(fsys, f.name, 3)
		if err != nil {
			return err
		}
		for _, r := range rows {
			k, ok := t.byISO3[r.Col(0)]
			if !ok {
				continue // an international body
			}
			of := t.countries[k].place
			if len(f.cols) == 1 {
				of = t.part(r.Col(1), k)
			}
			for _, col := range f.cols {
				for _, w := range lexicon.Split(r.Col(col)) {
					t.addDemonym(w, of, len(f.cols) == 1)
				}
			}
		}
	}
	return nil
}

// addDemonym leaves out words that name a place themselves: a country's own
// name, or any place where the word is a region's.
func (t *Tagger) addDemonym(w string, of int, region bool) {
	_, named := t.Country(w)
	if region && !named {
		named = t.known(hash(Fold(nil, w)))
	}
	if _, ok := t.demonyms[w]; !ok && !named {
		t.demonyms[w] = of
	}
}

// part is the best known place of that name in country k, else the country.
func (t *Tagger) part(name string, k int) int {
	best, of := math.Inf(-1), t.countries[k].place
	for _, c := range t.lookup(hash(Fold(nil, name))) {
		if c.ISO2 == t.countries[k].iso2 && c.prior > best {
			best, of = c.prior, c.index
		}
	}
	return of
}

// demonym is the place, mostly a country, whose people or adjective the words are: "Iranian",
// "Sri Lankans". A country's own name is none, though it serves as an adjective.
func (t *Tagger) demonym(s string) (int, bool) {
	k, ok := t.demonyms[s]
	if !ok && strings.HasSuffix(s, "s") {
		if _, own := t.Country(s); own {
			return 0, false // "Philippines"
		}
		k, ok = t.demonyms[strings.TrimSuffix(s, "s")]
	}
	return k, ok
}

// class looks a word up in lower case without allocating.
func (t *Tagger) class(w string) wordClass {
	var buf [32]byte
	if len(w) > len(buf) {
		return 0
	}
	for i := 0; i < len(w); i++ {
		c := w[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return t.words[string(buf[:len(w)])]
}
