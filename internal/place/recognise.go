package place

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// maxWords is how many tokens a name may have.
const maxWords = 6

// name is a stretch of text that the gazetteer knows.
type name struct {
	doc.Span
	first, last int // tokens
	hash        uint64
	candidates  []Candidate
	score       float64 // log-odds of being a toponym
	why         []string
	inside      int       // index of the name that the text says holds this one, or -1
	kind        wordClass // what the text calls it: ofCity, ofProvince, …
	holds       bool      // stands after a comma as the holder of another
	dateline    bool
	org         bool // in the name of an organisation, which speaks for the place
	people      bool // a demonym: no toponym, but it speaks for its country
}

// reader walks over one document.
type reader struct {
	t      *Tagger
	d      *doc.Document
	names  []name
	people map[string]bool // folded last words of people's names
	buf    []byte
	ent    []int32 // token → 1 + index of the outermost entity over it
}

func (t *Tagger) read(d *doc.Document) *reader {
	r := &reader{t: t, d: d, ent: make([]int32, len(d.Tokens)), people: map[string]bool{}}
	for i := len(d.Entities) - 1; i >= 0; i-- {
		e := d.Entities[i]
		for k := max(e.First, 0); k < e.Last && k < len(r.ent); k++ {
			if o := r.ent[k]; o == 0 || d.Entities[o-1].Len() < e.Len() {
				r.ent[k] = int32(i + 1)
			}
		}
	}
	r.findPeople()
	r.fromDateline()
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; {
			i = r.at(i, s)
		}
	}
	sort.SliceStable(r.names, func(i, j int) bool { return r.names[i].Start < r.names[j].Start })
	r.relate()
	for i := range r.names {
		r.judge(i)
	}
	return r
}

func (r *reader) form(i int) string {
	if i < 0 || i >= len(r.d.Tokens) {
		return ""
	}
	return r.d.Form(i)
}

func capital(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c)
}

func allCapitals(s string) bool {
	n := 0
	for _, c := range s {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			n++
		}
	}
	return n > 1
}

// fromDateline takes the dateline's place as a toponym.
func (r *reader) fromDateline() {
	s := r.d.Dateline.PlaceSpan
	if s.Len() == 0 || s.End > len(r.d.Text) {
		return
	}
	first := sort.Search(len(r.d.Tokens), func(i int) bool { return r.d.Tokens[i].End > s.Start })
	last := first
	for last < len(r.d.Tokens) && r.d.Tokens[last].Start < s.End {
		last++
	}
	text := r.d.Slice(s)
	var holder doc.Span
	if strings.Contains(text, ",") {
		if k := strings.IndexByte(text, ','); k > 0 {
			holder = doc.Span{Start: s.Start + k + 1, End: s.End}
			for holder.Len() > 0 && r.d.Text[holder.Start] == ' ' {
				holder.Start++
			}
			s.End = s.Start + k
			for s.Len() > 0 && r.d.Text[s.End-1] == ' ' {
				s.End--
			}
		}
	}
	if r.known(r.d.Slice(s)) {
		r.names = append(r.names, name{Span: s, first: first, last: last, hash: r.hash(r.d.Slice(s)), inside: -1, dateline: true})
	}
	if holder.Len() > 0 && r.known(r.d.Slice(holder)) {
		r.names = append(r.names, name{Span: holder, first: first, last: last, hash: r.hash(r.d.Slice(holder)), inside: -1, dateline: true})
	}
}

func (r *reader) hash(s string) uint64 {
	r.buf = Fold(r.buf[:0], s)
	return hash(r.buf)
}

func (r *reader) known(s string) bool {
	h := r.hash(s)
	return len(r.buf) > 1 && r.t.known(h)
}

// taken reports whether the dateline, whose names come first, covers the span.
// Names found in the text cannot overlap each other.
func (r *reader) taken(s doc.Span) bool {
	for i := 0; i < len(r.names) && r.names[i].dateline; i++ {
		if r.names[i].Overlaps(s) {
			return true
		}
	}
	return false
}

