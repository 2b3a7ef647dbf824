package ledger

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"chancery/internal/place"
	"chancery/lexicon"
)

// Files of the lexicon that name states and bodies.
const (
	statesFile   = "en/actors/countries.txt"
	bodiesFile   = "en/actors/international.txt"
	placesFile   = "en/places/countries.txt"
	articlesFile = "en/actors/articles.txt"
)

// Keys of the two bodies that have a code of their own (PLOVER).
const (
	EuropeanUnion = "EUR"
	UnitedNations = "UNO"
)

// Names knows the states and bodies that relations are kept for. A party's key
// is the ISO 3166-1 alpha-3 code of a state, EUR, UNO, or the name of another
// body as the lexicon has it.
type Names struct {
	name map[string]string // key → name
	key  map[string]string // folded name → key
	the  map[string]bool   // words of names that take an article
	all  []string          // every name, in the order of the files
}

// ReadNames reads the names of states and bodies from a lexicon.
func ReadNames(fsys fs.FS) (*Names, error) {
	n := &Names{name: map[string]string{}, key: map[string]string{}, the: map[string]bool{}}
	for _, f := range []struct {
		file    string
		columns int
		add     func(lexicon.Row)
	}{
		{statesFile, 2, func(r lexicon.Row) { n.add(r.Col(0), r.Col(1), r.Col(2), r.Col(0)) }},
		{placesFile, 9, func(r lexicon.Row) { n.add(r.Col(1), r.Col(8), r.Col(9), r.Col(0)+","+r.Col(1)) }},
		{bodiesFile, 2, func(r lexicon.Row) {
			n.add(bodyKey(r.Col(1), r.Col(0)), r.Col(0), r.Col(3), ownCode(r.Col(1), r.Col(0)))
		}},
		{articlesFile, 1, func(r lexicon.Row) { n.the[r.Col(0)] = true }},
	} {
		rows, err := lexicon.Table(fsys, f.file, f.columns)
		if err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		for _, r := range rows {
			f.add(r)
		}
	}
	return n, nil
}

// add files a party; the first file to name a key or to use a name has it. The
// parts of the European Union and the United Nations speak for the whole only
// where they bear its name.
func (n *Names) add(key, name, others, codes string) {
	if _, ok := n.name[key]; !ok {
		n.name[key] = name
	} else if key == EuropeanUnion || key == UnitedNations {
		return
	}
	for i, s := range slices.Concat([]string{name}, lexicon.Split(others), lexicon.Split(codes)) {
		s = strings.TrimPrefix(s, "=")
		if f := fold(s); f != "" && n.key[f] == "" {
			n.key[f] = key
			if i <= len(lexicon.Split(others)) {
				n.all = append(n.all, s)
			}
		}
	}
}

// bodyKey is the key of the body with that PLOVER code and name. The agencies of
// the United Nations are parties of their own; the institutions of the European
// Union are not.
func bodyKey(code, name string) string {
	switch {
	case code == EuropeanUnion, name == "United Nations":
		return code
	}
	return name
}

// ownCode is the code that stands for the body of that name alone, or "".
func ownCode(code, name string) string {
	if code == EuropeanUnion && name == "European Union" || code == UnitedNations && name == "United Nations" {
		return code
	}
	return ""
}

func fold(s string) string {
	s = string(place.Fold(nil, s))
	return strings.TrimPrefix(s, "the ")
}

// Resolve finds the key of a party by its code or any of its names: "Cuba",
// "CUB", "Soviet Union", "EU", "NATO". The error suggests what may have been
// meant.
func (n *Names) Resolve(s string) (key string, err error) {
	f := fold(s)
	if k := n.key[f]; k != "" {
		return k, nil
	}
	near := n.near(f)
	if len(near) == 0 {
		return "", fmt.Errorf("%q names no state or body that is known", s)
	}
	return "", fmt.Errorf("%q names no state or body that is known; did you mean %s?", s, strings.Join(near, " or "))
}

// near lists up to three parties whose names begin with the folded f, else
// those whose names come closest to it, at most two letters off.
func (n *Names) near(f string) []string {
	if len(f) < 4 {
		return nil
	}
	best := 3
	var keys []string
	for _, s := range n.all {
		g := fold(s)
		far := max(len(f)-len(g), len(g)-len(f))
		if strings.HasPrefix(g, f) {
			far = 0
		} else if far < 3 {
			far = distance(f, g)
		}
		if far < best {
			best, keys = far, nil
		}
		if k := n.key[g]; far == best && best < 3 && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	out := make([]string, min(3, len(keys)))
	for i := range out {
		out[i] = n.Name(keys[i])
	}
	return out
}

// distance is the number of bytes to insert, drop or change to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := last
			if a[i] != b[j] {
				change++
			}
			last = row[j+1]
			row[j+1] = min(change, last+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// Name is the name of the party with that key; a key that is not known is its
// own name.
func (n *Names) Name(key string) string {
	if s := n.name[key]; s != "" {
		return s
	}
	return key
}

// The is the name with its article: "the United States", "Cuba".
func (n *Names) The(key string) string {
	s := n.Name(key)
	for _, w := range strings.Fields(s) {
		if n.the[w] {
			return "the " + s
		}
	}
	return s
}
