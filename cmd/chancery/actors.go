package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/ledger"
	"chancery/internal/record"
	"chancery/internal/store"
)

type actorsCmd struct {
	storeFlag
	lexiconFlag
	Name string `arg:"" help:"A person, body or state: its name in any spelling, or its id."`
	asOfFlags
	Office string `placeholder:"TITLE" help:"With a state: who held this office there."`
	Format string `enum:"text,json" default:"text" help:"text or json, an object a line."`
}

func (c *actorsCmd) Run(ctx context.Context, s streams) error {
	on, known, err := c.days(day.Latest)
	if err != nil {
		return err
	}
	st, err := c.openStore(ctx, s, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	lexicon := c.open()
	who, err := st.Who(ctx, lexicon)
	if err != nil {
		return err
	}
	names, err := ledger.ReadNames(lexicon)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	if key, err := names.Resolve(c.Name); err == nil && len(key) == 3 {
		o, err := who.OfficesIn(ctx, key, c.Office, known)
		if err != nil {
			return err
		}
		return c.print(ctx, out, who, names.Name(key), nil, o, on)
	}
	if c.Office != "" {
		return usage{fmt.Errorf("--office needs a state, and %q is none", c.Name)}
	}
	found, err := who.Find(ctx, c.Name)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return nobody(s, c.Name)
	}
	for i, a := range found {
		if i > 0 && c.Format == "text" {
			fmt.Fprintln(out)
		}
		o, err := who.OfficesOf(ctx, found[i:i+1], known)
		if err != nil {
			return err
		}
		if err := c.print(ctx, out, who, a.Name, a, o, on); err != nil {
			return err
		}
	}
	return nil
}

// tenure is an office as it is printed.
type tenure struct {
	Person  string            `json:"person"`
	Name    string            `json:"name"`
	Office  string            `json:"office"`
	Country string            `json:"country"`
	When    string            `json:"when"`
	Sure    *float64          `json:"sure"` // on the day asked for
	Why     *string           `json:"why"`
	Doubt   bool              `json:"doubtful"`
	Sources []publishedSource `json:"sources"`
}

type publishedSource struct {
	Doc       string `json:"doc"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
	URL       string `json:"url"`
}

// print prints an actor with its offices, or, without one, the offices of a
// state.
func (c *actorsCmd) print(ctx context.Context, w io.Writer, who *store.Who, name string, a *identity.Actor, o *store.Offices, on day.Day) error {
	sources, err := who.Sources(ctx, o.Evidence)
	if err != nil {
		return err
	}
	var list []tenure
	add := func(t *identity.Tenure, h *identity.Holder) {
		if a != nil && t.Person != a.ID {
			return
		}
		x := tenure{Office: t.Office.Title, Country: t.Office.Country, When: t.String(), Doubt: t.Doubtful, Sources: []publishedSource{}}
		if p := o.Actors[t.Person]; p != nil {
			x.Person, x.Name = p.Slug, p.Name
		}
		if h != nil {
			x.Sure, x.Why = &h.Sure, &h.Why
		}
		for _, i := range t.Evidence {
			e := &o.Evidence[i]
			p := publishedSource{Doc: e.Doc, Published: e.Known.String()}
			if src, has := sources[e.Doc]; has {
				p.Publisher, p.URL = src.Publisher, src.URL
			}
			if !slices.Contains(x.Sources, p) {
				x.Sources = append(x.Sources, p)
			}
		}
		list = append(list, x)
	}
	if on == day.Latest {
		for i := range o.Tenures {
			add(&o.Tenures[i], nil)
		}
	} else {
		holders := o.On(on)
		for i := range holders {
			add(holders[i].Tenure, &holders[i])
		}
	}
	if c.Format == "json" {
		return c.json(w, name, a, list)
	}
	c.text(w, name, a, list, on)
	return nil
}

func (c *actorsCmd) json(w io.Writer, name string, a *identity.Actor, list []tenure) error {
	o := struct {
		ID      *string          `json:"id"`
		Name    string           `json:"name"`
		Kind    string           `json:"kind"`
		Country string           `json:"country"`
		Forms   []identity.Count `json:"forms"`
		First   string           `json:"first"`
		Last    string           `json:"last"`
		Died    *string          `json:"died"`
		Offices []tenure         `json:"offices"`
	}{Name: name, Kind: record.State, Forms: []identity.Count{}, Offices: list}
	if a != nil {
		o.ID, o.Kind, o.Country, o.First, o.Last = &a.Slug, a.Kind, a.Country, a.First.String(), a.Last.String()
		if a.Forms != nil {
			o.Forms = a.Forms
		}
		if a.Died != (day.Span{}) {
			died := span(a.Died)
			o.Died = &died
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

func (c *actorsCmd) text(w io.Writer, name string, a *identity.Actor, list []tenure, on day.Day) {
	head := []string{name}
	if a != nil {
		head = append(head, a.Kind)
		if a.Country != "" {
			head = append(head, a.Country)
		}
		head = append(head, a.Slug)
	}
	fmt.Fprintln(w, strings.Join(head, " · "))
	if a != nil {
		var forms []string
		for _, f := range a.Forms {
			forms = append(forms, fmt.Sprintf("%s (%d)", f.Value, f.N))
		}
		if len(forms) > 0 {
			fmt.Fprintf(w, "  written  %s\n", strings.Join(forms, ", "))
		}
		if a.First != day.Latest && a.Last != day.Earliest {
			fmt.Fprintf(w, "  told of  %s to %s\n", a.First, a.Last)
		}
		if a.Died != (day.Span{}) {
			fmt.Fprintf(w, "  died     %s\n", span(a.Died))
		}
	}
	if len(list) == 0 && on != day.Latest {
		fmt.Fprintf(w, "  of offices held on %s nothing is told\n", on)
	}
	for _, t := range list {
		line := t.When
		if a == nil {
			line = t.Name + ": " + line
		}
		if t.Sure != nil {
			line = fmt.Sprintf("%s (%s; %.2f)", line, *t.Why, *t.Sure)
		}
		if t.Doubt {
			line += " (doubtful)"
		}
		fmt.Fprintf(w, "  %s\n", line)
		for _, s := range t.Sources[:min(len(t.Sources), 3)] {
			from := s.Publisher
			if from == "" {
				from = s.Doc
			}
			if s.Published != "" {
				from += ", " + s.Published
			}
			fmt.Fprintf(w, "      %s\n", from)
		}
		if n := len(t.Sources) - 3; n > 0 {
			fmt.Fprintf(w, "      and %d more\n", n)
		}
	}
}

func span(s day.Span) string {
	if s.From == s.To {
		return s.From.String()
	}
	return fmt.Sprintf("between %s and %s", s.From, s.To)
}
