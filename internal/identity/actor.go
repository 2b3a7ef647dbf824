package identity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/record"
)

// Actor is a person, an organisation or a state of the who-is-who.
type Actor struct {
	ID        int64 // the store's own
	Slug      string
	Aliases   []string // slugs of actors that turned out to be this one
	Kind      string   // record.Person, record.Organisation or record.State
	Name      string   // the best of its forms
	Country   string   // where most reports put it; "" unknown
	Sector    string
	Forms     []Count // names as written, without titles, in the order first met
	Countries []Count
	Sectors   []Count
	Posts     []Post
	First     day.Day // the first day on which it is told of, or of which as of the present
	Last      day.Day
	Died      day.Span // the days among which it died; zero while not known
	LastDoc   string   // the article that spoke of it last

	prep []prepared // of Forms; made when needed
}

// Count is a value and how many mentions gave it.
type Count struct {
	Value string
	N     int
}

// Post is an office or a body that mentions named with the actor, and the days
// from the first to the last of them.
type Post struct {
	Key         string
	First, Last day.Day
	N           int
}

// How many different values an actor keeps; those met later are passed over.
const (
	mostForms     = 40
	mostCountries = 8
	mostPosts     = 40
)

// prepared is a form taken apart for comparison.
type prepared struct {
	person personal
	org    organisation
}

func add(list []Count, v string, most int) []Count {
	if v == "" {
		return list
	}
	for i := range list {
		if list[i].Value == v {
			list[i].N++
			return list
		}
	}
	if len(list) < most {
		list = append(list, Count{v, 1})
	}
	return list
}

// top is the value counted most, the first of equals.
func top(list []Count, fits func(string) bool) string {
	best, n := "", 0
	for _, c := range list {
		if c.N > n && (fits == nil || fits(c.Value)) {
			best, n = c.Value, c.N
		}
	}
	return best
}

// prepare takes the forms apart that have not been yet.
func (r *Resolver) prepare(a *Actor) []prepared {
	for i := len(a.prep); i < len(a.Forms); i++ {
		var p prepared
		if a.Kind == record.Person {
			p.person = r.names.personal(a.Forms[i].Value)
		} else {
			p.org = r.words.organisation(a.Forms[i].Value, a.Country)
		}
		a.prep = append(a.prep, p)
	}
	return a.prep
}

// Introduce makes the actor that an observation is the first to tell of. taken
// reports whether another actor has a slug, as its own or as an alias. It is nil
// where the observation names nobody (see Lookup).
func (r *Resolver) Introduce(o *Observation, taken func(slug string) bool) *Actor {
	form, ok := r.form(o)
	if !ok {
		return nil
	}
	a := &Actor{Kind: o.Kind, Name: form, Country: o.Country, First: day.Latest, Last: day.Earliest}
	if o.Kind == record.State {
		a.Name = r.words.state[o.Country]
	}
	base := strings.ReplaceAll(r.words.letters.fold(a.Name), " ", "-")
	if base == "" {
		base = o.Kind
	}
	a.Slug = base
	if taken(a.Slug) && o.Country != "" && o.Kind != record.State {
		base += "-" + strings.ToLower(o.Country)
		a.Slug = base
	}
	for n := 2; taken(a.Slug); n++ {
		a.Slug = base + "-" + strconv.Itoa(n)
	}
	r.Learn(a, o)
	return a
}

// Learn adds what an observation tells of its actor. It reports whether the keys
// of the actor (see Index) have changed.
func (r *Resolver) Learn(a *Actor, o *Observation) (refile bool) {
	forms, country := len(a.Forms), a.Country
	if form, ok := r.form(o); ok && a.Kind != record.State {
		a.Forms = add(a.Forms, form, mostForms)
	}
	if a.Kind != record.State {
		a.Countries = add(a.Countries, o.Country, mostCountries)
		a.Sectors = add(a.Sectors, o.Sector, mostCountries)
	}
	on := o.When
	if on == day.Always || on.Days() > 400 {
		on = day.Span{From: o.Known, To: o.Known}
	}
	if o.History {
		a.First, a.Last = min(a.First, o.Known), max(a.Last, o.Known)
	} else {
		a.First, a.Last = min(a.First, on.From), max(a.Last, on.From)
		if a.Kind == record.Person {
			var space [2]postKey
			for _, p := range r.posts(space[:0], o) {
				a.post(p.key, on.From, on.From, 1)
			}
		}
	}
	a.LastDoc = o.Doc
	r.settle(a)
	return len(a.Forms) != forms || a.Country != country
}

// postKey is the key of an office or of a body.
type postKey struct {
	key  string
	sole bool // one person holds it, or one in its body
	body bool
}

// posts appends the keys of the office and of the body that an observation names.
func (r *Resolver) posts(dst []postKey, o *Observation) []postKey {
	if o.Role != "" {
		if s := r.words.Office(o.Role, o.Country, o.Organisation); s.Title != "" && !s.Past && !s.Ahead {
			dst = append(dst, postKey{key: s.Key(), sole: s.Sole || s.Body != ""})
		}
	}
	if o.Organisation != "" {
		if x := r.words.organisation(o.Organisation, ""); x.text != "" {
			dst = append(dst, postKey{key: "of|" + x.text, body: true})
		}
	}
	return dst
}

func (a *Actor) post(key string, first, last day.Day, n int) {
	for i := range a.Posts {
		if p := &a.Posts[i]; p.Key == key {
			p.First, p.Last, p.N = min(p.First, first), max(p.Last, last), p.N+n
			return
		}
	}
	if len(a.Posts) < mostPosts {
		a.Posts = append(a.Posts, Post{key, first, last, n})
	}
}

