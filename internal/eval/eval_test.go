package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/nlp/conllu"
)

// Sets made up here check what each measurement counts, without any corpus.

func write(t *testing.T, name, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t *testing.T, set, path string) *Report {
	t.Helper()
	b, err := bench()
	if err != nil {
		t.Fatal(err)
	}
	return measure(t, b, set, path)
}

func TestPairsAreMatchedByTheirSpans(t *testing.T) {
	// The same sentence asked about both its pairs, and about one it does not hold.
	const text = `Peru condemned Chile. Later, Bolivia praised Ecuador.`
	r := run(t, "events", write(t, "pairs.jsonl", `
{"id":"1","text":"`+text+`","source":{"start":0,"end":4},"target":{"start":15,"end":20},"type":"ACCUSE"}
{"id":"2","text":"`+text+`","source":{"start":29,"end":36},"target":{"start":45,"end":52},"type":"SUPPORT"}
{"id":"3","text":"`+text+`","source":{"start":0,"end":4},"target":{"start":45,"end":52},"type":"AID"}
`))
	if got := figure(t, r, "pair-matched accuracy"); got < 0.66 || got > 0.67 {
		t.Errorf("accuracy %.3f, want two of three; %v", got, r.Worst)
	}
	if got := figure(t, r, "pairs matched by an event"); got < 0.66 || got > 0.67 {
		t.Errorf("%.3f of the pairs were matched, want two of three", got)
	}
}

func TestDyadsLayOutReciprocalEvents(t *testing.T) {
	r := run(t, "events", write(t, "dyads.jsonl",
		`{"id":"1","date":"20100203","text":"Peru and Chile held talks on Monday.","events":[{"source":"PERGOV","target":"CHLGOV","cameo":"040"},{"source":"CHL","target":"PER","cameo":"040"}]}`+"\n"))
	if got := figure(t, r, "dyad F1"); got != 1 {
		t.Errorf("dyad F1 %.3f, want 1; %v", got, r.Worst)
	}
}

func TestQuietCountsConflictOnly(t *testing.T) {
	r := run(t, "quiet", write(t, "quiet.jsonl", `{"id":"1","title":"t","text":"Rebels killed two soldiers near Gao in Mali on Sunday. Mali thanked France."}
{"id":"2","title":"t","text":"The choir of Bamako sang for two hours."}
`))
	if got := figure(t, r, "false alarms an article, negative"); got != -0.5 {
		t.Errorf("%.2f, want one alarm in two articles", got)
	}
}

// Sport, business, culture, obituaries and weather, written with the words of
// conflict: no two countries may come out at war, and few events of conflict at
// all.
func TestQuietStoriesStayQuiet(t *testing.T) {
	r := run(t, "quiet", "testdata/quiet.jsonl")
	if n := figure(t, r, "alarms between two countries"); n > 0 {
		t.Errorf("%.0f conflicts between countries; %q", n, r.Worst)
	}
	if rate := -figure(t, r, "false alarms an article, negative"); rate > 0.2 {
		t.Errorf("%.2f false alarms an article, want at most 0.2; %q", rate, r.Worst)
	}
}

func TestOwnStoriesAreUnderstood(t *testing.T) {
	r := run(t, "stories", "testdata/stories.jsonl")
	if got := figure(t, r, "score"); got < 0.75 {
		t.Errorf("%.3f of the facts come out with all their fields, want 0.75; %s", got, strings.Join(r.Worst, "\n"))
	}
}

func TestStoriesJudgeOnlyStatedFields(t *testing.T) {
	const text = `Peru and Chile established diplomatic relations in 1901. Bolivia condemned Peru on Monday.`
	r := run(t, "seed", write(t, "stories.jsonl",
		`{"id":"1","published":"2012-05-09","text":"`+text+`","facts":[{"kind":"relation","evidence":"Peru and Chile established diplomatic relations","parties":["CHL","PER"],"change":"established","date":"1901"},{"kind":"event","evidence":"Bolivia condemned Peru","type":"ACCUSE","actors":[{"country":"BOL"}],"recipients":["PER"],"date":"2012-05-07"},{"kind":"event","need":"should","evidence":"Bolivia condemned Peru","type":"AID","actors":["BOL"]}]}`+"\n"))
	if r.Items != 2 {
		t.Errorf("%d facts must be found, want 2: one only should", r.Items)
	}
	if got := figure(t, r, "all fields right"); got != 2 {
		t.Errorf("%.0f facts are right, want 2; %v", got, r.Worst)
	}
}

