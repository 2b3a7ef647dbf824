package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"

	"chancery/internal/doc"
	"chancery/internal/happening"
)

// Check looks for what does not fit together: the database's own structure,
// texts that are not those that were read, records that point outside their
// text, and what follows from the records and says something else than they do.
// Each problem is told to found; the error is of the check itself.
func (s *Store) Check(ctx context.Context, found func(problem string), step func(done int)) error {
	tell := func(format string, a ...any) { found(fmt.Sprintf(format, a...)) }
	if err := s.sql.integrity(ctx, s, tell); err != nil {
		return err
	}
	for _, c := range []struct{ what, query string }{
		{"reports of an article that is not there", "SELECT COUNT(*) FROM report WHERE article NOT IN (SELECT id FROM article)"},
		{"reports of a happening that is not there", "SELECT COUNT(*) FROM report WHERE happening NOT IN (SELECT id FROM happening)"},
		{"happenings that nothing reports", "SELECT COUNT(*) FROM happening WHERE id NOT IN (SELECT happening FROM report)"},
		{"parties of a happening that is not there", "SELECT COUNT(*) FROM party WHERE happening NOT IN (SELECT id FROM happening)"},
		{"pairs of a happening that is not there", "SELECT COUNT(*) FROM dyad WHERE happening NOT IN (SELECT id FROM happening)"},
		{"keys of a happening that is not there", "SELECT COUNT(*) FROM block WHERE happening NOT IN (SELECT id FROM happening)"},
		{"records that bear on a pair, of an article that is not there", "SELECT COUNT(*) FROM bearing WHERE article NOT IN (SELECT id FROM article)"},
		{"copies of an article that is not there", "SELECT COUNT(*) FROM article WHERE copy NOT IN (SELECT id FROM article)"},
		{"withdrawn articles without the text that took their place", "SELECT COUNT(*) FROM article WHERE withdrawn IS NOT NULL AND (successor IS NULL OR successor NOT IN (SELECT id FROM article))"},
		{"articles whose words can't be found", s.sql.unindexed()},
	} {
		n, err := one[int](ctx, s.read, c.query)
		if err != nil {
			return fmt.Errorf("%s: %w", c.what, err)
		}
		if n > 0 {
			tell("%d %s", n, c.what)
		}
	}
	reported, err := s.checkArticles(ctx, tell, step)
	if err != nil {
		return err
	}
	return s.checkHappenings(ctx, reported, tell)
}

// checkArticles unpacks every article. It returns how many event records they
// hold.
func (s *Store) checkArticles(ctx context.Context, tell func(string, ...any), step func(int)) (events int, err error) {
	done, last := 0, int64(0)
	for {
		type row struct {
			id            int64
			doc, url      string
			content       []byte
			length        int
			body, records []byte
			published     string
			publisher     string
		}
		var rows []row
		err := s.each(ctx, func(r *sql.Rows) error {
			var x row
			err := r.Scan(&x.id, &x.doc, &x.url, &x.content, &x.length, &x.body, &x.records, &x.published, &x.publisher)
			rows = append(rows, x)
			return err
		}, "SELECT id, doc, url, content, length, body, records, published, publisher FROM article WHERE id > ? ORDER BY id LIMIT ?", last, atOnce)
		if err != nil || len(rows) == 0 {
			return events, err
		}
		for _, x := range rows {
			text := ""
			if x.body != nil {
				b, err := unpack(x.body)
				if err != nil {
					tell("article %s: its text does not unpack: %v", x.doc, err)
					continue
				}
				text = string(b)
				if len(text) != x.length {
					tell("article %s: its text has %d bytes and should have %d", x.doc, len(text), x.length)
				}
				if !slices.Equal(content(&doc.Document{Text: text, Published: x.published, Publisher: x.publisher}, x.url), x.content) {
					tell("article %s: its text is not the one that was read", x.doc)
				}
			}
			records, err := unpackRecords(x.records, noSource, text)
			if err != nil {
				tell("article %s: %v", x.doc, err)
				continue
			}
			for i := range records {
				if records[i].Event != nil {
					events++
				}
			}
		}
		last = rows[len(rows)-1].id
		done += len(rows)
		step(done)
	}
}

// checkHappenings merges every happening anew and holds it, its parties, pairs
// and counts against what is kept.
func (s *Store) checkHappenings(ctx context.Context, events int, tell func(string, ...any)) error {
	n, err := one[int](ctx, s.read, "SELECT COUNT(*) FROM report")
	if err != nil {
		return err
	}
	if n != events {
		tell("the articles hold %d event records, and %d reports are kept", events, n)
	}
	want := counts{}
	var ids []int64
	err = s.each(ctx, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM happening ORDER BY id")
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, atOnce) {
		hs, err := s.happenings(ctx, chunk)
		if err != nil {
			tell("%v", err)
			continue
		}
		kept, err := s.summaries(ctx, chunk)
		if err != nil {
			return err
		}
		for i, h := range hs {
			want.put(h, 1)
			if now := summaryOf(chunk[i], h); !reflect.DeepEqual(now, kept[chunk[i]]) {
				tell("happening %s: kept as\n  %s\nits reports say\n  %s", h.ID, kept[chunk[i]], now)
			}
		}
	}
	return s.checkPanel(ctx, want, tell)
}

// summary is the rows of a happening as text.
type summary []string

func summaryOf(id int64, h *happening.Happening) summary {
	out := summary{rowText(happeningRow(id, h))}
	for _, rows := range [][][]any{partyRows(id, h), dyadRows(id, h)} {
		for _, r := range rows {
			out = append(out, rowText(r))
		}
	}
	slices.Sort(out)
	return out
}

func rowText(r []any) string { return fmt.Sprint(r...) }

// summaries loads the rows that are kept of happenings.
func (s *Store) summaries(ctx context.Context, ids []int64) (map[int64]summary, error) {
	out := map[int64]summary{}
	for _, t := range []struct {
		table, columns, id string
		at                 int // the column of the happening's id
	}{{"happening", happeningColumns, "id", 0}, {"party", partyColumns, "happening", 0}, {"dyad", dyadColumns, "happening", 3}} {
		err := lookup(ctx, s, func(r *sql.Rows) error {
			names, err := r.Columns()
			if err != nil {
				return err
			}
			values := make([]any, len(names))
			into := make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			if err := r.Scan(into...); err != nil {
				return err
			}
			id := values[t.at].(int64)
			out[id] = append(out[id], rowText(values))
			return nil
		}, "SELECT "+t.columns+" FROM "+t.table+" WHERE "+t.id+" IN (%s)", ids)
		if err != nil {
			return nil, err
		}
	}
	for _, x := range out {
		slices.Sort(x)
	}
	return out, nil
}

func (s *Store) checkPanel(ctx context.Context, want counts, tell func(string, ...any)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var c cell
		var n int
		var score float64
		if err := r.Scan(&c.side, &c.a, &c.b, &c.typ, &c.period, &n, &score); err != nil {
			return err
		}
		if w := want[c]; w.n != n || w.score != score {
			tell("counts of %s %s–%s in period %d: %d kept, %d happened", c.typ, c.a, c.b, c.period, n, w.n)
		}
		delete(want, c)
		return nil
	}, "SELECT side, a, b, type, period, n, score FROM panel")
	if err != nil {
		return err
	}
	if len(want) > 0 {
		tell("%d counts are not kept", len(want))
	}
	return nil
}
