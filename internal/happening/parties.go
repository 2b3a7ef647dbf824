package happening

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/record"
)

// member is a party while it is put together.
type member struct {
	Party
	sources map[int]bool
	first   int // place in the order in which the parties were named
	names   ballot
}

// parties are the participants of one side without duplicates, those that most
// sources name first.
func (g *merger) parties(h *Happening, side func(*record.Event) []record.Actor) []Party {
	var ms []*member
	for _, i := range g.standing {
		r := &g.reports[i]
		as := side(r.Event)
		for k := range as {
			p := partyOf(&as[k])
			if g.who != nil {
				p.ID = g.who(r.Record, &as[k])
			}
			at := slices.IndexFunc(ms, func(m *member) bool { return one(&m.Party, &p) })
			if at < 0 {
				at = len(ms)
				ms = append(ms, &member{Party: p, sources: map[int]bool{}, first: at})
			}
			ms[at].sources[g.source[i]] = true
			ms[at].fill(&p)
			ms[at].names.vote(p.Name, g.source[i], r.Confidence)
		}
	}
	ms = absorb(ms)
	slices.SortStableFunc(ms, func(a, b *member) int {
		return cmp.Or(cmp.Compare(len(b.sources), len(a.sources)), cmp.Compare(a.first, b.first))
	})
	out := make([]Party, 0, len(ms))
	for _, m := range ms {
		if m.Kind != record.Person {
			m.Name = m.names.winner()
		}
		out = append(out, m.Party)
	}
	return out
}

func partyOf(a *record.Actor) Party {
	return Party{Name: a.Name, Country: a.Country, Sector: a.Sector, Role: a.Role, Organisation: a.Organisation, Kind: a.Kind}
}

// named reports whether a person is called by a name and not by an office.
func (p *Party) named() bool {
	r, _ := utf8.DecodeRuneInString(lastWord(p.Name))
	return p.Kind == record.Person && unicode.IsUpper(r)
}

func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// one reports whether two parties of a side are the same.
func one(a, b *Party) bool {
	if a.ID != "" && b.ID != "" {
		return a.ID == b.ID
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country || a.Kind != b.Kind {
		return false
	}
	switch {
	case a.Kind == record.Person && a.named() && b.named():
		return fold(lastWord(a.Name)) == fold(lastWord(b.Name)) && oneGiven(given(a.Name), given(b.Name))
	case a.Kind == record.Person && !a.named() && !b.named():
		return a.Country == b.Country && a.Role == b.Role && a.Organisation == b.Organisation && a.Sector == b.Sector
	case a.Kind == record.Person:
		return false
	case a.Kind == record.State:
		return a.Country == b.Country
	case a.Organisation != "" || b.Organisation != "":
		return fold(a.Organisation) == fold(b.Organisation)
	case a.Kind == record.Group && a.Country+a.Sector != "":
		return a.Country == b.Country && a.Sector == b.Sector
	}
	return fold(a.Name) == fold(b.Name)
}

// fill takes over what m lacks; the longer name of a person is the better.
func (m *member) fill(p *Party) {
	if m.Kind == record.Person && len(p.Name) > len(m.Name) && p.named() {
		m.Name = p.Name
	}
	m.ID = cmp.Or(m.ID, p.ID)
	m.Country = cmp.Or(m.Country, p.Country)
	m.Sector = cmp.Or(m.Sector, p.Sector)
	m.Role = cmp.Or(m.Role, p.Role)
	m.Organisation = cmp.Or(m.Organisation, p.Organisation)
}

// absorb drops those who stand for somebody else on the side: the holder of an
// office for the person who is named with it, a state for the person who acts
// for it, and its officials for the state.
func absorb(ms []*member) []*member {
	var out []*member
	for _, m := range ms {
		k := slices.IndexFunc(ms, func(o *member) bool { return o != m && standsFor(&m.Party, &o.Party) })
		if k < 0 {
			out = append(out, m)
			continue
		}
		for s := range m.sources {
			ms[k].sources[s] = true
		}
		ms[k].first = min(ms[k].first, m.first)
	}
	return out
}

// standsFor reports whether p is but another word for o.
func standsFor(p, o *Party) bool {
	if p.Country == "" || p.Country != o.Country {
		return false
	}
	official := o.named() && o.Sector == "GOV"
	switch {
	case p.Kind == record.Person && !p.named():
		return o.named() && p.Role != "" && p.Role == o.Role || o.Kind == record.State && p.Sector == "GOV" && p.Role == ""
	case p.Kind == record.State:
		return official
	case p.Kind == record.Group:
		return p.Sector == "GOV" && (o.Kind == record.State || official)
	}
	return false
}
