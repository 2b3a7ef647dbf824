package coder

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/lexicon"
)

// Toll is how many people an event did something to.
type Toll struct {
	Kind string   // one of TollKinds
	Min  int      // at least so many
	Max  int      // at most; Open where the text sets no bound
	Span doc.Span // the words that count them
}

// TollKinds are the kinds of tolls, in the order in which they stand.
var TollKinds = []string{"killed", "injured", "missing", "abducted", "arrested", "released", "displaced", "expelled"}

// Files of the tolls, below en/events/. The first is no file of event rules.
const (
	tollsFile   = dir + "/tolls.rules"
	numbersFile = dir + "/numbers.txt"
)

// Open is the Max of "at least twelve".
const Open = -1

// tollRule is a block of tolls.rules.
type tollRule struct {
	lexicon.Block
	object, subject map[string]bool // verbs, with their particles
	state, noun     map[string]bool
	none, total     map[string]bool
	taken           map[string]bool // "claim life"
	types           map[string]bool
	people          bool // the words are used of things as well: released a statement
}

// tolls is the vocabulary of tolls.
type tolls struct {
	rules    []tollRule
	numerals map[string]numeral
	before   []approach
	counted  map[string]bool // nouns for people, and those that count them: death, life
	crowd    map[string]bool // nouns for several people
	triggers map[string]bool // every word that a rule begins with
}

func loadTolls(fsys fs.FS) (*tolls, error) {
	v := &tolls{numerals: map[string]numeral{}, counted: map[string]bool{}, crowd: map[string]bool{}, triggers: map[string]bool{}}
	blocks, err := lexicon.Blocks(fsys, tollsFile)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		if !slices.Contains(TollKinds, b.Name) {
			return nil, lexicon.Problem{File: b.File, Line: b.Line, Msg: fmt.Sprintf("%q is not one of %s", b.Name, strings.Join(TollKinds, ", "))}
		}
		r := tollRule{Block: b}
		for key, set := range map[string]*map[string]bool{
			"object": &r.object, "subject": &r.subject, "state": &r.state, "noun": &r.noun,
			"none": &r.none, "total": &r.total, "taken": &r.taken, "types": &r.types,
		} {
			*set = map[string]bool{}
			for _, w := range b.List(key) {
				(*set)[w] = true
				first, last, _ := strings.Cut(w, " ")
				v.triggers[first], v.triggers[last] = true, true
			}
		}
		r.people = b.Get("of") == "people"
		for w := range r.noun {
			v.counted[w] = true
		}
		for w := range r.taken {
			_, noun, _ := strings.Cut(w, " ")
			v.counted[noun] = true
		}
		v.rules = append(v.rules, r)
	}
	rows, err := lexicon.Table(fsys, numbersFile, 3)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		n, err := strconv.Atoi(row.Col(1))
		if err != nil {
			return nil, lexicon.Problem{File: row.File, Line: row.Line, Msg: fmt.Sprintf("%q is no number", row.Col(1))}
		}
		for _, w := range lexicon.Split(row.Col(2)) {
			switch class := row.Col(0); class {
			case "LEAST", "MOST", "ABOUT":
				v.before = append(v.before, approach{strings.Fields(w), class})
			case "CROWD":
				v.crowd[w] = true
			case "PEOPLE":
				v.counted[w] = true
			default:
				v.numerals[w] = numeral{class, n}
			}
		}
	}
	// "no more than" before "more than"
	slices.SortStableFunc(v.before, func(a, b approach) int { return len(b.words) - len(a.words) })
	return v, nil
}

// carry is how many sentences after the one that tells of an event its toll may
// stand: "Twelve people died, police said. Thirty were injured."
const carry = 3

