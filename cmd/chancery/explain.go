package main

import (
	"context"
	"os"
	"strconv"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/render"
)

type explainCmd struct {
	inputFlags
}

// Help says what the argument may be.
func (explainCmd) Help() string {
	return "FILE:OFFSET explains only the sentence that holds the byte OFFSET of the article's text, whether or not anything was coded in it."
}

func (c *explainCmd) Run(ctx context.Context, s streams) error {
	offset := -1
	if len(c.Files) == 1 {
		c.Files[0], offset = splitOffset(c.Files[0])
	}
	p, err := c.load(c.open())
	if err != nil {
		return err
	}
	out, err := c.create(s)
	if err != nil {
		return err
	}
	return each(ctx, &c.inputFlags, s, p, out, func(d *doc.Document) []byte {
		coded := p.Code(d)
		return render.Explain(d, coded.Coding, coded.Facts, offset)
	})
}

// splitOffset takes ":123" off a name, unless a file is named so.
func splitOffset(arg string) (string, int) {
	i := strings.LastIndexByte(arg, ':')
	if i <= 0 {
		return arg, -1
	}
	n, err := strconv.Atoi(arg[i+1:])
	if err != nil || n < 0 {
		return arg, -1
	}
	if _, err := os.Stat(arg); err == nil {
		return arg, -1
	}
	return arg[:i], n
}
