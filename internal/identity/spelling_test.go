package identity

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/lexicon"
)

func spellingOf(t testing.TB, rules string) (*spelling, error) {
	t.Helper()
	return loadSpelling(fstest.MapFS{spellingFile: {Data: []byte(rules)}})
}

const someRules = `
[letters]
doubled = 10
swapped = 70
vowel = 60
final = 90
consonant = 100
mixed = 120
[kh]
spell = kh, h, 0
sound = -
cost = 20
[k]
spell = k, c/aou, kh
sound = K
cost = 15
[c]
spell = c/ei$, s
sound = S
cost = 30
[only there]
spell = b, p
cost = 5
only = PER
[ends]
spell = ski/$, sky/$
cost = 7
[begins]
spell = ^ye, ^e
cost = 9
`

func TestWhatSpellingsCost(t *testing.T) {
	s, err := spellingOf(t, someRules)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b   string
		region uint32
		want   int16
	}{
		{"khan", "khan", 0, 0},
		{"khan", "han", 0, 20},
		{"khan", "an", 0, 20},
		{"khan", "kan", 0, 15},
		{"kara", "cara", 0, 15},
		{"kera", "cera", 0, 100}, // c is k only before a, o and u
		{"cera", "sera", 0, 30},
		{"lac", "las", 0, 30},
		{"bar", "par", 0, 100},
		{"bar", "par", 1, 5},
		{"kelski", "kelsky", 0, 7},
		{"skiner", "skyner", 0, 60},
		{"yegor", "egor", 0, 9},
		{"ayegor", "aegor", 0, 60},
		{"anna", "ana", 0, 10},
		{"maria", "mario", 0, 90},
		{"maira", "maria", 0, 70},
		{"marta", "martha", 0, 20}, // h may be missing
		{"mart", "lopez", 0, far},
		{"a", "abcdefghij", 0, far},
	} {
		x, y := s.word(nil, c.a), s.word(nil, c.b)
		if got := s.distance(&x, &y, 200, c.region); got != c.want {
			t.Errorf("%s and %s cost %d, want %d", c.a, c.b, got, c.want)
		}
		if got := s.distance(&y, &x, 200, c.region); got != c.want {
			t.Errorf("%s and %s cost %d, want %d", c.b, c.a, got, c.want)
		}
		if c.want > 0 && c.want < far {
			if got := s.distance(&x, &y, c.want-1, c.region); got != far {
				t.Errorf("%s and %s cost %d within %d", c.a, c.b, got, c.want-1)
			}
		}
	}
}

func TestSkeletons(t *testing.T) {
	s, err := spellingOf(t, someRules)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ word, want string }{
		{"cara", "KR"}, {"cera", "SR"}, {"khalid", "KLD LD"}, {"anna", "Na"}, {"li", "Le"}, {"aou", "a"}, {"marmolada", "MRML"}, {"", ""},
	} {
		if got := strings.Join(s.skeletons(nil, c.word), " "); got != c.want {
			t.Errorf("%q is indexed as %q, want %q", c.word, got, c.want)
		}
	}
}

func TestFaultyRulesNameTheirLine(t *testing.T) {
	for _, c := range []struct{ rules, want string }{
		{"[a]\nspell = b\n", "spelling.rules:2: a block needs two spellings"},
		{"[a]\nspell = b, é\n", `spelling.rules:2: a spelling is letters a to z, not "é"`},
		{"[a]\ncost = much\n", "spelling.rules:2: cost is a number"},
		{"[a]\nsound = k\n", "spelling.rules:2: a sound is capital letters"},
		{"[a]\nspelled = b\n", `spelling.rules:2: unknown field "spelled"`},
	} {
		_, err := spellingOf(t, c.rules)
		var p lexicon.Problem
		if !errors.As(err, &p) || !strings.Contains(p.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.rules, err, c.want)
		}
	}
}

func FuzzSpellingRules(f *testing.F) {
	f.Add(someRules, "khatib", "jatip")
	f.Add("[a]\nspell = 0, a\ncost = 0\nsound = -\n[b]\nspell = ^a/$, a\ncost = 1\nsound = AAAAAA\n", "aaaa", "")
	f.Fuzz(func(t *testing.T, rules, a, b string) {
		s, err := spellingOf(t, rules)
		if err != nil {
			return
		}
		x, y := s.word(nil, a[:min(len(a), longest)]), s.word(nil, b[:min(len(b), longest)])
		if c, d := s.distance(&x, &y, 100, 1), s.distance(&y, &x, 100, 1); c != d || c < 0 || c > 100 && c != far {
			t.Errorf("%q and %q cost %d, the other way %d", a, b, c, d)
		}
		sk := s.skeletons(nil, a)
		if len(sk) > skeletonMost || slices.ContainsFunc(sk, func(k string) bool { return k == "" || len(k) > skeletonLength }) {
			t.Errorf("%q is indexed as %q", a, sk)
		}
	})
}
