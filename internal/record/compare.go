package record

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Change is a record of which another version of the coder says something else.
type Change struct {
	Old, New *Record  // one is nil where the record was added or lost
	Fields   []string // that differ, in the order of the record; none where it was added or lost
}

// Compare says what a new coding of an article adds, loses and changes. Records
// are the same when they have one id, else when they are of one kind and read
// from words that overlap most.
func Compare(old, now []Record) []Change {
	var out []Change
	rest := make([]*Record, 0, len(old))
	byID := make(map[string]*Record, len(old))
	for i := range old {
		byID[old[i].ID] = &old[i]
	}
	var fresh []*Record
	for i := range now {
		n := &now[i]
		if o := byID[n.ID]; o != nil && o.Kind == n.Kind {
			delete(byID, n.ID)
			if f := differ(o, n); len(f) > 0 {
				out = append(out, Change{o, n, f})
			}
		} else {
			fresh = append(fresh, n)
		}
	}
	for i := range old {
		if byID[old[i].ID] != nil {
			rest = append(rest, &old[i])
		}
	}
	for _, n := range fresh {
		best, most := -1, 0
		for i, o := range rest {
			if o.Kind == n.Kind {
				if c := overlap(o.at(), n.at()); c > most {
					best, most = i, c
				}
			}
		}
		if best < 0 {
			out = append(out, Change{New: n})
			continue
		}
		if f := differ(rest[best], n); len(f) > 0 {
			out = append(out, Change{rest[best], n, f})
		}
		rest = slices.Delete(rest, best, best+1)
	}
	for _, o := range rest {
		out = append(out, Change{Old: o})
	}
	return out
}

// at is where a record was read: an event at its trigger, of which a sentence
// may have several.
func (r *Record) at() Span {
	if r.Event != nil {
		return r.Event.Trigger
	}
	return r.Evidence
}

func overlap(a, b Span) int { return min(a.End, b.End) - max(a.Start, b.Start) }

// aside are the fields by which nothing is said.
var aside = []string{"id", "rule", "doc"}

// differ lists the fields that differ, sorted.
func differ(a, b *Record) []string {
	x, y := fields(a), fields(b)
	var out []string
	for k, v := range x {
		if !slices.Contains(aside, k) && !bytes.Equal(v, y[k]) {
			out = append(out, k)
		}
	}
	for k := range y {
		if _, has := x[k]; !has && !slices.Contains(aside, k) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func fields(r *Record) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	// What AppendJSON writes is an object.
	_ = json.Unmarshal(r.AppendJSON(nil), &out)
	return out
}
