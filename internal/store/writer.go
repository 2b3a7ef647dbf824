package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// writer is the one connection that writes, inside a transaction. Statements
// are prepared once and serve every transaction of the connection.
type writer struct {
	s     *Store
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// writing runs work in a transaction that keeps other writers waiting.
func (s *Store) writing(ctx context.Context, work func(w *writer) error) error {
	c, err := s.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	w := &writer{s: s, c: c, stmts: map[string]*sql.Stmt{}}
	defer w.close()
	return s.exclusively(ctx, c, func() error { return work(w) })
}

func (w *writer) close() {
	for _, st := range w.stmts {
		st.Close()
	}
}

func (w *writer) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	if st := w.stmts[q]; st != nil {
		return st, nil
	}
	st, err := w.c.PrepareContext(ctx, w.s.sql.bind(q))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q, err)
	}
	w.stmts[q] = st
	return st, nil
}

func (w *writer) exec(ctx context.Context, q string, args ...any) error {
	st, err := w.stmt(ctx, q)
	if err != nil {
		return err
	}
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = storable(s)
		}
	}
	_, err = st.ExecContext(ctx, args...)
	return err
}

// storable is a text that both databases take: PostgreSQL refuses NUL and what
// is not UTF-8.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

// each calls row with every row of a query.
func (w *writer) each(ctx context.Context, row func(*sql.Rows) error, q string, args ...any) error {
	st, err := w.stmt(ctx, q)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	return scan(rows, err, row)
}

// next is the first free id of a table.
func (w *writer) next(ctx context.Context, table string) (int64, error) {
	n, err := one[int64](ctx, w.c, "SELECT COALESCE(MAX(id), 0) FROM "+table)
	return n + 1, err
}

// each calls row with every row of a query.
func (s *Store) each(ctx context.Context, row func(*sql.Rows) error, q string, args ...any) error {
	rows, err := s.read.QueryContext(ctx, s.sql.bind(q), args...)
	return scan(rows, err, row)
}

func scan(rows *sql.Rows, err error, row func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Rows and keys in one statement. Each number of them is a statement of its own,
// so there are but these.
const (
	rowsAtOnce = 64
	keysAtOnce = 128
)

// insert writes rows to a table, many a statement.
func (w *writer) insert(ctx context.Context, table, columns string, rows [][]any) error {
	return w.write(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ", "", rows)
}

// add is insert that leaves rows alone whose key is there already.
func (w *writer) add(ctx context.Context, table, columns string, rows [][]any) error {
	return w.write(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ", " ON CONFLICT DO NOTHING", rows)
}

func (w *writer) write(ctx context.Context, head, tail string, rows [][]any) error {
	for len(rows) > 0 {
		n := 1
		if len(rows) >= rowsAtOnce {
			n = rowsAtOnce
		}
		row := "(" + marks(len(rows[0])) + ")"
		args := make([]any, 0, n*len(rows[0]))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if err := w.exec(ctx, head+row+strings.Repeat(","+row, n-1)+tail, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// marks is n argument marks: "?,?,?".
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// reading is what queries run on: the store, or a writer inside its transaction.
type reading interface {
	each(ctx context.Context, row func(*sql.Rows) error, q string, args ...any) error
}

// lookup runs a query that ends in "IN (%s)" over any number of keys.
func lookup[K any](ctx context.Context, db reading, row func(*sql.Rows) error, q string, keys []K) error {
	for len(keys) > 0 {
		n := min(len(keys), keysAtOnce)
		args := make([]any, keysAtOnce)
		for i := range args {
			args[i] = keys[min(i, n-1)] // filled up, so that one statement serves all
		}
		if err := db.each(ctx, row, fmt.Sprintf(q, marks(keysAtOnce)), args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// null is an argument that is NULL where there is no value.
func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// number is a truth as both databases keep it.
func number(v bool) int {
	if v {
		return 1
	}
	return 0
}
