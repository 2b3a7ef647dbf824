package record

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestStringsSurviveJSON(t *testing.T) {
	for _, s := range []string{
		"", "plain", `a "quoted" word`, `back\slash`, "line\nbreak\r\ttab", "control \x01\x1f\x7f",
		"Côte d’Ivoire", "next\u0085line", "line\u2028and paragraph\u2029separators", "日本", "emoji 🙂",
	} {
		got := appendString(nil, s)
		var back string
		if err := json.Unmarshal(got, &back); err != nil {
			t.Errorf("%q became %s: %v", s, got, err)
		} else if back != s {
			t.Errorf("%q came back as %q", s, back)
		}
	}
}

// Python's splitlines, R's readLines and many more end a line at these.
func TestNoLineSeparatorInALine(t *testing.T) {
	got := string(appendString(nil, "a\u0085b\u2028c\u2029d\x1ce\x0bf\x0cg\rh\ni"))
	if strings.ContainsAny(got, "\u0085\u2028\u2029\x1c\x0b\x0c\r\n") {
		t.Errorf("a line separator stands in %q", got)
	}
}

func TestBrokenUTF8IsReplaced(t *testing.T) {
	var back string
	if err := json.Unmarshal(appendString(nil, "a\xffb\xe2\x82c"), &back); err != nil {
		t.Fatal(err)
	}
	if want := "a\ufffdb\ufffd\ufffdc"; back != want {
		t.Errorf("got %q, want %q", back, want)
	}
}

func FuzzAppendString(f *testing.F) {
	f.Add("a \"b\" \\ \u2028 \xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := appendString(nil, s)
		var back string
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatalf("%q became %s: %v", s, got, err)
		}
		if !utf8.Valid(got) {
			t.Fatalf("%q became invalid UTF-8 %q", s, got)
		}
		if utf8.ValidString(s) && back != s {
			t.Fatalf("%q came back as %q", s, back)
		}
	})
}

func TestNumbersAreShort(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{{0.7, 3, "0.7"}, {1, 3, "1"}, {0.123456, 3, "0.123"}, {-0.00001, 3, "0"}, {-9.5, 2, "-9.5"}, {23.13301, 5, "23.13301"}} {
		o := open(nil)
		o.num("x", c.v, c.decimals)
		if got := string(o.close()); got != `{"x":`+c.want+`}` {
			t.Errorf("%v with %d decimals: got %s, want %s", c.v, c.decimals, got, c.want)
		}
	}
}
