package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// flush writes what the batch changed.
func (b *batch) flush(ctx context.Context) error {
	for _, t := range []struct {
		table, columns string
		rows           [][]any
	}{
		{"article", "id, doc, url, content, title, published, dateline_place, dateline_date, agency, publisher, lang, site, author, source, known, taken, copy, shingles, withdrawn, successor, coder, length, body, records", b.articles},
		{"report", "id, article, seq, record, happening, who, trace", b.reports},
		{"bearing", "a, b, article, seq", b.bearings},
		{"band", "band, article", b.bands},
	} {
		if err := b.w.insert(ctx, t.table, t.columns, t.rows); err != nil {
			return err
		}
	}
	if err := b.w.add(ctx, "seen", "raw, article", b.seen); err != nil {
		return err
	}
	// A happening may have a key already that nobody looked under.
	if err := b.w.add(ctx, "block", "key, happening", b.blockRows); err != nil {
		return err
	}
	for _, r := range b.words {
		if err := b.w.exec(ctx, b.k.s.sql.index(), r...); err != nil {
			return err
		}
	}
	if err := b.people.flush(ctx); err != nil {
		return err
	}
	if err := b.withdraw(ctx); err != nil {
		return err
	}
	return b.merge(ctx)
}

// withdraw marks the texts that later ones took the place of, and opens what
// they told of.
func (b *batch) withdraw(ctx context.Context) error {
	var gone []int64
	for _, v := range b.withdrawn {
		if row := b.arrived[v.id]; row != nil {
			row.withdrawn = v.withdrawn
		}
		if err := b.w.exec(ctx, "UPDATE article SET withdrawn = ?, successor = ? WHERE id = ?", int64(v.withdrawn), v.successor, v.id); err != nil {
			return err
		}
		gone = append(gone, v.id)
	}
	var ids []int64
	err := lookup(ctx, b.w, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT DISTINCT happening FROM report WHERE article IN (%s)", gone)
	if err != nil {
		return err
	}
	var others []int64 // that no report of this batch joined
	for _, id := range ids {
		if b.cases[id] == nil {
			others = append(others, id)
		}
	}
	if err := b.load(ctx, others); err != nil {
		return err
	}
	for _, id := range ids {
		b.touch(b.cases[id])
	}
	return nil
}

// merge says anew what the reports of each touched happening say together.
func (b *batch) merge(ctx context.Context) error {
	slices.Sort(b.touched)
	var others, old []int64
	for _, id := range b.touched {
		f := b.cases[id]
		for _, m := range f.members {
			if b.arrived[m.article] == nil {
				others = append(others, m.article)
			}
		}
		if !f.isNew {
			old = append(old, id)
		}
	}
	slices.Sort(others)
	rows, err := articles(ctx, b.w, slices.Compact(others))
	if err != nil {
		return err
	}
	for id, row := range b.arrived {
		rows[id] = row
	}
	was, err := counted(ctx, b.w, old)
	if err != nil {
		return err
	}
	var happenings, parties, dyads [][]any
	for _, id := range b.touched {
		f := b.cases[id]
		h, err := f.merged(rows)
		if err != nil {
			return err
		}
		if !f.isNew {
			b.counts.put(was[id], -1)
			if err := b.erase(ctx, id, was[id]); err != nil {
				return err
			}
		}
		b.counts.put(h, 1)
		happenings = append(happenings, happeningRow(id, h))
		parties = append(parties, partyRows(id, h)...)
		dyads = append(dyads, dyadRows(id, h)...)
	}
	for _, t := range []struct {
		table, columns string
		rows           [][]any
	}{
		{"happening", happeningColumns, happenings},
		{"party", partyColumns, parties},
		{"dyad", dyadColumns, dyads},
	} {
		if err := b.w.insert(ctx, t.table, t.columns, t.rows); err != nil {
			return err
		}
	}
	return b.counts.flush(ctx, b.w)
}

// erase takes away the rows of a happening that are to be written anew.
func (b *batch) erase(ctx context.Context, id int64, was *happening.Happening) error {
	for _, q := range []string{"DELETE FROM happening WHERE id = ?", "DELETE FROM party WHERE happening = ?"} {
		if err := b.w.exec(ctx, q, id); err != nil {
			return err
		}
	}
	for _, row := range dyadRows(id, was) {
		if err := b.w.exec(ctx, "DELETE FROM dyad WHERE a = ? AND b = ? AND day = ? AND happening = ?", row...); err != nil {
			return err
		}
	}
	return nil
}

// merged is what the reports of a case say together.
func (f *caseFile) merged(rows map[int64]*articleRow) (*happening.Happening, error) {
	reports := make([]record.Report, len(f.members))
	who := identities{}
	for i, m := range f.members {
		a := rows[m.article]
		if a == nil {
			return nil, fmt.Errorf("happening %s: there is no article %d", f.slug, m.article)
		}
		r, err := a.report(m.seq)
		if err != nil {
			return nil, err
		}
		if r.Event == nil {
			return nil, fmt.Errorf("happening %s: record %d of article %d is no event", f.slug, m.seq, m.article)
		}
		reports[i] = r
		who.put(r.Event, m.who)
	}
	h := happening.Merge(f.slug, reports, day.Latest, who.of)
	return &h, nil
}

// identities are the slugs of actors in records, by where they lie in memory.
type identities map[*record.Actor]string

func (x identities) put(e *record.Event, slugs string) {
	list := splitWho(slugs)
	for _, as := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range as {
			if len(list) == 0 {
				return
			}
			x[&as[i]] = list[0]
			list = list[1:]
		}
	}
}

