package record

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"

	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/facts"
)

// Build publishes what was found in an article: the entry, then events in text
// order, then relations, agreements, visits, statements, offices, sanctions.
func Build(d *doc.Document, events []coder.Event, f *facts.Facts) []Record {
	b := builder{d: d, src: source(d), ids: map[string]bool{}}
	b.out = make([]Record, 1, 1+len(events)+8) // the entry's place
	ids := make([]string, len(events))
	for i := range events {
		b.event(&events[i])
		ids[i] = b.out[i+1].ID
	}
	for i := range f.Relations {
		b.relation(&f.Relations[i])
	}
	for i := range f.Agreements {
		b.agreement(&f.Agreements[i])
	}
	for i := range f.Visits {
		b.visits(&f.Visits[i])
	}
	for i := range f.Statements {
		b.statement(&f.Statements[i])
	}
	for i := range f.Offices {
		b.office(&f.Offices[i])
	}
	for i := range f.Sanctions {
		b.sanction(&f.Sanctions[i])
	}
	if f.Entry == nil {
		return b.out[1:]
	}
	b.out[0] = b.entry(f.Entry, ids)
	return b.out
}

type builder struct {
	d   *doc.Document
	src *Source
	out []Record
	ids map[string]bool
}

func source(d *doc.Document) *Source {
	return &Source{
		ID: d.ID, URL: d.URL, Title: d.Title, Published: d.Published,
		Dateline: Dateline{d.Dateline.Place, d.Dateline.Date},
		Agency:   d.Agency, Publisher: d.Publisher, Lang: d.Lang,
	}
}

// id is 16 hexadecimal digits of a hash of the article's id, the kind, what
// tells records of the kind apart, and where the record was read. The same
// article gives the same ids in every run; two records that agree in all of
// this are told apart by their order.
func (b *builder) id(kind Kind, what string, at doc.Span) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d\x00%d\x00%d", b.d.ID, kind, what, at.Start, at.End, n))
		id := hex.EncodeToString(sum[:8])
		if !b.ids[id] {
			b.ids[id] = true
			return id
		}
	}
}

func (b *builder) span(s doc.Span) Span { return Span{s.Start, s.End, b.d.Slice(s)} }

func (b *builder) actor(a *doc.Actor) Actor {
	return Actor{
		Text: b.d.Slice(a.Span), Start: a.Start, End: a.End, Name: a.Name,
		Country: a.Country, Sector: a.Sector, Role: a.Role, Organisation: a.Organisation, Kind: kindOf(a),
	}
}

func kindOf(a *doc.Actor) string {
	switch {
	case a.Group:
		return Group
	case a.Person:
		return Person
	case a.Organisation != "":
		return Organisation
	case a.Country != "" && (a.Sector == "" || a.Sector == "GOV"): // "Washington" too
		return State
	}
	return ""
}

func (b *builder) actors(as []doc.Actor) []Actor {
	out := make([]Actor, len(as))
	for i := range as {
		out[i] = b.actor(&as[i])
	}
	return out
}

func (b *builder) event(e *coder.Event) {
	r := Record{
		Kind: KindEvent, ID: b.id(KindEvent, e.Type, e.Trigger), Doc: b.src,
		Evidence:     b.span(b.d.Sentences[e.Sentence].Span),
		AttributedTo: b.actors(e.Attributed), Quoted: e.Quoted, Background: e.Background, Confidence: round(e.Confidence), Rule: e.Rule,
	}
	ev := &Event{
		Type: e.Type, Mode: e.Mode, Contexts: e.Contexts, Cameo: e.Cameo, Quad: e.Quad, Score: e.Score,
		Status: string(e.Status), Actors: b.actors(e.Actors), Recipients: b.actors(e.Recipients),
		Trigger: b.span(e.Trigger), Place: b.place(e.Place),
	}
	if e.Date.Value != "" {
		ev.Date = &Date{Value: e.Date.Value, Text: b.d.Slice(e.Date.Span), Start: e.Date.Span.Start, End: e.Date.Span.End, Basis: e.Date.Basis}
	}
	for _, m := range e.Mentions {
		ev.Mentions = append(ev.Mentions, Span{Start: m.Start, End: m.End})
	}
	for _, t := range e.Toll {
		ev.Toll = append(ev.Toll, Toll{Kind: t.Kind, Min: t.Min, Max: t.Max, Text: b.d.Slice(t.Span), Start: t.Span.Start, End: t.Span.End})
	}
	r.Event = ev
	b.out = append(b.out, r)
}

