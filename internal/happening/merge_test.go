package happening

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
)

func merged(t *testing.T, tolds ...told) Happening {
	t.Helper()
	var rs []record.Report
	for _, x := range tolds {
		if x.confidence == 0 {
			x.confidence = 0.6
		}
		rs = append(rs, x.report(t))
	}
	return Merge("h", rs, day.Latest, nil)
}

func names(ps []Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, strings.TrimRight(p.Name+"/"+p.Country+"/"+p.Role, "/"))
	}
	return strings.Join(out, ", ")
}

// raid is a report of one attack.
func raid(id, known, outlet string, f func(*told)) told {
	x := told{id: id, known: known, outlet: outlet, text: "Rebels {attacked} Goma.", typ: "ASSAULT", date: known, basis: "dateline",
		actors: "rebels/COD/REB", recipients: "army/COD/MIL"}
	if f != nil {
		f(&x)
	}
	return x
}

func TestConfidenceGrowsWithIndependentReports(t *testing.T) {
	for _, c := range []struct {
		name       string
		reports    []told
		publishers int
		confidence float64
	}{
		{"one report", []told{raid("a", "2021-03-02", "Herald", nil)}, 1, 0.6},
		{"two papers", []told{raid("a", "2021-03-02", "Herald", nil), raid("b", "2021-03-02", "Times", nil)}, 2, 1 - 0.4*0.7},
		{"one paper twice", []told{raid("a", "2021-03-02", "Herald", nil), raid("b", "2021-03-03", "Herald", nil)}, 1, 0.6},
		{"copies of one wire", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.copy = "w" }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.copy = "w" }),
			raid("c", "2021-03-02", "Post", func(x *told) { x.copy = "w" }),
		}, 1, 0.6},
		{"one agency in two papers, each cut its own way", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.agency = "EFE" }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.agency = "EFE" }),
		}, 1, 0.6},
		{"the agency itself and a paper that prints it", []told{
			raid("a", "2021-03-02", "EFE", nil),
			raid("b", "2021-03-02", "Times", func(x *told) { x.agency = "EFE" }),
		}, 1, 0.6},
		{"a copy ties two papers that also write for themselves", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.copy = "w" }),
			raid("b", "2021-03-02", "Times", nil),
			raid("c", "2021-03-03", "Times", func(x *told) { x.copy = "w" }),
		}, 1, 0.6},
		{"withdrawn", []told{
			raid("a", "2021-03-02", "Herald", nil),
			raid("b", "2021-03-02", "Times", func(x *told) { x.withdrawn = "2021-03-04" }),
		}, 1, 0.6},
		{"all withdrawn", []told{raid("b", "2021-03-02", "Times", func(x *told) { x.withdrawn = "2021-03-04" })}, 0, 0},
	} {
		h := merged(t, c.reports...)
		if h.Publishers != c.publishers || math.Abs(h.Confidence-c.confidence) > 1e-9 {
			t.Errorf("%s: %d publishers, confidence %.3f, want %d and %.3f", c.name, h.Publishers, h.Confidence, c.publishers, c.confidence)
		}
	}
}

func TestFieldsOfAHappening(t *testing.T) {
	goma := &record.Place{Name: "Goma", Country: "COD", GeoNamesID: 216281, Lat: -1.67, Lon: 29.22, Located: true, Precision: "city"}
	congo := &record.Place{Name: "DR Congo", Country: "COD", GeoNamesID: 203312, Precision: "country"}
	h := merged(t,
		raid("a", "2021-03-02", "Herald", func(x *told) { x.place, x.mode, x.contexts = congo, "firearms", []string{"military"} }),
		raid("b", "2021-03-03", "Times", func(x *told) { x.place, x.date, x.basis = goma, "2021-03-01", "expression" }),
		raid("c", "2021-03-04", "Post", func(x *told) { x.place, x.mode, x.date, x.basis = congo, "explosives", "2021-03", "expression" }),
		raid("d", "2021-03-05", "Sun", func(x *told) { x.typ, x.mode = "COERCE", "seize" }),
		raid("e", "2021-03-05", "Star", func(x *told) { x.mode = "firearms"; x.contexts = []string{"military"} }),
	)
	got := fmt.Sprintf("%s %s %v %s %s, %v to %v, %d reports", h.Type, h.Mode, h.Contexts, h.Date, h.Place.Name, h.First, h.Last, len(h.Reports))
	if want := "ASSAULT firearms [military] 2021-03-01 Goma, 2021-03-02 to 2021-03-05, 5 reports"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(h.Disputes) != 1 || h.Disputes[0].Field != "type" || len(h.Disputes[0].Claims) != 2 {
		t.Errorf("disputes %+v, want one of type", h.Disputes)
	}
}

