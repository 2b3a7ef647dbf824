// Package timex finds the time expressions of a document and gives each its
// TIMEX3 value, counted from the day the story was filed or from the dates the
// story itself tells.
//
// The language is in the lexicon (en/time): words.txt says what words stand
// for, and the .rules files hold named patterns over classes of words with the
// value each yields and sentences that it must and must not match. Go holds
// the calendar, the matcher, and the reading of tense that decides whether
// "Friday" is the last or the next.
package timex

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"chancery/internal/doc"
	"chancery/lexicon"
)

// Tagger holds the rules of every language of the lexicon. It is safe for
// concurrent use on different documents.
type Tagger struct {
	grammars map[string]*grammar
	scratch  sync.Pool
}

// grammar is the rules of one language.
type grammar struct {
	words   *vocabulary
	rules   []*rule
	byClass [maxClasses][]int32 // rules whose pattern may begin with a class
	leads   leads
}

// New reads <lang>/time/*.txt and *.rules for every language in fsys.
func New(fsys fs.FS) (*Tagger, error) {
	tables, err := fs.Glob(fsys, "*/time/words.txt")
	if err != nil {
		return nil, fmt.Errorf("timex: %w", err)
	}
	if len(tables) == 0 {
		return nil, fmt.Errorf("timex: the lexicon has no time/words.txt for any language")
	}
	t := &Tagger{grammars: map[string]*grammar{}}
	for _, table := range tables {
		dir := path.Dir(table)
		g, err := readGrammar(fsys, dir)
		if err != nil {
			return nil, fmt.Errorf("timex: %w", err)
		}
		t.grammars[path.Dir(dir)] = g
	}
	t.scratch.New = func() any { return new(scan) }
	return t, nil
}

func readGrammar(fsys fs.FS, dir string) (*grammar, error) {
	g := &grammar{words: newVocabulary()}
	rows, err := lexicon.Table(fsys, path.Join(dir, "words.txt"), 3)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := g.words.load(r); err != nil {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: err.Error()}
		}
	}
	for _, c := range []struct {
		name  string
		class *uint8
	}{{"A", &g.words.article}, {"AHEAD", &g.leads.ahead}, {"PROMISE", &g.leads.promise}, {"BACK", &g.leads.back}, {"FRAME", &g.leads.frame}} {
		if *c.class, err = g.words.addClass(c.name); err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
	}
	files, err := fs.Glob(fsys, path.Join(dir, "*.rules"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var blocks []lexicon.Block
	for _, f := range files {
		b, err := lexicon.Blocks(fsys, f)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b...)
	}
	return g, g.addRules(blocks)
}

// addRules compiles blocks; those named @name are patterns that others use.
func (g *grammar) addRules(blocks []lexicon.Block) error {
	macros := map[string]string{}
	for i := range blocks {
		if b := &blocks[i]; strings.HasPrefix(b.Name, "@") {
			macros[b.Name] = b.Get("match")
		}
	}
	names := map[string]bool{}
	for i := range blocks {
		b := &blocks[i]
		if strings.HasPrefix(b.Name, "@") {
			continue
		}
		if b.Name == "" {
			return lexicon.Problem{File: b.File, Line: b.Line, Msg: "a rule without a name"}
		}
		if names[b.Name] {
			return lexicon.Problem{File: b.File, Line: b.Line, Msg: b.Name + ": a second rule of that name"}
		}
		names[b.Name] = true
		r, err := g.words.compile(b, macros)
		if err != nil {
			return err
		}
		r.order = len(g.rules)
		r.single = r.shortest(0, 0) <= 1
		r.asksTags = len(r.tags)+len(r.notTags)+len(r.notLeftTags)+len(r.rightTags)+len(r.notRightTags)+len(r.notIn) > 0
		g.rules = append(g.rules, r)
	}
	for i, r := range g.rules {
		for _, w := range r.firstW {
			e := &g.words.entries[w]
			if len(e.rules) == 0 || e.rules[len(e.rules)-1] != int32(i) {
				e.rules = append(e.rules, int32(i))
			}
		}
		for c := range g.byClass {
			if r.firstC>>c&1 != 0 {
				g.byClass[c] = append(g.byClass[c], int32(i))
			}
		}
	}
	return nil
}

