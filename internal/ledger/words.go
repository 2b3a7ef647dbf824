package ledger

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/internal/day"
)

// dayWords writes a day as people do: "2 April 2025".
func dayWords(d day.Day) string {
	if d == day.Earliest || d == day.Latest {
		return ""
	}
	return d.Time().Format("2 January 2006")
}

var (
	seasons = map[string]string{"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
	parts   = map[string]string{
		"Q1": "first quarter", "Q2": "second quarter", "Q3": "third quarter", "Q4": "fourth quarter",
		"H1": "first half", "H2": "second half",
	}
)

// dateWords writes a date at its precision, with the preposition before it:
// "on", "1 March 1978"; "in", "1975"; "in", "the 1970s".
func dateWords(d Date) (preposition, words string) {
	v := d.Value
	year, tail, more := strings.Cut(v, "-")
	switch {
	case v == "":
		return "on", "a day that no report gives"
	case !more && len(year) == 2:
		n, _ := strconv.Atoi(year)
		return "in", fmt.Sprintf("the years %d to %d", n*100, n*100+99)
	case !more && len(year) == 3:
		return "in", "the " + year + "0s"
	case !more:
		return "in", year
	case seasons[tail] != "":
		return "in", "the " + seasons[tail] + " of " + year
	case parts[tail] != "":
		return "in", "the " + parts[tail] + " of " + year
	case strings.HasSuffix(tail, "-WE"):
		return "on", "the weekend of " + dayWords(d.Span.From)
	case strings.HasPrefix(tail, "W"):
		return "in", "the week of " + dayWords(d.Span.From)
	case len(tail) == 2:
		return "in", d.Span.From.Time().Format("January 2006")
	}
	return "on", dayWords(d.Span.From)
}

// onDate is "on 1 March 1978", "in 1975".
func onDate(d Date) string {
	p, w := dateWords(d)
	return p + " " + w
}

// since is "since 1976", and "since a day that no report gives".
func since(d Date) string {
	_, w := dateWords(d)
	return "since " + w
}

// dateOf is the date that a value of a record names.
func dateOf(value string) Date {
	span, ok := day.Range(value)
	if !ok {
		return Date{Span: day.Always}
	}
	return Date{value, span}
}

// some is "some time in 1975" for a date of more days than one.
func some(d Date) string {
	if d.Span.Days() > 1 && d.Value != "" {
		return "some time " + onDate(d)
	}
	return onDate(d)
}

// says names those who told it, the earliest first: "says 14ymedio, 2 April
// 2025". Two are named, of more the rest is counted. Reports are in their order.
func (v *View) says(reports []int) string {
	if len(reports) == 0 {
		return ""
	}
	var firsts []int // the earliest report of each outlet
	seen := map[int]bool{}
	for _, i := range reports {
		if !seen[v.outlet[i]] {
			seen[v.outlet[i]] = true
			firsts = append(firsts, i)
		}
	}
	name := func(i int) string {
		s := v.outletName(i) + ", " + dayWords(v.Reports[i].Known)
		if by := v.Reports[i].AttributedTo; len(by) > 0 && by[0].Name != "" {
			s = v.outletName(i) + ", citing " + by[0].Name + ", " + dayWords(v.Reports[i].Known)
		}
		return s
	}
	switch n := len(firsts); n {
	case 1:
		return "says " + name(firsts[0])
	case 2:
		return "say " + name(firsts[0]) + ", and " + name(firsts[1])
	default:
		return fmt.Sprintf("say %s; %s; and %s", name(firsts[0]), name(firsts[1]), count(n-2, "other"))
	}
}

// between is "between Cuba and Iran".
func (v *View) between() string {
	return "between " + v.pair()
}

func (v *View) pair() string { return v.names.The(v.A) + " and " + v.names.The(v.B) }

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Line says an entry in a few words without its date: "relations established",
// "visit of Ebrahim Raisi, president of Iran, to Cuba".
func (v *View) Line(e *Entry) string {
	by, of := v.names.The(e.By), v.names.The(e.Of)
	if e.By == "" {
		by = ""
	}
	switch e.Kind {
	case Relations:
		return v.relationLine(e, by, of)
	case Recognition:
		if e.What == "recognised" {
			return capital(by) + " recognised " + of
		}
		return capital(by) + " withdrew its recognition of " + of
	case Membership:
		return capital(by) + " " + memberWords[e.What] + " " + of
	case Alliance, War:
		switch e.What {
		case "allied":
			return "allied"
		case "at war":
			return "at war"
		case "war begun":
			if by != "" {
				return capital(by) + " went to war with " + of
			}
			return "war began"
		case "alliance ended":
			if by != "" {
				return capital(by) + " ended the alliance"
			}
		}
		return e.What
	case Sanctions:
		return v.sanctionLine(e, by, of)
	case Agreement:
		return agreementLine(e)
	case Visit:
		return v.visitLine(e, of)
	}
	return e.What
}

var memberWords = map[string]string{
	"applied": "applied to join", "joined": "joined", "readmitted": "was readmitted to", "suspended": "was suspended from",
	"left": "left", "expelled": "was expelled from", "member": "a member of",
}

func (v *View) relationLine(e *Entry, by, of string) string {
	whose := "embassy "
	if by != "" {
		whose = capital(by) + "'s embassy in " + of + " "
	}
	switch w := e.What; w {
	case "established", "resumed", "interrupted", "upgraded", "downgraded":
		return "relations " + w + alone(by)
	case "severed":
		return "relations broken off" + alone(by)
	case "embassy opened", "embassy closed", "embassy reopened":
		return whose + strings.TrimPrefix(w, "embassy ")
	case "ambassador appointed", "ambassador recalled", "ambassador returned":
		if by != "" {
			return capital(by) + "'s ambassador to " + of + " " + strings.TrimPrefix(w, "ambassador ")
		}
	case "ambassador expelled", "diplomats expelled":
		who := strings.TrimSuffix(w, " expelled")
		if by != "" && who == "ambassador" {
			return capital(by) + " expelled the ambassador of " + of
		} else if by != "" {
			return capital(by) + " expelled diplomats of " + of
		}
	}
	return e.What
}

func alone(by string) string {
	if by == "" {
		return ""
	}
	return " by " + by
}

func (v *View) sanctionLine(e *Entry, by, of string) string {
	m := e.Measure
	if m == "" {
		m = "sanctions"
	}
	until := ""
	if e.Until.Value != "" {
		_, w := dateWords(e.Until)
		until = " until " + w
	}
	what := map[string]string{"imposed": "imposed " + m + " on ", "extended": "extended its " + m + " against ", "eased": "eased its " + m + " against ",
		"lifted": "lifted its " + m + " against ", "threatened": "threatened " + m + " against ", "in force": "has " + m + " in force against "}[e.What]
	return capital(by) + " " + what + of + until
}

func agreementLine(e *Entry) string {
	var w []string
	switch {
	case e.Number > 1:
		w = append(w, strconv.Itoa(e.Number), plural(e.Form))
	case e.Number == 0:
		w = append(w, plural(e.Form))
	default:
		w = append(w, e.Form)
	}
	if len(e.Fields) > 0 {
		w = append(w, "on", list(e.Fields))
	}
	return strings.Join(w, " ")
}

func plural(form string) string {
	switch {
	case form == "":
		return "agreements"
	case form == "memorandum of understanding":
		return "memoranda of understanding"
	case form == "exchange of notes":
		return "exchanges of notes"
	case form == "letter of intent":
		return "letters of intent"
	case strings.HasSuffix(form, "ty"):
		return strings.TrimSuffix(form, "y") + "ies"
	}
	return form + "s"
}

// list is "a, b and c".
func list(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

func (v *View) visitLine(e *Entry, of string) string {
	guest := e.Visitor
	switch {
	case guest == "" && e.Role == "":
		guest = "a delegation of " + v.names.The(e.By)
	case guest == "":
		guest = e.Role + " of " + v.names.The(e.By)
	case e.Role != "":
		guest += ", " + e.Role + " of " + v.names.The(e.By) + ","
	default:
		guest += " of " + v.names.The(e.By)
	}
	s := "visit of " + guest + " to " + of
	if e.Place != "" && e.Place != v.names.Name(e.Of) {
		s += " (" + e.Place + ")"
	}
	return s
}
