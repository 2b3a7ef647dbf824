package article

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"chancery/internal/warc"
)

// archive yields the pages and texts of a web archive.
func (w *walker) archive(file string, in io.Reader) bool {
	records := warc.NewReader(in)
	defer records.Close()
	records.Limit = w.r.MaxBytes + maxHTTPHeader
	for any := false; ; any = true {
		if !w.alive() {
			return false
		}
		rec, err := records.Next()
		if err == io.EOF {
			return any || w.fail(file, 0, 0, fmt.Errorf("%w: the file is empty", ErrEmpty))
		}
		ok := true
		var damage *warc.Damage
		switch {
		case errors.As(err, &damage):
			ok = w.failAt(file, damage.Place, fmt.Errorf("%w: %w", ErrDamaged, damage.Err))
		case err != nil:
			return w.fail(file, 0, 0, reason(err))
		default:
			ok = w.archived(file, rec)
		}
		if !ok {
			return false
		}
	}
}

// maxHTTPHeader is room for an HTTP header before an article of full size.
const maxHTTPHeader = 256 << 10

func (w *walker) failAt(file string, at warc.Place, err error) bool {
	return w.yield(Item{}, &Error{File: file, At: at, Err: err})
}

// archived yields what a record holds, if it is an article's.
func (w *walker) archived(file string, rec *warc.Record) bool {
	switch rec.Type {
	case "response", "resource", "conversion":
	default: // requests, notes on the crawl, and revisits, whose content stands elsewhere
		return true
	}
	if !slices.ContainsFunc([]string{"http:", "https:", "ftp:", "file:"}, func(s string) bool { return strings.HasPrefix(strings.ToLower(rec.URI), s) }) {
		return true // archives keep their own notes under schemes of their own
	}
	payload, err := rec.Open()
	if err != nil {
		return w.failAt(file, rec.Place, fmt.Errorf("%w: %w", ErrDamaged, err))
	}
	if payload.Status != 0 && payload.Status != http.StatusOK {
		return true
	}
	format, ok := payloadFormat(payload.ContentType, rec.Fields.Get("WARC-Identified-Payload-Type"))
	if !ok {
		return true
	}
	if !rec.Whole() {
		return w.failAt(file, rec.Place, tooLarge(w.r.MaxBytes))
	}
	body, err := payload.Decode(w.r.MaxBytes)
	switch {
	case errors.Is(err, warc.ErrTooLarge):
		return w.failAt(file, rec.Place, tooLarge(w.r.MaxBytes))
	case err != nil:
		return w.failAt(file, rec.Place, fmt.Errorf("%w: %w", ErrDamaged, err))
	case len(body) == 0:
		return true // a redirect or a beacon under status 200
	}
	return w.yield(Item{
		File: file, At: rec.Place, Format: format, ContentType: payload.ContentType,
		Data: slices.Clone(body), Known: Meta{URL: rec.URI}, Fetched: rec.Date,
	}, nil)
}

// payloadFormat tells pages and texts from all else by their stated type or, for
// want of one, by what the archive made of them.
func payloadFormat(stated, identified string) (Format, bool) {
	if stated == "" {
		stated = identified
	}
	if stated == "" {
		return Sniff, true
	}
	kind, _, err := mime.ParseMediaType(stated)
	if err != nil && kind == "" { // "text/html; charset" and worse
		kind, _, _ = strings.Cut(stated, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	switch kind {
	case "text/html", "application/xhtml+xml":
		return HTML, true
	case "text/plain":
		return Plain, true
	}
	return Sniff, false
}
