package feed

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// vocabularies are the namespaces that matter, by address (in small letters and
// without the "/" or "#" that some forget) and, for feeds that forget to declare
// them, by their usual prefix.
var vocabularies = map[string]string{
	"http://www.w3.org/2005/atom": "atom", "http://purl.org/atom/ns": "atom", "atom": "atom", "atom10": "atom",
	"http://purl.org/dc/elements/1.1": "dc", "dc": "dc",
	"http://purl.org/dc/terms": "dcterms", "dcterms": "dcterms",
	"http://purl.org/rss/1.0/modules/content": "content", "content": "content",
	"http://purl.org/rss/1.0/modules/syndication": "sy", "sy": "sy",
	"http://rssnamespace.org/feedburner/ext/1.0": "feedburner", "feedburner": "feedburner",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf", "rdf": "rdf",
	"http://purl.org/rss/1.0": "", "http://my.netscape.com/rdf/simple/0.9": "", "http://backend.userland.com/rss2": "", "": "",
}

// maxScope is how many namespaces may be in force at once; feeds use some ten.
const maxScope = 100

// xmlReader walks the tags of a feed. They are read by the HTML tokenizer, which
// takes anything for something, where an XML parser gives a feed up at the first
// stray "<". It keeps its place in fields and does not recurse, so no document
// can exhaust the stack.
type xmlReader struct {
	feed Feed
	root string // local name of the root element
	path []element
	base *url.URL

	scope []binding // of namespaces, innermost last
	entry *Entry
	at    int  // len(path) inside the entry's element
	rank  int  // of the entry's date: the lower the better
	perma bool // the entry's guid may serve as its link

	ttl, period, frequency string

	field  *string // being read; nil when none is
	depth  int     // len(path) inside its element
	kind   construct
	marked bool // an element was met inside the field, so its text stays escaped
	buffer strings.Builder
}

// construct is how the text of an element is meant.
type construct uint8

const (
	escaped construct = iota // HTML, escaped once: RSS, and Atom's type="html"
	literal                  // text, which is to become HTML
	markup                   // elements of XHTML
)

// attributes of one tag; names are in small letters.
type attributes []attribute

type attribute struct{ key, value string }

func (a attributes) get(key string) string {
	v, _ := a.find(key)
	return v
}

func (a attributes) find(key string) (string, bool) {
	for i := range a {
		if a[i].key == key {
			return a[i].value, true
		}
	}
	return "", false
}

type element struct {
	tag   string // as written, in small letters
	scope int    // len(xmlReader.scope) before it
	base  *url.URL
}

type binding struct{ prefix, vocabulary string }

