package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/article"
	"chancery/internal/feed"
	"chancery/internal/fetch"
	"chancery/lexicon"
)

const report = "GENEVA, June 4 - Envoys of the two governments met for a third day and agreed to meet again in the autumn, the mediator said."

func pageOf(title string) string {
	return "<!DOCTYPE html><html lang=en><head><title>" + title + "</title></head><body><article><p>" + report + "</p><p>Both said that the lake would stay open to fishing boats of either state until then, and that no more would be said.</p></article></body></html>"
}

// desk is a site of our own, an Intake that may reach it, and a folder.
type desk struct {
	*Intake
	url, dir string

	mu    sync.Mutex
	pages map[string]string // path → body; a status in three digits is an answer without one
	log   []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{dir: t.TempDir(), pages: map[string]string{}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.log = append(d.log, r.URL.Path)
		body, ok := d.pages[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case strings.HasPrefix(body, "to "):
			http.Redirect(w, r, body[3:], http.StatusFound)
		case len(body) == 3:
			w.WriteHeader(int(body[0]-'0')*100 + int(body[1]-'0')*10 + int(body[2]-'0'))
		default:
			fmt.Fprint(w, strings.ReplaceAll(body, "SITE", d.url))
		}
	}))
	t.Cleanup(s.Close)
	d.url = s.URL
	r, err := article.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d.Intake = &Intake{Articles: r, Web: fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Delay: 1, Tries: 1})}
	return d
}

func (d *desk) set(path, body string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pages[path] = body
}

