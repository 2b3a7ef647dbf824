package article

import (
	"errors"
	"strings"
	"testing"
)

const (
	first  = "The harbour council voted on Monday to close the northern quay to cargo ships until the divers have finished their search of the basin."
	second = "Two captains said the closure would cost them a week, and asked the council to let small vessels through at night under escort."
	third  = "The search, which began on Friday after a barge sank, is led by the navy and is expected to end before the weekend."
)

func TestExtract(t *testing.T) {
	r := reader(t)
	body := "<p>" + first + "</p><p>" + second + "</p><p>" + third + "</p>"
	text := first + "\n\n" + second + "\n\n" + third
	for _, c := range []struct{ name, page, want string }{
		{"menus, captions, links to other stories and comments go", `<html><body><nav>Home News Sport</nav><article><h1>Quay closed</h1><p>` + first +
			`</p><figure><img src=x><figcaption>The quay last year</figcaption></figure><div class="article__related-links"><p><a href=/1>Storm warning lifted for the coast</a></p></div><p>` +
			second + `</p><p>` + third + `</p></article><div id="comments"><p>First! I was there and saw it all happen, it was loud.</p></div><footer>Lake Post 2020</footer></body></html>`, text},
		{"text between line breaks", `<html><body><div>` + first + `<br><br>` + second + `<br>` + third + `</div></body></html>`, text},
		{"what follows a heading of other stories goes", `<html><body><article>` + body + `<h3>Related stories</h3><p>A ferry line will be cut next spring, the operator has told the town.</p></article></body></html>`, text},
		{"a byline and a day above the report", `<html><head><title>Quay closed</title></head><body><article><h1>Quay closed</h1><p>By Ann Marlowe</p><p>Updated May 4, 2020, 9:41 AM</p>` + body + `</article></body></html>`, text},
		{"the publisher's articleBody where the page is built by a script", `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + first + " " + second + `"}</script></head><body><div id=app></div></body></html>`, first + " " + second},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := r.Extract([]byte(c.page), "", "")
			if err != nil {
				t.Fatal(err)
			}
			if p.Text != c.want {
				t.Errorf("got\n%s\nwant\n%s", p.Text, c.want)
			}
		})
	}
	if _, err := r.Extract([]byte("<html><body><p>Please log in.</p></body></html>"), "", ""); !errors.Is(err, ErrNoText) {
		t.Errorf("a page without an article: %v", err)
	}
}

func TestPageMeta(t *testing.T) {
	r := reader(t)
	body := "<p>" + first + "</p><p>" + second + "</p><p>" + third + "</p>"
	for _, c := range []struct {
		name, head, body, url string
		want                  Meta
	}{
		{"JSON-LD before all", `<html lang="en-GB"><head><link rel=canonical href="https://lake.example/quay"><meta property="og:title" content="Quay closed!!"><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"headline":"Quay &amp; basin closed","datePublished":"2020-05-04T23:10:00-07:00","author":[{"name":"Ann Marlowe"},{"name":"Jo Pike"}],"publisher":{"name":"Lake Post"}}]}</script>`, body, "",
			Meta{URL: "https://lake.example/quay", Title: "Quay & basin closed", Published: "2020-05-04", Publisher: "Lake Post", Site: "Lake Post", Lang: "en-GB", Author: "Ann Marlowe, Jo Pike"}},
		{"meta elements", `<html lang=en><head><title>x</title><meta property="og:title" content="Quay closed | Lake Post"><meta property="og:site_name" content="Lake Post"><meta property="article:published_time" content="2020-05-04T08:00:00Z"><meta name=author content="By Ann Marlowe"><meta property="og:url" content="https://lake.example/q">`, body, "",
			Meta{URL: "https://lake.example/q", Title: "Quay closed", Published: "2020-05-04", Publisher: "Lake Post", Site: "Lake Post", Lang: "en", Author: "Ann Marlowe"}},
		{"a time element and the host", `<html><head><title>Quay closed</title>`, `<time datetime="2020-05-03">Sunday</time>` + body, "https://www.lake.example/x",
			Meta{URL: "https://www.lake.example/x", Title: "Quay closed", Published: "2020-05-03", Publisher: "lake.example", Site: "lake.example"}},
		{"a day shown", `<html><head><title>Quay closed</title>`, `<span class="post-date">Posted on 3 May 2020</span>` + body, "https://lake.example/x",
			Meta{URL: "https://lake.example/x", Title: "Quay closed", Published: "2020-05-03", Publisher: "lake.example", Site: "lake.example"}},
		{"the address holds the day", `<html><head><title>Quay closed</title>`, body, "https://lake.example/2020/05/02/quay",
			Meta{URL: "https://lake.example/2020/05/02/quay", Title: "Quay closed", Published: "2020-05-02", Publisher: "lake.example", Site: "lake.example"}},
		{"a program's zero is no day", `<html><head><title>Quay closed</title><meta name=date content="0001-01-01T00:00:00Z">`, body, "https://lake.example/x",
			Meta{URL: "https://lake.example/x", Title: "Quay closed", Publisher: "lake.example", Site: "lake.example"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := r.Extract([]byte(c.head+"</head><body><article>"+c.body+"</article></body></html>"), "", c.url)
			if err != nil {
				t.Fatal(err)
			}
			p.Meta.Published = isoDay(p.Meta.Published)
			if p.Meta != c.want {
				t.Errorf("got  %+v\nwant %+v", p.Meta, c.want)
			}
		})
	}
}

func BenchmarkExtract(b *testing.B) {
	r := reader(b)
	page := []byte("<html><head><title>Quay closed</title></head><body><nav>" + strings.Repeat("<a href=/>News</a> ", 50) + "</nav><article>" +
		strings.Repeat("<p>"+first+"</p><p>"+second+"</p>", 10) + "</article></body></html>")
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Extract(page, "", ""); err != nil {
			b.Fatal(err)
		}
	}
}
