// Package intake brings in articles from wherever an argument points: files,
// folders, patterns and standard input, pages and feeds on the web, and lists of
// feeds. It composes article, fetch and feed, and makes of whatever failed a
// record by which it can be tried again.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"chancery/internal/article"
	"chancery/internal/feed"
	"chancery/internal/fetch"
)

// Intake takes articles in. Its fields are set before first use.
type Intake struct {
	Articles *article.Reader
	Web      feed.Getter // a *fetch.Client; nil refuses addresses
	State    feed.State  // nil remembers nothing of feeds
	Stdin    io.Reader
	// Watch goes on asking the feeds, by each one's rhythm, until ctx ends.
	Watch bool
	// Inside, AtOnce, Least and Most are the Poller's.
	Inside      bool
	AtOnce      int
	Least, Most time.Duration
}

// ErrNoWeb says that an address was given to an Intake that has no web.
var ErrNoWeb = errors.New("addresses are not fetched here")

// Items takes in what sources name, in their order:
//
//   - what article.Reader.Items reads: a file, a folder, a pattern, "-";
//   - a list of feeds, in a file (.opml, or .xml that is one) or at an address;
//   - the address of a feed;
//   - the address of a page: an article, or, where it is a site's front page that
//     names a feed, the first feed it names.
//
// Feeds are polled after everything else has been read, side by side, and come
// in the order in which they were named. An error is an *article.Error, a
// *feed.Error or a *fetch.Error, and the intake goes on after it; FailureOf makes
// a Failure of it. Any other error is fatal: ctx's, or State's. The end of ctx
// while feeds are watched is no error.
func (in *Intake) Items(ctx context.Context, sources []string) iter.Seq2[article.Item, error] {
	return func(yield func(article.Item, error) bool) {
		web := &primed{Getter: in.Web, held: map[string]*fetch.Response{}}
		var feeds []string
		for _, s := range sources {
			found, ok := in.source(ctx, s, web, yield)
			if !ok {
				return
			}
			feeds = append(feeds, found...)
		}
		if len(feeds) == 0 {
			return
		}
		p := in.poller(web)
		poll := p.Poll
		if in.Watch {
			poll = p.Watch
		}
		for item, err := range poll(ctx, feeds) {
			if !yield(item, err) {
				return
			}
		}
	}
}

func (in *Intake) poller(web feed.Getter) *feed.Poller {
	return &feed.Poller{Get: web, State: in.State, Inside: in.Inside, AtOnce: in.AtOnce, Least: in.Least, Most: in.Most}
}

// source yields the articles that a source itself holds and returns the feeds
// that it names. ok is false when the intake is to end.
func (in *Intake) source(ctx context.Context, s string, web *primed, yield func(article.Item, error) bool) (feeds []string, ok bool) {
	switch {
	case IsAddress(s):
		return in.address(ctx, s, web, yield)
	case isList(s):
		feeds, err := list(s)
		if err != nil {
			return nil, yield(article.Item{}, &article.Error{File: s, Err: err})
		}
		if in.Web == nil {
			return nil, yield(article.Item{}, &article.Error{File: s, Err: ErrNoWeb})
		}
		return feeds, true
	}
	var last error
	for item, err := range in.Articles.Items(ctx, []string{s}, in.Stdin) {
		if !yield(item, err) {
			return nil, false
		}
		last = err
	}
	if err := ctx.Err(); err != nil {
		if last != err {
			yield(article.Item{}, err)
		}
		return nil, false
	}
	return nil, true
}

// IsAddress reports whether a source is an address on the web rather than a file.
func IsAddress(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// isList reports whether a file is a list of feeds, by its name or, for XML, by
// its first bytes.
func isList(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".opml":
		return true
	case ".xml":
	default:
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 8192)
	n, _ := io.ReadFull(f, head)
	return feed.IsOPML(head[:n])
}

// largestList is the largest list of feeds read, in bytes; one of 10,000 feeds
// has some 3 MB.
const largestList = 16 << 20

func list(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largestList+1))
	if err != nil {
		return nil, err
	}
	if len(data) > largestList {
		return nil, fmt.Errorf("%w: a list of feeds may have %d MB", article.ErrTooLarge, largestList>>20)
	}
	refs, err := feed.ParseOPML(data, "", "")
	return addresses(refs), err
}

func addresses(refs []feed.Ref) []string {
	var out []string
	for _, r := range refs {
		out = append(out, r.URL)
	}
	return out
}

// address fetches an address and tells what it is. A feed that is known already
// is left to the poller, which may ask for it under conditions.
func (in *Intake) address(ctx context.Context, s string, web *primed, yield func(article.Item, error) bool) (feeds []string, ok bool) {
	if in.Web == nil {
		return nil, yield(article.Item{}, &fetch.Error{URL: s, Err: ErrNoWeb})
	}
	if in.State != nil {
		m, err := in.State.Feed(ctx, s)
		if err != nil {
			yield(article.Item{}, fmt.Errorf("feed %s: %w", s, err))
			return nil, false
		}
		if !m.Checked.IsZero() {
			return []string{s}, true
		}
	}
	r, err := web.Get(ctx, s, fetch.Feed, fetch.Validators{})
	if err != nil {
		return nil, yield(article.Item{}, err) && ctx.Err() == nil
	}
	if feed.IsOPML(r.Body) {
		refs, err := feed.ParseOPML(r.Body, r.ContentType, r.URL)
		if err != nil {
			return nil, yield(article.Item{}, &feed.Error{Feed: s, URL: s, Err: err})
		}
		return addresses(refs), true
	}
	if _, err := feed.Parse(r.Body, r.ContentType, r.URL); err == nil || !errors.Is(err, feed.ErrNoFeed) {
		web.held[s] = r
		return []string{s}, true
	}
	if front(r.URL) {
		if refs := feed.Discover(r.Body, r.ContentType, r.URL); len(refs) > 0 {
			return []string{refs[0].URL}, true
		}
	}
	return nil, yield(page(s, r), nil)
}

// front reports whether an address is a site's front page.
func front(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// page is the item of a page fetched by itself.
func page(address string, r *fetch.Response) article.Item {
	return article.Item{File: address, ContentType: r.ContentType, Data: r.Body, Known: article.Meta{URL: r.URL}, Fetched: r.Fetched}
}

// primed gives out once what has been fetched to see what it is.
type primed struct {
	feed.Getter
	mu   sync.Mutex
	held map[string]*fetch.Response
}

func (p *primed) Get(ctx context.Context, address string, want fetch.Want, v fetch.Validators) (*fetch.Response, error) {
	p.mu.Lock()
	r := p.held[address]
	delete(p.held, address)
	p.mu.Unlock()
	if r != nil && want == fetch.Feed {
		return r, nil
	}
	return p.Getter.Get(ctx, address, want, v)
}
