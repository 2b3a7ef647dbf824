package place

import (
	"strings"
)

// judge sets the log-odds that name i is a toponym here.
func (r *reader) judge(i int) {
	n := &r.names[i]
	if n.people || len(n.candidates) > 0 && n.candidates[0].Feature == Border {
		return
	}
	if n.candidates == nil {
		n.candidates = r.t.lookup(n.hash)
	}
	if n.dateline {
		n.score = 8
		r.judgeNesting(i, n, func(float64, string) {})
		return
	}
	add := func(w float64, why string) {
		n.score += w
		n.why = append(n.why, why)
	}
	text := r.d.Slice(n.Span)
	n.candidates = bySpelling(text, n.candidates)
	r.buf = Fold(r.buf[:0], text)
	first := r.t.words[string(r.buf)]
	if first&never != 0 || strings.HasPrefix(r.d.Text[n.End:], "$") || strings.HasSuffix(text, "$") {
		add(-12, "never a place")
	}
	if len(text) < 5 && first == 0 {
		r.judgeCapitals(n, text, add)
	}
	best := 0.0
	for k := range n.candidates {
		best = max(best, n.candidates[k].prior)
	}
	add(min(best, 6)*0.8-2.4, "how well known")
	single := n.last-n.first == 1
	place := r.entity(n) == "GPE" || r.entity(n) == "LOC"
	switch {
	case !single && first&ordinary == 0:
		add(2, "several words")
	case first&ordinary != 0 && place:
		add(-3, "common word")
	case first&ordinary != 0:
		add(-4, "common word")
	case first&(namesake|given) != 0 && !place:
		add(-1.2, "namesake of people")
	case first&given != 0:
		add(-0.5, "given name")
	}
	r.judgeEntity(n, add)
	r.judgeNeighbours(i, n, add)
	if single && r.people[text] {
		add(-4, "a person's name in this story")
	}
}

// judgeCapitals tells short names from acronyms: "CAR" is a country and "Car" is
// not, "Swat" is a valley and "SWAT" is not.
func (r *reader) judgeCapitals(n *name, text string, add func(float64, string)) {
	switch caps, known := allCapitals(text), r.t.acronyms[n.hash]; {
	case known && !caps && len(n.candidates) > 0 && !strings.Contains(text, "."):
		add(-6, "an acronym in capitals only")
	case caps && !known && !allCapitals(r.form(n.first-1)) && !allCapitals(r.form(n.last)):
		add(-4, "an acronym")
	}
}

// entity is the type of the outermost named entity over the name, or "".
func (r *reader) entity(n *name) string {
	if n.first >= len(r.ent) || n.first >= n.last || r.ent[n.first] == 0 {
		return ""
	}
	return r.d.Entities[r.ent[n.first]-1].Type
}

func (r *reader) judgeEntity(n *name, add func(float64, string)) {
	if n.first >= len(r.ent) || n.first >= n.last {
		return
	}
	e := r.ent[n.first]
	if e == 0 {
		add(-0.8, "no entity")
		return
	}
	ent := &r.d.Entities[e-1]
	same := ent.First == n.first && ent.Last == n.last || ent.First == n.first-1 && ent.Last == n.last
	switch ent.Type {
	case "GPE", "LOC":
		add(2.5, "entity: place")
	case "PER":
		if same {
			add(-1.8, "entity: person")
		} else {
			add(-4, "within a person's name")
		}
	case "ORG":
		if same {
			add(-1.2, "entity: organisation")
		} else {
			add(-1, "within an organisation's name")
		}
	case "NORP":
		add(-2.5, "entity: people")
	default:
		if !same {
			add(-2, "within another name")
		} else {
			add(-1, "entity: other")
		}
	}
}

