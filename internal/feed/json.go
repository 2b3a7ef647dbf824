package feed

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

// parseJSON reads a JSON Feed (https://www.jsonfeed.org/version/1.1/).
func parseJSON(data []byte) (*Feed, error) {
	var doc struct {
		Version  string `json:"version"`
		Title    string `json:"title"`
		Home     string `json:"home_page_url"`
		Language string `json:"language"`
		Items    []struct {
			ID            json.RawMessage `json:"id"`
			URL           string          `json:"url"`
			External      string          `json:"external_url"`
			Title         string          `json:"title"`
			HTML          string          `json:"content_html"`
			Text          string          `json:"content_text"`
			Summary       string          `json:"summary"`
			DatePublished string          `json:"date_published"`
			DateModified  string          `json:"date_modified"`
			Language      string          `json:"language"`
			Author        jsonAuthor      `json:"author"`
			Authors       []jsonAuthor    `json:"authors"`
		} `json:"items"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFeed, err)
	}
	if !strings.Contains(doc.Version, "jsonfeed.org/version") && doc.Items == nil {
		return nil, fmt.Errorf("%w: a JSON object without version or items", ErrNoFeed)
	}
	f := &Feed{Title: html.EscapeString(doc.Title), Link: doc.Home, Lang: doc.Language}
	for _, it := range doc.Items {
		if len(f.Entries) == maxEntries {
			return f, fmt.Errorf("%w: more than %d entries", ErrBroken, maxEntries)
		}
		e := Entry{
			Link: it.URL, Title: html.EscapeString(it.Title), Lang: it.Language, Published: it.DatePublished,
			Content: it.HTML, Summary: html.EscapeString(it.Summary), Author: it.Author.Name,
		}
		var id string
		if json.Unmarshal(it.ID, &id) != nil {
			id = string(it.ID) // numbers are common though the form asks for strings
		}
		e.ID = id
		if e.Link == "" {
			e.Link = it.External
		}
		if e.Published == "" {
			e.Published = it.DateModified
		}
		if len(it.Authors) > 0 {
			e.Author = it.Authors[0].Name
		}
		if e.Content == "" && it.Text != "" {
			e.Content = paragraphs(it.Text)
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// paragraphs makes HTML of text.
func paragraphs(s string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
		}
	}
	return b.String()
}
