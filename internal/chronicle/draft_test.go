package chronicle

import "testing"

func TestSentencesAreTidy(t *testing.T) {
	for in, want := range map[string]string{
		"the bank, of Chile, ,":               "The bank, of Chile.",
		"BankAmerica Corp <BAC> fell":         "BankAmerica Corp fell.",
		"<Distillers Co Plc> rose":            "Distillers Co Plc rose.",
		"held by <Lornex Mining Corp":         "Held by Lornex Mining Corp.",
		"Lornex Mining Corp> fell":            "Lornex Mining Corp fell.",
		"he termed it \"protectionist,\".":    "He termed it \"protectionist.\"",
		"\"intense talks\" were held":         "\"Intense talks\" were held.",
		", and [Ruiz] spoke .":                "And [Ruiz] spoke.",
		"did it stop?":                        "Did it stop?",
		"he said \"we will answer in kind,\"": "He said \"we will answer in kind.\"",
		"":                                    "",
		"the talks ()  went on --":            "The talks went on.",
		"été was hot":                         "Été was hot.",
		"they met -- in Lima --.":             "They met -- in Lima.",
	} {
		if got := sentenceOf(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestQuotationsAreClosed(t *testing.T) {
	for in, want := range map[string]string{
		"He added: \"We will go.":          "He added: \"We will go.\"",
		"We will go,\" he said.":           "\"We will go,\" he said.",
		"“We will go, he said.":            "“We will go, he said.”",
		"We will go,” he said.":            "“We will go,” he said.",
		"He called it \"a day\" of peace.": "He called it \"a day\" of peace.",
	} {
		if got := mended(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
