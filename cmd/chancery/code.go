package main

import (
	"cmp"
	"context"
	"os"

	"chancery/internal/doc"
	"chancery/internal/render"
)

type codeCmd struct {
	inputFlags
	Format string `enum:"auto,table,jsonl,csv,text" default:"auto" help:"table, jsonl, csv or text (the article with marks in it). auto is table on a terminal and jsonl elsewhere."`
	Width  int    `default:"0" help:"Columns of a table; 0 is the terminal's, or 100."`
}

func (c *codeCmd) Run(ctx context.Context, s streams) error {
	p, err := c.load(c.open())
	if err != nil {
		return err
	}
	out, err := c.create(s)
	if err != nil {
		return err
	}
	format := c.Format
	if format == "auto" {
		format = "jsonl"
		if out.tty {
			format = "table"
		}
	}
	look := look(out.tty, cmp.Or(c.Width, out.width))
	if format == "csv" {
		if _, err := out.Write(render.CSVHeader()); err != nil {
			return err
		}
	}
	return each(ctx, &c.inputFlags, s, p, out, func(d *doc.Document) []byte {
		rs := p.Code(d).Records
		switch format {
		case "table":
			return render.Table(d, rs, look)
		case "csv":
			return render.CSV(rs)
		case "text":
			return render.Inline(d, rs)
		}
		var b []byte
		for i := range rs {
			b = append(rs[i].AppendJSON(b), '\n')
		}
		return b
	})
}

// look is how tables are to look on a terminal of that width, or elsewhere.
func look(tty bool, width int) render.Look {
	l := render.Look{Width: width, Color: tty && os.Getenv("NO_COLOR") == ""}
	if l.Width == 0 {
		l.Width = 100
	}
	return l
}
