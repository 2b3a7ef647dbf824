package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A product of random rows and weights must come out the same, bit for bit,
// from every kernel the machine can run.
func TestKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range []int{4, 32, 128, 384, 1536} {
		var in rows
		in.resize(rowBlock, k)
		w := make([]byte, panel*k)
		for i := range w {
			w[i] = byte(1 + r.IntN(127))
		}
		extreme := r.IntN(2) == 0
		for i := range in.q {
			in.q[i] = int8(r.IntN(255) - 127)
			if extreme {
				in.q[i], w[i%len(w)] = 127, 127
			}
		}
		scale, bias := noise(r, panel), noise(r, panel)
		copy(in.scale, noise(r, rowBlock))
		for i := range in.shift {
			in.shift[i] = 0
			for _, q := range in.q[i*k : (i+1)*k] {
				in.shift[i] += weightZero * int32(q)
			}
		}
		for _, floor := range []float32{lowest, 0} {
			want := make([]float32, rowBlock*40)
			kernelGo(want, 40, in.q, w, k, in.scale, in.shift, scale, bias, floor)
			eachKernel(t, func(name string) {
				got := make([]float32, rowBlock*40)
				kernel(got, 40, in.q, w, k, in.scale, in.shift, scale, bias, floor)
				same(t, name, want, got)
			})
		}
	}
}

func TestVectorCodeAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{32, 64, 128, 384, 1536} {
		x, y, gain, bias := noise(r, n), noise(r, n), noise(r, n), noise(r, n)
		x[r.IntN(n)] = 40
		want, got := append([]float32(nil), x...), append([]float32(nil), x...)
		normaliseGo(want, y, gain, bias)
		normalise(got, y, gain, bias)
		same(t, "normalise", want, got)
		normaliseGo(want, nil, gain, bias)
		normalise(got, nil, gain, bias)
		same(t, "normalise alone", want, got)

		if a, b := absMaxGo(x), absMax(x); a != b {
			t.Errorf("absMax: %v and %v", a, b)
		}
		q1, q2 := make([]int8, n), make([]int8, n)
		by := 150 / absMax(x) // some do not fit
		if a, b := round8Go(q1, x, by), round8(q2, x, by); a != b {
			t.Errorf("round8: sums %d and %d", a, b)
		}
		for i := range q1 {
			if q1[i] != q2[i] {
				t.Fatalf("round8: %d and %d at %d", q1[i], q2[i], i)
			}
		}
	}
	for _, cols := range []int{8, 16, 24, 32, 40, 72} {
		for _, n := range []int{1, 4, 7} {
			const count = 31
			a, b := noise(r, n*stride), noise(r, count*stride)
			want := make([]float32, n*stride)
			blendGo(want, stride, a, stride, n, count, b, stride, cols)
			eachKernel(t, func(name string) {
				got := make([]float32, n*stride)
				blend(got, stride, a, stride, n, count, b, stride, cols)
				same(t, name, want, got)
			})
		}
		want := noise(r, 5*cols)
		want[0], want[cols-1] = lowest, lowest
		got := append([]float32(nil), want...)
		softmaxGo(want, cols)
		softmax(got, cols)
		same(t, "softmax", want, got)

		src := noise(r, cols*stride)
		want, got = make([]float32, 32*cols), make([]float32, 32*cols)
		turnGo(want, cols, src, stride, cols, 32)
		turn(got, cols, src, stride, cols, 32)
		same(t, "turn", want, got)

		q := make([]int8, cols)
		for i := range q {
			q[i] = int8(r.IntN(255) - 127)
		}
		want, got = noise(r, cols), make([]float32, cols)
		copy(got, want)
		addScaledGo(want, q, 0.3)
		addScaled(got, q, 0.3)
		same(t, "addScaled", want, got)
	}
}

const stride = 100

func TestExpIsClose(t *testing.T) {
	for x := float32(-60); x <= 0; x += 0.037 {
		want := math.Exp(float64(x))
		if got := float64(exp(x)); math.Abs(got-want) > 1e-5*want {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
}

func noise(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

func same(t *testing.T, name string, want, got []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(want[i]) != math.Float32bits(got[i]) && !(want[i] == 0 && got[i] == 0) {
			t.Fatalf("%s: %v and %v at %d", name, want[i], got[i], i)
		}
	}
}

func BenchmarkProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const n, in, out = 192, 384, 1152
	var q rows
	q.resize(n, in)
	for i := range q.q {
		q.q[i] = int8(r.IntN(255) - 127)
	}
	m := matrix{in: in, out: out, w: make([]byte, in*out), scale: noise(r, out), bias: noise(r, out)}
	dst := make([]float32, n*out)
	eachKernel(b, func(name string) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				m.multiply(dst, &q, n, 0)
			}
			b.ReportMetric(2*n*in*out*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gop/s")
		})
	})
}
