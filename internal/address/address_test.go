package address

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/lexicon"
)

func rules(t testing.TB) *Rules {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCanonical(t *testing.T) {
	r := rules(t)
	for _, c := range []struct{ name, raw, want string }{
		{"as it is", "https://news.example/2020/talks", "https://news.example/2020/talks"},
		{"capitals in scheme and host, not in the path", "HTTPS://News.Example/2020/Talks", "https://news.example/2020/Talks"},
		{"http", "http://news.example/talks", "https://news.example/talks"},
		{"a default port", "http://news.example:80/talks", "https://news.example/talks"},
		{"a default port of https", "https://news.example:443/talks", "https://news.example/talks"},
		{"another port", "http://news.example:8080/talks", "https://news.example:8080/talks"},
		{"a fragment", "https://news.example/talks#comments", "https://news.example/talks"},
		{"a fragment that is the page", "https://news.example/#!/talks", "https://news.example#!/talks"},
		{"a user and password", "https://ann:secret@news.example/talks", "https://news.example/talks"},
		{"a final dot", "https://news.example./talks", "https://news.example/talks"},
		{"blanks around", "  https://news.example/talks\n", "https://news.example/talks"},
		{"a name in another script", "https://новости.example/дело", "https://xn--b1amnebsh.example/%D0%B4%D0%B5%D0%BB%D0%BE"},
		{"a number for a host", "http://192.0.2.7/talks", "https://192.0.2.7/talks"},
		{"an IPv6 number for a host", "http://[2001:DB8::1]:8080/talks", "https://[2001:db8::1]:8080/talks"},

		{"a slash at the end", "https://news.example/talks/", "https://news.example/talks"},
		{"the front page", "https://news.example/", "https://news.example"},
		{"an index page", "https://news.example/talks/index.html", "https://news.example/talks"},
		{"an index page at the root", "https://news.example/index.php", "https://news.example"},
		{"an index page with a parameter", "https://news.example/index.php?id=7", "https://news.example?id=7"},
		{"a page named like one", "https://news.example/price-index.html", "https://news.example/price-index.html"},
		{"dots in the path", "https://news.example/a/../b/./talks", "https://news.example/b/talks"},
		{"empty parts", "https://news.example/a//talks", "https://news.example/a//talks"},
		{"escapes that need not be", "https://news.example/%74alks%2dend", "https://news.example/talks-end"},
		{"escapes in small letters", "https://news.example/a%c3%a9", "https://news.example/a%C3%A9"},
		{"a letter that should be escaped", "https://news.example/aé", "https://news.example/a%C3%A9"},
		{"an escaped slash", "https://news.example/a%2fb", "https://news.example/a%2Fb"},
		{"a session in the path", "https://news.example/talks;jsessionid=0A1B?id=7", "https://news.example/talks?id=7"},

		{"a campaign", "https://news.example/talks?utm_source=rss&utm_medium=feed", "https://news.example/talks"},
		{"a campaign in capitals", "https://news.example/talks?UTM_Source=rss", "https://news.example/talks"},
		{"a click, and a parameter that counts", "https://news.example/story?fbclid=IwAR0&id=7", "https://news.example/story?id=7"},
		{"parameters in another order", "https://news.example/story?b=2&a=1&b=1", "https://news.example/story?a=1&b=2&b=1"},
		{"a question mark and nothing", "https://news.example/talks?", "https://news.example/talks"},
		{"empty parameters", "https://news.example/talks?&&", "https://news.example/talks"},
		{"a parameter without value", "https://news.example/talks?print", "https://news.example/talks?print"},
		{"ref where it tracks", "https://apnews.com/article/x?ref=feed", "https://apnews.com/article/x"},
		{"ref where nothing is known of it", "https://news.example/x?ref=17", "https://news.example/x?ref=17"},
		{"a host under one that is named", "https://edition.cnn.com/x?hpt=hp_t1", "https://edition.cnn.com/x"},
		{"a host that only ends like it", "https://notcnn.com/x?hpt=hp_t1", "https://notcnn.com/x?hpt=hp_t1"},

		{"www", "https://www.news.example/talks", "https://news.example/talks"},
		{"a site called www", "https://www.com/talks", "https://www.com/talks"},
		{"a mobile site", "https://m.news.example/talks", "https://news.example/talks"},
		{"a mobile site under a section", "https://en.m.news.example/talks", "https://en.news.example/talks"},
		{"a mobile site under a suffix of two parts", "https://mobile.news.co.uk/talks", "https://news.co.uk/talks"},
		{"a site of one letter", "https://m.co.uk/talks", "https://m.co.uk/talks"},
		{"an AMP host", "https://amp.news.example/talks", "https://news.example/talks"},
		{"AMP first", "https://news.example/amp/2020/talks", "https://news.example/2020/talks"},
		{"AMP last", "https://news.example/2020/talks/amp/", "https://news.example/2020/talks"},
		{"AMP and a campaign", "https://www.news.example/2020/talks/amp/?utm_source=x", "https://news.example/2020/talks"},
		{"AMP as an ending", "https://news.example/talks.amp.html", "https://news.example/talks.html"},
		{"AMP as a parameter", "https://news.example/talks?outputType=amp", "https://news.example/talks"},
		{"a page called amp", "https://news.example/amp", "https://news.example/amp"},
		{"a place called Champ", "https://news.example/2020/champ", "https://news.example/2020/champ"},
		{"AMP's cache", "https://news-example.cdn.ampproject.org/c/s/www.news.example/2020/talks/amp", "https://news.example/2020/talks"},
		{"Google's viewer", "https://www.google.co.uk/amp/s/www.news.example/2020/talks", "https://news.example/2020/talks"},
		{"Google's viewer of nothing", "https://www.google.com/amp/", "https://google.com/amp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := r.Canonical(c.raw)
			if err != nil || got != c.want {
				t.Fatalf("%s: got %s, %v, want %s", c.raw, got, err, c.want)
			}
			if again, err := r.Canonical(got); again != got || err != nil {
				t.Errorf("%s in turn becomes %s, %v", got, again, err)
			}
		})
	}
}

