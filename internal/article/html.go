package article

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/address"
)

// Page is the article taken out of a web page.
type Page struct {
	Text string // paragraphs parted by blank lines
	Meta Meta
}

const (
	// A part of the page named in page-parts.txt is dropped when it holds less
	// than these shares of the text in the page's p elements and of all its text.
	partShare = 0.3
	bulkShare = 0.5
	// Share of a paragraph's or list item's text inside links above which it is
	// a pointer to other articles.
	linkShare = 0.75
	// Longest paragraph, in bytes, that can be such a pointer.
	linkBytes = 250
	// Fewest letters of an article, some 20 English words; a page with less has
	// none.
	fewestLetters = 100
	// Share of the text after which a heading like "Related stories" ends it.
	endShare = 0.5
	// Share of a paragraph's runs of words that must be in the publisher's own
	// articleBody for the paragraph to be part of it.
	bodyShare = 0.3
	// Share of the text that must be left when what articleBody lacks is taken
	// off its ends; with less left, articleBody is an excerpt.
	keptShare = 0.75
	// A page of more elements than this is refused: the largest news pages have
	// some 20,000.
	maxElements = 300_000
)

// Extract takes the article and its metadata out of a page. The page's charset
// is found as for Read; pageURL, if known, is where the page was fetched. Errors
// wrap ErrNoText, ErrEncoding, ErrBinary or ErrEmpty. Boilerplate is removed in
// two steps: parts that their names give away, then go-readability's scoring of
// what is left.
func (r *Reader) Extract(page []byte, contentType, pageURL string) (Page, error) {
	return r.extract(page, contentType, Meta{URL: pageURL})
}

// extract is Extract where the page's source says more of it than its address.
func (r *Reader) extract(page []byte, contentType string, known Meta) (Page, error) {
	src, err := decode(page, contentType, true)
	if err != nil {
		return Page{}, err
	}
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return Page{}, fmt.Errorf("reading the page: %w", err)
	}
	found := r.words.pageMeta(root)
	meta := found.Meta
	if known.URL != "" {
		meta.URL = address.OfPage(known.URL, meta.URL)
	}
	meta = meta.or(known)
	if meta.Published == "" {
		meta.Published = dayInURL(meta.URL)
	}
	meta = meta.placed()
	r.words.prune(root)
	var paras []string
	parser := readability.NewParser()
	parser.KeepClasses = true
	parser.DisableJSONLD = true // read above
	parser.MaxElemsToParse = maxElements
	base, err := url.Parse(meta.URL)
	if err != nil || meta.URL == "" {
		base = nil
	}
	article, err := parser.ParseAndMutate(root, base)
	if err == nil && article.Node != nil {
		paras = r.words.render(article.Node, meta.Title)
	}
	text := strings.Join(within(paras, found.body), "\n\n")
	if 2*len(text) < len(found.body) {
		text = found.body
	}
	if n, _ := countLetters(text); n < fewestLetters {
		return Page{}, ErrNoText
	}
	return Page{Text: text, Meta: meta}, nil
}

// placed names site and publisher after the host of the address where nothing
// better is known.
func (m Meta) placed() Meta {
	if m.Site == "" {
		m.Site = host(m.URL)
	}
	if m.Publisher == "" {
		m.Publisher = m.Site
	}
	return m
}

// host is the host of an address without "www.".
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// prune removes what is no text and the parts that their names give away.
func (v *vocabulary) prune(root *html.Node) {
	held := map[*html.Node]bulk{}
	total := weigh(root, held, false)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.ElementNode {
				w := held[c]
				if v.unwanted(c) && float64(w.paras) <= partShare*float64(total.paras) && float64(w.all) <= bulkShare*float64(total.all) {
					n.RemoveChild(c)
				} else {
					walk(c)
				}
			} else if c.Type == html.CommentNode {
				n.RemoveChild(c)
			}
			c = next
		}
	}
	walk(root)
}

