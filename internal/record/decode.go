package record

import (
	"encoding/json"
	"fmt"
)

// envelope is what all kinds share; the fields of a kind stand beside it in the
// same object.
type envelope struct {
	Kind         Kind    `json:"kind"`
	ID           string  `json:"id"`
	Doc          *Source `json:"doc"`
	Evidence     Span    `json:"evidence"`
	AttributedTo []Actor `json:"attributed_to"`
	Quoted       bool    `json:"quoted"`
	Background   bool    `json:"background"`
	Confidence   float64 `json:"confidence"`
	Rule         string  `json:"rule"`
}

// UnmarshalJSON reads what AppendJSON wrote. Fields that it does not know are
// passed over, so that lines with more in them can be read; a kind that it does
// not know is an error.
func (r *Record) UnmarshalJSON(b []byte) error {
	var e envelope
	if err := json.Unmarshal(b, &e); err != nil {
		return err
	}
	*r = Record{
		Kind: e.Kind, ID: e.ID, Doc: e.Doc, Evidence: e.Evidence, AttributedTo: e.AttributedTo,
		Quoted: e.Quoted, Background: e.Background, Confidence: e.Confidence, Rule: e.Rule,
	}
	var fields any
	switch e.Kind {
	case KindEntry:
		r.Entry = new(Entry)
		fields = r.Entry
	case KindEvent:
		r.Event = new(Event)
		fields = r.Event
	case KindRelation:
		r.Relation = new(Relation)
		fields = r.Relation
	case KindAgreement:
		r.Agreement = new(Agreement)
		fields = r.Agreement
	case KindVisit:
		r.Visit = new(Visit)
		fields = r.Visit
	case KindStatement:
		r.Statement = new(Statement)
		fields = r.Statement
	case KindOffice:
		r.Office = new(Office)
		fields = r.Office
	case KindSanction:
		r.Sanction = new(Sanction)
		fields = r.Sanction
	default:
		return fmt.Errorf("record: unknown kind %q", e.Kind)
	}
	return json.Unmarshal(b, fields)
}

// UnmarshalJSON knows a place as located when it has both coordinates.
func (p *Place) UnmarshalJSON(b []byte) error {
	type plain Place
	var in struct {
		plain
		Lat *float64 `json:"lat"`
		Lon *float64 `json:"lon"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*p = Place(in.plain)
	if p.Located = in.Lat != nil && in.Lon != nil; p.Located {
		p.Lat, p.Lon = *in.Lat, *in.Lon
	}
	return nil
}

// UnmarshalJSON knows a toll without an upper bound by its null.
func (t *Toll) UnmarshalJSON(b []byte) error {
	type plain Toll
	in := plain{Max: Open}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*t = Toll(in)
	return nil
}
