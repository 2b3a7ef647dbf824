// Package feed reads what news sites publish about their new articles (RSS 0.9
// to 2.0, Atom 0.3 and 1.0, JSON Feed), lists of feeds (OPML), and polls feeds
// for articles by each one's own rhythm.
//
// Feeds are written by hand more often than one would think, so reading is
// lenient: a stray ampersand, an unclosed element or a wrong charset costs
// nothing. It is also bounded: nothing is expanded, no external entity is
// fetched, and depth is limited, so a hostile feed costs no more than its bytes.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Trouble with a feed; test with errors.Is.
var (
	ErrNoFeed = errors.New("no feed")
	ErrBroken = errors.New("broken feed")
)

const (
	// Elements may nest this deep; XHTML inside Atom reaches some 30.
	maxDepth = 200
	// Entries read of one feed; the longest archives published as one have some
	// thousands.
	maxEntries = 20_000
)

// Feed is what one document says.
type Feed struct {
	Title string
	Link  string // the site's page
	Lang  string
	// Every is how often the publisher says that the feed changes (ttl,
	// sy:updatePeriod); 0 when it does not.
	Every   time.Duration
	Entries []Entry // in the order of the document, each ID once
}

// Entry is one article as a feed announces it.
type Entry struct {
	ID        string // guid or id; else the link, else a hash of what there is
	Link      string // absolute; "" when there is none
	Title     string // plain text
	Author    string
	Lang      string
	Published string    // as stated
	Time      time.Time // Published, read; zero when it could not be
	Content   string    // the article as HTML; "" when the feed does not hold it
	Summary   string    // HTML, or text
}

// Parse reads a feed. contentType is the HTTP header's, "" when unknown; base is
// where the feed came from and resolves its links. With an error that wraps
// ErrBroken comes what could be read before the damage.
func Parse(data []byte, contentType, base string) (*Feed, error) {
	text := decode(data, contentType)
	var f *Feed
	var err error
	switch start := strings.TrimLeft(text, " \t\r\n"); {
	case strings.HasPrefix(start, "{"):
		f, err = parseJSON([]byte(start))
	case strings.HasPrefix(start, "<"):
		f, err = parseXML(start, base)
	default:
		return nil, fmt.Errorf("%w: it begins with %.30q", ErrNoFeed, start)
	}
	if f == nil {
		return nil, err
	}
	at, _ := url.Parse(base)
	f.Title, f.Link = plain(f.Title), resolved(at, f.Link)
	seen := map[string]bool{}
	kept := f.Entries[:0]
	for _, e := range f.Entries {
		e.finish(at)
		if e.ID == "" || seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		kept = append(kept, e)
	}
	f.Entries = kept
	return f, err
}

func (e *Entry) finish(base *url.URL) {
	e.Title, e.Author = plain(e.Title), plain(e.Author)
	e.Link = resolved(base, e.Link)
	e.ID = strings.TrimSpace(e.ID)
	e.Published = strings.TrimSpace(e.Published)
	e.Time = parseTime(e.Published)
	if e.ID == "" {
		e.ID = e.Link
	}
	if e.ID == "" && e.Title+e.Content+e.Summary != "" {
		sum := sha256.Sum256([]byte(e.Title + "\x00" + e.Content + "\x00" + e.Summary))
		e.ID = hex.EncodeToString(sum[:12])
	}
}

// resolved is a link as an absolute address of the web, "" when it is none.
func resolved(base *url.URL, link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || link == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// decode makes UTF-8 of a feed, without what XML forbids. Bytes that are UTF-8
// are taken for it whatever the labels say; else the document's own declaration
// is believed before the server's, whose default it often is.
func decode(b []byte, contentType string) string {
	label := ""
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		label = "utf-16le"
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		label = "utf-16be"
	}
	if label == "" && !utf8.Valid(b) {
		if label = declared(b); label == "" {
			if _, params, err := mime.ParseMediaType(contentType); err == nil {
				label = params["charset"]
			}
		}
		if enc, name := charset.Lookup(label); enc == nil || name == "utf-8" {
			label = "windows-1252"
			if mostlyUTF8(b) {
				label = ""
			}
		}
	}
	if enc, _ := charset.Lookup(label); enc != nil {
		if out, err := enc.NewDecoder().Bytes(b); err == nil {
			b = bytes.TrimPrefix(out, []byte("\ufeff"))
		}
	}
	return strings.Map(func(c rune) rune {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(string(b), "\ufffd"))
}

// declared is the encoding that an XML declaration names, "" when there is none.
func declared(b []byte) string {
	head := b[:min(len(b), 200)]
	end := bytes.Index(head, []byte("?>"))
	if !bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<?xml")) || end < 0 {
		return ""
	}
	_, after, ok := bytes.Cut(head[:end], []byte("encoding"))
	after = bytes.TrimLeft(after, " =\t")
	if !ok || len(after) < 2 {
		return ""
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	return string(name)
}

// mostlyUTF8 reports whether the bytes beyond ASCII are UTF-8 but for a few.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > 4*bad
}

// plain is the text of a title on one line. Titles are stated as text, as HTML,
// and as HTML that was escaped once more than needed.
func plain(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = text(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// text is what a reader sees of a piece of HTML.
func text(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			// "AT&amp;amp;T" is still escaped after the feed and the HTML.
			return html.UnescapeString(b.String())
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			b.WriteByte(' ')
		}
	}
}
