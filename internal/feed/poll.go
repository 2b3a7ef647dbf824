package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"chancery/internal/article"
	"chancery/internal/fetch"
)

// Getter fetches; *fetch.Client is one.
type Getter interface {
	Get(ctx context.Context, address string, want fetch.Want, v fetch.Validators) (*fetch.Response, error)
}

// State is what is remembered of feeds between polls. Its methods are called
// from several goroutines at once. An error of theirs ends the poll.
//
// An entry is settled when its article has been kept, or its failure put on a
// list: whoever takes the articles settles them, in the same transaction, by the
// Feed and Entry of the article.Item or of the *Error. The poller settles
// nothing, so a poll that is killed at any moment loses no entry: those that
// were announced and not settled are fetched by the next one.
type State interface {
	// Feed is what was saved of a feed; the zero Memory of one that is new.
	Feed(ctx context.Context, url string) (Memory, error)
	Save(ctx context.Context, url string, m Memory) error
	// Settled reports, by ID, which of a feed's entries are settled. An entry that
	// leads to an article kept already, from another feed, may be called settled:
	// its page is then not fetched.
	Settled(ctx context.Context, feed string, entries []Announced) (map[string]bool, error)
}

// Memory is what the poller knows of a feed between polls.
type Memory struct {
	Validators fetch.Validators `json:"validators"`
	Checked    time.Time        `json:"checked"` // when it was asked last
	Due        time.Time        `json:"due"`     // when Watch asks again
	// Wait is set where the server asked not to be asked before; Poll heeds it too.
	Wait     time.Time     `json:"wait,omitzero"`
	Every    time.Duration `json:"every"`              // its rhythm
	Failures int           `json:"failures,omitempty"` // in a row
	Moved    string        `json:"moved,omitempty"`    // where it has moved for good
	Gone     bool          `json:"gone,omitempty"`     // its server said 410: Watch leaves it alone
	Title    string        `json:"title,omitempty"`
	// Announced are the entries of the last poll that were not settled then.
	Announced []Announced `json:"announced,omitempty"`
}

