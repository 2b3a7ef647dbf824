package chronicle

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/happening"
	"chancery/internal/record"
)

// compose says a happening from its codes, with the names that stand in its
// surest report.
func (c *Chronicler) compose(h *happening.Happening, o *Options) line {
	var best *record.Report
	var rules []string
	for i := range h.Reports {
		r := &h.Reports[i]
		if r.Record == nil || r.Event == nil || !o.stands(r) {
			continue
		}
		rules = append(rules, r.Rule)
		if best == nil || r.Confidence > best.Confidence {
			best = r
		}
	}
	p := c.voc.patternFor(h, rules)
	if p == nil {
		return line{from: -1}
	}
	who := slots{c.parties(h.Actors), c.parties(h.Recipients)}
	if best != nil {
		if s := c.parties(partiesOf(best.Event.Actors)); s != "" {
			who.actors = s
		}
		if s := c.parties(partiesOf(best.Event.Recipients)); s != "" {
			who.recipients = s
		}
	}
	place := ""
	if h.Place != nil {
		if place = h.Place.Name; place == "" {
			place = h.Place.Text
		}
		if strings.Contains(who.actors, place) || strings.Contains(who.recipients, place) {
			place = ""
		}
	}
	status := h.Status
	if !slices.Contains(statuses, status) {
		status = "actual"
	}
	text, ok := c.voc.say(p, status, who, place)
	if !ok {
		return line{from: -1}
	}
	if best != nil && len(best.AttributedTo) > 0 {
		if by := c.parties(partiesOf(best.AttributedTo)); by != "" && by != who.actors {
			text = strings.TrimSuffix(text, ".") + c.voc.labels.Get("according", "who", by)
		}
	}
	return line{text: Clean(text), made: Composed, from: -1}
}

func partiesOf(as []record.Actor) []happening.Party {
	var out []happening.Party
	for i := range as {
		a := &as[i]
		out = append(out, happening.Party{Name: a.Name, Country: a.Country, Sector: a.Sector, Role: a.Role, Organisation: a.Organisation, Kind: a.Kind})
	}
	return out
}

// mostNames is how many names a side of a composed line has.
const mostNames = 6

// parties names a side: offices before names, the country behind where nothing
// else tells it. What is nobody ("the attack") is left out.
func (c *Chronicler) parties(ps []happening.Party) string {
	var names []string
	for i := range ps {
		p := &ps[i]
		if p.Name == "" || p.Country == "" && p.Kind == "" || len(names) == mostNames {
			continue
		}
		if n := c.party(p); !contains(names, n) {
			names = append(names, n)
		}
	}
	return c.voc.labels.List(names)
}

func (c *Chronicler) party(p *happening.Party) string {
	name := p.Name
	if p.Kind == record.Person && proper(name) && p.Role != "" && !strings.Contains(strings.ToLower(name), strings.ToLower(p.Role)) {
		name = capitals(p.Role) + " " + name
	}
	s, ok := c.voc.states[p.Country]
	if !ok || p.Kind == record.State {
		return name
	}
	for _, w := range s.words {
		if indexWord(name, w) >= 0 {
			return name
		}
	}
	return name + " (" + s.name + ")"
}

// capitals writes an office as a title before a name: "Foreign Minister".
func capitals(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if r, n := utf8.DecodeRuneInString(w); len(w) > 3 || i == 0 {
			words[i] = string(unicode.ToUpper(r)) + w[n:]
		}
	}
	return strings.Join(words, " ")
}
