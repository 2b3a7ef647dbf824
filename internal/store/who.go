package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chancery/internal/day"
	"chancery/internal/identity"
	"chancery/internal/record"
)

// Who answers questions about the who-is-who of a store, corrected as people
// have ruled so far.
type Who struct {
	s           *Store
	r           *identity.Resolver
	corrections []identity.Correction
}

// Who opens the who-is-who.
func (s *Store) Who(ctx context.Context, lexicon fs.FS) (*Who, error) {
	r, err := identity.New(lexicon)
	if err != nil {
		return nil, err
	}
	w := &Who{s: s}
	if w.corrections, err = corrections(ctx, s); err != nil {
		return nil, err
	}
	w.r, err = r.With(w.corrections)
	return w, err
}

// Find lists the actors that go by a name or have it for a slug, those spoken of
// most first.
func (w *Who) Find(ctx context.Context, name string) ([]*identity.Actor, error) {
	name = capitals(name)
	keys := []string{"slug:" + strings.ToLower(name)}
	for _, kind := range []string{record.Person, record.Organisation} {
		keys = append(keys, w.r.Lookup(&identity.Observation{Name: name, Text: name, Kind: kind})...)
	}
	if len(name) == 3 {
		keys = append(keys, "state:"+name)
	}
	var ids []int64
	add := func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}
	if err := lookup(ctx, w.s, add, "SELECT actor FROM actor_key WHERE key IN (%s)", keys); err != nil {
		return nil, err
	}
	// A surname alone is filed with the country of whoever has it: all countries
	// are asked.
	const nowhere = "???"
	for _, k := range w.r.Lookup(&identity.Observation{Name: name, Text: name, Kind: record.Person, Country: nowhere}) {
		if stem, found := strings.CutSuffix(k, nowhere); found {
			if err := w.s.each(ctx, add, "SELECT actor FROM actor_key WHERE key >= ? AND key < ?", stem, stem+"~"); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(ids)
	actors := map[int64]*identity.Actor{}
	if err := loadActors(ctx, w.s, slices.Compact(ids), actors); err != nil {
		return nil, err
	}
	var out []*identity.Actor
	for _, a := range actors {
		if w.goesBy(a, name) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *identity.Actor) int {
		return cmp.Or(cmp.Compare(spoken(b), spoken(a)), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// capitals writes a name that was typed in small letters as names are written.
func capitals(name string) string {
	if name != strings.ToLower(name) {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		r, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[n:]
	}
	return strings.Join(words, " ")
}

func (w *Who) goesBy(a *identity.Actor, name string) bool {
	if slug := strings.ToLower(name); a.Slug == slug || slices.Contains(a.Aliases, slug) || a.Kind == record.State {
		return true
	}
	return slices.ContainsFunc(a.Forms, func(f identity.Count) bool {
		if same, _ := w.r.Same(f.Value, name, a.Kind, a.Country); same {
			return true
		}
		if strings.Contains(name, " ") || a.Kind != record.Person {
			return false
		}
		same, _ := w.r.Same(f.Value[strings.LastIndexByte(f.Value, ' ')+1:], name, a.Kind, a.Country)
		return same
	})
}

func spoken(a *identity.Actor) int {
	n := 0
	for _, f := range a.Forms {
		n += f.N
	}
	return n
}

// Offices are the tenures of offices and what they were made from.
type Offices struct {
	Tenures  []identity.Tenure
	Evidence []identity.Evidence
	Actors   map[int64]*identity.Actor // those who held them
}

// On lists who held the offices on a day, the surest first.
func (o *Offices) On(on day.Day) []identity.Holder { return identity.On(o.Tenures, o.Evidence, on) }

// OfficesOf are the offices that actors held, with what bounds them: who else
// held the same.
func (w *Who) OfficesOf(ctx context.Context, actors []*identity.Actor, known day.Day) (*Offices, error) {
	ids := make([]int64, len(actors))
	for i, a := range actors {
		ids[i] = a.ID
	}
	titles := map[[2]string]bool{} // country, title
	err := lookup(ctx, w.s, func(r *sql.Rows) error {
		var x [2]string
		err := r.Scan(&x[0], &x[1])
		titles[x] = true
		return err
	}, "SELECT DISTINCT country, title FROM evidence WHERE title <> '' AND actor IN (%s)", ids)
	if err != nil {
		return nil, err
	}
	var all []identity.Evidence
	for _, x := range sortedPairs(titles) {
		e, err := w.evidence(ctx, known, "e.country = ? AND e.title = ?", x[0], x[1])
		if err != nil {
			return nil, err
		}
		all = append(all, e...)
	}
	return w.assemble(ctx, all, ids, known)
}

// OfficesIn are the offices of a country, or those of one title.
func (w *Who) OfficesIn(ctx context.Context, country, title string, known day.Day) (*Offices, error) {
	cond, args := "e.country = ? AND e.title <> ''", []any{country}
	if title != "" {
		cond, args = "e.country = ? AND e.title = ?", append(args, w.r.Office(title, country, "").Title)
	}
	all, err := w.evidence(ctx, known, cond, args...)
	if err != nil {
		return nil, err
	}
	return w.assemble(ctx, all, nil, known)
}

// assemble adds deaths and rulings to evidence and makes tenures.
func (w *Who) assemble(ctx context.Context, all []identity.Evidence, ids []int64, known day.Day) (*Offices, error) {
	for _, e := range all {
		ids = append(ids, e.Person)
	}
	for _, c := range w.corrections {
		if c.Kind == identity.RuledOffice {
			ruled, err := w.Find(ctx, c.Actor)
			if err != nil {
				return nil, err
			}
			for _, a := range ruled {
				ids = append(ids, a.ID)
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	o := &Offices{Actors: map[int64]*identity.Actor{}}
	if err := loadActors(ctx, w.s, ids, o.Actors); err != nil {
		return nil, err
	}
	for _, id := range ids {
		deaths, err := w.evidence(ctx, known, "e.actor = ? AND e.title = ''", id)
		if err != nil {
			return nil, err
		}
		all = append(all, deaths...)
		if a := o.Actors[id]; a != nil {
			all = append(all, w.r.Rulings(a)...)
		}
	}
	o.Evidence = all
	o.Tenures = identity.Assemble(all)
	return o, nil
}

// evidence reads what was known by a day, and not withdrawn by then.
func (w *Who) evidence(ctx context.Context, known day.Day, cond string, args ...any) ([]identity.Evidence, error) {
	var out []identity.Evidence
	err := w.s.each(ctx, func(r *sql.Rows) error {
		var e identity.Evidence
		var sole, acting, says int
		var wire sql.NullInt64
		var known sql.NullInt64
		var doc sql.NullString
		err := r.Scan(&e.Person, &e.Office.Title, &e.Office.Country, &e.Office.Body, &sole, &acting, &says, &e.When.From, &e.When.To, &e.Record, &known, &doc, &wire)
		e.Office.Sole, e.Acting, e.Says = sole == 1, acting == 1, identity.Says(says)
		if e.Known, e.Doc = day.Day(known.Int64), doc.String; wire.Valid {
			e.Copy = strconv.FormatInt(wire.Int64, 10)
		}
		if !doc.Valid { // a dictionary
			e.Known, e.Doc, e.Record = day.Earliest, e.Record, ""
		}
		out = append(out, e)
		return err
	}, `SELECT e.actor, e.title, e.country, e.body, e.sole, e.acting, e.says, e.day_from, e.day_to, e.record, a.known, a.doc, a.copy
		FROM evidence e LEFT JOIN article a ON a.id = e.article
		WHERE `+cond+` AND (e.article = 0 OR a.known <= ?) AND (a.withdrawn IS NULL OR a.withdrawn > ?)
		ORDER BY e.article, e.actor, e.title, e.says, e.day_from, e.record`, append(args, int64(known), int64(known))...)
	return out, err
}

// Sources are the articles that evidence comes from, by their id.
func (w *Who) Sources(ctx context.Context, evidence []identity.Evidence) (map[string]record.Source, error) {
	var docs []string
	for _, e := range evidence {
		docs = append(docs, e.Doc)
	}
	slices.Sort(docs)
	out := map[string]record.Source{}
	err := lookup(ctx, w.s, func(r *sql.Rows) error {
		var x record.Source
		err := r.Scan(&x.ID, &x.URL, &x.Title, &x.Published, &x.Publisher, &x.Agency)
		out[x.ID] = x
		return err
	}, "SELECT doc, url, title, published, publisher, agency FROM article WHERE doc IN (%s)", slices.Compact(docs))
	return out, err
}

// Sow keeps what a dictionary says of actors. It counts once the record is made
// anew (Rebuild).
func (s *Store) Sow(ctx context.Context, seeds []identity.Seed) error {
	return s.writing(ctx, func(w *writer) error {
		id, err := w.next(ctx, "seed")
		if err != nil {
			return err
		}
		rows := make([][]any, len(seeds))
		for i := range seeds {
			body, err := json.Marshal(&seeds[i])
			if err != nil {
				return err
			}
			rows[i] = []any{id + int64(i), string(body)}
		}
		return w.insert(ctx, "seed", "id, body", rows)
	})
}

// Correct keeps a correction. It counts once the record is made anew (Rebuild).
func (s *Store) Correct(ctx context.Context, c identity.Correction) error {
	if err := c.Check(); err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.writing(ctx, func(w *writer) error {
		id, err := w.next(ctx, "correction")
		if err != nil {
			return err
		}
		return w.exec(ctx, "INSERT INTO correction (id, body, made) VALUES (?, ?, ?)", id, string(body), time.Now().UTC().Format(time.RFC3339))
	})
}

// Correction is a correction as the store keeps it.
type Correction struct {
	ID   int64
	Made string // when, RFC 3339
	identity.Correction
}

// Corrections lists what people have put right.
func (s *Store) Corrections(ctx context.Context) ([]Correction, error) {
	var out []Correction
	err := s.each(ctx, func(r *sql.Rows) error {
		var c Correction
		var body string
		if err := r.Scan(&c.ID, &body, &c.Made); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &c.Correction)
		out = append(out, c)
		return err
	}, "SELECT id, body, made FROM correction ORDER BY id")
	return out, err
}

// Undo takes a correction back. It counts once the record is made anew.
func (s *Store) Undo(ctx context.Context, id int64) error {
	return s.writing(ctx, func(w *writer) error {
		n, err := one[int](ctx, w.c, s.sql.bind("SELECT COUNT(*) FROM correction WHERE id = ?"), id)
		if err == nil && n == 0 {
			err = fmt.Errorf("there is no correction %d", id)
		}
		if err != nil {
			return err
		}
		return w.exec(ctx, "DELETE FROM correction WHERE id = ?", id)
	})
}

func sortedPairs(m map[[2]string]bool) [][2]string {
	out := make([][2]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return out
}
