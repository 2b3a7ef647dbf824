package export

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/lexicon"
)

// Column is a column of a layout, or a field of a format without columns.
type Column struct {
	Name, Type, Meaning string
}

// Columns are those of a format, in their order.
func Columns(format string) ([]Column, error) {
	if _, err := find(format); err != nil {
		return nil, err
	}
	return columnsOf(format)
}

func columnsOf(format string) ([]Column, error) {
	if format == "csv" || format == "parquet" {
		format = "table"
	}
	rows, err := lexicon.Table(files, "columns/"+format+".txt", 2)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	out := make([]Column, len(rows))
	for i, r := range rows {
		out[i] = Column{r.Col(0), r.Col(1), r.Col(2)}
	}
	return out, nil
}

// Codebook writes, as Markdown, what a reader of an exported file needs: its
// form, what was left out of it and why, how much it holds, who coded it, every
// column with its unit, and the codes that occur in it. s and opts are those of
// the Write that wrote the file.
func Codebook(w io.Writer, d Dataset, opts Options, s *Summary) error {
	f, err := find(s.Format)
	if err != nil {
		return err
	}
	c, err := codeLists()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	notes, err := files.ReadFile("notes/" + s.Format + ".md")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	cols, err := columnsOf(s.Format)
	if err != nil {
		return err
	}
	b := &book{}
	b.para("# Codebook of " + markdown(cmp.Or(d.File, d.Title)))
	b.para(markdown(d.Title) + ". " + sentenceCase(f.About) + ". Written by " + markdown(cmp.Or(d.Software, "Chancery")) + ".")
	b.para("## Form")
	b.para(strings.TrimSpace(string(notes)))
	b.chosen(f, &opts)
	b.counts(f, s)
	b.para("## Columns")
	b.table([]string{"", "name", "type or unit", "meaning"}, len(cols), func(i int) []string {
		return []string{fmt.Sprint(i + 1), cols[i].Name, cols[i].Type, cols[i].Meaning}
	})
	b.codes(f, c, s)
	b.para("## How to cite it")
	b.para(markdown(Citation(d).Text))
	_, err = w.Write(b.Bytes())
	return err
}

// book is Markdown being put together.
type book struct{ bytes.Buffer }

func (b *book) para(s string) {
	b.WriteString(s)
	b.WriteString("\n\n")
}

func (b *book) table(head []string, n int, row func(i int) []string) {
	line := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + strings.ReplaceAll(markdown(c), "|", `\|`) + " ")
		}
		b.WriteString("|\n")
	}
	line(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for i := range n {
		line(row(i))
	}
	b.WriteString("\n")
}

