// Command linear trains the light language model of internal/nlp/linear from
// the treebanks and entity sets marked trainable, and prints how it does on the
// sets kept to measure with. The same data give the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"chancery/internal/nlp/en"
	"chancery/internal/nlp/linear"
	"chancery/lexicon"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the corpora")
	out := flag.String("out", "internal/nlp/en/linear.bin", "weight file to write; empty to write none")
	quick := flag.Bool("quick", false, "few epochs, to try something out")
	entities := flag.Bool("entities", false, "keep the tagger and parser of the weight file and learn the entities afresh")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*data, *out, *quick, *entities); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string, quick, entities bool) error {
	seg, err := en.NewSegmenter(lexicon.Embedded())
	if err != nil {
		return err
	}
	lists, err := en.LoadLists(lexicon.Embedded(), seg)
	if err != nil {
		return err
	}
	start := time.Now()
	trees, err := readTrees(data, "en_ewt-train", "en_ewt-dev", "en_gum-train")
	if err != nil {
		return err
	}
	ents, err := readEntities(data, lists)
	if err != nil {
		return err
	}
	o := linear.Options{
		TagFeatures: 150_000, MoveFeatures: 800_000, LabelFeatures: 150_000, EntityFeatures: 200_000,
		TagEpochs: 5, ParseEpochs: 8, EntityEpochs: 8, Jackknives: 3, Seed: 20261123,
		Log: func(f string, a ...any) {
			log.Printf("%6.1fs "+f, append([]any{time.Since(start).Seconds()}, a...)...)
		},
	}
	if quick {
		o.TagEpochs, o.ParseEpochs, o.EntityEpochs, o.Jackknives = 3, 3, 4, 2
	}
	var m *linear.Model
	if entities {
		old, err := os.ReadFile(out)
		if err != nil {
			return err
		}
		if m, err = linear.Load(string(old), lists.Words); err != nil {
			return err
		}
		linear.TrainEntities(m, ents, o)
	} else {
		m = linear.Train(augment(trees), ents, lists.Words, nil, o)
	}
	weights, err := m.Marshal()
	if err != nil {
		return err
	}
	if out != "" {
		if err := os.WriteFile(out, weights, 0o644); err != nil {
			return fmt.Errorf("writing the weights: %w", err)
		}
	}
	o.Log("%d bytes", len(weights))
	m, err = linear.Load(string(weights), lists.Words)
	if err != nil {
		return err
	}
	for _, set := range []string{"en_ewt-test", "en_gum-dev"} {
		if err := evaluate(m, filepath.Join(data, "syntax", set+".conllu")); err != nil {
			return err
		}
	}
	return evaluateEntities(m, filepath.Join(data, "entities", "conll03-dev.conll"))
}
