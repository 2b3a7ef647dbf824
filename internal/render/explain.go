package render

import (
	"bytes"
	"fmt"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/doc"
	"chancery/internal/facts"
)

// Explain tells, for each sentence with an event or a near miss, its tree, the
// rule that fired and on which words, how participants, date and place were
// found, and why what was nearly coded was not. With offset ≥ 0 only the
// sentence that holds this byte is told, whatever is in it.
func Explain(d *doc.Document, r *coder.Result, f *facts.Facts, offset int) []byte {
	x := explainer{d: d, r: r, f: f}
	fmt.Fprintf(&x.b, "== %s  %s\n", d.ID, d.Title)
	fmt.Fprintf(&x.b, "published %s; dateline place %s, day %s; relative dates count from %s\n",
		dash(d.Published), dash(d.Dateline.Place), dash(d.Dateline.Date), dash(d.Anchor()))
	if d.Dateline.Span.Len() > 0 {
		x.toponyms(d.Dateline.Span)
	}
	told := 0
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if offset >= 0 && !(s.Start <= offset && offset < s.End) {
			continue
		}
		if offset < 0 && !x.hasSomething(i) {
			continue
		}
		told++
		x.sentence(i)
	}
	if told == 0 {
		if offset >= 0 {
			fmt.Fprintf(&x.b, "\nno sentence holds byte %d\n", offset)
		} else {
			x.b.WriteString("\nno event and no near miss\n")
		}
	}
	x.b.WriteByte('\n')
	return x.b.Bytes()
}

type explainer struct {
	b bytes.Buffer
	d *doc.Document
	r *coder.Result
	f *facts.Facts
}

// tells reports whether event e is told in sentence i, first or again.
func (x *explainer) tells(e *coder.Event, i int) bool {
	if e.Sentence == i {
		return true
	}
	for _, m := range e.Mentions {
		if x.d.Sentences[i].Contains(m) {
			return true
		}
	}
	return false
}

func (x *explainer) hasSomething(i int) bool {
	for k := range x.r.Events {
		if x.tells(&x.r.Events[k], i) {
			return true
		}
	}
	for k := range x.r.Misses {
		if x.r.Misses[k].Sentence == i {
			return true
		}
	}
	s := x.d.Sentences[i].Span
	for _, f := range x.facts() {
		if s.Contains(f.fact.Evidence) {
			return true
		}
	}
	return false
}

func (x *explainer) sentence(i int) {
	d, s := x.d, x.d.Sentences[i]
	fmt.Fprintf(&x.b, "\n── bytes %d-%d (%s)\n%s\n", s.Start, s.End, d.Blocks[s.Block].Kind, oneLine(d.Slice(s.Span)))
	Tree(&x.b, d, i, func(token int) string { return x.mark(token, i) })
	for k := range x.r.Events {
		if e := &x.r.Events[k]; x.tells(e, i) {
			if e.Sentence == i {
				x.event(k, e)
			} else {
				fmt.Fprintf(&x.b, "E%d %s is told again here\n", k+1, e.Type)
			}
		}
	}
	x.toponyms(s.Span)
	for _, m := range x.r.Misses {
		if m.Sentence == i {
			fmt.Fprintf(&x.b, "not coded: “%s” as %s by rule %s: %s\n", d.Form(m.Token), dash(m.Type), m.Rule, m.Why)
		}
	}
	for _, f := range x.facts() {
		if s.Contains(f.fact.Evidence) {
			fmt.Fprintf(&x.b, "%s by rule %s on “%s”\n", f.kind, dash(f.fact.Rule), oneLine(d.Slice(f.fact.Evidence)))
			for _, t := range f.fact.Trace {
				fmt.Fprintf(&x.b, "   %s\n", t)
			}
		}
	}
}

// mark says what part a word of sentence i plays in which event.
func (x *explainer) mark(token, i int) string {
	var parts []string
	for k := range x.r.Events {
		e := &x.r.Events[k]
		if e.Sentence != i {
			continue
		}
		add := func(what string) { parts = append(parts, fmt.Sprintf("E%d %s", k+1, what)) }
		if e.Token == token {
			add(e.Type)
		}
		for a := range e.Actors {
			if e.Actors[a].Head == token {
				add("actor")
			}
		}
		for a := range e.Recipients {
			if e.Recipients[a].Head == token {
				add("recipient")
			}
		}
		t := x.d.Tokens[token].Span
		if e.Date.Span.Len() > 0 && t.Start == e.Date.Span.Start {
			add("date")
		}
		if e.Place != nil && t.Start == e.Place.Span.Start {
			add("place")
		}
	}
	return strings.Join(parts, ", ")
}

