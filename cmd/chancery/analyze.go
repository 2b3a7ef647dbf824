package main

import (
	"context"

	"chancery/internal/doc"
	"chancery/internal/record"
	"chancery/internal/render"
)

type analyzeCmd struct {
	inputFlags
	Format string `enum:"jsonl,conllu,text" default:"jsonl" help:"jsonl, one document a line; conllu, with TokenRange in MISC; text, for reading."`
	Tokens string `enum:"raw,gold" default:"raw" help:"gold: the input is CoNLL-U, whose sentences and tokens are kept."`
}

func (c *analyzeCmd) Run(ctx context.Context, s streams) error {
	p, err := c.load(c.open())
	if err != nil {
		return err
	}
	out, err := c.create(s)
	if err != nil {
		return err
	}
	show := map[string]func(*doc.Document) []byte{
		"jsonl":  func(d *doc.Document) []byte { return append(record.AppendLayers(nil, d), '\n') },
		"conllu": render.CoNLLU,
		"text":   render.Layers,
	}[c.Format]
	if c.Tokens == "gold" {
		return c.gold(ctx, p, s, out, show)
	}
	return each(ctx, &c.inputFlags, s, p, out, func(d *doc.Document) []byte {
		p.Analyze(d)
		return show(d)
	})
}
