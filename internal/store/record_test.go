package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/article"
	"chancery/internal/day"
	"chancery/internal/feed"
	"chancery/internal/generate"
	"chancery/internal/happening"
	"chancery/internal/identity"
	"chancery/internal/pipeline"
	"chancery/lexicon"
)

var coders = sync.OnceValues(func() (*pipeline.Pipeline, error) { return pipeline.New(lexicon.Embedded()) })

func keeper(t testing.TB, s *Store) *Keeper {
	t.Helper()
	k, err := NewKeeper(s, lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// story is an article as a reader would write it down.
type story struct{ url, publisher, published, text string }

// take codes stories and takes them in, each in a batch of its own.
func take(t testing.TB, k *Keeper, keepText bool, stories ...story) []Outcome {
	t.Helper()
	p, err := coders()
	if err != nil {
		t.Fatal(err)
	}
	var out []Outcome
	for _, x := range stories {
		d, err := p.Reader.Text(x.text, article.Meta{URL: x.url, Publisher: x.publisher, Published: x.published, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		in := k.Incoming(d, "test", nil)
		in.Code(p.Code(d).Records, "test", keepText)
		o, err := k.Add(t.Context(), []*Incoming{in})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o...)
	}
	return out
}

// fill takes in generated articles, so many a batch.
func fill(t testing.TB, k *Keeper, events, batch int) {
	t.Helper()
	w, err := generate.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var in []*Incoming
	flush := func() {
		if _, err := k.Add(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		in = nil
	}
	for a := range w.Articles(events, 9) {
		x := k.Incoming(a.Doc, "generated", nil)
		x.Code(a.Records, "generated", true)
		if in = append(in, x); len(in) == batch {
			flush()
		}
	}
	flush()
}

func exported(t testing.TB, s *Store) string {
	t.Helper()
	var b bytes.Buffer
	for k, err := range s.Reports(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(k.AppendJSON(nil), '\n'))
	}
	return b.String()
}

func sound(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Check(t.Context(), func(problem string) { t.Error(problem) }, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

func all(t testing.TB, s *Store, f Filter) []*happening.Happening {
	t.Helper()
	var out []*happening.Happening
	for h, err := range s.Happenings(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, h)
	}
	return out
}

const (
	quake = "LIMA, March 4, 2014 - Peruvian President Julio Arce met Chilean Foreign Minister Rosa Ibarra in Lima on Monday. " +
		"They talked about the border, fishing and a new railway between Tacna and Arica, officials of both countries said afterwards. " +
		"The railway was closed in 2012 after floods, and its owners had asked both governments for money several times since then."
)

func TestOneMeetingInTwoPapersIsOneHappening(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		take(t, k, true,
			story{"https://a.example/1", "Andean Post", "2014-03-05", quake},
			story{"https://b.example/9", "Coast Herald", "2014-03-05", "SANTIAGO, March 5, 2014 - Chile's Foreign Minister Rosa Ibarra met the president of Peru, Julio Arce, in Lima on 3 March. She flew home on Tuesday."})
		hs := all(t, s, Filter{About: []string{"PER", "CHL"}, Types: []string{"CONSULT"}})
		if len(hs) != 1 || len(hs[0].Reports) != 2 || hs[0].Publishers != 2 {
			t.Fatalf("%d meetings, want one with two reports of two publishers", len(hs))
		}
		if hs[0].Date != "2014-03-03" || hs[0].Place == nil || hs[0].Place.Country != "PER" {
			t.Errorf("met on %s at %+v", hs[0].Date, hs[0].Place)
		}
		for _, p := range slices.Concat(hs[0].Actors, hs[0].Recipients) {
			if p.ID == "" {
				t.Errorf("%s is not in the who-is-who", p.Name)
			}
		}
		sound(t, s)
	})
}

func TestCopiesOfOneTextCountOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		got := take(t, k, true,
			story{"https://a.example/1", "Andean Post", "2014-03-05", quake},
			story{"https://c.example/7", "Valley Echo", "2014-03-05", "Presidents talk trains\n\n" + quake})
		if !slices.Equal(got, []Outcome{New, Copy}) {
			t.Errorf("outcomes %v, want a new article and a copy", got)
		}
		hs := all(t, s, Filter{Types: []string{"CONSULT"}, About: []string{"PER", "CHL"}})
		if len(hs) != 1 || len(hs[0].Reports) != 2 || hs[0].Publishers != 1 {
			t.Errorf("want one meeting, two reports, one source; got %d, %+v", len(hs), hs)
		}
	})
}

