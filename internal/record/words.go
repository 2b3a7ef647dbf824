package record

// Words calls f with every text that repeats the article's own words, and the
// bytes that it repeats. Names, codes and the entry's sentence are not among
// them. Through f a store drops the words and puts them back.
func (r *Record) Words(f func(text *string, start, end int)) {
	span := func(s *Span) { f(&s.Text, s.Start, s.End) }
	actor := func(a *Actor) { f(&a.Text, a.Start, a.End) }
	actors := func(as []Actor) {
		for i := range as {
			actor(&as[i])
		}
	}
	place := func(p *Place) {
		if p != nil {
			f(&p.Text, p.Start, p.End)
		}
	}
	span(&r.Evidence)
	actors(r.AttributedTo)
	switch {
	case r.Event != nil:
		e := r.Event
		actors(e.Actors)
		actors(e.Recipients)
		span(&e.Trigger)
		if e.Date != nil && e.Date.End > e.Date.Start {
			f(&e.Date.Text, e.Date.Start, e.Date.End)
		}
		place(e.Place)
		for i := range e.Toll {
			f(&e.Toll[i].Text, e.Toll[i].Start, e.Toll[i].End)
		}
	case r.Visit != nil:
		actor(&r.Visit.Visitor)
		if r.Visit.Host != nil {
			actor(r.Visit.Host)
		}
		place(r.Visit.Place)
	case r.Statement != nil:
		actors(r.Statement.Speakers)
		actors(r.Statement.About)
	case r.Sanction != nil:
		actor(&r.Sanction.Sender)
		actor(&r.Sanction.Target)
	}
}