func parseXML(src, base string) (*Feed, error) {
	z := html.NewTokenizer(strings.NewReader(src))
	z.AllowCDATA(true)
	r := &xmlReader{}
	r.base, _ = url.Parse(base)
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken: // the end: src is in memory, and no token is too large
			return r.end()
		case html.TextToken:
			if r.field != nil {
				r.text(z)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			z.NextIsNotRawText()
			tag, attrs := tagOf(z)
			if err := r.open(tag, attrs); err != nil {
				if r.root == "" {
					return nil, err
				}
				return &r.feed, err
			}
			if kind == html.SelfClosingTagToken {
				r.close(tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			r.close(string(name))
		}
	}
}

// end is what was read once the document has ended.
func (r *xmlReader) end() (*Feed, error) {
	r.feed.Every = every(r.ttl, r.period, r.frequency)
	switch {
	case r.root == "":
		return nil, fmt.Errorf("%w: no element in it", ErrNoFeed)
	case len(r.path) > 0:
		// What was cut short is not an entry: its link may be half a link.
		return &r.feed, fmt.Errorf("%w: it breaks off inside <%s>", ErrBroken, r.path[len(r.path)-1].tag)
	}
	return &r.feed, nil
}

func (r *xmlReader) text(z *html.Tokenizer) {
	raw := z.Raw()
	inner, cdata := bytes.CutPrefix(raw, []byte("<![CDATA["))
	switch {
	case cdata && r.kind == markup:
		r.buffer.WriteString(html.EscapeString(string(bytes.TrimSuffix(inner, []byte("]]>")))))
	case cdata:
		r.buffer.Write(bytes.TrimSuffix(inner, []byte("]]>")))
	case r.marked || r.kind == markup:
		r.buffer.Write(raw)
	default:
		r.buffer.Write(z.Text())
	}
}

// name is the vocabulary and local name of a tag; the vocabulary of one that is
// not known is "other".
func (r *xmlReader) name(tag string) (vocabulary, local string) {
	prefix, local, ok := strings.Cut(tag, ":")
	if !ok {
		prefix, local = "", tag
	}
	for i := len(r.scope) - 1; i >= 0; i-- {
		if r.scope[i].prefix == prefix {
			return r.scope[i].vocabulary, local
		}
	}
	if v, ok := vocabularies[prefix]; ok {
		return v, local
	}
	return "other", local
}

func (r *xmlReader) bind(attrs attributes) {
	for _, a := range attrs {
		prefix, ok := strings.CutPrefix(a.key, "xmlns")
		if !ok || len(r.scope) >= maxScope {
			continue
		}
		prefix = strings.TrimPrefix(prefix, ":")
		vocabulary, known := vocabularies[strings.TrimRight(strings.ToLower(strings.TrimSpace(a.value)), "/#")]
		if !known {
			vocabulary = "other"
			if len(r.path) == 1 && prefix == "" {
				vocabulary = "" // some give RSS a namespace of their own
			}
		}
		r.scope = append(r.scope, binding{prefix, vocabulary})
	}
}

func (r *xmlReader) open(tag string, attrs attributes) error {
	if r.entry != nil && (r.field == nil || r.kind != markup) && isEntry(tag) {
		r.close(r.path[r.at-1].tag) // the one before was not closed
	}
	if len(r.path) >= maxDepth {
		return fmt.Errorf("%w: elements nest more than %d deep", ErrBroken, maxDepth)
	}
	r.path = append(r.path, element{tag, len(r.scope), r.base})
	r.bind(attrs)
	if b := attrs.get("xml:base"); b != "" && r.base != nil {
		if u, err := r.base.Parse(b); err == nil {
			r.base = u
		}
	}
	if r.field != nil {
		r.inner(tag, attrs)
		return nil
	}
	vocabulary, local := r.name(tag)
	switch {
	case len(r.path) == 1 && r.root != "": // what stands after the document
	case len(r.path) == 1:
		if local != "rss" && local != "rdf" && local != "feed" && local != "channel" {
			return fmt.Errorf("%w: the document is <%.40s>", ErrNoFeed, tag)
		}
		r.root = local
	case r.entry == nil && isEntry(tag) && (vocabulary == "" || vocabulary == "atom"):
		if len(r.feed.Entries) >= maxEntries {
			return fmt.Errorf("%w: more than %d entries", ErrBroken, maxEntries)
		}
		r.entry, r.at, r.rank, r.perma = &Entry{ID: attrs.get("rdf:about"), Lang: attrs.get("xml:lang")}, len(r.path), len(dates), false
	case r.entry != nil && len(r.path) == r.at+1:
		r.entryField(vocabulary, local, attrs)
	case r.entry != nil && len(r.path) == r.at+2 && local == "name" && r.parent("author"):
		r.read(&r.entry.Author)
	case r.entry == nil && (len(r.path) == 2 || len(r.path) == 3 && r.parent("channel")):
		r.feedField(vocabulary, local, attrs)
	}
	return nil
}

// isEntry reports whether a tag begins an entry, whatever its prefix.
func isEntry(tag string) bool {
	_, local, ok := strings.Cut(tag, ":")
	if !ok {
		local = tag
	}
	return local == "item" || local == "entry"
}

func (r *xmlReader) parent(local string) bool {
	_, l := r.name(r.path[len(r.path)-2].tag)
	return l == local
}

// read takes the text of the element just opened into a field.
func (r *xmlReader) read(field *string) {
	r.field, r.depth, r.kind, r.marked = field, len(r.path), escaped, false
	r.buffer.Reset()
}

// inner keeps an element that stands inside a field: markup that a feed did not
// escape, or XHTML in Atom.
func (r *xmlReader) inner(tag string, attrs attributes) {
	r.marked = true
	_, local := r.name(tag)
	r.buffer.WriteString("<" + local)
	for _, k := range []string{"href", "src"} {
		if v, ok := attrs.find(k); ok {
			r.buffer.WriteString(" " + k + `="` + html.EscapeString(v) + `"`)
		}
	}
	r.buffer.WriteByte('>')
	switch local {
	case "br", "img", "hr", "wbr", "input", "meta", "link", "source", "embed":
		// HTML leaves them open.
		r.leave()
	}
}

// leave forgets the innermost element.
func (r *xmlReader) leave() {
	last := len(r.path) - 1
	e := r.path[last]
	r.path = r.path[:last]
	r.scope, r.base = r.scope[:e.scope], e.base
}

// close ends an element and those inside it that were left open. An end tag that
// nothing began is passed over.
func (r *xmlReader) close(tag string) {
	i := len(r.path) - 1
	for i >= 0 && r.path[i].tag != tag {
		i--
	}
	if i < 0 {
		return
	}
	for len(r.path) > i {
		n := len(r.path)
		if r.field != nil {
			if n == r.depth {
				r.finishField()
			} else {
				_, local := r.name(r.path[n-1].tag)
				r.buffer.WriteString("</" + local + ">")
			}
		}
		if r.entry != nil && n == r.at {
			r.finishEntry()
		}
		r.leave()
	}
}

func (r *xmlReader) finishField() {
	s := strings.TrimSpace(r.buffer.String())
	if r.kind == literal && !r.marked {
		s = html.EscapeString(s)
	}
	if s != "" {
		*r.field = s
	}
	r.field = nil
}

func (r *xmlReader) finishEntry() {
	e := r.entry
	if r.perma && e.Link == "" && strings.HasPrefix(e.ID, "http") {
		e.Link = e.ID
	}
	e.Link = r.absolute(e.Link)
	r.feed.Entries = append(r.feed.Entries, *e)
	r.entry = nil
}

func (r *xmlReader) absolute(link string) string {
	if r.base == nil {
		return link
	}
	if u, err := r.base.Parse(strings.TrimSpace(link)); err == nil && link != "" {
		return u.String()
	}
	return link
}

// dates are the elements that hold a day, the most telling first.
var dates = []string{"published", "pubdate", "issued", "date", "created", "updated", "modified"}

func (r *xmlReader) entryField(vocabulary, local string, attrs attributes) {
	e := r.entry
	for i, name := range dates {
		if local == name && vocabulary != "other" && i < r.rank {
			r.rank = i
			r.read(&e.Published)
			return
		}
	}
	switch vocabulary {
	case "", "atom":
	case "dc":
		switch {
		case local == "creator" && e.Author == "":
			r.read(&e.Author)
		case local == "title" && e.Title == "":
			r.read(&e.Title)
		case local == "language" && e.Lang == "":
			r.read(&e.Lang)
		}
		return
	case "content":
		if local == "encoded" {
			r.read(&e.Content)
		}
		return
	case "feedburner":
		if local == "origlink" {
			r.read(&e.Link) // what stood behind the counter's own address
		}
		return
	default:
		return
	}
	switch local {
	case "title":
		r.read(&e.Title)
		r.construct(attrs)
	case "id":
		r.read(&e.ID)
	case "guid":
		r.perma = !strings.EqualFold(attrs.get("ispermalink"), "false")
		r.read(&e.ID)
	case "link":
		r.link(&e.Link, attrs)
	case "author":
		if vocabulary == "" && r.root != "feed" {
			r.read(&e.Author)
		}
	case "description", "summary":
		r.read(&e.Summary)
		r.construct(attrs)
	case "content":
		kind := strings.ToLower(attrs.get("type"))
		if attrs.get("src") == "" && (kind == "" || kind == "text" || kind == "html" || kind == "xhtml" || strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xhtml+xml")) {
			r.read(&e.Content)
			r.construct(attrs)
		}
	}
}

// construct settles how an Atom text construct is meant; RSS has no types.
func (r *xmlReader) construct(attrs attributes) {
	switch kind := strings.ToLower(attrs.get("type")); {
	case kind == "xhtml" || strings.HasSuffix(kind, "xhtml+xml") || attrs.get("mode") == "xml":
		r.kind = markup
	case r.root == "feed" && (kind == "" || kind == "text" || kind == "text/plain"):
		r.kind = literal
	}
}

// link takes RSS's text or, of Atom's, the one that leads to the page itself.
func (r *xmlReader) link(field *string, attrs attributes) {
	href, ok := attrs.find("href")
	if !ok {
		r.read(field)
		return
	}
	if rel := attrs.get("rel"); (rel == "" || rel == "alternate") && (*field == "" || strings.Contains(attrs.get("type"), "html")) {
		*field = r.absolute(href)
	}
}

func (r *xmlReader) feedField(vocabulary, local string, attrs attributes) {
	f := &r.feed
	switch vocabulary + ":" + local {
	case ":title", "atom:title":
		if f.Title == "" {
			r.read(&f.Title)
		}
	case ":link", "atom:link":
		r.link(&f.Link, attrs)
	case ":language", "dc:language":
		r.read(&f.Lang)
	case ":ttl":
		r.read(&r.ttl)
	case "sy:updateperiod":
		r.read(&r.period)
	case "sy:updatefrequency":
		r.read(&r.frequency)
	}
}

// every is how often a feed says that it changes: RSS's minutes to live, and the
// syndication module's times a period. The longer one is meant by whoever
// bothered to state both.
func every(ttl, period, frequency string) time.Duration {
	var d time.Duration
	if n, err := strconv.ParseInt(strings.TrimSpace(ttl), 10, 32); err == nil && n > 0 {
		d = time.Duration(n) * time.Minute
	}
	times := int64(1)
	if n, err := strconv.ParseInt(strings.TrimSpace(frequency), 10, 32); err == nil && n > 0 {
		times = n
	}
	return max(d, map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[strings.ToLower(strings.TrimSpace(period))]/time.Duration(times))
}
