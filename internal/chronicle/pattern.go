package chronicle

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"chancery/internal/happening"
	"chancery/lexicon"
)

// pattern is how events of a kind are said from their codes.
type pattern struct {
	block     lexicon.Block
	typ, mode string
	cameo     []string
	rules     []string
	did, noun form
	many      bool
}

// form is a sentence with slots, cut into the parts that stand or fall
// together.
type form []piece

type piece struct {
	text     string
	optional bool
}

// slots are who and what fill a form.
type slots struct{ actors, recipients string }

// statuses are those that have a frame in labels.txt.
var statuses = []string{"actual", "planned", "negated", "hypothetical", "requested"}

func readPatterns(fsys fs.FS) ([]pattern, error) {
	blocks, err := lexicon.Blocks(fsys, patternsFile)
	if err != nil {
		return nil, err
	}
	var out []pattern
	for _, b := range blocks {
		p := pattern{block: b, cameo: b.List("cameo"), rules: b.List("rule"), many: b.Get("many") == "yes"}
		p.typ, p.mode, _ = strings.Cut(b.Get("type"), " ")
		bad := func(line int, msg string) error { return lexicon.Problem{File: b.File, Line: line, Msg: msg} }
		if p.typ == "" {
			return nil, bad(b.Line, "a pattern needs a type")
		}
		for _, f := range b.Fields {
			var err error
			switch f.Key {
			case "type", "cameo", "rule", "many":
			case "did":
				p.did, err = readForm(f.Value)
			case "noun":
				p.noun, err = readForm(f.Value)
			default:
				err = fmt.Errorf("a pattern has no field %q", f.Key)
			}
			if err != nil {
				return nil, bad(f.Line, err.Error())
			}
		}
		if p.did == nil || p.noun == nil {
			return nil, bad(b.Line, "a pattern needs did and noun")
		}
		if len(b.Examples) == 0 {
			return nil, bad(b.Line, "a pattern needs an example")
		}
		out = append(out, p)
	}
	return out, nil
}

func readForm(s string) (form, error) {
	var f form
	for rest := s; rest != ""; {
		open := strings.IndexByte(rest, '[')
		if open < 0 {
			f = append(f, piece{rest, false})
			break
		}
		shut := strings.IndexByte(rest, ']')
		if shut < open {
			return nil, fmt.Errorf("brackets of %q do not match", s)
		}
		if open > 0 {
			f = append(f, piece{rest[:open], false})
		}
		f = append(f, piece{rest[open+1 : shut], true})
		rest = rest[shut+1:]
	}
	for _, p := range f {
		if plain := strings.NewReplacer("{A}", "", "{R}", "").Replace(p.text); strings.ContainsAny(plain, "{}[]") {
			return nil, fmt.Errorf("%q: slots are {A} and {R}", p.text)
		}
	}
	return f, nil
}

// fill puts names in the slots; it reports false where one that must be filled
// has none.
func (f form) fill(s slots) (string, bool) {
	var b strings.Builder
	for _, p := range f {
		if strings.Contains(p.text, "{A}") && s.actors == "" || strings.Contains(p.text, "{R}") && s.recipients == "" {
			if p.optional {
				continue
			}
			return "", false
		}
		b.WriteString(strings.NewReplacer("{A}", s.actors, "{R}", s.recipients).Replace(p.text))
	}
	return strings.TrimSpace(b.String()), true
}

// patternFor is the pattern of a happening with most conditions met, the first
// of them; nil where the lexicon has none of its type.
func (v *vocabulary) patternFor(h *happening.Happening, rules []string) *pattern {
	var best *pattern
	most := -1
	for i := range v.patterns {
		p := &v.patterns[i]
		if p.typ != h.Type || p.mode != "" && p.mode != h.Mode {
			continue
		}
		met := 0
		if p.mode != "" {
			met++
		}
		if len(p.cameo) > 0 {
			if !slices.ContainsFunc(p.cameo, func(c string) bool { return strings.HasPrefix(h.Cameo, c) }) {
				continue
			}
			met++
		}
		if len(p.rules) > 0 {
			if !slices.ContainsFunc(p.rules, func(r string) bool { return contains(rules, r) }) {
				continue
			}
			met += 2 // the words themselves, not only their code
		}
		if met > most {
			best, most = p, met
		}
	}
	return best
}

