package quote

import (
	"fmt"
	"io/fs"
	"strings"

	"chancery/lexicon"
)

// CueFile is the table of cue words, relative to the lexicon's root.
const CueFile = "en/quote/cues.txt"

// frame is a set of the kinds of content that a cue takes.
type frame uint16

const (
	fClause frame = 1 << iota
	fQuote
	fInf
	fObj
	fIng
	fHearer
	fPassive
)

var frames = map[string]frame{
	"clause": fClause, "quote": fQuote, "inf": fInf, "obj": fObj,
	"ing": fIng, "hearer": fHearer, "passive": fPassive,
}

// cue is a line of the table.
type cue struct {
	lemma string
	after string // particle or preposition the word needs: "out" in "point out"
	act   string
	has   frame
	preps []string
}

// cues is the table by lemma, one map for each part of speech.
type cues struct {
	verb, noun, adj map[string][]cue
	prep            [][]string // lower-case words: {"according", "to"}
}

func readCues(fsys fs.FS) (*cues, error) {
	rows, err := lexicon.Table(fsys, CueFile, 3)
	if err != nil {
		return nil, err
	}
	c := &cues{verb: map[string][]cue{}, noun: map[string][]cue{}, adj: map[string][]cue{}}
	for _, r := range rows {
		if err := c.add(r); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *cues) add(r lexicon.Row) error {
	bad := func(format string, a ...any) error {
		return lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf(format, a...)}
	}
	words := strings.Fields(r.Col(0))
	if len(words) == 0 {
		return bad("a cue needs a word")
	}
	if r.Col(1) == "prep" {
		c.prep = append(c.prep, words)
		return nil
	}
	if len(words) > 2 {
		return bad("%q: at most one particle or preposition may follow the word", r.Col(0))
	}
	q := cue{lemma: words[0], act: r.Col(2)}
	if len(words) == 2 {
		q.after = words[1]
	}
	switch q.act {
	case "speech", "thought", "wish", "stance":
	default:
		return bad("act %q: want speech, thought, wish or stance", q.act)
	}
	for _, f := range strings.Fields(r.Col(3)) {
		if b, ok := frames[f]; ok {
			q.has |= b
		} else {
			q.preps = append(q.preps, f)
		}
	}
	if q.has == 0 && len(q.preps) == 0 {
		return bad("%q takes no content: name at least one frame", r.Col(0))
	}
	table := map[string]map[string][]cue{"verb": c.verb, "noun": c.noun, "adj": c.adj}[r.Col(1)]
	if table == nil {
		return bad("part %q: want verb, noun, adj or prep", r.Col(1))
	}
	for _, x := range table[q.lemma] {
		if x.after == q.after {
			return bad("%q stands here already as %s", r.Col(0), r.Col(1))
		}
	}
	table[q.lemma] = append(table[q.lemma], q)
	return nil
}
