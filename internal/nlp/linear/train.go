package linear

import (
	"chancery/internal/nlp/perceptron"
	"math/rand/v2"
	"sort"
	"strings"

	"chancery/internal/doc"
)

// Example is a sentence to learn from. A nil part is not learnt from.
type Example struct {
	Forms    []string
	Tags     []string // "UPOS/XPOS"
	Heads    []int    // -1 for the root
	Deprels  []string
	Entities []string // "O", "B-PER", "I-PER", …
	Weight   int      // how often it is seen in an epoch; 0 is once
}

// Options are the sizes and lengths of training.
type Options struct {
	// The most features each part may keep.
	TagFeatures, MoveFeatures, LabelFeatures, EntityFeatures int
	TagEpochs, ParseEpochs, EntityEpochs, Jackknives         int
	Seed                                                     uint64
	Log                                                      func(format string, args ...any)
}

// Train learns everything from trees and entities from ents (whose words are
// tagged by what was learnt from trees).
func Train(trees, ents []Example, lex *Lexicon, words map[string]uint8, o Options) *Model {
	m := &Model{lex: lex, clusters: makeClusters(words)}
	m.info.Tags = frequent(trees, func(e Example) []string { return e.Tags }, 5)
	m.info.Labels = frequent(trees, func(e Example) []string { return e.Deprels }, 5)
	m.info.Entities = entityTypes(ents)
	m.shape()
	tr := trainer{m: m, o: o, tagOf: index(m.info.Tags), labelOf: index(m.info.Labels)}
	jack := tr.jackknife(trees)
	m.tagger = tr.trainTagger(trees, o.TagEpochs)
	tr.trainParser(trees, jack)
	tr.trainEntities(ents)
	return m
}

// TrainEntities learns the entities of m afresh and keeps the rest.
func TrainEntities(m *Model, ents []Example, o Options) {
	m.info.Entities = entityTypes(ents)
	tr := trainer{m: m, o: o}
	tr.trainEntities(ents)
}

func makeClusters(words map[string]uint8) clusters {
	var keys []uint32
	ids := map[uint32]uint8{}
	for w, c := range words {
		k := perceptron.HashBytes(lowerFold(nil, w))
		if _, dup := ids[k]; !dup {
			keys = append(keys, k)
		}
		ids[k] = max(ids[k], c)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	c := clusters{keys: keys}
	for _, k := range keys {
		c.ids = append(c.ids, ids[k])
	}
	return c
}

// frequent lists the values seen at least least times, most frequent first.
func frequent(ex []Example, of func(Example) []string, least int) []string {
	count := map[string]int{}
	for _, e := range ex {
		for _, v := range of(e) {
			count[v]++
		}
	}
	var out []string
	for v, n := range count {
		if n >= least {
			out = append(out, v)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if count[out[i]] != count[out[j]] {
			return count[out[i]] > count[out[j]]
		}
		return out[i] < out[j]
	})
	return out
}

func entityTypes(ex []Example) []string {
	seen := map[string]bool{}
	for _, e := range ex {
		for _, t := range e.Entities {
			if len(t) > 2 {
				seen[t[2:]] = true
			}
		}
	}
	var out []string
	for t := range seen {
		out = append(out, t)
	}
	sort.Strings(out)
	return out
}

func index(names []string) map[string]uint8 {
	m := map[string]uint8{}
	for i, n := range names {
		m[n] = uint8(i)
	}
	return m
}

type trainer struct {
	m              *Model
	o              Options
	tagOf, labelOf map[string]uint8
	s              scratch
}

// code finds a name or, for a rare one, the most frequent that shares its first
// part ("obl" for "obl:foo").
func code(of map[string]uint8, names []string, v, sep string) uint8 {
	if c, ok := of[v]; ok {
		return c
	}
	head, _, _ := strings.Cut(v, sep)
	for i, n := range names {
		if h, _, _ := strings.Cut(n, sep); h == head {
			return uint8(i)
		}
	}
	return 0
}

func (t *trainer) load(forms []string) {
	s := &t.s
	s.size(len(forms))
	d := doc.Document{Text: strings.Join(forms, " ")}
	at := 0
	for _, f := range forms {
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(f)}})
		at += len(f) + 1
	}
	shout := shouted(&d, &doc.Sentence{Span: doc.Span{Start: 0, End: len(d.Text)}})
	for i, f := range forms {
		t.m.look(&s.words[i], f, i == 0, shout)
	}
	t.m.lex.mark(s.words, &d, 0)
}