// at tries to begin a name at token i and returns the token to go on from.
func (r *reader) at(i int, s doc.Sentence) int {
	f := r.form(i)
	if r.border(i, s) {
		return i + 1
	}
	c, _ := utf8.DecodeRuneInString(f)
	if !unicode.IsUpper(c) && !r.particle(i, s) {
		return i + 1
	}
	bestEnd, bestLast := -1, -1
	start := r.d.Tokens[i].Start
	for j := i; j < s.Last && j < i+maxWords; j++ {
		w := r.form(j)
		if j > i && !r.mayContinue(i, j, w) {
			break
		}
		end := r.d.Tokens[j].End
		if end-start < 2 || (j > i && !capital(w) && !mayEnd(w)) {
			continue
		}
		if r.known(r.d.Text[start:end]) && r.nameLike(r.d.Text[start:end]) {
			bestEnd, bestLast = end, j+1
		} else if k := strings.IndexByte(w, '-'); k > 1 && bestEnd < 0 && j == i && r.known(w[:k]) && !capital(w[k+1:]) && r.nameLike(w[:k]) {
			bestEnd, bestLast = start+k, j+1 // "Nairobi-based"
		}
	}
	if last, k := r.demonym(i, s); last > 0 && last >= bestLast {
		r.names = append(r.names, name{Span: r.d.TokenSpan(i, last), first: i, last: last, inside: -1, people: true,
			candidates: []Candidate{r.t.candidate(k, Primary)}})
		return last
	}
	if bestEnd < 0 {
		return i + 1
	}
	span := doc.Span{Start: start, End: bestEnd}
	if !r.taken(span) {
		r.names = append(r.names, name{Span: span, first: i, last: bestLast, hash: r.hash(r.d.Slice(span)), inside: -1})
	}
	return bestLast
}

// demonym finds the longest demonym that begins at token i.
func (r *reader) demonym(i int, s doc.Sentence) (last, of int) {
	for j := min(i+3, s.Last); j > i; j-- {
		if k, ok := r.t.demonym(r.d.Slice(r.d.TokenSpan(i, j))); ok {
			return j, k
		}
	}
	return 0, 0
}

// nameLike tells "US" from "Us" and "IN" at the head of a sentence from a state.
func (r *reader) nameLike(s string) bool {
	if len(s) > 3 {
		return true
	}
	letters, caps, dots := 0, 0, 0
	for _, c := range s {
		switch {
		case c == '.':
			dots++
		case unicode.IsUpper(c):
			letters++
			caps++
		default:
			letters++
		}
	}
	if letters == 2 { // "US", "U.S.", "UK", "Pa."
		return caps == 2 || dots == 1
	}
	return true
}

// particle reports whether token i is an article inside a name: "al-Anbar".
func (r *reader) particle(i int, s doc.Sentence) bool {
	switch r.form(i) {
	case "al", "el", "an", "ar", "as", "ash", "at", "az", "ed", "ad":
		return i+1 < s.Last && r.d.Tokens[i].End < len(r.d.Text) && r.d.Text[r.d.Tokens[i].End] == '-'
	}
	return strings.HasPrefix(r.form(i), "al-") || strings.HasPrefix(r.form(i), "el-")
}

// mayContinue reports whether a name begun at token i may go on over token j.
func (r *reader) mayContinue(i, j int, w string) bool {
	gap := r.d.Text[r.d.Tokens[j-1].End:r.d.Tokens[j].Start]
	if strings.ContainsAny(gap, "\n\r") && strings.Count(gap, "\n") > 1 {
		return false
	}
	switch w {
	case "-", "'", "’", ".", "&", "–":
		return gap == "" || w == "&"
	case "au", "aux", "a", "à", "an", "op", "ob", "bei", "en", "sous", "bin", "ben", "von", "e", "bou":
		return true
	case "of", "and", "de", "la", "le", "les", "del", "da", "do", "dos", "di", "du", "des", "el", "al", "the", "upon", "on", "in", "sur", "am", "der", "under", "es", "near", "y", "i":
		return true
	case "'s", "’s", "s":
		return true
	}
	return capital(w) || mayEnd(w)
}

// mayEnd lists the lower-case nouns that end a name in some papers' style.
func mayEnd(w string) bool {
	switch w {
	case "county", "province", "state", "city", "strip", "region", "valley", "sea", "gulf", "strait", "straits", "river", "peninsula", "islands", "island", "mountains", "heights", "territories", "territory", "ocean", "bank", "states", "desert", "basin", "delta", "republic", "canal", "parish", "bay", "lake":
		return true
	}
	return false
}

// findPeople collects the last words of names of two words or more that the
// entity tagger calls people's, or that begin with a title or a given name.
func (r *reader) findPeople() {
	for _, e := range r.d.Entities {
		if e.Type == "PER" && e.Last-e.First > 1 && e.Last <= len(r.d.Tokens) {
			r.people[r.form(e.Last-1)] = true
		}
	}
	for i := 0; i+1 < len(r.d.Tokens); i++ {
		f := r.form(i)
		if !capital(f) || r.t.class(strings.TrimSuffix(f, "."))&(given|title) == 0 {
			continue
		}
		j := i + 1
		if r.initial(j) {
			j++
		}
		if g := r.form(j); capital(g) && len(g) > 2 && r.t.class(f)&given != 0 && !r.known(f+" "+g) {
			r.people[g] = true
		}
	}
}

