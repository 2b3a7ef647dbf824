package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/klauspost/compress/zstd"

	"chancery/internal/record"
)

// Both are safe for concurrent use. The encoder is made with one level for all
// stores: what is stored must be the same bytes on every machine.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(256<<20))
)

func pack(b []byte) []byte { return packer.EncodeAll(b, nil) }

func unpack(b []byte) ([]byte, error) { return unpacker.DecodeAll(b, nil) }

// hash is 16 bytes of SHA-256.
func hash(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)[:16]
}

// noSource stands for an article's source in stored records: the article's own
// row has it.
var noSource = &record.Source{}

// packRecords keeps the records of an article without what the article has
// already: its source and the words of its text. Without keepText the entry's
// sentence goes too. The records come back as they were given.
func packRecords(rs []record.Record, text string, keepText bool) []byte {
	var b []byte
	for i := range rs {
		r := rs[i]
		r.Doc = noSource
		if r.Entry != nil && !keepText {
			r.Entry = &record.Entry{Date: r.Entry.Date, Events: r.Entry.Events}
		}
		r.Words(func(word *string, _, _ int) { *word = "" })
		b = append(r.AppendJSON(b), '\n')
		// What lies behind pointers is shared with the record given.
		r.Words(func(word *string, start, end int) { *word = text[start:end] })
	}
	return pack(b)
}

// unpackRecords gives the records of an article, with their source, and with
// their words where the text is kept.
func unpackRecords(b []byte, src *record.Source, text string) ([]record.Record, error) {
	b, err := unpack(b)
	if err != nil {
		return nil, fmt.Errorf("records: %w", err)
	}
	var out []record.Record
	for line := range strings.Lines(string(b)) {
		var r record.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return nil, fmt.Errorf("records: %w", err)
		}
		r.Doc = src
		bad := false
		if text != "" {
			r.Words(func(word *string, start, end int) {
				if start < 0 || end < start || end > len(text) {
					bad = true
					return
				}
				*word = text[start:end]
			})
		}
		if bad {
			return nil, fmt.Errorf("record %s: its offsets lie outside the text of %d bytes", r.ID, len(text))
		}
		out = append(out, r)
	}
	return out, nil
}
