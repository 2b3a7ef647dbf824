package ledger

import (
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	n := names(t)
	for in, want := range map[string]string{
		"CUB": "CUB", "cub": "CUB", "Cuba": "CUB", "CU": "CUB", "cuba ": "CUB", "US": "USA", "the United States": "USA", "U.S.": "USA",
		"Soviet Union": "RUS", "USSR": "RUS", "Zaire": "COD", "Ivory Coast": "CIV", "Côte d'Ivoire": "CIV", "cote d’ivoire": "CIV",
		"EU": "EUR", "EUR": "EUR", "UNO": "UNO", "European Union": "EUR", "UN": "UNO", "United Nations": "UNO", "NATO": "North Atlantic Treaty Organization",
		"OPEC": "Organization of the Petroleum Exporting Countries", "African Union": "African Union", "Holy See": "VAT", "Vatican": "VAT",
		"Palestine": "PSE", "Kosovo": "XKX", "Hong Kong": "HKG", "IAEA": "International Atomic Energy Agency",
	} {
		if got, err := n.Resolve(in); got != want {
			t.Errorf("%q is %q (%v), want %q", in, got, err, want)
		}
	}
}

func TestNobodyOfThatName(t *testing.T) {
	for in, want := range map[string]string{
		"Cubaa":   "did you mean Cuba?",
		"Argent":  "did you mean Argentina",
		"":        "names no state or body",
		"xyzzyxx": "names no state or body that is known",
	} {
		if got, err := names(t).Resolve(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %q, error %v, want %q", in, got, err, want)
		}
	}
}

func TestArticles(t *testing.T) {
	for key, want := range map[string]string{
		"USA": "the United States", "CUB": "Cuba", "EUR": "the European Union", "NLD": "the Netherlands", "CZE": "the Czech Republic",
		"North Atlantic Treaty Organization": "the North Atlantic Treaty Organization", "IRN": "Iran", "ZZZ": "ZZZ",
	} {
		if got := names(t).The(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"CUB", "Côte d'Ivoire", "the", "", "\xff", strings.Repeat("a", 300)} {
		f.Add(s)
	}
	n := names(f)
	f.Fuzz(func(t *testing.T, s string) {
		if key, err := n.Resolve(s); (key == "") == (err == nil) {
			t.Fatalf("%q: %q, %v", s, key, err)
		}
	})
}
