package record

import (
	"math"
	"strconv"

	"chancery/internal/doc"
)

// AppendLayers appends what stands under the events (sentences and tokens,
// entities, times, places, quotations) as one JSON object, without a newline.
// Heads of tokens are 1-based within their sentence, 0 for its root.
func AppendLayers(b []byte, d *doc.Document) []byte {
	o := open(b)
	o.str("id", d.ID)
	o.opt("url", d.URL)
	o.opt("title", d.Title)
	o.opt("published", d.Published)
	o.key("dateline")
	o.b = Dateline{d.Dateline.Place, d.Dateline.Date}.appendJSON(o.b)
	o.opt("agency", d.Agency)
	o.opt("publisher", d.Publisher)
	o.opt("lang", d.Lang)
	list(&o, "sentences", len(d.Sentences), func(i int, b []byte) []byte { return appendSentence(b, d, i) })
	list(&o, "entities", len(d.Entities), func(i int, b []byte) []byte {
		e := open(b)
		e.span(d.Entities[i].Span)
		e.str("type", d.Entities[i].Type)
		return e.close()
	})
	list(&o, "times", len(d.Times), func(i int, b []byte) []byte {
		t := &d.Times[i]
		e := open(b)
		e.span(t.Span)
		e.str("type", t.Type)
		e.str("value", t.Value)
		if t.Mod != "" {
			e.str("mod", t.Mod)
		}
		return e.close()
	})
	list(&o, "places", len(d.Places), func(i int, b []byte) []byte {
		p := placeOf(d, &d.Places[i])
		e := open(b)
		e.int("start", p.Start)
		e.int("end", p.End)
		e.opt("name", p.Name)
		e.gazetteer(&p)
		e.opt("precision", p.Precision)
		return e.close()
	})
	list(&o, "quotations", len(d.Quotations), func(i int, b []byte) []byte {
		q := &d.Quotations[i]
		e := open(b)
		e.spans("source", q.Source)
		e.spans("cue", q.Cue)
		e.spans("content", q.Content)
		e.bool("direct", q.Direct)
		return e.close()
	})
	return o.close()
}

func appendSentence(b []byte, d *doc.Document, i int) []byte {
	s := &d.Sentences[i]
	o := open(b)
	o.span(s.Span)
	list(&o, "tokens", s.Last-s.First, func(k int, b []byte) []byte {
		t := &d.Tokens[s.First+k]
		e := open(b)
		e.span(t.Span)
		e.str("form", d.Text[t.Start:t.End])
		e.str("lemma", t.Lemma)
		e.str("upos", t.UPOS)
		e.opt("feats", t.Feats)
		head := 0
		if t.Head >= 0 {
			head = t.Head - s.First + 1
		}
		e.int("head", head)
		e.str("deprel", t.Deprel)
		return e.close()
	})
	return o.close()
}

func list(o *object, k string, n int, item func(i int, b []byte) []byte) {
	o.key(k)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = item(i, o.b)
	}
	o.b = append(o.b, ']')
}

func (o *object) span(s doc.Span) {
	o.int("start", s.Start)
	o.int("end", s.End)
}

func (o *object) spans(k string, ss []doc.Span) {
	list(o, k, len(ss), func(i int, b []byte) []byte {
		b = append(b, `{"start":`...)
		b = strconv.AppendInt(b, int64(ss[i].Start), 10)
		b = append(b, `,"end":`...)
		b = strconv.AppendInt(b, int64(ss[i].End), 10)
		return append(b, '}')
	})
}

// placeOf publishes a toponym.
func placeOf(d *doc.Document, t *doc.Toponym) Place {
	return Place{
		Text: d.Slice(t.Span), Start: t.Start, End: t.End, Name: t.Name, Country: t.Country, Admin1: t.Admin1,
		GeoNamesID: t.GeoNamesID, Lat: degrees(t.Lat), Lon: degrees(t.Lon), Located: t.Resolved, Precision: t.Precision,
	}
}

// degrees keeps five decimals, a metre or so: what is printed and what is kept
// are then the same number.
func degrees(v float64) float64 { return math.Round(v*1e5) / 1e5 }
