package render

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"chancery/internal/doc"
	"chancery/internal/record"
)

// Look is how a table is to be drawn.
type Look struct {
	Width int // columns of the terminal
	Color bool
}

// Table is an article's records for a person: what the article is, its entry,
// its events, and what else it establishes.
func Table(d *doc.Document, rs []record.Record, look Look) []byte {
	var b strings.Builder
	heading(&b, d, look)
	for i := range rs {
		if e := rs[i].Entry; e != nil {
			lead := "  " + dash(e.Date) + "  "
			for n, l := range strings.Split(text.WrapSoft(e.Sentence, max(look.Width-len(lead), 30)), "\n") {
				if n > 0 {
					lead = strings.Repeat(" ", len(lead))
				}
				b.WriteString(lead + look.bold(strings.TrimRight(l, " ")) + "\n")
			}
		}
	}
	events(&b, rs, look)
	others(&b, rs, look)
	if len(rs) == 0 {
		b.WriteString("  nothing coded\n")
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

// Codes of the terminal's graphic rendition.
const (
	bold  = "1"
	faint = "2"
)

// quadColor: cyan and green for cooperation in word and deed, yellow and red
// for conflict.
var quadColor = [...]string{1: "36", 2: "32", 3: "33", 4: "31"}

func (l Look) bold(s string) string { return l.paint(s, bold) }

func (l Look) paint(s, rendition string) string {
	if !l.Color {
		return s
	}
	return "\x1b[" + rendition + "m" + s + "\x1b[0m"
}

func heading(b *strings.Builder, d *doc.Document, look Look) {
	title := d.Title
	if title == "" {
		title = d.ID
	}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(d.Dateline.Place)
	add(d.Dateline.Date)
	add(d.Agency)
	if d.Publisher != d.Agency {
		add(d.Publisher)
	}
	if d.Published != d.Dateline.Date && d.Published != "" {
		add("published " + d.Published)
	}
	b.WriteString(look.bold(text.Snip(oneLine(title), look.Width, "…")) + "\n")
	if len(parts) > 0 {
		b.WriteString(look.paint("  "+strings.Join(parts, " · "), faint) + "\n")
	}
}

func events(b *strings.Builder, rs []record.Record, look Look) {
	t := table.NewWriter()
	t.SetStyle(table.StyleRounded)
	t.Style().Format.Header = text.FormatDefault
	t.Style().Options.SeparateRows = true
	t.AppendHeader(table.Row{"date", "event", "actors", "recipients", "where", "told as"})
	n := 0
	for i := range rs {
		e := rs[i].Event
		if e == nil {
			continue
		}
		n++
		what := look.paint(e.Type, bold+";"+quadColor[max(1, min(4, e.Quad))])
		if e.Mode != "" {
			what += " " + e.Mode
		}
		what += "\n" + strings.TrimLeft(e.Cameo+" “"+oneLine(e.Trigger.Text)+"”", " ")
		for i := range e.Toll {
			what += "\n" + e.Toll[i].Count() + " " + e.Toll[i].Kind
		}
		date, where := "-", "-"
		if e.Date != nil {
			date = e.Date.Value
		}
		if e.Place != nil {
			where = dash(e.Place.Name)
			if e.Place.Country != "" {
				where += "\n" + e.Place.Country
			}
			if e.Place.Basis != "clause" {
				where += "\nby " + e.Place.Basis
			}
		}
		t.AppendRow(table.Row{date, what, people(e.Actors), people(e.Recipients), where, told(&rs[i])})
	}
	if n == 0 {
		return
	}
	// The date needs ten columns, rules and blanks nineteen; the rest of the
	// width is shared in the proportion of these parts.
	parts := []int{17, 17, 14, 10, 13}
	columns := []table.ColumnConfig{{Number: 1, WidthMin: 10, WidthMax: 10}}
	for i, p := range parts {
		columns = append(columns, table.ColumnConfig{Number: i + 2, WidthMax: (max(look.Width, 80) - 29) * p / 71, WidthMaxEnforcer: wrapLines})
	}
	t.SetColumnConfigs(columns)
	b.WriteString(t.Render())
	b.WriteByte('\n')
}

// wrapLines breaks long lines at blanks and keeps the breaks that are there;
// what goes on is set in, so that one item of a cell is told from the next.
func wrapLines(s string, width int) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if text.StringWidthWithoutEscSequences(l) <= width {
			continue
		}
		first, rest, _ := strings.Cut(text.WrapSoft(l, width), "\n")
		lines[i] = strings.TrimRight(first, " ")
		if rest = oneLine(rest); rest != "" {
			lines[i] += "\n " + strings.ReplaceAll(text.WrapSoft(rest, width-1), "\n", "\n ")
		}
	}
	return strings.Join(lines, "\n")
}

