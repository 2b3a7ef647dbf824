package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"chancery/internal/article"
	"chancery/internal/fetch"
	"chancery/lexicon"
)

// site answers a Getter out of memory; what is not on it is not found.
type site struct {
	mu    sync.Mutex
	start time.Time
	pages map[string]page
	takes map[string]time.Duration
	log   []string // "12s https://…", conditional requests marked
}

type page struct {
	body  string
	etag  string
	err   error
	moved string
	age   time.Duration
}

func (s *site) set(address string, p page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[address] = p
}

func newSite(pages map[string]page) *site { return &site{start: time.Now(), pages: pages} }

func (s *site) Get(ctx context.Context, address string, want fetch.Want, v fetch.Validators) (*fetch.Response, error) {
	s.mu.Lock()
	mark := ""
	if v.ETag != "" {
		mark = " if not " + v.ETag
	}
	s.log = append(s.log, fmt.Sprintf("%v %s%s", time.Since(s.start), address, mark))
	p, ok := s.pages[address]
	s.mu.Unlock()
	time.Sleep(s.takes[address])
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !ok {
		p.err = &fetch.Error{URL: address, Status: 404, Err: fmt.Errorf("%w: 404 Not Found", fetch.ErrStatus)}
	}
	if p.err != nil {
		return nil, p.err
	}
	r := &fetch.Response{URL: address, ContentType: "text/html", Validators: fetch.Validators{ETag: p.etag}, Moved: p.moved, MaxAge: p.age, Fetched: time.Now().UTC()}
	if p.etag != "" && p.etag == v.ETag {
		r.NotModified = true
		return r, nil
	}
	r.Body = []byte(p.body)
	return r, nil
}

// store is a State that settles only what it is told to.
type store struct {
	memory
	settled map[string]bool
	broken  error
}

func (s *store) Settled(_ context.Context, feed string, entries []Announced) (map[string]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]bool{}
	for _, e := range entries {
		out[e.ID] = s.settled[feed+" "+e.ID]
	}
	return out, s.broken
}

func (s *store) settle(feed, entry string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settled == nil {
		s.settled = map[string]bool{}
	}
	s.settled[feed+" "+entry] = true
}

// poll lists what one poll yields, and settles it where keep is set.
func poll(t *testing.T, p *Poller, keep *store, feeds ...string) []string {
	t.Helper()
	var out []string
	for it, err := range p.Poll(t.Context(), feeds) {
		out = append(out, line(it, err))
		if keep == nil {
			continue
		}
		var e *Error
		if errors.As(err, &e) && e.Entry != "" {
			keep.settle(e.Feed, e.Entry)
		} else if err == nil {
			keep.settle(it.Feed, it.Entry)
		}
	}
	return out
}

func line(it article.Item, err error) string {
	if err != nil {
		return "! " + err.Error()
	}
	return it.Known.URL
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// items is RSS of entries, newest first, an hour apart.
func items(numbers ...int) string {
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, "<item><title>Talks %d</title><link>https://lake.example/%d</link><pubDate>Sat, 01 Jan 2000 %02d:00:00 GMT</pubDate></item>", n, n, n)
	}
	return rss(b.String())
}

func pagesOf(numbers ...int) map[string]page {
	out := map[string]page{}
	for _, n := range numbers {
		out[fmt.Sprintf("https://lake.example/%d", n)] = page{body: fmt.Sprintf("<p>Day %d of the talks.</p>", n)}
	}
	return out
}

const lakeFeed = "https://lake.example/feed"

func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2, 3))
		s.pages[lakeFeed] = page{body: items(3, 2, 1), etag: "v1"}
		kept := &store{}
		p := &Poller{Get: s, State: kept}
		same(t, "the first poll, oldest first", poll(t, p, kept, lakeFeed), []string{"https://lake.example/1", "https://lake.example/2", "https://lake.example/3"})
		same(t, "the second", poll(t, p, kept, lakeFeed), nil)
		s.pages[lakeFeed] = page{body: items(4, 3, 2), etag: "v2"}
		same(t, "a new entry whose page is gone", poll(t, p, kept, lakeFeed), []string{"! https://lake.example/4: refused by the server: 404 Not Found"})
		same(t, "requests", s.log, []string{"0s " + lakeFeed, "0s https://lake.example/1", "0s https://lake.example/2", "0s https://lake.example/3",
			"0s " + lakeFeed + " if not v1", "0s " + lakeFeed + " if not v1", "0s https://lake.example/4"})
	})
}

