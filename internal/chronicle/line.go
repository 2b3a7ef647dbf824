package chronicle

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// How a line was made.
const (
	Sentence = "sentence" // a source's own sentence
	Clause   = "clause"   // a clause of one, with its subject
	Quoted   = "quoted"   // a source's sentence in quotation marks: it cannot stand alone
	Composed = "composed" // from the codes
)

// line is a happening said in a sentence.
type line struct {
	text string
	made string
	from int     // index in Happening.Reports of whose words these are; -1 composed
	told day.Day // the day from which those words count
	cost float64
	says bool // the words themselves say that it was only planned, or did not happen

	edited float64 // what of the cost is for what had to be done to the words
}

// reads is how many reports of a happening are read closely where the first
// leaves something to wish for; most is how many where none of those can stand
// alone.
const (
	reads = 3
	most  = 8
)

// plainEnough is the cost of editing under which a line is taken without
// reading another report: the ranks have chosen it already.
const plainEnough = 0.3

// line says a happening: in the words of the report that says it best, else
// from its codes.
func (c *Chronicler) line(h *happening.Happening, parsed *cache, o *Options) line {
	best := line{from: -1}
	if c.read != nil {
		tried := 0
		for _, i := range ranked(h, o) {
			if tried >= most || tried >= reads && best.from >= 0 {
				break
			}
			tried++
			l, ok := c.tell(h, i, parsed)
			if ok && (best.from < 0 || l.cost < best.cost) {
				best = l
			}
			if ok && l.edited <= plainEnough {
				break
			}
		}
	}
	if best.from >= 0 {
		return best
	}
	return c.compose(h, o)
}

// stands reports whether a report is to be heard.
func (o *Options) stands(r *record.Report) bool {
	if o.AsKnown != 0 {
		return r.Stands(o.AsKnown)
	}
	return r.Withdrawn == day.Latest || r.Withdrawn == 0
}

// ranked are the reports of a happening by how well they promise to say it:
// those whose sentence is what the article is about, names who takes part, and
// is neither a fragment nor a paragraph; on a disputed matter, those that most
// sources agree with.
func ranked(h *happening.Happening, o *Options) []int {
	against := map[int]bool{}
	for i := range h.Disputes {
		most := 0
		for _, cl := range h.Disputes[i].Claims {
			most = max(most, len(cl.Reports))
		}
		for _, cl := range h.Disputes[i].Claims {
			if len(cl.Reports) < most {
				for _, r := range cl.Reports {
					against[r] = true
				}
			}
		}
	}
	type rank struct {
		i    int
		cost float64
	}
	var out []rank
	for i := range h.Reports {
		r := &h.Reports[i]
		if r.Record == nil || r.Event == nil || r.Doc == nil || !o.stands(r) {
			continue
		}
		if r.Evidence.Text == "" {
			continue
		}
		cost := surface(h, r)
		if against[i] {
			cost++
		}
		out = append(out, rank{i, cost})
	}
	slices.SortStableFunc(out, func(a, b rank) int { return cmp.Compare(a.cost, b.cost) })
	list := make([]int, len(out))
	for k := range out {
		list[k] = out[k].i
	}
	return list
}

// surface is what speaks against a report's sentence before it is read.
func surface(h *happening.Happening, r *record.Report) float64 {
	text := r.Evidence.Text
	n := strings.Count(text, " ") + 1
	cost := 0.05*float64(max(n-25, 0)) + 0.2*float64(max(6-n, 0)) - r.Confidence
	if r.Line != "" {
		cost--
	}
	if r.Background && !h.Background {
		cost++
	}
	if r.Quoted {
		cost += 0.5
	}
	if r.Event.Status != h.Status {
		cost += 2
	}
	named, all := 0, 0
	for _, side := range [][]happening.Party{h.Actors, h.Recipients} {
		for i := range side {
			words := strings.Fields(side[i].Name)
			if len(words) == 0 {
				continue
			}
			all++
			if indexWord(text, words[len(words)-1]) >= 0 {
				named++
			}
		}
	}
	if all > 0 {
		cost -= float64(named) / float64(all)
	}
	return cost
}

// anchor is the day from which a report's words count: that of its dateline,
// else of its publication, else that on which it became known.
func anchor(r *record.Report) day.Day {
	for _, s := range []string{r.Doc.Dateline.Date, r.Doc.Published} {
		if d, err := day.Parse(s); err == nil {
			return d
		}
	}
	return r.Known
}

