package coder

import (
	"strings"

	"chancery/internal/doc"
)

// arg is one filled slot of a frame.
type arg struct {
	slot  string // "subj", "obj", "iobj", "xcomp", "ccomp", "prt", or a preposition: "with"
	tok   int
	far   bool // inherited, or attached to the object rather than to the trigger itself
	order bool // found by word order, not in the tree
}

// frame is a trigger with what stands around it, voice and control undone: in
// "the accord was signed by Peru" obj is accord and subj is Peru, in "agreed to
// visit" the visitor is the subject of agreed.
type frame struct {
	tok     int
	prt     string
	passive bool
	args    []arg
}

// get is the first token in the slot, or -1.
func (f *frame) get(slot string) int {
	for _, a := range f.args {
		if a.slot == slot {
			return a.tok
		}
	}
	return -1
}

// count is how many words fill the slot.
func (f *frame) count(slot string) int {
	n := 0
	for _, a := range f.args {
		if a.slot == slot {
			n++
		}
	}
	return n
}

func (f *frame) add(slot string, tok int, far bool) {
	for _, a := range f.args {
		if a.tok == tok && a.slot == slot {
			return
		}
	}
	f.args = append(f.args, arg{slot: slot, tok: tok, far: far})
}

// framer builds frames over one document. Frames are cached: control and
// coordination ask for the frame of the governing verb again and again.
type framer struct {
	d       *doc.Document
	measure map[string]bool // nouns that only measure
	cache   map[int]*frame
	busy    map[int]bool    // guards against circular control in a bad tree
	phrasal map[string]bool // verbs with a particle that the lexicon has: "hand over"
}

func newFramer(d *doc.Document, measure, phrasal map[string]bool) *framer {
	return &framer{d: d, measure: measure, phrasal: phrasal, cache: map[int]*frame{}, busy: map[int]bool{}}
}

// relOf is a relation without its subtype.
func relOf(deprel string) string {
	if i := strings.IndexByte(deprel, ':'); i >= 0 {
		return deprel[:i]
	}
	return deprel
}

func hasFeat(t *doc.Token, f string) bool { return strings.Contains(t.Feats, f) }

// frameOf is the frame of a verb, a predicative adjective or noun, or an event
// noun.
func (fr *framer) frameOf(v int) *frame {
	if f := fr.cache[v]; f != nil {
		return f
	}
	if fr.busy[v] {
		return &frame{tok: v}
	}
	fr.busy[v] = true
	f := &frame{tok: v}
	if fr.isNominal(v) {
		if fr.d.Child(v, "cop") < 0 {
			fr.nominal(f)
		} else {
			fr.clause(f)
		}
	} else {
		fr.clause(f)
	}
	delete(fr.busy, v)
	fr.cache[v] = f
	return f
}