func TestDisputes(t *testing.T) {
	dead := func(n, m int) []record.Toll { return []record.Toll{{Kind: "killed", Min: n, Max: m}} }
	goma := &record.Place{Name: "Goma", Country: "COD", Lat: -1.67, Lon: 29.22, Located: true, Precision: "city"}
	sake := &record.Place{Name: "Sake", Country: "COD", Lat: -1.57, Lon: 29.05, Located: true, Precision: "city"}
	bukavu := &record.Place{Name: "Bukavu", Country: "COD", Lat: -2.49, Lon: 28.84, Located: true, Precision: "city"}
	for _, c := range []struct {
		name    string
		reports []told
		want    string
	}{
		{"three dead or five", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.toll = dead(3, 3) }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.toll = dead(5, 5) }),
			raid("c", "2021-03-02", "Post", func(x *told) { x.toll = dead(3, 3) }),
		}, "killed: 3 [0 2] / 5 [1]"},
		{"at least three are five", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.toll = dead(3, record.Open) }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.toll = dead(5, 5) }),
		}, ""},
		{"a correction", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.toll, x.withdrawn = dead(30, 30), "2021-03-03" }),
			raid("b", "2021-03-03", "Herald", func(x *told) { x.toll = dead(3, 3) }),
		}, "killed: 30 [0] corrected / 3 [1]"},
		{"two days stated", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.date, x.basis = "2021-03-01", "expression" }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.date, x.basis = "2021-02-28", "expression" }),
		}, "date: 2021-03-01 [0] / 2021-02-28 [1]"},
		{"a day and its month", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.date, x.basis = "2021-03-01", "expression" }),
			raid("b", "2021-03-09", "Times", func(x *told) { x.date, x.basis = "2021-03", "expression" }),
		}, ""},
		{"a town and its neighbour", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.place = goma }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.place = sake }),
		}, ""},
		{"two towns", []told{
			raid("a", "2021-03-02", "Herald", func(x *told) { x.place = goma }),
			raid("b", "2021-03-02", "Times", func(x *told) { x.place = bukavu }),
		}, "place: Goma [0] / Bukavu [1]"},
	} {
		var got []string
		for _, d := range merged(t, c.reports...).Disputes {
			var claims []string
			for _, cl := range d.Claims {
				s := fmt.Sprintf("%s %v", cl.Value, cl.Reports)
				if cl.Corrected {
					s += " corrected"
				}
				claims = append(claims, s)
			}
			got = append(got, d.Field+": "+strings.Join(claims, " / "))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

func TestTheLatestTollStands(t *testing.T) {
	h := merged(t,
		raid("a", "2021-03-02", "Herald", func(x *told) {
			x.toll = []record.Toll{{Kind: "killed", Min: 3, Max: 3}, {Kind: "injured", Min: 9, Max: 9}}
		}),
		raid("b", "2021-03-03", "Times", func(x *told) { x.toll = []record.Toll{{Kind: "killed", Min: 5, Max: 5}} }),
	)
	if got, want := fmt.Sprint(h.Toll), "[{killed 5 5} {injured 9 9}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPartiesAreNamedOnce(t *testing.T) {
	talks := func(id, actors string) told {
		return told{id: id, known: "2021-03-02", outlet: id, text: "They {met}.", typ: "CONSULT", actors: actors}
	}
	for _, c := range []struct {
		name    string
		reports []told
		want    string
	}{
		{"a minister by office and by name", []told{
			talks("a", "the foreign minister/PER/GOV/foreign minister, Chile/CHL"),
			talks("b", "Ana Ruiz/PER/GOV/foreign minister, Chile/CHL"),
		}, "Ana Ruiz/PER/foreign minister, Chile/CHL"},
		{"a surname and a whole name", []told{talks("a", "Ruiz/PER/GOV/minister"), talks("b", "Ana Ruiz/PER/GOV/minister")}, "Ana Ruiz/PER/minister"},
		{"two of one surname", []told{talks("a", "Luis Ruiz/PER/GOV/minister"), talks("b", "Ana Ruiz/PER/GOV/minister")}, "Luis Ruiz/PER/minister, Ana Ruiz/PER/minister"},
		{"a state and who acts for it", []told{talks("a", "Peru/PER"), talks("b", "Ana Ruiz/PER/GOV/minister")}, "Ana Ruiz/PER/minister"},
		{"a state and its officials", []told{talks("a", "officials/PER/GOV"), talks("b", "Peru/PER")}, "Peru/PER"},
		{"the most named first", []told{talks("a", "Chile/CHL, Peru/PER"), talks("b", "Peru/PER")}, "Peru/PER, Chile/CHL"},
		{"ministers of two states", []told{talks("a", "the foreign minister/PER/GOV/foreign minister"), talks("b", "Luis Soto/CHL/GOV/foreign minister")},
			"the foreign minister/PER/foreign minister, Luis Soto/CHL/foreign minister"},
	} {
		if got := names(merged(t, c.reports...).Actors); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestIdentitiesDecideWhoIsOne(t *testing.T) {
	a := told{id: "a", known: "2021-03-02", text: "They {met}.", typ: "CONSULT", actors: "Hassan Khatibzadeh/IRN/GOV"}.report(t)
	b := told{id: "b", known: "2021-03-02", text: "They {met}.", typ: "CONSULT", actors: "Hassan Jatibzadeh/IRN/GOV"}.report(t)
	h := Merge("h", []record.Report{a, b}, day.Latest, func(_ *record.Record, a *record.Actor) string { return "p1" })
	if len(h.Actors) != 1 || h.Actors[0].ID != "p1" {
		t.Errorf("got %+v", h.Actors)
	}
}

func TestAsItWasKnown(t *testing.T) {
	r := raid("a", "2021-03-02", "Herald", func(x *told) { x.withdrawn, x.confidence = "2021-03-05", 0.6 }).report(t)
	before, _ := day.Parse("2021-03-04")
	after, _ := day.Parse("2021-03-05")
	if h := Merge("h", []record.Report{r}, before, nil); h.Standing != 1 || h.Confidence == 0 {
		t.Errorf("before it was withdrawn %d stand, confidence %v", h.Standing, h.Confidence)
	}
	if h := Merge("h", []record.Report{r}, after, nil); h.Standing != 0 || h.Confidence != 0 {
		t.Errorf("after it was withdrawn %d stand, confidence %v", h.Standing, h.Confidence)
	}
}

func BenchmarkMerge(b *testing.B) {
	var rs []record.Report
	for i := range 40 {
		rs = append(rs, raid(fmt.Sprint(i), "2021-03-02", fmt.Sprint("paper", i%12), nil).report(b))
	}
	for b.Loop() {
		Merge("h", rs, day.Latest, nil)
	}
}
