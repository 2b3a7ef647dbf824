package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/nlp/conllu"
)

// gumNews measures named entities on the news documents of a treebank with
// GUM's mentions (Entity= in MISC). GUM marks every mention; a named entity is
// taken to be one whose head is a proper noun, cut to the stretch of proper and
// capitalised words around that head (for persons, to the head and what hangs
// flat on it, without titles; an office alone is no name). Times and quantities are no names. A name inside a
// longer one does not count, neither here nor in the answer, and nor do peoples
// ("Syrian"), which GUM marks in part.
func (b *Bench) gumNews(ctx context.Context, path string) (*Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	file, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	types := []string{"LOC", "MISC", "ORG", "PER"}
	rows := make([]Row, len(types)+1)
	index := map[string]int{}
	for i, t := range types {
		rows[i].Name, index[t] = t, i
	}
	rows[len(types)].Name = "all"
	rep := &Report{Set: "entities", File: filepath.Base(path) + " (news)", Unit: "entities"}
	var in []input
	var gold []map[entity]bool
	for _, d := range newsOf(file) {
		start := d[0].Words[0].Start
		last := d[len(d)-1]
		text := file.Text[start:last.Words[len(last.Words)-1].End]
		spans := map[entity]bool{}
		for i := range d {
			for _, e := range names(&d[i]) {
				spans[entity{e.start - start, e.end - start, e.kind}] = true
			}
		}
		in = append(in, input{ID: d[0].Comment("newdoc id"), Published: "2010-01-01", Lang: "en", Text: text})
		gold = append(gold, spans)
	}
	out, err := b.analyze(ctx, in)
	if err != nil {
		return nil, err
	}
	for i := range in {
		sys, peoples := map[entity]bool{}, map[[2]int]bool{}
		if out[i] != nil {
			end := 0
			for _, e := range out[i].Entities { // outer before inner
				switch {
				case e.Type == "NORP":
					peoples[[2]int{e.Start, e.End}] = true
				case e.Start >= end:
					sys[entity{e.Start, e.End, folded(e.Type)}] = true
					end = e.End
				}
			}
		}
		for e := range gold[i] {
			if peoples[[2]int{e.start, e.end}] {
				delete(gold[i], e)
			}
		}
		tally(rows, index, gold[i], sys)
		rep.Worst = append(rep.Worst, differences(in[i].Text, gold[i], sys)...)
	}
	rep.Rows = rows
	rep.Items = rows[len(types)].Gold
	rep.Add("F1", rows[len(types)].F1())
	return rep, nil
}

// newsOf are the documents of a treebank whose genre is news.
func newsOf(file *conllu.File) [][]conllu.Sentence {
	var out [][]conllu.Sentence
	for k, news := range inNews(file) {
		if !news {
			continue
		}
		if file.Sentences[k].Comment("newdoc id") != "" {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], file.Sentences[k])
	}
	return out
}

// inNews says of each sentence whether its document is news.
func inNews(file *conllu.File) []bool {
	out := make([]bool, len(file.Sentences))
	news := false
	for k := range file.Sentences {
		if s := &file.Sentences[k]; s.Comment("newdoc id") != "" {
			news = s.Comment("meta::genre") == "news"
		}
		out[k] = news
	}
	return out
}

// mention is a stretch of words [first, last) of a sentence that GUM marks.
type mention struct {
	first, last int
	kind        string
}

var mentionParts = regexp.MustCompile(`\([^()]+\)?|\d+(?:\[\d+/\d+\])?\)`)

