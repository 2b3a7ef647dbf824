package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// readEnglish reads the names that GeoNames tags as English from the message
// catalogue of Debian's libgeonames-common (GNU gettext's .mo, whose keys are
// GeoNames ids).
func readEnglish(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out, err := messages(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// messages unpacks a little-endian .mo file: a header that says how many
// messages there are and where the tables of keys and of translations stand,
// each a list of lengths and offsets.
func messages(data []byte) (map[string]string, error) {
	const magic, header = 0x950412de, 20
	if len(data) < header || binary.LittleEndian.Uint32(data) != magic {
		return nil, errors.New("no message catalogue")
	}
	u32 := func(at int) int { return int(binary.LittleEndian.Uint32(data[at:])) }
	n, keys, texts := u32(8), u32(12), u32(16)
	if n > len(data)/8 {
		return nil, errors.New("cut short")
	}
	str := func(table, i int) (string, error) {
		at := table + 8*i
		if at < 0 || at+8 > len(data) {
			return "", errors.New("cut short")
		}
		size, off := u32(at), u32(at+4)
		if off+size > len(data) {
			return "", errors.New("cut short")
		}
		return string(data[off : off+size]), nil
	}
	out := make(map[string]string, n)
	for i := range n {
		k, err := str(keys, i)
		if err != nil {
			return nil, err
		}
		if out[k], err = str(texts, i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// romanised are countries whose names GeoNames writes in scholars' romanisation,
// with marks that no report uses.
var romanised = set(`AE AF AM BD BG BH BT BY CN DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ
	LA LB LK LY MA MK MM MN MR NP OM PK PS QA RU SA SD SY TH TJ TN TW UA UZ VN YE`)

// added are the words by which English names tell a town from what surrounds it.
var added = set(`city district municipality province region county department governorate prefecture
	town township borough metropolitan area canton gmina`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// display is the name to print: an English name where GeoNames' own has letters
// that English lacks and the English one has fewer, else its own, without the
// marks of a romanisation. English names of towns whose own names need no change
// ("Sevilla") stand in lexicon/en/places/names.txt, because the list of GeoNames
// puts old ones ("Amoy") beside those in use.
func display(name, ascii, english, country string) string {
	foreign := marks(name)
	if foreign == 0 {
		return name
	}
	if english != "" && marks(english) < foreign && !addsKind(name, english) {
		return english
	}
	if romanised[country] && marks(french.Replace(name)) > 0 {
		return plain(name, ascii)
	}
	return name
}

// french takes off the marks of French, in which some of these countries write
// their names themselves ("Rabat-Salé-Kénitra").
var french = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "à", "a", "â", "a", "î", "i", "ï", "i", "ô", "o",
	"û", "u", "ù", "u", "ç", "c", "É", "E", "È", "E", "Î", "I", "Ô", "O")

// marks counts the letters and signs that are not ASCII.
func marks(s string) int {
	n := 0
	for _, r := range s {
		if r > unicode.MaxASCII {
			n++
		}
	}
	return n
}

func addsKind(name, english string) bool {
	own := strings.ToLower(name)
	for _, w := range strings.Fields(strings.ToLower(english)) {
		if added[w] && !strings.Contains(own, w) {
			return true
		}
	}
	return false
}

// plain is a name in ASCII: GeoNames' own where it states one, else with its marks
// taken off.
func plain(name, ascii string) string {
	if ascii != "" && marks(ascii) == 0 {
		return ascii
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ʻ' || r == 'ʼ' || r == '‘':
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
