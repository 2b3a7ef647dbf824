package eval

import (
	"bufio"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/coder"
	"chancery/internal/day"
	"chancery/internal/doc"
	"chancery/internal/facts"
	"chancery/internal/happening"
	"chancery/internal/nlp/conllu"
	"chancery/internal/record"
	"chancery/lexicon"
)

// marked is a mention of an event where a corpus has one.
type marked struct {
	doc, token int
	cluster    int
	date       string // as the corpus has it, ISO 8601 without what is unknown
}

// catDocument is a document of SemEval-2015 task 4: tokens and the day on which
// it was written.
type catDocument struct {
	ID     string `xml:"doc_id,attr"`
	Tokens []struct {
		Sentence int    `xml:"sentence,attr"`
		Form     string `xml:",chardata"`
	} `xml:"token"`
	Times []struct {
		Function string `xml:"functionInDocument,attr"`
		Value    string `xml:"value,attr"`
	} `xml:"Markables>TIMEX3"`
}

// document lays the tokens out as a text, one sentence a line.
func (c *catDocument) document() *doc.Document {
	d := &doc.Document{ID: c.ID, Lang: "en"}
	var b strings.Builder
	for i, t := range c.Tokens {
		switch {
		case i == 0:
		case t.Sentence != c.Tokens[i-1].Sentence:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		start := b.Len()
		b.WriteString(t.Form)
		if i == 0 || t.Sentence != c.Tokens[i-1].Sentence {
			d.Sentences = append(d.Sentences, doc.Sentence{Span: doc.Span{Start: start}, First: i, Block: len(d.Blocks)})
			d.Blocks = append(d.Blocks, doc.Block{Span: doc.Span{Start: start}})
		}
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: start, End: b.Len()}, Head: -1})
		s := &d.Sentences[len(d.Sentences)-1]
		s.End, s.Last = b.Len(), i+1
		d.Blocks[len(d.Blocks)-1].End = b.Len()
	}
	d.Text = b.String()
	if len(d.Sentences) > 0 {
		d.Title = d.Slice(d.Sentences[0].Span)
	}
	for _, t := range c.Times {
		if t.Function == "CREATION_TIME" {
			d.Published = t.Value
		}
	}
	return d
}

// Timelines measures identity of events across documents (SemEval-2015 task 4:
// mentions of one event stand on one line of a timeline). Mentions are given;
// what is compared of them comes from our layers. Two baselines stand beside
// it: mentions of one lemma are one event, and of one lemma and one date.
func (b *Bench) Timelines(ctx context.Context, folder string) (*Report, error) {
	files, err := filepath.Glob(filepath.Join(folder, "corpus_trackA_CAT", "*.xml"))
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var docs []*doc.Document
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		var c catDocument
		if err := xml.Unmarshal(data, &c); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", f, err)
		}
		d := c.document()
		b.Pipeline.AnalyzeTokens(d)
		docs = append(docs, d)
	}
	slices.SortStableFunc(docs, func(a, b *doc.Document) int {
		return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.ID, b.ID))
	})
	ms, err := timelineMentions(filepath.Join(folder, "TimeLines_Gold_Standard"), docs)
	if err != nil {
		return nil, err
	}
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	m, err := happening.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	t := &told{matcher: m, index: map[int64][]int{}}
	var gold, system []int
	lemma, dated := newBaseline(), newBaseline()
	right, month, all := 0, 0, 0
	rep := &Report{Set: "happenings", File: filepath.Base(folder), Unit: "mentions of events"}
	for i, d := range docs {
		var here []marked
		for _, x := range ms {
			if x.doc == i {
				here = append(here, x)
			}
		}
		tokens := make([]int, len(here))
		for k := range here {
			tokens[k] = here[k].token
		}
		events := c.At(d, tokens)
		for k := range events {
			gold = append(gold, here[k].cluster)
			l := strings.ToLower(d.Tokens[tokens[k]].Lemma)
			lemma.add(l)
			dated.add(l + "\x00" + events[k].Date.Value)
			if want := here[k].date; want != "" {
				all++
				got := events[k].Date.Value
				if got == want {
					right++
				}
				if n := min(len(want), 7); len(got) >= n && got[:n] == want[:n] {
					month++
				} else {
					rep.Worst = append(rep.Worst, fmt.Sprintf("%s: %q is of %s, not %s: %s", d.ID, d.Form(tokens[k]), want, got, d.Slice(d.Sentences[events[k].Sentence].Span)))
				}
			}
		}
		known, err := day.Parse(d.Published)
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", d.ID, err)
		}
		recs := record.Build(d, coder.Merge(events), &facts.Facts{})
		of := map[int]int{} // trigger's start → happening
		for k := range recs {
			t.take(record.Report{Record: &recs[k], Known: known, Withdrawn: day.Latest})
			for _, s := range recs[k].Event.Mentions {
				of[s.Start] = t.of[len(t.of)-1]
			}
		}
		for _, tok := range tokens {
			system = append(system, of[d.Tokens[tok].Start])
		}
	}
	rep.Items = len(gold)
	rep.Add("dated mentions", float64(all))
	rep.Add("their date right", ratio(right, all))
	rep.Add("their month right", ratio(month, all))
	addCoref(rep, "same lemma", compareClusters(gold, lemma.of))
	addCoref(rep, "same lemma and date", compareClusters(gold, dated.of))
	addCoref(rep, "happenings", compareClusters(gold, system))
	return rep, nil
}

