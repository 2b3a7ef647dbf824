package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chancery/internal/ingest"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/internal/render"
	"chancery/internal/store"
)

type recodeCmd struct {
	storeFlag
	lexiconFlag
	modelFlag
	Commit  bool `help:"Put the new records in force; without it, only show what would change."`
	Show    int  `default:"20" help:"Print so many of the records that change."`
	Workers int  `default:"0" help:"Articles coded at once; 0 is one for each core."`
	Quiet   bool `short:"q" help:"No progress."`
}

func (c *recodeCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if keeps, err := st.KeepsText(ctx); err != nil {
		return err
	} else if !keeps {
		return usage{store.ErrNoText}
	}
	lexicon := c.open()
	opts, err := c.options()
	if err != nil {
		return err
	}
	p, err := pipeline.New(lexicon, opts...)
	if err != nil {
		return err
	}
	coder, err := pipeline.Version(lexicon, opts...)
	if err != nil {
		return err
	}
	bar := newProgress(s.err, c.Quiet, false, nil)
	err = ingest.Recode(ctx, st, p, ingest.Options{Workers: workers(c.Workers), Coder: coder}, func(bytes int, err error) {
		if err != nil {
			bar.fail(err)
			return
		}
		bar.read(bytes)
	})
	bar.end()
	if err != nil {
		return err
	}
	if err := c.changes(ctx, st, coder, s); err != nil {
		return err
	}
	if c.Commit {
		k, err := store.NewKeeper(st, lexicon)
		if err != nil {
			return err
		}
		bar := newProgress(s.err, c.Quiet, false, nil)
		if err := k.PutInForce(ctx, coder, bar.reach); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "in force: %s\n", coder)
	}
	if bar.failed > 0 {
		return errFailed
	}
	return nil
}

// changes prints how many records were added, lost and changed, by kind and
// type, and some of them.
func (c *recodeCmd) changes(ctx context.Context, st *store.Store, coder string, s streams) error {
	type tally struct{ added, lost, changed int }
	counts := map[string]*tally{}
	var shown []string
	articles, touched := 0, 0
	err := st.Changes(ctx, coder, func(src *record.Source, old, now []record.Record) error {
		articles++
		changes := record.Compare(old, now)
		if len(changes) > 0 {
			touched++
		}
		for _, x := range changes {
			r := cmp.Or(x.New, x.Old)
			t := counts[label(r)]
			if t == nil {
				t = &tally{}
				counts[label(r)] = t
			}
			switch {
			case x.Old == nil:
				t.added++
			case x.New == nil:
				t.lost++
			default:
				t.changed++
			}
			if len(shown) < c.Show {
				shown = append(shown, changeLine(src, &x))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	fmt.Fprintf(out, "%s: %d articles coded anew, %d of them differ\n", coder, articles, touched)
	if len(counts) == 0 {
		return nil
	}
	var rows [][]string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		t := counts[k]
		rows = append(rows, []string{k, fmt.Sprint(t.added), fmt.Sprint(t.lost), fmt.Sprint(t.changed)})
	}
	_, _ = out.Write(render.Columns([]string{"records", "added", "lost", "changed"}, rows, render.Look{}))
	for _, l := range shown {
		fmt.Fprintln(out, l)
	}
	return nil
}

// label is what changes are counted by: events by type, others by kind.
func label(r *record.Record) string {
	if r.Event != nil {
		return "event " + r.Event.Type
	}
	return string(r.Kind)
}

func changeLine(src *record.Source, x *record.Change) string {
	what := func(r *record.Record) string {
		return fmt.Sprintf("%s at %d: %s", label(r), r.Evidence.Start, strings.Join(strings.Fields(r.Evidence.Text), " "))
	}
	switch {
	case x.Old == nil:
		return "+ " + src.ID + " " + what(x.New)
	case x.New == nil:
		return "- " + src.ID + " " + what(x.Old)
	}
	return fmt.Sprintf("~ %s %s (%s)", src.ID, what(x.New), strings.Join(x.Fields, ", "))
}
