package en

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
	"chancery/internal/nlp/names"
)

// finishEntities mends what a model says of names with what is known: titles
// are cut off, listed names are put in, one name has one type in a story, and
// peoples inside longer names are added. Entities leave in text order, outer
// before inner.
func (l *Lists) finishEntities(d *doc.Document) {
	l.cutTitles(d)
	l.cutEnds(d)
	endings(d)
	l.addKnown(d)
	addEvents(d)
	l.agree(d)
	l.addPeoples(d)
	order(d)
}

func order(d *doc.Document) {
	slices.SortStableFunc(d.Entities, func(x, y doc.Entity) int {
		if x.First != y.First {
			return x.First - y.First
		}
		return y.Last - x.Last
	})
}

// cutTitles takes offices and nationalities off the front of persons' names, and
// letters of rank off their end, so that "President Otieno QC" and "Otieno" are
// the same name.
func (l *Lists) cutTitles(d *doc.Document) {
	for k := range d.Entities {
		e := &d.Entities[k]
		if e.Type != "PER" {
			continue
		}
		first := e.First
		for i := e.First; i < e.Last-1; i++ {
			if form := d.Form(i); has(l.Titles, form) || has(l.Demonyms, form) {
				first = i + 1
			}
		}
		last := e.Last
		for last-1 > first && l.postnominal(d, last-1, last-1) {
			last--
		}
		setRange(d, e, first, last)
	}
}

// endings gives names that end as firms' or laws' do their type, whatever the
// model took them for.
func endings(d *doc.Document) {
	for k := range d.Entities {
		e := &d.Entities[k]
		if e.Last-e.First < 2 {
			continue
		}
		switch last := d.Form(e.Last - 1); {
		case firmWords[last]:
			e.Type = "ORG"
		case lawWords[last] && e.Type != "PER" && e.Type != "GPE":
			e.Type = "LAW"
		}
	}
}

var lawWords = map[string]bool{
	"Act": true, "Bill": true, "Treaty": true, "Convention": true, "Conventions": true, "Protocol": true, "Accord": true, "Accords": true,
	"Agreement": true, "Constitution": true, "Amendment": true, "Charter": true, "Pact": true, "Law": true,
}

var firmWords = map[string]bool{
	"Inc": true, "Inc.": true, "Corp": true, "Corp.": true, "Corporation": true, "Ltd": true, "Ltd.": true, "Co": true, "Co.": true,
	"Plc": true, "PLC": true, "plc": true, "AG": true, "SA": true, "NV": true, "GmbH": true, "Holdings": true, "Airlines": true,
	"Airways": true, "Industries": true, "Bank": true, "LLC": true, "INC": true, "CORP": true, "LTD": true,
}

func setRange(d *doc.Document, e *doc.Entity, first, last int) {
	if first != e.First || last != e.Last {
		e.First, e.Last, e.Span = first, last, d.TokenSpan(first, last)
	}
}

// cutEnds drops what no name begins or ends with, and what is no name at all.
func (l *Lists) cutEnds(d *doc.Document) {
	out := d.Entities[:0]
	for _, e := range d.Entities {
		first, last := e.First, e.Last
		for first < last && (!nameEdge(d, first, true) || last-first > 1 && opener(d, first)) {
			first++
		}
		for last > first && !nameEdge(d, last-1, false) {
			last--
		}
		if first == last {
			continue
		}
		if last-first > 2 && len(d.Form(first)) == 1 && isHyphen(d.Form(first+1)) {
			first, e.Type = first+2, "GPE" // "R-Ohio" after a senator's name
		}
		setRange(d, &e, first, last)
		if last-first == 1 && (notName(d, first) || l.noName(e.Type, d.Form(first))) {
			continue
		}
		if sprawls(d, &e) {
			continue
		}
		if n := len(out); n > 0 && last-first == 1 && out[n-1].Type == "PER" && l.postnominal(d, out[n-1].Last, first) {
			continue
		}
		out = append(out, e)
	}
	d.Entities = out
}

// postnominal reports whether token i is letters after a person's name that ends
// before token end: "Ann Ruiz QC", "Ann Ruiz, QC".
func (l *Lists) postnominal(d *doc.Document, end, i int) bool {
	if end != i && !(end == i-1 && d.Form(end) == ",") {
		return false
	}
	form := d.Form(i)
	return acronym(form) && has(l.After, form)
}

