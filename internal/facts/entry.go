package facts

import (
	"strconv"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// Bounds on a sentence that can stand as a chronicle's line, in tokens. Shorter
// is a fragment, longer is no line.
const (
	shortestLine = 5
	longestLine  = 60
	easyLine     = 32 // above this a line is cut at a clause, where it can be
)

// surely is how sure an event must be for a sentence to be made of it: a
// composed line says more than the report's own words do.
const surely = 0.5

// entry chooses the day's line. Reports are written so that the first sentence
// says what they are about, so it is taken where it can stand by itself; else
// the sentence that says the main happening most plainly: by where it stands,
// how much an event of its type weighs, how many of its actors are states and
// how often it is told; else one composed of the event.
func (r *reader) entry() {
	best, most := -1, 0.0
	for i := range r.events {
		if w := r.weight(&r.events[i]); w > most {
			best, most = i, w
		}
	}
	si := -1
	if best >= 0 {
		si = r.line(&r.events[best])
	}
	if (si < 0 || r.rank(si) > 0) && r.leadEntry(0) {
		return
	}
	if best < 0 || r.events[best].Confidence < surely || si >= 0 && r.rank(si) > 3 {
		r.leadEntry(3)
		return
	}
	e := &r.events[best]
	f := &Entry{Date: r.newsDate(e.Date)}
	if t := f.Date.Timex; t >= 0 && r.d.Times[t].First < r.d.Times[t].Last && r.d.SentenceOf(r.d.Times[t].First) == e.Sentence && r.bond(e.Token, &r.d.Times[t]) == 0 {
		f.Date = r.today() // it dates a clause beside
	}
	if si >= 0 {
		f.Sentence = r.plain(si)
		f.Events = r.tells(si)
		f.Fact = r.fact(e.Token, r.d.Sentences[si].Span, e.Date, e.Confidence, "sentence")
	} else if r.leadEntry(3) {
		return
	} else if f.Sentence = r.clauseOf(e); f.Sentence != "" {
		f.Fact = r.fact(e.Token, e.Trigger, e.Date, e.Confidence*0.8, "clause")
	} else if f.Sentence = r.compose(e); f.Sentence != "" {
		f.Fact = r.fact(e.Token, e.Trigger, e.Date, e.Confidence*0.6, "composed")
	} else {
		return
	}
	if len(f.Events) == 0 {
		f.Events = []int{best}
	}
	f.Attributed, f.Background = nil, false
	f.Trace = append(f.Trace, "main happening "+e.Type+" at "+r.d.Slice(e.Trigger)+", weight "+strconv.FormatFloat(most, 'f', 2, 64))
	r.out.Entry = f
}

// tells lists the events of the day that sentence si tells.
func (r *reader) tells(si int) []int {
	var out []int
	for i := range r.events {
		if x := &r.events[i]; (x.Sentence == si || r.mentionedIn(x, si)) && !x.Background && (x.Status == coder.Actual || x.Status == coder.Planned) {
			out = append(out, i)
		}
	}
	return out
}

// newsDate is the date of a happening that makes the news: a date ahead of the
// story, or the bare year it stands in, dates something else in the sentence.
func (r *reader) newsDate(date coder.Date) coder.Date {
	anchor := r.d.Anchor()
	if anchor != "" && (date.Value == "" || lastDay(date.Value) > anchor && (len(date.Value) == 10 || !strings.HasPrefix(anchor, date.Value)) || date.Value == anchor[:4]) {
		if len(date.Value) == 8 { // a week
			return date
		}
		return r.today()
	}
	return date
}

// weight is how much an event makes the story; 0 for what did not happen now.
func (r *reader) weight(e *coder.Event) float64 {
	if e.Background || len(e.Actors) == 0 {
		return 0
	}
	w := r.x.entry[e.Type].weight * (0.5 + 0.5*e.Confidence)
	switch e.Status {
	case coder.Actual:
	case coder.Planned:
		w *= 0.6
	default:
		w *= 0.3
	}
	if len(e.Attributed) > 0 && e.Quoted {
		w *= 0.5
	}
	w += min(float64(len(e.Mentions)-1), 3) * 0.4
	for _, c := range partiesOf(append(append([]doc.Actor(nil), e.Actors...), e.Recipients...)) {
		if c != "" {
			w += 0.3
		}
	}
	switch r.firstRank(e) {
	case 0:
		w += 2
	case 1:
		w += 1
	case 2:
		w += 0.5
	}
	return w
}

// firstRank is the rank of the first sentence that tells the event.
func (r *reader) firstRank(e *coder.Event) int {
	first := r.rank(e.Sentence)
	for _, m := range e.Mentions {
		if k := r.tokenAt(m.Start); k >= 0 {
			first = min(first, r.rank(r.d.SentenceOf(k)))
		}
	}
	return first
}

// rank is 0 for captions and the first sentence of the body, then the number of
// sentences before.
func (r *reader) rank(si int) int {
	d := r.d
	if k := d.Blocks[d.Sentences[si].Block].Kind; k == doc.Caption {
		return 0
	}
	n := 0
	for i := 0; i < si; i++ {
		if d.Blocks[d.Sentences[i].Block].Kind == doc.Body {
			n++
		}
	}
	return n
}

// line is the sentence among an event's mentions that says it most plainly, or
// -1.
func (r *reader) line(e *coder.Event) int {
	d := r.d
	best, most := -1, -1.0
	for _, m := range e.Mentions {
		k := r.tokenAt(m.Start)
		if k < 0 {
			continue
		}
		si := d.SentenceOf(k)
		if !r.canStand(si) {
			continue
		}
		w := 3 - 0.5*float64(min(r.rank(si), 6))
		if d.Blocks[d.Sentences[si].Block].Kind == doc.Caption {
			w++
		}
		if s := &d.Sentences[si]; s.Last-s.First > 30 {
			w -= 0.6
		}
		if d.Tokens[k].Head < 0 {
			w++ // it is what the sentence is about
		}
		if w > most {
			best, most = si, w
		}
	}
	return best
}

// canStand: a sentence understood by itself: of the right length, with a verb,
// no question, no quotation, no pronoun for a subject.
func (r *reader) canStand(si int) bool {
	d := r.d
	s := d.Sentences[si]
	if n := s.Last - s.First; n < shortestLine || n > longestLine {
		return false
	}
	if k := d.Blocks[s.Block].Kind; k == doc.Headline || k == doc.Meta || k == doc.Dateline {
		return false
	}
	text := strings.TrimSpace(d.Slice(s.Span))
	for i := range d.Quotations {
		q := &d.Quotations[i]
		if len(q.Content) > 0 && q.Direct && s.Contains(q.Content[0]) && q.Content[0].Len() > s.Len()*2/3 && opensQuoted(d.Slice(q.Content[0])) {
			return false
		}
	}
	if strings.HasSuffix(text, "?") || opensQuoted(text) && r.spoken(si) || strings.ContainsAny(text[:1], "(-") {
		return false
	}
	root := r.root(si)
	if root < 0 || !r.finite(root) && (r.rank(si) > 0 || r.clauseIn(s.Span) < 0) {
		return false
	}
	if open := unclosed(d.Slice(s.Span)); open >= 0 && s.Start+open < d.Tokens[root].End {
		return false
	}
	sub := d.Child(root, "nsubj", "nsubj:pass")
	for k := s.First; k < s.Last && sub < 0; k++ {
		if rel := d.Tokens[k].Deprel; rel == "nsubj" || rel == "nsubj:pass" {
			sub = k
		}
	}
	if sub < 0 || d.Tokens[sub].UPOS == "PRON" {
		return false
	}
	switch strings.ToLower(d.Form(s.First)) {
	case "but", "and", "however", "meanwhile", "also", "moreover", "he", "she", "they", "it", "this", "that", "these", "those", "so", "yet":
		return false
	}
	return true
}

// root is the head of sentence si, the last where the tree has several.
func (r *reader) root(si int) int {
	s, root := r.d.Sentences[si], -1
	for k := s.First; k < s.Last; k++ {
		if r.d.Tokens[k].Head < 0 {
			root = k
		}
	}
	return root
}

// finite: token k heads a clause with a finite verb, its own or an auxiliary's.
func (r *reader) finite(k int) bool {
	d := r.d
	if isVerb(&d.Tokens[k]) && strings.Contains(d.Tokens[k].Feats, "VerbForm=Fin") {
		return true
	}
	for _, c := range d.Children(k) {
		if t := &d.Tokens[c]; (strings.HasPrefix(t.Deprel, "aux") || t.Deprel == "cop") && strings.Contains(t.Feats, "VerbForm=Fin") {
			return true
		}
	}
	return false
}

// told: the clause headed by k tells of something done, in the past or the
// perfect, not of how things are or may come to be.
func (r *reader) told(k int) bool {
	d := r.d
	if d.Tokens[k].UPOS != "VERB" || !r.finite(k) || r.unreal(k) {
		return false
	}
	if strings.Contains(d.Tokens[k].Feats, "Tense=Past") && strings.Contains(d.Tokens[k].Feats, "VerbForm=Fin") {
		return true
	}
	for _, c := range d.Children(k) {
		if x := &d.Tokens[c]; strings.HasPrefix(x.Deprel, "aux") && (x.Lemma == "have" || strings.Contains(x.Feats, "Tense=Past")) {
			return true
		}
	}
	return false
}

// spoken: the words in quotation marks that open sentence si are a clause, not
// only an expression taken from somebody.
func (r *reader) spoken(si int) bool {
	d := r.d
	s := d.Sentences[si]
	for k := s.First + 1; k < s.Last && !strings.ContainsAny(d.Form(k), "\"”’»"); k++ {
		if isVerb(&d.Tokens[k]) && strings.Contains(d.Tokens[k].Feats, "VerbForm=Fin") {
			return true
		}
	}
	return false
}

// runsOn says whether sentence si goes on in the next one: wires set a capital
// behind an abbreviation ("exports to the U.S. And Canada"), which looks like
// an end.
func (r *reader) runsOn(si int) bool {
	d := r.d
	if si+1 >= len(d.Sentences) || d.Sentences[si+1].Block != d.Sentences[si].Block {
		return false
	}
	text, next := d.Slice(d.Sentences[si].Span), d.Sentences[si+1]
	if n := len(text); n < 4 || text[n-1] != '.' || text[n-3] != '.' || next.Last-next.First < 3 {
		return false
	}
	switch d.Form(next.First) {
	case "And", "Or", "From", "To", "For", "With", "By", "Of", "Over", "Into", "Which", "That":
		return true
	}
	return false
}

// clauseIn is the head of the main clause within a span, -1 where it holds
// none: "New targets for ports | were announced by the minister".
func (r *reader) clauseIn(s doc.Span) int {
	d := r.d
	for k := max(r.tokenAt(s.Start), 0); k < len(d.Tokens) && d.Tokens[k].Start < s.End; k++ {
		switch d.Tokens[k].Deprel {
		case "root", "ccomp", "parataxis", "conj":
			if r.finite(k) {
				return k
			}
		}
	}
	return -1
}

// unclosed is the byte of a bracket that text opens and does not shut, as where
// an abbreviation inside has ended the sentence, or -1.
func unclosed(text string) int {
	open := strings.LastIndexByte(text, '(')
	if open < 0 || strings.IndexByte(text[open:], ')') >= 0 {
		return -1
	}
	return open
}

// plain is the text of a sentence on one line and with its full stop. The
// attribution that ends it is left out where the rest tells of something done;
// what is only expected, wanted or held true stays with whoever said it.
func (r *reader) plain(si int) string {
	d := r.d
	s := d.Sentences[si]
	end, kept := s.End, false
	for i := range d.Quotations {
		q := &d.Quotations[i]
		if len(q.Content) != 1 || len(q.Cue) == 0 || len(q.Source) == 0 || q.Direct {
			continue
		}
		c, tail := q.Content[0], max(q.Cue[0].End, q.Source[0].End)
		said := min(q.Cue[0].Start, q.Source[0].Start)
		if k := r.clauseIn(c); c.Start == s.Start && said > c.End && k >= 0 && !r.told(k) {
			kept = true
		}
		if c.Start != s.Start || said <= c.End || tail < s.End-2 || tail > s.End || !strings.Contains(d.Text[c.End-1:said], ",") {
			continue
		}
		if k := r.clauseIn(c); k >= 0 && r.told(k) {
			end = c.End
		}
	}
	if s.Last-s.First > easyLine && !kept {
		end = min(end, r.cut(si))
	}
	if end == s.End && r.runsOn(si) {
		end = d.Sentences[si+1].End
	}
	if open := unclosed(d.Text[s.Start:end]); open >= 0 {
		end = s.Start + open
	}
	text := strings.Join(strings.Fields(d.Text[s.Start:end]), " ")
	text = strings.TrimRight(text, " ,;:")
	if strings.HasSuffix(text, " and") || strings.HasSuffix(text, " or") { // cut within a list of speakers
		if i := strings.LastIndexByte(text, ','); i > len(text)/2 {
			text = text[:i]
		}
	}
	if bare := strings.TrimRight(text, "\"'”’)"); bare != "" && !strings.ContainsAny(bare[len(bare)-1:], ".!?") {
		text += "."
	}
	return text
}

// cut is where a long sentence can end: before ", but", ", while" and the like,
// once its main verb has been said.
func (r *reader) cut(si int) int {
	d := r.d
	s := d.Sentences[si]
	root := max(r.root(si), s.First)
	for k := max(root+2, s.First+10); k+1 < s.Last; k++ {
		if d.Form(k) != "," && d.Form(k) != ";" && d.Form(k) != "--" {
			continue
		}
		switch d.Form(k + 1) {
		case "but", "while", "although", "though", "as", "which", "who", "where", "saying", "adding", "when":
			return d.Tokens[k].Start
		}
		if d.Form(k) != "," {
			return d.Tokens[k].Start
		}
	}
	return s.End
}

// leadEntry takes the line from the first sentence of the caption or the body
// that can stand by itself, of at most so many sentences after the lead.
func (r *reader) leadEntry(after int) bool {
	d := r.d
	for si := range d.Sentences {
		if r.rank(si) > after {
			return false
		}
		if !r.canStand(si) {
			continue
		}
		s := d.Sentences[si]
		root, date, sure := r.root(si), r.today(), 0.5
		if r.told(root) {
			sure = 0.6
			// a month or a year dates the figures told of, not their telling
			if own := r.date(root, nil); own.Timex >= 0 && len(own.Value) >= 8 && !r.isBackground(own) {
				date = own
			}
		}
		f := &Entry{Fact: r.fact(root, s.Span, date, sure, "lead"), Date: r.newsDate(date), Sentence: r.plain(si), Events: r.tells(si)}
		f.Attributed, f.Background = nil, false
		r.out.Entry = f
		return true
	}
	return false
}

// clauseOf says the event with the actors' names and the report's own words for
// what they did: "They signed four accords" with "they" told.
func (r *reader) clauseOf(e *coder.Event) string {
	d := r.d
	t := &d.Tokens[e.Token]
	if t.UPOS != "VERB" || r.passive(e.Token) || e.Status != coder.Actual || !strings.Contains(t.Feats, "VerbForm=Fin") {
		return ""
	}
	s := r.subject(e.Token)
	if s < 0 || s > e.Token || d.SentenceOf(s) != d.SentenceOf(e.Token) {
		return ""
	}
	if who := r.actorsAt(s); len(who) == 0 || !contains(e.Actors, &who[0]) {
		return ""
	}
	_, last := d.Subtree(e.Token)
	last = min(last, r.sentence(e.Token).Last)
	for k := e.Token + 1; k < last; k++ { // one clause is enough
		if d.Tokens[k].Deprel == "conj" && d.Tokens[k].Head == e.Token || d.Tokens[k].Deprel == "parataxis" {
			for k > e.Token+1 && (d.Tokens[k-1].UPOS == "PUNCT" || d.Tokens[k-1].UPOS == "CCONJ" || d.Tokens[k-1].Head == k) {
				k--
			}
			last = k
			break
		}
	}
	if last-e.Token < 3 || last-e.Token > easyLine {
		return ""
	}
	text := r.list(e.Actors) + " " + strings.Join(strings.Fields(d.Slice(d.TokenSpan(e.Token, last))), " ")
	return strings.ToUpper(text[:1]) + strings.TrimRight(text[1:], " ,;:.") + "."
}

// compose says the event in a sentence of the lexicon's, for reports that say
// it only in pieces.
func (r *reader) compose(e *coder.Event) string {
	form := r.x.entry[e.Type].form
	if form == "" || len(e.Recipients) == 0 && len(e.Actors) < 2 {
		return "" // too little to say
	}
	if open := strings.IndexByte(form, '['); open >= 0 {
		shut := strings.IndexByte(form, ']')
		if len(e.Recipients) == 0 {
			form = form[:open] + form[shut+1:]
		} else {
			form = form[:open] + form[open+1:shut] + form[shut+1:]
		}
	}
	text := strings.Replace(form, "{A}", r.list(e.Actors), 1)
	text = strings.Replace(text, "{R}", r.list(e.Recipients), 1)
	if p := e.Place; p != nil && p.Name != "" && (p.Basis == coder.ByClause || p.Basis == coder.BySentence) {
		text += " in " + p.Name
	}
	if e.Status == coder.Planned {
		text += " (planned)"
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// list names actors with office and country: "Ruritanian foreign minister Ana
// Ruiz" where the report says so, else as best known.
func (r *reader) list(actors []doc.Actor) string {
	var names []string
	for i := range actors {
		names = append(names, r.named(&actors[i]))
	}
	switch n := len(names); n {
	case 0:
		return "unknown actors"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// named is the fullest phrase of the story for the actor, of at most ten words.
func (r *reader) named(a *doc.Actor) string {
	best := a.Name
	if best == "" {
		best = r.d.Slice(a.Span)
	}
	if a.Person && a.Entity >= 0 {
		for i := range r.d.Mentions {
			m := &r.d.Mentions[i]
			if m.Kind != doc.Named || len(m.Actors) != 1 || m.Actors[0].Entity != a.Entity {
				continue
			}
			text := strings.Join(strings.Fields(r.d.Slice(m.Span)), " ")
			if strings.Contains(text, a.Name) && len(text) > len(best) && len(strings.Fields(text)) <= 10 {
				best = text
			}
		}
	}
	return strings.TrimRight(strings.TrimPrefix(strings.TrimPrefix(best, "the "), "The "), ",")
}
