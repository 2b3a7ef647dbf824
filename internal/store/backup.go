package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// tables are copied in this order; article_words is made from the articles.
var tables = []string{
	"meta", "article", "seen", "band", "report", "happening", "party", "dyad", "block", "panel", "bearing",
	"actor", "actor_key", "mention", "evidence", "correction", "seed", "failure", "feed", "feed_entry", "recoded",
}

// Backup copies the store as it is at one moment, while others read and write
// it, to a file or a postgres:// URL that holds no store yet.
func (s *Store) Backup(ctx context.Context, to string, step func(rows int)) error {
	if _, ok := s.sql.(sqlite); ok && !isPostgres(to) {
		return s.vacuumInto(ctx, to)
	}
	if !isPostgres(to) {
		if _, err := os.Stat(to); err == nil {
			return fmt.Errorf("backup to %s: %w", to, os.ErrExist)
		}
	}
	dst, err := Open(ctx, to, Options{Create: true})
	if err != nil {
		return err
	}
	defer dst.Close()
	if n, err := one[int](ctx, dst.read, "SELECT COUNT(*) FROM article"); err != nil || n > 0 {
		return errors.Join(err, fmt.Errorf("backup to %s: it holds %d articles already", dst.where, n))
	}
	if err := s.copyTo(ctx, dst, step); err != nil {
		return fmt.Errorf("backup to %s: %w", dst.where, err)
	}
	return nil
}

// vacuumInto writes a compact copy and gives it its name when it is whole.
func (s *Store) vacuumInto(ctx context.Context, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("backup to %s: %w", to, os.ErrExist)
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), ".backup")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "record.db")
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return fmt.Errorf("backup to %s: %w", to, err)
	}
	f, err := os.Open(part)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(part, to)
}

// copyTo copies every table in one transaction on either side.
func (s *Store) copyTo(ctx context.Context, dst *Store, step func(rows int)) error {
	from, err := s.read.BeginTx(ctx, &sql.TxOptions{Isolation: s.sql.snapshot(), ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = from.Rollback() }() // it has written nothing
	return dst.writing(ctx, func(w *writer) error {
		if err := w.exec(ctx, "DELETE FROM meta"); err != nil {
			return err
		}
		done := 0
		for _, t := range tables {
			rows, err := from.QueryContext(ctx, "SELECT * FROM "+t)
			if err == nil {
				err = copyRows(ctx, w, t, rows, func() {
					if done++; done%1000 == 0 {
						step(done)
					}
				})
			}
			if err != nil {
				return fmt.Errorf("%s: %w", t, err)
			}
		}
		rows, err := from.QueryContext(ctx, "SELECT id, title, body FROM article")
		return scan(rows, err, func(r *sql.Rows) error {
			var id int64
			var title string
			var body []byte
			if err := r.Scan(&id, &title, &body); err != nil {
				return err
			}
			text := ""
			if body != nil {
				b, err := unpack(body)
				if err != nil {
					return err
				}
				text = string(b)
			}
			return w.exec(ctx, dst.sql.index(), id, title, text)
		})
	})
}

// copyRows copies the rows of a table, whose columns have the same names on
// both sides.
func copyRows(ctx context.Context, w *writer, table string, rows *sql.Rows, step func()) error {
	columns, err := rows.Columns()
	if err != nil {
		rows.Close()
		return err
	}
	names := strings.Join(columns, ", ")
	var batch [][]any
	err = scan(rows, nil, func(r *sql.Rows) error {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		batch = append(batch, values)
		step()
		if len(batch) == rowsAtOnce {
			err := w.insert(ctx, table, names, batch)
			batch = batch[:0]
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.insert(ctx, table, names, batch)
}

// Compact gives back the room that deleted rows took.
func (s *Store) Compact(ctx context.Context) error { return s.sql.compact(ctx, s) }
