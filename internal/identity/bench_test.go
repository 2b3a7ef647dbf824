package identity

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
	"chancery/lexicon"
)

func resolver(t testing.TB) *Resolver {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// crowd is so many made-up mentions of persons of one in three as many, with
// given names as the lexicon has them and surnames of common syllables, so that
// names cluster as they do in the world.
func crowd(r *Resolver, n int) []Observation {
	rnd := rand.New(rand.NewPCG(1987, 6))
	pick := func(list []string) string { return list[min(int(rnd.ExpFloat64()*float64(len(list))/5), len(list)-1)] }
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	onsets := strings.Fields("m k s r b t h al d n ber kar van l p gor mar kha tsch yu w g rod ch fern el sh jo os zh")
	middles := strings.Fields("a e i o u an er in ar ou ei en ad on ur il am em isch ov")
	ends := strings.Fields("man ez ov ski son i a er t i d sen ian oglu ich es dze in berg aldo wala ko yama")
	countries := strings.Fields("USA GBR FRA DEU RUS CHN JPN IRN IRQ EGY BRA ARG CUB ESP IND PAK TUR ISR POL KOR")
	roles := strings.Fields("president minister senator spokesman ambassador general")
	out := make([]Observation, 0, n)
	for len(out) < n {
		o := Observation{
			Name:    title(pick(r.names.fullForm)) + " " + title(pick(onsets)+pick(middles)+pick(ends)),
			Country: pick(countries), Role: pick(roles), Kind: record.Person,
			Known: day.Date(1980, 1, 1) + day.Day(rnd.IntN(9000)),
		}
		o.When = day.Span{From: o.Known, To: o.Known}
		for range 3 {
			out = append(out, o)
			o.Known += day.Day(rnd.IntN(300))
		}
	}
	rnd.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for i := range out {
		out[i].Doc = string(rune('a'+i%26)) + "-" + out[i].Known.String()
	}
	return out
}

// BenchmarkAdd is everything that a store in memory does for one mention, with
// 30,000 actors known.
func BenchmarkAdd(b *testing.B) {
	r := resolver(b)
	all := crowd(r, 100_000)
	g := NewRegister(r)
	for i := range all {
		g.Add(&all[i])
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		g.Add(&all[i%len(all)])
	}
	b.ReportMetric(float64(len(g.Actors)), "actors")
}

// BenchmarkResolve is one decision between the candidates that an index of 30,000
// actors gives, and how many those are.
func BenchmarkResolve(b *testing.B) {
	r := resolver(b)
	all := crowd(r, 100_000)
	g := NewRegister(r)
	for i := range all {
		g.Add(&all[i])
	}
	const n = 4096
	var of [n][]*Actor
	sizes := make([]int, n)
	sum := 0
	for i := range of {
		of[i] = g.Candidates(r.Lookup(&all[i]))
		sizes[i] = len(of[i])
		sum += sizes[i]
	}
	slices.Sort(sizes)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		r.Resolve(&all[i%n], of[i%n])
	}
	b.ReportMetric(float64(sum)/n, "candidates")
	b.ReportMetric(float64(sizes[n*99/100]), "candidates-p99")
}

// BenchmarkBareSurname is the same for a surname and a country alone.
func BenchmarkBareSurname(b *testing.B) {
	r := resolver(b)
	all := crowd(r, 100_000)
	g := NewRegister(r)
	for i := range all {
		g.Add(&all[i])
	}
	const n = 4096
	var of [n][]*Actor
	sum := 0
	for i := range of {
		o := &all[i]
		o.Name = o.Name[strings.IndexByte(o.Name, ' ')+1:]
		of[i] = g.Candidates(r.Lookup(o))
		sum += len(of[i])
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		r.Resolve(&all[i%n], of[i%n])
	}
	b.ReportMetric(float64(sum)/n, "candidates")
}

func BenchmarkLookup(b *testing.B) {
	r := resolver(b)
	all := crowd(r, 3000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		r.Lookup(&all[i%len(all)])
	}
}

func BenchmarkLearn(b *testing.B) {
	r := resolver(b)
	o := Observation{Name: "Ana Ruiz Paz", Country: "PER", Sector: "GOV", Role: "foreign minister", Kind: record.Person, Known: 6000, When: day.Span{From: 6000, To: 6000}}
	a := r.Introduce(&o, func(string) bool { return false })
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		r.Learn(a, &o)
	}
}

func BenchmarkCompare(b *testing.B) {
	r := resolver(b)
	x, y := r.names.personal("Mikhail Gorbachev"), r.names.personal("Michail Gorbatschow")
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		r.names.compare(&x, &y, home{})
	}
}

func BenchmarkParse(b *testing.B) {
	r := resolver(b)
	b.ReportAllocs()
	for range b.N {
		r.names.personal("Ali Akbar Hashemi Rafsanjani")
	}
}