func isHyphen(f string) bool { return f == "-" || f == "–" }

// noName reports whether a single word is a day, a month, a title, a letter or
// the code of a share.
func (l *Lists) noName(kind, form string) bool {
	var buf [80]byte
	low := string(appendLower(buf[:0], form))
	if i := strings.IndexByte(low, '.'); len(low) == 1 || i > 1 && i < len(low)-1 && !strings.HasSuffix(low, ".com") || low == "mps" || low == "msps" || low == "meps" {
		return true
	}
	if kind != "PER" {
		return l.Calendar[low]
	}
	switch low {
	case "may", "april", "june", "august", "king", "pope", "prince", "general", "major", "bishop", "justice", "judge", "chief":
		return false // given names and surnames too
	}
	return l.Calendar[low] || l.Titles[low]
}

// sprawls reports whether an entity is too long for a name of its type or runs
// over words that no name holds.
func sprawls(d *doc.Document, e *doc.Entity) bool {
	longest, lower := 10, 0
	switch e.Type {
	case "PER":
		longest = 6
	case "NORP":
		longest = 2
	}
	for i := e.First; i < e.Last; i++ {
		r, _ := utf8.DecodeRuneInString(d.Form(i))
		if lower++; !unicode.IsLower(r) {
			lower = 0
		}
		if i > e.First && i+1 < e.Last && dashed(d, i) {
			return true
		}
		if f := d.Form(i); lower > 3 || f == ":" || f == ";" || f == "\"" && e.Type != "MISC" || f == "<" || f == ">" || f == "(" && e.Type == "PER" {
			return true
		}
	}
	return e.Last-e.First > longest
}

// dashed reports whether token i is a dash or hyphen between spaces, as in the
// heads of wire stories: "TALKS - PERU".
func dashed(d *doc.Document, i int) bool {
	switch d.Form(i) {
	case "-", "--", "–", "—":
		return d.Tokens[i].Start > d.Tokens[i-1].End && d.Tokens[i+1].Start > d.Tokens[i].End
	}
	return false
}

// dropCommon takes away single words that open a sentence and are known as
// common nouns ("Dealers").
func (a *analyzer) dropCommon(d *doc.Document) {
	d.Entities = slices.DeleteFunc(d.Entities, func(e doc.Entity) bool {
		if e.Last-e.First != 1 || e.Type == "GPE" {
			return false
		}
		if e.Type == "NORP" {
			form := d.Form(e.First)
			return a.morph.Knows("ADJ", form) && a.lists.Names.Kind(form) == "" // "Federal"
		}
		if e.First != d.Sentences[d.SentenceOf(e.First)].First {
			return false
		}
		form := d.Form(e.First)
		return (a.morph.Knows("NOUN", form) || a.morph.Knows("ADJ", form) || a.morph.Knows("VERB", form)) && !a.morph.Knows("PROPN", form) && a.lists.Names.Kind(form) == ""
	})
}

// particles may open a name in lower case.
var particles = map[string]bool{
	"al": true, "el": true, "de": true, "da": true, "di": true, "del": true, "van": true, "von": true, "bin": true, "ibn": true,
	"der": true, "den": true, "le": true, "la": true, "dos": true, "abu": true, "ul": true,
}

// nameEdge reports whether a name can begin (or else end) with token i.
func nameEdge(d *doc.Document, i int, begin bool) bool {
	form := d.Form(i)
	r, _ := utf8.DecodeRuneInString(form)
	switch {
	case unicode.IsUpper(r):
		switch d.Tokens[i].UPOS {
		case "DET", "CCONJ", "SCONJ":
			return false
		case "NUM":
			return !begin
		}
		return true
	case unicode.IsLower(r):
		return begin && particles[form]
	case unicode.IsDigit(r):
		return begin || len(form) == 2 || len(form) == 4 // "Euro 96", "Agenda 2030"
	}
	return !begin && (form == ")" || form == "]") || unicode.IsLetter(r)
}

// opener reports whether token i has its capital only from opening a sentence.
func opener(d *doc.Document, i int) bool {
	if i != d.Sentences[d.SentenceOf(i)].First {
		return false
	}
	switch d.Tokens[i].UPOS {
	case "ADP", "ADV", "PRON", "AUX", "SCONJ", "CCONJ", "DET", "VERB", "INTJ":
		return true
	}
	return false
}

