package shingle

import (
	"bytes"
	"strings"
	"testing"
)

// wire is a report as an agency might send it.
const wire = `Ministers of nine countries on the upper Paraná agreed on Thursday to share data about floods within six hours of a gauge passing its mark, ending a dispute that began when a wall of water reached Posadas without warning two winters ago.

"We can't stop rain from falling, but we can stop it from surprising us," said the chair of the meeting, Rosa Benítez, who has led the river commission since 2019. She said the gauges would be paid for by a loan of 40 million dollars that the commission expects to sign in May.

The accord binds each country to keep its gauges running at its own cost and lets its neighbours inspect them twice a year. Engineers from the commission will write the rules for calibration, which the ministers said they hoped to adopt before the next rainy season begins in October.

Farmers along the lower river had asked for compensation as well, but the ministers put that question off until a study of the losses is finished. "It isn't fair to make us wait again," said Pedro Acosta, who lost a herd of eighty cattle in the last flood and has not been able to replace them.

The commission was founded in 1973 and has met every year since, except during the war.`

// follow is the next day's story on the same subject, with the background told
// again.
const follow = `Farmers on the lower Paraná blocked a bridge near Corrientes on Friday to protest against an accord on flood data that leaves out compensation for those who lost cattle and crops.

Police said about two hundred people with tractors took part and that traffic was sent round by way of Resistencia. There were no arrests.

"They met in a hotel and talked about gauges," said Lidia Sosa, who grows rice. "Nobody talked about us." A spokesman of the province said the governor would receive a delegation on Monday.

Ministers of nine countries on the upper Paraná agreed on Thursday to share data about floods within six hours of a gauge passing its mark. The question of compensation was put off until a study of the losses is finished.

The commission was founded in 1973 and has met every year since, except during the war.`

func edit(replace ...string) string { return strings.NewReplacer(replace...).Replace(wire) }

func paragraphs(from, to int) string {
	return strings.Join(strings.Split(wire, "\n\n")[from:to], "\n\n")
}

func TestCopiesOfOneText(t *testing.T) {
	for _, c := range []struct {
		name, text string
		copies     bool
	}{
		{"itself", wire, true},
		{"another headline and dateline before it", "NINE STATES TO SHARE FLOOD DATA\n\nPOSADAS, March 4 (Reuters) - " + wire, true},
		{"its tail cut off", paragraphs(0, 3), true},
		{"the first paragraph alone", paragraphs(0, 1), true},
		{"its first paragraph written anew", "Nine governments will warn each other of floods, they decided this week.\n\n" + paragraphs(1, 5), true},
		{"typographic quotation marks and apostrophes", edit(`"We`, `“We`, `us,"`, `us,”`, "can't", "can’t", "isn't", "isn’t"), true},
		{"marks of another charset lost", edit("á", "?", "í", "?"), true},
		{"accents written as separate characters", edit("á", "a\u0301", "í", "i\u0301"), true},
		{"advertisements between its paragraphs", strings.ReplaceAll(wire, "\n\n", "\n\nRead more: our weekly letter brings the news of the rivers to your door. Subscribe now.\n\n"), true},
		{"lines of 40 characters", wrapped(wire, 40), true},
		{"in capitals", strings.ToUpper(wire), true},
		{"spelling of the other side of the ocean", edit("neighbours", "neighbors", "calibration", "calibration", "herd of eighty", "herd of 80", "40 million", "40m"), true},
		{"the next day's story with the old background", follow, false},
		{"another text", strings.Repeat("Prices of maize rose by two cents at the close in Rosario after a quiet day of trade. ", 12), false},
		{"nothing", "", false},
	} {
		a, ka := Read(wire)
		b, kb := Read(c.text)
		r, s := Shares(&a, &b)
		if got := Copies(&a, &b); got != c.copies {
			t.Errorf("%s: copies %v; resemblance %.2f, contained %.2f", c.name, got, r, s)
		}
		if r2, s2 := Shares(&b, &a); r2 != r || s2 != s {
			t.Errorf("%s: %v and %v one way, %v and %v the other", c.name, r, s, r2, s2)
		}
		common := 0
		for _, k := range ka {
			for _, l := range kb {
				if k == l {
					common++
				}
			}
		}
		if c.copies && common == 0 {
			t.Errorf("%s: no key in common", c.name)
		}
	}
}

// wrapped breaks lines as old wires do.
func wrapped(text string, width int) string {
	var b strings.Builder
	n := 0
	for _, w := range strings.Fields(text) {
		if n+len(w) > width {
			b.WriteByte('\n')
			n = 0
		}
		b.WriteString(w + " ")
		n += len(w) + 1
	}
	return b.String()
}

// Of long texts only a sample is kept; it still says what stands in what.
func TestASampleKnowsALongText(t *testing.T) {
	var long strings.Builder
	for i := range 60 {
		for k, p := range strings.Split(wire, "\n\n") {
			long.WriteString(strings.ReplaceAll(p, "the", "the"+strings.Repeat("x", i%7)+string(rune('a'+k))+string(rune('a'+i%26))+string(rune('a'+i/26))) + "\n\n")
		}
	}
	whole := long.String()
	a, half := Of(whole), Of(whole[:len(whole)/2])
	if _, c := Shares(&a, &half); c < 0.95 {
		t.Errorf("half of a long text stands in it to %.2f", c)
	}
	if r, _ := Shares(&a, &half); r < 0.35 || r > 0.65 {
		t.Errorf("half of a long text resembles it by %.2f", r)
	}
	if n := len(a.Append(nil)); n > 400 {
		t.Errorf("the signature of a long text has %d bytes", n)
	}
}

func TestSignaturesComeBackFromTheirBytes(t *testing.T) {
	for _, text := range []string{"", "too short", "five words are one shingle", wire, strings.Repeat(wire+follow, 3)} {
		a := Of(text)
		b := a.Append(nil)
		back, err := Parse(b)
		if err != nil {
			t.Fatalf("%.20q: %v", text, err)
		}
		if !bytes.Equal(back.Append(nil), b) {
			t.Errorf("%.20q came back changed", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	a := Of(wire)
	f.Add(a.Append(nil))
	f.Add([]byte{form, 5, 0, 0})
	f.Add([]byte("\x010\xee00\x8c\xd9\xff\xff\xff\xff\xff\xff\xff\x010")) // a step back, written as one over the end
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b)
		if err != nil {
			return
		}
		if r, c := Shares(&s, &a); r < 0 || r > 1 || c < 0 || c > 1 {
			t.Fatalf("shares %v, %v", r, c)
		}
		if _, err := Parse(s.Append(nil)); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(wire, "x")
	f.Add("caf\u0301e\xff l’eau", "")
	f.Fuzz(func(t *testing.T, text, more string) {
		s, keys := Read(text)
		if again, k := Read(text); again.Words != s.Words || len(k) != len(keys) {
			t.Fatal("the same text read twice differs")
		}
		if s.Words > 0 {
			longer := Of(text + "\n" + more)
			if _, c := Shares(&s, &longer); c < 1 {
				t.Fatalf("a text stands in itself and more to %v", c)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	b.SetBytes(int64(len(wire)))
	for b.Loop() {
		Read(wire)
	}
}

func BenchmarkReadLong(b *testing.B) {
	long := strings.Repeat(wire+"\n"+follow, 8)
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		Read(long)
	}
}

func BenchmarkShares(b *testing.B) {
	x, y := Of(wire), Of(follow)
	for b.Loop() {
		Shares(&x, &y)
	}
}
