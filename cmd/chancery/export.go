package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/export"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

type exportCmd struct {
	storeFlag
	lexiconFlag
	filterFlags
	Format     string   `default:"csv" placeholder:"F" help:"jsonl for the records as they were coded, or one of the formats below for happenings."`
	To         string   `short:"o" default:"-" placeholder:"FILE" help:"Where to write; a codebook and a citation are written beside a file. - is standard output, alone."`
	Until      string   `placeholder:"DATE" help:"What happened on this day or earlier; a month or a year is its last day."`
	Background bool     `help:"Also what was told as history, in layouts that by themselves leave it out."`
	Evidence   bool     `help:"With a sentence of the source, which is its publisher's."`
	Identities bool     `help:"Networks of persons and bodies instead of countries."`
	Title      string   `help:"Of the dataset, for its citation."`
	Author     []string `placeholder:"NAME" help:"Of the dataset: \"Family, Given\", or a body."`
	Licence    string   `placeholder:"SPDX" help:"Of the dataset."`
	URL        string   `name:"url" help:"Where the dataset will be found."`
}

// Help lists the formats.
func (exportCmd) Help() string {
	var b strings.Builder
	b.WriteString("Formats:\n\n")
	fmt.Fprintf(&b, "jsonl: every record of every article, in an order that depends on the records alone; filters do not apply.\n\n")
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "%s: %s.\n\n", f.Name, strings.TrimSuffix(f.About, "."))
	}
	return b.String()
}

func (c *exportCmd) Run(ctx context.Context, s streams) (err error) {
	f, err := c.filter(c.open(), c.Until)
	if err != nil {
		return err
	}
	if c.Format != "jsonl" {
		if _, err := export.Columns(c.Format); err != nil {
			return usage{err}
		}
	}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if c.To == "-" {
		_, err := c.write(ctx, st, f, s.out)
		return err
	}
	var sum *export.Summary
	err = replace(c.To, func(w io.Writer) error {
		var err error
		sum, err = c.write(ctx, st, f, w)
		return err
	})
	if err != nil || sum == nil {
		return err
	}
	return c.beside(s, sum)
}

// write writes the export; the summary is nil for records.
func (c *exportCmd) write(ctx context.Context, st *store.Store, f store.Filter, w io.Writer) (*export.Summary, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	if c.Format == "jsonl" {
		var b []byte
		for k, err := range st.Reports(ctx) {
			if err != nil {
				return nil, err
			}
			b = append(k.AppendJSON(b[:0]), '\n')
			if _, err := out.Write(b); err != nil {
				return nil, err
			}
		}
		return nil, out.Flush()
	}
	sum, err := export.Write(ctx, c.Format, out, c.options(), st.Happenings(ctx, f))
	if err != nil {
		return nil, err
	}
	return sum, out.Flush()
}

func (c *exportCmd) options() export.Options {
	return export.Options{Background: c.Background, Evidence: c.Evidence, Identities: c.Identities, Filter: c.words(c.Until)}
}

// beside writes the codebook and the citation next to the file.
func (c *exportCmd) beside(s streams, sum *export.Summary) error {
	d := export.Dataset{
		File: filepath.Base(c.To), Title: c.Title, Authors: c.Author, Released: store.Today().String(), URL: c.URL, Licence: c.Licence,
		Software: "Chancery " + pipeline.Release,
	}
	if d.Title == "" {
		d.Title = "Political events recorded by Chancery"
	}
	err := replace(c.To+".codebook.md", func(w io.Writer) error { return export.Codebook(w, d, c.options(), sum) })
	if err != nil {
		return err
	}
	cited := export.Citation(d)
	for name, data := range map[string][]byte{c.To + ".cff": cited.CFF, c.To + ".bib": cited.BibTeX} {
		if err := replace(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.err, "wrote %s; beside it its codebook (.codebook.md) and citation (.cff, .bib)\n", c.To)
	return nil
}

// replace writes a file so that its name holds the old or the new whole, never
// a part.
func replace(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.part")
	if err != nil {
		return usage{err}
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
