package actor

import "strings"

// unknownName reads a name that no list knows, by its entity type and shape.
func (s *story) unknownName(p *phrase, pa *parts, l, r int) bool {
	d := s.d
	if p.sem < pa.nameFirst || p.sem >= pa.nameLast {
		return s.bareNoun(p, pa)
	}
	first, last := pa.nameFirst, pa.nameLast
	p.name = d.Slice(d.TokenSpan(first, last))
	s.keys(p, first, last)
	typ := s.entityType(p.sem)
	if u := s.unitAt(p.sem); u != nil && u.surname {
		typ = "PER"
	} else if typ == "PER" && last == first+1 && pa.title == nil && len(d.Form(first)) > 2 && isAcronym(d.Form(first)) && !s.loud[d.SentenceOf(first)] {
		typ = "" // recognisers take acronyms of bills and bodies for persons
	}
	if typ == "MISC" && s.definedAs(d.Form(p.sem)) {
		typ = "ORG"
	}
	switch {
	case typ == "MISC" || typ == "EVENT" || typ == "LAW" || isTime(d.Form(p.sem)) || happening(d.Form(p.sem)):
		return false
	case typ == "PER" || (pa.sex != 0 && typ != "ORG") || pa.title != nil:
		p.form, p.basis = formPerson, join(p.basis, "name")
		p.plural = false
	case typ == "GPE" || typ == "LOC":
		if e := &d.Entities[s.entAt[p.sem]-1]; e.First >= l && e.Last <= r {
			first, last = e.First, e.Last
			p.name = d.Slice(d.TokenSpan(first, last))
			s.keys(p, first, last)
		}
		c, by := s.countryIn(first, last)
		p.form, p.basis = formPlace, "place "+p.name
		p.surname = ""
		if c != "" {
			p.code, p.basis = c, by
		}
	case typ == "ORG":
		if e := &d.Entities[s.entAt[p.sem]-1]; e.First >= l && e.First <= first && e.Last >= last && (e.First < first || e.Last > last) && s.matchOf(e.First).sense(demo|state) == nil && !strings.EqualFold(d.Form(e.First), "the") {
			p.name = d.Slice(d.TokenSpan(e.First, e.Last)) // "Bank of Lakeland"
			s.keys(p, e.First, e.Last)
		}
		p.form, p.surname, p.org = formOrg, "", p.name
		p.basis = join(p.basis, "organisation name")
		if pa.orgs != nil {
			s.ofOrganisation(p, pa, pa.orgs)
		}
	case typ == "NORP":
		p.form, p.sectors, p.surname = formGroup, []string{"CVL"}, ""
		p.basis = join(p.basis, "group name")
	default:
		if c, by := s.countryIn(first, last); c != "" && last-first == 1 {
			p.form, p.code, p.basis, p.surname = formPlace, c, by, ""
			break
		}
		p.form, p.code, p.basis = formName, "", join(p.basis, "unlisted name")
	}
	if p.form == formName && last-first > 1 && s.lex.endings[d.Form(last-1)] != nil {
		p.form, p.surname, p.org = formOrg, "", p.name // "Norex Holdings"
	}
	if p.form == formOrg {
		s.ending(p, pa)
	}
	return true
}

// plainPlural reports whether token t is a plural word for people, so that
// "a group of ecologists" is the ecologists.
func (s *story) plainPlural(t int) bool {
	x := s.matchOf(t).sense(role)
	return x != nil && x.kind == person && x.plural
}

// quantity lists nouns that count what follows: "hundreds of soldiers".
func quantity(w string) bool {
	switch w {
	case "hundreds", "thousands", "dozens", "scores", "tens", "millions", "number", "majority", "total", "handful", "series", "rest", "lot", "lots",
		"most", "many", "some", "several", "few", "one", "two", "three", "half", "group", "crowd", "remainder", "bulk", "all", "both", "none", "each":
		return true
	}
	return false
}

