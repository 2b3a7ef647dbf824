package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// atOnce is how many happenings are loaded together: enough to make statements
// few, few enough that a walk over millions holds little.
const atOnce = 500

// Happenings walks the happenings that a filter chooses, with all their reports,
// in the order of their days. Memory holds a few hundred at a time. An error is
// yielded once and ends the walk.
func (s *Store) Happenings(ctx context.Context, f Filter) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		ids, err := s.ids(ctx, f) // eight bytes each
		if err != nil {
			yield(nil, err)
			return
		}
		for chunk := range slices.Chunk(ids, atOnce) {
			hs, err := s.happenings(ctx, chunk)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, h := range hs {
				if !yield(h, nil) {
					return
				}
			}
		}
	}
}

// often is the number of articles from which words are common: then it is quicker
// to walk the happenings in order until enough are found than to find all.
const often = 2000

// ids are the happenings that a filter chooses, in order.
func (s *Store) ids(ctx context.Context, f Filter) ([]int64, error) {
	if f.Text != "" && f.Limit > 0 {
		n, err := one[int](ctx, s.read, s.sql.bind("SELECT COUNT(*) FROM (SELECT 1 FROM article WHERE "+s.sql.match()+" LIMIT ?) x"), s.sql.words(f.Text), often)
		if err != nil {
			return nil, err
		}
		f.common = n == often
	}
	c := f.clause(s)
	way, back := " ASC", " DESC"
	if f.Newest {
		way, back = back, way
	}
	var out []int64
	// A month comes before its days, both ways round.
	q := c.sql("h.id") + " ORDER BY " + c.order + way + ", h.day_to" + back + ", h.id" + way
	if f.Limit > 0 {
		// One that names a country several times comes as often.
		c.args = append(c.args, 8*f.Limit)
		q += " LIMIT ?"
	}
	err := s.each(ctx, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		if len(out) == 0 || out[len(out)-1] != id {
			out = append(out, id)
		}
		return err
	}, q, c.args...)
	if f.Limit > 0 && len(out) > f.Limit {
		out = out[:f.Limit]
	}
	return out, err
}

