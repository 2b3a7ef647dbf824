package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		what, address string
		allow         []netip.Prefix
		open          bool
	}{
		{"a public address", "198.41.0.4:443", nil, true},
		{"a public IPv6 address", "[2001:500:2::c]:80", nil, true},
		{"a port that is not the web's", "198.41.0.4:25", nil, false},
		{"loopback", "127.0.0.1:80", nil, false},
		{"loopback by another number", "127.8.9.10:80", nil, false},
		{"loopback in IPv6", "[::1]:80", nil, false},
		{"this host", "0.0.0.0:80", nil, false},
		{"this host in IPv6", "[::]:80", nil, false},
		{"a private network", "10.1.2.3:80", nil, false},
		{"another", "172.16.0.1:80", nil, false},
		{"a third", "192.168.1.1:80", nil, false},
		{"the credentials of a cloud", "169.254.169.254:80", nil, false},
		{"the same of another cloud", "[fd00:ec2::254]:80", nil, false},
		{"a carrier's network", "100.64.0.1:80", nil, false},
		{"multicast", "224.0.0.1:80", nil, false},
		{"multicast in IPv6", "[ff02::1]:80", nil, false},
		{"broadcast", "255.255.255.255:80", nil, false},
		{"a network for documentation", "192.0.2.1:80", nil, false},
		{"a network for benchmarks", "198.18.0.1:80", nil, false},
		{"link-local IPv6", "[fe80::1%eth0]:80", nil, false},
		{"unique local IPv6", "[fd12::1]:80", nil, false},
		{"IPv4 mapped into IPv6", "[::ffff:127.0.0.1]:80", nil, false},
		{"public IPv4 mapped into IPv6", "[::ffff:198.41.0.4]:80", nil, false},
		{"IPv4 translated", "[64:ff9b::7f00:1]:80", nil, false},
		{"IPv4 in 6to4", "[2002:7f00:1::]:80", nil, false},
		{"Teredo", "[2001:0:7f00:1::]:80", nil, false},
		{"no address", "localhost:80", nil, false},

		{"loopback allowed", "127.0.0.1:12345", prefixes("127.0.0.1/32"), true},
		{"its neighbour not", "127.0.0.2:80", prefixes("127.0.0.1/32"), false},
		{"an allowed address mapped into IPv6", "[::ffff:127.0.0.1]:80", prefixes("127.0.0.1/32"), true},
		{"an intranet allowed", "10.20.30.40:8000", prefixes("10.20.0.0/16"), true},
		{"translation allowed, to the public web", "[64:ff9b::c629:4]:80", prefixes("64:ff9b::/96"), true},
		{"translation allowed, but not to loopback", "[64:ff9b::7f00:1]:80", prefixes("64:ff9b::/96"), false},
	} {
		network := "tcp4"
		if c.address[0] == '[' {
			network = "tcp6"
		}
		err := newGuard(c.allow).control(network, c.address, nil)
		if c.open != (err == nil) || err != nil && !errors.Is(err, ErrGuard) {
			t.Errorf("%s, %s: %v", c.what, c.address, err)
		}
	}
}

