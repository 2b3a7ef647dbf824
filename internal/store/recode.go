package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"chancery/internal/article"
	"chancery/internal/record"
)

// Stored is an article as the store has it, to be coded anew.
type Stored struct {
	ID      int64
	Meta    article.Meta
	Text    string
	Coder   string
	Records []record.Record
}

// Stale walks the articles whose records, in force or staged, another version
// of the coder made, in the order in which they came. Articles whose text is
// not kept are passed over. An error is yielded once and ends the walk.
func (s *Store) Stale(ctx context.Context, coder string) iter.Seq2[*Stored, error] {
	return func(yield func(*Stored, error) bool) {
		last := int64(0)
		for {
			var chunk []*Stored
			err := s.each(ctx, func(r *sql.Rows) error {
				a, err := scanArticle(r)
				if err != nil {
					return err
				}
				chunk = append(chunk, &Stored{
					ID: a.id, Text: a.text, Coder: a.coder, Records: a.records,
					Meta: article.Meta{ID: a.source.ID, URL: a.source.URL, Title: a.source.Title, Published: a.source.Published,
						Publisher: a.source.Publisher, Lang: a.source.Lang, Site: a.site, Author: a.author},
				})
				return nil
			}, `SELECT `+articleColumns+` FROM article WHERE id > ? AND body IS NOT NULL AND coder <> ?
				AND NOT EXISTS (SELECT 1 FROM recoded x WHERE x.article = article.id AND x.coder = ?) ORDER BY id LIMIT ?`, last, coder, coder, atOnce)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(chunk) == 0 {
				return
			}
			for _, a := range chunk {
				if !yield(a, nil) {
					return
				}
			}
			last = chunk[len(chunk)-1].ID
		}
	}
}

// Recoded is an article with new records.
type Recoded struct {
	Article int64
	records []byte
}

// NewRecoded packs new records of an article.
func NewRecoded(a *Stored, records []record.Record) Recoded {
	return Recoded{a.ID, packRecords(records, a.Text, true)}
}

// Stage keeps records that a version of the coder made, without putting them in
// force, so that a run that is cut off goes on where it was.
func (s *Store) Stage(ctx context.Context, coder string, rs []Recoded) error {
	rows := make([][]any, len(rs))
	for i, r := range rs {
		rows[i] = []any{r.Article, coder, r.records}
	}
	err := s.writing(ctx, func(w *writer) error {
		return w.write(ctx, "INSERT INTO recoded (article, coder, records) VALUES ",
			" ON CONFLICT (article) DO UPDATE SET coder = excluded.coder, records = excluded.records", rows)
	})
	if err != nil {
		return fmt.Errorf("staging records of %d articles: %w", len(rs), err)
	}
	return nil
}

// Changes calls each with the records in force and the staged ones of every
// article that has some of that version, in the order in which articles came.
func (s *Store) Changes(ctx context.Context, coder string, each func(src *record.Source, old, now []record.Record) error) error {
	for last := int64(0); ; {
		var ids []int64
		staged := map[int64][]byte{}
		err := s.each(ctx, func(r *sql.Rows) error {
			var id int64
			var b []byte
			err := r.Scan(&id, &b)
			ids = append(ids, id)
			staged[id] = b
			return err
		}, "SELECT article, records FROM recoded WHERE article > ? AND coder = ? ORDER BY article LIMIT ?", last, coder, atOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		rows, err := articles(ctx, s, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a := rows[id]
			now, err := unpackRecords(staged[id], &a.source, a.text)
			if err != nil {
				return fmt.Errorf("article %d, staged: %w", id, err)
			}
			if err := each(&a.source, a.records, now); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}

// PutInForce replaces records by the staged ones of a version and makes the
// record anew, all or nothing.
func (k *Keeper) PutInForce(ctx context.Context, coder string, step func(done int)) error {
	err := k.s.writing(ctx, func(w *writer) error {
		err := w.exec(ctx, `UPDATE article SET records = (SELECT x.records FROM recoded x WHERE x.article = article.id), coder = ?
			WHERE id IN (SELECT article FROM recoded WHERE coder = ?)`, coder, coder)
		if err != nil {
			return err
		}
		if err := w.exec(ctx, "DELETE FROM recoded"); err != nil {
			return err
		}
		return k.rebuild(ctx, w, step)
	})
	if err != nil {
		return fmt.Errorf("putting new records in force: %w", err)
	}
	return nil
}
