// Command eventplaces draws articles from files of news and prints the events
// coded in them, for a person to judge where each one happened. See README.md.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"

	"chancery/internal/article"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

func main() {
	log.SetFlags(0)
	seed := flag.String("seed", "1", "what the draw depends on, beside the articles' ids")
	n := flag.Int("n", 100, "articles with events to draw from each file")
	prefix := flag.String("id", "", "draw only articles whose id begins so")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("eventplaces: name at least one file of news")
	}
	for _, file := range flag.Args() {
		if err := draw(os.Stdout, file, *seed, *prefix, *n); err != nil {
			log.Fatal("eventplaces: ", err)
		}
	}
}

// draw takes the n articles with events whose ids hash lowest. The same seed and
// the same coding give the same draw, in whatever order the file stands.
func draw(w io.Writer, file, seed, prefix string, n int) error {
	ctx := context.Background()
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	type drawn struct {
		article.Item
		rank uint64
	}
	var items []drawn
	for it, err := range p.Reader.Items(ctx, []string{file}, nil) {
		if err != nil {
			return err
		}
		if d, err := p.Reader.Read(it); err == nil && strings.HasPrefix(d.ID, prefix) {
			items = append(items, drawn{it, rank(seed, d.ID)})
		}
	}
	slices.SortFunc(items, func(a, b drawn) int { return cmp.Compare(a.rank, b.rank) })
	const perArticle = 8 // articles read for each that has events, at most
	items = items[:min(len(items), perArticle*n)]
	sheets := 0
	return pipeline.Ordered(ctx, runtime.GOMAXPROCS(0), slices.Values(items), func(it drawn) string {
		d, err := p.Reader.Read(it.Item)
		if err != nil {
			return ""
		}
		return worksheet(p.Code(d))
	}, func(sheet string) error {
		if sheet == "" || sheets == n {
			return nil
		}
		sheets++
		_, err := io.WriteString(w, sheet)
		return err
	})
}

func rank(seed, id string) uint64 {
	sum := sha256.Sum256([]byte(seed + "\x00" + id))
	return binary.BigEndian.Uint64(sum[:8])
}

// held tells the half of the articles that is held out.
func held(id string) bool {
	return sha256.Sum256([]byte("half\x00" + id))[0]&1 == 1
}

// worksheet is an article with a number before each trigger, its events, and the
// line of judgedplaces.jsonl that a judge fills in; "" for an article without
// events. Where the coder puts an event is not shown.
func worksheet(c *pipeline.Coded) string {
	type verdict struct {
		Start int      `json:"start"`
		End   int      `json:"end"`
		Type  string   `json:"type"`
		At    []string `json:"at"`
	}
	line := struct {
		ID     string    `json:"id"`
		Held   bool      `json:"held,omitempty"`
		Events []verdict `json:"events"`
	}{ID: c.Doc.ID, Held: held(c.Doc.ID)}
	var events, text strings.Builder
	marks := map[int]string{}
	for i := range c.Records {
		e := c.Records[i].Event
		if e == nil {
			continue
		}
		line.Events = append(line.Events, verdict{e.Trigger.Start, e.Trigger.End, e.Type, []string{"?"}})
		n := len(line.Events)
		marks[e.Trigger.Start] += fmt.Sprintf("[%d:]", n)
		fmt.Fprintf(&events, "%d %s %s %s: %s > %s, %s\n", n, e.Type, e.Mode, e.Status, names(e.Actors), names(e.Recipients), day(e))
	}
	if len(line.Events) == 0 {
		return ""
	}
	fmt.Fprintf(&text, "== %s %s %s\n", c.Doc.ID, c.Doc.Published, c.Doc.Title)
	from := 0
	for at := range len(c.Doc.Text) {
		if m, ok := marks[at]; ok {
			text.WriteString(c.Doc.Text[from:at] + m)
			from = at
		}
	}
	b, err := json.Marshal(line)
	if err != nil {
		return ""
	}
	text.WriteString(c.Doc.Text[from:] + "\n--\n" + events.String() + string(b) + "\n\n")
	return text.String()
}

func names(as []record.Actor) string {
	out := make([]string, len(as))
	for i := range as {
		out[i] = as[i].Name
	}
	return strings.Join(out, "; ")
}

func day(e *record.Event) string {
	if e.Date == nil {
		return "no date"
	}
	return e.Date.Value
}
