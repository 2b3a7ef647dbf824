package chronicle_test

import (
	"strings"
	"testing"

	"chancery/internal/article"
	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
)

// Each story is filed on Wednesday, 5 March 2014; each line stands under its
// date with its notes.
func TestWhatAStoryBecomes(t *testing.T) {
	for _, c := range []struct {
		name, story string
		want        []string
	}{
		{"the weekday goes where the day heads the entry",
			"Peru closed its embassy in Ecuador on Tuesday.",
			[]string{
				"2014-03-04 Peru closed its embassy in Ecuador.",
			}},
		{"here is where the article is written",
			"The foreign ministers of Peru and Chile met here on Tuesday.",
			[]string{
				"2014-03-04 The foreign ministers of Peru and Chile met [in Lima].",
			}},
		{"so does yesterday, which would be wrong under its own day",
			"Chile yesterday expelled two Peruvian diplomats.",
			[]string{
				"2014-03-04 Chile expelled two Peruvian diplomats.",
			}},
		{"a sentence of two events is two lines, the subject told twice",
			"Canada expelled two Belarusian diplomats on Tuesday and imposed sanctions on nine officials over the arrest of journalists.",
			[]string{
				"2014-03-04 Canada expelled two Belarusian diplomats.",
				"2014-03-04 Canada imposed sanctions on nine officials over the arrest of journalists.",
			}},
		{"auxiliaries are shared too",
			"Peru has recalled its ambassador from Chile and imposed sanctions on Bolivia.",
			[]string{
				"2014-03-05 Peru has recalled its ambassador from Chile.",
				"2014-03-05 Peru has imposed sanctions on Bolivia.",
			}},
		{"what is told beside the main business stands by itself",
			"Foreign Minister Ana Ruiz, who visited Bolivia in 2011, criticised Chile for the closure of a port.",
			[]string{
				"2011 Foreign Minister Ana Ruiz visited Bolivia in 2011. [told 5 March 2014]",
				"2014-03-05 Foreign Minister Ana Ruiz, who visited Bolivia in 2011, criticised Chile for the closure of a port.",
			}},
		{"a participle gets its verb from an editor",
			"The border treaty, signed by Peru and Chile in 1999, has been rejected by the opposition.",
			[]string{
				"1999 The border treaty [was] signed by Peru and Chile in 1999. [told 5 March 2014]",
				"2014-03-05 The border treaty, signed by Peru and Chile in 1999, has been rejected by the opposition.",
			}},
		{"a pronoun is told by name",
			"Peruvian President Julio Arce arrived in Chile. He met Foreign Minister Rosa Ibarra in Santiago.",
			[]string{
				"2014-03-05 Peruvian President Julio Arce arrived in Chile.",
				"2014-03-05 [Julio Arce] met Foreign Minister Rosa Ibarra in Santiago.",
			}},
		{"both countries are told by name",
			"Peru and Chile quarrelled for a decade. Both countries signed a border treaty in Lima on Tuesday.",
			[]string{
				"2014-03-04 Both countries [Peru and Chile] signed a border treaty in Lima.",
			}},
		{"what ties a sentence to the last one goes",
			"However, Peru also rejected a proposal by Chile.",
			[]string{
				"2014-03-05 Peru rejected a proposal by Chile.",
			}},
		{"whose claim it is stays",
			"Gunmen killed two soldiers near Gao and fled, the Malian army said.",
			[]string{
				"2014-03-05 Gunmen killed two soldiers near Gao, the Malian army said.",
			}},
		{"a date counted from the report is told by an editor where it would mislead",
			"Peru and Chile, which broke off relations last year, signed a trade agreement in 2003.",
			[]string{
				"2003 Peru and Chile, which broke off relations last year [2013], signed a trade agreement in 2003. [told 5 March 2014]",
				"2013 Peru and Chile, which broke off relations, signed a trade agreement in 2003. [told 5 March 2014]",
			}},
		{"what was told later says so",
			"Peru and Chile established diplomatic relations in 1975.",
			[]string{
				"1975 Peru and Chile established diplomatic relations in 1975. [told 5 March 2014]",
			}},
		{"a plan is a plan",
			"Chile will withdraw its troops from Haiti in June.",
			[]string{
				"2014-06 Chile will withdraw its troops from Haiti in June. [told 5 March 2014]",
			}},
		{"what did not happen did not",
			"France has not sent troops to Mali.",
			[]string{
				"2014-03-05 France has not sent troops to Mali.",
			}},
		{"words inside a quotation are somebody's",
			"Ana Ruiz spoke to reporters. \"We reject the offer. We condemn the attack by Chile on our ships,\" she said.",
			[]string{
				"2014-03-05 \"We condemn the attack by Chile on our ships,\" [Ana Ruiz] said.",
			}},
		{"nobody's pronoun is quoted, not explained",
			"The strike took two days. It was condemned by Peruvian unions, whose leaders they arrested.",
			[]string{
				"2014-03-05 The Courier: “It was condemned by Peruvian unions, whose leaders they arrested.”",
			}},
		{"a condition keeps its clause",
			"If the talks fail, Peru will close the border and expel the ambassador of Chile.",
			[]string{
				"2014-03-05 If the talks fail, Peru will close the border and expel the ambassador of Chile.",
			}},
		{"of verbs that share an object the last keeps it",
			"Peru and Chile signed and ratified a border treaty.",
			[]string{
				"2014-03-05 Peru and Chile ratified a border treaty.",
			}},
		{"what speaks of the thing that is gone is not cut loose",
			"Egypt arrested five Libyan soldiers and deported them to Malta.",
			[]string{
				"2014-03-05 Egypt arrested five Libyan soldiers and deported them to Malta.",
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rs := chronicletest.Reports(t, "LIMA, March 5 - "+c.story, article.Meta{ID: "s", Published: "2014-03-05", Publisher: "The Courier", Lang: "en"})
			var got []string
			for _, e := range entries(t, chronicletest.Merged(rs), chronicle.Options{Unrealised: true}) {
				s := e.Date + " " + e.Sentence
				for _, n := range e.Notes {
					s += " [" + n.Text + "]"
				}
				got = append(got, s)
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("%s\ngives\n\t%s\nwant\n\t%s", c.story, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}
