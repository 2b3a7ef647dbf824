package store

import (
	"context"
	"strings"
	"time"
	"unicode"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/record"
	"chancery/internal/shingle"
)

// Incoming is an article on its way into the store. What costs time is done by
// whoever reads it, on any number of cores; Add does the rest.
type Incoming struct {
	doc     *doc.Document // without its layers
	url     string        // canonical
	source  string
	raw     []byte // hash of the stored form
	content []byte

	shingles shingle.Signature
	bands    []int64

	coder   string
	coded   bool
	records []record.Record
	body    []byte // packed text
	packed  []byte // packed records
}

// Incoming is the article d. Source says where it was read from; raw is the hash
// of the bytes that it was read from, by which it is known the next time.
func (k *Keeper) Incoming(d *doc.Document, source string, raw []byte) *Incoming {
	in := &Incoming{doc: d, source: source, raw: raw}
	if url, err := k.address.Canonical(d.URL); err == nil {
		in.url = url // an address that is none tells nothing apart
	}
	in.content = content(d, in.url)
	in.shingles, in.bands = shingle.Read(d.Text)
	return in
}

// Code adds what was coded from the article, and by which version. Without
// keepText the text is not kept.
func (in *Incoming) Code(records []record.Record, coder string, keepText bool) {
	d := in.doc
	in.coded, in.coder, in.records = true, coder, records
	in.packed = packRecords(records, d.Text, keepText)
	if keepText {
		in.body = pack([]byte(d.Text))
	}
	d.Tokens, d.Sentences, d.Entities, d.Times, d.Places, d.Quotations, d.Mentions = nil, nil, nil, nil, nil, nil, nil
}

// known is the day on which the article became known: of its publication, else
// of its dateline, else the day it is taken in.
func (in *Incoming) known(today day.Day) day.Day {
	for _, s := range []string{in.doc.Published, in.doc.Dateline.Date} {
		if d, err := day.Parse(s); err == nil {
			return d
		}
	}
	return today
}

// content is what makes an article this one and no other: its URL or, where it
// has none, its publisher and day, and its words. Layout does not count.
func content(d *doc.Document, url string) []byte {
	var b strings.Builder
	b.Grow(len(d.Text))
	space := false
	for _, c := range d.Text {
		if unicode.IsSpace(c) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(c)
	}
	if url != "" {
		return hash("url", url, b.String())
	}
	return hash("text", d.Publisher, d.Published, b.String())
}

// Seen reports whether an article was taken in from these very bytes.
func (s *Store) Seen(ctx context.Context, raw []byte) (bool, error) {
	return one[bool](ctx, s.read, s.sql.bind("SELECT EXISTS (SELECT 1 FROM seen WHERE raw = ?)"), raw)
}

// Has reports whether the store has the article.
func (s *Store) Has(ctx context.Context, in *Incoming) (bool, error) {
	return one[bool](ctx, s.read, s.sql.bind("SELECT EXISTS (SELECT 1 FROM article WHERE content = ?)"), in.content)
}

// Outcome is what became of an article that was offered.
type Outcome int

// The outcomes.
const (
	New     Outcome = iota
	Known           // the store had it
	Copy            // new, and a copy of a wire text that the store had
	Revised         // new, and another text of a URL that the store had
)

// Today is the day of the clock, in UTC.
func Today() day.Day { return day.Of(time.Now().UTC()) }