func TestEntitiesAreCountedBySpanAndType(t *testing.T) {
	docs, err := readColumns(write(t, "a.conll", "-DOCSTART- -X- O O\n\nAna NNP I-NP B-PER\nRojas NNP I-NP I-PER\nmet VBD O O\nPeru NNP O B-LOC\nChile NNP O B-LOC\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, spans := layOut(docs[0])
	if text != "Ana Rojas met Peru Chile\n\n" {
		t.Errorf("text %q", text)
	}
	for _, want := range []entity{{0, 9, "PER"}, {14, 18, "LOC"}, {19, 24, "LOC"}} {
		if !spans[want] {
			t.Errorf("%+v is not among %v", want, spans)
		}
	}
	rows := []Row{{}, {}, {}}
	tally(rows, map[string]int{"LOC": 0, "PER": 1}, spans, map[entity]bool{{0, 9, "PER"}: true, {14, 18, "PER"}: true})
	if rows[2].Right != 1 || rows[2].System != 2 || rows[2].Gold != 3 || rows[1].Right != 1 || rows[0].Right != 0 {
		t.Errorf("counts %+v", rows)
	}
}

func TestWordsArePlacedByTheirCharacters(t *testing.T) {
	const sentence = "# text = Peru can't wait.\n" +
		"1\tPeru\tPeru\tPROPN\t_\t_\t4\tnsubj\t_\t_\n" +
		"2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"2\tca\tcan\tAUX\t_\t_\t4\taux\t_\t_\n" +
		"3\tn't\tnot\tPART\t_\t_\t4\tadvmod\t_\t_\n" +
		"4\twait\twait\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n" +
		"5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n\n"
	f, err := conllu.Read(strings.NewReader(sentence))
	if err != nil {
		t.Fatal(err)
	}
	gold := goldWords(f.Text, f.Sentences)
	sys := systemWords(f.Document("a"))
	var rows [5]Row
	align(&rows, gold, sys)
	if rows[0] != (Row{Right: 1, System: 1, Gold: 1}) {
		t.Errorf("sentences %+v, want the one", rows[0])
	}
	for _, r := range rows[1:] {
		if r.Right != 5 || r.Gold != 5 || r.System != 5 {
			t.Errorf("a treebank against itself: %+v, want all 5 words right", rows)
			break
		}
	}
	sys[3].head, sys[3].rel = 0, "obj"
	sys[4].upos = "SYM"
	rows = [5]Row{}
	align(&rows, gold, sys)
	if rows[1].Right != 5 || rows[2].Right != 4 || rows[3].Right != 4 || rows[4].Right != 4 {
		t.Errorf("one wrong head and one wrong tag: %+v", rows)
	}
}

func TestSetsOfUnknownFormAreRefused(t *testing.T) {
	b, err := bench()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"empty": "", "other": `{"id":"1"}` + "\n", "broken": "{\n"} {
		if _, err := b.events(t.Context(), write(t, name, data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNamesOfATreebankWithMentions(t *testing.T) {
	const doc = "# newdoc id = GUM_news_x\n# meta::genre = news\n# text = x\n" +
		"1\tPresident\t_\tPROPN\t_\t_\t2\tcompound\t_\tEntity=(1-person-new\n" +
		"2\tAnn\t_\tPROPN\t_\t_\t4\tnsubj\t_\t_\n" +
		"3\tRuiz\t_\tPROPN\t_\t_\t2\tflat\t_\tEntity=1)\n" +
		"4\tleft\t_\tVERB\t_\t_\t0\troot\t_\t_\n" +
		"5\tthe\t_\tDET\t_\t_\t6\tdet\t_\tEntity=(2-organization-new\n" +
		"6\tBank\t_\tPROPN\t_\t_\t4\tobj\t_\t_\n" +
		"7\tof\t_\tADP\t_\t_\t8\tcase\t_\t_\n" +
		"8\tPeru\t_\tPROPN\t_\t_\t6\tnmod\t_\tEntity=(3-place-new)2)\n" +
		"9\tMonday\t_\tPROPN\t_\t_\t4\tobl\t_\tEntity=(4-time-new)\n" +
		"10\tas\t_\tADP\t_\t_\t11\tcase\t_\t_\n" +
		"11\tDirector\t_\tPROPN\t_\t_\t4\tobl\t_\tEntity=(1-person-giv)\n\n"
	f, err := conllu.Read(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	news := newsOf(f)
	if len(news) != 1 {
		t.Fatalf("%d news documents, want 1", len(news))
	}
	var got []string
	for _, e := range names(&news[0][0]) {
		got = append(got, e.kind+" "+f.Text[e.start:e.end])
	}
	if want := "ORG Bank of Peru, PER Ann Ruiz"; strings.Join(got, ", ") != want {
		t.Errorf("names %q, want %q", got, want)
	}
}