// clause fills the slots of a verb or predicative adjective.
func (fr *framer) clause(f *frame) {
	d, v := fr.d, f.tok
	t := &d.Tokens[v]
	f.passive = fr.isPassive(v)
	objTok, bare := -1, -1
	for _, k32 := range d.Children(v) {
		k := int(k32)
		rel := d.Tokens[k].Deprel
		switch relOf(rel) {
		case "nsubj", "csubj":
			if fr.inName(v, k) {
				continue
			}
			tok := fr.antecedent(k)
			if !f.passive && k > v && f.get("obj") < 0 && (f.get("subj") >= 0 || fr.isGerund(v) && fr.markOf(v) != "") {
				// two subjects about a verb: the second is its object; so is what
				// follows in "after meeting Peru's minister"
				f.add("obj", tok, false)
				objTok = tok
				continue
			}
			if !f.passive && k > v && f.get("subj") >= 0 && fr.afterComma(k) {
				continue // "when a ferry struck a pier, a nurse said"
			}
			if !f.passive && fr.outside(v, k) {
				continue // it stands before the clause's "that": see below
			}
			if f.passive {
				f.add("obj", tok, false)
				objTok = tok
			} else {
				f.add("subj", tok, false)
			}
		case "obj":
			tok := fr.taken(v, fr.antecedent(k))
			f.add("obj", tok, false)
			objTok = tok
		case "iobj":
			f.add("iobj", fr.antecedent(k), false)
		case "obl":
			slot := fr.caseOf(k)
			if f.passive && (rel == "obl:agent" || slot == "by") {
				slot = "subj"
			}
			if slot != "" {
				f.add(slot, fr.antecedent(k), false)
			} else if k > v && bare < 0 && (d.MentionAt(k) != nil || d.Child(k, "det", "nmod:poss") >= 0) && !fr.isTime(k) {
				bare = k
			}
		case "nmod": // prepositional phrases hung on a verb by a wrong tag
			if slot := fr.caseOf(k); slot != "" {
				f.add(slot, fr.antecedent(k), false)
			}
		case "compound":
			if rel == "compound:prt" {
				f.prt = d.Tokens[k].Lemma
			}
		case "xcomp", "ccomp", "aux":
			f.add(relOf(rel), k, false)
			if slot := fr.caseOf(k); rel == "xcomp" && slot != "" && d.Tokens[k].UPOS != "VERB" {
				f.add(slot, fr.antecedent(k), false) // "remained on alert", however the tree has it
			}
			if rel == "ccomp" {
				// "warned Peru that it would": Peru hung below "would"
				for _, g := range d.Children(k) {
					if relOf(d.Tokens[g].Deprel) == "nsubj" && int(g) > v && fr.outside(k, int(g)) {
						f.add("obj", int(g), false)
						objTok = int(g)
					}
				}
			}
		case "advcl":
			if slot := fr.markOf(k); slot != "" && fr.isGerund(k) {
				f.add(slot+"-ing", k, false)
			} else if fr.markOf(k) == "to" {
				f.add("purpose", k, false)
			}
		case "advmod":
			if negates(d.Tokens[k].Lemma) {
				f.add("not", k, false)
			}
			if d.Tokens[k].UPOS == "ADV" || d.Tokens[k].UPOS == "ADP" {
				switch l := d.Tokens[k].Lemma; l {
				case "off", "out", "up", "down", "back", "over", "away", "apart":
					if f.prt == "" && k == v+1 {
						f.prt = l
					}
				}
			}
		}
	}
	switch {
	case objTok >= 0:
	case f.prt == "":
		objTok = fr.particle(f)
	case bare >= 0: // "shot down a plane"
		f.add("obj", bare, false)
		objTok = bare
	}
	// "warned Peru that", "told Peru to": the only object may be called indirect.
	if i := f.get("iobj"); i >= 0 && objTok < 0 {
		f.add("obj", i, false)
		objTok = i
	}
	fr.control(f, t)
	if !f.passive && t.UPOS == "VERB" && t.Deprel != "amod" && fr.markOf(v) != "to" && fr.lacksSubject(f) {
		if s := fr.before(v); s >= 0 {
			f.args = append(f.args, arg{slot: "subj", tok: s, far: true, order: true})
		}
	}
	// Prepositional phrases on the object are the verb's as often as not
	// ("imposed sanctions on Iran"), and a parser's guess either way.
	if objTok >= 0 {
		for _, o := range fr.conjuncts(objTok) {
			fr.phrases(f, o)
		}
		if c := fr.content(objTok); c != objTok {
			fr.phrases(f, c)
		}
	}
	if x := f.get("xcomp"); x >= 0 && d.Tokens[x].UPOS != "VERB" {
		fr.phrases(f, x)
	}
}

