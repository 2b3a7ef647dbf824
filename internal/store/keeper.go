package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"chancery/internal/address"
	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/identity"
	"chancery/internal/ledger"
	"chancery/internal/record"
	"chancery/internal/shingle"
)

// Keeper takes articles into a store: it knows copies from new texts, persons
// from namesakes, and which reports tell of one happening.
type Keeper struct {
	s       *Store
	matcher *happening.Matcher
	names   *identity.Resolver
	address *address.Rules
}

// NewKeeper reads from a lexicon what reports and names are compared by.
func NewKeeper(s *Store, lexicon fs.FS) (*Keeper, error) {
	k := &Keeper{s: s}
	var err error
	if k.matcher, err = happening.New(lexicon); err != nil {
		return nil, err
	}
	if k.names, err = identity.New(lexicon); err != nil {
		return nil, err
	}
	if k.address, err = address.New(lexicon); err != nil {
		return nil, err
	}
	return k, nil
}

// Add takes in articles, in order, in one transaction: all of them or, with an
// error, none. What the store becomes does not depend on how articles are cut
// into batches. The entries of feeds that led to them, or to articles that the
// store had, are settled with them.
func (k *Keeper) Add(ctx context.Context, in []*Incoming, entries ...Entry) ([]Outcome, error) {
	if len(in)+len(entries) == 0 {
		return nil, nil
	}
	var out []Outcome
	err := k.s.writing(ctx, func(w *writer) error {
		b, err := k.newBatch(ctx, w)
		if err != nil {
			return err
		}
		if out, err = b.add(ctx, in); err != nil {
			return err
		}
		if err := w.settle(ctx, entries); err != nil {
			return err
		}
		return b.flush(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("taking in %d articles: %w", len(in), err)
	}
	return out, nil
}

// batch is the work of one transaction. What it needs of the store is read at
// its beginning, what it changes is written at its end; in between all happens
// in memory, in the order of the articles.
type batch struct {
	k     *Keeper
	w     *writer
	today day.Day

	nextArticle, nextReport, nextHappening int64

	contents map[string]int64      // articles by content
	versions map[string][]*version // articles by URL, that were read before or now
	banded   map[int64][]int64     // articles by band, in order
	texts    map[int64]*wireText   // articles that share a band with a new one
	blocks   map[int64][]int64     // happenings by key, in order
	cases    map[int64]*caseFile   // happenings by id
	slugs    map[string]bool       // of happenings that were there or are new
	arrived  map[int64]*articleRow // articles of this batch
	touched  []int64               // happenings to merge anew
	counts   counts
	people   *people

	seen, articles, words, bands, reports, bearings, blockRows [][]any
	withdrawn                                                  []*version
}

// wireText is what an article is known by as a copy of another.
type wireText struct {
	copy     int64 // the first article with the text
	known    day.Day
	shingles shingle.Signature
}

// version is one of the texts of a URL.
type version struct {
	id        int64
	known     day.Day
	withdrawn day.Day
	successor int64
}

// caseFile is a happening while reports are added to it.
type caseFile struct {
	id      int64
	slug    string
	isNew   bool
	touched bool
	traces  []happening.Trace
	members []member
}

// member is a report of a happening: record seq of an article.
type member struct {
	article int64
	seq     int
	who     string // slugs, joined by ','
}

func (k *Keeper) newBatch(ctx context.Context, w *writer) (*batch, error) {
	b := &batch{
		k: k, w: w, today: Today(),
		contents: map[string]int64{}, versions: map[string][]*version{}, banded: map[int64][]int64{}, texts: map[int64]*wireText{}, blocks: map[int64][]int64{}, slugs: map[string]bool{},
		cases: map[int64]*caseFile{}, arrived: map[int64]*articleRow{}, counts: counts{},
	}
	var err error
	if b.people, err = newPeople(ctx, w, k.names); err != nil {
		return nil, err
	}
	for table, next := range map[string]*int64{"article": &b.nextArticle, "report": &b.nextReport, "happening": &b.nextHappening} {
		if *next, err = w.next(ctx, table); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// add takes in the articles one after another.
func (b *batch) add(ctx context.Context, in []*Incoming) ([]Outcome, error) {
	if err := b.read(ctx, in); err != nil {
		return nil, err
	}
	out := make([]Outcome, len(in))
	rows := make([]*articleRow, len(in))
	for i, a := range in {
		id, has := b.contents[string(a.content)]
		switch {
		case has:
			out[i] = Known
		case !a.coded:
			return nil, fmt.Errorf("%s: the store had it and has it no more", a.source)
		default:
			rows[i], out[i] = b.article(a)
			id = rows[i].id
		}
		if a.raw != nil {
			b.seen = append(b.seen, []any{a.raw, id})
		}
	}
	return out, b.resolve(ctx, rows)
}

// resolve puts what articles tell of where it belongs: their records with the
// pairs that they bear on, their events with happenings.
func (b *batch) resolve(ctx context.Context, rows []*articleRow) error {
	for _, a := range rows {
		if a == nil {
			continue
		}
		b.arrived[a.id] = a
		for seq := range a.records {
			b.bearing(a.id, seq, &a.records[seq])
		}
	}
	if err := b.people.meet(ctx, rows); err != nil {
		return err
	}
	events := b.events(rows)
	if err := b.open(ctx, events); err != nil {
		return err
	}
	for i := range events {
		if err := b.event(ctx, &events[i]); err != nil {
			return err
		}
	}
	return nil
}

// read finds what the store knows of the articles.
func (b *batch) read(ctx context.Context, in []*Incoming) error {
	var contents [][]byte
	var urls []string
	for _, a := range in {
		contents = append(contents, a.content)
		if a.url != "" {
			urls = append(urls, a.url)
		}
	}
	err := lookup(ctx, b.w, func(r *sql.Rows) error {
		var id int64
		var content []byte
		err := r.Scan(&id, &content)
		b.contents[string(content)] = id
		return err
	}, "SELECT id, content FROM article WHERE content IN (%s)", contents)
	if err != nil {
		return err
	}
	slices.Sort(urls)
	err = lookup(ctx, b.w, func(r *sql.Rows) error {
		v := &version{withdrawn: day.Latest}
		var url string
		var withdrawn, successor sql.NullInt64
		if err := r.Scan(&v.id, &url, &v.known, &withdrawn, &successor); err != nil {
			return err
		}
		if withdrawn.Valid {
			v.withdrawn, v.successor = day.Day(withdrawn.Int64), successor.Int64
		}
		b.versions[url] = append(b.versions[url], v)
		return nil
	}, "SELECT id, url, known, withdrawn, successor FROM article WHERE url IN (%s)", slices.Compact(urls))
	if err != nil {
		return err
	}
	return b.readCopies(ctx, in)
}

// readCopies loads the texts that the articles may be copies of.
func (b *batch) readCopies(ctx context.Context, in []*Incoming) error {
	var bands, ids []int64
	for _, a := range in {
		if _, has := b.contents[string(a.content)]; !has {
			bands = append(bands, a.bands...)
		}
	}
	slices.Sort(bands)
	err := lookup(ctx, b.w, func(r *sql.Rows) error {
		var band, id int64
		err := r.Scan(&band, &id)
		b.banded[band] = append(b.banded[band], id)
		ids = append(ids, id)
		return err
	}, "SELECT band, article FROM band WHERE band IN (%s)", slices.Compact(bands))
	if err != nil {
		return err
	}
	slices.Sort(ids)
	return lookup(ctx, b.w, func(r *sql.Rows) error {
		var id int64
		var shingles []byte
		t := &wireText{}
		err := r.Scan(&id, &t.copy, &t.known, &shingles)
		if err == nil {
			t.shingles, err = shingle.Parse(shingles)
		}
		b.texts[id] = t
		return err
	}, "SELECT id, copy, known, shingles FROM article WHERE id IN (%s)", slices.Compact(ids))
}

// crowded is how many articles a band may hold before it says nothing: what so
// many share is the furniture of a site.
const crowded = 200

// copied is the first article with the text that an article is a copy of, which
// is the article itself where it is a copy of none. Of several texts that it may
// be a copy of, it is one of that which holds most of it.
func (b *batch) copied(in *Incoming, id int64) int64 {
	var near []int64
	for _, band := range in.bands {
		if ids := b.banded[band]; len(ids) <= crowded {
			near = append(near, ids...)
		}
	}
	slices.Sort(near)
	t := &wireText{copy: id, known: in.known(b.today), shingles: in.shingles}
	most := 0.0
	for _, o := range slices.Compact(near) {
		x := b.texts[o]
		if max(x.known, t.known)-min(x.known, t.known) > shingle.Days || !shingle.Copies(&t.shingles, &x.shingles) {
			continue
		}
		if _, contained := shingle.Shares(&t.shingles, &x.shingles); contained > most {
			t.copy, most = x.copy, contained
		}
	}
	b.texts[id] = t
	for _, band := range in.bands {
		if len(b.banded[band]) <= crowded {
			b.banded[band] = append(b.banded[band], id)
			b.bands = append(b.bands, []any{band, id})
		}
	}
	return t.copy
}

// article gives a new article its row.
func (b *batch) article(in *Incoming) (*articleRow, Outcome) {
	d := in.doc
	row := &articleRow{
		id: b.nextArticle, known: in.known(b.today), withdrawn: day.Latest, copy: b.copied(in, b.nextArticle),
		coder: in.coder, text: d.Text, records: in.records,
		source: record.Source{
			ID: d.ID, URL: d.URL, Title: d.Title, Published: d.Published, Dateline: record.Dateline{Place: d.Dateline.Place, Date: d.Dateline.Date},
			Agency: d.Agency, Publisher: d.Publisher, Lang: d.Lang,
		},
	}
	b.nextArticle++
	b.contents[string(in.content)] = row.id
	outcome := New
	if row.copy != row.id {
		outcome = Copy
	}
	if v := b.revise(in.url, row); v != nil {
		outcome = Revised
	}
	var withdrawn, successor any
	if row.withdrawn != day.Latest {
		withdrawn, successor = int64(row.withdrawn), latest(b.versions[in.url]).id
	}
	b.articles = append(b.articles, []any{
		row.id, d.ID, in.url, in.content, d.Title, d.Published, d.Dateline.Place, d.Dateline.Date, d.Agency, d.Publisher, d.Lang, d.Site, d.Author, in.source,
		int64(row.known), int64(b.today), row.copy, in.shingles.Append(nil), withdrawn, successor, in.coder, len(d.Text), in.body, in.packed,
	})
	b.words = append(b.words, []any{row.id, d.Title, d.Text})
	return row, outcome
}

// revise puts an article among the texts of its URL: the one known last stands
// and the others are withdrawn on the day that the next became known. It
// returns the text that was there before.
func (b *batch) revise(url string, row *articleRow) *version {
	if url == "" {
		return nil
	}
	all := b.versions[url]
	b.versions[url] = append(all, &version{id: row.id, known: row.known, withdrawn: day.Latest})
	if len(all) == 0 {
		return nil
	}
	was := latest(all)
	if row.known < was.known { // the store has a later text already
		row.withdrawn = was.known
		return was
	}
	was.withdrawn, was.successor = row.known, row.id
	b.withdrawn = append(b.withdrawn, was)
	return was
}

// latest is the text known last; of those of one day, the one that came last.
func latest(vs []*version) *version {
	best := vs[0]
	for _, v := range vs[1:] {
		if v.known > best.known || v.known == best.known && v.id > best.id {
			best = v
		}
	}
	return best
}

// bearing notes which pairs a record bears on.
func (b *batch) bearing(article int64, seq int, r *record.Record) {
	keys := ledger.Keys(r)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 1 {
		b.bearings = append(b.bearings, []any{"", keys[0], article, seq})
	}
	for i, x := range keys {
		for _, y := range keys[i+1:] {
			b.bearings = append(b.bearings, []any{x, y, article, seq})
		}
	}
}

// occurrence is an event record that arrives.
type occurrence struct {
	article *articleRow
	seq     int
	report  record.Report
	who     string // slugs, joined by ','
	trace   happening.Trace
	probes  []int64
}

// events lists the event records of the articles that are new.
func (b *batch) events(rows []*articleRow) []occurrence {
	var out []occurrence
	for _, a := range rows {
		if a == nil {
			continue
		}
		for seq := range a.records {
			if a.records[seq].Event == nil {
				continue
			}
			r, err := a.report(seq)
			if err != nil {
				continue // there is one for each seq
			}
			o := occurrence{article: a, seq: seq, report: r, who: a.who.list(r.Event)}
			if t := a.traces[seq]; t != nil {
				o.trace = *t
			} else {
				o.trace = b.k.matcher.Trace(&r, a.who.of)
			}
			o.probes = b.k.matcher.Probes(&o.trace)
			out = append(out, o)
		}
	}
	return out
}

// open loads every happening that one of the events may be a report of.
func (b *batch) open(ctx context.Context, events []occurrence) error {
	var keys []int64
	for i := range events {
		keys = append(keys, events[i].probes...)
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	var ids []int64
	err := lookup(ctx, b.w, func(r *sql.Rows) error {
		var key, id int64
		err := r.Scan(&key, &id)
		b.blocks[key] = append(b.blocks[key], id)
		ids = append(ids, id)
		return err
	}, "SELECT key, happening FROM block WHERE key IN (%s)", keys)
	if err != nil {
		return err
	}
	records := make([]string, len(events))
	for i := range events {
		records[i] = events[i].report.ID
	}
	if err := b.readSlugs(ctx, records); err != nil {
		return err
	}
	return b.load(ctx, ids)
}

// readSlugs finds which of the ids happenings have already. Articles of one id
// have records of one id where they say the same at the same place.
func (b *batch) readSlugs(ctx context.Context, ids []string) error {
	return lookup(ctx, b.w, func(r *sql.Rows) error {
		var slug string
		err := r.Scan(&slug)
		b.slugs[slug] = true
		return err
	}, "SELECT slug FROM happening WHERE slug IN (%s)", ids)
}

// slug is an id for the happening that a record of an article is the first to
// tell of: the record's, or one made of it where another happening has that.
func (b *batch) slug(ctx context.Context, record string, article int64) (string, error) {
	slug := record
	for n := 0; b.slugs[slug]; n++ {
		slug = hex.EncodeToString(hash(record, strconv.FormatInt(article, 10), strconv.Itoa(n))[:8])
		if err := b.readSlugs(ctx, []string{slug}); err != nil {
			return "", err
		}
	}
	b.slugs[slug] = true
	return slug, nil
}

// load opens happenings by id.
func (b *batch) load(ctx context.Context, ids []int64) error {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return b.cases[id] != nil })
	return lookup(ctx, b.w, func(r *sql.Rows) error {
		var id, report int64
		var m member
		var slug string
		var trace []byte
		if err := r.Scan(&report, &id, &slug, &m.article, &m.seq, &m.who, &trace); err != nil {
			return err
		}
		t, err := happening.Parse(trace)
		if err != nil {
			return fmt.Errorf("report %d: %w", report, err)
		}
		f := b.cases[id]
		if f == nil {
			f = &caseFile{id: id, slug: slug}
			b.cases[id] = f
		}
		f.traces = append(f.traces, t)
		f.members = append(f.members, m)
		return nil
	}, `SELECT r.id, h.id, h.slug, r.article, r.seq, r.who, r.trace FROM report r JOIN happening h ON h.id = r.happening
		WHERE h.id IN (%s) ORDER BY r.id`, ids)
}

// mostCandidates is how many happenings an event is compared with, the latest: of
// a pair that is in the news every hour all others are further away.
const mostCandidates = 500

// event puts a report with its happening.
func (b *batch) event(ctx context.Context, o *occurrence) error {
	var ids []int64
	for _, key := range o.probes {
		ids = append(ids, b.blocks[key]...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	ids = ids[max(0, len(ids)-mostCandidates):]
	candidates := make([]happening.Candidate, len(ids))
	for i, id := range ids {
		candidates[i] = happening.Candidate{ID: strconv.FormatInt(id, 10), Traces: b.cases[id].traces}
	}
	var f *caseFile
	if v := b.k.matcher.Resolve(&o.trace, candidates); v.ID != "" {
		id, _ := strconv.ParseInt(v.ID, 10, 64) // one of ours
		f = b.cases[id]
	} else {
		slug, err := b.slug(ctx, o.report.ID, o.article.id)
		if err != nil {
			return err
		}
		f = &caseFile{id: b.nextHappening, slug: slug, isNew: true}
		b.cases[f.id] = f
		b.nextHappening++
	}
	f.traces = append(f.traces, o.trace)
	f.members = append(f.members, member{o.article.id, o.seq, o.who})
	b.touch(f)
	for _, key := range b.k.matcher.Keys(&o.trace) {
		if !slices.Contains(b.blocks[key], f.id) {
			b.blocks[key] = append(b.blocks[key], f.id)
			b.blockRows = append(b.blockRows, []any{key, f.id})
		}
	}
	b.reports = append(b.reports, []any{b.nextReport, o.article.id, o.seq, o.report.ID, f.id, o.who, o.trace.Append(nil)})
	b.nextReport++
	return nil
}

func (b *batch) touch(f *caseFile) {
	if !f.touched {
		f.touched = true
		b.touched = append(b.touched, f.id)
	}
}
