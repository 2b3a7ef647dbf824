package morph_test

import (
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/morph"
)

// sentence builds a linked document of one sentence from rows of form, part of
// speech, head (1-based), relation and features.
func sentence(rows [][5]string) *doc.Document {
	d := &doc.Document{}
	for _, r := range rows {
		if d.Text != "" {
			d.Text += " "
		}
		start := len(d.Text)
		d.Text += r[0]
		d.Tokens = append(d.Tokens, doc.Token{
			Span: doc.Span{Start: start, End: len(d.Text)}, UPOS: r[1], Head: int(r[2][0]-'0') - 1, Deprel: r[3], Feats: r[4],
		})
	}
	d.Sentences = []doc.Sentence{{Span: doc.Span{Start: 0, End: len(d.Text)}, Last: len(d.Tokens)}}
	d.Link()
	return d
}

const (
	past = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
	part = "Tense=Past|VerbForm=Part|Voice=Pass"
)

// corpus has one form, "closed", that is finite with a subject and a participle
// with an auxiliary.
func corpus() []*doc.Document {
	var out []*doc.Document
	for _, n := range []string{"bank", "port", "mill", "mine", "camp", "yard"} {
		out = append(out,
			sentence([][5]string{{"the", "DET", "2", "det", "Definite=Def"}, {n, "NOUN", "3", "nsubj", "Number=Sing"}, {"closed", "VERB", "0", "root", past}}),
			sentence([][5]string{{"the", "DET", "2", "det", "Definite=Def"}, {n, "NOUN", "4", "nsubj:pass", "Number=Sing"},
				{"was", "AUX", "4", "aux:pass", past}, {"closed", "VERB", "0", "root", part}}))
	}
	return out
}

func TestFormsAreToldApartByTheTree(t *testing.T) {
	m, err := morph.Load(string(morph.Train(corpus(), 2, 10000, 5, 1).Marshal()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		d    *doc.Document
		at   int
		want string
	}{
		{sentence([][5]string{{"The", "DET", "2", "det", ""}, {"plant", "NOUN", "3", "nsubj", ""}, {"closed", "VERB", "0", "root", ""}}), 2, past},
		{sentence([][5]string{{"The", "DET", "2", "det", ""}, {"plant", "NOUN", "4", "nsubj:pass", ""}, {"was", "AUX", "4", "aux:pass", ""}, {"closed", "VERB", "0", "root", ""}}), 3, part},
		{sentence([][5]string{{"The", "DET", "2", "det", ""}, {"plant", "NOUN", "0", "root", ""}}), 1, "Number=Sing"},
	} {
		m.Annotate(c.d)
		if got := c.d.Tokens[c.at].Feats; got != c.want {
			t.Errorf("%s: token %d is %q, want %q", c.d.Text, c.at, got, c.want)
		}
	}
	if !m.Knows("NOUN", "Bank") || m.Knows("VERB", "bank") {
		t.Error("Knows should find listed forms in any case and under their part of speech only")
	}
}

func TestTrainingIsRepeatable(t *testing.T) {
	a, b := morph.Train(corpus(), 2, 10000, 5, 1).Marshal(), morph.Train(corpus(), 2, 10000, 5, 1).Marshal()
	if string(a) != string(b) {
		t.Error("the same data gave other bytes")
	}
}

func TestLoadRefusesOtherFiles(t *testing.T) {
	good := string(morph.Train(corpus(), 2, 10000, 1, 1).Marshal())
	for _, bad := range []string{"", "something else", good[:len(good)-9], good[:24]} {
		if _, err := morph.Load(bad); err == nil {
			t.Errorf("%d bytes were taken", len(bad))
		}
	}
}
