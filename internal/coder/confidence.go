package coder

import (
	"fmt"
	"io/fs"

	"chancery/lexicon"
)

// share is a point of the line from the weight of a reading to the share of
// such readings that are right.
type share struct{ raw, right float64 }

func loadShares(fsys fs.FS) ([]share, error) {
	rows, err := lexicon.Table(fsys, sharesFile, 2)
	if err != nil {
		return nil, err
	}
	var out []share
	for _, r := range rows {
		var s share
		if _, err := fmt.Sscan(r.Col(0)+" "+r.Col(1), &s.raw, &s.right); err != nil {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: "want two numbers: " + err.Error()}
		}
		if n := len(out); n > 0 && (s.raw <= out[n-1].raw || s.right <= out[n-1].right) {
			return nil, lexicon.Problem{File: r.File, Line: r.Line, Msg: "both columns must rise"}
		}
		out = append(out, s)
	}
	if len(out) < 2 {
		return nil, lexicon.Problem{File: sharesFile, Line: 1, Msg: "want at least two rows"}
	}
	return out, nil
}

// calibrated is the share of readings of weight raw that are right.
func (v *vocabulary) calibrated(raw float64) float64 {
	s := v.shares
	for i := 1; i < len(s); i++ {
		if raw <= s[i].raw || i == len(s)-1 {
			a, b := s[i-1], s[i]
			p := a.right + (raw-a.raw)/(b.raw-a.raw)*(b.right-a.right)
			return max(0, min(b.right, p))
		}
	}
	return raw
}
