package export

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// all are the samples and a few hundred made by chance.
func all(t testing.TB) []*happening.Happening {
	t.Helper()
	hs := samples()
	for h, err := range invented(400) {
		if err != nil {
			t.Fatal(err)
		}
		hs = append(hs, h)
	}
	return hs
}

// unmark takes the apostrophe away that keeps spreadsheets from running a cell.
func unmark(s string) string {
	if startsFormula([]byte(s)) && s[0] == '\'' {
		return s[1:]
	}
	return s
}

func TestCSVComesBack(t *testing.T) {
	hs := all(t)
	text, _ := write(t, "csv", Options{Evidence: true}, hs)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(text, "\r\n") != len(hs)+1 || strings.Count(text, "\n") != len(hs)+1 {
		t.Errorf("%d happenings do not stand on as many lines", len(hs))
	}
	cols, err := Columns("csv")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cols {
		if rows[0][i] != c.Name {
			t.Errorf("column %d is %q, the codebook says %q", i, rows[0][i], c.Name)
		}
	}
	at := func(row []string, name string) string {
		return row[slices.IndexFunc(cols, func(c Column) bool { return c.Name == name })]
	}
	for i, h := range hs {
		r := rows[i+1]
		var c cells
		want := c.fill(h, true)
		v := reflect.ValueOf(want).Elem()
		for k := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(k).Tag.Get("parquet"), ",")
			if name != cols[k].Name {
				t.Fatalf("column %d of parquet is %s, of csv %s", k, name, cols[k].Name)
			}
			got := unmark(at(r, name))
			var back string
			switch x := v.Field(k).Interface().(type) {
			case string:
				back = clean(x)
			case *string:
				if x != nil {
					back = clean(*x)
				}
			case []string:
				parts := make([]string, len(x))
				for j := range x {
					parts[j] = clean(item(x[j]))
				}
				// A list's blanks at the cell's ends are its separators'.
				back = strings.Join(parts, "; ")
			case *int32:
				if x != nil {
					back = day.Day(*x).String()
				}
			case *int64:
				if x != nil {
					back = strconv.FormatInt(*x, 10)
				}
			case *float64:
				if x != nil {
					f, err := strconv.ParseFloat(got, 64)
					if err != nil || f != *x {
						t.Errorf("%s %s: %q, want %v", h.ID, name, got, *x)
					}
					continue
				}
			case float64:
				f, err := strconv.ParseFloat(got, 64)
				if err != nil || f != x {
					t.Errorf("%s %s: %q, want %v", h.ID, name, got, x)
				}
				continue
			default:
				back = fmt.Sprint(x)
			}
			if got != back {
				t.Errorf("%s %s: %q, want %q", h.ID, name, got, back)
			}
		}
	}
}

func TestParquetComesBack(t *testing.T) {
	hs := all(t)
	text, _ := write(t, "parquet", Options{Evidence: true}, hs)
	got, err := parquet.Read[flat](bytes.NewReader([]byte(text)), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(hs) {
		t.Fatalf("%d rows of %d", len(got), len(hs))
	}
	for i, h := range hs {
		var c cells
		want := *c.fill(h, true)
		g, w := reflect.ValueOf(&got[i]).Elem(), reflect.ValueOf(&want).Elem()
		for k := range g.NumField() {
			a, b := g.Field(k).Interface(), w.Field(k).Interface()
			if la, ok := a.([]string); ok && len(la) == 0 && len(b.([]string)) == 0 {
				continue // no list and an empty one
			}
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %s came back as %v, want %v", h.ID, g.Type().Field(k).Name, a, b)
			}
		}
	}
}

func TestAHappeningsPartiesStayTogether(t *testing.T) {
	h := samples()[4]
	var c cells
	r := c.fill(h, false)
	for i, p := range h.Actors {
		if r.Actors[i] != p.Name || r.ActorIDs[i] != p.ID || r.ActorCountries[i] != p.Country || r.ActorSectors[i] != p.Sector || r.ActorRoles[i] != p.Role || r.ActorOrganisations[i] != p.Organisation || r.ActorKinds[i] != p.Kind {
			t.Errorf("actor %d: %+v", i, r)
		}
	}
}

