package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"chancery/internal/identity"
	"chancery/internal/petrarch"
	"chancery/internal/store"
)

type dictionaryCmd struct {
	Actors dictionaryActors `cmd:"" help:"Names and their codes, into the who-is-who of the record."`
	Agents dictionaryAgents `cmd:"" help:"Words and their codes, into lines for a lexicon of your own."`
}

type dictionaryActors struct {
	storeFlag
	lexiconFlag
	Files []string `arg:"" name:"FILE" help:"Dictionaries of actors in the form of PETRARCH and TABARI."`
	Quiet bool     `short:"q" help:"No progress."`
}

func (c *dictionaryActors) Run(ctx context.Context, s streams) error {
	lexicon := c.open()
	names, err := identity.New(lexicon)
	if err != nil {
		return err
	}
	isState := func(code string) bool { _, ok := names.State(code); return ok }
	var seeds []identity.Seed
	for _, file := range c.Files {
		err := reading(file, s, func(r io.Reader) error {
			actors, err := petrarch.Actors(file, r)
			seeds = append(seeds, petrarch.Seeds(actors, file, isState)...)
			return err
		})
		if err != nil {
			return usage{err}
		}
	}
	st, err := c.openStore(ctx, s, store.Options{Create: true, KeepText: true})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.Sow(ctx, seeds); err != nil {
		return err
	}
	k, err := store.NewKeeper(st, lexicon)
	if err != nil {
		return err
	}
	bar := newProgress(s.err, c.Quiet, false, nil)
	err = k.Rebuild(ctx, bar.reach)
	bar.clear()
	if err == nil {
		fmt.Fprintf(s.err, "%d actors\n", len(seeds))
	}
	return err
}

type dictionaryAgents struct {
	Files  []string `arg:"" name:"FILE" help:"Dictionaries of agents in the form of PETRARCH and TABARI."`
	Output string   `short:"o" placeholder:"FILE" help:"Where to write: en/actors/roles-agents.txt below a folder that --lexicon then names. Without it, standard output."`
}

func (c *dictionaryAgents) Run(s streams) error {
	var text bytes.Buffer
	left := 0
	for _, file := range c.Files {
		err := reading(file, s, func(r io.Reader) error {
			agents, err := petrarch.Agents(file, r)
			lines, n := petrarch.Roles(agents)
			text.WriteString(lines)
			left += n
			return err
		})
		if err != nil {
			return usage{err}
		}
	}
	if left > 0 {
		fmt.Fprintf(s.err, "left out %d agents whose codes name no sector\n", left)
	}
	if c.Output == "" {
		_, err := s.out.Write(text.Bytes())
		return err
	}
	return replace(c.Output, func(w io.Writer) error { _, err := w.Write(text.Bytes()); return err })
}

// reading opens a file, or standard input for "-".
func reading(file string, s streams, work func(io.Reader) error) error {
	if file == "-" {
		return work(s.in)
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return work(f)
}
