package place

import (
	"strings"
)

// judge sets the log-odds that name i is a toponym here.
func (r *reader) judge(i int) {
	n := &r.names[i]
	if n.people {
		return
	}
	if n.candidates == nil {
		n.candidates = r.t.lookup(nil, n.hash)
	}
	if n.dateline {
		n.score = 8
		return
	}
	add := func(w float64, why string) {
		n.score += w
		n.why = append(n.why, why)
	}
	text := r.d.Slice(n.Span)
	single := n.last-n.first == 1
	first := r.t.class(strings.TrimSuffix(text, "."))
	if first&never != 0 {
		add(-12, "never a place")
	}
	best := 0.0
	for k := range n.candidates {
		best = max(best, prior(&n.candidates[k]))
	}
	add(min(best, 6)*0.8-2.4, "how well known")
	if single && first&ordinary != 0 {
		add(-3.5, "common word")
	}
	if single && first&given != 0 {
		add(-1.5, "given name")
	}
	r.judgeEntity(n, add)
	r.judgeNeighbours(i, n, add)
	if single && r.people[text] {
		add(-4, "a person's name in this story")
	}
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
			add(-1.5, "within an organisation's name")
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
	}
	nc := r.t.class(next)
	switch {
	case capital(next) && nc&orgTail != 0:
		add(-2, "before "+next)
	case capital(next) && r.touches(n.last-1, n.last) && nc&(ofCity|ofProvince|ofDistrict) == 0:
		add(-1.2, "before a capitalised word")
	case r.initial(n.last):
		add(-3, "before an initial")
	}
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
		outer.candidates = r.t.lookup(nil, outer.hash)
	}
	if n.candidates == nil {
		n.candidates = r.t.lookup(nil, n.hash)
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
	switch {
	case o.index == p.index || o.ISO2 == "" || o.ISO2 != p.ISO2:
		return false
	case strings.HasPrefix(o.Feature, "PCL"):
		return true
	case o.Feature == "ADM1":
		return o.Admin1 == p.Admin1
	case o.Feature == "ADM2":
		return o.Admin2 != "" && o.Admin2 == p.Admin2
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