// say makes a sentence of a pattern. It reports false where its type has no
// frame for the status.
func (v *vocabulary) say(p *pattern, status string, s slots, place string) (string, bool) {
	text, ok := "", false
	if status == "actual" || status == "" {
		status = "actual"
		text, ok = p.did.fill(s)
	}
	where := ""
	if place != "" {
		where = " " + v.labels.Get("in place", "p", place)
	}
	if ok {
		text += where
	} else {
		noun, ok := p.noun.fill(s)
		frame := v.labels.Get("frame "+status, "n", noun+where)
		if !ok || frame == "" {
			return "", false
		}
		text = number(frame, p.many)
	}
	return sentenceOf(text), true
}

// number picks of "{was/were}" the form for one or for many.
func number(s string, many bool) string {
	for {
		open := strings.IndexByte(s, '{')
		bar := strings.IndexByte(s, '/')
		shut := strings.IndexByte(s, '}')
		if open < 0 || bar < open || shut < bar {
			return s
		}
		word := s[open+1 : bar]
		if many {
			word = s[bar+1 : shut]
		}
		s = s[:open] + word + s[shut+1:]
	}
}

// Lint says every example of the patterns and returns, in order of the line,
// those that come out otherwise, and the types that have no pattern.
func Lint(fsys fs.FS) ([]lexicon.Problem, error) {
	v, err := load(fsys)
	if err != nil {
		var bad lexicon.Problem
		if errors.As(err, &bad) {
			return []lexicon.Problem{bad}, nil
		}
		return nil, err
	}
	var out []lexicon.Problem
	names := map[string]int{}
	for i := range v.patterns {
		p := &v.patterns[i]
		problem := func(line int, msg string) {
			out = append(out, lexicon.Problem{File: p.block.File, Line: line, Msg: msg})
		}
		if first, ok := names[p.block.Name]; ok {
			problem(p.block.Line, fmt.Sprintf("pattern %s stands already in line %d", p.block.Name, first))
		}
		names[p.block.Name] = p.block.Line
		for _, ex := range p.block.Examples {
			status, s, place := v.example(ex.Text)
			got, ok := v.say(p, status, s, place)
			if !ok {
				got = "nothing"
			}
			if got != ex.Want {
				problem(ex.Line, fmt.Sprintf("want %q, found %q", ex.Want, got))
			}
		}
		h := &happening.Happening{Type: p.typ, Mode: p.mode}
		if len(p.cameo) > 0 {
			h.Cameo = p.cameo[0]
		}
		if best := v.patternFor(h, p.rules); best != p {
			problem(p.block.Line, fmt.Sprintf("pattern %s always holds in its place", best.block.Name))
		}
	}
	types, err := lexicon.Table(fsys, "en/events/types.txt", 1)
	if err != nil {
		return nil, err
	}
	for _, t := range types {
		if v.patternFor(&happening.Happening{Type: t.Col(0)}, nil) == nil {
			out = append(out, lexicon.Problem{File: patternsFile, Line: 1, Msg: "no pattern for any event of type " + t.Col(0)})
		}
	}
	return out, nil
}

// example reads "[status:] actors > recipients @ place".
func (v *vocabulary) example(s string) (status string, who slots, place string) {
	status = "actual"
	if before, after, ok := strings.Cut(s, ":"); ok {
		status, s = strings.TrimSpace(before), after
	}
	s, place, _ = strings.Cut(s, "@")
	a, r, _ := strings.Cut(s, ">")
	list := func(s string) string {
		var names []string
		for _, n := range strings.Split(s, "+") {
			if n = strings.TrimSpace(n); n != "" {
				names = append(names, n)
			}
		}
		return v.labels.List(names)
	}
	return status, slots{list(a), list(r)}, strings.TrimSpace(place)
}
