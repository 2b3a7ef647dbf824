package chronicle

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/record"
)

// said is a phrase of the sentence with the participants that it stands for.
type said struct {
	first, last int // tokens
	head        int
	names       []string
	kind        string
}

// names puts in square brackets whom a pronoun or a bare phrase stands for,
// where the line does not say it otherwise. It reports false where the line
// cannot be understood by itself.
func (t *draft) names() bool {
	for _, m := range t.mentions() {
		tok := &t.d.Tokens[m.head]
		if !t.keep[m.head] || len(m.names) == 0 || t.quoted(m.head) {
			continue
		}
		if tok.UPOS == "PRON" {
			t.resolve(&m)
			continue
		}
		if relOf(tok.Deprel) == "nsubj" {
			t.complete(&m)
		}
	}
	return t.standsAlone()
}

// resolve puts names in the place of a pronoun, or of the first in the line that
// must stand for the same.
func (t *draft) resolve(m *said) {
	f := t.d.Tokens[m.head].Feats
	if !strings.Contains(f, "PronType=Prs") && !strings.Contains(f, "PronType=Tot") || strings.Contains(f, "Person=1") || strings.Contains(f, "Person=2") {
		return
	}
	at := m.head
	for k := t.first; k < m.head; k++ {
		if t.keep[k] && !t.quoted(k) && t.d.Tokens[k].UPOS == "PRON" && t.d.Tokens[k].Lemma == t.d.Tokens[at].Lemma && t.instead[k] == "" {
			at = k
			break
		}
	}
	tok := &t.d.Tokens[at]
	possessive := strings.Contains(tok.Feats, "Poss=Yes")
	if t.instead[at] != "" || !agrees(tok.Feats, m) || t.named(m.names, at) || possessive && (t.nominalBefore(at) || tok.Head < 0 || relOf(t.rel(tok.Head)) != "nsubj") {
		return
	}
	var names []string
	for _, n := range m.names {
		if !proper(n) && m.kind != record.Group {
			n = t.v.labels.Get("the", "name", n)
		}
		names = append(names, n)
	}
	name := t.v.labels.List(names)
	if possessive {
		if name += "'"; !strings.HasSuffix(name, "s'") {
			name += "s"
		}
	}
	if at == m.head {
		for k := m.first; k < m.last; k++ {
			t.keep[k] = t.keep[k] && k == m.head
		}
	}
	t.instead[at] = "[" + name + "]"
	t.cost++
}

// agrees reports whether a pronoun can stand for who is named: "they" for one
// state cannot, nor "it" for a person.
func agrees(feats string, m *said) bool {
	several := len(m.names) > 1
	switch {
	case strings.Contains(feats, "Gender=Neut"):
		return !several && m.kind != record.Person && m.kind != record.Group
	case strings.Contains(feats, "Gender="):
		return !several && m.kind != record.Group && m.kind != record.State
	case strings.Contains(feats, "Number=Plur"), strings.Contains(feats, "PronType=Tot"):
		return several || m.kind == record.Group || m.kind == record.Organisation || m.kind == ""
	}
	return true
}

// nominalBefore reports whether the line names anything before token k.
func (t *draft) nominalBefore(k int) bool {
	for i := t.first; i < k; i++ {
		if u := t.d.Tokens[i].UPOS; t.keep[i] && (u == "NOUN" || u == "PROPN") {
			return true
		}
	}
	return false
}

// mentions are the participants named in the sentence, in its order; those that
// one phrase stands for together.
func (t *draft) mentions() []said {
	var out []said
	add := func(as []record.Actor) {
	actors:
		for i := range as {
			first, last, ok := t.mention(&as[i])
			if !ok {
				continue
			}
			name := strings.TrimSpace(as[i].Name)
			for j := range out {
				if m := &out[j]; m.first == first && m.last == last {
					if name != "" && !contains(m.names, name) {
						m.names = append(m.names, name)
					}
					continue actors
				}
			}
			m := said{first: first, last: last, head: t.headOf(first, last), kind: as[i].Kind}
			if name != "" {
				m.names = []string{name}
			}
			out = append(out, m)
		}
	}
	add(t.r.Event.Actors)
	add(t.r.Event.Recipients)
	add(t.r.AttributedTo)
	sort.SliceStable(out, func(i, j int) bool { return out[i].first < out[j].first })
	return out
}

