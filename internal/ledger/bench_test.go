package ledger

import (
	"fmt"
	"io"
	"testing"

	"chancery/internal/day"
	"chancery/internal/record"
	"chancery/lexicon"
)

// century is n reports of two busy states over forty years by twenty outlets.
func century(t testing.TB, n int) []record.Report {
	var lines []string
	stages := []string{"intended", "in negotiation", "signed", "ratified", "in force"}
	subjects := []string{"fisheries", "customs", "aviation", "nuclear energy", "extradition", "taxation", "tourism", "education", "railways", "visas"}
	for i := 0; len(lines) < n; i++ {
		year, month, d := 1985+i%40, 1+i*7%12, 1+i*11%28
		at := fmt.Sprintf("%d-%02d-%02d", year, month, d)
		line := at + " Outlet " + fmt.Sprint(i*i%20) + ": "
		switch i % 9 {
		case 0:
			line += fmt.Sprintf("established %d", 1950+i%3)
		case 1:
			line += fmt.Sprintf("severed %d", 1961+i%2)
		case 2:
			line += "resumed 1974-05-04"
		case 3, 4:
			line += fmt.Sprintf("agreement on %s: %s %s", subjects[i*i%10], stages[i%5], at)
		case 5:
			line += fmt.Sprintf("visit of Minister Number%d, trade minister (CHN) to USA %s", i%7, at)
		case 6:
			line += "USA on CHN: " + []string{"imposed", "extended", "eased", "lifted", "in force"}[i%5] + " arms embargo " + at
		case 7:
			line += "diplomatic relations " + at
		default:
			line += "CHN expelled diplomats of USA " + at
		}
		lines = append(lines, line)
	}
	return told(t, "USA", "CHN", lines...)
}

func BenchmarkFold2000(b *testing.B) {
	reports := century(b, 2000)
	l := New(names(b), "USA", "CHN", reports)
	b.ReportAllocs()
	for b.Loop() {
		l.AsKnown(day.Latest)
	}
}

// BenchmarkAnswer2000 is all that a command does once it has the reports.
func BenchmarkAnswer2000(b *testing.B) {
	reports := century(b, 2000)
	n := names(b)
	at := day.Date(1999, 3, 1)
	b.ReportAllocs()
	for b.Loop() {
		if err := New(n, "USA", "CHN", reports).AsKnown(day.Latest).On(at).Text(io.Discard, 80); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkState(b *testing.B) {
	v := New(names(b), "USA", "CHN", century(b, 2000)).AsKnown(day.Latest)
	at := day.Date(1999, 3, 1)
	b.ReportAllocs()
	for b.Loop() {
		v.State(at)
	}
}

func BenchmarkReadNames(b *testing.B) {
	for b.Loop() {
		if _, err := ReadNames(lexicon.Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}
