package neural

import "golang.org/x/sys/cpu"

var (
	hasAVX2 = cpu.X86.HasAVX2
	hasVNNI = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VNNI
)

// kernelVNNI takes 8 rows of k inputs and one panel.
//
//go:noescape
func kernelVNNI(dst *float32, stride int, q *int8, k int, w *byte, rowScale *float32, shift *int32, scale, bias *float32, floor float32)

// kernelAVX2 takes 4 rows of k inputs and half a panel.
//
//go:noescape
func kernelAVX2(dst *float32, stride int, q *int8, k int, w *byte, rowScale *float32, shift *int32, scale, bias *float32, floor float32)

// The blends compute 4 rows or 1 of blend; cols is a multiple of 8.
//
//go:noescape
func blendFour(dst *float32, dstStride int, a *float32, aStride int, count int, b *float32, bStride int, cols int)

//go:noescape
func blendFourWide(dst *float32, dstStride int, a *float32, aStride int, count int, b *float32, bStride int, cols int)

//go:noescape
func blendOne(dst *float32, dstStride int, a *float32, aStride int, count int, b *float32, bStride int, cols int)

// turnEight writes 8 rows of count numbers as count rows of 8.
//
//go:noescape
func turnEight(dst *float32, dstStride int, src *float32, srcStride int, count int)

//go:noescape
func addBytes(dst *float32, q *int8, n int, by float32)

//go:noescape
func absMaxAVX2(x *float32, n int) float32

//go:noescape
func round8AVX2(q *int8, x *float32, n int, by float32) int32

//go:noescape
func addSumAVX2(x, y *float32, n int) float32

//go:noescape
func centreAVX2(x *float32, n int, mean float32) float32

//go:noescape
func scaleAVX2(x, gain, bias *float32, n int, by float32)

//go:noescape
func softmaxAVX2(x *float32, n, count int)

func kernel(dst []float32, stride int, q []int8, w []byte, k int, rowScale []float32, shift []int32, scale, bias []float32, floor float32) {
	_ = dst[7*stride+panel-1]
	_, _ = q[8*k-1], w[panel*k-1]
	switch {
	case hasVNNI:
		kernelVNNI(&dst[0], stride, &q[0], k, &w[0], &rowScale[0], &shift[0], &scale[0], &bias[0], floor)
	case hasAVX2:
		for i := 0; i < rowBlock; i += 4 {
			for o := 0; o < panel; o += 16 {
				kernelAVX2(&dst[i*stride+o], stride, &q[i*k], k, &w[4*o], &rowScale[i], &shift[i], &scale[o], &bias[o], floor)
			}
		}
	default:
		kernelGo(dst, stride, q, w, k, rowScale, shift, scale, bias, floor)
	}
}

func blend(dst []float32, dstStride int, a []float32, aStride, n, count int, b []float32, bStride, cols int) {
	if !hasAVX2 {
		blendGo(dst, dstStride, a, aStride, n, count, b, bStride, cols)
		return
	}
	_, _, _ = dst[(n-1)*dstStride+cols-1], a[(n-1)*aStride+count-1], b[(count-1)*bStride+cols-1]
	i := 0
	for ; i+4 <= n; i += 4 {
		if hasVNNI {
			blendFourWide(&dst[i*dstStride], dstStride, &a[i*aStride], aStride, count, &b[0], bStride, cols)
		} else {
			blendFour(&dst[i*dstStride], dstStride, &a[i*aStride], aStride, count, &b[0], bStride, cols)
		}
	}
	for ; i < n; i++ {
		blendOne(&dst[i*dstStride], dstStride, &a[i*aStride], aStride, count, &b[0], bStride, cols)
	}
}

func turn(dst []float32, dstStride int, src []float32, srcStride, n, count int) {
	if !hasAVX2 {
		turnGo(dst, dstStride, src, srcStride, n, count)
		return
	}
	_, _ = dst[(count-1)*dstStride+n-1], src[(n-1)*srcStride+count-1]
	for i := 0; i < n; i += 8 {
		turnEight(&dst[i], dstStride, &src[i*srcStride], srcStride, count)
	}
}

func addScaled(dst []float32, q []int8, by float32) {
	if !hasAVX2 {
		addScaledGo(dst, q, by)
		return
	}
	_ = q[len(dst)-1]
	addBytes(&dst[0], &q[0], len(dst), by)
}

func absMax(x []float32) float32 {
	if !hasAVX2 {
		return absMaxGo(x)
	}
	return absMaxAVX2(&x[0], len(x))
}

func round8(q []int8, x []float32, by float32) int32 {
	if !hasAVX2 {
		return round8Go(q, x, by)
	}
	_ = q[len(x)-1]
	return round8AVX2(&q[0], &x[0], len(x), by)
}

func normalise(x, y, gain, bias []float32) {
	if !hasAVX2 {
		normaliseGo(x, y, gain, bias)
		return
	}
	n := len(x)
	_, _ = gain[n-1], bias[n-1]
	var more *float32
	if y != nil {
		more = &y[:n][0]
	}
	mean := addSumAVX2(&x[0], more, n) / float32(n)
	variance := centreAVX2(&x[0], n, mean) / float32(n)
	scaleAVX2(&x[0], &gain[0], &bias[0], n, rsqrt(variance))
}

func softmax(x []float32, width int) {
	if !hasAVX2 {
		softmaxGo(x, width)
		return
	}
	softmaxAVX2(&x[0], width, len(x)/width)
}
