// Package nlp adds the layers of language to a document: sentences, tokens,
// parts of speech, morphology, lemmas, a dependency tree and named entities,
// all after Universal Dependencies. What stands here is shared by languages
// and models; a language is a package (nlp/en) that composes it.
package nlp

import "chancery/internal/doc"

// Analyzer fills Tokens, Sentences and Entities of a document and links its
// trees. It is safe for use by several goroutines on different documents.
type Analyzer interface {
	// Analyze reads d.Text inside d.Blocks; where there are no blocks it makes
	// one of each paragraph. Sentences never cross a block's end.
	Analyze(d *doc.Document)
	// AnalyzeTokens keeps the sentences and the spans of the tokens that d
	// holds and fills everything else.
	AnalyzeTokens(d *doc.Document)
}

// Model decides what a word is and hangs on. Sentences and tokens are given;
// a model sets UPOS, Head (an index in d.Tokens, -1 for the one root of each
// sentence) and Deprel of every token, and d.Entities in text order, outer
// before inner. It leaves Lemma and Feats to the language.
type Model interface {
	Annotate(d *doc.Document)
}
