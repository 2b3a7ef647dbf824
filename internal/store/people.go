package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/record"
)

// people are the actors that a batch meets.
type people struct {
	w      *writer
	r      *identity.Resolver
	next   int64
	actors map[int64]*identity.Actor
	filed  map[string][]int64 // ids by key, in order; of every key that was asked for
	dirty  map[int64]bool
	keys   map[int64][]string // that changed actors had in the store
	now    map[int64][]string // that they have

	mentions, evidence [][]any
}

// newPeople opens the who-is-who for a transaction, as corrected so far.
func newPeople(ctx context.Context, w *writer, r *identity.Resolver) (*people, error) {
	p := &people{w: w, actors: map[int64]*identity.Actor{}, filed: map[string][]int64{}, dirty: map[int64]bool{}, keys: map[int64][]string{}, now: map[int64][]string{}}
	rulings, err := corrections(ctx, w)
	if err != nil {
		return nil, err
	}
	if p.r, err = r.With(rulings); err != nil {
		return nil, err
	}
	p.next, err = w.next(ctx, "actor")
	return p, err
}

// meet says of every actor in the articles' records who it is.
func (p *people) meet(ctx context.Context, rows []*articleRow) error {
	var all []encounter
	var keys []string
	for _, a := range rows {
		if a == nil {
			continue
		}
		a.who = identities{}
		for seq := range a.records {
			r, err := a.report(seq)
			if err != nil {
				return err
			}
			for _, m := range identity.Observe(&r) {
				e := encounter{article: a, seq: seq, report: r, Mention: m}
				if e.keys = p.r.Lookup(&e.Observation); len(e.keys) > 0 {
					all = append(all, e)
					keys = append(keys, e.keys...)
				}
			}
		}
	}
	if err := p.load(ctx, keys); err != nil {
		return err
	}
	known := map[sighting]*identity.Actor{}
	for i := range all {
		e := &all[i]
		o := &e.Observation
		at := sighting{e.article.id, o.Kind, o.Name, o.Country, o.Role, o.Organisation}
		a := known[at]
		if a == nil {
			var err error
			if a, err = p.resolve(ctx, e.keys, o); err != nil {
				return err
			}
			known[at] = a
		}
		if a == nil {
			continue
		}
		p.note(e, a)
	}
	return nil
}

// encounter is a mention, where it stands, and what to look it up by.
type encounter struct {
	identity.Mention
	article *articleRow
	seq     int
	report  record.Report
	keys    []string
}

// sighting is what tells mentions within an article apart: it speaks of one
// actor in one way however often it does.
type sighting struct {
	article                                 int64
	kind, name, country, role, organisation string
}

// resolve is the actor that an observation speaks of, a new one where it is none
// that is known; nil where it names nobody.
func (p *people) resolve(ctx context.Context, keys []string, o *identity.Observation) (*identity.Actor, error) {
	if d := p.r.Resolve(o, p.candidates(keys)); d.Actor != nil {
		if d.Actor.Kind != record.State { // of states all is known
			p.learn(d.Actor, o)
		}
		return d.Actor, nil
	}
	var err error
	a := p.r.Introduce(o, func(slug string) bool {
		taken, e := p.taken(ctx, slug)
		if e != nil && err == nil {
			err = e
		}
		return taken
	})
	if a == nil || err != nil {
		return nil, err
	}
	if one, err := p.ruledOne(ctx, a); one != nil || err != nil {
		return one, err
	}
	a.ID = p.next
	p.next++
	p.actors[a.ID] = a
	p.dirty[a.ID] = true
	p.file(a, nil)
	return a, nil
}

