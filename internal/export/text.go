package export

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/internal/day"
)

// cleanable reports whether a text has something that appendClean changes.
func cleanable(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			return true
		}
	}
	return len(s) > 0 && (s[0] == ' ' || s[len(s)-1] == ' ')
}

// appendClean appends a text as one line that every reader takes for one line:
// line breaks, tabs and other control characters become one blank, and so do
// the separators U+2028 and U+2029, which many programs split lines at; bytes
// that are no UTF-8 and the code points that XML forbids become U+FFFD; a byte
// order mark goes. Blanks at the ends go too.
func appendClean(b []byte, s string) []byte {
	if !cleanable(s) {
		return append(b, s...)
	}
	start := len(b)
	gap := false
	for _, r := range s {
		switch {
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029:
			gap = true
			continue
		case r == 0xfeff:
			continue
		case r == 0xfffe || r == 0xffff:
			r = utf8.RuneError
		case r == ' ' && len(b) == start:
			continue
		}
		if gap && len(b) > start && b[len(b)-1] != ' ' && r != ' ' {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, r)
	}
	for len(b) > start && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

func clean(s string) string {
	if !cleanable(s) {
		return s
	}
	return string(appendClean(nil, s))
}

// item is an element of a list that is joined by "; ": a semicolon in it
// becomes a comma, or in an address what stands for it there.
func item(s string) string {
	if !strings.Contains(s, ";") {
		return s
	}
	if strings.Contains(s, "://") {
		return strings.ReplaceAll(s, ";", "%3B")
	}
	return strings.ReplaceAll(s, ";", ",")
}

func appendFloat(b []byte, v float64) []byte { return strconv.AppendFloat(b, v, 'f', -1, 64) }

// appendDay writes YYYYMMDD.
func appendDay(b []byte, d day.Day) []byte { return d.Time().AppendFormat(b, "20060102") }
