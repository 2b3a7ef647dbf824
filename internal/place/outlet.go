package place

import (
	"errors"
	"io/fs"
	"strings"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// outlet is where a publisher is at home.
type outlet struct{ town, within string }

// readOutlets reads domain or name, … | town | ISO2 or division code. Towns are
// looked up when a document names the publisher.
func (t *Tagger) readOutlets(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, "en/places/outlets.txt", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, n := range lexicon.Split(r.Col(0)) {
			t.outlets[strings.ToLower(n)] = outlet{r.Col(1), r.Col(2)}
		}
	}
	return nil
}

// Lint finds publishers whose town the gazetteer does not have.
func Lint(fsys fs.FS) []lexicon.Problem {
	t, err := New(fsys)
	if err != nil {
		var p lexicon.Problem
		if errors.As(err, &p) {
			return []lexicon.Problem{p}
		}
		return []lexicon.Problem{{File: "en/places", Msg: err.Error()}}
	}
	rows, err := lexicon.Table(fsys, "en/places/outlets.txt", 3)
	if err != nil {
		return []lexicon.Problem{{File: "en/places/outlets.txt", Msg: err.Error()}}
	}
	var out []lexicon.Problem
	for _, r := range rows {
		if t.town(r.Col(1), r.Col(2)) < 0 {
			out = append(out, lexicon.Problem{File: r.File, Line: r.Line, Msg: "the gazetteer has no " + r.Col(1) + " in " + r.Col(2)})
		}
	}
	return out
}

// home is where the document's publisher is at home, or nil.
func (t *Tagger) home(d *doc.Document) *Candidate {
	for _, s := range []string{d.Site, d.Publisher} {
		o, ok := t.outlets[host(s)]
		if !ok {
			continue
		}
		if i := t.town(o.town, o.within); i >= 0 {
			c := t.candidate(i, Primary)
			return &c
		}
	}
	return nil
}

func host(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }

// paperWords are what papers and stations add to the name of their town.
var paperWords = []string{"newspapers", "newspaper", "independent", "chronicle", "dispatch", "examiner", "enquirer", "inquirer",
	"observer", "reporter", "register", "republican", "democrat", "advertiser", "advocate", "guardian", "messenger", "telegraph",
	"standard", "tribune", "gazette", "journal", "courier", "express", "bulletin", "sentinel", "monitor", "mercury", "leader",
	"ledger", "record", "review", "herald", "beacon", "banner", "citizen", "capital", "weekly", "pioneer", "online", "today",
	"times", "press", "daily", "echo", "mail", "post", "star", "news", "live", "city", "sun", "eagle", "argus", "world", "now", "the", "my", "go"}

// named are the towns and divisions that the publisher's own domain may be
// named after: "springfieldherald.com". They count as one more name of the
// story, to be resolved with the others.
func (t *Tagger) named(d *doc.Document) []Candidate {
	for _, s := range []string{d.Site, d.Publisher} {
		label, rest, ok := strings.Cut(host(s), ".")
		if !ok || len(label) < 6 || len(label) > 32 {
			continue
		}
		label = strings.TrimPrefix(strings.ReplaceAll(label, "-", ""), "thisis")
		for range 3 {
			for _, w := range paperWords {
				if len(label) > len(w)+4 {
					label = strings.TrimPrefix(strings.TrimSuffix(label, w), w)
				}
			}
		}
		if cs := t.inDomain(label, rest); cs != nil {
			return cs
		}
	}
	return nil
}

// inDomain looks a domain's label up as one word and as two.
func (t *Tagger) inDomain(label, tld string) []Candidate {
	within := strings.ToUpper(tld[strings.LastIndexByte(tld, '.')+1:])
	if within == "UK" {
		within = "GB"
	}
	buf := make([]byte, 0, len(label)+1)
	for cut := 0; cut <= len(label)-3; cut++ {
		buf = append(buf[:0], label[:cut]...)
		if cut > 0 && cut < 3 {
			continue
		}
		if cut > 0 {
			buf = append(buf, ' ')
		}
		buf = append(buf, label[cut:]...)
		var out []Candidate
		for _, c := range t.lookup(hash(buf)) {
			if c.class != isTown && c.class != isAdmin1 && c.class != isAdmin2 || c.Kind == Variant {
				continue
			}
			if len(within) == 2 && within != c.ISO2 {
				continue
			}
			out = append(out, c)
		}
		if out != nil {
			return out
		}
	}
	return nil
}
