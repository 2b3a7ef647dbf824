package article

// Page is the article taken out of a web page.
type Page struct {
	Text string // paragraphs parted by blank lines
	Meta Meta
}

// Extract takes the article and its metadata out of a page.
func (r *Reader) Extract(page []byte, contentType, url string) (Page, error) {
	return Page{}, ErrNoText
}
