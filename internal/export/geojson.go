package export

import (
	"chancery/internal/atlas"
	"chancery/internal/happening"
)

type geoJSON struct {
	*run
	c *atlas.Collection
}

func newGeoJSON(r *run) (encoder, error) {
	c, err := atlas.NewCollection(r.w)
	return &geoJSON{r, c}, err
}

func (f *geoJSON) add(h *happening.Happening) error {
	p := h.Place
	if p == nil || !p.Located || !atlas.OnEarth(p.Lat, p.Lon) {
		f.sum.leave("no point")
		return nil
	}
	e := atlas.Event{
		ID: h.ID, Type: h.Type, Quad: h.Quad, Status: h.Status, Date: h.Date,
		Place: p.Name, Country: p.Country, Precision: p.Precision, Basis: p.Basis, Lat: p.Lat, Lon: p.Lon,
		Actors: names(h.Actors), Recipients: names(h.Recipients), Reports: len(h.Reports), Publishers: h.Publishers,
	}
	if f.opts.Evidence && len(h.Reports) > 0 {
		e.Evidence = h.Reports[0].Evidence.Text
	}
	f.sum.Rows++
	return f.c.Add(&e)
}

func (f *geoJSON) close() error { return f.c.Close() }

func names(ps []happening.Party) []string {
	out := make([]string, len(ps))
	for i := range ps {
		out[i] = ps[i].Name
	}
	return out
}
