package place

import "unicode/utf8"

// Fold appends name to dst in the form that names are compared in: no case, no
// marks on letters, apostrophes and full stops dropped, everything else that is
// no letter or digit one blank, and "st", "mt", "ft" written out.
func Fold(dst []byte, name string) []byte {
	base := len(dst)
	word := base // where the present word begins
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				dst = append(dst, c)
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c|0x20)
			case c == '\'' || c == '.' || c == '`':
			default:
				dst, word = endWord(dst, base, word)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(name[i:])
		i += n
		switch {
		case 0xC0 <= r && r < 0x250 && latin[r-0xC0] != ".":
			dst = append(dst, latin[r-0xC0]...)
		case 0x1E00 <= r && r < 0x1F00 && latinExtended[r-0x1E00] != ".":
			dst = append(dst, latinExtended[r-0x1E00]...)
		case r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ' || r == 'ʾ' || r == 'ʿ' || 0x300 <= r && r < 0x370:
		case r == utf8.RuneError || r < 0x250 || 0x2000 <= r && r < 0x2070 || r == 0x3000:
			dst, word = endWord(dst, base, word)
		default:
			dst = append(dst, name[i-n:i]...)
		}
	}
	dst, _ = endWord(dst, base, word)
	if len(dst) > base && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// endWord writes out a shortened word and puts a blank after it.
func endWord(dst []byte, base, word int) ([]byte, int) {
	if len(dst) == word {
		return dst, word
	}
	switch string(dst[word:]) {
	case "st":
		dst = append(dst[:word], "saint"...)
	case "ste":
		dst = append(dst[:word], "sainte"...)
	case "mt":
		dst = append(dst[:word], "mount"...)
	case "ft":
		dst = append(dst[:word], "fort"...)
	}
	dst = append(dst, ' ')
	return dst, len(dst)
}

// hash is FNV-1a over a folded name, cut to the 40 bits the index keeps.
func hash(folded []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range folded {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return (h ^ h>>40) & hashMask
}
