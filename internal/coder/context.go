package coder

import (
	"sort"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// contextIndex finds PLOVER contexts by the lemmas, and pairs of lemmas, that
// speak of them. A weight of 1 is enough on its own; weaker words add up.
type contextIndex struct {
	names []string
	words map[string][]contextHit // lemma, or two lemmas joined by a blank
}

type contextHit struct {
	context int
	weight  float64
}

func newContextIndex(rows []lexicon.Row) (*contextIndex, error) {
	ix := &contextIndex{words: map[string][]contextHit{}}
	id := map[string]int{}
	for _, r := range rows { // context | words | [weight]
		n, ok := id[r.Col(0)]
		if !ok {
			n = len(ix.names)
			id[r.Col(0)] = n
			ix.names = append(ix.names, r.Col(0))
		}
		w := 1.0
		if r.Col(2) == "weak" {
			w = 0.5
		}
		for _, word := range lexicon.Split(r.Col(1)) {
			if strings.Count(word, " ") > 1 {
				return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: "at most two words: " + word}
			}
			ix.words[word] = append(ix.words[word], contextHit{n, w})
			// a hyphened word is cut by the tokenizer
			if parts := strings.Split(word, "-"); len(parts) == 2 && !strings.Contains(word, " ") {
				pair := parts[0] + " " + parts[1]
				ix.words[pair] = append(ix.words[pair], contextHit{n, w})
			}
		}
	}
	return ix, nil
}

// of is the contexts that tokens [first, last) speak of, in the order of the
// lexicon.
func (ix *contextIndex) of(d *doc.Document, first, last int, score []float64) {
	prev := ""
	for i := first; i < last; i++ {
		l := strings.ToLower(d.Tokens[i].Lemma)
		if l == "-" {
			continue // "same-sex"
		}
		for _, h := range ix.words[l] {
			score[h.context] += h.weight
		}
		if prev != "" {
			for _, h := range ix.words[prev+" "+l] {
				score[h.context] += h.weight
			}
		}
		prev = l
	}
}

// forEvent joins the rule's own contexts with those of the sentence; a context
// of the paragraph counts half.
func (c *Coder) contextsFor(d *doc.Document, e *Event, rule *Rule) []string {
	ix := c.voc.contexts
	score := make([]float64, len(ix.names))
	s := d.Sentences[e.Sentence]
	ix.of(d, s.First, s.Last, score)
	set := map[string]bool{}
	if rule != nil {
		for _, x := range rule.Contexts {
			set[x] = true
		}
	}
	for i, v := range score {
		if v >= 1 {
			set[ix.names[i]] = true
		}
	}
	for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
		for i := range side {
			a := &side[i]
			for _, x := range c.voc.sectorContexts[a.Sector] {
				set[x] = true
			}
			if strings.Contains(a.Role, "foreign minister") || strings.Contains(a.Role, "ambassador") || strings.Contains(a.Role, "envoy") {
				set["diplomatic"] = true
			}
		}
	}
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
