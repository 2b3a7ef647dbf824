package store

import (
	"strings"

	"chancery/internal/day"
)

// Filter chooses happenings. Empty fields choose all.
type Filter struct {
	About      []string // keys of parties that all take part, on whichever side: countries, or names of bodies
	Actors     []string // keys of which one acts
	Recipients []string // keys of which one is acted on
	Who        []string // slugs of the who-is-who of which one takes part
	Types      []string // PLOVER types; likewise modes and contexts
	Modes      []string
	Contexts   []string
	Cameo      []string // codes or the first digits of codes
	Quads      []int
	Statuses   []string
	When       day.Span // the happening lies wholly within; the zero Span is always
	Reported   day.Span // the first report came within
	News       bool     // without what is told as history
	Countries  []string // where it happened
	Places     []string // names of places where it happened, or of their first-level divisions
	Publishers []string // of which one reports it
	Text       string   // words that an article that reports it holds
	Confidence float64  // at least
	Outlets    int      // independent publishers, at least
	Withdrawn  bool     // also those of which every report was withdrawn
	Limit      int      // at most so many; 0 is all
	Newest     bool     // latest first

	common bool // Text stands in so many articles that some of the first happenings will do
}

// clause collects the parts of a statement.
type clause struct {
	from  string
	where []string
	args  []any
	order string // the day column that an index orders by
}

func (c *clause) add(cond string, args ...any) {
	c.where = append(c.where, cond)
	c.args = append(c.args, args...)
}

// in is a condition that a column is one of values.
func in[T any](c *clause, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	c.add(column+" IN ("+marks(len(args))+")", args...)
}

// clause begins at the table that leaves the fewest rows: pairs, then actors,
// then countries, then happenings by place, type or day.
func (f *Filter) clause(s *Store) *clause {
	c := &clause{from: "happening h", order: "h.day_from"}
	about := f.About
	byWho := len(f.Who) == 1 && len(about) < 2
	between := func(column string) {
		if f.When != (day.Span{}) && f.When != day.Always {
			c.add(column+" BETWEEN ? AND ?", int64(f.When.From), int64(f.When.To))
			c.add("h.day_to <= ?", int64(f.When.To))
		}
	}
	switch {
	case len(about) >= 2:
		c.from, c.order = "dyad d JOIN happening h ON h.id = d.happening", "d.day"
		c.add("d.a = ? AND d.b = ?", about[0], about[1])
		between("d.day")
		about = about[2:]
	case byWho:
		c.from, c.order = "party p JOIN happening h ON h.id = p.happening", "p.day"
		c.add("p.actor = ?", f.Who[0])
		between("p.day")
	case len(about) == 1:
		c.from, c.order = "party p JOIN happening h ON h.id = p.happening", "p.day"
		c.add("p.key = ?", about[0])
		between("p.day")
		about = nil
	default:
		between("h.day_from")
	}
	for _, a := range about {
		c.add("EXISTS (SELECT 1 FROM party x WHERE x.happening = h.id AND x.key = ?)", a)
	}
	side := func(n int, countries []string) {
		if len(countries) > 0 {
			args := []any{n}
			for _, x := range countries {
				args = append(args, x)
			}
			c.add("EXISTS (SELECT 1 FROM party x WHERE x.happening = h.id AND x.side = ? AND x.key IN ("+marks(len(countries))+"))", args...)
		}
	}
	side(0, f.Actors)
	side(1, f.Recipients)
	if len(f.Who) > 1 || len(f.Who) == 1 && !byWho {
		var args []any
		for _, w := range f.Who {
			args = append(args, w)
		}
		c.add("EXISTS (SELECT 1 FROM party x WHERE x.happening = h.id AND x.actor IN ("+marks(len(args))+"))", args...)
	}
	in(c, "h.type", f.Types)
	in(c, "h.mode", f.Modes)
	in(c, "h.quad", f.Quads)
	in(c, "h.status", f.Statuses)
	in(c, "h.country", f.Countries)
	c.any(len(f.Contexts), func(i int) (string, any) { return "(',' || h.contexts || ',') LIKE ?", "%," + f.Contexts[i] + ",%" })
	c.any(len(f.Cameo), func(i int) (string, any) { return "h.cameo LIKE ?", f.Cameo[i] + "%" })
	c.any(2*len(f.Places), func(i int) (string, any) {
		return []string{"lower(h.place) = lower(?)", "lower(h.admin1) = lower(?)"}[i%2], f.Places[i/2]
	})
	if f.Reported != (day.Span{}) && f.Reported != day.Always {
		c.add("h.first BETWEEN ? AND ?", int64(f.Reported.From), int64(f.Reported.To))
	}
	if !f.Withdrawn {
		c.add("h.reports > 0")
	}
	if f.News {
		c.add("h.background = 0")
	}
	if f.Confidence > 0 {
		c.add("h.confidence >= ?", f.Confidence)
	}
	if f.Outlets > 0 {
		c.add("h.publishers >= ?", f.Outlets)
	}
	if len(f.Publishers) > 0 {
		var args []any
		for _, p := range f.Publishers {
			args = append(args, p)
		}
		c.add("EXISTS (SELECT 1 FROM report r JOIN article ON article.id = r.article WHERE r.happening = h.id AND article.publisher IN ("+marks(len(args))+"))", args...)
	}
	switch {
	case f.Text != "" && f.common:
		c.add("EXISTS (SELECT 1 FROM report r JOIN article ON article.id = r.article WHERE r.happening = h.id AND "+s.sql.match()+")", s.sql.words(f.Text))
	case f.Text != "":
		c.add("h.id IN (SELECT r.happening FROM article JOIN report r ON r.article = article.id WHERE "+s.sql.match()+")", s.sql.words(f.Text))
	}
	return c
}

// any adds n conditions of which one must hold.
func (c *clause) any(n int, cond func(i int) (string, any)) {
	if n == 0 {
		return
	}
	all := make([]string, n)
	for i := range n {
		q, arg := cond(i)
		all[i] = q
		c.args = append(c.args, arg)
	}
	c.where = append(c.where, "("+strings.Join(all, " OR ")+")")
}

func (c *clause) sql(columns string) string {
	q := "SELECT " + columns + " FROM " + c.from
	if len(c.where) > 0 {
		q += " WHERE " + strings.Join(c.where, " AND ")
	}
	return q
}
