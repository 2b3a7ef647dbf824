package coder

import (
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"chancery/lexicon"
)

// Files of the event lexicon, below en/events/.
const (
	dir          = "en/events"
	classesFile  = dir + "/classes.txt"
	typesFile    = dir + "/types.txt"
	cameoFile    = dir + "/cameo.txt"
	contextsFile = dir + "/contexts.txt"
	sharesFile   = dir + "/confidence.txt"
)

// Rule is one block of the event lexicon: the words that name an event, what
// must and must not stand around them, and what the event is then.
type Rule struct {
	Name     string
	File     string
	Line     int
	Verbs    []string // lemmas, a particle after a blank: "call off"
	Nouns    []string
	Adjs     []string
	Type     string
	Mode     string
	Cameo    string // "" = by the default table
	Contexts []string
	Op       operator // what the word does to the event it embeds
	Roles    []roles  // first whose sides are filled wins
	Need     []slotTest
	Bar      []slotTest
	Recip    bool            // recipient side must be filled
	Bare     bool            // noun: may be coded without a light verb (default; "light = only" forbids)
	Light    map[string]bool // verbs that carry the noun; nil = the class @light
	Weight   float64         // prior confidence, from "weight ="
	Examples []lexicon.Example
}

// asksFor: the rule names the words that must stand in the slot, so they are
// part of what is done and not whom it is done to.
func (r *Rule) asksFor(slot string) bool {
	for i := range r.Need {
		if r.Need[i].words == nil || r.Need[i].actor {
			continue
		}
		for _, s := range r.Need[i].slots {
			if s == slot {
				return true
			}
		}
	}
	return false
}

// wantsObject: the rule names the objects it is for.
func (r *Rule) wantsObject() bool {
	for i := range r.Need {
		for _, s := range r.Need[i].slots {
			if s == "obj" && r.Need[i].words != nil {
				return true
			}
		}
	}
	return false
}

// slotTest asks something of the words in a slot.
type slotTest struct {
	slots   []string // "obj", "to", …: any of these
	words   map[string]bool
	actor   bool            // ACTOR: an actor must stand there
	state   bool            // STATE: a country or its government
	igo     bool            // IGO: an organisation of states
	person  bool            // PERSON
	any     bool            // ANY: the slot is filled
	none    bool            // NONE: the slot is empty
	sectors map[string]bool // SECTOR:MIL, ARMED
	event   map[string]bool // EVENT:TYPE – the slot names an event of the type
	literal string
}

// roles says which slots fill which side. Slots on a side are alternatives, in
// order; "+" joins sides into one list of actors (a reciprocal event).
type roles struct {
	actors     [][]string // each element: alternatives; all are taken together
	recipients []string
}

// operator is what a word does to the event named by its complement ("agreed
// to withdraw", "refused to release", "called for talks").
type operator uint8

const (
	opNone    operator = iota
	opNothing          // transparent: began to, continued to, managed to
	opFuture           // will, plans to, is due to
	opPromise          // agreed to, offered to, is willing to, pledged
	opThreat           // threatened to
	opRefuse           // refused to, declined to
	opRequest          // urged X to, called for
	opNegate           // failed to, stopped short of, denied
	opUnreal           // wants to, hopes to, considers, could
	opAllege           // accused X of, suspected of
	opCause            // ordered/forced/allowed to: complement is planned
)

var operatorNames = map[string]operator{
	"transparent": opNothing, "future": opFuture, "promise": opPromise, "threat": opThreat,
	"refuse": opRefuse, "request": opRequest, "negate": opNegate, "unreal": opUnreal,
	"allege": opAllege, "cause": opCause,
}

// typeInfo is a row of types.txt.
type typeInfo struct {
	quad  int
	score float64
	modes map[string]float64
	recip bool
}

// vocabulary is the compiled event lexicon.
type vocabulary struct {
	rules             []Rule
	verbs             map[string][]ruleRef // lemma → rules that may fire on it, file order
	nouns             map[string][]ruleRef
	adjs              map[string][]ruleRef
	light             map[string]bool // class @light
	happen            map[string]bool // class @happen: "talks took place"
	measure           map[string]bool // class @measure: "a series of attacks"
	phrasal           map[string]bool // verbs with their particles: "hand over"
	about             map[string]bool // class @about: nouns whose for-phrase is a topic
	continuing        map[string]bool // class @continuing: "In addition, …"
	ahead, void, plan map[string]bool // classes of what is said of an event noun: planned, called off, plan
	mandates          map[string]bool // nouns whose clause says what is to be done
	fiction           map[string]bool // class @fiction
	standing          map[string]bool // class @standing: what acts for its owner: "Peru's planes"
	quiet, loud       map[string]bool // words of sport, business, culture; words of politics and war
	sectorContexts    map[string][]string
	classes           map[string]map[string]bool
	types             map[string]*typeInfo
	cameo             []cameoRow
	contexts          *contextIndex
	shares            []share
	places            *placings
}

// ruleRef points from a lemma to a rule; prt is the particle the rule wants.
type ruleRef struct {
	rule int32
	prt  string
}