// happenings loads happenings with their reports, in the order of ids.
func (s *Store) happenings(ctx context.Context, ids []int64) ([]*happening.Happening, error) {
	files := make(map[int64]*caseFile, len(ids))
	var needed []int64
	err := lookup(ctx, s, func(r *sql.Rows) error {
		var id int64
		var slug string
		var m member
		if err := r.Scan(&id, &slug, &m.article, &m.seq, &m.who); err != nil {
			return err
		}
		f := files[id]
		if f == nil {
			f = &caseFile{id: id, slug: slug}
			files[id] = f
		}
		f.members = append(f.members, m)
		needed = append(needed, m.article)
		return nil
	}, "SELECT h.id, h.slug, r.article, r.seq, r.who FROM report r JOIN happening h ON h.id = r.happening WHERE h.id IN (%s) ORDER BY r.id", ids)
	if err != nil {
		return nil, err
	}
	slices.Sort(needed)
	rows, err := articles(ctx, s, slices.Compact(needed))
	if err != nil {
		return nil, err
	}
	out := make([]*happening.Happening, 0, len(ids))
	for _, id := range ids {
		f := files[id]
		if f == nil {
			continue // it went between two statements
		}
		h, err := f.merged(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// ErrNoHappening says that the store has none of that id.
var ErrNoHappening = errors.New("there is no such happening")

// Happening is the happening of that id.
func (s *Store) Happening(ctx context.Context, id string) (*happening.Happening, error) {
	n, err := one[int64](ctx, s.read, s.sql.bind("SELECT id FROM happening WHERE slug = ?"), id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: %s", ErrNoHappening, id)
	}
	if err != nil {
		return nil, err
	}
	hs, err := s.happenings(ctx, []int64{n})
	if err != nil {
		return nil, err
	}
	return hs[0], nil
}

// Why says of each report of a happening but the first, by the id of its record,
// why it was taken to be one of it: what spoke for and against it when it is held
// against the reports that came before.
func (k *Keeper) Why(ctx context.Context, id string) (map[string]happening.Verdict, error) {
	out := map[string]happening.Verdict{}
	earlier := happening.Candidate{ID: id}
	err := k.s.each(ctx, func(r *sql.Rows) error {
		var rec string
		var b []byte
		if err := r.Scan(&rec, &b); err != nil {
			return err
		}
		t, err := happening.Parse(b)
		if err != nil {
			return fmt.Errorf("report of record %s: %w", rec, err)
		}
		if len(earlier.Traces) > 0 {
			out[rec] = k.matcher.Resolve(&t, []happening.Candidate{earlier})
		}
		earlier.Traces = append(earlier.Traces, t)
		return nil
	}, "SELECT r.record, r.trace FROM report r JOIN happening h ON h.id = r.happening WHERE h.slug = ? ORDER BY r.id", id)
	return out, err
}

// Count is how many happenings a filter chooses.
func (s *Store) Count(ctx context.Context, f Filter) (int, error) {
	c := f.clause(s)
	return one[int](ctx, s.read, s.sql.bind("SELECT COUNT(DISTINCT h.id) FROM ("+c.sql("h.id")+") h"), c.args...)
}

// Bearing are the records that bear on the relations of two sides, withdrawn
// ones too, and who the guests and hosts in them are in the who-is-who.
func (s *Store) Bearing(ctx context.Context, a, b string) ([]record.Report, func(*record.Report, *record.Actor) string, error) {
	if b < a {
		a, b = b, a
	}
	type at struct {
		article int64
		seq     int
	}
	var found []at
	var needed []int64
	err := s.each(ctx, func(r *sql.Rows) error {
		var x at
		err := r.Scan(&x.article, &x.seq)
		found = append(found, x)
		needed = append(needed, x.article)
		return err
	}, "SELECT article, seq FROM bearing WHERE a = ? AND b = ? ORDER BY article, seq", a, b)
	if err != nil {
		return nil, nil, err
	}
	needed = slices.Compact(needed)
	rows, err := articles(ctx, s, needed)
	if err != nil {
		return nil, nil, err
	}
	out := make([]record.Report, len(found))
	for i, x := range found {
		if out[i], err = rows[x.article].report(x.seq); err != nil {
			return nil, nil, err
		}
	}
	who := identities{}
	err = lookup(ctx, s, func(r *sql.Rows) error {
		var article int64
		var seq, n int
		var side, slug string
		if err := r.Scan(&article, &seq, &side, &n, &slug); err != nil {
			return err
		}
		if a := actorAt(&rows[article].records[seq], side, n); a != nil {
			who[a] = slug
		}
		return nil
	}, "SELECT m.article, m.seq, m.side, m.n, a.slug FROM mention m JOIN actor a ON a.id = m.actor WHERE m.side IN ('visitor', 'host') AND m.article IN (%s)", needed)
	return out, func(_ *record.Report, a *record.Actor) string { return who[a] }, err
}

// Reports walks every record of the store in an order that depends on nothing
// but the records: by the day known, the article's id and content, and the
// place in the article. An error is yielded once and ends the walk.
func (s *Store) Reports(ctx context.Context) iter.Seq2[Kept, error] {
	return func(yield func(Kept, error) bool) {
		var ids []int64
		err := s.each(ctx, func(r *sql.Rows) error {
			var id int64
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		}, "SELECT id FROM article ORDER BY known, doc, content")
		if err != nil {
			yield(Kept{}, err)
			return
		}
		for chunk := range slices.Chunk(ids, atOnce) {
			rows, err := articles(ctx, s, chunk)
			if err != nil {
				yield(Kept{}, err)
				return
			}
			places, err := s.placed(ctx, chunk)
			if err != nil {
				yield(Kept{}, err)
				return
			}
			for _, id := range chunk {
				a := rows[id]
				for seq := range a.records {
					r, err := a.report(seq)
					k := places[[2]int64{id, int64(seq)}]
					k.Report = r
					if !yield(k, err) || err != nil {
						return
					}
				}
			}
		}
	}
}

// Kept is a record and its place in the store.
type Kept struct {
	record.Report
	Happening string   // id, for an event
	Who       []string // slugs of an event's actors, then recipients; "" where not in the who-is-who
}

// placed loads the places of the event records of articles.
func (s *Store) placed(ctx context.Context, articles []int64) (map[[2]int64]Kept, error) {
	out := map[[2]int64]Kept{}
	err := lookup(ctx, s, func(r *sql.Rows) error {
		var at [2]int64
		var k Kept
		var who string
		if err := r.Scan(&at[0], &at[1], &k.Happening, &who); err != nil {
			return err
		}
		k.Who = splitWho(who)
		out[at] = k
		return nil
	}, "SELECT r.article, r.seq, h.slug, r.who FROM report r JOIN happening h ON h.id = r.happening WHERE r.article IN (%s)", articles)
	return out, err
}

// Summary is what the store holds, in numbers.
type Summary struct {
	Articles, Copies, Withdrawn, Reports, Happenings, Actors, Failures int
	From, To                                                           day.Day // days known
}

// Summary counts what the store holds.
func (s *Store) Summary(ctx context.Context) (Summary, error) {
	var x Summary
	for q, n := range map[string]*int{
		"SELECT COUNT(*) FROM article":                             &x.Articles,
		"SELECT COUNT(*) FROM article WHERE copy <> id":            &x.Copies,
		"SELECT COUNT(*) FROM article WHERE withdrawn IS NOT NULL": &x.Withdrawn,
		"SELECT COUNT(*) FROM report":                              &x.Reports,
		"SELECT COUNT(*) FROM happening":                           &x.Happenings,
		"SELECT COUNT(*) FROM actor":                               &x.Actors,
		"SELECT COUNT(*) FROM failure":                             &x.Failures,
	} {
		var err error
		if *n, err = one[int](ctx, s.read, q); err != nil {
			return x, err
		}
	}
	var from, to sql.NullInt64
	err := s.read.QueryRowContext(ctx, "SELECT MIN(known), MAX(known) FROM article").Scan(&from, &to)
	x.From, x.To = day.Day(from.Int64), day.Day(to.Int64)
	return x, err
}
