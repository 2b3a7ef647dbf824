package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serve starts a server without a robots.txt, and a client that may reach it and
// does not rest.
func serve(t *testing.T, o Options, h http.HandlerFunc) (*Client, string) {
	t.Helper()
	s := listen(t, "127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	o.Allow = prefixes("127.0.0.1/32")
	o.Delay = 1
	o.Tries = max(o.Tries, 1)
	return New(o), s.URL
}

func gz(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.Bytes()
}

func TestAnswers(t *testing.T) {
	bomb := gz(strings.Repeat("\x00", 50<<20))
	flush := func(w http.ResponseWriter) { w.(http.Flusher).Flush() }
	for _, c := range []struct {
		name string
		want Want
		h    http.HandlerFunc
		body string
		err  error
	}{
		{"a page", Page, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<!DOCTYPE html>Talks") }, "<!DOCTYPE html>Talks", nil},
		{"a compressed page", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			w.Write(gz("<p>Talks"))
		}, "<p>Talks", nil},
		{"a feed", Feed, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
			fmt.Fprint(w, "<rss/>")
		}, "<rss/>", nil},
		{"a feed called something else", Feed, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			fmt.Fprint(w, "<rss/>")
		}, "<rss/>", nil},
		{"a page without a type", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = nil
			fmt.Fprint(w, "<p>Talks")
		}, "<p>Talks", nil},
		{"a film", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "video/mp4")
			fmt.Fprint(w, "0000ftyp")
		}, "", ErrType},
		{"a feed where a page is wanted", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, "<rss/>")
		}, "", ErrType},
		{"a picture where a feed is wanted", Feed, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			fmt.Fprint(w, "\x89PNG")
		}, "", ErrType},
		{"gone", Page, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) }, "", ErrStatus},
		{"a body too large", Page, func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				fmt.Fprint(w, strings.Repeat("Talks go on. ", 100))
			}
		}, "", ErrTooLarge},
		{"a body that says that it is too large", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "999999999999")
			for range 100 {
				fmt.Fprint(w, strings.Repeat("Talks go on. ", 100))
			}
		}, "", ErrTooLarge},
		{"a bomb", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			w.Write(bomb)
		}, "", ErrTooLarge},
		{"a bomb that never goes off: empty blocks without end", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
			for range 10000 {
				w.Write([]byte("\x00\x00\x00\xff\xff"))
			}
		}, "", ErrTooLarge},
		{"called gzip, and is not", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "<p>Talks on the river")
		}, "", ErrEncoding},
		{"gzip with a broken checksum", Page, func(w http.ResponseWriter, r *http.Request) {
			b := gz("<p>Talks on the river")
			b[len(b)-6] ^= 1
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			w.Write(b)
		}, "", ErrEncoding},
		{"an encoding that was not asked for", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "xxxx")
		}, "", ErrEncoding},
		{"a connection that breaks off", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "<p>Talks")
		}, "", ErrNetwork},
		{"no HTTP", Page, func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			fmt.Fprint(conn, "220 mail.example ESMTP\r\n")
			conn.Close()
		}, "", ErrNetwork},
		{"a header that never comes", Page, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "", ErrTimeout},
		{"a header without end", Page, func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			defer conn.Close()
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n")
			for range 100_000 {
				if _, err := fmt.Fprint(conn, "X-Filler: yyyyyyyyyyyyyyyyyyyyyyy\r\n"); err != nil {
					return
				}
			}
		}, "", ErrNetwork},
		{"a body that drips", Page, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "<")
				flush(w)
				time.Sleep(20 * time.Millisecond)
			}
		}, "", ErrTimeout},
		{"redirects without end", Page, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, "", ErrRedirects},
		{"a redirect to itself", Page, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusMovedPermanently)
		}, "", ErrRedirects},
		{"a redirect that leads nowhere", Page, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusFound) }, "", ErrRedirects},
		{"a redirect to a file", Page, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}, "", ErrAddress},
		{"not modified, though nothing was said of a former visit", Page, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) }, "", ErrStatus},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{MaxBytes: 20000, Redirects: 5}
			if c.err == ErrTimeout {
				o.Header, o.Total = 300*time.Millisecond, 600*time.Millisecond
			}
			client, address := serve(t, o, c.h)
			r, err := client.Get(t.Context(), address+"/page", c.want, Validators{})
			if c.err != nil {
				var e *Error
				if !errors.Is(err, c.err) || !errors.As(err, &e) || e.URL != address+"/page" {
					t.Errorf("got %v, want %v", err, c.err)
				}
				return
			}
			if err != nil || string(r.Body) != c.body || r.Fetched.IsZero() {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}

