package neural

import (
	"slices"
	"strings"
	"testing"
)

func TestShapes(t *testing.T) {
	for _, c := range []struct {
		word string
		want int
	}{
		{",", 0}, {"--", 1}, {"7", 2}, {"42", 3}, {"1987", 4}, {"365", 5}, {"10000", 5},
		{"3,500", 6}, {"1980s", 7}, {"F16", 8}, {"a", 9}, {"troops", 10}, {"a.m.", 11},
		{"U.S.", 12}, {"A", 13}, {"NATO", 14}, {"UNICEF", 15}, {"Nairobi", 16}, {"Gen.", 17},
		{"McAdoo", 18}, {"iPhone", 19}, {"Übersee", 16}, {"ÉLYSÉE", 15},
	} {
		if got := shapeOf(c.word); got != c.want {
			t.Errorf("shape of %q is %d, want %d", c.word, got, c.want)
		}
	}
}

func TestCapitals(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"REBELS SEIZE PORT , 12 DEAD", true},
		{"Rebels seize port", false},
		{"U.N. envoy to meet NATO chief", false},
		{"ÉLYSÉE PARIS", true},
		{"12 , 13", false},
	} {
		if got := capitals(strings.Fields(c.text)); got != c.want {
			t.Errorf("capitals of %q: %v", c.text, got)
		}
	}
}

func TestPieces(t *testing.T) {
	vocabulary := []string{"[UNK]", "port", "##o", "##folio", "u", ".", "s", "-", "elysee", "p", "##q"}
	p := newPieces(strings.Join(vocabulary, "\n"), 4)
	for _, c := range []struct{ word, want string }{
		{"Port", "port"},
		{"Porto", "port ##o"},
		{"PORTFOLIO", "port ##folio"},
		{"U.S.", "u . s ."},
		{"U.S.S.", "u . s ."}, // no more than four count
		{"Élysée", "elysee"},
		{"p-p", "p - p"},
		{"portz", "[UNK]"},
		{"日", "[UNK]"},
		{"", "[UNK]"},
		{"pq", "p ##q"},
		{"p#q", "p [UNK] [UNK]"},
	} {
		ids, _ := p.split(nil, c.word, nil)
		var got []string
		for _, i := range ids {
			got = append(got, vocabulary[i])
		}
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("pieces of %q are %q, want %q", c.word, got, c.want)
		}
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("don't")
	f.Add("\xff\xfe")
	f.Add("ﬀ𝒜̈")
	p := newPieces("[UNK]\na\n##a\n.\n##\xcc", 8)
	f.Fuzz(func(t *testing.T, word string) {
		ids, _ := p.split(nil, word, nil)
		if len(ids) < 1 || len(ids) > 8 {
			t.Fatalf("%d pieces", len(ids))
		}
	})
}
