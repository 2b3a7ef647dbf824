package article

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestDecode(t *testing.T) {
	latin := "The café in Málaga, where señor Núñez met the envoys, was closed; he said “no comment” twice."
	cyrillic := "Посол сообщил журналистам, что встреча перенесена на четверг."
	encode := func(e *charmap.Charmap, s string) string {
		out, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(latin)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, in, contentType string
		page                  bool
		want                  string
		err                   error
	}{
		{"UTF-8", latin, "", false, latin, nil},
		{"UTF-8 keeps its mark, so offsets hold in the file", "\ufeff" + latin, "", false, "\ufeff" + latin, nil},
		{"UTF-16 by its mark", utf16, "", false, latin, nil},
		{"unlabelled windows-1252", encode(charmap.Windows1252, latin), "", false, latin, nil},
		{"unlabelled windows-1251", encode(charmap.Windows1251, cyrillic), "", false, cyrillic, nil},
		{"a header's label", encode(charmap.ISO8859_2, "Wałęsa w Łodzi"), "text/plain; charset=iso-8859-2", false, "Wałęsa w Łodzi", nil},
		{"a page's own label", `<meta charset="koi8-r"><p>` + encode(charmap.KOI8R, cyrillic), "", true, `<meta charset="koi8-r"><p>` + cyrillic, nil},
		{"a stale label over UTF-8", `<meta charset="iso-8859-1"><p>` + latin, "", true, `<meta charset="iso-8859-1"><p>` + latin, nil},
		{"a stray byte in a long page", strings.Repeat("žluťoučký kůň ", 100) + "\xff", "", true, strings.Repeat("žluťoučký kůň ", 100) + "\ufffd", nil},
		{"a stray byte in a text", strings.Repeat("žluťoučký kůň ", 100) + "\xff", "", false, "", ErrEncoding},
		{"a wrong label", "\x81\x82\xff\xfe\x80\x80 and \xff\xff", "text/plain; charset=shift_jis", false, "", ErrEncoding},
		{"NUL", "a\x00b", "", false, "", ErrBinary},
		{"control characters", strings.Repeat("\x01\x02ab", 20), "", false, "", ErrBinary},
		{"nothing", " \n", "", false, "", ErrEmpty},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := decode([]byte(c.in), c.contentType, c.page)
			if !errors.Is(err, c.err) || got != c.want {
				t.Errorf("got %q, %v; want %q, %v", got, err, c.want, c.err)
			}
		})
	}
}
