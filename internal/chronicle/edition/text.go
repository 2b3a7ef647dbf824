package edition

import (
	"bufio"
	"strings"

	width "github.com/jedib0t/go-pretty/v6/text"

	"chancery/internal/chronicle"
)

// Codes of the terminal's graphic rendition.
const (
	bold  = "1"
	faint = "2"
)

func (e *edition) paint(s, rendition string) string {
	if !e.Color || s == "" || rendition == "" {
		return s
	}
	return "\x1b[" + rendition + "m" + s + "\x1b[0m"
}

// text prints for a terminal.
func text(e *edition, w *bufio.Writer) error {
	columns := e.Width
	if columns <= 0 {
		columns = 80
	}
	columns = max(columns, 30)
	w.WriteString(e.paint(e.title(), bold) + "\n")
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		w.WriteString("\n" + e.paint(s.Heading, bold) + "\n")
		for i := range s.Entries {
			x := &s.Entries[i]
			e.wrapped(w, columns, "  ", "", words(isolated(x.Sentence)))
			for _, n := range e.notes(x) {
				e.wrapped(w, columns, "      ", "", words("["+isolated(n)+"]"))
			}
			e.wrapped(w, columns, "      ", faint, e.sourceWords(x))
		}
		if m := e.more(s); m != "" {
			w.WriteString("  " + e.paint(m, faint) + "\n")
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	w.WriteString("\n" + e.closing() + "\n")
	return nil
}

// word is a word with the address that it leads to.
type word struct{ text, url string }

func words(s string) []word {
	var out []word
	for _, f := range strings.Fields(s) {
		out = append(out, word{f, ""})
	}
	return out
}

func (e *edition) sourceWords(x *chronicle.Entry) []word {
	var out []word
	outlets := e.outlets(x)
	for i, o := range outlets {
		credit := isolated(o.credit)
		if i < len(outlets)-1 {
			credit += ";"
		}
		for _, f := range words(credit) {
			if e.Links {
				f.url = o.reports[0].URL
			}
			out = append(out, f)
		}
	}
	return out
}

// wrapped prints words in lines no longer than the columns, a word that is
// longer alone on its line.
func (e *edition) wrapped(w *bufio.Writer, columns int, indent, rendition string, ws []word) {
	if len(ws) == 0 {
		return
	}
	var line strings.Builder
	used := 0
	end := func() {
		w.WriteString(indent + e.paint(line.String(), rendition) + "\n")
		line.Reset()
		used = 0
	}
	for i, x := range ws {
		n := width.StringWidthWithoutEscSequences(x.text)
		if used > 0 && len(indent)+used+1+n > columns {
			end()
		}
		linked := x.url != ""
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		if linked && (used == 0 || i == 0 || ws[i-1].url != x.url) {
			line.WriteString("\x1b]8;;" + x.url + "\x1b\\")
		}
		line.WriteString(x.text)
		used += n
		last := i == len(ws)-1 || ws[i+1].url != x.url
		if !last && linked {
			n := width.StringWidthWithoutEscSequences(ws[i+1].text)
			last = len(indent)+used+1+n > columns
		}
		if linked && last {
			line.WriteString("\x1b]8;;\x1b\\")
		}
	}
	end()
}
