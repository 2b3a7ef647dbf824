package en

import (
	"sort"

	"chancery/internal/doc"
)

// names cuts titles, offices and nationalities off the front of persons' names,
// so that "President Otieno" and "Otieno" are the same name.
func (a *analyzer) names(d *doc.Document) {
	for k := range d.Entities {
		e := &d.Entities[k]
		if e.Type != "PER" {
			continue
		}
		first := e.First
		for i := e.First; i < e.Last-1; i++ {
			if low := lowered(d.Form(i)); a.lists.Titles[low] || a.lists.Demonyms[low] {
				first = i + 1
			}
		}
		if first > e.First {
			e.First, e.Span = first, d.TokenSpan(first, e.Last)
		}
	}
}

// peoples adds the nationality words that stand inside a longer name
// ("[[Cuban] Foreign Ministry]") or that the model passed over.
func (a *analyzer) peoples(d *doc.Document) {
	n, at := len(d.Entities), 0
	for i := range d.Tokens {
		for at < n && d.Entities[at].Last <= i {
			at++
		}
		form := d.Form(i)
		if !capitalised(form) || !a.lists.Demonyms[lowered(form)] {
			continue
		}
		if at < n && d.Entities[at].First <= i {
			e := &d.Entities[at]
			if e.Last-e.First == 1 || e.Type == "PER" || e.Type == "NORP" {
				continue
			}
		}
		if u := d.Tokens[i].UPOS; u != "ADJ" && u != "PROPN" && u != "NOUN" {
			continue
		}
		d.Entities = append(d.Entities, doc.Entity{Span: d.Tokens[i].Span, First: i, Last: i + 1, Type: "NORP"})
	}
	if len(d.Entities) > n {
		sort.SliceStable(d.Entities, func(i, j int) bool {
			x, y := &d.Entities[i], &d.Entities[j]
			if x.First != y.First {
				return x.First < y.First
			}
			return x.Last > y.Last
		})
	}
}
