package export

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

func date(s string) day.Day {
	d, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// on is the date of a happening and the days that it covers.
func on(h *happening.Happening, s string) {
	h.Date, h.When = s, day.Always
	if w, ok := day.Range(s); ok {
		h.When = w
	}
}

func source(id, url, title, publisher, agency, published string) *record.Source {
	return &record.Source{ID: id, URL: url, Title: title, Publisher: publisher, Agency: agency, Published: published, Lang: "en"}
}

// report tells of h in the words of d: its parties stand at bytes 10, 20, ….
func report(h *happening.Happening, d *record.Source, known, line, sentence string) record.Report {
	e := &record.Event{Type: h.Type, Mode: h.Mode, Contexts: h.Contexts, Cameo: h.Cameo, Trigger: record.Span{Start: 5, End: 9, Text: "word"},
		Mentions: []record.Span{{Start: 5, End: 9}, {Start: 95, End: 99}}}
	at := 10
	side := func(ps []happening.Party) (out []record.Actor) {
		for _, p := range ps {
			out = append(out, record.Actor{Text: "the " + p.Name, Start: at, End: at + 4, Name: p.Name, Country: p.Country, Sector: p.Sector, Organisation: p.Organisation, Kind: p.Kind})
			at += 10
		}
		return out
	}
	e.Actors, e.Recipients = side(h.Actors), side(h.Recipients)
	return record.Report{
		Record: &record.Record{Kind: record.KindEvent, ID: h.ID, Doc: d, Confidence: 0.72, Event: e,
			Evidence: record.Span{Start: 120, End: 120 + len(sentence), Text: sentence}},
		Known: date(known), Withdrawn: day.Latest, Line: line, Coder: "0.2.0",
	}
}

// told fills what follows from the reports.
func told(h *happening.Happening, publishers int, rs ...record.Report) *happening.Happening {
	h.Reports, h.Publishers = rs, publishers
	for i, r := range rs {
		if i == 0 || r.Known < h.First {
			h.First = r.Known
		}
		if i == 0 || r.Known > h.Last {
			h.Last = r.Known
		}
	}
	return h
}

// samples are happenings that no paper reported, each with something that a
// format could get wrong.
func samples() []*happening.Happening {
	minister := happening.Party{ID: "p1", Name: "Driss Lamrani", Country: "MAR", Sector: "GOV", Role: "foreign minister", Kind: record.Person}
	host := happening.Party{ID: "p2", Name: "Elena Bordaberry", Country: "URY", Sector: "GOV", Role: "foreign minister", Organisation: "Ministry of Foreign Affairs", Kind: record.Person}
	iran := happening.Party{ID: "s-irn", Name: "Iran", Country: "IRN", Kind: record.State}
	cuba := happening.Party{ID: "s-cub", Name: "Cuba", Country: "CUB", Kind: record.State}
	kosovo := happening.Party{Name: "Kosovo", Country: "XKX", Kind: record.State}
	un := happening.Party{ID: "o-un", Name: "United Nations", Country: "UNO", Organisation: "United Nations", Kind: record.Organisation}
	eu := happening.Party{Name: "European Union", Country: "EUR", Kind: record.Organisation}
	refugees := happening.Party{Name: "Office of the United Nations High Commissioner for Refugees", Country: "UNO", Sector: "REF", Kind: record.Organisation}
	hamas := happening.Party{Name: "Hamas", Country: "PSE", Sector: "REB", Kind: record.Organisation}
	troops := happening.Party{Name: "soldiers", Country: "USA", Sector: "MIL", Kind: record.Group}
	gunmen := happening.Party{Name: "gunmen", Sector: "UAF", Kind: record.Group}
	someone := happening.Party{Name: "an official", Kind: record.Person}
	formula := happening.Party{ID: "=1+1", Name: "=HYPERLINK(\"x\"); Co.\tand\nSons", Country: "MNC", Sector: "BUS", Role: "@seller", Kind: record.Organisation}
	marchers := happening.Party{Name: "manifestantes “¡Ya!”", Country: "MEX", Sector: "CVL", Kind: record.Group}

	plata := source("a1", "https://news.example/plata?id=1;s=2", "Ministers meet in Montevideo", "The Plata Post", "Plata Wire", "2024-05-15")
	plata.Dateline = record.Dateline{Place: "Montevideo", Date: "2024-05-14"}
	atlas := source("a2", "", "", "", "Plata Wire", "2024-05-16T08:00:00Z")
	atlas.Dateline = record.Dateline{Place: "Rabat", Date: "2024-05-15"}
	weekly := source("a3", "https://weekly.example/a b", "Sums: \"3\" & <5>, {braces} 100% _under_", "Weekly, The", "", "2024-05")
	nameless := source("a4.txt#7", "", "", "", "", "")

	var out []*happening.Happening
	add := func(h *happening.Happening) *happening.Happening {
		h.ID = fmt.Sprintf("%016x", len(out)+0xabc0)
		h.Confidence = 0.8125
		out = append(out, h)
		return h
	}

	h := add(&happening.Happening{Type: "CONSULT", Mode: "visit", Contexts: []string{"diplomatic", "economic"}, Cameo: "043", Quad: 1, Score: 4, Status: "actual",
		Actors: []happening.Party{minister}, Recipients: []happening.Party{host},
		Place: &record.Place{Text: "Montevideo", Name: "Montevideo", Country: "URY", Admin1: "Montevideo", GeoNamesID: 3441575, Lat: -34.90329, Lon: -56.18816, Located: true, Precision: "city"}})
	on(h, "2024-05-14")
	h.Disputes = []happening.Dispute{{Field: "agreements", Claims: []happening.Claim{{Value: "3", Reports: []int{0}}, {Value: "5", Reports: []int{1, 2}}}}}
	told(h, 2, report(h, plata, "2024-05-15", "Bordaberry receives Lamrani.", "Elena Bordaberry received Driss Lamrani\nin Montevideo."),
		report(h, atlas, "2024-05-16", "", "Lamrani visited Montevideo."), report(h, weekly, "2024-05-20", "", "He was in Montevideo."))

	h = add(&happening.Happening{Type: "CONSULT", Contexts: []string{"diplomatic"}, Cameo: "040", Quad: 1, Score: 2.5, Status: "actual",
		Actors: []happening.Party{iran, cuba, kosovo},
		Place:  &record.Place{Text: "Kenya", Name: "Kenya", Country: "KEN", GeoNamesID: 192950, Lat: 1, Lon: 38, Located: true, Precision: "country"}})
	on(h, "2024-05")
	told(h, 1, report(h, weekly, "2024-06-02", "", "Three presidents met in Kenya in May."))

	h = add(&happening.Happening{Type: "ACCUSE", Mode: "disapprove", Cameo: "111", Quad: 3, Score: -2, Status: "actual",
		Actors: []happening.Party{cuba, un}, Recipients: []happening.Party{hamas, eu},
		Place: &record.Place{Text: "Gulf of Oman", Name: "Gulf of Oman", Lat: 25, Lon: 58, Located: true, Precision: "region"}})
	on(h, "2024-05-17")
	told(h, 1, report(h, plata, "2024-05-17", "", "Cuba and the United Nations condemned it."))

	h = add(&happening.Happening{Type: "ASSAULT", Mode: "firearms", Contexts: []string{"military"}, Cameo: "193", Quad: 4, Score: -9, Status: "actual",
		Actors: []happening.Party{troops, gunmen},
		Place:  &record.Place{Text: "Springfield", Name: "Springfield", Country: "USA", Admin1: "Illinois", GeoNamesID: 4250542, Lat: 39.80172, Lon: -89.64371, Located: true, Precision: "city"}})
	on(h, "2024-05-18")
	told(h, 1, report(h, plata, "2024-05-18", "", "Soldiers and gunmen clashed in Springfield."))

	h = add(&happening.Happening{Type: "AID", Cameo: "073", Contexts: []string{"human_security"}, Quad: 2, Score: 10, Status: "actual",
		Actors: []happening.Party{formula, refugees}, Recipients: []happening.Party{someone, kosovo},
		Place: &record.Place{Text: "Gaza", Name: "Gaza", Country: "PSE", Admin1: "Gaza Strip", GeoNamesID: 281133, Lat: 31.5, Lon: 34.46667, Located: true, Precision: "city"}})
	on(h, "2024-05-18")
	told(h, 1, report(h, nameless, "2024-05-19", "", "-They\tgave, \"gladly\",\r\nwhat they had.\u2028"))

	h = add(&happening.Happening{Type: "PROTEST", Mode: "demo", Cameo: "141", Quad: 4, Score: -5, Status: "actual",
		Actors: []happening.Party{marchers},
		Place:  &record.Place{Text: "Oaxaca", Name: "Oaxaca", Country: "MEX", Admin1: "Oaxaca", GeoNamesID: 3522509, Lat: 17, Lon: -96.5, Located: true, Precision: "province"}})
	on(h, "2024-05-18")
	told(h, 2, report(h, plata, "2024-05-18", "", "Marchers filled Oaxaca."), report(h, weekly, "2024-05-20", "", "Thousands marched."))

	// The same source, target, code and day as another: one row of Phoenix.
	h = add(&happening.Happening{Type: "PROTEST", Mode: "demo", Cameo: "141", Quad: 4, Score: -5, Status: "actual", Actors: []happening.Party{marchers}})
	on(h, "2024-05-18")
	told(h, 1, report(h, atlas, "2024-05-19", "", "There was a second march."))

	h = add(&happening.Happening{Type: "AGREE", Cameo: "036", Quad: 1, Score: 2.5, Status: "planned", Actors: []happening.Party{iran}, Recipients: []happening.Party{cuba}})
	on(h, "2024-09")
	told(h, 1, report(h, plata, "2024-05-15", "", "They will meet in September."))

	h = add(&happening.Happening{Type: "SANCTION", Mode: "withdraw", Contexts: []string{"diplomatic"}, Cameo: "161", Quad: 4, Score: -6, Status: "actual", Background: true,
		Actors: []happening.Party{iran, cuba}})
	on(h, "1976")
	told(h, 1, report(h, plata, "2024-05-15", "", "The two broke off relations in 1976."))

	h = add(&happening.Happening{Type: "SUPPORT", Quad: 1, Score: 5, Status: "actual", Actors: []happening.Party{iran}, Recipients: []happening.Party{iran, un}})
	on(h, "")
	told(h, 1, report(h, plata, "2024-05-15", "", "Iran praised the United Nations."))

	h = add(&happening.Happening{Type: "COERCE", Mode: "arrest", Cameo: "173", Quad: 4, Score: -7, Status: "actual", Actors: []happening.Party{someone}})
	on(h, "2024-05-14")
	told(h, 1, report(h, nameless, "2024-05-19", "", "An official had them arrested."))
	return out
}

func seq(hs []*happening.Happening) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		for _, h := range hs {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// invented yields n happenings made by chance, the same for the same n, with
// texts that are made to break files. They come by day.
func invented(n int) iter.Seq2[*happening.Happening, error] {
	return func(yield func(*happening.Happening, error) bool) {
		c, err := codeLists()
		if err != nil {
			yield(nil, err)
			return
		}
		rng := rand.New(rand.NewPCG(1, 2))
		countries := []string{"", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
		for k := range c.countries {
			if len(k) == 3 {
				countries = append(countries, k)
			}
		}
		acts := []string{""}
		for k := range c.cameo {
			if len(k) > 2 {
				acts = append(acts, k)
			}
		}
		sectors := []string{"", "GOV"}
		for k := range c.sectors {
			sectors = append(sectors, k)
		}
		for _, l := range [][]string{countries, acts, sectors} {
			sortStrings(l)
		}
		pick := func(l []string) string { return l[rng.IntN(len(l))] }
		nasty := []string{"=2+3", "-9", "@x", "+1", "'=a", "a;b", "tab\there", "line\nbreak", "quo\"te", "\"led", "<tag>&amp;", "\x00\x1b[0m", "bad\xffbyte",
			"\u2028sep", "日本", "O'Brien", "a,b", "|pipe|", "\\", "{x}", "\ufeffbom", "   blanks  ", ""}
		text := func() string {
			if rng.IntN(4) == 0 {
				return pick(nasty)
			}
			return fmt.Sprintf("Name %d", rng.IntN(400))
		}
		party := func() happening.Party {
			p := happening.Party{Name: text(), Country: pick(countries), Sector: pick(sectors), Kind: pick([]string{"", record.Person, record.State, record.Organisation, record.Group})}
			if rng.IntN(2) == 0 {
				p.ID = fmt.Sprintf("id%d", rng.IntN(300))
			}
			if rng.IntN(3) == 0 {
				p.Role, p.Organisation = text(), text()
			}
			return p
		}
		types := []string{"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "ACCUSE", "ASSAULT"}
		for i := range n {
			h := &happening.Happening{ID: fmt.Sprintf("%016x", i*7919+1), Type: pick(types), Cameo: pick(acts), Status: "actual", Quad: 1 + rng.IntN(4),
				Score: float64(rng.IntN(41)-20) / 2, Confidence: float64(rng.IntN(1001)) / 1000, Mode: pick([]string{"", "visit", "demo"})}
			if rng.IntN(10) == 0 {
				h.Status = "planned"
			}
			h.Background = rng.IntN(10) == 0
			for range 1 + rng.IntN(3) {
				h.Actors = append(h.Actors, party())
			}
			for range rng.IntN(3) {
				h.Recipients = append(h.Recipients, party())
			}
			if rng.IntN(3) > 0 {
				h.Place = &record.Place{Text: text(), Name: text(), Country: pick(countries[8:]), Admin1: text(), Lat: float64(rng.IntN(1800))/10 - 90, Lon: float64(rng.IntN(3600))/10 - 180,
					Located: rng.IntN(4) > 0, Precision: pick([]string{"", "point", "city", "district", "province", "country", "region"}), GeoNamesID: rng.IntN(2) * rng.IntN(1e7)}
			}
			d := date("2001-01-01") + day.Day(i*1000/max(n, 1))
			switch rng.IntN(6) {
			case 0:
				on(h, d.String()[:7])
			case 1:
				on(h, "")
			default:
				on(h, d.String())
			}
			var rs []record.Report
			for range 1 + rng.IntN(3) {
				k := rng.IntN(2 * n)
				doc := source(fmt.Sprintf("art%d", k), pick([]string{"", fmt.Sprintf("https://n%d.example/%d", k%50, k), "http://x/;a b\"c"}), text(), text(), text(), (d + 1).String())
				rs = append(rs, report(h, doc, (d+1).String(), pick([]string{"", "line"}), text()+" "+text()))
			}
			if !yield(told(h, 1+rng.IntN(3), rs...), nil) {
				return
			}
		}
	}
}
