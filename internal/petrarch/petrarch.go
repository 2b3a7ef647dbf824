// Package petrarch reads the dictionaries of the TABARI and PETRARCH family of
// coders, so that those who have them can bring them: actors with their codes by
// date, and agents with their sectors. What it makes of them are values: actors
// for the who-is-who, and lines for the lexicon.
//
// The formats are described in the comments of PETRARCH2's own reader and in
// TABARI's manual (Schrodt 2009, 2014).
package petrarch

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"chancery/internal/day"
)

// Actor is an entry of a dictionary of actors.
type Actor struct {
	Line  int      // of its name, from 1
	Name  string   // as written there, with blanks for underscores
	Forms []string // other names
	Codes []Code   // in the order of the file
}

// Code is a code of an actor, and the days on which it holds.
type Code struct {
	Line  int
	Value string // "IRNGOV"
	When  day.Span
}

// Error is something wrong at a line of a dictionary.
type Error struct {
	File string
	Line int
	Msg  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// line is a line without its comments.
type line struct {
	n    int
	text string
}

// lines reads a dictionary without its comments: "#" and ";" to the end of the
// line, and XML's over any number of lines.
func lines(file string, r io.Reader) ([]line, error) {
	var out []line
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 1<<20)
	comment := 0 // the line on which one was opened
	n := 0
	for sc.Scan() {
		n++
		s := strings.TrimPrefix(sc.Text(), "\ufeff")
		var kept strings.Builder
		for s != "" {
			if comment > 0 {
				_, rest, closed := strings.Cut(s, "-->")
				if !closed {
					break
				}
				comment, s = 0, rest
				continue
			}
			before, rest, opens := strings.Cut(s, "<!--")
			kept.WriteString(before)
			if !opens {
				break
			}
			comment, s = n, rest
		}
		text := kept.String()
		if i := strings.IndexAny(text, "#;"); i >= 0 {
			text = text[:i]
		}
		if strings.TrimSpace(text) != "" {
			out = append(out, line{n, strings.TrimRight(text, " \t\r")})
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
	}
	if comment > 0 {
		return nil, &Error{file, comment, "a comment is opened and not closed"}
	}
	return out, nil
}

// Actors reads a dictionary of actors. file is named in errors.
//
//	BRUNO_RUIZ_            a name; blanks and underscores divide words
//	+RUIZ_PAZ              a synonym
//	[PERGOV 010728-060728] a code and its days, on the line of the name or below
//	[PERELI >060728]       from a day on; "<" is before it
//
// Days are YYMMDD (years to 30 are of this century) or YYYYMMDD. Days in brackets
// alone are of the code before them.
func Actors(file string, r io.Reader) ([]Actor, error) {
	all, err := lines(file, r)
	if err != nil {
		return nil, err
	}
	var out []Actor
	for _, l := range all {
		bad := func(format string, args ...any) error { return &Error{file, l.n, fmt.Sprintf(format, args...)} }
		text := strings.TrimSpace(l.text)
		name, codes := text, ""
		if i := strings.IndexByte(text, '['); i >= 0 {
			name, codes = strings.TrimSpace(text[:i]), text[i:]
		}
		switch synonym, is := strings.CutPrefix(name, "+"); {
		case is:
			if len(out) == 0 {
				return nil, bad("a synonym before any name")
			}
			s := plain(synonym)
			if s == "" {
				return nil, bad("a synonym of no letters")
			}
			a := &out[len(out)-1]
			a.Forms = append(a.Forms, s)
		case name != "":
			s := plain(name)
			if s == "" {
				return nil, bad("a name of no letters: %q", name)
			}
			out = append(out, Actor{Line: l.n, Name: s})
		case len(out) == 0:
			return nil, bad("a code before any name")
		}
		if codes == "" {
			continue
		}
		a := &out[len(out)-1]
		cs, err := codesOf(codes, a.Codes)
		if err != nil {
			return nil, bad("%v", err)
		}
		for _, c := range cs {
			c.Line = l.n
			a.Codes = append(a.Codes, c)
		}
	}
	return out, nil
}

// plain writes a name with blanks: underscores join its words, and one at the end
// says that the words must stand together.
func plain(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "_", " ")), " ")
	if strings.Trim(s, " +-.,'") == "" {
		return ""
	}
	return s
}

// codesOf reads "[USAGOV <820120] [USAELI >890101]".
func codesOf(s string, before []Code) ([]Code, error) {
	var out []Code
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] != '[' {
			return nil, fmt.Errorf("a code stands in brackets, not %q", s)
		}
		in, rest, closed := strings.Cut(s[1:], "]")
		if !closed {
			return nil, fmt.Errorf("%q is not closed", s)
		}
		s = rest
		f := strings.Fields(in)
		if len(f) == 0 {
			return nil, fmt.Errorf("empty brackets")
		}
		c := Code{When: day.Always}
		dates := f[1:]
		if isDate(f[0]) {
			last := append(append([]Code(nil), before...), out...)
			if len(last) == 0 {
				return nil, fmt.Errorf("%q: days of no code", in)
			}
			c.Value, dates = last[len(last)-1].Value, f
		} else if c.Value = f[0]; strings.Trim(c.Value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/&*-_") != "" {
			return nil, fmt.Errorf("%q is no code", c.Value)
		}
		if len(dates) > 0 {
			var err error
			if c.When, err = span(strings.Join(dates, "")); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return out, nil
}

func isDate(s string) bool { return strings.Trim(s, "0123456789<>-") == "" }