// inName: token k, hung on v beside a name, is a word of that name's phrase:
// "U.S." and "Dale" as two subjects, of "U.S. Treasury Secretary Howard Dale".
func (fr *framer) inName(v, k int) bool {
	m := fr.d.MentionAt(k)
	if m == nil || m.Kind != doc.Modifier {
		return false
	}
	for _, o := range fr.d.Children(v) {
		if int(o) > k && fr.d.Tokens[o].Deprel == fr.d.Tokens[k].Deprel {
			if n := fr.d.MentionAt(int(o)); n != nil && n.Start <= m.Start && n.End > m.End {
				return true
			}
		}
	}
	return false
}

// taken is what a pronoun that is the object of verb v stands for, where it is the
// object of the verb before and nobody: "broke off relations and resumed them". Any
// other token stands for itself.
func (fr *framer) taken(v, k int) int {
	d := fr.d
	t := &d.Tokens[v]
	if d.Tokens[k].UPOS != "PRON" || t.Deprel != "conj" || t.Head < 0 {
		return k
	}
	switch strings.ToLower(d.Form(k)) {
	case "it", "them":
		if o := d.Child(t.Head, "obj"); o > t.Head && o < v && d.MentionAt(o) == nil {
			return o
		}
	}
	return k
}

// afterComma: a comma stands before the phrase of token k.
func (fr *framer) afterComma(k int) bool {
	first, _ := fr.d.Subtree(k)
	return fr.d.Form(first) == "," || first > 0 && fr.d.Form(first-1) == ","
}

// particles are the prepositions that may belong to the verb before them.
var particles = map[string]bool{"over": true, "off": true, "down": true, "up": true, "out": true, "back": true, "away": true, "in": true}

// particle reads "handed over two men", "pulled out of the town" as verb and
// particle where the tree has the preposition with the noun and the lexicon
// knows such a verb. It returns the object, or -1.
func (fr *framer) particle(f *frame) int {
	d := fr.d
	next := f.tok + 1
	if next >= len(d.Tokens) || d.Tokens[next].Deprel != "case" || fr.phrasal == nil {
		return -1
	}
	w := strings.ToLower(d.Form(next))
	if !particles[w] || !fr.phrasal[d.Tokens[f.tok].Lemma+" "+w] {
		return -1
	}
	n := d.Tokens[next].Head
	for i := range f.args {
		if a := &f.args[i]; a.tok == n && a.slot == w {
			f.prt = w
			if c := int(next) + 1; c < len(d.Tokens) && d.Tokens[c].Deprel == "case" && d.Tokens[c].Head == n {
				a.slot = strings.ToLower(d.Form(c))
				return -1
			}
			if w == "in" && d.MentionAt(n) == nil {
				f.prt = ""
				return -1 // "took in May": a place or time, not what was taken in
			}
			a.slot = "obj"
			return n
		}
	}
	return -1
}

// isGerund: a verb in -ing, however the tagger reads it.
func (fr *framer) isGerund(k int) bool {
	return fr.d.Tokens[k].UPOS == "VERB" && strings.HasSuffix(strings.ToLower(fr.d.Form(k)), "ing")
}

// isTime: the token belongs to an expression of time.
func (fr *framer) isTime(tok int) bool {
	s := fr.d.Tokens[tok].Span
	for i := range fr.d.Times {
		if fr.d.Times[i].Overlaps(s) {
			return true
		}
	}
	return false
}

// outside: subject k of clause v stands before the word that opens the clause,
// while another subject stands inside; or a pronoun after it opens a clause that
// reports ("told Reuters he had").
func (fr *framer) outside(v, k int) bool {
	mark, other, pronoun := -1, false, false
	for _, c32 := range fr.d.Children(v) {
		c := int(c32)
		switch relOf(fr.d.Tokens[c].Deprel) {
		case "mark":
			mark = c
		case "nsubj", "expl":
			other = other || c > k
			pronoun = pronoun || c > k && c < v && fr.d.Tokens[c].UPOS == "PRON"
		}
	}
	return other && mark > k || pronoun && fr.d.Tokens[v].Deprel == "ccomp" && fr.d.Tokens[v].Head < k
}

