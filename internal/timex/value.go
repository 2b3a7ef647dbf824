package timex

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A value is the production of a rule, written in one of the forms
//
//	calendar [step…]                         the date whose parts were matched
//	anchor step…                             counted from the document's day
//	ref step…                                counted from the date the story last told
//	period step…                             counted from the quarter or half year last told, else the last one over
//	compared step…                           counted from that quarter or half year if one was told, else as anchor
//	span COUNT UNIT [COUNT UNIT]             a length of time
//	every COUNT UNIT | every calendar        a repetition
//	PAST_REF, XXXX-SU, …                     the very value
//
// A step is "+ COUNT UNIT", "- COUNT UNIT" or "SHIFT UNIT", where COUNT is a
// figure or a class of the pattern, UNIT a grain or a class, and SHIFT a class
// whose words stand for a number of units ("last" -1, "next" 1). "0 UNIT" is
// the unit that holds the point.
type value struct {
	form   valueForm
	base   valueForm // of every: calendar or a span
	steps  []step
	fields [numFields]int8 // slots of the parts of a calendar date, -1 without
	modS   int8            // slot of MOD
	text   string
}

type valueForm uint8

const (
	noValue valueForm = iota
	calendarValue
	anchorValue
	refValue
	periodValue
	comparedValue
	spanValue
	everyValue
	literalValue
)

type step struct {
	sign  int
	count operand
	unit  operand
}

// operand is a slot of the pattern or a constant.
type operand struct {
	slot int8 // -1: the constant
	n    int
}

// The parts of a calendar date that a pattern may name. A name that ends in 2
// belongs to the second expression of the rule.
const (
	fYear = iota
	fYY
	fMonth
	fMM
	fDay
	fOrdinal
	fWeekday
	fWeekend
	fSeason
	fQuarter
	fHalf
	fDecade
	fCentury
	fHoliday
	fRel
	fRefRel
	fPart
	fHour
	fHHMM
	fMinute
	fAmPm
	fYRel    // "of last year"
	fYRefRel // "of the previous year"
	fWRel    // "of last week"
	numFields
)

var fieldNames = [numFields]string{"YEAR", "YY", "MONTH", "MM", "DAY", "ORDINAL", "WEEKDAY", "WEEKEND", "SEASON", "QUARTER", "HALF",
	"DECADE", "CENTURY", "HOLIDAY", "REL", "REFREL", "PART", "HOUR", "HHMM", "MINUTE", "AMPM", "YREL", "YREFREL", "WREL"}

func parseValue(s string, slots []string) (value, error) {
	return parseNthValue(s, slots, 0)
}

func parseNthValue(s string, slots []string, nth int) (value, error) {
	v := value{modS: -1}
	for f := range v.fields {
		v.fields[f] = int8(slices.Index(slots, fieldNames[f]))
		second := int8(slices.Index(slots, fieldNames[f]+"2"))
		// "2 and 5 April": the first date borrows the month of the second,
		// and the second whatever it lacks of year and month.
		switch {
		case nth == 1 && second >= 0:
			v.fields[f] = second
		case nth == 1 && f > fMM && f != fWRel:
			v.fields[f] = -1
		case nth == 0 && v.fields[f] < 0 && second >= 0 && (f <= fMM || f == fWRel):
			v.fields[f] = second
		}
	}
	if nth == 1 && v.fields[fYY] >= 0 && slots[v.fields[fYY]] == "YY2" { // 1967-73
		v.fields[fYear] = -1
	}
	name := "MOD"
	if nth == 1 {
		name = "MOD2"
	}
	v.modS = int8(slices.Index(slots, name))
	w := strings.Fields(s)
	if len(w) == 0 {
		return v, fmt.Errorf("an empty value")
	}
	head, rest := w[0], w[1:]
	switch head {
	case "calendar":
		v.form = calendarValue
	case "anchor":
		v.form = anchorValue
	case "ref":
		v.form = refValue
	case "period":
		v.form = periodValue
	case "compared":
		v.form = comparedValue
	case "span":
		v.form = spanValue
		return v, v.terms(rest, slots)
	case "every":
		v.form = everyValue
		if slices.Equal(rest, []string{"calendar"}) {
			v.base = calendarValue
			return v, nil
		}
		v.base = spanValue
		return v, v.terms(rest, slots)
	default:
		if len(w) > 1 || strings.ToUpper(head) != head {
			return v, fmt.Errorf("%q is no value", s)
		}
		v.form, v.text = literalValue, head
		return v, nil
	}
	return v, v.shifts(rest, slots)
}

