package store

import (
	"context"
	"database/sql"
	"time"
)

// Failure is an input that could not be taken in, kept so that it can be tried
// again. What it takes to do so is in Body, which the store does not read.
type Failure struct {
	ID     int64
	Source string // file with line or offset, or address: with Kind, what tells failures apart
	Kind   string // what went wrong, in a word
	Reason string
	Body   string // JSON
	Entry  Entry  // of the feed that led to it, if one did
	At     time.Time
	Tries  int
}

// Entry is an entry of a feed.
type Entry struct{ Feed, ID string }

// Fail keeps failures, and settles the entries that led to them. One that is
// there already was tried once more.
func (s *Store) Fail(ctx context.Context, failures []Failure) error {
	if len(failures) == 0 {
		return nil
	}
	return s.writing(ctx, func(w *writer) error {
		id, err := w.next(ctx, "failure")
		if err != nil {
			return err
		}
		var entries []Entry
		for _, f := range failures {
			err := w.exec(ctx, `INSERT INTO failure (id, source, kind, reason, body, at, tries) VALUES (?, ?, ?, ?, ?, ?, 1)
				ON CONFLICT (source, kind) DO UPDATE SET tries = failure.tries + 1, reason = excluded.reason, body = excluded.body`,
				id, f.Source, f.Kind, f.Reason, f.Body, f.At.UTC().Format(time.RFC3339))
			if err != nil {
				return err
			}
			id++
			entries = append(entries, f.Entry)
		}
		return w.settle(ctx, entries)
	})
}

// Failures lists what could not be taken in, in the order in which it failed
// first.
func (s *Store) Failures(ctx context.Context) ([]Failure, error) {
	var out []Failure
	err := s.each(ctx, func(r *sql.Rows) error {
		var f Failure
		var at string
		err := r.Scan(&f.ID, &f.Source, &f.Kind, &f.Reason, &f.Body, &at, &f.Tries)
		if err == nil {
			f.At, err = time.Parse(time.RFC3339, at)
		}
		out = append(out, f)
		return err
	}, "SELECT id, source, kind, reason, body, at, tries FROM failure ORDER BY id")
	return out, err
}

// Forget drops failures that have been taken in after all or are given up.
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
