package coder_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/coder"
	"chancery/lexicon"
)

// The day of the stories is Wednesday 10 June 2020. A row holds, of the events
// told, one of that type at that place, known in that way.
func TestWhereEventsHappened(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const (
		quito  = "QUITO, June 10 (Reuters) - "
		geneva = "GENEVA, June 10 (Reuters) - "
		guayas = "GUAYAQUIL, Ecuador, June 10 (Reuters) - "
	)
	for _, tc := range []struct{ why, text, want string }{
		{"a phrase of the verb", "Peru and Chile held talks in Lima on Monday.", "CONSULT Lima city clause"},
		{"a phrase of what is attacked", "Warplanes bombed a market in Aleppo on Monday, Syria said.", "ASSAULT Aleppo city clause"},
		{"what is attacked is the place", "Rebels shelled the port of Hodeidah in Yemen on Monday.", "ASSAULT Hodeidah city clause"},
		{"who acts there", "Police in Lagos arrested eleven Nigerian demonstrators on Monday.", "COERCE Lagos city clause"},
		{"the smaller of two", "Gunmen killed four soldiers in the town of Gao in Mali on Monday.", "ASSAULT Gao city clause"},
		{"a province stays one", "Rebels killed four soldiers in Idlib province in Syria on Monday.", "ASSAULT Idlib province clause"},
		{"a border is in neither country", "Gunmen killed four Thai soldiers on the Thai-Cambodian border on Monday.", "ASSAULT Cambodia–Thailand border region clause"},
		{"a sea stays one", "Iranian gunboats attacked a Saudi tanker in the Gulf of Oman on Monday.", "ASSAULT Gulf of Oman region clause"},
		{"a visited town", "The Kenyan president visited Kampala on Tuesday.", "CONSULT Kampala city clause"},
		{"a meeting named after its town", "Iran rejected the offer after the Geneva talks with Norway.", "CONSULT Geneva city clause"},
		{"a clause that opens with where", "Ghana thanked Berlin, where its leaders met the chancellor on Monday.", "CONSULT Berlin city clause"},
		{"the verb before and", "Rebels entered Timbuktu on Monday and killed four Malian soldiers.", "ASSAULT Timbuktu city sentence"},
		{"what was said where it was said", "Speaking in Rome on Monday, the Kenyan president accused Uganda of lying.", "ACCUSE Rome city sentence"},
		{"what is asked for is elsewhere", "Kenya demanded an inquiry into the killings in Kampala.", "REQUEST nowhere"},
		{"what a statement is on is elsewhere", "Norway praised the deal on Gaza.", "SUPPORT nowhere"},
		{"where somebody is from is elsewhere", "Norway thanked a lawyer from Lima.", "SUPPORT nowhere"},
		{"beside a country is outside it", "Iran attacked a tanker 20 miles east of Bahrain on Monday.", "ASSAULT nowhere"},
		{"the host's country", "The Kenyan president visited his Ugandan counterpart on Tuesday.", "CONSULT Uganda country host"},
		{"a state attacked", "Libya bombed Chad on Monday.", "ASSAULT Chad country recipient"},
		{"a state's property may be anywhere", "Iraq attacked an Iranian tanker on Monday.", "ASSAULT nowhere"},
		{"police at home", "Kenyan police arrested six Kenyan lawyers on Monday.", "COERCE Kenya country actor"},
		{"words across a border are nowhere", "Norway condemned Iran on Monday.", "ACCUSE nowhere"},
		{"a body that meets at its seat", "The United Nations Security Council condemned Iran on Monday.", "ACCUSE New York City city seat"},
		{"those who met go on", "Peruvian President Ana Ruiz met Chilean President Luis Soto in Lima on Tuesday. Ruiz praised Chile.", "SUPPORT Lima city story"},
		{"news of the dateline's own people", quito + "Ecuador condemned Peru on Wednesday.", "ACCUSE Quito city dateline"},
		{"talks of others where the report is from", geneva + "Iran and Norway held talks on Wednesday.", "CONSULT Geneva city dateline"},
		{"words of others told from abroad", geneva + "Iran condemned Norway on Wednesday.", "ACCUSE nowhere"},
		{"here is the dateline", geneva + "Nobody slept. Iran condemned Norway in a speech here on Wednesday.", "ACCUSE Geneva city dateline"},
		{"deeds elsewhere in the dateline's country", quito + "Rain fell. Nobody slept. Ecuadorean police arrested six Ecuadorean lawyers.", "COERCE Ecuador country actor"},
		{"governments act in capitals", guayas + "Ecuador condemned Ecuadorean protesters on Wednesday.", "ACCUSE Ecuador country actor"},
		{"history is not of the dateline", quito + "Ecuador condemned Peru in 1995.", "ACCUSE nowhere"},
		{"what was thought of is nowhere", quito + "Ecuador may expel the ambassador of Peru.", "SANCTION nowhere"},
	} {
		d := analyze(tc.text)
		var got []string
		found := false
		for _, e := range c.Code(d).Events {
			s := e.Type + " nowhere"
			if p := e.Place; p != nil {
				s = strings.Join([]string{e.Type, p.Name, p.Precision, p.Basis}, " ")
			}
			got = append(got, s)
			found = found || s == tc.want
		}
		if !found {
			t.Errorf("%s: %s\n\twant %s\n\tgot  %s", tc.why, tc.text, tc.want, strings.Join(got, "\n\t     "))
		}
	}
}

func TestMeetingsInTwoTownsAreTwoHappenings(t *testing.T) {
	analyze := analyzer(t)
	c, err := coder.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	const told = "Kenya and Uganda held talks in Cairo on Monday. "
	d := analyze(told + strings.ReplaceAll(told, "Cairo", "Alexandria") + told)
	var got []string
	for _, e := range c.Code(d).Events {
		if e.Type == "CONSULT" && e.Place != nil {
			got = append(got, e.Place.Name)
		}
	}
	if strings.Join(got, ", ") != "Cairo, Alexandria" {
		t.Errorf("talks in %v, want those in Cairo and those in Alexandria", got)
	}
}

func TestFaultsInTheTablesOfPlacesAreNamed(t *testing.T) {
	for _, tc := range []struct{ file, text string }{
		{"where.txt", "CONSULT | in | own | home | any"},
		{"where.txt", "* | in | own | home | any\nPARLEY | at | own | home | any"},
		{"where.txt", "* | in | own | home | any\nCONSULT parley | at | own | home | any"},
		{"where.txt", "* | in | shallow | home | any"},
		{"where.txt", "* | in | own | abroad | any"},
		{"where.txt", "* | in | own | home | sometimes"},
		{"seats.txt", "World Bank | Washington | USA | many | 38.9 | -77"},
	} {
		fsys := fstest.MapFS{}
		if err := fs.WalkDir(lexicon.Embedded(), "en", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(lexicon.Embedded(), path)
			fsys[path] = &fstest.MapFile{Data: data}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		fsys["en/events/"+tc.file] = &fstest.MapFile{Data: []byte(tc.text + "\n")}
		var bad lexicon.Problem
		if _, err := coder.New(fsys); !errors.As(err, &bad) || !strings.HasSuffix(bad.File, tc.file) {
			t.Errorf("%s: %q gives %v, want a problem that names the file", tc.file, tc.text, err)
		}
	}
}
