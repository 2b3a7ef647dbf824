package actor

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"chancery/lexicon"
)

const dir = "en/actors/"

// kind says what a phrase of the lexicon stands for.
type kind uint32

const (
	country   kind = 1 << iota // "Iran"
	adjective                  // "Iranian"
	national                   // "an Iranian"
	capital                    // "Tehran"
	region                     // "Catalonia"
	regional                   // "Catalan"
	org                        // a body, group or firm with a name of its own
	office                     // "foreign minister"
	person                     // "soldier"
	body                       // "army"
	force                      // "warplanes"
	qualifier                  // "rebel" before a noun
	prefix                     // "deputy", "former"
	title                      // "Mr", "Gen."
	generic                    // "country", "side": points back
	leader                     // a known office-holder
	given                      // a given name
	mask                       // a phrase that means no actor: "Latin America"
)

const (
	state = country | region | capital
	demo  = adjective | national | regional
	role  = office | person | body | force
	proud = org | state // names that are never parts of a personal name run by themselves
)

// sense is one reading of a phrase.
type sense struct {
	kind    kind
	name    string // canonical name; for roles the singular
	code    string // country or PLOVER code
	sectors []string
	plural  bool
	inherit bool // takes the sector of what stands before it
	titular bool // may stand before a name
	sex     byte // 'm', 'f' or 0
	sub     string
	from    string // leaders: first and last day in office
	to      string
	caps    capRule
	also    []string // regions: other states where the people lives; parties: others that have one of the name
	org     string   // ministry named by an office: "Ministry of Defence"
}

// capRule says how a phrase must be written to count.
type capRule uint8

const (
	anyCase capRule = iota
	initial         // first letters as in the lexicon: "Congress", not "congress"
	allCaps         // an acronym: "WHO", not "who"
)

// entry is what the table knows of a phrase.
type entry struct {
	longest int // words in the longest phrase that begins with this word; 0 unless one word
	senses  []sense
}

// has reports whether the phrase has a reading of one of the kinds.
func (e *entry) has(k kind) bool {
	return slices.ContainsFunc(e.senses, func(x sense) bool { return x.kind&k != 0 })
}

// vocabulary is the loaded lexicon: one table from folded phrases to senses.
type vocabulary struct {
	table     map[string]*entry
	names     map[string]string // code → name of the state
	adjs      map[string]string // code → first adjective
	homograph map[string]bool   // acronyms that are words when everything is in capitals
	endings   map[string][]string
}

func load(fsys fs.FS) (*vocabulary, error) {
	v := &vocabulary{
		table: make(map[string]*entry, 16384),
		names: make(map[string]string, 256), adjs: make(map[string]string, 256),
		homograph: make(map[string]bool), endings: make(map[string][]string),
	}
	for _, f := range []struct {
		name string
		cols int
		add  func(lexicon.Row)
	}{
		{"countries.txt", 2, v.country}, {"regions.txt", 2, v.region},
		{"international.txt", 3, v.organisation}, {"ngos.txt", 3, v.organisation},
		{"armed.txt", 3, v.organisation}, {"institutions.txt", 3, v.organisation},
		{"parties.txt", 3, v.organisation}, {"media.txt", 3, v.organisation},
		{"companies.txt", 3, v.organisation},
		{"offices.txt", 1, v.portfolio}, {"roles.txt", 3, v.role},
		{"qualifiers.txt", 2, v.qualifier}, {"prefixes.txt", 2, v.prefix},
		{"titles.txt", 1, v.title}, {"generics.txt", 2, v.generic},
		{"leaders.txt", 3, v.leader}, {"givennames.txt", 2, v.given},
		{"homographs.txt", 1, v.homographs}, {"masks.txt", 1, v.mask}, {"endings.txt", 2, v.ending},
	} {
		rows, err := lexicon.Tables(fsys, dir+f.name, f.cols)
		if err != nil {
			return nil, fmt.Errorf("actor: %w", err)
		}
		for _, r := range rows {
			f.add(r)
		}
	}
	return v, nil
}

// put files a sense under a phrase as written in the lexicon.
func (v *vocabulary) put(phrase string, s sense) {
	phrase = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(phrase), "the "), "The ")
	if phrase == "" {
		return
	}
	var buf [96]byte
	key := buf[:0]
	n, firstLen := 0, 0
	for _, w := range strings.Fields(phrase) {
		key = foldWord(key, w, func(start, end int, _ shape) {
			if n++; n == 1 {
				firstLen = end
			}
		})
	}
	if n == 0 {
		return
	}
	for len(key) > 0 && key[len(key)-1] == ' ' {
		key = key[:len(key)-1]
	}
	s.caps = ruleOf(phrase, n)
	head := v.entry(string(key[:firstLen]))
	head.longest = max(head.longest, n)
	e := head
	if n > 1 {
		e = v.entry(string(key))
	}
	for i := range e.senses {
		o := &e.senses[i]
		if o.kind == s.kind && o.plural == s.plural && o.code == s.code && o.caps == s.caps && (s.kind&(role|generic|leader) == 0 || o.name == s.name && o.from == s.from) {
			return
		}
	}
	e.senses = append(e.senses, s)
}

