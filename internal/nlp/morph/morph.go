// Package morph gives words their Universal Dependencies features from the
// form, the part of speech and the tree: what a form can be comes from a table,
// what it is here from a small perceptron. It runs after any model.
package morph

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp/perceptron"
)

// Model fills Feats. It is read-only and safe for concurrent use.
type Model struct {
	classes []string // "UPOS feats"
	byPOS   map[string][]uint8
	forms   map[string][]uint8 // "UPOS form" → classes seen, most frequent first
	weights perceptron.Table
}

const magic = "chancery morphology 1\n"

// Load reads what Marshal wrote; the string is kept.
func Load(data string) (*Model, error) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok || len(rest) < 12 {
		return nil, fmt.Errorf("morph: not a weight file of this version")
	}
	n, slots := int(le32(rest)), int(le32(rest[4:]))
	entries := int(le32(rest[8:]))
	rest = rest[12:]
	if n+slots+entries > len(rest) {
		return nil, fmt.Errorf("morph: weight file is cut short")
	}
	m := &Model{forms: make(map[string][]uint8, 16<<10)}
	m.weights = perceptron.NewTable(rest[n:n+slots], rest[n+slots:n+slots+entries])
	head := rest[:n]
	flat := make([]uint8, 0, n/4) // one array behind all the lists
	for line := range strings.Lines(head) {
		line = strings.TrimSuffix(line, "\n")
		word, codes, isForm := strings.Cut(line, "\t")
		if !isForm {
			m.classes = append(m.classes, line)
			continue
		}
		at := len(flat)
		for i := 0; i+1 < len(codes); i += 2 {
			flat = append(flat, unhex(codes[i])<<4|unhex(codes[i+1]))
		}
		m.forms[word] = flat[at:len(flat):len(flat)]
	}
	m.index()
	return m, nil
}

func le32(s string) uint32 { return binary.LittleEndian.Uint32([]byte(s[:4])) }

func unhex(c byte) uint8 {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}

func (m *Model) index() {
	m.byPOS = map[string][]uint8{}
	for i, c := range m.classes {
		pos, _, _ := strings.Cut(c, " ")
		m.byPOS[pos] = append(m.byPOS[pos], uint8(i))
	}
}

// Marshal writes the model for Load.
func (m *Model) Marshal() []byte {
	var b strings.Builder
	for _, c := range m.classes {
		b.WriteString(c + "\n")
	}
	words := make([]string, 0, len(m.forms))
	for w := range m.forms {
		words = append(words, w)
	}
	sort.Strings(words)
	w := bufio.NewWriter(&b)
	for _, f := range words {
		fmt.Fprintf(w, "%s\t%x\n", f, m.forms[f])
	}
	w.Flush()
	out := append([]byte(magic), make([]byte, 12)...)
	binary.LittleEndian.PutUint32(out[len(magic):], uint32(b.Len()))
	binary.LittleEndian.PutUint32(out[len(magic)+4:], uint32(len(m.weights.Slots)))
	binary.LittleEndian.PutUint32(out[len(magic)+8:], uint32(len(m.weights.Entries)))
	out = append(out, b.String()...)
	out = append(out, m.weights.Slots...)
	return append(out, m.weights.Entries...)
}

// Annotate fills Feats of every token. UPOS, heads and relations must be set
// and the document linked.
func (m *Model) Annotate(d *doc.Document) {
	var acc [256]int32
	var feats [64]uint32
	for i := range d.Tokens {
		c, ok := m.classify(d, i, &acc, feats[:0])
		if !ok {
			d.Tokens[i].Feats = ""
			continue
		}
		_, d.Tokens[i].Feats, _ = strings.Cut(m.classes[c], " ")
	}
}

// classify chooses among the classes the form was seen with, or those of its
// part of speech.
func (m *Model) classify(d *doc.Document, i int, acc *[256]int32, f []uint32) (uint8, bool) {
	t := &d.Tokens[i]
	cands := m.candidates(t.UPOS, d.Form(i))
	switch len(cands) {
	case 0:
		return 0, false
	case 1:
		return cands[0], true
	}
	m.weights.Score(features(f, d, i), acc[:])
	b := cands[0]
	for _, c := range cands[1:] {
		if acc[c] > acc[b] {
			b = c
		}
	}
	return b, true
}

func (m *Model) candidates(upos, form string) []uint8 {
	if cs := m.seen(upos, form); len(cs) > 0 {
		return cs
	}
	return m.byPOS[upos]
}

// Knows reports whether a form is listed, in any case, under a part of speech.
func (m *Model) Knows(upos, form string) bool { return len(m.seen(upos, form)) > 0 }

func (m *Model) seen(upos, form string) []uint8 {
	var buf [80]byte
	if len(upos)+1+len(form) > len(buf) {
		return nil
	}
	key := append(append(buf[:0], upos...), ' ')
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == 0xe2 && strings.HasPrefix(form[i:], "’") {
			key, i = append(key, '\''), i+2
			continue
		}
		key = append(key, c)
	}
	return m.forms[string(key)]
}

