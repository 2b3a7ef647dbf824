package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tripwire cancels a run at its first byte of output.
type tripwire struct {
	bytes.Buffer
	cancel context.CancelFunc
}

func (w *tripwire) Write(p []byte) (int, error) {
	w.cancel()
	return w.Buffer.Write(p)
}

func TestInterruptingEndsTheRun(t *testing.T) {
	sample, err := os.ReadFile("../../samples/wire.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	big := filepath.Join(t.TempDir(), "big.jsonl")
	if err := os.WriteFile(big, bytes.Repeat(sample, 100), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	out := &tripwire{cancel: cancel}
	var errs bytes.Buffer
	if status := run(ctx, []string{"code", "--format", "jsonl", big}, streams{strings.NewReader(""), out, &errs}); status != someFailed {
		t.Errorf("exit status %d, want %d", status, someFailed)
	}
	if !strings.HasSuffix(errs.String(), "chancery: interrupted\n") {
		t.Errorf("said %q", errs.String())
	}
	if strings.Contains(errs.String(), "read 400,") {
		t.Error("the run went on to its end")
	}
	if n := strings.LastIndexByte(out.String(), '\n'); n != out.Len()-1 {
		t.Error("the output ends within a record")
	}
}
