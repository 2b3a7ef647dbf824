package pipeline

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Jobs that take longer the earlier they come would end in reverse order.
func TestResultsComeInTheOrderOfTheJobs(t *testing.T) {
	for _, workers := range []int{1, 2, 7, 64} {
		synctest.Test(t, func(t *testing.T) {
			next := 0
			err := Ordered(t.Context(), workers, count(200), func(i int) int {
				time.Sleep(time.Duration(200-i) * time.Millisecond)
				return i
			}, func(i int) error {
				if i != next {
					t.Fatalf("%d workers: got %d, want %d", workers, i, next)
				}
				next++
				return nil
			})
			if err != nil || next != 200 {
				t.Errorf("%d workers: %d results, error %v", workers, next, err)
			}
		})
	}
}

// One job that does not end must not let the others pile up behind it.
func TestReadingWaitsForASlowJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started atomic.Int64
		const workers = 4
		err := Ordered(t.Context(), workers, count(10_000), func(i int) int {
			started.Add(1)
			if i == 0 {
				time.Sleep(time.Hour)
				if n := started.Load(); n > workers*(ahead+2) {
					t.Errorf("%d jobs were started while the first ran", n)
				}
			}
			return i
		}, func(int) error { return nil })
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAnErrorOfEmitEndsTheRun(t *testing.T) {
	full := errors.New("disk full")
	emitted := 0
	err := Ordered(t.Context(), 3, count(1000), func(i int) int { return i }, func(i int) error {
		emitted++
		if i == 10 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || emitted != 11 {
		t.Errorf("error %v after %d results, want %v after 11", err, emitted, full)
	}
}

func TestCancellingEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		emitted := 0
		err := Ordered(ctx, 2, count(1_000_000), func(i int) int {
			time.Sleep(100 * time.Millisecond)
			return i
		}, func(int) error { emitted++; return nil })
		if !errors.Is(err, context.DeadlineExceeded) || emitted > 20 {
			t.Errorf("error %v after %d results", err, emitted)
		}
	})
}

// Ctrl-C must end a run that waits for standard input.
func TestCancellingDoesNotWaitForInput(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan int)
	defer close(never)
	jobs := func(yield func(int) bool) {
		if yield(1) {
			<-never
		}
	}
	err := Ordered(ctx, 2, jobs, func(i int) int { return i }, func(int) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
