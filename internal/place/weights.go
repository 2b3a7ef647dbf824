package place

import (
	"io/fs"
	"strconv"

	"chancery/lexicon"
)

// weights are what resolution adds up, in units of log-odds.
type weights struct {
	population, country, division1, plain1, division2, capital, seat, town, section float64
	variant, short, preferred                                                       float64
	stated, called, holder                                                          float64
	sameCountry, sameDivision, near                                                 float64
	outletCountry, outletDivision, outletNear, outletOwn                            float64
	american                                                                        float64
}

// WeightsFile is the file of the lexicon that weights are read from.
const WeightsFile = "en/places/weights.txt"

func (w *weights) byName() map[string]*float64 {
	return map[string]*float64{
		"population": &w.population, "country": &w.country, "noted division": &w.division1, "division": &w.plain1,
		"second-level division": &w.division2, "capital": &w.capital, "seat": &w.seat, "town": &w.town, "section": &w.section,
		"variant": &w.variant, "short": &w.short, "preferred": &w.preferred,
		"stated": &w.stated, "called": &w.called, "holder": &w.holder,
		"same country": &w.sameCountry, "same division": &w.sameDivision, "near": &w.near,
		"outlet's country": &w.outletCountry, "outlet's division": &w.outletDivision, "near the outlet": &w.outletNear, "outlet's town": &w.outletOwn,
		"american": &w.american,
	}
}

// readWeights reads name | weight | where it is from. Every weight must be there.
func (t *Tagger) readWeights(fsys fs.FS) error {
	rows, err := lexicon.Table(fsys, WeightsFile, 2)
	if err != nil {
		return err
	}
	byName := t.weights.byName()
	for _, r := range rows {
		w := byName[r.Col(0)]
		if w == nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "no weight, or not for the first time: " + r.Col(0)}
		}
		if *w, err = strconv.ParseFloat(r.Col(1), 64); err != nil {
			return lexicon.Problem{File: r.File, Line: r.Line, Msg: "want a number: " + r.Col(1)}
		}
		delete(byName, r.Col(0))
	}
	for name := range byName {
		return lexicon.Problem{File: WeightsFile, Line: 1, Msg: "a weight is missing: " + name}
	}
	return nil
}