// markdown makes a text plain: one line, and no markup of its own.
func markdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`).Replace(clean(s))
}

func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// chosen says which happenings went in.
func (b *book) chosen(f *form, o *Options) {
	b.para("## What was chosen")
	for _, s := range o.Filter {
		b.WriteString("- " + markdown(s) + "\n")
	}
	if len(o.Filter) == 0 {
		b.WriteString("- every happening of the record\n")
	}
	if f.Actual {
		b.WriteString("- only what came about: nothing planned, hypothetical, negated or requested\n")
		if o.Background {
			b.WriteString("- what was told only as history too, where its date is known\n")
		} else {
			b.WriteString("- nothing that was told only as history\n")
		}
	} else if f.Name != "ris" && f.Name != "csl" {
		b.WriteString("- of any status, and history too: see the columns or properties that say so\n")
	}
	if f.Dyads && f.Name != "graphml" && f.Name != "gexf" {
		b.WriteString("- one row for each actor and recipient. What binds both sides (a meeting, trade, a signature) " +
			"has a row in either direction, a visit 042 from the visitor and 043 from the host, what several did " +
			"together a row for each two of them if it takes two, else one for each of them to nobody\n")
	}
	if f.Name == "graphml" || f.Name == "gexf" {
		what := "countries and bodies such as the United Nations"
		if o.Identities {
			what = "persons, organisations and states, as the record's who-is-who knows them"
		}
		b.WriteString("- nodes are " + what + "\n")
	}
	if f.Actual {
		b.WriteString("- filed under one day: the date where it is known to the day; else that day of the date " +
			"which is nearest to the first report, and the day of the report where there is no date\n")
	}
	b.WriteString("\n")
}

func (b *book) counts(f *form, s *Summary) {
	b.para("## How much it holds")
	rows := [][]string{
		{"happenings chosen", fmt.Sprint(s.Happenings)},
		{"written", fmt.Sprint(s.Written)},
	}
	for _, why := range slices.Sorted(maps.Keys(s.LeftOut)) {
		rows = append(rows, []string{"left out: " + why, fmt.Sprint(s.LeftOut[why])})
	}
	unit := map[string]string{"geojson": "features", "graphml": "edges", "gexf": "edges", "ris": "articles", "csl": "articles"}[f.Name]
	rows = append(rows,
		[]string{cmp.Or(unit, "rows"), fmt.Sprint(s.Rows)},
		[]string{"reports of what was written", fmt.Sprint(s.Reports)},
		[]string{"dates", span(s.Days)},
		[]string{"reported", span(s.Reported)})
	if f.Actual {
		rows = append(rows, []string{"filed under a day although the date is wider than a day or unknown", fmt.Sprint(s.Coarse)})
	}
	b.table([]string{"", ""}, len(rows), func(i int) []string { return rows[i] })
	coders := slices.Sorted(maps.Keys(s.Coders))
	b.table([]string{"coded by", "reports"}, len(coders), func(i int) []string {
		return []string{cmp.Or(coders[i], "unknown"), fmt.Sprint(s.Coders[coders[i]])}
	})
}

func span(d day.Span) string {
	if d.From > d.To {
		return "none"
	}
	return d.From.String() + " to " + d.To.String()
}

// codes lists the codes that occur, and what they stand for.
func (b *book) codes(f *form, c *codes, s *Summary) {
	b.para("## Codes that occur")
	b.para("PLOVER 2 event types, by happenings:")
	types := byCount(s.Types)
	b.table([]string{"type", "happenings"}, len(types), func(i int) []string { return []string{types[i], fmt.Sprint(s.Types[types[i]])} })
	switch f.Name {
	case "ris", "csl":
		return
	}
	b.para("CAMEO 1.1b3 codes, by happenings, with Goldstein values as GDELT publishes them (and as the Phoenix data sets do, where these differ):")
	acts := slices.Sorted(maps.Keys(s.Cameo))
	b.table([]string{"code", "label", "Goldstein", "Phoenix", "happenings"}, len(acts), func(i int) []string {
		a := c.cameo[acts[i]]
		phoenix := a.phoenix
		if phoenix == a.goldstein {
			phoenix = ""
		}
		return []string{acts[i], a.label, a.goldstein, phoenix, fmt.Sprint(s.Cameo[acts[i]])}
	})
	b.para("Countries and bodies of participants, by happenings, with FIPS 10-4 and Correlates of War codes:")
	cs := byCount(s.Countries)
	b.table([]string{"code", "name", "FIPS", "COW", "happenings"}, len(cs), func(i int) []string {
		k, n := c.countries[cs[i]], fmt.Sprint(s.Countries[cs[i]])
		if body, ok := c.bodies[cs[i]]; ok {
			return []string{cs[i], body.label, "", "", n}
		}
		return []string{cs[i], k.name, k.fips, k.cow, n}
	})
	switch f.Name {
	case "petrarch", "phoenix", "gdelt", "gdelt-mentions":
		b.para("CAMEO actor codes are put together of three letters each: country (or what stands for it), role, " +
			"organisation. " + missing + " is a country that is not known. PLOVER's sectors become roles:")
		ps := slices.Sorted(maps.Keys(c.sectors))
		b.table([]string{"sector", "who", "role"}, len(ps), func(i int) []string { return []string{ps[i], c.sectors[ps[i]].who, c.sectors[ps[i]].role} })
		b.para("Other units:")
		us := slices.Sorted(maps.Keys(c.units))
		b.table([]string{"unit", "kind", "what it stands for"}, len(us), func(i int) []string { return []string{us[i], c.units[us[i]].kind, c.units[us[i]].label} })
	}
	b.para("PLOVER: Open Event Data Alliance, CC BY-SA 4.0. CAMEO: P. Schrodt. Places: GeoNames, CC BY 4.0.")
}

// byCount sorts codes by how often they occur, the most frequent first.
func byCount(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(m[b]-m[a], strings.Compare(a, b))
	})
}