// Killed before what was announced is settled, a poll is taken up by the next
// one, though the feed has not changed or has moved on.
func TestPollTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2, 3, 4))
		s.pages[lakeFeed] = page{body: items(3, 2, 1), etag: "v1"}
		kept := &store{}
		first := &Poller{Get: s, State: kept}
		for it := range first.Poll(t.Context(), []string{lakeFeed}) {
			kept.settle(it.Feed, it.Entry)
			break // and killed
		}
		same(t, "the rest, though nothing has changed", poll(t, &Poller{Get: s, State: kept}, nil, lakeFeed), []string{"https://lake.example/2", "https://lake.example/3"})
		s.pages[lakeFeed] = page{body: items(4), etag: "v2"}
		same(t, "the rest, though the feed has moved on", poll(t, &Poller{Get: s, State: kept}, nil, lakeFeed),
			[]string{"https://lake.example/2", "https://lake.example/3", "https://lake.example/4"})
		s.pages[lakeFeed] = page{err: &fetch.Error{URL: lakeFeed, Status: 500, Err: fetch.ErrStatus}}
		same(t, "the rest, though the feed is down", poll(t, &Poller{Get: s, State: kept}, kept, lakeFeed),
			[]string{"! " + lakeFeed + ": refused by the server", "https://lake.example/2", "https://lake.example/3", "https://lake.example/4"})
		s.pages[lakeFeed] = page{body: items(4), etag: "v2"}
		same(t, "nothing more", poll(t, &Poller{Get: s, State: kept}, kept, lakeFeed), nil)
	})
}

// What a Poller has handed out it does not hand out again, settled or not; yet
// it is remembered for the next one.
func TestInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2))
		s.pages[lakeFeed] = page{body: items(2, 1), etag: "v1"}
		kept := &store{}
		p := &Poller{Get: s, State: kept}
		poll(t, p, nil, lakeFeed)
		same(t, "handed out, not settled", poll(t, p, nil, lakeFeed), nil)
		same(t, "to another", poll(t, &Poller{Get: s, State: kept}, nil, lakeFeed), []string{"https://lake.example/1", "https://lake.example/2"})
	})
}

func TestOneBrokenFeedStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2))
		s.pages["https://a.example/f"] = page{err: &fetch.Error{URL: "https://a.example/f", Err: fetch.ErrGuard}}
		s.pages["https://b.example/f"] = page{body: "<html>gone</html>"}
		s.pages["https://c.example/f"] = page{body: strings.TrimSuffix(items(1), "</channel></rss>")}
		s.pages["https://d.example/f"] = page{body: items(2)}
		s.takes = map[string]time.Duration{"https://a.example/f": time.Minute, "https://c.example/f": time.Second}
		feeds := []string{"https://a.example/f", "https://b.example/f", "https://c.example/f", "https://none.example/f", "https://d.example/f", "https://a.example/f"}
		want := []string{"! https://a.example/f: refused: not on the public web", "! https://b.example/f: no feed: the document is <html>",
			"! https://c.example/f: broken feed: it breaks off inside <channel>", "https://lake.example/1", "! https://none.example/f: refused by the server: 404 Not Found", "https://lake.example/2"}
		for _, n := range []int{1, 2, 8} {
			same(t, fmt.Sprintf("%d at once", n), poll(t, &Poller{Get: s, AtOnce: n}, nil, feeds...), want)
		}
	})
}

func TestFeedText(t *testing.T) {
	text := strings.Repeat("The envoys of both states met again and agreed to nothing. ", 25)
	long := rss(`<item><title>Refused</title><link>https://lake.example/r</link><pubDate>Wed, 04 Mar 2020 23:30:00 -0500</pubDate><content:encoded><![CDATA[<p>` + text + `</p>]]></content:encoded></item>` +
		`<item><title>Teased</title><link>https://lake.example/t</link><description>In short.</description></item>` +
		`<item><title>Told in full</title><link>https://lake.example/f</link><description>` + text + `</description></item>` +
		`<item><guid isPermaLink="false">x</guid><title>No page</title><description>In short.</description></item><item><guid isPermaLink="false">y</guid></item>` +
		`<item><title>Fetched</title><link>https://lake.example/1</link><content:encoded>` + text + `</content:encoded></item>`)
	long = strings.Replace(long, "<title>Lake Post<", "<title>Lake Post - World<", 1)
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1))
		s.pages[lakeFeed] = page{body: long}
		r, err := article.New(lexicon.Embedded())
		if err != nil {
			t.Fatal(err)
		}
		see := func(p *Poller) []string {
			var out []string
			for it, err := range p.Poll(t.Context(), []string{lakeFeed}) {
				if err != nil {
					out = append(out, line(it, err))
					continue
				}
				if it.Feed != lakeFeed || it.Entry == "" || it.Fetched.IsZero() {
					t.Errorf("%+v", it)
				}
				from := "page"
				if it.Format == article.JSON {
					from = "feed"
				}
				d, err := r.Read(it)
				if err != nil {
					out = append(out, from+": "+err.Error())
					continue
				}
				out = append(out, fmt.Sprintf("%s: %s | %s | %s | %s", from, d.URL, d.Title, d.Publisher, d.Published))
			}
			return out
		}
		same(t, "pages first", see(&Poller{Get: s}), []string{
			"page: https://lake.example/1: no article found in the page",
			"! " + lakeFeed + ": the entry has neither link nor text",
			"feed: " + lakeFeed + ": no article found in the page",
			"feed: https://lake.example/f | Told in full | Lake Post | ",
			"! https://lake.example/t: refused by the server: 404 Not Found",
			"feed: https://lake.example/r | Refused | Lake Post | 2020-03-04",
		})
		same(t, "the feed first", see(&Poller{Get: s, Inside: true})[:1], []string{"feed: https://lake.example/1 | Fetched | Lake Post | "})
	})
}

