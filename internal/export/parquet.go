package export

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"chancery/internal/happening"
)

// rowGroup is how many rows a row group holds: enough for columns to compress,
// few enough for one group to fit in memory many times over.
const rowGroup = 64 << 10

type parquetFile struct {
	*run
	w     *parquet.GenericWriter[flat]
	cells cells
	one   [1]flat
}

func newParquet(r *run) (encoder, error) {
	w := parquet.NewGenericWriter[flat](r.w,
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1}),
		parquet.MaxRowsPerRowGroup(rowGroup),
		// The library's own text names its version and the build, which would
		// change the bytes of a file with every update of it.
		parquet.CreatedBy("chancery", "1", "export"))
	return &parquetFile{run: r, w: w}, nil
}

func (f *parquetFile) add(h *happening.Happening) error {
	f.one[0] = *f.cells.fill(h, f.opts.Evidence)
	_, err := f.w.Write(f.one[:])
	f.sum.Rows++
	return err
}

func (f *parquetFile) close() error { return f.w.Close() }
