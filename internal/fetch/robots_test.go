package fetch

import (
	"strings"
	"testing"
	"time"
)

func TestExclusion(t *testing.T) {
	for _, c := range []struct {
		name, file string
		path       string
		allowed    bool
	}{
		{"an empty file", "", "/a", true},
		{"everything forbidden", "User-agent: *\nDisallow: /", "/a", false},
		{"nothing forbidden", "User-agent: *\nDisallow:", "/a", true},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"a path forbidden", "User-agent: *\nDisallow: /private/", "/private/a", false},
		{"another path", "User-agent: *\nDisallow: /private/", "/public/a", true},
		{"a path is a beginning", "User-agent: *\nDisallow: /fish", "/fishheads/yummy.html", false},
		{"case matters in paths", "User-agent: *\nDisallow: /Fish", "/fish", true},
		{"the longest rule decides, that it allows", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"the longest rule decides, that it forbids", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false},
		{"between equals the one that allows", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", true},
		{"a star", "User-agent: *\nDisallow: /*.pdf", "/files/a.pdf?x", false},
		{"a star starts at the beginning", "User-agent: *\nDisallow: /b*c", "/a/b/c", true},
		{"a star and an end", "User-agent: *\nDisallow: /*.php$", "/a.php", false},
		{"an end that is not reached", "User-agent: *\nDisallow: /*.php$", "/a.php?x=1", true},
		{"an end without a star", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"the front page alone", "User-agent: *\nAllow: /$\nDisallow: /", "/", true},
		{"all but the front page", "User-agent: *\nAllow: /$\nDisallow: /", "/a", false},
		{"parts that overlap", "User-agent: *\nDisallow: /ab*ba$", "/aba", true},
		{"a query", "User-agent: *\nDisallow: /*?print=", "/a?print=1", false},
		{"a letter beyond ASCII, escaped in the address", "User-agent: *\nDisallow: /café", "/caf%c3%a9", false},
		{"an escape that need not be", "User-agent: *\nDisallow: /%61b", "/ab", false},
		{"an escaped slash is another path", "User-agent: *\nDisallow: /a/b", "/a%2Fb", true},

		{"our own group", "User-agent: *\nDisallow: /\n\nUser-agent: Chancery\nDisallow: /x", "/a", true},
		{"our own group in any case and with a version", "User-agent: chancery/2.0\nDisallow: /", "/a", false},
		{"a group for a longer name is not ours", "User-agent: chancery-news\nDisallow: /", "/a", true},
		{"a group for several", "User-agent: a\nUser-agent: chancery\nDisallow: /", "/a", false},
		{"our groups are taken together", "User-agent: chancery\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: chancery\nDisallow: /b", "/b", false},
		{"a group with nothing forbidden before one for others", "User-agent: *\nDisallow:\nUser-agent: badbot\nDisallow: /", "/a", true},
		{"a group with only a delay before one for others", "User-agent: *\nCrawl-delay: 5\nUser-agent: badbot\nDisallow: /", "/a", true},
		{"a line that belongs to no group", "Disallow: /\nUser-agent: *\nDisallow: /b", "/a", true},
		{"a site map between", "User-agent: *\nSitemap: https://a.example/s.xml\nDisallow: /a", "/a", false},
		{"odd lines are passed over", "User-agent: *\n<html>\nCrawl-delay: soon\nDisallow: /a", "/a", false},
		{"comments", "# hello\nUser-agent: * # all\nDisallow: /a # not this", "/a", false},
		{"a byte order mark and other newlines", "\xef\xbb\xbfUser-agent: *\rDisallow: /a\r\n", "/a", false},
		{"blanks around", "  user-AGENT :  *  \n  disallow :  /a  ", "/a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parseExclusion([]byte(c.file), token).allows(c.path); got != c.allowed {
				t.Errorf("%q of %q: allowed is %v", c.path, c.file, got)
			}
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       time.Duration
	}{
		{"none", "User-agent: *\nDisallow:", 0},
		{"seconds", "User-agent: *\nCrawl-delay: 7", 7 * time.Second},
		{"a fraction", "User-agent: *\nCrawl-delay: 0.5", 500 * time.Millisecond},
		{"another's", "User-agent: *\nDisallow:\nUser-agent: x\nCrawl-delay: 7", 0},
		{"ours before everybody's", "User-agent: chancery\nCrawl-delay: 3\nUser-agent: *\nCrawl-delay: 7", 3 * time.Second},
		{"below nothing", "User-agent: *\nCrawl-delay: -3", 0},
		{"no number", "User-agent: *\nCrawl-delay: NaN", 0},
		{"beyond all", "User-agent: *\nCrawl-delay: 1e300", 0},
	} {
		if got := parseExclusion([]byte(c.file), token).delay; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func FuzzExclusion(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%zz\nCrawl-delay: 1", "/a%b?c")
	f.Add("user-agent:chancery\rdisallow:*****", "")
	f.Fuzz(func(t *testing.T, file, path string) {
		x := parseExclusion([]byte(file), token)
		if x.delay < 0 {
			t.Errorf("a delay of %v", x.delay)
		}
		x.allows(path)
		if !strings.ContainsAny(file, ":") && !x.allows(path) {
			t.Errorf("a file without a rule forbids %q", path)
		}
	})
}
