package eval

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"

	"chancery/internal/day"
	"chancery/internal/shingle"
)

// resemblance is what two articles of a stream have in common, counted from
// their whole texts.
type resemblance struct {
	a, b      int
	contained float64 // the share of the shorter text's shingles in the longer
}

// alike are the pairs of articles published no more than shingle.Days apart that
// have at least the share in common. Shingles are counted as strings, by other
// code than that which is measured; those of more than fifty articles are left
// out of the search for pairs, not of the count.
func alike(rows []input, least float64) ([]resemblance, []int, error) {
	const width = 5
	sets := make([]map[string]bool, len(rows))
	days := make([]day.Day, len(rows))
	index := map[string][]int{}
	sizes := make([]int, len(rows))
	for i := range rows {
		d, err := day.Parse(rows[i].Published)
		if err != nil {
			return nil, nil, fmt.Errorf("eval: %s: %w", rows[i].ID, err)
		}
		days[i] = d
		words := plainWords(rows[i].Text)
		sets[i] = map[string]bool{}
		for k := 0; k+width <= len(words); k++ {
			s := fmt.Sprint(words[k : k+width])
			if !sets[i][s] {
				sets[i][s] = true
				index[s] = append(index[s], i)
			}
		}
		sizes[i] = len(sets[i])
	}
	near := map[[2]int]bool{}
	for _, l := range index {
		if len(l) > 50 {
			continue
		}
		for i, a := range l {
			for _, b := range l[i+1:] {
				if gap := days[a] - days[b]; max(gap, -gap) <= shingle.Days {
					near[[2]int{a, b}] = true
				}
			}
		}
	}
	var out []resemblance
	for p := range near {
		a, b := sets[p[0]], sets[p[1]]
		if len(a) > len(b) {
			a, b = b, a
		}
		n := 0
		for s := range a {
			if b[s] {
				n++
			}
		}
		if c := ratio(n, len(a)); c >= least {
			out = append(out, resemblance{p[0], p[1], c})
		}
	}
	slices.SortFunc(out, func(x, y resemblance) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return x.b - y.b
	})
	return out, sizes, nil
}

// plainWords are the runs of ASCII letters and digits, in lower case, with
// apostrophes dropped.
func plainWords(text string) []string {
	var out []string
	var w []byte
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		switch {
		case c >= 'A' && c <= 'Z':
			w = append(w, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			w = append(w, c)
		case c == '\'':
		case len(w) > 0:
			out = append(out, string(w))
			w = w[:0]
		}
	}
	return out
}

// shortest is how many shingles both of a pair must have to be judged.
const shortest = 20

// copyJudgement is a pair of articles and whether a reader takes them for copies
// of one text: the same report sent again, cut or edited, not a later one.
type copyJudgement struct {
	A       string `json:"a"`
	B       string `json:"b"`
	Verdict string `json:"verdict"` // "copy", "other"
}

// DrawCopies writes sixty pairs of articles of a stream that have half to nine
// tenths in common, with their texts, to be judged.
func (b *Bench) DrawCopies(path string, seed uint64, w io.Writer) error {
	rows, err := lines[input](path, b.Limit)
	if err != nil {
		return err
	}
	pairs, sizes, err := alike(rows, 0.5)
	if err != nil {
		return err
	}
	pairs = slices.DeleteFunc(pairs, func(p resemblance) bool { return p.contained >= 0.9 || min(sizes[p.a], sizes[p.b]) < shortest })
	rng := rand.New(rand.NewPCG(seed, 1))
	rng.Shuffle(len(pairs), func(i, k int) { pairs[i], pairs[k] = pairs[k], pairs[i] })
	for _, p := range pairs[:min(60, len(pairs))] {
		x, y := &rows[p.a], &rows[p.b]
		if _, err := fmt.Fprintf(w, "{\"a\":%q,\"b\":%q,\"verdict\":\"\"}\n\t%s %s\n\t%s\n\t%s %s\n\t%s\n",
			x.ID, y.ID, x.Published, x.Title, x.Text, y.Published, y.Title, y.Text); err != nil {
			return err
		}
	}
	return nil
}

// Copies measures how copies of one text are recognised in a stream: what the
// keys find and the signatures say of the pairs that, counted in full, share
// enough, and what a reader said of pairs near the bound.
func (b *Bench) Copies(_ context.Context, stream, judgements string) (*Report, error) {
	rows, err := lines[input](stream, b.Limit)
	if err != nil {
		return nil, err
	}
	js, err := lines[copyJudgement](judgements, 0)
	if err != nil {
		return nil, err
	}
	pairs, sizes, err := alike(rows, 0.3)
	if err != nil {
		return nil, err
	}
	signatures := make([]shingle.Signature, len(rows))
	found := make([]map[int64]bool, len(rows))
	bytes, keys := 0, 0
	number := map[string]int{}
	for i := range rows {
		number[rows[i].ID] = i
		s, ks := shingle.Read(rows[i].Text)
		signatures[i], found[i] = s, map[int64]bool{}
		for _, k := range ks {
			found[i][k] = true
		}
		bytes += len(s.Append(nil))
		keys += len(ks)
	}
	rep := &Report{Set: "copies", File: filepath.Base(stream), Items: len(rows), Unit: "articles"}
	counted := Row{Name: "as counted in full"}
	blocked, sure := 0, 0
	gap := 0.0
	for _, p := range pairs {
		if min(sizes[p.a], sizes[p.b]) < shortest {
			continue
		}
		_, c := shingle.Shares(&signatures[p.a], &signatures[p.b])
		gap += max(c-p.contained, p.contained-c)
		sure++
		shared := false
		for k := range found[p.a] {
			shared = shared || found[p.b][k]
		}
		gold := p.contained >= shingle.Contained
		if gold && !shared {
			blocked++
		}
		judge(&counted, gold, shared && shingle.Copies(&signatures[p.a], &signatures[p.b]))
	}
	read := Row{Name: "as a reader judged"}
	for _, j := range js {
		x, ok1 := number[j.A]
		y, ok2 := number[j.B]
		if !ok1 || !ok2 {
			continue
		}
		says := shingle.Copies(&signatures[x], &signatures[y])
		judge(&read, j.Verdict == "copy", says)
		if says != (j.Verdict == "copy") {
			_, c := shingle.Shares(&signatures[x], &signatures[y])
			rep.Worst = append(rep.Worst, fmt.Sprintf("%s, and %.2f of the shorter is in the longer: %s %s | %s %s", j.Verdict, c, j.A, rows[x].Title, j.B, rows[y].Title))
		}
	}
	rep.Rows = []Row{counted, read}
	rep.Add("bytes of a signature", ratio(bytes, len(rows)))
	rep.Add("keys an article", ratio(keys, len(rows)))
	rep.Add("copies without a key in common", float64(blocked))
	rep.Add("mean error of the share contained", share(gap, float64(sure)))
	rep.Add("F1 near the bound, as a reader judged", read.F1())
	return rep, nil
}
