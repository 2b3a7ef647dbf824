package ledger

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/day"
)

// stages are those of an agreement, in their order.
var stages = []string{"intended", "in negotiation", "agreed", "signed", "ratified", "in force", "suspended", "denounced"}

func rank(stage string) int { return slices.Index(stages, stage) }

// broadForms are names that reports use for an agreement of any form.
var broadForms = map[string]bool{"agreement": true, "accord": true, "pact": true}

// Days that parties may take from speaking of an agreement to signing it, and
// that reports of one signing may lie apart.
const (
	courtingDays = 3 * 366
	signingDays  = 7
)

// pact is an agreement while its reports are gathered.
type pact struct {
	claims []*claim
	form   string
	number int
	words  map[string]bool // of its fields
	signed day.Span        // day.Always while not known
	seen   day.Span        // the days of its stages
	last   int             // rank of its latest stage
}

// foldAgreements gathers the reports of each agreement: those between the same
// parties, of a form that may be the same, about the same, at times that fit.
func (v *View) foldAgreements(cs []*claim) []*Entry {
	slices.SortStableFunc(cs, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(a.Steps[0].Date.Span.To, b.Steps[0].Date.Span.To), cmp.Compare(a.report, b.report))
	})
	var pacts []*pact
	for _, c := range cs {
		words := fieldWords(c.Fields)
		var best *pact
		score := 0.0
		for _, p := range pacts {
			if s := v.match(p, c, words); s > score {
				best, score = p, s
			}
		}
		if best == nil {
			best = &pact{form: c.Form, words: map[string]bool{}, signed: day.Always, seen: c.Steps[0].Date.Span, last: -1}
			pacts = append(pacts, best)
		}
		best.claims = append(best.claims, c)
		if broadForms[best.form] {
			best.form = c.Form
		}
		best.number = max(best.number, c.Number)
		for w := range words {
			best.words[w] = true
		}
		if d := c.signedOn(); d.Value != "" && d.Span.Days() < best.signed.Days() {
			best.signed = d.Span
		}
		best.seen.From = min(best.seen.From, c.Steps[0].Date.Span.From)
		best.seen.To = max(best.seen.To, c.Steps[0].Date.Span.To)
		best.last = max(best.last, rank(c.What))
	}
	out := make([]*Entry, len(pacts))
	for i, p := range pacts {
		out[i] = v.pactEntry(p)
	}
	return out
}

// signedOn is when the claim says that the agreement was signed.
func (c *claim) signedOn() Date {
	for _, s := range c.Steps {
		if s.Stage == "signed" {
			return s.Date
		}
	}
	return Date{}
}

// plainWords say nothing of what an agreement is about.
var plainWords = map[string]bool{
	"and": true, "of": true, "the": true, "for": true, "in": true, "on": true, "to": true, "a": true, "an": true, "its": true,
	"between": true, "with": true, "bilateral": true, "joint": true, "new": true, "cooperation": true, "co-operation": true,
}

// fieldWords are the words that say what an agreement is about, without their
// endings.
func fieldWords(fields []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range fields {
		for _, w := range strings.Fields(fold(f)) {
			if !plainWords[w] {
				out[strings.TrimSuffix(strings.TrimSuffix(w, "s"), "e")] = true
			}
		}
	}
	return out
}

