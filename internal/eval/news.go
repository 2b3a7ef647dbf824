package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"chancery/internal/record"
)

// hard are the types that, in sport and entertainment, are nearly always false
// alarms.
var hard = []string{"ASSAULT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "THREATEN"}

// Quiet counts conflict asserted as actual in articles that hold none: sport
// and entertainment, a JSON object with id, title and text a line. The main
// figure is minus the number of such events an article.
func (b *Bench) Quiet(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[input](path, b.Limit)
	if err != nil {
		return nil, err
	}
	in := make([]input, len(rows))
	for i, r := range rows {
		in[i] = input{ID: r.ID, Published: "2005-01-10", Title: r.Title, Text: r.Text}
	}
	out, err := b.code(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "quiet", File: filepath.Base(path), Items: len(rows), Unit: "articles"}
	all, alarms, states := 0, 0, 0
	by := map[string]int{}
	for i := range in {
		for _, r := range eventsOf(out[i]) {
			if r.Event.Status != "actual" {
				continue
			}
			all++
			by[r.Event.Type]++
			if slices.Contains(hard, r.Event.Type) {
				alarms++
				if twoStates(r.Event) {
					states++
				}
				rep.Worst = append(rep.Worst, fmt.Sprintf("%s %s: %s", in[i].ID, r.Event.Type, r.Evidence.Text))
			}
		}
	}
	for _, t := range hard {
		rep.Add(t, float64(by[t]))
	}
	rep.Add("events an article", ratio(all, len(rows)))
	rep.Add("alarms between two countries", float64(states))
	rep.Add("false alarms an article, negative", -ratio(alarms, len(rows)))
	return rep, nil
}

// twoStates: the sides of an event are of different countries.
func twoStates(e *record.Event) bool {
	for i := range e.Actors {
		for k := range e.Recipients {
			if a, r := e.Actors[i].Country, e.Recipients[k].Country; a != "" && r != "" && a != r {
				return true
			}
		}
	}
	return false
}

// wire is a story with the countries that its news desk filed it under.
type wire struct {
	input
	Places []string `json:"places"`
}

// Countries measures how many of the country labels that a news desk gave are
// among the countries of the places found in the story. Stories with a label
// that is no country are left out.
func (b *Bench) Countries(ctx context.Context, path string) (*Report, error) {
	rows, err := lines[wire](path, 0)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r wire) bool {
		return len(r.Places) == 0 || slices.ContainsFunc(r.Places, func(p string) bool { return deskCountry[p] == "" })
	})
	if b.Limit > 0 {
		rows = rows[:min(b.Limit, len(rows))]
	}
	in := make([]input, len(rows))
	for i, r := range rows {
		in[i] = input{ID: r.ID, Title: r.Title, Published: r.Published, Publisher: r.Publisher, Text: r.Text}
	}
	out, err := b.analyze(ctx, in)
	if err != nil {
		return nil, err
	}
	rep := &Report{Set: "countries", File: filepath.Base(path), Items: len(rows), Unit: "articles"}
	row := Row{Name: "countries"}
	for i := range rows {
		gold, sys := map[string]bool{}, map[string]bool{}
		for _, p := range rows[i].Places {
			gold[deskCountry[p]] = true
		}
		if out[i] != nil {
			for _, p := range out[i].Places {
				if p.Country != "" {
					sys[today(p.Country)] = true
				}
			}
		}
		count(&row, gold, sys)
		if n := len(rep.Worst); n < 200 {
			for _, p := range rows[i].Places {
				if !sys[deskCountry[p]] {
					rep.Worst = append(rep.Worst, fmt.Sprintf("%s: %s not found: %s", in[i].ID, p, in[i].Title))
				}
			}
		}
	}
	rep.Rows = []Row{row}
	rep.Add("countries an article", ratio(row.System, len(rows)))
	rep.Add("desk labels found", row.R())
	return rep, nil
}

// deskCountry maps the labels of the Reuters news desk of 1987 to ISO 3166-1
// alpha-3, under today's successor for states that ended.
var deskCountry = map[string]string{
	"usa": "USA", "uk": "GBR", "japan": "JPN", "canada": "CAN", "west-germany": "DEU", "ussr": "RUS", "france": "FRA",
	"brazil": "BRA", "china": "CHN", "australia": "AUS", "hong-kong": "HKG", "switzerland": "CHE", "italy": "ITA",
	"netherlands": "NLD", "belgium": "BEL", "sweden": "SWE", "saudi-arabia": "SAU", "iran": "IRN", "iraq": "IRQ", "kuwait": "KWT",
	"uae": "ARE", "venezuela": "VEN", "mexico": "MEX", "argentina": "ARG", "south-africa": "ZAF", "south-korea": "KOR",
	"taiwan": "TWN", "singapore": "SGP", "malaysia": "MYS", "indonesia": "IDN", "philippines": "PHL", "thailand": "THA",
	"india": "IND", "pakistan": "PAK", "bangladesh": "BGD", "sri-lanka": "LKA", "turkey": "TUR", "greece": "GRC", "spain": "ESP",
	"portugal": "PRT", "denmark": "DNK", "norway": "NOR", "finland": "FIN", "austria": "AUT", "ireland": "IRL", "poland": "POL",
	"hungary": "HUN", "romania": "ROU", "bulgaria": "BGR", "israel": "ISR", "egypt": "EGY", "libya": "LBY", "algeria": "DZA",
	"tunisia": "TUN", "morocco": "MAR", "nigeria": "NGA", "ghana": "GHA", "ivory-coast": "CIV", "kenya": "KEN", "zambia": "ZMB",
	"zimbabwe": "ZWE", "mozambique": "MOZ", "angola": "AGO", "ethiopia": "ETH", "sudan": "SDN", "chad": "TCD", "niger": "NER",
	"cameroon": "CMR", "gabon": "GAB", "zaire": "COD", "colombia": "COL", "ecuador": "ECU", "peru": "PER", "bolivia": "BOL",
	"chile": "CHL", "uruguay": "URY", "paraguay": "PRY", "cuba": "CUB", "nicaragua": "NIC", "costa-rica": "CRI", "honduras": "HND",
	"guatemala": "GTM", "el-salvador": "SLV", "panama": "PAN", "dominican-republic": "DOM", "haiti": "HTI", "jamaica": "JAM",
	"new-zealand": "NZL", "papua-new-guinea": "PNG", "bahrain": "BHR", "qatar": "QAT", "oman": "OMN", "jordan": "JOR",
	"syria": "SYR", "lebanon": "LBN", "burma": "MMR", "vietnam": "VNM", "nepal": "NPL", "tanzania": "TZA", "uganda": "UGA",
	"south-yemen": "YEM", "iceland": "ISL", "luxembourg": "LUX",
}