// named reports whether the line says every name, or its last word, before
// token k.
func (t *draft) named(names []string, k int) bool {
names:
	for _, n := range names {
		words := strings.Fields(n)
		word := words[len(words)-1]
		for i := t.first; i < k; i++ {
			if t.keep[i] && strings.EqualFold(t.d.Form(i), word) {
				continue names
			}
			if strings.Contains(t.instead[i], n) || strings.Contains(t.behind[i], n) {
				continue names
			}
		}
		return false
	}
	return true
}

// complete adds to a subject what its name has and the phrase leaves out: "the
// [Georgian] government", "[Driss] Lamrani", "both countries [Cuba and Iran]".
func (t *draft) complete(m *said) {
	start := m.first
	for start < m.last && (t.d.Tokens[start].UPOS == "DET" || t.d.Tokens[start].UPOS == "PUNCT" || t.d.Tokens[start].UPOS == "CCONJ") {
		start++
	}
	bare := start > m.first || t.d.Tokens[m.head].UPOS == "PROPN" || t.first == m.first
	if start >= m.last || !bare {
		return
	}
	if len(m.names) > 1 {
		if t.counts(m) && !t.namedAnywhere(m.names, m.first, m.last) && properAll(m.names) {
			t.behind[m.last-1] = "[" + t.v.labels.List(m.names) + "]"
			t.cost += 0.5
		}
		return
	}
	name := m.names[0]
	words := strings.Fields(name)
	n := m.last - start
	if strings.Contains(t.forms(m.first, m.last), name) {
		return
	}
	if n < len(words) && strings.EqualFold(strings.Join(words[len(words)-n:], " "), t.forms(start, m.last)) {
		lead := words[:len(words)-n]
		if proper(lead[0]) && !t.namedAnywhere(lead, m.first, m.last) && !t.tellsCountry(lead) {
			t.ahead[start] = "[" + strings.Join(lead, " ") + "]"
			t.cost += 0.3
		}
		return
	}
	last := words[len(words)-1]
	if m.kind == record.Person && len(words) > 1 && proper(name) {
		if n == 2 && strings.EqualFold(last, t.d.Form(m.last-1)) { // "Mr Soto"
			t.ahead[m.last-1] = "[" + strings.Join(words[:len(words)-1], " ") + "]"
			t.cost += 0.2
			return
		}
		if t.d.Tokens[m.head].UPOS == "NOUN" && !t.namedAnywhere([]string{last}, m.first, m.last) && !strings.Contains(t.forms(m.first, m.last), last) {
			t.behind[m.last-1] = "[" + name + "]"
			t.cost += 0.5
		}
		return
	}
	if m.kind == record.State && t.d.Tokens[m.head].UPOS == "NOUN" && proper(name) && !t.tellsCountry(words) {
		t.behind[m.last-1] = "[" + name + "]"
		t.cost += 0.5
	}
}

// counts reports whether a phrase says how many it stands for, and that is how
// many names are known: "both countries", "the three ministers".
func (t *draft) counts(m *said) bool {
	for k := m.first; k < m.last; k++ {
		if n, ok := t.v.numbers[t.form(k)]; ok {
			return n == len(m.names)
		}
	}
	return false
}

// forms are the words of tokens as they stand.
func (t *draft) forms(first, last int) string {
	var out []string
	for k := first; k < last; k++ {
		out = append(out, t.d.Form(k))
	}
	return strings.Join(out, " ")
}

// namedAnywhere reports whether the line says the last word of every name
// outside of the tokens first to last.
func (t *draft) namedAnywhere(names []string, first, last int) bool {
names:
	for _, n := range names {
		words := strings.Fields(n)
		for k := t.first; k < t.last; k++ {
			if (k < first || k >= last) && t.keep[k] && strings.EqualFold(t.d.Form(k), words[len(words)-1]) {
				continue names
			}
		}
		return false
	}
	return true
}

// tellsCountry reports whether the words that a name would add are of a country
// that the line names by another word: "British" beside "the UK".
func (t *draft) tellsCountry(words []string) bool {
	text := t.text()
	for _, s := range t.v.states {
		for _, w := range words {
			if !contains(s.words, w) {
				continue
			}
			for _, other := range s.words {
				if indexWord(text, other) >= 0 {
					return true
				}
			}
		}
	}
	return false
}