// match says how well a claim fits an agreement, 0 for not at all.
func (v *View) match(p *pact, c *claim, words map[string]bool) float64 {
	if p.form != c.Form && !broadForms[p.form] && !broadForms[c.Form] {
		return 0
	}
	if p.number != c.Number && p.number > 0 && c.Number > 0 {
		return 0
	}
	signed, stage := c.signedOn(), rank(c.What)
	if signed.Value != "" && p.signed != day.Always && signed.Span.Gap(p.signed) > disputeDays {
		return 0 // most are told apart by this alone
	}
	if !slices.Equal(p.claims[0].Parties, c.Parties) {
		return 0
	}
	shared := 0
	for w := range words {
		if p.words[w] {
			shared++
		}
	}
	about := 0.0
	switch few := min(len(words), len(p.words)); {
	case few > 0 && shared == 0:
		return 0 // about other things
	case few > 0:
		about = float64(shared) / float64(few)
	}
	article := v.Reports[c.report].Doc.ID
	for _, o := range p.claims {
		if v.Reports[o.report].Doc.ID == article && (o.What == c.What || about == 0) {
			return 0 // an article tells of each agreement once in a stage
		}
	}
	switch on := c.Steps[0].Date.Span; {
	case signed.Value != "" && p.signed != day.Always:
		gap := signed.Span.Gap(p.signed)
		if gap > signingDays && (about < 0.5 || gap > disputeDays) {
			return 0
		}
		return 2 + about - float64(gap)/disputeDays
	case signed.Value != "": // spoken of before, signed then
		if signed.Span.To < p.seen.From-signingDays || signed.Span.Gap(p.seen) > courtingDays || about == 0 {
			return 0
		}
		return 1 + about
	case stage < rank("signed") && p.signed != day.Always: // told as to come after it was signed: another
		if on.From > p.signed.To+signingDays || on.Gap(p.signed) > courtingDays || about == 0 {
			return 0
		}
		return 1 + about
	case stage < p.last && p.last >= rank("suspended"):
		return 0
	case about == 0 && (len(words) > 0 || len(p.words) > 0) && stage <= rank("signed"):
		return 0 // a bare "agreement" is whatever the article was about
	case stage <= rank("signed") && on.Gap(p.seen) > courtingDays:
		return 0
	}
	return 0.5 + about
}

func (v *View) pactEntry(p *pact) *Entry {
	slices.SortStableFunc(p.claims, func(a, b *claim) int { return cmp.Compare(a.report, b.report) })
	e := &Entry{Kind: Agreement, Form: p.form, Number: p.number, Parties: p.claims[0].Parties}
	for _, c := range p.claims {
		for _, f := range c.Fields {
			if !slices.ContainsFunc(e.Fields, func(g string) bool { return strings.EqualFold(f, g) }) {
				e.Fields = append(e.Fields, f)
			}
		}
	}
	believed := p.claims
	for _, stage := range stages {
		var cs []*claim
		on := func(c *claim) Date {
			for _, s := range c.Steps {
				if s.Stage == stage {
					return s.Date
				}
			}
			return Date{}
		}
		for _, c := range p.claims {
			if slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Stage == stage }) {
				cs = append(cs, c)
			}
		}
		if len(cs) == 0 {
			continue
		}
		s := Step{Stage: stage, Date: Date{Span: day.Always}}
		for _, c := range cs {
			s.Reports = append(s.Reports, c.report)
		}
		switch opts := dateOptions(cs, on); {
		case len(opts) == 0:
		case stage == "signed":
			best, d := v.decide("signed", opts)
			s.Date = Date{best.value, best.span}
			if d != nil {
				e.Disputes = append(e.Disputes, *d)
				believed = best.claims
			}
			e.Date = s.Date
		default: // reports of a stage that lasts give the days on which it was told
			slices.SortFunc(opts, func(a, b *option) int { return cmp.Compare(a.span.From, b.span.From) })
			s.Date = Date{opts[0].value, opts[0].span}
		}
		e.Steps = append(e.Steps, s)
	}
	slices.SortStableFunc(e.Steps, func(a, b Step) int {
		if a.Date.Value == "" || b.Date.Value == "" || a.Date.Span.Overlaps(b.Date.Span) {
			return cmp.Compare(rank(a.Stage), rank(b.Stage))
		}
		return cmp.Compare(a.Date.Span.From, b.Date.Span.From)
	})
	e.What = e.Steps[len(e.Steps)-1].Stage
	v.support(e, p.claims, believed)
	if e.Date.Value == "" {
		e.Date = e.Steps[0].Date
	}
	e.effective = e.Date.Span
	if e.effective.From <= e.First {
		e.effective.To = min(e.effective.To, e.First+1)
	}
	return e
}
