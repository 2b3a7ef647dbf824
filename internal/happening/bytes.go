package happening

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"chancery/internal/day"
)

// form is the version of the bytes of a trace; a reader refuses others.
const form = 1

// Append writes the trace behind b, in about 150 bytes. The same trace gives
// the same bytes.
func (t *Trace) Append(b []byte) []byte {
	b = append(b, form)
	for _, h := range [...]uint64{t.Event, t.Article, t.Copy, t.Said} {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	b = text(b, t.Type)
	b = text(b, t.Mode)
	b = text(b, t.Cameo)
	b = text(b, t.Status)
	b = append(b, byte(t.Basis)<<1|bit(t.Background))
	b = binary.AppendVarint(b, int64(t.Known))
	if t.When == day.Always {
		b = append(b, 0)
	} else {
		b = append(b, 1)
		b = binary.AppendVarint(b, int64(t.When.From)-int64(t.Known))
		b = binary.AppendVarint(b, int64(t.When.To)-int64(t.When.From))
	}
	b = t.Place.append(b)
	b = appendParties(b, t.Actors)
	b = appendParties(b, t.Recipients)
	b = binary.LittleEndian.AppendUint32(b, t.Rule)
	b = binary.LittleEndian.AppendUint32(b, t.Trigger)
	b = appendWords(b, t.Words)
	return appendWords(b, t.Title)
}

func (p *Spot) append(b []byte) []byte {
	if *p == (Spot{}) {
		return append(b, 0)
	}
	b = append(b, 1+byte(p.Size)<<2|bit(p.Located)<<1)
	b = binary.LittleEndian.AppendUint32(b, p.Name)
	b = text(b, p.Country)
	b = binary.AppendUvarint(b, uint64(p.ID))
	if p.Located {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p.Lat))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p.Lon))
	}
	return b
}

func appendParties(b []byte, ws []Who) []byte {
	b = binary.AppendUvarint(b, uint64(len(ws)))
	for i := range ws {
		w := &ws[i]
		at := len(b)
		b = append(b, 0)
		for k, h := range [...]uint32{w.ID, w.Name, w.Last, w.Given, w.Role, w.Organisation} {
			if h != 0 {
				b[at] |= 1 << k
				b = binary.LittleEndian.AppendUint32(b, h)
			}
		}
		b = text(b, w.Country)
		b = text(b, w.Sector)
		b = text(b, w.Kind)
	}
	return b
}

func appendWords(b []byte, ws []Word) []byte {
	b = binary.AppendUvarint(b, uint64(len(ws)))
	last := Word(0)
	for _, w := range ws {
		b = binary.AppendUvarint(b, uint64(w-last))
		last = w
	}
	return b
}

func text(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func bit(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// Parse reads what Append wrote. Bytes of another version, cut short or with
// more behind them are an error.
func Parse(b []byte) (Trace, error) {
	r := reader{b: b}
	if v := r.byte(); r.err == nil && v != form {
		return Trace{}, fmt.Errorf("happening: a trace of version %d; this is version %d", v, form)
	}
	t := Trace{Event: r.uint64(), Article: r.uint64(), Copy: r.uint64(), Said: r.uint64()}
	t.Type, t.Mode, t.Cameo, t.Status = r.text(), r.text(), r.text(), r.text()
	flags := r.byte()
	t.Background, t.Basis = flags&1 == 1, Basis(flags>>1)
	t.Known = r.day(0)
	t.When = day.Always
	if r.byte() == 1 {
		t.When.From = r.day(t.Known)
		t.When.To = r.day(t.When.From)
	}
	t.Place = r.spot()
	t.Actors, t.Recipients = r.parties(), r.parties()
	t.Rule, t.Trigger = r.uint32(), r.uint32()
	t.Words, t.Title = r.words(), r.words()
	switch {
	case r.err != nil:
		return Trace{}, fmt.Errorf("happening: a trace of %d bytes: %w", len(b), r.err)
	case len(r.b) > 0:
		return Trace{}, fmt.Errorf("happening: %d bytes behind a trace", len(r.b))
	}
	return t, nil
}

var errShort = errors.New("cut short")

// reader takes values off the front of b; after an error all are zero.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if r.err == nil && n > len(r.b) {
		r.err = errShort
	}
	if r.err != nil {
		r.b = nil
		return make([]byte, min(n, 8))
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *reader) uint64() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.take(len(r.b) + 1)
		return 0
	}
	r.take(n)
	return v
}

// day reads a distance from another day; bounds that a span may hold are kept.
func (r *reader) day(from day.Day) day.Day {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.take(len(r.b) + 1)
		return 0
	}
	r.take(n)
	return day.Day(int64(from) + v)
}

func (r *reader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.take(len(r.b) + 1)
		return ""
	}
	return known(r.take(int(n)))
}

// known spares a new string for the codes that nearly all traces hold.
func known(b []byte) string {
	switch string(b) {
	case "":
		return ""
	case "actual":
		return "actual"
	case "person":
		return "person"
	case "state":
		return "state"
	case "organisation":
		return "organisation"
	case "group":
		return "group"
	case "GOV":
		return "GOV"
	}
	return string(b)
}

func (r *reader) spot() Spot {
	flags := r.byte()
	if flags == 0 {
		return Spot{}
	}
	flags--
	p := Spot{Name: r.uint32(), Country: r.text(), ID: int(r.uvarint()), Size: Size(flags >> 2), Located: flags>>1&1 == 1}
	if p.Located {
		p.Lat, p.Lon = math.Float32frombits(r.uint32()), math.Float32frombits(r.uint32())
	}
	return p
}

func (r *reader) parties() []Who {
	n := r.uvarint()
	if n > maxParties {
		r.take(len(r.b) + 1)
		return nil
	}
	ws := make([]Who, n)
	for i := range ws {
		w := &ws[i]
		has := r.byte()
		for k, h := range [...]*uint32{&w.ID, &w.Name, &w.Last, &w.Given, &w.Role, &w.Organisation} {
			if has&(1<<k) != 0 {
				*h = r.uint32()
			}
		}
		w.Country, w.Sector, w.Kind = r.text(), r.text(), r.text()
	}
	return ws
}

func (r *reader) words() []Word {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.take(len(r.b) + 1)
		return nil
	}
	ws := make([]Word, n)
	last := Word(0)
	for i := range ws {
		last += Word(r.uvarint())
		ws[i] = last
	}
	return ws
}
