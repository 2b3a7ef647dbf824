package main

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/edition"
	"chancery/internal/day"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

// readable is the confidence under which a happening is a line of a chronicle
// only when asked for.
const readable = 0.25

type chronicleCmd struct {
	storeFlag
	lexiconFlag
	modelFlag
	filterFlags
	To         string `aliases:"until" placeholder:"DATE" help:"What happened on this day or earlier; a month or a year is its last day."`
	Format     string `enum:"auto,text,markdown,html,json,atom,ics" default:"auto" help:"text, markdown, html, json, atom or ics. auto is text."`
	Output     string `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`
	Title      string `help:"Of the chronicle; without it, made of what was chosen."`
	Limit      int    `default:"0" placeholder:"N" help:"At most so many entries under one date, the weightiest; 0 is all."`
	Descending bool   `help:"The latest first."`
	AsKnown    string `placeholder:"DAY" help:"By the reports that stood on this day."`
	Workers    int    `default:"0" help:"Sentences looked at at once; 0 is one for each core."`
}

func (c *chronicleCmd) Run(ctx context.Context, s streams) error {
	lexicon := c.open()
	f, err := c.filter(lexicon, c.To)
	if err != nil {
		return err
	}
	f.Newest = c.Descending
	if c.Confidence == nil {
		f.Confidence = readable
	}
	var known day.Day
	if c.AsKnown != "" {
		if known, err = day.Parse(c.AsKnown); err != nil {
			return usage{fmt.Errorf("--as-known: %w", err)}
		}
	}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	ch, err := c.chronicler(ctx, st)
	if err != nil {
		return err
	}
	tty, width := terminal(s.out)
	format := c.Format
	if format == "auto" {
		format = "text"
	}
	page := edition.Page{
		Format: format, Title: c.Title, About: f.About, Types: f.Types, Width: look(tty, width).Width, Links: tty && c.Output == "",
		Options: chronicle.Options{Descending: c.Descending, Limit: c.Limit, AsKnown: known, Workers: c.Workers},
	}
	if c.From != "" || c.To != "" {
		page.From, page.To = f.When.From, f.When.To
	}
	write := func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<16)
		if err := edition.Write(ctx, out, ch, st.Happenings(ctx, f), page); err != nil {
			return err
		}
		return out.Flush()
	}
	if c.Output == "" {
		return write(s.out)
	}
	return replace(c.Output, write)
}

// chronicler reads sentences by the language model where the record keeps text,
// and composes them of codes where it keeps none.
func (c *chronicleCmd) chronicler(ctx context.Context, st *store.Store) (*chronicle.Chronicler, error) {
	keeps, err := st.KeepsText(ctx)
	if err != nil {
		return nil, err
	}
	lexicon := c.open()
	if !keeps {
		return chronicle.New(lexicon, nil)
	}
	opts, err := c.options()
	if err != nil {
		return nil, err
	}
	p, err := pipeline.New(lexicon, opts...)
	if err != nil {
		return nil, err
	}
	return chronicle.New(lexicon, p.Analyze)
}
