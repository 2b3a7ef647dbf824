package edition_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"chancery/docs/schema"
	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/chronicle/edition"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// sentences are what every edition must show of the fixture, whole.
func sentences(t testing.TB, hs []*happening.Happening) []string {
	t.Helper()
	var out []string
	for s, err := range chronicletest.Chronicler(t).Sections(t.Context(), chronicletest.Each(hs), chronicle.Options{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Entries {
			out = append(out, e.Sentence)
		}
	}
	return out
}

// isolates are the marks that close text off from its surroundings.
var isolates = strings.NewReplacer("\u2068", "", "\u2069", "")

func TestJSONKeepsItsForm(t *testing.T) {
	form, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.Chronicle))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("chronicle.json", form); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("chronicle.json")
	if err != nil {
		t.Fatal(err)
	}
	hs := year(t)
	for name, hs := range map[string][]*happening.Happening{"year": hs, "empty": nil} {
		text := write(t, hs, pageOf("json"))
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// A form that takes anything checks nothing.
		v.(map[string]any)["entries"] = []any{map[string]any{"id": 1}}
		if s.Validate(v) == nil {
			t.Error("the schema takes an entry of nothing but a number")
		}
	}
	var doc struct {
		Entries []struct{ Sentence string }
		Listed  int
	}
	if err := json.Unmarshal([]byte(write(t, hs, pageOf("json"))), &doc); err != nil {
		t.Fatal(err)
	}
	want := sentences(t, hs)
	if doc.Listed != len(want) || len(doc.Entries) != len(want) {
		t.Fatalf("%d entries, %d listed, want %d", len(doc.Entries), doc.Listed, len(want))
	}
	for i := range want {
		if doc.Entries[i].Sentence != want[i] {
			t.Errorf("entry %d is %q, want %q", i, doc.Entries[i].Sentence, want[i])
		}
	}
}

func TestFeedReadersReadTheFeed(t *testing.T) {
	p := pageOf("atom")
	p.Self = "https://chancery.example/feed?a=1&b=2"
	hs := year(t)
	feed, err := gofeed.NewParser().ParseString(write(t, hs, p))
	if err != nil {
		t.Fatal(err)
	}
	want := sentences(t, hs)
	if feed.FeedType != "atom" || feed.FeedVersion != "1.0" || feed.Title != "Uruguay and Morocco, 1960 to 2024" || feed.FeedLink != p.Self || len(feed.Items) != len(want) {
		t.Fatalf("%s %s %q %s with %d items, want %d", feed.FeedType, feed.FeedVersion, feed.Title, feed.FeedLink, len(feed.Items), len(want))
	}
	ids, latest := map[string]bool{}, feed.Items[0].UpdatedParsed
	for i, item := range feed.Items {
		if got := isolates.Replace(item.Title); got != want[i] {
			t.Errorf("title %q, want %q", got, want[i])
		}
		if ids[item.GUID] || !strings.HasPrefix(item.GUID, "urn:uuid:") {
			t.Errorf("id %q", item.GUID)
		}
		ids[item.GUID] = true
		if item.UpdatedParsed == nil || item.PublishedParsed == nil || item.PublishedParsed.After(*item.UpdatedParsed) {
			t.Errorf("%s: published %s, updated %s", item.Title, item.Published, item.Updated)
		}
		if item.UpdatedParsed.After(*latest) {
			latest = item.UpdatedParsed
		}
		if item.Link != "" && !strings.HasPrefix(item.Link, "https://") {
			t.Errorf("link %q", item.Link)
		}
		harmless(t, item.Content)
	}
	if !feed.UpdatedParsed.Equal(*latest) {
		t.Errorf("the feed was updated %s, its latest entry %s", feed.UpdatedParsed, latest)
	}
	again, err := gofeed.NewParser().ParseString(write(t, hs, p))
	if err != nil {
		t.Fatal(err)
	}
	if feed.Items[0].GUID != again.Items[0].GUID {
		t.Error("an id differs between two prints")
	}
}

