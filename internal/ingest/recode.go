package ingest

import (
	"context"
	"fmt"

	"chancery/internal/pipeline"
	"chancery/internal/store"
)

// Recode codes anew every article whose records another version made and stages
// what comes of it. A run that is cut off goes on where it was. step is told of
// each article; one that fails keeps its records.
func Recode(ctx context.Context, st *store.Store, p *pipeline.Pipeline, o Options, step func(bytes int, err error)) error {
	if o.Batch <= 0 {
		o.Batch = 256
	}
	type job struct {
		a   *store.Stored
		out store.Recoded
		err error // of the article
		end error // of the store
	}
	jobs := func(yield func(job) bool) {
		for a, err := range st.Stale(ctx, o.Coder) {
			if ctx.Err() != nil || !yield(job{a: a, end: err}) {
				return
			}
		}
	}
	var batch []store.Recoded
	stage := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := st.Stage(ctx, o.Coder, batch)
		batch = batch[:0]
		return err
	}
	err := pipeline.Ordered(ctx, o.Workers, jobs, func(j job) job {
		if j.end == nil {
			j.out, j.err = recode(p, j.a)
		}
		return j
	}, func(j job) error {
		if j.end != nil {
			return j.end
		}
		step(len(j.a.Text), j.err)
		if j.err != nil {
			return nil
		}
		if batch = append(batch, j.out); len(batch) >= o.Batch {
			return stage()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return stage()
}

func recode(p *pipeline.Pipeline, a *store.Stored) (out store.Recoded, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("article %s: %w", a.Meta.ID, pipeline.Recovered(r))
		}
	}()
	d, err := p.Reader.Text(a.Text, a.Meta)
	if err != nil {
		return out, fmt.Errorf("article %s: %w", a.Meta.ID, err)
	}
	return store.NewRecoded(a, p.Code(d).Records), nil
}
