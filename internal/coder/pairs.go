package coder

import (
	_ "embed"
	"sort"

	"chancery/internal/coder/pair"
	"chancery/internal/doc"
)

// The model was fitted by training/events on PLV rows, see there.
//
//go:embed pair.model
var pairModel []byte

// Pair is two actors of one sentence, in the order who acts – who is acted on,
// and what the learned model sees of them.
type Pair struct {
	Sentence int
	A, B     int // indices in Document.Mentions
	Verb     int // the verb or event noun between them
	Features []uint32
}

// Tokens are the words of the pair whose vectors the model reads, by slot.
func (x *Pair) Tokens(d *doc.Document) [pair.Slots]int {
	return [pair.Slots]int{d.Mentions[x.A].Head, d.Mentions[x.B].Head, x.Verb}
}

// Limits on a sentence: with more actors than this only the first are paired.
const maxPaired = 7

// Pairs are the ordered pairs of actors of every sentence of the body, with
// their features given the events that the rules found.
func (c *Coder) Pairs(d *doc.Document, events []Event) []Pair {
	var out []Pair
	bySentence := make([][]int, len(d.Sentences))
	for m := range d.Mentions {
		if h := d.Mentions[m].Head; h >= 0 {
			s := d.SentenceOf(h)
			bySentence[s] = append(bySentence[s], m)
		}
	}
	for s := range d.Sentences {
		if k := d.Blocks[d.Sentences[s].Block].Kind; k == doc.Meta || k == doc.Dateline {
			continue
		}
		ms := bySentence[s]
		sort.Slice(ms, func(i, j int) bool { return d.Mentions[ms[i]].Start < d.Mentions[ms[j]].Start })
		if len(ms) < 2 {
			continue
		}
		if len(ms) > maxPaired {
			ms = ms[:maxPaired]
		}
		var here []int
		for i := range events {
			if events[i].Sentence == s {
				here = append(here, i)
			}
		}
		for _, a := range ms {
			for _, b := range ms {
				if a == b || !pairable(d, a, b) {
					continue
				}
				p := Pair{Sentence: s, A: a, B: b}
				c.pairFeatures(d, &p, events, here)
				out = append(out, p)
			}
		}
	}
	return out
}

// pairable: two mentions of different actors, neither inside the other.
func pairable(d *doc.Document, a, b int) bool {
	x, y := &d.Mentions[a], &d.Mentions[b]
	if x.Overlaps(y.Span) {
		return false
	}
	for i := range x.Actors {
		for j := range y.Actors {
			if same(&x.Actors[i], &y.Actors[j]) {
				return false
			}
		}
	}
	return true
}

// pairFeatures fills the features and the verb of a pair.
func (c *Coder) pairFeatures(d *doc.Document, p *Pair, events []Event, here []int) {
	x, y := &d.Mentions[p.A], &d.Mentions[p.B]
	s := d.Sentences[p.Sentence]
	add := func(name byte, a, b string) { p.Features = append(p.Features, pair.Hash(name, a, b)) }
	add('0', "", "")
	before := "AB"
	if x.Start > y.Start {
		before = "BA"
	}
	add('o', before, "")
	lo, hi := min(x.Start, y.Start), max(x.End, y.End)
	prev := ""
	for i := s.First; i < s.Last; i++ {
		t := &d.Tokens[i]
		switch t.UPOS {
		case "PUNCT", "DET", "NUM", "PROPN", "PRON", "SYM", "X":
			continue
		}
		zone := "mid"
		switch {
		case x.Contains(t.Span):
			zone = "a"
		case y.Contains(t.Span):
			zone = "b"
		case t.Start < lo:
			zone = "pre"
		case t.Start >= hi:
			zone = "post"
		}
		add('w', t.Lemma, zone)
		if zone != "pre" && zone != "a" {
			add('l', t.Lemma, "")
		}
		if prev != "" {
			add('g', prev, t.Lemma)
		}
		prev = t.Lemma
	}
	p.Verb = c.pathFeatures(d, x.Head, y.Head, add)
	for _, m := range [2]*doc.Mention{x, y} {
		side := "a"
		if m == y {
			side = "b"
		}
		a := &m.Actors[0]
		add('s', a.Sector, side)
		kind := "other"
		switch {
		case m.Kind == doc.Modifier:
			kind = "modifier"
		case a.Person:
			kind = "person"
		case isState(a):
			kind = "state"
		case a.Group:
			kind = "group"
		case m.Kind == doc.Pronoun:
			kind = "pronoun"
		}
		add('k', kind, side)
	}
	matched := false
	for _, i := range here {
		e := &events[i]
		if onSide(e.Actors, x) && (onSide(e.Recipients, y) || onSide(e.Actors, y)) {
			add('m', e.Type, "")
			add('r', e.Rule, "")
			matched = true
		} else {
			add('u', e.Type, "")
			if onSide(e.Actors, x) {
				add('v', e.Type, "")
			}
		}
	}
	if matched {
		add('M', "", "")
	}
}

func onSide(as []doc.Actor, m *doc.Mention) bool {
	for i := range as {
		if as[i].Overlaps(m.Span) {
			return true
		}
	}
	return false
}