// isNominal reports whether token t names a thing: a noun, or a verb by its tag
// that stands where only a noun can ("airstrikes" as a subject) or has what only
// nouns have ("the U.S. demand that Japan open its ports").
func (fr *framer) isNominal(t int) bool {
	tok := &fr.d.Tokens[t]
	switch tok.UPOS {
	case "NOUN", "PROPN":
		return true
	case "VERB":
		switch relOf(tok.Deprel) {
		case "nsubj", "obj", "iobj", "nmod":
			return !hasFeat(tok, "VerbForm=Ger")
		}
		return fr.d.Child(t, "det", "compound") >= 0 && !hasFeat(tok, "VerbForm=Ger") && !hasFeat(tok, "VerbForm=Part")
	}
	return false
}

// lacksSubject: the tree gives the verb no subject, or a day for one.
func (fr *framer) lacksSubject(f *frame) bool {
	s := f.get("subj")
	return s < 0 || fr.isTime(s) && !fr.namesActor(s)
}

// namesActor: the phrase headed by tok, or a modifier in it, is an actor; a
// pronoun counts as one.
func (fr *framer) namesActor(tok int) bool {
	if tok < 0 {
		return false
	}
	if fr.d.MentionAt(tok) != nil || fr.d.Tokens[tok].UPOS == "PRON" {
		return true
	}
	for _, k := range fr.d.Children(tok) {
		if fr.d.MentionAt(int(k)) != nil {
			return true
		}
	}
	return false
}

// before is the nearest actor left of verb v that no preposition governs and
// no other verb stands between, or -1: English word order, where the tree gives
// no subject.
func (fr *framer) before(v int) int {
	d := fr.d
	s := d.Sentences[d.SentenceOf(v)]
	for i := v - 1; i >= s.First; i-- {
		t := &d.Tokens[i]
		if t.UPOS == "VERB" && t.Deprel != "amod" && relOf(t.Deprel) != "acl" {
			return -1
		}
		if m := d.MentionAt(i); m != nil && m.Kind != doc.Modifier && fr.caseOf(i) == "" {
			return i
		}
	}
	return -1
}

// phrases adds the prepositional phrases of noun n as far slots.
func (fr *framer) phrases(f *frame, n int) {
	d := fr.d
	for _, k32 := range d.Children(n) {
		k := int(k32)
		switch relOf(d.Tokens[k].Deprel) {
		case "nmod", "obl":
			if slot := fr.caseOf(k); slot != "" && slot != "'s" {
				f.add(slot, fr.antecedent(k), true)
			}
		case "acl", "advcl":
			if d.Tokens[k].Deprel != "acl:relcl" && fr.markOf(k) == "to" {
				f.add("inf", k, true)
			} else if m := fr.markOf(k); m != "" && fr.isGerund(k) {
				f.add(m+"-ing", k, true)
			}
		}
	}
}

