package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"chancery/internal/feed"
)

// Feeds is what a store remembers of feeds between polls; it is a feed.State.
type Feeds struct {
	s *Store
	k *Keeper
}

// Feeds is the memory of feeds.
func (k *Keeper) Feeds() *Feeds { return &Feeds{k.s, k} }

// Feed is what was saved of a feed; the zero Memory of one that is new.
func (f *Feeds) Feed(ctx context.Context, url string) (feed.Memory, error) {
	var m feed.Memory
	body, err := one[string](ctx, f.s.read, f.s.sql.bind("SELECT state FROM feed WHERE url = ?"), url)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &m)
	}
	if err != nil {
		return m, fmt.Errorf("feed %s: %w", url, err)
	}
	return m, nil
}

// Save keeps what is remembered of a feed.
func (f *Feeds) Save(ctx context.Context, url string, m feed.Memory) error {
	body, err := json.Marshal(m)
	if err == nil {
		err = f.s.writing(ctx, func(w *writer) error {
			return w.exec(ctx, "INSERT INTO feed (url, state) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET state = excluded.state", url, string(body))
		})
	}
	if err != nil {
		return fmt.Errorf("feed %s: %w", url, err)
	}
	return nil
}

// Settled reports which entries are settled: those that were taken in or failed,
// and those that lead to an article of the store.
func (f *Feeds) Settled(ctx context.Context, url string, entries []feed.Announced) (map[string]bool, error) {
	out := map[string]bool{}
	ids := make([]string, len(entries))
	links := map[string][]string{} // entries by canonical address
	var addresses []string
	for i, e := range entries {
		ids[i] = e.ID
		if a, err := f.k.address.Canonical(e.Link); err == nil {
			links[a] = append(links[a], e.ID)
			addresses = append(addresses, a)
		}
	}
	err := lookup(ctx, f.s, func(r *sql.Rows) error {
		var feed, id string
		err := r.Scan(&feed, &id)
		if feed == url {
			out[id] = true
		}
		return err
	}, "SELECT feed, entry FROM feed_entry WHERE entry IN (%s)", ids)
	if err != nil {
		return nil, err
	}
	err = lookup(ctx, f.s, func(r *sql.Rows) error {
		var a string
		err := r.Scan(&a)
		for _, id := range links[a] {
			out[id] = true
		}
		return err
	}, "SELECT url FROM article WHERE url IN (%s)", addresses)
	return out, err
}

// settle notes that entries have been dealt with.
func (w *writer) settle(ctx context.Context, entries []Entry) error {
	var rows [][]any
	for _, e := range entries {
		if e.Feed != "" && e.ID != "" {
			rows = append(rows, []any{e.Feed, e.ID})
		}
	}
	return w.add(ctx, "feed_entry", "feed, entry", rows)
}
