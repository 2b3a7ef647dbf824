// Package schema holds the published form of Chancery's output, so that the
// file people read and the one the program prints are the same.
package schema

import _ "embed"

// Record is the JSON Schema (draft 2020-12) of one record.
//
//go:embed record.schema.json
var Record []byte

// Happening is the JSON Schema (draft 2020-12) of one happening.
//
//go:embed happening.schema.json
var Happening []byte
