package main

import (
	"bufio"
	"context"
	"fmt"

	"chancery/internal/ledger"
	"chancery/internal/render"
	"chancery/internal/store"
)

type statementsCmd struct {
	storeFlag
	lexiconFlag
	By     string   `arg:"" help:"A person or body, in any spelling or by its id; or a state, for all who speak for it."`
	About  []string `placeholder:"A,…" help:"One of these states or bodies is spoken of."`
	From   string   `placeholder:"DATE" help:"Published on this day or later."`
	To     string   `aliases:"until" placeholder:"DATE" help:"Published on this day or earlier."`
	Limit  int      `default:"50" help:"At most so many; 0 is all."`
	Format string   `enum:"auto,text,jsonl" default:"auto" help:"text or jsonl. auto is text on a terminal and jsonl elsewhere."`
}

func (c *statementsCmd) Run(ctx context.Context, s streams) error {
	lexicon := c.open()
	flags := filterFlags{About: c.About, From: c.From}
	f, err := flags.filter(lexicon, c.To)
	if err != nil {
		return err
	}
	said := store.Said{About: f.About, When: f.When}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	names, err := ledger.ReadNames(lexicon)
	if err != nil {
		return err
	}
	if key, err := names.Resolve(c.By); err == nil && len(key) == 3 {
		said.Of = key
	} else {
		who, err := st.Who(ctx, lexicon)
		if err != nil {
			return err
		}
		found, err := who.Find(ctx, c.By)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return nobody(s, c.By)
		}
		for _, a := range found {
			said.By = append(said.By, a.ID)
		}
	}
	tty, width := terminal(s.out)
	text := c.Format == "text" || c.Format == "auto" && tty
	out := bufio.NewWriterSize(s.out, 1<<16)
	defer out.Flush()
	n := 0
	for k, err := range st.Statements(ctx, said) {
		if err != nil {
			return err
		}
		if text {
			_, err = out.Write(render.Statement(&k.Report, look(tty, width)))
		} else {
			_, err = out.Write(append(k.AppendJSON(nil), '\n'))
		}
		if err != nil {
			return err
		}
		if n++; n == c.Limit {
			break
		}
	}
	return nil
}

// nobody says that a name is not in the record.
func nobody(s streams, name string) error {
	fmt.Fprintf(s.err, "nobody called %s is in the record\n", name)
	return errFailed
}
