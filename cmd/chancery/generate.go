package main

import (
	"context"

	"chancery/internal/generate"
	"chancery/internal/store"
)

type generateCmd struct {
	storeFlag
	lexiconFlag
	Events int    `default:"1000000" help:"How many event records."`
	Seed   uint64 `default:"1" help:"Another seed makes other events."`
	Quiet  bool   `short:"q" help:"No progress."`
}

// coder is the version that generated records are kept under.
const generated = "generated"

func (c *generateCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{Create: true, KeepText: true})
	if err != nil {
		return err
	}
	defer st.Close()
	lexicon := c.open()
	k, err := store.NewKeeper(st, lexicon)
	if err != nil {
		return err
	}
	w, err := generate.New(lexicon)
	if err != nil {
		return err
	}
	bar := newProgress(s.err, c.Quiet, false, nil)
	defer bar.end()
	var batch []*store.Incoming
	add := func() error {
		_, err := k.Add(ctx, batch)
		for range batch {
			bar.read(0)
		}
		batch = batch[:0]
		return err
	}
	for a := range w.Articles(c.Events, c.Seed) {
		in := k.Incoming(a.Doc, generated, nil)
		in.Code(a.Records, generated, true)
		if batch = append(batch, in); len(batch) == 1000 {
			if err := add(); err != nil {
				return err
			}
		}
	}
	return add()
}
