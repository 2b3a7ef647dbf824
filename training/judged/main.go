// Command judged draws articles from a file of news and prints the events coded in
// them, for a person to judge: each article as a line of JSON whose verdicts
// ("right": true or false) are to be filled in and kept in
// internal/eval/testdata/judgedevents.jsonl, and below it, only to be read, its
// events. `chancery eval judged` measures by them.
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
	stream := flag.String("stream", "../shared/data/news/reuters.jsonl", "articles")
	seed := flag.Uint64("seed", 1, "which articles are drawn")
	n := flag.Int("n", 100, "how many")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*stream, *seed, *n); err != nil {
		log.Fatal(err)
	}
}

func run(stream string, seed uint64, n int) error {
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	b := &eval.Bench{Pipeline: p, Workers: runtime.GOMAXPROCS(0)}
	if err := b.DrawEvents(context.Background(), stream, seed, n, w); err != nil {
		return err
	}
	return w.Flush()
}
