package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// web answers requests out of memory and notes when they came, in seconds from
// the start. Inside a synctest bubble waiting takes no time.
type web struct {
	start  time.Time
	answer func(r *http.Request) (status int, header http.Header, body string)
	takes  time.Duration // to answer

	mu    sync.Mutex
	log   []string // "12s news.example/a"
	busy  map[string]int
	worst int // requests to one host at once
}

func newWeb(answer func(r *http.Request) (int, http.Header, string)) *web {
	return &web{start: time.Now(), answer: answer, busy: map[string]int{}}
}

func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.log = append(w.log, fmt.Sprintf("%v %s%s", time.Since(w.start), r.URL.Host, r.URL.RequestURI()))
	w.busy[r.URL.Hostname()]++
	w.worst = max(w.worst, w.busy[r.URL.Hostname()])
	w.mu.Unlock()
	time.Sleep(w.takes)
	w.mu.Lock()
	w.busy[r.URL.Hostname()]--
	status, header, body := w.answer(r)
	w.mu.Unlock()
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// sites answers robots.txt with what stands under a host, and pages with text.
func sites(robots map[string]string) func(r *http.Request) (int, http.Header, string) {
	return func(r *http.Request) (int, http.Header, string) {
		if r.URL.Path != "/robots.txt" {
			return 200, nil, "<p>Talks"
		}
		if file, ok := robots[r.URL.Host]; ok {
			return 200, nil, file
		}
		return 404, nil, ""
	}
}

func (w *web) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(w.log, want) {
		t.Errorf("requests\n%s\nwant\n%s", strings.Join(w.log, "\n"), strings.Join(want, "\n"))
	}
}

func get(t *testing.T, c *Client, address string) error {
	t.Helper()
	_, err := c.Get(t.Context(), address, Page, Validators{})
	return err
}

func TestDelayBetweenRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWeb(sites(nil))
		c := New(Options{Transport: w, Delay: 2 * time.Second})
		for _, a := range []string{"https://a.example/1", "https://a.example/2", "https://b.example/1", "http://a.example:8080/3"} {
			if err := get(t, c, a); err != nil {
				t.Fatal(err)
			}
		}
		w.expect(t, "0s a.example/robots.txt", "2s a.example/1", "4s a.example/2", "4s b.example/robots.txt", "6s b.example/1",
			"6s a.example:8080/robots.txt", "8s a.example:8080/3")
	})
}

func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWeb(sites(nil))
		w.takes = 3 * time.Second
		c := New(Options{Transport: w})
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() { get(t, c, fmt.Sprintf("https://%c.example/%d", 'a'+i%3, i)) })
		}
		wg.Wait()
		if w.worst != 1 || len(w.log) != 15 {
			t.Errorf("%d requests, %d at once", len(w.log), w.worst)
		}
		// Hosts do not wait for each other: five requests of three seconds and
		// four rests of one.
		if took := time.Since(w.start); took != 19*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWeb(sites(map[string]string{"a.example": "User-agent: *\nDisallow: /private\nCrawl-delay: 10", "slow.example": "User-agent: chancery\nCrawl-delay: 3600"}))
		c := New(Options{Transport: w})
		if err := get(t, c, "https://a.example/private/x"); !errors.Is(err, ErrRobots) {
			t.Errorf("a forbidden page: %v", err)
		}
		for _, a := range []string{"https://a.example/1", "https://a.example/2"} {
			if err := get(t, c, a); err != nil {
				t.Error(err)
			}
		}
		if err := get(t, c, "https://slow.example/1"); !errors.Is(err, ErrRobots) {
			t.Errorf("a host that wants an hour: %v", err)
		}
		w.expect(t, "0s a.example/robots.txt", "10s a.example/1", "20s a.example/2", "20s slow.example/robots.txt")
		time.Sleep(25 * time.Hour)
		get(t, c, "https://a.example/3")
		if n := len(w.log); w.log[n-2] != "25h0m20s a.example/robots.txt" {
			t.Errorf("after a day robots.txt is not asked for again: %q", w.log[n-2:])
		}
	})
}

func TestRobotsOutOfReach(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		kind   error // of the page's error; nil when it is fetched
	}{
		{"not found", 404, nil},
		{"forbidden", 403, nil},
		{"broken", 500, ErrRobots},
		{"overrun", 429, ErrRobots},
		{"no connection", 0, ErrNetwork},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				status := c.status
				w := newWeb(func(r *http.Request) (int, http.Header, string) {
					if r.URL.Path == "/robots.txt" {
						return status, nil, "User-agent: *\nDisallow: /"
					}
					return 200, nil, "<p>Talks"
				})
				client := New(Options{Transport: w, Tries: 2})
				err := get(t, client, "https://a.example/1")
				if c.kind == nil {
					if err != nil {
						t.Error(err)
					}
					return
				}
				var e *Error
				if !errors.Is(err, c.kind) || !errors.As(err, &e) || e.RetryAt.Before(time.Now()) {
					t.Fatalf("%v, to be tried at %v", err, e.RetryAt)
				}
				n := len(w.log)
				time.Sleep(time.Minute)
				if get(t, client, "https://a.example/1"); len(w.log) != n {
					t.Errorf("asked again too soon: %q", w.log)
				}
				time.Sleep(time.Until(e.RetryAt) + time.Second)
				status = 404
				if err := get(t, client, "https://a.example/1"); err != nil {
					t.Errorf("once it is back: %v", err)
				}
			})
		})
	}
}