// people lists actors, each with the code of country and sector.
func people(as []record.Actor) string {
	if len(as) == 0 {
		return "-"
	}
	lines := make([]string, len(as))
	for i := range as {
		lines[i] = person(&as[i])
	}
	return strings.Join(lines, "\n")
}

func person(a *record.Actor) string {
	name := a.Name
	if name == "" {
		name = oneLine(a.Text)
	}
	code := strings.Trim(a.Country+" "+a.Sector, " ")
	if code == "" {
		return name
	}
	return name + " " + code
}

// told is what a reader must know before believing: that it is no fact, that
// it is history, whose claim it is.
func told(r *record.Record) string {
	var parts []string
	if r.Event.Status != "actual" {
		parts = append(parts, r.Event.Status)
	}
	if r.Background {
		parts = append(parts, "history")
	}
	if r.Quoted {
		parts = append(parts, "quoted")
	}
	for i := range r.AttributedTo {
		parts = append(parts, "by "+person(&r.AttributedTo[i]))
	}
	parts = append(parts, fmt.Sprintf("%.2f", r.Confidence))
	return strings.Join(parts, "\n")
}

// others lists the records that are no events, one a line.
func others(b *strings.Builder, rs []record.Record, look Look) {
	for i := range rs {
		line := Summary(&rs[i])
		if rs[i].Entry != nil || rs[i].Event != nil || line == "" {
			continue
		}
		if rs[i].Background {
			line += " (history)"
		}
		lead := fmt.Sprintf("  %-10s ", rs[i].Kind)
		b.WriteString(look.paint(lead, faint) + text.Snip(line, max(look.Width-len(lead), 40), "…") + "\n")
	}
}

// Summary is a record other than an event or entry in a few words.
func Summary(r *record.Record) string {
	var w []string
	add := func(parts ...string) {
		for _, p := range parts {
			if p != "" {
				w = append(w, p)
			}
		}
	}
	switch {
	case r.Entry != nil:
		add(r.Entry.Date, r.Entry.Sentence)
	case r.Event != nil:
		add(r.Event.Type, r.Event.Mode, oneLine(r.Event.Trigger.Text))
	case r.Relation != nil:
		f := r.Relation
		add(strings.Join(f.Parties, "–"), f.Change)
		if f.Measure != "" {
			add("(" + f.Measure + ")")
		}
		add(f.State, f.Body)
		if f.By != "" && len(f.Parties) > 1 {
			add("by " + f.By)
		}
		add(f.Date)
	case r.Agreement != nil:
		a := r.Agreement
		add(strings.Join(a.Parties, "–"), a.Stage)
		if a.Stage != "signed" {
			add(a.Date)
		}
		if a.Number > 0 {
			add(fmt.Sprint(a.Number, " ×"))
		}
		add(a.Form)
		if a.Stage != "signed" && a.Signed != "" {
			add("signed")
		}
		add(a.Signed)
		if len(a.Fields) > 0 {
			add("on " + strings.Join(a.Fields, ", "))
		}
	case r.Visit != nil:
		add(person(&r.Visit.Visitor), "→")
		if r.Visit.Host != nil {
			add(person(r.Visit.Host))
		} else if r.Visit.Place != nil {
			add(r.Visit.Place.Name)
		}
		add(r.Visit.From, r.Visit.To)
	case r.Statement != nil:
		add(strings.ReplaceAll(people(r.Statement.Speakers), "\n", ", ")+":", oneLine(r.Evidence.Text))
	case r.Office != nil:
		o := r.Office
		add(o.Person+",", o.Office, o.Country, o.Organisation)
		if o.HeldOn != "" {
			add("on " + o.HeldOn)
		}
		if o.Died != "" {
			add("† " + o.Died)
		}
	case r.Sanction != nil:
		s := r.Sanction
		add(person(&s.Sender), "→", person(&s.Target), s.State, s.Measure, s.Date)
		if s.Until != "" {
			add("until " + s.Until)
		}
	}
	return strings.Join(w, " ")
}
