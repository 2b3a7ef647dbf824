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
	for _, c := range [][3]string{{"Kim Il Sung", "Kim Jong Il", "PRK"}, {"Kim Il Sung", "Kim Jong Il", ""}, {"Teng Hsiao-ping", "Deng Xiaoping", "CHN"}, {"Hu Yao-pang", "Hu Yaobang", "CHN"}} {
		x, y := r.names.personal(c[0]), r.names.personal(c[1])
		fmt.Printf("%v %+v\n", c, r.names.compare(&x, &y, r.names.home(c[2], c[2])))
	}
}
