package main

import (
	"strings"

	"chancery/internal/doc"
	"chancery/internal/nlp/en"
	"chancery/internal/nlp/linear"
)

// coarse maps the types of the sets to those used here; "" is dropped.
var coarse = map[string]string{
	"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC", "EVENT": "EVENT",
	"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP",
}

// landforms are words that make a place a LOC and not a GPE.
var landforms = map[string]bool{}

// commonWords are marked by some sets as mentions but are no names.
var commonWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`he she it we they you i who his her our their us them this that these those the a an here there
		government police army president minister secretary soldiers people troops coalition terrorists fighters militants rebels`) {
		commonWords[w] = true
	}
	for _, w := range strings.Fields(`river lake sea ocean gulf bay strait straits channel mountain mountains mount mt. hill hills
		valley desert island islands isle isles peninsula cape coast canal delta plateau basin park street avenue road square bridge
		airport port harbor harbour stadium palace dam base hospital university museum station east west north south center centre
		castle church cathedral temple mosque school college hall building tower hotel beach forest garden gardens highway railway
		europe africa asia america antarctica arctic atlantic pacific mediterranean caribbean balkans caucasus sahara sahel`) {
		landforms[w] = true
	}
}

// retype rewrites the IOB2 tags of e in place with the types used here and
// drops what is no name.
func retype(e linear.Example, l *en.Lists) {
	for i := 0; i < len(e.Entities); i++ {
		if e.Entities[i] == "O" {
			continue
		}
		kind := e.Entities[i][2:]
		z := i + 1
		for z < len(e.Entities) && e.Entities[z] == "I-"+kind {
			z++
		}
		t := fineType(coarse[kind], e.Forms[i:z], l)
		a := i
		// The article is no part of a name, nor is a phrase without a capital.
		if t != "" && strings.EqualFold(e.Forms[a], "the") && z-a > 1 {
			e.Entities[a] = "O"
			a++
		}
		if t == "PER" {
			for n := nameStart(e.Forms[a:z], l); n > 0; n-- {
				e.Entities[a] = "O"
				a++
			}
		}
		if a == z {
			continue
		}
		if !named(e.Forms[a:z]) {
			t = ""
		}
		for k := a; k < z; k++ {
			switch {
			case t == "":
				e.Entities[k] = "O"
			case k == a:
				e.Entities[k] = "B-" + t
			default:
				e.Entities[k] = "I-" + t
			}
		}
		i = z - 1
	}
}

// addNames marks the countries and peoples that a set does not count as names,
// and gives those it counts their type here.
func addNames(e linear.Example, l *en.Lists) {
	d := doc.Document{Text: strings.Join(e.Forms, " ")}
	at := 0
	for _, f := range e.Forms {
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(f)}})
		at += len(f) + 1
	}
	kinds := l.Names.Kinds()
	for _, m := range l.Names.Find(nil, &d, 0, len(e.Forms)) {
		kind := kinds[m.Kind]
		if kind != "NORP" && kind != "GPE" || m.First == 0 && m.Last == 1 && kind == "GPE" {
			continue
		}
		whole := m.Last == len(e.Forms) || e.Entities[m.Last][0] != 'I'
		free := e.Entities[m.First] == "O"
		for i := m.First; i < m.Last; i++ {
			free = free && e.Entities[i] == "O"
			whole = whole && (i > m.First) == (e.Entities[i][0] == 'I')
		}
		if !free && (!whole || e.Entities[m.First] == "B-PER") {
			continue
		}
		for i := m.First; i < m.Last; i++ {
			e.Entities[i] = "I-" + kind
		}
		e.Entities[m.First] = "B-" + kind
	}
}

// named reports whether a phrase begins or ends with a capital or a figure.
func named(forms []string) bool {
	last := forms[len(forms)-1]
	if len(forms) == 1 && commonWords[strings.ToLower(last)] {
		return false
	}
	up := func(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 0x80 || s[0] >= '0' && s[0] <= '9' }
	return up(forms[0]) && up(last) || up(last) && len(forms) < 4
}

func fineType(t string, forms []string, l *en.Lists) string {
	name := strings.ToLower(strings.Join(forms, " "))
	name = strings.TrimPrefix(name, "the ")
	switch t {
	case "LOC":
		if l.Countries[name] && !landforms[name] {
			return "GPE"
		}
		if l.Demonyms[name] {
			return "NORP"
		}
		for _, f := range forms {
			if landforms[strings.ToLower(f)] {
				return "LOC"
			}
		}
		return "GPE"
	case "MISC", "PER", "ORG":
		if l.Demonyms[name] {
			return "NORP"
		}
		last := strings.ToLower(forms[len(forms)-1])
		switch last {
		case "war", "cup", "olympics", "games", "championship", "championships", "festival", "revolution", "battle", "election", "elections", "tournament", "open", "summit":
			if t == "MISC" {
				return "EVENT"
			}
		case "act", "treaty", "constitution", "convention", "accord", "accords", "agreement", "law", "resolution", "protocol", "pact", "amendment":
			if t == "MISC" {
				return "LAW"
			}
		}
	}
	return t
}

// nameStart is how many words of a person's phrase stand before the name:
// nationality, offices and titles, as some sets take them in.
func nameStart(forms []string, l *en.Lists) int {
	n := 0
	for i, f := range forms {
		low := strings.ToLower(f)
		if l.Titles[low] || l.Demonyms[low] && len(forms) > 1 || f[0] >= 'a' && f[0] <= 'z' && len(f) > 3 {
			n = i + 1
		}
	}
	return n
}
