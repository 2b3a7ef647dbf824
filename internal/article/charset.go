package article

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var bom = []byte{0xef, 0xbb, 0xbf}

// sniff tells the format of bytes that no name vouches for.
func sniff(b []byte) Format {
	b = bytes.TrimLeft(bytes.TrimPrefix(b, bom), " \t\r\n")
	if len(b) == 0 {
		return Plain
	}
	if b[0] == '{' || b[0] == '[' && bytes.HasPrefix(bytes.TrimLeft(b[1:], " \t\r\n"), []byte("{")) {
		return JSON
	}
	low := bytes.ToLower(b[:min(len(b), 1024)])
	if b[0] == '<' {
		for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<meta", "<article", "<div", "<p>"} {
			if bytes.HasPrefix(low, []byte(tag)) {
				return HTML
			}
		}
	}
	return Plain
}

// decode makes UTF-8 of stored text. The charset is that of a byte order mark,
// else of contentType, else (page) of a meta element, else UTF-8 where the
// bytes are valid UTF-8, else a guess between the single-byte charsets. A UTF-8
// byte order mark stays in plain text, so that offsets hold in the stored file.
func decode(b []byte, contentType string, page bool) (string, error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return "", ErrEmpty
	}
	enc, name := declared(b, contentType, page)
	switch {
	case enc == nil && utf8.Valid(b), enc == nil && name == "utf-8" && utf8.Valid(b):
		return text(b)
	case enc != nil:
		out, err := enc.NewDecoder().Bytes(b)
		if err != nil {
			return "", fmt.Errorf("%w: not %s: %v", ErrEncoding, name, err)
		}
		if i := bytes.Index(out, []byte("\uFFFD")); i >= 0 && !slightlyDamaged(out) {
			return "", fmt.Errorf("%w: stated to be %s, which it is not (offset %d once decoded)", ErrEncoding, name, i)
		}
		return text(out)
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return "", fmt.Errorf("%w (NUL at byte offset %d)", ErrBinary, i)
	}
	bad := firstInvalid(b)
	enc, name = guess(b)
	if enc == nil && page {
		// Offsets point into the text taken out of a page, so a few damaged
		// bytes may become U+FFFD, as in every browser.
		if fixed := bytes.ToValidUTF8(b, []byte("\uFFFD")); slightlyDamaged(fixed) {
			return text(fixed)
		}
	}
	if enc == nil {
		return "", fmt.Errorf("%w: invalid UTF-8 at byte offset %d, and no other charset fits", ErrEncoding, bad)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("%w: not %s: %v", ErrEncoding, name, err)
	}
	return text(out)
}

// slightlyDamaged reports whether replacement characters are rare enough, one in a
// thousand bytes, for the text to be of use.
func slightlyDamaged(b []byte) bool { return bytes.Count(b, []byte("\uFFFD"))*1000 <= len(b) }

// text refuses what decodes but is no text: a share of control characters that
// no charset of text leaves.
func text(b []byte) (string, error) {
	control := 0
	for i, c := range b {
		if c == 0 {
			return "", fmt.Errorf("%w (NUL at byte offset %d)", ErrBinary, i)
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b && c != 0x03 {
			control++
		}
	}
	if control > 4 && control*50 > len(b) {
		return "", fmt.Errorf("%w (%d control characters)", ErrBinary, control)
	}
	return string(b), nil
}

// declared is the charset the input states, nil for UTF-8 or none stated. A
// page that states a charset and is valid UTF-8 with bytes over 127 is taken as
// UTF-8: the label is then a template's left-over.
func declared(b []byte, contentType string, page bool) (encoding.Encoding, string) {
	switch {
	case bytes.HasPrefix(b, bom):
		return nil, "utf-8"
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "utf-16"
	}
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	if label == "" && page {
		// DetermineEncoding reads meta elements and does not say whether it found
		// one, but where it did not it answers UTF-8 or windows-1252. A page that
		// does state windows-1252 is no worse for a look at its bytes.
		if _, name, _ := charset.DetermineEncoding(b[:min(len(b), 1024)], contentType); name != "windows-1252" && name != "utf-8" {
			label = name
		}
	}
	if label == "" {
		return nil, ""
	}
	enc, name := charset.Lookup(label)
	if enc == nil || name == "utf-8" || utf8.Valid(b) && !ascii(b) && !strings.HasPrefix(name, "utf-16") {
		return nil, "utf-8"
	}
	return enc, name
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

// guess chooses a single-byte charset for bytes that are not UTF-8. In
// windows-1251 Cyrillic words are runs of high bytes; in windows-1252 a high
// byte is a rare accented letter or a typographic mark between ASCII letters.
// Bytes neither charset defines, or UTF-8 with a few bytes broken, fit none.
func guess(b []byte) (encoding.Encoding, string) {
	high, runs, letters, multi := 0, 0, 0, 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c >= 0x80:
			high++
			if i > 0 && b[i-1] >= 0xc0 && c >= 0xc0 {
				runs++
			}
			if n := utf8Len(b[i:]); n > 1 {
				multi++
			}
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		case c == 0x7f || c < 0x09:
			return nil, ""
		}
	}
	switch {
	case multi*2 > high-multi*2:
		// Mostly well-formed UTF-8 sequences: damaged UTF-8, not another charset.
		return nil, ""
	case runs*2 > high && high > letters:
		return charmap.Windows1251, "windows-1251"
	case high*5 > letters:
		return nil, ""
	}
	for _, c := range b {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d: // undefined in windows-1252
			return nil, ""
		}
	}
	return charmap.Windows1252, "windows-1252"
}

func utf8Len(b []byte) int {
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError {
		return 0
	}
	return n
}