func splitWho(slugs string) []string {
	if slugs == "" {
		return nil
	}
	return strings.Split(slugs, ",")
}

// list is what put takes: the slugs of an event's actors and recipients.
func (x identities) list(e *record.Event) string {
	var out []string
	any := false
	for _, as := range [][]record.Actor{e.Actors, e.Recipients} {
		for i := range as {
			slug := x[&as[i]]
			out = append(out, slug)
			any = any || slug != ""
		}
	}
	if !any {
		return ""
	}
	return strings.Join(out, ",")
}

func (x identities) of(_ *record.Record, a *record.Actor) string { return x[a] }

const happeningColumns = "id, slug, type, mode, contexts, cameo, quad, score, status, background, date, day_from, day_to, " +
	"place, country, admin1, geonames_id, lat, lon, precise, confidence, reports, publishers, first, last, disputes"

const (
	partyColumns = "happening, n, side, key, actor, name, country, sector, role, organisation, kind, day"
	dyadColumns  = "a, b, day, happening"
)

func happeningRow(id int64, h *happening.Happening) []any {
	p := h.Place
	if p == nil {
		p = &record.Place{}
	}
	var lat, lon any
	if p.Located {
		lat, lon = p.Lat, p.Lon
	}
	return []any{
		id, h.ID, h.Type, h.Mode, strings.Join(h.Contexts, ","), h.Cameo, h.Quad, h.Score, h.Status, number(h.Background), h.Date, int64(h.When.From), int64(h.When.To),
		p.Name, p.Country, p.Admin1, null(p.GeoNamesID), lat, lon, p.Precision, h.Confidence, h.Standing, h.Publishers, int64(h.First), int64(h.Last), len(h.Disputes),
	}
}

func partyRows(id int64, h *happening.Happening) [][]any {
	var out [][]any
	for side, ps := range [][]happening.Party{h.Actors, h.Recipients} {
		for i := range ps {
			p := &ps[i]
			out = append(out, []any{id, len(out), side, keyOf(p), p.ID, p.Name, p.Country, p.Sector, p.Role, p.Organisation, p.Kind, int64(h.When.From)})
		}
	}
	return out
}

// dyadRows are the pairs among all who took part, in either order.
func dyadRows(id int64, h *happening.Happening) [][]any {
	all := union(keysOf(h.Actors), keysOf(h.Recipients))
	var out [][]any
	for _, a := range all {
		for _, b := range all {
			if a != b {
				out = append(out, []any{a, b, int64(h.When.From), id})
			}
		}
	}
	return out
}

// counted loads of happenings what the panel counts them by.
func counted(ctx context.Context, db reading, ids []int64) (map[int64]*happening.Happening, error) {
	out := make(map[int64]*happening.Happening, len(ids))
	err := lookup(ctx, db, func(r *sql.Rows) error {
		h := &happening.Happening{}
		var id int64
		err := r.Scan(&id, &h.Type, &h.Status, &h.Score, &h.When.From, &h.When.To, &h.Standing)
		out[id] = h
		return err
	}, "SELECT id, type, status, score, day_from, day_to, reports FROM happening WHERE id IN (%s)", ids)
	if err != nil {
		return nil, err
	}
	err = lookup(ctx, db, func(r *sql.Rows) error {
		var id int64
		var side int
		var p happening.Party
		if err := r.Scan(&id, &side, &p.Country); err != nil {
			return err
		}
		if h := out[id]; side == 0 {
			h.Actors = append(h.Actors, p)
		} else {
			h.Recipients = append(h.Recipients, p)
		}
		return nil
	}, "SELECT happening, side, key FROM party WHERE happening IN (%s)", ids)
	return out, err
}
