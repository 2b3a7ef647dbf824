package eval

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"

	"chancery/internal/identity"
	"chancery/internal/record"
	"chancery/lexicon"
)

// namePair is a line of the set of names.
type namePair struct {
	same, unread  bool
	kind, country string
	a, b          string
}

// Names measures whether two names are told to be one's: precision and recall of
// "same", for the half of the pairs that was read while the rules were made
// and the half that was not, beside two baselines; and how many of the pairs that are
// the same share a key of the index.
func (b *Bench) Names(_ context.Context, path string) (*Report, error) {
	r, err := b.identity()
	if err != nil {
		return nil, err
	}
	pairs, err := namePairs(path)
	if err != nil {
		return nil, err
	}
	known, err := exampleNames(b.lexicon(), r)
	if err != nil {
		return nil, err
	}
	for i := range pairs {
		p := &pairs[i]
		p.unread = p.unread && !(known[r.Fold(p.a)] && known[r.Fold(p.b)])
	}
	rep := &Report{Set: "names", File: filepath.Base(path), Items: len(pairs), Unit: "pairs"}
	for _, m := range []struct {
		name string
		same func(p *namePair) bool
	}{
		{"exact without marks", func(p *namePair) bool { return r.Fold(p.a) == r.Fold(p.b) }},
		{"Jaro-Winkler 0.9", func(p *namePair) bool { return jaroWinkler(r.Fold(p.a), r.Fold(p.b)) >= 0.9 }},
		{"Chancery", func(p *namePair) bool {
			same, score := r.Same(p.a, p.b, p.kind, p.country)
			if same != p.same && !p.unread {
				rep.Worst = append(rep.Worst, fmt.Sprintf("%s / %s: %.2f", p.a, p.b, score))
			}
			return same
		}},
	} {
		for _, unread := range []bool{false, true} {
			row := Row{Name: m.name + map[bool]string{false: ", read half", true: ", other half"}[unread]}
			for i := range pairs {
				p := &pairs[i]
				if p.unread != unread {
					continue
				}
				same := m.same(p)
				row.Gold += one(p.same)
				row.System += one(same)
				row.Right += one(same && p.same)
			}
			rep.Rows = append(rep.Rows, row)
		}
	}
	found, all := 0, 0
	for i := range pairs {
		if p := &pairs[i]; p.same {
			all++
			ok := r.Found(p.a, p.b, p.kind, p.country)
			found += one(ok)
			if !ok && !p.unread {
				rep.Worst = append(rep.Worst, fmt.Sprintf("%s / %s: no key in common", p.a, p.b))
			}
		}
	}
	rep.Add("same pairs that share a key", ratio(found, all))
	rep.Add("F1, read half", rep.Rows[len(rep.Rows)-2].F1())
	rep.Add("F1, other half", rep.Rows[len(rep.Rows)-1].F1())
	return rep, nil
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// exampleNames are the names in the examples of the rules of spelling, which
// were read by whoever wrote those.
func exampleNames(fsys fs.FS, r *identity.Resolver) (map[string]bool, error) {
	blocks, err := lexicon.Blocks(fsys, "identity/spelling.rules")
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	out := map[string]bool{}
	for _, b := range blocks {
		for _, e := range b.Examples {
			out[r.Fold(e.Text)], out[r.Fold(e.Want)] = true, true
		}
	}
	return out, nil
}

func namePairs(path string) ([]namePair, error) {
	var fsys fs.FS = os.DirFS(filepath.Dir(path))
	rows, err := lexicon.Table(fsys, filepath.Base(path), 5)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var out []namePair
	for _, r := range rows {
		if r.Col(0) != "same" && r.Col(0) != "other" || r.Col(1) != record.Person && r.Col(1) != record.Organisation {
			return nil, fmt.Errorf("eval: %w", lexicon.Problem{File: path, Line: r.Line, Msg: "want same or other, person or organisation"})
		}
		h := fnv.New32a()
		fmt.Fprintf(h, "%s|%s", r.Col(3), r.Col(4))
		out = append(out, namePair{same: r.Col(0) == "same", unread: h.Sum32()>>7&1 == 1, kind: r.Col(1), country: r.Col(2), a: r.Col(3), b: r.Col(4)})
	}
	return out, nil
}

// jaroWinkler is the similarity of Winkler (1990), with a scale of 0.1 over a
// common beginning of up to four letters.
func jaroWinkler(s, t string) float64 {
	a, b := []rune(s), []rune(t)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	window := max(max(len(a), len(b))/2-1, 0)
	inB := make([]bool, len(b))
	var fromA []rune
	for i, c := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if !inB[j] && b[j] == c {
				inB[j] = true
				fromA = append(fromA, c)
				break
			}
		}
	}
	m := float64(len(fromA))
	if m == 0 {
		return 0
	}
	swapped, k := 0, 0
	for j, c := range b {
		if inB[j] {
			swapped += one(fromA[k] != c)
			k++
		}
	}
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped/2))/m) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}
