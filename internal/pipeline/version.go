package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
)

// Release is raised whenever code or weights change what is coded.
const Release = "0.2.0"

// Version names a coder: its release and a hash of the lexicon and of the model,
// where that is not the one built in, so that records tell which of a user's own
// rules made them.
func Version(lexicon fs.FS, opts ...Option) (string, error) {
	var o options
	for _, f := range opts {
		f(&o)
	}
	h := sha256.New()
	if o.file != "" {
		fmt.Fprintf(h, "%d %d\x00%s", o.depth, len(o.weights), o.weights)
	}
	err := fs.WalkDir(lexicon, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := lexicon.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(h, "%s\x00", path)
		_, err = io.Copy(h, f)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("version of the lexicon: %w", err)
	}
	return Release + "-" + hex.EncodeToString(h.Sum(nil)[:4]), nil
}
