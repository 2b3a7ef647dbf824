package identity

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/lexicon"
)

// vocabulary is what English words say of offices, bodies and countries.
type vocabulary struct {
	letters *letters
	state   map[string]string // code → name
	demonym map[string]string // folded name or adjective of a state → code
	titles  map[string][]office
	kept    map[string]bool   // normalised titles of the table
	field   map[string]string // folded field → the one it is filed under
	prefix  map[string]prefix
	bodies  map[string]string // folded words → the body that every state has
	common  map[string]bool
	suffix  map[string]bool
	small   map[string]bool
	written map[string]string
	nouns   map[string]bool // folded nouns for persons and offices: no names
}

type prefix uint8

const (
	noPrefix prefix = iota
	rank
	acting
	then
	past
	ahead
	fresh
	present
)

// office is a row of the table.
type office struct {
	title     string
	held      string // "sole", "body", "many"
	countries []string
}

const english = "en/identity/"

func loadVocabulary(fsys fs.FS, l *letters) (*vocabulary, error) {
	v := &vocabulary{
		letters: l, state: map[string]string{}, demonym: map[string]string{}, titles: map[string][]office{}, kept: map[string]bool{},
		field: map[string]string{}, prefix: map[string]prefix{}, bodies: map[string]string{}, common: map[string]bool{},
		suffix: map[string]bool{}, small: map[string]bool{}, written: map[string]string{}, nouns: map[string]bool{},
	}
	for _, f := range []struct {
		name string
		cols int
		add  func(lexicon.Row) error
	}{
		{"en/actors/countries.txt", 2, v.country},
		{english + "offices.txt", 3, v.office},
		{english + "bodies.txt", 2, v.body},
		{"en/actors/roles.txt", 3, v.role},
		{"en/actors/titles.txt", 1, v.title},
		{"en/actors/offices.txt", 1, v.portfolio},
		{"en/actors/endings.txt", 1, v.ending},
	} {
		rows, err := lexicon.Tables(fsys, f.name, f.cols)
		if err != nil {
			return nil, fmt.Errorf("identity: %w", err)
		}
		for _, r := range rows {
			if err := f.add(r); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

func (v *vocabulary) country(r lexicon.Row) error {
	code := r.Col(0)
	v.state[code] = r.Col(1)
	v.demonym[v.letters.fold(r.Col(1))] = code
	for i := 2; i <= 4; i++ {
		for _, w := range lexicon.Split(r.Col(i)) {
			if w = v.letters.fold(strings.TrimPrefix(w, "=")); v.demonym[w] == "" {
				v.demonym[w] = code
			}
		}
	}
	return nil
}

func (v *vocabulary) office(r lexicon.Row) error {
	kinds := map[string]prefix{"rank": rank, "acting": acting, "then": then, "past": past, "ahead": ahead, "new": fresh, "held": present}
	for _, w := range lexicon.Split(r.Col(0)) {
		key := v.letters.fold(w)
		switch held := r.Col(2); held {
		case "sole", "body", "many":
			title := r.Col(1)
			if title == "" {
				title = w
			}
			v.titles[key] = append(v.titles[key], office{title, held, lexicon.Split(r.Col(3))})
			v.nouns[key], v.kept[title] = true, true
		case "field":
			v.field[key] = r.Col(1)
		default:
			k, ok := kinds[held]
			if !ok {
				return lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("held is sole, body, many, field, rank, acting, then, past, ahead, new or held, not %q", held)}
			}
			v.prefix[key] = k
		}
	}
	return nil
}

func (v *vocabulary) body(r lexicon.Row) error {
	for _, w := range lexicon.Split(r.Col(0)) {
		w = v.letters.fold(w)
		switch r.Col(1) {
		case "state":
			v.bodies[w] = r.Col(2)
		case "common":
			v.common[w] = true
		case "suffix":
			v.suffix[w] = true
		case "small":
			v.small[w] = true
		case "word":
			v.written[w] = r.Col(2)
		default:
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: fmt.Sprintf("kind is state, common, suffix, small or word, not %q", r.Col(1))}
		}
	}
	return nil
}

// role takes the nouns for offices and persons from the actor lexicon.
func (v *vocabulary) role(r lexicon.Row) error {
	if k := r.Col(2); k == "office" || k == "person" {
		for _, w := range lexicon.Split(r.Col(0)) {
			w, _, _ = strings.Cut(w, "/")
			v.nouns[v.letters.fold(w)] = true
		}
	}
	return nil
}

func (v *vocabulary) title(r lexicon.Row) error {
	for _, w := range lexicon.Split(r.Col(0)) {
		if w != "Don" { // a given name as often
			v.nouns[v.letters.fold(w)] = true
		}
	}
	return nil
}

// ending takes the last words of organisations' names, which many share.
func (v *vocabulary) ending(r lexicon.Row) error {
	for _, w := range lexicon.Split(r.Col(0)) {
		if w = v.letters.fold(w); !v.suffix[w] {
			v.common[w] = true
		}
	}
	return nil
}

func (v *vocabulary) portfolio(r lexicon.Row) error {
	for _, w := range lexicon.Split(r.Col(0)) {
		w = v.letters.fold(w)
		if v.field[w] == "" {
			v.field[w] = strings.TrimPrefix(w, "the ")
		}
		short := strings.TrimPrefix(w, "the ")
		for _, head := range []string{"minister", "secretary"} {
			v.nouns[short+" "+head] = true
			v.nouns[head+" of "+w] = true
			v.nouns[head+" for "+w] = true
		}
	}
	return nil
}

// Office is a post that somebody holds, in a form that is the same however it
// is worded.
type Office struct {
	Title   string // "foreign minister", "deputy foreign minister"
	Country string
	Body    string // normalised; "" where the post is the country's
	Sole    bool   // at most one holder at a time
}

// Key is the same for the same post.
func (o Office) Key() string { return o.Title + "|" + o.Country + "|" + o.Body }

func (o Office) String() string {
	s := o.Title
	if o.Body != "" {
		s += ", " + o.Body
	}
	if o.Country != "" {
		s += " (" + o.Country + ")"
	}
	return s
}

// Stated is an office with what the words around it say of when it was held.
type Stated struct {
	Office
	Acting, Then, Past, Ahead, New bool
}

// Office reads an office as an article states it, of a country and of an
// organisation where those are known. Title is "" where stated is empty.
func (v *vocabulary) Office(stated, country, organisation string) Stated {
	var s Stated
	words := strings.Fields(v.letters.fold(strings.ReplaceAll(stated, "-elect", " elect")))
	ranks := ""
	for len(words) > 0 {
		if v.known(strings.Join(words, " "), country) != nil {
			break
		}
		k, n := v.leading(words)
		if k == noPrefix {
			if last := len(words) - 1; last > 0 && v.prefix[words[last]] == ahead {
				s.Ahead, words = true, words[:last]
				continue
			}
			break
		}
		switch k {
		case rank:
			if n == len(words) { // "deputy" is an office itself
				n = 0
			} else if words[0] == "under" && words[n] != "secretary" {
				break // "will not serve under President Ruiz"
			}
			ranks = strings.TrimSpace(ranks + " " + strings.Join(words[:n], " "))
		case acting:
			s.Acting = true
		case then:
			s.Then = true
		case past:
			s.Past = true
		case ahead:
			s.Ahead = true
		case fresh:
			s.New = true
		}
		if n == 0 {
			break
		}
		words = words[n:]
	}
	if len(words) == 0 {
		return s
	}
	text := strings.Join(words, " ")
	held := "many"
	if o := v.known(text, country); o != nil {
		s.Title, held = o.title, o.held
	} else if f := v.fieldOf(words); f != "" {
		s.Title, held = f+" minister", "sole"
	} else {
		s.Title = text
	}
	if ranks != "" {
		s.Title, held = ranks+" "+s.Title, "many"
	}
	s.Country = country
	if strings.HasSuffix(s.Title, " minister") || s.Title == "minister" {
		organisation = "" // the ministry says nothing more
	}
	if organisation != "" {
		o := v.organisation(organisation, country)
		s.Body = o.text
		if o.state != "" {
			s.Body = o.state
		}
		if s.Country == "" {
			s.Country = o.country
		}
	}
	switch {
	case s.Country == "" && s.Body == "":
	case held == "sole":
		s.Sole = s.Body == "" || s.Title != "vice president"
	case held == "body":
		s.Sole = s.Body != "" || v.state[s.Country] == "" && s.Country != ""
	}
	return s
}

// public reports whether a normalised title is one of the table's, or a lesser
// one under it.
func (v *vocabulary) public(title string) bool {
	for {
		if v.kept[title] || strings.HasSuffix(title, " minister") {
			return true
		}
		k, rest, more := strings.Cut(title, " ")
		if !more || v.prefix[k] != rank {
			return false
		}
		title = rest
	}
}

// leading is the prefix that a title begins with, and its length in words.
func (v *vocabulary) leading(words []string) (prefix, int) {
	for n := min(2, len(words)); n > 0; n-- {
		if k := v.prefix[strings.Join(words[:n], " ")]; k != noPrefix {
			return k, n
		}
	}
	return noPrefix, 0
}

// known is the table's row for a title: the country's own before the general.
func (v *vocabulary) known(title, country string) *office {
	var general *office
	list := v.titles[title]
	for i := range list {
		switch o := &list[i]; {
		case len(o.countries) == 0:
			general = o
		case slices.Contains(o.countries, country):
			return o
		}
	}
	return general
}

// fieldOf is the field of government in "<field> minister", "minister of
// <field>", "<field> secretary" and "secretary of state for <field>".
func (v *vocabulary) fieldOf(words []string) string {
	n := len(words)
	if n < 2 {
		return ""
	}
	field := ""
	switch last := words[n-1]; {
	case last == "minister" || last == "secretary":
		field = strings.Join(words[:n-1], " ")
	case words[0] == "minister" || words[0] == "secretary":
		rest := words[1:]
		if len(rest) > 2 && rest[0] == "of" && rest[1] == "state" {
			rest = rest[2:]
		}
		if len(rest) < 2 || rest[0] != "of" && rest[0] != "for" {
			return ""
		}
		field = strings.Join(rest[1:], " ")
	default:
		return ""
	}
	if f := v.field[field]; f != "" {
		return f
	}
	if v.prefix[words[0]] == rank || field == "state" || field == "prime" || field == "press" {
		return ""
	}
	if words[n-1] == "minister" {
		return field
	}
	return ""
}

// organisation is an organisation's name taken apart.
type organisation struct {
	text    string // folded, without legal form and small words; "" for no name
	state   string // the body that every state has: "ministry of foreign"
	country string // told by the name, else the one it is said to be of
	acronym string // the name itself where it is all capitals, else the initials of its words
	short   bool   // the name is an acronym
	bound   bool   // of its country alone: "Cuban Communist Party", "Communist Party"
	firm    bool   // has a legal form
}

var possessive = strings.NewReplacer("'s ", " ", "’s ", " ")

// organisation reads an organisation's name, of a country where that is known.
func (v *vocabulary) organisation(name, country string) organisation {
	o := organisation{country: country}
	if i := strings.IndexAny(name, "(["); i > 0 {
		name = name[:i]
	}
	name = possessive.Replace(strings.TrimSpace(name))
	whole := strings.TrimPrefix(v.letters.fold(name), "the ")
	text := whole
	for {
		rest, code := v.national(text)
		if code == "" || country != "" && country != code && v.state[country] != "" {
			break
		}
		text, o.country = rest, code
	}
	text = strings.TrimPrefix(text, "the ")
	words := v.bare(text, &o)
	if b := v.bodies[strings.Join(words, " ")]; b != "" {
		o.state = b
	} else if f := v.ministry(words); f != "" {
		o.state = "ministry of " + f
	}
	capitals, small := capitalised(name, v.small)
	if !capitals {
		return o
	}
	kept, proper, common := v.kinds(words)
	switch {
	case proper > 0 && (text == whole || tailCapital(name)):
		o.bound = text != whole || common > 0 && proper < 2
	case len(kept) > 1 && !small && o.state == "":
		o.bound = true // "General Motors", "Peruvian People's Party"
	case text != whole && tailCapital(name) && o.state == "":
		kept, _, _ = v.kinds(v.bare(whole, &o)) // "British Airways"
	default:
		return o
	}
	o.text = strings.Join(kept, " ")
	if letters := strings.ReplaceAll(name, ".", ""); len(letters) > 1 && len(letters) < 7 && strings.ToUpper(letters) == letters && !strings.Contains(letters, " ") {
		o.acronym, o.short = v.letters.fold(letters), true
	} else if len(kept) > 1 && !small {
		b := make([]byte, 0, 8)
		for _, w := range kept {
			b = append(b, w[0])
		}
		o.acronym = string(b)
	}
	return o
}

// bare are the words of a folded name in their usual writing, without the legal
// form at the end.
func (v *vocabulary) bare(text string, o *organisation) []string {
	words := strings.Fields(text)
	for i, w := range words {
		if x := v.written[w]; x != "" {
			words[i] = x
		}
	}
	for len(words) > 1 && v.suffix[words[len(words)-1]] {
		words = words[:len(words)-1]
		o.firm = true
	}
	return words
}

// kinds drops small words and counts what is left: words that name and words
// that organisations share.
func (v *vocabulary) kinds(words []string) (kept []string, proper, common int) {
	kept = make([]string, 0, len(words))
	for _, w := range words {
		switch {
		case v.small[w]:
			continue
		case v.common[w] || v.bodies[w] != "" || v.suffix[w]:
			common++
		default:
			proper++
		}
		kept = append(kept, w)
	}
	return kept, proper, common
}

// capitalised reports whether a name has a capital at all, and whether a word of
// it, small ones aside, begins with none.
func capitalised(name string, small map[string]bool) (capitals, lower bool) {
	for _, w := range strings.Fields(name) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) || strings.ToLower(w) != w:
			capitals = true
		case unicode.IsLower(r) && !small[w]:
			lower = true
		}
	}
	return capitals, lower
}

