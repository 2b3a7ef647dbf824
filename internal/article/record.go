package article

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"chancery/internal/doc"
)

// stored is one line of the JSON form of articles. Fields not named here are
// passed over, so that corpora with annotations can be read as they are.
type stored struct {
	ID        flexible `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Published flexible `json:"published"`
	Publisher string   `json:"publisher"`
	Lang      string   `json:"lang"`
	Author    string   `json:"author"`
	Text      string   `json:"text"`
	HTML      string   `json:"html"`
}

// flexible is a string that may also be stored as a number or be of a type
// that says nothing.
type flexible string

func (f *flexible) UnmarshalJSON(b []byte) error {
	switch {
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*f = flexible(s)
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		*f = flexible(b)
	}
	return nil
}

// readJSON makes a document of one JSON object. Text is taken as it is, so
// offsets count bytes in the decoded string.
func (r *Reader) readJSON(item Item) (*doc.Document, error) {
	var s stored
	if err := json.Unmarshal(item.Data, &s); err != nil {
		return nil, jsonError(item, err)
	}
	m := Meta{
		ID: string(s.ID), URL: s.URL, Title: s.Title, Published: string(s.Published),
		Publisher: s.Publisher, Lang: s.Lang, Author: s.Author,
	}
	if s.Text != "" {
		return r.finish(s.Text, m.or(item.Known), trusted)
	}
	if s.HTML == "" {
		return nil, fmt.Errorf(`%w: the object has neither "text" nor "html"`, ErrEmpty)
	}
	page, err := r.extract([]byte(s.HTML), "text/html; charset=utf-8", Meta{URL: s.URL}.or(item.Known))
	if err != nil {
		return nil, err
	}
	return r.finish(page.Text, m.or(page.Meta), trust(s.Lang != ""))
}

// or fills the fields that m leaves empty.
func (m Meta) or(o Meta) Meta {
	fill := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	fill(&m.ID, o.ID)
	fill(&m.URL, o.URL)
	fill(&m.Title, o.Title)
	fill(&m.Published, o.Published)
	fill(&m.Publisher, o.Publisher)
	fill(&m.Lang, o.Lang)
	fill(&m.Site, o.Site)
	fill(&m.Author, o.Author)
	return m
}

// jsonError names line and column: an item is one line, or, where an object is
// spread over lines, they are counted from where it starts.
func jsonError(item Item, err error) error {
	at := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset - 1
	case errors.As(err, &kind):
		at = kind.Offset - 1
		if kind.Field == "" {
			err = fmt.Errorf("want an object, found %s", kind.Value)
		} else {
			err = fmt.Errorf("field %s: want a string, found %s", strconv.Quote(kind.Field), kind.Value)
		}
	}
	line, col := max(item.Line, 1), 0
	if at >= 0 {
		col = 1
		for _, c := range item.Data[:min(at, int64(len(item.Data)))] {
			if col++; c == '\n' {
				line, col = line+1, 1
			}
		}
	}
	return &Error{File: item.File, Line: line, Column: col, Err: fmt.Errorf("%w: %v", ErrJSON, err)}
}
