package identity

import (
	"slices"
	"strings"

	"chancery/internal/record"
)

// The keys of the index. A full name is filed under each pair of its words, and
// looked up by the same; names with initials and bare surnames have keys of their
// own, so that the many Smiths are only walked through where nothing more than
// "Smith" is said.
//
//	p:BRN.RTRK    two words of a name
//	i:B.RTRK      the initial of a name's first word, and another
//	j:B.RTRK      the same of actors known by an initial alone
//	s:RTRK.CUB    a word of a full name, and a country
//	b:RTRK        actors known by one word alone
//	o:AFRK.NTNL   an organisation; oa: its acronym
//	body:CUB.…    a body that every state has
//	state:CUB     a state
//	slug:…        every actor; looked up where a correction names one

// Lookup lists the keys under which an actor of which this may be a mention would
// be filed. It is empty for mentions that name nobody and make no actor: roles
// ("the foreign minister"), groups, common nouns.
func (r *Resolver) Lookup(o *Observation) []string {
	form, ok := r.form(o)
	if !ok {
		return nil
	}
	var keys []string
	switch o.Kind {
	case record.State:
		keys = []string{"state:" + o.Country}
	case record.Organisation:
		x := r.words.organisation(form, o.Country)
		keys = r.bodyKeys(nil, &x)
	default:
		p := r.names.personal(form)
		keys = r.personKeys(nil, &p, "", false)
		if o.Country != "" && p.content == 1 {
			keys = r.wordKeys(keys, "s:", p.last(), "."+o.Country)
		}
	}
	return r.rules.lookup(r, keys, form)
}

// Index lists the keys under which an actor is to be filed. They change only
// when Learn or Merge adds a form or a country to it.
func (r *Resolver) Index(a *Actor) []string {
	keys := []string{"slug:" + a.Slug}
	for _, s := range a.Aliases {
		keys = append(keys, "slug:"+s)
	}
	if a.Kind == record.State {
		return append(keys, "state:"+a.Country)
	}
	forms := r.prepare(a)
	for i := range forms {
		if a.Kind == record.Organisation {
			keys = r.bodyKeys(keys, &forms[i].org)
			continue
		}
		if p := &forms[i].person; p.content > 1 || !a.named(r) {
			keys = r.personKeys(keys, p, a.Country, true)
		}
	}
	return keys
}

// named reports whether more than one word of a person's name is known.
func (a *Actor) named(r *Resolver) bool {
	for _, p := range r.prepare(a) {
		if p.person.content > 1 {
			return true
		}
	}
	return false
}

func put(keys []string, k string) []string {
	if slices.Contains(keys, k) {
		return keys
	}
	return append(keys, k)
}

// personKeys appends the keys of a person's name; index adds those that only an
// actor is filed under.
func (r *Resolver) personKeys(keys []string, p *personal, country string, index bool) []string {
	var at [4]*word // of long names the first two words and the last two
	n := 0
	for i := range p.words {
		if w := &p.words[i]; w.class != skippy {
			if n == len(at) {
				copy(at[2:], at[3:])
				n--
			}
			at[n] = w
			n++
		}
	}
	if n == 0 {
		return keys
	}
	if n == 1 {
		return r.wordKeys(keys, "b:", at[0], "")
	}
	var space [4][6]string
	var sk [4][]string
	lettered, spelled := 0, 0
	for i, w := range at[:n] {
		if w.class != letter {
			sk[i] = r.sounds(space[i][:0], w)
		}
		if len(sk[i]) == 0 { // an initial, or a word that sounds like nothing
			lettered++
		} else {
			spelled++
		}
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			for _, x := range sk[i] {
				for _, y := range sk[k] {
					keys = put(keys, "p:"+min(x, y)+"."+max(x, y))
				}
			}
		}
	}
	if n == 3 && lettered == 0 {
		// "Kim Il Sung" and "Kim Ilsung"
		var one [4]string
		for _, j := range [2][3]int{{0, 1, 2}, {2, 0, 1}} {
			for _, y := range r.names.spelling.skeletons(one[:0], at[j[1]].s+at[j[2]].s) {
				for _, x := range sk[j[0]] {
					keys = put(keys, "p:"+min(x, y)+"."+max(x, y))
				}
			}
		}
	}
	for i := 1; i < n; i++ {
		if lettered > 0 && spelled == 1 {
			for _, x := range sk[i] {
				k := string(initial(at[0].s)) + "." + x
				keys = put(keys, "i:"+k)
				keys = put(keys, "j:"+k)
			}
			continue
		}
		for _, x := range sk[i] {
			for _, c := range initials(r, at[0]) {
				if c == 0 {
					continue
				}
				k := string(c) + "." + x
				if index {
					keys = put(keys, "i:"+k)
				} else {
					keys = put(keys, "j:"+k)
				}
			}
		}
	}
	for i := range n {
		for _, x := range sk[i] {
			if !index {
				if i == n-1 || n > 2 && i == n-2 {
					keys = put(keys, "b:"+x)
				}
			} else if country != "" {
				keys = put(keys, "s:"+x+"."+country)
			}
		}
	}
	return keys
}

// initials are the classes of a first word's initial and of the name that it is
// short for.
func initials(r *Resolver, w *word) [2]byte {
	out := [2]byte{initial(w.s)}
	if len(w.nick) > 0 {
		if c := initial(r.names.fullForm[w.nick[0]]); c != out[0] {
			out[1] = c
		}
	}
	return out
}

// sounds are the skeletons of a word and of the names that it is short for.
func (r *Resolver) sounds(dst []string, w *word) []string {
	dst = r.names.spelling.skeletons(dst, w.s)
	for _, k := range w.nick {
		if len(dst) < 6 {
			dst = r.names.spelling.skeletons(dst, r.names.fullForm[k])
		}
	}
	return dst
}

func (r *Resolver) wordKeys(keys []string, head string, w *word, tail string) []string {
	var space [6]string
	for _, x := range r.names.spelling.skeletons(space[:0], w.s) {
		keys = put(keys, head+x+tail)
	}
	return keys
}

func (r *Resolver) bodyKeys(keys []string, x *organisation) []string {
	if x.state != "" && r.words.state[x.country] != "" {
		return put(keys, "body:"+x.country+"."+x.state)
	}
	if x.text == "" {
		return keys
	}
	if x.acronym != "" && len(x.acronym) < 7 {
		keys = put(keys, "oa:"+x.acronym)
	}
	if x.short {
		return keys
	}
	if !strings.Contains(x.text, " ") {
		var space [6]string
		for _, s := range r.names.spelling.skeletons(space[:0], x.text) {
			keys = put(keys, "o:"+s)
		}
		return keys
	}
	var b strings.Builder
	b.WriteString("o")
	for i, w := range strings.Fields(x.text) {
		if i == 3 {
			break
		}
		var space [6]string
		sk := r.names.spelling.skeletons(space[:0], w)
		if len(sk) > 0 {
			b.WriteByte(":."[min(i, 1)])
			b.WriteString(sk[0])
		}
	}
	return put(keys, b.String())
}