func (d *desk) file(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(body, "SITE", d.url)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// outcome lists titles of articles and kinds of failures with their places.
func (d *desk) outcome(t *testing.T, items func(func(article.Item, error) bool)) (out []string, failures []Failure) {
	t.Helper()
	short := func(s string) string { return strings.NewReplacer(d.url, "", d.dir+"/", "").Replace(s) }
	fail := func(item article.Item, err error) {
		f, ok := FailureOf(item, err)
		if !ok {
			out = append(out, "!! "+short(err.Error()))
			return
		}
		// What is kept is plain data.
		b, err := json.Marshal(f)
		var back Failure
		if err != nil || json.Unmarshal(b, &back) != nil || back != f {
			t.Errorf("%+v became %s and %+v", f, b, back)
		}
		failures = append(failures, f)
		place := short(f.File)
		if f.Line > 0 {
			place += fmt.Sprintf(":%d", f.Line)
		}
		if f.Entry != "" {
			place += " of " + short(f.Feed)
		}
		out = append(out, "! "+f.Kind+" "+place)
	}
	for item, err := range items {
		if err != nil {
			fail(item, err)
			continue
		}
		doc, err := d.Articles.Read(item)
		if err != nil {
			fail(item, err)
			continue
		}
		out = append(out, doc.Title)
	}
	return out, failures
}

func (d *desk) take(t *testing.T, sources ...string) []string {
	out, _ := d.outcome(t, d.Items(t.Context(), sources))
	return out
}

func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func rss(items ...string) string {
	var b strings.Builder
	for _, path := range items {
		fmt.Fprintf(&b, "<item><title>Talks</title><link>SITE/%s</link></item>", path)
	}
	return "<rss><channel><title>Lake Post</title>" + b.String() + "</channel></rss>"
}

func line(title string) string { return fmt.Sprintf(`{"title":%q,"text":%q}`, title, report) }

func TestSources(t *testing.T) {
	d := newDesk(t)
	d.set("/feed.xml", rss("2", "1"))
	d.set("/other.xml", rss("3"))
	d.set("/list.opml", `<opml><body><outline xmlUrl="SITE/other.xml"/><outline xmlUrl="SITE/feed.xml"/></body></opml>`)
	d.set("/", `<html><head><link rel="alternate" type="application/rss+xml" href="/other.xml"></head><body>Front page</body></html>`)
	for i := range 4 {
		d.set(fmt.Sprintf("/%d", i), pageOf(fmt.Sprintf("Page %d", i)))
	}
	text := d.file(t, "a.jsonl", line("A")+"\n{oops\n"+line("B"))
	opml := d.file(t, "my.opml", `<opml><body><outline xmlUrl="SITE/feed.xml"/></body></opml>`)
	asXML := d.file(t, "my.xml", `<?xml version="1.0"?><opml><body><outline xmlUrl="SITE/other.xml"/></body></opml>`)
	for _, c := range []struct {
		name    string
		sources []string
		want    []string
	}{
		{"a file", []string{text}, []string{"A", "! json a.jsonl:2", "B"}},
		{"standard input", []string{"-"}, []string{"In"}},
		{"a page", []string{d.url + "/1"}, []string{"Page 1"}},
		{"a feed, the oldest entry first", []string{d.url + "/feed.xml"}, []string{"Page 1", "Page 2"}},
		{"a list of feeds at an address", []string{d.url + "/list.opml"}, []string{"Page 3", "Page 1", "Page 2"}},
		{"a list of feeds in a file", []string{opml}, []string{"Page 1", "Page 2"}},
		{"a list of feeds by another name", []string{asXML}, []string{"Page 3"}},
		{"a front page that names a feed", []string{d.url + "/"}, []string{"Page 3"}},
		{"feeds after the rest, each once", []string{d.url + "/feed.xml", d.url + "/0", opml, text}, []string{"Page 0", "A", "! json a.jsonl:2", "B", "Page 1", "Page 2"}},
		{"what fails stops nothing", []string{d.url + "/none", filepath.Join(d.dir, "none.txt"), filepath.Join(d.dir, "none.opml"), "http://169.254.169.254/feed", "http://[::1]/", "https:///", d.url + "/1"},
			[]string{"! status /none", "! missing none.txt", "! missing none.opml", "! guard http://169.254.169.254/feed", "! guard http://[::1]/", "! address https:///", "Page 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.Stdin = strings.NewReader(line("In"))
			expect(t, "took in", d.take(t, c.sources...), c.want)
		})
	}
	d.log = nil
	d.take(t, d.url+"/other.xml")
	if n := strings.Count(strings.Join(d.log, "\n"), "/other.xml"); n != 1 {
		t.Errorf("the feed was fetched %d times", n)
	}
}

func TestHostileFeeds(t *testing.T) {
	d := newDesk(t)
	d.set("/inside.xml", "to http://169.254.169.254/latest/meta-data/")
	d.set("/loop.xml", "to /loop.xml")
	d.set("/bomb.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title><item><title>&b;</title><link>http://[::1]/</link></item></channel></rss>`)
	d.set("/deep.xml", "<rss><channel>"+strings.Repeat("<item>", 100)+strings.Repeat("<x>", 100_000))
	d.set("/ok.xml", rss("1"))
	d.set("/1", pageOf("Page 1"))
	expect(t, "took in", d.take(t, d.url+"/inside.xml", d.url+"/loop.xml", d.url+"/bomb.xml", d.url+"/deep.xml", d.url+"/ok.xml"),
		[]string{"! guard /inside.xml", "! redirects /loop.xml", "! guard http://[::1]/ of /bomb.xml", "! feed /deep.xml", "Page 1"})
}

func TestNoWeb(t *testing.T) {
	d := newDesk(t)
	d.Web = nil
	list := d.file(t, "my.opml", `<opml><body><outline xmlUrl="SITE/feed.xml"/></body></opml>`)
	expect(t, "took in", d.take(t, d.url+"/1", list), []string{"! address /1", "! address my.opml"})
}

// settling is a State that takes for settled what it is told.
type settling struct {
	mu      sync.Mutex
	feeds   map[string]feed.Memory
	settled map[string]bool
	broken  error
}

func (s *settling) Feed(_ context.Context, url string) (feed.Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.feeds[url], s.broken
}

func (s *settling) Save(_ context.Context, url string, m feed.Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feeds[url] = m
	return nil
}

func (s *settling) Settled(_ context.Context, name string, entries []feed.Announced) (map[string]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]bool{}
	for _, e := range entries {
		out[e.ID] = s.settled[name+" "+e.ID]
	}
	return out, nil
}

func TestReplay(t *testing.T) {
	d := newDesk(t)
	state := &settling{feeds: map[string]feed.Memory{}, settled: map[string]bool{}}
	d.State = state
	d.set("/feed.xml", strings.ReplaceAll(rss("1", "2"), "<title>Talks", "<title>Told by the feed"))
	d.set("/1", "403")
	d.set("/2", pageOf("Page 2"))
	d.set("/page", "404")
	lines := d.file(t, "a.jsonl", line("A")+"\n{oops\n"+line("B")+"\n{\"text\":\"\"}\n")
	opml := d.file(t, "my.opml", "<opml/>")
	sources := []string{lines, filepath.Join(d.dir, "later.txt"), opml, d.url + "/page", d.url + "/feed.xml", d.url + "/none.xml", "-"}
	d.Stdin = strings.NewReader("{oops\n")
	out, failures := d.outcome(t, d.Items(t.Context(), sources))
	expect(t, "at first", out, []string{"A", "! json a.jsonl:2", "B", "! empty a.jsonl:4", "! missing later.txt", "! feed my.opml", "! status /page", "! status /none.xml", "! json -:1", "Page 2", "! status /1 of /feed.xml"})

	d.file(t, "a.jsonl", line("A")+"\n"+line("Mended")+"\n"+line("B")+"\n{\"text\":\"\"}\n")
	d.file(t, "later.txt", report)
	d.file(t, "my.opml", `<opml><body><outline xmlUrl="SITE/other.xml"/></body></opml>`)
	d.set("/page", pageOf("Back"))
	d.set("/1", strings.Replace(pageOf(""), "<title></title>", "", 1))
	d.set("/other.xml", rss("2"))
	out, _ = d.outcome(t, d.Replay(t.Context(), failures))
	expect(t, "replayed", out, []string{"Mended", "! empty a.jsonl:4", "", "Page 2", "Back", "! status /none.xml", "! other -", "Told by the feed"})
}

func TestReplayFeed(t *testing.T) {
	d := newDesk(t)
	d.State = &settling{feeds: map[string]feed.Memory{}, settled: map[string]bool{}}
	d.set("/feed.xml", rss("1"))
	list := d.file(t, "my.opml", `<opml><body><outline xmlUrl="SITE/feed.xml"/></body></opml>`)
	d.set("/1", pageOf("Page 1"))
	d.set("/feed.xml", "404")
	out, failures := d.outcome(t, d.Items(t.Context(), []string{list}))
	expect(t, "at first", out, []string{"! status /feed.xml"})
	d.set("/feed.xml", rss("1"))
	out, _ = d.outcome(t, d.Replay(t.Context(), append(failures, failures...)))
	expect(t, "replayed once", out, []string{"Page 1"})
}

func TestDamagedFileIsReadAgainWhole(t *testing.T) {
	d := newDesk(t)
	record := func(n int, length int) string {
		body := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + pageOf(fmt.Sprintf("Page %d", n))
		if length == 0 {
			length = len(body)
		}
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lake.example/%d\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, length, body)
	}
	name := d.file(t, "a.warc", record(1, 0)+record(2, -1)+record(3, 0))
	out, failures := d.outcome(t, d.Items(t.Context(), []string{name}))
	expect(t, "at first", out, []string{"Page 1", "! damaged a.warc", "Page 3"})
	if failures[0].At.Offset != int64(len(record(1, 0))) {
		t.Errorf("%+v", failures[0])
	}
	d.file(t, "a.warc", record(1, 0)+record(2, 0)+record(3, 0))
	out, _ = d.outcome(t, d.Replay(t.Context(), failures))
	expect(t, "replayed", out, []string{"Page 1", "Page 2", "Page 3"})
}

