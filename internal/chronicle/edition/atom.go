package edition

import (
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"html"
	"strings"

	"chancery/internal/chronicle"
	"chancery/internal/day"
)

// namespace is the UUID under which the ids of a feed are made; it was drawn
// once and names Chancery's chronicles.
var namespace = [16]byte{0x6b, 0x1f, 0x4c, 0x9e, 0x0a, 0x57, 0x4d, 0x3b, 0x9c, 0x2e, 0x51, 0x7d, 0x8e, 0x64, 0xf0, 0x23}

// urn is a name-based UUID (RFC 9562, version 5), so that the same happening has
// the same id in every feed.
func urn(name string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(name))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	x := hex.EncodeToString(u)
	return "urn:uuid:" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// moment is the first moment of a day after RFC 3339.
func moment(d day.Day) string { return d.Time().Format("2006-01-02T15:04:05Z") }

// atom prints a feed after RFC 4287. An entry was updated when its latest
// report became known, the feed when its latest entry was.
func atom(e *edition, w *bufio.Writer) error {
	body, err := newSpool()
	if err != nil {
		return err
	}
	defer body.close()
	updated := day.Earliest
	for s, err := range e.sections() {
		if err != nil {
			return err
		}
		for i := range s.Entries {
			x := &s.Entries[i]
			updated = max(updated, x.Updated)
			e.atomEntry(body.Writer, s, x)
		}
		if err := body.Flush(); err != nil {
			return err
		}
	}
	if updated == day.Earliest { // an empty feed
		if updated = 0; e.closed() {
			updated = e.To
		}
	}
	w.WriteString(xml.Header + "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" + xmlText(e.l.Get("lang")) + "\">\n")
	w.WriteString("<id>" + urn(strings.Join(append(append([]string{"chronicle", e.title()}, e.About...), e.Types...), "\x00")) + "</id>\n")
	w.WriteString("<title>" + xmlText(e.title()) + "</title>\n")
	w.WriteString("<updated>" + moment(updated) + "</updated>\n")
	w.WriteString("<author><name>Chancery</name></author>\n<generator>Chancery</generator>\n")
	if e.Self != "" {
		w.WriteString("<link rel=\"self\" type=\"application/atom+xml\" href=\"" + xmlText(e.Self) + "\"/>\n")
	}
	if err := body.to(w); err != nil {
		return err
	}
	_, err = w.WriteString("</feed>\n")
	return err
}

func (e *edition) atomEntry(w *bufio.Writer, s *chronicle.Section, x *chronicle.Entry) {
	w.WriteString("<entry>\n<id>" + urn("happening\x00"+x.ID) + "</id>\n")
	w.WriteString("<title>" + xmlText(isolated(x.Sentence)) + "</title>\n")
	w.WriteString("<published>" + moment(x.Known) + "</published>\n<updated>" + moment(x.Updated) + "</updated>\n")
	if len(x.Sources) > 0 && x.Sources[0].URL != "" {
		w.WriteString("<link rel=\"alternate\" href=\"" + xmlText(x.Sources[0].URL) + "\"/>\n")
	}
	w.WriteString("<category term=\"" + xmlText(x.Type) + "\"/>\n")
	w.WriteString("<content type=\"html\">" + xmlText(e.entryHTML(s, x)) + "</content>\n</entry>\n")
}

// entryHTML is an entry as feed readers show it.
func (e *edition) entryHTML(s *chronicle.Section, x *chronicle.Entry) string {
	var b strings.Builder
	b.WriteString("<p><strong>" + html.EscapeString(s.Heading) + ".</strong> <bdi>" + html.EscapeString(x.Sentence) + "</bdi></p>")
	for _, n := range e.notes(x) {
		b.WriteString("<p><em><bdi>" + html.EscapeString(n) + "</bdi></em></p>")
	}
	var sources []string
	for _, o := range e.outlets(x) {
		credit := "<bdi>" + html.EscapeString(o.credit) + "</bdi>"
		if url := o.reports[0].URL; url != "" {
			credit = "<a href=\"" + html.EscapeString(url) + "\" rel=\"noopener noreferrer\">" + credit + "</a>"
		}
		sources = append(sources, credit)
	}
	if len(sources) > 0 {
		b.WriteString("<p>" + strings.Join(sources, "; ") + "</p>")
	}
	return b.String()
}

func xmlText(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
