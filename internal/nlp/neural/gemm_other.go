//go:build !amd64 && !arm64

package neural

func kernel(dst []float32, stride int, q []int8, w []byte, k int, rowScale []float32, shift []int32, scale, bias []float32, floor float32) {
	kernelGo(dst, stride, q, w, k, rowScale, shift, scale, bias, floor)
}

func blend(dst []float32, dstStride int, a []float32, aStride, n, count int, b []float32, bStride, cols int) {
	blendGo(dst, dstStride, a, aStride, n, count, b, bStride, cols)
}

func turn(dst []float32, dstStride int, src []float32, srcStride, n, count int) {
	turnGo(dst, dstStride, src, srcStride, n, count)
}

func addScaled(dst []float32, q []int8, by float32) { addScaledGo(dst, q, by) }

func absMax(x []float32) float32 { return absMaxGo(x) }

func round8(q []int8, x []float32, by float32) int32 { return round8Go(q, x, by) }

func normalise(x, y, gain, bias []float32) { normaliseGo(x, y, gain, bias) }

func softmax(x []float32, width int) { softmaxGo(x, width) }
