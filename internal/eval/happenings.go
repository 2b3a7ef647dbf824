package eval

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/internal/shingle"
	"chancery/lexicon"
)

// told is every event of a stream of articles, each with its trace, and the
// happenings that they were taken to be.
type told struct {
	matcher *happening.Matcher
	reports []record.Report
	traces  []happening.Trace
	of      []int // report → happening

	happenings []happening.Candidate
	members    [][]int // happening → reports
	index      map[int64][]int
	keys       int // of all happenings
	candidates int // met while resolving
}

// tell codes articles in their order and resolves their events as a store would.
func (b *Bench) tell(ctx context.Context, rows []input) (*told, error) {
	out, err := b.code(ctx, rows)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(rows))
	days := make([]day.Day, len(rows))
	for i, r := range rows {
		texts[i] = r.Text
		if days[i], err = day.Parse(r.Published); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", r.ID, err)
		}
	}
	copies := clusters(texts, days)
	m, err := happening.New(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	t := &told{matcher: m, index: map[int64][]int{}}
	for i := range rows {
		if out[i] == nil {
			continue
		}
		for k := range out[i].Records {
			if r := &out[i].Records[k]; r.Event != nil {
				t.take(record.Report{Record: r, Known: days[i], Withdrawn: day.Latest, Copy: strconv.Itoa(copies[i])})
			}
		}
	}
	return t, nil
}

// take adds a report to the happening it is one of.
func (t *told) take(r record.Report) {
	t.reports = append(t.reports, r)
	t.resolve(t.matcher.Trace(&r, nil))
}

func (t *told) resolve(trace happening.Trace) {
	n := len(t.traces)
	t.traces = append(t.traces, trace)
	var near []int
	for _, p := range t.matcher.Probes(&trace) {
		near = append(near, t.index[p]...)
	}
	slices.Sort(near)
	near = slices.Compact(near)
	t.candidates += len(near)
	cs := make([]happening.Candidate, len(near))
	for i, k := range near {
		cs[i] = t.happenings[k]
	}
	at := len(t.happenings)
	if v := t.matcher.Resolve(&trace, cs); v.ID != "" {
		at, _ = strconv.Atoi(v.ID)
		t.happenings[at].Traces = append(t.happenings[at].Traces, trace)
		t.members[at] = append(t.members[at], n)
	} else {
		t.happenings = append(t.happenings, happening.Candidate{ID: strconv.Itoa(at), Traces: []happening.Trace{trace}})
		t.members = append(t.members, []int{n})
	}
	t.of = append(t.of, at)
	for _, k := range t.matcher.Keys(&trace) {
		if l := t.index[k]; !slices.Contains(l, at) {
			t.index[k] = append(l, at)
			t.keys++
		}
	}
}

// million is how many events a day make a million a year.
const million = 1_000_000 / 365

// crowded is the stream with its days folded together until a day has as many
// events as a store that takes in a million a year.
func (t *told) crowded() *told {
	if len(t.reports) == 0 {
		return t
	}
	days := day.Day(len(t.reports)/million + 1)
	first := t.reports[0].Known
	order := make([]int, len(t.reports))
	shift := make([]day.Day, len(t.reports))
	for i := range t.reports {
		order[i] = i
		shift[i] = first + (t.reports[i].Known-first)%days - t.reports[i].Known
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(t.reports[a].Known + shift[a] - t.reports[b].Known - shift[b]) })
	out := &told{matcher: t.matcher, index: map[int64][]int{}}
	for _, i := range order {
		trace := t.traces[i]
		trace.Known += shift[i]
		if trace.When != day.Always {
			trace.When.From += shift[i]
			trace.When.To += shift[i]
		}
		out.resolve(trace)
	}
	return out
}

