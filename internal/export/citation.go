package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"chancery/internal/day"
)

// Dataset is what a user says of an exported file, for its codebook and for
// those who cite it. Only Title must be given.
type Dataset struct {
	File  string // its name
	Title string
	// Authors, in order: "Family, Given" is a person, a name without a comma a
	// body. Without any, the data set is its title's.
	Authors  []string
	Version  string
	Released string // YYYY-MM-DD, or "" where there is no date
	URL      string
	DOI      string // 10.…
	Licence  string // SPDX: "CC-BY-4.0"
	Software string // what wrote it: "Chancery 0.3.0"
}

// Cited is a citation in the forms that tools read.
type Cited struct {
	CFF    []byte // CITATION.cff, Citation File Format 1.2.0
	BibTeX []byte
	Text   string // one line
}

// Citation is how to cite a data set.
func Citation(d Dataset) Cited {
	if d.Title == "" {
		d.Title = "Chancery event data"
	}
	return Cited{CFF: d.cff(), BibTeX: d.bibtex(), Text: d.text()}
}

func (d *Dataset) cff() []byte {
	var b bytes.Buffer
	// Strings of JSON are strings of YAML.
	quoted := func(s string) string {
		var q bytes.Buffer
		enc := json.NewEncoder(&q)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(clean(s)) // a string always has a form in JSON
		return strings.TrimSuffix(q.String(), "\n")
	}
	field := func(k, v string) {
		if v != "" {
			fmt.Fprintf(&b, "%s: %s\n", k, quoted(v))
		}
	}
	field("cff-version", "1.2.0")
	field("message", "Please cite this data set as given here.")
	field("type", "dataset")
	field("title", d.Title)
	b.WriteString("authors:\n")
	authors := d.Authors
	if len(authors) == 0 {
		authors = []string{"The compilers of " + strings.ReplaceAll(d.Title, ",", "")}
	}
	for _, a := range authors {
		if family, given, person := strings.Cut(a, ","); person {
			fmt.Fprintf(&b, "  - family-names: %s\n", quoted(family))
			if given = clean(given); given != "" {
				fmt.Fprintf(&b, "    given-names: %s\n", quoted(given))
			}
		} else {
			fmt.Fprintf(&b, "  - name: %s\n", quoted(a))
		}
	}
	field("version", d.Version)
	if _, err := day.Parse(d.Released); err == nil {
		field("date-released", d.Released)
	}
	field("doi", d.DOI)
	field("url", d.URL)
	field("license", d.Licence)
	software := cmp.Or(d.Software, "Chancery")
	name, version, _ := strings.Cut(software, " ")
	b.WriteString("references:\n  - type: software\n    title: " + quoted(name) + "\n    authors:\n      - name: \"The Chancery authors\"\n")
	if version != "" {
		b.WriteString("    version: " + quoted(version) + "\n")
	}
	return b.Bytes()
}

var latex = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `$`, `\$`, `&`, `\&`, `%`, `\%`, `#`, `\#`, `_`, `\_`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`)

func (d *Dataset) bibtex() []byte {
	var b bytes.Buffer
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(d.Title))
	fmt.Fprintf(&b, "@misc{%s,\n", cmp.Or(key[:min(len(key), 24)], "chancery"))
	field := func(k, v string) {
		if v != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", k, v)
		}
	}
	authors := make([]string, len(d.Authors))
	for i, a := range d.Authors {
		authors[i] = latex.Replace(clean(a))
		if !strings.Contains(a, ",") { // a body's name is not taken apart
			authors[i] = "{" + authors[i] + "}"
		}
	}
	field("author", strings.Join(authors, " and "))
	field("title", "{"+latex.Replace(clean(d.Title))+"}")
	if _, err := day.Parse(d.Released); err == nil {
		field("year", d.Released[:4])
		field("month", strings.TrimPrefix(d.Released[5:7], "0"))
	}
	field("version", latex.Replace(clean(d.Version)))
	field("howpublished", "Data set")
	// Addresses stand as they are, so braces and blanks are written as in one.
	address := strings.NewReplacer("{", "%7B", "}", "%7D", " ", "%20")
	field("doi", address.Replace(clean(d.DOI)))
	field("url", address.Replace(clean(d.URL)))
	field("note", "Written by "+latex.Replace(clean(cmp.Or(d.Software, "Chancery"))))
	b.WriteString("}\n")
	return b.Bytes()
}

// text is authors, year, title, version and where to find it.
func (d *Dataset) text() string {
	var b strings.Builder
	for i, a := range d.Authors {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(clean(a))
	}
	year := "n.d."
	if _, err := day.Parse(d.Released); err == nil {
		year = d.Released[:4]
	}
	if len(d.Authors) > 0 {
		b.WriteString(" (" + year + "). " + clean(d.Title))
	} else {
		b.WriteString(clean(d.Title) + " (" + year + ")")
	}
	if d.Version != "" {
		b.WriteString(", version " + clean(d.Version))
	}
	b.WriteString(" [Data set]. Written by " + clean(cmp.Or(d.Software, "Chancery")) + ".")
	switch {
	case d.DOI != "":
		b.WriteString(" https://doi.org/" + clean(d.DOI))
	case d.URL != "":
		b.WriteString(" " + clean(d.URL))
	}
	return b.String()
}