func (b *builder) place(p *coder.Place) *Place {
	if p == nil {
		return nil
	}
	out := placeOf(b.d, &p.Toponym)
	out.Basis = p.Basis
	return &out
}

// fact makes a record of what all facts have in common. what tells records of
// a kind apart that were read from the same words.
func (b *builder) fact(kind Kind, what string, f *facts.Fact) Record {
	return Record{
		Kind: kind, ID: b.id(kind, what, f.Evidence), Doc: b.src, Evidence: b.span(f.Evidence),
		AttributedTo: b.actors(f.Attributed), Quoted: f.Quoted, Background: f.Background, Confidence: round(f.Confidence), Rule: f.Rule,
	}
}

func (b *builder) entry(e *facts.Entry, ids []string) Record {
	r := b.fact(KindEntry, "", &e.Fact)
	r.Entry = &Entry{Date: e.Date.Value, Sentence: e.Sentence}
	for _, i := range e.Events {
		r.Entry.Events = append(r.Entry.Events, ids[i])
	}
	return r
}

func (b *builder) relation(f *facts.Relation) {
	r := b.fact(KindRelation, f.Change+"/"+f.State, &f.Fact)
	r.Relation = &Relation{
		Parties: f.Parties, By: f.By, Body: f.Body, Change: f.Change, Measure: f.Measure, State: f.State, Date: f.Date.Value,
	}
	b.out = append(b.out, r)
}

func (b *builder) agreement(f *facts.Agreement) {
	r := b.fact(KindAgreement, f.Form, &f.Fact)
	r.Agreement = &Agreement{
		Parties: f.Parties, Number: f.Number, Form: f.Form, Fields: f.Fields, Bodies: f.Bodies, Stage: f.Stage, Date: f.Date.Value, Signed: f.Signed.Value,
	}
	b.out = append(b.out, r)
}

// visits publishes one record for each visitor and host, so that each has one
// of either.
func (b *builder) visits(f *facts.Visit) {
	hosts := f.Hosts
	if len(hosts) == 0 {
		hosts = []doc.Actor{{}}
	}
	for i := range f.Visitors {
		for k := range hosts {
			v, h := &f.Visitors[i], &hosts[k]
			place := f.Place
			if len(hosts) > 1 && place != nil && place.Country != "" && h.Country != "" && place.Country != h.Country {
				if h.Person || h.Organisation != "" {
					continue // no host where it is not at home
				}
				place = nil // another leg of the journey
			}
			r := b.fact(KindVisit, v.Name+"/"+h.Name, &f.Fact)
			r.Visit = &Visit{Visitor: b.actor(v), Place: b.place(place), From: f.From, To: f.To}
			if len(f.Hosts) > 0 {
				host := b.actor(h)
				r.Visit.Host = &host
			}
			b.out = append(b.out, r)
		}
	}
}

func (b *builder) statement(f *facts.Statement) {
	r := b.fact(KindStatement, "", &f.Fact)
	r.Statement = &Statement{Speakers: b.actors(f.Speakers), About: b.actors(f.About), Date: f.Date.Value}
	b.out = append(b.out, r)
}

func (b *builder) office(f *facts.Office) {
	r := b.fact(KindOffice, f.Person+"/"+f.Office, &f.Fact)
	r.Office = &Office{
		Person: f.Person, Country: f.Country, Office: f.Office, Organisation: f.Organisation,
		HeldOn: f.HeldOn, From: f.From, To: f.To, Died: f.Died,
	}
	b.out = append(b.out, r)
}

func (b *builder) sanction(f *facts.Sanction) {
	r := b.fact(KindSanction, f.Sender.Name+"/"+f.Target.Name, &f.Fact)
	r.Sanction = &Sanction{
		Sender: b.actor(&f.Sender), Target: b.actor(&f.Target), State: f.State, Measure: f.Measure, Date: f.Date.Value, Until: f.Until,
	}
	b.out = append(b.out, r)
}

// round keeps three decimals: more would claim what no calibration can know.
func round(p float64) float64 { return math.Round(p*1000) / 1000 }