func order(n int, r *rand.Rand) []int { return r.Perm(n) }

func (t *trainer) trainTagger(ex []Example, epochs int) perceptron.Table {
	l := perceptron.NewLearner(len(t.m.info.Tags))
	r := rand.New(rand.NewPCG(t.o.Seed, 1))
	acc := make([]int32, len(t.m.info.Tags))
	for e := range epochs {
		wrong, n := 0, 0
		for _, k := range order(len(ex), r) {
			t.load(ex[k].Forms)
			for i := range t.s.words {
				gold := int(code(t.tagOf, t.m.info.Tags, ex[k].Tags[i], "/"))
				t.s.feats = tagFeatures(t.s.feats[:0], t.s.words, t.s.tags, i)
				l.Score(t.s.feats, acc)
				p := perceptron.Best(acc)
				n++
				if p != gold {
					wrong++
					l.Update(t.s.feats, gold, p)
				}
				l.Step()
				t.s.tags[i] = uint8(p)
			}
		}
		t.o.Log("tagger epoch %d: %.2f%% right", e+1, 100-100*float64(wrong)/float64(n))
	}
	return l.Table(t.o.TagFeatures, 2)
}

// jackknife tags each part of the sentences with what was learnt from the
// others, so that the parser learns from tags as wrong as it will meet.
func (t *trainer) jackknife(ex []Example) [][]uint8 {
	out := make([][]uint8, len(ex))
	for part := range t.o.Jackknives {
		var rest []Example
		for i, e := range ex {
			if i%t.o.Jackknives != part {
				rest = append(rest, e)
			}
		}
		t.m.tagger = t.trainTagger(rest, max(2, t.o.TagEpochs/2))
		for i := part; i < len(ex); i += t.o.Jackknives {
			t.load(ex[i].Forms)
			t.m.tag(&t.s)
			out[i] = append([]uint8(nil), t.s.tags...)
		}
	}
	return out
}

// cost counts the gold arcs that become out of reach (Goldberg and Nivre 2013).
func (st *state) cost(t int, gold []int32) int {
	top := len(st.stack) - 1
	s0, b0 := st.stack[top], int32(st.next)
	c := 0
	switch t {
	case shift:
		for i, s := range st.stack {
			if s >= 0 && gold[s] == b0 || i < top && gold[b0] == s {
				c++
			}
		}
	case left, right:
		for j := st.next; j < st.n; j++ {
			if gold[j] == s0 {
				c++
			}
		}
		h := gold[s0]
		if t == left && (h == st.stack[top-1] || h > b0) || t == right && h >= b0 {
			c++
		}
	}
	return c
}

