package en

import (
	"io/fs"
	"strings"

	"chancery/internal/doc"
)

// morphology fills Feats and Lemma from the form, the part of speech and the
// tree.
type morphology struct {
	lemmas *lemmas
}

func newMorphology(fs.FS) (*morphology, error) { return &morphology{lemmas: newLemmas()}, nil }

func (m *morphology) annotate(d *doc.Document) {
	for i := range d.Tokens {
		t := &d.Tokens[i]
		form := d.Form(i)
		t.Feats = feats(d, i, form)
		t.Lemma = m.lemmas.of(form, t.UPOS, t.Feats)
	}
}

// feats is the morphology of token i, in the UD order of names.
func feats(d *doc.Document, i int, form string) string {
	t := &d.Tokens[i]
	low := lowered(form)
	switch t.UPOS {
	case "NOUN", "PROPN":
		if isPlural(low) && !(t.UPOS == "PROPN" && t.Deprel == "flat") {
			return "Number=Plur"
		}
		return "Number=Sing"
	case "ADJ", "ADV":
		if f := degrees[low]; f != "" {
			return f
		}
		switch {
		case strings.HasSuffix(low, "est") && len(low) > 5 && t.UPOS == "ADJ":
			return "Degree=Sup"
		case strings.HasSuffix(low, "er") && len(low) > 4 && comparatives[low]:
			return "Degree=Cmp"
		case t.UPOS == "ADJ":
			return "Degree=Pos"
		}
	case "VERB", "AUX":
		return verbFeats(d, i, low)
	case "PRON", "DET":
		return closed[low]
	case "NUM":
		if low[0] >= '0' && low[0] <= '9' {
			return "NumForm=Digit|NumType=Card"
		}
		return "NumForm=Word|NumType=Card"
	}
	return ""
}

func isPlural(low string) bool {
	if irregularPlurals[low] {
		return true
	}
	n := len(low)
	if n < 4 || low[n-1] != 's' {
		return false
	}
	switch low[n-2] {
	case 's', 'u', 'i', '.', '\'':
		return false
	}
	return !singularS[low]
}

func verbFeats(d *doc.Document, i int, low string) string {
	if f, ok := auxFeats[low]; ok {
		return f
	}
	var have, be, do, modal, to bool
	if d.Tokens[i].UPOS == "VERB" {
		for _, k := range d.Children(i) {
			kt := &d.Tokens[k]
			switch kt.Deprel {
			case "aux", "aux:pass":
				switch lowered(d.Form(int(k))) {
				case "have", "has", "had", "'ve", "having", "’ve":
					have = true
				case "be", "is", "was", "are", "were", "been", "being", "am", "'re", "'m", "’re", "’m":
					be = true
				case "do", "does", "did":
					do = true
				case "'s", "’s", "'d", "’d":
					have = true
				default:
					modal = true
				}
			case "mark":
				to = to || kt.Start < d.Tokens[i].Start && lowered(d.Form(int(k))) == "to"
			}
		}
	}
	switch {
	case strings.HasSuffix(low, "ing") && len(low) > 4:
		if d.Tokens[i].Deprel == "amod" || be {
			return "Tense=Pres|VerbForm=Part"
		}
		return "VerbForm=Ger"
	case to || modal || do:
		return "VerbForm=Inf"
	case be:
		return "Tense=Past|VerbForm=Part|Voice=Pass"
	case have:
		return "Tense=Past|VerbForm=Part"
	case strings.HasSuffix(low, "ed") && len(low) > 3 || pastForms[low]:
		switch d.Tokens[i].Deprel {
		case "acl", "amod":
			return "Tense=Past|VerbForm=Part|Voice=Pass"
		}
		return "Mood=Ind|Tense=Past|VerbForm=Fin"
	case strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") && len(low) > 2:
		return "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
	}
	if d.Child(i, "nsubj", "nsubj:pass", "expl", "csubj") < 0 && (d.Tokens[i].Deprel == "xcomp" || d.Tokens[i].Deprel == "ccomp") {
		return "VerbForm=Inf"
	}
	return "Mood=Ind|Tense=Pres|VerbForm=Fin"
}
