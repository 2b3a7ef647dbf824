package neural

import "testing"

// eachKernel runs f with each kernel of this machine in turn.
func eachKernel(_ testing.TB, f func(name string)) {
	dot := hasDot
	defer func() { hasDot = dot }()
	if dot {
		f("dot")
	}
	hasDot = false
	f("go")
}
