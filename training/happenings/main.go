// Command happenings draws from a stream of news what is to be judged: pairs of
// events, whether they are one happening; with -copies pairs of articles, whether
// they are copies of one text; with -events articles, whether the events coded in
// them are right. It prints each as a line of JSON to be completed with its verdict
// and kept in internal/eval/testdata (happenings.jsonl, copies.jsonl,
// judgedevents.jsonl), and below it what it is about, only to be read.
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
	seed := flag.Uint64("seed", 1987, "what is drawn")
	copies := flag.Bool("copies", false, "draw pairs of articles")
	events := flag.Int("events", 0, "draw so many articles and their events")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*stream, *seed, *copies, *events); err != nil {
		log.Fatal(err)
	}
}

func run(stream string, seed uint64, copies bool, events int) error {
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
	if events > 0 {
		if err := b.DrawEvents(context.Background(), stream, seed, events, w); err != nil {
			return err
		}
		return w.Flush()
	}
	if err := b.DrawPairs(context.Background(), stream, seed, w); err != nil {
		return err
	}
	return w.Flush()
}