// happening lists capitalised nouns that end names of events and papers, which
// entity recognisers often take for organisations or places.
func happening(w string) bool {
	switch strings.ToLower(w) {
	case "games", "olympics", "cup", "championship", "championships", "summit", "conference", "war", "treaty", "agreement", "accord", "accords",
		"act", "day", "week", "revolution", "plan", "protocol", "convention", "resolution", "declaration", "pact", "deal", "bill", "law", "constitution",
		"festival", "prize", "award", "ramadan", "christmas", "easter", "operation", "initiative", "crisis", "uprising", "spring", "holocaust", "intifada",
		"evidence", "brexit", "dollar", "dollars", "dlrs", "dlr", "mln", "bln", "pct", "stg", "yen", "franc", "francs", "mark", "marks", "ecu", "ecus", "euro", "euros",
		"details", "figures", "exports", "imports", "prices", "covid", "street", "avenue", "road", "airport", "river", "sea", "ocean", "gulf", "lake", "mountain", "mountains", "bridge",
		"square", "gmt", "est", "edt", "pst", "pdt", "bst", "cet", "internet", "islam", "christianity", "english", "god":
		return true
	}
	return false
}

// ending tells the sector of a named organisation from the last word of its
// name, else from the words before it.
func (s *story) ending(p *phrase, pa *parts) {
	if len(p.sectors) > 0 {
		return
	}
	w := p.name
	if i := strings.LastIndexByte(w, ' '); i >= 0 {
		w = w[i+1:]
		p.sectors = s.lex.endings[w]
	}
	if len(p.sectors) == 0 {
		p.sectors = pa.quals
	}
}

// bareNoun accepts the few unlisted common nouns that are surely people.
func (s *story) bareNoun(p *phrase, pa *parts) bool {
	w := strings.ToLower(s.d.Form(p.sem))
	if p.complement >= 0 && quantity(w) && s.caseOf(p.complement) == "of" {
		p.form, p.sub, p.plural = formGeneric, "quantity", true
		return true
	}
	if len(w) > 5 && (strings.HasSuffix(w, "men") || strings.HasSuffix(w, "man") || strings.HasSuffix(w, "women")) && s.d.Tokens[p.sem].UPOS == "NOUN" && w != "specimen" && w != "regimen" && w != "talisman" {
		p.form, p.noun = formGroup, w
		if strings.HasSuffix(w, "man") {
			p.form = formRole
		}
		p.sectors, p.name = []string{"CVL"}, w
		p.basis = join(p.basis, "people by suffix")
		return true
	}
	return false
}

// countryIn finds the country of a place named inside tokens [first, last).
func (s *story) countryIn(first, last int) (code, basis string) {
	for t := first; t < last; t++ {
		if m := s.matchOf(t); m != nil && m.first >= first && m.last <= last && !m.partial {
			if x := m.sense(country); x != nil && m.sense(region|given) == nil {
				return x.code, "country " + x.name
			}
		}
	}
	for i := range s.d.Places {
		pl := &s.d.Places[i]
		if pl.First >= last {
			break
		}
		if pl.First >= first && pl.Last <= last && pl.Country != "" && pl.Last > pl.First {
			return pl.Country, "place " + pl.Name
		}
	}
	for t := first; t < last; t++ {
		if m := s.matchOf(t); m != nil && m.first >= first {
			if x := m.sense(state | demo); x != nil && !m.partial {
				return x.code, "word " + s.d.Slice(s.d.TokenSpan(m.first, m.last))
			}
		}
	}
	return "", ""
}

// definedAs reports whether the story gives w in brackets after a name, as the
// acronym it will use for it.
func (s *story) definedAs(w string) bool {
	for i := range s.unitList {
		if u := &s.unitList[i]; u.org && s.d.Form(u.last) == "(" && s.d.Form(u.last+1) == w {
			return true
		}
	}
	return false
}