func (r *reader) initial(i int) bool {
	f := r.form(i)
	return len(f) == 2 && f[1] == '.' && capital(f) || len(f) == 1 && capital(f) && f != "A" && f != "I"
}

// relate finds which names the text puts inside which: "Paris, Texas", "Idlib
// in northern Syria", and what it calls them: "the city of Homs".
func (r *reader) relate() {
	for i := range r.names {
		n := &r.names[i]
		n.kind = r.called(n)
		if i+1 >= len(r.names) {
			continue
		}
		m := &r.names[i+1]
		if n.people || m.people {
			continue
		}
		if m.Start-n.End > 24 || m.Start < n.End {
			continue
		}
		gap := strings.TrimSpace(r.d.Text[n.End:m.Start])
		switch {
		case gap == "," || gap == "(" || gap == "," && n.dateline:
			n.inside = i + 1
		case gap == "in" || gap == "in the" || strings.HasPrefix(gap, "in ") && r.onlyDirections(gap[3:]):
			n.inside = i + 1
		case strings.HasPrefix(gap, ", ") && r.onlyDirections(gap[2:]):
			n.inside = i + 1
		}
	}
}

func (r *reader) onlyDirections(s string) bool {
	for _, w := range strings.Fields(s) {
		if w != "the" && r.t.class(w)&(direction|ofProvince|ofDistrict) == 0 && w != "of" && w != "'s" {
			return false
		}
	}
	return true
}

// beside: the words between two names say that the first lies near the second:
// "near", ", 130 km (80 miles) north of".
func (r *reader) beside(gap string) bool {
	words := strings.Fields(strings.TrimLeft(gap, ", "))
	switch {
	case len(words) == 1:
		return words[0] == "near" || words[0] == "outside"
	case len(words) < 3 || words[len(words)-1] != "of" || r.t.class(words[len(words)-2])&direction == 0:
		return false
	}
	for _, w := range words[:len(words)-2] {
		switch w = strings.Trim(w, "(),."); w {
		case "km", "kms", "kilometres", "kilometers", "kilometre", "kilometer", "mile", "miles", "about", "some", "just":
		default:
			if !digits(strings.ReplaceAll(w, ",", "")) {
				return false
			}
		}
	}
	return true
}

const kinds = ofCity | ofProvince | ofDistrict | ofCountry

// called is the kind of place that the words around a name say it is.
func (r *reader) called(n *name) wordClass {
	if n.last == n.first {
		return 0
	}
	if r.form(n.first-1) == "of" {
		if k := r.t.class(r.form(n.first-2)) & kinds; k != 0 {
			return k
		}
	}
	if next := r.form(n.last); !capital(next) || !capital(r.form(n.last+1)) {
		if k := r.t.class(next) & kinds; k != 0 {
			return k
		}
	}
	if k := r.listed(n); k != 0 {
		return k
	}
	return r.t.class(r.form(n.first-1)) & ofCity
}

// listed is the kind that a list of names ends with: "Barrow, Jackson and
// Madison counties".
func (r *reader) listed(n *name) wordClass {
	for i, commas := n.last, 0; i < n.last+10 && i < len(r.d.Tokens); i++ {
		switch f := r.form(i); {
		case f == "," || f == "and" || f == "&":
			commas++
		case commas > 0 && !capital(f):
			if strings.HasSuffix(f, "s") {
				return r.t.class(f) & kinds
			}
			return 0
		case !capital(f):
			return 0
		}
	}
	return 0
}

// unknown is a place that the entity tagger sees, that the words around it bear
// out, and that the gazetteer lacks; an empty name where there is none.
func (r *reader) unknown(e *doc.Entity, found []doc.Toponym) name {
	if e.Type != "GPE" && e.Type != "LOC" || e.Last <= e.First || e.Last > len(r.d.Tokens) || !capital(r.form(e.First)) {
		return name{}
	}
	n := name{Span: e.Span, first: e.First, last: e.Last}
	k := sort.Search(len(found), func(i int) bool { return found[i].End > n.Start })
	if k < len(found) && found[k].Overlaps(n.Span) {
		return name{}
	}
	text := r.d.Slice(n.Span)
	if _, ok := r.t.demonym(text); ok || n.Len() < 4 || allCapitals(text) {
		return name{}
	}
	prev, next, end := r.t.class(r.form(n.first-1)), r.t.class(r.form(n.last)), r.t.class(r.form(n.last-1))
	if (next|end)&street != 0 && end&(ofCity|ofProvince|ofDistrict) == 0 || r.t.class(text)&(never|given|ordinary|title) != 0 {
		return name{}
	}
	if r.called(&n) == 0 && prev&(into|direction) == 0 && end&(ofCity|ofProvince|ofDistrict) == 0 &&
		(k == len(found) || found[k].Start-n.End > 2) {
		return name{}
	}
	return n
}
