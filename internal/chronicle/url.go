package chronicle

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// safeURL is an address that may be linked to: http or https with a host, in
// ASCII, without a password; else "". Articles are strangers' text, and
// "javascript:" is an address too.
func safeURL(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxURL {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.ContainsFunc(u.Hostname(), noHost) {
		return ""
	}
	out := u.String()
	for i := 0; i < len(out); i++ {
		if out[i] <= ' ' || out[i] > '~' {
			return ""
		}
	}
	out = escapes.Replace(out)
	if len(out) > maxURL { // escaping makes longer
		return ""
	}
	return out
}

// maxURL is the length, in bytes, beyond which an address is taken for no
// address: programs that read the record cut or refuse longer ones.
const maxURL = 2048

var escapes = strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\"", "%22", "`", "%60", "\\", "%5C", "|", "%7C", "{", "%7B", "}", "%7D")

// noHost reports whether a character stands in no name or address of a host.
func noHost(r rune) bool {
	return r < utf8.RuneSelf && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_:", r))
}