type cameoRow struct {
	typ, mode, context, code string
}

func loadVocabulary(fsys fs.FS) (*vocabulary, error) {
	v := &vocabulary{
		phrasal: map[string]bool{},
		verbs:   map[string][]ruleRef{}, nouns: map[string][]ruleRef{}, adjs: map[string][]ruleRef{},
		classes: map[string]map[string]bool{}, types: map[string]*typeInfo{},
	}
	if err := v.loadTables(fsys); err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, dir+"/*.rules")
	if err != nil {
		return nil, fmt.Errorf("coder: %w", err)
	}
	sort.Strings(names)
	for _, name := range names {
		if name == tollsFile {
			continue
		}
		blocks, err := lexicon.Blocks(fsys, name)
		if err != nil {
			return nil, err
		}
		for i := range blocks {
			r, err := v.compile(&blocks[i])
			if err != nil {
				return nil, err
			}
			v.rules = append(v.rules, r)
		}
	}
	for i := range v.rules {
		r := &v.rules[i]
		for _, ix := range []struct {
			m map[string][]ruleRef
			l []string
		}{{v.verbs, r.Verbs}, {v.nouns, r.Nouns}, {v.adjs, r.Adjs}} {
			for _, lemma := range ix.l {
				word, prt, phrase := strings.Cut(lemma, " ")
				if phrase {
					v.phrasal[lemma] = true
				}
				ix.m[word] = append(ix.m[word], ruleRef{int32(i), prt})
			}
		}
	}
	v.light, v.happen, v.measure = v.classes["light"], v.classes["happen"], v.classes["measure"]
	v.about = v.classes["about"]
	for w := range v.light {
		if strings.Contains(w, " ") {
			v.phrasal[w] = true
		}
	}
	v.ahead, v.void, v.plan = v.classes["ahead"], v.classes["void"], v.classes["plan"]
	v.fiction, v.mandates = v.classes["fiction"], v.classes["mandates"]
	v.standing = v.classes["standing"]
	v.continuing, v.quiet, v.loud = v.classes["continuing"], v.classes["quiet"], v.classes["loud"]
	return v, nil
}

func (v *vocabulary) loadTables(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, classesFile, 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		set := v.classes[r.Col(0)]
		if set == nil {
			set = map[string]bool{}
			v.classes[r.Col(0)] = set
		}
		words, err := v.words(r.Col(1))
		if err != nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: err.Error()}
		}
		for k := range words {
			set[k] = true
		}
	}
	rows, err = lexicon.Table(fsys, typesFile, 5)
	if err != nil {
		return err
	}
	for _, r := range rows { // type | mode | quad | score | recipient
		var quad int
		var score float64
		if _, err := fmt.Sscan(r.Col(2), &quad); err != nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "quad class: " + err.Error()}
		}
		if _, err := fmt.Sscan(r.Col(3), &score); err != nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "score: " + err.Error()}
		}
		if r.Col(1) == "" {
			v.types[r.Col(0)] = &typeInfo{quad: quad, score: score, modes: map[string]float64{}, recip: r.Col(4) == "yes"}
			continue
		}
		t := v.types[r.Col(0)]
		if t == nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "mode of an unknown type " + r.Col(0)}
		}
		t.modes[r.Col(1)] = score
	}
	rows, err = lexicon.Table(fsys, cameoFile, 4)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if v.types[r.Col(0)] == nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "unknown type " + r.Col(0)}
		}
		v.cameo = append(v.cameo, cameoRow{r.Col(0), r.Col(1), r.Col(2), r.Col(3)})
	}
	rows, err = lexicon.Table(fsys, contextsFile, 2)
	if err != nil {
		return err
	}
	v.sectorContexts = map[string][]string{}
	for i := 0; i < len(rows); {
		if rows[i].Col(2) != "sector" { // context | sectors | sector: who takes part says what it is about
			i++
			continue
		}
		for _, s := range lexicon.Split(rows[i].Col(1)) {
			v.sectorContexts[s] = append(v.sectorContexts[s], rows[i].Col(0))
		}
		rows = append(rows[:i:i], rows[i+1:]...)
	}
	if v.contexts, err = newContextIndex(rows); err != nil {
		return err
	}
	if v.shares, err = loadShares(fsys); err != nil {
		return err
	}
	v.places, err = loadPlacings(fsys, v.types)
	return err
}