func TestNoAddress(t *testing.T) {
	c := New(Options{})
	for _, a := range []string{"", "news.example", "/path", "ftp://news.example/", "file:///etc/passwd", "http://", "http://[", "https://ann:secret@news.example/", "http://a b.example/"} {
		_, err := c.Get(t.Context(), a, Page, Validators{})
		if !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", a, err)
		}
		if err != nil && strings.Contains(errors.Unwrap(err).Error(), "secret") {
			t.Errorf("the error tells a password: %v", err)
		}
	}
}

func TestRequestHeaders(t *testing.T) {
	var got http.Header
	c, address := serve(t, Options{Version: "1.2", Contact: "https://desk.example/"}, func(w http.ResponseWriter, r *http.Request) { got = r.Header })
	if _, err := c.Get(t.Context(), address, Feed, Validators{ETag: `"x"`, LastModified: "Wed, 04 Mar 2020 05:06:07 GMT"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"User-Agent": "Chancery/1.2 (political event coder; +https://desk.example/)", "If-None-Match": `"x"`,
		"If-Modified-Since": "Wed, 04 Mar 2020 05:06:07 GMT", "Accept-Encoding": "gzip", "Referer": "", "Cookie": "",
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
}

func TestConditional(t *testing.T) {
	c, address := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Wed, 04 Mar 2020 05:06:07 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "<p>Talks")
	})
	first, err := c.Get(t.Context(), address, Page, Validators{})
	if err != nil || first.NotModified || first.Validators != (Validators{`"v1"`, "Wed, 04 Mar 2020 05:06:07 GMT"}) || first.MaxAge != 10*time.Minute {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := c.Get(t.Context(), address, Page, first.Validators)
	if err != nil || !again.NotModified || again.Body != nil || again.Validators != first.Validators {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestMoved(t *testing.T) {
	c, address := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", http.StatusMovedPermanently)
		case "/b":
			http.Redirect(w, r, "/c", http.StatusPermanentRedirect)
		case "/c":
			http.Redirect(w, r, "/d#part", http.StatusFound)
		case "/e":
			http.Redirect(w, r, "/a", http.StatusTemporaryRedirect)
		default:
			fmt.Fprint(w, "<p>Talks")
		}
	})
	for _, x := range []struct{ from, moved string }{{"/a", "/c"}, {"/b", "/c"}, {"/c", ""}, {"/d", ""}, {"/e", ""}} {
		r, err := c.Get(t.Context(), address+x.from, Page, Validators{})
		if err != nil || r.URL != address+"/d" {
			t.Fatalf("%s: %+v, %v", x.from, r, err)
		}
		if x.moved != "" {
			x.moved = address + x.moved
		}
		if r.Moved != x.moved {
			t.Errorf("%s has moved to %q, want %q", x.from, r.Moved, x.moved)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, address := serve(t, Options{Tries: 3}, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := c.Get(ctx, address, Page, Validators{}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestFreshness(t *testing.T) {
	now := time.Date(2020, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, c := range []struct {
		name, control, expires string
		want                   time.Duration
	}{
		{"nothing", "", "", 0},
		{"an age", "max-age=60", "", time.Minute},
		{"an age beats a day", "max-age=60", "Wed, 04 Mar 2020 06:06:07 GMT", time.Minute},
		{"a day", "", "Wed, 04 Mar 2020 06:06:07 GMT", time.Hour},
		{"a day gone by", "", "Wed, 04 Mar 2020 04:06:07 GMT", 0},
		{"no day", "", "0", 0},
		{"not to be kept", "no-cache, max-age=60", "", 0},
		{"an absurd age", "max-age=99999999999999", "", 0},
		{"quoted", `private, max-age="60"`, "", time.Minute},
	} {
		h := http.Header{"Cache-Control": {c.control}, "Expires": {c.expires}}
		if got := maxAge(h, now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
