// Package fetch gets pages and feeds over HTTP as a guest should: it says who it
// is, asks robots.txt, takes one thing at a time from a host and rests between,
// comes back when told to, and believes no server about the size or the time of
// what it sends. Addresses come from feeds and archives, so it never connects
// into the network that it runs in (see Options.Allow).
package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Trouble that an Error can wrap; test with errors.Is.
var (
	ErrAddress   = errors.New("no address to fetch")
	ErrGuard     = errors.New("refused: not on the public web")
	ErrRobots    = errors.New("refused by robots.txt")
	ErrTimeout   = errors.New("too slow")
	ErrNetwork   = errors.New("no connection")
	ErrStatus    = errors.New("refused by the server")
	ErrBusy      = errors.New("to be asked later")
	ErrRedirects = errors.New("too many redirects")
	ErrType      = errors.New("unwanted type of content")
	ErrTooLarge  = errors.New("too large")
	ErrEncoding  = errors.New("broken encoding")
)

// Error says what could not be fetched and why.
type Error struct {
	URL    string // as asked for
	Status int    // of HTTP; 0 when there was no answer
	// RetryAt is when the host may be asked again; zero where it said nothing.
	RetryAt time.Time
	Err     error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.URL, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// Options say how to fetch. The zero value of each field means what it says.
type Options struct {
	// Version and Contact go into the User-Agent: "Chancery/1.0 (political event
	// coder; +https://desk.example/chancery)". Contact is where a webmaster finds
	// who runs this; "" leaves it out.
	Version, Contact string
	// Allow names networks that may be reached though they are no part of the
	// public web: an intranet, the loopback of a test. Ports are free there;
	// elsewhere they are 80, 443, 8080 and 8443.
	Allow []netip.Prefix
	// Proxy is asked for everything; nil is no proxy, whatever the environment
	// says. A proxy resolves names by itself, so the guard sees only addresses
	// that are written as numbers: what a name leads to is then up to the proxy.
	Proxy *url.URL
	// MaxBytes is the largest body, both as sent and once inflated; 0 is 16 MB.
	MaxBytes int64
	// Delay is the least time between two requests to one host; 0 is a second.
	// A longer Crawl-delay of its robots.txt is kept.
	Delay time.Duration
	// MaxWait is the longest wait for one host that asks for patience, or that
	// fails; what takes longer is an Error with RetryAt. 0 is two minutes.
	MaxWait time.Duration
	// Tries is how often something is asked for before it is given up; 0 is 3.
	Tries int
	// Connect, Header and Total are how long a connection, the first line of an
	// answer, and a whole answer may take; 0 is 10, 20 and 60 seconds.
	Connect, Header, Total time.Duration
	// Redirects is how many are followed; 0 is 10.
	Redirects int
	// Transport replaces the network, for tests; the guard does not apply to it.
	Transport http.RoundTripper
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Client fetches. It is safe for concurrent use; a process should have one, as
// it is the one that knows when each host was asked last.
type Client struct {
	o         Options
	agent     string
	transport http.RoundTripper
	guard     guard
	hosts     hosts
}

// token is the name that robots.txt knows us by.
const token = "chancery"

// New makes a Client.
func New(o Options) *Client {
	o.MaxBytes = or(o.MaxBytes, 16<<20)
	o.Delay = or(o.Delay, time.Second)
	o.MaxWait = or(o.MaxWait, 2*time.Minute)
	o.Tries = or(o.Tries, 3)
	o.Connect = or(o.Connect, 10*time.Second)
	o.Header = or(o.Header, 20*time.Second)
	o.Total = or(o.Total, time.Minute)
	o.Redirects = or(o.Redirects, 10)
	c := &Client{o: o, agent: "Chancery/" + or(o.Version, "0") + " (political event coder", guard: newGuard(o.Allow)}
	if o.Contact != "" {
		c.agent += "; +" + o.Contact
	}
	c.agent += ")"
	if c.transport = o.Transport; c.transport == nil {
		c.transport = c.network(&net.Dialer{Timeout: o.Connect, KeepAlive: 30 * time.Second})
	}
	return c
}

// network is the transport that guards every connection it makes.
func (c *Client) network(d *net.Dialer) http.RoundTripper {
	t := &http.Transport{
		DialContext:            d.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // inflated here, under a limit
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    c.o.Connect,
		ResponseHeaderTimeout:  c.o.Header,
		MaxResponseHeaderBytes: 256 << 10,
	}
	if c.o.Proxy != nil {
		t.Proxy = http.ProxyURL(c.o.Proxy)
	} else {
		d.Control = c.guard.control
	}
	return t
}

// Want is what kind of thing is asked for.
type Want uint8

const (
	Page Want = iota // HTML or text
	Feed             // RSS, Atom, JSON Feed, OPML; or a page that names one
)

// Validators are what a server gave with an answer so that the same answer need
// not be sent again.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Response is an answer.
type Response struct {
	URL         string // where it came from, after redirects
	Moved       string // where the address has moved for good; "" when it has not
	NotModified bool   // what the Validators stand for is still current; no Body
	ContentType string
	Body        []byte
	Validators  Validators
	MaxAge      time.Duration // how long the server calls it fresh; 0 when it does not say
	Fetched     time.Time     // UTC
}

// Get fetches an address. It follows redirects, waits for its turn at each host
// and tries again where that may help. Errors are of type *Error, except for
// ctx's own.
func (c *Client) Get(ctx context.Context, address string, want Want, v Validators) (*Response, error) {
	fail := func(err error) (*Response, error) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var e *Error
		if errors.As(err, &e) {
			e.URL = address
			return nil, e
		}
		return nil, &Error{URL: address, Err: err}
	}
	u, err := parse(address)
	if err != nil {
		return fail(err)
	}
	moved, permanent := "", true
	for hop := 0; ; hop++ {
		r, next, err := c.ask(ctx, u, want, v)
		if err != nil {
			return fail(err)
		}
		if next == nil {
			r.Moved = moved
			return r, nil
		}
		if hop == c.o.Redirects {
			return fail(fmt.Errorf("%w: more than %d", ErrRedirects, hop))
		}
		if permanent = permanent && r.Moved != ""; permanent {
			moved = next.String()
		}
		u = next
	}
}

// parse reads an address that can be fetched.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %v", ErrAddress, errors.Unwrap(err))
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: %q is neither http nor https", ErrAddress, u.Scheme)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: no host", ErrAddress)
	case u.User != nil:
		return nil, fmt.Errorf("%w: it holds a password, which would end up in records", ErrAddress)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// ask fetches one address without following redirects: next is where one leads,