// mentions reads the brackets of Entity=: "(7-person-…" opens number 7, "7)"
// closes it, "(7-person-…)" is one word.
func mentions(s *conllu.Sentence) []mention {
	type open struct {
		id, kind string
		at       int
	}
	var stack []open
	var out []mention
	for i := range s.Words {
		for _, m := range strings.Split(s.Words[i].Misc, "|") {
			value, ok := strings.CutPrefix(m, "Entity=")
			if !ok {
				continue
			}
			for _, part := range mentionParts.FindAllString(value, -1) {
				if part[0] != '(' {
					id := strings.TrimSuffix(part, ")")
					for j := len(stack) - 1; j >= 0; j-- {
						if stack[j].id == id {
							out = append(out, mention{stack[j].at, i + 1, stack[j].kind})
							stack = slices.Delete(stack, j, j+1)
							break
						}
					}
					continue
				}
				f := strings.Split(strings.Trim(part, "()"), "-")
				if len(f) < 2 {
					continue
				}
				if strings.HasSuffix(part, ")") {
					out = append(out, mention{i, i + 1, f[1]})
				} else {
					stack = append(stack, open{f[0], f[1], i})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b mention) int { return (b.last - b.first) - (a.last - a.first) })
	return out
}

// names are the named entities of a sentence, none inside another.
func names(s *conllu.Sentence) []entity {
	var out []entity
	taken := make([]bool, len(s.Words))
	for _, m := range mentions(s) {
		head := -1
		for i := m.first; i < m.last; i++ {
			if h := s.Words[i].Head - 1; h < m.first || h >= m.last {
				head = i
				break
			}
		}
		if head < 0 || !isName(s, m, head) {
			continue
		}
		a, z := stretch(s, m, head)
		if m.kind == "person" {
			a, z = flatName(s, m, head)
		}
		if slices.Contains(taken[a:z], true) || m.kind == "person" && z-a == 1 && honorifics[strings.ToLower(s.Words[a].Form)] {
			continue // inside a longer name, or an office alone
		}
		for i := a; i < z; i++ {
			taken[i] = true
		}
		kind := "MISC"
		switch m.kind {
		case "person":
			kind = "PER"
		case "organization":
			kind = "ORG"
		case "place":
			kind = "LOC"
		}
		out = append(out, entity{s.Words[a].Start, s.Words[z-1].End, kind})
	}
	return out
}

// isName reports whether a mention with that head is a name: the head is a proper
// noun, or a person's office with the name flat on it ("Professor Ann Li").
func isName(s *conllu.Sentence, m mention, head int) bool {
	if s.Words[head].UPOS == "PROPN" {
		return m.kind != "time" && m.kind != "quantity"
	}
	next := head + 1
	return m.kind == "person" && next < m.last && s.Words[next].UPOS == "PROPN" && s.Words[next].Head == head+1 && strings.HasPrefix(s.Words[next].Deprel, "flat")
}

// stretch widens a mention's head to the proper and capitalised words around it
// and what links them.
func stretch(s *conllu.Sentence, m mention, head int) (a, z int) {
	w := s.Words
	proper := func(i int) bool { return w[i].UPOS == "PROPN" }
	upper := func(i int) bool {
		r, _ := utf8.DecodeRuneInString(w[i].Form)
		return unicode.IsUpper(r) || proper(i)
	}
	a, z = head, head+1
	for z < m.last {
		form := strings.ToLower(w[z].Form)
		switch {
		case upper(z) && w[z].UPOS != "PRON":
			z++
		case links[form] && z+1 < m.last && proper(z+1):
			z += 2
		case (form == "of" || form == "for") && z+2 < m.last && strings.EqualFold(w[z+1].Form, "the") && proper(z+2):
			z += 3
		case (form == "-" || form == ".") && z+1 < m.last && proper(z+1) && w[z-1].End == w[z].Start:
			z += 2
		default:
			goto left
		}
	}
left:
	for a > m.first {
		form := w[a-1].Form
		if !(upper(a-1) && !slices.Contains([]string{"DET", "PRON", "ADP", "ADV"}, w[a-1].UPOS) ||
			slices.Contains([]string{"-", "of", "and", "&"}, form) && a-1 > m.first && proper(a-2)) {
			break
		}
		a--
	}
	return a, z
}

var links = wordSet("of for and & the - – ' ’s de la del al bin ibn von van der")

// honorifics are not part of a person's name.
var honorifics = wordSet("mr mrs ms miss dr prof professor president vice prime minister sen senator rep representative gen general col colonel maj major capt captain lt lieutenant sgt sergeant gov governor mayor king queen prince princess pope cardinal bishop archbishop sir lord lady judge justice chief secretary ambassador chancellor sheikh ayatollah imam rev reverend chairman chairwoman director commander admiral congressman congresswoman deputy attorney officer")

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// flatName is a person's head and the words that hang flat on it around it.
func flatName(s *conllu.Sentence, m mention, head int) (a, z int) {
	inside := map[int]bool{head: true}
	for range 4 {
		for i := m.first; i < m.last; i++ {
			if strings.HasPrefix(s.Words[i].Deprel, "flat") && inside[s.Words[i].Head-1] {
				inside[i] = true
			}
		}
	}
	a, z = head, head+1
	for z < m.last && (inside[z] || inside[z+1]) {
		z++
	}
	for a > m.first && inside[a-1] {
		a--
	}
	for a < z-1 && (s.Words[a].UPOS != "PROPN" || honorifics[strings.ToLower(strings.Trim(s.Words[a].Form, "."))]) {
		a++
	}
	return a, z
}
