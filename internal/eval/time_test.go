package eval_test

import (
	"hash/crc32"
	"os"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/eval"
	"chancery/internal/nlp/en"
	"chancery/internal/timex"
	"chancery/lexicon"
)

func TestTimeCountsWhatOverlaps(t *testing.T) {
	td, err := eval.ReadTimeML("a", []byte(`<DCT><TIMEX3 type="DATE" value="2011-06-15T10:00">x</TIMEX3></DCT><TEXT>
They met <TIMEX3 tid="t1" type="DATE" value="2011-06-13">on Monday</TIMEX3> &amp; left <TIMEX3 type="DATE" value="2011-06-14">Tuesday</TIMEX3>.</TEXT>`))
	if err != nil {
		t.Fatal(err)
	}
	if td.Published != "2011-06-15" || td.Text != "\nThey met on Monday & left Tuesday." {
		t.Fatalf("read %q of %q", td.Text, td.Published)
	}
	rep, errs := eval.TimeDocs([]eval.TimeDoc{td}, func(d *doc.Document) {
		d.Times = []doc.Timex{
			{Span: doc.Span{Start: 13, End: 19}, Type: "DATE", Value: "2011-06-13"},
			{Span: doc.Span{Start: 27, End: 34}, Type: "TIME", Value: "2011-06-07"},
			{Span: doc.Span{Start: 0, End: 5}, Type: "DATE", Value: "2011"},
		}
	})
	for name, right := range map[string]int{"strict": 1, "relaxed": 2, "type": 1, "value": 1} {
		for _, r := range rep.Rows {
			if r.Name == name && (r.Right != right || r.System != 3 || r.Gold != 2) {
				t.Errorf("%s: right %d of %d and %d, want %d of 3 and 2", name, r.Right, r.System, r.Gold, right)
			}
		}
	}
	if len(errs) != 3 {
		t.Errorf("%d errors, want extent, value and spurious: %v", len(errs), errs)
	}
}

// TestTimeBank measures the whole stage. CHANCERY_TIME_HALF=0 or 1 keeps the
// documents of one half (by a hash of their name), and CHANCERY_TIME_SHOW=1
// prints every error.
func TestTimeBank(t *testing.T) {
	const root = "../../../shared/data/time"
	if _, err := os.Stat(root); err != nil {
		t.Skip("no time sets beside the repository: ", err)
	}
	docs, err := eval.ReadTimeMLDir(root)
	if err != nil {
		t.Fatal(err)
	}
	if half := os.Getenv("CHANCERY_TIME_HALF"); half != "" {
		kept := docs[:0]
		for _, d := range docs {
			if crc32.ChecksumIEEE([]byte(d.ID+".tml"))%2 == uint32(half[0]-'0') {
				kept = append(kept, d)
			}
		}
		docs = kept
	}
	nlp, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	tagger, err := timex.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	rep, errs := eval.TimeDocs(docs, func(d *doc.Document) {
		if os.Getenv("CHANCERY_TIME_TREE") != "no" {
			nlp.Analyze(d)
		}
		tagger.Annotate(d)
	})
	for _, r := range rep.Rows {
		t.Logf("%-8s P %.3f R %.3f F1 %.3f (gold %d, system %d, right %d)", r.Name, r.P(), r.R(), r.F1(), r.Gold, r.System, r.Right)
	}
	if os.Getenv("CHANCERY_TIME_SHOW") != "" {
		for _, e := range errs {
			t.Log(e)
		}
	}
	if f, _ := rep.Get("value F1"); f < 0.6 {
		t.Errorf("value F1 %.3f: far below what the stage reached", f)
	}
}
