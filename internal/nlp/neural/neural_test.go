package neural

import (
	"math"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"chancery/internal/doc"
)

var english = sync.OnceValues(func() (*Model, error) {
	b, err := os.ReadFile("../en/neural.bin")
	if err != nil {
		return nil, err
	}
	return Load(string(b), 0)
})

func model(t testing.TB) *Model {
	m, err := english()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// read makes a document of sentences, one a line, of words between spaces.
func read(text string) *doc.Document {
	d := &doc.Document{Text: text, Lang: "en"}
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		first := len(d.Tokens)
		for i := 0; i < len(line); {
			j := i
			for j < len(line) && line[j] != ' ' && line[j] != '\n' {
				j++
			}
			if j > i {
				d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at + i, End: at + j}})
			}
			i = j + 1
		}
		if len(d.Tokens) > first {
			d.Sentences = append(d.Sentences, doc.Sentence{Span: d.TokenSpan(first, len(d.Tokens)), First: first, Last: len(d.Tokens)})
		}
		at += len(line)
	}
	return d
}

const story = `The Kenyan foreign minister , Amina Odhiambo , was received by her Swedish counterpart on Tuesday .
REBELS SEIZE PORT IN NORTHERN MOZAMBIQUE
Two officers were killed when gunmen , who had crossed the river at night , attacked a police post near Goma .
" We shall not sign , " said Petrus Wanjala , the leader of the National Unity Front .
Yes .
`

func TestAnalysis(t *testing.T) {
	d := read(story)
	model(t).Annotate(d)
	word := func(form string) int {
		for i := range d.Tokens {
			if d.Form(i) == form {
				return i
			}
		}
		t.Fatalf("no word %q", form)
		return 0
	}
	for _, c := range []struct{ form, upos, head, rel string }{
		{"minister", "NOUN", "received", "nsubj:pass"},
		{"was", "AUX", "received", "aux:pass"},
		{"counterpart", "NOUN", "received", "obl:agent"},
		{"her", "PRON", "counterpart", "nmod:poss"},
		{"Tuesday", "PROPN", "received", "obl"},
		{"SEIZE", "VERB", "", "root"},
		{"officers", "NOUN", "killed", "nsubj:pass"},
		{"crossed", "VERB", "gunmen", "acl:relcl"},
		{"attacked", "VERB", "killed", "advcl"},
		{"leader", "NOUN", "", ""},
		{"Front", "PROPN", "leader", "nmod"},
	} {
		i := word(c.form)
		tok := d.Tokens[i]
		if tok.UPOS != c.upos {
			t.Errorf("%s is %s, want %s", c.form, tok.UPOS, c.upos)
		}
		if c.rel == "" {
			continue
		}
		head := ""
		if tok.Head >= 0 {
			head = d.Form(tok.Head)
		}
		if head != c.head || tok.Deprel != c.rel {
			t.Errorf("%s hangs on %q as %s, want %q as %s", c.form, head, tok.Deprel, c.head, c.rel)
		}
	}
	var got []string
	for _, e := range d.Entities {
		got = append(got, e.Type+" "+d.Slice(e.Span))
	}
	for _, want := range []string{"NORP Kenyan", "PER Amina Odhiambo", "NORP Swedish", "GPE Goma", "PER Petrus Wanjala", "ORG National Unity Front"} {
		if !strings.Contains(strings.Join(got, "\n")+"\n", want+"\n") {
			t.Errorf("entity %q not among %q", want, got)
		}
	}
}

// Whatever the kernel and whatever else is in the document, a sentence gets
// the same analysis.
func TestAnalysisIsTheSameOnEveryKernel(t *testing.T) {
	m := model(t)
	want := read(story)
	m.Annotate(want)
	eachKernel(t, func(name string) {
		got := read(story)
		m.Annotate(got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another analysis", name)
		}
	})
	first, _, _ := strings.Cut(story, "\n")
	alone := read(first)
	m.Annotate(alone)
	if !reflect.DeepEqual(alone.Tokens, want.Tokens[:len(alone.Tokens)]) {
		t.Error("a sentence alone is analysed otherwise")
	}
}

func TestManyAtOnce(t *testing.T) {
	m := model(t)
	want := read(story)
	m.Annotate(want)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got := read(story)
			m.Annotate(got)
			if !reflect.DeepEqual(got, want) {
				t.Error("another analysis beside others")
			}
		})
	}
	wg.Wait()
}

