package identity

import (
	"strings"
	"testing"
)

func TestOfficesAreTheSameHoweverWorded(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		stated, country, organisation string
		want                          string // title|country|body
		marks                         string // sole acting then past ahead new
	}{
		{"Minister of Foreign Affairs", "PER", "", "foreign minister|PER|", "sole"},
		{"foreign minister", "PER", "Ministry of Foreign Affairs", "foreign minister|PER|", "sole"},
		{"top diplomat", "PER", "", "foreign minister|PER|", "sole"},
		{"secretary of state", "USA", "", "foreign minister|USA|", "sole"},
		{"secretary of state", "PER", "", "secretary of state|PER|", ""},
		{"foreign secretary", "GBR", "", "foreign minister|GBR|", "sole"},
		{"secretary of state for foreign affairs", "GBR", "", "foreign minister|GBR|", "sole"},
		{"premier", "PER", "", "prime minister|PER|", "sole"},
		{"Prime Minister", "PER", "", "prime minister|PER|", "sole"},
		{"chancellor", "DEU", "", "prime minister|DEU|", "sole"},
		{"chancellor", "GBR", "", "finance minister|GBR|", "sole"},
		{"chancellor of the exchequer", "GBR", "", "finance minister|GBR|", "sole"},
		{"defense secretary", "USA", "", "defence minister|USA|", "sole"},
		{"then President", "PER", "", "president|PER|", "sole then"},
		{"former president", "PER", "", "president|PER|", "sole past"},
		{"ex-president", "PER", "", "president|PER|", "sole past"},
		{"acting president", "PER", "", "president|PER|", "sole acting"},
		{"president-elect", "PER", "", "president|PER|", "sole ahead"},
		{"prime minister-designate", "PER", "", "prime minister|PER|", "sole ahead"},
		{"newly appointed finance minister", "PER", "", "finance minister|PER|", "sole new"},
		{"deputy foreign minister", "PER", "", "deputy foreign minister|PER|", ""},
		{"first deputy prime minister", "PER", "", "first deputy prime minister|PER|", ""},
		{"vice president", "PER", "", "vice president|PER|", "sole"},
		{"vice president", "PER", "Bank of Lima", "vice president|PER|bank lima", ""},
		{"president", "PER", "Bank of Lima", "president|PER|bank lima", "sole"},
		{"governor", "PER", "central bank", "governor|PER|central bank", "sole"},
		{"governor", "PER", "", "governor|PER|", ""},
		{"secretary-general", "UNO", "", "secretary-general|UNO|", "sole"},
		{"minister", "PER", "", "minister|PER|", ""},
		{"minister of state", "PER", "", "minister of state|PER|", ""},
		{"minister for Fisheries", "PER", "", "fisheries minister|PER|", "sole"},
		{"trade and industry minister", "PER", "", "trade and industry minister|PER|", "sole"},
		{"king", "JOR", "", "monarch|JOR|", "sole"},
		{"queen", "JOR", "", "queen|JOR|", "sole"},
		{"senator", "USA", "", "senator|USA|", ""},
		{"under leader", "PER", "", "leader|PER|", ""}, // "will not serve under leader Ana Ruiz",
		{"foreign minister", "", "", "foreign minister||", ""},
		{"", "PER", "", "||", ""},
		{"former", "PER", "", "||", "past"},
	} {
		s := r.Office(c.stated, c.country, c.organisation)
		var marks []string
		for _, m := range []struct {
			on   bool
			name string
		}{{s.Sole, "sole"}, {s.Acting, "acting"}, {s.Then, "then"}, {s.Past, "past"}, {s.Ahead, "ahead"}, {s.New, "new"}} {
			if m.on {
				marks = append(marks, m.name)
			}
		}
		got := strings.Join(marks, " ")
		if key := s.Key(); key != c.want && (key != "|"+c.country+"|" || c.want != "||") || got != c.marks {
			t.Errorf("%q of %s %s is %s %q, want %s %q", c.stated, c.country, c.organisation, s.Key(), got, c.want, c.marks)
		}
	}
}

func FuzzOffices(f *testing.F) {
	for _, s := range []string{"Minister of Foreign Affairs", "deputy deputy", "-elect", "under secretary", "minister of of", "the the the", "\xff"} {
		f.Add(s, "PER", "Bank of Lima")
	}
	r := resolver(f)
	f.Fuzz(func(t *testing.T, stated, country, organisation string) {
		s := r.Office(stated, country, organisation)
		if s.Title == "" {
			return
		}
		again := r.Office(s.Title, s.Country, "")
		if again.Title == "" {
			t.Errorf("%q of %s is %q, which is nothing", stated, country, s.Title)
		}
	})
}
