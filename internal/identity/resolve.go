package identity

import (
	"fmt"
	"strings"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Decision is who an observation speaks of.
type Decision struct {
	Actor *Actor  // nil: none of the candidates
	Score float64 // 0..1, of the best candidate, taken or not
	best  reasons
	name  string // of the best candidate
	tie   bool
}

// reasons are what spoke for and against a candidate.
type reasons struct {
	like         likeness
	ruled        bool
	sameDoc      bool
	country      int8 // 1 the same, -1 another
	office       int8 // 1 the same at the time, 2 at another time
	sole         bool // and it is one that one person holds
	body         bool
	sector       bool
	recent       bool
	years        int // between this and the nearest day of which the actor is known
	alone        bool
	dead         bool
	organisation string
}

// accept is the score from which an observation is taken for a candidate.
const accept = 0.6

// What each reason is worth. Set by hand on the read half of the pairs of
// "chancery eval names" and on the people of a month of a news wire.
const (
	worthExact    = 0.90
	worthFull     = 0.84
	worthSlip     = 0.45 // a word differs by a letter that no two spellings differ by
	worthAbridged = 0.53
	worthBareBare = 0.50 // one-word names that are the same
	worthLast     = 0.34 // a bare word that is the last of the other's name
	worthOther    = 0.28

	worthCountry        = 0.10
	worthOtherCountry   = -0.22 // the same name: countries told from context are often wrong
	worthFarCountry     = -0.28 // another spelling, or more or fewer words
	worthSurnameCountry = -0.50 // and only part of a name
	worthOffice         = 0.08
	worthOfficeThen     = 0.02 // the same office, years apart
	worthSurnameOffice  = 0.20
	worthBody           = 0.12
	worthDoc            = 0.30
	worthSector         = 0.05
	worthRecent         = 0.05
	worthAlone          = 0.08
	worthAcronym        = 0.52
	worthOtherSurname   = -0.34 // "Davies" for "Davis" in one country of English names
	worthStrain         = 0.20  // taken off for spellings that differ as much as they may
	worthYears          = -0.03 // years after the last report or before the first
	worthLate           = -0.30 // many, or after death, for part of a name
	worthOtherAge       = -0.40 // more than a life in politics
)

// Resolve decides which of the candidates an observation speaks of. Candidates are
// the actors filed under its keys (see Lookup); their order does not matter
// unless two are equal in everything.
func (r *Resolver) Resolve(o *Observation, candidates []*Actor) Decision {
	form, ok := r.form(o)
	if !ok {
		return Decision{}
	}
	var d Decision
	switch o.Kind {
	case record.State:
		for _, c := range candidates {
			if c.Kind == record.State && c.Country == o.Country {
				return Decision{Actor: c, Score: 1, name: c.Name, best: reasons{country: 1, like: likeness{level: exact}}}
			}
		}
		return d
	case record.Organisation:
		x := r.words.organisation(form, o.Country)
		for _, c := range candidates {
			if c.Kind != record.Organisation {
				continue
			}
			if why := r.rules.judge(r, o, form, x.text, c); why != undecided {
				r.take(&d, c, ruledScore(why), reasons{ruled: true}, false)
				continue
			}
			s, why := r.body(o, &x, c)
			r.take(&d, c, s, why, true)
		}
	default:
		p := r.names.personal(form)
		var space [2]postKey
		posts := r.posts(space[:0], o)
		fits := 0
		var second float64
		// Most mentions repeat a name letter by letter, which nothing outdoes.
		for _, spelled := range [2]bool{true, false} {
			if !spelled && d.Score >= worthExact+worthCountry && p.content > 1 && len(r.rules.list) == 0 {
				break
			}
			for _, c := range candidates {
				if c.Kind != record.Person || r.spells(c, p.text) != spelled {
					continue
				}
				if why := r.rules.judge(r, o, form, p.text, c); why != undecided {
					r.take(&d, c, ruledScore(why), reasons{ruled: true}, false)
					continue
				}
				s, why := r.person(o, &p, posts, c)
				if why.like.level == apart {
					continue
				}
				if why.country >= 0 {
					fits++
				}
				second = max(second, min(s, d.Score))
				r.take(&d, c, s, why, true)
			}
		}
		if d.Actor != nil && d.best.like.level <= abridged && !d.best.ruled {
			if fits == 1 && d.best.country > 0 {
				d.Score += worthAlone
				d.best.alone = true
			}
			d.tie = fits > 1 && d.Score-second < 0.03 && d.Actor.named(r)
		}
	}
	if d.Score < accept || d.tie {
		d.Actor = nil
	}
	d.Score = min(d.Score, 1)
	return d
}

// take keeps the better of the best so far and c; of equals the one known nearer
// in time, then the one met more often.
func (r *Resolver) take(d *Decision, c *Actor, score float64, why reasons, tied bool) {
	better := score > d.Score
	if tied && score == d.Score && d.Actor != nil {
		better = why.years < d.best.years || why.years == d.best.years && met(c) > met(d.Actor)
	}
	if better || d.Actor == nil && score > 0 {
		d.Actor, d.Score, d.best, d.name = c, score, why, c.Name
	}
}

func met(a *Actor) int {
	n := 0
	for _, f := range a.Forms {
		n += f.N
	}
	return n
}

// spells reports whether one of an actor's forms is the text.
func (r *Resolver) spells(c *Actor, text string) bool {
	for i := range r.prepare(c) {
		if c.prep[i].person.text == text {
			return true
		}
	}
	return false
}

func ruledScore(v verdict) float64 {
	if v == same {
		return 1
	}
	return 0
}

// person scores a candidate for a person's name.
func (r *Resolver) person(o *Observation, p *personal, posts []postKey, c *Actor) (float64, reasons) {
	at := r.names.home(o.Country, c.Country)
	forms := r.prepare(c)
	var best likeness
	agree, against := 0, 0
	for i := range forms {
		f := &forms[i].person
		l := r.names.compare(p, f, at)
		if l.level == apart {
			if p.content > 1 && f.content > 1 && r.cousins(p, f, at.region) {
				against += 3 * c.Forms[i].N
				if p.lettered() || f.lettered() {
					against += 1 << 20 // initials are not mistaken
				}
			}
			continue
		}
		agree += c.Forms[i].N
		if best.level == apart || best.slip && !l.slip || best.slip == l.slip && (l.level > best.level || l.level == best.level && (l.cost < best.cost || l.cost == best.cost && l.extra < best.extra)) {
			best = l
		}
		if best.level == exact {
			break
		}
	}
	if best.level == apart || against >= agree && against > 0 && best.level < exact {
		return 0, reasons{}
	}
	why := reasons{like: best}
	s := 0.0
	partial := false
	switch best.level {
	case exact, full:
		s = fullName(best)
	case abridged:
		s, partial = worthAbridged-worthStrain*best.strain(), true
	case bare:
		partial = true
		switch {
		case p.content == 1 && !c.named(r):
			s = worthBareBare
		case best.last || p.content > 1:
			s = worthLast
		default:
			s = worthOther
		}
		s -= worthStrain * best.strain()
	}
	if best.slip && partial {
		return 0, reasons{}
	}
	r.circumstances(o, posts, c, &why)
	switch {
	case why.country > 0:
		s += worthCountry
	case why.country == 0:
	case partial:
		s += worthSurnameCountry
	case best.level == exact || best.cost == 0 && best.extra == 0:
		s += worthOtherCountry
	default:
		s += worthFarCountry
	}
	switch {
	case best.slip && why.office == 1 && why.sole:
		s += worthSurnameOffice
	case best.slip:
	case why.office == 1 && partial:
		s += worthSurnameOffice
	case why.office == 1:
		s += worthOffice
	case why.office == 2:
		s += worthOfficeThen
	}
	if why.body && !best.slip {
		s += worthBody
	}
	switch {
	case why.years > 35:
		s += worthOtherAge
	case partial && why.years > 8 || why.dead && partial:
		s += worthLate
	case why.years > 5:
		s += worthYears
	}
	if partial {
		if why.sameDoc {
			s += worthDoc
		}
		if why.sector {
			s += worthSector
		}
		if why.recent {
			s += worthRecent
			if o.Country == "" && c.Country == "" && !c.named(r) {
				s += worthRecent
			}
		}
	}
	return max(s, 0), why
}

// fullName scores two full names by their letters alone.
func fullName(l likeness) float64 {
	switch {
	case l.level == exact:
		return worthExact
	case l.slip:
		return worthSlip
	}
	s := worthFull - worthStrain*l.strain() - 0.02*float64(l.extra)
	if l.other {
		s += worthOtherSurname
	}
	if l.turned {
		s -= 0.04
	}
	return s
}

// cousins reports whether two names that are not one person's share their last
// word, so that the one speaks against the other's bearer.
func (r *Resolver) cousins(a, b *personal, region uint32) bool {
	x, y := &a.words[len(a.words)-1], &b.words[len(b.words)-1]
	return r.names.spelling.distance(x, y, budget((len(x.s)+len(y.s)+1)/2), region) < far
}

// circumstances compares what else is known of an observation and a candidate.
func (r *Resolver) circumstances(o *Observation, posts []postKey, c *Actor, why *reasons) {
	on := o.Known
	if o.When != day.Always && o.When.Days() <= 400 {
		on = o.When.From
	}
	why.sameDoc = o.Doc != "" && o.Doc == c.LastDoc
	if o.Country != "" && c.Country != "" {
		switch {
		case o.Country == c.Country || has(c.Countries, o.Country):
			why.country = 1
		case r.words.state[o.Country] != "" && r.words.state[c.Country] != "":
			why.country = -1
		}
	}
	if c.First <= c.Last {
		gap := c.gap(on)
		why.years, why.recent = gap/365, min(gap, c.gap(o.Known)) <= 365
	}
	why.sector = o.Sector != "" && o.Sector == c.Sector && o.Sector != "CVL"
	why.dead = c.Died != (day.Span{}) && int64(on) > int64(c.Died.To)+400
	for _, x := range posts {
		for i := range c.Posts {
			p := &c.Posts[i]
			switch {
			case p.Key != x.key:
			case x.body:
				why.body, why.organisation = true, x.key[len("of|"):]
			case int(on) >= int(p.First)-730 && int(on) <= int(p.Last)+730:
				why.office, why.sole = 1, why.sole || x.sole
			default:
				why.office = 2
			}
		}
	}
}

// gap is how many days before the first or after the last day of which anything
// is known of an actor a day lies.
func (a *Actor) gap(on day.Day) int { return max(0, int(a.First)-int(on), int(on)-int(a.Last)) }

func has(list []Count, v string) bool {
	for _, c := range list {
		if c.Value == v {
			return true
		}
	}
	return false
}

// body scores a candidate for an organisation's name.
func (r *Resolver) body(o *Observation, x *organisation, c *Actor) (float64, reasons) {
	var best float64
	forms := r.prepare(c)
	long := false // another name in full, of which an acronym may be as well
	for i := range forms {
		s := r.sameBody(x, &forms[i].org)
		best = max(best, s)
		long = long || s < worthFull-worthStrain && !forms[i].org.short
	}
	if best == worthAcronym && long && !x.short {
		best = 0
	}
	var why reasons
	if best == 0 {
		return 0, why
	}
	acronym := best == worthAcronym
	why.like.level = full
	if best == worthExact {
		why.like.level = exact
	}
	country := x.country
	if country != "" && c.Country != "" {
		switch {
		case country == c.Country || has(c.Countries, country):
			why.country = 1
			best += worthCountry
		case r.words.state[country] != "" && r.words.state[c.Country] != "":
			why.country = -1
			if x.bound || x.short {
				best += worthSurnameCountry
			} else {
				best += worthOtherCountry
			}
		}
	}
	why.sameDoc = o.Doc != "" && o.Doc == c.LastDoc
	switch {
	case why.like.level == exact:
	case acronym:
		// Many bodies share three letters: an article that has both means one.
		if why.sameDoc {
			best += worthDoc
		} else if len(x.acronym) < 4 || x.firm {
			best -= worthDoc
		}
	case why.country < 1 && (o.Sector == "" || o.Sector != c.Sector || o.Sector == "BUS"):
		best -= worthDoc // spelled alike, and nothing else
	}
	return min(max(best, 0), 1), why
}

// sameBody scores two organisations by their names alone.
func (r *Resolver) sameBody(x, y *organisation) float64 {
	switch {
	case x.state != "" && y.state != "" && r.words.state[x.country] != "" && r.words.state[y.country] != "":
		if x.state == y.state && x.country == y.country {
			return worthExact
		}
		return 0
	case x.text == "" || y.text == "":
		if x.state != "" && x.state == y.state {
			return worthExact
		}
		return 0
	case x.text == y.text:
		return worthExact
	case x.short != y.short && x.acronym == y.acronym && len(x.acronym) > 2:
		return worthAcronym
	case x.short || y.short || x.firm || y.firm || x.bound != y.bound:
		return 0 // firms choose names that sound like others'
	}
	return r.wordwise(x.text, y.text)
}

// wordwise compares names of as many words, each spelled alike.
func (r *Resolver) wordwise(a, b string) float64 {
	cost, allow := 0, 0
	for {
		x, restA, moreA := strings.Cut(a, " ")
		y, restB, moreB := strings.Cut(b, " ")
		if x != y {
			if len(x) > longest || len(y) > longest {
				return 0
			}
			var sa, sb [6 * longest]mark
			s := r.names.spelling
			v, w := s.word(sa[:0], x), s.word(sb[:0], y)
			c := s.distance(&v, &w, budget((len(x)+len(y)+1)/2), 0)
			if c == far {
				return 0
			}
			cost += int(c)
		}
		allow += int(budget((len(x) + len(y) + 1) / 2))
		if moreA != moreB {
			return 0
		}
		if !moreA {
			break
		}
		a, b = restA, restB
	}
	if 10*cost > 9*allow {
		return 0
	}
	return worthFull - worthStrain*float64(cost)/float64(allow)
}

// Why says in words what decided.
func (d Decision) Why() string {
	if d.name == "" {
		return "no candidate"
	}
	w := &d.best
	var parts []string
	say := func(ok bool, s string) {
		if ok {
			parts = append(parts, s)
		}
	}
	say(w.ruled, "as corrected")
	if !w.ruled {
		parts = append(parts, [...]string{"nothing in common", "part of the name", "surname and initial", "the name", "the name, letter by letter"}[w.like.level])
	}
	say(w.like.turned, "in the other order")
	say(w.like.other, "but for the spelling of the surname")
	say(w.like.slip, "but for a slip")
	say(w.like.cost > 0, fmt.Sprintf("spelling differs by %.2f letters", float64(w.like.cost)/100))
	say(w.country > 0, "same country")
	say(w.country < 0, "another country")
	say(w.office == 1, "same office at the time")
	say(w.office == 2, "same office at another time")
	say(w.body, "of "+w.organisation)
	say(w.sameDoc, "named in the article")
	say(w.sector, "same sector")
	say(w.alone, "no other of the name there")
	say(w.years > 1, fmt.Sprintf("%d years from other reports", w.years))
	say(w.dead, "dead by then")
	say(d.tie, "another fits as well")
	verb := "is"
	if d.Actor == nil {
		verb = "is not taken for"
	}
	return fmt.Sprintf("%s %s (%.2f): %s", verb, d.name, d.Score, strings.Join(parts, ", "))
}