// pathFeatures describes the way through the tree from one head to the other
// and returns the verb at its top, or the nearest one above.
func (c *Coder) pathFeatures(d *doc.Document, a, b int, add func(byte, string, string)) int {
	var up [24]int
	n := 0
	for t := a; t >= 0 && n < len(up); t = d.Tokens[t].Head {
		up[n] = t
		n++
	}
	top, at := -1, -1
	var down []int
	for t := b; t >= 0 && len(down) < len(up); t = d.Tokens[t].Head {
		for i := range n {
			if up[i] == t {
				top, at = t, i
				break
			}
		}
		if top >= 0 {
			break
		}
		down = append(down, t)
	}
	if top < 0 {
		add('p', "none", "")
		return a
	}
	path := ""
	for i := range at {
		path += relOf(d.Tokens[up[i]].Deprel) + "^"
		if i > 0 {
			add('x', d.Tokens[up[i]].Lemma, "up")
		}
	}
	for i := len(down) - 1; i >= 0; i-- {
		path += relOf(d.Tokens[down[i]].Deprel) + "v"
		if i > 0 {
			add('x', d.Tokens[down[i]].Lemma, "down")
		}
	}
	add('p', path, "")
	add('x', d.Tokens[top].Lemma, "top")
	verb := top
	for d.Tokens[verb].UPOS != "VERB" && d.Tokens[verb].Head >= 0 {
		verb = d.Tokens[verb].Head
	}
	add('V', d.Tokens[verb].Lemma, "")
	for _, k := range d.Children(verb) {
		t := &d.Tokens[k]
		switch relOf(t.Deprel) {
		case "aux":
			add('a', t.Lemma, d.Tokens[verb].Lemma)
			add('a', t.Lemma, "")
		case "obj":
			add('O', d.Tokens[verb].Lemma, t.Lemma)
		case "advmod":
			add('n', t.Lemma, "")
		}
	}
	return verb
}

// learned lets the model speak where the rules are silent, and raises or lowers
// the confidence of what they found.
func (c *Coder) learned(r *reader, when *dating, res *Result) {
	d := r.d
	p := make([]float64, len(c.pairs.Labels()))
	pairs := c.Pairs(d, res.Events)
	n := len(c.pairs.Labels())
	sums := map[[2]int][]int32{} // (slot, token) → dense sums
	dense := make([]int32, n)
	score := func(x *Pair, p []float64) {
		clear(dense)
		for slot, tok := range x.Tokens(d) {
			key := [2]int{slot, tok}
			s := sums[key]
			if s == nil {
				s = make([]int32, n)
				c.pairs.Dense(slot, d.Vector(tok), s)
				sums[key] = s
			}
			for i, v := range s {
				dense[i] += v
			}
		}
		c.pairs.Score(x.Features, dense, p)
	}
	for i := 0; i < len(pairs); {
		j := i
		for j < len(pairs) && pairs[j].Sentence == pairs[i].Sentence {
			j++
		}
		c.learnSentence(r, when, res, pairs[i:j], score, p)
		i = j
	}
}

// Thresholds of the model, chosen on the training rows.
const (
	speakAt = 0.40 // probability at which the model codes what no rule did
)

func (c *Coder) learnSentence(r *reader, when *dating, res *Result, pairs []Pair, score func(*Pair, []float64), p []float64) {
	d := r.d
	labels := c.pairs.Labels()
	var best Pair
	bestP, bestType := 0.0, ""
	quietSentence := true
	for _, x := range pairs {
		score(&x, p)
		matched := false
		for i := range res.Events {
			e := &res.Events[i]
			if e.Sentence != x.Sentence {
				continue
			}
			a, b := &d.Mentions[x.A], &d.Mentions[x.B]
			if !onSide(e.Actors, a) || !onSide(e.Recipients, b) && !onSide(e.Actors, b) {
				continue
			}
			matched, quietSentence = true, false
			for k, l := range labels {
				if l == e.Type || e.Type == "RETREAT" && l == "CONCEDE" {
					e.Model = max(e.Model, p[k])
				}
			}
		}
		if matched || d.Mentions[x.A].Kind == doc.Modifier {
			continue
		}
		for k, l := range labels {
			if l != pair.None && p[k] > bestP {
				best, bestP, bestType = x, p[k], l
			}
		}
	}
	if bestP < speakAt || !quietSentence {
		return
	}
	m := &meaning{tok: best.Verb, rule: &learnedRule, frame: r.frameOf(best.Verb), light: -1, typ: bestType, status: Actual,
		actors: d.Mentions[best.A].Actors, recipients: d.Mentions[best.B].Actors, explicit: true}
	r.modality(m)
	e, why := r.event(m, best.Sentence, when)
	if why != "" {
		return
	}
	e.Confidence = bestP * 0.6
	e.Model = bestP
	e.Trace = append(e.Trace, "no rule; the pair model says "+bestType)
	r.attribute(e, nil)
	res.Events = append(res.Events, *e)
}

// learnedRule stands for the model where a rule is named.
var learnedRule = Rule{Name: "pair-model", Bare: true}
