package en

import (
	_ "embed"
	"io/fs"
	"strings"
	"unicode"

	"chancery/lexicon"
)

// lemmaExceptions lists "form UPOS lemma" where the rules are wrong, made by
// training/lemmas from the treebanks, after the irregular words of English.
//
//go:embed lemmas.txt
var lemmaExceptions string

// Lemmas maps a lower-cased form under its part of speech to its lemma.
type Lemmas struct {
	exceptions map[string]string // "UPOS form" → lemma
}

// NewLemmas reads lines of "UPOS form<tab>lemma".
func NewLemmas(table string) *Lemmas {
	l := &Lemmas{exceptions: make(map[string]string, strings.Count(table, "\n"))}
	for line := range strings.Lines(table) {
		key, lemma, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ok {
			l.exceptions[key] = lemma
		}
	}
	return l
}

// irregular adds the forms of en/nlp/irregular.txt, which stand above the table:
// where a form is rare, the table may come from a slip.
func (l *Lemmas) irregular(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/nlp/irregular.txt", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, form := range lexicon.Split(r.Col(2)) {
			l.exceptions[r.Col(0)+" "+strings.ToLower(form)] = r.Col(1)
		}
	}
	return nil
}

// Of is the lemma of a form.
func (l *Lemmas) Of(form, upos, feats string) string {
	var buf [80]byte
	if len(upos)+1+len(form) <= len(buf) {
		key := appendLower(append(append(buf[:0], upos...), ' '), form)
		if lemma, ok := l.exceptions[string(key)]; ok {
			return lemma
		}
	}
	return RuleLemma(form, upos, feats)
}

// RuleLemma is the lemma of a regular form.
func RuleLemma(form, upos, feats string) string {
	switch upos {
	case "PROPN":
		if strings.Contains(feats, "Number=Plur") {
			return plural(form)
		}
		return form
	case "NUM", "X", "PUNCT", "SYM":
		return form
	}
	low := lowered(form)
	switch upos {
	case "NOUN":
		if strings.Contains(feats, "Number=Plur") {
			return plural(low)
		}
	case "VERB", "AUX":
		return verbLemma(low, feats)
	case "ADJ", "ADV":
		if strings.Contains(feats, "Degree=Cmp") {
			return positive(low, "er")
		}
		if strings.Contains(feats, "Degree=Sup") {
			return positive(low, "est")
		}
		// "Iranian", but "Good" at the start of a sentence: an adjective keeps
		// its capital in its lemma only where it is one of a name.
		if upos == "ADJ" && form != low && properAdjective(low) {
			return form
		}
	}
	return low
}

// properAdjective tells adjectives of peoples by their endings.
func properAdjective(low string) bool {
	for _, s := range [...]string{"ian", "ean", "can", "ese", "aqi", "aeli", "stani", "emeni"} {
		if strings.HasSuffix(low, s) && len(low) > 4 {
			return true
		}
	}
	return false
}

// appendLower appends a form as the table writes it: in small letters, with
// straight apostrophes.
func appendLower(dst []byte, form string) []byte {
	for i := 0; i < len(form); i++ {
		switch c := form[i]; {
		case c >= 'A' && c <= 'Z':
			dst = append(dst, c+'a'-'A')
		case c >= 0x80:
			return append(dst, strings.ReplaceAll(strings.ToLower(form[i:]), "’", "'")...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// has reports whether set holds a form in small letters.
func has(set map[string]bool, form string) bool {
	var buf [80]byte
	return len(form) <= len(buf) && set[string(appendLower(buf[:0], form))]
}

// lowered avoids a copy where nothing changes.
func lowered(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(s)
		}
	}
	return s
}

// plural is the singular of a regular plural.
func plural(w string) string {
	n := len(w)
	switch {
	case n < 4 || !strings.HasSuffix(lowered(w), "s"):
		return w
	case hasLower(w, "ies") && n > 4:
		return w[:n-3] + "y"
	case hasLower(w, "sses"), hasLower(w, "shes"), hasLower(w, "ches"), hasLower(w, "xes"), hasLower(w, "zzes"), hasLower(w, "oes"):
		return w[:n-2]
	case hasLower(w, "ss"), hasLower(w, "us"), hasLower(w, "is"):
		return w
	}
	return w[:n-1]
}

func hasLower(w, suffix string) bool { return strings.HasSuffix(lowered(w), suffix) }

// verbLemma undoes -s, -ed and -ing.
func verbLemma(w, feats string) string {
	n := len(w)
	switch {
	case strings.HasSuffix(w, "ies") && n > 4 && strings.Contains(feats, "Person=3"):
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "s") && strings.Contains(feats, "Person=3") && n > 3 && !strings.HasSuffix(w, "ss"):
		for _, s := range [...]string{"sses", "shes", "ches", "xes", "zzes", "oes"} {
			if strings.HasSuffix(w, s) {
				return w[:n-2]
			}
		}
		return w[:n-1]
	case strings.HasSuffix(w, "ied") && n > 4:
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "ed") && n > 4 && !strings.Contains(feats, "VerbForm=Inf"):
		return restoreE(w[:n-2])
	case strings.HasSuffix(w, "ing") && n > 5 && !strings.Contains(feats, "VerbForm=Inf"):
		return restoreE(w[:n-3])
	}
	return w
}

