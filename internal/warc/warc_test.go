package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
)

// rec is one record as it stands in an archive.
func rec(kind, uri, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%08x>\r\nWARC-Date: 2020-03-04T05:06:07Z\r\n"+
		"WARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, len(uri)*7919, uri, contentType, len(block), block)
}

func response(uri, body string) string {
	return rec("response", uri, "application/http; msgtype=response",
		fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
}

// pages is n responses with bodies that differ.
func pages(n int) []string {
	var out []string
	for i := range n {
		out = append(out, response(fmt.Sprintf("https://news.example/%d", i),
			fmt.Sprintf("<html><title>%d</title><p>The ministers of %d states met for day %d of the talks.</p></html>", i, i%7, i*i)))
	}
	return out
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func zst(s string, opts ...zstd.EOption) string {
	w, err := zstd.NewWriter(nil, opts...)
	if err != nil {
		panic(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

// members compresses each record by itself.
func members(records []string) string {
	var b strings.Builder
	for _, r := range records {
		b.WriteString(gz(r))
	}
	return b.String()
}

// pipe hides that an input can seek.
type pipe struct{ io.Reader }

// read lists "type uri bytes" of each record, and the damages.
func read(t testing.TB, in io.Reader, limit int64) (records []string, damages []*Damage) {
	t.Helper()
	r := NewReader(in)
	defer r.Close()
	if limit > 0 {
		r.Limit = limit
	}
	last := Place{-1, -1}
	for {
		rec, err := r.Next()
		var d *Damage
		switch {
		case err == io.EOF:
			if _, err := r.Next(); err != io.EOF {
				t.Fatalf("after the end came %v", err)
			}
			return records, damages
		case errors.As(err, &d):
			damages = append(damages, d)
		case err != nil:
			t.Fatal(err)
		default:
			if rec.Offset < last.Offset || rec.Offset == last.Offset && rec.Inner <= last.Inner {
				t.Fatalf("a record at %v after one at %v", rec.Place, last)
			}
			last = rec.Place
			records = append(records, fmt.Sprintf("%s %s %d", rec.Type, rec.URI, len(rec.Block)))
		}
	}
}

func TestForms(t *testing.T) {
	records := append([]string{rec("warcinfo", "", "application/warc-fields", "software: none\r\n")}, pages(4)...)
	all := strings.Join(records, "")
	want := []string{"warcinfo  16", "response https://news.example/0 168", "response https://news.example/1 168",
		"response https://news.example/2 168", "response https://news.example/3 168"}
	for _, c := range []struct{ name, data string }{
		{"plain", all},
		{"a member a record", members(records)},
		{"one member for all", gz(all)},
		{"members that hold several records, and none", gz(records[0]) + gz("") + gz(strings.Join(records[1:4], "")) + gz(records[4])},
		{"zstd", zst(all)},
		{"a zstd frame a record", zst(records[0]) + zst(records[1]) + zst(strings.Join(records[2:], ""))},
		{"no blank lines at the end", strings.TrimSuffix(all, "\r\n\r\n")},
		{"too many blank lines between", strings.Join(records, "\r\n\r\n\n")},
		{"one blank line between", strings.ReplaceAll(all, "\r\n\r\nWARC", "\r\nWARC")},
		{"version 1.1", strings.ReplaceAll(all, "WARC/1.0", "WARC/1.1")},
		{"names of fields in small letters", strings.ReplaceAll(strings.ReplaceAll(all, "Content-Length", "content-length"), "WARC-T", "warc-t")},
		{"addresses in angle brackets", strings.ReplaceAll(strings.ReplaceAll(all, "URI: h", "URI: <h"), "\r\nContent-Type: application/http", ">\r\nContent-Type: application/http")},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, in := range []io.Reader{strings.NewReader(c.data), pipe{strings.NewReader(c.data)}, iotest.OneByteReader(strings.NewReader(c.data)), iotest.DataErrReader(strings.NewReader(c.data))} {
				got, damages := read(t, in, 0)
				if !slices.Equal(got, want) || damages != nil {
					t.Fatalf("got  %q\nwant %q\ndamages %v", got, want, damages)
				}
			}
		})
	}
}

func TestRecord(t *testing.T) {
	first := rec("warcinfo", "", "text/plain", "x")
	data := gz(first) + gz(response("https://news.example/a", "<p>Talks.</p>"))
	r := NewReader(strings.NewReader(data))
	r.Next()
	got, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if got.Offset != int64(len(gz(first))) || got.Inner != 0 || got.Date.Format("2006-01-02T15:04:05") != "2020-03-04T05:06:07" || !got.Whole() ||
		got.Fields.Get("warc-record-id") == "" || got.Fields.Get("no-such") != "" {
		t.Errorf("%+v", got)
	}
	plain := NewReader(strings.NewReader(first + first))
	plain.Next()
	if got, err := plain.Next(); err != nil || got.Offset != int64(len(first)) {
		t.Errorf("the second of two plain records at %v, %v", got, err)
	}
	whole := NewReader(strings.NewReader(gz(first + first)))
	whole.Next()
	if got, err := whole.Next(); err != nil || got.Offset != 0 || got.Inner != int64(len(first)) {
		t.Errorf("the second record of one member at %v, %v", got, err)
	}
}

// A record larger than the limit is handed out cut, and the one after it is found.
func TestLimit(t *testing.T) {
	big := rec("response", "https://news.example/film", "video/mp4", strings.Repeat("0123456789abcdef", 1<<20))
	small := response("https://news.example/a", "<p>Talks.</p>")
	for name, data := range map[string]string{"plain": big + small, "gzip": gz(big) + gz(small)} {
		r := NewReader(strings.NewReader(data))
		r.Limit = 1000
		got, err := r.Next()
		if err != nil || got.Whole() || len(got.Block) != 1000 || got.Length != 16<<20 {
			t.Fatalf("%s: %v, %v", name, got, err)
		}
		if got, err := r.Next(); err != nil || got.URI != "https://news.example/a" || !got.Whole() {
			t.Errorf("%s: after the large record %v, %v", name, got, err)
		}
	}
}

func TestDamage(t *testing.T) {
	p := pages(5)
	length := func(s, v string) string {
		return strings.Replace(s, "Content-Length: 168\r\n\r\nHTTP", "Content-Length: "+v+"\r\n\r\nHTTP", 1)
	}
	join := func(r ...string) string { return strings.Join(r, "") }
	// The corpse of p[2] between sound neighbours.
	around := func(s string) []string { return []string{p[0], p[1], s, p[3], p[4]} }
	for _, c := range []struct {
		name, third string
		err         error
	}{
		{"a negative length", length(p[2], "-1"), ErrLength},
		{"an absurd length", length(p[2], "99999999999999"), ErrLength},
		{"a length of more than 64 bits", length(p[2], "99999999999999999999999"), ErrLength},
		{"a length that is no number", length(p[2], "many"), ErrLength},
		{"an empty length", length(p[2], ""), ErrLength},
		{"no length at all", strings.Replace(p[2], "Content-Length: 168\r\n\r\nHTTP", "\r\nHTTP", 1), ErrLength},
		{"a length too small", length(p[2], "100"), ErrLength},
		{"a length that reaches into the next version line", length(p[2], "175"), nil},
		{"a length that reaches into the next record", length(p[2], "300"), nil},
		{"a length that swallows the rest", length(p[2], "5000"), nil},
		{"no version line", strings.Replace(p[2], "WARC/1.0", "HELLO", 1), ErrHeader},
		{"a header without colons", strings.Replace(p[2], "WARC-Type: response", "WARC-Type response", 1), ErrHeader},
		{"a header without end", strings.Replace(p[2], "Content-Length", strings.Repeat("X: y\r\n", 60000)+"Content-Length", 1), ErrHeader},
	} {
		t.Run(c.name, func(t *testing.T) {
			want, _ := read(t, strings.NewReader(join(p[0], p[1], p[3], p[4])), 0)
			for form, data := range map[string]string{"plain": join(around(c.third)...), "members": members(around(c.third)), "one member": gz(join(around(c.third)...)), "zstd": zst(join(around(c.third)...))} {
				for _, in := range []io.Reader{strings.NewReader(data), pipe{strings.NewReader(data)}} {
					got, damages := read(t, in, 0)
					if !slices.Equal(got, want) {
						t.Errorf("%s: got %q, want %q", form, got, want)
					}
					if len(damages) != 1 || c.err != nil && !errors.Is(damages[0], c.err) {
						t.Fatalf("%s: damages %v, want one %v", form, damages, c.err)
					}
					at := int64(len(p[0]) + len(p[1]))
					if form == "members" {
						at = int64(len(gz(p[0])) + len(gz(p[1])))
					}
					if d := damages[0]; d.Offset+d.Inner != at {
						t.Errorf("%s: damage at %v, want %d", form, d.Place, at)
					}
				}
			}
		})
	}
}

// Text that speaks of WARC is not taken for a record.
func TestDecoy(t *testing.T) {
	decoy := response("https://news.example/warc", "A record begins with a line:\r\n\r\nWARC/1.0\r\n\r\nand so does\nWARC/1.1\nWARC-Type: response\n\nthis.")
	broken := strings.Replace(decoy, "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: y\r\n", 1)
	sound := pages(1)[0]
	got, damages := read(t, strings.NewReader(broken+sound), 0)
	if len(got) != 1 || len(damages) != 1 {
		t.Errorf("read %q, %v", got, damages)
	}
}

// Whatever happens to one member, the records of the others come through.
func TestMemberDamage(t *testing.T) {
	p := pages(6)
	before, third, after := members(p[:2]), gz(p[2]), members(p[3:])
	others := slices.Delete(slices.Clone(p), 2, 3)
	want, _ := read(t, strings.NewReader(members(others)), 0)
	all, _ := read(t, strings.NewReader(members(p)), 0)
	check := func(what, corpse string, tail bool) {
		t.Helper()
		data := before + corpse
		if tail {
			data += after
		}
		for _, in := range []io.Reader{strings.NewReader(data), pipe{strings.NewReader(data)}} {
			got, damages := read(t, in, 0)
			w, a := want, all
			if !tail {
				w, a = want[:2], all[:3]
			}
			switch {
			case slices.Equal(got, w) && (len(damages) == 1 || corpse == ""):
			case slices.Equal(got, a) && damages == nil: // flags, times: nothing of the content
			default:
				t.Fatalf("%s: read %q, damages %v", what, got, damages)
			}
		}
	}
	for i := range len(third) {
		flipped := []byte(third)
		flipped[i] ^= 0x10
		check(fmt.Sprintf("bit flipped in byte %d", i), string(flipped), true)
		check(fmt.Sprintf("byte %d lost", i), third[:i]+third[i+1:], true)
		check(fmt.Sprintf("cut at %d and gone on", i), third[:i], true)
		check(fmt.Sprintf("cut at %d", i), third[:i], false)
	}
	check("zeros between", strings.Repeat("\x00", 1000), true)
	check("an alien member", gz("not a record"), true)
}

// Damage inside one stream for all costs what follows it and nothing before.
func TestStreamDamage(t *testing.T) {
	p := pages(4000)
	for name, data := range map[string]string{"gzip": gz(strings.Join(p, "")), "zstd": zst(strings.Join(p, ""))} {
		got, damages := read(t, strings.NewReader(data[:len(data)/2]), 0)
		if len(got) < 100 || len(damages) != 1 || !errors.Is(damages[0], ErrMember) {
			t.Errorf("%s: %d records before the cut, damages %v", name, len(got), damages)
		}
	}
}

// An input's own error is no damage, and ends the archive.
func TestInputError(t *testing.T) {
	p := pages(3)
	fault := errors.New("disk on fire")
	for name, data := range map[string]string{"plain": strings.Join(p, ""), "gzip": members(p)} {
		r := NewReader(io.MultiReader(strings.NewReader(data[:len(data)-40]), iotest.ErrReader(fault)))
		n := 0
		var err error
		for err == nil {
			if _, err = r.Next(); err == nil {
				n++
			}
		}
		if n != 2 || !errors.Is(err, fault) {
			t.Errorf("%s: %d records, then %v", name, n, err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: then %v", name, err)
		}
	}
}

func TestZstdDictionary(t *testing.T) {
	p := pages(50)
	var samples [][]byte
	for _, r := range p {
		samples = append(samples, []byte(r))
	}
	dict, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 7, Contents: samples, History: []byte(p[0] + p[1]), Offsets: [3]int{1, 4, 8}})
	if err != nil {
		t.Fatal(err)
	}
	frame := func(content string) string {
		n := len(content)
		return string([]byte{0x5d, 0x2a, 0x4d, 0x18, byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) + content
	}
	var data strings.Builder
	for _, r := range p {
		data.WriteString(zst(r, zstd.WithEncoderDict(dict)))
	}
	for name, head := range map[string]string{"as it is": frame(string(dict)), "compressed": frame(zst(string(dict)))} {
		if got, damages := read(t, strings.NewReader(head+data.String()), 0); len(got) != len(p) || damages != nil {
			t.Errorf("%s: %d records, damages %v", name, len(got), damages)
		}
	}
	if got, damages := read(t, strings.NewReader(frame(string(dict))[:20]), 0); got != nil || len(damages) != 1 {
		t.Errorf("cut short: %q, %v", got, damages)
	}
}

func FuzzReader(f *testing.F) {
	p := pages(3)
	for _, s := range []string{strings.Join(p, ""), members(p), gz(strings.Join(p, "")), zst(p[0]), "WARC/1.0\r\n", "WARC/1.0\r\nContent-Length: 9\r\n\r\nx", "\x1f\x8b\x08", "\x5d\x2a\x4d\x18\x05\x00\x00\x00"} {
		f.Add([]byte(s), uint16(100))
	}
	f.Fuzz(func(t *testing.T, b []byte, limit uint16) {
		seekable, damages := read(t, bytes.NewReader(b), int64(limit)+1)
		piped, _ := read(t, pipe{bytes.NewReader(b)}, int64(limit)+1)
		if !slices.Equal(seekable, piped) {
			t.Errorf("a file gives %q, a pipe %q", seekable, piped)
		}
		if len(seekable)+len(damages) > len(b) {
			t.Errorf("%d records and %d damages in %d bytes", len(seekable), len(damages), len(b))
		}
	})
}

// corpus is an archive of some 64 MB inflated, of pages of some 40 KB.
func corpus() []string {
	var page strings.Builder
	for i := range 600 {
		fmt.Fprintf(&page, "<div class=\"c%x\"><p>Envoy %d of %x said that clause %d on the %x river stands.</p></div>\n", i*7919, i*31, i*104729, i%13, i*i*31)
	}
	var out []string
	for i := range 1600 {
		out = append(out, response(fmt.Sprintf("https://news.example/%d", i), fmt.Sprint(i)+page.String()))
	}
	return out
}

func BenchmarkReader(b *testing.B) {
	records := corpus()
	all := strings.Join(records, "")
	small := strings.Join(pages(100_000), "")
	for _, c := range []struct {
		name, data string
		inflated   int
	}{
		{"pages of 45 KB, plain", all, len(all)},
		{"pages of 45 KB, a member a record", members(records), len(all)},
		{"pages of 45 KB, one member", gz(all), len(all)},
		{"pages of 45 KB, zstd", zst(all), len(all)},
		{"records of 0.4 KB, plain", small, len(small)},
		{"records of 0.4 KB, a member a record", members(pages(100_000)), len(small)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(c.inflated))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				r := NewReader(strings.NewReader(c.data))
				for {
					rec, err := r.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					if _, err := rec.Open(); err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
