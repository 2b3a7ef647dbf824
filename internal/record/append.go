package record

// AppendJSON appends the record as one JSON object, without a newline. Every
// field of its kind is present; what is unknown is null, an empty list is [].
func (r *Record) AppendJSON(b []byte) []byte {
	o := open(b)
	o.str("kind", string(r.Kind))
	o.str("id", r.ID)
	o.key("doc")
	o.b = r.Doc.appendJSON(o.b)
	switch {
	case r.Entry != nil:
		r.Entry.fields(&o)
	case r.Event != nil:
		r.Event.fields(&o)
	case r.Relation != nil:
		r.Relation.fields(&o)
	case r.Agreement != nil:
		r.Agreement.fields(&o)
	case r.Visit != nil:
		r.Visit.fields(&o)
	case r.Statement != nil:
		r.Statement.fields(&o)
	case r.Office != nil:
		r.Office.fields(&o)
	case r.Sanction != nil:
		r.Sanction.fields(&o)
	}
	o.key("evidence")
	o.b = r.Evidence.appendJSON(o.b, true)
	o.actors("attributed_to", r.AttributedTo)
	o.bool("quoted", r.Quoted)
	o.bool("background", r.Background)
	o.num("confidence", r.Confidence, 3)
	o.opt("rule", r.Rule)
	return o.close()
}

// MarshalJSON makes a Record usable with encoding/json.
func (r *Record) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

func (s *Source) appendJSON(b []byte) []byte {
	o := open(b)
	o.str("id", s.ID)
	o.opt("url", s.URL)
	o.opt("title", s.Title)
	o.opt("published", s.Published)
	o.key("dateline")
	o.b = s.Dateline.appendJSON(o.b)
	o.opt("agency", s.Agency)
	o.opt("publisher", s.Publisher)
	o.opt("lang", s.Lang)
	return o.close()
}

func (d Dateline) appendJSON(b []byte) []byte {
	o := open(b)
	o.opt("place", d.Place)
	o.opt("date", d.Date)
	return o.close()
}

func (s Span) appendJSON(b []byte, text bool) []byte {
	o := open(b)
	o.int("start", s.Start)
	o.int("end", s.End)
	if text {
		o.str("text", s.Text)
	}
	return o.close()
}

func (a *Actor) appendJSON(b []byte) []byte {
	o := open(b)
	o.str("text", a.Text)
	o.int("start", a.Start)
	o.int("end", a.End)
	o.str("name", a.Name)
	o.opt("country", a.Country)
	o.opt("sector", a.Sector)
	o.opt("role", a.Role)
	o.opt("organisation", a.Organisation)
	o.opt("kind", a.Kind)
	return o.close()
}

func (o *object) actors(k string, as []Actor) {
	o.key(k)
	o.b = append(o.b, '[')
	for i := range as {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = as[i].appendJSON(o.b)
	}
	o.b = append(o.b, ']')
}

func (o *object) place(k string, p *Place) {
	if p == nil {
		o.null(k)
		return
	}
	o.key(k)
	o.b = p.AppendJSON(o.b)
}

// AppendJSON appends the place as a JSON object.
func (p *Place) AppendJSON(b []byte) []byte {
	in := open(b)
	in.str("text", p.Text)
	in.int("start", p.Start)
	in.int("end", p.End)
	in.opt("name", p.Name)
	in.gazetteer(p)
	in.opt("precision", p.Precision)
	in.opt("basis", p.Basis)
	return in.close()
}

func (o *object) gazetteer(p *Place) {
	o.opt("country", p.Country)
	o.opt("admin1", p.Admin1)
	if p.GeoNamesID == 0 {
		o.null("geonames_id")
	} else {
		o.int("geonames_id", p.GeoNamesID)
	}
	if p.Located {
		o.num("lat", p.Lat, 5)
		o.num("lon", p.Lon, 5)
	} else {
		o.null("lat")
		o.null("lon")
	}
}

