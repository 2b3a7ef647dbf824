package edition_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/chronicle/edition"
	"chancery/internal/day"
	"chancery/internal/happening"
)

var (
	records = flag.String("records", "", "records, as chancery code --format jsonl prints them, of which -show makes pages")
	show    = flag.String("show", "", "folder for pages to look at: a country's year, a dyad, a busy day")
)

// TestShow writes pages for the eye.
func TestShow(t *testing.T) {
	if *show == "" || *records == "" {
		t.Skip("-records and -show write pages to look at")
	}
	all := chronicletest.Merged(chronicletest.Records(t, *records))
	about := func(codes ...string) []*happening.Happening {
		var out []*happening.Happening
	happenings:
		for _, h := range all {
			for _, code := range codes {
				found := false
				for _, p := range append(append([]happening.Party(nil), h.Actors...), h.Recipients...) {
					found = found || p.Country == code
				}
				if !found {
					continue happenings
				}
			}
			out = append(out, h)
		}
		return out
	}
	within := func(hs []*happening.Happening, from, to string) []*happening.Happening {
		a, _ := day.Parse(from)
		z, _ := day.Parse(to)
		var out []*happening.Happening
		for _, h := range hs {
			if h.When != day.Always && h.When.From >= a && h.When.To <= z {
				out = append(out, h)
			}
		}
		return out
	}
	pages := map[string]struct {
		hs []*happening.Happening
		p  edition.Page
	}{
		"year": {within(about("JPN"), "1987-01-01", "1987-12-31"), edition.Page{About: []string{"JPN"}, From: day.Date(1987, 1, 1), To: day.Date(1987, 12, 31), Options: chronicle.Options{Limit: 12}}},
		"dyad": {about("USA", "JPN"), edition.Page{About: []string{"USA", "JPN"}, From: day.Date(1901, 1, 1), To: day.Date(2000, 12, 31)}},
		"day":  {within(all, "1987-10-19", "1987-10-19"), edition.Page{From: day.Date(1987, 10, 19), To: day.Date(1987, 10, 19)}},
	}
	for name, x := range pages {
		for _, format := range edition.Formats {
			x.p.Format = format
			f, err := os.Create(filepath.Join(*show, name+"."+format))
			if err != nil {
				t.Fatal(err)
			}
			if err := edition.Write(t.Context(), f, chronicletest.Chronicler(t), chronicletest.Each(x.hs), x.p); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