func (v *vocabulary) entry(key string) *entry {
	e := v.table[key]
	if e == nil {
		e = &entry{}
		v.table[key] = e
	}
	return e
}

func ruleOf(phrase string, words int) capRule {
	letters, upper := 0, 0
	for _, r := range phrase {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	switch {
	case upper == 0:
		return anyCase
	case words == 1 && upper == letters && letters > 1:
		return allCaps
	}
	return initial
}

func sectors(col string) []string { return lexicon.Split(col) }

func (v *vocabulary) country(r lexicon.Row) {
	code, name := r.Col(0), r.Col(1)
	v.names[code] = name
	s := sense{kind: country, name: name, code: code}
	v.put(name, s)
	for _, a := range lexicon.Split(r.Col(2)) {
		v.put(a, s)
	}
	for i, a := range lexicon.Split(r.Col(3)) {
		if i == 0 {
			v.adjs[code] = a
		}
		v.put(a, sense{kind: adjective, name: name, code: code})
	}
	for _, a := range lexicon.Split(r.Col(4)) {
		v.put(a, sense{kind: national, name: a, code: code})
		v.put(plural(a), sense{kind: national, name: a, code: code, plural: true})
	}
	for _, a := range lexicon.Split(r.Col(5)) {
		v.put(a, sense{kind: capital, name: a, code: code})
	}
}

func (v *vocabulary) region(r lexicon.Row) {
	code, name, extra, also := r.Col(0), r.Col(1), sectors(r.Col(3)), lexicon.Split(r.Col(4))
	v.put(name, sense{kind: region, name: name, code: code, sectors: extra})
	for _, a := range lexicon.Split(r.Col(2)) {
		v.put(a, sense{kind: regional, name: name, code: code, sectors: extra, also: also})
		v.put(plural(a), sense{kind: regional, name: name, code: code, sectors: extra, plural: true, also: also})
	}
}

func (v *vocabulary) organisation(r lexicon.Row) {
	s := sense{kind: org, name: r.Col(0), code: r.Col(1), sectors: sectors(r.Col(2)), also: lexicon.Split(r.Col(4))}
	v.put(r.Col(0), s)
	for _, a := range lexicon.Split(r.Col(3)) {
		v.put(a, s)
	}
}

// portfolio forms the ministries and ministers of a field of government.
func (v *vocabulary) portfolio(r lexicon.Row) {
	names := lexicon.Split(r.Col(0))
	secs := append([]string{"GOV"}, sectors(r.Col(1))...)
	ministry := "Ministry of " + names[0]
	for _, n := range names {
		n = strings.ToLower(n)
		short := strings.TrimPrefix(n, "the ")
		o := sense{kind: office, name: short + " minister", sectors: secs, titular: true, org: ministry}
		if names[0] == "Foreign Affairs" {
			o.name = "foreign minister"
		}
		many := o
		many.plural = true
		v.put(short+" minister", o)
		v.put(short+" ministers", many)
		v.put("minister of "+n, o)
		v.put("minister of the "+n, o)
		v.put("minister for "+n, o)
		v.put("ministers of "+n, many)
		sec := o
		sec.name = short + " secretary"
		v.put(short+" secretary", sec)
		v.put("secretary of "+n, sec)
		v.put("secretary of the "+n, sec)
		v.put("secretary for "+n, sec)
		m := sense{kind: body, name: ministry, sectors: secs, org: ministry}
		v.put(short+" ministry", m)
		v.put("ministry of "+n, m)
		v.put("ministry of the "+n, m)
		v.put("ministry for "+n, m)
		v.put(short+" department", m)
		v.put("department of "+n, m)
		v.put("department for "+n, m)
		v.put("department of the "+n, m)
		m.plural = true
		v.put(n+" ministries", m)
		v.put("ministries of "+n, m)
	}
}

func (v *vocabulary) role(r lexicon.Row) {
	s := sense{code: r.Col(4), sectors: sectors(r.Col(1)), inherit: strings.Contains(r.Col(3), "+"), titular: strings.Contains(r.Col(3), "t")}
	switch r.Col(2) {
	case "office":
		s.kind = office
	case "person":
		s.kind = person
	case "body":
		s.kind = body
	case "force":
		s.kind = force
	}
	for _, w := range lexicon.Split(r.Col(0)) {
		w, many, stated := strings.Cut(w, "/") // "zampone/zamponi"
		if !stated {
			many = plural(w)
		}
		one := s
		one.name = w
		if one.kind == person && !stated && looksPlural(w) {
			one.plural = true
		}
		v.put(w, one)
		if !one.plural {
			one.plural = true
			v.put(many, one)
		}
	}
}

func (v *vocabulary) qualifier(r lexicon.Row) {
	for _, w := range lexicon.Split(r.Col(0)) {
		v.put(w, sense{kind: qualifier, name: w, sectors: sectors(r.Col(1))})
	}
}

func (v *vocabulary) prefix(r lexicon.Row) {
	for _, w := range lexicon.Split(r.Col(0)) {
		v.put(w, sense{kind: prefix, name: w, sub: r.Col(1)})
	}
}

func (v *vocabulary) title(r lexicon.Row) {
	s := sense{kind: title, sectors: sectors(r.Col(1)), sub: r.Col(2), titular: true, code: r.Col(4)}
	if x := r.Col(3); x != "" {
		s.sex = x[0]
	}
	for _, w := range lexicon.Split(r.Col(0)) {
		s.name = w
		v.put(w, s)
	}
}

func (v *vocabulary) generic(r lexicon.Row) {
	for _, w := range lexicon.Split(r.Col(0)) {
		s := sense{kind: generic, name: w, sub: r.Col(1)}
		v.put(w, s)
		s.plural = true
		v.put(plural(w), s)
	}
}

func (v *vocabulary) leader(r lexicon.Row) {
	s := sense{kind: leader, name: r.Col(0), code: r.Col(1), sub: r.Col(2), from: r.Col(3), to: r.Col(4), sex: 'm'}
	if r.Col(6) != "" {
		s.sex = r.Col(6)[0]
	}
	v.put(s.name, s)
	for _, a := range lexicon.Split(r.Col(5)) {
		v.put(a, s)
	}
}

func (v *vocabulary) given(r lexicon.Row) {
	for _, w := range lexicon.Split(r.Col(1)) {
		v.put(w, sense{kind: given, name: w, sex: r.Col(0)[0]})
	}
}

func (v *vocabulary) mask(r lexicon.Row) { v.put(r.Col(0), sense{kind: mask, name: r.Col(0)}) }

func (v *vocabulary) ending(r lexicon.Row) {
	secs := sectors(r.Col(1))
	for _, w := range lexicon.Split(r.Col(0)) {
		v.endings[w] = secs
	}
}

func (v *vocabulary) homographs(r lexicon.Row) {
	for _, w := range lexicon.Split(r.Col(0)) {
		v.homograph[w] = true
	}
}

// plural forms the regular plural of the last word of an English phrase.
func plural(w string) string {
	if i := strings.Index(w, " of "); i > 0 && !strings.HasSuffix(w, "office of the president") {
		return plural(w[:i]) + w[i:]
	}
	if i := strings.Index(w, " to the "); i > 0 {
		return plural(w[:i]) + w[i:]
	}
	switch {
	case strings.HasSuffix(w, "man") && !strings.HasSuffix(w, "roman") && !strings.HasSuffix(w, "german") && !strings.HasSuffix(w, "German") && !strings.HasSuffix(w, "ottoman") && !strings.HasSuffix(w, "Shaman"):
		return w[:len(w)-3] + "men"
	case strings.HasSuffix(w, "child"):
		return w + "ren"
	case strings.HasSuffix(w, "person"):
		return w[:len(w)-6] + "people"
	case strings.HasSuffix(w, "thief"):
		return w[:len(w)-3] + "eves"
	case strings.HasSuffix(w, "wife"):
		return w[:len(w)-2] + "ves"
	case strings.HasSuffix(w, "ese"), strings.HasSuffix(w, "Swiss"), strings.HasSuffix(w, "aircraft"), strings.HasSuffix(w, "police"), strings.HasSuffix(w, "people"), strings.HasSuffix(w, "men"):
		return w
	case strings.HasSuffix(w, "general") && strings.HasPrefix(w, "attorney"):
		return "attorneys" + w[8:]
	case strings.HasSuffix(w, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// looksPlural reports whether a lexicon word is written in the plural already.
func looksPlural(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") ||
		strings.HasSuffix(w, "people") || strings.HasSuffix(w, "men") || strings.HasSuffix(w, "children") ||
		w == "gentry" || w == "injured" || w == "wounded" || w == "poor" || w == "homeless" || w == "unemployed" || w == "jobless" || w == "elderly" || w == "disabled" || w == "the dead"
}
