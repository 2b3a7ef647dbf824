package feed

import (
	"strings"
	"time"
)

// zones are the names of RFC 822, and those that feeds use besides, with their
// offsets. Names that mean several zones are left out.
var zones = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000", "WET": "+0000",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
	"BST": "+0100", "CET": "+0100", "CEST": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "SAST": "+0200",
	"JST": "+0900", "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
}

// parseTime reads a date as feeds state them: RFC 822 with its later years,
// RFC 3339, and what lies between. The zone is kept, since it decides the day;
// a date without one is taken as UTC. Zero where it cannot be read.
func parseTime(s string) time.Time {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || len(s) > 80 {
		return time.Time{}
	}
	// The weekday says nothing, and is wrong where it is written by hand.
	if day, rest, ok := strings.Cut(s, ","); ok && strings.IndexFunc(day, func(c rune) bool { return c >= '0' && c <= '9' || c == ' ' }) < 0 {
		s = strings.TrimSpace(rest)
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		if offset, ok := zones[strings.ToUpper(s[i+1:])]; ok {
			s = s[:i+1] + offset
		} else if strings.HasPrefix(s[i+1:], "GMT+") || strings.HasPrefix(s[i+1:], "UTC+") || strings.HasPrefix(s[i+1:], "GMT-") || strings.HasPrefix(s[i+1:], "UTC-") {
			s = s[:i+1] + s[i+4:]
		}
	}
	s = strings.Replace(s, "Sept ", "Sep ", 1)
	for _, layout := range [...]string{
		time.RFC3339,
		"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -07:00", "2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006",
		"2 January 2006 15:04:05 -0700", "2 January 2006 15:04 -0700", "2 January 2006 15:04:05", "2 January 2006",
		"2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700",
		"2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
		"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006/01/02 15:04:05", "2006/01/02",
		"Jan 2, 2006 15:04:05 -0700", "Jan 2, 2006 15:04:05", "Jan 2, 2006 3:04 PM -0700", "Jan 2, 2006 3:04 PM", "Jan 2, 2006", "January 2, 2006 15:04:05", "January 2, 2006",
		"Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04:05 2006", "Mon 2 Jan 2006 15:04:05 -0700", "2 Jan 2006, 15:04:05 -0700",
	} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1800 && t.Year() < 2200 {
			return t
		}
	}
	return time.Time{}
}
