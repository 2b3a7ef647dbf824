package chronicle

import (
	"net/url"
	"strings"
)

// safeURL is an address that may be linked to: http or https with a host, in
// ASCII, without a password; else "". Articles are strangers' text, and
// "javascript:" is an address too.
func safeURL(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 2048 {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	out := u.String()
	for i := 0; i < len(out); i++ {
		if out[i] <= ' ' || out[i] > '~' {
			return ""
		}
	}
	return strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\"", "%22", "`", "%60", "\\", "%5C", "|", "%7C", "{", "%7B", "}", "%7D", "[", "%5B", "]", "%5D").Replace(out)
}
