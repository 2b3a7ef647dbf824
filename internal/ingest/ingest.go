// Package ingest reads articles on every core, codes those that the store does
// not have, and hands them to the store in the order in which they came, so
// that the store is the same for any number of workers and wherever a run was
// cut off and taken up again.
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/intake"
	"chancery/internal/pipeline"
	"chancery/internal/store"
	"chancery/internal/warc"
)

// Options of a run.
type Options struct {
	Workers int
	Coder   string // the version that records are kept under
	// Batch is how many articles share a transaction; 0 is a few hundred. It
	// changes nothing but speed.
	Batch int
	// Wait is how long articles may wait for their batch to fill, where they
	// come slowly; 0 is two seconds.
	Wait time.Duration
}

// Step tells how far a run is.
type Step struct {
	Bytes   int           // of the stored form that was read
	Outcome store.Outcome // where Err is nil
	Err     error         // why the article could not be read
}

// result is what became of one item, before it is kept.
type result struct {
	item article.Item // Data only where it failed
	size int
	in   *store.Incoming // nil where the store has it, or it failed
	err  error
	down error // the store failed
}

// Run takes in every item. Each is reported to step, in order, once the store
// has it; an item that cannot be read goes to the store's list of failures. Run
// ends early only with ctx or when the store fails.
func Run(ctx context.Context, st *store.Store, k *store.Keeper, p *pipeline.Pipeline, items iter.Seq2[article.Item, error], o Options, step func(Step)) error {
	keep, err := st.KeepsText(ctx)
	if err != nil {
		return err
	}
	if o.Batch <= 0 {
		o.Batch = 256
	}
	if o.Wait <= 0 {
		o.Wait = 2 * time.Second
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make(chan result, o.Batch)
	kept := make(chan error, 1)
	go func() {
		err := keepAll(ctx, st, k, results, o, step)
		if err != nil {
			cancel(err) // reading must not go on for nobody
		}
		kept <- err
	}()
	jobs := func(yield func(result) bool) {
		for item, err := range items {
			if ctx.Err() != nil || !yield(result{item: item, err: err}) {
				return
			}
		}
	}
	err = pipeline.Ordered(ctx, o.Workers, jobs, func(r result) result {
		return read(ctx, st, k, p, r, o.Coder, keep)
	}, func(r result) error {
		if r.down != nil {
			return r.down
		}
		if r.err != nil && ctx.Err() != nil {
			return context.Cause(ctx) // it failed because the run ends
		}
		select {
		case results <- r:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(results)
	if stored := <-kept; stored != nil {
		return stored
	}
	return err
}

// read makes of an item what the store keeps, unless it has it.
func read(ctx context.Context, st *store.Store, k *store.Keeper, p *pipeline.Pipeline, r result, coder string, keep bool) result {
	r.size = len(r.item.Data)
	if r.err != nil {
		return r
	}
	sum := sha256.Sum256(r.item.Data)
	raw := sum[:16]
	var known bool
	if known, r.down = st.Seen(ctx, raw); known || r.down != nil {
		r.item.Data = nil
		return r
	}
	r.in, r.err = pipeline.Guard(p, r.item, func(d *doc.Document) *store.Incoming {
		in := k.Incoming(d, place(r.item.File, r.item.Line, r.item.At), raw)
		var has bool
		if has, r.down = st.Has(ctx, in); has || r.down != nil {
			return in // it came before in another form, which the store notes too
		}
		in.Code(p.Code(d).Records, coder, keep)
		return in
	})
	if r.err == nil {
		r.item.Data = nil
	}
	return r
}

// place says where an article stands: "a.jsonl:7", "b.warc.gz at 1024".
func place(file string, line int, at warc.Place) string {
	switch {
	case line > 0:
		return fmt.Sprintf("%s:%d", file, line)
	case at != warc.Place{}:
		return fmt.Sprintf("%s at %v", file, at)
	}
	return file
}

// keepAll hands results to the store, a batch a transaction.
func keepAll(ctx context.Context, st *store.Store, k *store.Keeper, results <-chan result, o Options, step func(Step)) error {
	var batch []result
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := keepBatch(ctx, st, k, batch, step)
		batch = batch[:0]
		return err
	}
	late := time.NewTimer(o.Wait)
	defer late.Stop()
	for {
		select {
		case r, ok := <-results:
			if !ok {
				// What was read is kept also when the run was interrupted.
				return flush()
			}
			if len(batch) == 0 {
				late.Reset(o.Wait)
			}
			if batch = append(batch, r); len(batch) >= o.Batch {
				if err := flush(); err != nil {
					return err
				}
			}
		case <-late.C:
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

func keepBatch(ctx context.Context, st *store.Store, k *store.Keeper, batch []result, step func(Step)) error {
	// An interrupt ends reading; what has been read is still kept.
	ctx = context.WithoutCancel(ctx)
	var in []*store.Incoming
	var failed []store.Failure
	var entries []store.Entry
	for i := range batch {
		r := &batch[i]
		if r.err != nil {
			f, ok := failure(r.item, r.err)
			if !ok {
				return r.err
			}
			failed = append(failed, f)
			continue
		}
		if r.in != nil {
			in = append(in, r.in)
		}
		if r.item.Feed != "" {
			entries = append(entries, store.Entry{Feed: r.item.Feed, ID: r.item.Entry})
		}
	}
	outcomes, err := k.Add(ctx, in, entries...)
	if err != nil {
		return err
	}
	if err := st.Fail(ctx, failed); err != nil {
		return err
	}
	for i := range batch {
		r := &batch[i]
		s := Step{Bytes: r.size, Outcome: store.Known, Err: r.err}
		if r.err == nil && r.in != nil {
			s.Outcome, outcomes = outcomes[0], outcomes[1:]
		}
		step(s)
	}
	return nil
}

// failure is what the store keeps of what could not be taken in; false for an
// error that ends the run.
func failure(item article.Item, err error) (store.Failure, bool) {
	f, ok := intake.FailureOf(item, err)
	if !ok {
		return store.Failure{}, false
	}
	body, err := json.Marshal(f)
	if err != nil {
		return store.Failure{}, false // it is plain data
	}
	return store.Failure{
		Source: place(f.File, f.Line, f.At), Kind: f.Kind, Reason: f.Message, Body: string(body),
		Entry: store.Entry{Feed: f.Feed, ID: f.Entry}, At: time.Now(),
	}, true
}

// Replay lists what could not be taken in before, in the form that an intake
// tries again.
func Replay(failures []store.Failure) ([]intake.Failure, error) {
	out := make([]intake.Failure, len(failures))
	for i, f := range failures {
		if err := json.Unmarshal([]byte(f.Body), &out[i]); err != nil {
			return nil, fmt.Errorf("failure %d: %w", f.ID, err)
		}
	}
	return out, nil
}
