// Package quote finds who said what: words in quotation marks, speech reported
// without them ("the minister said that …", "…, according to the ministry"),
// and, in the wider sense of the PolNeAR corpus, what people are said to think,
// want, refuse, praise and blame. Each attribution has a source, the cue that
// attributes, and the content.
//
// Quotation marks are read from the text of each paragraph, since a quotation
// may hold many sentences and sentence splitters disagree about its inside. All
// else is read from the tree, and from punctuation where the tree is silent.
// The words that attribute are a table in the lexicon.
package quote

import (
	"io/fs"
	"sort"

	"chancery/internal/doc"
)

// Tagger finds quotations. It is safe for use by many goroutines.
type Tagger struct{ cues *cues }

// New reads the table of cues from a lexicon.
func New(fsys fs.FS) (*Tagger, error) {
	c, err := readCues(fsys)
	if err != nil {
		return nil, err
	}
	return &Tagger{c}, nil
}

// Annotate sets d.Quotations, in text order of their content. It needs blocks,
// tokens with lemmas, tags and heads, and d.Link.
func (t *Tagger) Annotate(d *doc.Document) {
	d.Quotations = nil
	r := run{d: d, cues: t.cues, quoted: findQuoted(d), used: make([]bool, len(d.Tokens)), inside: make([]int32, len(d.Tokens))}
	r.placeQuoted()
	r.turns()
	r.announced()
	r.direct()
	r.indirect()
	r.finish()
}

// run is the work on one document.
type run struct {
	d      *doc.Document
	cues   *cues
	quoted []quoted
	inside []int32 // token → 1 + index of the full quotation around it; -1 in a speaker's turn
	used   []bool  // tokens that already serve as cues
	out    []doc.Quotation
}

// placeQuoted gives each quoted stretch its tokens and tells speech of its own
// from words taken over into a sentence.
func (r *run) placeQuoted() {
	d, ti := r.d, 0
	for i := range r.quoted {
		q := &r.quoted[i]
		for ti < len(d.Tokens) && d.Tokens[ti].Start < q.inner.Start {
			ti++
		}
		q.first = ti
		for ti < len(d.Tokens) && d.Tokens[ti].End <= q.inner.End {
			ti++
		}
		q.last = ti
		q.full = r.isFull(q)
		if q.full {
			for k := q.first; k < q.last; k++ {
				r.inside[k] = int32(i + 1)
			}
		}
	}
}

func (r *run) finish() {
	out := r.out[:0]
	for i := range r.out {
		q := r.out[i]
		if len(q.Content) == 0 {
			continue
		}
		out = append(out, q)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Content[0], out[j].Content[0]
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		return a.End > b.End
	})
	kept := out[:0]
	for i, q := range out {
		if !swallowed(out, i) {
			kept = append(kept, q)
		}
	}
	if len(kept) > 0 {
		r.d.Quotations = kept
	}
}

// swallowed says whether attribution i stands, cue and content, inside the
// content of another: what a speaker says that others say is the speaker's.
func swallowed(all []doc.Quotation, i int) bool {
	q := &all[i]
	for j := range all {
		if j == i {
			continue
		}
		for _, c := range all[j].Content {
			if !c.Contains(q.Content[0]) {
				continue
			}
			if len(q.Cue) > 0 && c.Contains(q.Cue[0]) || c == q.Content[0] && j < i {
				return true
			}
		}
	}
	return false
}
