package article

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// An archive as news crawls leave it: pages of some 30 KB, a member a record,
// half of the records not articles.
func crawled(pages int) (stored string, inflated int) {
	var furniture strings.Builder
	for i := range 300 {
		fmt.Fprintf(&furniture, "<div class='menu m%x'><a href='/section/%x'>Section %d</a><script>var x%d=%d;</script></div>\n", i*7919, i*104729, i, i, i*i)
	}
	var out strings.Builder
	for i := range pages {
		for _, r := range []string{
			kept("request", fmt.Sprintf("https://lake.example/%d", i), "GET / HTTP/1.1\r\nHost: lake.example\r\n\r\n"),
			answer(fmt.Sprintf("https://lake.example/%d", i), "200 OK", "text/html; charset=utf-8",
				strings.Replace(page(fmt.Sprintf("Day %d. ", i)+strings.Repeat(report, 12)), "<nav>", "<nav>"+furniture.String(), 1)),
		} {
			inflated += len(r)
			out.WriteString(gz(r))
		}
	}
	return out.String(), inflated
}

func BenchmarkItemsArchive(b *testing.B) {
	r := reader(b)
	data, inflated := crawled(500)
	b.SetBytes(int64(inflated))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for item, err := range r.Items(context.Background(), []string{"-"}, strings.NewReader(data)) {
			if err != nil || item.Known.URL == "" {
				b.Fatal(item, err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}

func BenchmarkOpenArchive(b *testing.B) {
	r := reader(b)
	data, inflated := crawled(100)
	b.SetBytes(int64(inflated))
	n := 0
	for b.Loop() {
		for _, err := range r.Open(context.Background(), []string{"-"}, strings.NewReader(data)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}
