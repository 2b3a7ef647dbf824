package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// HappeningLine is a happening on two or three lines: when, what, who and where,
// then the sentence that says so and how many say it.
func HappeningLine(h *happening.Happening, look Look) []byte {
	var b strings.Builder
	what := look.paint(h.Type, bold+";"+quadColor[max(1, min(4, h.Quad))])
	if h.Mode != "" {
		what += " " + h.Mode
	}
	fmt.Fprintf(&b, "%-10s  %s  %s", dash(h.Date), what, partyNames(h.Actors))
	if len(h.Recipients) > 0 {
		b.WriteString(" → " + partyNames(h.Recipients))
	}
	if h.Place != nil && h.Place.Name != "" {
		b.WriteString(", " + h.Place.Name)
	}
	b.WriteByte('\n')
	r := told1(h)
	sentence := oneLine(r.Evidence.Text)
	if sentence != "" {
		for _, l := range strings.Split(text.WrapSoft(sentence, max(look.Width-12, 40)), "\n") {
			b.WriteString("            " + strings.TrimRight(l, " ") + "\n")
		}
	}
	b.WriteString(look.paint("            "+strings.Join(believing(h), " · "), faint) + "\n")
	return []byte(b.String())
}

// Statement is what somebody said: the day and the speakers, then the words, then
// who reports it.
func Statement(r *record.Report, look Look) []byte {
	var b strings.Builder
	f := r.Statement
	speakers := make([]string, len(f.Speakers))
	for i := range f.Speakers {
		speakers[i] = person(&f.Speakers[i])
	}
	fmt.Fprintf(&b, "%-10s  %s\n", dash(f.Date), look.bold(strings.Join(speakers, ", ")))
	for _, l := range strings.Split(text.WrapSoft(oneLine(r.Evidence.Text), max(look.Width-12, 40)), "\n") {
		b.WriteString("            " + strings.TrimRight(l, " ") + "\n")
	}
	b.WriteString(look.paint("            "+r.Outlet()+" "+r.Known.String(), faint) + "\n")
	return []byte(b.String())
}

// told1 is the surest report that stands, else the first.
func told1(h *happening.Happening) *record.Report {
	best := &h.Reports[0]
	for i := range h.Reports {
		r := &h.Reports[i]
		if stood, stands := best.Withdrawn == day.Latest, r.Withdrawn == day.Latest; stands && (!stood || r.Confidence > best.Confidence) {
			best = r
		}
	}
	return best
}

// believing is what must be read before believing.
func believing(h *happening.Happening) []string {
	var out []string
	if h.Status != "actual" {
		out = append(out, h.Status)
	}
	if h.Background {
		out = append(out, "told as history")
	}
	for _, t := range h.Toll {
		toll := record.Toll{Kind: t.Kind, Min: t.Min, Max: t.Max}
		out = append(out, toll.Count()+" "+t.Kind)
	}
	r := told1(h)
	out = append(out, r.Outlet()+" "+r.Known.String())
	if n := len(h.Reports); n > 1 {
		out = append(out, fmt.Sprintf("%d reports, %s", n, count(h.Publishers, "source")))
	}
	if len(h.Disputes) > 0 {
		fields := make([]string, len(h.Disputes))
		for i, d := range h.Disputes {
			fields[i] = d.Field
		}
		out = append(out, "disputed: "+strings.Join(fields, ", "))
	}
	return append(out, strconv.FormatFloat(h.Confidence, 'f', 2, 64), h.ID)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// Happening is a happening with what its reports dispute, every report, and why
// each was taken to be one of it, by the id of its record.
func Happening(h *happening.Happening, why map[string]happening.Verdict, look Look) []byte {
	var b strings.Builder
	b.Write(HappeningLine(h, look))
	for _, d := range h.Disputes {
		b.WriteString("\n  " + look.bold(d.Field) + "\n")
		for _, c := range d.Claims {
			var who []string
			for _, i := range c.Reports {
				who = append(who, h.Reports[i].Outlet()+" "+h.Reports[i].Known.String())
			}
			corrected := ""
			if c.Corrected {
				corrected = " (withdrawn)"
			}
			fmt.Fprintf(&b, "    %s%s: %s\n", c.Value, corrected, strings.Join(who, "; "))
		}
	}
	b.WriteByte('\n')
	for i := range h.Reports {
		r := &h.Reports[i]
		head := []string{r.Known.String(), r.Outlet()}
		if r.Doc.Title != "" {
			head = append(head, oneLine(r.Doc.Title))
		}
		if r.Doc.URL != "" {
			head = append(head, r.Doc.URL)
		}
		if r.Withdrawn != day.Latest {
			head = append(head, "withdrawn "+r.Withdrawn.String())
		}
		b.WriteString("  " + strings.Join(head, " · ") + "\n")
		for _, l := range strings.Split(text.WrapSoft(oneLine(r.Evidence.Text), max(look.Width-6, 40)), "\n") {
			b.WriteString("    " + strings.TrimRight(l, " ") + "\n")
		}
		b.WriteString(look.paint(fmt.Sprintf("    article %s, bytes %d to %d, rule %s, coder %s, record %s", r.Doc.ID, r.Evidence.Start, r.Evidence.End, dash(r.Rule), r.Coder, r.ID), faint) + "\n")
		if v, joined := why[r.ID]; joined {
			for _, l := range strings.Split(text.WrapSoft(fmt.Sprintf("joined, %.2f: %s", v.Score, strings.Join(v.Reasons, "; ")), max(look.Width-6, 40)), "\n") {
				b.WriteString(look.paint("    "+strings.TrimRight(l, " "), faint) + "\n")
			}
		}
	}
	return []byte(b.String())
}

func partyNames(ps []happening.Party) string {
	names := make([]string, len(ps))
	for i := range ps {
		names[i] = ps[i].Name
		if c := ps[i].Country; c != "" && ps[i].Kind != record.State {
			names[i] += " (" + c + ")"
		}
	}
	return strings.Join(names, ", ")
}

// Columns is a plain table with a header.
func Columns(header []string, rows [][]string, look Look) []byte {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	row := func(cells []string) table.Row {
		out := make(table.Row, len(cells))
		for i, c := range cells {
			out[i] = c
		}
		return out
	}
	t.AppendHeader(row(header))
	for _, r := range rows {
		t.AppendRow(row(r))
	}
	var numbers []table.ColumnConfig
	for i, h := range header {
		if h == "n" || h == "score" {
			numbers = append(numbers, table.ColumnConfig{Number: i + 1, Align: text.AlignRight})
		}
	}
	t.SetColumnConfigs(numbers)
	return []byte(t.Render() + "\n")
}
