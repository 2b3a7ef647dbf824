package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/article"
	"chancery/internal/doc"
)

// DefaultData is where the sets are looked for.
const DefaultData = "../shared/data"

// Set is a measurement and the files it is taken on unless told otherwise.
type Set struct {
	Name  string
	Help  string
	files []string // relative to the folder of sets; "./…" to the repository
	run   func(b *Bench, ctx context.Context, path string) (*Report, error)
}

// Sets are all measurements, in the order of docs/accuracy.md.
var Sets = []Set{
	{
		"seed", "the facts of the model article: kind, fields, and what was coded beside them",
		[]string{"../seed/expected.jsonl"}, (*Bench).facts,
	},
	{
		"stories", "the same for short stories written for this measurement",
		[]string{"./internal/eval/testdata/stories.jsonl"}, (*Bench).facts,
	},
	{
		"events", "PLOVER root type for a given source and target in a sentence: an event matches the pair when an actor overlaps the source and another participant the target, the most confident counts, and the figure is the mean F1 over types (pair-matched macro-F1); for sentences with CAMEO events between countries, dyad (right actor and recipient countries) and all right (dyad and CAMEO root)",
		[]string{"events/plv-dev.jsonl", "events/petrarch-gsr.jsonl"}, (*Bench).events,
	},
	{
		"judged", "events coded in ordinary news that a reader found right: type, sides and status; those held out were judged when the coder was done",
		[]string{"news/reuters.jsonl", "news/bbc.jsonl"}, (*Bench).Precision,
	},
	{
		"quiet", "conflict asserted in sport and entertainment (JSONL: id, title, text), where it is a false alarm; the figure is minus the number an article",
		[]string{"./internal/eval/testdata/quiet.jsonl"}, (*Bench).Quiet,
	},
	{
		"countries", "country labels of a news desk found among the countries of the places in the story",
		[]string{"news/reuters.jsonl"}, (*Bench).Countries,
	},
	{
		"syntax", "UPOS, UAS and LAS (relations without subtypes) on gold tokens and from raw text",
		[]string{"syntax/en_ewt-test.conllu", "syntax/en_gum-dev.conllu"}, (*Bench).Syntax,
	},
	{
		"entities", "named entities, exact bytes and type (GPE as LOC; NORP, EVENT, LAW as MISC); of a treebank with GUM's mentions, those with a proper noun at their head in its news documents",
		[]string{"entities/conll03-dev.conll", "entities/ewt-test.iob2", "syntax/en_gum-dev.conllu"}, (*Bench).Entities,
	},
	{
		"time", "TIMEX3: strict and relaxed extents, type, and value among those that overlap (TempEval-3)",
		[]string{"time/TimeBank", "time/AQUAINT"}, (*Bench).time,
	},
	{
		"places", "toponyms found, and resolved within 161 km of the stated coordinates",
		[]string{"places/lgl.jsonl", "places/geovirus.jsonl"}, (*Bench).places,
	},
	{
		"eventplaces", "where events are put, on stories of our own and on articles of news of which a reader judged every coded event: right is a place that the judge allows, or the country, province or district around one",
		[]string{"./internal/eval/testdata/eventplaces.jsonl", "news/reuters.jsonl", "news/bbc.jsonl"}, (*Bench).EventPlaces,
	},
	{
		"quotation", "bytes of quoted or reported content, and its source",
		[]string{"quotation/polnear-dev.jsonl"}, (*Bench).quotation,
	},
	{
		"names", "pairs of names of public figures and organisations told to be one's or two's: precision and recall of \"same\", on the half of the pairs that was read while the rules were made and on the other, beside equality without case and marks and Jaro-Winkler similarity of at least 0.9",
		[]string{"./internal/eval/testdata/names.txt"}, (*Bench).Names,
	},
	{
		"people", "persons that a news desk filed stories under (JSONL with people), told apart across stories: B-cubed over the labels that have an actor in their story, beside the coder's own names",
		[]string{"news/reuters.jsonl"}, (*Bench).People,
	},
	{
		"tolls", "numbers of killed, injured, arrested and others in short stories of our own; a number is right when its kind and both bounds are",
		[]string{"./internal/eval/testdata/tolls.jsonl"}, (*Bench).Tolls,
	},
	{
		"copies", "articles of a wire service that are copies of one text, sent again, cut or edited: of pairs published within days that share enough of the shorter one's shingles, counted in full; and of sixty pairs near that bound, judged by a reader",
		[]string{"news/reuters.jsonl"}, func(b *Bench, ctx context.Context, path string) (*Report, error) {
			return b.Copies(ctx, path, "internal/eval/testdata/copies.jsonl")
		},
	},
	{
		"happenings", "which events of several articles are one happening: of a wire service, on pairs judged by a reader (wrongly merged: the share of those joined that are two; wrongly split: the share of those that are one and were not joined); of SemEval-2015 task 4, on given mentions, CoNLL F1 (the mean of MUC, B³ and CEAF-e) beside a baseline that joins mentions of one lemma, and of one lemma and date; within the news documents of GUM, the same of the coder's merging",
		[]string{"news/reuters.jsonl", "timelines/corpus_1", "syntax/en_gum-dev.conllu"}, (*Bench).happenings,
	},
	{
		"pages", "article text taken out of web pages, shingled F1",
		[]string{"pages"}, (*Bench).pages,
	},
}