// found is a match that has not been worked out yet.
type found struct {
	rule   int32
	at     int32 // the atom at which the pattern was tried
	ext    [maxExtents]extent
	n      int
	length int32 // bytes under the extents
}

// Annotate fills d.Times. It needs neither tokens nor trees, and reads the
// direction of bare weekdays and months better with them.
func (t *Tagger) Annotate(d *doc.Document) {
	lang := d.Lang
	if lang == "" {
		lang = "en"
	}
	g := t.grammars[lang]
	if g == nil {
		return
	}
	s := t.scratch.Get().(*scan)
	defer t.scratch.Put(s)
	s.reset(g.words)
	if len(d.Blocks) == 0 {
		s.read(d.Text, 0, len(d.Text))
	}
	for _, b := range d.Blocks {
		s.read(d.Text, b.Start, b.End)
	}
	s.text = d.Text
	s.readItems()
	s.match(g, d)
	d.Times = s.resolve(g, d)
}

func (s *scan) reset(v *vocabulary) {
	s.words = v
	s.atoms, s.items, s.found = s.atoms[:0], s.items[:0], s.found[:0]
}

// match tries every rule where it may begin and keeps the longest matches that
// do not overlap.
func (s *scan) match(g *grammar, d *doc.Document) {
	for i := range s.atoms {
		a := &s.atoms[i]
		// Every word of a match is one that some rule or table names, so a word
		// before an unknown one can only match alone. Most of "the" ends here.
		alone := a.kind == wordAtom && !s.known(i+1)
		if a.word != 0 {
			for _, r := range s.words.entries[a.word].rules {
				if !alone || g.rules[r].single {
					s.try(g, r, i)
				}
			}
		}
		var seen uint64
		for _, it := range s.items[a.lo:a.hi] {
			if seen>>it.class&1 != 0 {
				continue
			}
			seen |= 1 << it.class
			for _, r := range g.byClass[it.class] {
				if !alone || g.rules[r].single {
					s.try(g, r, i)
				}
			}
		}
	}
	slices.SortFunc(s.found, func(a, b found) int {
		ra, rb := g.rules[a.rule], g.rules[b.rule]
		if ra.weak != rb.weak {
			if ra.weak {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.length, a.length), cmp.Compare(a.ext[0].lo, b.ext[0].lo), cmp.Compare(ra.order, rb.order))
	})
	s.taken = append(s.taken[:0], make([]bool, len(s.atoms))...)
	kept := s.found[:0]
	for _, f := range s.found {
		if s.tagged(g.rules[f.rule], d, f) && s.free(f) {
			kept = append(kept, f)
		}
	}
	s.found = kept
	slices.SortFunc(s.found, func(a, b found) int { return cmp.Compare(a.ext[0].lo, b.ext[0].lo) })
}

// known reports whether atom i may continue a match.
func (s *scan) known(i int) bool {
	return i < len(s.atoms) && !s.atoms[i].broken && (s.atoms[i].word != 0 || s.atoms[i].kind == numberAtom)
}

// free takes the atoms under a match unless an earlier match has some.
func (s *scan) free(f found) bool {
	for _, x := range f.ext[:f.n] {
		if slices.Contains(s.taken[x.lo:x.hi], true) {
			return false
		}
	}
	for _, x := range f.ext[:f.n] {
		for i := x.lo; i < x.hi; i++ {
			s.taken[i] = true
		}
	}
	return true
}

func (s *scan) try(g *grammar, ri int32, i int) {
	r := g.rules[ri]
	if !s.m.try(s, r, i) || !s.allowed(r) {
		return
	}
	f := found{rule: ri, at: int32(i), ext: s.m.extents, n: s.m.n}
	for _, x := range f.ext[:f.n] {
		f.length += s.atoms[x.hi-1].end - s.atoms[x.lo].start
	}
	s.found = append(s.found, f)
}

