package actor_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"chancery/internal/article"
	"chancery/internal/quote"
	"chancery/lexicon"
)

func TestNews(t *testing.T) {
	if os.Getenv("ACTOR_NEWS") == "" {
		t.Skip()
	}
	f, err := os.Open("../../../shared/data/news/" + os.Getenv("ACTOR_NEWS") + ".jsonl")
	if err != nil {
		t.Skip(err)
	}
	skip, _ := strconv.Atoi(os.Getenv("ACTOR_SKIP"))
	step, _ := strconv.Atoi(os.Getenv("ACTOR_STEP"))
	p := newPipe(t)
	rd, err := article.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	qt, err := quote.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	out, _ := os.Create("/tmp/news.txt")
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	n := 0
	for sc.Scan() && n < 20 {
		var x struct {
			Text, Published, Title string
			Places                 []string
		}
		json.Unmarshal(sc.Bytes(), &x)
		if os.Getenv("ACTOR_NEWS") == "reuters" && (len(x.Places) < 2 || len(x.Text) > 2500 || !strings.Contains(x.Text, "oreign") || !strings.Contains(x.Text, "inister")) {
			continue
		}
		if skip--; skip%step != 0 {
			continue
		}
		n++
		d, err := rd.Text(x.Text, article.Meta{Published: x.Published, Title: x.Title})
		if err != nil {
			t.Fatal(err)
		}
		p.analyze(d)
		p.places.Annotate(d)
		qt.Annotate(d)
		p.actors.Annotate(d)
		fmt.Fprintf(out, "### %s\n%s\n", x.Title, show2(d))
	}
}
