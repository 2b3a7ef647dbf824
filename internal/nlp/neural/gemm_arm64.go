package neural

import (
	"runtime"

	"golang.org/x/sys/cpu"
)

// Every processor that runs macOS on arm64 has the dot product.
var hasDot = cpu.ARM64.HasASIMDDP || runtime.GOOS == "darwin"

// kernelDot takes 4 rows of k inputs, a multiple of 16, and half a panel.
//
//go:noescape
func kernelDot(dst *float32, stride int, q *int8, k int, w *byte, rowScale *float32, shift *int32, scale, bias *float32, floor float32)

// blendFour computes 4 rows of 8 columns of blend.
//
//go:noescape
func blendFour(dst *float32, dstStride int, a *float32, aStride int, count int, b *float32, bStride int)

func kernel(dst []float32, stride int, q []int8, w []byte, k int, rowScale []float32, shift []int32, scale, bias []float32, floor float32) {
	if !hasDot || k%16 != 0 {
		kernelGo(dst, stride, q, w, k, rowScale, shift, scale, bias, floor)
		return
	}
	_ = dst[7*stride+panel-1]
	_, _ = q[8*k-1], w[panel*k-1]
	for i := 0; i < rowBlock; i += 4 {
		for o := 0; o < panel; o += 16 {
			kernelDot(&dst[i*stride+o], stride, &q[i*k], k, &w[4*o], &rowScale[i], &shift[i], &scale[o], &bias[o], floor)
		}
	}
}

func blend(dst []float32, dstStride int, a []float32, aStride, n, count int, b []float32, bStride, cols int) {
	whole := n &^ 3
	if whole > 0 {
		_, _, _ = dst[(n-1)*dstStride+cols-1], a[(n-1)*aStride+count-1], b[(count-1)*bStride+cols-1]
		for i := 0; i < whole; i += 4 {
			for c := 0; c < cols; c += 8 {
				blendFour(&dst[i*dstStride+c], dstStride, &a[i*aStride], aStride, count, &b[c], bStride)
			}
		}
	}
	if whole < n {
		blendGo(dst[whole*dstStride:], dstStride, a[whole*aStride:], aStride, n-whole, count, b, bStride, cols)
	}
}

func turn(dst []float32, dstStride int, src []float32, srcStride, n, count int) {
	turnGo(dst, dstStride, src, srcStride, n, count)
}

func addScaled(dst []float32, q []int8, by float32) { addScaledGo(dst, q, by) }

func absMax(x []float32) float32 { return absMaxGo(x) }

func round8(q []int8, x []float32, by float32) int32 { return round8Go(q, x, by) }

func normalise(x, y, gain, bias []float32) { normaliseGo(x, y, gain, bias) }

func softmax(x []float32, width int) { softmaxGo(x, width) }
