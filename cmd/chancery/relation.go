package main

import (
	"bufio"
	"context"
	"fmt"

	"chancery/internal/day"
	"chancery/internal/ledger"
	"chancery/internal/store"
)

type relationCmd struct {
	storeFlag
	lexiconFlag
	A       string `arg:"" help:"A state or body: code or name."`
	B       string `arg:"" help:"The other."`
	On      string `placeholder:"DAY" help:"What held on this day; without it, today."`
	AsKnown string `placeholder:"DAY" help:"As it was known on this day."`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
}

func (c *relationCmd) Run(ctx context.Context, s streams) error {
	names, err := ledger.ReadNames(c.open())
	if err != nil {
		return err
	}
	var keys [2]string
	for i, name := range []string{c.A, c.B} {
		if keys[i], err = names.Resolve(name); err != nil {
			return usage{err}
		}
	}
	on, known := store.Today(), day.Latest
	for _, x := range []struct {
		flag, value string
		to          *day.Day
	}{{"on", c.On, &on}, {"as-known", c.AsKnown, &known}} {
		if x.value == "" {
			continue
		}
		if *x.to, err = day.Parse(x.value); err != nil {
			return usage{fmt.Errorf("--%s: %w", x.flag, err)}
		}
	}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	reports, who, err := st.Bearing(ctx, keys[0], keys[1])
	if err != nil {
		return err
	}
	answer := ledger.New(names, keys[0], keys[1], reports, ledger.Person(who)).AsKnown(known).On(on)
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	if c.Format == "json" {
		return line(out, answer.JSON)
	}
	_, width := terminal(s.out)
	return answer.Text(out, look(false, width).Width)
}
