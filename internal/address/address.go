// Package address tells whether two addresses lead to one article. A page is
// reached over http and https, with and without www, through newsletters that
// add their campaign, as an AMP or a mobile page; the record keeps it once.
package address

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"chancery/lexicon"
)

// ErrAddress says that something is not the address of a web page.
var ErrAddress = errors.New("no address of a web page")

// longest is the longest address read, in bytes; browsers and servers stop
// between 2 and 64 KB.
const longest = 16 << 10

// rounds is how often forms may be taken off before an address is given up as
// made to last; real ones settle in three.
const rounds = 16

// Rules are the parameters and variants of lexicon/web. They are read once and
// safe for concurrent use.
type Rules struct {
	names    map[string][]string // parameter in small letters → hosts; none is every host
	prefixes []prefix
	labels   map[string]bool
	first    map[string]string // path part → what it becomes
	last     map[string]string
	endings  []ending // longest first
}

type prefix struct {
	text  string
	hosts []string
}

type ending struct{ form, becomes string }

// New reads "web/parameters.txt" and "web/variants.txt" of fsys.
func New(fsys fs.FS) (*Rules, error) {
	r := &Rules{names: map[string][]string{}, labels: map[string]bool{}, first: map[string]string{}, last: map[string]string{}}
	rows, err := lexicon.Table(fsys, "web/parameters.txt", 1)
	if err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	for _, row := range rows {
		name := strings.ToLower(row.Col(0))
		hosts := lexicon.Split(strings.ToLower(row.Col(1)))
		if p, ok := strings.CutSuffix(name, "*"); ok {
			if p == "" {
				return nil, fmt.Errorf("address: %w", lexicon.Problem{File: row.File, Line: row.Line, Msg: "a bare * would take off every parameter"})
			}
			r.prefixes = append(r.prefixes, prefix{p, hosts})
			continue
		}
		if old, ok := r.names[name]; ok && (len(old) == 0 || len(hosts) == 0) {
			hosts = nil
		} else {
			hosts = append(old, hosts...)
		}
		r.names[name] = hosts
	}
	if rows, err = lexicon.Table(fsys, "web/variants.txt", 2); err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	for _, row := range rows {
		form, becomes := strings.ToLower(row.Col(1)), row.Col(2)
		switch row.Col(0) {
		case "label":
			r.labels[form] = true
		case "first":
			r.first[form] = becomes
		case "last":
			r.last[form] = becomes
		case "ending":
			r.endings = append(r.endings, ending{form, becomes})
		default:
			return nil, fmt.Errorf("address: %w", lexicon.Problem{File: row.File, Line: row.Line, Msg: "want label, first, last or ending"})
		}
	}
	slices.SortStableFunc(r.endings, func(a, b ending) int { return cmp.Compare(len(b.form), len(a.form)) })
	return r, nil
}

// Canonical is the form by which an article is known. Two addresses with one
// canonical form lead to one article, as far as addresses can tell; the form
// itself is a key and need not lead anywhere. It is its own canonical form.
// Errors wrap ErrAddress.
func (r *Rules) Canonical(raw string) (string, error) {
	// A form taken off may lay another bare: an AMP page may have been mobile too.
	for range rounds {
		u, err := parse(raw)
		if err != nil {
			return "", err
		}
		if v := unwrapped(u); v != nil {
			u = v
		}
		r.host(u)
		r.path(u)
		r.query(u)
		now := u.String()
		if now == raw {
			return raw, nil
		}
		raw = now
	}
	return "", fmt.Errorf("%w: it does not settle", ErrAddress)
}

func parse(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > longest {
		return nil, fmt.Errorf("%w: %d bytes long", ErrAddress, len(raw))
	}
	if strings.ContainsAny(raw, "\t\r\n") { // browsers pass over them
		raw = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(raw)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %.80q", ErrAddress, raw)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, fmt.Errorf("%w: %.80q", ErrAddress, raw)
	}
	host, err := asciiHost(u.Hostname())
	if err != nil {
		return nil, fmt.Errorf("%w: %.80q: %v", ErrAddress, raw, err)
	}
	port := u.Port()
	if port == "80" || port == "443" { // either, as the schemes are one
		port = ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if u.Host = host; port != "" {
		u.Host += ":" + port
	}
	u.Scheme = "https"
	u.User = nil
	if !strings.HasPrefix(u.Fragment, "!") { // "#!" names the page on sites built on scripts
		u.Fragment, u.RawFragment = "", ""
	}
	return u, nil
}

// asciiHost is a host in the form of the DNS: small letters, punycode, no
// final dot.
func asciiHost(h string) (string, error) {
	h = strings.TrimSuffix(strings.ToLower(h), ".")
	if strings.Contains(h, ":") || !nonASCII(h) {
		return h, nil
	}
	return idna.Lookup.ToASCII(h)
}

func nonASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
	}
	return false
}

// unwrapped is the page in an address of Google's AMP cache or viewer, nil for
// other addresses: "news-example.cdn.ampproject.org/c/s/news.example/talks" and
// "www.google.com/amp/s/news.example/talks". The part s says https.
func unwrapped(u *url.URL) *url.URL {
	rest := ""
	switch {
	case strings.HasSuffix(u.Host, ".cdn.ampproject.org") || u.Host == "cdn.ampproject.org":
		for _, kind := range []string{"/c/", "/v/"} { // documents, and documents with a viewer
			if after, ok := strings.CutPrefix(u.EscapedPath(), kind); ok {
				rest = after
			}
		}
	case registrable(u.Host) == "google.com" || strings.HasPrefix(registrable(u.Host), "google."):
		rest, _ = strings.CutPrefix(u.EscapedPath(), "/amp/")
		if rest == u.EscapedPath() {
			rest = ""
		}
	}
	rest = strings.TrimPrefix(rest, "s/")
	host, _, _ := strings.Cut(rest, "/")
	if !strings.Contains(host, ".") {
		return nil
	}
	v, err := parse("https://" + rest)
	if err != nil {
		return nil
	}
	v.RawQuery = u.RawQuery
	return v
}

