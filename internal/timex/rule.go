package timex

import (
	"fmt"
	"slices"
	"strings"

	"chancery/lexicon"
)

// A rule is one block of a .rules file, compiled.
type rule struct {
	block        *lexicon.Block
	name         string
	code         []instr
	extents      int // how many expressions one match yields
	slots        []string
	values       []value // one per extent
	kind         string  // TIMEX3 type; "" when the value decides
	mod          string
	from         value // bounds of an anchored span
	to           value
	left         guard // one of these must stand right before the first expression
	right        guard // … right after the last
	notLeft      guard // none of these may
	notRight     guard
	tags         []string // parts of speech that the first word may have, where known
	notTags      []string
	notLeftTags  []string // parts of speech that the word before must not have
	rightTags    []string // … that the word after must have
	notRightTags []string // … and must not have
	notIn        []string // types of names that the expression must not be part of
	asksTags     bool     // any of these is set
	weak         bool     // yields to any other rule that overlaps it
	order        int
	single       bool // a match may be one atom
	firstW       []int32
	firstC       uint64
}

type opcode uint8

const (
	opWord opcode = iota
	opClass
	opSplit
	opJump
	opOpen
	opClose
	opMatch
)

type instr struct {
	op    opcode
	glued bool  // the atom must touch the one before
	slot  int8  // where a class's item is kept
	class uint8 // opClass
	word  int32 // opWord
	x, y  int   // opSplit: preferred and other; opJump: x
}

// guard is a set of words and classes; "^" in it is any capitalised word.
type guard struct {
	capital bool
	words   []int32
	mask    uint64
}

func (g guard) empty() bool { return len(g.words) == 0 && g.mask == 0 && !g.capital }

func (g guard) holds(a *atom) bool {
	return g.capital && a.capital || a.mask&g.mask != 0 || a.word != 0 && slices.Contains(g.words, a.word)
}

// maxSlots bounds the parts that one rule may name, so that a match fits on
// the stack.
const maxSlots = 16

// compile turns a block into a rule.
func (v *vocabulary) compile(b *lexicon.Block, macros map[string]string) (*rule, error) {
	r := &rule{block: b, name: b.Name}
	problem := func(line int, format string, args ...any) error {
		return lexicon.Problem{File: b.File, Line: line, Msg: b.Name + ": " + fmt.Sprintf(format, args...)}
	}
	match := 0
	for _, f := range b.Fields {
		var err error
		switch f.Key {
		case "match":
			match++
			err = r.pattern(v, f.Value, macros)
		case "value", "value 2":
			var val value
			if val, err = parseNthValue(f.Value, r.slots, len(f.Key)/6); err == nil {
				if len(r.values) != len(f.Key)/6 {
					err = fmt.Errorf("value 2 stands after value")
				} else {
					r.values = append(r.values, val)
				}
			}
		case "from":
			r.from, err = parseValue(f.Value, r.slots)
		case "to":
			r.to, err = parseValue(f.Value, r.slots)
		case "type":
			if r.kind = f.Value; !slices.Contains([]string{"DATE", "TIME", "DURATION", "SET"}, r.kind) {
				err = fmt.Errorf("no such type %q", f.Value)
			}
		case "mod":
			r.mod = f.Value
		case "left":
			r.left, err = v.guard(f.Value)
		case "right":
			r.right, err = v.guard(f.Value)
		case "not left":
			r.notLeft, err = v.guard(f.Value)
		case "not right":
			r.notRight, err = v.guard(f.Value)
		case "tag":
			r.tags = strings.Fields(f.Value)
		case "not tag":
			r.notTags = strings.Fields(f.Value)
		case "right tag":
			r.rightTags = strings.Fields(f.Value)
		case "not right tag":
			r.notRightTags = strings.Fields(f.Value)
		case "not left tag":
			r.notLeftTags = strings.Fields(f.Value)
		case "not in":
			r.notIn = strings.Fields(f.Value)
		case "weak":
			r.weak = f.Value == "yes"
		default:
			err = fmt.Errorf("no such field %q", f.Key)
		}
		if err != nil {
			return nil, problem(f.Line, "%v", err)
		}
	}
	if match != 1 {
		return nil, problem(b.Line, "want one match, found %d", match)
	}
	if len(r.values) == 0 {
		return nil, problem(b.Line, "want a value")
	}
	if r.extents != len(r.values) {
		return nil, problem(b.Line, "%d expressions marked < >, %d values", r.extents, len(r.values))
	}
	return r, nil
}

