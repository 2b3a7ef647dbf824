package actor

import (
	"strings"

	"chancery/internal/doc"
)

// findFocus looks for the country the story is about: the dateline's, where the
// story names it or names no other; else one named at least twice as often as
// the next.
func (s *story) findFocus() {
	type tally struct {
		code     string
		n        int
		domestic int
	}
	var all []tally
	best, next := -1, 0
	add := func(code string, domestic bool) {
		if s.lex.names[code] == "" {
			return
		}
		for i := range all {
			if all[i].code == code {
				all[i].n++
				if domestic {
					all[i].domestic++
				}
				return
			}
		}
		t := tally{code: code, n: 1}
		if domestic {
			t.domestic = 1
		}
		all = append(all, t)
	}
	for i := range s.phrases {
		p := &s.phrases[i]
		if p.code == "" || p.form == formPronoun || p.seat || p.form == formOrg && len(p.sectors) > 0 && p.sectors[0] == "JRN" {
			continue // who reports is not what the report is about
		}
		domestic := p.form == formBody || p.form == formRole || p.form == formGroup || p.form == formPerson || p.kind == doc.Locative ||
			s.d.Tokens[p.head].Deprel == "nmod:poss" && s.phraseOf(s.d.Tokens[p.head].Head) != nil
		add(p.code, domestic)
	}
	line := s.datelineCountry()
	defer func() {
		for i := range all {
			if all[i].code == s.focus {
				s.focusSure = all[i].n >= 3*next || s.focus == line
			}
		}
	}()
	for i := range all {
		switch {
		case best < 0 || all[i].n > all[best].n:
			if best >= 0 {
				next = max(next, all[best].n)
			}
			best = i
		default:
			next = max(next, all[i].n)
		}
	}
	if line != "" && !international(s.d.Dateline.Place) {
		for i := range all {
			if all[i].code == line && all[i].n*3 >= all[best].n {
				s.focus = line
			}
		}
		if len(all) == 0 {
			s.focus, s.focusSure = line, true
		}
		if s.focusBy = "dateline " + s.d.Dateline.Place; s.focus != "" {
			return
		}
	}
	switch {
	case best >= 0 && all[best].n >= 2 && all[best].n >= 2*next && all[best].domestic > 0:
		s.focus, s.focusBy = all[best].code, "story about "+s.lex.names[all[best].code]
	case best >= 0 && (len(all) == 1 && all[best].domestic > 0 || all[best].n >= 4 && all[best].n >= 3*next):
		s.focus, s.focusBy = all[best].code, "story about "+s.lex.names[all[best].code]
	}
}

// datelineCountry is the country of the place the story was filed from.
func (s *story) datelineCountry() string {
	dl := &s.d.Dateline
	if dl.Place == "" {
		return ""
	}
	for i := range s.d.Places {
		pl := &s.d.Places[i]
		if pl.Country != "" && pl.Overlaps(dl.PlaceSpan) {
			return pl.Country
		}
	}
	var buf []byte
	for _, w := range strings.Fields(dl.Place) {
		buf = foldWord(buf, strings.Trim(w, ","), func(int, int, shape) {})
	}
	e := s.lex.table[strings.TrimSpace(string(buf))]
	if e == nil {
		return ""
	}
	for i := range e.senses {
		if e.senses[i].kind&state != 0 {
			return e.senses[i].code
		}
	}
	return ""
}

// scene is the country of the one place where the sentence says it happens: "In
// Accra, demonstrators ..." are Ghanaian. Governments and armies act abroad too
// and take nothing from it.
func (s *story) scene(p *phrase) (code, basis string) {
	if len(p.sectors) == 0 || p.cameFromMod || witness(p.noun) {
		return "", ""
	}
	switch p.sectors[0] {
	case "CVL", "COP", "JUD", "LAB", "EDU", "OPP", "REL", "MED", "AGR", "PTY", "LEG", "UAF", "REB", "CRM":
	default:
		return "", ""
	}
	first, last := s.before(p.head, 0)
	for i := first; i < last; i++ {
		q := &s.phrases[i]
		if q.kind != doc.Locative || q.code == "" {
			continue
		}
		if code != "" && code != q.code {
			return "", ""
		}
		code, basis = q.code, "scene "+s.d.Slice(s.d.TokenSpan(q.first, q.last))
	}
	return code, basis
}

// international lists places that news is sent from about everywhere.
func international(place string) bool {
	switch place {
	case "Brussels", "Geneva", "Vienna", "Strasbourg", "Luxembourg", "The Hague", "New York", "United Nations", "Davos", "Dubai":
		return true
	}
	return false
}

// witness lists sources too vague to belong to a state.
func witness(noun string) bool {
	switch noun {
	case "source", "analyst", "economist", "expert", "observer", "dealer", "trader", "broker", "pundit", "commentator", "member", "investor", "banker", "insider", "foreigner", "diplomat", "tourist", "attacker", "raider", "assailant", "captor", "invaders":
		return true
	}
	return false
}

// inherited gives a phrase without a country of its own the country of the
// story, where that is safe to say.
func (s *story) inherited(p *phrase) (string, string) {
	if c, by := s.scene(p); c != "" {
		return c, join(p.basis, by)
	}
	if q := s.phraseOf(p.complement); q != nil && q.form == formGeneric && q.sub == "country" && q.plural {
		return "", p.basis // "ministers from six Arab states"
	}
	if s.focus == "" || len(p.sectors) == 0 || p.abroad || witness(p.noun) || p.cameFromMod && p.form != formBody {
		return "", p.basis
	}
	switch p.sectors[0] {
	case "GOV", "MIL", "COP", "LEG", "JUD", "OPP", "SPY", "PRM", "PTY", "REB", "UAF", "LAB", "AGR", "EDU", "CVL", "JRN", "MED", "REL", "CRM":
	case "ELI":
		if !p.office {
			return "", p.basis
		}
	default:
		return "", p.basis
	}
	return s.focus, join(p.basis, s.focusBy)
}