func proper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}

func properAll(names []string) bool {
	for _, n := range names {
		if !proper(n) {
			return false
		}
	}
	return true
}

// standsAlone reports whether the line is understood without the sentences
// around it: nobody speaks of "we" outside of quotation marks, and no pronoun
// points at what the line does not hold.
func (t *draft) standsAlone() bool {
	known, person := false, false
	for k := t.first; k < t.last; k++ {
		if !t.keep[k] {
			continue
		}
		tok := &t.d.Tokens[k]
		if t.instead[k] != "" {
			known, person = true, true
			continue
		}
		switch tok.UPOS {
		case "PROPN":
			known, person = true, true
		case "NOUN":
			known = known || !t.timeWord(k)
			person = person || relOf(tok.Deprel) == "nsubj"
		case "DET":
			if t.v.has("pointer", t.form(k)) && tok.Head >= 0 && relOf(t.rel(tok.Head)) == "nsubj" {
				t.cost += 0.5
			}
		case "PRON":
			if t.quoted(k) {
				continue
			}
			f := tok.Feats
			if strings.Contains(f, "Person=1") || strings.Contains(f, "Person=2") {
				return false
			}
			if !strings.Contains(f, "PronType=Prs") && !strings.Contains(f, "PronType=Dem") && !strings.Contains(f, "PronType=Tot") || tok.Deprel == "expl" || t.empty(k) {
				continue
			}
			possessive := strings.Contains(f, "Poss=Yes")
			switch subject := relOf(tok.Deprel) == "nsubj" || possessive && tok.Head >= 0 && relOf(t.rel(tok.Head)) == "nsubj"; {
			case subject && !known, subject && !possessive && strings.Contains(f, "Gender=") && !strings.Contains(f, "Gender=Neut") && !person:
				return false
			case !known:
				t.cost += 0.5
			case !possessive && !subject && !strings.Contains(f, "Reflex=Yes") && strings.Contains(f, "PronType=Prs") && !t.another(k):
				return false
			}
		}
	}
	return true
}

// empty reports whether a subject only holds the place of a clause: "it has been
// suggested that …".
func (t *draft) empty(k int) bool {
	h := t.d.Tokens[k].Head
	if h < 0 || !strings.Contains(t.d.Tokens[k].Feats, "Gender=Neut") || t.d.Child(h, "ccomp", "csubj") < 0 {
		return false
	}
	return t.rel(k) == "nsubj:pass" || relOf(t.rel(k)) == "nsubj" && !t.speaking(h)
}

// another reports whether the line has named anything before pronoun k but the
// subject of its own clause, which the pronoun cannot stand for.
func (t *draft) another(k int) bool {
	clause := t.d.Tokens[k].Head
	for clause >= 0 && !t.clausal(clause) {
		clause = t.d.Tokens[clause].Head
	}
	if clause < 0 {
		return true
	}
	first, last := -1, -1
	if s := t.d.Child(clause, "nsubj", "nsubj:pass"); s >= 0 {
		first, last = t.d.Subtree(s)
	}
	for i := t.first; i < k; i++ {
		if u := t.d.Tokens[i].UPOS; t.keep[i] && (u == "NOUN" || u == "PROPN" || t.instead[i] != "") && (i < first || i >= last) && !t.timeWord(i) {
			return true
		}
	}
	return false
}

// timeWord reports whether token k is of a time expression.
func (t *draft) timeWord(k int) bool {
	for i := range t.d.Times {
		if tm := &t.d.Times[i]; k >= tm.First && k < tm.Last {
			return true
		}
	}
	return false
}

