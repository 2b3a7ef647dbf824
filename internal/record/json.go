package record

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// object appends one JSON object. Records are written by hand rather than by
// reflection because everything the coder finds passes through here, and
// because the order of the fields is part of the contract.
type object struct {
	b     []byte
	first bool
}

func open(b []byte) object { return object{append(b, '{'), true} }

func (o *object) close() []byte { return append(o.b, '}') }

func (o *object) key(k string) {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.first = false
	o.b = append(o.b, '"')
	o.b = append(o.b, k...)
	o.b = append(o.b, '"', ':')
}

// str writes a string that is always present, even when empty.
func (o *object) str(k, v string) {
	o.key(k)
	o.b = appendString(o.b, v)
}

// opt writes a string, or null where it is unknown.
func (o *object) opt(k, v string) {
	o.key(k)
	if v == "" {
		o.b = append(o.b, "null"...)
		return
	}
	o.b = appendString(o.b, v)
}

func (o *object) int(k string, v int) {
	o.key(k)
	o.b = strconv.AppendInt(o.b, int64(v), 10)
}

func (o *object) bool(k string, v bool) {
	o.key(k)
	o.b = strconv.AppendBool(o.b, v)
}

// num writes a number with at most the given decimals, and no trailing zeros.
func (o *object) num(k string, v float64, decimals int) {
	o.key(k)
	p := math.Pow10(decimals)
	v = math.Round(v*p) / p
	if v == 0 {
		v = 0 // no negative zero
	}
	o.b = strconv.AppendFloat(o.b, v, 'f', -1, 64)
}

func (o *object) null(k string) {
	o.key(k)
	o.b = append(o.b, "null"...)
}

func (o *object) strs(k string, vs []string) {
	o.key(k)
	o.b = append(o.b, '[')
	for i, v := range vs {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendString(o.b, v)
	}
	o.b = append(o.b, ']')
}

const hexDigits = "0123456789abcdef"

// appendString quotes a string. Beyond what JSON demands it escapes the line
// separators NEL, U+2028 and U+2029, which many readers of "one object a line"
// take for the end of a line. Bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf && c != 0x7f {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[from:i]...), `\ufffd`...)
			from = i + n
		case r == 0x85:
			b = append(append(b, s[from:i]...), `\u0085`...)
			from = i + n
		case r == 0x2028 || r == 0x2029:
			b = append(append(b, s[from:i]...), `\u202`...)
			b = append(b, hexDigits[r&15])
			from = i + n
		}
		i += n
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}