func TestRobotsRedirected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWeb(func(r *http.Request) (int, http.Header, string) {
			switch {
			case r.URL.Host == "a.example" && r.URL.Path == "/robots.txt":
				return 301, http.Header{"Location": {"https://www.a.example/robots.txt"}}, ""
			case r.URL.Host == "loop.example":
				return 301, http.Header{"Location": {"/robots.txt"}}, ""
			case r.URL.Path == "/robots.txt":
				return 200, nil, "User-agent: *\nDisallow: /x"
			}
			return 200, nil, "<p>Talks"
		})
		c := New(Options{Transport: w, Redirects: 3})
		if err := get(t, c, "https://a.example/x"); !errors.Is(err, ErrRobots) {
			t.Errorf("%v", err)
		}
		if err := get(t, c, "https://loop.example/y"); !errors.Is(err, ErrRedirects) {
			t.Errorf("%v", err)
		}
		if n := len(w.log); n != 2+robotsHops+1+4 {
			t.Errorf("%d requests: %q", n, w.log)
		}
	})
}

func TestBackingOff(t *testing.T) {
	for _, c := range []struct {
		name   string
		header http.Header
		good   int      // which request succeeds, robots.txt aside; 0 when none does
		at     []string // when they come
		retry  string   // RetryAt from the start
	}{
		{"a failure that passes", nil, 3, []string{"1s", "6s", "16s"}, ""},
		{"a failure that stays", nil, 0, []string{"1s", "6s", "16s"}, "36s"},
		{"seconds to wait", http.Header{"Retry-After": {"30"}}, 2, []string{"1s", "31s"}, ""},
		{"a time to come back", http.Header{"Retry-After": {"Sat, 01 Jan 2000 00:00:51 GMT"}}, 2, []string{"1s", "51s"}, ""},
		{"at once, and wrong", http.Header{"Retry-After": {"0"}}, 3, []string{"1s", "2s", "12s"}, ""},
		{"longer than we wait", http.Header{"Retry-After": {"7200"}}, 0, []string{"1s"}, "2h0m1s"},
		{"nonsense", http.Header{"Retry-After": {"soon"}}, 2, []string{"1s", "6s"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				w := newWeb(func(r *http.Request) (int, http.Header, string) {
					if r.URL.Path == "/robots.txt" {
						return 404, nil, ""
					}
					if n++; n == c.good {
						return 200, nil, "<p>Talks"
					}
					return 503, c.header, ""
				})
				client := New(Options{Transport: w})
				err := get(t, client, "https://a.example/1")
				want := []string{"0s a.example/robots.txt"}
				for _, at := range c.at {
					want = append(want, at+" a.example/1")
				}
				w.expect(t, want...)
				if c.good > 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				var e *Error
				if !errors.As(err, &e) || e.Status != 503 || e.RetryAt.Sub(w.start).String() != c.retry {
					t.Fatalf("%v, to be tried at %v", err, e.RetryAt.Sub(w.start))
				}
			})
		})
	}
}

// A host that fails on and on is soon not waited for, and one page that is gone
// says nothing about it.
func TestDeadHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dead := false
		w := newWeb(func(r *http.Request) (int, http.Header, string) {
			switch {
			case r.URL.Path == "/robots.txt" || r.URL.Path == "/gone":
				return 404, nil, ""
			case dead:
				return 502, nil, ""
			}
			return 200, nil, "<p>Talks"
		})
		c := New(Options{Transport: w, Tries: 1})
		get(t, c, "https://a.example/1")
		get(t, c, "https://a.example/gone")
		dead = true
		for range 20 {
			get(t, c, "https://a.example/1")
		}
		w.expect(t, "0s a.example/robots.txt", "1s a.example/1", "2s a.example/gone", "3s a.example/1", "8s a.example/1", "18s a.example/1",
			"38s a.example/1", "1m18s a.example/1", "2m38s a.example/1")
		err := get(t, c, "https://a.example/1")
		var e *Error
		if !errors.Is(err, ErrBusy) || !errors.As(err, &e) || e.RetryAt.Sub(w.start) != 158*time.Second+160*time.Second {
			t.Errorf("%v", err)
		}
	})
}

func TestWaitingCanBeLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWeb(sites(map[string]string{"a.example": "User-agent: *\nCrawl-delay: 60"}))
		c := New(Options{Transport: w})
		get(t, c, "https://a.example/1")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		if _, err := c.Get(ctx, "https://a.example/2", Page, Validators{}); err != context.DeadlineExceeded || time.Since(began) != 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestHostsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{Transport: newWeb(sites(nil)), Delay: 1})
		for i := range manyHosts + 10 {
			get(t, c, fmt.Sprintf("https://h%d.example/", i))
			time.Sleep(time.Millisecond)
		}
		if n := len(c.hosts.known); n > 20 {
			t.Errorf("%d hosts are remembered", n)
		}
	})
}
