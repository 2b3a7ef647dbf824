package feed

import (
	"fmt"
	"mime"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Ref is a feed that a list or a page names.
type Ref struct {
	URL   string
	Title string // plain text
}

// IsOPML reports whether a document is a list of feeds.
func IsOPML(data []byte) bool {
	z := html.NewTokenizer(strings.NewReader(decode(data[:min(len(data), 8192)], "")))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			name, _ := z.TagName()
			return string(name) == "opml"
		}
	}
}

// ParseOPML reads a list of feeds (OPML 1.0 and 2.0) in its order, each address
// once. base resolves relative addresses. Outlines that name no feed are folders
// or notes, and are passed over.
func ParseOPML(data []byte, contentType, base string) ([]Ref, error) {
	src := decode(data, contentType)
	at, _ := url.Parse(base)
	var out []Ref
	seen := map[string]bool{}
	root := false
	each(src, false, func(tag string, attrs attributes) bool {
		root = root || tag == "opml"
		if !root {
			return false
		}
		if tag != "outline" {
			return true
		}
		link := resolved(at, subscription(attrs.get("xmlurl")))
		if link == "" || seen[link] {
			return true
		}
		seen[link] = true
		title := attrs.get("title")
		if title == "" {
			title = attrs.get("text")
		}
		out = append(out, Ref{link, plain(title)})
		return true
	})
	if !root {
		return nil, fmt.Errorf("%w: it is no OPML", ErrNoFeed)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: the OPML names none", ErrNoFeed)
	}
	return out, nil
}

// subscription is the address behind one that old readers were registered for:
// "feed://news.example/x" and "feed:https://news.example/x".
func subscription(link string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(link), "feed:")
	if ok && strings.HasPrefix(rest, "//") {
		return "http:" + rest
	}
	return rest
}

// Discover lists the feeds that a page's head names, the page's own before those
// of its comments. base is where the page came from.
func Discover(data []byte, contentType, base string) []Ref {
	at, _ := url.Parse(base)
	var own, comments []Ref
	seen := map[string]bool{}
	each(decode(data, contentType), true, func(tag string, attrs attributes) bool {
		switch tag {
		case "body":
			return false
		case "base":
			if u, err := url.Parse(attrs.get("href")); err == nil && at != nil && attrs.get("href") != "" {
				at = at.ResolveReference(u)
			}
		case "link":
			kind, _, _ := mime.ParseMediaType(attrs.get("type"))
			alternate := false
			for rel := range strings.FieldsSeq(strings.ToLower(attrs.get("rel"))) {
				alternate = alternate || rel == "alternate"
			}
			if !alternate || kind != "application/rss+xml" && kind != "application/atom+xml" && kind != "application/feed+json" {
				return true
			}
			link := resolved(at, attrs.get("href"))
			if link == "" || seen[link] {
				return true
			}
			seen[link] = true
			ref := Ref{link, plain(attrs.get("title"))}
			if strings.Contains(strings.ToLower(ref.Title+" "+link), "comment") {
				comments = append(comments, ref)
			} else {
				own = append(own, ref)
			}
		}
		return true
	})
	return append(own, comments...)
}

// each calls f for the tags that begin elements, until it says no. In a page,
// what scripts write is no tag of its own.
func each(src string, page bool, f func(tag string, attrs attributes) bool) {
	z := html.NewTokenizer(strings.NewReader(src))
	z.AllowCDATA(!page)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			if !page {
				z.NextIsNotRawText()
			}
			tag, attrs := tagOf(z)
			if !f(tag, attrs) {
				return
			}
		}
	}
}

func tagOf(z *html.Tokenizer) (string, attributes) {
	name, more := z.TagName()
	tag := string(name)
	var attrs attributes
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		attrs = append(attrs, attribute{string(k), string(v)})
	}
	return tag, attrs
}
