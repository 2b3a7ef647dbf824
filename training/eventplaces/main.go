// Command eventplaces draws articles of a set of news and prints the events
// that are coded in them for a person to judge where each one happened. See
// README.md.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"

	"chancery/internal/article"
	"chancery/internal/doc"
	"chancery/internal/pipeline"
	"chancery/internal/record"
	"chancery/lexicon"
)

func main() {
	log.SetFlags(0)
	seed := flag.String("seed", "1", "what the draw depends on, beside the articles' ids")
	n := flag.Int("n", 100, "articles with events to draw from each file")
	section := flag.String("id", "", "draw only articles whose id begins so")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("eventplaces: name at least one file of news")
	}
	for _, file := range flag.Args() {
		if err := draw(os.Stdout, file, *seed, *section, *n); err != nil {
			log.Fatal("eventplaces: ", err)
		}
	}
}

// draw takes the n articles with events whose ids hash lowest. The same seed and
// the same coding give the same draw, in whatever order the file stands.
func draw(w io.Writer, file, seed, section string, n int) error {
	p, err := pipeline.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	var items []article.Item
	ids := map[int]string{}
	for it, err := range p.Reader.Items(context.Background(), []string{file}, nil) {
		if err != nil {
			return err
		}
		d, err := p.Reader.Read(it)
		if err != nil || !strings.HasPrefix(d.ID, section) {
			continue
		}
		ids[it.Line] = d.ID
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b article.Item) int {
		return cmp.Compare(rank(seed, ids[a.Line]), rank(seed, ids[b.Line]))
	})
	drawn := 0
	return pipeline.Ordered(context.Background(), runtime.GOMAXPROCS(0), slices.Values(items[:min(len(items), 8*n)]), func(it article.Item) *pipeline.Coded {
		d, err := p.Reader.Read(it)
		if err != nil {
			return nil
		}
		return p.Code(d)
	}, func(c *pipeline.Coded) error {
		if c == nil || drawn == n {
			return nil
		}
		if sheet := worksheet(c); sheet != "" {
			drawn++
			_, err := io.WriteString(w, sheet)
			return err
		}
		return nil
	})
}

func rank(seed, id string) uint64 {
	sum := sha256.Sum256([]byte(seed + "\x00" + id))
	return binary.BigEndian.Uint64(sum[:8])
}

// worksheet is an article with a number before each trigger, and a line for
// each event that a judge fills in; "" for an article without events.
func worksheet(c *pipeline.Coded) string {
	var lines, text strings.Builder
	at := map[int]string{}
	n := 0
	for i := range c.Records {
		e := c.Records[i].Event
		if e == nil {
			continue
		}
		n++
		at[e.Trigger.Start] += fmt.Sprintf("[%d:]", n)
		fmt.Fprintf(&lines, "%s %d %d %d %s %s %s %s -> %s date %s\n", c.Doc.ID, n, e.Trigger.Start, e.Trigger.End, e.Type, e.Mode, e.Status, names(e.Actors), names(e.Recipients), day(e))
	}
	if n == 0 {
		return ""
	}
	fmt.Fprintf(&text, "=== %s %s | %s\n", c.Doc.ID, c.Doc.Published, c.Doc.Title)
	from := 0
	for _, k := range sorted(at) {
		text.WriteString(c.Doc.Text[from:k] + at[k])
		from = k
	}
	text.WriteString(c.Doc.Text[from:] + "\n--\n" + lines.String())
	return text.String()
}

func sorted(at map[int]string) []int {
	var out []int
	for k := range at {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func names(as []record.Actor) string {
	var out []string
	for i := range as {
		out = append(out, as[i].Name)
	}
	return strings.Join(out, "; ")
}

func day(e *record.Event) string {
	if e.Date == nil {
		return "-"
	}
	return e.Date.Value
}

var _ = doc.Span{}