// nominal fills the slots of an event noun: "Peru's attack on a village",
// "talks between A and B", "US sanctions against both countries".
func (fr *framer) nominal(f *frame) {
	d := fr.d
	for _, k32 := range d.Children(f.tok) {
		k := int(k32)
		switch rel := d.Tokens[k].Deprel; rel {
		case "nsubj": // of a noun that was taken for a verb
			f.add("mod", k, false)
		case "nmod:poss":
			f.add("poss", fr.antecedent(k), false)
		case "amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "det":
			if d.MentionAt(k) != nil {
				f.add("mod", k, false)
			} else if u := d.Tokens[k].UPOS; u == "NOUN" || u == "PROPN" || u == "ADJ" {
				f.add("kind", k, false)
			}
			// "Turkish-backed attack", "the Arab League-brokered talks"
			if rel == "amod" {
				for _, g := range d.Children(k) {
					if d.MentionAt(int(g)) != nil {
						f.add("mod", int(g), true)
					}
				}
			}
		case "nmod", "obl":
			if slot := fr.caseOf(k); slot != "" {
				f.add(slot, fr.antecedent(k), false)
				// "the visit to Lima of the premier": a phrase hung on the name
				// before it
				fr.stray(f, k)
				if d.Tokens[k].UPOS == "PROPN" || d.MentionAt(k) != nil {
					for _, g := range d.Children(k) {
						if c := fr.caseOf(int(g)); relOf(d.Tokens[g].Deprel) == "nmod" && c != "" && c != "'s" {
							f.add(c, fr.antecedent(int(g)), false)
						}
					}
				}
			}
		case "acl", "advcl":
			switch m := fr.markOf(k); {
			case m == "to":
				f.add("inf", k, false)
			case m == "that":
				f.add("ccomp", k, false) // "its demand that Peru leave"
			case hasFeat(&d.Tokens[k], "VerbForm=Part") || fr.isGerund(k):
				if by := fr.agentOf(k); by >= 0 {
					f.add("by", by, true) // "an attack carried out by rebels"
				}
			}
		case "acl:relcl":
			if by := fr.agentOf(k); by >= 0 {
				f.add("by", by, true)
			}
		}
	}
	// Whose a thing is that somebody has made: "Peru and Chile established
	// relations, which were interrupted".
	if t := &d.Tokens[f.tok]; t.Deprel == "obj" && t.Head >= 0 {
		g := fr.frameOf(t.Head)
		for _, a := range g.args {
			if a.slot == "subj" {
				f.add("maker", a.tok, true)
			}
		}
	}
	// A later conjunct shares the possessor and modifiers of the first: "Iran's
	// attacks and threats".
	if t := &d.Tokens[f.tok]; t.Deprel == "conj" && t.Head >= 0 && f.get("poss") < 0 {
		for _, k32 := range d.Children(t.Head) {
			if k := int(k32); d.Tokens[k].Deprel == "nmod:poss" {
				f.add("poss", fr.antecedent(k), true)
			}
		}
	}
}

// stray gives a preposition that the parser hung on the noun before it, its
// own noun standing elsewhere in the tree, back to the actor that follows it:
// "the visit to Lima [of] then Bolivian President Salas".
func (fr *framer) stray(f *frame, k int) {
	d := fr.d
	for _, c32 := range d.Children(k) {
		c := int(c32)
		if c < k || d.Tokens[c].Deprel != "case" || d.Tokens[c].UPOS != "ADP" || c+1 >= len(d.Tokens) {
			continue
		}
		at := d.Tokens[c+1].Start
		for j := c + 1; j < min(c+8, len(d.Tokens)); j++ {
			if m := d.MentionAt(j); m != nil && m.Start <= at && at < m.End && m.Kind != doc.Modifier {
				f.add(strings.ToLower(d.Form(c)), j, false)
				break
			}
		}
	}
}

// agentOf is the by-phrase of a participle, or -1.
func (fr *framer) agentOf(v int) int {
	for _, k32 := range fr.d.Children(v) {
		k := int(k32)
		if relOf(fr.d.Tokens[k].Deprel) == "obl" && fr.caseOf(k) == "by" {
			return k
		}
	}
	return -1
}

func (fr *framer) isPassive(v int) bool {
	d := fr.d
	for _, k := range d.Children(v) {
		switch d.Tokens[k].Deprel {
		case "nsubj:pass", "aux:pass", "csubj:pass":
			return true
		}
	}
	t := &d.Tokens[v]
	if !hasFeat(t, "VerbForm=Part") || !hasFeat(t, "Tense=Past") {
		return false
	}
	switch t.Deprel {
	case "acl", "amod":
		return true
	case "advcl", "xcomp":
		return d.Child(v, "aux") < 0 && d.Child(v, "obj") < 0
	case "conj":
		return t.Head >= 0 && d.Child(v, "aux", "nsubj", "obj") < 0 && fr.isPassive(t.Head)
	}
	return false
}