func (r *reader) judgeNeighbours(i int, n *name, add func(float64, string)) {
	prev, next := r.form(n.first-1), r.form(n.last)
	if !r.sameSentence(n.first, n.first-1) {
		prev = ""
	}
	if !r.sameSentence(n.last-1, n.last) {
		next = ""
	}
	pc := r.t.class(strings.TrimSuffix(prev, "."))
	if pc&into != 0 && prev != "" {
		add(1.6, "after "+prev)
	}
	if pc&direction != 0 {
		add(1.5, "after "+prev)
	}
	if n.kind != 0 {
		add(1.5, "called a place")
	}
	switch {
	case capital(prev) && pc&title != 0:
		add(-4, "after a title")
	case capital(prev) && pc&given != 0 && r.touches(n.first-1, n.first):
		add(-4, "after a given name")
	case capital(prev) && r.touches(n.first-1, n.first) && pc&(direction|into|ofCity) == 0 && n.first-1 > r.sentenceFirst(n.first):
		add(-1.5, "after a capitalised word")
	case r.initial(n.first - 1):
		add(-3, "after an initial")
	}
	if pc&orgHead != 0 || prev == "of" && r.t.class(r.form(n.first-2))&orgHead != 0 && capital(r.form(n.first-2)) {
		add(-2.5, "in an organisation's name")
		n.org = true
	}
	if prev == "of" && r.form(n.first-2) == "," && digits(r.form(n.first-3)) {
		add(2.5, "after an age and \"of\"")
	}
	if prev == "-" && r.party(n.first-2) || strings.HasSuffix(prev, "-") && r.party(n.first-1) {
		add(3.5, "after a party")
	}
	nc := r.t.class(strings.TrimSuffix(next, "."))
	joined := r.touches(n.last-1, n.last)
	own := r.t.class(r.d.Slice(n.Span))
	switch {
	case r.initial(n.last) && joined:
		add(-3, "before an initial")
	case (next == "'s" || next == "’s") && strings.HasPrefix(r.d.Slice(n.Span), "St"):
		add(-2, "a saint's")
	case capital(next) && nc&street != 0 && joined && nc&civic == 0:
		add(-5, "before "+next)
	case capital(next) && nc&orgTail != 0 && joined:
		add(-3.5, "before "+next)
		n.org = true
	case capital(next) && nc&civic != 0 && joined:
		add(0.5, "before "+next)
	case nc&local != 0 || strings.HasPrefix(next, "-based") || next == "-" && r.form(n.last+1) == "based":
		add(1.5, "before "+next)
	case capital(next) && joined && own&given != 0:
		add(-3, "a given name before another")
	case capital(next) && joined && nc&(ofCity|ofProvince|ofDistrict) == 0:
		add(-1.2, "before a capitalised word")
	}
	r.judgeNesting(i, n, add)
}

// judgeNesting checks that the gazetteer bears out what stands inside what.
func (r *reader) judgeNesting(i int, n *name, add func(float64, string)) {
	if n.inside >= 0 {
		if r.mayHold(&r.names[n.inside], n) {
			add(3, "inside "+r.d.Slice(r.names[n.inside].Span))
		} else {
			n.inside = -1
		}
	}
	if i > 0 {
		p := &r.names[i-1]
		if p.inside == i && p.score > 0 {
			n.holds = true
			add(2.5, "holds "+r.d.Slice(p.Span))
		}
	}
}

// mayHold reports whether some candidate of outer contains one of n.
func (r *reader) mayHold(outer, n *name) bool {
	if outer.candidates == nil {
		outer.candidates = r.t.lookup(outer.hash)
	}
	if n.candidates == nil {
		n.candidates = r.t.lookup(n.hash)
	}
	for a := range n.candidates {
		for b := range outer.candidates {
			if contains(&outer.candidates[b], &n.candidates[a]) {
				return true
			}
		}
	}
	return false
}

// contains reports whether division or country o holds p.
func contains(o, p *Candidate) bool {
	if o.index == p.index || o.ISO2 == "" || o.ISO2 != p.ISO2 {
		return false
	}
	switch o.class {
	case isCountry:
		return true
	case isAdmin1:
		return o.admin1 >= 0 && o.admin1 == p.admin1
	case isAdmin2:
		return o.admin2 >= 0 && o.admin2 == p.admin2
	}
	return false
}

func (r *reader) sameSentence(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(r.d.Tokens) && j < len(r.d.Tokens) && r.d.SentenceOf(i) == r.d.SentenceOf(j)
}

func (r *reader) sentenceFirst(i int) int {
	if i >= len(r.d.Tokens) {
		return 0
	}
	return r.d.Sentences[r.d.SentenceOf(i)].First
}

// touches reports whether only a blank stands between two tokens.
func (r *reader) touches(i, j int) bool {
	if i < 0 || j >= len(r.d.Tokens) {
		return false
	}
	gap := r.d.Text[r.d.Tokens[i].End:r.d.Tokens[j].Start]
	return gap == "" || gap == " " || gap == "\n"
}

// bySpelling keeps, of what a name of two letters may mean, what it can mean as
// it is spelt: "La." is no city, "LA" may be one.
func bySpelling(text string, cs []Candidate) []Candidate {
	if len(text) > 4 || len(text) < 2 || text[1] < 'a' || text[1] > 'z' || text[len(text)-1] != '.' {
		return cs
	}
	var kept []Candidate
	for _, c := range cs {
		if c.Feature == "ADM1" {
			kept = append(kept, c)
		}
	}
	if kept == nil {
		return cs
	}
	return kept
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// party reports whether token i is a party's letters: "R-Ohio".
func (r *reader) party(i int) bool {
	switch strings.Trim(r.form(i), "-(") {
	case "R", "D", "I", "DFL", "Rep", "Dem", "Lib", "Con", "Lab", "NDP":
		return true
	}
	return false
}