// table cuts a tab-separated file and checks that it is one.
func table(t *testing.T, format string, hs []*happening.Happening) (rows [][]string, cols map[string]int) {
	t.Helper()
	text, s := write(t, format, Options{Background: true}, hs)
	names, err := Columns(format)
	if err != nil {
		t.Fatal(err)
	}
	cols = map[string]int{}
	for i, c := range names {
		cols[c.Name] = i
	}
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != len(names) {
			t.Fatalf("%s: %d cells, want %d: %q", format, len(cells), len(names), line)
		}
		if strings.ContainsAny(line, "\"\r\x00\u2028\u0085") {
			t.Errorf("%s: a row holds what readers take for form: %q", format, line)
		}
		rows = append(rows, cells)
	}
	if format == "icews" || format == "polecat" {
		for i, c := range names {
			if rows[0][i] != c.Name {
				t.Errorf("%s: column %d is %q, the codebook says %q", format, i, rows[0][i], c.Name)
			}
		}
		rows = rows[1:]
	}
	if len(rows) != s.Rows {
		t.Errorf("%s: %d rows, the summary says %d", format, len(rows), s.Rows)
	}
	return rows, cols
}

func TestLayoutsHaveTheirWidths(t *testing.T) {
	for format, width := range map[string]int{"petrarch": 8, "phoenix": 26, "gdelt": 61, "gdelt-mentions": 16, "icews": 20, "polecat": 40} {
		cols, err := Columns(format)
		if err != nil {
			t.Fatal(err)
		}
		if len(cols) != width {
			t.Errorf("%s has %d columns, want %d", format, len(cols), width)
		}
		table(t, format, all(t))
	}
}

// The same dyads stand in all layouts of dyads.
func TestDyadsComeBack(t *testing.T) {
	hs := all(t)
	c := lists(t)
	var want []string // day source target code
	for _, h := range hs {
		if h.Status != "actual" || h.Background && h.When == day.Always {
			continue
		}
		rows, _ := c.rows(nil, h)
		d, _, ok := daily(h)
		if !ok {
			continue
		}
		for _, r := range rows {
			want = append(want, strings.Join([]string{strings.ReplaceAll(d.String(), "-", ""), r.from, r.to, r.code}, " "))
		}
	}
	or := func(s, missing string) string {
		if s == "" {
			return missing
		}
		return s
	}
	rows, _ := table(t, "petrarch", hs)
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join(r[:4], " "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("petrarch: %d dyads differ from the %d that went in", len(got), len(want))
	}
	rows, _ = table(t, "gdelt", hs)
	got = nil
	for _, r := range rows {
		side := func(at int) string { // GDELT writes a role without a country alone
			code := or(r[at], missing)
			if code != missing && r[at+2] == "" && c.units[code[:3]].kind == "role" {
				return missing + code
			}
			return code
		}
		got = append(got, strings.Join([]string{r[1], side(5), side(15), r[26]}, " "))
	}
	if !slices.Equal(got, want) {
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("gdelt: dyad %d is %q, want %q", i, got[i], want[i])
				break
			}
		}
	}
	// Phoenix merges equal rows of a day.
	rows, _ = table(t, "phoenix", hs)
	got = nil
	for _, r := range rows {
		got = append(got, strings.Join([]string{r[1], r[5], r[9], r[13]}, " "))
	}
	for _, d := range want {
		if !slices.Contains(got, d) {
			t.Errorf("phoenix lacks %s", d)
		}
	}
	rows, _ = table(t, "icews", hs)
	if len(rows) != len(want) {
		t.Errorf("icews has %d dyads, want %d", len(rows), len(want))
	}
}