// positive undoes -er and -est.
func positive(w, suffix string) string {
	if !strings.HasSuffix(w, suffix) || len(w) < len(suffix)+3 {
		return w
	}
	stem := w[:len(w)-len(suffix)]
	if stem[len(stem)-1] == 'i' {
		return stem[:len(stem)-1] + "y"
	}
	return restoreE(stem)
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// restoreE turns the stem before -ed or -ing into the word: "stopp" → "stop",
// "hop" → "hope", "agre" → "agree", "visit" → "visit".
func restoreE(s string) string {
	n := len(s)
	if n < 3 {
		if n == 2 && !isVowel(s[1]) {
			return s + "e"
		}
		return s
	}
	a, b, c := s[n-3], s[n-2], s[n-1]
	switch {
	case b == c && !isVowel(c):
		if c == 'l' && n > 4 && isVowel(a) && vowelGroups(s) > 1 {
			return s[:n-1] // travelled, controlled
		}
		if c == 's' || c == 'l' || c == 'z' || c == 'f' {
			return s
		}
		return s[:n-1]
	case strings.HasSuffix(s, "at") && n > 3 && !isVowel(a),
		strings.HasSuffix(s, "iz"), strings.HasSuffix(s, "is") && n > 4, strings.HasSuffix(s, "us"),
		strings.HasSuffix(s, "ur") && n > 4 && a != 'o', strings.HasSuffix(s, "ir") && n > 4,
		strings.HasSuffix(s, "ut") && n > 4 && a != 'o', strings.HasSuffix(s, "eas"), strings.HasSuffix(s, "uid"),
		c == 'v', c == 'u', c == 'c', strings.HasSuffix(s, "rg"), strings.HasSuffix(s, "dg"), strings.HasSuffix(s, "ng") && (a == 'a' && s != "hang" && s != "bang" || strings.HasSuffix(s, "lung")),
		strings.HasSuffix(s, "ns") && n > 3, strings.HasSuffix(s, "rs"), strings.HasSuffix(s, "ls"), strings.HasSuffix(s, "ps"),
		strings.HasSuffix(s, "gu"), strings.HasSuffix(s, "iat"), strings.HasSuffix(s, "uat"), strings.HasSuffix(s, "eat") && strings.HasSuffix(s, "creat"),
		strings.HasSuffix(s, "bl"), strings.HasSuffix(s, "pl"), strings.HasSuffix(s, "tl"), strings.HasSuffix(s, "dl"), strings.HasSuffix(s, "gl"), strings.HasSuffix(s, "kl"), strings.HasSuffix(s, "zl"), strings.HasSuffix(s, "fl"):
		return s + "e"
	case c == 'e':
		return s + "e"
	case !isVowel(c) && isVowel(b) && !isVowel(a) && c != 'w' && c != 'x' && c != 'y' && vowelGroups(s) == 1:
		return s + "e" // hop → hope
	case !isVowel(c) && isVowel(b) && b != 'e' && !isVowel(a) && (c == 'd' || c == 'g' || c == 's' || c == 'k'):
		return s + "e" // decid, engag, accus, invok
	case strings.HasSuffix(s, "olv"), strings.HasSuffix(s, "ibl"):
		return s + "e"
	}
	return s
}

func vowelGroups(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		v := isVowel(s[i])
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

func capitalised(s string) bool {
	for _, r := range s {
		return unicode.IsUpper(r)
	}
	return false
}
