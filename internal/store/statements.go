package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Said chooses statements.
type Said struct {
	By    []int64  // ids of actors of whom one speaks
	Of    string   // or the country that the speaker is of
	About []string // keys of parties of which one is spoken of; none: whatever is
	When  day.Span // published within
}

// Statements walks statements that stand, the latest first. An error is yielded
// once and ends the walk.
func (s *Store) Statements(ctx context.Context, f Said) iter.Seq2[Kept, error] {
	return func(yield func(Kept, error) bool) {
		type at struct {
			article int64
			seq     int
		}
		c := &clause{from: "actor a JOIN mention m ON m.actor = a.id JOIN article ar ON ar.id = m.article"}
		c.add("m.side = 'speakers' AND ar.withdrawn IS NULL")
		c.add("ar.known BETWEEN ? AND ?", int64(f.When.From), int64(f.When.To))
		if f.Of != "" {
			c.add("a.country = ?", f.Of)
		}
		in(c, "a.id", f.By)
		var found []at
		err := s.each(ctx, func(r *sql.Rows) error {
			var x at
			err := r.Scan(&x.article, &x.seq)
			if len(found) == 0 || found[len(found)-1] != x { // two who say one thing say it once
				found = append(found, x)
			}
			return err
		}, c.sql("m.article, m.seq")+" ORDER BY ar.known DESC, m.article DESC, m.seq", c.args...)
		if err != nil {
			yield(Kept{}, err)
			return
		}
		for chunk := range slices.Chunk(found, 64) {
			var ids []int64
			for _, x := range chunk {
				ids = append(ids, x.article)
			}
			rows, err := articles(ctx, s, slices.Compact(ids))
			if err != nil {
				yield(Kept{}, err)
				return
			}
			for _, x := range chunk {
				r, err := rows[x.article].report(x.seq)
				if err == nil && !speaksOf(r.Record, f.About) {
					continue
				}
				if !yield(Kept{Report: r}, err) || err != nil {
					return
				}
			}
		}
	}
}

// speaksOf reports whether a statement is about one of the parties.
func speaksOf(r *record.Record, keys []string) bool {
	return len(keys) == 0 || r.Statement != nil && slices.ContainsFunc(r.Statement.About, func(a record.Actor) bool {
		return slices.Contains(keys, a.Country) || slices.Contains(keys, a.Name) || slices.Contains(keys, a.Organisation)
	})
}
