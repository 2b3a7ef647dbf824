package identity

import (
	"strings"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Mention is an observation with where it stands in its record.
type Mention struct {
	Side  string // the JSON name of the field: "actors", "recipients", "speakers", …; OfficeHolder in an office
	Index int    // in that field's list, else 0
	Observation
}

// OfficeHolder is the side of the person of an office record, for whose actor
// OfOffice gives the evidence.
const OfficeHolder = "person"

// Observe lists the mentions of a report, those of the record before those it is
// attributed to.
func Observe(p *record.Report) []Mention {
	var out []Mention
	when, history := spoken(p)
	one := func(side string, i int, a *record.Actor) {
		out = append(out, Mention{side, i, Observation{
			Name: a.Name, Text: a.Text, Country: a.Country, Sector: a.Sector, Role: a.Role, Organisation: a.Organisation, Kind: a.Kind,
			When: when, Known: p.Known, Doc: docOf(p), Copy: p.Copy, History: history,
		}})
	}
	all := func(side string, as []record.Actor) {
		for i := range as {
			one(side, i, &as[i])
		}
	}
	switch {
	case p.Event != nil:
		all("actors", p.Event.Actors)
		all("recipients", p.Event.Recipients)
	case p.Statement != nil:
		all("speakers", p.Statement.Speakers)
		all("about", p.Statement.About)
	case p.Visit != nil:
		one("visitor", 0, &p.Visit.Visitor)
		if p.Visit.Host != nil {
			one("host", 0, p.Visit.Host)
		}
	case p.Sanction != nil:
		one("sender", 0, &p.Sanction.Sender)
		one("target", 0, &p.Sanction.Target)
	case p.Office != nil:
		one(OfficeHolder, 0, &record.Actor{
			Text: p.Office.Person, Name: p.Office.Person, Country: p.Office.Country, Role: p.Office.Office, Organisation: p.Office.Organisation, Kind: record.Person,
		})
	}
	when, history = day.Span{From: p.Known, To: p.Known}, false // who says it says it now
	all("attributed_to", p.AttributedTo)
	return out
}

func docOf(p *record.Report) string {
	if p.Doc == nil {
		return ""
	}
	return p.Doc.ID
}

// spoken is the days that a report speaks of, and whether it tells them as history.
func spoken(p *record.Report) (day.Span, bool) {
	text := ""
	switch {
	case p.Event != nil && p.Event.Date != nil:
		text = p.Event.Date.Value
	case p.Statement != nil:
		text = p.Statement.Date
	case p.Visit != nil:
		text = p.Visit.From
	case p.Office != nil:
		text = p.Office.HeldOn
	}
	if d, ok := day.Range(text); ok {
		return d, p.Background
	}
	return day.Always, p.Background
}

// Says is what a piece of evidence says of an office.
type Says uint8

// What is said: that somebody holds the office, or entered or left it on a day of
// the span; that it was left before, or is not yet entered; that somebody died,
// in any office; or a person's ruling.
const (
	Holds Says = iota
	Began
	Ended
	Former
	Ahead
	Died
	Ruled
)

func (s Says) String() string {
	return [...]string{"holds", "began", "ended", "former", "ahead", "died", "ruled"}[s]
}

// Evidence is what one article says of who held an office.
type Evidence struct {
	Person int64  // the actor's ID
	Office Office // zero for Died
	Says   Says
	When   day.Span
	Known  day.Day
	Doc    string
	Copy   string // articles with the same are one source
	Record string // the id of the record
	Acting bool
}

// roleWindow is how many days the day spoken of may lie before the day of the
// report for a role told in passing to be that of the day spoken of.
const roleWindow = 60

// Evidence is what a mention says of its actor's office: nothing, where it names
// none, or one that states and bodies do not have. It tells the office at the
// time spoken of, and in history only where the words say "then".
func (r *Resolver) Evidence(a *Actor, o *Observation) []Evidence {
	if o.Role == "" || o.Kind != record.Person {
		return nil
	}
	s := r.words.Office(o.Role, o.Country, o.Organisation)
	if !r.worth(a, &s) {
		return nil
	}
	if text := strings.ToLower(o.Text); strings.HasPrefix(text, "then ") || strings.HasPrefix(text, "then-") || strings.Contains(text, " then ") || strings.Contains(text, " then-") {
		s.Then = true
	}
	e := Evidence{Person: a.ID, Office: s.Office, When: o.When, Known: o.Known, Doc: o.Doc, Copy: o.Copy, Acting: s.Acting}
	known := day.Span{From: o.Known, To: o.Known}
	told := o.When != day.Always
	switch {
	case s.Then:
		if !told {
			return nil
		}
	case s.Past:
		e.Says, e.When = Former, known
	case s.Ahead:
		e.Says, e.When = Ahead, known
	case !told || o.When.From > o.Known:
		e.When = known
	case o.When.To < o.Known-roleWindow:
		return nil
	}
	if o.History && !s.Then && e.Says == Holds {
		return nil
	}
	return []Evidence{e}
}

// worth reports whether tenures are kept of an office: those of states and their
// bodies, and of the bodies of more than one. Presidents of firms are told of as
// presidents of the country the firm is from, so that the person's own sector
// decides.
func (r *Resolver) worth(a *Actor, s *Stated) bool {
	if s.Title == "" || s.Country == "" && s.Body == "" || !r.words.public(s.Title) {
		return false
	}
	switch a.Sector {
	case "BUS", "LAB", "EDU", "JRN", "MED", "AGR", "CRM":
		return false
	}
	if c := s.Country; c != a.Country && r.words.state[c] != "" && r.words.state[a.Country] != "" {
		return false // countries told from context are often wrong
	}
	return true
}

// OfOffice is what an office record says, of its person's actor.
func (r *Resolver) OfOffice(a *Actor, p *record.Report) []Evidence {
	f := p.Office
	if f == nil {
		return nil
	}
	var out []Evidence
	e := Evidence{Person: a.ID, Known: p.Known, Doc: docOf(p), Copy: p.Copy, Record: p.ID}
	say := func(what Says, date string, or day.Span) {
		e.Says, e.When = what, or
		if d, ok := day.Range(date); ok {
			e.When = d
		}
		if e.When != day.Always {
			out = append(out, e)
		}
	}
	if f.Died != "" {
		say(Died, f.Died, day.Always)
	}
	s := r.words.Office(f.Office, f.Country, f.Organisation)
	if !r.worth(a, &s) {
		return out
	}
	e.Office, e.Acting = s.Office, s.Acting
	known := day.Span{From: p.Known, To: p.Known}
	switch {
	case f.HeldOn != "":
		say(Holds, f.HeldOn, day.Always)
	case s.Ahead || elected(p.Rule):
		say(Ahead, "", known)
	case p.Background || s.Past:
		if f.To == "" && f.From == "" {
			say(Former, "", known)
		}
	case f.From == "" && f.To == "":
		say(Holds, "", known)
	}
	if f.From != "" {
		say(Began, f.From, day.Always)
	}
	if f.To != "" {
		say(Ended, f.To, day.Always)
	}
	return out
}

// elected: the day of an election is not yet one in office.
func elected(rule string) bool {
	switch rule {
	case "elect", "re-elect", "reelect", "choose":
		return true
	}
	return false
}