func TestCalendarsReadTheCalendar(t *testing.T) {
	hs := year(t)
	text := write(t, hs, pageOf("ics"))
	for _, line := range strings.SplitAfter(text, "\r\n") {
		if bare := strings.TrimSuffix(line, "\r\n"); len(bare) > 75 || strings.ContainsAny(bare, "\r\n") || !utf8.ValidString(bare) {
			t.Errorf("a content line of %d octets: %q", len(bare), bare)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := sentences(t, hs)
	events := cal.Events()
	if len(events) != len(want) {
		t.Fatalf("%d events, want %d", len(events), len(want))
	}
	// What is known by its year or month stands on the first day of it.
	days := [][2]string{
		{"1962-01-01", "1962-01-02"}, {"2024-04-01", "2024-04-02"}, {"2024-05-14", "2024-05-15"}, {"2024-05-14", "2024-05-15"},
		{"2024-05-14", "2024-05-15"}, {"2024-05-20", "2024-05-27"}, {"2024-09-10", "2024-09-11"}, {"2024-12-31", "2025-01-01"},
	}
	ids := map[string]bool{}
	for i, e := range events {
		if ids[e.Id()] {
			t.Errorf("uid %s stands twice", e.Id())
		}
		ids[e.Id()] = true
		from, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		to, err := e.GetAllDayEndAt()
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{from.Format("2006-01-02"), to.Format("2006-01-02")}; got != days[i] {
			t.Errorf("%s: from %s to before %s, want %s to before %s", want[i], got[0], got[1], days[i][0], days[i][1])
		}
		summary := isolates.Replace(e.GetProperty(ics.ComponentPropertySummary).Value)
		if !strings.HasSuffix(summary, want[i]) {
			t.Errorf("summary %q, want %q", summary, want[i])
		}
		if e.GetProperty(ics.ComponentPropertyDtstamp) == nil {
			t.Errorf("%s has no time stamp", e.Id())
		}
	}
}

func TestMarkdownReadersReadTheMarkdown(t *testing.T) {
	hs := year(t)
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	if err := md.Convert([]byte(write(t, hs, pageOf("markdown"))), &b); err != nil {
		t.Fatal(err)
	}
	harmless(t, b.String())
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	var headings, items []string
	walk(doc, func(n *html.Node) {
		switch n.Data {
		case "h2":
			headings = append(headings, content(n))
		case "li":
			items = append(items, strings.Join(strings.Fields(isolates.Replace(content(n))), " "))
		case "strong", "del", "code", "table", "ol":
			t.Errorf("the words of an article became %s", n.Data)
		}
	})
	want := sentences(t, hs)
	if len(headings) != 6 || len(items) != len(want) {
		t.Fatalf("headings %q and %d items, want 6 and %d", headings, len(items), len(want))
	}
	for i := range want {
		if !strings.HasPrefix(items[i], want[i]) {
			t.Errorf("item %q, want %q", items[i], want[i])
		}
	}
}

func TestThePageIsSound(t *testing.T) {
	hs := year(t)
	text := write(t, hs, pageOf("html"))
	harmless(t, text)
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	ids, targets, level := map[string]bool{}, []string{}, 0
	var lines []string
	walk(doc, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			if ids[id] || strings.ContainsAny(id, " \t\n") {
				t.Errorf("id %q", id)
			}
			ids[id] = true
		}
		switch n.Data {
		case "html":
			if attr(n, "lang") != "en" {
				t.Errorf("the page is in %q", attr(n, "lang"))
			}
		case "h1", "h2", "h3", "h4":
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("heading %s %q after one of level %d", n.Data, content(n), level)
			}
			level = now
		case "a":
			href := attr(n, "href")
			if strings.HasPrefix(href, "#") {
				targets = append(targets, href[1:])
			} else if !strings.Contains(attr(n, "rel"), "noopener") {
				t.Errorf("a link to %s may reach back", href)
			}
		case "p":
			if attr(n, "class") == "line" {
				lines = append(lines, content(n.FirstChild))
			}
		}
	})
	for _, id := range targets {
		if !ids[id] {
			t.Errorf("nothing has the id %q", id)
		}
	}
	want := sentences(t, hs)
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("lines %q, want %q", lines, want)
	}
	for _, id := range []string{"1962", "2024-04", "2024-05-14", "2024-W21", "e-ev-m2-consult", "month-2024-05", "year-2024"} {
		if !ids[id] {
			t.Errorf("nothing has the id %q", id)
		}
	}
}