// tailCapital reports whether the last word of a name begins with a capital.
func tailCapital(name string) bool {
	r, _ := utf8.DecodeRuneInString(name[strings.LastIndexByte(name, ' ')+1:])
	return !unicode.IsLower(r)
}

// national cuts a country's name or adjective from the front of a folded name.
func (v *vocabulary) national(text string) (rest, code string) {
	for i, n := 0, 0; n < 3; n++ {
		k := strings.IndexByte(text[i:], ' ')
		if k < 0 {
			break
		}
		i += k
		if c := v.demonym[text[:i]]; c != "" {
			rest, code = text[i+1:], c
		}
		i++
	}
	return rest, code
}

// ministry is the field in "<field> ministry", "ministry of <field>" and the
// same of a department.
func (v *vocabulary) ministry(words []string) string {
	n := len(words)
	if n < 2 {
		return ""
	}
	var field []string
	switch {
	case words[n-1] == "ministry" || words[n-1] == "department":
		field = words[:n-1]
	case (words[0] == "ministry" || words[0] == "department") && n > 2 && (words[1] == "of" || words[1] == "for"):
		field = words[2:]
	default:
		return ""
	}
	f := strings.TrimPrefix(strings.Join(field, " "), "the ")
	if x := v.field[f]; x != "" {
		return x
	}
	return ""
}