// notName reports whether the single token is a word that only looks like a
// name, because it opens a sentence or the model slipped.
func notName(d *doc.Document, i int) bool {
	form := d.Form(i)
	r, _ := utf8.DecodeRuneInString(form)
	if !unicode.IsUpper(r) {
		return true
	}
	switch d.Tokens[i].UPOS {
	case "PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "NUM", "ADV", "PUNCT", "PART", "INTJ":
		return true
	}
	return false
}

// addKnown puts in the names of the lists. Where the model found the same words
// the list's type counts; where it found a longer name, that stays.
func (l *Lists) addKnown(d *doc.Document) {
	var buf [16]names.Match
	kinds := l.Names.Kinds()
	var add []doc.Entity
	drop := false
	at := 0
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		for at < len(d.Entities) && d.Entities[at].Last <= sent.First {
			at++
		}
		shout := shouted(d.Slice(sent.Span))
		for _, m := range l.Names.Find(buf[:0], d, sent.First, sent.Last) {
			kind := kinds[m.Kind]
			inside, same := false, -1
			for k := at; k < len(d.Entities) && d.Entities[k].First < m.Last; k++ {
				e := &d.Entities[k]
				switch {
				case e.Last <= m.First || e.Type == "":
				case e.First == m.First && e.Last == m.Last:
					same = k
				case e.First <= m.First && e.Last >= m.Last, e.First < m.First:
					inside = true
				}
			}
			switch {
			case inside:
			case same >= 0:
				e := &d.Entities[same]
				if e.Type != kind && (e.Type != "PER" || kind == "NORP" || !surname(d, m)) {
					e.Type = kind
				}
			case likely(d, m, kind, shout):
				for k := at; k < len(d.Entities) && d.Entities[k].First < m.Last; k++ {
					if e := &d.Entities[k]; e.First >= m.First && e.Last <= m.Last {
						e.Type, drop = "", true
					}
				}
				add = append(add, doc.Entity{Span: d.TokenSpan(m.First, m.Last), First: m.First, Last: m.Last, Type: kind})
			}
		}
	}
	if drop {
		d.Entities = slices.DeleteFunc(d.Entities, func(e doc.Entity) bool { return e.Type == "" })
	}
	if len(add) > 0 {
		d.Entities = append(d.Entities, add...)
		order(d)
	}
}

func shouted(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= 'a' && text[i] <= 'z' {
			return false
		}
	}
	return true
}

// likely reports whether a listed name that the model passed over is meant as
// a name here.
func likely(d *doc.Document, m names.Match, kind string, shout bool) bool {
	if m.Last-m.First > 1 {
		return true
	}
	switch d.Tokens[m.First].UPOS {
	case "PROPN":
		return !shout || kind == "GPE" || kind == "NORP" || len(d.Form(m.First)) > 2
	case "ADJ", "NOUN":
		return kind == "NORP"
	case "PRON":
		return !shout && acronym(d.Form(m.First)) // WHO
	}
	return false
}

// surname reports whether the name is also the end of a longer person's name in
// the story: "Jordan" after "Michael Jordan".
func surname(d *doc.Document, m names.Match) bool {
	form := d.Form(m.Last - 1)
	for k := range d.Entities {
		e := &d.Entities[k]
		if e.Type == "PER" && e.Last-e.First > m.Last-m.First && d.Form(e.Last-1) == form {
			return true
		}
	}
	return false
}

// known reports whether tokens [first, last) are just a listed name.
func (l *Lists) known(d *doc.Document, first, last int) bool {
	var buf [16]names.Match
	m := l.Names.Find(buf[:0], d, first, last)
	return len(m) == 1 && m[0].First == first && m[0].Last == last
}

// eventWords end the names of competitions and gatherings.
var eventWords = map[string]bool{
	"Open": true, "Cup": true, "Games": true, "Championship": true, "Championships": true, "Olympics": true,
	"Tournament": true, "Masters": true, "Classic": true, "Festival": true, "Marathon": true, "Trophy": true, "Ashes": true,
	"OPEN": true, "CUP": true, "GAMES": true, "CHAMPIONSHIP": true, "CHAMPIONSHIPS": true, "OLYMPICS": true, "TOURNAMENT": true, "MASTERS": true,
}