func TestALaterTextTakesThePlaceOfTheFirst(t *testing.T) {
	first := story{"https://a.example/1?utm_source=x", "Andean Post", "2014-03-05", "LIMA, March 5, 2014 - Gunmen killed three soldiers near Ayacucho on Tuesday, the army said."}
	second := story{"https://a.example/1", "Andean Post", "2014-03-06", "LIMA, March 6, 2014 - Gunmen killed five soldiers near Ayacucho on Tuesday, the army said. An earlier report gave a lower number."}
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		if got := take(t, k, true, first, second, first); !slices.Equal(got, []Outcome{New, Revised, Known}) {
			t.Fatalf("outcomes %v, want new, revised, known", got)
		}
		hs := all(t, s, Filter{Types: []string{"ASSAULT"}})
		if len(hs) != 1 || len(hs[0].Reports) != 2 || hs[0].Standing != 1 {
			t.Fatalf("%d attacks, want one with two reports of which one stands", len(hs))
		}
		w, _ := day.Parse("2014-03-06")
		if hs[0].Reports[0].Withdrawn != w {
			t.Errorf("the first text was withdrawn on %s, want %s", hs[0].Reports[0].Withdrawn, w)
		}
		sound(t, s)
	})
	each(t, func(t *testing.T, s *Store) { // the later text comes first
		k := keeper(t, s)
		take(t, k, true, second, first)
		hs := all(t, s, Filter{Types: []string{"ASSAULT"}})
		if len(hs) != 1 || hs[0].Standing != 1 || hs[0].Reports[0].Withdrawn == day.Latest {
			t.Errorf("an older text that comes late stands: %+v", hs)
		}
		sound(t, s)
	})
}

// Files number their articles from one, and some say the same at the same place.
func TestArticlesOfOneIDAreKeptApart(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		p, err := coders()
		if err != nil {
			t.Fatal(err)
		}
		for _, published := range []string{"2014-03-05", "2016-07-08"} {
			d, err := p.Reader.Text("Police in Kenya arrested twelve protesters in Nairobi on Saturday.", article.Meta{ID: "1", Published: published, Lang: "en"})
			if err != nil {
				t.Fatal(err)
			}
			in := k.Incoming(d, "test", nil)
			in.Code(p.Code(d).Records, "test", true)
			if _, err := k.Add(t.Context(), []*Incoming{in}); err != nil {
				t.Fatal(err)
			}
		}
		hs := all(t, s, Filter{Types: []string{"COERCE"}})
		if len(hs) != 2 || hs[0].ID == hs[1].ID {
			t.Errorf("%d happenings, want two with ids of their own", len(hs))
		}
		sound(t, s)
	})
}

// Batches are cut where time cuts them; what is kept must not show it, and making
// everything anew must change nothing.
func TestTheRecordDependsOnTheArticlesAlone(t *testing.T) {
	eachNamed(t, func(t *testing.T, name string) {
		s := open(t, name, Options{Create: true, KeepText: true})
		k := keeper(t, s)
		fill(t, k, 600, 1000)
		want := exported(t, s)
		other := open(t, filepath.Join(t.TempDir(), "other.db"), Options{Create: true, KeepText: true})
		fill(t, keeper(t, other), 600, 7)
		if exported(t, other) != want {
			t.Error("with other batches, or in another database, the records differ")
		}
		if err := k.Rebuild(t.Context(), func(int) {}); err != nil {
			t.Fatal(err)
		}
		if exported(t, s) != want {
			t.Error("made anew the records differ")
		}
		sound(t, s)
	})
}