func (x *explainer) event(k int, e *coder.Event) {
	d := x.d
	fmt.Fprintf(&x.b, "E%d %s", k+1, e.Type)
	if e.Mode != "" {
		fmt.Fprintf(&x.b, " %s", e.Mode)
	}
	fmt.Fprintf(&x.b, "  cameo %s  quad %d  score %+.1f  %s  confidence %.2f\n", dash(e.Cameo), e.Quad, e.Score, e.Status, e.Confidence)
	fmt.Fprintf(&x.b, "   rule       %s on “%s”\n", e.Rule, oneLine(d.Slice(e.Trigger)))
	x.participants("actor", e.Actors)
	x.participants("recipient", e.Recipients)
	x.date(e)
	x.place(e)
	for i := range e.Toll {
		t := &e.Toll[i]
		fmt.Fprintf(&x.b, "   %-10s %s of “%s”\n", t.Kind, t.Count(), oneLine(d.Slice(t.Span)))
	}
	if len(e.Contexts) > 0 {
		fmt.Fprintf(&x.b, "   contexts   %s\n", strings.Join(e.Contexts, ", "))
	}
	x.participants("claim of", e.Attributed)
	if e.Quoted {
		x.b.WriteString("   quoted     inside quotation marks\n")
	}
	if e.Background {
		x.b.WriteString("   history    told as background\n")
	}
	if len(e.Mentions) > 1 {
		fmt.Fprintf(&x.b, "   mentions  %s\n", x.mentions(e))
	}
	for _, t := range e.Trace {
		fmt.Fprintf(&x.b, "   how        %s\n", t)
	}
}

func (x *explainer) mentions(e *coder.Event) string {
	s := ""
	for _, m := range e.Mentions {
		s += fmt.Sprintf(" “%s” at %d", oneLine(x.d.Slice(m)), m.Start)
	}
	return s
}

func (x *explainer) participants(role string, as []doc.Actor) {
	for i := range as {
		a := &as[i]
		line := fmt.Sprintf("   %-10s “%s”", role, oneLine(x.d.Slice(a.Span)))
		line += " = " + dash(a.Name)
		for _, p := range []struct{ label, v string }{{"", a.Country}, {"", a.Sector}, {"", a.Role}, {"of ", a.Organisation}} {
			if p.v != "" {
				line += ", " + p.label + p.v
			}
		}
		if a.Basis != "" {
			line += "  (" + a.Basis + ")"
		}
		fmt.Fprintln(&x.b, line)
	}
}

func (x *explainer) date(e *coder.Event) {
	fmt.Fprintf(&x.b, "   date       %s by %s", dash(e.Date.Value), e.Date.Basis)
	if t := e.Date.Timex; t >= 0 && t < len(x.d.Times) {
		tx := &x.d.Times[t]
		fmt.Fprintf(&x.b, ": “%s” = %s, rule %s, anchored by %s", oneLine(x.d.Slice(tx.Span)), tx.Value, dash(tx.Rule), tx.Basis)
	}
	x.b.WriteByte('\n')
}

func (x *explainer) place(e *coder.Event) {
	if e.Place == nil {
		x.b.WriteString("   place      unknown\n")
		return
	}
	p := &e.Place.Toponym
	fmt.Fprintf(&x.b, "   place      “%s” = %s", oneLine(x.d.Slice(p.Span)), placeLine(p))
	if p.Precision != "" {
		fmt.Fprintf(&x.b, " (%s)", p.Precision)
	}
	fmt.Fprintf(&x.b, ", by %s\n", e.Place.Basis)
}

// toponyms are the names of places within a span: what they were taken for, why,
// and the likeliest other places of the name.
func (x *explainer) toponyms(s doc.Span) {
	for i := range x.d.Places {
		p := &x.d.Places[i]
		if !s.Contains(p.Span) {
			continue
		}
		fmt.Fprintf(&x.b, "toponym “%s” = %s", oneLine(x.d.Slice(p.Span)), placeLine(p))
		if p.Why != "" {
			fmt.Fprintf(&x.b, "\n   %s", p.Why)
		}
		x.b.WriteByte('\n')
	}
}

type namedFact struct {
	kind string
	fact *facts.Fact
}

// facts are what the article establishes beside events, whatever the kind.
func (x *explainer) facts() []namedFact {
	var out []namedFact
	f := x.f
	if f.Entry != nil {
		out = append(out, namedFact{"entry", &f.Entry.Fact})
	}
	for i := range f.Relations {
		out = append(out, namedFact{"relation", &f.Relations[i].Fact})
	}
	for i := range f.Agreements {
		out = append(out, namedFact{"agreement", &f.Agreements[i].Fact})
	}
	for i := range f.Visits {
		out = append(out, namedFact{"visit", &f.Visits[i].Fact})
	}
	for i := range f.Statements {
		out = append(out, namedFact{"statement", &f.Statements[i].Fact})
	}
	for i := range f.Offices {
		out = append(out, namedFact{"office", &f.Offices[i].Fact})
	}
	for i := range f.Sanctions {
		out = append(out, namedFact{"sanction", &f.Sanctions[i].Fact})
	}
	return out
}
