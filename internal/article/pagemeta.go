package article

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageFacts is what a page says about its article outside the article.
type pageFacts struct {
	Meta
	body string // articleBody of its JSON-LD
}

// facts gathers candidates by the place they were found, best first.
type facts struct {
	v       *vocabulary
	ld      pageFacts
	meta    map[string]string // lower-case name, property or itemprop → content
	lang    string
	canon   string
	title   string // the title element
	h1      string
	times   string // the first time element with a day
	shown   string // the first day shown in an element whose name says it is one
	heading int    // h1 elements seen
}

// pageMeta reads JSON-LD, meta elements, link rel=canonical, the title and time
// elements. Where they disagree, JSON-LD wins over meta over visible elements.
func (v *vocabulary) pageMeta(root *html.Node) pageFacts {
	f := facts{v: v, meta: map[string]string{}}
	f.walk(root)
	m := f.ld
	pick := func(p *string, values ...string) {
		for _, v := range values {
			if *p != "" {
				return
			}
			*p = strings.Join(strings.Fields(v), " ")
		}
	}
	g := func(names ...string) string {
		for _, n := range names {
			if v := f.meta[n]; v != "" {
				return v
			}
		}
		return ""
	}
	pick(&m.Site, g("og:site_name"), g("application-name"), g("twitter:site"))
	if m.Site == "" {
		m.Site = m.Publisher
	}
	pick(&m.Publisher, g("article:publisher_name", "dc.publisher", "dcterms.publisher", "publisher"), m.Site)
	pick(&m.Title, g("og:title"), g("twitter:title", "dc.title", "headline"), f.oneHeading(), f.title)
	m.Title = withoutSite(m.Title, m.Site)
	pick(&m.Author, g("author", "byl", "dc.creator", "article:author", "parsely-author", "sailthru.author"))
	if strings.Contains(m.Author, "://") {
		m.Author = ""
	}
	pick(&m.URL, f.canon, g("og:url"))
	if !strings.HasPrefix(m.URL, "http") {
		m.URL = ""
	}
	pick(&m.Lang, f.lang, g("og:locale", "content-language", "dc.language", "inlanguage"))
	if isoDay(m.Published) == "" {
		m.Published = ""
		for _, n := range dateNames {
			if d := isoDay(f.meta[n]); d != "" {
				m.Published = d
				break
			}
		}
		pick(&m.Published, f.times, f.shown)
	}
	m.Site = strings.TrimPrefix(m.Site, "@")
	m.Publisher = strings.TrimPrefix(m.Publisher, "@")
	m.Author, _ = cutFold(m.Author, "by ")
	return m
}

// dateNames are the meta names that hold the day of publication, those most
// often right first; modification dates come last.
var dateNames = []string{
	"article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date", "pubdate",
	"publishdate", "publish-date", "publish_date", "publication_date", "date.issued", "dc.date.issued", "dcterms.issued",
	"dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "displaydate", "originalpublicationdate", "article.published", "published_at",
	"cxenseparse:recs:publishtime", "bt:pubdate", "article_date_original", "datecreated", "date", "timestamp",
	"article:modified_time", "datemodified", "og:updated_time", "last-modified", "lastmod",
}

func (f *facts) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		f.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c)
	}
}

func (f *facts) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		f.lang = attr(n, "lang")
	case atom.Title:
		if f.title == "" {
			f.title = plain(n)
		}
	case atom.H1:
		if f.heading++; f.heading == 1 {
			f.h1 = plain(n)
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") && f.canon == "" {
			f.canon = strings.TrimSpace(attr(n, "href"))
		}
	case atom.Time:
		if f.times == "" {
			f.times = isoDay(attr(n, "datetime"))
		}
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
			f.json(n.FirstChild.Data)
		}
	}
	if f.shown == "" {
		f.shown = f.shownDay(n)
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(attr(n, key))
		if name == "" || n.DataAtom != atom.Meta && key != "itemprop" {
			continue
		}
		content := attr(n, "content")
		if content == "" && key == "itemprop" {
			content = attr(n, "datetime")
		}
		if _, seen := f.meta[name]; !seen && content != "" {
			f.meta[name] = content
		}
	}
}

// shownDay is the day that a small element named like a date shows.
func (f *facts) shownDay(n *html.Node) string {
	named := n.DataAtom == atom.Time
	for _, a := range n.Attr {
		if a.Key == "class" || a.Key == "id" {
			low := strings.ToLower(a.Val)
			named = named || strings.Contains(low, "date") || strings.Contains(low, "publish") || strings.Contains(low, "posted") || strings.Contains(low, "time")
		}
	}
	if !named {
		return ""
	}
	s := plain(n)
	if len(s) > 120 {
		return ""
	}
	d, _, end := f.v.findDay(s)
	if end == 0 || d.year == 0 {
		return ""
	}
	return d.complete("")
}

