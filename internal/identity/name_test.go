package identity

import (
	"slices"
	"testing"

	"chancery/internal/record"
)

func TestNamesOfOneAndOfTwo(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		one     bool
		a, b    string
		country string
	}{
		{true, "Saeed Khatibi", "Said Jatibi", ""},
		{true, "Secretary of State Ana Ruiz", "Ana Ruiz", ""},
		{true, "Ruiz Paz, Ana", "Ana Ruiz Paz", ""},
		{true, "Ana RUIZ", "Ana Ruiz", ""},
		{true, "J.P. Ruiz", "Juan Pablo Ruiz", ""},
		{true, "JP Ruiz", "J. P. Ruiz", ""},
		{true, "Ana Ruiz's", "Ana Ruiz", ""},
		{true, "Charles d’Orsay", "Charles D'Orsay", ""},
		{true, "Sean O'Neal", "Sean O’Neal", ""},
		{true, "Ali al-Tikriti", "Ali El Tikriti", ""},
		{true, "Nagy Ferenc", "Ferenc Nagy", "HUN"},
		{false, "Nagy Ferenc", "Ferenc Nagy", "ITA"}, // two given names may be any order's
		{false, "Ali Hassan", "Hassan Ali", "IRQ"},
		{false, "Ana Ruiz", "Ana Paz", ""},
		{false, "Ana Ruiz", "Eva Ruiz", ""},
		{false, "A. Ruiz", "Eva Ruiz", ""},
		{false, "Ana Ruiz Paz", "Ana Ruiz Sol", ""},
		{false, "Ana M. Ruiz", "Ana P. Ruiz", ""},
		{false, "Petrov", "Petrova", ""},
		{false, "", "Ana Ruiz", ""},
		{false, "", "", ""},
	} {
		one, score := r.Same(c.a, c.b, record.Person, c.country)
		if one != c.one {
			t.Errorf("%q and %q are one: %v (%.2f)", c.a, c.b, one, score)
		}
		back, again := r.Same(c.b, c.a, record.Person, c.country)
		if back != one || again != score {
			t.Errorf("%q and %q give %v (%.2f), the other way round %v (%.2f)", c.a, c.b, one, score, back, again)
		}
	}
}

func TestMentionsThatNameNobody(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		kind, name, organisation, country string
		form                              string // "" for nobody
	}{
		{record.Person, "foreign minister", "", "PER", ""},
		{record.Person, "Prime Minister", "", "PER", ""},
		{record.Person, "Minister of State", "", "GBR", ""},
		{record.Person, "company spokesman", "", "", ""},
		{record.Person, "Peruvian lawyer", "", "PER", ""},
		{record.Person, "Peruvian", "", "PER", ""},
		{record.Person, "Corp", "", "", ""},
		{record.Person, "Costa Rica", "", "CRI", ""},
		{record.Person, "Secretary Ana Ruiz", "", "USA", "Ana Ruiz"},
		{record.Person, "Agriculture Under-Secretary Ana Ruiz", "", "USA", "Ana Ruiz"},
		{record.Person, "Dr. Ana Ruiz", "", "", "Ana Ruiz"},
		{record.Person, "Julie Bishop", "", "AUS", "Julie Bishop"},
		{record.Person, "Roh Tae-woo", "", "KOR", "Roh Tae-woo"},
		{record.Group, "Peruvian officials", "", "PER", ""},
		{record.State, "Peru", "", "PER", "PER"},
		{record.State, "Nowhere", "", "XXX", ""},
		{record.Organisation, "company", "company", "", ""},
		{record.Organisation, "Peruvian department", "department", "PER", ""},
		{record.Organisation, "Peruvian government", "government", "PER", "Peruvian government"},
		{record.Organisation, "government", "government", "", ""},
		{record.Organisation, "Inc", "Inc", "", ""},
		{record.Organisation, "the Bank of Lima", "Bank of Lima", "PER", "Bank of Lima"},
		{"", "Europe", "", "", ""},
	} {
		o := Observation{Kind: c.kind, Name: c.name, Organisation: c.organisation, Country: c.country}
		form, ok := r.form(&o)
		if form != c.form && ok || ok != (c.form != "") {
			t.Errorf("%s %q names %q, %v; want %q", c.kind, c.name, form, ok, c.form)
		}
		if keys := r.Lookup(&o); (len(keys) > 0) != ok {
			t.Errorf("%s %q has the keys %q", c.kind, c.name, keys)
		}
	}
}

