package conllu_test

import (
	"strings"
	"testing"

	"chancery/internal/nlp/conllu"
)

const sample = `# newdoc id = a
# sent_id = a-1
# text = Rivals won't talk.
1	Rivals	rival	NOUN	NNS	Number=Plur	4	nsubj	_	_
2-3	won't	_	_	_	_	_	_	_	_
2	wo	will	AUX	MD	VerbForm=Fin	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	talk	talk	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

# text = Dunno.
1-3	Dunno	_	_	_	_	_	_	_	SpaceAfter=No
1	Do	do	AUX	VBP	_	3	aux	_	_
2	not	not	PART	RB	_	3	advmod	_	_
2.1	I	I	PRON	PRP	_	_	_	3:nsubj	_

3	know	know	VERB	VB	_	0	root	_	_
4	.	.	PUNCT	.	_	3	punct	_	_
`

func TestRead(t *testing.T) {
	f, err := conllu.Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Rivals won't talk.\nDunno."; f.Text != want {
		t.Fatalf("text %q, want %q", f.Text, want)
	}
	if len(f.Sentences) != 2 || len(f.Sentences[1].Words) != 4 {
		t.Fatalf("%d sentences, words %v", len(f.Sentences), f.Sentences)
	}
	if got := f.Sentences[0].Comment("sent_id"); got != "a-1" {
		t.Errorf("sent_id %q", got)
	}
	d := f.Document("a")
	var forms []string
	for i := range d.Tokens {
		forms = append(forms, d.Form(i))
	}
	if got := strings.Join(forms, "|"); got != "Rivals|wo|n't|talk|.|Dunno|Dunno|Dunno|." {
		t.Errorf("surface of the words: %s", got)
	}
	if d.Tokens[0].Head != 3 || d.Tokens[3].Head != -1 || d.Tokens[8].Head != 7 {
		t.Errorf("heads %d %d %d", d.Tokens[0].Head, d.Tokens[3].Head, d.Tokens[8].Head)
	}
}

func TestWriteReadsBack(t *testing.T) {
	f, err := conllu.Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := conllu.Write(&b, f.Document("a")); err != nil {
		t.Fatal(err)
	}
	if line := "5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\tTokenRange=17:18\n"; !strings.Contains(b.String(), line) {
		t.Errorf("no line %q in\n%s", line, b.String())
	}
	again, err := conllu.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for s, x := range f.Sentences {
		for i, w := range x.Words {
			if g := again.Sentences[s].Words[i]; g.Head != w.Head || g.Deprel != w.Deprel || g.UPOS != w.UPOS {
				t.Errorf("%s came back as %+v", w.Form, g)
			}
		}
	}
}

func TestReadSaysWhichLineIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"1\tone\n":                         "line 1: want 10 columns, found 2",
		"1\ta\t_\t_\t_\t_\t7\t_\t_\t_\n":   "hangs on 7",
		"2\ta\t_\t_\t_\t_\t0\t_\t_\t_\n":   "word id \"2\", want 1",
		"1\ta\t_\t_\t_\t_\tx\t_\t_\t_\n":   "bad head",
		"1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n": "not complete",
	} {
		if _, err := conllu.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t1\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := conllu.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		d := c.Document("x")
		for i, k := range d.Tokens {
			if k.Start < 0 || k.End < k.Start || k.End > len(d.Text) || k.Head >= len(d.Tokens) {
				t.Fatalf("token %d: %+v in %d bytes", i, k, len(d.Text))
			}
		}
		if err := conllu.Write(&strings.Builder{}, d); err != nil {
			t.Fatal(err)
		}
	})
}
