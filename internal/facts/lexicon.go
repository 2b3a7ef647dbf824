package facts

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/lexicon"
)

// Files of the lexicon of facts.
const (
	dir            = "en/facts"
	relationsFile  = dir + "/relations.rules"
	wordsFile      = dir + "/words.txt"
	agreementsFile = dir + "/agreements.txt"
	sanctionsFile  = dir + "/sanctions.txt"
	officesFile    = dir + "/offices.txt"
	visitsFile     = dir + "/visits.txt"
	statementsFile = dir + "/statements.txt"
	entryFile      = dir + "/entry.txt"
)

// phrases maps words and phrases to a value. Phrases are found by their first
// word.
type phrases map[string][]phrase

type phrase struct {
	words []string
	value string
}

func (p phrases) add(words []string, value string) {
	list := append(p[words[0]], phrase{words, value})
	for i := len(list) - 1; i > 0 && len(list[i].words) > len(list[i-1].words); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	p[words[0]] = list
}

func (p phrases) word(w string) (string, bool) {
	for _, x := range p[w] {
		if len(x.words) == 1 {
			return x.value, true
		}
	}
	return "", false
}

// table is a lexicon file by the second column.
type table map[string]phrases

func readTable(fsys fs.FS, name string, kinds ...string) (table, error) {
	rows, err := lexicon.Table(fsys, name, 2)
	if err != nil {
		return nil, err
	}
	t := table{}
	for _, k := range kinds {
		t[k] = phrases{}
	}
	for _, r := range rows {
		words := strings.Fields(r.Col(0))
		p, ok := t[r.Col(1)]
		if !ok {
			return nil, lexicon.Problem{File: name, Line: r.Line, Msg: fmt.Sprintf("kind %q: want one of %s", r.Col(1), strings.Join(kinds, ", "))}
		}
		if len(words) == 0 {
			return nil, lexicon.Problem{File: name, Line: r.Line, Msg: "an entry needs a word"}
		}
		p.add(words, r.Col(2))
	}
	return t, nil
}

// relationRule is a block of relations.rules.
type relationRule struct {
	name          string
	change, state string
	verbs, nouns  phrases
	objects       map[string]bool
	need, even    map[string]bool
	about         map[string]bool
	phrase        [][]string
	negated       bool
	measure       string
	as, self      bool
	behind        []string
	by, of, body  []string // where the parties stand: "subj", "obj", prepositions
	through       map[string]bool
	unless        map[string]bool
	block         lexicon.Block
}

// alone says whether the change is one that a single state can bring about:
// relations are opened and resumed by both.
func (x *relationRule) alone() bool {
	switch x.change {
	case "established", "resumed", "upgraded", "alliance formed", "war ended", "ceasefire":
		return x.measure != ""
	}
	return x.about == nil && x.phrase == nil
}

// directed rules name where each party stands, instead of what is acted on.
func (x *relationRule) directed() bool { return x.by != nil }

// Extractor finds facts. It is safe for use by many goroutines.
type Extractor struct {
	relations  []relationRule
	words      table
	agreements table
	sanctions  table
	offices    table
	visits     table
	statements table
	entry      map[string]entryForm
}

// entryForm is how much events of a type make a story, and how they are said.
type entryForm struct {
	weight float64
	form   string
}

func readEntry(fsys fs.FS) (map[string]entryForm, error) {
	rows, err := lexicon.Table(fsys, entryFile, 3)
	if err != nil {
		return nil, err
	}
	out := map[string]entryForm{}
	for _, r := range rows {
		w, err := strconv.ParseFloat(r.Col(1), 64)
		if err != nil || w < 0 || w > 3 {
			return nil, lexicon.Problem{File: entryFile, Line: r.Line, Msg: fmt.Sprintf("weight %q: want a number from 0 to 3", r.Col(1))}
		}
		form := r.Col(2)
		if strings.Count(form, "{A}") != 1 || strings.Count(form, "[") != strings.Count(form, "]") || strings.Count(form, "[") > 1 || strings.IndexByte(form, '[') > strings.IndexByte(form, ']') {
			return nil, lexicon.Problem{File: entryFile, Line: r.Line, Msg: "a sentence has {A} once and at most one part in brackets"}
		}
		out[r.Col(0)] = entryForm{w, form}
	}
	return out, nil
}

// New reads the lexicon of facts.
func New(fsys fs.FS) (*Extractor, error) {
	x := &Extractor{}
	var err error
	read := func(name string, kinds ...string) (t table) {
		if err == nil {
			t, err = readTable(fsys, name, kinds...)
		}
		return t
	}
	x.words = read(wordsFile, "relations", "embassy", "envoy", "other-ties", "continuing", "making", "ahead", "against")
	x.agreements = read(agreementsFile, "form", "stage", "ahead", "area", "body", "topic", "count", "about", "sides")
	x.sanctions = read(sanctionsFile, "measure", "state", "target")
	x.offices = read(officesFile, "held", "past", "ahead", "enter", "leave", "takes", "die", "none")
	x.visits = read(visitsFile, "verb", "arrive", "noun", "party", "end")
	x.statements = read(statementsFile, "document")
	if err != nil {
		return nil, err
	}
	if x.entry, err = readEntry(fsys); err != nil {
		return nil, err
	}
	blocks, err := lexicon.Blocks(fsys, relationsFile)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		r, err := x.relationRule(b)
		if err != nil {
			return nil, err
		}
		x.relations = append(x.relations, r)
	}
	return x, nil
}

