package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/doc"
)

// maxDateline is the longest dateline looked for, in bytes. The longest seen on
// the wire name three towns, a day and two agencies.
const maxDateline = 140

// dateline is what stands before the dash of a wire story's first paragraph.
type dateline struct {
	doc.DatelineInfo
	via string // "14ymedio" of "(via 14ymedio)"
}

// parseDateline reads the dateline that opens text at start, looking no further
// than end. It returns false when the paragraph is ordinary prose.
//
// The opening is cut into elements by commas, stops, brackets and slashes; each
// must be a place, a day, an agency or a "via" note, or the whole is prose.
// What evidence is then enough depends on how plain it is: see accept.
func (v *vocabulary) parseDateline(text string, start, end int, published string) (dateline, bool) {
	start += len(text[start:end]) - len(strings.TrimLeft(text[start:end], " \t\r\n*\u00a0\ufeff"))
	limit := min(end, start+maxDateline)
	p := datelineParser{v: v, text: text, pos: start, limit: limit, published: published}
	for {
		p.skip()
		if p.pos >= limit {
			break
		}
		if n, weak := p.closer(); n > 0 {
			return p.done(start, p.pos+n, end, weak)
		}
		if !p.element() {
			break
		}
	}
	return p.open(start, end)
}

// spaces counts leading blanks.
func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\r\n\u00a0\ufeff")) }

type datelineParser struct {
	v          *vocabulary
	text       string
	pos, limit int
	published  string

	out      dateline
	dated    bool // a day is stated, with or without a year
	known    bool // an agency of the list, or a "via" note
	places   int  // comma-separated parts of the place
	upper    bool // the first part of the place is in capitals
	long     bool // a part of the place is too long for one without a day or an agency
	kicker   bool // it begins with a word that no place does
	lowered  bool // the whole report is in small letters: "Lima, april 3 - the"
	city     bool // it is a city of the list
	lastEnd  int  // end of the last element
	bracket  bool // the last element was in brackets
	unlisted bool // an agency in brackets that the list does not hold
}

// skip passes blanks and the marks that separate elements.
func (p *datelineParser) skip() {
	for p.pos < p.limit {
		switch p.text[p.pos] {
		case ' ', '\t', '\r', '\n', ',', ';':
			p.pos++
		case '.':
			if p.lastEnd == 0 {
				return
			}
			p.pos++
		default:
			if strings.HasPrefix(p.text[p.pos:], "\u00a0") {
				p.pos += 2
				continue
			}
			return
		}
	}
}

// closer is the length of a dash at the position and whether it is a weak one.
func (p *datelineParser) closer() (n int, weak bool) {
	if p.lastEnd == 0 {
		return 0, false
	}
	rest := p.text[p.pos:]
	for _, d := range p.v.dashes {
		if !strings.HasPrefix(rest, d.form) {
			continue
		}
		before := p.pos > p.lastEnd && p.text[p.pos-1] <= ' ' || p.bracket
		after := len(rest) == len(d.form) || rest[len(d.form)] <= ' '
		switch d.gap {
		case "both":
			if after && (before || p.dated) {
				return len(d.form), false
			}
		case "either":
			if before || after || p.dated || p.known {
				return len(d.form), false
			}
		case "weak":
			if after {
				return len(d.form), true
			}
		}
	}
	return 0, false
}

// element reads one place, day, agency or note.
func (p *datelineParser) element() bool {
	switch c := p.text[p.pos]; {
	case c == '(' || c == '[':
		return p.brackets(c)
	case c == '/':
		// "MOSCOW, June 3. /TASS/."
		if j := strings.IndexByte(p.text[p.pos+1:p.limit], '/'); j > 0 && p.agency(p.text[p.pos+1:p.pos+1+j]) {
			p.end(p.pos + j + 2)
			p.bracket = true
			return true
		}
		return false
	}
	if p.day() {
		return true
	}
	return p.name()
}

func (p *datelineParser) end(at int) {
	p.pos, p.lastEnd, p.bracket = at, at, false
}

