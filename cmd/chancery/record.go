package main

import (
	"context"
	"errors"
	"fmt"

	"chancery/internal/store"
)

// storeFlag says which record a command uses.
type storeFlag struct {
	Store string `placeholder:"PATH|URL" env:"CHANCERY_STORE" help:"The record: a file, or postgres://…; without it a file in your data directory."`
}

// openStore opens the record and says which it is.
func (f *storeFlag) openStore(ctx context.Context, s streams, o store.Options) (*store.Store, error) {
	name := f.Store
	if name == "" {
		var err error
		if name, err = store.Default(); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(s.err, "record %s\n", store.Where(name))
	st, err := store.Open(ctx, name, o)
	if errors.Is(err, store.ErrNone) {
		return nil, usage{fmt.Errorf("%w: take articles in first: chancery ingest SOURCE…", err)}
	}
	return st, err
}
