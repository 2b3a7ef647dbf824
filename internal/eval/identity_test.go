package eval

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/doc"
	"chancery/internal/nlp/conllu"
)

const entities = `# newdoc id = GUM_news_floods
# meta::dateCreated = 2021-03-04
# sent_id = GUM_news_floods-1
# text = The flood took a bridge.
1	The	the	DET	DT	_	2	det	_	Entity=(1-event-new-cf1-1-coref
2	flood	flood	NOUN	NN	_	3	nsubj	_	Entity=1)
3	took	take	VERB	VBD	_	0	root	_	_
4	a	a	DET	DT	_	5	det	_	Entity=(2-object-new-cf2-1-sgl
5	bridge	bridge	NOUN	NN	_	3	obj	_	Entity=2)|SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

# sent_id = GUM_news_floods-2
# text = It was Peru's flood of the year, a disaster.
1	It	it	PRON	PRP	_	5	nsubj	_	Entity=(1-event-giv-cf1-1-ana)
2	was	be	AUX	VBD	_	5	cop	_	_
3	Peru	Peru	PROPN	NNP	_	5	nmod:poss	_	Entity=(1-event-giv-cf1-3-coref(3-place-new-cf2-1-sgl|SpaceAfter=No
4	's	's	PART	POS	_	3	case	_	Entity=3)
5	flood	flood	NOUN	NN	_	0	root	_	_
6	of	of	ADP	IN	_	8	case	_	_
7	the	the	DET	DT	_	8	det	_	_
8	year	year	NOUN	NN	_	5	nmod	_	Entity=1)|SpaceAfter=No
9	,	,	PUNCT	,	_	11	punct	_	_
10	a	a	DET	DT	_	11	det	_	Entity=(4-event-new-cf3-2-sgl
11	disaster	disaster	NOUN	NN	_	5	appos	_	Entity=4)|SpaceAfter=No
12	.	.	PUNCT	.	_	5	punct	_	_

`

func TestEventEntitiesOfATreebank(t *testing.T) {
	f, err := conllu.Read(strings.NewReader(entities))
	if err != nil {
		t.Fatal(err)
	}
	d := f.Document("x")
	got := ""
	for _, m := range eventEntities(f, d) {
		got += d.Form(m.token) + string(rune('a'+m.cluster)) + " "
	}
	if got != "flooda flooda disasterb " {
		t.Errorf("got %q", got)
	}
	if day := createdOf(f); day != "2021-03-04" {
		t.Errorf("written on %q", day)
	}
}

func TestMentionsOfATimeline(t *testing.T) {
	var c catDocument
	err := xml.Unmarshal([]byte(`<Document doc_id="7"><token number="0" sentence="0">Bridge</token><token number="1" sentence="0">falls</token>
		<token number="2" sentence="1">It</token><token number="3" sentence="1">gave</token><token number="4" sentence="1">way</token>
		<Markables><TIMEX3 functionInDocument="CREATION_TIME" value="2021-03-04"/></Markables></Document>`), &c)
	if err != nil {
		t.Fatal(err)
	}
	d := c.document()
	if d.Text != "Bridge falls\n\nIt gave way" || d.Published != "2021-03-04" || d.Title != "Bridge falls" {
		t.Fatalf("text %q, published %q, title %q", d.Text, d.Published, d.Title)
	}
	dir := t.TempDir()
	lines := "Bridges\n1\t2021-03-04\t7-0-falls\t7-1-gave_way\n2\t2021-03-XX\t7-1-gave_way\n3\tXXXX-XX-XX\t7-0-Bridge\t9-0-falls\t7-x-falls\t7-5-falls\t7-0-rises\n"
	if err := os.WriteFile(filepath.Join(dir, "bridges.txt"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	ms, err := timelineMentions(dir, []*doc.Document{d})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, m := range ms {
		got += d.Form(m.token) + " " + m.date + string(rune('a'+m.cluster)) + "; "
	}
	if want := "falls 2021-03-04c; gave 2021-03-04c; Bridge d; "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