// A store without text holds no sentence of its articles, and can still be made
// anew.
func TestAStoreWithoutText(t *testing.T) {
	eachNamed(t, func(t *testing.T, name string) {
		s := open(t, name, Options{Create: true})
		k := keeper(t, s)
		take(t, k, false, story{"https://a.example/1", "Andean Post", "2014-03-05", quake})
		want := exported(t, s)
		if strings.Contains(want, "railway") || strings.Contains(want, "talked") {
			t.Error("words of the article are kept")
		}
		if !strings.Contains(want, "Rosa Ibarra") {
			t.Error("names are not kept")
		}
		if !isPostgres(name) {
			if raw, err := os.ReadFile(name); err != nil || bytes.Contains(raw, []byte("a new railway")) {
				t.Errorf("the file holds a phrase of the article (%v)", err)
			}
		}
		if err := k.Rebuild(t.Context(), func(int) {}); err != nil {
			t.Fatal(err)
		}
		if exported(t, s) != want {
			t.Error("made anew the records differ")
		}
		sound(t, s)
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		take(t, k, true,
			story{"https://a.example/1", "Andean Post", "2014-03-05", quake},
			story{"https://a.example/2", "Andean Post", "2014-04-02", "QUITO, April 2, 2014 - Ecuador accused Colombia on Tuesday of sending troops across the border. Colombia's government rejected the accusation."},
			story{"https://b.example/3", "Coast Herald", "2014-05-11", "NAIROBI, May 11, 2014 - Police in Kenya arrested twelve protesters in Nairobi on Saturday."})
		span := func(from, to string) day.Span {
			a, _ := day.Range(from)
			z, _ := day.Range(to)
			return day.Span{From: a.From, To: z.To}
		}
		for _, c := range []struct {
			what string
			f    Filter
			want string // types, in order
		}{
			{"between two states", Filter{About: []string{"CHL", "PER"}}, "CONSULT"},
			{"by who acts", Filter{Actors: []string{"ECU"}, Types: []string{"ACCUSE"}}, "ACCUSE"},
			{"by who is acted on", Filter{Recipients: []string{"ECU"}, Types: []string{"ACCUSE"}}, ""},
			{"in a month", Filter{When: span("2014-05", "2014-05")}, "COERCE"},
			{"before", Filter{When: span("2014-01", "2014-03"), Types: []string{"CONSULT"}}, "CONSULT"},
			{"by the words of the article", Filter{Text: "railway fishing"}, "CONSULT"},
			{"by a phrase", Filter{Text: `"twelve protesters"`}, "COERCE"},
			{"by words that are not there", Filter{Text: "avalanche"}, ""},
			{"by words with a quotation mark and operators", Filter{Text: `railway OR " -avalanche (`}, ""},
			{"by publisher", Filter{Publishers: []string{"Coast Herald"}}, "COERCE"},
			{"by country of the place", Filter{Countries: []string{"KEN"}}, "COERCE"},
			{"by town", Filter{Places: []string{"nairobi"}}, "COERCE"},
			{"by CAMEO root", Filter{Cameo: []string{"17"}}, "COERCE"},
			{"by quad class", Filter{Quads: []int{4}}, "COERCE"},
			{"by who, from the who-is-who", Filter{Who: []string{"rosa-ibarra"}, Types: []string{"CONSULT"}}, "CONSULT"},
			{"latest first, one", Filter{Newest: true, Limit: 1}, "COERCE"},
			{"nobody so sure", Filter{Confidence: 1.1}, ""},
			{"nothing told by so many", Filter{Outlets: 2}, ""},
		} {
			var got []string
			for _, h := range all(t, s, c.f) {
				got = append(got, h.Type)
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("%s: %q, want %q", c.what, g, c.want)
			}
			if c.f.Limit == 0 {
				if n, err := s.Count(t.Context(), c.f); err != nil || n != len(got) {
					t.Errorf("%s: counts %d (%v), lists %d", c.what, n, err, len(got))
				}
			}
		}
	})
}

// Counts that are kept must be those that reading every happening gives.
func TestKeptCountsAreWhatHappened(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		fill(t, keeper(t, s), 1500, 100)
		actual := []string{"actual"}
		for _, c := range []struct {
			f  Filter
			by []string
		}{
			{Filter{Statuses: actual}, []string{"year"}},
			{Filter{Statuses: actual}, []string{"month", "type"}},
			{Filter{Statuses: actual}, []string{"pair"}},
			{Filter{Statuses: actual, Types: []string{"CONSULT", "AID"}}, []string{"actor", "recipient"}},
			{Filter{Statuses: actual, About: []string{"FRA"}}, []string{"year", "type"}},
			{Filter{Statuses: actual, About: []string{"USA"}}, []string{"pair"}},
			{Filter{Statuses: actual, Actors: []string{"USA"}}, []string{"recipient"}},
			{Filter{Statuses: actual, When: day.Span{From: day.Date(1990, 1, 1), To: day.Date(1999, 12, 31)}}, []string{"actor"}},
			{Filter{Statuses: actual, When: day.Span{From: day.Date(1990, 3, 1), To: day.Date(1992, 5, 31)}}, []string{"month"}},
		} {
			got, kept, err := s.Groups(t.Context(), c.f, c.by)
			if err != nil || !kept {
				t.Errorf("%+v by %v: kept %v, %v", c.f, c.by, kept, err)
				continue
			}
			scan := tally{}
			if err := s.count(t.Context(), c.f, c.by, scan); err != nil {
				t.Fatal(err)
			}
			if want := scan.groups(); !reflect.DeepEqual(got, want) || len(got) == 0 {
				t.Errorf("%+v by %v: %d groups kept, %d counted", c.f, c.by, len(got), len(want))
			}
		}
		for _, c := range []struct {
			f  Filter
			by []string
		}{
			{Filter{}, []string{"year"}},
			{Filter{Statuses: actual, Publishers: []string{"Echo"}}, []string{"year"}},
			{Filter{Statuses: actual}, []string{"mode"}},
			{Filter{Statuses: actual, When: day.Span{From: day.Date(1990, 3, 2), To: day.Date(1992, 5, 31)}}, []string{"month"}},
		} {
			if _, kept, err := s.Groups(t.Context(), c.f, c.by); kept || err != nil {
				t.Errorf("%+v by %v is answered from counts that do not tell (%v)", c.f, c.by, err)
			}
		}
	})
}

