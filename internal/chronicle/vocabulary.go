package chronicle

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"chancery/internal/happening"
	"chancery/lexicon"
)

// Files of the lexicon of the chronicle, and the one that names the states.
const (
	dir           = "en/chronicle"
	patternsFile  = dir + "/patterns.rules"
	wordsFile     = dir + "/words.txt"
	labelsFile    = dir + "/labels.txt"
	weightsFile   = dir + "/weights.txt"
	countriesFile = "en/actors/countries.txt"
)

// vocabulary is the lexicon of the chronicle, read.
type vocabulary struct {
	patterns []pattern
	words    map[string][][]string // kind → phrases, in lower case
	numbers  map[string]int        // "both" → 2
	labels   Labels
	weights  weights
	states   map[string]state
}

// state is a country by its names.
type state struct {
	name  string
	words []string // names, adjectives and peoples
}

func load(fsys fs.FS) (*vocabulary, error) {
	v := &vocabulary{words: map[string][][]string{}, numbers: map[string]int{}, states: map[string]state{}}
	var err error
	if v.patterns, err = readPatterns(fsys); err != nil {
		return nil, err
	}
	rows, err := lexicon.Table(fsys, wordsFile, 2)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch k := r.Col(0); k {
		case "opener", "adverb", "condition", "case", "aside", "attribution", "here", "pronoun", "pointer", "factive", "thing", "negation", "near":
			v.words[k] = append(v.words[k], strings.Fields(strings.ToLower(r.Col(1))))
		case "number":
			n, err := strconv.Atoi(r.Col(2))
			if err != nil {
				return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("%q is no number", r.Col(2))}
			}
			v.numbers[strings.ToLower(r.Col(1))] = n
		default:
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("no kind of word is called %q", k)}
		}
	}
	if v.labels, err = readLabels(fsys); err != nil {
		return nil, err
	}
	if v.weights, err = readWeights(fsys); err != nil {
		return nil, err
	}
	rows, err = lexicon.Table(fsys, countriesFile, 2)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		s := state{name: strings.TrimPrefix(r.Col(1), "=")}
		for i := 1; i < 5; i++ {
			for _, w := range lexicon.Split(r.Col(i)) {
				s.words = append(s.words, strings.TrimPrefix(w, "="))
			}
		}
		v.states[r.Col(0)] = s
	}
	return v, nil
}

// has reports whether w, in lower case, is a single word of the kind.
func (v *vocabulary) has(kind, w string) bool {
	for _, p := range v.words[kind] {
		if len(p) == 1 && p[0] == w {
			return true
		}
	}
	return false
}

// Labels are the words of a chronicle that no source said: dates, notes and
// headings.
type Labels struct {
	text             map[string]string
	months, weekdays []string
}

// needed are the labels without which something would be said with a hole in it.
var needed = []string{
	"months", "weekdays", "day", "date", "month", "year", "decade", "century", "week", "weekend", "quarter", "half",
	"spring", "summer", "autumn", "winter", "span", "comma", "and", "told", "planned", "planned on", "negated",
	"hypothetical", "requested", "composed", "according", "quoted", "speech", "dispute", "claim", "on date", "the", "was",
	"in place", "frame actual", "frame planned", "frame negated", "frame hypothetical", "frame requested",
	"lang", "title", "title about", "since", "until", "more", "more one", "contents", "skip", "permalink", "no day",
	"no month", "nothing", "entries", "entry", "reports", "beyond", "left out", "copies", "copy",
}

func readLabels(fsys fs.FS) (Labels, error) {
	rows, err := lexicon.Table(fsys, labelsFile, 2)
	if err != nil {
		return Labels{}, err
	}
	l := Labels{text: map[string]string{}}
	for _, r := range rows {
		if l.text[r.Col(0)] != "" {
			return Labels{}, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("%q stands here already", r.Col(0))}
		}
		l.text[r.Col(0)] = r.Col(1)
	}
	for _, k := range needed {
		if l.text[k] == "" {
			return Labels{}, lexicon.Problem{File: labelsFile, Line: 1, Msg: fmt.Sprintf("no label %q", k)}
		}
	}
	l.months, l.weekdays = lexicon.Split(l.text["months"]), lexicon.Split(l.text["weekdays"])
	if len(l.months) != 12 || len(l.weekdays) != 7 {
		return Labels{}, lexicon.Problem{File: labelsFile, Line: 1, Msg: "want 12 months and 7 weekdays"}
	}
	return l, nil
}

// Get is the label of a key with its slots filled: pairs of a slot's name and
// what stands in it.
func (l Labels) Get(key string, pairs ...string) string {
	s := l.text[key]
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

// Count is the label of a number of things: key names many, one a single one.
func (l Labels) Count(n int, one, many string) string {
	if n == 1 {
		return l.Get(one)
	}
	return l.Get(many, "n", strconv.Itoa(n))
}

// List joins names: "Chile, Peru and Bolivia".
func (l Labels) List(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], l.Get("comma")+" ") + " " + l.Get("and") + " " + names[n-1]
	}
}

// weights set an entry above another.
type weights struct {
	types, statuses, offices            map[string]float64
	score, state, head, lead, publisher float64
}

func readWeights(fsys fs.FS) (weights, error) {
	w := weights{types: map[string]float64{}, statuses: map[string]float64{}, offices: map[string]float64{}}
	rows, err := lexicon.Table(fsys, weightsFile, 3)
	if err != nil {
		return w, err
	}
	for _, r := range rows {
		x, err := strconv.ParseFloat(r.Col(2), 64)
		if err != nil || math.IsNaN(x) || x < 0 || x > 100 {
			return w, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("weight %q: want a number from 0 to 100", r.Col(2))}
		}
		switch r.Col(0) {
		case "type":
			w.types[r.Col(1)] = x
		case "status":
			w.statuses[r.Col(1)] = x
		case "office":
			w.offices[r.Col(1)] = x
		case "score":
			w.score = x
		case "state":
			w.state = x
		case "head":
			w.head = x
		case "lead":
			w.lead = x
		case "publisher":
			w.publisher = x
		default:
			return w, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("nothing called %q is weighed", r.Col(0))}
		}
	}
	return w, nil
}

// mostStates is how many states count: a list of forty members is no weightier
// than a summit of four.
const mostStates = 4

// of weighs a happening as weights.txt says.
func (w *weights) of(h *happening.Happening) float64 {
	x := w.types[h.Type] + w.score*math.Abs(h.Score)/10
	var states []string
	for _, side := range [][]happening.Party{h.Actors, h.Recipients} {
		head := 0.0
		for i := range side {
			p := &side[i]
			if p.Country != "" && len(states) < mostStates && !contains(states, p.Country) {
				states = append(states, p.Country)
			}
			head = max(head, w.offices[strings.ToLower(p.Role)])
		}
		x += w.head * head
	}
	x += w.state * float64(len(states))
	for i := range h.Reports {
		if h.Reports[i].Line != "" {
			x += w.lead
			break
		}
	}
	if k, ok := w.statuses[h.Status]; ok {
		x *= k
	}
	if h.Background {
		x *= w.statuses["history"]
	}
	return x*(0.5+0.5*h.Confidence) + w.publisher*math.Log2(float64(max(h.Publishers, 1)))
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
