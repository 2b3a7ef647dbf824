package en

import (
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp"
	"chancery/lexicon"
)

func analyzerFor(t testing.TB) nlp.Analyzer {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// column is one line of what was found: form lemma UPOS relation head.
func analyse(t testing.TB, text string) *doc.Document {
	d := &doc.Document{ID: "t", Text: text}
	analyzerFor(t).Analyze(d)
	return d
}

func TestClauseRoles(t *testing.T) {
	d := analyse(t, "The Peruvian army attacked the rebels, and the mayor resigned on Monday.")
	want := map[string][2]string{ // form → relation, form of the head
		"army": {"nsubj", "attacked"}, "rebels": {"obj", "attacked"}, "resigned": {"conj", "attacked"},
		"Monday": {"obl", "resigned"}, "Peruvian": {"amod", "army"}, "mayor": {"nsubj", "resigned"},
	}
	for i, k := range d.Tokens {
		w, ok := want[d.Form(i)]
		if !ok {
			continue
		}
		if k.Head < 0 || k.Deprel != w[0] || d.Form(k.Head) != w[1] {
			t.Errorf("%s is %s of token %d, want %s of %s", d.Form(i), k.Deprel, k.Head, w[0], w[1])
		}
	}
}

func TestPassive(t *testing.T) {
	d := analyse(t, "Two ministers were arrested by the police.")
	for i, k := range d.Tokens {
		switch d.Form(i) {
		case "ministers":
			if k.Deprel != "nsubj:pass" || k.Lemma != "minister" || k.Feats != "Number=Plur" {
				t.Errorf("ministers: %+v", k)
			}
		case "arrested":
			if k.Lemma != "arrest" || k.Feats != "Tense=Past|VerbForm=Part|Voice=Pass" {
				t.Errorf("arrested: %+v", k)
			}
		case "police":
			if k.Deprel != "obl:agent" {
				t.Errorf("police: %+v", k)
			}
		}
	}
}

func TestEveryTokenIsFilledAndEverySentenceHasOneRoot(t *testing.T) {
	d := analyse(t, "TALKS COLLAPSE IN OSLO\n\n\"No,\" she said -- twice! (See p. 4.)\n\nok\n\n???")
	for _, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			k := &d.Tokens[i]
			if k.UPOS == "" || k.Lemma == "" || k.Deprel == "" {
				t.Errorf("%q: %+v", d.Form(i), k)
			}
			if k.Head < 0 {
				roots++
			} else if k.Head < s.First || k.Head >= s.Last || k.Head == i {
				t.Errorf("%q hangs on %d outside [%d,%d)", d.Form(i), k.Head, s.First, s.Last)
			}
		}
		if roots != 1 {
			t.Errorf("%q has %d roots", d.Slice(s.Span), roots)
		}
	}
}

func TestNames(t *testing.T) {
	d := analyse(t, "Kenyan President Daniel Otieno met Maria Fernandez of the World Health Organization in Geneva.")
	got := map[string]string{}
	for _, e := range d.Entities {
		got[d.Slice(e.Span)] = e.Type
	}
	for name, kind := range map[string]string{"Kenyan": "NORP", "Daniel Otieno": "PER", "Maria Fernandez": "PER", "Geneva": "GPE"} {
		if got[name] != kind {
			t.Errorf("%s is %q, want %s (found %v)", name, got[name], kind, got)
		}
	}
}

func TestLettersAfterANameAndAcronymsThatArePronouns(t *testing.T) {
	d := analyse(t, "The court heard Ann Fernandez QC on Friday. WHO estimates that many people suffer, and no one knows who pays.")
	var got []string
	for _, e := range d.Entities {
		got = append(got, e.Type+" "+d.Slice(e.Span))
	}
	if want := "PER Ann Fernandez, ORG WHO"; strings.Join(got, ", ") != want {
		t.Errorf("names %q, want %q", got, want)
	}
}

func TestOneNameOneTypeInAStory(t *testing.T) {
	d := analyse(t, "President Anneli Kask spoke in Tallinn.\n\nKask blamed the Port Safety Board (PSB) for the delay. The PSB denied it, and so did the Bank of Estonia.")
	got := map[string]string{}
	for _, e := range d.Entities {
		got[d.Slice(e.Span)] = e.Type
	}
	for name, kind := range map[string]string{"Anneli Kask": "PER", "Kask": "PER", "PSB": "ORG", "Tallinn": "GPE", "Bank of Estonia": "ORG"} {
		if got[name] != kind {
			t.Errorf("%s is %q, want %s (found %v)", name, got[name], kind, got)
		}
	}
}