func (e *Entry) fields(o *object) {
	o.opt("date", e.Date)
	o.str("sentence", e.Sentence)
	o.strs("events", e.Events)
}

func (e *Event) fields(o *object) {
	o.str("type", e.Type)
	o.opt("mode", e.Mode)
	o.strs("contexts", e.Contexts)
	o.opt("cameo", e.Cameo)
	o.int("quad", e.Quad)
	o.num("score", e.Score, 2)
	o.str("status", e.Status)
	o.actors("actors", e.Actors)
	o.actors("recipients", e.Recipients)
	o.key("trigger")
	o.b = e.Trigger.appendJSON(o.b, true)
	if e.Date == nil {
		o.null("date")
	} else {
		o.key("date")
		o.b = e.Date.appendJSON(o.b)
	}
	o.place("place", e.Place)
	o.key("mentions")
	o.b = append(o.b, '[')
	for i, m := range e.Mentions {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = m.appendJSON(o.b, false)
	}
	o.b = append(o.b, ']')
	list(o, "toll", len(e.Toll), func(i int, b []byte) []byte { return e.Toll[i].appendJSON(b) })
}

func (t *Toll) appendJSON(b []byte) []byte {
	o := open(b)
	o.str("kind", t.Kind)
	o.int("min", t.Min)
	if t.Max == Open {
		o.null("max")
	} else {
		o.int("max", t.Max)
	}
	o.str("text", t.Text)
	o.int("start", t.Start)
	o.int("end", t.End)
	return o.close()
}

func (d *Date) appendJSON(b []byte) []byte {
	o := open(b)
	o.str("value", d.Value)
	if d.End > d.Start {
		o.str("text", d.Text)
		o.int("start", d.Start)
		o.int("end", d.End)
	} else {
		o.null("text")
		o.null("start")
		o.null("end")
	}
	o.str("basis", d.Basis)
	return o.close()
}

func (r *Relation) fields(o *object) {
	o.strs("parties", r.Parties)
	o.opt("by", r.By)
	o.opt("body", r.Body)
	o.opt("change", r.Change)
	o.opt("measure", r.Measure)
	o.opt("state", r.State)
	o.opt("date", r.Date)
}

func (a *Agreement) fields(o *object) {
	o.strs("parties", a.Parties)
	if a.Number == 0 {
		o.null("number")
	} else {
		o.int("number", a.Number)
	}
	o.opt("form", a.Form)
	o.strs("fields", a.Fields)
	o.strs("bodies", a.Bodies)
	o.opt("stage", a.Stage)
	o.opt("date", a.Date)
	o.opt("signed", a.Signed)
}

func (v *Visit) fields(o *object) {
	o.key("visitor")
	o.b = v.Visitor.appendJSON(o.b)
	if v.Host == nil {
		o.null("host")
	} else {
		o.key("host")
		o.b = v.Host.appendJSON(o.b)
	}
	o.place("place", v.Place)
	o.opt("from", v.From)
	o.opt("to", v.To)
}

func (s *Statement) fields(o *object) {
	o.actors("speakers", s.Speakers)
	o.actors("about", s.About)
	o.opt("date", s.Date)
}

func (f *Office) fields(o *object) {
	o.str("person", f.Person)
	o.opt("country", f.Country)
	o.str("office", f.Office)
	o.opt("organisation", f.Organisation)
	o.opt("held_on", f.HeldOn)
	o.opt("from", f.From)
	o.opt("to", f.To)
	o.opt("died", f.Died)
}

func (s *Sanction) fields(o *object) {
	o.key("sender")
	o.b = s.Sender.appendJSON(o.b)
	o.key("target")
	o.b = s.Target.appendJSON(o.b)
	o.opt("state", s.State)
	o.opt("measure", s.Measure)
	o.opt("date", s.Date)
	o.opt("until", s.Until)
}
