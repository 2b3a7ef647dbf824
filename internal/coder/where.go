package coder

import (
	"strings"

	"chancery/internal/doc"
)

// locatives are the prepositions that say where a happening was.
var locatives = map[string]bool{"in": true, "at": true, "near": true, "outside": true, "inside": true, "off": true, "on": true, "around": true, "across": true, "throughout": true, "along": true, "over": false}

// clearly is the score a place must pass to be the event's: a locative phrase
// of its clause has it, a place merely near does not.
const clearly = 1.4

// placeOf is where an event happened: a toponym in a locative phrase of the
// trigger's own clause, else the clause's direction for a visit, else the only
// locative toponym of the sentence. Unknown stays unknown.
func (r *reader) placeOf(m *meaning, sentence int) *Place {
	d := r.d
	s := d.Sentences[sentence]
	best, bestScore := -1, clearly
	for i := range d.Places {
		p := &d.Places[i]
		if p.First < s.First || p.First >= s.Last || p.First < 0 || p.First >= p.Last {
			continue
		}
		if score := r.placeScore(p, m); score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return nil
	}
	p := &d.Places[best]
	return &Place{Toponym: best, Span: p.Span, Name: p.Name}
}

func (r *reader) placeScore(p *doc.Toponym, m *meaning) float64 {
	d := r.d
	tok := p.First
	for n := 0; n < 8; n++ {
		h := d.Tokens[tok].Head
		if h < p.First || h >= p.Last {
			break
		}
		tok = h
	}
	// climb to the phrase that holds the place, noting its preposition
	score := 0.0
	for n := 0; n < 8; n++ {
		prep := r.caseOf(tok)
		t := &d.Tokens[tok]
		switch {
		case locatives[prep] && (prep != "on" || standsOn(p)):
			score = 3
		case prep == "to" && (m.typ == "CONSULT" && m.mode == "visit" || m.typ == "MOBILIZE" || m.typ == "AID"):
			score = 2.5
		case prep == "of":
			score = max(score, 0.5)
		case prep != "" && score == 0:
			return 0 // "in a statement on X", "in a letter from X"
		}
		h := t.Head
		if h < 0 {
			return 0
		}
		if h == m.tok || h == m.light {
			if relOf(t.Deprel) == "nsubj" {
				return min(score, 0.5) // where who acts is from, not where it happened
			}
			return score
		}
		rel := relOf(t.Deprel)
		if rel == "appos" || rel == "nmod" || rel == "conj" || rel == "flat" || rel == "compound" || rel == "list" {
			tok = h
			// "in the town of X", "the embassy in X": go on with what was found
			if u := d.Tokens[h].UPOS; u == "NOUN" || u == "PROPN" {
				continue
			}
		}
		if score == 0 {
			return 0
		}
		// the verb above the trigger: "met in X to sign"
		for v, k := m.tok, 0; v >= 0 && k < 4; v, k = d.Tokens[v].Head, k+1 {
			if v == h {
				return score - 0.5 - 0.3*float64(k)
			}
		}
		for v, k := h, 0; v >= 0 && k < 4; v, k = d.Tokens[v].Head, k+1 {
			if v == m.tok || v == m.light {
				return score - 0.8
			}
			switch relOf(d.Tokens[v].Deprel) {
			case "ccomp", "xcomp", "acl":
				return 0.2 // what was said or agreed is to be there, not the saying
			}
		}
		return 0.2
	}
	return 0
}

// standsOn reports whether something happens on such a place: an island or a
// border, not a state or a town, on which there are statements and sanctions.
func standsOn(p *doc.Toponym) bool {
	return !strings.HasPrefix(p.Feature, "PCL") && !strings.HasPrefix(p.Feature, "PPL") && !strings.HasPrefix(p.Feature, "ADM")
}
