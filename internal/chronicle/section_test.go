package chronicle_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
	"chancery/lexicon"
)

var (
	peru  = record.Actor{Text: "Peru", Name: "Peru", Country: "PER", Kind: record.State}
	chile = record.Actor{Text: "Chile", Name: "Chile", Country: "CHL", Kind: record.State}
)

// coded is a happening of a store that may not keep text.
func coded(date, typ, mode string) *happening.Happening {
	s, _ := day.Range(date)
	return &happening.Happening{
		ID: typ + date, Type: typ, Mode: mode, Status: "actual", Date: date, When: s, Confidence: 0.8, Publishers: 1,
		Actors:     []happening.Party{{Name: "Peru", Country: "PER", Kind: record.State}},
		Recipients: []happening.Party{{Name: "Chile", Country: "CHL", Kind: record.State}},
	}
}

// bare says happenings from their codes alone.
func bare(t testing.TB) *chronicle.Chronicler {
	t.Helper()
	c, err := chronicle.New(lexicon.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func headings(t *testing.T, hs []*happening.Happening, o chronicle.Options) []string {
	t.Helper()
	var out []string
	for s, err := range bare(t).Sections(t.Context(), chronicletest.Each(hs), o, nil) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.Key+" "+s.Heading)
	}
	return out
}