// Find is the set of that name.
func Find(name string) (Set, bool) {
	for _, s := range Sets {
		if s.Name == name {
			return s, true
		}
	}
	return Set{}, false
}

// Files are the set's files that exist under the folder of sets.
func (s Set) Files(data string) []string {
	var out []string
	for _, f := range s.files {
		p := f
		if !strings.HasPrefix(f, "./") {
			p = filepath.Join(data, f)
		}
		if _, err := os.Stat(p); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// Run measures one file.
func (s Set) Run(ctx context.Context, b *Bench, path string) (*Report, error) {
	return s.run(b, ctx, path)
}

// facts takes the model article's list of facts, or stories that carry theirs.
func (b *Bench) facts(ctx context.Context, path string) (*Report, error) {
	if filepath.Base(path) == "expected.jsonl" {
		return b.Model(ctx, path)
	}
	return b.Stories(ctx, path)
}

// events tells the two forms of event sets apart by what their lines hold.
func (b *Bench) events(ctx context.Context, path string) (*Report, error) {
	type either struct {
		Source *pairSpan            `json:"source"`
		Events []struct{ C string } `json:"events"`
	}
	first, err := lines[either](path, 1)
	if err != nil {
		return nil, err
	}
	switch {
	case len(first) == 0:
		return nil, fmt.Errorf("eval: %s is empty", path)
	case first[0].Source != nil:
		return b.Pairs(ctx, path)
	case first[0].Events != nil:
		return b.Dyads(ctx, path)
	}
	return nil, fmt.Errorf("eval: %s: lines have neither source and target nor events", path)
}

// happenings tells its three sets apart by their form; the verdicts on pairs of
// the wire service stand in the repository.
func (b *Bench) happenings(ctx context.Context, path string) (*Report, error) {
	switch filepath.Ext(path) {
	case ".jsonl":
		return b.Judged(ctx, path, "internal/eval/testdata/happenings.jsonl")
	case ".conllu":
		return b.WithinStories(ctx, path)
	}
	return b.Timelines(ctx, path)
}

func (b *Bench) time(_ context.Context, path string) (*Report, error) {
	return Time(path, b.Limit, func(d *doc.Document) {
		if read := b.layers(input{ID: d.ID, Published: d.Published, Lang: "en", Text: d.Text}); read != nil {
			*d = *read
		}
	})
}

func (b *Bench) places(_ context.Context, path string) (*Report, error) {
	return Places(path, b.Limit, b.Pipeline.Places, func(id, title, published, publisher, text string) *doc.Document {
		return b.layers(input{ID: id, Title: title, Published: published, Publisher: publisher, Lang: "en", Text: text})
	})
}

func (b *Bench) quotation(_ context.Context, path string) (*Report, error) {
	return Quotation(path, b.Limit, func(id, title, published, text string) *doc.Document {
		return b.layers(input{ID: id, Title: title, Published: published, Lang: "en", Text: text})
	})
}

func (b *Bench) pages(ctx context.Context, path string) (*Report, error) {
	return Pages(ctx, path, func(page []byte, url string) (string, error) {
		p, err := b.Pipeline.Reader.Extract(page, "text/html; charset=utf-8", url)
		if errors.Is(err, article.ErrNoText) {
			return "", nil
		}
		return p.Text, err
	})
}

// WriteAccuracy writes docs/accuracy.md: every report, and the command that
// repeats it.
func WriteAccuracy(path string, reports []*Report, missing []string) error {
	var b strings.Builder
	b.WriteString(accuracyHead)
	fmt.Fprint(&b, "| set | file | size | figure | value |\n|---|---|---:|---|---:|\n")
	for _, r := range reports {
		m := r.Main()
		fmt.Fprintf(&b, "| %s | `%s` | %d %s | %s | %.3f |\n", r.Set, r.File, r.Items, r.Unit, m.Name, m.Value)
	}
	b.WriteByte('\n')
	if len(missing) > 0 {
		fmt.Fprintf(&b, "Not measured, because no file was there: %s.\n\n", strings.Join(missing, ", "))
	}
	if err := writePeers(&b); err != nil {
		return err
	}
	for _, r := range reports {
		r.Markdown(&b)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("eval: %w", err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	return nil
}

const accuracyHead = `# Accuracy

Written by ` + "`chancery eval`" + `, which measures every set it has files for; do not edit.
` + "`chancery eval SET --data PATH`" + ` repeats one line or measures another file of the
set's format, and ` + "`chancery eval --help`" + ` says how each figure is defined. Sets whose
licence does not allow a copy here are looked for in ` + "`" + DefaultData + "`" + `.

Published figures to stand beside: pair-matched macro-F1 on the held-out half of
the PLV set is 0.46 for UniversalPetrarch, 0.61 for GPT-4, 0.82 for ZSP and 0.87
for ConfliBERT; TempEval-3 platinum value F1 is 0.78 for HeidelTime; Mordecai 3
resolves 0.83 of the toponyms of LGL within 161 km; go-trafilatura reaches 0.960
on the whole of the page set.

`

// Help describes every set, one a line.
func Help(w io.Writer) {
	for _, s := range Sets {
		fmt.Fprintf(w, "%-10s %s\n", s.Name, s.Help)
	}
}
