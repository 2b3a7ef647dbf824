package store

import (
	"context"
	"database/sql"
	"time"
)

// Failure is an input that could not be read, kept so that it can be tried
// again.
type Failure struct {
	ID     int64
	Source string // file with line or offset, or URL
	Kind   string // what went wrong, in a word: "json", "encoding", "fetch", …
	Reason string
	URL    string // of the article, where known
	Format int    // of Raw, an article.Format
	Raw    []byte // the article as it was stored; nil where it is not kept
	At     time.Time
	Tries  int
}

// longestRaw is how many bytes of a failed article are kept; a longer one can
// be tried again only from where it came.
const longestRaw = 4 << 20

// Fail keeps failures. One that is there already was tried once more.
func (s *Store) Fail(ctx context.Context, failures []Failure) error {
	if len(failures) == 0 {
		return nil
	}
	keep, err := s.KeepsText(ctx)
	if err != nil {
		return err
	}
	return s.writing(ctx, func(w *writer) error {
		id, err := w.next(ctx, "failure")
		if err != nil {
			return err
		}
		for _, f := range failures {
			var raw any
			if keep && len(f.Raw) > 0 && len(f.Raw) <= longestRaw {
				raw = pack(f.Raw)
			}
			err := w.exec(ctx, `INSERT INTO failure (id, source, kind, reason, url, format, raw, at, tries) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
				ON CONFLICT (source, kind) DO UPDATE SET tries = failure.tries + 1, reason = excluded.reason, raw = excluded.raw`,
				id, f.Source, f.Kind, f.Reason, f.URL, f.Format, raw, f.At.UTC().Format(time.RFC3339))
			if err != nil {
				return err
			}
			id++
		}
		return nil
	})
}

// Failures lists what could not be read, in the order in which it failed first.
func (s *Store) Failures(ctx context.Context, withRaw bool) ([]Failure, error) {
	raw := "NULL"
	if withRaw {
		raw = "raw"
	}
	var out []Failure
	err := s.each(ctx, func(r *sql.Rows) error {
		var f Failure
		var at string
		err := r.Scan(&f.ID, &f.Source, &f.Kind, &f.Reason, &f.URL, &f.Format, &f.Raw, &at, &f.Tries)
		if err == nil && len(f.Raw) > 0 {
			f.Raw, err = unpack(f.Raw)
		}
		if err == nil {
			f.At, err = time.Parse(time.RFC3339, at)
		}
		out = append(out, f)
		return err
	}, "SELECT id, source, kind, reason, url, format, "+raw+", at, tries FROM failure ORDER BY id")
	return out, err
}

// Forget drops failures that have been read after all or are given up.
func (s *Store) Forget(ctx context.Context, ids []int64) error {
	return s.writing(ctx, func(w *writer) error {
		for _, id := range ids {
			if err := w.exec(ctx, "DELETE FROM failure WHERE id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}
