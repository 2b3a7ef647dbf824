//go:build !amd64 && !arm64

package neural

import "testing"

// eachKernel runs f with each kernel of this machine in turn.
func eachKernel(_ testing.TB, f func(name string)) { f("go") }