func addCoref(rep *Report, who string, c coref) {
	rep.Add(who+": MUC F1", c.muc.f1())
	rep.Add(who+": B³ precision", c.b3.p())
	rep.Add(who+": B³ recall", c.b3.r())
	rep.Add(who+": B³ F1", c.b3.f1())
	rep.Add(who+": CEAF-e F1", c.ceafe.f1())
	rep.Add(who+": CoNLL F1", c.conll())
}

// baseline puts mentions of one name in one cluster.
type baseline struct {
	number map[string]int
	of     []int
}

func newBaseline() *baseline { return &baseline{number: map[string]int{}} }

func (x *baseline) add(name string) {
	n, ok := x.number[name]
	if !ok {
		n = len(x.number)
		x.number[name] = n
	}
	x.of = append(x.of, n)
}

// timelineMentions reads the timelines of all targets. A line is the order, the
// date, and the mentions of one event: document, sentence and words, joined by
// "-"; words of one mention are joined by "_". Lines that share a mention are of
// one event; mentions that are not in the text are left out.
func timelineMentions(folder string, docs []*doc.Document) ([]marked, error) {
	number := map[string]int{}
	for i, d := range docs {
		number[d.ID] = i
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	seen := map[[2]int]int{} // document and token → index in out
	var out []marked
	clusters := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			cols := strings.Split(strings.TrimSpace(sc.Text()), "\t")
			if len(cols) < 3 {
				continue // the target's name
			}
			clusters++
			date := strings.TrimSuffix(strings.TrimSuffix(cols[1], "-XX"), "-XX")
			if strings.HasPrefix(date, "X") {
				date = ""
			}
			cluster := clusters
			for _, col := range cols[2:] {
				parts := strings.SplitN(col, "-", 3)
				if len(parts) != 3 {
					continue
				}
				i, ok := number[parts[0]]
				sentence, err := strconv.Atoi(parts[1])
				if !ok || err != nil || sentence >= len(docs[i].Sentences) {
					continue
				}
				tok := findWords(docs[i], sentence, strings.Split(parts[2], "_"))
				if tok < 0 {
					continue
				}
				if k, ok := seen[[2]int{i, tok}]; ok {
					old := out[k].cluster
					for n := range out {
						if out[n].cluster == old {
							out[n].cluster = cluster
						}
					}
					out[k].date = cmp.Or(out[k].date, date)
					continue
				}
				seen[[2]int{i, tok}] = len(out)
				out = append(out, marked{i, tok, cluster, date})
			}
		}
		f.Close()
		if err := sc.Err(); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", name, err)
		}
	}
	return out, nil
}

// findWords is the head of the first place in a sentence where the words stand,
// or -1.
func findWords(d *doc.Document, sentence int, words []string) int {
	s := d.Sentences[sentence]
next:
	for i := s.First; i+len(words) <= s.Last; i++ {
		for k, w := range words {
			if d.Form(i+k) != w {
				continue next
			}
		}
		return headOf(d, i, i+len(words))
	}
	return -1
}

// headOf is the first token of a range that hangs on a token outside of it.
func headOf(d *doc.Document, first, last int) int {
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}

