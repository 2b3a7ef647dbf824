// Package actor turns noun phrases into participants: who they are, which state
// and sector they act for, what office they hold, and which phrases of a story
// speak of the same one.
//
// It works in two passes. The first reads each noun phrase by itself: names,
// demonyms, roles and bodies from the lexicon, arranged by the syntactic tree.
// The second walks the story from the top with a list of the actors met so far,
// joins apposition and repeated names, and resolves what points back: "the
// minister", "both countries", "his counterpart", pronouns. The lexicon is
// preferred to the entity recogniser throughout: a word list that says "Hamas
// is an armed group" does not change its mind from sentence to sentence.
package actor

import (
	"io/fs"

	"chancery/internal/doc"
)

// Resolver finds the actors of documents. It is read-only after New and safe
// for concurrent use.
type Resolver struct {
	lex *vocabulary
}

// New reads the actor lexicon (en/actors/*.txt) from fsys.
func New(fsys fs.FS) (*Resolver, error) {
	v, err := load(fsys)
	if err != nil {
		return nil, err
	}
	return &Resolver{lex: v}, nil
}

// Annotate fills d.Mentions and links them to their head tokens. Tokens and
// sentences must be there; entities, places, times and quotations are used
// where present.
func (r *Resolver) Annotate(d *doc.Document) {
	s := &story{lex: r.lex, d: d}
	s.match()
	s.collect()
	s.link()
	d.Mentions = s.mentions()
	d.LinkMentions()
}
