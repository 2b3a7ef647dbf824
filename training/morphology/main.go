// Command morphology makes the tables behind Feats and Lemma from the treebanks
// marked trainable, and prints how they do, on gold parts of speech and trees,
// on the sets kept to measure with. The same data give the same bytes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
	"chancery/internal/nlp/en"
	"chancery/internal/nlp/morph"
)

func main() {
	data := flag.String("data", "../shared/data", "folder of the corpora")
	out := flag.String("out", "internal/nlp/en", "folder for morph.bin and lemmas.txt")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*data, *out); err != nil {
		log.Fatal(err)
	}
}

func run(data, out string) error {
	train, err := read(data, true, "en_ewt-train", "en_ewt-dev", "en_gum-train")
	if err != nil {
		return err
	}
	m := morph.Train(train, 4, 60_000, 6, 20261123)
	weights := m.Marshal()
	if err := os.WriteFile(filepath.Join(out, "morph.bin"), weights, 0o644); err != nil {
		return fmt.Errorf("writing the morphology: %w", err)
	}
	table := exceptions(train)
	if err := os.WriteFile(filepath.Join(out, "lemmas.txt"), []byte(table), 0o644); err != nil {
		return fmt.Errorf("writing the lemmas: %w", err)
	}
	log.Printf("morph.bin %d bytes, lemmas.txt %d lines", len(weights), strings.Count(table, "\n"))
	lemmas := en.NewLemmas(table)
	for _, set := range []string{"en_ewt-test", "en_gum-dev"} {
		if err := evaluate(m, lemmas, data, set); err != nil {
			return err
		}
	}
	return nil
}

func read(data string, learn bool, sets ...string) ([]*doc.Document, error) {
	var out []*doc.Document
	for _, set := range sets {
		path := filepath.Join(data, "syntax", set+".conllu")
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		c, err := conllu.Read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		d := c.Document(set)
		for i := range d.Tokens {
			t := &d.Tokens[i]
			if learn && strings.Contains(t.Feats, "Typo=Yes") {
				t.Lemma = "_" // nothing to learn from a slip
			}
			t.Feats = useful(t.Feats)
		}
		d.Link()
		out = append(out, d)
	}
	return out, nil
}

// useful drops the features that say how a word is spelt or used as part of an
// expression, which nobody here reads.
func useful(feats string) string {
	if feats == "" {
		return ""
	}
	kept := []string{}
	for _, f := range strings.Split(feats, "|") {
		switch name, _, _ := strings.Cut(f, "="); name {
		case "Typo", "Style", "ExtPos":
		default:
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, "|")
}

// exceptions lists the forms whose usual lemma the rules miss.
func exceptions(docs []*doc.Document) string {
	type entry struct {
		count map[string]int
		rule  map[string]int // what the rules say, with the features found
	}
	seen := map[string]*entry{}
	for _, d := range docs {
		for i := range d.Tokens {
			t := &d.Tokens[i]
			if t.UPOS == "X" || t.UPOS == "PUNCT" || t.UPOS == "SYM" || t.UPOS == "NUM" || t.Lemma == "_" {
				continue
			}
			form := d.Form(i)
			key := t.UPOS + " " + strings.ReplaceAll(strings.ToLower(form), "’", "'")
			e := seen[key]
			if e == nil {
				e = &entry{map[string]int{}, map[string]int{}}
				seen[key] = e
			}
			e.count[t.Lemma]++
			e.rule[en.RuleLemma(form, t.UPOS, t.Feats)]++
		}
	}
	var lines []string
	for key, e := range seen {
		lemma, n, right := "", 0, 0
		for l, k := range e.count {
			if k > n || k == n && l < lemma {
				lemma, n = l, k
			}
			right += min(k, e.rule[l])
		}
		if _, form, _ := strings.Cut(key, " "); n == 1 && !alike(form, lemma) {
			continue
		}
		// One form may have two lemmas told apart by its features, which the
		// rules see and the table does not.
		if n > right && !strings.HasPrefix(key, "PROPN ") {
			lines = append(lines, key+"\t"+lemma+"\n")
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

// alike reports whether a lemma seen once begins as its form does, or only
// differs in capitals.
func alike(form, lemma string) bool {
	lemma = strings.ToLower(lemma)
	n := min(len(form), len(lemma), 3)
	return n > 1 && form[:n] == lemma[:n]
}

func evaluate(m *morph.Model, lemmas *en.Lemmas, data, set string) error {
	docs, err := read(data, false, set)
	if err != nil {
		return err
	}
	d := docs[0]
	gold := append([]doc.Token(nil), d.Tokens...)
	m.Annotate(d)
	feats, right := 0, 0
	wrong := map[string]int{}
	for i, g := range gold {
		t := &d.Tokens[i]
		if g.Feats == t.Feats {
			feats++
		} else {
			wrong["feats "+g.UPOS+" "+g.Feats+" as "+t.Feats]++
		}
		if l := lemmas.Of(d.Form(i), t.UPOS, t.Feats); l == g.Lemma {
			right++
		} else {
			wrong["lemma "+g.UPOS+" "+d.Form(i)+" "+g.Lemma+" as "+l]++
		}
	}
	n := float64(len(gold))
	fmt.Printf("%-12s features %.2f%% lemmas %.2f%% of %d words\n", set, 100*float64(feats)/n, 100*float64(right)/n, len(gold))
	if os.Getenv("WORST") != "" {
		var keys []string
		for k := range wrong {
			keys = append(keys, k)
		}
		sort.Slice(keys, func(i, j int) bool { return wrong[keys[i]] > wrong[keys[j]] })
		for _, k := range keys[:min(70, len(keys))] {
			fmt.Println(wrong[k], k)
		}
	}
	return nil
}
