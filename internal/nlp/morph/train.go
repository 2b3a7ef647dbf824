package morph

import (
	"math/rand/v2"
	"sort"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp/perceptron"
)

// Train learns from linked documents whose tokens have UPOS, Head, Deprel and
// Feats. A form's classes are listed when it was seen least times; features
// limits the weights kept.
func Train(docs []*doc.Document, least, features, epochs int, seed uint64) *Model {
	m := &Model{forms: map[string][]uint8{}}
	count := map[string]int{}
	for _, d := range docs {
		for i := range d.Tokens {
			count[class(&d.Tokens[i])]++
		}
	}
	for c, n := range count {
		if n >= 4 {
			m.classes = append(m.classes, c)
		}
	}
	sort.Slice(m.classes, func(i, j int) bool {
		a, b := m.classes[i], m.classes[j]
		return count[a] > count[b] || count[a] == count[b] && a < b
	})
	m.classes = m.classes[:min(len(m.classes), 255)]
	m.index()
	code := map[string]uint8{}
	for i, c := range m.classes {
		code[c] = uint8(i)
	}
	m.listForms(docs, code, least)
	m.learn(docs, code, features, epochs, seed)
	return m
}

func class(t *doc.Token) string { return t.UPOS + " " + t.Feats }

// listForms notes which classes each frequent form takes.
func (m *Model) listForms(docs []*doc.Document, code map[string]uint8, least int) {
	seen := map[string]map[uint8]int{}
	for _, d := range docs {
		for i := range d.Tokens {
			t := &d.Tokens[i]
			c, ok := code[class(t)]
			if !ok {
				continue
			}
			key := t.UPOS + " " + strings.ReplaceAll(strings.ToLower(d.Form(i)), "’", "'")
			if seen[key] == nil {
				seen[key] = map[uint8]int{}
			}
			seen[key][c]++
		}
	}
	for key, cs := range seen {
		total := 0
		var list []uint8
		for c, n := range cs {
			total += n
			list = append(list, c)
		}
		if total < least {
			continue
		}
		sort.Slice(list, func(i, j int) bool {
			a, b := cs[list[i]], cs[list[j]]
			return a > b || a == b && list[i] < list[j]
		})
		// What a form is once in hundreds of times is mostly a slip.
		for len(list) > 1 && cs[list[len(list)-1]]*200 < total {
			list = list[:len(list)-1]
		}
		m.forms[key] = list
	}
}

func (m *Model) learn(docs []*doc.Document, code map[string]uint8, limit, epochs int, seed uint64) {
	l := perceptron.NewLearner(len(m.classes))
	r := rand.New(rand.NewPCG(seed, 4))
	acc := make([]int32, len(m.classes))
	var f []uint32
	for range epochs {
		for _, n := range r.Perm(len(docs)) {
			d := docs[n]
			for i := range d.Tokens {
				t := &d.Tokens[i]
				gold, ok := code[class(t)]
				cands := m.candidates(t.UPOS, d.Form(i))
				if !ok || len(cands) < 2 {
					continue
				}
				f = features(f[:0], d, i)
				l.Score(f, acc)
				b := cands[0]
				for _, c := range cands[1:] {
					if acc[c] > acc[b] {
						b = c
					}
				}
				if b != gold {
					l.Update(f, int(gold), int(b))
				}
				l.Step()
			}
		}
	}
	m.weights = l.Table(limit, 2)
}
