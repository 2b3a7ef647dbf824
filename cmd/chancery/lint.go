package main

import (
	"fmt"

	"chancery/internal/chronicle"
	"chancery/internal/pipeline"
)

type lintCmd struct {
	lexiconFlag
}

func (c *lintCmd) Run(s streams) error {
	problems, err := pipeline.Lint(c.open())
	if err != nil {
		return err
	}
	said, err := chronicle.Lint(c.open())
	if err != nil {
		return err
	}
	problems = append(problems, said...)
	for _, p := range problems {
		if _, err := fmt.Fprintln(s.out, p.Error()); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.err, "%d problems\n", len(problems))
	if len(problems) > 0 {
		return errFailed
	}
	return nil
}
