package chronicle

import "testing"

func TestSentencesAreTidy(t *testing.T) {
	for in, want := range map[string]string{
		"the bank, of Chile, ,":               "The bank, of Chile.",
		"Acme Works <ACW> fell":               "Acme Works fell.",
		"<Example Mills Ltd> rose":            "Example Mills Ltd rose.",
		"held by <Sample Pits Co":             "Held by Sample Pits Co.",
		"Sample Pits Co> fell":                "Sample Pits Co fell.",
		"she called it \"a folly,\".":         "She called it \"a folly.\"",
		"\"frank words\" were heard":          "\"Frank words\" were heard.",
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
