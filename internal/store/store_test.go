package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"database/sql"
)

// each runs a test against both databases: a SQLite file and, where
// CHANCERY_TEST_POSTGRES names a server, a schema of its own there. In CI the
// server is there.
func each(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	eachNamed(t, func(t *testing.T, name string) { test(t, open(t, name, Options{Create: true, KeepText: true})) })
}

func eachNamed(t *testing.T, test func(t *testing.T, name string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "record.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresStore(t)) })
}

func open(t testing.TB, name string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), name, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// postgresStore makes an empty schema and returns the URL that leads to it.
func postgresStore(t testing.TB) string {
	t.Helper()
	server := os.Getenv("CHANCERY_TEST_POSTGRES")
	if server == "" {
		t.Skip("CHANCERY_TEST_POSTGRES names no server")
	}
	schema := fmt.Sprintf("t%d_%s", os.Getpid(), strings.ToLower(strings.NewReplacer("/", "_", "#", "_").Replace(t.Name())))
	schema = schema[:min(len(schema), 60)]
	admin(t, server, "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
	admin(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { admin(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func admin(t testing.TB, server, q string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), q); err != nil {
		t.Fatal(err)
	}
}

func TestAStoreIsMadeOnceAndFoundAgain(t *testing.T) {
	eachNamed(t, func(t *testing.T, name string) {
		if _, err := Open(t.Context(), name, Options{}); !errors.Is(err, ErrNone) {
			t.Fatalf("opening what is not there: %v, want %v", err, ErrNone)
		}
		s := open(t, name, Options{Create: true, KeepText: true})
		id, err := s.meta(t.Context(), metaID)
		if err != nil || id == "" {
			t.Fatalf("id %q, %v", id, err)
		}
		again := open(t, name, Options{Create: true})
		if got, _ := again.meta(t.Context(), metaID); got != id {
			t.Errorf("opened again it is store %q, was %q", got, id)
		}
		if kept, err := again.KeepsText(t.Context()); !kept || err != nil {
			t.Errorf("a store that was made to keep text keeps it: %v, %v", kept, err)
		}
	})
}

func TestAStoreOfALaterVersionIsLeftAlone(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.write.ExecContext(t.Context(), "UPDATE meta SET value = '999' WHERE key = 'schema'"); err != nil {
			t.Fatal(err)
		}
		c, err := s.write.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		if err := s.prepare(t.Context(), Options{}); !errors.Is(err, ErrNewer) {
			t.Errorf("error %v, want %v", err, ErrNewer)
		}
	})
}

func TestPasswordsAreNotShown(t *testing.T) {
	if got := Where("postgres://ana:secret@db.example/record"); strings.Contains(got, "secret") || !strings.Contains(got, "db.example") {
		t.Errorf("shown as %s", got)
	}
}