// clusters gives texts that are copies of one the number of the first.
func clusters(texts []string, days []day.Day) []int {
	of := make([]int, len(texts))
	signatures := make([]shingle.Signature, len(texts))
	index := map[int64][]int{}
	for i, text := range texts {
		of[i] = i
		s, keys := shingle.Read(text)
		signatures[i] = s
		best := 0.0
		for _, k := range keys {
			for _, o := range index[k] {
				if gap := days[i] - days[o]; max(gap, -gap) > shingle.Days || !shingle.Copies(&s, &signatures[o]) {
					continue
				}
				if _, c := shingle.Shares(&s, &signatures[o]); c > best {
					best, of[i] = c, of[o]
				}
			}
			index[k] = append(index[k], i)
		}
	}
	return of
}

// judgement is a pair of events of different articles and whether they are one
// happening, as a reader of both articles judged.
type judgement struct {
	A       string `json:"a"` // article and bytes of the trigger: "reuters-19:120-127"
	B       string `json:"b"`
	Drawn   string `json:"drawn"`   // how the pair was chosen: see DrawPairs
	Half    string `json:"half"`    // "tune": may be read while weights are set; "held": not
	Verdict string `json:"verdict"` // "one", "two", "unclear"; "" not judged
}

// at names an event by its article and trigger.
func at(r *record.Record) string {
	return fmt.Sprintf("%s:%d-%d", r.Doc.ID, r.Event.Trigger.Start, r.Event.Trigger.End)
}

// Shares of DrawPairs, by how they are drawn.
var drawn = []struct {
	name   string
	n      int
	lo, hi float64
}{{"near", 70, 0.25, 0.75}, {"below", 40, 0.03, 0.25}, {"above", 30, 0.75, 0.97}, {"joined", 60, 0, 0}}

