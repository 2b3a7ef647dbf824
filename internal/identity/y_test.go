package identity

import (
	"bufio"
	"chancery/internal/day"
	"chancery/internal/record"
	"chancery/lexicon"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"
)

func TestY(t *testing.T) {
	path := os.Getenv("CODED")
	if path == "" {
		t.Skip()
	}
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	g := NewRegister(r)
	f, _ := os.Open(path)
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	n := 0
	var spent time.Duration
	cands := 0
	for sc.Scan() {
		var rec record.Record
		if err := json.Unmarshal(sc.Bytes(), &rec); err != nil {
			t.Fatal(err)
		}
		p := record.Report{Record: &rec}
		if s, ok := day.Range(rec.Doc.Published); ok {
			p.Known = s.From
		}
		t0 := time.Now()
		for _, m := range Observe(&p) {
			n++
			keys := r.Lookup(&m.Observation)
			cands += len(g.Candidates(keys))
		}
		t1 := time.Now()
		_ = t0
		g.Read(&p)
		spent += time.Since(t1)
	}
	fmt.Println("observations", n, "actors", len(g.Actors), "candidates/obs", float64(cands)/float64(n), "time/obs", spent/time.Duration(n))
	out, _ := os.Create("/tmp/actors.txt")
	w := bufio.NewWriter(out)
	sort.SliceStable(g.Actors, func(i, j int) bool { return met(g.Actors[i]) > met(g.Actors[j]) })
	for _, a := range g.Actors {
		fs := []string{}
		for _, x := range a.Forms {
			fs = append(fs, fmt.Sprintf("%s %d", x.Value, x.N))
		}
		cs := []string{}
		for _, x := range a.Countries {
			cs = append(cs, fmt.Sprintf("%s %d", x.Value, x.N))
		}
		ps := []string{}
		for _, x := range a.Posts {
			ps = append(ps, fmt.Sprintf("%s %d", x.Key, x.N))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t[%s]\t{%s}\t%s\n", a.Kind, a.Slug, a.Name, a.Country, a.Sector, strings.Join(fs, "; "), strings.Join(cs, "; "), strings.Join(ps, "; "))
	}
	w.Flush()
	ev, _ := os.Create("/tmp/evidence.json")
	json.NewEncoder(ev).Encode(g.Evidence)
	sz := g.Sizes()
	type kv struct {
		k string
		n int
	}
	var l []kv
	for k, n := range sz {
		l = append(l, kv{k, n})
	}
	sort.Slice(l, func(i, j int) bool {
		if l[i].n != l[j].n {
			return l[i].n > l[j].n
		}
		return l[i].k < l[j].k
	})
	fmt.Println(len(l))
	for _, x := range l[:40] {
		fmt.Print(x.k, " ", x.n, "; ")
	}
	fmt.Println()
	id := map[int64]*Actor{}
	for _, a := range g.Actors {
		id[a.ID] = a
	}
	ts := Assemble(g.Evidence)
	tf, _ := os.Create("/tmp/tenures.txt")
	tw := bufio.NewWriter(tf)
	for i := range ts {
		x := &ts[i]
		fmt.Fprintf(tw, "%s: %s n=%d disputed=%d doubtful=%v\n", id[x.Person].Name, x, x.Sources, len(x.Disputed), x.Doubtful)
	}
	tw.Flush()
	for _, q := range []string{"president|USA|", "finance minister|JPN|", "prime minister|JPN|", "foreign minister|USA|", "finance minister|BRA|", "prime minister|ITA|", "treasury minister|USA|", "president|PHL|", "prime minister|CHN|"} {
		var e []Evidence
		for _, x := range g.Evidence {
			if x.Office.Key() == q {
				e = append(e, x)
			}
		}
		tt := Assemble(e)
		for _, d := range []day.Day{day.Date(1987, 3, 10), day.Date(1987, 10, 15)} {
			fmt.Println(q, d)
			for _, h := range On(tt, e, d)[:min(3, len(On(tt, e, d)))] {
				fmt.Printf("   %.2f %s %s\n", h.Sure, id[h.Tenure.Person].Name, h.Why)
			}
		}
	}
}
