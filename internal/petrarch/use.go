package petrarch

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/record"
)

// sectors are CAMEO's codes of roles in PLOVER's (PLOVER manual, draft 2.0, and
// the CAMEO codebook 1.1b3, chapter 3).
var sectors = map[string]string{
	"GOV": "GOV", "MIL": "MIL", "REB": "REB", "INS": "REB", "SEP": "REB", "OPP": "OPP", "PTY": "PTY", "LEG": "LEG", "JUD": "JUD", "COP": "COP", "SPY": "SPY",
	"PRM": "PRM", "UAF": "UAF", "CRM": "CRM", "CVL": "CVL", "BUS": "BUS", "LAB": "LAB", "EDU": "EDU", "MED": "JRN", "JRN": "JRN", "HLH": "MED", "REL": "REL",
	"REF": "REF", "ELI": "ELI", "AGR": "AGR", "NGO": "SOC", "SOC": "SOC", "ENV": "SOC", "HRI": "SOC", "DEV": "SOC", "RAD": "REB", "MOD": "OPP", "SET": "CVL", "MOS": "REL", "CHR": "REL", "JEW": "REL",
	"BUD": "REL", "HIN": "REL", "UIS": "UNK",
}

// beyond are CAMEO's codes for actors of no one state, in Chancery's.
var beyond = map[string]string{"IGO": "IGO", "UNO": "UNO", "NGO": "NGO", "NGM": "NGO", "MNC": "MNC", "IMG": "IMG", "EUR": "EUR", "EEC": "EUR", "INT": "IGO"}

// Read is a code taken apart.
type Read struct {
	Country string // ISO 3166-1 alpha-3 or PLOVER's; "" none
	Sectors []string
}

// Decode takes a code of three-letter parts apart: "IRNGOVMIL" is of Iran, GOV
// and MIL. isState reports whether a part is the code of a state. Parts that are
// neither are passed over.
func Decode(code string, isState func(string) bool) Read {
	var r Read
	code, _, _ = strings.Cut(code, "/")
	for i := 0; i+3 <= len(code); i += 3 {
		p := code[i : i+3]
		switch {
		case i == 0 && isState(p):
			r.Country = p
		case r.Country == "" && beyond[p] != "":
			r.Country = beyond[p]
		case sectors[p] != "" && !slices.Contains(r.Sectors, sectors[p]):
			r.Sectors = append(r.Sectors, sectors[p])
		}
	}
	return r
}

// Seeds turns actors into what the who-is-who learns of them: for each its names
// and one seed a code. States themselves make none, for the who-is-who knows
// them. source names the dictionary in the seeds' articles: "source:LINE".
func Seeds(actors []Actor, source string, isState func(string) bool) []identity.Seed {
	var out []identity.Seed
	for i := range actors {
		a := &actors[i]
		s := identity.Seed{Doc: fmt.Sprintf("%s:%d", source, a.Line)}
		dated := false
		for _, c := range a.Codes {
			r := Decode(c.Value, isState)
			if s.Country == "" {
				s.Country = r.Country
			}
			p := identity.Service{Country: r.Country, When: c.When}
			if len(r.Sectors) > 0 {
				p.Sector = r.Sectors[0]
			}
			if c.When != day.Always {
				dated = true
			}
			if p.Sector != "" || p.Country != "" {
				s.Services = append(s.Services, p)
			}
		}
		for _, f := range append([]string{a.Name}, a.Forms...) {
			if f = written(f); !slices.Contains(s.Forms, f) {
				s.Forms = append(s.Forms, f)
			}
		}
		state := len(s.Services) > 0
		for _, p := range s.Services {
			state = state && p.Sector == "" && isState(p.Country)
		}
		if state {
			continue
		}
		if dated { // who changes sides with time is a person; else the dictionary does not tell
			s.Kind = record.Person
		}
		out = append(out, s)
	}
	return out
}

// written gives a name in capitals the usual ones.
func written(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		switch w {
		case "of", "and", "for", "the", "de", "del", "la", "al", "el", "bin", "ibn", "von", "van", "der", "da", "di", "du", "dos", "das":
			if i > 0 {
				continue
			}
		}
		var b strings.Builder
		up := true
		for k, r := range w {
			if up {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			up = r == '-' || r == '\'' && k+2 < len(w) // "O'Neal", not "Peru'S"
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}

// Roles writes agents as lines for en/actors/roles-….txt of a lexicon of one's
// own: words, sector, kind. Agents whose codes tell no sector are left out and
// counted.
func Roles(agents []Agent) (text string, left int) {
	var b strings.Builder
	b.WriteString("# words | sectors | kind | flags | code\n")
	for _, a := range agents {
		r := Decode(a.Code, func(string) bool { return false })
		if len(r.Sectors) == 0 && r.Country == "" || strings.ContainsAny(a.Word+a.Plural, "|,#/") {
			left++
			continue
		}
		sector := "CVL"
		if len(r.Sectors) > 0 {
			sector = strings.Join(r.Sectors, ", ")
		}
		words := a.Word
		if a.Plural != "" && a.Plural != pluralOf(a.Word) {
			words += "/" + a.Plural
		}
		kind := "person"
		if a.Plural == "" {
			kind = "body" // "police", "the media": no plural, so a collective
		}
		fmt.Fprintf(&b, "%s | %s | %s", words, sector, kind)
		if r.Country != "" {
			fmt.Fprintf(&b, " | | %s", r.Country)
		}
		b.WriteByte('\n')
	}
	return b.String(), left
}
