package coder

import (
	"strings"

	"chancery/internal/doc"
)

// At reads an event at each of the tokens, whatever the lexicon has of them, so
// that sides, dates, places and merging can be measured where others have marked
// events. For want of a rule, which groups the verb and the nouns of one doing,
// the beginning of the token's lemma is both rule and type. Times, places and
// mentions are used as in Code.
func (c *Coder) At(d *doc.Document, tokens []int) []Event {
	r := &reader{framer: newFramer(d, c.voc.measure, c.voc.phrasal), c: c, memo: map[int]*meaning{}, working: map[int]bool{}, consumed: map[int]string{}}
	when, where := newDating(r), newLocator(r)
	out := make([]Event, 0, len(tokens))
	for _, tok := range tokens {
		m := &meaning{tok: tok, rule: &Rule{Name: beginning(d.Tokens[tok].Lemma)}, frame: r.frameOf(tok), light: -1, noun: d.Tokens[tok].UPOS != "VERB", status: Actual}
		r.fillSides(m)
		si := d.SentenceOf(tok)
		e := Event{
			Type: m.rule.Name, Status: Actual, Actors: m.actors, Recipients: m.recipients, Token: tok, Sentence: si, Trigger: d.Tokens[tok].Span,
			Rule: m.rule.Name, Date: when.of(m, si), Place: where.inSentence(m, si),
		}
		e.Background = when.isBackground(e.Date)
		when.remember(e.Date, e.Background, si)
		e.Mentions = []doc.Span{e.Trigger}
		out = append(out, e)
	}
	return out
}

// beginning is what "deliver" and "delivery", "announce" and "announcement" have
// in common.
func beginning(lemma string) string {
	l := strings.ToLower(lemma)
	return l[:min(len(l), 6)]
}

// Merge joins the tellings of one happening within a document, as Code does.
func Merge(events []Event) []Event { return merge(events) }
