package export

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// network gathers who did how much to whom. It is as large as the number of
// pairs (and, for GEXF, of their months), whatever the number of happenings.
type network struct {
	*run
	nodes   map[string]*node
	edges   map[[2]string]*edge
	monthly bool
	write   func(*network, []*node, []*edge) error
}

// node is a country or, with Options.Identities, a person or body.
type node struct {
	id, label, country, sector, kind string
}

// edge is all that a source did to a target.
type edge struct {
	source, target string
	count          int
	score          float64 // sum of PLOVER scores
	quads          [5]int  // by quad class
	days           day.Span
	months         map[int]month // by months since year 0
}

type month struct {
	count int
	score float64
}

func newNetwork(r *run, monthly bool, write func(*network, []*node, []*edge) error) *network {
	return &network{run: r, nodes: map[string]*node{}, edges: map[[2]string]*edge{}, monthly: monthly, write: write}
}

func newGraphML(r *run) (encoder, error) { return newNetwork(r, false, (*network).graphML), nil }

func newGEXF(r *run) (encoder, error) { return newNetwork(r, true, (*network).gexf), nil }

func (f *network) add(h *happening.Happening) error {
	d, coarse, ok := daily(h)
	if !ok {
		f.sum.leave("neither a date nor a report")
		return nil
	}
	var space [8]dyad
	var done [][2]string
	for _, dy := range f.codes.dyads(space[:0], h) {
		source, target := f.node(dy.source), f.node(dy.target)
		if source.id == "" || target.id == "" {
			continue
		}
		key := [2]string{f.keep(&source), f.keep(&target)}
		if slices.Contains(done, key) {
			continue
		}
		done = append(done, key)
		e := f.edges[key]
		if e == nil {
			e = &edge{source: key[0], target: key[1], days: nothing}
			f.edges[key] = e
		}
		e.count++
		e.score += h.Score
		if h.Quad > 0 && h.Quad < len(e.quads) {
			e.quads[h.Quad]++
		}
		e.days.From, e.days.To = min(e.days.From, d), max(e.days.To, d)
		if f.monthly {
			if e.months == nil {
				e.months = map[int]month{}
			}
			y, m, _ := d.Time().Date()
			k := y*12 + int(m) - 1
			e.months[k] = month{e.months[k].count + 1, e.months[k].score + h.Score}
		}
	}
	if len(done) == 0 {
		f.sum.leave("no pair of known participants")
		return nil
	}
	if coarse {
		f.sum.Coarse++
	}
	return nil
}

// node is the node of a participant, without an id when it has none.
func (f *network) node(p *happening.Party) (n node) {
	switch {
	case p == nil:
	case !f.opts.Identities:
		if p.Country != "" {
			n = node{id: p.Country, label: cmp.Or(f.codes.countryName(p.Country), f.codes.bodies[p.Country].label, p.Country), country: p.Country}
		}
	case p.ID != "":
		n = node{p.ID, p.Name, p.Country, p.Sector, p.Kind}
	case p.Name != "":
		// Whoever is not in the who-is-who is told apart by no more than this.
		n = node{p.Country + "/" + p.Name, p.Name, p.Country, p.Sector, p.Kind}
	}
	n.id = clean(n.id)
	return n
}

// keep adds a node where it is new and gives its id. What is kept outlives the
// happening, whose memory may be used again.
func (f *network) keep(n *node) string {
	if old := f.nodes[n.id]; old != nil {
		return old.id
	}
	k := &node{strings.Clone(n.id), strings.Clone(n.label), strings.Clone(n.country), strings.Clone(n.sector), strings.Clone(n.kind)}
	f.nodes[k.id] = k
	return k.id
}

func (f *network) close() error {
	nodes := make([]*node, 0, len(f.nodes))
	for _, n := range f.nodes {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b *node) int { return strings.Compare(a.id, b.id) })
	edges := make([]*edge, 0, len(f.edges))
	for _, e := range f.edges {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(a, b *edge) int {
		return cmp.Or(strings.Compare(a.source, b.source), strings.Compare(a.target, b.target))
	})
	f.sum.Rows = len(edges)
	return f.write(f, nodes, edges)
}

// edgeFields are the attributes of an edge in both formats, in their order.
var edgeFields = []struct {
	name, kind string
	of         func(*edge) string
}{
	{"mean_score", "double", func(e *edge) string { return short(e.score / float64(e.count)) }},
	{"verbal_cooperation", "int", func(e *edge) string { return strconv.Itoa(e.quads[1]) }},
	{"material_cooperation", "int", func(e *edge) string { return strconv.Itoa(e.quads[2]) }},
	{"verbal_conflict", "int", func(e *edge) string { return strconv.Itoa(e.quads[3]) }},
	{"material_conflict", "int", func(e *edge) string { return strconv.Itoa(e.quads[4]) }},
	{"first", "string", func(e *edge) string { return e.days.From.String() }},
	{"last", "string", func(e *edge) string { return e.days.To.String() }},
}

var nodeFields = []struct {
	name string
	of   func(*node) string
}{
	{"country", func(n *node) string { return n.country }},
	{"sector", func(n *node) string { return n.sector }},
	{"kind", func(n *node) string { return n.kind }},
}

