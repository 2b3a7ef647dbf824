package neural

import "math"

// The large products are of whole numbers: activations of 8 bits, scaled row by
// row, times weights of 7 bits, scaled by output. Sums of them are exact, so
// every kernel gives the same bits. What is left in floating point is written
// so that no product is fused with the sum that takes it (an explicit
// conversion forbids that) and sums run in one fixed order on every machine.

const (
	panel    = 32 // outputs that stand together in packed weights
	rowBlock = 8  // rows a kernel takes at a time; buffers are padded to it
	// weightZero is what packed weights are shifted by to be unsigned. With 7
	// bits a pair of products fits the 16 bits of AVX2's VPMADDUBSW.
	weightZero = 64
)

// matrix is a layer y = xW' + b with its weights packed for the kernels:
// [outputs/32][inputs/4][32 outputs][4 inputs], each byte the weight plus 64.
type matrix struct {
	in, out int // out is padded to whole panels
	w       []byte
	scale   []float32 // by output
	bias    []float32 // by output
}

// rows are activations turned to whole numbers.
type rows struct {
	width int
	q     []int8
	scale []float32
	shift []int32 // 64 times the sum of a row: what the weights' shift adds
}

func (r *rows) resize(n, width int) {
	n = roundUp(n, rowBlock)
	r.width = width
	r.q = grow(r.q, n*width)
	r.scale = grow(r.scale, n)
	r.shift = grow(r.shift, n)
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// clear zeroes the rows from n to the end of the last block.
func (r *rows) pad(n int) {
	for i := n; i < len(r.scale); i++ {
		clear(r.q[i*r.width : (i+1)*r.width])
		r.scale[i], r.shift[i] = 0, 0
	}
}

// magic rounds a float32 of less than 2^22 to the nearest whole number when
// added, leaving it in the low bits.
const magic = 3 << 22

// quantise sets row i to x. len(x) is a multiple of 8.
func (r *rows) quantise(i int, x []float32) {
	q := r.q[i*r.width : i*r.width+len(x)]
	peak := absMax(x)
	if !(peak > 0 && peak < math.MaxFloat32) {
		clear(q)
		r.scale[i], r.shift[i] = 0, 0
		return
	}
	r.scale[i] = peak / 127
	r.shift[i] = weightZero * round8(q, x, 127/peak)
}

// multiply computes dst[i] = max(floor, rows[i]·W + b) for the first n rows;
// dst has room for n rounded up to whole blocks, m.out values a row.
func (m *matrix) multiply(dst []float32, r *rows, n int, floor float32) {
	n = roundUp(n, rowBlock)
	// Panels outside, so that one stays in the first cache while all rows pass.
	for p := 0; p < m.out/panel; p++ {
		w := m.w[p*panel*m.in : (p+1)*panel*m.in]
		scale, bias := m.scale[p*panel:(p+1)*panel], m.bias[p*panel:(p+1)*panel]
		for i := 0; i < n; i += rowBlock {
			kernel(dst[i*m.out+p*panel:], m.out, r.q[i*m.in:(i+rowBlock)*m.in], w, m.in, r.scale[i:i+rowBlock], r.shift[i:i+rowBlock], scale, bias, floor)
		}
	}
}

// kernelGo is the product of 8 rows and one panel.
func kernelGo(dst []float32, stride int, q []int8, w []byte, k int, rowScale []float32, shift []int32, scale, bias []float32, floor float32) {
	for i := 0; i < rowBlock; i++ {
		var acc [panel]int32
		row := q[i*k : (i+1)*k]
		for j := 0; j+4 <= len(row); j += 4 {
			a0, a1, a2, a3 := int32(row[j]), int32(row[j+1]), int32(row[j+2]), int32(row[j+3])
			if a0|a1|a2|a3 == 0 {
				continue
			}
			b := (*[4 * panel]byte)(w[j*panel:])
			for o := range acc {
				acc[o] += a0*int32(b[4*o]) + a1*int32(b[4*o+1]) + a2*int32(b[4*o+2]) + a3*int32(b[4*o+3])
			}
		}
		out := dst[i*stride : i*stride+panel]
		for o := range out {
			y := float32(acc[o]-shift[i]) * scale[o]
			y = float32(y * rowScale[i])
			y = float32(y + bias[o])
			out[o] = max(y, floor)
		}
	}
}

// blendGo sets each of n rows of dst, cols wide, to the sum of the rows of b, of
// which there are count, each times its number in the row of a. cols is a
// multiple of 8.
func blendGo(dst []float32, dstStride int, a []float32, aStride, n, count int, b []float32, bStride, cols int) {
	for r := 0; r < n; r++ {
		out := dst[r*dstStride : r*dstStride+cols]
		clear(out)
		for j, x := range a[r*aStride : r*aStride+count] {
			for i, y := range b[j*bStride : j*bStride+cols] {
				out[i] += float32(x * y)
			}
		}
	}
}

// turnGo writes n rows of count numbers as count rows of n; both are multiples
// of 8.
func turnGo(dst []float32, dstStride int, src []float32, srcStride, n, count int) {
	for i := 0; i < n; i++ {
		for j, v := range src[i*srcStride : i*srcStride+count] {
			dst[j*dstStride+i] = v
		}
	}
}

// addScaledGo adds q times by to dst, whose length is a multiple of 8.
func addScaledGo(dst []float32, q []int8, by float32) {
	for j, v := range q[:len(dst)] {
		dst[j] += float32(float32(v) * by)
	}
}

func absMaxGo(x []float32) float32 {
	var m float32
	for _, v := range x {
		m = max(m, float32(math.Abs(float64(v))))
	}
	return m
}

// round8Go sets q to x times by, rounded and held in 8 bits, and returns the sum
// of what was rounded. len(x) is a multiple of 32.
func round8Go(q []int8, x []float32, by float32) int32 {
	var sum int32
	for i, v := range x {
		n := int32(math.Float32bits(float32(v*by)+magic)) - int32(math.Float32bits(magic))
		q[i] = int8(min(max(n, -128), 127))
		sum += n
	}
	return sum
}

// lanes adds up eight partial sums in the order of the vector code.
func lanes(l *[8]float32) float32 {
	a, b, c, d := l[0]+l[4], l[1]+l[5], l[2]+l[6], l[3]+l[7]
	return (a + c) + (b + d)
}

// normaliseGo adds y to x, where y is not nil, and brings x to mean 0 and
// variance 1, then scales and shifts it.
func normaliseGo(x, y, gain, bias []float32) {
	var l [8]float32
	if y != nil {
		for i := range x {
			x[i] += y[i]
		}
	}
	for i := 0; i+8 <= len(x); i += 8 {
		v := (*[8]float32)(x[i:])
		for j := range l {
			l[j] += v[j]
		}
	}
	n := float32(len(x))
	mean := lanes(&l) / n
	l = [8]float32{}
	for i := 0; i+8 <= len(x); i += 8 {
		v := (*[8]float32)(x[i:])
		for j := range l {
			v[j] -= mean
			l[j] += float32(v[j] * v[j])
		}
	}
	variance := lanes(&l) / n
	inv := rsqrt(variance)
	for i := range x {
		v := float32(x[i] * inv)
		x[i] = float32(v*gain[i]) + bias[i]
	}
}

// rsqrt turns a variance into the factor that makes it 1.
func rsqrt(variance float32) float32 { return 1 / float32(math.Sqrt(float64(variance+1e-5))) }

// softmaxGo turns each row of scores into shares of 1. Rows are width long, a
// multiple of 8; pads hold the lowest number.
func softmaxGo(x []float32, width int) {
	for ; len(x) > 0; x = x[width:] {
		row := x[:width]
		peak := row[0]
		for _, v := range row {
			peak = max(peak, v)
		}
		var l [8]float32
		for i := 0; i < width; i += 8 {
			v := (*[8]float32)(row[i:])
			for j := range v {
				v[j] = exp(v[j] - peak)
				l[j] += v[j]
			}
		}
		share := 1 / lanes(&l)
		for i := range row {
			row[i] *= share
		}
	}
}

const (
	log2e  = 1.44269504088896341
	expMin = -80 // keeps powers of two normal; the result is as good as 0
	exp1   = 0.693147180559945
	exp2   = 0.240226506959101
	exp3   = 0.0555041086648216
	exp4   = 0.00961812910762848
	exp5   = 0.00133335581464284
)

// exp is e^x for x not above 0, to six digits, by the series of 2^f around the
// nearest whole power.
func exp(x float32) float32 {
	x = max(x, expMin)
	t := float32(x * log2e)
	r := float32(t + magic)
	n := int32(math.Float32bits(r)) - int32(math.Float32bits(magic))
	f := float32(t - float32(r-magic))
	p := float32(f*exp5) + exp4
	p = float32(f*p) + exp3
	p = float32(f*p) + exp2
	p = float32(f*p) + exp1
	p = float32(f*p) + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(n)<<23)
}
