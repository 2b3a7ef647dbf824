package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const base = "https://lake.example/feeds/world.xml"

// show writes a feed on a few lines.
func show(f *Feed) string {
	if f == nil {
		return "none"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s | %v\n", f.Title, f.Link, f.Lang, f.Every)
	for _, e := range f.Entries {
		when := "?"
		if !e.Time.IsZero() {
			when = e.Time.Format(time.RFC3339)
		}
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s\n", e.ID, e.Link, e.Title, when, e.Author, e.Content)
	}
	return b.String()
}

func rss(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">` +
		`<channel><title>Lake Post</title><link>https://lake.example/</link>` + items + `</channel></rss>`
}

func TestParse(t *testing.T) {
	const lake = "Lake Post | https://lake.example/ |  | 0s\n"
	for _, c := range []struct {
		name, src, want string
		err             error
	}{
		{"RSS 2.0", rss(`<language>en-gb</language><ttl>60</ttl><atom:link rel="self" href="https://lake.example/feed"/>
			<item><title>Envoys meet</title><link>https://lake.example/1</link><guid isPermaLink="false">t-1</guid><pubDate>Wed, 04 Mar 2020 05:06:07 GMT</pubDate><dc:creator>Ann Roe</dc:creator><description>In short.</description><content:encoded><![CDATA[<p>In full.</p>]]></content:encoded><media:title>A picture</media:title></item>`),
			"Lake Post | https://lake.example/ | en-gb | 1h0m0s\nt-1 | https://lake.example/1 | Envoys meet | 2020-03-04T05:06:07Z | Ann Roe | <p>In full.</p>\n", nil},
		{"RSS 0.91, with a document type", `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Lake Post</title><link>https://lake.example/</link><item><title>Envoys meet</title><link>https://lake.example/1</link></item></channel></rss>`,
			lake + "https://lake.example/1 | https://lake.example/1 | Envoys meet | ? |  | \n", nil},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
			<channel rdf:about="https://lake.example/"><title>Lake Post</title><link>https://lake.example/</link><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><items><rdf:Seq><rdf:li resource="https://lake.example/1"/></rdf:Seq></items></channel>
			<image><title>Logo</title><link>https://lake.example/logo</link></image>
			<item rdf:about="https://lake.example/1"><title>Envoys meet</title><link>https://lake.example/1</link><dc:date>2020-03-04T06:06:07+01:00</dc:date></item></rdf:RDF>`,
			"Lake Post | https://lake.example/ |  | 6h0m0s\nhttps://lake.example/1 | https://lake.example/1 | Envoys meet | 2020-03-04T06:06:07+01:00 |  | \n", nil},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lake.example/news/"><title type="html">Lake &amp;amp; Post</title><link href="/"/><link rel="self" href="feed"/><id>urn:x</id><updated>2020-03-05T00:00:00Z</updated>
			<entry xml:lang="en"><title>Envoys &lt;meet&gt;</title><link rel="alternate" type="text/html" href="1"/><link rel="enclosure" href="1.mp3"/><id>tag:lake,1</id><updated>2020-03-05T00:00:00Z</updated><published>2020-03-04T05:06:07Z</published><author><name>Ann Roe</name><email>a@lake.example</email></author><content type="html">&lt;p&gt;In full.&lt;/p&gt;</content></entry>
			<entry><title>Talks</title><link href="2"/><id>tag:lake,2</id><updated>2020-03-03T00:00:00Z</updated><source><title>Other</title><id>urn:other</id></source><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p class="x">5 &lt; 6 <a href="/y">here</a></p></div></content></entry></feed>`,
			"Lake & Post | https://lake.example/ |  | 0s\ntag:lake,1 | https://lake.example/news/1 | Envoys <meet> | 2020-03-04T05:06:07Z | Ann Roe | <p>In full.</p>\n" +
				"tag:lake,2 | https://lake.example/news/2 | Talks | 2020-03-03T00:00:00Z |  | <div><p>5 &lt; 6 <a href=\"/y\">here</a></p></div>\n", nil},
		{"Atom with prefixes", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Lake Post</a:title><a:link href="https://lake.example/"/><a:entry><a:id>1</a:id><a:title>Envoys meet</a:title><a:link href="https://lake.example/1"/></a:entry></a:feed>`,
			lake + "1 | https://lake.example/1 | Envoys meet | ? |  | \n", nil},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"Lake Post","home_page_url":"https://lake.example/","items":[
			{"id":7,"url":"/1","title":"Envoys <meet>","date_published":"2020-03-04T05:06:07-05:00","content_text":"In full.\n\nA & B.","authors":[{"name":"Ann Roe"}]},{"id":"x","external_url":"https://other.example/2","summary":"s"}]}`,
			lake + "7 | https://lake.example/1 | Envoys <meet> | 2020-03-04T05:06:07-05:00 | Ann Roe | <p>In full.</p>\n<p>A &amp; B.</p>\n\nx | https://other.example/2 |  | ? |  | \n", nil},

		{"stray ampersands and angles", rss(`<item><title>Fish & chips: 5 < 6, AT&T, &nbsp;&eacute;</title><link>https://lake.example/?a=1&b=2</link></item>`),
			lake + "https://lake.example/?a=1&b=2 | https://lake.example/?a=1&b=2 | Fish & chips: 5 < 6, AT&T, é | ? |  | \n", nil},
		{"HTML that was not escaped", rss(`<item><title>Envoys <b>meet</b></title><link>https://lake.example/1</link><content:encoded>One<br>two <i>three</content:encoded></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | Envoys meet | ? |  | One<br>two <i>three</i>\n", nil},
		{"elements left open", rss(`<item><title>One</title><link>https://lake.example/1<item><title>Two</title><link>https://lake.example/2</item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | One | ? |  | \nhttps://lake.example/2 | https://lake.example/2 | Two | ? |  | \n", nil},
		{"namespaces not declared", `<rss><channel><title>Lake Post</title><link>https://lake.example/</link><item><link>https://lake.example/1</link><content:encoded>x</content:encoded><dc:date>2020-03-04</dc:date></item></channel></rss>`,
			lake + "https://lake.example/1 | https://lake.example/1 |  | 2020-03-04T00:00:00Z |  | x\n", nil},
		{"a namespace without its slash", `<rss xmlns:c="http://purl.org/rss/1.0/modules/content"><channel><title>Lake Post</title><link>https://lake.example/</link><item><link>https://lake.example/1</link><c:encoded>x</c:encoded></item></channel></rss>`,
			lake + "https://lake.example/1 | https://lake.example/1 |  | ? |  | x\n", nil},
		{"a namespace of its own", `<rss xmlns="http://lake.example/own"><channel><title>Lake Post</title><link>https://lake.example/</link><item><link>https://lake.example/1</link></item></channel></rss>`,
			lake + "https://lake.example/1 | https://lake.example/1 |  | ? |  | \n", nil},
		{"control characters and a blank line before", "\n\n" + rss("<item><title>En\x00voys\x08 meet</title><link>https://lake.example/1</link></item>"),
			lake + "https://lake.example/1 | https://lake.example/1 | En voys meet | ? |  | \n", nil},
		{"a guid for a link", rss(`<item><title>a</title><guid>https://lake.example/1</guid></item><item><title>b</title><guid isPermaLink="false">https://lake.example/2</guid></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | a | ? |  | \nhttps://lake.example/2 |  | b | ? |  | \n", nil},
		{"no guid and no link", rss(`<item><title>Envoys meet</title></item>`), lake + "853249bdf1caf59a612842a6 |  | Envoys meet | ? |  | \n", nil},
		{"an entry twice, and an empty one", rss(`<item><link>https://lake.example/1</link></item><item/><item><link>https://lake.example/1</link></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 |  | ? |  | \n", nil},
		{"links that are none", rss(`<item><guid isPermaLink="false">1</guid><link>javascript:alert(1)</link></item><item><guid isPermaLink="false">2</guid><link>/2</link></item>`),
			lake + "1 |  |  | ? |  | \n2 | https://lake.example/2 |  | ? |  | \n", nil},
		{"a link behind a counter", strings.Replace(rss(`<item><link>https://count.example/x</link><feedburner:origLink>https://lake.example/1</feedburner:origLink></item>`), "<rss ", `<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" `, 1),
			lake + "https://lake.example/1 | https://lake.example/1 |  | ? |  | \n", nil},
		{"a title escaped twice", rss(`<item><link>https://lake.example/1</link><title><![CDATA[Tom &amp;amp; Ann &#8211; &lt;b&gt;now&lt;/b&gt;]]></title></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | Tom & Ann – <b>now</b> | ? |  | \n", nil},

		{"a feed that breaks off", strings.TrimSuffix(rss(`<item><link>https://lake.example/1</link></item><item><link>https://lake.exa`), "</channel></rss>"),
			lake + "https://lake.example/1 | https://lake.example/1 |  | ? |  | \n", ErrBroken},
		{"entities that grow", `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>` + rss(`<item><title>&lol3;</title><link>https://lake.example/1</link></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | &lol3; | ? |  | \n", nil},
		{"entities from outside", `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://169.254.169.254/">%y;]>` + rss(`<item><title>&x;</title><link>https://lake.example/1</link></item>`),
			lake + "https://lake.example/1 | https://lake.example/1 | &x; | ? |  | \n", nil},
		{"a million elements deep", rss(`<item><title>` + strings.Repeat("<a>", 1_000_000)), lake, ErrBroken},
		{"far too many entries", rss(strings.Repeat(`<item/>`, maxEntries+1)), lake, ErrBroken},
		{"a page", "<!DOCTYPE html><html><head><title>Lake Post</title></head></html>", "none", ErrNoFeed},
		{"a list of feeds", "<opml><body/></opml>", "none", ErrNoFeed},
		{"text", "Not found.", "none", ErrNoFeed},
		{"nothing", "", "none", ErrNoFeed},
		{"an empty element", "<>", "none", ErrNoFeed},
		{"another object", `{"error":"no such feed"}`, "none", ErrNoFeed},
		{"half an object", `{"version":"https://jsonfeed.org/version/1","items":[`, "none", ErrNoFeed},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Parse([]byte(c.src), "", base)
			if got := show(f); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if !errors.Is(err, c.err) || c.err == nil && err != nil {
				t.Errorf("error %v, want %v", err, c.err)
			}
		})
	}
}

func TestCharsets(t *testing.T) {
	doc := func(encoding, title string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><rss><channel><title>` + title + `</title></channel></rss>`
	}
	for _, c := range []struct{ name, src, contentType, want string }{
		{"UTF-8", doc("utf-8", "Zażółć"), "", "Zażółć"},
		{"a byte order mark", "\xef\xbb\xbf" + doc("utf-8", "Zażółć"), "", "Zażółć"},
		{"declared in the document", doc("ISO-8859-2", "Za\xbf\xf3\xb3\xe6"), "application/rss+xml", "Zażółć"},
		{"declared by the server alone", "<rss><channel><title>Za\xbf\xf3\xb3\xe6</title></channel></rss>", "text/xml; charset=iso-8859-2", "Zażółć"},
		{"the document against the server", doc("windows-1251", "\xcc\xee\xf1\xea\xe2\xe0"), "text/xml; charset=iso-8859-1", "Москва"},
		{"UTF-8 against both", doc("iso-8859-1", "Zażółć"), "text/xml; charset=windows-1252", "Zażółć"},
		{"declared UTF-8, and it is not", doc("utf-8", "Caf\xe9 de Flore"), "", "Café de Flore"},
		{"UTF-8 with a broken byte", doc("utf-8", "Zażółć gęślą jaźń\xff"), "", "Zażółć gęślą jaźń\ufffd"},
		{"UTF-16", "\xff\xfe" + utf16(doc("utf-16", "Zażółć")), "", "Zażółć"},
		{"an encoding no one knows", doc("x-klingon", "Caf\xe9"), "", "Café"},
	} {
		f, err := Parse([]byte(c.src), c.contentType, base)
		if err != nil || f.Title != c.want {
			t.Errorf("%s: %v, %v", c.name, show(f), err)
		}
	}
}

func utf16(s string) string {
	var b strings.Builder
	for _, c := range s {
		b.WriteByte(byte(c))
		b.WriteByte(byte(c >> 8))
	}
	return b.String()
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"Wed, 04 Mar 2020 05:06:07 GMT", "2020-03-04T05:06:07Z"},
		{"Wed, 4 Mar 2020 05:06:07 +0100", "2020-03-04T05:06:07+01:00"},
		{"Thu, 04 Mar 2020 05:06:07 EST", "2020-03-04T05:06:07-05:00"},
		{"04 Mar 2020 05:06 PDT", "2020-03-04T05:06:00-07:00"},
		{"Mon, 04 Mar 20 05:06:07 +0000", "2020-03-04T05:06:07Z"},
		{"Wednesday, 4 March 2020 05:06:07 +0000", "2020-03-04T05:06:07Z"},
		{"Wed, 04 Sept 2019 05:06:07 GMT", "2019-09-04T05:06:07Z"},
		{"Wed, 04 Mar 2020 05:06:07 GMT+0300", "2020-03-04T05:06:07+03:00"},
		{"  Wed,  04 Mar 2020\n05:06:07   Z ", "2020-03-04T05:06:07Z"},
		{"2020-03-04T05:06:07Z", "2020-03-04T05:06:07Z"},
		{"2020-03-04T05:06:07.123+05:30", "2020-03-04T05:06:07+05:30"},
		{"2020-03-04T05:06:07+0530", "2020-03-04T05:06:07+05:30"},
		{"2020-03-04 05:06:07", "2020-03-04T05:06:07Z"},
		{"2020-03-04", "2020-03-04T00:00:00Z"},
		{"Mar 4, 2020 5:06 PM", "2020-03-04T17:06:00Z"},
		{"Wed Mar 4 05:06:07 2020", "2020-03-04T05:06:07Z"},
		{"Wed, 04 Mar 2020 05:06:07 XYZ", ""},
		{"yesterday", ""},
		{"0000-00-00 00:00:00", ""},
		{"Thu, 01 Jan 0001 00:00:00 GMT", ""},
		{"", ""},
	} {
		got := ""
		if at := parseTime(c.raw); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestOPML(t *testing.T) {
	for _, c := range []struct {
		name, src, want string
		err             error
	}{
		{"folders", `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="World"><outline type="rss" text="Lake &amp; Post" title="" xmlUrl="https://lake.example/feed" htmlUrl="https://lake.example/"/><outline text="a note"/></outline><outline title="Hill" xmlURL="/hill.xml"/></body></opml>`,
			"[{https://lake.example/feed Lake & Post} {https://lake.example/hill.xml Hill}]", nil},
		{"one feed twice", `<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https://a.example/"/></body></opml>`, "[{https://a.example/ }]", nil},
		{"addresses for old readers", `<opml><body><outline xmlUrl="feed://a.example/"/><outline xmlUrl="feed:https://b.example/"/></body></opml>`, "[{http://a.example/ } {https://b.example/ }]", nil},
		{"addresses that are none", `<opml><body><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl=""/></body></opml>`, "[]", ErrNoFeed},
		{"a stray ampersand, and it breaks off", `<opml><body><outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/><outline te`, "[{https://a.example/?x=1&y=2 A & B}]", nil},
		{"a feed", rss(""), "[]", ErrNoFeed},
		{"nothing", "", "[]", ErrNoFeed},
		{"a million deep", "<opml>" + strings.Repeat("<outline>", 1_000_000), "[]", ErrNoFeed},
	} {
		refs, err := ParseOPML([]byte(c.src), "", base)
		if got := fmt.Sprint(refs); got != c.want || !errors.Is(err, c.err) || c.err == nil && err != nil {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
	for src, want := range map[string]bool{"\ufeff\n<?xml version='1.0'?><!-- x --><opml>": true, "<rss>": false, "<html><opml>": false, "": false, "{}": false} {
		if IsOPML([]byte(src)) != want {
			t.Errorf("IsOPML(%q) is %v", src, !want)
		}
	}
}

func TestDiscover(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"two, and the comments last", `<head><link rel="alternate" type="application/rss+xml" title="Comments" href="/c.xml"><link rel="alternate" type="application/rss+xml; charset=utf-8" title="Lake &amp; Post" href="/feed.xml"><LINK REL="ALTERNATE HOME" TYPE="application/atom+xml" HREF="atom.xml"></head>`,
			"[{https://lake.example/feed.xml Lake & Post} {https://lake.example/feeds/atom.xml } {https://lake.example/c.xml Comments}]"},
		{"other alternates", `<link rel="alternate" hreflang="fr" href="/fr"><link rel="alternate" type="text/html" href="/amp"><link rel="stylesheet" type="application/rss+xml" href="/x">`, "[]"},
		{"in a script, and in the body", `<script>"<link rel=alternate type=application/rss+xml href=/x>"</script></head><body><link rel="alternate" type="application/rss+xml" href="/y">`, "[]"},
		{"a base", `<base href="https://www.lake.example/"><link rel="alternate" type="application/feed+json" href="feed.json">`, "[{https://www.lake.example/feed.json }]"},
		{"nothing", "", "[]"},
	} {
		if got := fmt.Sprint(Discover([]byte(c.src), "text/html", base)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		rss(`<item><title>a & b</title><link>/1</link><content:encoded><![CDATA[<p>x</p>]]></content:encoded></item>`),
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x"><entry><content type="xhtml"><div>x<br/></div></content><author><name>n</name></author></entry></feed>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1}]}`, "<rdf:RDF><item rdf:about='x'>", "\xff\xfe<\x00r\x00", "<!DOCTYPE x [<!ENTITY",
	} {
		f.Add([]byte(s), "text/xml; charset=iso-8859-1")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		feed, err := Parse(data, contentType, base)
		if err != nil && !errors.Is(err, ErrNoFeed) && !errors.Is(err, ErrBroken) {
			t.Errorf("an error of no kind: %v", err)
		}
		if (feed == nil) != errors.Is(err, ErrNoFeed) {
			t.Fatalf("feed %v with error %v", feed, err)
		}
		if feed == nil {
			return
		}
		size := 0
		ids := map[string]bool{}
		for _, e := range feed.Entries {
			if e.ID == "" || ids[e.ID] {
				t.Errorf("an entry without an ID of its own: %+v", e)
			}
			ids[e.ID] = true
			size += len(e.Content) + len(e.Summary) + len(e.Title)
			if e.Link != "" && !strings.HasPrefix(e.Link, "http") {
				t.Errorf("link %q", e.Link)
			}
		}
		// A byte may become an escape, a replacement character or an end tag.
		if size > 20*len(data)+100 {
			t.Errorf("%d bytes grew to %d", len(data), size)
		}
	})
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline xmlUrl="https://a.example/"/></body></opml>`))
	f.Add([]byte("<opml><outline xmlurl=//x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		refs, err := ParseOPML(data, "", base)
		if (err == nil) != (len(refs) > 0) {
			t.Errorf("%v, %v", refs, err)
		}
		IsOPML(data)
		for _, r := range append(refs, Discover(data, "", base)...) {
			if !strings.HasPrefix(r.URL, "http") {
				t.Errorf("%q", r.URL)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	src := []byte(rss(strings.Repeat(`<item><title>Envoys meet &amp; part</title><link>https://lake.example/1</link><pubDate>Wed, 04 Mar 2020 05:06:07 GMT</pubDate><description>`+strings.Repeat("The talks go on. ", 20)+`</description></item>`, 50)))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(src, "", base); err != nil {
			b.Fatal(err)
		}
	}
}