// DrawPairs codes a stream of articles and writes two hundred pairs of its
// events to be judged, with their texts: those that score near the threshold,
// below and above it, and pairs that were joined. The same articles, seed and
// version of Chancery give the same pairs.
func (b *Bench) DrawPairs(ctx context.Context, path string, seed uint64, w io.Writer) error {
	rows, err := lines[input](path, b.Limit)
	if err != nil {
		return err
	}
	t, err := b.tell(ctx, rows)
	if err != nil {
		return err
	}
	text := map[string]*input{}
	for i := range rows {
		text[rows[i].ID] = &rows[i]
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	used := map[[2]string]bool{}
	var out []judgement
	for _, d := range drawn {
		var pool [][2]int
		t.eachPair(func(i, k int) {
			x, y := &t.reports[i], &t.reports[k]
			if x.Doc.ID == y.Doc.ID || t.traces[i].Said == t.traces[k].Said {
				return
			}
			if d.name == "joined" {
				if t.of[i] == t.of[k] {
					pool = append(pool, [2]int{i, k})
				}
			} else if s, _ := t.matcher.Score(&t.traces[i], &t.traces[k]); d.lo <= s && s < d.hi {
				pool = append(pool, [2]int{i, k})
			}
		})
		rng.Shuffle(len(pool), func(i, k int) { pool[i], pool[k] = pool[k], pool[i] })
		n := 0
		for _, p := range pool {
			// one pair of two articles: they would be judged alike
			articles := [2]string{t.reports[p[0]].Doc.ID, t.reports[p[1]].Doc.ID}
			if n == d.n || used[articles] {
				continue
			}
			used[articles] = true
			n++
			out = append(out, judgement{A: at(t.reports[p[0]].Record), B: at(t.reports[p[1]].Record), Drawn: d.name})
		}
	}
	rng.Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	for i := range out {
		out[i].Half = [...]string{"tune", "held"}[i%2]
		j := &out[i]
		if _, err := fmt.Fprintf(w, "{\"a\":%q,\"b\":%q,\"drawn\":%q,\"half\":%q,\"verdict\":\"\"}\n", j.A, j.B, j.Drawn, j.Half); err != nil {
			return err
		}
		for _, id := range []string{j.A, j.B} {
			doc, span, _ := strings.Cut(id, ":")
			a := text[doc]
			lo, hi, _ := strings.Cut(span, "-")
			from, _ := strconv.Atoi(lo)
			to, _ := strconv.Atoi(hi)
			if _, err := fmt.Fprintf(w, "\t%s %s %s\n\t%s<<%s>>%s\n", doc, a.Published, a.Title, a.Text[:from], a.Text[from:to], a.Text[to:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachPair calls f for every two reports with a key in common, the earlier
// first.
func (t *told) eachPair(f func(i, k int)) {
	index := map[int64][]int{}
	for k := range t.traces {
		var near []int
		for _, p := range t.matcher.Probes(&t.traces[k]) {
			near = append(near, index[p]...)
		}
		slices.Sort(near)
		for _, i := range slices.Compact(near) {
			f(i, k)
		}
		for _, key := range t.matcher.Keys(&t.traces[k]) {
			index[key] = append(index[key], k)
		}
	}
}

// Judged measures the resolution of events of a wire service, which sends a
// story again as it develops, against pairs that a reader judged. Wrongly
// merged is the share of pairs taken for one happening that are two, wrongly
// split the share of pairs that are one and were not taken for one; for pairs by
// themselves, and for the happenings that came of the whole stream.
func (b *Bench) Judged(ctx context.Context, stream, judgements string) (*Report, error) {
	rows, err := lines[input](stream, b.Limit)
	if err != nil {
		return nil, err
	}
	js, err := lines[judgement](judgements, 0)
	if err != nil {
		return nil, err
	}
	t, err := b.tell(ctx, rows)
	if err != nil {
		return nil, err
	}
	find := map[string]int{} // article and where a trigger begins
	for i := range t.reports {
		for _, s := range t.reports[i].Event.Mentions {
			find[fmt.Sprintf("%s:%d", t.reports[i].Doc.ID, s.Start)] = i
		}
	}
	event := func(id string) (int, bool) {
		doc, span, _ := strings.Cut(id, ":")
		start, _, _ := strings.Cut(span, "-")
		i, ok := find[doc+":"+start]
		return i, ok
	}
	rep := &Report{Set: "happenings", File: filepath.Base(judgements), Items: len(js), Unit: "pairs of events"}
	gone := 0
	random := Row{} // of pairs drawn from those that were joined
	for _, half := range []string{"tune", "held"} {
		pair, whole := Row{Name: half + ": pair"}, Row{Name: half + ": happening"}
		for _, j := range js {
			if j.Half != half || j.Verdict != "one" && j.Verdict != "two" {
				continue
			}
			i, ok1 := event(j.A)
			k, ok2 := event(j.B)
			if !ok1 || !ok2 {
				gone++
				continue
			}
			one := j.Verdict == "one"
			score, why := t.matcher.Score(&t.traces[i], &t.traces[k])
			together := t.of[i] == t.of[k]
			judge(&pair, one, score >= happening.Threshold)
			judge(&whole, one, together)
			if j.Drawn == "joined" {
				judge(&random, one, together)
			}
			if one != together && half == "tune" {
				rep.Worst = append(rep.Worst, fmt.Sprintf("%s %s and %s: score %.2f, together %v: %s\n%s\n%s", j.Verdict, j.A, j.B, score, together,
					strings.Join(why, "; "), t.reports[i].Evidence.Text, t.reports[k].Evidence.Text))
			}
		}
		rep.Rows = append(rep.Rows, pair, whole)
		rep.Add("wrongly merged, "+half, 1-whole.P())
		rep.Add("wrongly split, "+half, 1-whole.R())
	}
	rep.Add("wrongly merged, of pairs drawn from those joined", 1-random.P())
	rep.Add("events no longer coded", float64(gone))
	rep.Add("events a happening", float64(len(t.reports))/float64(max(len(t.happenings), 1)))
	rep.Add("keys a happening", float64(t.keys)/float64(max(len(t.happenings), 1)))
	rep.Add("candidates an event", float64(t.candidates)/float64(max(len(t.reports), 1)))
	dense := t.crowded()
	rep.Add("candidates an event at a million events a year", float64(dense.candidates)/float64(max(len(dense.traces), 1)))
	rep.Add("F1 of joined pairs, held", rep.Rows[len(rep.Rows)-1].F1())
	return rep, nil
}

func judge(r *Row, gold, system bool) {
	if gold {
		r.Gold++
	}
	if system {
		r.System++
	}
	if gold && system {
		r.Right++
	}
}
