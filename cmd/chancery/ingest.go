package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"net/url"

	"chancery/internal/article"
	"chancery/internal/fetch"
	"chancery/internal/ingest"
	"chancery/internal/intake"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

type ingestCmd struct {
	storeFlag
	lexiconFlag
	readFlags
	Sources []string `arg:"" optional:"" name:"SOURCE" help:"Files (text, HTML, JSONL, WARC; also .gz, .zst), folders, globs, - for standard input; addresses of pages, feeds and lists of feeds; .opml files."`
	Watch   bool     `help:"Keep asking feeds, each by its own rhythm, until interrupted."`
	Replay  bool     `help:"Try again what could not be read before (chancery failures)."`
	Inside  bool     `help:"Take articles out of feeds that hold them, rather than fetch their pages."`
	NoText  bool     `help:"For a new record: keep offsets and hashes of articles, not their text."`
	Contact string   `placeholder:"ADDRESS" help:"Where the owner of a site can reach you; sent with every request."`
	Network []string `name:"allow-network" placeholder:"CIDR" help:"Also fetch from these networks of your own; by itself only public addresses are fetched."`
	Proxy   string   `placeholder:"URL" help:"Fetch through this proxy, which then decides what may be reached."`
	Batch   int      `default:"0" hidden:"" help:"Articles a transaction."`
}

func (c *ingestCmd) Validate() error {
	if len(c.Sources) == 0 && !c.Replay {
		return errors.New("name a SOURCE, or --replay")
	}
	return c.readFlags.Validate()
}

func (c *ingestCmd) Run(ctx context.Context, s streams) error {
	web, err := c.web()
	if err != nil {
		return usage{err}
	}
	st, err := c.openStore(ctx, s, store.Options{Create: true, KeepText: !c.NoText})
	if err != nil {
		return err
	}
	defer st.Close()
	lexicon := c.open()
	p, err := c.load(lexicon)
	if err != nil {
		return err
	}
	k, err := store.NewKeeper(st, lexicon)
	if err != nil {
		return err
	}
	version, err := c.version(lexicon)
	if err != nil {
		return err
	}
	in := &intake.Intake{Articles: p.Reader, Web: web, State: k.Feeds(), Stdin: s.in, Watch: c.Watch, Inside: c.Inside}
	o := ingest.Options{Workers: c.workers(), Coder: version, Batch: c.Batch}
	var counts [store.Revised + 1]int
	bar := newProgress(s.err, c.Quiet, false, c.Sources)
	run := func(items iter.Seq2[article.Item, error]) error {
		return ingest.Run(ctx, st, k, p, items, o, func(step ingest.Step) {
			if step.Err != nil {
				bar.fail(step.Err)
				return
			}
			counts[step.Outcome]++
			bar.read(step.Bytes)
		})
	}
	if c.Replay {
		err = replay(ctx, st, in, run)
	}
	if err == nil && len(c.Sources) > 0 {
		err = run(in.Items(ctx, c.Sources))
	}
	bar.end()
	if !c.Quiet {
		fmt.Fprintf(s.err, "new %d (%d of them copies), revised %d, known %d\n", counts[store.New]+counts[store.Copy], counts[store.Copy], counts[store.Revised], counts[store.Known])
	}
	switch {
	case err != nil && c.Watch && ctx.Err() != nil:
		return nil // it was to go on until interrupted
	case err == nil && bar.failed > 0:
		return errFailed
	}
	return err
}

// replay tries again what failed before. What fails once more stays on the list.
func replay(ctx context.Context, st *store.Store, in *intake.Intake, run func(iter.Seq2[article.Item, error]) error) error {
	before, err := st.Failures(ctx)
	if err != nil {
		return err
	}
	failures, err := ingest.Replay(before)
	if err != nil {
		return err
	}
	if err := run(in.Replay(ctx, failures)); err != nil {
		return err
	}
	after, err := st.Failures(ctx)
	if err != nil {
		return err
	}
	tries := map[int64]int{}
	for _, f := range after {
		tries[f.ID] = f.Tries
	}
	var done []int64
	for _, f := range before {
		if tries[f.ID] == f.Tries {
			done = append(done, f.ID)
		}
	}
	return st.Forget(ctx, done)
}

// web is what fetches pages and feeds.
func (c *ingestCmd) web() (*fetch.Client, error) {
	o := fetch.Options{Version: pipeline.Release, Contact: c.Contact}
	for _, n := range c.Network {
		p, err := netip.ParsePrefix(n)
		if err != nil {
			return nil, fmt.Errorf("--allow-network: %w", err)
		}
		o.Allow = append(o.Allow, p)
	}
	if c.Proxy != "" {
		u, err := url.Parse(c.Proxy)
		if err != nil {
			return nil, fmt.Errorf("--proxy: %w", err)
		}
		o.Proxy = u
	}
	return fetch.New(o), nil
}