// WithinStories measures the merging of mentions within a story on the event
// entities of GUM's news documents, in which several mentions may be of one
// event. Mentions are given; pronouns are left out. The baseline takes mentions
// of one lemma for one event.
func (b *Bench) WithinStories(ctx context.Context, path string) (*Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	file, err := conllu.Read(f)
	if err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "happenings", File: filepath.Base(path), Unit: "mentions of events"}
	var gold, system []int
	lemma := newBaseline()
	documents := 0
	for from := 0; from < len(file.Sentences); {
		id, _, _ := strings.Cut(file.Sentences[from].Comment("sent_id"), "-")
		to := from
		for to < len(file.Sentences) && strings.HasPrefix(file.Sentences[to].Comment("sent_id"), id+"-") {
			to++
		}
		part := conllu.File{Text: file.Text, Sentences: file.Sentences[from:to]}
		from = to
		if !strings.HasPrefix(id, "GUM_news_") {
			continue
		}
		documents++
		d := part.Document(id)
		ms := eventEntities(&part, d)
		if d.Published = createdOf(&part); d.Published == "" {
			return nil, fmt.Errorf("eval: %s: %s has no date", path, id)
		}
		b.Pipeline.AnalyzeTokens(d)
		tokens := make([]int, len(ms))
		for i := range ms {
			tokens[i] = ms[i].token
		}
		where := map[int]int{} // trigger's start → cluster of the system
		for n, e := range coder.Merge(c.At(d, tokens)) {
			for _, s := range e.Mentions {
				where[s.Start] = len(system) + len(ms)*n // numbers that no other document has
			}
		}
		base := documents * 1_000_000
		for i := range ms {
			gold = append(gold, base+ms[i].cluster)
			system = append(system, base+where[d.Tokens[tokens[i]].Start])
			lemma.add(id + "\x00" + strings.ToLower(d.Tokens[tokens[i]].Lemma))
		}
	}
	rep.Items = len(gold)
	rep.Add("documents", float64(documents))
	addCoref(rep, "same lemma", compareClusters(gold, lemma.of))
	addCoref(rep, "coder", compareClusters(gold, system))
	return rep, nil
}

// createdOf is the day of a GUM document.
func createdOf(f *conllu.File) string {
	for _, c := range f.Sentences[0].Comments {
		if v, ok := strings.CutPrefix(c, "meta::dateCreated = "); ok {
			return v
		}
	}
	return ""
}

// eventEntities are the mentions of entities of type event, in MISC as
// Entity=(3-event-…(4-person-…)4)3), by the heads of their spans.
func eventEntities(f *conllu.File, d *doc.Document) []marked {
	type opened struct {
		id    string
		event bool
		first int
	}
	var stack []opened
	var out []marked
	number := map[string]int{}
	i := 0
	closing := func(k, last int) {
		o := stack[k]
		stack = slices.Delete(stack, k, k+1)
		if !o.event {
			return
		}
		tok := headOf(d, o.first, last+1)
		if d.Tokens[tok].UPOS == "PRON" || slices.ContainsFunc(out, func(m marked) bool { return m.token == tok }) {
			return
		}
		if _, ok := number[o.id]; !ok {
			number[o.id] = len(number)
		}
		out = append(out, marked{token: tok, cluster: number[o.id]})
	}
	for s := range f.Sentences {
		for _, w := range f.Sentences[s].Words {
			for v := entityOf(w.Misc); v != ""; {
				if v[0] == '(' {
					end := strings.IndexAny(v[1:], "()") + 1
					if end == 0 {
						end = len(v)
					}
					fields := strings.SplitN(v[1:end], "-", 3)
					stack = append(stack, opened{fields[0], len(fields) > 1 && fields[1] == "event", i})
					v = v[end:]
					if strings.HasPrefix(v, ")") {
						closing(len(stack)-1, i)
						v = v[1:]
					}
					continue
				}
				id, rest, _ := strings.Cut(v, ")")
				for k := len(stack) - 1; k >= 0; k-- {
					if stack[k].id == id {
						closing(k, i)
						break
					}
				}
				v = rest
			}
			i++
		}
	}
	slices.SortFunc(out, func(a, b marked) int { return cmp.Compare(a.token, b.token) })
	return out
}

func entityOf(misc string) string {
	for _, f := range strings.Split(misc, "|") {
		if v, ok := strings.CutPrefix(f, "Entity="); ok {
			return v
		}
	}
	return ""
}
