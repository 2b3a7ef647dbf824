package actor_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/internal/doc"
)

func TestTree(t *testing.T) {
	text := os.Getenv("ACTOR_TREE")
	if text == "" {
		t.Skip()
	}
	p := newPipe(t)
	for _, line := range strings.Split(text, "\n") {
		d := p.run(&doc.Document{Text: line})
		var b strings.Builder
		for i := range d.Tokens {
			x := &d.Tokens[i]
			h := "ROOT"
			if x.Head >= 0 {
				h = d.Form(x.Head)
			}
			fmt.Fprintf(&b, "%s/%s/%s>%s ", d.Form(i), x.UPOS, x.Deprel, h)
		}
		for _, e := range d.Entities {
			fmt.Fprintf(&b, "\n   ENT %s %s", e.Type, d.Slice(e.Span))
		}
		fmt.Println(b.String() + "\n" + show2(d))
	}
}
