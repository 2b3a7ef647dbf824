package warc

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// gzipMagic is ID1, ID2 and CM of RFC 1952; no other method was ever defined.
var gzipMagic = []byte{0x1f, 0x8b, 8}

// openMember begins the gzip member at hand; io.EOF when there is none.
func (r *Reader) openMember() error {
	r.raw.hold()
	r.member = r.raw.offset()
	_, err := r.raw.peek(1)
	if err == io.EOF {
		r.then = finished
		return io.EOF
	}
	if err == nil {
		err = r.startMember()
	}
	if err != nil {
		return r.damaged(0, err)
	}
	return nil
}

func (r *Reader) startMember() error {
	var err error
	if r.inflate == nil {
		r.inflate, err = gzip.NewReader(&r.raw)
	} else {
		err = r.inflate.Reset(&r.raw)
	}
	if err != nil {
		return unexpected(err)
	}
	r.inflate.Multistream(false)
	r.inner.reset(r.inflate)
	return nil
}

// nextMember goes back behind the beginning of a damaged member, which may have
// run into those after it, and on to the next one that holds records.
func (r *Reader) nextMember() error {
	s := &r.raw
	s.again(r.member)
	for {
		b := s.buf[s.r:s.w]
		i := bytes.Index(b, gzipMagic)
		if i < 0 {
			s.r = max(s.r, s.w-len(gzipMagic)+1)
			s.mark = -1
			err := s.fill()
			if err == nil {
				continue
			}
			r.then = finished
			return err
		}
		s.r += i
		s.hold()
		r.member = s.offset()
		if r.plausible() {
			return nil
		}
		s.again(r.member)
	}
}

// plausible begins the member at hand and reports whether it holds records.
// Three bytes of the magic come up by chance once in 16 MB.
func (r *Reader) plausible() bool {
	if head, _ := r.raw.peek(10); len(head) < 10 || head[3]&0xe0 != 0 {
		return false
	}
	if r.startMember() != nil {
		return false
	}
	head, _ := r.inner.peek(len(version) + 4)
	return bytes.HasPrefix(bytes.TrimLeft(head, "\r\n"), version)
}

// Frames of zstd (RFC 8878): of data, and the one to be skipped
// that may hold the dictionary of an archive (the IIPC's WARC-zstd proposal).
const (
	zstdFrame = 0xfd2fb528
	dictFrame = 0x184d2a5d
	// Largest dictionary; those in use have 100 KB to 1 MB.
	maxDict   = 16 << 20
	maxWindow = 256 << 20
)

func zstdMagic(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	m := binary.LittleEndian.Uint32(b)
	return m == zstdFrame || m == dictFrame
}

// openZstd reads the dictionary, if there is one, and begins the stream. The
// decoder reads ahead of itself, so places count inflated bytes from its start.
func (r *Reader) openZstd() error {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxWindow)}
	head, _ := r.raw.peek(8)
	if len(head) == 8 && binary.LittleEndian.Uint32(head) == dictFrame {
		dict, err := r.dictionary(int64(binary.LittleEndian.Uint32(head[4:])))
		if err != nil {
			r.then = finished
			return &Damage{Err: fmt.Errorf("%w: zstd dictionary: %w", ErrMember, err)}
		}
		options = append(options, zstd.WithDecoderDicts(dict))
	}
	z, err := zstd.NewReader(&r.raw, options...)
	if err != nil {
		r.then = finished
		return &Damage{Err: fmt.Errorf("%w: zstd: %w", ErrMember, err)}
	}
	rc := z.IOReadCloser()
	r.zst = rc
	r.inner.reset(rc)
	return nil
}

// dictionary reads the dictionary frame, whose content is one, as it is or
// itself compressed.
func (r *Reader) dictionary(n int64) ([]byte, error) {
	if n > maxDict {
		return nil, fmt.Errorf("of %d bytes", n)
	}
	r.raw.r += 8
	dict := make([]byte, n)
	if _, err := io.ReadFull(&r.raw, dict); err != nil {
		return nil, unexpected(err)
	}
	if !zstdMagic(dict) {
		return dict, nil
	}
	z, err := zstd.NewReader(bytes.NewReader(dict), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDict))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	out, err := io.ReadAll(io.LimitReader(z, maxDict+1))
	if err == nil && len(out) > maxDict {
		err = errors.New("too large")
	}
	return out, err
}
