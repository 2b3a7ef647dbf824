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
	for _, c := range [][3]string{{"Cheung Kong", "Lin Chung-jung", "TWN"}, {"Stephen Rose", "Steven J. Ross", ""}, {"Allen E. Murray", "Alan Moore", ""}, {"Chu Jinfeng", "Xu Jinfeng", "CHN"}} {
		x, y := r.names.personal(c[0]), r.names.personal(c[1])
		fmt.Printf("%v %+v\n", c, r.names.compare(&x, &y, r.names.home(c[2], c[2])))
	}
}