func TestOrganisationsOfOneAndOfTwo(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct {
		one     bool
		a, b    string
		country string
	}{
		{true, "Peruvian Foreign Ministry", "Ministry of Foreign Affairs", "PER"},
		{true, "Ministry of External Relations", "the foreign ministry", "PER"},
		{true, "Peru's Congress", "parliament", "PER"},
		{true, "Norex Holdings Inc", "Norex Holdings", ""},
		{true, "Lakeland Labour Organisation", "Lakeland Labor Organization", ""},
		{true, "Lakeland Liberation Army", "LLA", ""},
		{true, "Hezbi Wahdat", "Hizbi Wahdat", ""},
		{true, "Peruvian Workers' Party", "Workers' Party", "PER"},
		{false, "Foreign Ministry", "Defence Ministry", "PER"},
		{false, "Norex Inc", "Norax Inc", ""}, // firms choose names like others'
		{false, "Lakeland Liberation Army", "Lakeland Labour Association", ""},
		{false, "Socialist Party", "Social Party", ""},
		{false, "company", "company", ""},
	} {
		if one, score := r.Same(c.a, c.b, record.Organisation, c.country); one != c.one {
			t.Errorf("%q and %q are one: %v (%.2f)", c.a, c.b, one, score)
		}
	}
}

func TestSpellingsShareAKey(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct{ kind, country, mention, actor string }{
		{record.Person, "", "Ana Ruiz", "Ana Ruiz Paz"},
		{record.Person, "", "Paz", "Ana Ruiz Paz"},
		{record.Person, "", "Bill Norex", "William Norex"},
		{record.Person, "", "W. Norex", "William Norex"},
		{record.Person, "", "William Norex", "W. Norex"},
		{record.Person, "", "William Norex", "Norex"},
		{record.Person, "HUN", "Nagy Ferenc", "Ferenc Nagy"},
		{record.Person, "KOR", "Roh Taewoo", "Roh Tae-woo"},
		{record.Person, "", "Yevgeny Chernov", "Evgeni Tschernow"},
		{record.Organisation, "PER", "foreign ministry", "Peruvian Ministry of Foreign Relations"},
		{record.Organisation, "", "LLA", "Lakeland Liberation Army"},
		{record.Organisation, "", "Hizbullah", "Hezbollah"},
		{record.State, "PER", "Peru", "Peru"},
	} {
		country := c.country
		if country == "" && c.kind == record.Person {
			country = "PER"
		}
		if !r.Found(c.mention, c.actor, c.kind, country) {
			t.Errorf("%s %q does not look up %q", c.kind, c.mention, c.actor)
		}
	}
}

func FuzzPersonalNames(f *testing.F) {
	for _, s := range []string{"Ana Ruiz Paz", "al-", "d'", "A. B. C. D. E. F. G. H. I. J.", "Abd", "Abdul al-", "Jr.", "Ruiz, Ana", "Ли Пэн", "李鵬", "ElBaradei", "Nasr al-Din", "din", "\xff\xfe", "ß-ß-ß", "O'", "(Ana)"} {
		f.Add(s, "Ana Ruiz")
	}
	r := resolver(f)
	f.Add("HH0AA", "0")     // a word that sounds like nothing
	f.Add("Malcolm X", "X") // an initial that comes last
	f.Add("A,AZ0y0Din", "0")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := r.names.personal(a), r.names.personal(b)
		for _, h := range []home{{}, {turned: true, region: 1}} {
			l := r.names.compare(&x, &y, h)
			if len(x.words) == 0 && l.level != apart {
				t.Errorf("%q has no words and is like %q", a, b)
			}
			if l.cost < 0 || l.allow < 0 {
				t.Errorf("%q and %q: %+v", a, b, l)
			}
		}
		if len(x.words) > maxWords || x.content > len(x.words) {
			t.Errorf("%q has %d words, %d of content", a, len(x.words), x.content)
		}
		o := Observation{Name: a, Kind: record.Person, Country: "PER", Doc: "a"}
		keys := r.Lookup(&o)
		if len(keys) == 0 {
			return
		}
		actor := r.Introduce(&o, func(string) bool { return false })
		if actor == nil || actor.Slug == "" || actor.Name == "" {
			t.Fatalf("%q has keys and makes %+v", a, actor)
		}
		if filed := r.Index(actor); !slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(filed, k) }) {
			t.Errorf("%q is looked up under %q and filed under %q", a, keys, filed)
		}
		if d := r.Resolve(&o, []*Actor{actor}); d.Actor != actor {
			t.Errorf("%q is not itself: %s", a, d.Why())
		}
	})
}

func FuzzOrganisations(f *testing.F) {
	for _, s := range []string{"Peruvian Foreign Ministry", "U.S.", "the", "Inc", "'s 's", "Bank of (", "ÅÄÖ AB", "\xff"} {
		f.Add(s, "PER")
	}
	r := resolver(f)
	f.Fuzz(func(t *testing.T, name, country string) {
		o := Observation{Name: name, Organisation: name, Country: country, Kind: record.Organisation, Doc: "a"}
		if len(r.Lookup(&o)) == 0 {
			return
		}
		actor := r.Introduce(&o, func(string) bool { return false })
		if d := r.Resolve(&o, []*Actor{actor}); d.Actor != actor {
			t.Errorf("%q (%s) is not itself: %s", name, country, d.Why())
		}
	})
}