// control finds a subject (or, for a passive, an object) for a verb that has
// none of its own: infinitives, participles, coordination, relative clauses.
func (fr *framer) control(f *frame, t *doc.Token) {
	d, h := fr.d, t.Head
	if h < 0 {
		return
	}
	has := f.get("subj")
	if f.passive {
		has = f.get("obj")
	}
	inherit := func(tok int) {
		if tok < 0 || tok == f.tok {
			return
		}
		if f.passive {
			f.add("obj", tok, true)
		} else {
			f.add("subj", tok, true)
		}
	}
	switch rel := t.Deprel; rel {
	case "acl:relcl":
		fr.relative(f, h)
	case "acl":
		if has < 0 && fr.markOf(f.tok) != "to" {
			// "released a statement criticising X": who speaks is the releaser
			if hh := d.Tokens[h].Head; !f.passive && hh >= 0 && d.MentionAt(h) == nil && relOf(d.Tokens[h].Deprel) == "obj" {
				inherit(fr.frameOf(hh).get("subj"))
			}
			inherit(h)
		} else if has < 0 {
			// "Peru's offer to mediate": the possessor of the noun acts.
			g := fr.frameOf(h)
			for _, slot := range []string{"poss", "mod", "by", "of"} {
				if x := g.get(slot); x >= 0 {
					inherit(x)
					return
				}
			}
			if hh := d.Tokens[h].Head; hh >= 0 && relOf(d.Tokens[h].Deprel) == "obj" {
				inherit(fr.frameOf(hh).get("subj"))
			}
		}
	case "xcomp":
		if has >= 0 {
			return
		}
		g := fr.frameOf(h)
		if o := g.get("obj"); o >= 0 && !subjectControl[d.Tokens[h].Lemma] {
			inherit(o)
		} else if o := g.get("iobj"); o >= 0 && !subjectControl[d.Tokens[h].Lemma] {
			inherit(o)
		} else if on := g.get("on"); on >= 0 && d.Tokens[h].Lemma == "call" {
			inherit(on)
		} else {
			inherit(g.get("subj"))
		}
	case "conj":
		if has >= 0 {
			return
		}
		g := fr.frameOf(h)
		s := g.get("subj")
		if g.passive && f.passive || g.passive && s < 0 {
			s = g.get("obj")
		}
		inherit(s)
	case "advcl", "parataxis":
		if has >= 0 || d.Child(f.tok, "aux") >= 0 && rel == "parataxis" {
			return
		}
		if rel == "advcl" && !hasFeat(t, "VerbForm=Fin") {
			g := fr.frameOf(h)
			// "accused X of shelling": of-gerunds belong to the object.
			if m := fr.markOf(f.tok); m == "of" || m == "from" {
				if o := g.get("obj"); o >= 0 {
					inherit(o)
					return
				}
			}
			// "called on X to withdraw": the infinitive is X's, though the parser
			// hangs it on the verb.
			if fr.markOf(f.tok) == "to" && asksOf[d.Tokens[h].Lemma] {
				for _, slot := range []string{"on", "upon", "to", "with", "for"} {
					if x := g.get(slot); x >= 0 && d.MentionAt(x) != nil {
						inherit(x)
						return
					}
				}
			}
			if s := g.get("subj"); s >= 0 {
				inherit(s)
			} else if g.passive {
				inherit(g.get("obj"))
			}
		}
	}
}

// asksOf are verbs that ask somebody, named behind a preposition, to do
// something.
var asksOf = map[string]bool{"call": true, "appeal": true, "plead": true, "press": true, "push": true, "wait": true, "arrange": true}

// subjectControl are verbs whose subject also acts in the infinitive although
// they take an object ("promised Chad to withdraw").
var subjectControl = map[string]bool{"promise": true, "threaten": true, "vow": true, "use": true, "pledge": true}