func TestBackups(t *testing.T) {
	eachNamed(t, func(t *testing.T, name string) {
		s := open(t, name, Options{Create: true, KeepText: true})
		k := keeper(t, s)
		fill(t, k, 120, 30)
		take(t, k, true, story{"https://a.example/1", "Andean Post", "2014-03-05", quake})
		want := exported(t, s)
		copy := filepath.Join(t.TempDir(), "copy.db")
		if err := s.Backup(t.Context(), copy, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if err := s.Backup(t.Context(), copy, func(int) {}); !errors.Is(err, os.ErrExist) {
			t.Errorf("a backup over another: %v", err)
		}
		c := open(t, copy, Options{})
		if exported(t, c) != want {
			t.Error("the copy differs")
		}
		if n, err := c.Count(t.Context(), Filter{Text: "railway"}); err != nil || n == 0 {
			t.Errorf("words are found in %d happenings of the copy, %v", n, err)
		}
		sound(t, c)
	})
}

func TestCorrectionsOutliveEverything(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		take(t, k, true,
			story{"https://a.example/1", "Andean Post", "2014-03-05", quake},
			story{"https://a.example/2", "Andean Post", "2014-03-09", "BOGOTA, March 9, 2014 - Colombian Interior Minister Pedro Salas resigned on Saturday. Opposition lawmaker Pepe Salazar praised the decision."})
		if err := s.Correct(t.Context(), identity.Correction{Kind: identity.RuledName, Actor: "rosa-ibarra", Value: "Rosa María Ibarra"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Correct(t.Context(), identity.Correction{Kind: identity.RuledOffice, Actor: "rosa-ibarra", Value: "foreign minister", From: "2013-01-02", To: "2015-03"}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := k.Rebuild(t.Context(), func(int) {}); err != nil {
				t.Fatal(err)
			}
			w, err := s.Who(t.Context(), lexicon.Embedded())
			if err != nil {
				t.Fatal(err)
			}
			found, err := w.Find(t.Context(), "Rosa Ibarra")
			if err != nil || len(found) != 1 || found[0].Name != "Rosa María Ibarra" {
				t.Fatalf("found %+v, %v", found, err)
			}
			o, err := w.OfficesOf(t.Context(), found, day.Latest)
			if err != nil {
				t.Fatal(err)
			}
			if on := o.On(day.Date(2015, 3, 1)); len(on) != 1 || on[0].Sure != 1 {
				t.Errorf("in 2015 she is %+v", on)
			}
		}
		if err := s.Correct(t.Context(), identity.Correction{Kind: identity.RuledSame, Actor: "x"}); err == nil {
			t.Error("a correction without its other half is kept")
		}
	})
}

func TestPeopleAreFoundByAnySpelling(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		take(t, keeper(t, s), true, story{"https://a.example/1", "Andean Post", "2014-03-05", quake})
		w, err := s.Who(t.Context(), lexicon.Embedded())
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{
			"Rosa Ibarra": "rosa-ibarra", "rosa ibarra": "rosa-ibarra", "rosa-ibarra": "rosa-ibarra", "Ibarra": "rosa-ibarra", "ibarra": "rosa-ibarra",
			"Rosa Ybarra": "rosa-ibarra", "Julio Arce": "julio-arce", "PER": "peru", "Nobody": "",
		} {
			found, err := w.Find(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(found) > 0 {
				got = found[0].Slug
			}
			if got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

func TestFailuresAreKeptAndForgotten(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		f := Failure{Source: "a.jsonl:3", Kind: "json", Reason: "invalid", Body: `{"file":"a.jsonl"}`, Entry: Entry{"https://f.example/", "7"}}
		for range 2 {
			if err := s.Fail(t.Context(), []Failure{f}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Failures(t.Context())
		if err != nil || len(got) != 1 || got[0].Tries != 2 || got[0].Body != f.Body {
			t.Fatalf("%+v, %v", got, err)
		}
		settled, err := keeper(t, s).Feeds().Settled(t.Context(), "https://f.example/", []feed.Announced{{ID: "7"}, {ID: "8"}})
		if err != nil || !settled["7"] || settled["8"] {
			t.Errorf("settled: %v, %v; want the entry that failed", settled, err)
		}
		if err := s.Forget(t.Context(), []int64{got[0].ID}); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Failures(t.Context()); len(got) != 0 {
			t.Errorf("%d failures are left", len(got))
		}
	})
}

func TestFeedsAreRemembered(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		k := keeper(t, s)
		f := k.Feeds()
		const url = "https://f.example/rss"
		if m, err := f.Feed(t.Context(), url); err != nil || !reflect.DeepEqual(m, feed.Memory{}) {
			t.Fatalf("of a feed that is new: %+v, %v", m, err)
		}
		want := feed.Memory{Title: "Andes", Announced: []feed.Announced{{ID: "1", Link: "https://a.example/1"}}}
		if err := f.Save(t.Context(), url, want); err != nil {
			t.Fatal(err)
		}
		if m, err := f.Feed(t.Context(), url); err != nil || !reflect.DeepEqual(m, want) {
			t.Errorf("remembered %+v, %v; want %+v", m, err, want)
		}
		take(t, k, true, story{"https://a.example/1", "Andean Post", "2014-03-05", quake})
		if _, err := k.Add(t.Context(), nil, Entry{url, "2"}); err != nil {
			t.Fatal(err)
		}
		got, err := f.Settled(t.Context(), url, []feed.Announced{{ID: "1", Link: "http://www.a.example/1?utm_source=rss"}, {ID: "2"}, {ID: "3", Link: "https://a.example/3"}})
		if want := map[string]bool{"1": true, "2": true}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("settled %v, %v; want what the store holds and what was dealt with: %v", got, err, want)
		}
	})
}

// What is wrong with a store must be found: each of these is a way to break one.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	for _, c := range []struct{ what, q string }{
		{"a lost happening", "DELETE FROM happening WHERE id = 1"},
		{"a lost article", "DELETE FROM article WHERE id = 1"},
		{"a changed text", "UPDATE article SET body = (SELECT body FROM article WHERE id = 2) WHERE id = 1"},
		{"a changed type", "UPDATE happening SET type = 'AID' WHERE id = 1"},
		{"a count too high", "UPDATE panel SET n = n + 1 WHERE period = (SELECT MIN(period) FROM panel)"},
		{"a lost count", "DELETE FROM panel WHERE period = (SELECT MIN(period) FROM panel)"},
		{"a lost report", "DELETE FROM report WHERE id = 1"},
		{"a lost party", "DELETE FROM party WHERE happening = 1"},
		{"words that can't be found", "DELETE FROM article_words WHERE rowid = 1"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "record.db"), Options{Create: true, KeepText: true})
			fill(t, keeper(t, s), 30, 100)
			sound(t, s)
			if _, err := s.write.ExecContext(t.Context(), c.q); err != nil {
				t.Fatal(err)
			}
			var found []string
			if err := s.Check(t.Context(), func(p string) { found = append(found, p) }, func(int) {}); err != nil {
				t.Fatal(err)
			}
			if len(found) == 0 {
				t.Error("nothing was found wrong")
			}
		})
	}
}

func TestStoredFormsAreSmall(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "record.db"), Options{Create: true, KeepText: true})
	k := keeper(t, s)
	take(t, k, true, story{"https://a.example/1", "Andean Post", "2014-03-05", quake})
	n, err := one[int](t.Context(), s.read, "SELECT length(records) FROM article")
	if err != nil || n > 1500 {
		t.Errorf("the records of a short article take %d bytes, %v", n, err)
	}
}

func BenchmarkAdd(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "record.db"), Options{Create: true, KeepText: true})
	k := keeper(b, s)
	w, err := generate.New(lexicon.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		var in []*Incoming
		for a := range w.Articles(500, uint64(n)) {
			a.Doc.URL = fmt.Sprintf("https://x.example/%d/%s", n, a.Doc.ID)
			for i := range a.Records {
				a.Records[i].ID = fmt.Sprintf("%08x%s", n, a.Records[i].ID[8:])
			}
			x := k.Incoming(a.Doc, "generated", nil)
			x.Code(a.Records, "generated", true)
			in = append(in, x)
		}
		if _, err := k.Add(b.Context(), in); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(500*n)/b.Elapsed().Seconds(), "events/s")
}
