package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/nlp/conllu"
	"chancery/internal/nlp/en"
	"chancery/internal/nlp/linear"
)

func readFile(path string) (*conllu.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func readTrees(data string, sets ...string) ([]linear.Example, error) {
	var out []linear.Example
	for _, s := range sets {
		f, err := readFile(filepath.Join(data, "syntax", s+".conllu"))
		if err != nil {
			return nil, err
		}
		for _, s := range f.Sentences {
			var e linear.Example
			for _, w := range s.Words {
				e.Forms = append(e.Forms, w.Form)
				e.Tags = append(e.Tags, w.UPOS+"/"+w.XPOS)
				e.Heads = append(e.Heads, w.Head-1)
				e.Deprels = append(e.Deprels, w.Deprel)
			}
			out = append(out, e)
		}
	}
	return out, nil
}

// augment repeats some sentences in capitals, as headlines are printed, and a
// few in lower case.
func augment(ex []linear.Example) []linear.Example {
	out := ex
	for i, e := range ex {
		var f func(string) string
		switch i % 20 {
		case 3:
			f = strings.ToUpper
		case 11:
			f = strings.ToLower
		default:
			continue
		}
		if len(e.Forms) < 4 {
			continue
		}
		forms := make([]string, len(e.Forms))
		for k, w := range e.Forms {
			forms[k] = f(w)
		}
		e.Forms = forms
		out = append(out, e)
	}
	return out
}

// readEntities reads every trainable entity set with its types told apart.
func readEntities(data string, l *en.Lists) ([]linear.Example, error) {
	var out []linear.Example
	dir := filepath.Join(data, "entities")
	files := []string{filepath.Join(dir, "wikigold.conll"), filepath.Join(dir, "ewt-dev.iob2")}
	err := filepath.WalkDir(filepath.Join(dir, "re3d"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".conll") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, p := range files {
		ex, err := readColumns(p)
		if err != nil {
			return nil, err
		}
		for _, e := range ex {
			retype(e, l)
			addNames(e, l)
			out = append(out, e)
		}
	}
	f, err := readFile(filepath.Join(data, "syntax", "en_gum-train.conllu"))
	if err != nil {
		return nil, err
	}
	for _, s := range f.Sentences {
		e := gumEntities(s)
		retype(e, l)
		addNames(e, l)
		out = append(out, e)
	}
	return augment(out), nil
}

// readColumns reads CoNLL-2003 columns (space or tab) or .iob2 into IOB2.
func readColumns(path string) ([]linear.Example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	two := strings.HasSuffix(path, ".iob2")
	var out []linear.Example
	var e linear.Example
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line := sc.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "-DOCSTART-") {
			if len(e.Forms) > 0 {
				out = append(out, e)
			}
			e = linear.Example{}
			continue
		}
		if two && line[0] == '#' {
			continue
		}
		c := strings.Fields(line)
		form, tag := c[0], c[len(c)-1]
		if two {
			if c = strings.Split(line, "\t"); len(c) < 3 {
				return nil, fmt.Errorf("%s: short line %q", path, line)
			}
			form, tag = c[1], c[2]
		}
		if len(tag) > 2 && tag[0] == 'I' {
			p := "O"
			if n := len(e.Entities); n > 0 {
				p = e.Entities[n-1]
			}
			if len(p) < 3 || p[2:] != tag[2:] {
				tag = "B" + tag[1:]
			}
		}
		e.Forms, e.Entities = append(e.Forms, form), append(e.Entities, tag)
	}
	if len(e.Forms) > 0 {
		out = append(out, e)
	}
	return out, sc.Err()
}

// gumTypes are the kinds of GUM entity that can be names here.
var gumTypes = map[string]string{"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT"}

// gumEntities reads the names among GUM's entities. Its spans are whole noun
// phrases; the name is the run of proper nouns around the head.
func gumEntities(s conllu.Sentence) linear.Example {
	n := len(s.Words)
	e := linear.Example{Forms: make([]string, n), Entities: make([]string, n)}
	for i, w := range s.Words {
		e.Forms[i], e.Entities[i] = w.Form, "O"
	}
	type open struct {
		id, kind string
		start    int
		head     string
	}
	var stack []open
	mark := func(o open, end int) {
		t := gumTypes[o.kind]
		if t == "" {
			return
		}
		h := headOf(s.Words, o.start, end)
		if s.Words[h].UPOS != "PROPN" {
			return
		}
		a, z := h, h+1
		for a > o.start && inName(s.Words, a-1, h) {
			a--
		}
		for z < end && inName(s.Words, z, h) {
			z++
		}
		for i := a; i < z; i++ {
			if e.Entities[i] != "O" {
				return
			}
		}
		for i := a; i < z; i++ {
			e.Entities[i] = "I-" + t
		}
		e.Entities[a] = "B-" + t
	}
	for i, w := range s.Words {
		v := ""
		for _, f := range strings.Split(w.Misc, "|") {
			if x, ok := strings.CutPrefix(f, "Entity="); ok {
				v = x
			}
		}
		for v != "" {
			if v[0] == '(' {
				z := strings.IndexAny(v[1:], "()")
				body := v[1:]
				if z >= 0 {
					body = v[1 : 1+z]
				}
				part := strings.Split(body, "-")
				o := open{id: part[0], start: i}
				if len(part) > 1 {
					o.kind = part[1]
				}
				v = v[1+len(body):]
				if v != "" && v[0] == ')' {
					mark(o, i+1)
					v = v[1:]
				} else {
					stack = append(stack, o)
				}
				continue
			}
			id, rest, _ := strings.Cut(v, ")")
			v = rest
			for k := len(stack) - 1; k >= 0; k-- {
				if stack[k].id == id {
					mark(stack[k], i+1)
					stack = append(stack[:k], stack[k+1:]...)
					break
				}
			}
		}
	}
	return e
}

// headOf is the word of [a, z) whose head lies outside.
func headOf(ws []conllu.Word, a, z int) int {
	for i := a; i < z; i++ {
		if h := ws[i].Head - 1; h < a || h >= z {
			return i
		}
	}
	return a
}

// inName reports whether word i belongs to the name headed by h.
func inName(ws []conllu.Word, i, h int) bool {
	w := ws[i]
	switch w.Deprel {
	case "flat", "compound", "amod", "nummod":
	case "nmod", "nmod:desc", "nmod:poss", "conj":
		return w.UPOS == "PROPN"
	default:
		return i == h || w.UPOS == "PROPN" || w.Form == "-" || w.Form == "of" || w.Form == "&"
	}
	return w.UPOS == "PROPN" || w.UPOS == "NUM" || w.Form[0] >= 'A' && w.Form[0] <= 'Z'
}