// host takes off the labels of variants, as long as the site's name is left.
func (r *Rules) host(u *url.URL) {
	name, port, _ := strings.Cut(u.Host, ":")
	site := registrable(name)
	sub, ok := strings.CutSuffix(name, "."+site)
	if !ok {
		return
	}
	kept := slices.DeleteFunc(strings.Split(sub, "."), func(l string) bool { return r.labels[l] })
	u.Host = strings.Join(append(kept, site), ".")
	if port != "" {
		u.Host += ":" + port
	}
}

func (r *Rules) path(u *url.URL) {
	p := escaped(u)
	if i := strings.Index(strings.ToLower(p), ";jsessionid="); i >= 0 {
		p = p[:i]
	}
	if p != "" && p != "/" {
		// Clean would drop empty parts, which some sites tell apart.
		if strings.Contains(p, "/.") {
			p = path.Clean("/" + p)
		}
		p = strings.TrimRight(p, "/")
		parts := strings.Split(p, "/") // parts[0] is empty
		// A page of its own has more than the variant's name: /amp stays.
		if len(parts) > 2 {
			if becomes, ok := r.first[strings.ToLower(parts[1])]; ok {
				parts = replaced(parts, 1, becomes)
			}
		}
		end := len(parts) - 1
		if becomes, ok := r.last[strings.ToLower(parts[end])]; ok && (end > 1 || strings.Contains(parts[end], ".")) {
			parts = replaced(parts, end, becomes)
		}
		p = strings.Join(parts, "/")
		for _, e := range r.endings {
			n := len(p) - len(e.form)
			if n > 1 && p[n-1] != '/' && strings.EqualFold(p[n:], e.form) {
				p = p[:n] + e.becomes
				break
			}
		}
	}
	if p == "/" {
		p = ""
	}
	u.RawPath = p
	var err error
	if u.Path, err = url.PathUnescape(p); err != nil {
		u.Path, u.RawPath = p, ""
	}
}

func replaced(parts []string, i int, by string) []string {
	if by == "" {
		return slices.Delete(parts, i, i+1)
	}
	parts[i] = by
	return parts
}

// escaped is a path with every byte escaped that must be, in capitals, and none
// that need not be (RFC 3986, 6.2.2).
func escaped(u *url.URL) string { return normal(u.EscapedPath()) }

const hexDigits = "0123456789ABCDEF"

func normal(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' || i+2 >= len(s) || unhex(s[i+1]) < 0 || unhex(s[i+2]) < 0 {
			b.WriteByte(s[i])
			continue
		}
		c := byte(unhex(s[i+1])<<4 | unhex(s[i+2]))
		if unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
		i += 2
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '.' || c == '_' || c == '~'
}

// query drops the parameters that do not tell pages apart and sorts the others
// by name; those of one name keep their order.
func (r *Rules) query(u *url.URL) {
	u.ForceQuery = false
	if u.RawQuery == "" {
		return
	}
	host := u.Hostname()
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		if part == "" || r.tracks(name, host) || name == "" && value == "" {
			continue
		}
		kept = append(kept, normal(part))
	}
	slices.SortStableFunc(kept, func(a, b string) int {
		a, _, _ = strings.Cut(a, "=")
		b, _, _ = strings.Cut(b, "=")
		return cmp.Compare(a, b)
	})
	u.RawQuery = strings.Join(kept, "&")
}

func (r *Rules) tracks(name, host string) bool {
	if s, err := url.QueryUnescape(name); err == nil {
		name = s
	}
	name = strings.ToLower(name)
	if hosts, ok := r.names[name]; ok && under(host, hosts) {
		return true
	}
	for _, p := range r.prefixes {
		if strings.HasPrefix(name, p.text) && under(host, p.hosts) {
			return true
		}
	}
	return false
}

// under reports whether host is one of hosts or lies under one; no hosts are
// every host.
func under(host string, hosts []string) bool {
	if len(hosts) == 0 {
		return true
	}
	for _, h := range hosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

// registrable is the part of a host that somebody registered: "bbc.co.uk" for
// "news.bbc.co.uk" (after the Public Suffix List); the host itself where there
// is none, as with numbers and "localhost".
func registrable(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	return site
}

// OfPage is the address that a page fetched from one address may claim by its
// link rel=canonical or og:url: link, where it leads to the same registrable
// domain and not to the front page, else page. A page cannot pass itself off as
// another house's.
func OfPage(page, link string) string {
	p, err := url.Parse(strings.TrimSpace(page))
	if err != nil || link == "" {
		return page
	}
	l, err := p.Parse(strings.TrimSpace(link))
	if err != nil || l.Scheme != "http" && l.Scheme != "https" {
		return page
	}
	if registrable(strings.ToLower(p.Hostname())) != registrable(strings.ToLower(l.Hostname())) {
		return page
	}
	if front(l) && !front(p) {
		return page
	}
	return l.String()
}

func front(u *url.URL) bool { return (u.Path == "" || u.Path == "/") && u.RawQuery == "" }