// brackets reads "(AP)", "(via 14ymedio)", "(EFE/AFP)", "(Reuters, Bloomberg)".
// An agency that the list lacks is believed only beside a day or a place in
// capitals, which accept decides.
func (p *datelineParser) brackets(open byte) bool {
	shut := byte(')')
	if open == '[' {
		shut = ']'
	}
	j := strings.IndexByte(p.text[p.pos:p.limit], shut)
	if j < 2 || j > 60 {
		return false
	}
	inner := strings.TrimSpace(p.text[p.pos+1 : p.pos+j])
	if via, ok := cutFold(inner, "via "); ok {
		p.out.via, p.known = strings.TrimSpace(via), true
	} else if !p.agency(inner) {
		if inner = strings.TrimSpace(inner); !capitalised(inner) || strings.Count(inner, " ") > 3 || strings.ContainsAny(inner, ".?!\"") {
			return false
		}
		if p.places == 0 && !p.dated {
			return false
		}
		p.out.Agencies = append(p.out.Agencies, inner)
		p.unlisted = true
	}
	p.end(p.pos + j + 1)
	p.bracket = true
	return true
}

// agency adds the agencies that s names, parted by slashes or commas, and
// reports whether all are listed.
func (p *datelineParser) agency(s string) bool {
	var found []string
	if name, ok := p.v.agencies[strings.ToLower(s)]; ok {
		found = append(found, name)
	} else {
		for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == '/' || c == ',' || c == '-' }) {
			name, ok := p.v.agencies[strings.ToLower(strings.TrimSpace(part))]
			if !ok {
				return false
			}
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		return false
	}
	for _, name := range found {
		if !slices.Contains(p.out.Agencies, name) {
			p.out.Agencies = append(p.out.Agencies, name)
		}
	}
	p.known = true
	return true
}

// day reads "Sept 6", "Feb. 2, 2011", "1 April 2025", "2 April", "2025-04-02",
// with a weekday before it or not.
func (p *datelineParser) day() bool {
	if p.dated {
		return false
	}
	at := p.pos
	date, n := p.v.readDay(p.text[at:p.limit])
	if n == 0 {
		return false
	}
	p.dated = true
	p.lowered = unicode.IsLower(rune(p.text[at]))
	p.out.Date = date.complete(p.published)
	p.out.DateSpan = doc.Span{Start: at, End: at + n}
	p.end(at + n)
	return true
}

// name reads a run of capitalised words up to the next mark: an agency or a
// part of the place.
func (p *datelineParser) name() bool {
	at := p.pos
	stop := at
	words := 0
	for i := at; i < p.limit; {
		n := p.word(i, words)
		if n == 0 {
			break
		}
		i += n
		stop = i
		words++
		if _, ok := p.v.agencies[strings.ToLower(p.text[at:stop])]; ok && words == 1 && p.nextUpper(i) {
			break // "Reuters KHARTOUM": the agency is an element of its own
		}
		if i < p.limit && p.text[i] == ' ' {
			i++
		} else {
			break
		}
		// A day after the place without a comma: "HAVANA April 1".
		if _, n := p.v.readDay(p.text[i:p.limit]); n > 0 {
			break
		}
	}
	if words == 0 || words > 6 {
		return false
	}
	if n := p.smallCity(at); n > stop-at {
		stop = at + n
	}
	s := p.text[at:stop]
	if _, ok := p.v.months[strings.ToLower(s)]; ok && p.places > 0 {
		p.end(stop) // "CHICAGO, April -": the day was lost
		return true
	}
	if p.agency(s) {
		p.end(stop)
		return true
	}
	// "MOSCOW. KAZINFORM" is read in two parts because the stop ends a word;
	// a place cannot follow the day or the agency, save where the agency led.
	if p.dated || p.bracket && p.places > 0 || p.places == 3 {
		return false
	}
	first := p.places == 0
	p.long = p.long || words > 3 || !first && words > 2
	if first {
		p.upper = allUpper(s)
		p.city = p.v.cities[strings.ToLower(s)]
		p.kicker = !p.city && (p.v.notPlace[strings.ToUpper(s)] || p.v.notPlace[strings.ToUpper(firstWord(s))])
		p.out.PlaceSpan.Start = at
	} else if p.known && p.out.PlaceSpan.End < p.lastEnd {
		return false
	}
	p.out.PlaceSpan.End = stop
	p.places++
	p.end(stop)
	return true
}

// smallCity is the length of a listed city at i written with small letters, as in
// reports that lost their capitals ("Mexico city, march 18"), 0 when there is none.
func (p *datelineParser) smallCity(i int) int {
	if p.places > 0 {
		return 0
	}
	n := strings.IndexByte(p.text[i:p.limit], ',')
	if n < 1 || n > 24 || !p.v.cities[strings.ToLower(p.text[i:i+n])] {
		return 0
	}
	return n
}

