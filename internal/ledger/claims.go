package ledger

import (
	"slices"

	"chancery/internal/day"
	"chancery/internal/record"
)

// claim is what one report says of the two parties: an entry that has yet to be
// joined with others.
type claim struct {
	Entry
	report int     // index in View.Reports
	told   bool    // the date is told, not that of the article
	heard  string  // the guest's name as it sounds
	weight float64 // 0..1
}

// Keys are the parties that a record bears on, for an index over a store: the
// ledger of two parties takes the records that have both. It is empty for
// records that no ledger takes. Events are among these: what they tell of
// relations the facts of the same article tell more plainly.
func Keys(r *record.Record) []string {
	var out []string
	add := func(k string) {
		if k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	switch {
	case r.Relation != nil:
		for _, p := range r.Relation.Parties {
			add(p)
		}
		add(bodyNamed(r.Relation.Body))
	case r.Agreement != nil:
		for _, p := range partners(r.Agreement) {
			add(p)
		}
	case r.Visit != nil:
		add(key(&r.Visit.Visitor))
		add(hostKey(r.Visit))
	case r.Sanction != nil:
		add(key(&r.Sanction.Sender))
		add(key(&r.Sanction.Target))
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// partners are the keys of those who conclude an agreement. A code that stands for
// bodies of states is given up for their names; ministries and the like that
// conclude for their states among them are nobody's key, and harm nobody.
func partners(a *record.Agreement) []string {
	out := make([]string, 0, len(a.Parties)+len(a.Bodies))
	bodies := false
	for _, p := range a.Parties {
		if bodies = bodies || p == "IGO" || p == UnitedNations; p != "IGO" {
			out = append(out, p)
		}
	}
	if bodies {
		out = append(out, a.Bodies...)
	}
	return out
}

// key is the party that an actor speaks for, "" for none: firms, crowds and
// armed groups do not speak for the country that they are of.
func key(a *record.Actor) string {
	switch a.Country {
	case "", "NGO", "ISM", "IMG", "MNC":
		return ""
	case EuropeanUnion:
		return EuropeanUnion
	case UnitedNations, "IGO":
		if a.Organisation != "" {
			return bodyNamed(a.Organisation)
		}
		if a.Kind == record.Person {
			return ""
		}
		return bodyNamed(a.Name)
	}
	switch a.Sector {
	case "", "GOV", "LEG", "MIL", "JUD", "ELI":
		return a.Country
	}
	return ""
}

// bodyNamed is the key of the body that records call by that name.
func bodyNamed(name string) string {
	switch name {
	case "European Union":
		return EuropeanUnion
	case "United Nations":
		return UnitedNations
	}
	return name
}

// hostKey is whose guest a visitor is: the host's party, else the country that
// the place lies in.
func hostKey(v *record.Visit) string {
	if v.Host != nil {
		if k := key(v.Host); k != "" {
			return k
		}
	}
	if v.Place != nil {
		return v.Place.Country
	}
	return ""
}

// claims reads the reports of the view.
func (v *View) claims() []claim {
	out := make([]claim, 0, len(v.Reports))
	add := func(c claim, i int, r *record.Report, weight float64) {
		c.report, c.weight, c.First = i, weight, r.Known
		c.called(c.What)
		out = append(out, c)
	}
	for i, r := range v.Reports {
		c, ok := v.claim(r)
		if !ok {
			continue
		}
		add(c, i, r, r.Confidence)
		if c.Kind == Agreement && c.Form == "treaty" && c.What == "signed" && slices.Contains(c.Fields, "peace") {
			peace := claim{Entry: Entry{Kind: War, What: "war ended", Date: c.Date}, told: c.told}
			add(peace, i, r, 0.8*r.Confidence) // it may not have been a war
		}
	}
	return out
}

// other is the party of the pair that k is not; "" if k is neither.
func (l *Ledger) other(k string) string {
	switch k {
	case l.A:
		return l.B
	case l.B:
		return l.A
	}
	return ""
}

func (v *View) claim(r *record.Report) (c claim, ok bool) {
	switch {
	case r.Relation != nil:
		return v.relation(r)
	case r.Agreement != nil:
		return v.agreement(r), true
	case r.Visit != nil:
		return v.visit(r)
	case r.Sanction != nil:
		return v.sanction(r)
	}
	return c, false
}

// date is a date of the report r, and whether r tells it rather than having it
// from the day on which it was written.
func date(r *record.Report, value string) (d Date, told bool) {
	d = dateOf(value)
	return d, d.Value != "" && value != r.Doc.Dateline.Date && value != r.Doc.Published
}

// holding is the day on which r says that something holds: its own if it gives
// none.
func holding(r *record.Report, value string) Date {
	d, _ := date(r, value)
	if d.Value == "" {
		d = Date{r.Known.String(), day.Span{From: r.Known, To: r.Known}}
	}
	return d
}

func (v *View) relation(r *record.Report) (c claim, ok bool) {
	f := r.Relation
	c.Date, c.told = date(r, f.Date)
	c.Measure = f.Measure
	if f.Body != "" {
		body := bodyNamed(f.Body)
		member := v.other(body)
		if !slices.Contains(f.Parties, member) {
			return c, false // both are parties, as members of something else
		}
		c.Kind, c.By, c.Of = Membership, member, body
	} else if by := v.other(f.By); by != "" {
		c.By, c.Of = f.By, by
	}
	c.What = f.Change
	if f.Measure != "" {
		c.What, c.Measure = f.Measure, ""
	} else if f.State != "" {
		c.What, c.Holds = f.State, true
		c.Date = holding(r, f.Date)
	}
	for _, k := range trackKinds {
		if _, known := tracks[k][c.What]; known && (c.Kind == "" || c.Kind == k) {
			c.Kind = k
			if k == Recognition && c.By == "" {
				return c, false // who recognised whom is not said
			}
			return c, true
		}
	}
	return c, false
}

func (v *View) agreement(r *record.Report) claim {
	f := r.Agreement
	c := claim{Entry: Entry{Kind: Agreement, What: f.Stage, Form: f.Form, Number: f.Number, Fields: f.Fields, Parties: partners(f)}}
	c.Date, c.told = date(r, f.Signed)
	on, _ := date(r, f.Date)
	if on.Value == "" && f.Stage == "signed" {
		on = c.Date
	} else if on.Value == "" {
		on = holding(r, "")
	}
	c.Steps = []Step{{Stage: f.Stage, Date: on}}
	if rank(f.Stage) > rank("signed") && c.Date.Value != "" {
		c.Steps = append(c.Steps, Step{Stage: "signed", Date: c.Date})
	}
	return c
}

func (v *View) visit(r *record.Report) (c claim, ok bool) {
	f := r.Visit
	by := key(&f.Visitor)
	if v.other(by) == "" || hostKey(f) != v.other(by) {
		return c, false
	}
	c.Kind, c.What, c.By, c.Of = Visit, "visited", by, v.other(by)
	c.Role, c.Person = f.Visitor.Role, v.person(r, &f.Visitor)
	if f.Visitor.Kind == record.Person {
		c.Visitor, c.heard = f.Visitor.Name, sound(f.Visitor.Name)
	}
	if f.Host != nil && f.Host.Kind == record.Person {
		c.Host = f.Host.Name
	}
	if f.Place != nil && f.Place.Precision != "country" {
		c.Place = f.Place.Name
	}
	from := f.From
	if from == "" {
		from = f.To
	}
	c.Date, c.told = date(r, from)
	c.To, _ = date(r, f.To)
	if c.To.Value == "" {
		c.To = c.Date
	}
	return c, true
}

func (v *View) sanction(r *record.Report) (c claim, ok bool) {
	f := r.Sanction
	by, of := key(&f.Sender), key(&f.Target)
	if by == "" || v.other(by) != of {
		return c, false
	}
	c.Kind, c.By, c.Of, c.What, c.Measure = Sanctions, by, of, f.State, f.Measure
	c.Date, c.told = date(r, f.Date)
	c.Until, _ = date(r, f.Until)
	if _, known := tracks[Sanctions][f.State]; !known {
		return c, false
	}
	if f.State == "in force" {
		c.Holds, c.Date = true, holding(r, f.Date)
	}
	return c, true
}
