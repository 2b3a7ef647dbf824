package store

import (
	"strings"
	"unicode"

	"chancery/internal/doc"
)

// content is what makes an article this one and no other: its URL or, where it
// has none, its publisher and day, and its words. Layout does not count.
func content(d *doc.Document, url string) []byte {
	var b strings.Builder
	b.Grow(len(d.Text))
	space := false
	for _, c := range d.Text {
		if unicode.IsSpace(c) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(c)
	}
	if url != "" {
		return hash("url", url, b.String())
	}
	return hash("text", d.Publisher, d.Published, b.String())
}