func (t *trainer) trainParser(ex []Example, tags [][]uint8) {
	mv := perceptron.NewLearner(transitions)
	lb := perceptron.NewLearner(len(t.m.info.Labels))
	r := rand.New(rand.NewPCG(t.o.Seed, 2))
	macc, lacc := make([]int32, transitions), make([]int32, len(t.m.info.Labels))
	var gold []int32
	st := &t.s.state
	for e := range t.o.ParseEpochs {
		wrong, n, lw, ln := 0, 0, 0, 0
		for _, k := range order(len(ex), r) {
			x := &ex[k]
			t.load(x.Forms)
			st.reset(t.s.words, tags[k])
			gold = gold[:0]
			for _, h := range x.Heads {
				gold = append(gold, int32(h))
			}
			for !st.done() {
				t.s.feats = st.features(t.s.feats[:0])
				mv.Score(t.s.feats, macc)
				ok := st.allowed()
				p, g, least := -1, -1, 1<<30
				var costs [transitions]int
				for a := range transitions {
					if ok[a] {
						costs[a] = st.cost(a, gold)
						least = min(least, costs[a])
					}
				}
				for a := range transitions {
					if !ok[a] {
						continue
					}
					if p < 0 || macc[a] > macc[p] {
						p = a
					}
					if costs[a] == least && (g < 0 || macc[a] > macc[g]) {
						g = a
					}
				}
				n++
				if costs[p] != least {
					wrong++
					mv.Update(t.s.feats, g, p)
				}
				mv.Step()
				take := g
				if e > 0 && r.IntN(10) != 0 {
					take = p
				}
				label := uint8(noLabel)
				if take != shift {
					h, d := st.arc(take)
					label = t.m.root
					if h >= 0 {
						t.s.feats = st.labelFeatures(t.s.feats[:0], h, d)
						lb.Score(t.s.feats, lacc)
						lacc[t.m.root] = -1 << 30
						label = uint8(perceptron.Best(lacc))
						if gold[d] == h {
							want := code(t.labelOf, t.m.info.Labels, x.Deprels[d], ":")
							ln++
							if want != label {
								lw++
								lb.Update(t.s.feats, int(want), int(label))
							}
							lb.Step()
						}
					}
				}
				st.apply(take, label)
			}
		}
		t.o.Log("parser epoch %d: moves %.2f%%, labels %.2f%% right", e+1, 100-100*float64(wrong)/float64(n), 100-100*float64(lw)/float64(ln))
	}
	t.m.moves, t.m.labels = mv.Triples(t.o.MoveFeatures), lb.Table(t.o.LabelFeatures, 2)
	t.o.Log("parser: %d and %d features seen", mv.Features(), lb.Features())
}

// entityClasses turns IOB2 tags into classes.
func (m *Model) entityClasses(tags []string) []uint8 {
	of := index(m.info.Entities)
	out := make([]uint8, len(tags))
	for i, t := range tags {
		if len(t) < 3 {
			continue
		}
		ends := i+1 == len(tags) || !strings.HasPrefix(tags[i+1], "I-")
		p := posI
		switch {
		case t[0] == 'B' && ends:
			p = posU
		case t[0] == 'B':
			p = posB
		case ends:
			p = posL
		}
		out[i] = 1 + 4*of[t[2:]] + uint8(p)
	}
	return out
}

func (t *trainer) trainEntities(ex []Example) {
	l := perceptron.NewLearner(1 + 4*len(t.m.info.Entities))
	r := rand.New(rand.NewPCG(t.o.Seed, 3))
	acc := make([]int32, 1+4*len(t.m.info.Entities))
	for e := range t.o.EntityEpochs {
		wrong, n := 0, 0
		for _, k := range order(len(ex), r) {
			t.load(ex[k].Forms)
			t.m.tag(&t.s)
			gold := t.m.entityClasses(ex[k].Entities)
			prev := 0
			for i := range t.s.words {
				t.s.feats = entityFeatures(t.s.feats[:0], t.s.words, t.s.tags, t.s.ents, i)
				l.Score(t.s.feats, acc)
				p := bestEntity(acc, prev, i == len(t.s.words)-1)
				n++
				g := int(gold[i])
				if p != g {
					wrong++
					l.Update(t.s.feats, g, p)
				}
				l.Step()
				if !follows(prev, g) || r.IntN(2) == 0 && follows(prev, p) {
					prev = p
				} else {
					prev = g
				}
				t.s.ents[i] = uint8(prev)
			}
		}
		t.o.Log("entities epoch %d: %.2f%% right", e+1, 100-100*float64(wrong)/float64(n))
	}
	t.m.ner = l.Table(t.o.EntityFeatures, 2)
	t.o.Log("entities: %d features seen", l.Features())
}