// relative attaches the noun a relative clause modifies to the slot its
// pronoun, or its gap, stands for.
func (fr *framer) relative(f *frame, noun int) {
	for _, a := range f.args {
		if a.tok == noun {
			return // antecedent() has already put it there
		}
	}
	if f.get("subj") < 0 && !f.passive {
		f.add("subj", noun, true)
	} else if f.get("obj") < 0 {
		f.add("obj", noun, true)
	}
}

// antecedent replaces a relative pronoun by the noun its clause modifies.
func (fr *framer) antecedent(k int) int {
	d := fr.d
	t := &d.Tokens[k]
	if t.UPOS != "PRON" && t.UPOS != "DET" && t.UPOS != "SCONJ" {
		return k
	}
	if !hasFeat(t, "PronType=Rel") {
		switch t.Lemma {
		case "who", "which", "whom", "whose":
		case "that":
			if hasFeat(t, "PronType=Dem") {
				return k
			}
		default:
			return k
		}
	}
	for h, n := t.Head, 0; h >= 0 && n < 6; h, n = d.Tokens[h].Head, n+1 {
		if a := d.Tokens[h].Head; d.Tokens[h].Deprel == "acl:relcl" && a >= 0 {
			// "both countries cut relations, which were resumed": hung on the
			// subject, past its verb and object
			if v := d.Tokens[a].Head; t.Lemma == "which" && d.Tokens[a].Deprel == "nsubj" && a < v && v < k {
				if o := d.Child(v, "obj"); o > v && o < k {
					return o
				}
			}
			return a
		}
	}
	return k
}

// caseOf is the preposition of a phrase ("on", "according to"), "" when bare.
func (fr *framer) caseOf(k int) string {
	d := fr.d
	for _, c32 := range d.Children(k) {
		c := int(c32)
		if d.Tokens[c].Deprel == "case" {
			l := strings.ToLower(d.Form(c))
			for _, x := range d.Children(c) {
				if d.Tokens[x].Deprel == "fixed" {
					l += " " + strings.ToLower(d.Form(int(x)))
				}
			}
			return l
		}
	}
	// A preposition that the parser hung on the noun before it: "the visit to
	// Lima [of] then Bolivian President Salas".
	if h := d.Tokens[k].Head; h >= 0 && h < k && relOf(d.Tokens[k].Deprel) == "nmod" {
		for i := h + 1; i < k; i++ {
			if t := &d.Tokens[i]; t.Head == h && t.Deprel == "case" && t.UPOS == "ADP" {
				return strings.ToLower(d.Form(i))
			}
		}
	}
	return ""
}

// markOf is the word that subordinates a clause: "to", "if", "that", "of".
func (fr *framer) markOf(k int) string {
	d := fr.d
	for _, c := range d.Children(k) {
		switch d.Tokens[c].Deprel {
		case "mark", "case":
			return strings.ToLower(d.Form(int(c)))
		}
	}
	return ""
}

// content looks through nouns that only measure ("a series of attacks", "dozens
// of soldiers") to the noun that says what is meant.
func (fr *framer) content(tok int) int {
	d := fr.d
	for n := 0; n < 3 && tok >= 0 && fr.measure[d.Tokens[tok].Lemma] && d.MentionAt(tok) == nil; n++ {
		next := -1
		for _, k32 := range d.Children(tok) {
			if k := int(k32); relOf(d.Tokens[k].Deprel) == "nmod" && fr.caseOf(k) == "of" {
				next = k
				break
			}
		}
		if next < 0 {
			return tok
		}
		tok = next
	}
	return tok
}

// conjuncts is tok followed by what is coordinated with it.
func (fr *framer) conjuncts(tok int) []int {
	out := []int{tok}
	for _, k := range fr.d.Children(tok) {
		if fr.d.Tokens[k].Deprel == "conj" {
			out = append(out, int(k))
		}
	}
	return out
}
