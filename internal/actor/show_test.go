package actor_test

import (
	"fmt"
	"strings"

	"chancery/internal/doc"
)

// dump prints the mentions of a document, sentence by sentence.
func dump(d *doc.Document) string {
	var b strings.Builder
	for si := range d.Sentences {
		se := &d.Sentences[si]
		fmt.Fprintf(&b, "%s\n", d.Slice(se.Span))
		for _, m := range d.Mentions {
			if m.Head < se.First || m.Head >= se.Last {
				continue
			}
			fmt.Fprintf(&b, "  [%s] head=%s kind=%d", d.Slice(m.Span), d.Form(m.Head), m.Kind)
			for _, a := range m.Actors {
				fmt.Fprintf(&b, " {%s|%s|%s %v|%s|%s|#%d|%s}", a.Name, a.Country, a.Sector, a.Sectors, a.Role, a.Organisation, a.Entity, a.Basis)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
