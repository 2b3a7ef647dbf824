// Package linear is the light model: averaged perceptrons over hashed features
// that tag, parse (arc-hybrid) and find entities.
package linear

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"chancery/internal/doc"
	"chancery/internal/nlp/perceptron"
)

// Model tags, parses and finds entities. It is safe for concurrent use.
type Model struct {
	info     header
	lex      *Lexicon
	clusters clusters
	tagger   perceptron.Table
	moves    perceptron.Triples
	labels   perceptron.Table
	ner      perceptron.Table
	upos     []string // by tag
	root     uint8
	pool     sync.Pool
}

// header opens a weight file.
type header struct {
	Tags     []string // "UPOS/XPOS"
	Labels   []string // relations, with subtypes
	Entities []string // entity types
	Sizes    [7]int   // bytes of the slots and entries of tagger, labels and ner; of the moves
	Clusters int      // entries of the cluster table
}

const magic = "chancery linear 2\n"

// scratch is the working memory of one goroutine.
type scratch struct {
	words []word
	tags  []uint8
	ents  []uint8
	feats []uint32
	acc   [256]int32
	state state
}

func (s *scratch) size(n int) {
	if cap(s.words) < n {
		s.words, s.tags, s.ents = make([]word, n, 2*n), make([]uint8, n, 2*n), make([]uint8, n, 2*n)
	}
	s.words, s.tags, s.ents = s.words[:n], s.tags[:n], s.ents[:n]
}

// Load reads weights written by Marshal. The bytes are kept and not changed.
func Load(data string, lex *Lexicon) (*Model, error) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok || len(rest) < 4 {
		return nil, fmt.Errorf("linear: not a weight file of this version")
	}
	n := int(binary.LittleEndian.Uint32([]byte(rest[:4])))
	if rest = rest[4:]; n > len(rest) {
		return nil, fmt.Errorf("linear: weight file is cut short")
	}
	m := &Model{lex: lex}
	if err := json.Unmarshal([]byte(rest[:n]), &m.info); err != nil {
		return nil, fmt.Errorf("linear: header of the weights: %w", err)
	}
	rest = rest[n:]
	m.shape()
	for i, part := range m.parts() {
		size := m.info.Sizes[i]
		if size > len(rest) {
			return nil, fmt.Errorf("linear: weight file is cut short")
		}
		*part, rest = rest[:size], rest[size:]
	}
	for _, t := range [...]*perceptron.Table{&m.tagger, &m.labels, &m.ner} {
		*t = perceptron.NewTable(t.Slots, t.Entries)
	}
	if len(rest) < m.info.Clusters*5 {
		return nil, fmt.Errorf("linear: weight file is cut short")
	}
	m.clusters = loadClusters(rest[:m.info.Clusters*5])
	return m, nil
}

func (m *Model) parts() [7]*string {
	return [7]*string{&m.tagger.Slots, &m.tagger.Entries, &m.labels.Slots, &m.labels.Entries, &m.ner.Slots, &m.ner.Entries, &m.moves.Slots}
}

// shape derives what follows from the header.
func (m *Model) shape() {
	m.upos = make([]string, len(m.info.Tags))
	for i, t := range m.info.Tags {
		m.upos[i], _, _ = strings.Cut(t, "/")
	}
	for i, l := range m.info.Labels {
		if l == "root" {
			m.root = uint8(i)
		}
	}
	m.pool.New = func() any { return new(scratch) }
}

// Marshal writes the weights for Load.
func (m *Model) Marshal() ([]byte, error) {
	for i, part := range m.parts() {
		m.info.Sizes[i] = len(*part)
	}
	m.info.Clusters = len(m.clusters.keys)
	h, err := json.Marshal(m.info)
	if err != nil {
		return nil, fmt.Errorf("linear: header of the weights: %w", err)
	}
	out := append([]byte(magic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[len(magic):], uint32(len(h)))
	out = append(out, h...)
	for _, part := range m.parts() {
		out = append(out, *part...)
	}
	return m.clusters.append(out), nil
}

// Annotate implements nlp.Model.
func (m *Model) Annotate(d *doc.Document) {
	s := m.pool.Get().(*scratch)
	d.Entities = d.Entities[:0]
	for i := range d.Sentences {
		m.sentence(d, &d.Sentences[i], s)
	}
	m.pool.Put(s)
}

func (m *Model) sentence(d *doc.Document, sent *doc.Sentence, s *scratch) {
	n := sent.Last - sent.First
	if n == 0 {
		return
	}
	s.size(n)
	toks := d.Tokens[sent.First:sent.Last]
	shout := shouted(d, sent)
	for i := range toks {
		m.look(&s.words[i], d.Text[toks[i].Start:toks[i].End], i == 0, shout)
	}
	m.lex.mark(s.words, d, sent.First)
	m.tag(s)
	st := m.parse(s)
	for i := range toks {
		t := &toks[i]
		t.UPOS = m.upos[s.tags[i]]
		t.Head, t.Deprel = -1, "root"
		if h := st.head[i]; h >= 0 {
			t.Head, t.Deprel = sent.First+int(h), m.info.Labels[st.label[i]]
		}
	}
	m.entities(s)
	m.addEntities(d, sent, s)
}

// shouted reports whether a sentence is written in capitals, as headlines and
// datelines are, so that capitals say nothing about names.
func shouted(d *doc.Document, sent *doc.Sentence) bool {
	upper, lower := 0, 0
	for _, c := range []byte(d.Text[sent.Start:sent.End]) {
		switch {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		}
	}
	return upper > 8 && upper > 4*lower
}

func (m *Model) addEntities(d *doc.Document, sent *doc.Sentence, s *scratch) {
	for i := 0; i < len(s.ents); i++ {
		c := int(s.ents[i])
		if c == 0 {
			continue
		}
		j := i
		for p := (c - 1) & 3; (p == posB || p == posI) && j+1 < len(s.ents); {
			j++
			p = (int(s.ents[j]) - 1) & 3
		}
		first, last := sent.First+i, sent.First+j+1
		d.Entities = append(d.Entities, doc.Entity{
			Span: d.TokenSpan(first, last), First: first, Last: last, Type: m.info.Entities[(c-1)>>2],
		})
		i = j
	}
}
