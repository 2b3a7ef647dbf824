// Command chancery reads news articles and prints who did what to whom, when,
// where and according to whom.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"chancery/lexicon"
)

// Exit statuses.
const (
	allRead    = 0
	someFailed = 1
	badUsage   = 2
)

const description = `Chancery codes political events and keeps their record: an article goes in; dated,
located, attributed events in PLOVER and CAMEO come out, each tied to the characters
it was read from; and what all articles say together can be asked as of any day.

Exit status: 0 all inputs were read, 1 some failed, 2 wrong usage.`

// cli is the whole command line.
type cli struct {
	Code    codeCmd    `cmd:"" group:"An article:" help:"Code the events of articles."`
	Analyze analyzeCmd `cmd:"" group:"An article:" help:"Print the layers under the events: sentences, trees, entities, times, places, quotations."`
	Explain explainCmd `cmd:"" group:"An article:" help:"Show why each event was coded as it was, and why near misses were not."`
	Map     mapCmd     `cmd:"" group:"An article:" help:"Draw coded events on a map of the world, as SVG or GeoJSON."`

	Ingest     ingestCmd     `cmd:"" group:"The record:" help:"Take in articles from files, archives, pages and feeds."`
	Query      queryCmd      `cmd:"" group:"The record:" help:"What happened, between whom, when, where; or how often."`
	Relation   relationCmd   `cmd:"" group:"The record:" help:"What held between two states on any day, and who says so."`
	Actors     actorsCmd     `cmd:"" group:"The record:" help:"Who is who, and who held which office when."`
	Statements statementsCmd `cmd:"" group:"The record:" help:"What somebody said, or all who speak for a state, and of whom."`
	Chronicle  chronicleCmd  `cmd:"" group:"The record:" help:"Day by day, one dated sentence a happening, its sources beside it."`
	Export     exportCmd     `cmd:"" group:"The record:" help:"Take it away: CSV, Parquet, layouts of the field, maps, networks, references."`
	Correct    correctCmd    `cmd:"" group:"The record:" help:"Put the who-is-who right; it stays right when the record is made anew."`

	Status     statusCmd     `cmd:"" group:"Upkeep:" help:"What the record holds, in numbers."`
	Failures   failuresCmd   `cmd:"" group:"Upkeep:" help:"What could not be read; chancery ingest --replay tries it again."`
	Recode     recodeCmd     `cmd:"" group:"Upkeep:" help:"Code stored articles anew with this version, and show what changes before it counts."`
	Check      checkCmd      `cmd:"" group:"Upkeep:" help:"Look for what does not fit together."`
	Backup     backupCmd     `cmd:"" group:"Upkeep:" help:"Copy the record while it is in use."`
	Compact    compactCmd    `cmd:"" group:"Upkeep:" help:"Give back room that is no longer needed."`
	Dictionary dictionaryCmd `cmd:"" group:"Upkeep:" help:"Bring your own dictionaries, in the form of PETRARCH."`
	Generate   generateCmd   `cmd:"" group:"Upkeep:" help:"Fill a record with events that never were, to measure it."`

	Lint    lintCmd    `cmd:"" group:"Chancery itself:" help:"Check the lexicon and run its examples."`
	Eval    evalCmd    `cmd:"" group:"Chancery itself:" help:"Measure every layer against sets with known answers."`
	Schema  schemaCmd  `cmd:"" group:"Chancery itself:" help:"Print the JSON Schema of records, happenings or chronicles."`
	Version versionCmd `cmd:"" group:"Chancery itself:" help:"Print the version."`
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// usage is an error in how the command was called.
type usage struct{ error }

// errFailed says that the run went to its end but some inputs could not be read
// or some checks did not hold. What failed has been printed already.
var errFailed = errors.New("some failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	status := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// exit carries a status out of kong, which ends a program where it prints help.
type exit int

func run(ctx context.Context, args []string, s streams) (status int) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exit:
			status = int(e)
		default:
			panic(e)
		}
	}()
	var c cli
	parser, err := kong.New(&c, kong.Name("chancery"), kong.Description(description),
		kong.Writers(s.out, s.err), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError(), kong.Vars{"accurate": accurateFile},
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		fmt.Fprintf(s.err, "chancery: %v\n", err)
		return badUsage
	}
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.err, "chancery: %v (try chancery --help)\n", err)
		return badUsage
	}
	err = k.Run()
	var wrong usage
	switch {
	case err == nil:
		return allRead
	case errors.As(err, &wrong):
		fmt.Fprintf(s.err, "chancery: %v\n", wrong)
		return badUsage
	case errors.Is(err, errFailed):
	case errors.Is(err, syscall.EPIPE): // the reader of our output has seen enough
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "chancery: interrupted")
	default:
		fmt.Fprintf(s.err, "chancery: %v\n", err)
	}
	return someFailed
}

// lexiconFlag lets a user's files stand before those built in.
type lexiconFlag struct {
	Lexicon string `placeholder:"DIR" type:"existingdir" help:"Folder of lexicon files that replace those of the same name built in (\"en/events/…\")."`
}

func (f lexiconFlag) open() fs.FS {
	if f.Lexicon == "" {
		return lexicon.Embedded()
	}
	return overlay{os.DirFS(f.Lexicon), lexicon.Embedded()}
}

// overlay opens a name in the first file system that has it.
type overlay struct{ upper, lower fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadDir lists both folders, each name once, so that a file that only the
// user's folder has is found as well.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	lower, errLower := fs.ReadDir(o.lower, name)
	upper, errUpper := fs.ReadDir(o.upper, name)
	if errLower != nil && errUpper != nil {
		return nil, errLower
	}
	return mergeEntries(upper, lower), nil
}
