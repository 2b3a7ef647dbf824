package record

import "chancery/internal/day"

// Report is a record as the store keeps it: what one article says, and since
// when that is known.
type Report struct {
	*Record

	// Known is the day on which the article was published, else that of its
	// dateline, else the day on which it was taken in.
	Known day.Day
	// Withdrawn is the day on which the publisher's later text took the place of
	// this one; day.Latest while it stands.
	Withdrawn day.Day
	// Copy is the same for articles that are copies of one wire text.
	Copy string
	// Line is the article's entry, where that states this event; else "".
	Line string
	// Coder is the version that coded the article.
	Coder string
}

// Stands reports whether the report was known on the day and not withdrawn.
func (r *Report) Stands(on day.Day) bool { return r.Known <= on && on < r.Withdrawn }

// Outlet is who published the report: the publisher, else the agency, else the
// article itself. Reports of one outlet corroborate nothing.
func (r *Report) Outlet() string {
	switch d := r.Doc; {
	case d.Publisher != "":
		return d.Publisher
	case d.Agency != "":
		return d.Agency
	default:
		return d.ID
	}
}
