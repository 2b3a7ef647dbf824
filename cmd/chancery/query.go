package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"chancery/internal/export"
	"chancery/internal/render"
	"chancery/internal/store"
)

type queryCmd struct {
	storeFlag
	lexiconFlag
	filterFlags
	To      string   `aliases:"until" placeholder:"DATE" help:"What happened on this day or earlier; a month or a year is its last day."`
	ID      string   `placeholder:"ID" help:"Show one happening with all its reports and why they were joined."`
	GroupBy []string `placeholder:"D,…" help:"Count instead, by year, month, type, quad, mode, cameo, status, actor, recipient, pair, country."`
	Count   bool     `help:"Print only how many there are."`
	Limit   int      `default:"50" help:"At most so many; 0 is all."`
	Oldest  bool     `help:"The oldest first."`
	Format  string   `enum:"auto,table,jsonl,csv" default:"auto" help:"table, jsonl or csv. auto is table on a terminal and jsonl elsewhere."`
}

func (c *queryCmd) Run(ctx context.Context, s streams) error {
	lexicon := c.open()
	f, err := c.filter(lexicon, c.To)
	if err != nil {
		return err
	}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	tty, width := terminal(s.out)
	format := c.Format
	if format == "auto" {
		format = "jsonl"
		if tty {
			format = "table"
		}
	}
	look := look(tty, width)
	out := bufio.NewWriterSize(s.out, 1<<16)
	defer out.Flush()
	f.Limit, f.Newest = c.Limit, !c.Oldest
	if format == "csv" {
		f.Newest = false // a table to compute with, in the order of time
	}
	switch {
	case c.ID != "":
		h, err := st.Happening(ctx, c.ID)
		if err != nil {
			return err
		}
		if format == "table" {
			k, err := store.NewKeeper(st, lexicon)
			if err != nil {
				return err
			}
			why, err := k.Why(ctx, c.ID)
			if err != nil {
				return err
			}
			_, err = out.Write(render.Happening(h, why, look))
			return err
		}
		return line(out, h.JSON)
	case c.Count:
		n, err := st.Count(ctx, f)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, n)
		return err
	case len(c.GroupBy) > 0:
		return c.groups(ctx, st, f, format, look, out)
	case format == "csv":
		_, err := export.Write(ctx, "csv", out, export.Options{Background: true, Evidence: true}, st.Happenings(ctx, f))
		return err
	}
	for h, err := range st.Happenings(ctx, f) {
		if err != nil {
			return err
		}
		if format == "table" {
			_, err = out.Write(render.HappeningLine(h, look))
		} else {
			err = line(out, h.JSON)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// line writes an object on a line of its own.
func line(out *bufio.Writer, object func() ([]byte, error)) error {
	b, err := object()
	if err != nil {
		return err
	}
	_, err = out.Write(append(b, '\n'))
	return err
}

// groups prints counts. Tables and CSV have a column for each dimension.
func (c *queryCmd) groups(ctx context.Context, st *store.Store, f store.Filter, format string, look render.Look, out *bufio.Writer) error {
	by := make([]string, len(c.GroupBy))
	for i, d := range c.GroupBy {
		by[i] = strings.ToLower(d)
	}
	groups, _, err := st.Groups(ctx, f, by)
	if err != nil {
		return usage{err}
	}
	score := func(g *store.Group) string { return strconv.FormatFloat(g.Score, 'f', 2, 64) }
	switch format {
	case "jsonl":
		for i := range groups {
			g := &groups[i]
			err := line(out, func() ([]byte, error) {
				o := map[string]any{"n": g.N, "score": json.Number(score(g))}
				for k, d := range by {
					if o[d] = nil; g.Keys[k] != "" {
						o[d] = g.Keys[k]
					}
				}
				return json.Marshal(o)
			})
			if err != nil {
				return err
			}
		}
		return nil
	case "csv":
		w := csv.NewWriter(out)
		_ = w.Write(append(append([]string(nil), by...), "n", "score"))
		for i := range groups {
			_ = w.Write(append(append([]string(nil), groups[i].Keys...), strconv.Itoa(groups[i].N), score(&groups[i])))
		}
		w.Flush()
		return w.Error()
	}
	rows := make([][]string, len(groups))
	for i := range groups {
		rows[i] = append(append([]string(nil), groups[i].Keys...), strconv.Itoa(groups[i].N), score(&groups[i]))
	}
	_, err = out.Write(render.Columns(append(append([]string(nil), by...), "n", "score"), rows, look))
	return err
}