// bulk is how many bytes of text stand under an element.
type bulk struct{ paras, all int }

// weigh counts the text under each element, that of scripts and links aside.
func weigh(n *html.Node, held map[*html.Node]bulk, inPara bool) bulk {
	var sum bulk
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			k := len(strings.TrimSpace(c.Data))
			sum.all += k
			if inPara {
				sum.paras += k
			}
		case c.Type == html.ElementNode:
			switch c.DataAtom {
			case atom.Script, atom.Style, atom.Noscript, atom.A, atom.Template:
				continue
			}
			w := weigh(c, held, inPara || c.DataAtom == atom.P)
			held[c] = w
			sum.paras += w.paras
			sum.all += w.all
		}
	}
	return sum
}

func (v *vocabulary) unwanted(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figure, atom.Figcaption, atom.Aside, atom.Button, atom.Form, atom.Nav, atom.Footer, atom.Iframe,
		atom.Noscript, atom.Script, atom.Style, atom.Svg, atom.Select, atom.Textarea, atom.Video, atom.Audio, atom.Template, atom.Dialog:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Article, atom.Main, atom.P:
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id":
			if v.partName(a.Val) {
				return true
			}
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "itemprop":
			if a.Val == "articleBody" {
				return false
			}
		case "hidden":
			return true
		}
	}
	return false
}

// partName looks the parts of a class or id up: cut at punctuation and at a
// capital after a small letter.
func (v *vocabulary) partName(s string) bool {
	start := 0
	for i := 0; i <= len(s); i++ {
		end := i == len(s) || !asciiLetter(s[i])
		hump := !end && i > start && s[i] < 'a' && s[i-1] >= 'a'
		if !end && !hump {
			continue
		}
		if i > start && v.parts[strings.ToLower(s[start:i])] {
			return true
		}
		start = i
		if end {
			start = i + 1
		}
	}
	return false
}

// renderer writes the text of an article's elements as paragraphs.
type renderer struct {
	v      *vocabulary
	title  string
	out    []string
	bytes  int // of out
	end    int // index in out where the report ends; 0 when nothing says so
	endAt  int // bytes of out before it
	para   strings.Builder
	linked int  // bytes of para inside links
	space  bool // a blank is owed before the next word
	inLink bool
}

// render writes the paragraphs under n, without a first one that repeats the
// title and without what follows a heading that ends the report.
func (v *vocabulary) render(n *html.Node, title string) []string {
	r := renderer{v: v, title: title}
	r.node(n)
	r.flush()
	if r.end > 0 && float64(r.endAt) >= endShare*float64(r.bytes) {
		return r.out[:r.end]
	}
	return r.out
}

func (r *renderer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.text(n.Data)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	// The elements that readability makes or renames have a name and no atom.
	tag := atom.Lookup([]byte(n.Data))
	switch tag {
	case atom.Figure, atom.Figcaption, atom.Aside, atom.Button, atom.Form, atom.Iframe, atom.Noscript,
		atom.Script, atom.Style, atom.Svg, atom.Select, atom.Textarea, atom.Video, atom.Audio:
		return
	case atom.Br:
		r.para.WriteByte('\n')
		r.space = false
		return
	case atom.Pre:
		r.flush()
		r.preformatted(n)
		r.flush()
		return
	case atom.Td, atom.Th:
		r.space = true
	case atom.A:
		was := r.inLink
		r.inLink = true
		r.children(n)
		r.inLink = was
		return
	}
	block := isBlock(tag)
	if block {
		r.flush()
	}
	r.children(n)
	if block {
		r.flush()
	}
}

func (r *renderer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c)
	}
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Table,
		atom.Tr, atom.Caption, atom.Thead, atom.Tbody, atom.Hr, atom.Address, atom.Center, atom.Fieldset, atom.Figure, atom.Figcaption, atom.Body:
		return true
	}
	return false
}