// short rounds to three decimals.
func short(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// xmlWriter puts lines of XML together. The first error stays.
type xmlWriter struct {
	w   io.Writer
	err error
}

// line writes a line of alternating markup and text; texts are escaped.
func (x *xmlWriter) line(parts ...string) {
	for i, s := range parts {
		if x.err != nil {
			return
		}
		if i%2 == 0 {
			_, x.err = io.WriteString(x.w, s)
		} else {
			x.err = xml.EscapeText(x.w, appendClean(nil, s))
		}
	}
	if x.err == nil {
		_, x.err = io.WriteString(x.w, "\n")
	}
}

func (f *network) graphML(nodes []*node, edges []*edge) error {
	x := &xmlWriter{w: f.w}
	x.line(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`)
	x.line(`  <key id="label" for="node" attr.name="label" attr.type="string"/>`)
	for _, a := range nodeFields {
		x.line(`  <key id="n_` + a.name + `" for="node" attr.name="` + a.name + `" attr.type="string"/>`)
	}
	x.line(`  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>`)
	for _, a := range edgeFields {
		x.line(`  <key id="e_` + a.name + `" for="edge" attr.name="` + a.name + `" attr.type="` + a.kind + `"/>`)
	}
	x.line(`  <graph id="chancery" edgedefault="directed">`)
	for _, n := range nodes {
		x.line(`    <node id="`, n.id, `">`)
		x.line(`      <data key="label">`, n.label, `</data>`)
		for _, a := range nodeFields {
			if v := a.of(n); v != "" {
				x.line(`      <data key="n_`+a.name+`">`, v, `</data>`)
			}
		}
		x.line(`    </node>`)
	}
	for i, e := range edges {
		x.line(`    <edge id="e`+strconv.Itoa(i)+`" source="`, e.source, `" target="`, e.target, `">`)
		x.line(`      <data key="weight">` + strconv.Itoa(e.count) + `</data>`)
		for _, a := range edgeFields {
			x.line(`      <data key="e_`+a.name+`">`, a.of(e), `</data>`)
		}
		x.line(`    </edge>`)
	}
	x.line(`  </graph>`)
	x.line(`</graphml>`)
	return x.err
}

// gexf writes GEXF 1.2: an edge lives from its first to its last day, and its
// events and mean score have a value for each month that has any.
func (f *network) gexf(nodes []*node, edges []*edge) error {
	x := &xmlWriter{w: f.w}
	all := nothing
	for _, e := range edges {
		all.From, all.To = min(all.From, e.days.From), max(all.To, e.days.To)
	}
	x.line(xml.Header + `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">`)
	if len(edges) > 0 {
		x.line(`  <graph mode="dynamic" defaultedgetype="directed" timeformat="date" start="` + all.From.String() + `" end="` + all.To.String() + `">`)
	} else {
		x.line(`  <graph mode="dynamic" defaultedgetype="directed" timeformat="date">`)
	}
	x.line(`    <attributes class="node" mode="static">`)
	for _, a := range nodeFields {
		x.line(`      <attribute id="` + a.name + `" title="` + a.name + `" type="string"/>`)
	}
	x.line(`    </attributes>`)
	x.line(`    <attributes class="edge" mode="static">`)
	for _, a := range edgeFields {
		kind := map[string]string{"int": "integer"}[a.kind]
		x.line(`      <attribute id="` + a.name + `" title="` + a.name + `" type="` + cmp.Or(kind, a.kind) + `"/>`)
	}
	x.line(`    </attributes>`)
	x.line(`    <attributes class="edge" mode="dynamic">`)
	x.line(`      <attribute id="events" title="events" type="integer"/>`)
	x.line(`      <attribute id="score" title="score" type="double"/>`)
	x.line(`    </attributes>`)
	x.line(`    <nodes>`)
	for _, n := range nodes {
		x.line(`      <node id="`, n.id, `" label="`, n.label, `">`)
		x.line(`        <attvalues>`)
		for _, a := range nodeFields {
			if v := a.of(n); v != "" {
				x.line(`          <attvalue for="`+a.name+`" value="`, v, `"/>`)
			}
		}
		x.line(`        </attvalues>`)
		x.line(`      </node>`)
	}
	x.line(`    </nodes>`)
	x.line(`    <edges>`)
	for i, e := range edges {
		x.line(`      <edge id="`+strconv.Itoa(i)+`" source="`, e.source, `" target="`, e.target,
			`" weight="`+strconv.Itoa(e.count)+`" start="`+e.days.From.String()+`" end="`+e.days.To.String()+`">`)
		x.line(`        <attvalues>`)
		for _, a := range edgeFields {
			x.line(`          <attvalue for="`+a.name+`" value="`, a.of(e), `"/>`)
		}
		for _, attr := range [...]string{"events", "score"} {
			for _, k := range e.sortedMonths() {
				m := e.months[k]
				v := strconv.Itoa(m.count)
				if attr == "score" {
					v = short(m.score / float64(m.count))
				}
				first := day.Date(k/12, k%12+1, 1)
				last := day.Date(k/12, k%12+2, 1) - 1
				x.line(`          <attvalue for="` + attr + `" value="` + v + `" start="` + first.String() + `" end="` + last.String() + `"/>`)
			}
		}
		x.line(`        </attvalues>`)
		x.line(`      </edge>`)
	}
	x.line(`    </edges>`)
	x.line(`  </graph>`)
	x.line(`</gexf>`)
	return x.err
}

func (e *edge) sortedMonths() []int {
	ks := make([]int, 0, len(e.months))
	for k := range e.months {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
