package export

import (
	"encoding/binary"
	"hash/fnv"

	"chancery/internal/day"
	"chancery/internal/happening"
	"chancery/internal/record"
)

// dyad is one direction of a happening. A party is nil where nobody is known.
type dyad struct {
	source, target *happening.Party
	code           string // CAMEO
}

// dyads appends the dyads of a happening:
//
//   - a visit is 042 from each visitor to each host and 043 back, whichever of
//     the two was coded;
//   - what binds both sides alike (a meeting, trade, a signature) goes both ways;
//   - what several did together and to nobody goes between each two of them,
//     both ways, if it is an act that takes two (talks, a clash, a truce), and
//     from each of them to nobody otherwise;
//   - all else goes from each actor to each recipient.
//
// A happening without a CAMEO code has those of the last kind, without a code.
func (c *codes) dyads(out []dyad, h *happening.Happening) []dyad {
	code, back := h.Cameo, h.Cameo
	mirrored := c.cameo[code].mirror
	if h.Mode == "visit" && (code == "042" || code == "043") {
		code, back, mirrored = "042", "043", both
	}
	before := len(out)
	for i := range h.Actors {
		for k := range h.Recipients {
			a, r := &h.Actors[i], &h.Recipients[k]
			if *a == *r {
				continue
			}
			out = append(out, dyad{a, r, code})
			if mirrored == both {
				out = append(out, dyad{r, a, back})
			}
		}
	}
	if len(h.Recipients) == 0 && mirrored != oneWay && back == code {
		for i := range h.Actors {
			for k := range h.Actors {
				if h.Actors[i] != h.Actors[k] {
					out = append(out, dyad{&h.Actors[i], &h.Actors[k], code})
				}
			}
		}
	}
	if len(out) == before {
		for i := range h.Actors {
			out = append(out, dyad{&h.Actors[i], nil, code})
		}
	}
	return out
}

// row is a dyad as the coded layouts write it. Participants whose codes agree
// make one row, as in these data sets.
type row struct {
	dyad
	from, to string // CAMEO actor codes
}

// rows are the rows of a happening, or none and why there is none.
func (c *codes) rows(buf []row, h *happening.Happening) (out []row, why string) {
	out = buf[:0]
	if h.Cameo == "" {
		return out, "no CAMEO code"
	}
	if _, ok := c.cameo[h.Cameo]; !ok {
		return out, "a CAMEO code that is on no list"
	}
	var space [8]dyad
	for _, d := range c.dyads(space[:0], h) {
		r := row{d, c.actor(d.source), c.actor(d.target)}
		if r.from == missing && r.to == missing {
			continue
		}
		if !hasRow(out, r) {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return out, "nobody with a code"
	}
	return out, ""
}

func hasRow(rows []row, r row) bool {
	for i := range rows {
		if rows[i].from == r.from && rows[i].to == r.to && rows[i].code == r.code {
			return true
		}
	}
	return false
}

// id is a number for a row that is the same in every export and in every file
// of one: 53 bits of a hash of the happening and the row, so that R, JavaScript
// and spreadsheets, which count in floating point, keep it. In a million rows
// the chance that any two share one is 1 in 18,000.
func (r *row) id(h *happening.Happening) int64 {
	f := fnv.New64a()
	for _, s := range []string{h.ID, r.from, r.to, r.code} {
		f.Write([]byte(s))
		f.Write([]byte{0})
	}
	var b [8]byte
	// The high bits of FNV-1a are its best.
	return int64(binary.BigEndian.Uint64(f.Sum(b[:0])) >> 11)
}

// daily is the day under which layouts of one day a row file a happening: that
// day of its date which is nearest to its first report. Where the date is known
// to the day, this is the date; where none is known, the day of the report,
// under which these data sets file everything. coarse says that it is not the
// former. ok is false when neither is known.
func daily(h *happening.Happening) (d day.Day, coarse, ok bool) {
	first := h.First
	if len(h.Reports) == 0 || first == day.Earliest || first == day.Latest {
		if h.When.From == day.Earliest || h.When.From == day.Latest {
			return 0, true, false
		}
		first = h.When.From
	}
	return min(max(first, h.When.From), h.When.To), h.When.From != h.When.To, true
}

// event is the event that a report tells of.
func event(h *happening.Happening, i int) *record.Event {
	if r := h.Reports[i].Record; r != nil && r.Event != nil {
		return r.Event
	}
	return &record.Event{}
}