// allowed checks what a rule asks of the words around its match.
func (s *scan) allowed(r *rule) bool {
	lo, hi := s.m.extents[0].lo, s.m.extents[s.m.n-1].hi
	if !r.left.empty() || !r.notLeft.empty() {
		has := lo > 0 && !s.atoms[lo].broken
		if has && r.notLeft.holds(&s.atoms[lo-1]) || !r.left.empty() && !(has && r.left.holds(&s.atoms[lo-1])) {
			return false
		}
	}
	if !r.right.empty() || !r.notRight.empty() {
		has := int(hi) < len(s.atoms) && !s.atoms[hi].broken
		if has && r.notRight.holds(&s.atoms[hi]) || !r.right.empty() && !(has && r.right.holds(&s.atoms[hi])) {
			return false
		}
	}
	return true
}

// resolve works the matches out in the order of the text.
func (s *scan) resolve(g *grammar, d *doc.Document) []doc.Timex {
	if len(s.found) == 0 {
		return nil
	}
	c := context{basis: "published"}
	if d.Dateline.Date != "" {
		c.basis = "dateline"
	}
	c.anchor, c.known = parsePoint(d.Anchor())
	if c.anchor.grain != day {
		c.anchor, c.known = point{}, false
	}
	out := make([]doc.Timex, 0, len(s.found))
	for _, f := range s.found {
		r := g.rules[f.rule]
		for k := range f.n {
			x := f.ext[k]
			sp := doc.Span{Start: int(s.atoms[x.lo].start), End: int(s.atoms[x.hi-1].end)}
			first, last := tokensAt(d, sp)
			if !s.m.try(s, r, int(f.at)) {
				break
			}
			c.dir = s.directionOf(g, d, x, first, last)
			c.stops, c.apart = s.sentencesSince(c.ref(year), x.lo), int(x.lo-c.ref(year).atom)
			res, ok := s.m.eval(&r.values[k], &c)
			if !ok {
				break
			}
			tx := doc.Timex{Span: sp, First: first, Last: last, Value: res.value, Basis: res.basis, Rule: r.name}
			if sp.Overlaps(d.Dateline.DateSpan) && d.Dateline.Date != "" {
				res.pt, res.dated = parsePoint(d.Dateline.Date)
				tx.Value, tx.Basis = d.Dateline.Date, "explicit"
			}
			tx.Type = typeOf(r, &res)
			tx.Mod = s.m.modOf(r, &r.values[k])
			s.bound(&tx, r, &res, &c)
			c.tell(&tx, &res, &r.values[k], telling{atom: x.hi, framed: x.lo > 0 && s.atoms[x.lo-1].mask>>g.leads.frame&1 != 0})
			out = append(out, tx)
		}
	}
	return out
}

func typeOf(r *rule, res *result) string {
	switch {
	case r.kind != "":
		return r.kind
	case r.values[0].form == spanValue:
		return "DURATION"
	case r.values[0].form == everyValue:
		return "SET"
	case res.timed:
		return "TIME"
	}
	return "DATE"
}

func (m *matcher) modOf(r *rule, v *value) string {
	if it := m.item(v.modS); it != nil {
		return it.text
	}
	return r.mod
}

// bound fills the interval meant.
func (s *scan) bound(tx *doc.Timex, r *rule, res *result, c *context) {
	if res.dated {
		iv := res.pt.interval()
		tx.Begin, tx.End = iv.Begin, iv.End
		return
	}
	s.m.exact = true // the past two months begin on a day
	defer func() { s.m.exact = false }()
	if r.from.form != noValue {
		if b, ok := s.m.eval(&r.from, c); ok && b.dated {
			tx.Begin, tx.Basis = b.pt.interval().Begin, b.basis
		}
	}
	if r.to.form != noValue {
		if e, ok := s.m.eval(&r.to, c); ok && e.dated {
			tx.End, tx.Basis = e.pt.interval().End, e.basis
		}
	}
}

