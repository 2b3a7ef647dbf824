package warc

import "io"

const (
	readSize = 64 << 10 // bytes asked of the input at a time
	// Bytes kept behind the reading position so that a damaged record can be
	// read again from its beginning; an archived page has some 100 KB.
	keepBack = 4 << 20
	// Bytes that may be read again beyond four times those read once. It bounds
	// what a file made to look damaged everywhere can cost.
	rereadAllowance = 64 << 20
)

// source is a buffered input that knows its offset and can go back to a mark.
// Its ReadByte lets flate take no byte more than a member has.
type source struct {
	in     io.Reader
	buf    []byte
	r, w   int   // buf[r:w] is read ahead
	base   int64 // offset in the input of buf[0]
	mark   int   // buf[mark:r] is kept; -1 when nothing is
	err    error // of in, once met
	reread int64 // bytes gone back over so far
}

func (s *source) reset(in io.Reader) {
	*s = source{in: in, buf: s.buf, mark: -1}
	if s.buf == nil {
		s.buf = make([]byte, 2*readSize)
	}
}

// offset is the position of the next byte.
func (s *source) offset() int64 { return s.base + int64(s.r) }

// hold keeps what is read from here on, as far as keepBack reaches.
func (s *source) hold() { s.mark = s.r }

// again goes to just behind an offset already met, back where it must, or as near
// to it as bytes are kept.
func (s *source) again(at int64) {
	to := at + 1
	if to > s.offset() {
		s.ReadByte()
		return
	}
	if s.reread > 4*s.offset()+rereadAllowance {
		return
	}
	from := s.offset()
	first := s.r
	if s.mark >= 0 {
		first = s.mark
	}
	if to < s.base+int64(first) && s.seek(to) {
		s.reread += from - to
		return
	}
	s.r = min(s.r, max(first, int(to-s.base)))
	s.reread += from - s.offset()
}

// seek goes back in an input that allows it, such as a file.
func (s *source) seek(to int64) bool {
	f, ok := s.in.(io.Seeker)
	if !ok {
		return false
	}
	if _, err := f.Seek(to, io.SeekStart); err != nil {
		return false
	}
	s.r, s.w, s.base, s.mark, s.err = 0, 0, to, -1, nil
	return true
}

// fill reads more of the input behind what is there.
func (s *source) fill() error {
	if s.err != nil {
		return s.err
	}
	if len(s.buf)-s.w < readSize {
		s.room()
	}
	for range 100 {
		n, err := s.in.Read(s.buf[s.w:])
		s.w += n
		s.err = err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	s.err = io.ErrNoProgress
	return s.err
}

// room drops what need not be kept, and grows the buffer where that is little.
func (s *source) room() {
	from := s.r
	if s.mark >= 0 {
		if s.r-s.mark > keepBack {
			s.mark = s.r - keepBack
		}
		from = s.mark
	}
	to := s.buf
	if kept := s.w - from; 2*kept+readSize > len(s.buf) {
		to = make([]byte, 2*len(s.buf))
	}
	copy(to, s.buf[from:s.w])
	s.buf = to
	s.base += int64(from)
	s.r -= from
	s.w -= from
	if s.mark >= 0 {
		s.mark = 0
	}
}

// peek is the next n bytes, or fewer with the reason.
func (s *source) peek(n int) ([]byte, error) {
	for s.w-s.r < n {
		if err := s.fill(); err != nil {
			return s.buf[s.r:s.w], err
		}
	}
	return s.buf[s.r : s.r+n], nil
}

func (s *source) ReadByte() (byte, error) {
	if s.r == s.w {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	c := s.buf[s.r]
	s.r++
	return c, nil
}

func (s *source) Read(p []byte) (int, error) {
	if s.r == s.w {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.buf[s.r:s.w])
	s.r += n
	return n, nil
}

// skip passes over n bytes and returns how many there were.
func (s *source) skip(n int64) (int64, error) {
	left := n
	for {
		k := min(left, int64(s.w-s.r))
		s.r += int(k)
		if left -= k; left == 0 {
			return n, nil
		}
		if err := s.fill(); err != nil {
			return n - left, err
		}
	}
}
