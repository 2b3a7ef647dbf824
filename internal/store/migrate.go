package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// migrations are the statements that lead from each version of the schema to
// the next; the first makes version 1.
func migrations() ([]string, error) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	out := make([]string, len(names)) // Glob sorts
	for i, name := range names {
		b, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out[i] = string(b)
	}
	return out, nil
}

// statements cuts a migration at the semicolons that end a line, and leaves out
// what is for the other database.
func (s *Store) statements(migration string) []string {
	var out []string
	_, isSQLite := s.sql.(sqlite)
	for _, q := range strings.Split(migration, ";\n") {
		var lines []string
		ours := true
		for _, line := range strings.Split(q, "\n") {
			code, comment, _ := strings.Cut(line, "--")
			switch strings.TrimSpace(comment) {
			case "@sqlite":
				ours = isSQLite
			case "@postgres":
				ours = !isSQLite
			}
			if code = strings.TrimSpace(code); code != "" {
				lines = append(lines, code)
			}
		}
		if ours && len(lines) > 0 {
			out = append(out, s.sql.ddl(strings.Join(lines, " ")))
		}
	}
	return out
}

// Keys of the table meta.
const (
	metaSchema = "schema"
	metaID     = "id"
	metaText   = "text" // "kept" or "dropped"
)

// prepare brings the schema up to date, each version in a transaction of its
// own. A store that is current is only read.
func (s *Store) prepare(ctx context.Context, o Options) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	c, err := s.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	version, err := s.version(ctx, c)
	if err != nil || version == len(steps) {
		return err
	}
	if version == 0 && !o.Create {
		return ErrNone
	}
	return s.exclusively(ctx, c, func() error {
		// Another process may have done it while this one waited.
		version, err := s.version(ctx, c)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("%w (its schema is %d, this version knows %d)", ErrNewer, version, len(steps))
		}
		for i := version; i < len(steps); i++ {
			for _, q := range s.statements(steps[i]) {
				if _, err := c.ExecContext(ctx, q); err != nil {
					return fmt.Errorf("schema %d: %w", i+1, err)
				}
			}
		}
		set := map[string]string{metaSchema: strconv.Itoa(len(steps))}
		if version == 0 {
			set[metaID], set[metaText] = rand.Text(), "dropped"
			if o.KeepText {
				set[metaText] = "kept"
			}
		}
		for k, v := range set {
			if _, err := c.ExecContext(ctx, s.sql.bind("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"), k, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// version is the schema's; 0 where there is none.
func (s *Store) version(ctx context.Context, c *sql.Conn) (int, error) {
	has, err := s.sql.hasTable(ctx, c, "meta")
	if err != nil || !has {
		return 0, err
	}
	v, err := one[string](ctx, c, s.sql.bind("SELECT value FROM meta WHERE key = ?"), metaSchema)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(v)
}

// exclusively runs work in a transaction that keeps other writers waiting.
func (s *Store) exclusively(ctx context.Context, c *sql.Conn, work func() error) error {
	if err := s.sql.begin(ctx, c); err != nil {
		return err
	}
	err := work()
	end := "COMMIT"
	if err != nil {
		end = "ROLLBACK"
	}
	// The end must come even when ctx has ended, or the connection stays inside.
	if _, e := c.ExecContext(context.WithoutCancel(ctx), end); e != nil && err == nil {
		err = e
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}

// meta is a setting of the store.
func (s *Store) meta(ctx context.Context, key string) (string, error) {
	v, err := one[string](ctx, s.read, s.sql.bind("SELECT value FROM meta WHERE key = ?"), key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// KeepsText reports whether the store keeps the text of its articles.
func (s *Store) KeepsText(ctx context.Context) (bool, error) {
	v, err := s.meta(ctx, metaText)
	return v == "kept", err
}