// and r.Moved tells then whether it is for good.
func (c *Client) ask(ctx context.Context, u *url.URL, want Want, v Validators) (r *Response, next *url.URL, err error) {
	if err := c.guard.literal(u.Hostname()); err != nil {
		return nil, nil, err
	}
	h := c.hosts.of(u)
	defer c.hosts.leave(h)
	select {
	case <-h.slot:
		defer func() { h.slot <- struct{}{} }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	if err := c.rest(ctx, h); err != nil {
		return nil, nil, err
	}
	if err := c.permitted(ctx, h, u); err != nil {
		return nil, nil, err
	}
	err = c.insist(ctx, h, func() error {
		r, next, err = c.once(ctx, u, want, v)
		return err
	})
	return r, next, err
}

// once makes one request, of a host whose turn it is.
func (c *Client) once(ctx context.Context, u *url.URL, want Want, v Validators) (*Response, *url.URL, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Total)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %v", ErrAddress, err)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", accepts[want])
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Accept-Language", "en, *;q=0.5")
	if v.ETag != "" {
		req.Header.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		req.Header.Set("If-Modified-Since", v.LastModified)
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, nil, c.trouble(ctx, err)
	}
	defer resp.Body.Close()
	now := time.Now().UTC()
	r := &Response{
		URL: u.String(), ContentType: resp.Header.Get("Content-Type"), Fetched: now,
		Validators: Validators{ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified")},
		MaxAge:     maxAge(resp.Header, now),
	}
	switch s := resp.StatusCode; {
	case s == http.StatusNotModified && v != Validators{}:
		r.NotModified = true
		return r, nil, nil
	case s == http.StatusOK:
	case slices.Contains([]int{301, 302, 303, 307, 308}, s):
		next, err := location(u, resp.Header.Get("Location"))
		if err != nil {
			return nil, nil, &Error{Status: s, Err: err}
		}
		if s == http.StatusMovedPermanently || s == http.StatusPermanentRedirect {
			r.Moved = next.String()
		}
		return r, next, nil
	default:
		e := &Error{Status: s, Err: fmt.Errorf("%w: %d %s", ErrStatus, s, http.StatusText(s))}
		if d, ok := retryAfter(resp.Header.Get("Retry-After"), now); ok {
			e.RetryAt = now.Add(d)
		}
		return nil, nil, e
	}
	if want != robots && !wanted(want, r.ContentType) {
		return nil, nil, &Error{Status: resp.StatusCode, Err: fmt.Errorf("%w: %.80q", ErrType, r.ContentType)}
	}
	limit := c.o.MaxBytes
	if want == robots {
		limit = maxRobots
	}
	if r.Body, err = body(resp, limit, want == robots); err != nil {
		return nil, nil, c.trouble(ctx, err)
	}
	return r, nil, nil
}