// addTolls finds the numbers of people and gives each to the event that it is of.
func (r *reader) addTolls(events []Event, v *tolls) {
	for si := range r.d.Sentences {
		s := &r.d.Sentences[si]
		if k := r.d.Blocks[s.Block].Kind; k == doc.Meta || k == doc.Dateline {
			continue
		}
		for tok := s.First; tok < s.Last; tok++ {
			if !v.triggers[strings.ToLower(r.d.Tokens[tok].Lemma)] && !v.triggers[strings.ToLower(r.d.Form(tok))] {
				continue
			}
			for i := range v.rules {
				rule := &v.rules[i]
				t, ok := r.tollAt(v, rule, tok)
				if !ok {
					continue
				}
				t.Kind = rule.Name
				if e := r.bearer(events, rule, tok, si); e != nil {
					e.addToll(t)
				}
			}
		}
	}
	for i := range events {
		slices.SortStableFunc(events[i].Toll, func(a, b Toll) int {
			return slices.Index(TollKinds, a.Kind) - slices.Index(TollKinds, b.Kind)
		})
	}
}

// addToll keeps the first number of a kind; a later one that is exact takes the
// place of one that is not.
func (e *Event) addToll(t Toll) {
	for i := range e.Toll {
		if old := &e.Toll[i]; old.Kind == t.Kind {
			if old.Max != old.Min && t.Max == t.Min && t.Min >= old.Min {
				*old = t
			}
			return
		}
	}
	e.Toll = append(e.Toll, t)
}

// tollAt is the number that the word at tok says was done something to.
func (r *reader) tollAt(v *tolls, rule *tollRule, tok int) (Toll, bool) {
	t := &r.d.Tokens[tok]
	lemma := strings.ToLower(t.Lemma)
	form := strings.ToLower(r.d.Form(tok))
	switch {
	case t.UPOS == "NOUN" || t.UPOS == "PROPN":
		if rule.total[lemma] || rule.total[compound(r.d, tok)] {
			return r.following(v, rule, tok)
		}
		if rule.none[lemma] && (r.noDeterminer(tok) || r.caseOf(tok) == "without") {
			return Toll{Span: t.Span}, true
		}
		if rule.noun[lemma] {
			return r.numbered(v, rule, tok)
		}
		if h := t.Head; h >= 0 && rule.taken[strings.ToLower(r.d.Tokens[h].Lemma)+" "+lemma] && r.happened(h) {
			return r.numbered(v, rule, tok)
		}
		fallthrough // "12 wounded", "the dead" are nouns to some taggers
	case t.UPOS == "ADJ":
		if rule.state[form] {
			return r.inState(v, rule, tok)
		}
	case t.UPOS == "VERB":
		f := r.frameOf(tok)
		verb := lemma
		if f.prt != "" {
			verb += " " + f.prt
		}
		for _, k := range r.d.Children(tok) {
			if with := verb + " " + strings.ToLower(r.d.Form(int(k))); rule.object[with] || rule.subject[with] {
				verb = with // "go missing", "set free", "shoot dead"
				break
			}
		}
		switch {
		case rule.object[verb]:
			c, ok := r.justBefore(v, f)
			if !ok {
				c, ok = r.filled(v, rule, f, "obj")
			}
			if o := r.orElse(v, tok); o >= 0 { // "killed or wounded 30"
				if !ok {
					c, ok = r.filled(v, rule, r.frameOf(o), "obj")
				}
				ok = ok && c.Max != Open
				c.Min = 0
			}
			if ok && r.happened(tok) {
				return c, true
			}
		case rule.subject[verb]:
			if c, ok := r.filled(v, rule, f, "subj"); ok && r.happened(tok) {
				return c, true
			}
		}
		if rule.state[form] { // a participle
			return r.inState(v, rule, tok)
		}
	}
	return Toll{}, false
}

// orElse is the verb of another kind of toll with which only together the verb
// has a number, or -1.
func (r *reader) orElse(v *tolls, tok int) int {
	d := r.d
	other := -1
	for _, k := range d.Children(tok) {
		if d.Tokens[k].Deprel == "conj" && d.Tokens[k].UPOS == "VERB" {
			other = int(k)
		}
	}
	if t := &d.Tokens[tok]; t.Deprel == "conj" && t.Head >= 0 {
		other = t.Head
	}
	if other < 0 || max(tok, other)-min(tok, other) != 2 || !strings.EqualFold(d.Form(min(tok, other)+1), "or") {
		return -1
	}
	for i := range v.rules {
		if v.rules[i].object[strings.ToLower(d.Tokens[other].Lemma)] && !v.rules[i].object[strings.ToLower(d.Tokens[tok].Lemma)] {
			return other
		}
	}
	return -1
}

