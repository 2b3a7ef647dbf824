package eval

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Peers are the figures of other programs on the same texts, measured by
// training/peers.
type Peers struct {
	Day     string // on which they were measured
	Machine string
	Rows    []Peer
}

// Peer is one program.
type Peer struct {
	Name, Version, Licence string
	Trees                  string  // the scheme of its trees, "UD" or what was done to them
	TokensPerSecond        float64 // of its own tokens, on one core, by processor time
	Figures                []Figure
}

// peerColumns are the figures that peers are compared by.
var peerColumns = []struct {
	name      string
	set, file string
	figure    string // of the report, or the name of a row, whose F1 it is
	relations bool   // means nothing for trees that are not of UD
}{
	{"UPOS, EWT", "syntax", "en_ewt-test.conllu", "UPOS on gold tokens", false},
	{"UAS, EWT", "syntax", "en_ewt-test.conllu", "UAS on gold tokens", false},
	{"LAS, EWT", "syntax", "en_ewt-test.conllu", "LAS on gold tokens", true},
	{"sentences, EWT raw", "syntax", "en_ewt-test.conllu", "sentences, raw text", false},
	{"words, EWT raw", "syntax", "en_ewt-test.conllu", "words, raw text", false},
	{"LAS, EWT raw", "syntax", "en_ewt-test.conllu", "LAS from raw text", true},
	{"LAS, EWT raw, paragraphs kept", "syntax", "en_ewt-test.conllu", "LAS from raw text, paragraphs kept", true},
	{"UPOS, GUM", "syntax", "en_gum-dev.conllu", "UPOS on gold tokens", false},
	{"UAS, GUM", "syntax", "en_gum-dev.conllu", "UAS on gold tokens", false},
	{"LAS, GUM", "syntax", "en_gum-dev.conllu", "LAS on gold tokens", true},
	{"LAS, GUM raw", "syntax", "en_gum-dev.conllu", "LAS from raw text", true},
	{"names, CoNLL", "entities", "conll03-dev.conll", "F1", false},
	{"names, GUM news", "entities", "en_gum-dev.conllu (news)", "F1", false},
}

// PeerFigures takes the figures that peers are compared by out of their reports;
// relations says whether their trees have UD's.
func PeerFigures(reports []*Report, relations bool) []Figure {
	var out []Figure
	for _, c := range peerColumns {
		if c.relations && !relations {
			continue
		}
		for _, r := range reports {
			if r.Set != c.set || r.File != c.file {
				continue
			}
			if v, ok := r.Get(c.figure); ok {
				out = append(out, Figure{c.name, v})
			}
			for _, row := range r.Rows {
				if row.Name == c.figure {
					out = append(out, Figure{c.name, row.F1()})
				}
			}
		}
	}
	return out
}

// peersFile is written by training/peers.
//
//go:embed peers.json
var peersFile []byte

// writePeers writes the table of peers, a program a column.
func writePeers(w io.Writer) error {
	var p Peers
	if err := json.Unmarshal(peersFile, &p); err != nil {
		return fmt.Errorf("eval: peers: %w", err)
	}
	fmt.Fprintf(w, "## Beside other programs\n\n%s, measured %s on %s.\n\n", peersHead, p.Day, p.Machine)
	row := func(name string, cell func(*Peer) string) {
		fmt.Fprintf(w, "| %s |", name)
		for i := range p.Rows {
			fmt.Fprintf(w, " %s |", cell(&p.Rows[i]))
		}
		fmt.Fprintln(w)
	}
	row("", func(p *Peer) string { return p.Name })
	fmt.Fprintf(w, "|---|%s\n", strings.Repeat("---:|", len(p.Rows)))
	row("version", func(p *Peer) string { return p.Version })
	row("licence", func(p *Peer) string { return p.Licence })
	row("trees", func(p *Peer) string { return p.Trees })
	row("tokens a second", func(p *Peer) string { return fmt.Sprintf("%.0f", p.TokensPerSecond) })
	for _, c := range peerColumns {
		row(c.name, func(p *Peer) string {
			for _, f := range p.Figures {
				if f.Name == c.name {
					return fmt.Sprintf("%.3f", f.Value)
				}
			}
			return "–"
		})
	}
	fmt.Fprintln(w)
	return nil
}

const peersHead = `The same texts and the same counting (` + "`training/peers`" + `): tags and trees on gold
tokens and from raw text, names by exact extent and type (PER, ORG, LOC, MISC).
Where a program's trees are not Universal Dependencies, heads are turned to them
by rule and relations are not compared. spaCy's names are OntoNotes' types folded
in four, with leading articles cut off; CoreNLP's statistical recogniser learnt
from CoNLL-2003's own training part. Chancery learnt trees from the training parts of
EWT and GUM, the others from other treebanks, whose text is news for the most part;
no names of Chancery's are from CoNLL-2003 or OntoNotes. Speed is of tokens,
sentences, tags, trees and names, in processor time of one core`