func TestNoAddress(t *testing.T) {
	r := rules(t)
	for _, c := range []struct{ name, raw string }{
		{"nothing", ""},
		{"a path", "/2020/talks"},
		{"no scheme", "news.example/talks"},
		{"mail", "mailto:desk@news.example"},
		{"a file", "file:///etc/passwd"},
		{"a script", "javascript:alert(1)"},
		{"no host", "https:///talks"},
		{"a broken escape", "https://news.example/%zz"},
		{"a broken port", "https://news.example:port/"},
		{"a name the DNS cannot hold", "https://a\u2260b\u0338.example\u200d/"},
		{"far too long", "https://news.example/" + strings.Repeat("a", 20000)},
	} {
		if got, err := r.Canonical(c.raw); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
}

func TestOfPage(t *testing.T) {
	for _, c := range []struct{ name, page, link, want string }{
		{"the same host", "https://www.news.example/talks?x=1", "https://www.news.example/talks", "https://www.news.example/talks"},
		{"another host of the house", "https://m.news.co.uk/talks", "https://www.news.co.uk/talks", "https://www.news.co.uk/talks"},
		{"another house", "https://news.example/talks", "https://other.example/talks", "https://news.example/talks"},
		{"another house under the same suffix", "https://one.co.uk/talks", "https://two.co.uk/talks", "https://one.co.uk/talks"},
		{"the front page", "https://news.example/talks", "https://news.example/", "https://news.example/talks"},
		{"the front page of itself", "https://news.example/?utm_source=x", "https://news.example/", "https://news.example/?utm_source=x"},
		{"a path", "https://news.example/talks?x=1", "/talks", "https://news.example/talks"},
		{"none", "https://news.example/talks", "", "https://news.example/talks"},
		{"no page", "https://news.example/talks", "javascript:void(0)", "https://news.example/talks"},
		{"broken", "https://news.example/talks", "https://[", "https://news.example/talks"},
	} {
		if got := OfPage(c.page, c.link); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ name, params, variants, want string }{
		{"a bare star", "*\n", "", "web/parameters.txt:1"},
		{"an unknown place", "a\n", "# x\nmiddle | amp\n", "web/variants.txt:2"},
		{"a row too short", "a\n", "last\n", "web/variants.txt:1"},
	} {
		_, err := New(fstest.MapFS{"web/parameters.txt": {Data: []byte(c.params)}, "web/variants.txt": {Data: []byte(c.variants)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := New(fstest.MapFS{}); err == nil {
		t.Error("rules out of nothing")
	}
}

func FuzzCanonical(f *testing.F) {
	r := rules(f)
	for _, s := range []string{"https://www.news.example/a/index.html?utm_source=x&b=%7e#y", "http://[::1]:80/%2e%2e/amp", "https://a.cdn.ampproject.org/c/s/b.example/amp/amp/", "https://x.example//amp/;jsessionid=/", "https://x.example?a&=&b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := r.Canonical(raw)
		if err != nil {
			return
		}
		twice, err := r.Canonical(once)
		if err != nil || twice != once {
			t.Errorf("%q becomes %q, and that %q, %v", raw, once, twice, err)
		}
		if !strings.HasPrefix(once, "https://") {
			t.Errorf("%q becomes %q", raw, once)
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	r := rules(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Canonical("https://www.news.example/2020/03/04/world/talks-on-the-river/index.html?utm_source=rss&id=7&fbclid=x#top"); err != nil {
			b.Fatal(err)
		}
	}
}