// span reads "<820120", ">890101" and "890101-930120", all days included but the
// one after "<".
func span(s string) (day.Span, error) {
	all := day.Always
	if from, ok := strings.CutPrefix(s, ">"); ok {
		d, err := date(from)
		all.From = d
		return all, err
	}
	if to, ok := strings.CutPrefix(s, "<"); ok {
		d, err := date(to)
		all.To = d - 1
		return all, err
	}
	from, to, between := strings.Cut(s, "-")
	if !between {
		return all, fmt.Errorf("%q is no period: want <, > or two days", s)
	}
	a, err := date(from)
	if err != nil {
		return all, err
	}
	b, err := date(to)
	if err != nil {
		return all, err
	}
	if a > b {
		return all, fmt.Errorf("%q ends before it begins", s)
	}
	return day.Span{From: a, To: b}, nil
}

// date reads YYMMDD or YYYYMMDD. A month or a day of 00 is the first.
func date(s string) (day.Day, error) {
	full := s
	if len(s) == 6 {
		century := "19"
		if s < "31" {
			century = "20"
		}
		full = century + s
	}
	if len(full) == 8 && strings.Trim(full, "0123456789") == "" {
		if full[4:6] == "00" {
			full = full[:4] + "01" + full[6:]
		}
		if full[6:] == "00" {
			full = full[:6] + "01"
		}
		if t, err := time.Parse("20060102", full); err == nil {
			return day.Of(t), nil
		}
	}
	return 0, fmt.Errorf("%q is no day: want YYMMDD or YYYYMMDD", s)
}

// Agent is an entry of a dictionary of agents: a noun for those who act.
type Agent struct {
	Line   int
	Word   string // in small letters, with blanks
	Plural string // "" where it has none
	Code   string // "GOV", as in "[~GOV]"; a code without ~ stands with its country: "IGOUNO"
	Of     bool   // "~": of the country before it
}

// Agents reads a dictionary of agents, substitution sets written out. file is
// named in errors.
//
//	SOLDIER [~MIL]              plural by rule
//	FIREMAN {FIREMEN} [~COP]    plural as stated; {} is none
//	!PERSON! = MAN, MEN, WOMAN  a set
//	CHURCH_!PERSON! [~REL]      one entry for each of its words
func Agents(file string, r io.Reader) ([]Agent, error) {
	all, err := lines(file, r)
	if err != nil {
		return nil, err
	}
	sets := map[string][]string{}
	var out []Agent
	seen := map[string]bool{}
	for _, l := range all {
		bad := func(format string, args ...any) error { return &Error{file, l.n, fmt.Sprintf(format, args...)} }
		text := strings.TrimSpace(l.text)
		if name, list, is := strings.Cut(text, "="); is && strings.HasPrefix(name, "!") {
			name = strings.TrimSpace(name)
			if len(name) < 3 || !strings.HasSuffix(name, "!") {
				return nil, bad("a set is named !LIKE_THIS!, not %q", name)
			}
			for _, w := range strings.Split(list, ",") {
				if w = strings.TrimSpace(w); w != "" {
					sets[name] = append(sets[name], w)
				}
			}
			if len(sets[name]) == 0 {
				return nil, bad("the set %s is empty", name)
			}
			continue
		}
		i := strings.IndexByte(text, '[')
		if i < 0 || !strings.HasSuffix(text, "]") {
			return nil, bad("want WORD [~CODE], found %q", text)
		}
		word, code := strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:len(text)-1])
		a := Agent{Line: l.n}
		a.Code, a.Of = strings.CutPrefix(code, "~")
		if a.Code == "" || strings.Trim(a.Code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ/&") != "" {
			return nil, bad("%q is no code", code)
		}
		stated, plural := false, ""
		if k := strings.IndexByte(word, '{'); k >= 0 {
			if !strings.HasSuffix(word, "}") {
				return nil, bad("%q is not closed", word[k:])
			}
			stated, plural = true, strings.TrimSpace(word[k+1:len(word)-1])
			word = strings.TrimSpace(word[:k])
		}
		words, err := substitute(word, sets)
		if err != nil {
			return nil, bad("%v", err)
		}
		for _, w := range words {
			b := a
			if b.Word = strings.ToLower(plain(w)); b.Word == "" {
				return nil, bad("an agent of no letters")
			}
			switch {
			case stated:
				b.Plural = strings.ToLower(plain(plural))
			case len(words) == 1: // sets hold their plurals themselves
				b.Plural = pluralOf(b.Word)
			}
			if !seen[b.Word] {
				seen[b.Word] = true
				out = append(out, b)
			}
		}
	}
	return out, nil
}

// most is how many entries one line may make.
const most = 1000

// substitute writes out the sets in a word, each word of each.
func substitute(word string, sets map[string][]string) ([]string, error) {
	i := strings.IndexByte(word, '!')
	if i < 0 {
		return []string{word}, nil
	}
	k := strings.IndexByte(word[i+1:], '!')
	if k < 0 {
		return nil, fmt.Errorf("%q: a set's name is not closed", word)
	}
	name := word[i : i+k+2]
	list := sets[name]
	if list == nil {
		return nil, fmt.Errorf("no set %s before this line", name)
	}
	tails, err := substitute(word[i+k+2:], sets)
	if err != nil {
		return nil, err
	}
	if len(list)*len(tails) > most {
		return nil, fmt.Errorf("%q makes more than %d entries", word, most)
	}
	var out []string
	for _, w := range list {
		for _, tail := range tails {
			out = append(out, word[:i]+w+tail)
		}
	}
	return out, nil
}

// pluralOf is TABARI's rule: -Y becomes -IES, all else takes -S.
func pluralOf(w string) string {
	if s, ok := strings.CutSuffix(w, "y"); ok && s != "" && !strings.ContainsAny(s[len(s)-1:], "aeiou") {
		return s + "ies"
	}
	if strings.HasSuffix(w, "s") {
		return w + "es"
	}
	return w + "s"
}
