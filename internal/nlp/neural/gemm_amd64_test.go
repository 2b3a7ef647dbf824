package neural

import "testing"

// eachKernel runs f with each kernel of this machine in turn.
func eachKernel(_ testing.TB, f func(name string)) {
	vnni, avx2 := hasVNNI, hasAVX2
	defer func() { hasVNNI, hasAVX2 = vnni, avx2 }()
	if vnni {
		f("vnni")
	}
	hasVNNI = false
	if avx2 {
		f("avx2")
	}
	hasAVX2 = false
	f("go")
}
