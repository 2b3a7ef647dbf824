package store

import (
	"context"
	"database/sql"
	"fmt"

	"chancery/internal/happening"
)

// derived are the tables that follow from articles and their records.
var derived = []string{"report", "happening", "party", "dyad", "block", "panel", "bearing", "actor", "actor_key", "mention", "evidence"}

// Rebuild makes anew all that follows from the records: who is who, happenings,
// counts. Nobody sees it half done. step is told how many articles are done.
func (k *Keeper) Rebuild(ctx context.Context, step func(done int)) error {
	err := k.s.writing(ctx, func(w *writer) error { return k.rebuild(ctx, w, step) })
	if err != nil {
		return fmt.Errorf("making the record anew: %w", err)
	}
	return nil
}

func (k *Keeper) rebuild(ctx context.Context, w *writer, step func(done int)) error {
	// Without the text a report can't be compared anew, only as it was.
	if err := w.exec(ctx, "CREATE TEMPORARY TABLE old_report AS SELECT r.article, r.seq, r.trace FROM report r JOIN article a ON a.id = r.article WHERE a.body IS NULL"); err != nil {
		return err
	}
	for _, t := range derived {
		if err := w.exec(ctx, "DELETE FROM "+t); err != nil {
			return err
		}
	}
	if err := k.plant(ctx, w); err != nil {
		return err
	}
	for done, last := 0, int64(0); ; {
		var rows []*articleRow
		err := w.each(ctx, func(r *sql.Rows) error {
			a, err := scanArticle(r)
			rows = append(rows, a)
			return err
		}, "SELECT "+articleColumns+" FROM article WHERE id > ? ORDER BY id LIMIT ?", last, atOnce)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		if err := oldTraces(ctx, w, rows); err != nil {
			return err
		}
		b, err := k.newBatch(ctx, w)
		if err != nil {
			return err
		}
		if err := b.resolve(ctx, rows); err != nil {
			return err
		}
		if err := b.flush(ctx); err != nil {
			return err
		}
		last = rows[len(rows)-1].id
		done += len(rows)
		step(done)
	}
	return w.exec(ctx, "DROP TABLE old_report")
}

// oldTraces gives articles without text the traces that they had.
func oldTraces(ctx context.Context, w *writer, rows []*articleRow) error {
	byID := map[int64]*articleRow{}
	var ids []int64
	for _, a := range rows {
		if a.text == "" {
			byID[a.id] = a
			a.traces = map[int]*happening.Trace{}
			ids = append(ids, a.id)
		}
	}
	return lookup(ctx, w, func(r *sql.Rows) error {
		var article int64
		var seq int
		var b []byte
		if err := r.Scan(&article, &seq, &b); err != nil {
			return err
		}
		t, err := happening.Parse(b)
		byID[article].traces[seq] = &t
		return err
	}, "SELECT article, seq, trace FROM old_report WHERE article IN (%s)", ids)
}
