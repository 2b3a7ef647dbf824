package identity

import (
	"chancery/lexicon"
	"fmt"
	"testing"
)

func TestX(t *testing.T) {
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"shevardnadze", "schewardnadse", "eduard", "gorbachev", "gorbatschow", "khatibzadeh", "jatibzadeh", "hussein", "castro", "li", "xi"} {
		fmt.Println(w, r.names.spelling.skeletons(nil, w))
	}
}