// addEvents makes one event of the capitalised words that end in such a word.
func addEvents(d *doc.Document) {
	for i := range d.Tokens {
		if !eventWords[d.Form(i)] || d.Tokens[i].UPOS != "PROPN" && d.Tokens[i].UPOS != "NOUN" {
			continue
		}
		s := d.Sentences[d.SentenceOf(i)]
		first := i
		for first > s.First && capitalised(d.Form(first-1)) && linked(d, first-1, i) {
			first--
		}
		if first == i {
			continue
		}
		last := i + 1
		d.Entities = slices.DeleteFunc(d.Entities, func(e doc.Entity) bool {
			if e.First < last && first < e.Last && e.Last > last {
				last = e.Last
			}
			return e.First >= first && e.Last <= last
		})
		d.Entities = append(d.Entities, doc.Entity{Span: d.TokenSpan(first, last), First: first, Last: last, Type: "EVENT"})
	}
	order(d)
}

// linked reports whether token i modifies token h, at any depth within it.
func linked(d *doc.Document, i, h int) bool {
	switch d.Tokens[i].UPOS {
	case "PROPN", "ADJ", "NOUN":
	default:
		return false
	}
	for n := 0; i >= 0 && n < 6; n++ {
		if i == h {
			return true
		}
		i = d.Tokens[i].Head
	}
	return false
}

// agree gives one name one type throughout a story: a surname alone is the
// person named in full, an abbreviation in brackets the organisation before it,
// and a name of one word is what it mostly is.
func (l *Lists) agree(d *doc.Document) {
	known := map[string]string{}
	votes := map[string]map[string]int{}
	for k := range d.Entities {
		e := &d.Entities[k]
		if e.Last-e.First > 1 {
			switch e.Type {
			case "PER":
				known[d.Form(e.Last-1)] = "PER"
			case "ORG":
				if e.Last+2 < len(d.Tokens) && d.Form(e.Last) == "(" && d.Form(e.Last+2) == ")" && acronym(d.Form(e.Last+1)) {
					known[d.Form(e.Last+1)] = "ORG"
				}
			}
			continue
		}
		if e.Type == "NORP" {
			continue
		}
		f := d.Form(e.First)
		if votes[f] == nil {
			votes[f] = map[string]int{}
		}
		votes[f][e.Type]++
	}
	for f, v := range votes {
		if known[f] != "" || len(v) < 2 {
			continue
		}
		best, n, tie := "", 0, false
		for t, k := range v {
			if t == "MISC" {
				continue // says least, so any other type outweighs it
			}
			if k > n {
				best, n, tie = t, k, false
			} else if k == n {
				tie = true
			}
		}
		if !tie {
			known[f] = best
		}
	}
	if len(known) == 0 {
		return
	}
	covered := make([]bool, len(d.Tokens))
	for k := range d.Entities {
		e := &d.Entities[k]
		if t := known[d.Form(e.First)]; e.Last-e.First == 1 && t != "" && e.Type != "NORP" && (e.Type == "PER" || !l.known(d, e.First, e.Last)) {
			e.Type = t
		}
		for i := e.First; i < e.Last; i++ {
			covered[i] = true
		}
	}
	n := len(d.Entities)
	for i := range d.Tokens {
		if covered[i] || d.Tokens[i].UPOS != "PROPN" {
			continue
		}
		if t := known[d.Form(i)]; t != "" {
			d.Entities = append(d.Entities, doc.Entity{Span: d.Tokens[i].Span, First: i, Last: i + 1, Type: t})
		}
	}
	if len(d.Entities) > n {
		order(d)
	}
}

func acronym(f string) bool {
	return len(f) > 1 && len(f) < 9 && strings.IndexFunc(f, unicode.IsLower) < 0 && f[0] >= 'A' && f[0] <= 'Z'
}

// addPeoples adds the nationality words that stand inside a longer name
// ("[[Cuban] Foreign Ministry]").
func (l *Lists) addPeoples(d *doc.Document) {
	n := len(d.Entities)
	for k := 0; k < n; k++ {
		e := d.Entities[k]
		if e.Type != "ORG" || e.Last-e.First < 2 {
			continue
		}
		if f := d.Form(e.First); capitalised(f) && has(l.Nations, f) && !l.known(d, e.First, e.Last) {
			d.Entities = append(d.Entities, doc.Entity{Span: d.Tokens[e.First].Span, First: e.First, Last: e.First + 1, Type: "NORP"})
		}
	}
}