// ways are how much of a sentence is left standing, in the order tried.
type way int

const (
	ownClause  way = iota // the clause that tells the event, joined to others
	sideClause            // or one inside of another
	whole                 // all of it
)

// tell says a happening in the words of one report: in the clause that tells
// it, or where that cannot stand by itself in the sentence, or where that
// cannot either as a quotation. It reports false where nothing can be shown.
func (c *Chronicler) tell(h *happening.Happening, i int, parsed *cache) (line, bool) {
	r := &h.Reports[i]
	told := anchor(r)
	l := line{from: i, told: told, cost: surface(h, r)}
	var d *doc.Document
	if len(r.Evidence.Text) <= longestText {
		d = parsed.get(r, told, c.read)
	}
	if d != nil {
		for w := ownClause; w <= whole; w++ {
			t := newDraft(c.voc, h, r, d, r.Evidence.Start, told)
			if t == nil {
				break
			}
			if text, made, ok := t.edit(w); ok {
				l.text, l.made, l.says = Clean(text), made, t.says
				l.cost += t.cost
				l.edited = t.cost
				return l, true
			}
		}
	}
	words := extract(r)
	if words == "" {
		return line{}, false
	}
	l.text = c.voc.labels.Get("quoted", "who", outlet(r), "words", words)
	l.made, l.says = Quoted, true
	l.cost += 3
	l.edited = 3
	return l, true
}

// extract is the sentence of a report to be quoted; of a long one what stands
// around the event, as far as the next full mark on either side. It is "" where
// there is too little.
func extract(r *record.Report) string {
	text := r.Evidence.Text
	from, to := r.Event.Trigger.Start-r.Evidence.Start, r.Event.Trigger.End-r.Evidence.Start
	if strings.Count(text, " ") > mostWords {
		if from < 0 || to > len(text) || from >= to {
			return ""
		}
		before, after := strings.Fields(text[:from]), strings.Fields(text[to:])
		first, last := max(len(before)-easyWords/2, 0), min(len(after), easyWords/2)
		for i := first; i < len(before); i++ {
			if strings.ContainsAny(before[i][len(before[i])-1:], ".;:-") {
				first = i + 1
			}
		}
		for i := range last {
			if strings.ContainsAny(after[i][len(after[i])-1:], ".;:") {
				last = i + 1
				break
			}
		}
		gap := "" // "counter-attack", "attack's"
		if strings.HasSuffix(text[:from], " ") {
			gap = " "
		}
		text = strings.Join(before[first:], " ") + gap + text[from:to]
		if rest := strings.Join(after[:last], " "); rest != "" {
			if strings.HasPrefix(r.Evidence.Text[to:], " ") {
				text += " "
			}
			text += rest
		}
		if first > 0 {
			text = "… " + text
		}
		if last < len(after) {
			text += " …"
		}
	}
	words := Clean(strings.Join(strings.Fields(text), " "))
	if strings.Count(words, " ") < fewestWords {
		return ""
	}
	return strings.NewReplacer("“", "‘", "”", "’").Replace(strings.Trim(mended(words), "\"“”"))
}

// edit makes the line.
func (t *draft) edit(w way) (text, made string, ok bool) {
	made = Sentence
	t.top = t.path()[0]
	words := wholeSpeech(t.r.Evidence.Text, t.r.Quoted)
	if words && !t.heard() && strings.ContainsAny(t.r.Evidence.Text, "\"“”") {
		return "", "", false // nobody is known to have said it
	}
	if t.speech = words && t.heard(); t.speech {
		// A sentence inside a longer quotation is shown as the words of whoever
		// spoke.
		t.times()
		who := t.source()
		t.cost += 0.5
		text = t.v.labels.Get("speech", "who", capital(who), "words", strings.Trim(t.text(), "\"“”"))
		t.says = true
		return text, made, who != "" && !speaksOf(t.r.Evidence.Text, t.r.AttributedTo) && wellFormed(text) && t.finite()
	}
	if w < whole {
		all := t.words()
		t.narrow(w)
		if t.words() < all {
			made = Clause
		}
	} else {
		t.embedded = !t.plain(t.path())
	}
	if t.embedded {
		t.cost += 0.7
	}
	t.loose()
	t.times()
	t.here()
	if !t.names() {
		return "", "", false
	}
	text = mended(t.text())
	if !t.attributed() {
		who := t.source()
		if who == "" {
			return "", "", false
		}
		text = strings.TrimSuffix(text, ".") + t.v.labels.Get("according", "who", who)
	}
	t.says = t.tells(t.h.Status)
	if t.h.Status == "negated" && made == Clause && !t.says {
		return "", "", false // its negation stands in the rest
	}
	return text, made, wellFormed(text) && t.finite()
}

