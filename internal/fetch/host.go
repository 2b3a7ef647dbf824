package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	// How long a robots.txt holds (RFC 9309, 2.4: a day at the most), and how long
	// a host whose robots.txt cannot be had is left alone.
	robotsFresh   = 24 * time.Hour
	robotsTrouble = 10 * time.Minute
	// Redirects followed on the way to a robots.txt (RFC 9309, 2.3.1.2).
	robotsHops = 5
	// The first wait after a failure; each one in a row doubles it.
	firstPause   = 5 * time.Second
	longestPause = time.Hour
	// Hosts remembered before those with nothing to remember are let go.
	manyHosts = 4096
)

// robots is the Want of a robots.txt.
const robots Want = 2

// host is one server as we know it. What stands under slot belongs to whoever
// holds it.
type host struct {
	users int // under hosts.mu

	slot     chan struct{} // holds one token: one request at a time
	next     time.Time     // when the host may be asked again
	failures int           // in a row
	delay    time.Duration // the longest Crawl-delay of its origins
	origins  map[string]*origin
}

// origin is what one robots.txt is for: scheme, host and port.
type origin struct {
	rules   *exclusion // nil when robots.txt could not be had
	trouble error      // why
	until   time.Time  // how long rules and trouble hold
}

type hosts struct {
	mu    sync.Mutex
	known map[string]*host
}

// of is the host of an address, to be left when done.
func (s *hosts) of(u *url.URL) *host {
	name := strings.ToLower(u.Hostname())
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.known[name]
	if h == nil {
		if len(s.known) >= manyHosts {
			s.prune()
		}
		h = &host{slot: make(chan struct{}, 1), origins: map[string]*origin{}}
		h.slot <- struct{}{}
		if s.known == nil {
			s.known = map[string]*host{}
		}
		s.known[name] = h
	}
	h.users++
	return h
}

func (s *hosts) leave(h *host) {
	s.mu.Lock()
	h.users--
	s.mu.Unlock()
}

// prune lets go of hosts that no one is using and that may be asked now.
func (s *hosts) prune() {
	now := time.Now()
	for name, h := range s.known {
		if h.users == 0 && h.next.Before(now) {
			delete(s.known, name)
		}
	}
}

// rest waits until a host may be asked, or says when that is.
func (c *Client) rest(ctx context.Context, h *host) error {
	wait := time.Until(h.next)
	switch {
	case wait <= 0:
		return ctx.Err()
	case wait > c.o.MaxWait:
		return &Error{RetryAt: h.next.UTC(), Err: fmt.Errorf("%w: the host is left alone until %s", ErrBusy, h.next.UTC().Format(time.RFC3339))}
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// insist makes a request, again where that may help and does not take too long.
func (c *Client) insist(ctx context.Context, h *host, request func() error) error {
	for try := 1; ; try++ {
		if err := c.rest(ctx, h); err != nil {
			return err
		}
		err := c.note(h, request())
		if err == nil || ctx.Err() != nil || try >= c.o.Tries || !passing(err) || time.Until(h.next) > c.o.MaxWait {
			return err
		}
	}
}

// note settles, after a request, when the host may be asked next, and writes
// that into the error of one that failed.
func (c *Client) note(h *host, err error) error {
	now := time.Now()
	delay := max(c.o.Delay, h.delay)
	if err == nil || !passing(err) {
		h.failures = 0
		h.next = now.Add(delay)
		return err
	}
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Err: err}
	}
	pause := longestPause
	if h.failures < 10 {
		pause = min(longestPause, firstPause<<h.failures)
	}
	if !e.RetryAt.IsZero() {
		// The server knows best, unless it has been wrong already.
		asked := e.RetryAt.Sub(now)
		if h.failures > 0 {
			asked = max(asked, pause)
		}
		pause = asked
	}
	h.failures++
	h.next = now.Add(max(delay, pause))
	e.RetryAt = h.next.UTC()
	return e
}

// permitted asks the robots.txt of an address, held or fetched, whether we may
// ask for it.
func (c *Client) permitted(ctx context.Context, h *host, u *url.URL) error {
	name := u.Scheme + "://" + strings.ToLower(u.Host)
	o := h.origins[name]
	if o == nil || time.Now().After(o.until) {
		o = c.readRobots(ctx, h, name)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.origins[name] = o
	}
	if o.rules == nil {
		switch {
		case errors.Is(o.trouble, ErrGuard):
			return o.trouble
		case errors.Is(o.trouble, ErrStatus):
			return &Error{RetryAt: o.until.UTC(), Err: fmt.Errorf("%w, which cannot be had: %w", ErrRobots, o.trouble)}
		}
		return &Error{RetryAt: o.until.UTC(), Err: fmt.Errorf("asking for robots.txt: %w", o.trouble)}
	}
	if !o.rules.allows(pathOf(u)) {
		return fmt.Errorf("%w of %s", ErrRobots, name)
	}
	if o.rules.delay > c.o.MaxWait {
		return fmt.Errorf("%w of %s, which wants %v between requests", ErrRobots, name, o.rules.delay)
	}
	return nil
}

// pathOf is the part of an address that robots.txt speaks of.
func pathOf(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}

// readRobots fetches a robots.txt. A file that does not exist allows all; one
// that cannot be had forbids all for a while (RFC 9309, 2.3.1).
func (c *Client) readRobots(ctx context.Context, h *host, name string) *origin {
	var body []byte
	u, err := url.Parse(name + "/robots.txt")
	for hop := 0; err == nil; hop++ {
		if err = c.guard.literal(u.Hostname()); err != nil {
			break
		}
		var next *url.URL
		err = c.insist(ctx, h, func() error {
			r, n, err := c.once(ctx, u, robots, Validators{})
			if err == nil {
				body, next = r.Body, n
			}
			return err
		})
		if err != nil || next == nil {
			break
		}
		if hop == robotsHops {
			err = fmt.Errorf("%w: more than %d", ErrRedirects, hop)
		}
		// Where this leads to another host, that one's slot is not waited for: two
		// hosts that redirect to each other would wait forever.
		u = next
	}
	var e *Error
	now := time.Now()
	switch {
	case err == nil:
		rules := parseExclusion(body, token)
		h.delay = max(h.delay, min(rules.delay, c.o.MaxWait)) // what wants more is not asked at all
		if first := now.Add(h.delay); first.After(h.next) {
			h.next = first
		}
		return &origin{rules: rules, until: now.Add(robotsFresh)}
	case errors.As(err, &e) && e.Status >= 300 && e.Status < 500 && e.Status != http.StatusTooManyRequests, errors.Is(err, ErrRedirects):
		return &origin{rules: &exclusion{}, until: now.Add(robotsFresh)}
	}
	return &origin{trouble: err, until: now.Add(robotsTrouble)}
}
