package edition

import (
	"bufio"
	"strings"

	"chancery/internal/chronicle"
)

// markdown prints CommonMark: a heading a day, an item an entry.
func markdown(e *edition, w *bufio.Writer) error {
	w.WriteString("# " + escapeMarkdown(e.title()) + "\n")
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		w.WriteString("\n## " + escapeMarkdown(s.Heading) + "\n\n")
		for i := range s.Entries {
			x := &s.Entries[i]
			w.WriteString("- " + escapeMarkdown(isolated(x.Sentence)))
			if notes := e.notes(x); len(notes) > 0 {
				for i := range notes {
					notes[i] = escapeMarkdown(isolated(notes[i]))
				}
				w.WriteString(" *\\[" + strings.Join(notes, "; ") + "\\]*")
			}
			if src := e.markdownSources(x); src != "" {
				w.WriteString("\\\n  " + src)
			}
			w.WriteString("\n")
		}
		if m := e.more(s); m != "" {
			w.WriteString("\n" + escapeMarkdown(m) + "\n")
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	w.WriteString("\n" + escapeMarkdown(e.closing()) + "\n")
	return nil
}

func (e *edition) markdownSources(x *chronicle.Entry) string {
	var out []string
	for _, o := range e.outlets(x) {
		credit := escapeMarkdown(isolated(o.credit))
		if url := o.reports[0].URL; url != "" {
			credit = "[" + credit + "](" + markdownURL.Replace(url) + ")"
		}
		out = append(out, credit)
	}
	return strings.Join(out, "; ")
}

// markdownURL hides what would end a link's address.
var markdownURL = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "[", "%5B", "]", "%5D", "\\", "%5C", "|", "%7C", "*", "%2A", "`", "%60", "&", "&amp;")

// escapeMarkdown puts a backslash before every sign that means something inside
// a line of Markdown or of its common extensions, and makes entities of what
// could be HTML. "www." and "://" are broken so that no reader makes a link of
// them, and so is what would begin a list, a heading or a rule.
func escapeMarkdown(s string) string {
	var b strings.Builder
	start := true // only figures so far
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case '\\', '`', '*', '_', '[', ']', '~', '^', '|', '$', '@':
			b.WriteByte('\\')
		case '.', ')':
			if start && i > 0 || c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteByte('\\')
			}
		case ':':
			if strings.HasPrefix(s[i:], "://") {
				b.WriteByte('\\')
			}
		case '#', '+', '-', '=':
			if i == 0 {
				b.WriteByte('\\')
			}
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '&':
			b.WriteString("&amp;")
			continue
		}
		start = start && c >= '0' && c <= '9'
		b.WriteByte(c)
	}
	return b.String()
}
