// Package shingle recognises copies of one text: the report of an agency as
// several papers print it, under other headlines, cut, with other quotation
// marks, among other things of the page.
//
// A text is the set of its shingles, five words in a row each, in lower case and
// without marks. A signature keeps the smallest of their hashes, which is a
// random sample of the set; because all texts sample by the same hash, two
// samples say how much of one text stands in the other (Broder, "On the
// resemblance and containment of documents", 1997). Keys find the texts worth
// comparing: each is of two sampled shingles that follow one another, so that
// two texts share a key where they share a passage, and seldom for a stock
// phrase.
package shingle

import (
	"encoding/binary"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// width is the number of words in a shingle: shorter ones are shared by chance,
// longer ones are broken by every edit.
const width = 5

// kept is how many hashes a signature holds: of two texts of one length, a share
// of 0.7 is then known to within 0.04.
const kept = 128

// bits of a hash that are kept. In two texts of 500 words two shingles are taken
// for one once in thirty pairs of texts, which moves no share by a hundredth.
const bits = 24

// Signature is what is kept of a text to compare it by, 130 to 330 bytes.
type Signature struct {
	// Words is the number of shingles, about that of the text's words.
	Words  int
	hashes []uint32 // the smallest, ascending, without duplicates
}

// Read is the signature of a text and the keys to find its copies by. Texts of
// fewer than five words have neither.
func Read(text string) (Signature, []int64) {
	hs := hashes(text)
	keys := keysOf(hs)
	return Signature{len(hs), smallest(hs)}, keys
}

// Of is the signature of a text.
func Of(text string) Signature {
	hs := hashes(text)
	return Signature{len(hs), smallest(hs)}
}

// smallest are the kept smallest of the hashes.
func smallest(hs []uint64) []uint32 {
	const all = 1 << bits
	limit := uint32(all)
	out := make([]uint32, 0, min(len(hs), 2*kept))
	if n := len(hs); n > 2*kept {
		// of n even hashes 1.5 times as many as are wanted lie below this, and
		// hardly ever too few
		limit = uint32(uint64(all) * kept * 3 / 2 / uint64(n))
	}
	for {
		for _, h := range hs {
			if v := uint32(h >> (64 - bits)); v < limit {
				out = append(out, v)
			}
		}
		slices.Sort(out)
		out = slices.Compact(out)
		if len(out) >= kept || limit == all {
			return slices.Clone(out[:min(len(out), kept)])
		}
		out, limit = out[:0], all // a text that repeats itself
	}
}

// The sample of shingles of which keys are made, and how many keys a text has.
// Among 8,705 stories of a news agency, one in four and eight keys find 0.99 of
// the pairs of copies and leave one false candidate a story.
const (
	sampled = 4
	keys    = 8
)

// keysOf are the smallest hashes of two sampled shingles that follow one another.
func keysOf(hs []uint64) []int64 {
	var all []int64
	last := uint64(0)
	for _, h := range hs {
		if h > ^uint64(0)/sampled {
			continue
		}
		if last != 0 {
			all = append(all, int64(mix(last*prime^h)))
		}
		last = h
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.Clone(all[:min(len(all), keys)])
}

// Shares compares two texts: resemblance is the share of the shingles of either
// that both have, contained the share of the shorter text that stands in the
// longer.
func Shares(a, b *Signature) (resemblance, contained float64) {
	// Both samples are whole below the smaller of their bounds.
	bound := min(a.bound(), b.bound())
	var both, na, nb int
	i := 0
	for _, h := range b.hashes {
		if h > bound {
			break
		}
		nb++
		for i < len(a.hashes) && a.hashes[i] < h {
			i++
		}
		if i < len(a.hashes) && a.hashes[i] == h {
			both++
		}
	}
	for _, h := range a.hashes {
		if h > bound {
			break
		}
		na++
	}
	if na == 0 || nb == 0 {
		return 0, 0
	}
	// a text that repeats itself may be the longer one and have fewer shingles
	return float64(both) / float64(na+nb-both), float64(both) / float64(min(na, nb))
}

// bound is the hash up to which the signature holds all of the text's.
func (s *Signature) bound() uint32 {
	if len(s.hashes) < kept {
		return 1<<bits - 1
	}
	return s.hashes[kept-1]
}

// Bounds for copies. Of sixty pairs of stories of an agency that share half to
// nine tenths of the shorter one, read one by one, this bound tells copies from
// others best; below it stand follow-ups that repeat their background, and forms
// filled in with other figures, which reach 0.9 when they are weekly. So a copy
// must also be near in time. `chancery eval copies` repeats it.
const (
	Contained = 0.62
	Days      = 4 // between the publication of copies

	fewest = 20 // shingles of a text that can be known by them
)

// Copies reports whether two texts, published no more than Days apart, are
// copies of one.
func Copies(a, b *Signature) bool {
	if min(a.Words, b.Words) < fewest {
		return false
	}
	_, c := Shares(a, b)
	return c >= Contained
}

// form is the version of the bytes of a signature.
const form = 1

// Append writes the signature behind b. The same text gives the same bytes.
func (s *Signature) Append(b []byte) []byte {
	b = append(b, form)
	b = binary.AppendUvarint(b, uint64(s.Words))
	last := uint32(0)
	for _, h := range s.hashes {
		b = binary.AppendUvarint(b, uint64(h-last))
		last = h
	}
	return b
}

// Parse reads what Append wrote; anything else is an error.
func Parse(b []byte) (Signature, error) {
	if len(b) == 0 || b[0] != form {
		return Signature{}, fmt.Errorf("shingle: no signature of version %d", form)
	}
	rest := b[1:]
	take := func() (uint64, bool) {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return 0, false
		}
		rest = rest[n:]
		return v, true
	}
	words, ok := take()
	if !ok || words > 1<<40 {
		return Signature{}, fmt.Errorf("shingle: a signature of %d bytes is cut short", len(b))
	}
	s := Signature{Words: int(words)}
	last := uint64(0)
	for len(rest) > 0 {
		d, ok := take()
		last += d
		if !ok || d >= 1<<bits || last >= 1<<bits || d == 0 && len(s.hashes) > 0 || len(s.hashes) == kept {
			return Signature{}, fmt.Errorf("shingle: a signature of %d bytes is damaged", len(b))
		}
		s.hashes = append(s.hashes, uint32(last))
	}
	return s, nil
}

// hashes are those of every shingle of a text, in text order.
func hashes(text string) []uint64 {
	r := roller{out: make([]uint64, 0, len(text)/5), word: seed}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			switch class[c] {
			case letter:
				r.letter(uint64(c | 0x20))
			case blank:
				r.end()
			}
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case c == '’' || c == '‘' || c == 'ʼ' || c == softHyphen || unicode.Is(unicode.Mn, c):
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			r.letter(uint64(unicode.ToLower(c)))
		default:
			r.end()
		}
	}
	r.end()
	return r.out
}