func (v *vocabulary) guard(s string) (guard, error) {
	var g guard
	for _, w := range lexicon.Split(s) {
		if w == "^" {
			g.capital = true
			continue
		}
		if isClassName(w) {
			c, ok := v.class(w)
			if !ok {
				return g, fmt.Errorf("no such class %s", w)
			}
			g.mask |= 1 << c
			continue
		}
		parts := atomWords(strings.Trim(w, `"`))
		if len(parts) != 1 {
			return g, fmt.Errorf("%q: want single words", w)
		}
		g.words = append(g.words, v.id(parts[0]))
	}
	return g, nil
}

func isClassName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !(s[i] >= 'A' && s[i] <= 'Z' || i > 0 && s[i] >= '0' && s[i] <= '9') {
			return false
		}
	}
	return s != ""
}

// pattern compiles the notation
//
//	pattern = option { "|" option } ;  option = { part }
//	part = ( word | "sign" | CLASS | CLASS:NAME | @macro | "(" pattern ")" | "<" | ">" ) [ "?" ]
//
// where "~" before a word or class means that no blank stands before it.
func (r *rule) pattern(v *vocabulary, text string, macros map[string]string) error {
	p := patternParser{rule: r, words: v, macros: macros}
	if err := p.split(text, 0); err != nil {
		return err
	}
	marked := slices.Contains(p.tokens, "<")
	if !marked {
		r.code = append(r.code, instr{op: opOpen})
		r.extents = 1
	}
	if err := p.options(); err != nil {
		return err
	}
	if p.pos < len(p.tokens) {
		return fmt.Errorf("%q has nothing to close", p.tokens[p.pos])
	}
	if r.extents > maxExtents {
		return fmt.Errorf("a rule yields up to %d expressions", maxExtents)
	}
	if p.open {
		return fmt.Errorf("< without >")
	}
	if !marked {
		r.code = append(r.code, instr{op: opClose})
	}
	r.code = append(r.code, instr{op: opMatch})
	if len(r.slots) > maxSlots {
		return fmt.Errorf("more than %d classes in a pattern", maxSlots)
	}
	seen := make([]bool, len(r.code))
	if !r.firsts(0, seen) {
		return fmt.Errorf("the pattern may be empty")
	}
	return nil
}

type patternParser struct {
	rule   *rule
	words  *vocabulary
	macros map[string]string
	tokens []string
	pos    int
	open   bool
	depth  int
}

// split cuts a pattern into its signs and unfolds macros.
func (p *patternParser) split(text string, depth int) error {
	if depth > 8 {
		return fmt.Errorf("macros nest too deep")
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t':
			i++
		case strings.IndexByte("()<>|?~", c) >= 0:
			p.tokens = append(p.tokens, text[i:i+1])
			i++
		case c == '"':
			j := strings.IndexByte(text[i+1:], '"')
			if j < 1 {
				return fmt.Errorf("a quotation mark is not closed")
			}
			p.tokens = append(p.tokens, text[i:i+j+2])
			i += j + 2
		default:
			j := i
			for j < len(text) && strings.IndexByte(" \t()<>|?~\"", text[j]) < 0 {
				j++
			}
			w := text[i:j]
			i = j
			if w[0] != '@' {
				p.tokens = append(p.tokens, w)
				continue
			}
			body, ok := p.macros[w]
			if !ok {
				return fmt.Errorf("no such macro %s", w)
			}
			p.tokens = append(p.tokens, "(")
			if err := p.split(body, depth+1); err != nil {
				return err
			}
			p.tokens = append(p.tokens, ")")
		}
		if len(p.tokens) > 2000 {
			return fmt.Errorf("the pattern is too long")
		}
	}
	return nil
}

func (p *patternParser) emit(in instr) int {
	p.rule.code = append(p.rule.code, in)
	return len(p.rule.code) - 1
}

func (p *patternParser) options() error {
	if p.depth++; p.depth > 50 {
		return fmt.Errorf("brackets nest too deep")
	}
	defer func() { p.depth-- }()
	var jumps []int
	for {
		at := len(p.rule.code)
		if err := p.sequence(); err != nil {
			return err
		}
		if p.pos >= len(p.tokens) || p.tokens[p.pos] != "|" {
			break
		}
		p.pos++
		p.insert(at, instr{op: opSplit, x: at + 1})
		jumps = append(jumps, p.emit(instr{op: opJump}))
		p.rule.code[at].y = len(p.rule.code)
	}
	for _, j := range jumps {
		p.rule.code[j].x = len(p.rule.code)
	}
	return nil
}

