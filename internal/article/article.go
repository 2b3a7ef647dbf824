// Package article turns bytes into documents: it walks files, folders and
// streams, undoes compression and charsets, takes the article out of a page,
// and tells headline, byline, dateline, caption and credits from the body.
//
// Reading is cut in two so that the costly half can run on every core: Items
// yields raw articles one at a time, and Read, which is safe for concurrent
// use, makes a document of one. Open does both in turn.
package article

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
	"time"

	"chancery/internal/address"
	"chancery/internal/doc"
	"chancery/internal/warc"
)

// DefaultMaxBytes is how large one article may be, in bytes as stored.
const DefaultMaxBytes = 16 << 20

// Kinds of trouble an Error can carry; test with errors.Is.
var (
	ErrEmpty    = errors.New("no text")
	ErrBinary   = errors.New("binary data, not text")
	ErrEncoding = errors.New("broken encoding")
	ErrTooLarge = errors.New("too large")
	ErrNoText   = errors.New("no article found in the page")
	ErrJSON     = errors.New("invalid JSON")
	ErrLanguage = errors.New("unsupported language")
	ErrDamaged  = errors.New("damaged archive")
)

// Error says which input could not be read and why. It wraps one of the Err
// values above, or the error of the file system.
type Error struct {
	File   string // as given by the user, or the address; "-" for standard input
	Line   int    // 1-based; 0 where lines mean nothing
	Column int    // 1-based, in bytes; 0 when unknown
	At     warc.Place
	Err    error
}

func (e *Error) Error() string {
	switch {
	case e.Line > 0 && e.Column > 0:
		return fmt.Sprintf("%s:%d:%d: %v", e.File, e.Line, e.Column, e.Err)
	case e.Line > 0:
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	case e.At != warc.Place{}:
		return fmt.Sprintf("%s at %v: %v", e.File, e.At, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.File, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Format is what an Item's bytes are.
type Format uint8

const (
	Sniff   Format = iota // decided from the bytes
	Plain                 // plain text
	HTML                  // a web page
	JSON                  // one JSON object
	archive               // WARC records; no Item is of this form
)

// Item is one article as it was stored.
type Item struct {
	File        string     // where it came from, a file or an address; "-" for standard input
	Line        int        // 1-based line of File where it starts; 0 when it is the whole file
	At          warc.Place // where in File its record stands, in a web archive
	Format      Format
	ContentType string // an HTTP Content-Type, where one is known; names the charset
	Data        []byte
	// Known is what its source says of it: the address it was fetched from, what
	// a feed tells. It fills what the article does not say itself.
	Known Meta
	// Fetched is when it was taken from the web, UTC; zero when unknown. It is no
	// day of publication, but the article is no younger.
	Fetched time.Time
	// Feed and Entry name the feed that led to it and the entry there; "" for
	// articles that came otherwise.
	Feed, Entry string
}

// Meta is what is known of an article beside its text.
type Meta struct {
	ID, URL, Title, Published, Publisher, Lang, Site, Author string
}

// Reader makes documents. Its fields may be set before first use; after that it
// is safe for concurrent use.
type Reader struct {
	MaxBytes int64      // largest article accepted; DefaultMaxBytes when New made the Reader
	Language Identifier // names the language of a text
	// Default fills what an article does not say itself: the day of publication,
	// the publisher, and the language, which is then not guessed.
	Default Meta

	words     *vocabulary
	addresses *address.Rules
}

// New loads the vocabulary of datelines, credits and captions from "en/article"
// of fsys, and the forms of addresses from "web".
func New(fsys fs.FS) (*Reader, error) {
	v, err := loadVocabulary(fsys)
	if err != nil {
		return nil, fmt.Errorf("article: %w", err)
	}
	a, err := address.New(fsys)
	if err != nil {
		return nil, fmt.Errorf("article: %w", err)
	}
	return &Reader{MaxBytes: DefaultMaxBytes, Language: trigrams{}, words: v, addresses: a}, nil
}

// Open reads every article that args name (see Items). A document that cannot
// be read yields a nil document and an *Error; the walk goes on. It ends early
// only when ctx does, with ctx's error.
func (r *Reader) Open(ctx context.Context, args []string, stdin io.Reader) iter.Seq2[*doc.Document, error] {
	return func(yield func(*doc.Document, error) bool) {
		for item, err := range r.Items(ctx, args, stdin) {
			var d *doc.Document
			if err == nil {
				d, err = r.Read(item)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// Read makes a document of an item: Text, metadata, Dateline, Blocks and Lang
// are filled. For UTF-8 text the offsets of the document are offsets in the
// stored bytes; for another charset they are offsets in its UTF-8 form; for
// HTML, in the article text taken out of the page. Errors are of type *Error.
func (r *Reader) Read(item Item) (*doc.Document, error) {
	d, err := r.read(item)
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			return nil, err
		}
		return nil, &Error{File: item.File, Line: item.Line, At: item.At, Err: err}
	}
	return d, nil
}

func (r *Reader) read(item Item) (*doc.Document, error) {
	if int64(len(item.Data)) > r.MaxBytes {
		return nil, tooLarge(r.MaxBytes)
	}
	if item.Format == Sniff {
		item.Format = sniff(item.Data)
	}
	switch item.Format {
	case JSON:
		return r.readJSON(item)
	case HTML:
		page, err := r.extract(item.Data, item.ContentType, item.Known)
		if err != nil {
			return nil, err
		}
		return r.finish(page.Text, page.Meta, weak)
	}
	text, err := decode(item.Data, item.ContentType, false)
	if err != nil {
		return nil, err
	}
	return r.finish(text, item.Known.placed(), weak)
}

// Text makes a document of text that is already UTF-8. A language stated in m
// is trusted.
func (r *Reader) Text(text string, m Meta) (*doc.Document, error) {
	return r.finish(text, m, trusted)
}

// trust is how far a stated language is believed.
type trust bool

const (
	weak    trust = false // a page template's lang attribute: long text decides
	trusted trust = true  // the publisher's own field
)

func (r *Reader) finish(text string, m Meta, t trust) (*doc.Document, error) {
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	if m.Lang == "" && r.Default.Lang != "" {
		t = trusted
	}
	m = m.or(Meta{Published: r.Default.Published, Publisher: r.Default.Publisher, Lang: r.Default.Lang})
	d := &doc.Document{
		ID: m.ID, URL: m.URL, Title: m.Title, Publisher: m.Publisher,
		Site: m.Site, Author: m.Author, Published: isoDay(m.Published), Text: text,
	}
	r.words.layout(d)
	lang, err := r.language(d, m.Lang, t)
	if err != nil {
		return nil, err
	}
	d.Lang = lang
	if d.ID == "" {
		d.ID = r.stableID(d)
	}
	return d, nil
}

// stableID is 12 hexadecimal digits (48 bits) of a hash: of the URL's canonical
// form, which survives corrections of the text, else of the text.
func (r *Reader) stableID(d *doc.Document) string {
	key := d.Text
	if d.URL != "" {
		key = d.URL
		if c, err := r.addresses.Canonical(d.URL); err == nil {
			key = c
		}
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:6])
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: an article may have %s", ErrTooLarge, size(limit))
}

func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
