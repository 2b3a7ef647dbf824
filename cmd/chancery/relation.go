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
	A string `arg:"" help:"A state or body: code or name."`
	B string `arg:"" help:"The other."`
	asOfFlags
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// asOfFlags say of which day something is asked, and what was known when.
type asOfFlags struct {
	On      string `placeholder:"DAY" help:"What held on this day."`
	AsKnown string `placeholder:"DAY" help:"As it was known on this day."`
}

// days reads the flags; today stands for a day that is not given. Errors are of
// type usage.
func (f *asOfFlags) days(today day.Day) (on, known day.Day, err error) {
	on, known = today, day.Latest
	for _, x := range []struct {
		flag, value string
		to          *day.Day
	}{{"on", f.On, &on}, {"as-known", f.AsKnown, &known}} {
		if x.value == "" {
			continue
		}
		if *x.to, err = day.Parse(x.value); err != nil {
			return 0, 0, usage{fmt.Errorf("--%s: %w", x.flag, err)}
		}
	}
	return on, known, nil
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
	on, known, err := c.days(store.Today())
	if err != nil {
		return err
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
