package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/generate"
	"chancery/lexicon"
)

// asChancery in the environment makes the test binary be the program, so that
// tests can kill it as a user's would be killed.
const asChancery = "CHANCERY_TEST_MAIN"

// program is the program as a process of its own.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asChancery+"=1")
	return cmd
}

// must runs the program to its end and returns what it printed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	cmd := program(t.Context(), args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chancery %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

// wire writes articles whose events repeat, with their day and publisher, and
// returns the file.
func wire(t testing.TB, dir string, events int, seed uint64) string {
	t.Helper()
	w, err := generate.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for a := range w.Articles(events, seed) {
		d := a.Doc
		if err := e.Encode(map[string]string{"id": d.ID, "url": d.URL, "title": d.Title, "published": d.Published, "publisher": d.Publisher, "lang": "en", "text": d.Text}); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, fmt.Sprintf("wire-%d.jsonl", seed))
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// stores are the two kinds of stores, each empty.
func stores(t *testing.T, test func(t *testing.T, fresh func() string)) {
	t.Run("sqlite", func(t *testing.T) {
		n := 0
		test(t, func() string { n++; return filepath.Join(t.TempDir(), fmt.Sprintf("record-%d.db", n)) })
	})
	t.Run("postgres", func(t *testing.T) {
		server := os.Getenv("CHANCERY_TEST_POSTGRES")
		if server == "" {
			t.Skip("CHANCERY_TEST_POSTGRES names no server")
		}
		test(t, func() string { return emptySchema(t, server) })
	})
}

// A record is the same whether it was taken in at one go or the program was
// killed fifty times on the way.
func TestKilledAtAnyMomentTheRecordIsTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program fifty times")
	}
	in := wire(t, t.TempDir(), 500, 7)
	stores(t, func(t *testing.T, fresh func() string) {
		whole, cut := fresh(), fresh()
		must(t, "ingest", "-q", "--store", whole, in)
		want := must(t, "export", "--store", whole, "--format", "jsonl", "--to", "-")
		r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
		landed := 0
		for range 50 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(60+r.IntN(400))*time.Millisecond)
			err := program(ctx, "ingest", "-q", "--batch", "4", "--store", cut, in).Run() // the end of ctx kills it
			cancel()
			if err != nil {
				landed++
			}
		}
		if landed == 0 {
			t.Error("the program was never killed before its end")
		}
		must(t, "ingest", "-q", "--store", cut, in)
		if got := must(t, "export", "--store", cut, "--format", "jsonl", "--to", "-"); got != want {
			line, diff := firstDifference(got, want)
			t.Errorf("after %d kills the records differ at line %d\n%s", landed, line, diff)
		}
		must(t, "check", "-q", "--store", cut)
	})
}

// The order of the output and of the record is that of the input, however many
// articles are coded at once and kept at once.
func TestWorkersAndBatchesChangeNothing(t *testing.T) {
	in := wire(t, t.TempDir(), 200, 3)
	var want string
	for _, how := range [][]string{{"--workers", "1"}, {"--workers", "4", "--batch", "7"}, {"--workers", "2", "--batch", "1"}} {
		name := filepath.Join(t.TempDir(), "record.db")
		must(t, append([]string{"ingest", "-q", "--store", name, in}, how...)...)
		got := must(t, "export", "--store", name, "--format", "jsonl", "--to", "-")
		if want == "" {
			want = got
		}
		if got != want {
			line, diff := firstDifference(got, want)
			t.Errorf("%v: records differ at line %d\n%s", how, line, diff)
		}
	}
}

func TestTakingInAgainChangesNothing(t *testing.T) {
	in := wire(t, t.TempDir(), 100, 5)
	stores(t, func(t *testing.T, fresh func() string) {
		name := fresh()
		must(t, "ingest", "-q", "--store", name, in)
		want := must(t, "export", "--store", name, "--format", "jsonl", "--to", "-") + must(t, "query", "--store", name, "--limit", "0", "--format", "jsonl")
		must(t, "ingest", "-q", "--store", name, in, in)
		got := must(t, "export", "--store", name, "--format", "jsonl", "--to", "-") + must(t, "query", "--store", name, "--limit", "0", "--format", "jsonl")
		if got != want {
			t.Error("the record changed")
		}
	})
}

// Questions are answered while two programs take articles in.
func TestIngestAndQueriesAtOnce(t *testing.T) {
	dir := t.TempDir()
	a, b := wire(t, dir, 200, 11), wire(t, dir, 200, 12)
	stores(t, func(t *testing.T, fresh func() string) {
		name := fresh()
		must(t, "ingest", "-q", "--store", name, wire(t, dir, 4, 13))
		done := make(chan struct{})
		var writers, readers sync.WaitGroup
		for _, in := range []string{a, b, a} {
			writers.Go(func() {
				cmd := program(t.Context(), "ingest", "-q", "--batch", "8", "--store", name, in)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("ingest: %v\n%s", err, out)
				}
			})
		}
		asked := 0
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				for _, q := range [][]string{{"query", "--limit", "5", "--format", "jsonl"}, {"query", "--group-by", "year"}, {"status"}, {"relation", "USA", "FRA"}} {
					cmd := program(t.Context(), append(q, "--store", name)...)
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("%v: %v\n%s", q, err, out)
					}
					asked++
				}
			}
		})
		writers.Wait()
		close(done)
		readers.Wait()
		if asked == 0 {
			t.Error("nothing was asked")
		}
		must(t, "check", "-q", "--store", name)
		if n := strings.Count(must(t, "export", "--store", name, "--format", "jsonl", "--to", "-"), `"kind":"event"`); n == 0 {
			t.Error("no events were kept")
		}
	})
}

// A full disk ends the run with an error that says so; what was taken in stays,
// and with room the run goes on.
func TestAFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be had here: %v %s", err, out)
	}
	defer func() { _ = exec.Command("umount", dir).Run() }()
	in := wire(t, t.TempDir(), 1500, 17)
	name := filepath.Join(dir, "record.db")
	cmd := program(t.Context(), "ingest", "-q", "--batch", "16", "--store", name, in)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	var status *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &status) || status.ExitCode() != someFailed || !strings.Contains(errs.String(), "full") {
		t.Fatalf("on a full disk: %v\n%s", err, errs.String())
	}
	must(t, "check", "-q", "--store", name)
	kept := must(t, "export", "--store", name, "--format", "jsonl", "--to", "-")
	if kept == "" {
		t.Error("nothing was kept")
	}
	if out, err := exec.Command("mount", "-o", "remount,size=64m", dir).CombinedOutput(); err != nil {
		t.Skipf("the disk can't be made larger: %v %s", err, out)
	}
	must(t, "ingest", "-q", "--store", name, in)
	whole := filepath.Join(t.TempDir(), "whole.db")
	must(t, "ingest", "-q", "--store", whole, in)
	if must(t, "export", "--store", name, "--format", "jsonl", "--to", "-") != must(t, "export", "--store", whole, "--format", "jsonl", "--to", "-") {
		t.Error("after a full disk the record differs")
	}
}