// harmless fails where a page runs anything, loads anything, or leads anywhere
// but to the web.
func harmless(t testing.TB, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	walk(doc, func(n *html.Node) {
		switch n.Data {
		case "script", "iframe", "object", "embed", "img", "svg", "math", "form", "input", "link", "base", "video", "audio", "b2", "custom":
			t.Errorf("a page with %s", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
				t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				if u, err := url.Parse(a.Val); err != nil || u.Scheme != "https" && u.Scheme != "http" {
					t.Errorf("a link to %q", a.Val)
				}
			}
		}
	})
}

func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func content(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(content(c))
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Whatever stands in an article, every edition can be read and does no harm.
func FuzzEditions(f *testing.F) {
	f.Add("<script>alert(1)</script>", "javascript:alert(1)", "\u202e\x1b]0;x\x07 ]]> --> \" ' `")
	f.Add("[x](javascript:y) www.a.b ![z](//q) 1. # - | ~~a~~ a@b.c", "https://a.example/(x)?y=[z]&\"", "a;b,c\\n\r\nBEGIN:VEVENT")
	f.Add("- a\n\n    code\n***\n\\", "http://a.example/\\", "وكالة \u2067x")
	c := chronicletest.Chronicler(f)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	f.Fuzz(func(t *testing.T, name, address, outlet string) {
		h := happening.Happening{Type: "CONSULT", Mode: "visit", Date: "2014-03-04",
			Disputes: []happening.Dispute{{Field: name, Claims: []happening.Claim{{Value: outlet, Reports: []int{0}}}}}, Place: &record.Place{Name: address}}
		told := chronicletest.Told{Doc: "d", Outlet: outlet, Published: "2014-03-04", URL: address, Title: name,
			Actors: []record.Actor{{Name: name, Kind: record.Person}}, Recipients: []record.Actor{{Name: outlet, Kind: record.Group}}}
		hs := []*happening.Happening{chronicletest.Of(t, h, told)}
		out := map[string]string{}
		for _, format := range edition.Formats {
			var b bytes.Buffer
			if err := edition.Write(t.Context(), &b, c, chronicletest.Each(hs), edition.Page{Format: format, Title: name, Self: "https://a.example/"}); err != nil {
				t.Fatal(err)
			}
			if !utf8.Valid(b.Bytes()) {
				t.Errorf("%s is no UTF-8", format)
			}
			out[format] = b.String()
		}
		if strings.ContainsAny(out["text"], "\x1b\x07\u202e") {
			t.Errorf("the terminal obeys %q", out["text"])
		}
		harmless(t, out["html"])
		var b bytes.Buffer
		if err := md.Convert([]byte(out["markdown"]), &b); err != nil {
			t.Fatal(err)
		}
		harmless(t, b.String())
		if !json.Valid([]byte(out["json"])) {
			t.Errorf("no JSON: %s", out["json"])
		}
		for d := xml.NewDecoder(strings.NewReader(out["atom"])); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("no XML: %v", err)
			}
		}
		feed, err := gofeed.NewParser().ParseString(out["atom"])
		if err != nil || len(feed.Items) != 1 {
			t.Fatalf("no feed: %v", err)
		}
		harmless(t, feed.Items[0].Content)
		cal, err := ics.ParseCalendar(strings.NewReader(out["ics"]))
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("no calendar of one event: %v\n%s", err, out["ics"])
		}
	})
}