// text adds a run of text, blanks collapsed to one. A no-break space stays.
func (r *renderer) text(s string) {
	for s != "" {
		i := strings.IndexAny(s, " \t\r\n\f")
		word := s
		if i >= 0 {
			word = s[:i]
		}
		if word != "" {
			if r.space && r.para.Len() > 0 && !strings.HasSuffix(r.para.String(), "\n") {
				r.para.WriteByte(' ')
			}
			r.space = false
			r.para.WriteString(word)
			if r.inLink {
				r.linked += len(word) + 1
			}
		}
		if i < 0 {
			return
		}
		r.space = true
		s = s[i+1:]
	}
}

func (r *renderer) preformatted(n *html.Node) {
	if n.Type == html.TextNode {
		r.para.WriteString(n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.preformatted(c)
	}
}

// flush ends the paragraph, dropping pointers to other pages and page furniture.
func (r *renderer) flush() {
	raw := r.para.String()
	r.para.Reset()
	linked := r.linked
	r.linked, r.space = 0, false
	s := strings.TrimFunc(raw, blank)
	if s == "" || !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
		return
	}
	if len(s) <= linkBytes && float64(linked) > linkShare*float64(len(s)) && !stops(s) {
		return
	}
	if r.end == 0 && len(r.out) > 0 && r.v.ends(s) {
		r.end, r.endAt = len(r.out), r.bytes
	}
	if r.v.furniture(s) || len(r.out) == 0 && strings.EqualFold(s, r.title) || r.bytes < 400 && r.v.stamp(s) {
		return
	}
	s = squeeze(s)
	r.out = append(r.out, s)
	r.bytes += len(s)
}

// stamp reports whether a short line at the top of a page is a byline or holds
// little but a day: "Updated Nov 19, 2019, 9:41 AM".
func (v *vocabulary) stamp(s string) bool {
	if len(s) > 90 || stops(s) && !isByline(s) {
		return false
	}
	if isByline(s) {
		return true
	}
	_, start, end := v.findDay(s)
	return end > start && (end-start)*3 >= len(s)
}

// within drops the paragraphs before and after those that the publisher's own
// articleBody holds. A body that lacks much of the paragraphs is an excerpt and
// decides nothing.
func within(paras []string, body string) []string {
	total := 0
	for _, p := range paras {
		total += len(p)
	}
	if 3*len(body) < 2*total {
		return paras
	}
	runs := map[string]bool{}
	wordRuns(body, func(run string) { runs[run] = true })
	first, last := -1, -1
	for i, p := range paras {
		n, hit := 0, 0
		wordRuns(p, func(run string) {
			n++
			if runs[run] {
				hit++
			}
		})
		if n > 0 && float64(hit) >= bodyShare*float64(n) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return paras
	}
	kept := 0
	for _, p := range paras[first : last+1] {
		kept += len(p)
	}
	if float64(kept) < keptShare*float64(total) {
		return paras
	}
	return paras[first : last+1]
}

// wordRuns calls f for each run of three words in small letters, or for the
// whole where there are fewer.
func wordRuns(s string, f func(string)) {
	w := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i := 0; i+3 <= len(w); i++ {
		f(w[i] + " " + w[i+1] + " " + w[i+2])
	}
	if n := len(w); n > 0 && n < 3 {
		f(strings.Join(w, " "))
	}
}

// squeeze trims the lines that br elements leave. Several breaks, or one after a
// full stop, end a paragraph.
func squeeze(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	broken := false
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimFunc(line, blank)
		if line == "" {
			broken = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if broken {
				b.WriteByte('\n')
			}
		}
		broken = stops(line)
		b.WriteString(line)
	}
	return b.String()
}

// furniture reports whether a paragraph of a page is a link, a notice or a
// caption rather than the report. Credits in brackets stay: they belong to it.
func (v *vocabulary) furniture(s string) bool {
	if _, ok := v.note(s); !ok {
		return false
	}
	c, _ := utf8.DecodeRuneInString(s)
	return c != '(' && c != '['
}