// compound is a noun with the one that stands in it: "death toll".
func compound(d *doc.Document, tok int) string {
	if k := d.Child(tok, "compound"); k >= 0 {
		return strings.ToLower(d.Tokens[k].Lemma + " " + d.Tokens[tok].Lemma)
	}
	return ""
}

// happened reports whether the verb is told as something that has been done.
func (r *reader) happened(v int) bool {
	return r.auxiliary(v, 0) == "" && !r.negated(v) && !r.conditional(v, 0) && !(hasFeat(&r.d.Tokens[v], "VerbForm=Inf") && r.markOf(v) == "to")
}

// justBefore is a number that stands by itself before a passive, wherever the
// tree hangs it: "and over 400 were wounded".
func (r *reader) justBefore(v *tolls, f *frame) (Toll, bool) {
	s := r.d.Sentences[r.d.SentenceOf(f.tok)]
	k := f.tok - 1
	for k >= s.First && (r.d.Tokens[k].UPOS == "AUX" || r.d.Tokens[k].UPOS == "ADV") {
		k--
	}
	if !f.passive || k < s.First || r.d.Tokens[k].UPOS != "NUM" {
		return Toll{}, false
	}
	return r.number(v, k)
}

// filled counts what stands in a slot.
func (r *reader) filled(v *tolls, rule *tollRule, f *frame, slot string) (Toll, bool) {
	for _, a := range f.args {
		if a.slot == slot {
			return r.together(v, rule, a.tok)
		}
	}
	return Toll{}, false
}

// inState counts those of whom a state is told: the number before it, the object
// of the verb that leaves them in it, or its subject.
func (r *reader) inState(v *tolls, rule *tollRule, tok int) (Toll, bool) {
	s := r.d.Sentences[r.d.SentenceOf(tok)]
	if tok > s.First {
		if c, ok := r.number(v, tok-1); ok {
			c.Span.End = r.d.Tokens[tok].End
			return c, true
		}
	}
	t := &r.d.Tokens[tok]
	if k := r.d.Child(tok, "nsubj", "nsubj:pass"); k >= 0 {
		if !r.happened(tok) {
			return Toll{}, false
		}
		return r.together(v, rule, k)
	}
	for h, n := t.Head, 0; h >= 0 && n < 3; h, n = r.d.Tokens[h].Head, n+1 {
		switch relOf(r.d.Tokens[tok].Deprel) {
		case "xcomp", "acl", "conj", "amod", "obj", "advcl", "dep", "obl":
		default:
			return Toll{}, false
		}
		if r.d.Tokens[h].UPOS == "VERB" {
			if !leaving[r.d.Tokens[h].Lemma] || !r.happened(h) {
				return Toll{}, false
			}
			for _, k := range r.d.Children(h) {
				if rel := r.d.Tokens[k].Deprel; int(k) < tok && (rel == "obj" || rel == "nsubj:pass") {
					return r.together(v, rule, int(k))
				}
			}
			return Toll{}, false
		}
		if relOf(t.Deprel) == "amod" || relOf(t.Deprel) == "acl" {
			return r.together(v, rule, h) // "the bodies of 12 dead soldiers"
		}
	}
	return Toll{}, false
}

// leaving are the verbs that say in what state somebody is at the end.
var leaving = map[string]bool{"leave": true, "find": true, "report": true}

// following is the number after "the toll rose to", "a toll of".
func (r *reader) following(v *tolls, rule *tollRule, tok int) (Toll, bool) {
	span := []int{tok}
	if h := r.d.Tokens[tok].Head; h >= 0 && r.d.Tokens[h].UPOS == "VERB" {
		span = append(span, h)
	}
	for _, n := range span {
		for _, k := range r.d.Children(n) {
			switch relOf(r.d.Tokens[k].Deprel) {
			case "nmod", "obl", "obj", "xcomp", "attr", "ccomp":
				if c, ok := r.number(v, int(k)); ok {
					return c, true
				}
				if c, ok := r.numbered(v, rule, int(k)); ok && c.Max != 1 {
					return c, true
				}
			}
		}
	}
	// "put the death toll at 12": wherever the tree hangs it
	s := r.d.Sentences[r.d.SentenceOf(tok)]
	for i := tok + 1; i < min(tok+6, s.Last); i++ {
		switch r.d.Form(i) {
		case "at", "to", "of":
			for k := i + 1; k < min(i+4, s.Last); k++ {
				if c, ok := r.number(v, k); ok {
					return c, true
				}
			}
		}
	}
	return Toll{}, false
}

