package main

import (
	"context"
	"fmt"

	"chancery/internal/ingest"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

type ingestCmd struct {
	storeFlag
	inputFlags
	Batch  int  `default:"0" hidden:"" help:"Articles a transaction."`
	NoText bool `help:"For a new record: keep offsets and hashes of the articles, not their text."`
}

func (c *ingestCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{Create: true, KeepText: !c.NoText})
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := c.load()
	if err != nil {
		return err
	}
	lexicon := c.open()
	k, err := store.NewKeeper(st, lexicon)
	if err != nil {
		return err
	}
	version, err := pipeline.Version(lexicon)
	if err != nil {
		return err
	}
	bar := newProgress(s.err, c.Quiet, false, c.Files)
	var counts [store.Revised + 1]int
	err = ingest.Run(ctx, st, k, p, p.Reader.Items(ctx, c.Files, s.in), ingest.Options{Workers: c.workers(), Coder: version, Batch: c.Batch}, func(step ingest.Step) {
		if step.Err != nil {
			bar.fail(step.Err)
			return
		}
		counts[step.Outcome]++
		bar.read(step.Bytes)
	})
	bar.end()
	if !c.Quiet {
		fmt.Fprintf(s.err, "new %d (%d of them copies), revised %d, known %d\n", counts[store.New]+counts[store.Copy], counts[store.Copy], counts[store.Revised], counts[store.Known])
	}
	if err == nil && bar.failed > 0 {
		return errFailed
	}
	return err
}