func TestLessExactDatesStandBeforeTheirDays(t *testing.T) {
	var hs []*happening.Happening
	for _, d := range []string{"1975-04-01", "19", "1975-W14", "1975", "197", "1975-04", "1975-Q2", "1975-01-01", "1975-W14-WE", "1976", "1975-WI", "1975-H1", "1975-SP"} {
		hs = append(hs, coded(d, "CONSULT", "visit"))
	}
	slices.SortFunc(hs, chronicle.Compare)
	want := []string{
		"19 1900 to 1999", "197 The 1970s", "1975 1975", "1975-H1 Half 1 of 1975", "1975-01-01 Wednesday, 1 January 1975",
		"1975-SP Spring of 1975", "1975-W14 Week of 31 March 1975", "1975-Q2 Quarter 2 of 1975", "1975-04 April 1975",
		"1975-04-01 Tuesday, 1 April 1975", "1975-W14-WE Weekend of 5 April 1975", "1975-WI Winter of 1975", "1976 1976",
	}
	if got := headings(t, hs, chronicle.Options{}); !slices.Equal(got, want) {
		t.Errorf("ascending\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	slices.Reverse(hs)
	slices.Reverse(want)
	if got := headings(t, hs, chronicle.Options{Descending: true}); !slices.Equal(got, want) {
		t.Errorf("descending\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDaysOutOfOrderAreAnError(t *testing.T) {
	hs := []*happening.Happening{coded("1975-04-02", "CONSULT", "visit"), coded("1975-04-01", "CONSULT", "visit")}
	for _, descending := range []bool{false, true} {
		var err error
		for _, err = range bare(t).Sections(t.Context(), chronicletest.Each(hs), chronicle.Options{Descending: descending}, nil) {
		}
		if wrong := errors.Is(err, chronicle.ErrOrder); wrong == descending {
			t.Errorf("descending %v: error %v", descending, err)
		}
	}
}

func TestErrorsOfTheStoreEndIt(t *testing.T) {
	broken := errors.New("the store broke")
	all := func(yield func(*happening.Happening, error) bool) {
		_ = yield(coded("1975-04-01", "CONSULT", "visit"), nil) && yield(nil, broken)
	}
	var last error
	for _, err := range bare(t).Sections(t.Context(), all, chronicle.Options{}, nil) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("error %v, want that of the store", last)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, err := range bare(t).Sections(ctx, chronicletest.Each([]*happening.Happening{coded("1975", "CONSULT", "visit")}), chronicle.Options{}, nil) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("error %v, want that of the context", last)
	}
}

func TestWhatIsListed(t *testing.T) {
	undatedOne := coded("", "CONSULT", "visit")
	undatedOne.When = day.Always
	supposed := coded("1975-04-01", "ASSAULT", "aerial")
	supposed.Status = "hypothetical"
	visit, accusation, aid := coded("1975-04-01", "CONSULT", "visit"), coded("1975-04-01", "ACCUSE", "disapprove"), coded("1975-04-01", "AID", "")
	visit.Actors[0] = happening.Party{Name: "Julio Arce", Country: "PER", Role: "president", Kind: record.Person}
	accusation.Publishers = 16
	hs := []*happening.Happening{undatedOne, supposed, aid, visit, accusation}
	undated := 0
	var got []string
	for s, err := range bare(t).Sections(t.Context(), chronicletest.Each(hs), chronicle.Options{Limit: 2}, &undated) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Entries {
			got = append(got, e.Sentence)
		}
		got = append(got, fmt.Sprint("and ", s.More, " more"))
	}
	want := []string{
		"Peru criticised Chile.", // told by sixteen
		"President Julio Arce (Peru) visited Chile.",
		"and 1 more", // the aid; what was only supposed is not listed
	}
	if !slices.Equal(got, want) || undated != 1 {
		t.Errorf("listed %q and %d undated, want %q and 1", got, undated, want)
	}
}

func TestFromCodesAlone(t *testing.T) {
	for _, c := range []struct {
		change func(*happening.Happening)
		want   string
	}{
		{func(h *happening.Happening) {}, "Peru visited Chile."},
		{func(h *happening.Happening) { h.Place = &record.Place{Name: "Arica"} }, "Peru visited Chile in Arica."},
		{func(h *happening.Happening) { h.Place = &record.Place{Name: "Chile"} }, "Peru visited Chile."},
		{func(h *happening.Happening) { h.Recipients = nil }, "A visit of Peru was reported."},
		{func(h *happening.Happening) { h.Actors, h.Recipients = nil, nil }, "A visit was reported."},
		{func(h *happening.Happening) { h.Status = "planned" }, "A visit of Peru to Chile was planned."},
		{func(h *happening.Happening) { h.Status = "negated" }, "A visit of Peru to Chile did not take place, it was reported."},
		{func(h *happening.Happening) {
			h.Actors = []happening.Party{{Name: "Ebrahím Raisí", Country: "IRN", Role: "president", Kind: record.Person}}
			h.Recipients = []happening.Party{{Name: "Cuba", Country: "CUB", Kind: record.State}}
		}, "President Ebrahím Raisí (Iran) visited Cuba."},
		{func(h *happening.Happening) {
			h.Actors = []happening.Party{{Name: "Belarusian diplomats", Country: "BLR", Kind: record.Group}, {Name: "the attack"}}
		}, "Belarusian diplomats visited Chile."},
		{func(h *happening.Happening) { h.Type, h.Mode, h.Cameo = "SUPPORT", "", "057" }, "Peru concluded an agreement with Chile."},
		{func(h *happening.Happening) { h.Type, h.Mode, h.Cameo = "SUPPORT", "", "053" }, "Peru rallied support for Chile."},
		{func(h *happening.Happening) { h.Type = "NOTHING" }, ""},
	} {
		h := coded("1975-04-01", "CONSULT", "visit")
		c.change(h)
		got := ""
		for s, err := range bare(t).Sections(t.Context(), chronicletest.Each([]*happening.Happening{h}), chronicle.Options{}, nil) {
			if err != nil {
				t.Fatal(err)
			}
			got = s.Entries[0].Sentence
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestTheReportThatSaysItBest(t *testing.T) {
	h := chronicletest.Of(t, happening.Happening{Type: "SANCTION", Mode: "expel", Date: "2014-03-04"},
		chronicletest.Told{Doc: "a", Outlet: "Alpha", Published: "2014-03-05", Trigger: "expelled",
			Text:       "They also expelled two of its diplomats, for reasons that nobody who was asked in the capital on that day could or would explain to reporters at length.",
			Actors:     []record.Actor{{Text: "They", Name: "Peru", Country: "PER", Kind: record.State}},
			Recipients: []record.Actor{{Text: "two of its diplomats", Name: "diplomats", Country: "CHL", Kind: record.Group}}},
		chronicletest.Told{Doc: "b", Outlet: "Beta", Published: "2014-03-05", Trigger: "expelled",
			Text: "Peru expelled two diplomats of Chile.", Actors: []record.Actor{peru}, Recipients: []record.Actor{chile}, Lead: true},
		chronicletest.Told{Doc: "c", Outlet: "Gamma", Published: "2014-03-06", Trigger: "expulsion",
			Text: "What did the expulsion of diplomats by Peru mean?", Actors: []record.Actor{peru}},
	)
	e := entries(t, []*happening.Happening{h}, chronicle.Options{})[0]
	if e.Sentence != "Peru expelled two diplomats of Chile." || e.Sources[0].Outlet != "Beta" || len(e.Sources) != 3 || e.Publishers != 3 {
		t.Errorf("%q of %v", e.Sentence, e.Sources)
	}
}

func TestSources(t *testing.T) {
	told := func(doc, outlet, day string) chronicletest.Told {
		return chronicletest.Told{Doc: doc, Outlet: outlet, Published: day, Trigger: "visited", Text: "Peru visited Chile.",
			Actors: []record.Actor{peru}, Recipients: []record.Actor{chile}, URL: "https://" + outlet + ".example/" + doc}
	}
	a, b, c, gone, js := told("a", "alpha", "2014-03-04"), told("b", "beta", "2014-03-04"), told("c", "gamma", "2014-03-05"), told("d", "delta", "2014-03-05"), told("e", "eps", "2014-03-06")
	a.Copy, b.Copy = "wire", "wire"
	gone.Withdrawn = "2014-03-07"
	js.URL = "javascript:alert(1)"
	h := chronicletest.Of(t, happening.Happening{Type: "CONSULT", Mode: "visit", Date: "2014-03-04"}, a, b, c, gone, js)
	list := func(o chronicle.Options) string {
		var out []string
		for _, s := range entries(t, []*happening.Happening{h}, o)[0].Sources {
			out = append(out, fmt.Sprintf("%s+%d %s", s.Outlet, s.Copies, s.URL))
		}
		return strings.Join(out, "; ")
	}
	if got, want := list(chronicle.Options{}), "alpha+1 https://alpha.example/a; gamma+0 https://gamma.example/c; eps+0 "; got != want {
		t.Errorf("sources %s, want %s", got, want)
	}
	if got, want := list(chronicle.Options{AsKnown: day.Date(2014, 3, 5)}), "alpha+1 https://alpha.example/a; gamma+0 https://gamma.example/c; delta+0 https://delta.example/d"; got != want {
		t.Errorf("as known on 5 March: %s, want %s", got, want)
	}
}

func TestDisputesNameWhoSaysWhat(t *testing.T) {
	told := func(doc, outlet, dead string) chronicletest.Told {
		return chronicletest.Told{Doc: doc, Outlet: outlet, Published: "2014-03-04", Trigger: "killed", Text: "Gunmen killed " + dead + " soldiers in Mali.",
			Actors:     []record.Actor{{Text: "Gunmen", Name: "Gunmen", Country: "MLI", Kind: record.Group}},
			Recipients: []record.Actor{{Text: dead + " soldiers", Name: "soldiers", Country: "MLI", Kind: record.Group}}}
	}
	h := chronicletest.Of(t, happening.Happening{Type: "ASSAULT", Date: "2014-03-04",
		Disputes: []happening.Dispute{{Field: "killed", Claims: []happening.Claim{{Value: "5", Reports: []int{0}}, {Value: "3", Reports: []int{1, 2, 99}}}}}},
		told("a", "Alpha", "five"), told("b", "Beta", "three"), told("c", "Gamma", "three"))
	e := entries(t, []*happening.Happening{h}, chronicle.Options{})[0]
	if e.Sentence != "Gunmen killed three soldiers in Mali." {
		t.Errorf("%q: want what most say", e.Sentence)
	}
	want := []chronicle.Dispute{{Field: "killed", Text: "sources differ on the dead", Claims: []chronicle.Claim{{Value: "5", Outlets: []string{"Alpha"}}, {Value: "3", Outlets: []string{"Beta", "Gamma"}}}}}
	if fmt.Sprint(e.Disputes) != fmt.Sprint(want) {
		t.Errorf("disputes %v, want %v", e.Disputes, want)
	}
}
