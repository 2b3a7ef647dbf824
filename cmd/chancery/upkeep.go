package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"

	"chancery/internal/store"
)

type checkCmd struct {
	storeFlag
	Quiet bool `short:"q" help:"No progress."`
}

func (c *checkCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	bar := newProgress(s.err, c.Quiet, false, nil)
	problems := 0
	err = st.Check(ctx, func(problem string) {
		problems++
		fmt.Fprintln(s.out, problem)
	}, bar.reach)
	bar.end()
	if err != nil {
		return err
	}
	if problems > 0 {
		return errFailed
	}
	fmt.Fprintln(s.out, "all fits together")
	return nil
}

type backupCmd struct {
	storeFlag
	To    string `arg:"" name:"TO" help:"A new file, or postgres://… of an empty database."`
	Quiet bool   `short:"q" help:"No progress."`
}

func (c *backupCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	bar := newProgress(s.err, c.Quiet, false, nil)
	if err := st.Backup(ctx, c.To, bar.reach); errors.Is(err, os.ErrExist) {
		return usage{err}
	} else if err != nil {
		return err
	}
	bar.clear()
	fmt.Fprintf(s.err, "copied to %s\n", store.Where(c.To))
	return nil
}

type compactCmd struct{ storeFlag }

func (c *compactCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	return st.Compact(ctx)
}

type statusCmd struct{ storeFlag }

func (c *statusCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	x, err := st.Summary(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		n    int
		what string
	}{
		{x.Articles, "articles"}, {x.Copies, "of them copies of a wire text"}, {x.Withdrawn, "of them withdrawn for a later text"},
		{x.Reports, "reports of events"}, {x.Happenings, "happenings"}, {x.Actors, "persons and bodies"}, {x.Failures, "articles that could not be read"},
	} {
		fmt.Fprintf(w, "%s\t\t%s\n", strconv.Itoa(row.n), row.what)
	}
	if x.Articles > 0 {
		fmt.Fprintf(w, "%s\t\tto %s, the days on which they became known\n", x.From, x.To)
	}
	return w.Flush()
}

type failuresCmd struct {
	storeFlag
	Forget []int64 `placeholder:"N,…" help:"Give these up."`
}

func (c *failuresCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if len(c.Forget) > 0 {
		return st.Forget(ctx, c.Forget)
	}
	failures, err := st.Failures(ctx)
	if err != nil {
		return err
	}
	for _, f := range failures {
		fmt.Fprintf(s.out, "%d\t%s\t%s\t%d tries since %s\t%s\n", f.ID, f.Source, f.Kind, f.Tries, f.At.Format("2006-01-02"), f.Reason)
	}
	return nil
}