// tells reports whether the words themselves say that the event is not known to
// have happened.
func (t *draft) tells(status string) bool {
	for k := t.first; k < t.last; k++ {
		if !t.keep[k] {
			continue
		}
		tok := &t.d.Tokens[k]
		switch status {
		case "negated":
			if strings.Contains(tok.Feats, "Polarity=Neg") || t.v.has("negation", t.form(k)) {
				return true
			}
		case "planned", "hypothetical", "requested":
			if verbForm(tok.Feats) == "Inf" || tok.UPOS == "AUX" && t.modal(k) || t.v.has("condition", t.form(k)) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// heard reports whether somebody is known to speak the sentence who is not told
// of in it.
func (t *draft) heard() bool {
	for i := range t.r.AttributedTo {
		if _, _, ok := t.mention(&t.r.AttributedTo[i]); ok {
			return false
		}
	}
	return len(t.r.AttributedTo) > 0
}

// wholeSpeech reports whether a sentence is nothing but somebody's words: it has
// marks only at its ends, or stands inside a quotation and has none.
func wholeSpeech(s string, quoted bool) bool {
	s = strings.TrimSpace(s)
	inner := strings.Trim(s, "\"“”")
	if strings.ContainsAny(inner, "\"“”«»") {
		return false
	}
	opened := strings.HasPrefix(s, "\"") || strings.HasPrefix(s, "“")
	shut := strings.HasSuffix(s, "\"") || strings.HasSuffix(s, "”")
	return quoted || opened || shut
}

// finite reports whether the line is a clause that says something of a subject:
// neither "officials rejecting the plan" nor "many arrested in clashes".
func (t *draft) finite() bool {
	k := t.top
	if t.finished {
		return true
	}
	if !t.keep[k] {
		return false
	}
	for _, c := range t.d.Children(k) {
		if rel := t.rel(int(c)); (relOf(rel) == "aux" || rel == "cop") && t.keep[c] && verbForm(t.d.Tokens[c].Feats) == "Fin" {
			return true
		}
	}
	f := t.d.Tokens[k].Feats
	switch form := verbForm(f); {
	case form == "Fin":
		return true
	case form == "Ger", t.d.Child(k, "mark") >= 0:
		return false
	case len(t.subject) > 0:
		return true
	}
	// The model takes some past forms for participles: they have a subject.
	s := t.d.Child(k, "nsubj")
	return s >= 0 && t.keep[s] && t.d.Tokens[k].UPOS == "VERB" || t.d.Child(k, "parataxis", "ccomp") >= 0
}

// wellFormed reports whether a line looks like a sentence: a capital or a
// figure first, a stop last, marks in pairs, neither a fragment nor a question.
func wellFormed(s string) bool {
	n := strings.Count(s, " ") + 1
	if n < fewestWords || n > mostWords || !balanced(s) || strings.HasSuffix(s, "?") {
		return false
	}
	figures := 0
	for _, w := range strings.Fields(s) {
		if strings.ContainsAny(w, "0123456789") {
			figures++
		}
	}
	return figures*3 <= n // a table
}

// cache holds sentences that were read, for the events that share them.
type cache struct{ docs sync.Map } // [2]string → func() *doc.Document

// get reads the evidence of a report; nil where nothing can be read in it.
func (c *cache) get(r *record.Report, told day.Day, read func(*doc.Document)) *doc.Document {
	once, _ := c.docs.LoadOrStore([2]string{r.Doc.ID, r.Evidence.Text}, sync.OnceValue(func() *doc.Document {
		d := &doc.Document{
			ID: r.Doc.ID, Lang: r.Doc.Lang, Published: told.String(), Text: r.Evidence.Text,
			Blocks: []doc.Block{{Span: doc.Span{End: len(r.Evidence.Text)}}},
		}
		read(d)
		if len(d.Tokens) == 0 {
			return nil
		}
		return d
	}))
	return once.(func() *doc.Document)()
}