// roller makes shingles of words that come letter by letter.
type roller struct {
	out            []uint64
	w1, w2, w3, w4 uint64 // the words before the present one
	word           uint64
	letters, words int
}

func (r *roller) letter(c uint64) {
	r.word = (r.word ^ c) * prime
	r.letters++
}

func (r *roller) end() {
	if r.letters == 0 {
		return
	}
	if r.words++; r.words >= width {
		r.out = append(r.out, mix(join(join(join(join(r.w4, r.w3), r.w2), r.w1), r.word)))
	}
	r.w4, r.w3, r.w2, r.w1 = r.w3, r.w2, r.w1, r.word
	r.word, r.letters = seed, 0
}

// join is the hash of two words, or of several and one more, in their order.
func join(a, b uint64) uint64 {
	h := (a ^ b>>7) * prime
	return (h ^ h>>29) + b
}

const softHyphen = 0xAD

// FNV-1a over runes; mix does the rest.
const (
	seed  = 14695981039346656037
	prime = 1099511628211
)

// What a byte of ASCII is.
const (
	blank  = iota // ends a word
	letter        // or digit
	inside        // an apostrophe, which may be written in many ways
)

var class = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			t[c] = letter
		case c == '\'' || c == '`':
			t[c] = inside
		}
	}
	return t
}()

// mix spreads a hash over all its bits (the finaliser of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
