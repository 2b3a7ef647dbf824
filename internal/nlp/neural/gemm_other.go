//go:build !amd64

package neural

func kernel(dst []float32, stride int, q []int8, w []byte, k int, rowScale []float32, shift []int32, scale, bias []float32, floor float32) {
	kernelGo(dst, stride, q, w, k, rowScale, shift, scale, bias, floor)
}

func combine(dst, a, b []float32, stride int) { combineGo(dst, a, b, stride) }

func absMax(x []float32) float32 { return absMaxGo(x) }

func round8(q []int8, x []float32, by float32) int32 { return round8Go(q, x, by) }

func normalise(x, y, gain, bias []float32) { normaliseGo(x, y, gain, bias) }

func softmax(x []float32) { softmaxGo(x) }