func TestPhoenixMergesADay(t *testing.T) {
	rows, cols := table(t, "phoenix", samples())
	n := 0
	for _, r := range rows {
		if r[cols["SourceActorFull"]] == "MEXCVL" {
			n++
			if got := r[cols["SentenceID"]]; got != "a1_120;a3_120;a2_120" {
				t.Errorf("the marches of one day were told in %s", got)
			}
		}
	}
	if n != 1 {
		t.Errorf("two marches of one day make %d rows, want one", n)
	}
}

func TestGDELTIsHonestAboutPlaces(t *testing.T) {
	rows, cols := table(t, "gdelt", samples())
	want := map[string]string{
		"URYGOV 043": "4|Montevideo, Uruguay|UY|UY00|-34.90329|-56.18816|",
		"IRN 040":    "1|Kenya|KE|KE|1|38|KE", // a country, and its middle
		"CUB 111":    "0||||||",               // a sea: no type, no point
		"USAMIL 193": "3|Springfield, Illinois, United States|US|USIL|39.80172|-89.64371|",
		"MNCBUS 073": "4|Gaza, Gaza Strip, Palestine|GZ|GZ00|31.5|34.46667|",
		"MEXCVL 141": "5|Oaxaca, Mexico|MX|MX00|17|-96.5|",
		"IRN 161":    "0||||||",
	}
	seen := map[string]bool{}
	for _, r := range rows {
		key := r[cols["Actor1Code"]] + " " + r[cols["EventCode"]]
		w, ok := want[key]
		if !ok || seen[key] {
			continue
		}
		seen[key] = true
		var got []string
		for _, n := range []string{"Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID"} {
			got = append(got, r[cols["ActionGeo_"+n]])
		}
		if s := strings.Join(got, "|"); s != w {
			t.Errorf("%s: %s, want %s", key, s, w)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("only %v were seen", seen)
	}
}

func TestMentionsBelongToEvents(t *testing.T) {
	hs := all(t)
	events, cols := table(t, "gdelt", hs)
	mentions, _ := table(t, "gdelt-mentions", hs)
	n := map[string]int{}
	for _, m := range mentions {
		n[m[0]]++
	}
	for _, e := range events {
		id := e[cols["GLOBALEVENTID"]]
		if n[id] == 0 {
			t.Errorf("nothing mentions %s", id)
		}
		delete(n, id)
	}
	if len(n) > 0 {
		t.Errorf("%d events are mentioned that are not there", len(n))
	}
}

func TestPolecatKeepsLists(t *testing.T) {
	rows, cols := table(t, "polecat", samples())
	r := rows[1] // three meet in Kenya
	for name, want := range map[string]string{
		"Actor Name": "Iran; Cuba; Kosovo", "Actor Country": "IRN; CUB; KOS", "Actor COW": "630; 40; 347", "Primary Actor Sector": "None",
		"Recipient Name": "None", "Event Mode": "None", "City": "None", "Country": "Kenya", "Feature Type": "country",
	} {
		if got := r[cols[name]]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := rows[4][cols["Recipient COW"]]; got != "None; 347" {
		t.Errorf("lists are not parallel: %q", got)
	}
}

func TestICEWSWritesWords(t *testing.T) {
	rows, cols := table(t, "icews", samples())
	for name, want := range map[string]string{
		"Event Date": "2024-05-14", "Source Name": "Driss Lamrani", "Source Sectors": "Executive,Government", "Source Country": "Morocco",
		"Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Elena Bordaberry", "City": "Montevideo", "Province": "Montevideo", "Country": "Uruguay",
	} {
		if got := rows[0][cols[name]]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestGeoJSONComesBack(t *testing.T) {
	hs := all(t)
	text, s := write(t, "geojson", Options{Evidence: true}, hs)
	var got struct {
		Features []struct {
			ID         string
			Geometry   struct{ Coordinates [2]float64 }
			Properties struct {
				Precision, Status, Date, Evidence string
				Actors                            []string
				Reports                           int
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	i := 0
	for _, h := range hs {
		if h.Place == nil || !h.Place.Located {
			continue
		}
		f := got.Features[i]
		i++
		if f.ID != h.ID || f.Geometry.Coordinates != [2]float64{h.Place.Lon, h.Place.Lat} || f.Properties.Precision != h.Place.Precision ||
			f.Properties.Status != h.Status || f.Properties.Reports != len(h.Reports) || f.Properties.Evidence != valid(h.Reports[0].Evidence.Text) {
			t.Errorf("%s came back as %+v", h.ID, f)
		}
	}
	if i != len(got.Features) || i != s.Rows || s.LeftOut["no point"] != len(hs)-i {
		t.Errorf("%d features, %d places, summary %+v", len(got.Features), i, s)
	}
}

// graph is what GraphML and GEXF say of a network.
type graph map[[2]string]graphEdge

type graphEdge struct {
	count       int
	mean        string
	first, last string
}

// edgesOf is what they ought to say, counted apart from the code that writes them.
func edgesOf(t *testing.T, hs []*happening.Happening) graph {
	t.Helper()
	c := lists(t)
	sums := map[[2]string]float64{}
	out := graph{}
	for _, h := range hs {
		if h.Status != "actual" || h.Background && h.When == day.Always {
			continue
		}
		d, _, ok := daily(h)
		if !ok {
			continue
		}
		pairs := map[[2]string]bool{}
		for _, dy := range c.dyads(nil, h) {
			if dy.target != nil {
				pairs[[2]string{dy.source.Country, dy.target.Country}] = true
			}
		}
		for p := range pairs {
			if p[0] == "" || p[1] == "" {
				continue
			}
			e := out[p]
			e.count++
			sums[p] += h.Score
			e.mean = short(sums[p] / float64(e.count))
			if e.first == "" || d.String() < e.first {
				e.first = d.String()
			}
			e.last = max(e.last, d.String())
			out[p] = e
		}
	}
	return out
}

func TestGraphMLComesBack(t *testing.T) {
	hs := all(t)
	text, _ := write(t, "graphml", Options{Background: true}, hs)
	var in struct {
		Graph struct {
			Nodes []struct {
				ID string `xml:"id,attr"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
				Data   []struct {
					Key   string `xml:"key,attr"`
					Value string `xml:",chardata"`
				} `xml:"data"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	got := graph{}
	for _, e := range in.Graph.Edges {
		data := map[string]string{}
		for _, d := range e.Data {
			data[d.Key] = d.Value
		}
		n, err := strconv.Atoi(data["weight"])
		if err != nil {
			t.Fatal(err)
		}
		got[[2]string{e.Source, e.Target}] = graphEdge{n, data["e_mean_score"], data["e_first"], data["e_last"]}
	}
	if want := edgesOf(t, hs); !reflect.DeepEqual(got, want) {
		t.Errorf("%d edges differ from the %d that went in", len(got), len(want))
	}
	if !slices.IsSortedFunc(in.Graph.Nodes, func(a, b struct {
		ID string `xml:"id,attr"`
	}) int {
		return cmp.Compare(a.ID, b.ID)
	}) {
		t.Error("nodes are in no order")
	}
}

func TestGEXFComesBack(t *testing.T) {
	hs := all(t)
	text, _ := write(t, "gexf", Options{Background: true}, hs)
	var in struct {
		Graph struct {
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
				Weight int    `xml:"weight,attr"`
				Start  string `xml:"start,attr"`
				End    string `xml:"end,attr"`
				Values []struct {
					For   string `xml:"for,attr"`
					Value string `xml:"value,attr"`
					Start string `xml:"start,attr"`
					End   string `xml:"end,attr"`
				} `xml:"attvalues>attvalue"`
			} `xml:"edges>edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	got := graph{}
	for _, e := range in.Graph.Edges {
		g := graphEdge{count: e.Weight, first: e.Start, last: e.End}
		months := 0
		for _, v := range e.Values {
			switch v.For {
			case "mean_score":
				g.mean = v.Value
			case "events":
				n, err := strconv.Atoi(v.Value)
				if err != nil || v.Start[:7] != v.End[:7] || v.Start[8:] != "01" {
					t.Errorf("a month is %+v", v)
				}
				months += n
			}
		}
		if months != e.Weight {
			t.Errorf("%s to %s: the months hold %d of %d", e.Source, e.Target, months, e.Weight)
		}
		got[[2]string{e.Source, e.Target}] = g
	}
	if want := edgesOf(t, hs); !reflect.DeepEqual(got, want) {
		t.Errorf("%d edges differ from the %d that went in", len(got), len(want))
	}
}

func TestIdentitiesBecomeNodes(t *testing.T) {
	text, _ := write(t, "graphml", Options{Identities: true}, samples())
	for _, want := range []string{`source="o-un" target="PSE/Hamas"`, `<node id="p1">`, `<data key="label">Driss Lamrani</data>`, `<node id="XKX/Kosovo">`} {
		if !strings.Contains(text, want) {
			t.Errorf("the network lacks %s", want)
		}
	}
}

func TestReferencesComeBack(t *testing.T) {
	hs := all(t)
	type ref struct{ id, title, url string }
	var want []ref
	seen := map[string]bool{}
	for _, h := range hs {
		for _, r := range h.Reports {
			if !seen[r.Doc.ID] {
				seen[r.Doc.ID] = true
				want = append(want, ref{r.Doc.ID, title(r.Doc), clean(item(r.Doc.URL))})
			}
		}
	}
	text, s := write(t, "ris", Options{}, hs)
	var got []ref
	var cur ref
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\r\n")
		if line == "" {
			continue
		}
		if len(line) < 6 || line[2:6] != "  - " {
			t.Fatalf("%q is no line of RIS", line)
		}
		switch v := line[6:]; line[:2] {
		case "TY":
			if v != "NEWS" {
				t.Errorf("type %q", v)
			}
			cur = ref{}
		case "ID":
			cur.id = v
		case "TI":
			cur.title = v
		case "UR":
			cur.url = v
		case "ER":
			got = append(got, cur)
		}
	}
	if !slices.Equal(got, want) || s.Rows != len(want) {
		t.Errorf("ris: %d references, want %d", len(got), len(want))
	}
	text, _ = write(t, "csl", Options{}, hs)
	var items []struct{ ID, Title, URL string }
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, i := range items {
		got = append(got, ref{i.ID, i.Title, item(i.URL)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("csl: %d items, want %d", len(got), len(want))
	}
}

func TestDaysOfReferences(t *testing.T) {
	for published, want := range map[string]string{
		"2024-05-15": "2024/05/15", "2024-05-15T10:00:00Z": "2024/05/15", "2024-05": "2024/05//", "2024": "2024///", "2024-W20": "", "soon": "", "": "",
	} {
		d := source("a", "", "T", "P", "", published)
		h := told(&happening.Happening{}, 1, report(&happening.Happening{}, d, "2024-06-01", "", ""))
		text, _ := write(t, "ris", Options{}, []*happening.Happening{h})
		got := ""
		for line := range strings.Lines(text) {
			if v, ok := strings.CutPrefix(line, "DA  - "); ok {
				got = strings.TrimSpace(v)
			}
		}
		if got != want {
			t.Errorf("published %q becomes %q, want %q", published, got, want)
		}
	}
}

// FuzzTexts puts any text wherever a text goes: every format must stay whole.
func FuzzTexts(f *testing.F) {
	for _, s := range []string{"plain", "=1+1", "'=x", "\"quoted\"", "a\tb\r\nc", "\u2028\u0085\ufeff", "bad\xff", "<&>]]>\x00\x0b", "TY  - NEWS", "} , {", "{", "---", "; ;", "//;", "＝x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := &happening.Happening{ID: s, Type: s, Mode: s, Contexts: []string{s}, Cameo: "111", Status: "actual", Quad: 3}
		h.Actors = []happening.Party{{ID: s, Name: s, Country: "IRN", Sector: s, Role: s, Organisation: s, Kind: s}}
		h.Recipients = []happening.Party{{Name: s, Country: s, Kind: s}}
		on(h, "2024-05-01")
		h.Place = samples()[0].Place
		place := *h.Place
		place.Name, place.Admin1, place.Text, place.Country, place.Precision = s, s, s, s, s
		h.Place = &place
		d := source(s, s, s, s, s, s)
		d.Dateline.Place, d.Dateline.Date, d.Lang = s, s, s
		r := report(h, d, "2024-05-02", s, s)
		r.Coder = s
		told(h, 1, r)
		hs := []*happening.Happening{h, samples()[0]}

		text, _ := write(t, "csv", Options{Evidence: true}, hs)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 3 || strings.Count(text, "\n") != 3 {
			t.Fatalf("csv: %v: %q", err, text)
		}
		for _, cell := range rows[1] {
			if _, err := strconv.ParseFloat(cell, 64); err != nil && startsFormula([]byte(cell)) && cell[0] != '\'' {
				t.Errorf("csv: a spreadsheet would run %q", cell)
			}
		}
		if got, want := unmark(rows[1][0]), clean(s); got != want {
			t.Errorf("csv: %q came back as %q", want, got)
		}
		for format, width := range map[string]int{"petrarch": 8, "phoenix": 26, "gdelt": 61, "gdelt-mentions": 16, "icews": 20, "polecat": 40} {
			text, _ := write(t, format, Options{}, hs)
			for line := range strings.Lines(text) {
				cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
				if len(cells) != width || strings.ContainsAny(line, "\"\r\x00\u2028\u0085") {
					t.Fatalf("%s: %q", format, line)
				}
				for _, cell := range cells {
					if _, err := strconv.ParseFloat(cell, 64); err != nil && startsFormula([]byte(cell)) && !strings.HasPrefix(cell, missing) {
						t.Errorf("%s: a spreadsheet would run %q", format, cell)
					}
				}
			}
		}
		for _, format := range []string{"graphml", "gexf"} {
			text, _ := write(t, format, Options{Identities: true}, hs)
			dec := xml.NewDecoder(strings.NewReader(text))
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v: %q", format, err, text)
				}
			}
		}
		for _, format := range []string{"geojson", "csl"} {
			if text, _ := write(t, format, Options{Evidence: true}, hs); !json.Valid([]byte(text)) {
				t.Fatalf("%s: %q", format, text)
			}
		}
		text, _ = write(t, "ris", Options{}, hs)
		for line := range strings.Lines(text) {
			if line != "\r\n" && (len(line) < 8 || line[2:6] != "  - " || !strings.HasSuffix(line, "\r\n")) {
				t.Fatalf("ris: %q", line)
			}
		}
		if n := strings.Count("\n"+text, "\nTY  - "); n != 4 {
			t.Errorf("ris: %d references, want 4: %q", n, text)
		}
		c := Citation(Dataset{Title: s, Authors: []string{s}, Version: s, Released: s, URL: s, DOI: s, Licence: s, Software: s})
		if open, shut := bytes.Count(c.BibTeX, []byte("{")), bytes.Count(c.BibTeX, []byte("}")); open != shut {
			t.Errorf("bibtex: braces do not match: %s", c.BibTeX)
		}
		if strings.Contains(c.Text, "\n") {
			t.Errorf("a citation of several lines: %q", c.Text)
		}
		_, sum := write(t, "gdelt", Options{}, hs)
		var book strings.Builder
		if err := Codebook(&book, Dataset{Title: s, File: s}, Options{Filter: []string{s}}, sum); err != nil {
			t.Error(err)
		}
	})
}
