package facts

import (
	"strings"
	"time"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// visits takes the visits that events tell and those that only a phrase names.
func (r *reader) visits() {
	for i := range r.events {
		e := &r.events[i]
		if e.Type != "CONSULT" || e.Mode != "visit" || e.Status != coder.Actual || len(e.Actors) == 0 || len(e.Recipients) == 0 && e.Place == nil {
			continue
		}
		if r.toCome(e.Token) || r.bySomething(e.Actors) || !foreign(e.Actors, e.Recipients) || !r.travellers(e.Actors) || !receives(e.Recipients) {
			continue
		}
		f := Visit{Fact: r.fact(e.Token, r.clause(e.Token, nil), e.Date, 0.85, e.Rule), Visitors: e.Actors, Hosts: e.Recipients, Place: e.Place}
		f.Background = f.Background || e.Background
		f.From, f.To = r.stay(e.Token, e.Date)
		r.addVisit(f)
	}
	for k := range r.d.Tokens {
		r.visitAt(k)
	}
}

// foreign says whether a visitor comes from elsewhere than the host.
func foreign(visitors, hosts []doc.Actor) bool {
	a, b := partiesOf(visitors), partiesOf(hosts)
	for _, c := range a {
		if len(b) == 0 || c != b[0] {
			return true
		}
	}
	return false
}

// receives says whether a country, its government or a place in it is visited,
// not a firm or a crowd.
func receives(hosts []doc.Actor) bool {
	for i := range hosts {
		if a := &hosts[i]; a.Country != "" && public(a) && !a.Group {
			return true
		}
	}
	return len(hosts) == 0
}

func (r *reader) visitAt(k int) {
	d := r.d
	t := &d.Tokens[k]
	var visitors []doc.Actor
	where := -1
	switch {
	case isVerb(t):
		if r.unreal(k) || r.negated(k) {
			return
		}
		if _, _, ok := r.at(r.x.visits["verb"], k); ok {
			where = d.Child(k, "obj")
		} else if _, _, ok := r.at(r.x.visits["arrive"], k); ok {
			if where = r.prep(k, "in", "at", "to"); !r.mentionsVisit(k) {
				return
			}
		} else {
			return
		}
		if s := r.subject(k); s >= 0 {
			visitors = r.actorsAt(s)
		}
	case t.UPOS == "NOUN":
		if _, _, ok := r.at(r.x.visits["noun"], k); !ok || r.planned(k) {
			return
		}
		visitors, where = r.visitNoun(k)
	default:
		return
	}
	if where < 0 || len(visitors) == 0 || r.toCome(k) {
		return
	}
	hosts, place := r.hostAt(where)
	if len(hosts) == 0 || !r.travellers(visitors) || !foreign(visitors, hosts) || !receives(hosts) {
		return
	}
	date := r.date(k, nil)
	f := Visit{Fact: r.fact(k, r.clause(k, nil), date, 0.7, t.Lemma), Visitors: visitors, Hosts: hosts, Place: place}
	f.From, f.To = r.stay(k, date)
	r.addVisit(f)
}

// visitNoun reads "the visit of X to Y", "X's visit to Y", "X is on a visit to
// Y".
func (r *reader) visitNoun(k int) (visitors []doc.Actor, where int) {
	d := r.d
	where = r.prep(k, "to", "in")
	if p := d.Child(k, "nmod:poss"); p >= 0 {
		visitors = r.actorsAt(p)
	} else if p := r.prep(k, "of", "by"); p >= 0 {
		visitors = r.actorsAt(p)
	}
	h := d.Tokens[k].Head
	if where < 0 && h >= 0 && isVerb(&d.Tokens[h]) {
		where = r.prep(h, "to", "in")
	}
	if len(visitors) == 0 && where >= 0 {
		visitors = r.visitorBehind(where, r.sentence(k).Last)
	}
	if len(visitors) > 0 {
		return visitors, where
	}
	if s := d.Child(k, "nsubj"); s >= 0 && r.caseOf(k) == "on" {
		return r.actorsAt(s), where // "is on a visit to"
	}
	if h >= 0 && isVerb(&d.Tokens[h]) && !r.unreal(h) {
		switch d.Tokens[h].Lemma {
		case "make", "pay", "begin", "start", "end", "conclude", "finish", "wrap", "complete", "be":
			if s := r.subject(h); s >= 0 {
				visitors = r.actorsAt(s)
			}
		}
	}
	return visitors, where
}

// visitorBehind reads "the visit to Cuba of President X", where the tree often
// hangs the visitor on the country.
func (r *reader) visitorBehind(where, end int) []doc.Actor {
	d := r.d
	for k := where + 1; k < end && k < where+3; k++ {
		if f := d.Form(k); f != "of" && f != "by" {
			continue
		}
		for j := k + 1; j < end && j < k+9; j++ {
			if m := d.MentionAt(j); m != nil && m.Kind != doc.Modifier && m.Start >= d.Tokens[k].End {
				return m.Actors
			}
			if isVerb(&d.Tokens[j]) {
				return nil
			}
		}
	}
	return nil
}

// mentionsVisit: "arrived for a visit", "flew in on an official trip".
func (r *reader) mentionsVisit(v int) bool {
	for _, c := range r.d.Children(v) {
		if isNoun(&r.d.Tokens[c]) {
			if _, _, ok := r.at(r.x.visits["noun"], int(c)); ok {
				return true
			}
		}
	}
	return false
}

// hostAt is the country visited: the actor there, or the country a place is in.
func (r *reader) hostAt(k int) ([]doc.Actor, *coder.Place) {
	d := r.d
	var place *coder.Place
	for i := range d.Places {
		t := &d.Places[i]
		if t.First <= k && k < t.Last {
			place = &coder.Place{Toponym: *t, Basis: coder.ByClause}
			if a := r.actorsAt(k); len(partiesOf(a)) > 0 {
				return a, place
			}
			if t.Country != "" {
				return []doc.Actor{{Span: t.Span, Head: k, Name: t.Name, Country: t.Country, Entity: -1, Basis: "place"}}, place
			}
		}
	}
	return r.actorsAt(k), place
}

// travellers says whether the visitors are people of a known country: persons,
// officials, delegations. Countries, ships and cranes pay no visits.
func (r *reader) travellers(list []doc.Actor) bool {
	for i := range list {
		a := &list[i]
		if a.Country == "" {
			continue
		}
		if a.Person || a.Role != "" {
			return true
		}
		if a.Head >= 0 && a.Head < len(r.d.Tokens) {
			if _, _, ok := r.at(r.x.visits["party"], a.Head); ok {
				return true
			}
		}
	}
	return false
}

// stay is how long a visit lasts: its interval, or its first day and a length
// told in the sentence ("a three-day visit").
func (r *reader) stay(k int, date coder.Date) (from, to string) {
	if date.Value == "" {
		return "", ""
	}
	from = date.Value
	if date.Timex >= 0 {
		if t := &r.d.Times[date.Timex]; len(from) == 10 && t.End > t.Begin && t.Begin == from {
			return from, t.End
		}
	}
	ends := r.ends(k)
	s := r.sentence(k)
	for i := range r.d.Times {
		t := &r.d.Times[i]
		if t.Type == "DURATION" && t.First >= s.First && t.First < s.Last && len(from) == 10 {
			if n := days(t.Value); n > 1 {
				if day, err := time.Parse(time.DateOnly, from); err == nil && ends {
					return day.AddDate(0, 0, 1-n).Format(time.DateOnly), from
				} else if err == nil {
					return from, day.AddDate(0, 0, n-1).Format(time.DateOnly)
				}
			}
		}
	}
	if ends {
		return "", from
	}
	return from, ""
}

// ends: the verb that carries the visit tells its end.
func (r *reader) ends(k int) bool {
	v := k
	if h := r.d.Tokens[k].Head; !isVerb(&r.d.Tokens[k]) && h >= 0 {
		v = h
	}
	_, _, ok := r.at(r.x.visits["end"], v)
	return ok
}

// days reads "P3D" and "P1W"; 0 for anything else.
func days(v string) int {
	n := 0
	for _, c := range strings.TrimPrefix(v, "P") {
		switch {
		case c >= '0' && c <= '9' && n < 1000:
			n = n*10 + int(c-'0')
		case c == 'D':
			return n
		case c == 'W':
			return 7 * n
		default:
			return 0
		}
	}
	return 0
}

// guests parts those who travelled from those who were at home where they met,
// who are the hosts if no others are known.
func (r *reader) guests(f *Visit) {
	home := ""
	if f.Place != nil {
		home = f.Place.Country
	} else if len(f.Hosts) == 1 {
		home = f.Hosts[0].Country
	}
	if home == "" {
		return
	}
	var away, at []doc.Actor
	for _, a := range f.Visitors {
		if a.Country == home {
			at = append(at, a)
		} else {
			away = append(away, a)
		}
	}
	f.Visitors = away
	if len(f.Hosts) == 0 {
		f.Hosts = at
	}
}

// toCome: "is to visit", "was heading for": nobody has arrived.
func (r *reader) toCome(k int) bool {
	if k > 1 && r.d.Form(k-1) == "to" && r.d.Tokens[k-2].Lemma == "be" || r.d.Tokens[k].Lemma == "head" {
		return true
	}
	if coder.YetToCome(r.d, k) || r.awaited(k) {
		return true
	}
	for _, c := range r.d.Children(k) {
		switch r.d.Tokens[c].Lemma {
		case "plan", "planned", "future", "upcoming", "forthcoming", "proposed":
			return true
		}
	}
	return false
}

// awaited finds what else tells that a visit has yet to begin: a day to come that
// hangs on it, a verb that tells of the future, "when he visits", "before
// hosting".
func (r *reader) awaited(k int) bool {
	d := r.d
	if h := d.Tokens[k].Head; h >= 0 && d.Tokens[k].Deprel == "conj" && isNoun(&d.Tokens[k]) {
		k = h // "a visit of X next week and one of Y"
	}
	first, last := d.Subtree(k)
	for i := range d.Times {
		t := &d.Times[i]
		if t.First < first || t.First >= last || t.First >= t.Last || !r.ahead(t) {
			continue
		}
		h := t.First
		for h != k && h >= 0 && (h == t.First || !isVerb(&d.Tokens[h]) || d.Tokens[h].Lemma == "start" || d.Tokens[h].Lemma == "begin") {
			h = d.Tokens[h].Head
		}
		if h == k {
			return true
		}
	}
	v := k
	if !isVerb(&d.Tokens[k]) {
		if v = d.Tokens[k].Head; v < 0 {
			return false
		}
		if !isVerb(&d.Tokens[v]) {
			return d.Tokens[v].Lemma == "consideration" || d.Tokens[v].Lemma == "preparation"
		}
	}
	if r.present(v) && r.d.Anchor() != "" { // "leaves on Wednesday": no Wednesday gone by
		for i := range d.Times {
			if t := &d.Times[i]; t.First >= first && t.First < max(last, v+12) && d.SentenceOf(t.First) == d.SentenceOf(k) && len(t.Value) == 10 && t.End != "" && t.End < d.Anchor() {
				return true
			}
		}
	}
	if m := d.Child(v, "mark", "advmod"); m >= 0 && m < v {
		switch d.Tokens[m].Lemma {
		case "before":
			return strings.HasSuffix(d.Form(v), "ing")
		case "when":
			if r.present(v) {
				return true
			}
		}
	}
	for n := 0; v >= 0 && n < 3; n++ {
		if isVerb(&d.Tokens[v]) && r.future(v) {
			return true
		}
		if rel := d.Tokens[v].Deprel; rel != "advcl" && rel != "xcomp" && rel != "conj" || d.Child(v, "mark") >= 0 {
			return false // "will fly on after visiting"
		}
		v = d.Tokens[v].Head
	}
	return false
}

// present: the verb is finite and in the present tense.
func (r *reader) present(v int) bool {
	t := &r.d.Tokens[v]
	return strings.Contains(t.Feats, "Tense=Pres") && strings.Contains(t.Feats, "VerbForm=Fin")
}

// future: "will", "would", "is likely to".
func (r *reader) future(v int) bool {
	for _, c := range r.d.Children(v) {
		if t := &r.d.Tokens[c]; t.Deprel == "aux" {
			switch t.Lemma {
			case "will", "shall", "would", "'ll", "wo", "may", "might":
				return true
			}
		}
	}
	return false
}

// bySomething: what was received is something of theirs, not they: "welcomed
// the minister's plan".
func (r *reader) bySomething(visitors []doc.Actor) bool {
	for i := range visitors {
		if h := visitors[i].Head; h >= 0 && h < len(r.d.Tokens) && r.d.Tokens[h].Deprel == "nmod:poss" {
			if _, _, ok := r.at(r.x.visits["noun"], max(r.d.Tokens[h].Head, 0)); !ok {
				return true
			}
		}
	}
	return false
}

func (r *reader) addVisit(f Visit) {
	if a := r.d.Anchor(); a != "" && f.From > a && !strings.HasPrefix(a, f.From) {
		return // still to come
	}
	if p := f.Place; p != nil && len(f.Hosts) > 0 && f.Hosts[0].Person {
		if c := p.Country; c != "" && c != f.Hosts[0].Country {
			return // they met elsewhere
		}
	}
	if r.guests(&f); len(f.Visitors) == 0 {
		return
	}
	for i := range r.out.Visits {
		o := &r.out.Visits[i]
		if o.Evidence.Overlaps(f.Evidence) && sameCountry(o.Hosts, f.Hosts) {
			return
		}
		if sameCountry(o.Hosts, f.Hosts) && len(o.Visitors) > 0 && sameActor(&o.Visitors[0], &f.Visitors[0]) && (o.From == f.From || f.From == r.d.Anchor()) {
			return
		}
	}
	r.out.Visits = append(r.out.Visits, f)
}

func sameCountry(a, b []doc.Actor) bool {
	x, y := partiesOf(a), partiesOf(b)
	return len(x) == 0 || len(y) == 0 || x[0] == y[0]
}