// nextUpper reports whether the word after i is in capitals.
func (p *datelineParser) nextUpper(i int) bool {
	rest := strings.TrimLeft(p.text[i:p.limit], " ")
	n := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
	return n > 2 && allUpper(rest[:n])
}

// word is the length of the word of a name at i, 0 if it cannot be one. Words
// start with a capital, save the particles inside a name.
func (p *datelineParser) word(i, index int) int {
	j := i
	for j < p.limit {
		c, n := utf8.DecodeRuneInString(p.text[j:p.limit])
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c) && j > i, c == '\'', c == '’', c == '‘' && j > i:
		case c == '-' && j > i && j+1 < p.limit && p.text[j+1] != '-' && p.text[j+1] > ' ':
		case c == '/' && j > i && j+1 < p.limit && p.text[j+1] > ' ':
		case c == '.' && j > i && (j-i <= 5) && abbreviates(p.text[i:j], p.text[j+1:p.limit]):
		default:
			return p.checkWord(i, j, index)
		}
		j += n
	}
	return p.checkWord(i, j, index)
}

func (p *datelineParser) checkWord(i, j, index int) int {
	w := p.text[i:j]
	if w == "" {
		return 0
	}
	if c, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "'’‘")); unicode.IsUpper(c) {
		return j - i
	}
	if index > 0 || p.places > 0 && w == "the" {
		if slices.Contains(particles, w) {
			return j - i
		}
	}
	return 0
}

// abbreviates reports whether a full stop after w belongs to it: "N.Y.",
// "Calif.,", "St. Louis". A stop before a long word in capitals does not
// ("MOSCOW. KAZINFORM").
func abbreviates(w, after string) bool {
	if k := strings.LastIndexByte(w, '.'); k >= 0 {
		w = w[k+1:]
	}
	if len(w) <= 2 {
		return true
	}
	if allUpper(w) {
		return false
	}
	t := strings.TrimLeft(after, " ")
	return t == "" || !unicode.IsUpper(rune(t[0])) || len(w) <= 3
}

// done judges a dateline closed by a dash that ends at stop. The agency may
// stand behind the dash: "KAMPALA — (AP) The border".
func (p *datelineParser) done(start, stop, end int, weak bool) (dateline, bool) {
	body := stop + spaces(p.text[stop:end])
	if behind := p.text[body:min(end, body+40)]; strings.HasPrefix(behind, "(") {
		if j := strings.IndexByte(behind, ')'); j > 1 && p.agency(behind[1:j]) {
			stop = body + j + 1
			body = stop + spaces(p.text[stop:end])
		}
	}
	if !p.accept(body, end, weak) {
		return dateline{}, false
	}
	return p.result(start, stop), true
}

// accept weighs the evidence before a dash.
//   - A known agency suffices.
//   - A place with a day suffices; in title case the report must go on with a
//     capital, for "Paris, March 3 - the day it began - was cold" is prose.
//   - A place alone must be in capitals and look like a place, or be a city of
//     the list, and a sentence must follow.
func (p *datelineParser) accept(body, end int, weak bool) bool {
	next, _ := utf8.DecodeRuneInString(p.text[body:end])
	capital := body == end || !unicode.IsLower(next)
	switch {
	case p.kicker && !(p.upper && (p.dated || p.known)):
		return false
	case p.known && (p.places > 0 || p.dated || capital):
		return p.places == 0 || p.upper || capital
	case p.places == 0:
		return false
	case p.dated:
		return p.upper || capital || p.city && p.lowered
	case p.unlisted:
		return p.upper && capital
	case weak && !p.city:
		return false
	case weak && !p.upper, p.long && !p.city:
		return false
	}
	if !capital || body == end || !p.sentence(body, end) {
		return false
	}
	if p.upper {
		return p.city || p.likelyPlace()
	}
	return p.city && p.places <= 2
}

// sentence reports whether running text follows: lower-case words.
func (p *datelineParser) sentence(body, end int) bool {
	s := clip(p.text[body:end], 200)
	lower := 0
	for _, w := range strings.Fields(s) {
		if c, _ := utf8.DecodeRuneInString(w); unicode.IsLower(c) {
			lower++
		}
	}
	return lower >= 2
}

