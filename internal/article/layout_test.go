package article

import (
	"strings"
	"testing"

	"chancery/internal/doc"
)

func TestLayout(t *testing.T) {
	v := reader(t).words
	long := "The talks on the dam had been put off three times since the spring, and neither capital would say on Tuesday why the fourth date, which mediators had called final, was dropped."
	for _, c := range []struct {
		name, title, text string
		want              []string // "kind: opening of the block"
	}{
		{"a headline, a dateline and credits", "",
			"Lesotho reopens border post\n\nMASERU, May 2 (Reuters) - Lesotho reopened a post on Monday.\n\nTraders cheered.\n\n(Reporting by A. Molapo; Editing by B. Nkosi)",
			[]string{"headline: Lesotho reopens border post", "dateline: MASERU, May 2 (Reuters) -", "body: Lesotho reopened a post on Monday.", "body: Traders cheered.", "meta: (Reporting by A. Molapo; Editing by B. Nkosi)"}},
		{"an archive's date line with a caption", "",
			" date 2019-05-03 Envoys of Laos and Malta shook hands in Valletta.\n\nANSA, Valletta, 2 May 2019 — Laos and Malta agreed on visas.",
			[]string{"meta: date 2019-05-03", "caption: Envoys of Laos and Malta shook hands in Valletta.", "dateline: ANSA, Valletta, 2 May 2019 —", "body: Laos and Malta agreed on visas."}},
		{"a byline in capitals before the dateline", "",
			"By RUTH ONYANGO\nAssociated Press Writer\nKISUMU, Kenya (AP) _ Fishermen blocked the harbor on Friday\nto protest a new levy on boats.",
			[]string{"meta: By RUTH ONYANGO", "meta: Associated Press Writer", "dateline: KISUMU, Kenya (AP) _", "body: Fishermen blocked the harbor on Friday\nto protest a new levy on boats."}},
		{"the agency's name after the last sentence", "", "Prices were steady. REUTER",
			[]string{"body: Prices were steady.", "meta: REUTER"}},
		{"credits at the end of the last paragraph", "", "The vote is on Sunday. (Additional reporting by C. Diaz)",
			[]string{"body: The vote is on Sunday.", "meta: (Additional reporting by C. Diaz)"}},
		{"a remark in brackets that is the report's", "", "The vote is on Sunday (polls open at eight).",
			[]string{"body: The vote is on Sunday (polls open at eight)."}},
		{"the title again, run into the report", "Two held over harbour fire",
			"Two held over harbour fire. Police in Walvis Bay arrested two men.",
			[]string{"headline: Two held over harbour fire.", "body: Police in Walvis Bay arrested two men."}},
		{"a first sentence without its stop is no headline when the title is known", "Rates rise again",
			"The central bank of Fiji put up its main rate for the third time this year\n\nMarkets fell.",
			[]string{"body: The central bank of Fiji put up its main rate for the third time this year", "body: Markets fell."}},
		{"an old picture", "", "FILE PHOTO: Troops parade in Praia, 2014.\n\nThe army said it would leave the islands.",
			[]string{"caption: FILE PHOTO: Troops parade in Praia, 2014.", "body: The army said it would leave the islands."}},
		{"a reader's links", "", "The law passed.\n\nRead more: what the law says\n\nShare this article\n\n© 2020 Harbour Times",
			[]string{"body: The law passed.", "meta: Read more: what the law says", "meta: Share this article", "meta: © 2020 Harbour Times"}},
		{"each line of an unwrapped text is a paragraph", "", long + "\nBoth sides blamed the weather.\n" + long,
			[]string{"body: " + long, "body: Both sides blamed the weather.", "body: " + long}},
		{"Windows line ends and a byte order mark", "", "\ufeffThe strike is over.\r\n\r\nTrains ran.\r\n",
			[]string{"body: The strike is over.", "body: Trains ran."}},
		{"a sentence alone", "", "Gabon expelled two attaches of Benin.", []string{"body: Gabon expelled two attaches of Benin."}},
		{"a headline alone", "", "Gabon expels two attaches of Benin", []string{"body: Gabon expels two attaches of Benin"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &doc.Document{Text: c.text, Title: c.title}
			v.layout(d)
			var got []string
			for _, b := range d.Blocks {
				got = append(got, b.Kind.String()+": "+d.Slice(b.Span))
			}
			if strings.Join(got, "\n--\n") != strings.Join(c.want, "\n--\n") {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}

func TestLayoutFacts(t *testing.T) {
	r := reader(t)
	d, err := r.Text(" date 2019-05-03 Envoys shook hands.\n\nANSA (via Harbour Times), Valletta, 2 May — Laos and Malta agreed on visas.", Meta{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Published != "2019-05-03" || d.Dateline.Date != "2019-05-02" || d.Anchor() != "2019-05-02" {
		t.Errorf("published %s, dateline %s", d.Published, d.Dateline.Date)
	}
	if d.Agency != "ANSA" || d.Publisher != "Harbour Times" || d.Dateline.Place != "Valletta" {
		t.Errorf("agency %q, publisher %q, place %q", d.Agency, d.Publisher, d.Dateline.Place)
	}
	d, err = r.Text("The strike is over.", Meta{Published: "2020-02-03T23:30:00-08:00", Publisher: "Reuters"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Published != "2020-02-03" || d.Agency != "Reuters" {
		t.Errorf("published %q, want the day as written; agency %q", d.Published, d.Agency)
	}
}

func FuzzText(f *testing.F) {
	r := reader(f)
	for _, s := range []string{"A head\n\nROME, Feb 9 (AP) -- The end. REUTER", " date 2020-01-01 x", "By A B\r\rC", "(Photo: x)", "a\n b\n\tc", "\ufeff\u200b"} {
		f.Add(s, "A head")
	}
	f.Fuzz(func(t *testing.T, s, title string) {
		d, err := r.Text(s, Meta{Title: title, Lang: "en"})
		if err != nil {
			return
		}
		end := 0
		for _, b := range d.Blocks {
			if b.Start < end || b.End <= b.Start || b.End > len(s) {
				t.Fatalf("block %v out of order in %q: %v", b, s, d.Blocks)
			}
			end = b.End
		}
		if d.Text != s {
			t.Fatal("the text was changed")
		}
	})
}
