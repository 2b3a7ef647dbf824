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
)

// Page is the article taken out of a web page.
type Page struct {
	Text string // paragraphs parted by blank lines
	Meta Meta
}

const (
	// A part of the page named in page-parts.txt is dropped when it holds less
	// than this share of the text in the page's paragraphs.
	partShare = 0.3
	// Share of a paragraph's or list item's text inside links above which it is
	// a pointer to other articles.
	linkShare = 0.75
	// Longest paragraph, in bytes, that can be such a pointer.
	linkBytes = 250
	// Fewest words of an article; a page with less has none.
	fewestWords = 25
	// A page of more elements than this is refused: the largest news pages have
	// some 20,000.
	maxElements = 300_000
)

// Extract takes the article and its metadata out of a page. The page's charset
// is found as for Read; pageURL, if known, resolves the page's address. Errors
// wrap ErrNoText, ErrEncoding, ErrBinary or ErrEmpty. Boilerplate is removed in
// two steps: parts that their names give away, then go-readability's scoring of
// what is left.
func (r *Reader) Extract(page []byte, contentType, pageURL string) (Page, error) {
	src, err := decode(page, contentType, true)
	if err != nil {
		return Page{}, err
	}
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return Page{}, fmt.Errorf("reading the page: %w", err)
	}
	found := pageMeta(root)
	meta := found.Meta
	if meta.URL == "" {
		meta.URL = pageURL
	}
	if meta.Published == "" {
		meta.Published = dayInURL(meta.URL)
	}
	r.words.prune(root)
	text := ""
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
		text = r.words.render(article.Node, meta.Title)
	}
	if 2*len(text) < len(found.body) {
		text = found.body
	}
	if len(strings.Fields(text)) < fewestWords {
		return Page{}, ErrNoText
	}
	return Page{Text: text, Meta: meta}, nil
}

// prune removes what is no text and the parts that their names give away.
func (v *vocabulary) prune(root *html.Node) {
	held := map[*html.Node]int{}
	total := paragraphText(root, held)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.ElementNode {
				if v.unwanted(c) && float64(held[c]) <= partShare*float64(total) {
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

// paragraphText counts the bytes of text inside p elements under each element.
func paragraphText(n *html.Node, held map[*html.Node]int) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom == atom.P {
			held[c] = textLen(c)
			sum += held[c]
		} else if c.Type == html.ElementNode {
			sum += paragraphText(c, held)
		}
	}
	held[n] = sum
	return sum
}

func textLen(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += textLen(c)
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
	out    strings.Builder
	para   strings.Builder
	linked int  // bytes of para inside links
	space  bool // a blank is owed before the next word
	inLink bool
	item   bool // the paragraph is a list item
}

func (v *vocabulary) render(n *html.Node, title string) string {
	r := renderer{v: v, title: title}
	r.node(n)
	r.flush()
	return r.out.String()
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
	if r.v.unwanted(n) {
		switch n.DataAtom {
		case atom.Figure, atom.Figcaption, atom.Aside, atom.Button, atom.Form, atom.Iframe, atom.Noscript,
			atom.Script, atom.Style, atom.Svg, atom.Select, atom.Textarea, atom.Video, atom.Audio:
			return
		}
	}
	switch n.DataAtom {
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
	block := isBlock(n.DataAtom)
	if block {
		r.flush()
		r.item = n.DataAtom == atom.Li
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
	linked, item := r.linked, r.item
	r.linked, r.space, r.item = 0, false, false
	s := strings.TrimFunc(raw, blank)
	if s == "" || !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
		return
	}
	_ = item
	if len(s) <= linkBytes && float64(linked) > linkShare*float64(len(s)) && !stops(s) {
		return
	}
	if r.v.furniture(s) || r.out.Len() == 0 && strings.EqualFold(s, r.title) {
		return
	}
	if r.out.Len() > 0 {
		r.out.WriteString("\n\n")
	}
	r.out.WriteString(squeeze(s))
}

// squeeze reduces runs of newlines, which br elements leave, to a paragraph
// break, and trims the lines.
func squeeze(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	empty := 0
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimFunc(line, blank)
		if line == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if empty > 0 {
				b.WriteByte('\n')
			}
		}
		empty = 0
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
