package pipeline

import (
	"context"
	"iter"
	"sync"
)

// ahead is how many results per worker may wait for an earlier, slower one
// before reading stops. It bounds memory and hides one article that takes many
// times as long as its neighbours.
const ahead = 8

// Ordered runs work over jobs on n goroutines and hands the results to emit, on
// the calling goroutine, in the order of the jobs. It stops at the first error
// of emit, or when ctx ends, and returns that error once no work is running.
// It does not wait for jobs then: they may hang on input that never comes.
func Ordered[J, R any](ctx context.Context, n int, jobs iter.Seq[J], work func(J) R, emit func(R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	type task struct {
		job  J
		done chan R
	}
	todo := make(chan task)
	order := make(chan chan R, n*ahead)

	go func() {
		defer close(order)
		defer close(todo)
		for j := range jobs {
			t := task{j, make(chan R, 1)}
			select {
			case order <- t.done:
			case <-ctx.Done():
				return
			}
			select {
			case todo <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for {
				select {
				case t, ok := <-todo:
					if !ok {
						return
					}
					t.done <- work(t.job)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	err := drain(ctx, order, emit)
	cancel()
	wg.Wait()
	return err
}

func drain[R any](ctx context.Context, order <-chan chan R, emit func(R) error) error {
	for {
		var done chan R
		var more bool
		select {
		case done, more = <-order:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !more {
			return ctx.Err()
		}
		select {
		case r := <-done:
			if err := emit(r); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