// Dead notes the days among which a person is said to have died; of two reports
// the more precise counts, else the earlier.
func (a *Actor) Dead(when day.Span) {
	if a.Died == (day.Span{}) || when.Days() < a.Died.Days() {
		a.Died = when
	}
}

// settle chooses the best name, country and sector of what is known.
func (r *Resolver) settle(a *Actor) {
	country := a.Country
	switch a.Kind {
	case record.State:
	case record.Person:
		forms := r.prepare(a)
		best := -1
		for i := range a.Forms {
			if best < 0 || better(&forms[i].person, a.Forms[i].N, &forms[best].person, a.Forms[best].N) {
				best = i
			}
		}
		if best >= 0 {
			a.Name = a.Forms[best].Value
		}
	default:
		a.Name = top(a.Forms, nil)
	}
	if len(a.Countries) > 0 {
		a.Country = top(a.Countries, func(c string) bool { return r.words.state[c] != "" })
		if a.Country == "" {
			a.Country = top(a.Countries, nil)
		}
	}
	if len(a.Sectors) > 0 {
		a.Sector = top(a.Sectors, nil)
	}
	r.rules.settle(r, a)
	if a.Kind == record.Organisation && a.Country != country {
		a.prep = nil // "Foreign Ministry" is that of the country
	}
}

// better: a name with a given name before a bare surname, then the one that
// stands more often.
func better(a *personal, n int, b *personal, m int) bool {
	rank := func(p *personal) int {
		initials := 0
		for i := range p.words {
			if p.words[i].class == letter {
				initials++
			}
		}
		switch {
		case p.loose-initials >= 2:
			return 3
		case p.loose >= 2:
			return 2
		case p.content >= 2:
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(n, m)) > 0
}

// Merge adds to one actor all that is known of another, which was the same. The
// other's slugs become aliases.
func (r *Resolver) Merge(into, from *Actor) {
	for _, s := range append([]string{from.Slug}, from.Aliases...) {
		if s != into.Slug && !slices.Contains(into.Aliases, s) {
			into.Aliases = append(into.Aliases, s)
		}
	}
	for _, l := range []struct {
		to   *[]Count
		from []Count
		most int
	}{{&into.Forms, from.Forms, mostForms}, {&into.Countries, from.Countries, mostCountries}, {&into.Sectors, from.Sectors, mostCountries}} {
		for _, c := range l.from {
			*l.to = add(*l.to, c.Value, l.most)
			for i := range *l.to {
				if (*l.to)[i].Value == c.Value {
					(*l.to)[i].N += c.N - 1
				}
			}
		}
	}
	for _, p := range from.Posts {
		into.post(p.Key, p.First, p.Last, p.N)
	}
	into.First, into.Last = min(into.First, from.First), max(into.Last, from.Last)
	if from.Died != (day.Span{}) {
		into.Dead(from.Died)
	}
	r.settle(into)
}

// Restate is an actor as one mention, for asking again who it is: a bare surname
// may since have got its bearer. Resolve it against the actors under its Lookup
// keys without the actor itself, and Merge the actor into the one decided on.
func (r *Resolver) Restate(a *Actor) Observation {
	o := Observation{Name: a.Name, Text: a.Name, Country: a.Country, Sector: a.Sector, Kind: a.Kind, When: day.Always, Known: a.Last}
	most := 0
	for _, p := range a.Posts {
		if f := strings.Split(p.Key, "|"); len(f) == 3 && p.N > most {
			most = p.N
			o.Role, o.Organisation = f[0], f[2]
			o.When = day.Span{From: p.First, To: p.First}
		}
	}
	return o
}

// form is the name that an observation gives its actor, without titles. It is
// false for mentions that name nobody: roles, groups, common nouns.
func (r *Resolver) form(o *Observation) (string, bool) {
	switch o.Kind {
	case record.State:
		return o.Country, r.words.state[o.Country] != ""
	case record.Organisation:
		name := o.Name
		if x := r.words.organisation(name, o.Country); x.text == "" && (x.state == "" || r.words.state[x.country] == "") {
			if name = o.Organisation; name == "" {
				return "", false
			}
			if x = r.words.organisation(name, o.Country); x.text == "" && (x.state == "" || r.words.state[x.country] == "") {
				return "", false
			}
		}
		return strings.TrimPrefix(name, "the "), true
	case record.Person:
		return r.proper(o.Name)
	}
	return "", false
}

// proper cuts titles from a person's name; it is false for what is no name.
func (r *Resolver) proper(name string) (string, bool) {
	n, v := r.names, r.words
	var space [12]token
	all := n.tokens(space[:0], name)
	if len(all) == 0 || len(all) > 9 {
		return "", false
	}
	ts := n.untitled(all)
	last := ts[len(ts)-1]
	if !last.capital && !last.hyphen {
		return "", false
	}
	if _, ok := v.demonym[last.s]; ok && len(ts) == 1 || v.suffix[last.s] || len(last.s) == 1 && !last.capital {
		return "", false
	}
	names := 0
	for i, t := range ts {
		if len(t.s) > 1 && t.capital && !v.common[t.s] && v.bodies[t.s] == "" && v.field[t.s] == "" && v.prefix[t.s] == noPrefix && (!v.nouns[t.s] || i == len(ts)-1 && names > 0) {
			names++
		}
	}
	if names == 0 {
		return "", false
	}
	name = name[ts[0].from:]
	flat := v.letters.fold(name)
	if _, country := v.demonym[flat]; country || v.nouns[flat] {
		return "", false
	}
	if i := strings.IndexAny(name, "(["); i > 0 {
		name = name[:i]
	}
	name = strings.TrimSpace(name)
	for _, s := range [2]string{"'s", "’s"} {
		name = strings.TrimSuffix(name, s)
	}
	return name, true
}
