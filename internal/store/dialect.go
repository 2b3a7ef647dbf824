package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// dialect is where SQLite and PostgreSQL differ. Statements are written once,
// with ? for arguments.
type dialect interface {
	// bind gives arguments their form.
	bind(q string) string
	// ddl fills the types in a statement of the schema.
	ddl(q string) string
	// begin opens a transaction that keeps other writers waiting.
	begin(ctx context.Context, c *sql.Conn) error
	// hasTable reports whether the store has any table yet.
	hasTable(ctx context.Context, c *sql.Conn, name string) (bool, error)
	// match is the condition that an article's words match a query, its one argument.
	match() string
	// index is the statement that makes an article's words findable: its id, title
	// and text.
	index() string
	// unindexed counts the articles whose words can't be found.
	unindexed() string
	// integrity tells what the database itself finds wrong.
	integrity(ctx context.Context, s *Store, tell func(string, ...any)) error
	// snapshot is how a transaction reads what was there when it began.
	snapshot() sql.IsolationLevel
	// compact gives room back.
	compact(ctx context.Context, s *Store) error
	// words is the query that match understands, from the user's words.
	words(q string) string
}

type sqlite struct{}

func (sqlite) bind(q string) string { return q }

var sqliteTypes = strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{int}", "INTEGER", "{text}", "TEXT", "{blob}", "BLOB", "{real}", "REAL", "{keyed}", " WITHOUT ROWID")

func (sqlite) ddl(q string) string { return sqliteTypes.Replace(q) }

func (sqlite) begin(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "BEGIN IMMEDIATE")
	return err
}

func (sqlite) hasTable(ctx context.Context, c *sql.Conn, name string) (bool, error) {
	return one[bool](ctx, c, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)", name)
}

func (sqlite) match() string {
	return "article.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)"
}

func (sqlite) index() string {
	return "INSERT INTO article_words (rowid, title, body) VALUES (?, ?, ?)"
}

func (sqlite) unindexed() string {
	return "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT id FROM article_words_docsize)"
}

func (sqlite) integrity(ctx context.Context, s *Store, tell func(string, ...any)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var line string
		err := r.Scan(&line)
		if line != "ok" {
			tell("%s", line)
		}
		return err
	}, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	// A contentless index holds nothing to compare it with but itself.
	if _, err := s.write.ExecContext(ctx, "INSERT INTO article_words (article_words) VALUES ('integrity-check')"); err != nil {
		tell("the index of words: %v", err)
	}
	return nil
}

func (sqlite) snapshot() sql.IsolationLevel { return sql.LevelDefault }

func (sqlite) compact(ctx context.Context, s *Store) error {
	for _, q := range []string{"INSERT INTO article_words (article_words) VALUES ('optimize')", "VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := s.write.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// words quotes each word so that none is an operator of the full-text index; a
// phrase in quotation marks stays one.
func (sqlite) words(q string) string {
	var b strings.Builder
	for i, part := range strings.Split(q, `"`) {
		if i%2 == 1 {
			if strings.TrimSpace(part) != "" {
				b.WriteString(`"` + part + `" `)
			}
			continue
		}
		for _, w := range strings.Fields(part) {
			b.WriteString(`"` + w + `" `)
		}
	}
	return b.String()
}

type postgres struct{}

// bind numbers the arguments. No statement of ours holds a ? otherwise.
func (postgres) bind(q string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, more := strings.Cut(q, "?")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		q = after
	}
}

// Text compares by bytes, as in SQLite, so that both give the same order.
var postgresTypes = strings.NewReplacer("{id}", "BIGINT PRIMARY KEY", "{int}", "BIGINT", "{text}", `TEXT COLLATE "C"`, "{blob}", "BYTEA", "{real}", "DOUBLE PRECISION", "{keyed}", "")

func (postgres) ddl(q string) string { return postgresTypes.Replace(q) }

// writers is the advisory lock that writers of a store hold.
const writers = 0x6368616e63657279 // "chancery"

func (postgres) begin(ctx context.Context, c *sql.Conn) error {
	if _, err := c.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writers))
	return err
}

func (postgres) hasTable(ctx context.Context, c *sql.Conn, name string) (bool, error) {
	return one[bool](ctx, c, "SELECT to_regclass($1) IS NOT NULL", name)
}

func (postgres) match() string {
	return "article.id IN (SELECT article FROM article_words WHERE words @@ websearch_to_tsquery('english', ?))"
}

func (postgres) index() string {
	// A tsvector holds a megabyte at most; more of one article is not looked for.
	return "INSERT INTO article_words (article, words) VALUES (?, setweight(to_tsvector('english', left(?, 1000)), 'A') || to_tsvector('english', left(?, 200000)))"
}

func (postgres) unindexed() string {
	return "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM article_words)"
}

// integrity is the server's own business.
func (postgres) integrity(context.Context, *Store, func(string, ...any)) error { return nil }

func (postgres) snapshot() sql.IsolationLevel { return sql.LevelRepeatableRead }

func (postgres) compact(ctx context.Context, s *Store) error {
	_, err := s.write.ExecContext(ctx, "VACUUM (ANALYZE)")
	return err
}

// words quotes each word, as for SQLite: "or" and "-" are no operators here.
func (postgres) words(q string) string { return sqlite{}.words(q) }

// querier is a database or a connection of it.
type querier interface {
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

// one is the first column of the first row.
func one[T any](ctx context.Context, db querier, q string, args ...any) (T, error) {
	var v T
	err := db.QueryRowContext(ctx, q, args...).Scan(&v)
	return v, err
}