// insert puts an instruction at position at and moves the targets behind it.
func (p *patternParser) insert(at int, in instr) {
	p.rule.code = slices.Insert(p.rule.code, at, in)
	for i := at + 1; i < len(p.rule.code); i++ {
		c := &p.rule.code[i]
		if c.op == opSplit || c.op == opJump {
			c.x++
			if c.op == opSplit {
				c.y++
			}
		}
	}
}

func (p *patternParser) sequence() error {
	empty := true
	for p.pos < len(p.tokens) {
		t := p.tokens[p.pos]
		if t == ")" || t == "|" {
			break
		}
		at := len(p.rule.code)
		if err := p.part(); err != nil {
			return err
		}
		empty = false
		if p.pos < len(p.tokens) && p.tokens[p.pos] == "?" {
			p.pos++
			p.insert(at, instr{op: opSplit, x: at + 1})
			p.rule.code[at].y = len(p.rule.code)
		}
	}
	if empty {
		return fmt.Errorf("an empty option")
	}
	return nil
}

func (p *patternParser) part() error {
	t := p.tokens[p.pos]
	p.pos++
	glued := false
	if t == "~" {
		if p.pos >= len(p.tokens) {
			return fmt.Errorf("~ at the end")
		}
		glued = true
		t = p.tokens[p.pos]
		p.pos++
	}
	switch t {
	case "(":
		if glued {
			return fmt.Errorf("~ stands before a word or class")
		}
		if err := p.options(); err != nil {
			return err
		}
		if p.pos >= len(p.tokens) || p.tokens[p.pos] != ")" {
			return fmt.Errorf("( without )")
		}
		p.pos++
		return nil
	case "<":
		if p.open {
			return fmt.Errorf("< inside < >")
		}
		if p.depth != 1 {
			return fmt.Errorf("< stands outside brackets")
		}
		p.open = true
		p.rule.extents++
		p.emit(instr{op: opOpen})
		return nil
	case ">":
		if !p.open {
			return fmt.Errorf("> without <")
		}
		if p.depth != 1 {
			return fmt.Errorf("> stands outside brackets")
		}
		p.open = false
		p.emit(instr{op: opClose})
		return nil
	case "?", "~", ")", "|":
		return fmt.Errorf("%s stands alone", t)
	}
	class, name, named := strings.Cut(t, ":")
	if isClassName(class) {
		if !named {
			name = class
		} else if !isClassName(name) {
			return fmt.Errorf("%s: a name is written in capitals", t)
		}
		c, ok := p.words.class(class)
		if !ok {
			return fmt.Errorf("no such class %s", class)
		}
		slot := slices.Index(p.rule.slots, name)
		if slot < 0 {
			slot = len(p.rule.slots)
			p.rule.slots = append(p.rule.slots, name)
			if slot >= maxSlots {
				return fmt.Errorf("more than %d classes in a pattern", maxSlots)
			}
		}
		p.emit(instr{op: opClass, class: c, slot: int8(slot), glued: glued})
		return nil
	}
	parts := atomWords(strings.ToLower(strings.Trim(t, `"`)))
	if len(parts) == 0 {
		return fmt.Errorf("%s is no word", t)
	}
	for i, w := range parts {
		p.emit(instr{op: opWord, word: p.words.id(w), glued: glued || i > 0})
	}
	return nil
}

// firsts collects the words and classes a match may begin with. It is false
// when a match may be empty.
func (r *rule) firsts(pc int, seen []bool) bool {
	if seen[pc] {
		return true
	}
	seen[pc] = true
	switch in := r.code[pc]; in.op {
	case opWord:
		r.firstW = append(r.firstW, in.word)
	case opClass:
		r.firstC |= 1 << in.class
	case opSplit:
		a, b := r.firsts(in.x, seen), r.firsts(in.y, seen)
		return a && b
	case opJump:
		return r.firsts(in.x, seen)
	case opOpen, opClose:
		return r.firsts(pc+1, seen)
	case opMatch:
		return false
	}
	return true
}

// shortest is the least number of atoms in a match from pc on, counted up to 2.
func (r *rule) shortest(pc, n int) int {
	for n < 2 {
		switch in := r.code[pc]; in.op {
		case opWord, opClass:
			n++
			pc++
		case opSplit:
			return min(r.shortest(in.x, n), r.shortest(in.y, n))
		case opJump:
			pc = in.x
		case opMatch:
			return n
		default:
			pc++
		}
	}
	return n
}
