package facts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// officeSectors are those whose members hold offices of a state; the heads of
// firms and clubs are told of by their organisation only.
var officeSectors = map[string]bool{"GOV": true, "LEG": true, "JUD": true, "MIL": true, "COP": true, "SPY": true, "PTY": true, "OPP": true, "ELI": true, "PRM": true, "REB": true, "REL": true}

// offices reads the persons who are named with an office, and the verbs of
// entering and leaving one.
func (r *reader) offices() {
	for i := range r.d.Mentions {
		m := &r.d.Mentions[i]
		if len(m.Actors) != 1 || m.Kind != doc.Named && (m.Kind != doc.Nominal || r.d.Tokens[m.Head].Deprel != "appos") {
			continue
		}
		if a := &m.Actors[0]; a.Person && a.Role != "" && a.Name != "" && (officeSectors[a.Sector] || a.Sector == "") {
			r.office(m, a)
		}
	}
	for k := range r.d.Tokens {
		if isVerb(&r.d.Tokens[k]) {
			r.officeVerb(k)
		}
	}
}

// office makes a fact of a person named with an office.
func (r *reader) office(m *doc.Mention, a *doc.Actor) {
	if !personName(a) || r.thing(m, a) || !officeSectors[a.Sector] && !national(r.bareOffice(a.Role)) && !r.ofState(m) || !officeSectors[a.Sector] && ambiguous[lastWord(a.Role)] && lastWord(a.Role) != "president" {
		return
	}
	when := r.tense(m)
	f := Office{Person: a.Name, Country: a.Country, Office: a.Role, Organisation: a.Organisation, Died: r.died(m)}
	f.Office = r.bareOffice(f.Office)
	if body := r.institution(m, a); body != "" && f.Office == "general" {
		return // a firm: "the Norwegian group General Shipping"
	} else if f.Organisation == "" {
		f.Organisation = body
	}
	if _, none := r.x.offices["none"].word(f.Office); none {
		return
	}
	if f.Country == "" && (a.Sector == "GOV" || a.Sector == "OPP") && national(f.Office) {
		f.Country = r.home()
	}
	if f.Country == "" && f.Organisation == "" {
		return
	}
	date := r.today()
	switch when {
	case "then":
		date = r.toldOn(m)
		f.HeldOn = date.Value
	case "held":
		if e := r.eventOf(m, a); e != nil && e.Status == coder.Actual && e.Date.Value < date.Value {
			date = e.Date
		}
		if r.stated(m) {
			f.HeldOn = date.Value
		}
	}
	f.Fact = r.fact(m.Head, m.Span, date, 0.85, "title")
	f.Trace = append(f.Trace, "held: "+when)
	if when == "past" {
		f.Background = true
	}
	for i := range r.out.Offices {
		o := &r.out.Offices[i]
		if o.Person != f.Person || !strings.EqualFold(o.Office, f.Office) || o.Country != f.Country {
			continue
		}
		if f.Died != "" && o.Died == "" {
			o.Died = f.Died
		}
		if o.HeldOn == "" && f.HeldOn != "" && when != "past" && !o.Background {
			o.HeldOn, o.Evidence = f.HeldOn, f.Evidence
		}
		return
	}
	if !r.stated(m) {
		return
	}
	r.out.Offices = append(r.out.Offices, f)
}