// together counts coordinated phrases: "three soldiers and a civilian". A number
// before a list is of all in it: "52 policemen, soldiers and guards".
func (r *reader) together(v *tolls, rule *tollRule, tok int) (Toll, bool) {
	sum, whole := Toll{}, true
	n := 0
	for _, k := range r.conjuncts(tok) {
		if r.verbBetween(tok, k) {
			whole = false // another clause, or another than the tree has
			continue
		}
		c, ok := r.numbered(v, rule, k)
		if !ok {
			c, ok = r.numbered(v, rule, r.content(k)) // "a total of 12 men"
		}
		switch {
		case !ok && n == 0:
			return Toll{}, false
		case !ok:
			whole = whole && hasFeat(&r.d.Tokens[k], "Number=Plur")
			sum.Span.End = max(sum.Span.End, r.d.Tokens[k].End)
			continue
		}
		if n++; n == 1 {
			sum.Span = c.Span
		}
		sum.Span.Start, sum.Span.End = min(sum.Span.Start, c.Span.Start), max(sum.Span.End, c.Span.End)
		sum.Min += c.Min
		if c.Max == Open || sum.Max == Open {
			sum.Max = Open
		} else {
			sum.Max += c.Max
		}
	}
	if !whole {
		sum.Max = Open
	}
	return sum, n > 0
}

func (r *reader) verbBetween(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if r.d.Tokens[k].UPOS == "VERB" {
			return true
		}
	}
	return false
}

// numbered counts the phrase headed by tok, without what is coordinated with it.
func (r *reader) numbered(v *tolls, rule *tollRule, tok int) (Toll, bool) {
	d := r.d
	t := &d.Tokens[tok]
	if c, ok := r.number(v, tok); ok {
		return c, true // "killing 12", "12 of them"
	}
	if rule.people && !r.isPeople(tok) || strings.HasSuffix(t.Lemma, "self") {
		return Toll{}, false
	}
	if !(t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "PRON" || t.UPOS == "ADJ") {
		return Toll{}, false
	}
	for _, k := range r.counters(tok) {
		c, ok := r.number(v, k)
		if !ok || c.Min == 1 && c.Max == 1 && v.crowd[strings.ToLower(t.Lemma)] {
			continue // a family is more than one
		}
		c.Span.End = max(c.Span.End, t.End)
		return c, true
	}
	if m := d.MentionAt(tok); m != nil && len(m.Actors) == 1 && m.Actors[0].Person && !m.Actors[0].Group && !hasFeat(t, "Number=Plur") {
		return Toll{Min: 1, Max: 1, Span: m.Span}, true
	}
	return Toll{}, false
}

// isPeople: the phrase is of persons, or of deaths and lives, which count them.
func (r *reader) isPeople(tok int) bool {
	t := &r.d.Tokens[tok]
	lemma := strings.ToLower(t.Lemma)
	if r.c.voc.classes["people"][lemma] || r.c.tolls.counted[lemma] {
		return true
	}
	m := r.d.MentionAt(tok)
	if m == nil {
		return false
	}
	for i := range m.Actors {
		if a := &m.Actors[i]; a.Person || a.Group {
			return true
		}
	}
	return hasFeat(t, "Number=Plur") && t.UPOS == "PROPN" // "37 Americans"
}

