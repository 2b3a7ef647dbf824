package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"

	"chancery/internal/eval"
	"chancery/internal/pipeline"
)

type evalCmd struct {
	lexiconFlag
	modelFlag
	Set     string `arg:"" optional:"" help:"One of the sets below; without it, all that have files are measured and docs/accuracy.md is written."`
	Data    string `placeholder:"PATH" help:"Measure this file (or folder) of the set's format."`
	JSON    bool   `name:"json" help:"Print figures as JSON, one report a line."`
	Worst   int    `default:"0" help:"Print this many of the cases to read first."`
	Limit   int    `default:"0" help:"Take only this many articles of each file."`
	Workers int    `default:"0" help:"Articles at once; 0 is one for each core."`
	Write   string `default:"docs/accuracy.md" help:"Where a run over all sets writes its report; empty for nowhere."`
}

// Help names the sets and how their figures are defined.
func (evalCmd) Help() string {
	var b strings.Builder
	b.WriteString("Sets:\n\n")
	for _, s := range eval.Sets {
		fmt.Fprintf(&b, "%s: %s.\n\n", s.Name, s.Help)
	}
	return b.String()
}

func (c *evalCmd) Validate() error {
	if c.Set != "" {
		if _, ok := eval.Find(c.Set); !ok {
			return fmt.Errorf("there is no set %q", c.Set)
		}
	} else if c.Data != "" {
		return fmt.Errorf("--data needs a SET")
	}
	return nil
}

func (c *evalCmd) Run(ctx context.Context, s streams) error {
	opts, err := c.options()
	if err != nil {
		return err
	}
	fsys := c.open()
	p, err := pipeline.New(fsys, opts...)
	if err != nil {
		return err
	}
	b := &eval.Bench{Pipeline: p, Lexicon: fsys, Workers: c.Workers, Limit: c.Limit}
	if b.Workers <= 0 {
		b.Workers = runtime.GOMAXPROCS(0)
	}
	sets := eval.Sets
	if c.Set != "" {
		set, _ := eval.Find(c.Set)
		sets = []eval.Set{set}
	}
	var reports []*eval.Report
	var missing []string
	for _, set := range sets {
		files := set.Files(eval.DefaultData)
		if c.Data != "" {
			files = []string{c.Data}
		}
		if len(files) == 0 {
			missing = append(missing, set.Name)
			continue
		}
		for _, file := range files {
			r, err := set.Run(ctx, b, file)
			if err != nil {
				return err
			}
			reports = append(reports, r)
			if err := c.print(s, r); err != nil {
				return err
			}
		}
	}
	switch {
	case len(reports) == 0:
		return fmt.Errorf("no file of any set under %s; name one with SET --data PATH", eval.DefaultData)
	case c.Set != "" || c.Write == "" || c.Limit > 0:
		return nil
	}
	if err := eval.WriteAccuracy(c.Write, reports, missing); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "wrote %s\n", c.Write)
	return nil
}

func (c *evalCmd) print(s streams, r *eval.Report) error {
	if !c.JSON {
		r.Print(s.out, c.Worst)
		return nil
	}
	if c.Worst < len(r.Worst) {
		short := *r
		short.Worst = r.Worst[:c.Worst]
		r = &short
	}
	return json.NewEncoder(s.out).Encode(r)
}
