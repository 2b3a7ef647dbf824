package store

import "strconv"

// AppendJSON appends the record as `chancery code` prints it, with what the
// store adds under "kept": since when it is known and until when it stood, which
// version coded it, and, for an event, its happening and who took part.
func (k *Kept) AppendJSON(b []byte) []byte {
	b = k.Record.AppendJSON(b)
	b = b[:len(b)-1] // the record's closing brace
	b = append(b, `,"kept":{"known":`...)
	b = appendDay(b, k.Known.String())
	b = append(b, `,"withdrawn":`...)
	b = appendDay(b, k.Withdrawn.String())
	b = append(b, `,"coder":`...)
	b = strconv.AppendQuote(b, k.Coder) // of letters, digits and points
	if k.Happening != "" {
		b = append(b, `,"happening":"`...)
		b = append(b, k.Happening...)
		b = append(b, `","who":[`...)
		for i, who := range k.Who {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendDay(b, who)
		}
		b = append(b, ']')
	}
	return append(b, "}}"...)
}

// appendDay appends a string that needs no escapes, or null.
func appendDay(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return strconv.AppendQuote(b, s)
}