// location is where a redirect leads.
func location(from *url.URL, to string) (*url.URL, error) {
	if to == "" {
		return nil, fmt.Errorf("%w: a redirect that leads nowhere", ErrRedirects)
	}
	u, err := from.Parse(to)
	if err != nil {
		return nil, fmt.Errorf("%w: a redirect to %.80q", ErrAddress, to)
	}
	u.User = nil // a server has no secrets to give us for another
	return parse(u.String())
}

// accepts are the Accept headers.
var accepts = [...]string{
	Page:   "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
	Feed:   "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1",
	robots: "text/plain, */*;q=0.1",
}

// wanted tells by its stated type whether an answer is worth reading. Servers
// call feeds many things, and some say nothing.
func wanted(want Want, contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil && kind == "" {
		kind, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		kind = strings.TrimSpace(kind)
	}
	switch kind {
	case "text/html", "application/xhtml+xml", "text/plain":
		return true
	}
	if want == Page {
		return false
	}
	return strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "opml") ||
		kind == "application/octet-stream" || kind == "application/rss" || kind == "application/atom" || strings.HasPrefix(kind, "text/x-")
}

// body reads an answer's body up to a limit that holds for what was sent and
// for what it inflates to; cut takes what fits of a longer one.
func body(resp *http.Response, limit int64, cut bool) ([]byte, error) {
	sent := &io.LimitedReader{R: resp.Body, N: limit + 1}
	var in io.Reader = sent
	switch coding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); coding {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(sent)
		if err != nil {
			return nil, damage(err)
		}
		defer z.Close()
		in = z
	default:
		return nil, fmt.Errorf("%w: %q, which was not asked for", ErrEncoding, coding)
	}
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	if sent.N <= 0 || int64(len(b)) > limit {
		if cut {
			return b[:min(int64(len(b)), limit)], nil
		}
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	if err != nil {
		return nil, damage(err)
	}
	return b, nil
}

// damage tells errors of gzip from those of the connection.
func damage(err error) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || strings.HasPrefix(err.Error(), "flate:") {
		return fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	return err
}

// trouble sorts what went wrong with a request.
func (c *Client) trouble(ctx context.Context, err error) error {
	var timeout net.Error
	switch {
	case errors.Is(err, ErrGuard), errors.Is(err, ErrTooLarge), errors.Is(err, ErrEncoding):
		return err
	case ctx.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return fmt.Errorf("%w: %w", ErrNetwork, err)
}

// passing reports whether an error may be gone at another try.
func passing(err error) bool {
	var e *Error
	if errors.As(err, &e) && e.Status != 0 {
		return busy(e.Status)
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return dns.IsTemporary || dns.IsTimeout
	}
	return errors.Is(err, ErrTimeout) || errors.Is(err, ErrNetwork)
}

// busy reports whether a status speaks of the server's state rather than of the
// page: too many requests, and failures of servers and of those in front of them.
func busy(status int) bool {
	switch status {
	case 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 530:
		return true
	}
	return false
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110, 10.2.3).
func retryAfter(v string, now time.Time) (time.Duration, bool) {
	v = strings.TrimSpace(v)
	if n, err := strconv.ParseInt(v, 10, 32); err == nil && n >= 0 {
		return time.Duration(n) * time.Second, true
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(now)), true
	}
	return 0, false
}

// maxAge is how long an answer stays fresh (RFC 9111, 4.2.1): 0 when the server
// does not say, or says not at all.
func maxAge(h http.Header, now time.Time) time.Duration {
	for directive := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32)
			if err != nil || n < 0 {
				return 0
			}
			return time.Duration(n) * time.Second
		}
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}
