package article

import (
	"errors"
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		name, text, stated string
		trust              trust
		want               string // "en", or what the error names
	}{
		{"plain English", "The two governments said on Monday that they would reopen the border crossing after a year of talks.", "", weak, "en"},
		{"one English sentence full of names", "Mwamba Chitundu and Kwabena Asantewaa met Zoltán Szűcs near Ngorongoro.", "", weak, "en"},
		{"a headline alone", "Kyrgyz envoy quits", "", weak, "en"},
		{"telegraphic prices", "WHEAT No 2 red winter 3.10 3.11 3.12\nMAIZE yellow 2.01 2.02 2.04 BARLEY feed 1.90 1.95 1.98 RYE 2.22 2.25 2.31\nOATS 1.11 1.12 1.19 SORGHUM 1.78 1.80 1.88 SOYA 5.11 5.20 5.22 RAPE 4.01 4.09 4.11 LINSEED 3.33 3.38 3.40", "", weak, "en"},
		{"Spanish", "El ministro de Exteriores viajará el jueves a la capital vecina para firmar un acuerdo sobre el uso del río, según informó su oficina. La oposición pidió que el texto se publique antes de la firma y que el Congreso pueda debatirlo durante la próxima semana.", "", weak, "es"},
		{"French", "Le ministre des Affaires étrangères se rendra jeudi dans la capitale voisine pour signer un accord sur le fleuve, a annoncé son cabinet. L'opposition demande que le texte soit publié avant la signature et que le parlement puisse en débattre la semaine prochaine.", "", weak, "fr"},
		{"German", "Der Außenminister reist am Donnerstag in die Nachbarhauptstadt, um ein Abkommen über den Fluss zu unterzeichnen, teilte sein Büro mit. Die Opposition verlangt, dass der Text vor der Unterzeichnung veröffentlicht wird und das Parlament darüber beraten kann.", "", weak, "de"},
		{"Portuguese", "O ministro das Relações Exteriores viajará na quinta-feira à capital vizinha para assinar um acordo sobre o rio, informou o seu gabinete. A oposição pediu que o texto seja publicado antes da assinatura e que o Congresso possa debatê-lo na próxima semana.", "", weak, "pt"},
		{"Indonesian", "Menteri luar negeri akan berangkat ke ibu kota negara tetangga pada hari Kamis untuk menandatangani perjanjian tentang sungai, kata kantornya. Pihak oposisi meminta agar naskah itu diumumkan sebelum ditandatangani dan dibahas di parlemen pekan depan.", "", weak, "id"},
		{"Turkish", "Dışişleri bakanı, nehirle ilgili bir anlaşma imzalamak üzere perşembe günü komşu ülkenin başkentine gidecek, diye açıkladı ofisi. Muhalefet, metnin imzadan önce yayımlanmasını ve önümüzdeki hafta mecliste tartışılmasını istedi.", "", weak, "tr"},
		{"Russian", "Министр иностранных дел в четверг посетит столицу соседней страны.", "", weak, "ru"},
		{"Arabic", "قال وزير الخارجية إنه سيزور العاصمة المجاورة يوم الخميس لتوقيع اتفاق.", "", weak, "ar"},
		{"a publisher's own statement", "Le ministre a signé.", "fr", trusted, "fr"},
		{"English stated with a region", "The minister signed.", "en-GB", trusted, "en"},
		{"a template's tag over English text", strings.Repeat("The minister said that the river would be shared by the two states. ", 6), "es", weak, "en"},
		{"a template's tag over Spanish text", strings.Repeat("El ministro dijo que el río será compartido por los dos países vecinos. ", 6), "en", weak, "es"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := r.finish(c.text, Meta{Lang: c.stated}, c.trust)
			if c.want == "en" {
				if err != nil || d.Lang != "en" {
					t.Fatalf("got %v, want English", err)
				}
				return
			}
			if !errors.Is(err, ErrLanguage) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want unsupported language %s", err, c.want)
			}
		})
	}
}