// candidates are the actors filed under any of the keys, in the order of their
// ids.
func (p *people) candidates(keys []string) []*identity.Actor {
	var ids []int64
	for _, k := range keys {
		ids = append(ids, p.filed[k]...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := make([]*identity.Actor, len(ids))
	for i, id := range ids {
		out[i] = p.actors[id]
	}
	return out
}

// ruledOne is the actor that a new one is by a correction, which takes it in; nil
// where there is none.
func (p *people) ruledOne(ctx context.Context, a *identity.Actor) (*identity.Actor, error) {
	other := p.r.Merged(a.Slug)
	if other == "" {
		return nil, nil
	}
	if has, err := p.taken(ctx, other); err != nil || !has {
		return nil, err
	}
	into := p.actors[p.filed["slug:"+other][0]]
	before := p.touch(into)
	p.r.Merge(into, a)
	p.file(into, before)
	return into, nil
}

// taken reports whether an actor has the slug.
func (p *people) taken(ctx context.Context, slug string) (bool, error) {
	key := "slug:" + slug
	if ids, asked := p.filed[key]; asked {
		return len(ids) > 0, nil
	}
	err := p.load(ctx, []string{key})
	return len(p.filed[key]) > 0, err
}

// learn adds what an observation tells of an actor.
func (p *people) learn(a *identity.Actor, o *identity.Observation) {
	before := p.touch(a)
	if p.r.Learn(a, o) {
		p.file(a, before)
	}
}

// touch marks an actor as one that changes and returns the keys under which it
// is filed.
func (p *people) touch(a *identity.Actor) []string {
	if !p.dirty[a.ID] {
		p.dirty[a.ID] = true
		p.keys[a.ID] = p.r.Index(a)
		p.now[a.ID] = p.keys[a.ID]
	}
	return p.now[a.ID]
}

// file keeps the keys that are in memory up with an actor.
func (p *people) file(a *identity.Actor, before []string) {
	after := p.r.Index(a)
	p.now[a.ID] = after
	for _, k := range before {
		if !slices.Contains(after, k) {
			p.filed[k] = slices.DeleteFunc(p.filed[k], func(id int64) bool { return id == a.ID })
		}
	}
	for _, k := range after {
		if ids := p.filed[k]; !slices.Contains(ids, a.ID) {
			p.filed[k] = append(ids, a.ID)
		}
	}
}

// note keeps where an actor is spoken of and what is said of its office.
func (p *people) note(e *encounter, a *identity.Actor) {
	if actor := actorAt(e.report.Record, e.Side, e.Index); actor != nil {
		e.article.who[actor] = a.Slug
	}
	if a.Kind == record.State {
		return
	}
	p.mentions = append(p.mentions, []any{a.ID, e.article.id, e.seq, e.Side, e.Index})
	said := p.r.Evidence(a, &e.Observation)
	if e.Side == identity.OfficeHolder {
		said = append(said, p.r.OfOffice(a, &e.report)...)
	}
	for i := range said {
		x := &said[i]
		if x.Says == identity.Died {
			p.touch(a)
			a.Dead(x.When)
		}
		row := evidenceRow(x, e.article.id, x.Record)
		// An article says it once, however often.
		if !slices.ContainsFunc(p.evidence[max(0, len(p.evidence)-32):], func(o []any) bool { return slices.Equal(o, row) }) {
			p.evidence = append(p.evidence, row)
		}
	}
}

// actorAt is the n-th actor on a side of a record; nil where it is no actor
// there but a name.
func actorAt(r *record.Record, side string, n int) *record.Actor {
	switch side {
	case "actors":
		return &r.Event.Actors[n]
	case "recipients":
		return &r.Event.Recipients[n]
	case "speakers":
		return &r.Statement.Speakers[n]
	case "about":
		return &r.Statement.About[n]
	case "visitor":
		return &r.Visit.Visitor
	case "host":
		return r.Visit.Host
	case "sender":
		return &r.Sanction.Sender
	case "target":
		return &r.Sanction.Target
	case "attributed_to":
		return &r.AttributedTo[n]
	}
	return nil
}

// load reads who is filed under keys that were not asked for yet.
func (p *people) load(ctx context.Context, keys []string) error {
	slices.Sort(keys)
	keys = slices.DeleteFunc(slices.Compact(keys), func(k string) bool {
		_, asked := p.filed[k]
		return asked
	})
	for _, k := range keys {
		p.filed[k] = nil
	}
	var ids []int64
	err := lookup(ctx, p.w, func(r *sql.Rows) error {
		var key string
		var id int64
		err := r.Scan(&key, &id)
		p.filed[key] = append(p.filed[key], id)
		ids = append(ids, id)
		return err
	}, "SELECT key, actor FROM actor_key WHERE key IN (%s)", keys)
	if err != nil {
		return err
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return p.actors[id] != nil })
	return loadActors(ctx, p.w, ids, p.actors)
}

// loadActors reads actors by id into a map.
func loadActors(ctx context.Context, db reading, ids []int64, into map[int64]*identity.Actor) error {
	return lookup(ctx, db, func(r *sql.Rows) error {
		var id int64
		var body []byte
		if err := r.Scan(&id, &body); err != nil {
			return err
		}
		a := &identity.Actor{}
		if err := json.Unmarshal(body, a); err != nil {
			return fmt.Errorf("actor %d: %w", id, err)
		}
		into[id] = a
		return nil
	}, "SELECT id, body FROM actor WHERE id IN (%s)", ids)
}

// flush writes the actors that changed, and where they are spoken of.
func (p *people) flush(ctx context.Context) error {
	ids := make([]int64, 0, len(p.dirty))
	for id := range p.dirty {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var rows, keys [][]any
	for _, id := range ids {
		a := p.actors[id]
		body, err := json.Marshal(a)
		if err != nil {
			return err
		}
		rows = append(rows, []any{id, a.Slug, a.Kind, a.Name, a.Country, body})
		before, after := p.keys[id], p.now[id]
		for _, k := range before {
			if !slices.Contains(after, k) {
				if err := p.w.exec(ctx, "DELETE FROM actor_key WHERE key = ? AND actor = ?", k, id); err != nil {
					return err
				}
			}
		}
		for _, k := range after {
			if !slices.Contains(before, k) {
				keys = append(keys, []any{k, id})
			}
		}
	}
	err := p.w.write(ctx, "INSERT INTO actor (id, slug, kind, name, country, body) VALUES ",
		" ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, kind = excluded.kind, name = excluded.name, country = excluded.country, body = excluded.body", rows)
	if err != nil {
		return err
	}
	// An index may list a key twice.
	if err := p.w.add(ctx, "actor_key", "key, actor", keys); err != nil {
		return err
	}
	if err := p.w.insert(ctx, "mention", "actor, article, seq, side, n", p.mentions); err != nil {
		return err
	}
	return p.w.insert(ctx, "evidence", "actor, title, country, body, sole, acting, says, day_from, day_to, article, record", p.evidence)
}

// plant takes in what dictionaries say of actors.
func (k *Keeper) plant(ctx context.Context, w *writer) error {
	p, err := newPeople(ctx, w, k.names)
	if err != nil {
		return err
	}
	var seeds []identity.Seed
	err = w.each(ctx, func(r *sql.Rows) error {
		var body string
		var s identity.Seed
		err := r.Scan(&body)
		if err == nil {
			err = json.Unmarshal([]byte(body), &s)
		}
		seeds = append(seeds, s)
		return err
	}, "SELECT body FROM seed ORDER BY id")
	if err != nil {
		return err
	}
	for i := range seeds {
		if err := p.sow(ctx, &seeds[i]); err != nil {
			return fmt.Errorf("%s: %w", seeds[i].Doc, err)
		}
	}
	return p.flush(ctx)
}

// sown is the day on which dictionaries count as read: a fixed one, so that a
// record made anew is the same.
var sown = day.Date(2000, 1, 1)

// sow takes in one seed.
func (p *people) sow(ctx context.Context, s *identity.Seed) error {
	var failed error
	candidates := func(keys []string) []*identity.Actor {
		if err := p.load(ctx, slices.Clone(keys)); err != nil {
			failed = err
			return nil
		}
		out := p.candidates(keys)
		for _, a := range out {
			p.touch(a) // which of them learns is not told
		}
		return out
	}
	a, fresh := p.r.Plant(s, sown, candidates, func(slug string) bool {
		taken, err := p.taken(ctx, slug)
		if err != nil {
			failed = err
		}
		return taken
	})
	if failed != nil || a == nil {
		return failed
	}
	if fresh {
		a.ID = p.next
		p.next++
		p.actors[a.ID] = a
		p.dirty[a.ID] = true
	}
	p.file(a, p.now[a.ID])
	for _, x := range s.Evidence(a, sown) {
		p.evidence = append(p.evidence, evidenceRow(&x, 0, s.Doc))
	}
	return nil
}

// evidenceRow is a row of the table evidence.
func evidenceRow(x *identity.Evidence, article int64, record string) []any {
	return []any{x.Person, x.Office.Title, x.Office.Country, x.Office.Body, number(x.Office.Sole), number(x.Acting), int(x.Says), int64(x.When.From), int64(x.When.To), article, record}
}

// corrections are what people have put right, in the order in which they did.
func corrections(ctx context.Context, db reading) ([]identity.Correction, error) {
	var out []identity.Correction
	err := db.each(ctx, func(r *sql.Rows) error {
		var body string
		if err := r.Scan(&body); err != nil {
			return err
		}
		var c identity.Correction
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			return fmt.Errorf("correction %s: %w", body, err)
		}
		out = append(out, c)
		return nil
	}, "SELECT body FROM correction ORDER BY id")
	return out, err
}