func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2, 3))
		stated := func(feed string) page { return page{body: strings.Replace(feed, "<item>", "<ttl>30</ttl><item>", 1)} }
		s.pages[lakeFeed] = stated(items(2, 1))
		s.pages["https://slow.example/f"] = page{body: rss(""), age: 5 * time.Hour}
		kept := &store{}
		ctx, cancel := context.WithTimeout(t.Context(), 165*time.Minute)
		defer cancel()
		p := &Poller{Get: s, State: kept, AtOnce: 1}
		var got []string
		for it, err := range p.Watch(ctx, []string{lakeFeed, "https://slow.example/f"}) {
			got = append(got, fmt.Sprintf("%v %s", time.Since(s.start), line(it, err)))
			kept.settle(it.Feed, it.Entry)
			if len(got) == 2 {
				s.set(lakeFeed, stated(items(3, 2, 1)))
			}
		}
		same(t, "articles", got, []string{"0s https://lake.example/1", "0s https://lake.example/2", "30m0s https://lake.example/3"})
		same(t, "requests", s.log, []string{"0s " + lakeFeed, "0s https://lake.example/1", "0s https://lake.example/2", "0s https://slow.example/f",
			"30m0s " + lakeFeed, "30m0s https://lake.example/3", "1h0m0s " + lakeFeed, "1h30m0s " + lakeFeed, "2h0m0s " + lakeFeed, "2h30m0s " + lakeFeed})
		if took := time.Since(s.start); took != 165*time.Minute {
			t.Errorf("it ended after %v", took)
		}
		// Another one keeps the rhythm.
		n := len(s.log)
		again, stop := context.WithTimeout(t.Context(), 40*time.Minute)
		defer stop()
		for range (&Poller{Get: s, State: kept}).Watch(again, []string{lakeFeed, "https://slow.example/f"}) {
		}
		if len(s.log)-n > 2 || strings.Contains(strings.Join(s.log[n:], " "), "slow") {
			t.Errorf("taken up: %q", s.log[n:])
		}
	})
}

func TestWatchFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(map[string]page{
			"https://gone.example/f": {err: &fetch.Error{URL: "https://gone.example/f", Status: 410, Err: fetch.ErrStatus}},
			"https://busy.example/f": {err: &fetch.Error{URL: "https://busy.example/f", Status: 429, RetryAt: time.Now().Add(5 * time.Hour), Err: fetch.ErrStatus}},
		})
		ctx, cancel := context.WithTimeout(t.Context(), 2*24*time.Hour)
		defer cancel()
		n := 0
		for range (&Poller{Get: s}).Watch(ctx, []string{"https://down.example/f", "https://gone.example/f", "https://busy.example/f"}) {
			n++
		}
		count := map[string][]string{}
		for _, l := range s.log {
			at, address, _ := strings.Cut(l, " ")
			count[address] = append(count[address], at)
		}
		same(t, "a feed that is down is asked less and less often", count["https://down.example/f"],
			[]string{"0s", "10m0s", "30m0s", "1h10m0s", "2h30m0s", "5h10m0s", "10h30m0s", "21h10m0s", "42h30m0s"})
		same(t, "one that is gone is not asked again", count["https://gone.example/f"], []string{"0s"})
		if at := count["https://busy.example/f"]; at[1] != "5h0m0s" {
			t.Errorf("one that asks for patience is asked at %q", at)
		}
		if n != len(s.log) {
			t.Errorf("%d failures told of %d", n, len(s.log))
		}
	})
}

func TestPatienceIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(map[string]page{lakeFeed: {err: &fetch.Error{URL: lakeFeed, Status: 429, RetryAt: time.Now().Add(time.Hour), Err: fetch.ErrStatus}}})
		kept := &store{}
		poll(t, &Poller{Get: s, State: kept}, kept, lakeFeed)
		same(t, "too soon", poll(t, &Poller{Get: s, State: kept}, kept, lakeFeed), []string{"! " + lakeFeed + ": to be asked later: not before 2000-01-01T01:00:00Z"})
		time.Sleep(2 * time.Hour)
		s.pages[lakeFeed] = page{body: items()}
		same(t, "later", poll(t, &Poller{Get: s, State: kept}, kept, lakeFeed), nil)
		if len(s.log) != 2 {
			t.Errorf("requests %q", s.log)
		}
	})
}

func TestMovedFeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(map[string]page{lakeFeed: {body: items(), moved: "https://new.example/feed"}, "https://new.example/feed": {body: items()}})
		kept := &store{}
		p := &Poller{Get: s, State: kept}
		poll(t, p, kept, lakeFeed)
		poll(t, p, kept, lakeFeed)
		delete(s.pages, "https://new.example/feed")
		poll(t, p, kept, lakeFeed)
		poll(t, p, kept, lakeFeed)
		same(t, "requests", s.log, []string{"0s " + lakeFeed, "0s https://new.example/feed", "0s https://new.example/feed", "0s " + lakeFeed})
	})
}

func TestPollEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(pagesOf(1, 2, 3, 4, 5, 6, 7, 8, 9))
		s.takes = map[string]time.Duration{}
		var feeds []string
		for i := range 20 {
			f := fmt.Sprintf("https://f%d.example/", i)
			feeds = append(feeds, f)
			s.pages[f] = page{body: items(9, 8, 7, 6, 5, 4, 3, 2, 1)}
			s.takes[f] = time.Duration(20-i) * time.Second
		}
		n := 0
		for range (&Poller{Get: s}).Poll(t.Context(), feeds) {
			if n++; n == 12 {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var last error
		for _, err := range (&Poller{Get: s}).Poll(ctx, feeds) {
			cancel()
			last = err
		}
		if last != context.Canceled {
			t.Errorf("the last thing after cancelling is %v", last)
		}
		fault := errors.New("disk full")
		last = nil
		n = 0
		for _, err := range (&Poller{Get: s, State: &store{broken: fault}}).Poll(t.Context(), feeds) {
			n++
			last = err
		}
		if n != 1 || !errors.Is(last, fault) {
			t.Errorf("with a broken State: %d, %v", n, last)
		}
		// synctest fails the test if a goroutine is left.
	})
}

func TestRhythm(t *testing.T) {
	now := time.Date(2020, 3, 4, 12, 0, 0, 0, time.UTC)
	at := func(ago ...time.Duration) *Feed {
		f := &Feed{}
		for _, d := range ago {
			f.Entries = append(f.Entries, Entry{Time: now.Add(-d)})
		}
		return f
	}
	for _, c := range []struct {
		name   string
		feed   *Feed
		every  time.Duration
		maxAge time.Duration
		want   time.Duration
	}{
		{"nothing known", at(), 0, 0, 10 * time.Minute},
		{"an hour between entries", at(0, time.Hour, 2*time.Hour), 0, 0, 30 * time.Minute},
		{"a minute between entries", at(0, time.Minute, 2*time.Minute), 0, 0, 10 * time.Minute},
		{"a week between entries", at(0, 7*24*time.Hour), 0, 0, 24 * time.Hour},
		{"silent for ten hours", at(10*time.Hour, 10*time.Hour+time.Minute), 0, 0, time.Hour},
		{"stated", at(0, time.Minute), 2 * time.Hour, 0, 2 * time.Hour},
		{"said by the server", at(0, time.Minute), 0, 3 * time.Hour, 3 * time.Hour},
		{"stated beyond bounds", at(), 30 * 24 * time.Hour, 0, 24 * time.Hour},
		{"entries of tomorrow", at(-24*time.Hour, 0, time.Hour), 0, 0, 30 * time.Minute},
		{"one entry", at(5 * time.Hour), 0, 0, 10 * time.Minute},
	} {
		c.feed.Every = c.every
		if got := (&Poller{}).rhythm(c.feed, c.maxAge, now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestHouse(t *testing.T) {
	for title, want := range map[string]string{"Lake Post": "Lake Post", "Lake Post - World": "Lake Post", "Lake Post | World | Asia": "Lake Post", "Lake Post: World - Asia": "Lake Post", "": "", " - World": "- World"} {
		if got := house(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestMemoryIsKept(t *testing.T) {
	m := Memory{Validators: fetch.Validators{ETag: "x"}, Checked: time.Date(2020, 3, 4, 5, 6, 7, 0, time.UTC), Every: time.Hour, Announced: []Announced{{ID: "1", Link: "https://lake.example/1"}}}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back Memory
	if err := json.Unmarshal(b, &back); err != nil || fmt.Sprint(back) != fmt.Sprint(m) {
		t.Errorf("%s became %+v, %v", b, back, err)
	}
}
