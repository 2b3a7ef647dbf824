package actor

import (
	"fmt"
	"io/fs"
	"strings"

	"chancery/lexicon"
)

// plover lists the sectors of PLOVER 2, with PRE for partly recognised entities.
var plover = map[string]bool{
	"GOV": true, "MIL": true, "REB": true, "OPP": true, "PTY": true, "LEG": true, "JUD": true, "COP": true, "SPY": true,
	"PRM": true, "UAF": true, "CRM": true, "CVL": true, "BUS": true, "LAB": true, "EDU": true, "JRN": true, "MED": true,
	"REL": true, "REF": true, "ELI": true, "AGR": true, "SOC": true, "UNK": true, "PRE": true,
}

// beyond lists the codes of PLOVER for actors of no one state.
var beyond = map[string]bool{"IGO": true, "UNO": true, "EUR": true, "NGO": true, "ISM": true, "IMG": true, "MNC": true}

// Lint reads the actor lexicon and reports unknown sectors, codes and kinds,
// words listed twice, and dates that make no period.
func Lint(fsys fs.FS) []lexicon.Problem {
	l := &linter{fsys: fsys, codes: map[string]bool{}}
	for _, r := range l.rows("countries.txt", 2) {
		if len(r.Col(0)) != 3 || strings.ToUpper(r.Col(0)) != r.Col(0) {
			l.add(r, "a country needs an ISO 3166-1 alpha-3 code, not %q", r.Col(0))
		}
		if l.codes[r.Col(0)] {
			l.add(r, "code %s is listed twice", r.Col(0))
		}
		l.codes[r.Col(0)] = true
		l.once(r, append([]string{r.Col(1)}, lexicon.Split(r.Col(2))...))
	}
	for _, r := range l.rows("regions.txt", 2) {
		l.code(r, r.Col(0), false)
		l.sectors(r, r.Col(3))
		l.once(r, []string{r.Col(1)})
	}
	for _, name := range []string{"international.txt", "ngos.txt", "armed.txt", "institutions.txt", "parties.txt", "media.txt", "companies.txt"} {
		for _, r := range l.rows(name, 3) {
			l.code(r, r.Col(1), name == "parties.txt")
			for _, c := range lexicon.Split(r.Col(4)) {
				l.code(r, c, false)
			}
			l.sectors(r, r.Col(2))
			l.once(r, append([]string{r.Col(0)}, lexicon.Split(r.Col(3))...))
		}
	}
	for _, r := range l.rows("roles.txt", 3) {
		l.sectors(r, r.Col(1))
		switch r.Col(2) {
		case "office", "person", "body", "force":
		default:
			l.add(r, "kind is office, person, body or force, not %q", r.Col(2))
		}
		if strings.Trim(r.Col(3), "+t") != "" {
			l.add(r, "flags are + and t, not %q", r.Col(3))
		}
		l.code(r, r.Col(4), true)
		l.once(r, lexicon.Split(r.Col(0)))
	}
	for _, name := range []string{"offices.txt", "qualifiers.txt", "titles.txt", "endings.txt"} {
		for _, r := range l.rows(name, 1) {
			l.sectors(r, r.Col(1))
			l.once(r, lexicon.Split(r.Col(0)))
		}
	}
	for _, r := range l.rows("prefixes.txt", 2) {
		switch r.Col(1) {
		case "rank", "time", "past", "next", "shadow", "abroad":
		default:
			l.add(r, "kind is rank, time, past, next, shadow or abroad, not %q", r.Col(1))
		}
	}
	for _, r := range l.rows("generics.txt", 2) {
		switch r.Col(1) {
		case "country", "person", "actor", "group", "people":
		default:
			l.add(r, "kind is country, person, actor, group or people, not %q", r.Col(1))
		}
	}
	for _, r := range l.rows("leaders.txt", 5) {
		l.code(r, r.Col(1), false)
		if r.Col(3) == "" || r.Col(3) >= r.Col(4) {
			l.add(r, "%s: %q to %q is no period", r.Col(0), r.Col(3), r.Col(4))
		}
	}
	for _, r := range l.rows("givennames.txt", 2) {
		if r.Col(0) != "m" && r.Col(0) != "f" {
			l.add(r, "sex is m or f, not %q", r.Col(0))
		}
	}
	l.rows("masks.txt", 1)
	l.rows("homographs.txt", 1)
	return l.out
}

type linter struct {
	fsys  fs.FS
	codes map[string]bool
	seen  map[string]int
	out   []lexicon.Problem
}

func (l *linter) rows(name string, cols int) []lexicon.Row {
	l.seen = map[string]int{}
	rows, err := lexicon.Tables(l.fsys, dir+name, cols)
	if err != nil {
		p, ok := err.(lexicon.Problem)
		if !ok {
			p = lexicon.Problem{File: dir + name, Msg: err.Error()}
		}
		l.out = append(l.out, p)
	}
	return rows
}

func (l *linter) add(r lexicon.Row, format string, args ...any) {
	l.out = append(l.out, lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf(format, args...)})
}

func (l *linter) code(r lexicon.Row, code string, mayBeEmpty bool) {
	if !l.codes[code] && !beyond[code] && !(mayBeEmpty && code == "") {
		l.add(r, "unknown country or code %q", code)
	}
}

func (l *linter) sectors(r lexicon.Row, col string) {
	for _, s := range lexicon.Split(col) {
		if !plover[s] {
			l.add(r, "unknown sector %q", s)
		}
	}
}

// once reports words that stand twice in a file.
func (l *linter) once(r lexicon.Row, words []string) {
	for _, w := range words {
		key := r.File + ":" + w // a user's file may repeat what is built in
		if line, ok := l.seen[key]; ok && w != "" {
			l.add(r, "%q is listed already on line %d", w, line)
		}
		l.seen[key] = r.Line
	}
}
