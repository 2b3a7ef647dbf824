package render

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"strconv"
	"strings"

	"chancery/internal/record"
)

// CSVHeader names the columns of CSV. Lists stand in one cell, joined by "; ".
func CSVHeader() []byte { return csvRow(csvColumns) }

var csvColumns = []string{
	"doc", "url", "published", "kind", "id", "date", "date_basis", "type", "mode", "contexts", "cameo", "quad", "score", "status",
	"actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries", "recipient_sectors",
	"place", "place_country", "admin1", "geonames_id", "lat", "lon", "precision", "place_basis", "toll", "summary",
	"attributed_to", "quoted", "background", "confidence", "trigger", "start", "end", "evidence",
}

// CSV is one row for each record. An event fills every column; the other kinds
// fill those that they have and say the rest in summary.
func CSV(rs []record.Record) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for i := range rs {
		// A bytes.Buffer takes everything.
		_ = w.Write(csvCells(&rs[i]))
	}
	w.Flush()
	return b.Bytes()
}

func csvRow(cells []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(cells)
	w.Flush()
	return b.Bytes()
}

func csvCells(r *record.Record) []string {
	c := map[string]string{
		"doc": r.Doc.ID, "url": r.Doc.URL, "published": r.Doc.Published, "kind": string(r.Kind), "id": r.ID,
		"attributed_to": names(r.AttributedTo), "quoted": strconv.FormatBool(r.Quoted), "background": strconv.FormatBool(r.Background),
		"confidence": strconv.FormatFloat(r.Confidence, 'f', 3, 64), "evidence": r.Evidence.Text,
		"start": strconv.Itoa(r.Evidence.Start), "end": strconv.Itoa(r.Evidence.End), "summary": Summary(r),
	}
	place := func(p *record.Place) {
		if p == nil {
			return
		}
		c["place"], c["place_country"], c["admin1"], c["precision"], c["place_basis"] = p.Name, p.Country, p.Admin1, p.Precision, p.Basis
		if p.GeoNamesID != 0 {
			c["geonames_id"] = strconv.Itoa(p.GeoNamesID)
		}
		if p.Located {
			c["lat"], c["lon"] = strconv.FormatFloat(p.Lat, 'f', -1, 64), strconv.FormatFloat(p.Lon, 'f', -1, 64)
		}
	}
	sides := func(actors, recipients []record.Actor) {
		c["actors"], c["actor_countries"], c["actor_sectors"] = names(actors), countries(actors), sectors(actors)
		c["recipients"], c["recipient_countries"], c["recipient_sectors"] = names(recipients), countries(recipients), sectors(recipients)
	}
	switch {
	case r.Entry != nil:
		c["date"] = r.Entry.Date
	case r.Event != nil:
		e := r.Event
		c["type"], c["mode"], c["cameo"], c["status"] = e.Type, e.Mode, e.Cameo, e.Status
		c["contexts"] = strings.Join(e.Contexts, "; ")
		c["quad"], c["score"] = strconv.Itoa(e.Quad), strconv.FormatFloat(e.Score, 'f', -1, 64)
		c["trigger"], c["start"], c["end"] = e.Trigger.Text, strconv.Itoa(e.Trigger.Start), strconv.Itoa(e.Trigger.End)
		if e.Date != nil {
			c["date"], c["date_basis"] = e.Date.Value, e.Date.Basis
		}
		sides(e.Actors, e.Recipients)
		place(e.Place)
		tolls := make([]string, len(e.Toll))
		for i := range e.Toll {
			tolls[i] = e.Toll[i].Kind + " " + e.Toll[i].Count()
		}
		c["toll"] = strings.Join(tolls, "; ")
	case r.Relation != nil:
		f := r.Relation
		c["type"], c["mode"], c["date"], c["actor_countries"], c["recipients"] = f.Change+f.State, f.Measure, f.Date, strings.Join(f.Parties, "; "), f.Body
	case r.Agreement != nil:
		f := r.Agreement
		c["type"], c["status"], c["date"], c["actor_countries"] = f.Form, f.Stage, cmp.Or(f.Date, f.Signed), strings.Join(f.Parties, "; ")
	case r.Visit != nil:
		c["date"] = r.Visit.From
		var host []record.Actor
		if r.Visit.Host != nil {
			host = []record.Actor{*r.Visit.Host}
		}
		sides([]record.Actor{r.Visit.Visitor}, host)
		place(r.Visit.Place)
	case r.Statement != nil:
		c["date"] = r.Statement.Date
		sides(r.Statement.Speakers, r.Statement.About)
	case r.Office != nil:
		c["type"], c["date"], c["actors"], c["actor_countries"] = r.Office.Office, r.Office.HeldOn, r.Office.Person, r.Office.Country
	case r.Sanction != nil:
		c["type"], c["status"], c["date"] = r.Sanction.Measure, r.Sanction.State, r.Sanction.Date
		sides([]record.Actor{r.Sanction.Sender}, []record.Actor{r.Sanction.Target})
	}
	cells := make([]string, len(csvColumns))
	for i, k := range csvColumns {
		cells[i] = c[k]
	}
	return cells
}

func names(as []record.Actor) string {
	return joined(as, func(a *record.Actor) string { return a.Name })
}
func countries(as []record.Actor) string {
	return joined(as, func(a *record.Actor) string { return a.Country })
}
func sectors(as []record.Actor) string {
	return joined(as, func(a *record.Actor) string { return a.Sector })
}

// joined keeps empty cells, so that the lists of one side stay parallel.
func joined(as []record.Actor, f func(*record.Actor) string) string {
	parts := make([]string, len(as))
	for i := range as {
		parts[i] = f(&as[i])
	}
	return strings.Join(parts, "; ")
}
