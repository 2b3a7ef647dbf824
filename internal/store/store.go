// Package store keeps the record: every article read, what was coded from it,
// and what follows from all of them together: who is who, which reports tell of
// one happening, and what holds between states.
//
// A store is a SQLite file or a PostgreSQL schema of the same tables. Articles
// are the source of truth; records follow from them and the coder; everything
// else follows from the records in the order in which articles came, and can be
// made anew from them.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// Store is an open store. It is safe for concurrent use; writers wait for each
// other, also across processes.
type Store struct {
	where string // as shown: a path, or a URL without its password
	sql   dialect
	read  *sql.DB
	write *sql.DB // one connection
}

// Options say how to open a store.
type Options struct {
	Create   bool // make the store where there is none
	KeepText bool // for a new store: keep the articles' text; without it records can't be coded anew
}

// Errors that callers tell apart.
var (
	ErrNone   = errors.New("there is no store")
	ErrNewer  = errors.New("the store was written by a newer version of chancery")
	ErrNoText = errors.New("the store keeps no text")
)

// Default is where the record is kept unless the user says otherwise: the value
// of CHANCERY_STORE, else a file in the user's data directory.
func Default() (string, error) {
	if s := os.Getenv("CHANCERY_STORE"); s != "" {
		return s, nil
	}
	dir := os.Getenv("XDG_DATA_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("store: no --store, no CHANCERY_STORE, and no home directory to keep one in: %w", err)
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(dir, "chancery", "record.db"), nil
}

// Where says where a store named so would be, without the password.
func Where(name string) string {
	if !isPostgres(name) {
		if abs, err := filepath.Abs(name); err == nil {
			return abs
		}
		return name
	}
	u, err := url.Parse(name)
	if err != nil {
		return "postgres://…"
	}
	return u.Redacted()
}

func isPostgres(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Open opens a store, by path or by postgres:// URL, and brings its schema up
// to this version. Without Options.Create, a store that is not there is ErrNone.
func Open(ctx context.Context, name string, o Options) (*Store, error) {
	s := &Store{where: Where(name)}
	var err error
	if isPostgres(name) {
		err = s.openPostgres(name)
	} else {
		err = s.openSQLite(name, o)
	}
	if err == nil {
		err = s.prepare(ctx, o)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("store %s: %w", s.where, err)
	}
	return s, nil
}

func (s *Store) openPostgres(name string) error {
	s.sql = postgres{}
	for _, db := range []**sql.DB{&s.read, &s.write} {
		var err error
		if *db, err = sql.Open("pgx", name); err != nil {
			return err
		}
		(*db).SetConnMaxIdleTime(5 * time.Minute)
	}
	s.read.SetMaxOpenConns(8)
	s.write.SetMaxOpenConns(1)
	return nil
}

// sqliteSettings hold for every connection. A write-ahead log lets queries read
// while articles are taken in; synchronous NORMAL loses nothing when the
// process dies, and at most the last transactions when the machine does.
const sqliteSettings = "?_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
	"&_pragma=temp_store(MEMORY)&_txlock=immediate"

// Pages that a connection keeps in memory, in KiB: there is one that writes and
// several that read, which look at the file where it lies.
const (
	writeCache = "&_pragma=cache_size(-65536)"
	readCache  = "&_pragma=cache_size(-8192)&_pragma=mmap_size(1073741824)"
)

func (s *Store) openSQLite(path string, o Options) error {
	s.sql = sqlite{}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && !o.Create:
		return ErrNone
	case errors.Is(err, os.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("is a folder, not a store")
	}
	// ? and # would end the path of the driver's URL.
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + sqliteSettings
	if s.read, err = sql.Open("sqlite", dsn+readCache+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	if s.write, err = sql.Open("sqlite", dsn+writeCache); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(8)
	s.write.SetMaxOpenConns(1)
	return nil
}

// Name says where the store is, for people.
func (s *Store) Name() string { return s.where }

// Close closes the store.
func (s *Store) Close() error {
	var err error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}
