// Command happenings draws pairs of events from a stream of news to be judged:
// one happening or two. It prints each pair as a line of JSON to be completed
// with its verdict and kept in internal/eval/testdata/happenings.jsonl, and
// below it the two articles with the triggers marked, which are only to be read.
package main

import (
	"bufio"
	"context"
	"flag"
	"log"
	"os"
	"runtime"

	"chancery/internal/eval"
	"chancery/internal/pipeline"
	"chancery/lexicon"
)

func main() {
	stream := flag.String("stream", "../shared/data/news/reuters.jsonl", "articles in the order of their publication")
	seed := flag.Uint64("seed", 1987, "which pairs are drawn")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*stream, *seed); err != nil {
		log.Fatal(err)
	}
}

func run(stream string, seed uint64) error {
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	b := &eval.Bench{Pipeline: p, Workers: runtime.GOMAXPROCS(0)}
	w := bufio.NewWriter(os.Stdout)
	if err := b.DrawPairs(context.Background(), stream, seed, w); err != nil {
		return err
	}
	return w.Flush()
}
