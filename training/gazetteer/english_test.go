package main

import (
	"encoding/binary"
	"testing"
)

func TestDisplay(t *testing.T) {
	for _, c := range []struct{ name, ascii, english, country, want string }{
		{"Genève", "Geneve", "Geneva", "CH", "Geneva"},
		{"São Paulo", "Sao Paulo", "São Paulo", "BR", "São Paulo"},
		{"Ţarţūs", "Tartus", "", "SY", "Tartus"},
		{"Xiamen", "Xiamen", "Amoy", "CN", "Xiamen"},
		{"Rødovre", "Rodovre", "Rodovre Municipality", "DK", "Rødovre"},
		{"Rabat-Salé-Kénitra", "Rabat-Sale-Kenitra", "", "MA", "Rabat-Salé-Kénitra"},
		{"Thessaloníki", "Thessaloniki", "", "GR", "Thessaloniki"},
		{"Diyālá", "", "", "IQ", "Diyala"},
		{"Tver", "Tver", "Tver’", "RU", "Tver"},
	} {
		if got := display(c.name, c.ascii, c.english, c.country); got != c.want {
			t.Errorf("%s is printed %s, want %s", c.name, got, c.want)
		}
	}
}

// catalogue is a .mo file with one message.
func catalogue(key, text string) []byte {
	var b []byte
	for _, n := range []int{0x950412de, 0, 1, 20, 28, len(key), 36, len(text), 36 + len(key)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return append(append(b, key...), text...)
}

func TestMessages(t *testing.T) {
	got, err := messages(catalogue("2660646", "Geneva"))
	if err != nil || got["2660646"] != "Geneva" || len(got) != 1 {
		t.Errorf("read %v, %v", got, err)
	}
	if _, err := messages([]byte("no catalogue, whatever its length")); err == nil {
		t.Error("another file is taken for a catalogue")
	}
}

func FuzzMessages(f *testing.F) {
	f.Add(catalogue("1", "Lima"))
	f.Add(catalogue("1", "Lima")[:24])
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := messages(data)
		if err == nil && len(got) > len(data) {
			t.Errorf("%d messages in %d bytes", len(got), len(data))
		}
	})
}