func TestEntitiesNestAndStandInOrder(t *testing.T) {
	d := analyse(t, "The Chilean Foreign Ministry protested. In Lima, Peruvian officials read the Chilean Foreign Ministry's note.")
	nested := 0
	for k, e := range d.Entities {
		if e.Span != d.TokenSpan(e.First, e.Last) {
			t.Errorf("%q: span and tokens differ", d.Slice(e.Span))
		}
		if k == 0 {
			continue
		}
		p := d.Entities[k-1]
		if e.First < p.First || e.First == p.First && e.Last >= p.Last {
			t.Errorf("%q comes after %q", d.Slice(e.Span), d.Slice(p.Span))
		}
		if p.Contains(e.Span) && p.Type == "ORG" && e.Type == "NORP" {
			nested++
		}
	}
	if nested == 0 {
		t.Errorf("no people inside an organisation: %v", d.Entities)
	}
}

func TestLemmas(t *testing.T) {
	m, err := NewMorphology(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	l := m.lemmas
	for _, c := range [][4]string{
		{"said", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "say"},
		{"stopped", "VERB", "Tense=Past|VerbForm=Part", "stop"},
		{"accusing", "VERB", "Tense=Pres|VerbForm=Part", "accuse"},
		{"negotiating", "VERB", "VerbForm=Ger", "negotiate"},
		{"visited", "VERB", "Tense=Past|VerbForm=Part", "visit"},
		{"condemns", "VERB", "Number=Sing|Person=3", "condemn"},
		{"parties", "NOUN", "Number=Plur", "party"},
		{"gunmen", "NOUN", "Number=Plur", "gunman"},
		{"crises", "NOUN", "Number=Plur", "crisis"},
		{"was", "AUX", "Number=Sing|Person=3", "be"},
		{"heavier", "ADJ", "Degree=Cmp", "heavy"},
		{"Nairobi", "PROPN", "Number=Sing", "Nairobi"},
		{"withdrew", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "withdraw"},
		{"Expelled", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "expel"},
		{"dying", "VERB", "Tense=Pres|VerbForm=Part", "die"},
		{"fled", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "flee"},
		{"agreed", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "agree"},
		{"released", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "release"},
		{"freed", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "free"},
		{"killed", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "kill"},
		{"attacked", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "attack"},
		{"urging", "VERB", "Tense=Pres|VerbForm=Part", "urge"},
		{"bombed", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "bomb"},
		{"raided", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "raid"},
		{"seizing", "VERB", "VerbForm=Ger", "seize"},
		{"denied", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "deny"},
		{"imposing", "VERB", "VerbForm=Ger", "impose"},
		{"deployed", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "deploy"},
		{"shelling", "VERB", "VerbForm=Ger", "shell"},
		{"besieged", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "besiege"},
		{"ambushed", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "ambush"},
		{"looted", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "loot"},
		{"annexed", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "annex"},
		{"blockaded", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "blockade"},
		{"torched", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "torch"},
		{"pledging", "VERB", "VerbForm=Ger", "pledge"},
		{"reiterated", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "reiterate"},
		{"repatriated", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "repatriate"},
		{"mediating", "VERB", "VerbForm=Ger", "mediate"},
		{"extradited", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "extradite"},
		{"allies", "NOUN", "Number=Plur", "ally"},
		{"embassies", "NOUN", "Number=Plur", "embassy"},
	} {
		if got := l.Of(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%s %s: %s, want %s", c[0], c[1], got, c[3])
		}
	}
}

// What is allocated is the document's own layers and the lemmas of words that
// open sentences, not working memory.
func TestSteadyStateAllocatesLittle(t *testing.T) {
	a := analyzerFor(t)
	text := strings.Repeat("The foreign minister of Chad, Idris Mahmat, told reporters in Paris on Tuesday that U.S. and U.N. envoys had left.\n\n", 50)
	a.Analyze(&doc.Document{Text: text})
	n := testing.AllocsPerRun(10, func() { a.Analyze(&doc.Document{Text: text}) })
	if n > 2*50 {
		t.Errorf("%v allocations for 50 sentences", n)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	text := ""
	for range 40 {
		text += "The foreign minister of Chad, Idris Mahmat, told reporters in Paris on Tuesday that his government would not sign the treaty unless both sides withdrew their troops from the border region.\n\n\"We have waited long enough,\" he said.\n\n"
	}
	a := analyzerFor(b)
	tokens := 0
	b.ReportAllocs()
	for b.Loop() {
		d := &doc.Document{Text: text}
		a.Analyze(d)
		tokens += len(d.Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