// personName: the name is a person's own, not the office that stands for one
// ("the first minister", "East Riding MEP").
func personName(a *doc.Actor) bool {
	c, _ := utf8.DecodeRuneInString(a.Name)
	if !unicode.IsUpper(c) {
		return false
	}
	switch lastWord(a.Name) {
	case "Co", "Corp", "Ltd", "Inc", "Plc", "AG", "SA", "Motors", "Foods", "Dynamics", "Mills", "Assembly", "Agreement", "Accord":
		return false // "General Dynamics"
	}
	name, role := strings.ToLower(a.Name), strings.ToLower(a.Role)
	return name != role && !strings.HasSuffix(name, " "+role)
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// institution is the body that the words before a title name, "" for none:
// "Chilean central bank president Ana Ruiz" is not Chile's president.
func (r *reader) institution(m *doc.Mention, a *doc.Actor) string {
	text := r.d.Slice(m.Span)
	i := strings.Index(strings.ToLower(text), " "+strings.ToLower(a.Role)+" ")
	if i < 0 {
		return ""
	}
	switch body := strings.TrimPrefix(text[:i], "the "); strings.ToLower(lastWord(body)) {
	case "bank", "company", "group", "association", "federation", "university", "institute", "council", "committee", "commission", "union", "chamber", "exchange", "board", "agency", "fund":
		return strings.Join(strings.Fields(body), " ")
	}
	return ""
}

// thing: "the General Accord on Fisheries": a title with an article before it
// and nothing between is no person's.
func (r *reader) thing(m *doc.Mention, a *doc.Actor) bool {
	rest, the := strings.CutPrefix(strings.ToLower(r.d.Slice(m.Span)), "the ")
	rest, title := strings.CutPrefix(rest, strings.ToLower(a.Role)+" ")
	return the && title && strings.HasPrefix(rest, strings.ToLower(a.Name))
}

// bareOffice is the office without the words that say when it was held.
func (r *reader) bareOffice(role string) string {
	words := strings.Fields(strings.TrimPrefix(role, "ex-"))
	for len(words) > 1 {
		w := strings.ToLower(words[0])
		_, past := r.x.offices["past"].word(w)
		_, ahead := r.x.offices["ahead"].word(w)
		under := w == "under" && !strings.HasPrefix(strings.ToLower(words[1]), "secretary") // "will not serve under Minister X"
		if !past && !ahead && !under && w != "then" && w != "new" && w != "current" && w != "the" {
			break
		}
		words = words[1:]
	}
	return strings.Replace(strings.Join(words, " "), " the ", " ", 1)
}

// national offices need no country beside them in a story told from there. A
// bare "president" may be a bank's or a club's.
func national(office string) bool {
	return strings.Contains(office, "minister") || strings.Contains(office, "premier") ||
		strings.HasSuffix(office, "secretary") && office != "secretary"
}

// home is the country that the story is told from and about: the dateline's,
// where no other is named more often. A minister without a country is its.
func (r *reader) home() string {
	d := r.d
	if d.Dateline.Place == "" {
		return ""
	}
	home := ""
	for i := range d.Places {
		if t := &d.Places[i]; t.Span == d.Dateline.PlaceSpan || t.Start >= d.Dateline.Start && t.End <= d.Dateline.End && d.Dateline.Len() > 0 {
			home = t.Country
			break
		}
	}
	if home == "" {
		return ""
	}
	count := map[string]int{}
	for i := range d.Mentions {
		for _, a := range d.Mentions[i].Actors {
			count[a.Country]++
		}
	}
	for c, n := range count {
		if len(c) == 3 && !nonStates[c] && n > count[home] {
			return ""
		}
	}
	return home
}

// stated says whether the office stands beside the name here, and is not
// carried over from earlier in the story.
func (r *reader) stated(m *doc.Mention) bool {
	role := strings.Fields(strings.ToLower(m.Actors[0].Role))
	if len(role) == 0 {
		return false
	}
	text := r.d.Slice(m.Span)
	if m.Kind == doc.Nominal {
		return strings.Contains(strings.ToLower(text), role[len(role)-1])
	}
	if len(text) > longestTitle || strings.ContainsAny(text, "\"“”") {
		return false
	}
	title, after := text, ""
	if i := strings.Index(text, m.Actors[0].Name); i >= 0 {
		title, after = text[:i], text[i:]
	} else if i := strings.LastIndexByte(text, ' '); i >= 0 {
		title, after = text[:i], text[i:] // "President Vega"
	} else {
		return false // a bare surname
	}
	w := role[len(role)-1]
	if !strings.Contains(strings.ToLower(title), w) && !strings.Contains(strings.ToLower(after), w) && honorific(title) {
		return false
	}
	if !ambiguous[w] || m.Actors[0].Organisation != "" {
		return true
	}
	// "President X" and "the Peruvian president X", not "senior vice-president X"
	if strings.TrimSpace(title) == "Treasurer" {
		return true // a minister's title, where no body stands before it
	}
	return w == "president" && (strings.Contains(title, "President") || strings.TrimSpace(title) == "president" && !r.owned(m)) || r.ofState(m)
}

// owned: a name stands right before the mention, whose title it is ("Alba
// Holdings president Ana Ruiz").
func (r *reader) owned(m *doc.Mention) bool {
	k := r.tokenAt(m.Start)
	if k <= r.sentence(m.Head).First {
		return false
	}
	t := &r.d.Tokens[k-1]
	return isNoun(t) || t.UPOS == "PART" || strings.HasSuffix(r.d.Form(k-1), ">") || r.d.Form(k-1) == ")"
}

// honorific: nothing, or words of courtesy alone, which name no office.
func honorific(title string) bool {
	for _, w := range strings.Fields(strings.ToLower(title)) {
		switch strings.TrimRight(w, ".") {
		case "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady":
		default:
			return false
		}
	}
	return true
}

// longestTitle is how many bytes a name with its office takes at most.
const longestTitle = 120

// ambiguous are titles that firms and clubs give as states do.
var ambiguous = map[string]bool{"president": true, "chairman": true, "director": true, "head": true, "governor": true, "representative": true, "chief": true, "chairwoman": true, "executive": true, "spokesman": true, "spokeswoman": true, "manager": true, "treasurer": true}

// ofState: a country stands inside the mention ("Peruvian", "of Peru").
func (r *reader) ofState(m *doc.Mention) bool {
	for i := range r.d.Mentions {
		x := &r.d.Mentions[i]
		if x.Kind == doc.Modifier && m.Contains(x.Span) && len(states(x.Actors)) > 0 {
			return true
		}
	}
	return false
}

// tense says when the office was held: "then", "past", "ahead" or "held".
func (r *reader) tense(m *doc.Mention) string {
	d := r.d
	first := r.tokenAt(m.Start)
	if first < 0 {
		return "held"
	}
	s := r.sentence(first)
	for k := max(first-1, s.First); k <= m.Head+1 && k < s.Last; k++ {
		w := strings.ToLower(d.Form(k))
		if w == "then" || strings.HasPrefix(w, "then-") {
			return "then"
		}
		if strings.HasPrefix(w, "ex-") {
			return "past"
		}
		for _, kind := range []string{"past", "ahead"} {
			if _, ok := r.x.offices[kind].word(w); ok {
				return kind
			}
		}
	}
	return "held"
}

// toldOn is the date of the happening that the mention stands in, which for a
// "then president" lies in the past.
func (r *reader) toldOn(m *doc.Mention) coder.Date {
	if e := r.eventOf(m, &m.Actors[0]); e != nil && e.Date.Timex >= 0 {
		return e.Date
	}
	d := r.d
	for k, n := m.Head, 0; k >= 0 && n < 8; k, n = d.Tokens[k].Head, n+1 {
		t := &d.Tokens[k]
		if k == m.Head || t.UPOS != "VERB" && t.UPOS != "NOUN" {
			continue
		}
		if date := r.date(k, nil); date.Timex >= 0 {
			return date
		}
	}
	return coder.Date{Timex: -1, Basis: "none"}
}

// eventOf is the event of the mention's sentence that the person takes part in.
func (r *reader) eventOf(m *doc.Mention, a *doc.Actor) *coder.Event {
	si := r.d.SentenceOf(m.Head)
	for i := range r.events {
		e := &r.events[i]
		if e.Date.Value == "" || e.Sentence != si && !r.mentionedIn(e, si) {
			continue
		}
		for _, side := range [][]doc.Actor{e.Actors, e.Recipients} {
			for j := range side {
				if side[j].Entity == a.Entity && a.Entity >= 0 {
					return e
				}
			}
		}
	}
	return nil
}

func (r *reader) mentionedIn(e *coder.Event, si int) bool {
	for _, m := range e.Mentions {
		if k := r.tokenAt(m.Start); k >= 0 && r.d.SentenceOf(k) == si {
			return true
		}
	}
	return false
}

// died reads "(who died in 2019)" and "who died on Monday" behind a name.
func (r *reader) died(m *doc.Mention) string {
	d := r.d
	s := r.sentence(m.Head)
	if h := d.Tokens[m.Head].Head; h >= 0 {
		for _, v := range []int{h, d.Tokens[h].Head} { // "X, a former minister, died"
			if v < 0 || d.Tokens[v].Lemma != "die" || !isVerb(&d.Tokens[v]) || r.negated(v) || r.unreal(v) {
				continue
			}
			if sub := r.subject(v); sub == m.Head || sub == h {
				return r.date(v, nil).Value
			}
		}
	}
	k := r.tokenAt(m.End - 1)
	for j := k + 1; j < s.Last && j < k+6; j++ {
		switch {
		case d.Tokens[j].UPOS == "VERB":
			if _, ok := r.x.offices["die"].word(d.Tokens[j].Lemma); !ok {
				return ""
			}
			if d.Tokens[j].Lemma != "die" && !r.passive(j) {
				return ""
			}
			for i := range d.Times {
				if t := &d.Times[i]; t.First > j && t.First < min(j+6, s.Last) && datable(t) {
					return dayOf(t)
				}
			}
			return ""
		case d.Form(j) == "." || d.Form(j) == ";":
			return ""
		}
	}
	return ""
}

// officeVerb reads "was elected president of Chile", "appointed X as foreign
// minister", "resigned as prime minister".
func (r *reader) officeVerb(v int) {
	d := r.d
	kind := ""
	for _, k := range []string{"enter", "takes", "leave"} {
		if _, _, ok := r.at(r.x.offices[k], v); ok {
			kind = k
			break
		}
	}
	if kind == "" || r.unreal(v) || r.negated(v) {
		return
	}
	who := r.subject(v)
	if kind == "enter" && !r.passive(v) || kind == "leave" && d.Tokens[v].Lemma != "resign" && d.Tokens[v].Lemma != "retire" && d.Tokens[v].Lemma != "quit" && d.Tokens[v].Lemma != "step" && !r.passive(v) {
		who = d.Child(v, "obj")
	}
	if who < 0 {
		return
	}
	m := d.MentionAt(who)
	if m == nil || len(m.Actors) != 1 || !m.Actors[0].Person || !personName(&m.Actors[0]) {
		return
	}
	a := &m.Actors[0]
	title := d.Child(v, "xcomp")
	if p := r.prep(v, "as"); p >= 0 {
		title = p
	}
	if kind == "takes" && title < 0 {
		title = d.Child(v, "obj")
	}
	if kind == "enter" && title < 0 { // "elected X prime minister"
		for _, c := range d.Children(v) {
			if o := d.MentionAt(int(c)); int(c) != who && o != nil && o.Kind == doc.Nominal && o.Actors[0].Role != "" && d.Tokens[c].Deprel != "nsubj" {
				title = int(c)
			}
		}
	}
	office, country := r.titleAt(title, a)
	if office == "" || country == "" && a.Organisation == "" {
		return
	}
	date := r.date(v, nil)
	f := Office{Person: a.Name, Country: country, Office: office, Organisation: a.Organisation}
	if kind == "leave" {
		f.To = date.Value
	} else if lemma := d.Tokens[v].Lemma; lemma == "elect" || lemma == "re-elect" || lemma == "reelect" || lemma == "choose" {
		// the day of an election is not yet one in office
		f.Trace = append(f.Trace, "elected "+date.Value)
	} else {
		f.From, f.HeldOn = date.Value, date.Value
	}
	trace := f.Trace
	f.Fact = r.fact(v, r.clause(v, nil), date, 0.7, d.Tokens[v].Lemma)
	f.Trace = trace
	for i := range r.out.Offices {
		o := &r.out.Offices[i]
		if o.Person == f.Person && strings.EqualFold(o.Office, f.Office) {
			if o.From == "" {
				o.From = f.From
			}
			if o.To == "" {
				o.To = f.To
			}
			return
		}
	}
	r.out.Offices = append(r.out.Offices, f)
}

// titleAt is the office that the phrase headed by k names, and its country; for
// no phrase, the person's own.
func (r *reader) titleAt(k int, a *doc.Actor) (office, country string) {
	d := r.d
	if k < 0 || !isNoun(&d.Tokens[k]) {
		return r.bareOffice(a.Role), a.Country
	}
	if m := d.MentionAt(k); m != nil && len(m.Actors) == 1 && m.Actors[0].Role != "" {
		country = m.Actors[0].Country
		if country == "" {
			country = a.Country
		}
		return r.bareOffice(m.Actors[0].Role), country
	}
	if p := r.prep(k, "of"); p >= 0 {
		if s := states(r.actorsAt(p)); len(s) == 1 {
			country = s[0]
		}
	}
	if a.Role == "" || country == "" && a.Country == "" {
		return "", ""
	}
	if country == "" {
		country = a.Country
	}
	return r.bareOffice(a.Role), country
}
