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
	longestLine  = 45
)

// entry chooses the day's line: the main happening by where it stands, how much
// an event of its type weighs, how many of its actors are states and how often
// it is told; then the sentence that says it most plainly.
func (r *reader) entry() {
	best, most := -1, 0.0
	for i := range r.events {
		if w := r.weight(&r.events[i]); w > most {
			best, most = i, w
		}
	}
	if best < 0 {
		r.leadEntry()
		return
	}
	e := &r.events[best]
	si := r.line(e)
	f := &Entry{Date: e.Date}
	if si < 0 {
		f.Sentence = r.compose(e)
		f.Events = []int{best}
		f.Fact = r.fact(e.Token, e.Trigger, e.Date, e.Confidence*0.7, "composed")
	} else {
		s := r.d.Sentences[si]
		f.Sentence = r.plain(si)
		for i := range r.events {
			if x := &r.events[i]; (x.Sentence == si || r.mentionedIn(x, si)) && !x.Background && x.Status == coder.Actual {
				f.Events = append(f.Events, i)
			}
		}
		if len(f.Events) == 0 {
			f.Events = []int{best}
		}
		f.Fact = r.fact(e.Token, s.Span, e.Date, e.Confidence, "sentence")
		f.Attributed = nil
	}
	f.Background = false
	f.Trace = append(f.Trace, "main happening "+e.Type+" at "+r.d.Slice(e.Trigger)+", weight "+strconv.FormatFloat(most, 'f', 2, 64))
	r.out.Entry = f
}

// weight is how much an event makes the story; 0 for what did not happen now.
func (r *reader) weight(e *coder.Event) float64 {
	d := r.d
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
	first := 9
	for _, m := range e.Mentions {
		if k := r.tokenAt(m.Start); k >= 0 {
			first = min(first, r.rank(d.SentenceOf(k)))
		}
	}
	switch first {
	case 0:
		w += 2
	case 1:
		w += 1
	case 2:
		w += 0.5
	}
	return w
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
	if strings.HasSuffix(text, "?") || strings.ContainsAny(text[:1], "\"'`(-") || strings.HasPrefix(text, "“") || strings.HasPrefix(text, "‘") {
		return false
	}
	root := -1
	for k := s.First; k < s.Last; k++ {
		if d.Tokens[k].Head < 0 {
			root = k
		}
	}
	if root < 0 {
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

// plain is the text of a sentence on one line and with its full stop, without
// the attribution that ends it.
func (r *reader) plain(si int) string {
	d := r.d
	s := d.Sentences[si]
	end := s.End
	for i := range d.Quotations {
		q := &d.Quotations[i]
		if len(q.Content) != 1 || len(q.Cue) == 0 || len(q.Source) == 0 || q.Direct {
			continue
		}
		c, tail := q.Content[0], max(q.Cue[0].End, q.Source[0].End)
		if c.Start == s.Start && q.Cue[0].Start > c.End && tail >= s.End-2 && tail <= s.End {
			end = c.End
		}
	}
	text := strings.Join(strings.Fields(d.Text[s.Start:end]), " ")
	text = strings.TrimRight(text, " ,;:")
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".!") {
		text += "."
	}
	return text
}

// leadEntry takes the line from the caption or the lead where no event was
// coded, if it tells a happening: a finite verb in the past, or a perfect.
func (r *reader) leadEntry() {
	d := r.d
	for si := range d.Sentences {
		if r.rank(si) > 1 {
			break
		}
		if !r.canStand(si) || !r.happens(si) {
			continue
		}
		s := d.Sentences[si]
		date := r.today()
		root := s.First
		for k := s.First; k < s.Last; k++ {
			if d.Tokens[k].Head < 0 {
				root = k
			}
		}
		if own := r.date(root, nil); own.Timex >= 0 && !r.isBackground(own) {
			date = own
		}
		r.out.Entry = &Entry{Fact: r.fact(root, s.Span, date, 0.4, "lead"), Date: date, Sentence: r.plain(si)}
		r.out.Entry.Attributed, r.out.Entry.Background = nil, false
		return
	}
}

// happens: the main verb tells of something done, not of how things are.
func (r *reader) happens(si int) bool {
	d := r.d
	s := d.Sentences[si]
	for k := s.First; k < s.Last; k++ {
		t := &d.Tokens[k]
		if t.Head >= 0 {
			continue
		}
		if t.UPOS != "VERB" || r.unreal(k) {
			return false
		}
		if strings.Contains(t.Feats, "Tense=Past") {
			return true
		}
		for _, c := range d.Children(k) {
			if x := &d.Tokens[c]; strings.HasPrefix(x.Deprel, "aux") && (x.Lemma == "have" || strings.Contains(x.Feats, "Tense=Past")) {
				return true
			}
		}
	}
	return false
}

// compose says the event in a sentence of the lexicon's, for reports that say
// it only in pieces.
func (r *reader) compose(e *coder.Event) string {
	form := r.x.entry[e.Type].form
	if form == "" {
		return ""
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
	if e.Place != nil && e.Place.Name != "" {
		text += " in " + e.Place.Name
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
