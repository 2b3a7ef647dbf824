package main

import (
	"fmt"
	"io"
	"os"

	"chancery/internal/atlas"
)

type mapCmd struct {
	Records string `arg:"" optional:"" default:"-" help:"Records as code --format jsonl prints them; - reads standard input."`
	Format  string `enum:"svg,geojson" default:"svg" help:"svg, a map of the world; geojson, a FeatureCollection."`
}

func (c *mapCmd) Run(s streams) error {
	in := s.in
	if c.Records != "-" {
		f, err := os.Open(c.Records)
		if err != nil {
			return usage{err}
		}
		defer f.Close()
		in = f
	}
	events, err := atlas.Read(in)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Records, err)
	}
	write := map[string]func(io.Writer, []atlas.Event) error{"svg": atlas.SVG, "geojson": atlas.GeoJSON}[c.Format]
	return write(s.out, events)
}