// likelyPlace tells an unlisted name in capitals from a kicker or an acronym:
// short words without a list entry are mostly acronyms.
func (p *datelineParser) likelyPlace() bool {
	first := p.text[p.out.PlaceSpan.Start:p.out.PlaceSpan.End]
	if k := strings.IndexByte(first, ','); k >= 0 {
		first = first[:k]
	}
	if p.places > 1 {
		return true
	}
	letters, vowels := 0, 0
	for _, c := range first {
		if unicode.IsLetter(c) {
			letters++
			if strings.ContainsRune("AEIOUYÁÉÍÓÚÀÈÂÊÎÔÛÄÖÜÃÕÅØÆ", c) {
				vowels++
			}
		}
	}
	return letters >= 5 && vowels > 0 && strings.Count(first, " ") <= 3
}

// open judges an opening without a dash: "CAIRO (AP) The army said", "Havana,
// Apr 1 (Prensa Latina) Cuba opened", "MOSCOW, June 3. /TASS/. Russia", or a
// dateline on a line of its own.
func (p *datelineParser) open(start, end int) (dateline, bool) {
	if p.lastEnd == 0 {
		return dateline{}, false
	}
	stop := p.lastEnd
	for stop < end && (p.text[stop] == '.' || p.text[stop] == ',') {
		stop++
	}
	body := stop + spaces(p.text[stop:end])
	next, _ := utf8.DecodeRuneInString(p.text[body:end])
	alone := body == end
	switch {
	case alone:
		if p.places == 0 || !(p.dated || p.known) {
			return dateline{}, false
		}
	case p.bracket && p.known && len(p.out.Agencies) > 0 && (p.upper || p.dated) && p.places > 0 && unicode.IsUpper(next) || unicode.IsDigit(next) && p.bracket && p.known && p.upper:
	default:
		return dateline{}, false
	}
	return p.result(start, stop), true
}

func (p *datelineParser) result(start, stop int) dateline {
	p.out.Span = doc.Span{Start: start, End: stop}
	if p.places > 0 {
		p.out.Place = titleCase(p.text[p.out.PlaceSpan.Start:p.out.PlaceSpan.End])
	}
	return p.out
}

// particles are the words inside place names that stay in small letters.
var particles = []string{
	"of", "de", "da", "do", "del", "la", "le", "el", "al", "es", "the", "and", "in", "near", "on", "sur", "upon", "am", "an",
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

func capitalised(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c)
}

// allUpper reports whether s has at least two letters and no lower-case one,
// particles aside ("CHÂTEAUX d'EAU" is rare; "RIO de JANEIRO" is not).
func allUpper(s string) bool {
	n := 0
	for _, w := range strings.Fields(s) {
		if slices.Contains(particles, w) {
			continue
		}
		for _, c := range w {
			if unicode.IsLower(c) {
				return false
			}
			if unicode.IsUpper(c) {
				n++
			}
		}
	}
	return n >= 2
}

// titleCase lowers all but the first letter of words in capitals. Words with
// stops ("N.Y.", "U.N.") and words that have lower case stay as written.
func titleCase(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] != ' ' && s[j] != ',' && s[j] != '/' && s[j] != '-' {
			j++
		}
		w := s[i:j]
		if allUpper(w) && !strings.Contains(strings.TrimSuffix(w, "."), ".") && w != "DC" && w != "UN" {
			c, n := utf8.DecodeRuneInString(w)
			b.WriteRune(c)
			low := strings.ToLower(w[n:])
			if k := strings.IndexAny(low, "'’"); k == 0 {
				// N'DJAMENA → N'Djamena
				_, q := utf8.DecodeRuneInString(low)
				low = low[:q] + strings.ToUpper(low[q:min(q+1, len(low))]) + low[min(q+1, len(low)):]
			}
			b.WriteString(low)
		} else {
			b.WriteString(w)
		}
		if j < len(s) {
			b.WriteByte(s[j])
			j++
		}
		i = j
	}
	return lowerParticles(b.String())
}

// lowerParticles writes "Dar Es Salaam", "Rio De Janeiro", "Port Of Spain" as
// is the custom.
func lowerParticles(s string) string {
	for _, p := range []string{" Of ", " De ", " Es ", " And ", " The ", " Upon ", " In ", " On ", " Of The "} {
		s = strings.ReplaceAll(s, p, strings.ToLower(p))
	}
	return s
}
