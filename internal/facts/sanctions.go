package facts

import (
	"fmt"
	"strings"
	"time"

	"chancery/internal/coder"
	"chancery/internal/doc"
)

// sanctions reads nouns that name a sanction, and the verb "to sanction": one
// fact for each sender and target.
func (r *reader) sanctions() {
	d := r.d
	for k := range d.Tokens {
		t := &d.Tokens[k]
		if isVerb(t) && t.Lemma == "sanction" {
			r.sanctionVerb(k)
			continue
		}
		if !isNoun(t) && t.UPOS != "ADJ" {
			continue
		}
		measure, last, ok := r.at(r.x.sanctions["measure"], k)
		if !ok || last-1 < k {
			continue
		}
		head := last - 1
		if head == k && !isNoun(t) {
			continue
		}
		if head == k { // "trade sanctions" is read from its first word
			if k > 0 {
				if _, l, ok := r.at(r.x.sanctions["measure"], k-1); ok && l == k+1 {
					continue
				}
			}
		}
		r.sanctionNoun(head, measure)
	}
}

func (r *reader) sanctionVerb(v int) {
	if r.negated(v) {
		return
	}
	s, o := r.subject(v), r.d.Child(v, "obj")
	if r.passive(v) {
		s, o = r.agent(v), r.subject(v)
	}
	if s < 0 || o < 0 {
		return
	}
	if m := r.mentionAt(o); m == nil || m.Kind == doc.Modifier {
		return // to sanction a thing is to allow it
	}
	state := "imposed"
	if r.unreal(v) {
		state = "threatened"
	}
	r.addSanctions(v, v, r.actorsAt(s), r.actorsAt(o), state, "sanctions")
}

// agent is who does what the passive verb says.
func (r *reader) agent(v int) int {
	if a := r.d.Child(v, "obl:agent"); a >= 0 {
		return a
	}
	return r.prep(v, "by")
}

func (r *reader) sanctionNoun(n int, measure string) {
	d := r.d
	var senders, targets []doc.Actor
	for _, c32 := range d.Children(n) {
		c := int(c32)
		switch rel := d.Tokens[c].Deprel; {
		case (rel == "compound" || rel == "amod" || rel == "nmod:poss") && c < n:
			senders = appendActors(senders, r.actorsAt(c))
		case rel == "nmod" || rel == "obl":
			p := r.caseOf(c)
			if _, ok := r.x.sanctions["target"].word(p); ok {
				targets = appendActors(targets, r.actorsAt(c))
			} else if p == "by" || p == "of" {
				senders = appendActors(senders, r.actorsAt(c))
			}
		case rel == "acl": // "sanctions imposed by X on Y"
			if a := r.agent(c); a >= 0 {
				senders = appendActors(senders, r.actorsAt(a))
			}
			targets = appendActors(targets, r.targetsOf(c))
			if _, ok := r.x.sanctions["target"].word(d.Tokens[c].Lemma); ok || d.Form(c) == "targeting" {
				if o := d.Child(c, "obj"); o >= 0 {
					targets = appendActors(targets, r.actorsAt(o))
				}
			}
		}
	}
	state := "in force"
	if r.toComeNoun(n) {
		state = "threatened"
	}
	if r.opposed(n) {
		return
	}
	if s := d.Child(n, "nsubj"); s >= 0 && len(targets) == 0 && r.caseOf(n) == "under" && !r.negated(n) {
		targets = r.actorsAt(s) // "X is under Y sanctions"
		if r.relative(s) {
			targets = r.actorsAt(r.antecedent(n, s))
		}
	}
	v := r.governor(n)
	if v >= 0 {
		if s, ok := r.stateOf(v); ok && !isVerb(&d.Tokens[v]) && r.planned(v) {
			if s == "imposed" || s == "extended" {
				state = "threatened" // "talks on the imposition of"
			}
		} else if ok {
			state = s
			if isVerb(&d.Tokens[v]) {
				if len(targets) == 0 {
					targets = r.targetsOf(v)
				}
				if o := d.Child(v, "obj"); len(targets) == 0 && o >= 0 && o != n && r.caseOf(n) == "with" {
					targets = r.actorsAt(o) // "threatened X with sanctions"
				}
				if len(senders) == 0 {
					senders = r.senderOf(v)
				}
			}
			if r.negated(v) {
				return
			}
			if r.unreal(v) {
				switch state {
				case "imposed", "extended":
					state = "threatened"
				case "eased", "lifted":
					state = "in force"
				}
			}
		} else if len(targets) == 0 && isVerb(&d.Tokens[v]) {
			// "the sanctions hit Y" and the like say too little
			return
		}
	}
	if v >= 0 && !isVerb(&d.Tokens[v]) || state == "in force" || state == "threatened" {
		v = -1
	}
	r.addSanctions(n, v, senders, targets, state, measure)
}

// opposed: those named would not have it: "vowed to veto a move to impose
// sanctions".
func (r *reader) opposed(n int) bool {
	d := r.d
	for k, i := n, 0; i < 5; i++ {
		if rel := d.Tokens[k].Deprel; rel == "nsubj" || rel == "acl:relcl" {
			return false
		}
		if k = d.Tokens[k].Head; k < 0 {
			return false
		}
		if _, ok := r.x.words["against"].word(d.Tokens[k].Lemma); ok && isVerb(&d.Tokens[k]) {
			return true
		}
	}
	return false
}