// bearer is the event that a toll at tok is of: that of the word itself, one
// above or below it in the tree, the only one of its sentence that can have it,
// or, where the sentence has none, the last told before.
func (r *reader) bearer(events []Event, rule *tollRule, tok, sentence int) *Event {
	var here []*Event
	told := map[int]*Event{} // token → event, of this sentence
	for i := range events {
		e := &events[i]
		if !rule.types[e.Type] || e.Status != Actual {
			continue
		}
		in := false
		for _, m := range e.Mentions {
			if !r.d.Sentences[sentence].Contains(m) {
				continue
			}
			in = true
			for k := r.d.Sentences[sentence].First; k < r.d.Sentences[sentence].Last; k++ {
				if m.Contains(r.d.Tokens[k].Span) {
					told[k] = e
				}
			}
		}
		if in {
			here = append(here, e)
		}
	}
	for k, n := tok, 0; k >= 0 && n < 8; k, n = r.d.Tokens[k].Head, n+1 {
		if e := told[k]; e != nil {
			return e
		}
	}
	first, last := r.d.Subtree(tok)
	for k := first; k < last; k++ {
		if e := told[k]; e != nil {
			return e
		}
	}
	if len(here) > 0 {
		if len(here) == 1 {
			return here[0]
		}
		return nil
	}
	return r.continued(events, rule, sentence)
}

// continued is the event that a sentence without one goes on about: the last
// before it that can have the toll, unless the sentence has a day of its own.
func (r *reader) continued(events []Event, rule *tollRule, sentence int) *Event {
	var best *Event
	at := -1
	for i := range events {
		e := &events[i]
		if !rule.types[e.Type] || e.Status != Actual {
			continue
		}
		for _, m := range e.Mentions {
			for s := max(0, sentence-carry); s < sentence; s++ {
				if s > at && r.d.Sentences[s].Contains(m) {
					best, at = e, s
				}
			}
		}
	}
	if best == nil || r.elsewhen(best, sentence) || r.speaksOf(r.c.voc.classes["accident"], sentence) {
		return nil
	}
	return best
}

// speaksOf: a word of the class stands in the sentence.
func (r *reader) speaksOf(class map[string]bool, sentence int) bool {
	s := r.d.Sentences[sentence]
	for i := s.First; i < s.Last; i++ {
		if class[strings.ToLower(r.d.Tokens[i].Lemma)] {
			return true
		}
	}
	return false
}

// elsewhen reports whether a sentence speaks of another time than the event's.
func (r *reader) elsewhen(e *Event, sentence int) bool {
	when, dated := day.Range(e.Date.Value)
	s := r.d.Sentences[sentence]
	for i := range r.d.Times {
		t := &r.d.Times[i]
		if t.First < s.First || t.First >= s.Last || !datable(t) {
			continue
		}
		if own, ok := day.Range(t.Value); ok && (!dated || own.Gap(when) > near) {
			return true
		}
	}
	return false
}

// near is how many days after an event its toll may be dated, as it becomes
// known.
const near = 3

// lintTolls runs the examples of tolls.rules.
func (c *Coder) lintTolls(analyze func(text string) *doc.Document) []lexicon.Problem {
	var out []lexicon.Problem
	for i := range c.tolls.rules {
		rule := &c.tolls.rules[i]
		for _, ex := range rule.Examples {
			var got []string
			found := false
			for _, e := range c.Code(analyze(ex.Text)).Events {
				for _, t := range e.Toll {
					got = append(got, t.Kind+" "+t.Count())
					found = found || t.Kind == rule.Name
				}
			}
			all := strings.Join(got, " ")
			switch {
			case ex.Positive && all != ex.Want:
				out = append(out, lexicon.Problem{File: rule.File, Line: ex.Line, Msg: fmt.Sprintf("want %s, found %q", ex.Want, all)})
			case !ex.Positive && found:
				out = append(out, lexicon.Problem{File: rule.File, Line: ex.Line, Msg: fmt.Sprintf("must count nobody, but found %q", all)})
			}
		}
	}
	return out
}

// Count is the number as a reader writes it: "3", "10 to 20", "at least 12".
func (t *Toll) Count() string {
	switch {
	case t.Max == Open:
		return "at least " + strconv.Itoa(t.Min)
	case t.Max > t.Min:
		return strconv.Itoa(t.Min) + " to " + strconv.Itoa(t.Max)
	}
	return strconv.Itoa(t.Min)
}