func (f *facts) oneHeading() string {
	if f.heading == 1 {
		return f.h1
	}
	return ""
}

// linked is the part of schema.org's Article that is used. Fields that may hold
// several types are read late.
type linked struct {
	Type        json.RawMessage `json:"@type"`
	Graph       json.RawMessage `json:"@graph"`
	Headline    flexible        `json:"headline"`
	Name        flexible        `json:"name"`
	Published   flexible        `json:"datePublished"`
	Created     flexible        `json:"dateCreated"`
	Language    json.RawMessage `json:"inLanguage"`
	Author      json.RawMessage `json:"author"`
	Publisher   json.RawMessage `json:"publisher"`
	URL         flexible        `json:"url"`
	ArticleBody flexible        `json:"articleBody"`
}

// json reads a JSON-LD script: an object, an array, or a graph of objects.
// Scripts that are not JSON are passed over; pages are full of them.
func (f *facts) json(src string) { f.objects([]byte(strings.TrimSpace(src)), 0) }

func (f *facts) objects(src []byte, depth int) {
	if len(src) == 0 || depth > 3 {
		return
	}
	if src[0] == '[' {
		var list []json.RawMessage
		if json.Unmarshal(src, &list) == nil {
			for _, o := range list {
				f.objects(o, depth+1)
			}
		}
		return
	}
	var o linked
	if json.Unmarshal(src, &o) != nil {
		return
	}
	if len(o.Graph) > 0 {
		f.objects(o.Graph, depth+1)
	}
	if !articleType(o.Type) {
		return
	}
	ld := &f.ld
	set := func(p *string, v string) {
		if *p == "" {
			*p = strings.TrimSpace(html.UnescapeString(v))
		}
	}
	set(&ld.Title, string(o.Headline))
	set(&ld.Title, string(o.Name))
	set(&ld.Published, string(o.Published))
	set(&ld.Published, string(o.Created))
	set(&ld.Author, names(o.Author))
	set(&ld.Publisher, names(o.Publisher))
	set(&ld.Lang, names(o.Language))
	if body := string(o.ArticleBody); ld.body == "" && !strings.Contains(body, "</") {
		ld.body = strings.TrimSpace(html.UnescapeString(body))
	}
}

// articleType reports whether a JSON-LD type is a kind of article: schema.org
// names them all "…Article", "…Posting" or "Report".
func articleType(raw json.RawMessage) bool {
	s := string(raw)
	return strings.Contains(s, `Article"`) || strings.Contains(s, `Posting"`) || strings.Contains(s, `"Report"`)
}

// names reads a string, an object with a name, or an array of either.
func names(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	case '{':
		var o struct {
			Name flexible `json:"name"`
		}
		if json.Unmarshal(raw, &o) == nil {
			return string(o.Name)
		}
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil {
			var out []string
			for _, e := range list {
				if s := names(e); s != "" {
					out = append(out, s)
				}
			}
			return strings.Join(out, ", ")
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// plain is the text of an element on one line.
func plain(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// withoutSite takes the site's name off a title: "Title | Site", "Title - Site".
func withoutSite(title, site string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		if i := strings.LastIndex(title, sep); i > 0 {
			tail := strings.TrimSpace(title[i+len(sep):])
			if site != "" && (strings.EqualFold(tail, site) || strings.EqualFold(strings.TrimPrefix(site, "@"), tail)) || sep == " | " && len(tail) < i {
				return strings.TrimSpace(title[:i])
			}
		}
	}
	return title
}

// dayInURL finds "/2019/11/20/", "/2019-11-20" or "/20191120" in an address.
func dayInURL(u string) string {
	for i := 0; i < len(u); i++ {
		if u[i] != '/' && u[i] != '-' && u[i] != '_' {
			continue
		}
		rest := u[i+1:]
		if len(rest) >= 10 && rest[4] == rest[7] && (rest[4] == '/' || rest[4] == '-') && (len(rest) == 10 || rest[10] < '0' || rest[10] > '9') {
			if d := isoDay(rest[:4] + "-" + rest[5:7] + "-" + rest[8:10]); d != "" && plausible(d) {
				return d
			}
		}
		if _, n := number(rest); n == 8 && (len(rest) == 8 || rest[8] < '0' || rest[8] > '9') {
			if d := isoDay(rest[:8]); d != "" && plausible(d) {
				return d
			}
		}
	}
	return ""
}

// plausible reports whether a day lies in the years of the web.
func plausible(day string) bool { return day >= "1990" && day < "2100" }
