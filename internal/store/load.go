package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// articleRow is an article as the store has it.
type articleRow struct {
	id        int64
	source    record.Source
	site      string
	author    string
	known     day.Day
	withdrawn day.Day // day.Latest while it stands
	copy      int64
	coder     string
	text      string
	records   []record.Record
	who       identities               // of the actors in records, while they are taken in
	traces    map[int]*happening.Trace // of event records, where they can't be made anew
}

const articleColumns = "id, doc, url, title, published, dateline_place, dateline_date, agency, publisher, lang, site, author, known, withdrawn, copy, coder, body, records"

func scanArticle(r *sql.Rows) (*articleRow, error) {
	a := &articleRow{withdrawn: day.Latest}
	src := &a.source
	var withdrawn sql.NullInt64
	var body, records []byte
	err := r.Scan(&a.id, &src.ID, &src.URL, &src.Title, &src.Published, &src.Dateline.Place, &src.Dateline.Date, &src.Agency, &src.Publisher, &src.Lang, &a.site, &a.author,
		&a.known, &withdrawn, &a.copy, &a.coder, &body, &records)
	if err != nil {
		return nil, err
	}
	if withdrawn.Valid {
		a.withdrawn = day.Day(withdrawn.Int64)
	}
	if body != nil {
		text, err := unpack(body)
		if err != nil {
			return nil, fmt.Errorf("article %d: text: %w", a.id, err)
		}
		a.text = string(text)
	}
	if a.records, err = unpackRecords(records, src, a.text); err != nil {
		return nil, fmt.Errorf("article %d: %w", a.id, err)
	}
	return a, nil
}

// articles loads articles by id.
func articles(ctx context.Context, db reading, ids []int64) (map[int64]*articleRow, error) {
	out := make(map[int64]*articleRow, len(ids))
	err := lookup(ctx, db, func(r *sql.Rows) error {
		a, err := scanArticle(r)
		if err == nil {
			out[a.id] = a
		}
		return err
	}, "SELECT "+articleColumns+" FROM article WHERE id IN (%s)", ids)
	return out, err
}

// report is record seq of the article as one of the reports of something.
func (a *articleRow) report(seq int) (record.Report, error) {
	if seq < 0 || seq >= len(a.records) {
		return record.Report{}, fmt.Errorf("article %d has no record %d", a.id, seq)
	}
	r := record.Report{Record: &a.records[seq], Known: a.known, Withdrawn: a.withdrawn, Copy: strconv.FormatInt(a.copy, 10), Coder: a.coder}
	if e := a.records[0].Entry; e != nil && slices.Contains(e.Events, r.ID) {
		r.Line = e.Sentence
	}
	return r, nil
}