// terms reads the COUNT UNIT pairs of a span.
func (v *value) terms(w []string, slots []string) error {
	if len(w) == 0 || len(w)%2 != 0 {
		return fmt.Errorf("a span is COUNT UNIT")
	}
	for ; len(w) > 0; w = w[2:] {
		st := step{sign: 1}
		var err error
		if st.count, err = count(w[0], slots); err != nil {
			return err
		}
		if st.unit, err = unit(w[1], slots); err != nil {
			return err
		}
		v.steps = append(v.steps, st)
	}
	return nil
}

func (v *value) shifts(w []string, slots []string) error {
	for len(w) > 0 {
		st := step{sign: 1}
		if w[0] == "+" || w[0] == "-" {
			if w[0] == "-" {
				st.sign = -1
			}
			w = w[1:]
		}
		if len(w) < 2 {
			return fmt.Errorf("a step is + COUNT UNIT")
		}
		var err error
		if st.count, err = count(w[0], slots); err != nil {
			return err
		}
		if st.unit, err = unit(w[1], slots); err != nil {
			return err
		}
		v.steps = append(v.steps, st)
		w = w[2:]
	}
	return nil
}

func count(s string, slots []string) (operand, error) {
	if s == "X" {
		return operand{-1, many}, nil
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n < 10000 {
		return operand{-1, n}, nil
	}
	if i := slices.Index(slots, s); i >= 0 {
		return operand{int8(i), 1}, nil
	}
	return operand{}, fmt.Errorf("%q is neither a count nor a class of the pattern", s)
}

func unit(s string, slots []string) (operand, error) {
	if g, ok := grainNames[s]; ok {
		return operand{-1, int(g)}, nil
	}
	if i := slices.Index(slots, s); i >= 0 {
		return operand{int8(i), 0}, nil
	}
	return operand{}, fmt.Errorf("%q is neither a unit nor a class of the pattern", s)
}

// quantity is what a count came to in a match.
type quantity struct {
	n, part int  // part: thousandths
	known   bool // false: "several"
}

func (m *matcher) quantity(o operand) quantity {
	if o.slot < 0 {
		return quantity{n: o.n, known: o.n != many}
	}
	it := m.item(o.slot)
	if it == nil {
		return quantity{n: o.n, known: true}
	}
	return quantity{int(it.n), int(it.part), it.n != many || it.text != "X"}
}

func (m *matcher) unit(o operand) (g grain, times int) {
	if o.slot < 0 {
		return grain(o.n), 1
	}
	it := m.item(o.slot)
	if it == nil {
		return day, 1
	}
	return grain(it.n), max(1, int(it.part))
}

// span writes the value of a length of time.
func (m *matcher) span(v *value) string {
	b := []byte{'P'}
	timed := false
	for _, st := range v.steps {
		q := m.quantity(st.count)
		g, times := m.unit(st.unit)
		letter := ""
		switch g {
		case day:
			letter = "D"
		case weekend:
			letter = "WE"
		case week:
			letter = "W"
		case month:
			letter = "M"
		case quarter:
			letter = "Q"
		case year, season, half:
			letter = "Y"
			if g == season {
				letter = "M"
				times *= 3
			} else if g == half {
				letter = "M"
				times *= 6
			}
		case decade, century, millennium:
			letter = "Y"
			times *= inYears[g]
			if !q.known {
				letter = map[grain]string{decade: "DE", century: "CE", millennium: "ML"}[g]
			}
		default:
			if !timed {
				b, timed = append(b, 'T'), true
			}
			letter = map[grain]string{hour: "H", minute: "M", second: "S"}[g]
		}
		if !q.known {
			b = append(append(b, 'X'), letter...)
			continue
		}
		thousandths := (q.n*1000 + q.part) * times
		b = strconv.AppendInt(b, int64(thousandths/1000), 10)
		if f := thousandths % 1000; f == 500 && letter == "Y" {
			b = append(b, "Y6M"...)
			continue
		} else if f != 0 {
			b = append(b, '.')
			b = append(b, strings.TrimRight(fmt.Sprintf("%03d", f), "0")...)
		}
		b = append(b, letter...)
	}
	return string(b)
}
