package article

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"chancery/internal/doc"
)

// Identifier names the language of running text.
type Identifier interface {
	// Identify returns an ISO 639 code (two letters where there is one) and how
	// sure it is, 0 to 1. It returns "" when it cannot tell.
	Identify(text string) (code string, confidence float64)
}

// trigrams identifies a language by the trigram profiles of whatlanggo.
type trigrams struct{}

func (trigrams) Identify(text string) (string, float64) {
	info := whatlanggo.Detect(text)
	if info.Lang < 0 {
		return "", 0
	}
	code := info.Lang.Iso6391()
	if code == "" {
		code = info.Lang.Iso6393()
	}
	return code, info.Confidence
}

const (
	// Letters below which trigram statistics say nothing against English: a
	// sentence of foreign names is often called Tagalog or Danish.
	tooShort = 160
	// Bytes of body that are enough to tell a language.
	sampleBytes = 3000
	// Share of bytes that are letters below which a text is a table of figures.
	proseShare = 0.60
	// Share of English function words in running English is 0.30 to 0.45, in
	// telegraphic English 0.15; in other Latin-script languages under 0.05.
	englishShare = 0.12
	// Confidence of whatlanggo above which a long text without English words is
	// taken to be what it says.
	foreignSure = 0.30
)

// language decides the document's language: "en", or an error that wraps
// ErrLanguage. Being unsure means English.
func (r *Reader) language(d *doc.Document, stated string, t trust) (string, error) {
	stated = primary(stated)
	if t == trusted && stated != "" {
		if stated == "en" {
			return "en", nil
		}
		return "", fmt.Errorf("%w: %q is stated", ErrLanguage, stated)
	}
	text := sample(d)
	letters, latin := countLetters(text)
	if letters > 0 && latin*2 < letters {
		code, _ := r.Language.Identify(text)
		if code == "" || code == "en" {
			code = "other than Latin script"
		}
		return "", fmt.Errorf("%w: %s", ErrLanguage, code)
	}
	share := r.words.functionShare(text)
	if share >= englishShare || letters < tooShort {
		if letters < tooShort && share == 0 && stated != "" && stated != "en" {
			return "", fmt.Errorf("%w: %q is stated", ErrLanguage, stated)
		}
		return "en", nil
	}
	if float64(letters) < proseShare*float64(utf8.RuneCountInString(text)) {
		return "en", nil
	}
	if code, sure := r.Language.Identify(text); code != "" && code != "en" && sure >= foreignSure {
		return "", fmt.Errorf("%w: %s", ErrLanguage, code)
	}
	if share < englishShare/4 && stated != "" && stated != "en" {
		return "", fmt.Errorf("%w: %q is stated", ErrLanguage, stated)
	}
	return "en", nil
}

// primary is the primary subtag of a language tag: "en" for "en-GB" and "EN_us".
func primary(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "eng", "english":
		return "en"
	}
	return tag
}

// sample is body text to judge the language by, the headline left out unless
// there is nothing else.
func sample(d *doc.Document) string {
	for _, b := range d.Blocks {
		if b.Kind == doc.Body && b.Len() > sampleBytes {
			return clip(d.Text[b.Start:], sampleBytes)
		}
	}
	var sb strings.Builder
	for _, b := range d.Blocks {
		if b.Kind != doc.Body && b.Kind != doc.Caption {
			continue
		}
		sb.WriteString(d.Slice(b.Span))
		sb.WriteByte('\n')
		if sb.Len() > sampleBytes {
			break
		}
	}
	if sb.Len() == 0 {
		return clip(d.Text, sampleBytes)
	}
	return clip(sb.String(), sampleBytes)
}

// clip cuts s to at most n bytes, at a rune.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func countLetters(s string) (letters, latin int) {
	for _, c := range s {
		switch {
		case c < 0x80:
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				letters++
				latin++
			}
		case unicode.IsLetter(c):
			letters++
			if unicode.Is(unicode.Latin, c) {
				latin++
			}
		}
	}
	return letters, latin
}

// functionShare is the share of words that are English function words, 0 to 1.
func (v *vocabulary) functionShare(s string) float64 {
	words, hits := 0, 0
	var low [16]byte
	for i := 0; i < len(s); {
		if !asciiLetter(s[i]) {
			i++
			continue
		}
		j := i
		for j < len(s) && asciiLetter(s[j]) {
			j++
		}
		words++
		if n := j - i; n <= len(low) {
			for k := range n {
				low[k] = s[i+k] | 0x20
			}
			if _, ok := v.function[string(low[:n])]; ok {
				hits++
			}
		}
		i = j
	}
	if words == 0 {
		return 0
	}
	return float64(hits) / float64(words)
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
