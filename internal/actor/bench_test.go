package actor_test

import (
	"strings"
	"testing"

	"chancery/internal/actor"
	"chancery/internal/doc"
	"chancery/lexicon"
)

// dispatch is a short report of about 220 tokens, made up for tests.
const dispatch = `Peruvian Foreign Minister Lucia Quispe and her Ghanaian counterpart, Kwesi Boateng, met in Lima on Monday, according to a statement from the Peruvian Ministry of Foreign Affairs.
The governments of the two countries said they opposed US tariffs on both countries and agreed to open embassies.
Both ministers told reporters that troops from Chad had attacked a police station near the border. A spokesman for the Ghanaian army, Colonel Yaw Mensah, denied that his soldiers had crossed into Togo.
"We have asked the United Nations to send observers," Boateng said. He was due to meet opposition leaders, students and trade unions on Tuesday before he flies to Brussels for talks with the European Union.
Human Rights Watch accused the rebels of the Northern Liberation Front (NLF) of killing villagers. The NLF rejected the charge. The group, which has fought the government since 2009, said gunmen loyal to the former president were to blame.
In Accra, anti-government demonstrators threw stones at riot police. The army closed roads to the capital. A court in Kumasi jailed three journalists, and the ruling party asked lawmakers to extend the curfew.
Moscow said it would send an envoy to the region, while Washington urged the two sides to return to the talks that the African Union began last year.`

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := actor.New(lexicon.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAnnotate(b *testing.B) {
	p := newPipe(b)
	d := p.run(&doc.Document{Text: dispatch})
	b.ReportMetric(float64(len(d.Tokens)), "tokens")
	b.SetBytes(int64(len(dispatch)))
	b.ReportAllocs()
	for b.Loop() {
		p.actors.Annotate(d)
	}
}

// TestSame annotates one document many times, at once from several goroutines,
// and wants the same mentions each time.
func TestSame(t *testing.T) {
	p := newPipe(t)
	want := dump(p.run(&doc.Document{Text: dispatch}))
	got := make(chan string)
	for range 8 {
		go func() { got <- dump(p.run(&doc.Document{Text: strings.Clone(dispatch)})) }()
	}
	for range 8 {
		if g := <-got; g != want {
			t.Fatalf("mentions differ between runs:\n%s\n%s", want, g)
		}
	}
}
