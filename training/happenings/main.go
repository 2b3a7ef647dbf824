// Command happenings draws pairs from a stream of news to be judged: of events,
// whether they are one happening, or with -copies of articles, whether they are
// copies of one text. It prints each pair as a line of JSON to be completed with
// its verdict and kept in internal/eval/testdata (happenings.jsonl, copies.jsonl),
// and below it the two articles, with the triggers marked, only to be read.
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
	copies := flag.Bool("copies", false, "draw pairs of articles")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*stream, *seed, *copies); err != nil {
		log.Fatal(err)
	}
}

func run(stream string, seed uint64, copies bool) error {
	w := bufio.NewWriter(os.Stdout)
	if copies {
		if err := (&eval.Bench{}).DrawCopies(stream, seed, w); err != nil {
			return err
		}
		return w.Flush()
	}
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	b := &eval.Bench{Pipeline: p, Workers: runtime.GOMAXPROCS(0)}
	if err := b.DrawPairs(context.Background(), stream, seed, w); err != nil {
		return err
	}
	return w.Flush()
}
