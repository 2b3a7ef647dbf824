package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"chancery/docs/schema"
)

type schemaCmd struct {
	Of string `arg:"" optional:"" enum:"record,happening,chronicle" default:"record" help:"record, what code prints; happening, what query prints; chronicle."`
}

func (c *schemaCmd) Run(s streams) error {
	_, err := s.out.Write(map[string][]byte{"record": schema.Record, "happening": schema.Happening, "chronicle": schema.Chronicle}[c.Of])
	return err
}

type versionCmd struct{}

func (versionCmd) Run(s streams) error {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, x := range info.Settings {
			if x.Key == "vcs.revision" {
				revision = " " + x.Value[:min(12, len(x.Value))]
			}
		}
	}
	_, err := fmt.Fprintf(s.out, "chancery %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
