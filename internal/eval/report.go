// Package eval measures every layer of Chancery against sets with known
// answers. One function measures one set; all of them return a Report, which is
// printed, written to docs/accuracy.md or given out as JSON.
package eval

import (
	"fmt"
	"io"
	"strings"
)

// Figure is one number of a report.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// Row is one line of a report's table of precision, recall and F1. The counts
// say everything; the ratios follow from them.
type Row struct {
	Name   string `json:"name"`
	Right  int    `json:"right"`
	System int    `json:"system"`
	Gold   int    `json:"gold"`
}

// P is precision, 0 when the system answered nothing.
func (r Row) P() float64 { return ratio(r.Right, r.System) }

// R is recall, 0 when there was nothing to find.
func (r Row) R() float64 { return ratio(r.Right, r.Gold) }

// F1 is the harmonic mean of precision and recall.
func (r Row) F1() float64 { return ratio(2*r.Right, r.System+r.Gold) }

// MarshalJSON adds the ratios to the counts.
func (r Row) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"name":%q,"gold":%d,"system":%d,"right":%d,"p":%.4f,"r":%.4f,"f1":%.4f}`,
		r.Name, r.Gold, r.System, r.Right, r.P(), r.R(), r.F1()), nil
}

// Confusion is how often an item labelled Gold was answered System.
type Confusion struct {
	Gold   string `json:"gold"`
	System string `json:"system"`
	Count  int    `json:"count"`
}

// Report is the outcome of measuring one file.
type Report struct {
	Set       string      `json:"set"`  // "events", "syntax", …
	File      string      `json:"file"` // base name of what was measured
	Items     int         `json:"items"`
	Unit      string      `json:"unit"` // of Items: "pairs", "words", …
	Rows      []Row       `json:"rows,omitempty"`
	Figures   []Figure    `json:"figures"` // the last is the main one
	Confusion []Confusion `json:"confusion,omitempty"`
	// Worst are the cases to read first. They quote the data, so they are
	// printed and never written to a file of the repository.
	Worst []string `json:"worst,omitempty"`
}

// Main is the figure the set is judged by.
func (r *Report) Main() Figure {
	if len(r.Figures) == 0 {
		return Figure{}
	}
	return r.Figures[len(r.Figures)-1]
}

// Add appends a figure.
func (r *Report) Add(name string, v float64) { r.Figures = append(r.Figures, Figure{name, v}) }

// Get is the figure of that name, or false.
func (r *Report) Get(name string) (float64, bool) {
	for _, f := range r.Figures {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}

// Print writes the report for a reader at a terminal, with up to worst cases.
func (r *Report) Print(w io.Writer, worst int) {
	fmt.Fprintf(w, "%s (%s): %d %s\n", r.Set, r.File, r.Items, r.Unit)
	for _, x := range r.Rows {
		fmt.Fprintf(w, "  %-22s P %.3f  R %.3f  F1 %.3f  (gold %d, system %d, right %d)\n",
			x.Name, x.P(), x.R(), x.F1(), x.Gold, x.System, x.Right)
	}
	if len(r.Confusion) > 0 {
		fmt.Fprintln(w, "  most frequent confusions, gold → system:")
		for _, c := range r.Confusion[:min(len(r.Confusion), 12)] {
			fmt.Fprintf(w, "    %4d  %s → %s\n", c.Count, c.Gold, c.System)
		}
	}
	for _, s := range r.Worst[:min(len(r.Worst), worst)] {
		fmt.Fprintf(w, "  ! %s\n", strings.ReplaceAll(s, "\n", " "))
	}
	for _, f := range r.Figures {
		fmt.Fprintf(w, "  %-40s %.3f\n", f.Name, f.Value)
	}
}

// Markdown writes the report for docs/accuracy.md; the cases that quote the
// data are left out.
func (r *Report) Markdown(w io.Writer) {
	fmt.Fprintf(w, "### %s: `%s`\n\n%d %s.\n\n", r.Set, r.File, r.Items, r.Unit)
	if len(r.Figures) > 0 {
		fmt.Fprint(w, "| figure | value |\n|---|---:|\n")
		for _, f := range r.Figures {
			if strings.HasPrefix(f.Name, "seconds") {
				continue // is of the machine, and differs in every run
			}
			fmt.Fprintf(w, "| %s | %.3f |\n", f.Name, f.Value)
		}
		fmt.Fprintln(w)
	}
	if len(r.Rows) > 0 {
		fmt.Fprint(w, "| | precision | recall | F1 | gold | system | right |\n|---|---:|---:|---:|---:|---:|---:|\n")
		for _, x := range r.Rows {
			fmt.Fprintf(w, "| %s | %.3f | %.3f | %.3f | %d | %d | %d |\n", x.Name, x.P(), x.R(), x.F1(), x.Gold, x.System, x.Right)
		}
		fmt.Fprintln(w)
	}
	if len(r.Confusion) > 0 {
		fmt.Fprint(w, "Most frequent confusions:\n\n| gold | system | times |\n|---|---|---:|\n")
		for _, c := range r.Confusion[:min(len(r.Confusion), 12)] {
			fmt.Fprintf(w, "| %s | %s | %d |\n", c.Gold, c.System, c.Count)
		}
		fmt.Fprintln(w)
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