// listen starts a server on an address of the loopback; Linux has all of
// 127.0.0.0/8, others only the first.
func listen(t *testing.T, address string, h http.Handler) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("no listener on %s: %v", address, err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// A server that may be reached redirects to those that may not. The victim
// listens, so that a hole would be seen.
func TestRedirectIntoTheNetwork(t *testing.T) {
	var hits atomic.Int32
	victim := listen(t, "127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	_, port, _ := net.SplitHostPort(victim.Listener.Addr().String())
	outside := listen(t, "127.0.0.2:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		http.NotFound(w, r)
	}))
	for _, to := range []string{
		"http://127.0.0.1:" + port + "/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:" + port + "/", "http://localhost:" + port + "/",
		"http://0.0.0.0:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/", "http://[::ffff:7f00:1]:" + port + "/", "//127.0.0.1:" + port + "/",
		"http://feeds.localhost:" + port + "/", "http://10.0.0.1/", "http://[fd00::1]/", "http://127.0.0.1./",
	} {
		c := New(Options{Allow: prefixes("127.0.0.2/32"), Delay: 1, Tries: 1, Connect: 2 * time.Second})
		_, err := c.Get(t.Context(), outside.URL+"/?to="+url.QueryEscape(to), Feed, Validators{})
		if to == "http://127.0.0.1./" { // no number to a resolver
			if err == nil {
				t.Errorf("%s was fetched", to)
			}
			continue
		}
		if !errors.Is(err, ErrGuard) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the victim was asked %d times", n)
	}
	c := New(Options{Allow: prefixes("127.0.0.0/8"), Delay: 1})
	if _, err := c.Get(t.Context(), outside.URL+"/?to="+url.QueryEscape(victim.URL), Feed, Validators{}); err != nil || hits.Load() == 0 {
		t.Errorf("with both allowed: %v, %d hits", err, hits.Load())
	}
}

// A name that leads elsewhere the second time is refused the second time.
func TestRebinding(t *testing.T) {
	var hits atomic.Int32
	outside := listen(t, "127.0.0.2:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		fmt.Fprint(w, "User-agent: *\n")
	}))
	_, port, _ := net.SplitHostPort(outside.Listener.Addr().String())
	listen(t, "127.0.0.1:"+port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	var inside atomic.Bool
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		return net.Dial("udp", nameServer(t, func() [4]byte {
			if inside.Load() {
				return [4]byte{127, 0, 0, 1}
			}
			return [4]byte{127, 0, 0, 2}
		}))
	}}
	c := New(Options{Allow: prefixes("127.0.0.2/32"), Delay: 1, Tries: 1})
	c.transport = c.network(&net.Dialer{Resolver: resolver, Timeout: 2 * time.Second})
	address := "http://feeds.example:" + port + "/feed"
	if _, err := c.Get(t.Context(), address, Feed, Validators{}); err != nil {
		t.Fatal(err)
	}
	inside.Store(true)
	if _, err := c.Get(t.Context(), address, Feed, Validators{}); !errors.Is(err, ErrGuard) || hits.Load() != 0 {
		t.Errorf("the second time: %v, %d hits", err, hits.Load())
	}
}

// nameServer answers every question for an IPv4 address.
func nameServer(t *testing.T, answer func() [4]byte) string {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Additionals = true, nil
			if q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: answer()}}}
			}
			if b, err := m.Pack(); err == nil {
				conn.WriteTo(b, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}

// The environment's proxy would get around the guard; only one that was asked
// for is used.
func TestProxy(t *testing.T) {
	var asked atomic.Int32
	proxy := listen(t, "127.0.0.3:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "through the proxy: ", r.URL)
	}))
	server := listen(t, "127.0.0.2:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<p>direct") }))
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	c := New(Options{Allow: prefixes("127.0.0.2/32"), Delay: 1})
	if r, err := c.Get(t.Context(), server.URL, Page, Validators{}); err != nil || string(r.Body) != "<p>direct" || asked.Load() != 0 {
		t.Errorf("%v, the environment's proxy asked %d times", err, asked.Load())
	}
	through, _ := url.Parse(proxy.URL)
	c = New(Options{Proxy: through, Delay: 1})
	if r, err := c.Get(t.Context(), "http://news.example/talks", Page, Validators{}); err != nil || string(r.Body) != "through the proxy: http://news.example/talks" {
		t.Errorf("%v", err)
	}
	asked.Store(0)
	if _, err := c.Get(t.Context(), "http://169.254.169.254/", Page, Validators{}); !errors.Is(err, ErrGuard) || asked.Load() != 0 {
		t.Errorf("a forbidden number through a proxy: %v", err)
	}
}