// tell lets the narrative move to the date just read.
func (c *context) tell(tx *doc.Timex, res *result, v *value, t telling) {
	// A comparison ("up from a year earlier") looks back and the story stays.
	if res.dated && tx.Type != "DURATION" && tx.Type != "SET" && v.form != periodValue && v.form != comparedValue {
		c.count++
		p := res.pt
		p.clock = ""
		t.point, t.turn, t.explicit = p, c.count, res.basis == "explicit"
		c.told[p.grain] = t
		if res.pt.grain == quarter || res.pt.grain == half {
			c.period = res.pt
		}
	}
}

// sentencesSince counts the sentence ends between a date told and atom i, up
// to 2; a paragraph counts as 2.
func (s *scan) sentencesSince(t telling, i int32) int {
	if i-t.atom > 100 {
		return 2
	}
	n := 0
	for k := t.atom; k < i && n < 2; k++ {
		switch {
		case s.atoms[k].broken && k > t.atom:
			return 2
		case s.stops(int(k)):
			n++
		}
	}
	if i > 0 && s.atoms[i].broken {
		return 2
	}
	return n
}

func (s *scan) directionOf(g *grammar, d *doc.Document, x extent, first, last int) int8 {
	if first < last && d.Tokens[first].Deprel != "" {
		return g.direction(d, first, last)
	}
	return s.nearby(g, int(x.lo))
}

// tagged checks what a rule asks of parts of speech and names, where the text
// has them.
func (s *scan) tagged(r *rule, d *doc.Document, f found) bool {
	if !r.asksTags {
		return true
	}
	sp := doc.Span{Start: int(s.atoms[f.ext[0].lo].start), End: int(s.atoms[f.ext[f.n-1].hi-1].end)}
	if len(r.notIn) > 0 && insideEntity(d, sp, r.notIn) {
		return false
	}
	first, last := tokensAt(d, sp)
	tag := func(i int) string {
		if i < 0 || i >= len(d.Tokens) {
			return ""
		}
		return d.Tokens[i].UPOS
	}
	fits := func(i int, want, not []string) bool {
		t := tag(i)
		return t == "" || !slices.Contains(not, t) && (len(want) == 0 || slices.Contains(want, t))
	}
	return first >= last || fits(first-1, nil, r.notLeftTags) && fits(first, r.tags, r.notTags) && fits(last, r.rightTags, r.notRightTags)
}

// insideEntity reports whether a longer name of one of the types holds the span.
func insideEntity(d *doc.Document, sp doc.Span, types []string) bool {
	k := sort.Search(len(d.Entities), func(i int) bool { return d.Entities[i].Start > sp.Start })
	for i := k - 1; i >= 0 && i >= k-4; i-- { // entities nest a few deep
		e := &d.Entities[i]
		if e.Contains(sp) && e.Len() > sp.Len() && slices.Contains(types, e.Type) {
			return true
		}
	}
	return false
}

// tokensAt is the range of tokens that a span of bytes touches.
func tokensAt(d *doc.Document, sp doc.Span) (first, last int) {
	first = sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > sp.Start })
	last = first
	for last < len(d.Tokens) && d.Tokens[last].Start < sp.End {
		last++
	}
	return first, last
}

// Rules are the names of the rules of a language, in the order of the files.
func (t *Tagger) Rules(lang string) []string {
	g := t.grammars[lang]
	if g == nil {
		return nil
	}
	names := make([]string, len(g.rules))
	for i, r := range g.rules {
		names[i] = r.name
	}
	return names
}

// describe is how examples and problems show an expression.
func describe(d *doc.Document, tx *doc.Timex) string {
	parts := []string{d.Slice(tx.Span), "=", tx.Type, tx.Value}
	if tx.Mod != "" {
		parts = append(parts, tx.Mod)
	}
	return strings.Join(parts, " ")
}
