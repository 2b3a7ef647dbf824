package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"time"

	"chancery/internal/article"
	"chancery/internal/feed"
	"chancery/internal/fetch"
	"chancery/internal/warc"
)

// Failure is something that was not taken in, with what it takes to try again.
// It is plain data, to be kept on a list.
type Failure struct {
	Kind    string     `json:"kind"`           // see Kind
	File    string     `json:"file"`           // file, address, or "-"
	Line    int        `json:"line,omitempty"` // 1-based; 0 where lines mean nothing
	At      warc.Place `json:"at,omitzero"`    // in a web archive
	Feed    string     `json:"feed,omitempty"` // that led to it
	Entry   string     `json:"entry,omitempty"`
	Known   Known      `json:"known,omitzero"`
	RetryAt time.Time  `json:"retry_at,omitzero"` // before which the host wishes not to be asked
	Message string     `json:"message"`
}

// Known is what the source said of the article.
type Known struct {
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Author    string `json:"author,omitempty"`
}

// kinds are the names of what can go wrong, the most telling first.
var kinds = []struct {
	err  error
	name string
}{
	{article.ErrDamaged, "damaged"}, {article.ErrEmpty, "empty"}, {article.ErrBinary, "binary"}, {article.ErrEncoding, "encoding"},
	{article.ErrTooLarge, "too-large"}, {article.ErrNoText, "no-article"}, {article.ErrJSON, "json"}, {article.ErrLanguage, "language"},
	{fetch.ErrGuard, "guard"}, {fetch.ErrRobots, "robots"}, {fetch.ErrTimeout, "timeout"}, {fetch.ErrNetwork, "network"},
	{fetch.ErrBusy, "busy"}, {fetch.ErrStatus, "status"}, {fetch.ErrRedirects, "redirects"}, {fetch.ErrType, "type"},
	{fetch.ErrTooLarge, "too-large"}, {fetch.ErrEncoding, "encoding"}, {fetch.ErrAddress, "address"}, {ErrNoWeb, "address"},
	{feed.ErrNoFeed, "feed"}, {feed.ErrBroken, "feed"}, {feed.ErrNoPage, "no-page"},
	{fs.ErrNotExist, "missing"}, {fs.ErrPermission, "unreadable"},
}

// Kind is the name of what went wrong, for counting: "damaged", "empty",
// "binary", "encoding", "too-large", "no-article", "json", "language" of what was
// read; "guard", "robots", "timeout", "network", "busy", "status", "redirects",
// "type", "address" of what was fetched; "feed" and "no-page" of feeds; "missing"
// and "unreadable" of files; "other" of all else.
func Kind(err error) string {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.name
		}
	}
	return "other"
}

// FailureOf makes a Failure of an error of Items, with the zero Item, or of one
// met in reading or coding an item, with that item. ok is false for an error
// that is no failure of one article or feed and that ends an intake.
func FailureOf(item article.Item, err error) (f Failure, ok bool) {
	f = Failure{Kind: Kind(err), File: item.File, Line: item.Line, At: item.At, Feed: item.Feed, Entry: item.Entry, Known: known(item.Known), Message: err.Error()}
	var a *article.Error
	var e *feed.Error
	var w *fetch.Error
	if errors.As(err, &w) {
		f.File, f.RetryAt, ok = w.URL, w.RetryAt, true
	}
	if errors.As(err, &a) {
		f.File, f.Line, f.At, ok = a.File, a.Line, a.At, true
	}
	if errors.As(err, &e) {
		f.File, f.Feed, f.Entry, f.Known, ok = e.URL, e.Feed, e.Entry, known(e.Known), true
	}
	return f, ok || item.File != ""
}

// known leaves out what a feed or an archive never knows.
func known(m article.Meta) Known {
	return Known{m.URL, m.Title, m.Published, m.Publisher, m.Lang, m.Author}
}

func (k Known) meta() article.Meta {
	return article.Meta{URL: k.URL, Title: k.Title, Published: k.Published, Publisher: k.Publisher, Lang: k.Lang, Author: k.Author}
}

// Replay tries failures again and yields what comes of them, failures in the
// order given, those of one file together. A page is fetched anew and keeps what
// its feed said of it; a feed is polled; of a file, the lines and records that
// failed are read, or all of it where it was damaged or could not be opened, as
// what comes after the damage may be read now. Errors are as in Items.
func (in *Intake) Replay(ctx context.Context, failures []Failure) iter.Seq2[article.Item, error] {
	return func(yield func(article.Item, error) bool) {
		done := map[string]bool{}
		for _, f := range failures {
			if ctx.Err() != nil {
				yield(article.Item{}, ctx.Err())
				return
			}
			var ok bool
			switch {
			case IsAddress(f.File) && f.Feed != "" && f.Entry == "", !IsAddress(f.File) && isList(f.File):
				source := f.Feed
				if source == "" {
					source = f.File
				}
				if done[source] {
					continue
				}
				done[source] = true
				ok = in.again(ctx, source, yield)
			case IsAddress(f.File):
				ok = in.refetch(ctx, f, yield)
			default:
				if done[f.File] {
					continue
				}
				done[f.File] = true
				ok = in.reread(ctx, f.File, failures, yield)
			}
			if !ok {
				return
			}
		}
	}
}

// again takes in a source anew.
func (in *Intake) again(ctx context.Context, source string, yield func(article.Item, error) bool) bool {
	once := *in
	once.Watch = false
	for item, err := range once.Items(ctx, []string{source}) {
		if !yield(item, err) {
			return false
		}
	}
	return ctx.Err() == nil
}

// refetch fetches a page anew.
func (in *Intake) refetch(ctx context.Context, f Failure, yield func(article.Item, error) bool) bool {
	if f.Feed == "" {
		return in.again(ctx, f.File, yield)
	}
	if in.Web == nil {
		return yield(article.Item{}, &fetch.Error{URL: f.File, Err: ErrNoWeb})
	}
	r, err := in.Web.Get(ctx, f.File, fetch.Page, fetch.Validators{})
	if ctx.Err() != nil {
		yield(article.Item{}, ctx.Err())
		return false
	}
	if err != nil {
		return yield(article.Item{}, &feed.Error{Feed: f.Feed, Entry: f.Entry, URL: f.File, Known: f.Known.meta(), Err: err})
	}
	item := page(f.File, r)
	item.Feed, item.Entry, item.Known = f.Feed, f.Entry, f.Known.meta()
	item.Known.URL = r.URL
	return yield(item, nil)
}

// reread reads those parts of a file again that failed.
func (in *Intake) reread(ctx context.Context, file string, failures []Failure, yield func(article.Item, error) bool) bool {
	if file == "-" {
		return yield(article.Item{}, &article.Error{File: file, Err: errors.New("standard input cannot be read again")})
	}
	type place struct {
		line int
		at   warc.Place
	}
	wanted := map[place]bool{}
	all := false
	for _, f := range failures {
		if f.File == file {
			wanted[place{f.Line, f.At}] = true
			all = all || f.Kind == "damaged" || f.Line == 0 && f.At == warc.Place{}
		}
	}
	for item, err := range in.Articles.Items(ctx, []string{file}, nil) {
		here := place{item.Line, item.At}
		var e *article.Error
		if errors.As(err, &e) {
			here = place{e.Line, e.At}
		} else if err != nil {
			yield(article.Item{}, err)
			return false
		}
		if (all || wanted[here]) && !yield(item, err) {
			return false
		}
	}
	return true
}

func (f Failure) String() string { return fmt.Sprintf("%s: %s", f.Kind, f.Message) }
