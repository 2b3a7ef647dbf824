package ledger

import (
	"slices"
	"strings"

	"chancery/internal/day"
)

// sentence says a standing for people: what held, since when and until when as
// far as reports tell, what they leave open, and who says so.
func (v *View) sentence(st *Standing, on day.Day) string {
	says := v.says(st.Reports)
	if says != "" {
		says = ", " + says
	}
	when := dayWords(on)
	switch {
	case len(st.Around) > 0:
		var w []string
		for i, e := range st.Around {
			w = append(w, v.change(e, i == 0, some(e.Date)))
		}
		s := capital(list(w)) + says + "; whether by " + when + " no report says"
		if st.Status == none {
			s += ", and before that none are known"
		}
		return s + "."
	case st.Status == none:
		return "On " + when + " no relations " + v.between() + " are known; " + v.change(st.Until, false, onDate(st.Until.Date)) + says + "."
	case st.Status == unknown && st.Until != nil && st.Kind == Relations:
		s := "; there were some before they were "
		if st.Until.moves.shows == "broken" {
			s = "; they had been broken, when is not told, before they were "
		}
		return "How relations " + v.between() + " stood on " + when + " no report says" + s + strings.TrimPrefix(v.change(st.Until, false, onDate(st.Until.Date)), "they were ") + says + "."
	case st.Status == unknown && st.Told != nil:
		return "Whether on " + when + " " + v.held(st, st.Told.moves.to) + " no report says; it is first told of " + onDate(st.Told.Date) + says + "."
	case st.Status == unknown:
		return "Of " + v.topic(st) + " on " + when + " no report says anything."
	}
	if st.stale(on) {
		last := st.Told.To
		if last.Value == "" {
			last = st.Told.Date
		}
		return capital(onDate(last)) + " " + v.held(st, st.Status) + says + "; whether still on " + when + " no report says."
	}
	s := "On " + when + " " + v.held(st, st.Status) + v.bounds(st, on) + says
	if st.Since != nil && st.Since.Until.Value != "" && st.Since.Until.Span.To < on {
		_, w := dateWords(st.Since.Until)
		s += "; they were to end on " + w + ", and whether they did no report says"
	}
	return s + "."
}

// bounds says in brackets since when a state held, until when, and when it was
// told of where that alone shows it.
func (v *View) bounds(st *Standing, on day.Day) string {
	var w []string
	switch e, told := st.Since, st.Told; {
	case e != nil && e.Date.Span == (day.Span{From: on, To: on}):
		w = append(w, "since that day")
	case e != nil && (e.What == "resumed" || e.What == "readmitted"):
		w = append(w, "again "+since(e.Date))
	case e != nil:
		w = append(w, since(e.Date))
	case told != nil && told.To.Value != "" && told.To.Value != told.Date.Value && told.To.Span.From > on:
		w = append(w, "as told of "+onDate(told.Date)+" and again "+onDate(told.To))
	case told != nil && told.To.Value != "":
		w = append(w, "as told of "+onDate(told.To))
	case told != nil:
		w = append(w, "as told of "+onDate(told.Date))
	case len(st.Level) > 0:
		last := st.Level[len(st.Level)-1]
		w = append(w, "as "+v.Line(last)+" "+onDate(last.Date)+" shows")
	}
	if st.Until != nil {
		_, until := dateWords(st.Until.Date)
		w = append(w, "until "+until)
	}
	if len(w) == 0 {
		return ""
	}
	return " (" + strings.Join(w, ", ") + ")"
}

// change says a change with its date; the first of several names the parties.
func (v *View) change(e *Entry, first bool, date string) string {
	word := map[string]string{"established": "established", "resumed": "resumed", "interrupted": "interrupted", "severed": "broken off"}[e.What]
	switch {
	case e.Kind == Relations && word != "" && first:
		return "relations " + v.between() + " were " + word + " " + date
	case e.Kind == Relations && word != "":
		return "they were " + word + " " + date
	}
	return v.Line(e) + " " + date
}

// topic is what a track is about.
func (v *View) topic(st *Standing) string {
	switch st.Kind {
	case Relations:
		return "relations " + v.between()
	case Recognition:
		return "the recognition of " + v.names.The(st.Of) + " by " + v.names.The(st.By)
	case Membership:
		return "membership of " + v.names.The(st.By) + " in " + v.names.The(st.Of)
	case Alliance:
		return "an alliance " + v.between()
	case War:
		return "a war " + v.between()
	}
	return "sanctions of " + v.names.The(st.By) + " against " + v.names.The(st.Of)
}

// held says that a state held.
func (v *View) held(st *Standing, status string) string {
	by, of := v.names.The(st.By), v.names.The(st.Of)
	switch st.Kind {
	case Relations:
		switch status {
		case related:
			return v.pair() + " had diplomatic relations"
		case "no relations":
			return v.pair() + " had no diplomatic relations"
		case severed:
			return "relations " + v.between() + " were broken off"
		}
		return "relations " + v.between() + " were " + status
	case Recognition:
		if status == "recognised" {
			return by + " recognised " + of
		}
		return by + " did not recognise " + of
	case Membership:
		switch status {
		case "applicant":
			return by + " had applied to join " + of
		case "suspended":
			return by + " was suspended from " + of
		case "member":
			return by + " was a member of " + of
		}
		return by + " was not a member of " + of
	case War:
		if status == "ceasefire" {
			return "a ceasefire held " + v.between()
		}
		return v.pair() + " were " + status
	case Sanctions:
		m := st.Measure
		if m == "" {
			m = "sanctions"
		}
		switch status {
		case "eased", "lifted":
			return by + " had " + status + " its " + m + " against " + of
		}
		return by + " had " + m + " in force against " + of
	}
	return v.pair() + " were " + status
}

// agreementSentence says at which stage an agreement stood.
func (v *View) agreementSentence(st *Standing, at *Step, on day.Day) string {
	s := capital(agreementLine(st.Entry)) + ": " + at.Stage
	switch at.Stage {
	case "intended", "in negotiation":
		s += ", as told of " + onDate(at.Date)
	default:
		s += " " + onDate(at.Date)
		if !st.Sure {
			s = capital(agreementLine(st.Entry)) + ": " + at.Stage + " " + some(at.Date) + ", whether by " + dayWords(on) + " no report says"
		}
	}
	return s + ", " + v.says(st.Reports) + "."
}

// Differs says in a sentence how reports of an entry differ, what is believed
// and why.
func (v *View) Differs(d *Dispute) string {
	var w []string
	word := map[string]string{"severed": "broken off"}
	for _, c := range d.Claims {
		value := c.Value
		if d.Field != "what" {
			_, value = dateWords(dateOf(c.Value))
		} else if word[value] != "" {
			value = word[value]
		}
		var names []string
		for _, i := range c.Reports {
			if n := v.outletName(i); !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		if len(names) > 3 {
			names = append(names[:2], count(len(names)-2, "other"))
		}
		w = append(w, value+" ("+list(names)+")")
	}
	if d.Field == "what" { // seldom more than a choice of words
		return "Also told as " + strings.Join(w[1:], " or ") + "."
	}
	return "Reports differ: " + strings.Join(w, " or ") + ". Believed is " + strings.SplitN(w[0], " (", 2)[0] + ": " + d.Why + "."
}