// loose drops what ties the line to the sentence before it.
func (t *draft) loose() {
	t.dropDateline()
	for range 3 { // "But at the same time, however, …"
		k := t.firstKept()
		for k < t.last && t.d.Tokens[k].UPOS == "PUNCT" && !strings.ContainsAny(t.form(k), "\"“‘'([<") {
			t.keep[k] = false
			k = t.firstKept()
		}
		n := t.opens(k, "opener")
		if n == 0 || k+n >= t.last || !t.allStay(k, n) {
			break
		}
		comma := t.form(k+n) == ","
		switch u := t.d.Tokens[k].UPOS; {
		case comma, u == "CCONJ", n == 1 && u == "ADV" && t.v.has("adverb", t.form(k)):
			for i := k; i < k+n; i++ {
				t.keep[i] = false
			}
			if comma {
				t.keep[k+n] = false
			}
			continue
		}
		break
	}
	for k := t.first; k < t.last; k++ {
		if t.keep[k] && strings.Contains(t.d.Tokens[k].Feats, "Polarity=Neg") {
			return // "not only … but also"
		}
	}
	for k := t.first; k < t.last; k++ {
		n := t.opens(k, "adverb")
		if n == 0 || !t.allStay(k, n) || t.quoted(k) || k+n >= t.last {
			continue
		}
		if h := t.headOf(k, k+n); relOf(t.rel(h)) != "advmod" && relOf(t.rel(h)) != "obl" || !t.clausal(t.d.Tokens[h].Head) {
			continue
		}
		before, after := k > t.first && t.form(k-1) == ",", t.form(k+n) == ","
		for i := k; i < k+n; i++ {
			t.keep[i] = false
		}
		if before && after {
			t.keep[k-1], t.keep[k+n] = false, false
		}
	}
}

// dropDateline drops what is left of a dateline before the sentence: "LIMA -".
func (t *draft) dropDateline() {
	first := t.firstKept()
	if form := t.d.Form(first); len(form) < 3 || form != strings.ToUpper(form) || !unicode.IsUpper(rune(form[0])) {
		return
	}
	for k := first + 1; k < min(first+9, t.last-fewestWords); k++ {
		switch t.form(k) {
		case "-", "--", "–", "—":
			if t.d.Tokens[k].Start == t.d.Tokens[k-1].End {
				continue // "UN-led"
			}
			for i := first; i <= k; i++ {
				t.keep[i] = false
			}
			return
		}
		if t.d.Tokens[k].UPOS == "VERB" || t.d.Tokens[k].UPOS == "AUX" {
			return
		}
	}
}

// speaksOf reports whether words name whoever is said to speak them.
func speaksOf(words string, as []record.Actor) bool {
	for i := range as {
		if n := strings.Fields(as[i].Name); len(n) > 0 && indexWord(words, n[len(n)-1]) >= 0 {
			return true
		}
	}
	return false
}

// allStay reports whether n tokens from k on all stay.
func (t *draft) allStay(k, n int) bool {
	for i := k; i < k+n; i++ {
		if !t.keep[i] {
			return false
		}
	}
	return true
}

// attributed reports whether the line says whose claim the event is, where it
// is somebody's. Who only takes a stand towards it claims nothing.
func (t *draft) attributed() bool {
	if len(t.r.AttributedTo) == 0 {
		return true
	}
	for i := range t.r.AttributedTo {
		first, last, ok := t.mention(&t.r.AttributedTo[i])
		if !ok {
			continue
		}
		head := t.headOf(first, last)
		if t.keep[head] {
			return true
		}
		for i := range t.d.Quotations {
			q := &t.d.Quotations[i]
			for _, s := range q.Source {
				if s.Overlaps(t.d.Tokens[head].Span) && q.Act != "speech" {
					return true
				}
			}
		}
	}
	for i := range t.d.Quotations {
		q := &t.d.Quotations[i]
		for _, c := range q.Cue {
			for k := t.first; k < t.last; k++ {
				if t.keep[k] && c.Contains(t.d.Tokens[k].Span) && len(q.Source) > 0 {
					return true
				}
			}
		}
	}
	return false
}

// source is how whose claim it is can be named behind a line: as the report
// does, unless it only points there.
func (t *draft) source() string {
	var names []string
	for i := range t.r.AttributedTo {
		a := &t.r.AttributedTo[i]
		name := a.Text
		if name == "" || !strings.Contains(name, " ") && !proper(name) || t.v.has("pronoun", strings.ToLower(name)) {
			name = a.Name
		}
		if name = strings.Join(strings.Fields(name), " "); name != "" && !t.v.has("pronoun", strings.ToLower(name)) && !contains(names, name) {
			names = append(names, name)
		}
	}
	return t.v.labels.List(names)
}
