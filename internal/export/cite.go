package export

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// sources hands on each article of the reports once, in the order in which they
// come. It remembers sixteen bytes an article.
type sources struct {
	*run
	seen  map[[16]byte]struct{}
	write func(*record.Source) error
}

func newSources(r *run, write func(*record.Source) error) *sources {
	return &sources{run: r, seen: map[[16]byte]struct{}{}, write: write}
}

func (s *sources) add(h *happening.Happening) error {
	for i := range h.Reports {
		d := h.Reports[i].Doc
		if d == nil {
			continue
		}
		sum := sha256.Sum256([]byte(d.ID))
		k := [16]byte(sum[:16])
		if _, ok := s.seen[k]; ok {
			continue
		}
		s.seen[k] = struct{}{}
		if err := s.write(d); err != nil {
			return err
		}
	}
	return nil
}

// issued is when an article was published, at the precision known: "2025-04-02",
// "2025-04", "2025" or "". The dateline stands in where publication is unknown.
func issued(d *record.Source) string {
	for _, s := range [...]string{d.Published, d.Dateline.Date} {
		if len(s) > 10 {
			s = s[:10]
		}
		if _, ok := day.Range(s); ok && (len(s) == 4 || len(s) == 7 || len(s) == 10) && !strings.ContainsAny(s, "WQHS") {
			return s
		}
	}
	return ""
}

// publisher is who published an article: the publisher, else the agency.
func publisher(d *record.Source) string { return cmp.Or(d.Publisher, d.Agency) }

// title is an article's title, else words that say what it is.
func title(d *record.Source) string {
	if t := clean(d.Title); t != "" {
		return t
	}
	if place := clean(d.Dateline.Place); place != "" {
		return "[Report from " + place + "]"
	}
	return "[Untitled article]"
}

// author is the agency, where somebody else published what it wrote.
func author(d *record.Source) string {
	if d.Agency != d.Publisher && d.Publisher != "" {
		return d.Agency
	}
	return ""
}

// ris writes RIS: tags of two letters, CR LF, newspaper articles (NEWS).
type ris struct{ *run }

func newRIS(r *run) (encoder, error) {
	f := &ris{r}
	s := newSources(r, f.source)
	return &sourceFile{s, func() error { return nil }}, nil
}

// sourceFile closes what a list of sources is written to.
type sourceFile struct {
	*sources
	end func() error
}

func (f *sourceFile) close() error { return f.end() }

func (f *ris) source(d *record.Source) error {
	f.tag("TY", "NEWS")
	f.tag("ID", d.ID)
	f.tag("TI", title(d))
	f.tag("AU", author(d))
	f.tag("T2", publisher(d))
	if s := issued(d); s != "" {
		f.tag("PY", s[:4])
		// The slashes of what is not known stay.
		f.tag("DA", strings.ReplaceAll(s, "-", "/")+map[int]string{4: "///", 7: "//"}[len(s)])
	}
	f.tag("UR", item(d.URL)) // ";" parts addresses in RIS
	f.tag("LA", d.Lang)
	if d.Dateline.Place != "" {
		f.tag("N1", "Dateline: "+strings.TrimSuffix(d.Dateline.Place+", "+d.Dateline.Date, ", "))
	}
	f.buf = append(f.buf, "ER  - \r\n\r\n"...)
	return f.flush()
}

func (f *ris) tag(name, value string) {
	if value = clean(value); value == "" {
		return
	}
	f.buf = append(append(f.buf, name...), "  - "...)
	f.buf = append(append(f.buf, value...), "\r\n"...)
}

// csl writes an array of CSL-JSON items.
type csl struct {
	*run
	json bytes.Buffer
	enc  *json.Encoder
}

type cslItem struct {
	ID        string     `json:"id"`
	Type      string     `json:"type"`
	Title     string     `json:"title"`
	Author    []cslName  `json:"author,omitempty"`
	Container string     `json:"container-title,omitempty"`
	Issued    *cslIssued `json:"issued,omitempty"`
	URL       string     `json:"URL,omitempty"`
	Language  string     `json:"language,omitempty"`
	Note      string     `json:"note,omitempty"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslIssued struct {
	Parts [1][]int `json:"date-parts"`
}

func newCSL(r *run) (encoder, error) {
	f := &csl{run: r}
	f.enc = json.NewEncoder(&f.json)
	f.enc.SetEscapeHTML(false)
	f.buf = append(f.buf, '[')
	s := newSources(r, f.source)
	return &sourceFile{s, func() error {
		_, err := f.w.Write(append(f.buf, "\n]\n"...))
		return err
	}}, nil
}

func (f *csl) source(d *record.Source) error {
	it := cslItem{
		ID: clean(d.ID), Type: "article-newspaper", Title: title(d), Container: clean(publisher(d)),
		URL: clean(d.URL), Language: clean(d.Lang),
	}
	if a := clean(author(d)); a != "" {
		it.Author = []cslName{{a}}
	}
	if s := issued(d); s != "" {
		it.Issued = &cslIssued{}
		for _, part := range strings.Split(s, "-") {
			n, err := strconv.Atoi(part)
			if err != nil {
				return err
			}
			it.Issued.Parts[0] = append(it.Issued.Parts[0], n)
		}
	}
	if p := clean(d.Dateline.Place); p != "" {
		it.Note = "Dateline: " + strings.TrimSuffix(p+", "+clean(d.Dateline.Date), ", ")
	}
	if f.sum.Rows > 0 {
		f.buf = append(f.buf, ',')
	}
	f.buf = append(f.buf, '\n')
	f.json.Reset()
	if err := f.enc.Encode(&it); err != nil {
		return err
	}
	f.buf = append(f.buf, bytes.TrimSpace(f.json.Bytes())...)
	return f.flush()
}