// changes are those that are published; each has its place in the schema and in
// the ledger.
var changes = map[string]bool{
	"established": true, "interrupted": true, "severed": true, "resumed": true, "upgraded": true, "downgraded": true,
	"recognised": true, "recognition withdrawn": true, "alliance formed": true, "alliance ended": true,
	"war begun": true, "ceasefire": true, "war ended": true,
	"applied": true, "joined": true, "suspended": true, "readmitted": true, "left": true, "expelled": true,
}

func (x *Extractor) relationRule(b lexicon.Block) (relationRule, error) {
	r := relationRule{name: b.Name, change: b.Get("change"), state: b.Get("state"), negated: b.Get("negated") == "yes", block: b}
	bad := func(line int, format string, a ...any) (relationRule, error) {
		return r, lexicon.Problem{File: b.File, Line: line, Msg: fmt.Sprintf(format, a...)}
	}
	if r.change != "" && r.state != "" || r.change == "" && r.state == "" && b.Get("measure") == "" {
		return bad(b.Line, "[%s] wants either change or state, or a measure that is neither", b.Name)
	}
	if r.change != "" && !changes[r.change] {
		return bad(b.Line, "[%s] change %q is not one that is published", b.Name, r.change)
	}
	set := func(words []string) (map[string]bool, error) {
		m := map[string]bool{}
		for _, w := range words {
			if !strings.HasPrefix(w, "@") {
				m[w] = true
				continue
			}
			class, ok := x.words[w[1:]]
			if !ok {
				return nil, fmt.Errorf("no class %s in %s", w, wordsFile)
			}
			for _, list := range class {
				for _, p := range list {
					m[strings.Join(p.words, " ")] = true
				}
			}
		}
		return m, nil
	}
	for _, f := range b.Fields {
		words := lexicon.Split(f.Value)
		var err error
		switch f.Key {
		case "change", "state", "negated":
		case "measure":
			r.measure = f.Value
		case "as":
			r.as = f.Value == "yes"
		case "behind":
			r.behind = words
		case "self":
			r.self = f.Value == "yes"
		case "by":
			r.by = words
		case "of":
			r.of = words
		case "body":
			r.body = words
		case "through":
			r.through, err = set(words)
		case "unless":
			r.unless, err = set(words)
		case "verb":
			r.verbs = phraseSet(words)
		case "noun":
			r.nouns = phraseSet(words)
		case "object":
			r.objects, err = set(words)
		case "need":
			r.need, err = set(words)
		case "even":
			r.even, err = set(words)
		case "about":
			r.about, err = set(words)
		case "phrase":
			for _, w := range words {
				r.phrase = append(r.phrase, strings.Fields(w))
			}
		default:
			return bad(f.Line, "unknown field %q", f.Key)
		}
		if err != nil {
			return bad(f.Line, "%v", err)
		}
	}
	if r.directed() != (r.of != nil || r.body != nil) || r.of != nil && r.body != nil {
		return bad(b.Line, "[%s] wants \"by\" together with either \"of\" or \"body\"", b.Name)
	}
	return r, nil
}

func phraseSet(words []string) phrases {
	p := phrases{}
	for _, w := range words {
		if f := strings.Fields(w); len(f) > 0 {
			p.add(f, "")
		}
	}
	return p
}

// Analyze reads a text up to its events; Lint uses it to try the examples.
type Analyze func(text string) (*doc.Document, []coder.Event)

// Lint tries the examples of relations.rules and reports those that fail.
func (x *Extractor) Lint(analyze Analyze) []lexicon.Problem {
	var out []lexicon.Problem
	for i := range x.relations {
		b := &x.relations[i].block
		for _, e := range b.Examples {
			d, events := analyze(e.Text)
			got := ""
			for _, f := range x.Extract(d, events).Relations {
				got += describe(&f) + "; "
			}
			got = strings.TrimSuffix(got, "; ")
			switch {
			case e.Positive && !strings.HasPrefix(got+" ", e.Want+" ") && !strings.Contains(got, e.Want):
				out = append(out, lexicon.Problem{File: b.File, Line: e.Line, Msg: fmt.Sprintf("[%s] want %q, found %q", b.Name, e.Want, got)})
			case !e.Positive && got != "":
				out = append(out, lexicon.Problem{File: b.File, Line: e.Line, Msg: fmt.Sprintf("[%s] want nothing, found %q", b.Name, got)})
			}
		}
	}
	return out
}

func describe(f *Relation) string {
	s := strings.TrimSpace(strings.Join(f.Parties, " ") + " " + f.Change + f.State)
	if f.Measure != "" {
		s += " (" + f.Measure + ")"
	}
	if f.Body != "" {
		s += " in " + f.Body
	} else if f.By != "" {
		s += " by " + f.By
	}
	if f.Change != "" && f.Date.Value != "" {
		s += " " + f.Date.Value
	}
	return s
}
