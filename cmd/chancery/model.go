package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"chancery/internal/pipeline"
)

// modelFlag chooses the weights that analyse language.
type modelFlag struct {
	Model string `default:"default" placeholder:"NAME" help:"What analyses language: default, which is built in; accurate, better and several times slower, read from ${accurate} beside the program or in models/; or the path of a weight file. With :N, its exit after N layers."`
}

// accurateFile is the weight file that "accurate" names.
const accurateFile = "chancery-accurate.bin"

// options says to the pipeline what the flag says.
func (f modelFlag) options() ([]pipeline.Option, error) {
	if f.Model == "default" || f.Model == "" {
		return nil, nil
	}
	name, depth := f.Model, 0
	if before, after, ok := strings.Cut(name, ":"); ok {
		if n, err := strconv.Atoi(after); err == nil && n > 0 {
			name, depth = before, n
		}
	}
	path := name
	if name == "accurate" {
		var err error
		if path, err = findAccurate(); err != nil {
			return nil, usage{err}
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage{fmt.Errorf("--model: %w", err)}
	}
	return []pipeline.Option{pipeline.WithModel(path, string(data), depth)}, nil
}

// findAccurate looks for the accurate model's weights beside the program, where
// a release has them, and in models/, where the repository has.
func findAccurate() (string, error) {
	var places []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		places = append(places, filepath.Join(filepath.Dir(exe), accurateFile))
	}
	places = append(places, filepath.Join("models", accurateFile))
	for _, p := range places {
		if _, err := os.Stat(p); !errors.Is(err, fs.ErrNotExist) {
			return p, nil
		}
	}
	return "", fmt.Errorf("--model accurate: there is no %s", strings.Join(places, " and no "))
}