func TestOverlongSentence(t *testing.T) {
	d := read(strings.Repeat("the envoys from the north met , ", 150))
	model(t).Annotate(d)
	roots := 0
	for i := range d.Tokens {
		h, steps := i, 0
		for h >= 0 && steps <= len(d.Tokens) {
			h = d.Tokens[h].Head
			steps++
		}
		if steps > len(d.Tokens) {
			t.Fatalf("token %d is on a circle", i)
		}
		if d.Tokens[i].Head < 0 {
			roots++
		}
	}
	if roots != 1 {
		t.Errorf("%d roots", roots)
	}
}

func TestNoWords(t *testing.T) {
	d := &doc.Document{}
	model(t).Annotate(d)
	if len(d.Entities) != 0 {
		t.Error("entities in nothing")
	}
}

func TestVectors(t *testing.T) {
	m := model(t)
	d := read("The army shelled the town .\nThe troops shelled the village .\n")
	v := m.Vectors(d)
	if len(v) != len(d.Tokens)*m.Dim() {
		t.Fatalf("%d numbers", len(v))
	}
	at := func(i int) []float32 { return v[i*m.Dim() : (i+1)*m.Dim()] }
	if same, other := cosine(at(2), at(8)), cosine(at(2), at(4)); same < other {
		t.Errorf("shelled is nearer to town (%.2f) than to shelled (%.2f)", other, same)
	}
	word := func(w string) []float32 {
		x := make([]float32, m.Dim())
		m.WordVector(w, x)
		return x
	}
	if near, far := cosine(word("Army"), word("military")), cosine(word("army"), word("banana")); near <= far {
		t.Errorf("army: military %.2f, banana %.2f", near, far)
	}
}

func cosine(a, b []float32) float32 {
	var ab, aa, bb float32
	for i := range a {
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return ab / float32(math.Sqrt(float64(aa*bb)))
}

func TestDamagedWeights(t *testing.T) {
	b, err := os.ReadFile("../en/neural.bin")
	if err != nil {
		t.Fatal(err)
	}
	s := string(b)
	for _, c := range []struct{ name, data string }{
		{"empty", ""},
		{"another file", "chancery linear 1\n0000"},
		{"cut in the header", s[:200]},
		{"cut in the weights", s[:len(s)/2]},
		{"a broken header", s[:30] + "}" + s[31:]},
	} {
		if _, err := Load(c.data, 0); err == nil {
			t.Errorf("%s: loaded", c.name)
		}
	}
	if _, err := Load(s, 99); err == nil {
		t.Error("loaded a depth without an exit")
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	m := model(t)
	d := read(story)
	m.Annotate(d)
	if n := testing.AllocsPerRun(20, func() { m.Annotate(d) }); n > 8 {
		t.Errorf("%v allocations a document", n)
	}
}

func BenchmarkAnnotate(b *testing.B) {
	m := model(b)
	d := read(strings.Repeat(story, 2))
	eachKernel(b, func(name string) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Annotate(d)
			}
			b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	})
}

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("../en/neural.bin")
	if err != nil {
		b.Fatal(err)
	}
	s := string(data)
	for b.Loop() {
		if _, err := Load(s, 0); err != nil {
			b.Fatal(err)
		}
	}
}

// Names found must begin and end: what would score best tag by tag need not.
func TestNamesAreWhole(t *testing.T) {
	m := &Model{header: header{NER: []string{"O", "B-PER", "I-PER", "L-PER", "U-PER", "B-ORG", "I-ORG", "L-ORG", "U-ORG"}}}
	m.exit.all.out = len(m.NER)
	d := read("Ann Lee of Acme met Bo")
	const b, i, l, u, org = 1, 2, 3, 4, 4
	score := make([]float32, (len(d.Tokens)+1)*len(m.NER))
	set := func(word, tag int, v float32) { score[(word+1)*len(m.NER)+tag] = v }
	set(0, b, 5)
	set(1, i, 3) // nothing ends what would go on
	set(1, l, 2)
	set(2, 0, 4)
	set(3, org+u, 4)
	set(3, org+l, 5) // nothing began
	set(4, 0, 4)
	set(5, b, 5) // no room to end
	set(5, u, 3)
	m.entities(d, new(scratch), unit{last: len(d.Tokens)}, score)
	var got []string
	for _, e := range d.Entities {
		got = append(got, e.Type+" "+d.Slice(e.Span))
	}
	if want := "PER Ann Lee, ORG Acme, PER Bo"; strings.Join(got, ", ") != want {
		t.Errorf("names %q, want %q", got, want)
	}
}
