package export

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/day"
	"chancery/internal/happening"
)

// flat is a happening as csv and parquet show it. The columns of one side's
// participants are parallel: their n-th elements are one participant, and so
// are those of the sources. An element that is unknown is "". A pointer is nil
// where nothing is known.
type flat struct {
	ID         string   `parquet:"id"`
	Date       *string  `parquet:"date,dict"`
	From       *int32   `parquet:"date_from,date"`
	To         *int32   `parquet:"date_to,date"`
	Type       string   `parquet:"type,dict"`
	Mode       *string  `parquet:"mode,dict"`
	Contexts   []string `parquet:"contexts,list,dict"`
	Cameo      *string  `parquet:"cameo,dict"`
	Quad       int32    `parquet:"quad"`
	Score      float64  `parquet:"score"`
	Status     string   `parquet:"status,dict"`
	Background bool     `parquet:"background"`

	Actors             []string `parquet:"actors,list,dict"`
	ActorIDs           []string `parquet:"actor_ids,list,dict"`
	ActorCountries     []string `parquet:"actor_countries,list,dict"`
	ActorSectors       []string `parquet:"actor_sectors,list,dict"`
	ActorRoles         []string `parquet:"actor_roles,list,dict"`
	ActorOrganisations []string `parquet:"actor_organisations,list,dict"`
	ActorKinds         []string `parquet:"actor_kinds,list,dict"`

	Recipients             []string `parquet:"recipients,list,dict"`
	RecipientIDs           []string `parquet:"recipient_ids,list,dict"`
	RecipientCountries     []string `parquet:"recipient_countries,list,dict"`
	RecipientSectors       []string `parquet:"recipient_sectors,list,dict"`
	RecipientRoles         []string `parquet:"recipient_roles,list,dict"`
	RecipientOrganisations []string `parquet:"recipient_organisations,list,dict"`
	RecipientKinds         []string `parquet:"recipient_kinds,list,dict"`

	Place      *string  `parquet:"place,dict"`
	Country    *string  `parquet:"place_country,dict"`
	Admin1     *string  `parquet:"admin1,dict"`
	GeoNamesID *int64   `parquet:"geonames_id"`
	Lat        *float64 `parquet:"lat"`
	Lon        *float64 `parquet:"lon"`
	Precision  *string  `parquet:"precision,dict"`

	Confidence       float64  `parquet:"confidence"`
	Publishers       int32    `parquet:"publishers"`
	Reports          int32    `parquet:"reports"`
	First            *int32   `parquet:"first_reported,date"`
	Last             *int32   `parquet:"last_reported,date"`
	Disputes         []string `parquet:"disputes,list"`
	SourceIDs        []string `parquet:"source_ids,list"`
	SourceURLs       []string `parquet:"source_urls,list"`
	SourcePublishers []string `parquet:"source_publishers,list,dict"`
	Evidence         *string  `parquet:"evidence"`
}

// cells holds what the pointers of a row point to, so that one row can be
// filled again and again without new memory.
type cells struct {
	days  [4]int32
	id    int64
	lat   float64
	lon   float64
	strs  [8]string
	nStrs int
	nDays int
	flat  flat
}

func (c *cells) str(s string) *string {
	if s == "" {
		return nil
	}
	p := &c.strs[c.nStrs]
	c.nStrs++
	*p = valid(s)
	return p
}

// valid makes a text UTF-8, which readers of Parquet insist on.
func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func (c *cells) day(d day.Day) *int32 {
	if d == day.Earliest || d == day.Latest {
		return nil
	}
	p := &c.days[c.nDays]
	c.nDays++
	*p = int32(d)
	return p
}

// fill makes the row of a happening.
func (c *cells) fill(h *happening.Happening, evidence bool) *flat {
	c.nStrs, c.nDays = 0, 0
	r := &c.flat
	r.ID, r.Type, r.Status = h.ID, h.Type, h.Status
	r.Date, r.From, r.To = c.str(h.Date), c.day(h.When.From), c.day(h.When.To)
	r.Mode, r.Cameo = c.str(h.Mode), c.str(h.Cameo)
	r.Contexts = append(r.Contexts[:0], h.Contexts...)
	r.Quad, r.Score, r.Background = int32(h.Quad), h.Score, h.Background
	columns(h.Actors, &r.Actors, &r.ActorIDs, &r.ActorCountries, &r.ActorSectors, &r.ActorRoles, &r.ActorOrganisations, &r.ActorKinds)
	columns(h.Recipients, &r.Recipients, &r.RecipientIDs, &r.RecipientCountries, &r.RecipientSectors, &r.RecipientRoles, &r.RecipientOrganisations, &r.RecipientKinds)

	r.Place, r.Country, r.Admin1, r.GeoNamesID, r.Lat, r.Lon, r.Precision = nil, nil, nil, nil, nil, nil, nil
	if p := h.Place; p != nil {
		r.Place, r.Country, r.Admin1, r.Precision = c.str(p.Name), c.str(p.Country), c.str(p.Admin1), c.str(p.Precision)
		if p.GeoNamesID != 0 {
			c.id = int64(p.GeoNamesID)
			r.GeoNamesID = &c.id
		}
		if p.Located {
			c.lat, c.lon = p.Lat, p.Lon
			r.Lat, r.Lon = &c.lat, &c.lon
		}
	}

	r.Confidence, r.Publishers, r.Reports = h.Confidence, int32(h.Publishers), int32(len(h.Reports))
	r.First, r.Last = nil, nil
	if len(h.Reports) > 0 {
		r.First, r.Last = c.day(h.First), c.day(h.Last)
	}
	r.Disputes = r.Disputes[:0]
	for i := range h.Disputes {
		r.Disputes = append(r.Disputes, valid(disputed(&h.Disputes[i])))
	}
	r.SourceIDs, r.SourceURLs, r.SourcePublishers = r.SourceIDs[:0], r.SourceURLs[:0], r.SourcePublishers[:0]
	r.Evidence = nil
	for i := range h.Reports {
		d := h.Reports[i].Doc
		if d == nil || slices.Contains(r.SourceIDs, valid(d.ID)) {
			continue
		}
		r.SourceIDs = append(r.SourceIDs, valid(d.ID))
		r.SourceURLs = append(r.SourceURLs, valid(d.URL))
		r.SourcePublishers = append(r.SourcePublishers, valid(publisher(d)))
	}
	if evidence && len(h.Reports) > 0 {
		r.Evidence = c.str(h.Reports[0].Evidence.Text)
	}
	return r
}

// columns turns the participants of a side into one list for each field.
func columns(ps []happening.Party, lists ...*[]string) {
	for i := range lists {
		*lists[i] = (*lists[i])[:0]
	}
	for i := range ps {
		p := &ps[i]
		for k, v := range [...]string{p.Name, p.ID, p.Country, p.Sector, p.Role, p.Organisation, p.Kind} {
			*lists[k] = append(*lists[k], valid(v))
		}
	}
}

// disputed tells a dispute in one line: killed: 3 (2 reports), 5 (1 report).
func disputed(d *happening.Dispute) string {
	var b strings.Builder
	b.WriteString(d.Field)
	for i := range d.Claims {
		sep, plural := ",", "s"
		if i == 0 {
			sep = ":"
		}
		if len(d.Claims[i].Reports) == 1 {
			plural = ""
		}
		fmt.Fprintf(&b, "%s %s (%d report%s)", sep, d.Claims[i].Value, len(d.Claims[i].Reports), plural)
	}
	return b.String()
}
