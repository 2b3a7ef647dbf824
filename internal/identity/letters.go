package identity

import (
	"fmt"
	"io/fs"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"chancery/lexicon"
)

// letters writes every letter in a to z. The low part of Unicode, where Latin,
// Greek and Cyrillic stand, is a table; Vietnamese letters are looked up.
type letters struct {
	low  [0x590]string
	rest map[rune]string
}

func loadLetters(fsys fs.FS) (*letters, error) {
	rows, err := lexicon.Table(fsys, dir+"letters.txt", 2)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	l := &letters{rest: make(map[rune]string)}
	for r := rune(0x80); r < 0x1F00; r++ {
		if r >= 0x590 && r < 0x1E00 || !unicode.IsLetter(r) {
			continue
		}
		if c := norm.NFD.String(string(unicode.ToLower(r)))[0]; c < utf8.RuneSelf {
			l.put(r, string(c))
		}
	}
	for _, row := range rows {
		for _, s := range lexicon.Split(row.Col(0)) {
			r, n := utf8.DecodeRuneInString(s)
			if n != len(s) {
				return nil, lexicon.Problem{File: row.File, Line: row.Line, Msg: fmt.Sprintf("%q is not one letter", s)}
			}
			l.put(r, row.Col(1))
			l.put(unicode.ToUpper(r), row.Col(1))
		}
	}
	return l, nil
}

func (l *letters) put(r rune, s string) {
	if r < rune(len(l.low)) {
		l.low[r] = s
	} else {
		l.rest[r] = s
	}
}

// latin is the letter in a to z; "" for what is no letter or not known.
func (l *letters) latin(r rune) string {
	if r < rune(len(l.low)) {
		return l.low[r]
	}
	return l.rest[r]
}

// Fold writes s in the letters a to z without case and marks, its words divided
// by one blank.
func (l *letters) fold(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				b = append(b, c)
			case 'A' <= c && c <= 'Z':
				b = append(b, c|0x20)
			case c == '.' || c == '\'':
			default:
				b = blank(b)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch w := l.latin(r); {
		case w != "" || unicode.IsLetter(r):
			b = append(b, w...)
		case unicode.Is(unicode.Mn, r) || apostrophe(r):
		default:
			b = blank(b)
		}
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b = b[:n-1]
	}
	return string(b)
}

func blank(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] != ' ' {
		b = append(b, ' ')
	}
	return b
}

// apostrophe tells the marks for ʿayn and hamza too, which spellings drop.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', 'ʾ', 'ʿ', 'ʹ', 'ʺ', '′':
		return true
	}
	return false
}
