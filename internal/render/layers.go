// Package render turns documents and records into what people and programs
// read: tables, lines of JSON or CSV, annotated text, and explanations.
package render

import (
	"bytes"
	"fmt"
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
)

// CoNLLU is the document in CoNLL-U with TokenRange=start:end in MISC.
func CoNLLU(d *doc.Document) []byte {
	var b bytes.Buffer
	// A bytes.Buffer takes everything.
	_ = conllu.Write(&b, d)
	return b.Bytes()
}

// Layers is the document for reading: each sentence with its tree, then what
// stands over it.
func Layers(d *doc.Document) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "== %s", d.ID)
	if d.Title != "" {
		fmt.Fprintf(&b, "  %s", d.Title)
	}
	b.WriteByte('\n')
	if dl := d.Dateline; dl.Span.Len() > 0 || d.Published != "" {
		fmt.Fprintf(&b, "published %s  dateline %s %s %s\n", dash(d.Published), dash(dl.Place), dash(dl.Date), strings.Join(dl.Agencies, ", "))
	}
	for i := range d.Sentences {
		s := &d.Sentences[i]
		fmt.Fprintf(&b, "\n%d-%d  %s\n", s.Start, s.End, oneLine(d.Slice(s.Span)))
		Tree(&b, d, i, nil)
		for _, e := range d.Entities {
			if s.Contains(e.Span) {
				fmt.Fprintf(&b, "  %-9s %s\n", e.Type, oneLine(d.Slice(e.Span)))
			}
		}
		for _, t := range d.Times {
			if s.Contains(t.Span) {
				fmt.Fprintf(&b, "  %-9s %s = %s (%s)\n", strings.ToLower(t.Type), oneLine(d.Slice(t.Span)), t.Value, t.Basis)
			}
		}
		for _, p := range d.Places {
			if s.Contains(p.Span) {
				fmt.Fprintf(&b, "  place     %s = %s\n", oneLine(d.Slice(p.Span)), placeLine(&p))
			}
		}
		for _, q := range d.Quotations {
			if len(q.Content) > 0 && s.Contains(q.Content[0]) {
				fmt.Fprintf(&b, "  said by   %s: %s\n", dash(said(d, q.Source)), said(d, q.Content))
			}
		}
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func placeLine(p *doc.Toponym) string {
	parts := []string{p.Name}
	if p.Admin1 != "" && p.Admin1 != p.Name {
		parts = append(parts, p.Admin1)
	}
	if p.Country != "" {
		parts = append(parts, p.Country)
	}
	s := strings.Join(parts, ", ")
	if p.Resolved {
		s += fmt.Sprintf(" %.3f %.3f", p.Lat, p.Lon)
	}
	return s
}

func said(d *doc.Document, spans []doc.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = oneLine(d.Slice(s))
	}
	return strings.Join(parts, " … ")
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// oneLine folds runs of white space to one blank.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
