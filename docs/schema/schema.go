// Package schema holds the published forms of Chancery's output, so that the
// files people read and those the program prints are the same.
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

// Chronicle is the JSON Schema (draft 2020-12) of a chronicle.
//
//go:embed chronicle.schema.json
var Chronicle []byte