// Announced is an entry without its content.
type Announced struct {
	ID        string `json:"id"`
	Link      string `json:"link"`
	Title     string `json:"title,omitempty"`
	Author    string `json:"author,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Published string `json:"published,omitempty"`
}

// Error is a failure of one feed, or of one of its entries.
type Error struct {
	Feed  string
	Entry string // ID of the entry; "" when the feed itself failed
	URL   string // what could not be fetched or read
	Known article.Meta
	Err   error // a *fetch.Error, or one that wraps ErrNoFeed, ErrBroken or ErrNoPage
}

func (e *Error) Error() string {
	var f *fetch.Error
	if errors.As(e.Err, &f) { // names the address already
		return f.Error()
	}
	return fmt.Sprintf("%s: %v", e.URL, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// ErrNoPage says that an entry leads to no page and holds no text.
var ErrNoPage = errors.New("the entry has neither link nor text")

// Poller asks feeds for articles. Its fields are set before first use.
type Poller struct {
	Get   Getter
	State State // nil remembers for as long as the Poller lives, and takes for settled what it gave out
	// Inside takes the article out of the feed where that holds it, and fetches
	// pages only for the others. Otherwise pages are fetched, and the feed's text
	// is for those that are refused.
	Inside bool
	// AtOnce is how many feeds are asked at once, each host once at a time;
	// 0 is 8. The order of what comes is the same for any number.
	AtOnce int
	// Least and Most bound the rhythm of a feed; 0 is ten minutes and a day.
	Least, Most time.Duration

	mu    sync.Mutex
	own   bool                       // State is the Poller's own
	given map[string]map[string]bool // feed → entries handed out and perhaps not settled yet
}

const (
	defaultLeast  = 10 * time.Minute
	defaultMost   = 24 * time.Hour
	defaultAtOnce = 8
	// A summary of this many letters is the article: teasers have some 300.
	wholeSummary = 1200
	// Results of a feed that wait for those of the feeds before it.
	ahead = 4
)

func (p *Poller) least() time.Duration {
	if p.Least > 0 {
		return p.Least
	}
	return defaultLeast
}

func (p *Poller) most() time.Duration {
	if p.Most > 0 {
		return max(p.Most, p.least())
	}
	return max(defaultMost, p.least())
}

// Poll asks each feed once and yields the articles of its entries that are not
// settled: feeds in the order given, the entries of each from the oldest on.
// What fails is yielded as an *Error and the poll goes on; it ends early only
// when ctx does or State fails, with that error. A feed whose server asked to be
// left alone until later is an Error that wraps fetch.ErrBusy.
func (p *Poller) Poll(ctx context.Context, feeds []string) iter.Seq2[article.Item, error] {
	return func(yield func(article.Item, error) bool) { p.round(ctx, distinct(feeds), yield) }
}

// Watch asks the feeds that are due, then sleeps until the next one is, and so
// on until ctx ends; that is no error. A feed's rhythm is what it states and what
// its entries show, within Least and Most; failures double it.
func (p *Poller) Watch(ctx context.Context, feeds []string) iter.Seq2[article.Item, error] {
	return func(yield func(article.Item, error) bool) {
		feeds := distinct(feeds)
		for {
			now := time.Now()
			var due []string
			next := now.Add(p.most())
			for _, f := range feeds {
				at, err := p.due(ctx, f)
				if err != nil {
					if ctx.Err() == nil {
						yield(article.Item{}, err)
					}
					return
				}
				if !at.After(now) {
					due = append(due, f)
				} else if at.Before(next) {
					next = at
				}
			}
			if len(due) > 0 {
				if !p.round(ctx, due, func(it article.Item, err error) bool {
					return (err == nil || ctx.Err() == nil) && yield(it, err)
				}) {
					return
				}
				continue
			}
			t := time.NewTimer(time.Until(next))
			select {
			case <-t.C:
			case <-ctx.Done():
				t.Stop()
				return
			}
		}
	}
}

func distinct(feeds []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range feeds {
		if !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// due is when Watch should ask a feed: at once while announced entries are open
// that this Poller has not handed out.
func (p *Poller) due(ctx context.Context, feed string) (time.Time, error) {
	m, err := p.state().Feed(ctx, feed)
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("feed %s: %w", feed, err)
	case m.Gone:
		return time.Now().Add(p.most() + time.Hour), nil
	case m.Due.After(time.Now()) && m.Wait.Before(time.Now()):
		unsettled, err := p.unsettled(ctx, feed, m.Announced)
		if err != nil || len(p.open(feed, unsettled)) > 0 {
			return time.Time{}, err
		}
	}
	return m.Due, nil
}

// unsettled is those of a feed's entries that are not settled, in their order.
func (p *Poller) unsettled(ctx context.Context, feed string, entries []Announced) ([]Announced, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	settled, err := p.state().Settled(ctx, feed, entries)
	if err != nil {
		return nil, fmt.Errorf("feed %s: %w", feed, err)
	}
	if p.own {
		p.mu.Lock()
		defer p.mu.Unlock()
		settled = p.given[feed]
	}
	return slices.DeleteFunc(slices.Clone(entries), func(a Announced) bool { return settled[a.ID] }), nil
}

// open is those of a feed's unsettled entries that this Poller has not handed out.
func (p *Poller) open(feed string, unsettled []Announced) map[string]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[string]bool{}
	for _, a := range unsettled {
		if !p.given[feed][a.ID] {
			out[a.ID] = true
		}
	}
	return out
}

// give notes that an entry is handed out.
func (p *Poller) give(feed, entry string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.given == nil {
		p.given = map[string]map[string]bool{}
	}
	if p.given[feed] == nil {
		p.given[feed] = map[string]bool{}
	}
	p.given[feed][entry] = true
}

// keepGiven forgets what was handed out and is in the feed no more.
func (p *Poller) keepGiven(feed string, current []Announced) {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := map[string]bool{}
	for _, a := range current {
		if p.given[feed][a.ID] {
			kept[a.ID] = true
		}
	}
	if p.given != nil {
		p.given[feed] = kept
	}
}

// result is one thing to yield.
type result struct {
	item  article.Item
	err   error
	fatal bool
}

// round asks feeds side by side and yields in their order. It returns false when
// the round was left or ended early.
func (p *Poller) round(ctx context.Context, feeds []string, yield func(article.Item, error) bool) bool {
	ctx, cancel := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer cancel()
	slots := p.AtOnce
	if slots <= 0 {
		slots = defaultAtOnce
	}
	// order hands each feed's results over in turn; at most slots feeds run.
	order := make(chan chan result, slots)
	running := make(chan struct{}, slots)
	workers.Go(func() {
		defer close(order)
		for _, f := range feeds {
			select {
			case running <- struct{}{}:
			case <-ctx.Done():
				return
			}
			out := make(chan result, ahead)
			workers.Go(func() {
				defer func() { <-running }()
				defer close(out)
				p.visit(ctx, f, func(r result) bool {
					select {
					case out <- r:
						return true
					case <-ctx.Done():
						return false
					}
				})
			})
			order <- out
		}
	})
	for out := range order {
		for r := range out {
			if !yield(r.item, r.err) || r.fatal {
				cancel()
				for range order { // so that its writer can end
				}
				return false
			}
		}
	}
	if err := ctx.Err(); err != nil {
		yield(article.Item{}, err)
		return false
	}
	return true
}

// visit asks one feed and fetches its open entries.
func (p *Poller) visit(ctx context.Context, feed string, emit func(result) bool) {
	fatal := func(err error) {
		if ctx.Err() == nil {
			emit(result{err: fmt.Errorf("feed %s: %w", feed, err), fatal: true})
		}
	}
	m, err := p.state().Feed(ctx, feed)
	if err != nil {
		fatal(err)
		return
	}
	fail := func(url string, err error) bool { return emit(result{err: &Error{Feed: feed, URL: url, Err: err}}) }
	if now := time.Now(); m.Wait.After(now) {
		fail(feed, &fetch.Error{URL: feed, RetryAt: m.Wait, Err: fmt.Errorf("%w: not before %s", fetch.ErrBusy, m.Wait.UTC().Format(time.RFC3339))})
		return
	}
	before, err := p.unsettled(ctx, feed, m.Announced)
	if err != nil {
		fatal(err)
		return
	}
	validators := m.Validators
	if len(p.open(feed, before)) > 0 {
		validators = fetch.Validators{} // what these entries hold is in the document alone
	}
	address := feed
	if m.Moved != "" {
		address = m.Moved
	}
	m.Checked = time.Now().UTC()
	resp, err := p.Get.Get(ctx, address, fetch.Feed, validators)
	var doc *Feed
	var damage error
	if err == nil && !resp.NotModified {
		doc, damage = Parse(resp.Body, resp.ContentType, resp.URL)
	}
	if ctx.Err() != nil {
		return
	}
	switch {
	case err != nil:
		p.failed(&m, err)
		doc = &Feed{Title: m.Title}
		damage = err
	case doc == nil && damage != nil:
		p.failed(&m, damage)
		doc = &Feed{Title: m.Title}
	default:
		m.Failures, m.Wait, m.Gone = 0, time.Time{}, false
		m.Validators = resp.Validators
		if damage != nil {
			m.Validators = fetch.Validators{} // the rest may come whole the next time
		}
		if resp.Moved != "" {
			m.Moved = resp.Moved
		}
		if doc == nil {
			doc = &Feed{Title: m.Title}
		} else {
			m.Every = p.rhythm(doc, resp.MaxAge, m.Checked)
			m.Title = doc.Title
		}
		m.Due = m.Checked.Add(min(max(m.Every, p.least()), p.most()))
	}
	var entries []Entry
	if m.Announced, entries, err = p.todo(ctx, feed, doc, before); err != nil {
		fatal(err)
		return
	}
	// Saved before anything is handed out: whoever is killed in between finds
	// the entries announced.
	if err := p.state().Save(ctx, feed, m); err != nil {
		fatal(err)
		return
	}
	if damage != nil && !fail(address, damage) {
		return
	}
	for _, e := range entries {
		p.give(feed, e.ID)
		item, err := p.article(ctx, feed, doc, e)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			err = &Error{Feed: feed, Entry: e.ID, URL: or(e.Link, feed), Known: known(doc, e, e.Link), Err: err}
		}
		if !emit(result{item: item, err: err}) {
			return
		}
	}
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

// failed notes a failure of a feed and when to ask again.
func (p *Poller) failed(m *Memory, err error) {
	pause := p.most()
	if m.Failures < 16 {
		pause = min(pause, max(m.Every, p.least())<<m.Failures)
	}
	m.Failures++
	m.Due = m.Checked.Add(pause)
	m.Moved = "" // the old address may know better
	var f *fetch.Error
	if !errors.As(err, &f) {
		return
	}
	m.Gone = f.Status == http.StatusGone
	if f.RetryAt.After(m.Checked) {
		// A server may ask for patience, but not for ever.
		m.Wait = f.RetryAt
		if latest := m.Checked.Add(7 * 24 * time.Hour); m.Wait.After(latest) {
			m.Wait = latest
		}
		if m.Due.Before(m.Wait) {
			m.Due = m.Wait
		}
	}
}

// todo is what of a feed is not settled, the oldest first: entries announced
// before that it has dropped since, then those of the document. entries is those
// of them that have not been handed out.
func (p *Poller) todo(ctx context.Context, feed string, doc *Feed, before []Announced) (unsettled []Announced, entries []Entry, err error) {
	list := slices.Clone(doc.Entries)
	if newestFirst(list) {
		slices.Reverse(list)
	}
	var current []Announced
	content := map[string]Entry{}
	for _, e := range list {
		current = append(current, Announced{ID: e.ID, Link: e.Link, Title: e.Title, Author: e.Author, Lang: e.Lang, Published: e.Published})
		content[e.ID] = e
	}
	for _, a := range before {
		if _, here := content[a.ID]; !here {
			unsettled = append(unsettled, a)
			content[a.ID] = Entry{ID: a.ID, Link: a.Link, Title: a.Title, Author: a.Author, Lang: a.Lang, Published: a.Published, Time: parseTime(a.Published)}
		}
	}
	p.keepGiven(feed, slices.Concat(unsettled, current))
	open, err := p.unsettled(ctx, feed, current)
	if err != nil {
		return nil, nil, err
	}
	unsettled = append(unsettled, open...)
	fresh := p.open(feed, unsettled)
	for _, a := range unsettled {
		if fresh[a.ID] {
			entries = append(entries, content[a.ID])
		}
	}
	return unsettled, entries, nil
}

// newestFirst reports whether a feed lists its entries as nearly all do.
func newestFirst(entries []Entry) bool {
	var first, last time.Time
	for _, e := range entries {
		if e.Time.IsZero() {
			continue
		}
		if first.IsZero() {
			first = e.Time
		}
		last = e.Time
	}
	return !first.Before(last)
}

// article is an entry's page, or the text that the feed has of it.
func (p *Poller) article(ctx context.Context, feed string, doc *Feed, e Entry) (article.Item, error) {
	item := article.Item{File: or(e.Link, feed), Feed: feed, Entry: e.ID}
	inside := e.Content
	if inside == "" && letters(e.Summary) >= wholeSummary {
		inside = e.Summary
	}
	if p.Inside && inside != "" || e.Link == "" {
		if inside = or(inside, e.Summary); inside == "" {
			return article.Item{}, ErrNoPage
		}
		return fromFeed(item, doc, e, inside), nil
	}
	resp, err := p.Get.Get(ctx, e.Link, fetch.Page, fetch.Validators{})
	switch {
	case err == nil:
		item.ContentType, item.Data, item.Fetched = resp.ContentType, resp.Body, resp.Fetched
		item.Known = known(doc, e, resp.URL)
		return item, nil
	case inside != "" && ctx.Err() == nil:
		return fromFeed(item, doc, e, inside), nil
	}
	return article.Item{}, err
}

// fromFeed makes an item of the text that a feed has of an article.
func fromFeed(item article.Item, doc *Feed, e Entry, content string) article.Item {
	data, err := json.Marshal(struct {
		HTML string `json:"html"`
	}{"<!DOCTYPE html><html><body><article>" + content + "</article></body></html>"})
	if err != nil {
		panic(err) // a string always marshals
	}
	item.Format, item.Data, item.Fetched = article.JSON, data, time.Now().UTC()
	item.Known = known(doc, e, e.Link)
	return item
}

// known is what a feed says of an article that its page may not say.
func known(doc *Feed, e Entry, address string) article.Meta {
	published := e.Published
	if !e.Time.IsZero() {
		published = e.Time.Format(time.RFC3339)
	}
	return article.Meta{URL: address, Title: e.Title, Published: published, Publisher: house(doc.Title), Lang: or(e.Lang, doc.Lang), Author: e.Author}
}

// house is the publisher in a feed's title: "Lake Post" of "Lake Post - World".
func house(title string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " » ", " :: ", ": "} {
		if before, _, ok := strings.Cut(title, sep); ok && strings.TrimSpace(before) != "" {
			title = before
		}
	}
	return strings.TrimSpace(title)
}

func letters(s string) int {
	if len(s) < wholeSummary {
		return 0
	}
	return utf8.RuneCountInString(plain(s))
}

// rhythm is how often a feed should be asked: as it states itself, or half as
// long as its entries are apart, and less often when it has fallen silent.
func (p *Poller) rhythm(f *Feed, maxAge time.Duration, now time.Time) time.Duration {
	var times []time.Time
	for _, e := range f.Entries {
		if !e.Time.IsZero() && !e.Time.After(now.Add(time.Hour)) {
			times = append(times, e.Time)
		}
	}
	observed := p.least()
	if len(times) > 1 {
		slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
		times = times[:min(len(times), 20)]
		span := times[0].Sub(times[len(times)-1])
		observed = max(span/time.Duration(2*(len(times)-1)), now.Sub(times[0])/10)
	}
	return min(max(f.Every, maxAge, observed, p.least()), p.most())
}

// memory is the State of a Poller that has none. Entries are settled once they
// are handed out, which the Poller itself remembers.
type memory struct {
	mu    sync.Mutex
	feeds map[string]Memory
}

func (s *memory) Feed(_ context.Context, url string) (Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.feeds[url], nil
}

func (s *memory) Save(_ context.Context, url string, m Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.feeds == nil {
		s.feeds = map[string]Memory{}
	}
	s.feeds[url] = m
	return nil
}

func (s *memory) Settled(context.Context, string, []Announced) (map[string]bool, error) {
	return nil, nil
}

func (p *Poller) state() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.State == nil {
		p.State, p.own = &memory{}, true
	}
	return p.State
}