func (v *vocabulary) compile(b *lexicon.Block) (Rule, error) {
	r := Rule{Name: b.Name, File: b.File, Line: b.Line, Bare: true, Weight: 0.7, Examples: b.Examples}
	bad := func(line int, format string, a ...any) (Rule, error) {
		return r, lexicon.Problem{File: b.File, Line: line, Msg: fmt.Sprintf(format, a...)}
	}
	for _, f := range b.Fields {
		key, barred := strings.CutPrefix(f.Key, "!")
		if barred {
			t, err := v.slotTest(key, f.Value)
			if err != nil {
				return bad(f.Line, "%v", err)
			}
			r.Bar = append(r.Bar, t)
			continue
		}
		switch key {
		case "verb":
			r.Verbs = append(r.Verbs, lexicon.Split(f.Value)...)
		case "noun":
			r.Nouns = append(r.Nouns, lexicon.Split(f.Value)...)
		case "adj":
			r.Adjs = append(r.Adjs, lexicon.Split(f.Value)...)
		case "type":
			t, mode, _ := strings.Cut(f.Value, " ")
			ti := v.types[t]
			if ti == nil {
				return bad(f.Line, "unknown type %q", t)
			}
			if _, ok := ti.modes[mode]; mode != "" && !ok {
				return bad(f.Line, "type %s has no mode %q", t, mode)
			}
			r.Type, r.Mode = t, mode
		case "cameo":
			r.Cameo = f.Value
		case "contexts":
			r.Contexts = lexicon.Split(f.Value)
		case "operator":
			op, ok := operatorNames[f.Value]
			if !ok {
				return bad(f.Line, "unknown operator %q", f.Value)
			}
			r.Op = op
		case "roles":
			for _, alt := range strings.Split(f.Value, "|") {
				r.Roles = append(r.Roles, parseRoles(alt))
			}
		case "recipient":
			r.Recip = f.Value == "required"
		case "light":
			if f.Value == "only" {
				r.Bare = false
				continue
			}
			words, err := v.words(f.Value)
			if err != nil {
				return bad(f.Line, "light: %v", err)
			}
			r.Light = words
		case "weight":
			if _, err := fmt.Sscan(f.Value, &r.Weight); err != nil {
				return bad(f.Line, "weight: %v", err)
			}
		default:
			t, err := v.slotTest(key, f.Value)
			if err != nil {
				return bad(f.Line, "%v", err)
			}
			r.Need = append(r.Need, t)
		}
	}
	if len(r.Verbs)+len(r.Nouns)+len(r.Adjs) == 0 {
		return bad(b.Line, "rule %s names no verb, noun or adj", b.Name)
	}
	if r.Type == "" && r.Op == opNone {
		return bad(b.Line, "rule %s has neither type nor operator", b.Name)
	}
	return r, nil
}

func parseRoles(s string) roles {
	var r roles
	left, right, _ := strings.Cut(s, ">")
	for _, side := range strings.Split(left, "+") {
		r.actors = append(r.actors, slotNames(side))
	}
	r.recipients = slotNames(right)
	return r
}

func slotNames(s string) []string {
	var out []string
	for _, p := range strings.Split(s, "/") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (v *vocabulary) slotTest(key, value string) (slotTest, error) {
	t := slotTest{slots: slotNames(key), literal: key + " = " + value}
	if value == "" {
		return t, fmt.Errorf("%s: empty value", key)
	}
	for _, w := range lexicon.Split(value) {
		switch {
		case w == "ACTOR":
			t.actor = true
		case w == "STATE":
			t.state = true
		case w == "PERSON":
			t.person = true
		case w == "IGO":
			t.igo = true
		case w == "ANY":
			t.any = true
		case w == "NONE":
			t.none = true
		case strings.HasPrefix(w, "EVENT:"):
			if t.event == nil {
				t.event = map[string]bool{}
			}
			t.event[w[len("EVENT:"):]] = true
		case w == "ARMED":
			t.addSectors("MIL", "REB", "COP", "UAF", "PRM", "CRM", "SPY")
		case strings.HasPrefix(w, "SECTOR:"):
			t.addSectors(w[len("SECTOR:"):])
		default:
			words, err := v.words(w)
			if err != nil {
				return t, fmt.Errorf("%s: %w", key, err)
			}
			if t.words == nil {
				t.words = words
				continue
			}
			for k := range words {
				t.words[k] = true
			}
		}
	}
	return t, nil
}

func (t *slotTest) addSectors(codes ...string) {
	if t.sectors == nil {
		t.sectors = map[string]bool{}
	}
	for _, c := range codes {
		t.sectors[c] = true
		if c == "GOV" {
			t.sectors["ELI"] = true // who held office, or holds it by now, acts as they did
		}
	}
}

// words is the set of a comma-separated list of words and @classes.
func (v *vocabulary) words(list string) (map[string]bool, error) {
	set := map[string]bool{}
	for _, w := range lexicon.Split(list) {
		if !strings.HasPrefix(w, "@") {
			set[w] = true
			continue
		}
		cls := v.classes[w[1:]]
		if cls == nil {
			return nil, fmt.Errorf("unknown class %s", w)
		}
		for k := range cls {
			set[k] = true
		}
	}
	return set, nil
}

// codeFor is the CAMEO code of a type and mode in the given contexts: the first
// row of cameo.txt that agrees.
func (v *vocabulary) codeFor(typ, mode string, contexts []string) string {
	for _, row := range v.cameo {
		if row.typ != typ || row.mode != "*" && row.mode != mode {
			continue
		}
		if row.context == "*" {
			return row.code
		}
		for _, c := range contexts {
			if c == row.context {
				return row.code
			}
		}
	}
	return ""
}