// governor is the verb or noun that says what becomes of the noun: the one it
// hangs on as object, passive subject or "of" phrase.
func (r *reader) governor(n int) int {
	d := r.d
	h := d.Tokens[n].Head
	for i := 0; i < 2 && h >= 0 && (d.Tokens[n].Deprel == "conj" || d.Tokens[n].Deprel == "nmod" && !isVerb(&d.Tokens[h]) && !r.names(h)); i++ {
		n, h = h, d.Tokens[h].Head
	}
	if h < 0 {
		return -1
	}
	switch d.Tokens[n].Deprel {
	case "obj", "nsubj:pass", "nsubj", "nmod", "obl", "xcomp":
		return h
	}
	return -1
}

func (r *reader) names(k int) bool {
	_, ok := r.stateOf(k)
	return ok
}

func (r *reader) stateOf(v int) (string, bool) {
	s, _, ok := r.at(r.x.sanctions["state"], v)
	if !ok {
		return "", false
	}
	// "threatened to impose": the outer verb decides
	if h := r.d.Tokens[v].Head; h >= 0 && r.d.Tokens[v].Deprel == "xcomp" {
		if o, _, ok := r.at(r.x.sanctions["state"], h); ok {
			return o, true
		}
	}
	return s, true
}

func (r *reader) targetsOf(v int) []doc.Actor {
	var out []doc.Actor
	for _, c := range r.d.Children(v) {
		rel := r.d.Tokens[c].Deprel
		if !strings.HasPrefix(rel, "obl") && rel != "nmod" {
			continue
		}
		if _, ok := r.x.sanctions["target"].word(r.caseOf(int(c))); ok {
			out = appendActors(out, r.actorsAt(int(c)))
		}
	}
	return out
}

func (r *reader) senderOf(v int) []doc.Actor {
	if r.passive(v) {
		if a := r.agent(v); a >= 0 {
			return r.actorsAt(a)
		}
		return nil
	}
	if s := r.subject(v); s >= 0 {
		return r.actorsAt(s)
	}
	return nil
}

// addSanctions adds what is told at token k of each sender and target; v is the
// verb that tells it, -1 where the noun alone does.
func (r *reader) addSanctions(k, v int, senders, targets []doc.Actor, state, measure string) {
	at := k
	if v >= 0 {
		at = v
	}
	date := r.date(at, nil)
	if state == "in force" || state == "threatened" {
		date = r.today()
	}
	until := r.term(at, date)
	if until == date.Value && until != "" {
		date = r.today() // it ends then; it was imposed before
	}
	for i := range senders {
		s := &senders[i]
		if s.Country == "" || s.Person && s.Sector != "GOV" {
			continue
		}
		for j := range targets {
			t := &targets[j]
			if t.Country == "" || t.Country == s.Country || r.haveSanction(s, t, state) {
				continue
			}
			r.out.Sanctions = append(r.out.Sanctions, Sanction{
				Fact:   r.fact(k, r.sanctionSpan(k, state), date, 0.75, measure),
				Sender: *s, Target: *t, State: state, Measure: measure, Date: date, Until: until,
			})
		}
	}
}

// term is when a measure was to end: "until 31 July", "for six months" from its
// day on, to the month.
func (r *reader) term(k int, date coder.Date) string {
	d := r.d
	s := r.sentence(k)
	for i := range d.Times {
		t := &d.Times[i]
		if t.First < max(k, s.First+1) || t.First >= s.Last || t.First >= t.Last {
			continue
		}
		lead := strings.ToLower(d.Form(t.First - 1))
		if t.Type == "DATE" && (lead == "until" || lead == "till" || lead == "through") && datable(t) {
			return dayOf(t)
		}
		if w := strings.ToLower(d.Form(t.First)); t.Type == "DATE" && (w == "until" || w == "till" || w == "through") && datable(t) {
			return dayOf(t)
		}
		if t.Type == "DURATION" && (lead == "for" || strings.EqualFold(d.Form(t.First), "for")) {
			from, err := time.Parse(time.DateOnly, date.Value)
			if n := months(t.Value); err == nil && n > 0 {
				return from.AddDate(0, n, 1-from.Day()).Format("2006-01")
			}
		}
	}
	return ""
}

// months reads "P6M" and "P1Y"; 0 for anything else.
func months(v string) int {
	n, unit := 0, byte(0)
	if _, err := fmt.Sscanf(v, "P%d%c", &n, &unit); err != nil || n <= 0 || n > 1200 {
		return 0
	}
	switch unit {
	case 'M':
		return n
	case 'Y':
		return 12 * n
	}
	return 0
}

// sanctionSpan is the phrase where it says all, else the clause.
func (r *reader) sanctionSpan(k int, state string) doc.Span {
	if first, last := r.d.Subtree(k); state == "in force" && last > k+1 && isNoun(&r.d.Tokens[k]) {
		return r.d.TokenSpan(first, last)
	}
	return r.clause(k, nil)
}

func (r *reader) haveSanction(s, t *doc.Actor, state string) bool {
	for i := range r.out.Sanctions {
		o := &r.out.Sanctions[i]
		if o.Sender.Country == s.Country && o.Target.Country == t.Country && o.State == state && (o.Target.Entity == t.Entity || o.Target.Sector == t.Sector) {
			return true
		}
	}
	return false
}
