package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"chancery/internal/doc"
)

// quoteSpan is a stretch of text as the quotation set writes it, in bytes.
type quoteSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type attribution struct {
	Source  []quoteSpan `json:"source"`
	Cue     []quoteSpan `json:"cue"`
	Content []quoteSpan `json:"content"`
}

type quotationArticle struct {
	ID           string        `json:"id"`
	Title        string        `json:"title"`
	Published    string        `json:"published"`
	Text         string        `json:"text"`
	Attributions []attribution `json:"attributions"`
}

// Quotation measures attributions against a JSONL file in the form of the
// PolNeAR set: the bytes of content, all attributions of an article together;
// how many contents are found by more than half; and how often the source of
// those found shares a byte with the right one. analyze reads an article up to
// its quotations; it returns nil for one that cannot be read. A limit of 0
// measures the whole file.
func Quotation(path string, limit int, analyze func(id, title, published, text string) *doc.Document) (*Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("measuring quotations: %w", err)
	}
	defer f.Close()
	rep := &Report{Set: "quotation", File: filepath.Base(path), Unit: "attributions"}
	bytes := Row{Name: "content bytes"}
	var found, sources, right, articles int
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for line := 1; sc.Scan() && (limit == 0 || articles < limit); line++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var a quotationArticle
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("measuring quotations: %s:%d: %w", path, line, err)
		}
		articles++
		var sys []doc.Quotation
		if d := analyze(a.ID, a.Title, a.Published, a.Text); d != nil {
			sys = d.Quotations
		}
		countBytes(&bytes, &a, sys)
		for i := range a.Attributions {
			g := &a.Attributions[i]
			rep.Items++
			q, n := bestMatch(g, sys)
			if q == nil || 2*n <= size(g.Content) {
				rep.worse(g, "missed")
				continue
			}
			found++
			if len(g.Source) == 0 {
				continue
			}
			sources++
			if sharesByte(q.Source, g.Source) {
				right++
			} else {
				rep.worse(g, "wrong source")
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("measuring quotations: %w", err)
	}
	rep.Rows = []Row{bytes}
	rep.Add("content found", ratio(found, rep.Items))
	rep.Add("right source", ratio(right, sources))
	rep.Add("content bytes F1", bytes.F1())
	return rep, nil
}

func (r *Report) worse(g *attribution, why string) {
	if len(r.Worst) >= 200 || len(g.Content) == 0 {
		return
	}
	text := func(s []quoteSpan) string {
		if len(s) == 0 {
			return "–"
		}
		return s[0].Text
	}
	r.Worst = append(r.Worst, fmt.Sprintf("%s: %s | %s | %s", why, text(g.Source), text(g.Cue), text(g.Content)))
}

// countBytes counts each byte of an article once, however many contents hold it.
func countBytes(row *Row, a *quotationArticle, sys []doc.Quotation) {
	in := make([]uint8, len(a.Text)+1)
	mark := func(start, end int, bit uint8) {
		for i := max(start, 0); i < min(end, len(in)); i++ {
			in[i] |= bit
		}
	}
	for i := range a.Attributions {
		for _, s := range a.Attributions[i].Content {
			mark(s.Start, s.End, 1)
		}
	}
	for i := range sys {
		for _, s := range sys[i].Content {
			mark(s.Start, s.End, 2)
		}
	}
	for _, b := range in {
		row.Gold += int(b & 1)
		row.System += int(b >> 1)
		row.Right += int(b & 1 & (b >> 1))
	}
}

// bestMatch is the quotation that shares most bytes with a gold content.
func bestMatch(g *attribution, sys []doc.Quotation) (*doc.Quotation, int) {
	var best *doc.Quotation
	most := -1
	gold := union(g.Content)
	for i := range sys {
		n := 0
		for _, c := range sys[i].Content {
			for _, s := range gold {
				n += max(0, min(c.End, s.End)-max(c.Start, s.Start))
			}
		}
		if n > most {
			best, most = &sys[i], n
		}
	}
	return best, most
}

func size(spans []quoteSpan) int {
	n := 0
	for _, s := range union(spans) {
		n += s.End - s.Start
	}
	return n
}

// union joins spans that overlap, so that no byte counts twice.
func union(spans []quoteSpan) []quoteSpan {
	out := append([]quoteSpan(nil), spans...)
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	n := 0
	for _, s := range out {
		if n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out[n] = s
		n++
	}
	return out[:n]
}

func sharesByte(a []doc.Span, b []quoteSpan) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Start < y.End && y.Start < x.End {
				return true
			}
		}
	}
	return false
}
