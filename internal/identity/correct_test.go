package identity

import (
	"strings"
	"testing"

	"chancery/internal/day"
)

func TestCorrectionsAreHonoured(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		what  string
		rules []Correction
		lines []string
		want  string
	}{
		{"a name is an actor's", []Correction{{Kind: RuledSame, Actor: "bruno-ruiz", Other: "The Condor"}}, []string{
			"2020-01-01 | a | Bruno Ruiz | PER |",
			"2020-01-02 | b | The Condor | PER |",
		}, "bruno-ruiz bruno-ruiz"},
		{"the same by two names, in the other order", []Correction{{Kind: RuledSame, Actor: "Bruno Ruiz", Other: "Felix Sol"}}, []string{
			"2020-01-01 | a | Félix Sol | PER |",
			"2020-01-02 | b | Bruno Ruiz | PER |",
		}, "felix-sol felix-sol"},
		{"the same by two slugs", []Correction{{Kind: RuledSame, Actor: "bruno-ruiz", Other: "felix-sol"}}, []string{
			"2020-01-01 | a | Felix Sol | PER |",
			"2020-01-02 | b | Bruno Ruiz | PER |",
			"2020-01-03 | c | Bruno Ruiz | PER |",
		}, "felix-sol felix-sol felix-sol"},
		{"not the same", []Correction{{Kind: RuledDistinct, Actor: "Bruno Ruiz", Other: "Bruno Ruiz Paz"}}, []string{
			"2020-01-01 | a | Bruno Ruiz | PER | foreign minister",
			"2020-01-02 | b | Bruno Ruiz Paz | PER | foreign minister",
		}, "bruno-ruiz bruno-ruiz-paz"},
		{"the later of two rulings", []Correction{
			{Kind: RuledDistinct, Actor: "Bruno Ruiz", Other: "Bruno Ruiz Paz"},
			{Kind: RuledSame, Actor: "Bruno Ruiz", Other: "Bruno Ruiz Paz"},
		}, []string{
			"2020-01-01 | a | Bruno Ruiz | PER |",
			"2020-01-02 | b | Bruno Ruiz Paz | PER |",
		}, "bruno-ruiz bruno-ruiz"},
		{"not this person in one article", []Correction{{Kind: RuledNot, Actor: "bruno-ruiz", Doc: "b"}}, []string{
			"2020-01-01 | a | Bruno Ruiz | PER |",
			"2020-01-02 | b | Bruno Ruiz | PER |",
			"2020-01-03 | c | Bruno Ruiz | PER | foreign minister",
		}, "bruno-ruiz bruno-ruiz-per bruno-ruiz"},
	} {
		with, err := r.With(c.rules)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(slugs(t, NewRegister(with), c.lines...), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestANameAndACountryAreRuled(t *testing.T) {
	r, err := resolver(t).With([]Correction{
		{Kind: RuledName, Actor: "bruno-ruiz", Value: "Bruno Ruiz Paz"},
		{Kind: RuledCountry, Actor: "Bruno Ruiz", Value: "BOL"},
	})
	if err != nil {
		t.Fatal(err)
	}
	g := NewRegister(r)
	slugs(t, g, "2020-01-01 | a | Bruno Ruiz | PER |", "2020-01-02 | b | Bruno Ruiz | PER |")
	if a := g.Actors[0]; a.Name != "Bruno Ruiz Paz" || a.Country != "BOL" || a.Slug != "bruno-ruiz" {
		t.Errorf("%s of %s (%s)", a.Name, a.Country, a.Slug)
	}
}

func TestARuledOfficeOutweighsReports(t *testing.T) {
	r, err := resolver(t).With([]Correction{{Kind: RuledOffice, Actor: "bruno-ruiz", Value: "Minister of Foreign Affairs", Of: "PER", From: "2019", To: "2020-06-30"}})
	if err != nil {
		t.Fatal(err)
	}
	g := NewRegister(r)
	slugs(t, g, "2020-01-01 | a | Bruno Ruiz | PER |", "2020-01-02 | b | Ana Sol | PER | foreign minister", "2020-01-02 | c | Ana Sol | PER | foreign minister")
	var ev []Evidence
	for i, l := range []string{"2020-01-02 | b | Ana Sol | PER | foreign minister", "2020-09-02 | c | Ana Sol | PER | foreign minister"} {
		o := said(t, l)
		o.Doc += string(rune('0' + i))
		ev = append(ev, r.Evidence(g.Actors[1], &o)...)
	}
	ev = append(ev, r.Rulings(g.Actors[0])...)
	ts := Assemble(ev)
	for _, c := range []struct {
		on   string
		want int64
		sure bool
	}{{"2019-03-01", 0, true}, {"2020-01-02", 0, true}, {"2020-09-02", 1, false}} {
		on, _ := day.Parse(c.on)
		h := On(ts, ev, on)
		if len(h) == 0 || h[0].Tenure.Person != c.want || c.sure != (h[0].Sure == 1) {
			t.Errorf("on %s: %+v", c.on, h)
		}
	}
}

func TestFaultyCorrectionsAreRefused(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		c    Correction
		want string
	}{
		{Correction{}, "the actor is missing"},
		{Correction{Kind: "perhaps", Actor: "a"}, "kind is same, distinct"},
		{Correction{Kind: RuledSame, Actor: "a"}, "the other is missing"},
		{Correction{Kind: RuledName, Actor: "a"}, "the name is missing"},
		{Correction{Kind: RuledCountry, Actor: "a", Value: "Peru"}, "no country code"},
		{Correction{Kind: RuledOffice, Actor: "a", Value: "president", From: "soon"}, "no date"},
		{Correction{Kind: RuledOffice, Actor: "a", Value: "president", From: "2020", To: "2019"}, "no period"},
		{Correction{Kind: RuledNot, Actor: "a"}, "the article is missing"},
	} {
		if _, err := r.With([]Correction{c.c}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.c, err, c.want)
		}
	}
}
