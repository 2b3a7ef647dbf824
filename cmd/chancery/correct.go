package main

import (
	"context"
	"fmt"

	"chancery/internal/identity"
	"chancery/internal/store"
)

type correctCmd struct {
	Same     sameCmd        `cmd:"" help:"Two names or ids are one."`
	Distinct distinctCmd    `cmd:"" help:"Two names or ids are not one."`
	Name     nameCmd        `cmd:"" help:"The name to show."`
	Country  countryCmd     `cmd:"" help:"The country that somebody is of."`
	Office   officeCmd      `cmd:"" help:"An office that somebody held."`
	Not      notCmd         `cmd:"" help:"In one article, the name means somebody else."`
	List     correctionsCmd `cmd:"" help:"What has been put right."`
	Undo     undoCmd        `cmd:"" help:"Take a correction back."`
}

// correctFlags are shared by corrections, after each of which the record is made
// anew.
type correctFlags struct {
	storeFlag
	lexiconFlag
	Because string `placeholder:"TEXT" help:"Why, for those who read it later."`
	Quiet   bool   `short:"q" help:"No progress."`
}

func (f *correctFlags) apply(ctx context.Context, s streams, change func(*store.Store) error) error {
	st, err := f.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := change(st); err != nil {
		return usage{err}
	}
	k, err := store.NewKeeper(st, f.open())
	if err != nil {
		return err
	}
	bar := newProgress(s.err, f.Quiet, false, nil)
	defer bar.clear()
	return k.Rebuild(ctx, bar.reach)
}

func (f *correctFlags) correct(ctx context.Context, s streams, c identity.Correction) error {
	c.Reason = f.Because
	return f.apply(ctx, s, func(st *store.Store) error { return st.Correct(ctx, c) })
}

// twoArgs name who is ruled about.
type twoArgs struct {
	A string `arg:"" help:"Name or id."`
	B string `arg:"" help:"Name or id."`
}

type sameCmd struct {
	correctFlags
	twoArgs
}

func (c *sameCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{Kind: identity.RuledSame, Actor: c.A, Other: c.B})
}

type distinctCmd struct {
	correctFlags
	twoArgs
}

func (c *distinctCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{Kind: identity.RuledDistinct, Actor: c.A, Other: c.B})
}

type nameCmd struct {
	correctFlags
	Actor string `arg:"" help:"Name or id."`
	Name  string `arg:"" help:"What to show."`
}

func (c *nameCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{Kind: identity.RuledName, Actor: c.Actor, Value: c.Name})
}

type countryCmd struct {
	correctFlags
	Actor   string `arg:"" help:"Name or id."`
	Country string `arg:"" help:"ISO 3166-1 alpha-3."`
}

func (c *countryCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{Kind: identity.RuledCountry, Actor: c.Actor, Value: c.Country})
}

type officeCmd struct {
	correctFlags
	Actor  string `arg:"" help:"Name or id."`
	Office string `arg:"" help:"The office, as one states it: \"foreign minister\"."`
	Of     string `placeholder:"CODE" help:"The country it is an office of; without it, the person's."`
	Body   string `placeholder:"NAME" help:"The body it is an office of, where it is not the country's."`
	From   string `placeholder:"DATE" help:"Since when: a day, a month or a year."`
	To     string `placeholder:"DATE" help:"Until when."`
}

func (c *officeCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{
		Kind: identity.RuledOffice, Actor: c.Actor, Value: c.Office, Of: c.Of, Body: c.Body, From: c.From, To: c.To,
	})
}

type notCmd struct {
	correctFlags
	Actor   string `arg:"" help:"Name or id."`
	Article string `arg:"" help:"The id of the article."`
}

func (c *notCmd) Run(ctx context.Context, s streams) error {
	return c.correct(ctx, s, identity.Correction{Kind: identity.RuledNot, Actor: c.Actor, Doc: c.Article})
}

type undoCmd struct {
	correctFlags
	Number int64 `arg:"" help:"As chancery correct list prints it."`
}

func (c *undoCmd) Run(ctx context.Context, s streams) error {
	return c.apply(ctx, s, func(st *store.Store) error { return st.Undo(ctx, c.Number) })
}

type correctionsCmd struct{ storeFlag }

func (c *correctionsCmd) Run(ctx context.Context, s streams) error {
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	list, err := st.Corrections(ctx)
	for _, x := range list {
		fmt.Fprintf(s.out, "%d\t%s\t%s", x.ID, x.Made, x.Kind)
		for _, v := range []string{x.Actor, x.Other, x.Value, x.Of, x.Body, x.Doc, x.From, x.To, x.Reason} {
			if v != "" {
				fmt.Fprintf(s.out, "\t%s", v)
			}
		}
		fmt.Fprintln(s.out)
	}
	return err
}