// features describes token i and the words that tell its features: its subject
// and auxiliaries, its head and its neighbours.
func features(f []uint32, d *doc.Document, i int) []uint32 {
	t := &d.Tokens[i]
	form := d.Form(i)
	low := lowHash(form)
	pos := perceptron.HashString(t.UPOS)
	rel := perceptron.HashString(t.Deprel)
	k := uint32(700)
	add := func(a, b uint32) {
		k++
		f = append(f, perceptron.Mix(perceptron.Mix(a, b), k))
	}
	add(pos, low)
	for n := 1; n <= 4; n++ {
		add(pos, lowHash(form[max(0, len(form)-n):]))
	}
	add(pos, rel)
	add(perceptron.Mix(pos, rel), low)
	add(perceptron.Mix(pos, rel), lowHash(form[max(0, len(form)-3):]))
	shape := uint32(0)
	if c := form[0]; c >= 'A' && c <= 'Z' {
		shape = 1
	} else if c >= '0' && c <= '9' {
		shape = 2
	}
	if len(form) > 1 && form[1] >= 'A' && form[1] <= 'Z' {
		shape |= 4
	}
	add(pos, shape)
	var subj, aux, mark uint32
	for _, c := range d.Children(i) {
		ct := &d.Tokens[c]
		switch ct.Deprel {
		case "nsubj", "nsubj:pass", "expl", "csubj", "nsubj:outer", "csubj:pass":
			subj = person(d, int(c))
		case "aux", "aux:pass", "cop":
			aux = perceptron.Mix(aux, lowHash(d.Form(int(c))))
		case "mark":
			mark = lowHash(d.Form(int(c)))
		}
	}
	fin := uint32(0)
	if t.Deprel == "aux" || t.Deprel == "cop" || t.Deprel == "aux:pass" {
		// An auxiliary agrees with its head's subject, if it comes first.
		fin = 1
		for _, c := range d.Children(t.Head) {
			ct := &d.Tokens[c]
			switch ct.Deprel {
			case "nsubj", "nsubj:pass", "expl", "csubj", "nsubj:outer", "csubj:pass":
				subj = person(d, int(c))
			case "aux", "aux:pass":
				if int(c) < i {
					fin = 2
					aux = lowHash(d.Form(int(c)))
				}
			case "mark":
				mark = lowHash(d.Form(int(c)))
			}
		}
	} else if t.Deprel == "conj" && subj == 0 && t.Head >= 0 {
		for _, c := range d.Children(t.Head) {
			if r := d.Tokens[c].Deprel; r == "nsubj" || r == "nsubj:pass" {
				subj = person(d, int(c))
			}
		}
		fin = perceptron.HashString(d.Tokens[t.Head].Feats)
	}
	if t.Deprel == "acl:relcl" && t.Head >= 0 {
		fin = perceptron.HashString(d.Tokens[t.Head].Feats)
	}
	tail := lowHash(form[max(0, len(form)-2):])
	add(perceptron.Mix(pos, subj), low)
	add(perceptron.Mix(pos, subj), tail)
	add(perceptron.Mix(pos, aux), tail)
	add(perceptron.Mix(pos, aux), mark)
	add(perceptron.Mix(pos, aux), subj)
	add(perceptron.Mix(pos, perceptron.Mix(aux, subj)), fin)
	add(perceptron.Mix(pos, perceptron.Mix(aux, mark)), perceptron.Mix(low, subj))
	add(perceptron.Mix(pos, mark), rel)
	add(perceptron.Mix(pos, fin), subj)
	add(perceptron.Mix(pos, fin), low)
	add(perceptron.Mix(pos, fin), tail)
	var head, prev, next uint32
	if t.Head >= 0 {
		head = perceptron.HashString(d.Tokens[t.Head].UPOS)
		if t.Head < i {
			head++
		}
	}
	if i > 0 {
		prev = lowHash(d.Form(i - 1))
	}
	if i+1 < len(d.Tokens) {
		next = lowHash(d.Form(i + 1))
	}
	add(perceptron.Mix(pos, head), perceptron.Mix(rel, low))
	add(perceptron.Mix(pos, prev), low)
	add(perceptron.Mix(pos, prev), tail)
	add(perceptron.Mix(pos, next), low)
	add(perceptron.Mix(pos, head), tail)
	return f
}

// person sums up a subject: pronouns by their form, nouns by their number,
// lists as plural.
func person(d *doc.Document, i int) uint32 {
	for _, c := range d.Children(i) {
		if d.Tokens[c].Deprel == "conj" {
			return 3
		}
	}
	t := &d.Tokens[i]
	switch t.UPOS {
	case "PRON", "DET":
		return lowHash(d.Form(i))
	case "NOUN", "PROPN":
		if strings.Contains(t.Feats, "Number=Plur") || t.Feats == "" && strings.HasSuffix(d.Form(i), "s") {
			return 5
		}
		return 7
	}
	return perceptron.HashString(t.UPOS)
}

// lowHash hashes a form in lower case, digits and apostrophes folded.
func lowHash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= '1' && c <= '9':
			c = '0'
		case c == 0xe2 && strings.HasPrefix(s[i:], "’"):
			c = '\''
			i += 2
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}