func TestFatal(t *testing.T) {
	d := newDesk(t)
	fault := errors.New("disk full")
	d.State = &settling{broken: fault}
	expect(t, "a broken State", d.take(t, d.url+"/feed.xml", d.url+"/1"), []string{"!! feed /feed.xml: disk full"})
	d.State = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, s := range []string{d.url + "/feed.xml", d.file(t, "a.txt", report)} {
		out, _ := d.outcome(t, d.Items(ctx, []string{s, s, s}))
		expect(t, "cancelled", out, []string{"!! context canceled"})
	}
}

func TestCancelledBetween(t *testing.T) {
	d := newDesk(t)
	name := d.file(t, "a.jsonl", line("A")+"\n"+line("B"))
	for after := 1; after <= 2; after++ {
		ctx, cancel := context.WithCancel(t.Context())
		var errs []error
		n := 0
		for _, err := range d.Items(ctx, []string{name, name}) {
			if err != nil {
				errs = append(errs, err)
			} else if n++; n == after {
				cancel()
			}
		}
		cancel()
		if n != after || len(errs) != 1 || errs[0] != context.Canceled {
			t.Errorf("cancelled after %d: %d articles, errors %v", after, n, errs)
		}
	}
}

func TestWatchEnds(t *testing.T) {
	d := newDesk(t)
	d.Watch = true
	d.set("/feed.xml", rss("1"))
	d.set("/1", pageOf("Page 1"))
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	for item, err := range d.Items(ctx, []string{d.url + "/feed.xml"}) {
		if err != nil || item.Entry == "" {
			t.Errorf("%+v, %v", item, err)
		}
		n++
		cancel()
	}
	cancel()
	if n != 1 {
		t.Errorf("%d yields", n)
	}
}

func TestKinds(t *testing.T) {
	for _, k := range kinds {
		if got := Kind(fmt.Errorf("reading: %w", k.err)); got != k.name {
			t.Errorf("%v is %q, want %q", k.err, got, k.name)
		}
	}
	if got := Kind(errors.New("x")); got != "other" {
		t.Errorf("an unknown error is %q", got)
	}
}
