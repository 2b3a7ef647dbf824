package fetch

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read: what RFC 9309, 2.5 asks for at
// the least.
const maxRobots = 500 << 10

// exclusion is what a robots.txt (RFC 9309) says to us. temoto/robotstxt was
// tried and left: an empty Disallow joins two groups, wildcards match anywhere in
// a path, and one odd line loses the file.
type exclusion struct {
	rules []rule
	delay time.Duration // Crawl-delay; 0 when there is none
}

type rule struct {
	allow bool
	size  int      // of the pattern in bytes: the longest that matches decides
	parts []string // the pattern, cut at its stars
	end   bool     // it must match the whole path
}

// parseExclusion reads the groups for a product token; where none is for it,
// those for everybody. What it cannot read it passes over.
func parseExclusion(b []byte, product string) *exclusion {
	var ours, all exclusion
	found := false
	var here struct{ ours, all, rules bool } // whom the group at hand is for, and whether its rules have begun
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	for line := range strings.FieldsFuncSeq(string(b), func(c rune) bool { return c == '\n' || c == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		key = strings.ToLower(strings.TrimSpace(key))
		switch key {
		case "user-agent":
			if here.rules {
				here.ours, here.all, here.rules = false, false, false
			}
			if value == "*" {
				here.all = true
			} else if strings.EqualFold(value[:tokenLen(value)], product) {
				here.ours, found = true, true
			}
			continue
		case "allow", "disallow", "crawl-delay":
			here.rules = true
		default:
			continue
		}
		for _, g := range []struct {
			in bool
			to *exclusion
		}{{here.ours, &ours}, {here.all, &all}} {
			if !g.in {
				continue
			}
			if key == "crawl-delay" {
				if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < math.MaxInt32 {
					g.to.delay = time.Duration(s * float64(time.Second))
				}
			} else if value != "" {
				g.to.rules = append(g.to.rules, newRule(key == "allow", value))
			}
		}
	}
	if found {
		return &ours
	}
	return &all
}

// tokenLen is the length of the product token that v begins with.
func tokenLen(v string) int {
	for i := range len(v) {
		if c := v[i]; c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && c != '_' {
				return i
			}
		}
	}
	return len(v)
}

func newRule(allow bool, pattern string) rule {
	pattern = escaped(pattern)
	r := rule{allow: allow, size: len(pattern)}
	pattern, r.end = strings.CutSuffix(pattern, "$")
	r.parts = strings.Split(pattern, "*")
	return r
}

// matches reports whether the pattern matches from the beginning of a path.
func (r *rule) matches(path string) bool {
	rest, ok := strings.CutPrefix(path, r.parts[0])
	if !ok {
		return false
	}
	last := len(r.parts) - 1
	if last == 0 {
		return !r.end || rest == ""
	}
	for _, p := range r.parts[1:last] {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	if r.end {
		return strings.HasSuffix(rest, r.parts[last])
	}
	return strings.Contains(rest, r.parts[last])
}

// allows reports whether we may ask for a path (with its query, escaped). The
// longest rule decides, and between equals the one that allows.
func (x *exclusion) allows(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = escaped(path)
	allow, size := true, -1
	for i := range x.rules {
		r := &x.rules[i]
		if (r.size > size || r.size == size && r.allow) && r.matches(path) {
			allow, size = r.allow, r.size
		}
	}
	return allow
}

// escaped is a path in the form in which rules and paths are compared:
// letters beyond ASCII escaped, escapes in capitals, and none that need not be.
func escaped(s string) string {
	const digits = "0123456789ABCDEF"
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80 && s[i] != '%'
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c = byte(v)
				i += 2
				if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
					b.WriteByte(c)
				} else {
					b.Write([]byte{'%', digits[c>>4], digits[c&15]})
				}
				continue
			}
		}
		if c < 0x80 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}
